"""arXiv: the abstract's page. ``citation_date`` is version 1, ``citation_online_date`` the latest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, Wanted
from curator.resources.canonical import Identity
from curator.resources.document import Document, squeeze, text_of


def applies(document: Document, _identity: Identity) -> bool:
    """A page with arXiv's own identifier in its head."""
    return "citation_arxiv_id" in document.metas


def wanted(identity: Identity) -> Wanted | None:
    """The abstract's page for every form of address."""
    return Wanted(identity.url) if identity.arxiv_id else None


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, people, both dates, abstract, identifiers, licence, and code named in the comments."""
    page = reading.document
    yield Candidate("kind", "paper", "")
    yield from _meta(page, "title", "citation_title")
    yield from _meta(page, "arxiv_id", "citation_arxiv_id")
    yield from _meta(page, "published", "citation_date")
    yield from _meta(page, "modified", "citation_online_date")
    yield from _meta(page, "summary", "citation_abstract")
    yield from _meta(page, "media", "citation_pdf_url")
    people = names.listed(page.metas.get("citation_author", ()))
    yield Candidate("authors", "; ".join(people), "")
    yield Candidate("site", "arXiv", "")
    yield Candidate("image", "none", "")
    for href in page.tree.xpath("//div[contains(@class,'abs-license')]//a/@href")[:1]:
        yield Candidate("licence", str(href), "")
    for href in page.tree.xpath("//td[contains(@class,'doi')]//a/@href")[:1]:
        yield Candidate("doi", str(href), "")
    for cell in page.tree.xpath("//td[contains(@class,'jref')]")[:1]:
        yield Candidate("venue", squeeze(text_of(cell)), "")


def _meta(page: Document, field: str, name: str) -> Iterator[Candidate]:
    if value := page.meta(name):
        yield Candidate(field, value, "")


def text(reading: Reading) -> str | None:
    """The abstract is what there is to read here."""
    abstract = reading.document.meta("citation_abstract")
    return re.sub(r"\s+", " ", abstract).strip() if abstract else None


ADAPTER = Adapter("arxiv", applies, candidates, wanted, text)
