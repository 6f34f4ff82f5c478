"""Publishers whose article pages leave the authors out of their head: ScienceDirect."""

from __future__ import annotations

from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document, squeeze, text_of


def applies(document: Document, _: Identity) -> bool:
    """Elsevier's article pages, known by their own identifier of an article."""
    return "citation_pii" in document.metas


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The authors shown under the title, and the abstract."""
    page = reading.document
    people = []
    for element in page.tree.xpath("//*[@id='author-group']//*[contains(@class,'surname')]/.."):
        given = element.xpath("./*[contains(@class,'given-name')]")
        last = element.xpath("./*[contains(@class,'surname')]")
        people.append(" ".join(squeeze(text_of(one)) for one in (*given, *last)))
    yield from pick.given(
        authors="; ".join(names.listed(people)),
        summary=pick.text(page, "//div[contains(@class,'Abstracts')]//*[contains(@class,'abstract') and contains(@class,'author')]//div/*[self::p or self::div][1]"),
    )  # fmt: skip


ADAPTER = Adapter("publishers", applies, candidates)
