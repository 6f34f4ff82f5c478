"""Short posts, profiles and books."""

from __future__ import annotations

import pytest

from curator.model import Kind
from curator.resources.adapters.posts import poster, words
from tests.resources.adapters.pages import FILLER, resource


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ('Mira Lang on X: "Lenses bend light" / X', "Mira Lang"),
        ("Mira Lang (@mira) on X", "Mira Lang"),
        ("Mira Lang 🌿 (@mira) on X", "Mira Lang"),
        ('Mira on Lenses on Instagram: "Hi"', "Mira on Lenses"),
        ("Mira (@mira) • Instagram photos and videos", "Mira"),
        ("Mira Lang on TikTok", "Mira Lang"),
        ("Mira Lang (@mira.example)", "Mira Lang"),
        ("Lenses bend light", ""),
        ("", ""),
    ],
)
def test_who_posted_it(headline: str, name: str) -> None:
    assert poster(headline) == name


@pytest.mark.parametrize(
    ("headline", "description", "said"),
    [
        ('Mira on X: "Lenses bend light https://t.co/abc" / X', "", "Lenses bend light"),
        ("Mira on Instagram", '5 likes - mira on May 8, 2021: "Look, a lens"', "Look, a lens"),
        ("Mira (@mira) on X", "Lenses bend light", "Lenses bend light"),
        ("Mira (@mira) on X", "", ""),
        ("Mira on Instagram", "152K likes, 784 comments - mira on April 19, 2021", ""),
        ("Mira on Instagram", "5 likes - mira on May 8, 2021: Look, a lens", "Look, a lens"),
    ],
)
def test_what_was_said(headline: str, description: str, said: str) -> None:
    assert words(headline, description) == said


def test_a_posts_number_tells_its_instant() -> None:
    head = """<meta property="og:title" content="Mira Lang (@mira) on X">
    <meta property="og:description" content="Lenses bend light.">"""
    found = resource(
        "https://twitter.com/mira/status/1222907250383245320?s=20", head, "<div></div>"
    )
    assert (found.key, found.kind, found.site) == ("x:1222907250383245320", Kind.POST, "X")
    assert (found.title, found.authors) == ("Lenses bend light.", ("Mira Lang",))
    assert str(found.published) == "2020-01-30T15:39:43Z"


def test_a_post_of_the_fediverse_on_any_host() -> None:
    head = """<title>Mira Lang: "Lenses bend light"</title>
    <meta property="og:title" content="Mira Lang (@mira@social.example)">
    <meta property="og:site_name" content="Mastodon"><meta property="profile:username" content="mira@social.example">
    <meta property="og:published_time" content="2026-02-03T10:00:00Z">
    <meta property="og:description" content="Attached: 1 image&#10;&#10;Lenses bend light.">"""
    found = resource("https://social.example/@mira/113900000000000001", head, FILLER)
    assert (found.kind, found.title, found.authors) == (
        Kind.POST,
        "Lenses bend light.",
        ("Mira Lang",),
    )
    assert str(found.published) == "2026-02-03T10:00:00Z"
    profile = resource("https://social.example/@mira", head, FILLER)
    assert profile.title != "Lenses bend light."


def test_a_short_video() -> None:
    state = '<script>{"video":{"id":"7571863205253778710","height":1024,"duration":64}}</script>'
    head = '<title>x</title><meta property="og:title" content="Mira on TikTok"><meta property="og:description" content="Lenses!">'
    found = resource("https://www.tiktok.com/@mira/video/7571863205253778710", head, state + FILLER)
    assert (found.kind, found.authors, found.minutes) == (Kind.VIDEO, ("Mira",), 1)
    assert str(found.published)[:10] == "2025-11-12"


def test_a_picture_is_dated_by_its_description_or_not_at_all() -> None:
    head = """<meta property="og:title" content="Mira on Instagram: &quot;Look, a lens&quot;">
    <meta property="og:description" content="5 likes, 2 comments - mira on May 8, 2021: &quot;Look, a lens&quot;">"""
    found = resource("https://www.instagram.com/p/COn3M4TnRi1/", head)
    assert (found.kind, found.title, str(found.published)) == (
        Kind.POST,
        "Look, a lens",
        "2021-05-08",
    )
    bare = resource("https://www.instagram.com/p/COn3M4TnRi1/", head.replace(" on May 8, 2021", ""))
    assert bare.published is None


def test_the_network_s_own_card_is_no_picture_of_a_post() -> None:
    head = """<meta property="og:title" content="Mira on X: &quot;Look, a lens&quot;">
    <meta property="og:image" content="https://abs.twimg.com/og/image.png">"""
    assert resource("https://x.com/mira/status/1222907250383245320", head).image is None
    shown = head.replace("abs.twimg.com/og", "pbs.twimg.com/media")
    assert resource("https://x.com/mira/status/1222907250383245320", shown).image


def test_a_profile_is_of_whom_it_shows_and_undated() -> None:
    head = '<title>Mira (@mira) | A Network</title><meta property="og:type" content="profile">'
    others = '<div class="author"><a rel="author" href="/@ben">Ben Okafor</a><time datetime="2024-01-01">1 Jan 2024</time></div>'
    found = resource("https://network.example/@mira", head, others + FILLER)
    assert (found.authors, found.published) == (("Mira",), None)


SHOP = """<h1><span id="productTitle"> Lenses by Hand Paperback – 7 April 2016 </span></h1>
<div id="bylineInfo">by <span class="author"><a href="/e/1">Ana Cruz</a> (Author)</span>
<span class="author"><a href="/e/2">Ben Okafor</a> (Illustrator)</span></div>
<div id="rpi-attribute-book_details-publication_date">Publication date 7 April 2016</div>"""


def test_a_book_in_a_shop() -> None:
    found = resource(
        "https://www.amazon.com/Lenses/dp/0262035618/ref=x", "<title>Shop</title>", SHOP + FILLER
    )
    assert (found.key, found.kind, found.isbn) == (
        "isbn:9780262035613",
        Kind.BOOK,
        "9780262035613",
    )
    assert (found.title, found.authors) == ("Lenses by Hand", ("Ana Cruz", "Ben Okafor"))
    assert str(found.published) == "2016-04-07"


def test_another_thing_in_a_shop_is_no_book() -> None:
    body = '<h1><span id="productTitle">Relay Module</span></h1>' + FILLER
    found = resource("https://www.amazon.com/Relay/dp/B0057OC5O8", "<title>Relay</title>", body)
    assert (found.kind, found.isbn) == (Kind.ARTICLE, None)


def test_a_book_at_its_publisher() -> None:
    head = """<title>Lenses by Hand | Press</title><script type="application/ld+json">{"@type": "Book",
    "name": "Lenses by Hand", "author": {"@type": "Person", "name": "Ana Cruz"}, "datePublished": "2016"}</script>"""
    found = resource("https://press.example/books/9780262035613", head)
    assert (found.key, found.kind) == ("isbn:9780262035613", Kind.BOOK)
    assert (found.title, found.authors) == ("Lenses by Hand", ("Ana Cruz",))
