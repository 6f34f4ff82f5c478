"""Papers: arXiv, OpenReview, proceedings, publishers, and the registry of DOIs."""

from __future__ import annotations

import json

import pytest

from curator.model import Kind
from curator.resources import enrich
from tests.resources.adapters.pages import instead, metas, resource

ARXIV = metas(
    citation_title="Counting Leaves with Short Words",
    citation_author=["Okafor, Ben", "de la Cruz, Ana María", "Li, X. Y."],
    citation_date="2024/01/09",
    citation_online_date="2025/03/02",
    citation_pdf_url="https://arxiv.org/pdf/2401.04321",
    citation_arxiv_id="2401.04321",
    citation_abstract="We count leaves.  The code is at https://github.com/okafor/leaves.",
)
ARXIV_HEAD = f"""<title>[2401.04321] Counting Leaves with Short Words</title>{ARXIV}
<link rel="canonical" href="https://arxiv.org/abs/2401.04321">
<meta property="og:image" content="/static/logo.png">"""
ARXIV_BODY = """<h1>Computer Science &gt; Computer Vision</h1>
<h1 class="title mathjax"><span class="descriptor">Title:</span>Counting Leaves with Short Words</h1>
<div class="authors"><a>Ben Okafor</a>, <a>Ana María de la Cruz</a>, <a>X. Y. Li</a></div>
<table><tr><td class="tablecell comments">12 pages, demo: https://huggingface.co/okafor/leaves-demo</td></tr>
<tr><td class="tablecell jref">J. Leaves 3 (2025) 1-9</td></tr>
<tr><td class="tablecell doi"><a href="https://doi.org/10.5555/Leaves.3">10.5555/Leaves.3</a></td></tr></table>
<div class="abs-license"><a href="http://creativecommons.org/licenses/by/4.0/">view license</a></div>"""
ARXIV_API = "https://export.arxiv.org/api/query?id_list=2401.04321"


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2401.04321v2",
        "https://arxiv.org/pdf/2401.04321.pdf",
        "arXiv:2401.04321",
    ],
)
def test_every_address_of_a_paper_on_arxiv_asks_for_the_abstract(url: str) -> None:
    wanted = enrich.wanted(url)
    assert wanted.url == "https://arxiv.org/abs/2401.04321"
    assert wanted.instead == (ARXIV_API,)


def test_a_page_of_arxiv() -> None:
    found = resource("https://arxiv.org/abs/2401.04321", ARXIV_HEAD, ARXIV_BODY)
    assert (found.kind, found.key, found.site) == (Kind.PAPER, "arxiv:2401.04321", "arXiv")
    assert found.title == "Counting Leaves with Short Words"
    assert found.authors == ("Ben Okafor", "Ana María de la Cruz", "X. Y. Li")
    assert (str(found.published), str(found.modified)) == ("2024-01-09", "2025-03-02")
    assert found.text.startswith("We count leaves. The code")
    assert found.code == ("https://github.com/okafor/leaves",)
    assert (found.doi, found.venue) == ("10.5555/leaves.3", "J. Leaves 3 (2025) 1-9")
    assert (found.licence, found.image) == ("CC BY 4.0", None)
    assert found.media_url == "https://arxiv.org/pdf/2401.04321"


