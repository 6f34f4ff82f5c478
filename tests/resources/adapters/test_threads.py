"""Threads of Hacker News and Reddit: who began them and when."""

from __future__ import annotations

from curator.model import Kind
from tests.resources.adapters.pages import FILLER, resource

ITEM = (
    '<table class="fatitem"><tr class="athing"><td class="title"><span class="titleline">'
    '<a href="https://looms.example/">Show HN: A loom</a></span></td></tr><tr><td class="subtext">by '
    '<a href="user?id=mira" class="hnuser">mira</a> <span class="age" '
    'title="2024-04-30T08:12:13 1714464733">2 years ago</span></td></tr>{text}</table>'
    '<table class="comment-tree"><tr><td><a class="hnuser">otto</a> <span class="age" '
    'title="2024-05-01T10:00:00 1714557600">2 years ago</span>' + FILLER + "</td></tr></table>"
)
HN = "https://news.ycombinator.com/item?id=40000000"
REDDIT = "https://www.reddit.com/r/looms/comments/abc123/how_do_you_weave/"


def test_an_item_of_hacker_news_is_of_whoever_submitted_it() -> None:
    made = resource(HN, "<title>Show HN: A loom | Hacker News</title>", ITEM.format(text=""))
    assert (made.title, made.authors, made.site) == ("Show HN: A loom", ("mira",), "Hacker News")
    assert (str(made.published), made.kind) == ("2024-04-30T08:12:13Z", Kind.DISCUSSION)
    assert (made.summary, made.text) == ("", "Show HN: A loom")


def test_what_is_asked_sums_an_item_up() -> None:
    asked = '<tr><td><div class="toptext">How do you keep the warp tight?</div></td></tr>'
    made = resource(HN, "<title>Ask HN: Warp | Hacker News</title>", ITEM.format(text=asked))
    assert made.summary == made.text == "How do you keep the warp tight?"


def test_a_thread_of_reddit_is_of_whoever_began_it_not_of_who_answered() -> None:
    body = (
        '<shreddit-post author="mira" created-timestamp="2024-04-30T08:12:13.000000+0000" '
        'post-title="How do you weave?"><div slot="text-body"><p>I never know when to stop.</p></div>'
        '</shreddit-post><shreddit-comment author="otto"><time datetime="2024-05-01T10:00:00+00:00">1y'
        f"</time>{FILLER}</shreddit-comment>"
    )
    head = ('<title>How do you weave? : r/looms</title><meta property="og:site_name" content="Reddit">'
            '<meta name="description" content="Posted by u/mira - 120 votes and 45 comments">')  # fmt: skip
    made = resource(REDDIT, head, body)
    assert (made.title, made.authors, made.site) == ("How do you weave?", ("mira",), "Reddit")
    assert str(made.published)[:10] == "2024-04-30"
    assert made.summary == "I never know when to stop."


def test_an_older_page_of_reddit_and_a_poster_who_left() -> None:
    old = (
        '<div id="siteTable"><div class="thing"><p class="title"><a class="title">How do you weave?</a></p>'
        '<p class="tagline">submitted <time datetime="2024-04-30T08:12:13+00:00">2 years ago</time> by '
        '<a class="author may-blank">{who}</a></p></div></div>'
        '<p class="tagline"><a class="author">otto</a> <time datetime="2024-05-01T10:00:00+00:00">'
        f"1y</time></p>{FILLER}"
    )
    url = REDDIT.replace("www", "old")
    made = resource(url, "<title>How do you weave? : looms</title>", old.format(who="mira"))
    assert (made.authors, str(made.published)[:10]) == (("mira",), "2024-04-30")
    left = resource(url, "<title>How do you weave? : looms</title>", old.format(who="[deleted]"))
    assert "[deleted]" not in left.authors


def test_a_thread_that_does_not_say_when_it_began_has_no_day() -> None:
    answered = f'<time datetime="2024-05-01T10:00:00+00:00">1y ago</time>{FILLER}'
    made = resource(REDDIT, "<title>How do you weave? : r/looms</title>", answered)
    assert made.published is None
