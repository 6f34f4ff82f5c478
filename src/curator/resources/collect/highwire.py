"""Candidates of scholarly metadata: Highwire (``citation_*``), bepress, eprints, PRISM, Dublin Core.

The keys are those of Google Scholar's inclusion guidelines and of the Embedded Metadata practice
that reference managers share.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import identifiers, names
from curator.resources.document import Document

_SCHOLARLY = (
    "citation_title",
    "citation_author",
    "citation_doi",
    "citation_journal_title",
    "citation_pdf_url",
    "bepress_citation_title",
    "eprints.title",
    "prism.doi",
    "prism.publicationname",
)
_NO_PUBLICATIONS = frozenset({"news", "news feature", "newsitem", "blog", "podcast"})
_TITLES = ("citation_title", "bepress_citation_title", "eprints.title")
_AUTHORS = (
    "citation_author",
    "citation_authors",
    "bepress_citation_author",
    "eprints.creators_name",
    "dc.creator",
    "dc.contributor.author",
    "dcterms.creator",
    "dc.creator.personalname",
)
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_cover_date",
    "citation_online_date",
    "bepress_citation_date",
    "bepress_citation_online_date",
    "eprints.date",
    "prism.publicationdate",
    "prism.coverdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "citation_year",
)
_VENUES = (
    "citation_journal_title",
    "citation_conference_title",
    "citation_conference",
    "citation_inbook_title",
    "citation_book_title",
    "eprints.publication",
    "bepress_citation_journal_title",
    "prism.publicationname",
    "citation_dissertation_institution",
    "citation_technical_report_institution",
)
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "eprints.abstract", "dc.description.abstract",
              "dc.description")  # fmt: skip
_DOIS = ("citation_doi", "bepress_citation_doi", "prism.doi", "doi", "dc.identifier.doi",
         "dc.identifier", "eprints.id_number", "publication_doi", "rft_id")  # fmt: skip


def candidates(document: Document) -> Iterator[Candidate]:
    """What a paper's page says of the paper."""
    yield from _identifiers(document)
    metas = document.metas
    for name in ("dc.title", "dcterms.title"):
        if name in metas:
            yield Candidate("title", metas[name][0], "dc")
    if _is_news(document):
        yield Candidate("kind", "article", "dc")
    if not is_scholarly(document):
        if found := _authors(document, ("dc.creator", "dcterms.creator")):
            yield Candidate("authors", "; ".join(found), "dc")
        return
    yield Candidate("kind", "paper", "citation")
    yield from (Candidate("title", metas[name][0], "citation") for name in _TITLES if name in metas)
    listed = _AUTHORS if any(name in metas for name in _AUTHORS) else ("dc.contributor",)
    for name in listed:
        if found := _authors(document, (name,)):
            yield Candidate("authors", "; ".join(found), "citation" if name[0] != "d" else "dc")
    yield from (
        Candidate("published", value, name) for name in _DATES for value in metas.get(name, ())
    )
    yield from (Candidate("venue", metas[name][0], "citation") for name in _VENUES if name in metas)
    yield from (
        Candidate("summary", metas[name][0], "citation") for name in _ABSTRACTS if name in metas
    )
    for value in metas.get("citation_pdf_url", ())[:1]:
        if href := document.absolute(value):
            yield Candidate("media", href, "citation")


def is_scholarly(document: Document) -> bool:
    """Whether the page describes a publication to scholarly search engines.

    A journal's news carry its marks too; they say that they are news.
    """
    if _is_news(document):
        return False
    if any(name in document.metas for name in _SCHOLARLY):
        return True
    # Dublin Core alone counts where it identifies the page by a DOI.
    identifier = document.meta("dc.identifier") or ""
    return "dc.title" in document.metas and identifiers.doi(identifier) is not None


def _is_news(document: Document) -> bool:
    return (document.meta("dc.type") or "").casefold() in _NO_PUBLICATIONS


def _authors(document: Document, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The people under the first key that has any; one long value is a list of several."""
    for key in keys:
        values = document.metas.get(key, ())
        if len(values) == 1 and (
            ";" in values[0] or values[0].count(",") > 1 or " and " in values[0]
        ):
            separator = ";" if ";" in values[0] else None
            found = (
                names.listed(values[0].split(separator)) if separator else names.people(values[0])
            )
        else:
            found = names.listed(values)
        if found:
            return found
    return ()


def _identifiers(document: Document) -> Iterator[Candidate]:
    metas = document.metas
    for value in metas.get("citation_arxiv_id", ()):
        if found := identifiers.arxiv_id(value):
            yield Candidate("arxiv_id", found, "citation")
    for name in _DOIS:
        for value in metas.get(name, ()):
            if found := identifiers.doi(value):
                yield Candidate("doi", found, "citation")
    for name in ("citation_isbn", "dc.identifier.isbn", "prism.isbn"):
        for value in metas.get(name, ()):
            if isbn := identifiers.isbn(value):
                yield Candidate("isbn", isbn, "citation")