def test_the_api_of_arxiv_stands_in_for_its_page() -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:arxiv="http://arxiv.org/schemas/atom"><title>ArXiv Query</title><entry>
    <id>http://arxiv.org/abs/2401.04321v2</id><updated>2025-03-02T10:00:00Z</updated>
    <published>2024-01-09T18:59:59Z</published><title>Counting Leaves
      with Short Words</title><summary>  We count
    leaves, one by one, in any light.</summary><author><name>Ben Okafor</name></author>
    <author><name>Ana María de la Cruz</name></author><arxiv:doi>10.5555/Leaves.3</arxiv:doi>
    </entry></feed>"""
    found = instead("https://arxiv.org/abs/2401.04321", {ARXIV_API: atom})
    assert found is not None
    assert (found.key, found.title) == ("arxiv:2401.04321", "Counting Leaves with Short Words")
    assert found.authors == ("Ben Okafor", "Ana María de la Cruz")
    assert str(found.published) == "2024-01-09T18:59:59Z"
    assert found.summary == "We count leaves, one by one, in any light."


@pytest.mark.parametrize(
    "answer", ["", "<feed", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "{}"]
)
def test_an_api_that_says_nothing_gives_nothing(answer: str) -> None:
    assert instead("https://arxiv.org/abs/2401.04321", {ARXIV_API: answer}) is None


def test_entities_of_the_api_are_not_followed() -> None:
    atom = """<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A title &x;</title></entry></feed>"""
    found = instead("https://arxiv.org/abs/2401.04321", {ARXIV_API: atom})
    assert found is None or "root:" not in found.title


OPENREVIEW = "https://api2.openreview.net/notes?id=aBcDeF"


def note(**content: object) -> str:
    return json.dumps({"notes": [{"id": "aBcDeF", "pdate": 1704758399000, "mdate": 1740000000000,
                                  "content": {name: {"value": one} for name, one in content.items()}}]})  # fmt: skip


def test_a_forum_of_openreview_with_what_its_api_adds() -> None:
    head = metas(
        citation_title="Soft Rulers",
        citation_author=["Ana Cruz", "Ben Okafor"],
        citation_publication_date="2024/01/16",
        citation_abstract="We bend rulers until they fit.",
        citation_pdf_url="https://openreview.net/pdf?id=aBcDeF",
    )
    url = "https://openreview.net/forum?id=aBcDeF"
    assert enrich.wanted(url).extras == (OPENREVIEW,)
    found = resource(url, head, extras={OPENREVIEW: note(venue="ICLR 2024 poster")})
    assert (found.key, found.kind, found.venue) == (
        "openreview:aBcDeF",
        Kind.PAPER,
        "ICLR 2024 poster",
    )
    assert (found.title, found.authors) == ("Soft Rulers", ("Ana Cruz", "Ben Okafor"))
    assert found.summary == "We bend rulers until they fit."


def test_openreviews_api_alone() -> None:
    told = note(title="Soft Rulers", authors=["Ana Cruz"], abstract="We bend.", venue="ICLR 2024")
    found = instead("https://openreview.net/forum?id=aBcDeF", {OPENREVIEW: told})
    assert found is not None
    assert (found.title, found.authors, str(found.published)) == (
        "Soft Rulers",
        ("Ana Cruz",),
        "2024-01-08",
    )


def test_the_anthology_of_the_acl() -> None:
    head = metas(
        citation_title="Words for Leaves",
        citation_author=["Ana Cruz", "Ben Okafor"],
        citation_conference_title="Proceedings of the 60th Annual Meeting",
        citation_publication_date="2022/5",
        citation_pdf_url="https://aclanthology.org/2022.acl-long.12.pdf",
        citation_doi="10.18653/v1/2022.acl-long.12",
    )
    body = '<div class="card-body acl-abstract"><h5>Abstract</h5><span>We name every leaf.</span></div>'
    found = resource("https://aclanthology.org/2022.acl-long.12/", head, body)
    assert (found.key, found.doi) == ("acl:2022.acl-long.12", "10.18653/v1/2022.acl-long.12")
    assert (str(found.published), found.summary) == ("2022-05", "We name every leaf.")
    assert found.site == "ACL Anthology"


CVF_BIB = """<div class="bibref pre-white-space">@InProceedings{Okafor_2023_CVPR,
 author = {Okafor, Ben}, title = {Leaves}, booktitle = {Proceedings of the Conference on Leaves (CVPR)},
 month = {June}, year = {2023}, pages = {1-9} }</div>"""


def test_cvf_has_its_year_and_venue_in_its_bibtex() -> None:
    head = metas(citation_title="Leaves in Flat Light", citation_author=["Okafor, Ben", "Cruz, Ana"],
                 citation_pdf_url="https://openaccess.thecvf.com/content/CVPR2023/papers/Okafor_Leaves_CVPR_2023_paper.pdf")  # fmt: skip
    body = f'<div id="papertitle">Leaves</div><div id="abstract">Flat light hides edges.</div>{CVF_BIB}'
    url = "https://openaccess.thecvf.com/content/CVPR2023/html/Okafor_Leaves_CVPR_2023_paper.html"
    found = resource(url, head, body)
    assert found.authors == ("Ben Okafor", "Ana Cruz")
    assert (str(found.published), found.summary) == ("2023", "Flat light hides edges.")
    assert found.venue == "Proceedings of the Conference on Leaves (CVPR)"


def test_cvf_without_a_head() -> None:
    body = """<div id="content"><div id="papertitle">Leaves in Flat Light</div>
    <div id="authors"><br><b><i>Ben Okafor, Ana Cruz</i></b>; Proceedings of CVPR, 2023</div>
    <div id="abstract">Flat light hides edges.</div></div>"""
    url = "https://openaccess.thecvf.com/content/CVPR2023/html/Okafor_Leaves_CVPR_2023_paper.html"
    found = resource(url, "<title>CVPR 2023 Open Access Repository</title>", body)
    assert (found.title, found.authors) == ("Leaves in Flat Light", ("Ben Okafor", "Ana Cruz"))
    assert str(found.published) == "2023"


def test_neurips() -> None:
    head = metas(
        citation_title="Leaves at Scale",
        citation_author=["Okafor, Ben"],
        citation_journal_title="Advances in Neural Information Processing Systems",
        citation_volume="35",
        citation_publication_date="2022-12-06",
        citation_pdf_url="https://proceedings.neurips.cc/paper_files/paper/2022/file/" + "a" * 32 + "-Paper.pdf",
    )  # fmt: skip
    body = '<h4>Leaves at Scale</h4><h4>Abstract</h4><p class="paper-abstract"><p>More leaves help.</p></p>'
    url = f"https://proceedings.neurips.cc/paper_files/paper/2022/hash/{'a' * 32}-Abstract-Conference.html"
    found = resource(url, head, body)
    assert found.key == f"neurips:{'a' * 32}"
    assert (str(found.published), found.summary) == ("2022-12-06", "More leaves help.")
    assert found.venue == "Advances in Neural Information Processing Systems"


def test_pmlr() -> None:
    head = metas(
        citation_title="Leaves by Hand",
        citation_author=["Ben Okafor"],
        citation_publication_date="2021/07/01",
        citation_conference_title="International Conference on Machine Learning",
        citation_pdf_url="http://proceedings.mlr.press/v139/okafor21a/okafor21a.pdf",
    )
    body = '<h1>Leaves by Hand</h1><div id="abstract" class="abstract">Hands are slow.</div>'
    found = resource("https://proceedings.mlr.press/v139/okafor21a.html", head, body)
    assert (found.key, str(found.published)) == ("pmlr:v139/okafor21a", "2021-07-01")
    assert found.summary == "Hands are slow."


def test_a_journals_page_with_its_identifiers() -> None:
    head = metas(
        citation_title="Leaves and Their Shadows",
        citation_author=["Cruz, A. M.", "Okafor, Ben"],
        citation_doi="10.5555/Shadows.7",
        citation_journal_title="Journal of Leaves",
        citation_publication_date="2021/08",
        citation_online_date="2021/07/15",
        citation_pdf_url="/shadows.pdf",
    )
    found = resource("https://journal.example/articles/7", head)
    assert (found.key, found.url) == ("doi:10.5555/shadows.7", "https://journal.example/articles/7")
    assert found.authors == ("A. M. Cruz", "Ben Okafor")
    assert str(found.published) == "2021-07-15"
    assert found.venue == "Journal of Leaves"
    assert found.media_url == "https://journal.example/shadows.pdf"


def test_the_day_of_acceptance_is_not_that_of_publication() -> None:
    head = metas(citation_title="Leaves in Between", citation_author=["Cruz, Ana"],
                 citation_online_date="2014/07/02", citation_publication_date="2014/07/29")  # fmt: skip
    told = '<script type="application/ld+json">{"@type":"ScholarlyArticle","headline":"Leaves in Between","datePublished":"2014-07-29"}</script>'
    assert str(resource("https://journal.example/1", head + told).published) == "2014-07-29"


def test_news_of_a_journal_are_no_paper() -> None:
    head = '<title>Leaves are back</title><meta name="dc.type" content="News">' + metas(
        **{"dc.title": "Leaves are back", "dc.creator": "Ana Cruz", "dc.date": "2020-09-10",
           "prism.doi": "doi:10.5555/n1"}
    )  # fmt: skip
    found = resource("https://journal.example/n1", head)
    assert (found.kind, found.key, found.authors) == (
        Kind.ARTICLE,
        "doi:10.5555/n1",
        ("Ana Cruz",),
    )


def test_authors_under_the_title_where_the_head_has_none() -> None:
    head = metas(citation_title="Leaves on a Plate", citation_pii="S0000000000000001",
                 citation_doi="10.5555/plate", citation_publication_date="2023/07/01")  # fmt: skip
    body = """<div id="author-group"><span class="content"><span class="given-name">Ana</span>
    <span class="text surname">Cruz</span></span><span class="content"><span class="given-name">Ben</span>
    <span class="text surname">Okafor</span></span></div>"""
    found = resource("https://press.example/science/article/pii/S0000000000000001", head, body)
    assert found.authors == ("Ana Cruz", "Ben Okafor")


CROSSREF = "https://api.crossref.org/works/10.5555%2Fshadows.7"
RECORD = {
    "DOI": "10.5555/SHADOWS.7",
    "type": "journal-article",
    "title": ["Leaves and <i>Their</i> Shadows"],
    "author": [
        {"given": "Ana María", "family": "Cruz"},
        {"name": "The Leaf Group"},
        {"family": "Okafor"},
    ],
    "published": {"date-parts": [[2021, 7]]},
    "container-title": ["Journal of Leaves"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Shadows tell the time of day.</jats:p>",
    "license": [{"URL": "http://creativecommons.org/licenses/by/4.0/"}],
}


def test_the_registry_of_dois_stands_in_for_a_walled_publisher() -> None:
    url = "https://publisher.example/doi/full/10.5555/shadows.7"
    assert enrich.wanted(url).instead == (CROSSREF,)
    found = instead(url, {CROSSREF: json.dumps({"message": RECORD})})
    assert found is not None
    assert (found.key, found.kind) == ("doi:10.5555/shadows.7", Kind.PAPER)
    assert found.title == "Leaves and Their Shadows"
    assert found.authors == ("Ana María Cruz", "The Leaf Group", "Okafor")
    assert (str(found.published), found.licence) == ("2021-07", "CC BY 4.0")
    assert found.summary == "Shadows tell the time of day."
    assert found.venue == "Journal of Leaves"


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "{}", '{"message": null}', '{"message": {"title": 3, "author": [1, {"given": []}], "published": {"date-parts": [null]}}}'],
)  # fmt: skip
def test_a_registry_that_says_nothing_gives_nothing(answer: str) -> None:
    assert instead("https://doi.org/10.5555/shadows.7", {CROSSREF: answer}) is None
