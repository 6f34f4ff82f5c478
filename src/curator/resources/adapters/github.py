"""GitHub: a repository's page with its README, a release with its notes.

The page names its owner but no author, and carries no date; a release has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curator.model import Candidate, Kind, Page
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING
from curator.resources.maintext import blocks, render

_API = "https://api.github.com/repos/"
_REPOSITORY = "octolytics-dimension-repository_nwo"
_LICENCE = re.compile(r"\b(?:licen[cs]e)\b", re.IGNORECASE)
_INVITATION = re.compile(r"\s*Contribute to \S+ development by creating an account.*$")
"""What GitHub puts after a repository's description, or in its place."""
_RELEASE = re.compile(r"Release (.{1,200}?) · ")
"""A release in the card of its page and in its title."""
_BODY = "//article[contains(@class,'markdown-body')] | //div[contains(@class,'markdown-body')]"


def applies(document: Document, identity: Identity) -> bool:
    """A repository's own page, or one of its releases."""
    if identity.kind is Kind.RELEASE:
        return identity.key.startswith("github:")
    return identity.kind is Kind.REPOSITORY and _REPOSITORY in document.metas


def wanted(identity: Identity) -> Wanted | None:
    """The page; where it cannot be had, the API's answer about the repository."""
    if identity.kind is not Kind.REPOSITORY or not identity.key.startswith("github:"):
        return None
    return Wanted(identity.url, instead=(_API + (identity.repository or ""),))


def alone(_: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """What the API says; a repository has no day of publication."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_API) else None
        if not isinstance(answer, dict) or not isinstance(answer.get("full_name"), str):
            continue
        name, description = answer["full_name"], str(answer.get("description") or "")
        licence = answer.get("license")
        yield from pick.given(
            kind="repository",
            site="GitHub",
            title=f"{name}: {description}" if description else name,
            summary=description,
            authors=name.partition("/")[0],
            published=NOTHING,
            licence=str(licence.get("spdx_id") or "") if isinstance(licence, dict) else None,
            code=f"https://github.com/{name}",
        )


def candidates(reading: Reading) -> Iterator[Candidate]:
    """What the page is, and nothing made up."""
    page, identity = reading.document, reading.identity
    name = page.meta(_REPOSITORY) or identity.repository or ""
    yield from pick.given(site="GitHub", code=f"https://github.com/{name}" if name else None)
    yield from _release(page, name) if identity.kind is Kind.RELEASE else _front(page, name)


def _front(page: Document, name: str) -> Iterator[Candidate]:
    """``owner/name`` with its description, and the owner."""
    described = (page.meta("og:description") or "").removesuffix(f" - {name}").strip()
    description = _INVITATION.sub("", described)
    licence = pick.text(page, "//a[contains(@href,'LICENSE') or contains(@href,'license')]")
    yield from pick.given(
        kind="repository",
        title=f"{name}: {description.rstrip('.')}" if description else name,
        summary=description,
        authors=name.partition("/")[0],
        published=NOTHING,
        licence=licence if _LICENCE.search(licence) else None,
    )


def _release(page: Document, name: str) -> Iterator[Candidate]:
    """The release's name after the repository's, its day and who published it."""
    title = pick.text(page, "//h1[contains(@class,'d-inline')]")
    if not title and (named := _RELEASE.match(page.meta("og:title") or page.title_tag)):
        title = named[1]
    yield from pick.given(
        kind="release",
        title=f"{name} {title}".strip() if title else None,
        published=pick.text(page, "//relative-time/@datetime"),
        authors=pick.text(page, "//a[@data-hovercard-type='user' and normalize-space()]"),
    )


def text(reading: Reading) -> str | None:
    """The README or the release's notes."""
    found = reading.document.tree.xpath(_BODY)
    if not found:
        return None
    longest = max(found, key=lambda one: len("".join(one.itertext())))
    return render.markdown(blocks.of_page(longest, reading.document.base)) or None


ADAPTER = Adapter("github", applies, candidates, wanted, text, alone)
