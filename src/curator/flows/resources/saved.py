"""Links saved elsewhere come in: what would become of each, and then the doing of it.

Unread links join the reading list. What its keeper had read is kept among the resources, where
search and topics find it, but is put on no public list: an archive is no recommendation. What is
known here wins over the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.errors import Forbidden, ParseError, Problem
from curator.flows.work.parts import parts
from curator.flows.work.progress import Progress, Step, no_progress
from curator.model import ReadingStatus
from curator.resources import canonical
from curator.resources.canonical import Identity
from curator.resources.saved import read
from curator.resources.saved.link import Listing, SavedLink
from curator.storage import log, reading, resources
from curator.topics.taxonomy import Taxonomy, tag_key

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

OWN = "curator"
"""The form of our own export, whose states are taken as they are."""


class Into(StrEnum):
    """Where links go that were not read yet."""

    READING = "reading"
    """The reading list."""
    LIBRARY = "library"
    """Only the resources."""


class Fate(StrEnum):
    """What becomes of a link."""

    QUEUED = "to the reading list"
    READ = "to the reading list, as read"
    KEPT = "kept for search and topics"
    LISTED = "on the reading list already"
    KNOWN = "known already"
    TWICE = "in the file twice"
    PRIVATE = "left out: of a private network"


_STATUS = {Fate.QUEUED: ReadingStatus.QUEUED, Fate.READ: ReadingStatus.READ}
_NEW = (*_STATUS, Fate.KEPT)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do."""

    form: str
    """The program the file is from."""
    dry_run: bool
    fates: Mapping[Fate, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """Rows that are no links, with their line."""

    @property
    def added(self) -> int:
        """Links that are new on the reading list or among the resources."""
        return sum(self.fates.get(one, 0) for one in _NEW)


def import_links(
    app: App,
    data: bytes,
    now: datetime,
    *,
    file: str = "links",
    into: Into = Into.READING,
    apply_it: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Say what would become of each link in ``data``, and with ``apply_it`` do it.

    A row that is no link is told with its line and left out. ``file`` names the file in messages.
    Tagging and looking at the pages is for later, since it takes long.
    Raises :class:`~curator.errors.ParseError` for one that holds no links.
    """
    listing = _listing(data, file)
    once = _once(listing.links)
    links = [one for one in once if _is_public(app, one[0].url)]
    fates = Counter(
        {Fate.TWICE: len(listing.links) - len(once), Fate.PRIVATE: len(once) - len(links)}
    )
    taxonomy = Taxonomy(app.config.topics)
    done = 0
    for part in parts(links):
        with app.database.begin() if apply_it else app.database.read() as connection:
            for identity, link, found in _decided(connection, part, listing.form, into):
                fates[found] += 1
                if apply_it and found in _NEW:
                    _store(connection, identity, link, found, topics_of(link.tags, taxonomy), now)
        done += len(part)
        progress(Step("links", done, len(links)))
    if apply_it:
        _note(app, listing.form, fates, now)
    problems = tuple(Problem(file, one.line, 1, "", one.what) for one in listing.skipped)
    return Report(listing.form, not apply_it, dict(+fates), problems)


def topics_of(tags: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The topics that another program's tags stand for, by name, slug or alias. Pure."""
    places = (place for one in tags for place in taxonomy.feed_tags.get(tag_key(one), ()))
    return tuple(dict.fromkeys(taxonomy.slugs[place] for place in places))


def fate(link: SavedLink, *, known: bool, listed: bool, form: str, into: Into) -> Fate:
    """What becomes of a link. Pure."""
    if listed:
        return Fate.LISTED
    if link.read and form == OWN:
        return Fate.READ
    if into is Into.LIBRARY or link.read:
        return Fate.KNOWN if known else Fate.KEPT
    return Fate.QUEUED


def _listing(data: bytes, file: str) -> Listing:
    try:
        return read.read(data)
    except ParseError as error:
        raise ParseError(f"{file}: {error.message}") from error


def _is_public(app: App, url: str) -> bool:
    """Whether an address is none of a private network, as far as it says itself."""
    try:
        app.fetcher.check(url, resolve=False)
    except Forbidden:
        return False
    return True


def _once(links: Sequence[SavedLink]) -> list[tuple[Identity, SavedLink]]:
    """Each thing once, as it stands first, with its identity."""
    found: dict[str, tuple[Identity, SavedLink]] = {}
    for link in links:
        identity = canonical.identity(link.url)
        found.setdefault(identity.key, (identity, link))
    return list(found.values())


def _decided(
    connection: Connection, part: Sequence[tuple[Identity, SavedLink]], form: str, into: Into
) -> Iterator[tuple[Identity, SavedLink, Fate]]:
    """Each link with what becomes of it, by what is stored now."""
    rows = resources.owners(connection, [identity.key for identity, _ in part])
    listed = reading.listed(connection, list(rows.values()))
    for identity, link in part:
        row = rows.get(identity.key)
        yield (
            identity,
            link,
            fate(link, known=row is not None, listed=row in listed, form=form, into=into),
        )


def _store(
    connection: Connection,
    identity: Identity,
    link: SavedLink,
    found: Fate,
    topics: tuple[str, ...],
    now: datetime,
) -> None:
    """Keep a link as of the day it was saved, so that an old one is no news of this week."""
    at = min(link.added_at or now, now)
    row = resources.upsert(connection, canonical.unread(identity, link.title), now=at)
    resources.add_sighting(connection, row, source_url=None, entry_id=None, now=at)
    if found in _STATUS:
        item = reading.add(connection, row, now=at, note=link.note, topics=topics)
        if item.status is not _STATUS[found]:
            reading.set_status(connection, item.id, _STATUS[found], now)


def _note(app: App, form: str, fates: Mapping[Fate, int], now: datetime) -> None:
    counts = {str(one): number for one, number in fates.items() if number}
    with app.database.begin() as connection:
        log.add(connection, "reading", f"links of {form} were imported", now, detail=counts)
