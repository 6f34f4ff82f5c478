"""Proceedings whose pages lack something in their head: ACL, CVF, NeurIPS, PMLR, JMLR.

Their Highwire elements are read like those of any paper; the abstract, the venue and the year stand
in the body or the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_SITES = {
    "acl": "ACL Anthology",
    "cvf": "CVF Open Access",
    "neurips": "NeurIPS Proceedings",
    "pmlr": "Proceedings of Machine Learning Research",
    "jmlr": "Journal of Machine Learning Research",
}
_ABSTRACTS = (
    "//div[contains(@class,'acl-abstract')]/span",
    "//*[@id='abstract']",
    "//p[contains(@class,'paper-abstract')]",
    "//h4[normalize-space()='Abstract']/following-sibling::p[normalize-space()][1]",
    "//h3[normalize-space()='Abstract']/following-sibling::p[normalize-space()][1]",
)
_BIBTEX = "//*[contains(@class,'bibref')] | //code[@id='bibtex'] | //pre[@id='citeBibtex']"


def applies(_: Document, identity: Identity) -> bool:
    """An address of one of the proceedings."""
    return identity.key.split(":")[0] in _SITES


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Abstract, venue and year where the head has none; the first page's picture is no lead image."""
    page, place = reading.document, reading.identity.key.split(":")[0]
    abstract = next(filter(None, (pick.text(page, path) for path in _ABSTRACTS)), "")
    bibtex = pick.text(page, _BIBTEX)
    yield from pick.given(kind="paper", site=_SITES[place], summary=abstract, image=NOTHING)
    if "citation_title" not in page.metas:
        yield from pick.given(
            title=pick.text(page, "//*[@id='papertitle'] | //h2[contains(@class,'title')]")
        )
    if "citation_author" not in page.metas:
        shown = pick.text(page, "//*[@id='authors']//i | //*[contains(@class,'authors')]")
        yield from pick.given(authors="; ".join(names.people(shown)))
    if not any(name in page.metas for name in ("citation_publication_date", "citation_date")):
        yield from pick.given(published=_field(bibtex, "year") or _year(reading.identity.url))
    if not any(
        name in page.metas for name in ("citation_conference_title", "citation_journal_title")
    ):
        yield from pick.given(venue=_field(bibtex, "booktitle") or _field(bibtex, "journal"))


def _field(bibtex: str, name: str) -> str:
    """One field of a BibTeX entry."""
    found = re.search(rf"\b{name}\s*=\s*[{{\"]+(.+?)[}}\"]+\s*[,}}]", bibtex, re.IGNORECASE)
    return found.group(1).strip("{} ") if found else ""


def _year(url: str) -> str:
    found = re.search(r"(?:^|\D)((?:19|20)\d\d)(?:\D|$)", url)
    return found.group(1) if found else ""


ADAPTER = Adapter("proceedings", applies, candidates)
