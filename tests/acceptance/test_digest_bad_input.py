"""What goes wrong ends in a line that says so, and the issue is good all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sample import server
from sample.postbox import Postbox
from sample.server import WEEK, Site

from tests.acceptance.command import Finished, Home
from tests.acceptance.letters import Mail, mails

pytestmark = pytest.mark.acceptance

NOBODY = "smtp://127.0.0.1:9?starttls=never"
"""The discard port: nothing listens there."""

# --------------------------------------------------------------------------- the configuration

TEN_MISTAKES = """\
newsletter:
  titel: Top Down
  title: Top Down
  author: {name: Ines Carvalho}
  from: ines at example.org
  schedule: sunnday 08:00 Europe/Lisbon
  mix: {practice: 80, theory: 30}
topics:
  - {slug: cnns, name: Convolutions, parent: vison}
sources:
  - htp://slowgrad.example/feed.xml
  - {url: http://kitchen-ml.example/feed.json, kind: fed}
  - {arxiv: "category:cs.CV"}
  - {github: plainvision}
  - {url: http://tablemind.example/feed/, topics: [cnn]}
  - {url: http://linklog.example/feed.xml, wieght: 2}
"""
PLACES = (
    "feeds.yaml:2:3: newsletter.titel: ",
    "feeds.yaml:5:9: newsletter.from: ",
    "feeds.yaml:6:13: newsletter.schedule: ",
    "feeds.yaml:7:8: newsletter.mix: ",
    "feeds.yaml:9:46: topics.0.parent: ",
    "feeds.yaml:11:5: sources.0.url: ",
    "feeds.yaml:12:54: sources.1.kind: ",
    "feeds.yaml:13:13: sources.2.arxiv: ",
    "feeds.yaml:14:14: sources.3.github: ",
    "feeds.yaml:15:52: sources.4.topics.0: ",
    "feeds.yaml:16:44: sources.5.wieght: ",
)


def test_every_mistake_is_told_at_once_and_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(TEN_MISTAKES)
    done = Home(tmp_path).run("digest", "--week", WEEK)
    assert (done.code, done.out) == (4, "")
    lines = done.err.splitlines()
    assert [line[: len(place)] for line, place in zip(lines, PLACES, strict=True)] == list(PLACES)
    assert "did you mean title?" in lines[0]
    assert not list(tmp_path.rglob("*.db")), "nothing was stored"


# --------------------------------------------------------------------------- the mail server


def test_an_unreachable_server_leaves_all_queued_and_says_what_to_do(
    home: Home, postbox: Postbox
) -> None:
    readers = [f"reader{number}@readers.example" for number in range(12)]
    home.run("subscribers", "add", *readers)
    digest = ("digest", "--week", WEEK, "--no-refresh")
    done = home.run(*digest, CURATOR_SMTP_URL=NOBODY)
    assert done.code == 3
    assert "0 sent · 12 waiting" in done.out
    assert "every mail stays queued: check CURATOR_SMTP_URL" in done.out
    assert "`curator send resume`" in done.out
    (status,) = home.run("send", "status", "--json").json
    assert (status["state"], status["waiting"], status["failed"]) == ("sending", 12, 0)
    resumed = home.run("send", "resume", "1", CURATOR_SMTP_URL=postbox.url)
    assert resumed.code == 0, resumed.err
    assert sorted(letter.recipients[0] for letter in postbox.letters) == sorted(readers)


# --------------------------------------------------------------------------- the web

ODD_TITLE = (
    "Ten &#27;[31m &#8238;epochs &lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;later&lt;/b&gt;"
)
ODD_TITLE_READ = "<b>later</b>"
TEMPLATE_TITLE = "{{ 7 * 7 }} {% raw %} training notes"
HALF_A_PAIR = "Half a pair \\ud800 and a training diary"


def _rss(*items: tuple[str, str]) -> str:
    dated = "<pubDate>Fri, 20 Feb 2026 10:00:00 GMT</pubDate>"
    words = "".join(
        f"<item><title>{title}</title><link>http://odd.example/{name}</link>{dated}"
        f"<description>What {name} says about training.</description></item>"
        for title, name in items
    )
    head = "<title>Odd</title><link>http://odd.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{words}</channel></rss>'


def _page(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


SITE = {
    "odd.rss": _rss(
        (ODD_TITLE, "controls"),
        (TEMPLATE_TITLE, "templates"),
        ("A training page that has gone", "gone"),
        ("A training page of twenty megabytes", "huge"),
    ),
    "corrupt.rss": _rss(("Training, told before the damage", "intact"))[:-40] + "<<&&\x01",
    "noise.rss": "\x00\x01\x02" * 1000,
    "halves.json": (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Halves \\ud83d", "items": [{'
        f'"id": "1\\udfff", "url": "http://odd.example/half", "title": "{HALF_A_PAIR}",'
        ' "content_text": "\\udc00 training", "date_published": "2026-02-19T10:00:00Z"}]}'
    ),
    "controls.html": _page(ODD_TITLE, "<article><p>" + "Training takes time. " * 80 + "</article>"),
    "templates.html": _page(TEMPLATE_TITLE, "<p>" + "Training, one more time. " * 80),
    "intact.html": _page("Told before", "<p>" + "Training, before all this. " * 80),
    "half.html": _page("", "<p>" + "Training, day after day. " * 80),
    "huge.html": _page("Huge", "<p>" + "training and more training " * 800_000),
}
SOURCES = ("odd.rss", "corrupt.rss", "noise.rss", "halves.json", "nowhere.rss", "huge")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, Mail]:
    """One run over a web of oddities: what it said, and the mail it sent."""
    from sample import postbox

    folder = tmp_path_factory.mktemp("odd")
    host = folder / "site" / "odd.example"
    host.mkdir(parents=True)
    for name, text in SITE.items():
        (host / name).write_text(text, encoding="utf-8")
    configuration = {
        "newsletter": {
            "title": "Odd", "author": {"name": "A. Reader"}, "from": "odd@example.org",
            "postal_address": "1 Main Street, Example", "base_url": "https://odd.example",
            "per_source": 6, "per_topic": 6,
        },
        "topics": [{"slug": "training", "name": "Training", "aliases": ["training"]}],
        "sources": [f"http://odd.example/{name}" for name in SOURCES],
    }  # fmt: skip
    (folder / "feeds.yaml").write_text(yaml.safe_dump(configuration))
    with server.serve(Site(folder / "site")) as web, postbox.open_postbox() as post:
        home = Home(
            folder,
            {"HTTP_PROXY": web.base, "http_proxy": web.base, "CURATOR_SMTP_URL": post.url},
        )
        home.run("subscribers", "add", "reader@readers.example")
        done = home.run("digest", "--week", WEEK)
        (mail,) = mails(post.letters)
    return done, mail


def test_the_run_goes_on_to_the_end(odd: tuple[Finished, Mail]) -> None:
    done, _ = odd
    assert done.code == 3, "some sources failed"
    assert "sources   3 ok, 0 unchanged, 3 failed" in done.out
    assert "mail      issue 1 sent · 1 sent" in done.out


@pytest.mark.parametrize(
    "line",
    [
        "failed: http://odd.example/noise.rss: the document is empty",
        "failed: http://odd.example/nowhere.rss: there is nothing at this address (HTTP 404)",
        "failed: http://odd.example/huge: the answer is larger than 15 MiB",
        "page not read: http://odd.example/gone: there is nothing at this address (HTTP 404)",
        "page not read: http://odd.example/huge: the answer is larger than 15 MiB",
    ],
)
def test_each_failure_is_a_line_with_its_reason(odd: tuple[Finished, Mail], line: str) -> None:
    done, _ = odd
    assert line in [said.strip() for said in done.err.splitlines()]


@pytest.mark.parametrize(
    "title",
    [
        ODD_TITLE_READ,
        TEMPLATE_TITLE,
        "A training page of twenty megabytes",
        "Training, told before the damage",
        "and a training diary",
    ],
)
def test_what_could_be_read_is_in_the_issue_as_words(
    odd: tuple[Finished, Mail], title: str
) -> None:
    _, mail = odd
    assert title in mail.words
    assert title in mail.text


def test_a_page_that_has_gone_is_not_recommended(odd: tuple[Finished, Mail]) -> None:
    _, mail = odd
    assert "A training page that has gone" not in mail.text


def test_nothing_hostile_is_in_the_mail(odd: tuple[Finished, Mail]) -> None:
    _, mail = odd
    assert not mail.page.xpath("//script")
    for part in (mail.part("plain"), mail.part("html")):
        assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in part)
        assert not any("\u202a" <= sign <= "\u202e" for sign in part)
    assert len(mail.part("html").encode()) < 100_000
