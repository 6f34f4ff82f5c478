"""One saved link, whatever program kept it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from curator import urls
from curator.sanitize import clean_block, clean_text

TITLE, NOTE, TAG = 300, 2000, 60
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A link with what its keeper said of it."""

    url: str
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    added_at: datetime | None = None
    read: bool = False
    """Marked as read, or put into an archive."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no link, and why."""

    line: int
    """Where it stands in the file, from 1; 0 where the format has no lines to speak of."""
    what: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds."""

    form: str
    """``netscape``, ``pocket``, ``raindrop`` …"""
    links: tuple[SavedLink, ...]
    skipped: tuple[Skipped, ...] = ()


def link(
    url: str,
    *,
    title: str = "",
    note: str = "",
    tags: tuple[str, ...] = (),
    added_at: datetime | None = None,
    read: bool = False,
) -> SavedLink | None:
    """The link in plain clean values; ``None`` for anything but a web address."""
    address = urls.absolute(url.strip(), None)
    if address is None:
        return None
    clean = dict.fromkeys(filter(None, (clean_text(tag, TAG) for tag in tags)))
    return SavedLink(
        url=address,
        title=clean_text(title, TITLE),
        note=clean_block(note)[:NOTE],
        tags=tuple(clean)[:MOST_TAGS],
        added_at=added_at,
        read=read,
    )


def instant(text: str) -> datetime | None:
    """Seconds since 1970, or an ISO 8601 date; ``None`` for anything else."""
    text = text.strip()
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
