"""arXiv: the abstract's page, and the API's Atom where that cannot be had.

On the page ``citation_date`` is version 1, ``citation_online_date`` the latest version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from curator.model import Candidate, Page
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_API = "https://export.arxiv.org/api/query?id_list="
_ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}
_COMMENTS = "//td[contains(@class,'comments')]"


def applies(document: Document, identity: Identity) -> bool:
    """A page with arXiv's own identifier in its head."""
    return "citation_arxiv_id" in document.metas or (
        identity.arxiv_id is not None
        and bool(document.tree.xpath("//h1[contains(@class,'title')]"))
    )


def wanted(identity: Identity) -> Wanted | None:
    """The abstract's page for every form of address; the API where that cannot be had."""
    if identity.arxiv_id is None:
        return None
    return Wanted(identity.url, instead=(_API + identity.arxiv_id,))


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


def alone(_: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """What the API's Atom entry says."""
    for address, page in extras.items():
        if not address.startswith(_API):
            continue
        for entry in _entries(page.body):
            yield from pick.given(
                kind="paper",
                site="arXiv",
                image=NOTHING,
                title=_words(entry, "a:title"),
                authors="; ".join(
                    name.replace(";", ",") for name in _all(entry, "a:author/a:name")
                ),
                published=_words(entry, "a:published"),
                modified=_words(entry, "a:updated"),
                summary=_words(entry, "a:summary"),
                doi=_words(entry, "x:doi"),
                venue=_words(entry, "x:journal_ref"),
            )


def _entries(body: bytes) -> list[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return feed.findall("a:entry", _ATOM)[:1]


def _all(entry: etree._Element, path: str) -> list[str]:
    return [" ".join((one.text or "").split()) for one in entry.findall(path, _ATOM)]


def _words(entry: etree._Element, path: str) -> str:
    return next(iter(_all(entry, path)), "")


ADAPTER = Adapter("arxiv", applies, candidates, wanted, text, alone)
