"""Candidates from what pages say to machines: JSON-LD, meta elements, Highwire, microdata."""

from __future__ import annotations

import json
from typing import Any

import pytest

from curator.resources.collect import highwire, jsonld, meta, microdata, titletag
from curator.resources.document import Document
from tests.resources.pages import URL, gathered, on, page


def _ld(*nodes: Any) -> Document:
    scripts = (f'<script type="application/ld+json">{json.dumps(n)}</script>' for n in nodes)
    return page(head="".join(scripts))


ARTICLE = {
    "@type": "BlogPosting",
    "headline": "Warp and weft",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "Loom"}],
    "datePublished": "2026-02-17T08:00:00Z",
    "image": [{"url": "/small.png", "width": 200}, {"url": "/large.png", "width": "1200px"}],
    "publisher": {"@type": "Organization", "name": "The Weaver"},
    "isAccessibleForFree": False,
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Warp and weft"),
        ("authors", "Ann Lee"),
        ("published", "2026-02-17T08:00:00Z"),
        ("image", "https://weaver.example/large.png"),
        ("site", "The Weaver"),
        ("paywalled", "true"),
        ("kind", "post"),
    ],
)
def test_json_ld_describes_the_article(field: str, value: str) -> None:
    assert gathered(jsonld.candidates, _ld(ARTICLE), field) == [(value, "jsonld")]


def test_an_organisation_is_the_author_where_no_person_is() -> None:
    made = _ld({"@type": "Article", "author": {"@type": "Organization", "name": "Loom Press"}})
    assert gathered(jsonld.candidates, made, "authors") == [("Loom Press", "jsonld:organisation")]


def test_of_several_articles_the_one_with_the_page_s_address_counts() -> None:
    other = ARTICLE | {"headline": "Another", "url": "https://weaver.example/blog/another"}
    own = ARTICLE | {"url": URL}
    assert gathered(jsonld.candidates, _ld(other, own), "title") == [("Warp and weft", "jsonld")]


def test_a_page_is_told_from_its_article() -> None:
    made = _ld({"@type": "WebPage", "name": "Warp and weft | The Weaver"})
    assert gathered(jsonld.candidates, made, "title") == [
        ("Warp and weft | The Weaver", "jsonld:page:name")
    ]


@pytest.mark.parametrize(
    ("head", "field", "candidate"),
    [
        ('<meta property="og:title" content="Nets">', "title", ("Nets", "og")),
        ('<meta name="og:title" content="Nets">', "title", ("Nets", "og")),
        ('<meta property="article:published_time" content="2026-02-17">', "published",
         ("2026-02-17", "og")),
        ('<meta name="parsely-author" content="Ann Lee">', "authors", ("Ann Lee", "cms")),
        ('<meta name="author" content="Ann Lee, Bo Orr">', "authors",
         ("Ann Lee; Bo Orr", "meta")),
        ('<meta name="acme.author.name" content="Ann Lee">', "authors",
         ("Ann Lee", "meta:other")),
        ('<meta name="acme-publish-time" content="2026-02-17">', "published",
         ("2026-02-17", "meta:other")),
        (('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" '
         'content="Ann Lee">'), "authors", ("Ann Lee", "twitter")),
        ('<meta property="og:image" content="//cdn.example/a.png">', "image",
         ("https://cdn.example/a.png", "og")),
        ('<link rel="image_src" href="/a.png">', "image",
         ("https://weaver.example/a.png", "link")),
        ('<link rel="next" href="2">', "next", ("https://weaver.example/blog/2", "link")),
        ('<link rel="prev" href="0">', "previous", ("https://weaver.example/blog/0", "link")),
        ('<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">', "licence",
         ("https://creativecommons.org/licenses/by/4.0/", "link")),
    ],
)  # fmt: skip
def test_the_head_gives_candidates(head: str, field: str, candidate: tuple[str, str]) -> None:
    assert candidate in gathered(meta.candidates, page(head=head), field)


