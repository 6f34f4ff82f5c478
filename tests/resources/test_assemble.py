"""A page becomes a resource: chosen fields with their reasons, and what is weak by name."""

from __future__ import annotations

import pytest

from curator.errors import ParseError
from curator.model import Entry, Kind, Page
from curator.resources import enrich
from curator.resources.assemble import Enriched
from curator.resources.why import explain
from tests.resources.pages import NOW, URL
from tests.resources.test_text import ARTICLE, OPENING

HEAD = """<title>A loom comes back - The Weaver</title><meta property="og:title" content="A loom
comes back"><meta property="og:site_name" content="The Weaver"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2026-02-17T08:00:00Z"><meta property="og:image"
content="/loom.jpg"><script type="application/ld+json">{"@type": "BlogPosting", "headline":
"A loom comes back", "datePublished": "2026-02-17T08:00:00Z", "author": {"name": "Ann Lee"},
"isAccessibleForFree": "False", "license": "https://creativecommons.org/licenses/by/4.0/"}</script>
<link rel="prev" href="part-1"><link rel="next" href="part-3">"""


def _read(markup: str, url: str = URL, entry: Entry | None = None) -> Enriched:
    page = Page(url, url, 200, {"content-type": "text/html"}, markup.encode(), NOW)
    return enrich.read(page, now=NOW, feed=enrich.FeedSide(entry) if entry else None)


def read_page(head: str) -> Enriched:
    """What is read of a page with this head and an article."""
    return _read(_page(head))


def _page(head: str = HEAD, body: str = ARTICLE) -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


@pytest.fixture(scope="module")
def made() -> Enriched:
    return _read(_page())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "A loom comes back"),
        ("authors", ("Ann Lee",)),
        ("site", "The Weaver"),
        ("image", "https://weaver.example/loom.jpg"),
        ("language", "en"),
        ("kind", Kind.POST),
        ("licence", "CC BY 4.0"),
        ("paywalled", True),
        ("series_previous", "https://weaver.example/blog/part-1"),
        ("series_next", "https://weaver.example/blog/part-3"),
        ("minutes", 1),
    ],
)
def test_each_field_is_chosen(made: Enriched, field: str, value: object) -> None:
    assert getattr(made.resource, field) == value


def test_the_date_is_kept_as_told(made: Enriched) -> None:
    assert str(made.resource.published) == "2026-02-17T08:00:00Z"


def test_the_summary_is_the_opening_where_the_head_has_none(made: Enriched) -> None:
    assert made.resource.summary == OPENING
    assert made.resource.summary_quoted


def test_each_voted_field_has_origin_and_confidence(made: Enriched) -> None:
    why = made.resource.provenance
    assert {"title", "authors", "published", "image", "site"} <= set(why)
    assert all(one.origin and 0 < one.confidence <= 1 for one in why.values())


def test_what_is_missing_is_weak() -> None:
    bare = _read(_page("<title>A loom comes back</title>"))
    assert {"authors", "published"} <= set(bare.weak)
    assert bare.resource.authors == ()
    assert bare.resource.published is None


def test_the_feed_names_a_page_that_does_not() -> None:
    entry = Entry(id="1", url=URL, title="Loom", authors=("Bo Orr",))
    named = _read(
        _page("", f"<div>{ARTICLE.replace('<h1>A loom comes back</h1>', '')}</div>"), entry=entry
    )
    assert named.resource.authors == ("Bo Orr",)


def test_a_page_without_any_title_is_refused() -> None:
    with pytest.raises(ParseError, match="no title"):
        _read(_page("", f"<p>{OPENING}</p>" * 3))


def test_every_candidate_is_told_and_the_chosen_one_first(made: Enriched) -> None:
    rows = [row for row in explain(made) if row.field == "title"]
    assert rows[0].chosen
    assert rows[0].value == "A loom comes back"
    assert not any(row.chosen for row in rows[1:])
    assert {"og", "jsonld", "h1"} <= set(rows[0].origins)


def test_what_is_stored_has_no_markup() -> None:
    hostile = "<title>A &lt;script&gt;alert(1)&lt;/script&gt; loom</title>"
    resource = _read(_page(hostile)).resource
    assert "<script" not in f"{resource.title}{resource.summary}{resource.text}{resource.markdown}"


@pytest.mark.parametrize(
    ("creators", "people"),
    [
        (("Lee, Ann", "Orr, B."), ("Ann Lee", "B. Orr")),
        (("Upload, Una",), ("Ann Lee",)),
    ],
)
def test_a_list_of_creators_is_complete_and_a_lone_one_only_a_voice(
    creators: tuple[str, ...], people: tuple[str, ...]
) -> None:
    listed = "".join(f'<meta name="dc.creator" content="{name}">' for name in creators)
    assert read_page(HEAD + listed).resource.authors == people


@pytest.mark.parametrize("kind", ["PodcastEpisode", "VideoObject", "Book"])
def test_a_work_has_the_one_day_that_its_description_tells(kind: str) -> None:
    told = f'{{"@type": "{kind}", "name": "Looms", "datePublished": "2026-02-03"}}'
    head = f'<title>Looms</title><script type="application/ld+json">{told}</script>'
    found = _read(_page(head, "<h1>Looms</h1><p>On looms.</p>")).resource
    assert str(found.published) == "2026-02-03"


def test_a_book_s_page_says_nothing_of_its_length() -> None:
    head = '<title>Looms</title><script type="application/ld+json">{"@type": "Book", "name": "Looms"}</script>'
    assert _read(_page(head)).resource.minutes is None


# --------------------------------------------------------------------------- identity

DOI = '<title>Of looms</title><meta name="citation_doi" content="10.1000/loom.7">'


def asked(url: str, answered: str, head: str = DOI) -> Enriched:
    headers = {"content-type": "text/html"}
    return enrich.read(Page(url, answered, 200, headers, _page(head).encode(), NOW), now=NOW)


def test_an_identifier_that_only_the_page_gives_itself_is_a_claim() -> None:
    made = asked(URL, URL).resource
    assert (made.key, made.url, made.claimed) == ("doi:10.1000/loom.7", URL, True)


def test_a_doi_whose_own_address_led_there_is_none() -> None:
    made = asked("https://doi.org/10.1000/loom.7", URL).resource
    assert (made.key, made.claimed) == ("doi:10.1000/loom.7", False)


def test_so_is_another_address_that_it_declares() -> None:
    made = asked(URL, URL, '<title>Of looms</title><link rel="canonical" href="/@ann/looms">')
    assert (made.resource.url, made.resource.claimed) == ("https://weaver.example/@ann/looms", True)


def test_its_own_address_is_none() -> None:
    assert not asked(URL, URL, "<title>Of looms</title>").resource.claimed
