"""One saved link, whatever program kept it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from curator import urls
from curator.sanitize import clean_block, clean_text, shorten

TITLE, NOTE, TAG = 300, 2000, 60
MOST_TAGS = 20
_SHOWN = 60
_MILLISECONDS, _MICROSECONDS = 10**11, 10**14
"""Numbers from here on count smaller parts of a second; as seconds they lie past the year 5000."""


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
    """Where it begins in the file, from 1; in JSON, which object it is."""
    what: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds."""

    form: str
    """``netscape``, ``pocket``, ``raindrop`` …"""
    links: tuple[SavedLink, ...]
    skipped: tuple[Skipped, ...] = ()


def sort_out(form: str, found: Iterable[SavedLink | Skipped]) -> Listing:
    """What was read, the links apart from what is none."""
    links: list[SavedLink] = []
    skipped: list[Skipped] = []
    for one in found:
        if isinstance(one, SavedLink):
            links.append(one)
        else:
            skipped.append(one)
    return Listing(form, tuple(links), tuple(skipped))


def link(
    line: int,
    url: str,
    *,
    title: str = "",
    note: str = "",
    tags: tuple[str, ...] = (),
    added_at: datetime | None = None,
    read: bool = False,
) -> SavedLink | Skipped:
    """The link in plain clean values; for anything but a web address, why it is none."""
    address = urls.absolute(url.strip(), None)
    if address is None:
        return Skipped(line, _refusal(url))
    clean = dict.fromkeys(filter(None, (clean_text(tag, TAG) for tag in tags)))
    return SavedLink(
        url=address,
        title=clean_text(title, TITLE),
        note=shorten(clean_block(note), NOTE),
        tags=tuple(clean)[:MOST_TAGS],
        added_at=added_at,
        read=read,
    )


def _refusal(url: str) -> str:
    shown = clean_text(url[: _SHOWN * 2], _SHOWN)
    return f"“{shown}” is no web address" if shown else "it has no web address"


def instant(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, or an ISO 8601 date; else ``None``."""
    text = text.strip()
    try:
        if text.isdecimal():
            return _counted(int(text))
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _counted(number: int) -> datetime | None:
    """An instant from its number; programs write 0 for "never"."""
    if number >= _MICROSECONDS:
        number //= 10**6
    elif number >= _MILLISECONDS:
        number //= 10**3
    return datetime.fromtimestamp(number, UTC) if number else None


def first(values: Mapping[str, str], *names: str) -> str:
    """The first of these values that is there and not blank, else an empty string."""
    return next((values[name] for name in names if values.get(name, "").strip()), "")
