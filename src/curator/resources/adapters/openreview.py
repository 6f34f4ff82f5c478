"""OpenReview: the forum's page with Highwire elements, and its API where the page is a wall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from curator.model import Candidate, Page
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_API = "https://api2.openreview.net/notes?id="


def applies(_: Document, identity: Identity) -> bool:
    """A forum's address."""
    return identity.key.startswith("openreview:")


def wanted(identity: Identity) -> Wanted | None:
    """The forum's page, and the API's note."""
    if not identity.key.startswith("openreview:"):
        return None
    return Wanted(identity.url, (_API + identity.key.removeprefix("openreview:"),))


def candidates(reading: Reading) -> Iterator[Candidate]:
    """What the page lacks: the venue, the abstract, the day of submission."""
    yield from pick.given(kind="paper", site="OpenReview", image=NOTHING)
    yield from pick.metas(reading.document, summary="citation_abstract")
    yield from alone(reading.identity, reading.extras)


def alone(_: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """What the API's note says."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_API) else None
        notes = answer.get("notes") if isinstance(answer, dict) else None
        for note in notes[:1] if isinstance(notes, list) else ():
            yield from _of_note(note)


def _of_note(note: dict[str, Any]) -> Iterator[Candidate]:
    content = note.get("content", {})
    authors = _value(content.get("authors"))
    yield from pick.given(
        kind="paper",
        title=_value(content.get("title")),
        authors="; ".join(authors) if isinstance(authors, list) else None,
        summary=_value(content.get("abstract")),
        venue=_value(content.get("venue")),
        published=_day(note.get("pdate") or note.get("odate") or note.get("cdate")),
        modified=_day(note.get("mdate")),
    )


def _value(field: Any) -> Any:
    """The second API wraps values, the first does not."""
    return field.get("value") if isinstance(field, dict) else field


def _day(milliseconds: Any) -> str | None:
    if not isinstance(milliseconds, (int, float)):
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d")


ADAPTER = Adapter("openreview", applies, candidates, wanted, alone=alone)
