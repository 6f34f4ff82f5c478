"""Records of articles, data and programs that pages carry for their own scripts or for machines."""

from __future__ import annotations

import json

import pytest

from curator.model import Kind
from tests.resources.adapters.pages import FILLER, resource

RECORD = {
    "title": "Edges of <i>Small</i> Pictures",
    "authors": [{"name": "Mira Voss"}, {"name": "Lee, Ann"}],
    "publicationTitle": "2016 Conference on Looms",
    "abstract": "We find edges where a picture gets lighter.",
    "doi": "10.1109/LOOM.2016.90",
    "publicationYear": "2016",
}


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ({"publicationDate": "27-30 June 2016"}, "2016-06"),
        ({"publicationDate": "30 June-2 July 2016"}, "2016-07"),
        ({"displayPublicationDate": "12 December 2016"}, "2016-12-12"),
        ({}, "2016"),
    ],
)
def test_an_article_of_ieee_xplore(told: dict[str, str], day: str) -> None:
    script = f"<script>xplGlobal.document.metadata={json.dumps(RECORD | told)};\n</script>"
    head = f"<title>Edges of Small Pictures | IEEE | IEEE Xplore</title>{script}"
    found = resource("https://ieeexplore.ieee.org/abstract/document/7780459/", head)
    assert (found.key, found.kind) == ("doi:10.1109/loom.2016.90", Kind.PAPER)
    assert (found.title, found.authors) == ("Edges of Small Pictures", ("Mira Voss", "Ann Lee"))
    assert (str(found.published), found.venue) == (day, "2016 Conference on Looms")
    assert found.summary == "We find edges where a picture gets lighter."


def test_a_page_of_ieee_xplore_with_a_broken_record_keeps_its_address() -> None:
    head = "<title>Edges of Small Pictures</title><script>xplGlobal.document.metadata={]</script>"
    found = resource("https://ieeexplore.ieee.org/document/7780459", head)
    assert (found.key, found.kind) == ("https://ieeexplore.ieee.org/document/7780459", Kind.PAPER)
    assert found.title == "Edges of Small Pictures"


def record(kind: str, doi: str) -> str:
    described = {
        "@id": f"https://doi.org/{doi}",
        "@type": f"https://schema.org/{kind}",
        "name": "Leaves of a hundred trees",
        "creator": [{"@type": "Person", "name": "Voss, Mira"}, {"name": "Ann Lee"}],
        "datePublished": "2025-03-04",
    }
    return f"""<title>Leaves of a hundred trees</title>
    <meta name="citation_title" content="Leaves of a hundred trees">
    <script type="application/ld+json">{json.dumps(described)}</script>"""


@pytest.mark.parametrize(
    ("kind", "doi", "meant"),
    [
        ("Dataset", "10.5281/zenodo.123456", Kind.DATASET),
        ("SoftwareSourceCode", "10.5281/zenodo.123456", Kind.REPOSITORY),
        ("ScholarlyArticle", "10.5281/zenodo.123456", Kind.PAPER),
        ("Dataset", "10.5281/zenodo.999999", Kind.PAPER),  # data that the paper is about
    ],
)
def test_a_doi_is_also_that_of_data_or_of_a_program(kind: str, doi: str, meant: Kind) -> None:
    found = resource("https://zenodo.org/records/123456", record(kind, doi), FILLER)
    assert (found.key, found.kind) == ("doi:10.5281/zenodo.123456", meant)
    assert found.title == "Leaves of a hundred trees"
    if meant is not Kind.PAPER:
        assert found.authors == ("Mira Voss", "Ann Lee")
        assert str(found.published) == "2025-03-04"
