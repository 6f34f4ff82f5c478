"""GitHub: a repository's page. It names its owner but no author, and carries no date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate, Kind
from curator.resources.adapters import Adapter, Reading
from curator.resources.canonical import Identity
from curator.resources.document import Document, squeeze, text_of

_REPOSITORY = "octolytics-dimension-repository_nwo"
_LICENCE = re.compile(r"\b(?:licen[cs]e)\b", re.IGNORECASE)


def applies(document: Document, identity: Identity) -> bool:
    """A repository's own page."""
    return identity.kind is Kind.REPOSITORY and _REPOSITORY in document.metas


def candidates(reading: Reading) -> Iterator[Candidate]:
    """``owner/name`` with its description, the owner, and nothing made up."""
    page = reading.document
    name = page.meta(_REPOSITORY) or ""
    description = (page.meta("og:description") or "").removesuffix(f" - {name}").strip()
    generic = description.startswith("Contribute to ")
    yield Candidate("kind", "repository", "")
    yield Candidate("site", "GitHub", "")
    yield Candidate("title", name if generic or not description else f"{name}: {description}", "")
    yield Candidate("summary", "" if generic else description, "")
    yield Candidate("authors", name.partition("/")[0], "")
    yield Candidate("code", f"https://github.com/{name}", "")
    for link in page.tree.xpath("//a[contains(@href,'LICENSE') or contains(@href,'license')]")[:1]:
        words = squeeze(text_of(link))
        if _LICENCE.search(words):
            yield Candidate("licence", words, "")


ADAPTER = Adapter("github", applies, candidates)