def test_an_image_that_is_no_web_address_is_none() -> None:
    made = page(head='<meta property="og:image" content="data:image/png;base64,AAAA">')
    assert gathered(meta.candidates, made, "image") == []


PAPER = """<meta name="citation_title" content="On looms">
<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Orr, B. C.">
<meta name="citation_publication_date" content="2021/6"><meta name="citation_doi"
content="doi:10.1234/LOOM.5"><meta name="citation_journal_title" content="Journal of Looms">
<meta name="citation_pdf_url" content="/loom.pdf">"""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "On looms"),
        ("authors", "Ann Lee; B. C. Orr"),
        ("doi", "10.1234/loom.5"),
        ("venue", "Journal of Looms"),
        ("media", "https://weaver.example/loom.pdf"),
        ("kind", "paper"),
    ],
)
def test_highwire_describes_the_paper(field: str, value: str) -> None:
    assert (value, "citation") in gathered(highwire.candidates, page(head=PAPER), field)


def test_a_paper_s_date_names_its_key_and_stays_as_precise_as_it_is() -> None:
    found = gathered(highwire.candidates, page(head=PAPER), "published")
    assert found == [("2021/6", "citation_publication_date")]


def test_one_long_value_is_a_list_of_authors() -> None:
    made = page(head='<meta name="citation_title" content="x">'
                     '<meta name="citation_authors" content="Lee, Ann; Orr, Bo">')  # fmt: skip
    assert gathered(highwire.candidates, made, "authors") == [("Ann Lee; Bo Orr", "citation")]


def test_dublin_core_alone_makes_no_paper() -> None:
    made = page(
        head='<meta name="dc.title" content="Nets"><meta name="dc.creator" content="Ann Lee">'
    )
    assert gathered(highwire.candidates, made, "kind") == []
    assert gathered(highwire.candidates, made, "authors") == [("Ann Lee", "dc")]


MICRODATA = """<article itemscope itemtype="https://schema.org/Article">
<h1 itemprop="headline">Warp</h1><span itemprop="author"><b itemprop="name">Ann Lee</b></span>
<time itemprop="datePublished" datetime="2026-02-17">last week</time>
<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Troll</span>
<time itemprop="datePublished" datetime="2026-02-20"></time></div></article>"""


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Warp"), ("authors", "Ann Lee"), ("published", "2026-02-17")]
)
def test_microdata_is_read_and_that_of_comments_is_not(field: str, value: str) -> None:
    assert gathered(microdata.candidates, page(MICRODATA), field) == [(value, "microdata")]


def test_a_property_of_many_values_comes_from_a_list() -> None:
    made = page(
        "".join(
            f'<time itemprop="datePublished" datetime="2026-02-{d}"></time>' for d in (10, 11, 12)
        )
    )
    origins = {origin for _, origin in gathered(microdata.candidates, made, "published")}
    assert origins == {"microdata:listed"}


def test_the_title_element_is_given_whole_and_in_parts() -> None:
    made = page(head="<title>Looms: warp - The Weaver</title>")
    values = [value for value, _ in gathered(titletag.candidates, made, "title")]
    assert values == ["Looms: warp - The Weaver", "Looms: warp", "Looms", "warp - The Weaver",
                      "The Weaver"]  # fmt: skip


def test_days_of_a_thread_s_posts_are_not_the_thread_s_last() -> None:
    days = "".join(
        f'<meta itemprop="datePublished" content="2026-01-0{day}">' for day in range(1, 6)
    )
    made = page(f"<h1>Looms</h1>{days}")
    assert [one.value for one in on(made).of("published", "meta")] == ["2026-01-01"]


def test_a_thread_in_microdata_is_a_discussion() -> None:
    body = '<div itemscope itemtype="https://schema.org/DiscussionForumPosting"><b itemprop="headline">A</b></div>'
    assert on(page(body)).first("kind", "microdata") == "discussion"
