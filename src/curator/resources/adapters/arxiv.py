"""arXiv: the abstract's page. ``citation_date`` is version 1, ``citation_online_date`` the latest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_COMMENTS = "//td[contains(@class,'comments')]"


def applies(document: Document, identity: Identity) -> bool:
    """A page with arXiv's own identifier in its head."""
    return "citation_arxiv_id" in document.metas or (
        identity.arxiv_id is not None
        and bool(document.tree.xpath("//h1[contains(@class,'title')]"))
    )


def wanted(identity: Identity) -> Wanted | None:
    """The abstract's page for every form of address."""
    return Wanted(identity.url) if identity.arxiv_id else None


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, people, both dates, abstract, identifiers, licence, and code named in the comments."""
    page = reading.document
    yield from pick.metas(
        page,
        title="citation_title",
        arxiv_id="citation_arxiv_id",
        published="citation_date",
        modified="citation_online_date",
        summary="citation_abstract",
        media="citation_pdf_url",
    )
    yield from pick.given(
        kind="paper",
        authors="; ".join(names.listed(page.metas.get("citation_author", ()))),
        site="arXiv",
        image=NOTHING,
        licence=pick.text(page, "//div[contains(@class,'abs-license')]//a/@href"),
        doi=pick.text(page, "//td[contains(@class,'doi')]//a/@href"),
        venue=pick.text(page, "//td[contains(@class,'jref')]"),
    )
    code = re.compile(
        r"https?://(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co)/[\w.-]+/[\w.-]*\w"
    )
    for address in code.findall(
        pick.text(page, _COMMENTS) + " " + (page.meta("citation_abstract") or "")
    ):
        yield Candidate("code", address, "")


def text(reading: Reading) -> str | None:
    """The abstract is what there is to read here."""
    abstract = reading.document.meta("citation_abstract")
    return re.sub(r"\s+", " ", abstract).strip() if abstract else None


ADAPTER = Adapter("arxiv", applies, candidates, wanted, text)
