"""A backup comes back: nothing that left since leaves again, and readers keep their last word.

A backup knows nothing of what was sent, and of who left, after it was made. So whatever was under way
in it waits for the author; and where it replaces a database that can still be read, whoever left, was
suppressed or was erased there stays so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from curator.audience import erase
from curator.flows.mail import clone
from curator.model import IssueState, Subscriber, SubscriberState, Suppression
from curator.storage import archive, issues, log, subscribers, suppressions
from curator.storage.archive import Counts
from curator.topics.document import document

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

METHOD = "restore"
"""How a reader left or was erased again, in the proof of consent."""
WHY = "it is from a backup, and what left since would leave again"
UNDER_WAY = (IssueState.APPROVED, IssueState.SENDING)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    counts: Counts
    waiting: tuple[str, ...] = ()
    """Issues that would have left by themselves, by their names."""
    kept_away: int = 0
    """Readers who had left or were erased after the backup was made."""


@dataclass(frozen=True, slots=True)
class LastWords:
    """What readers had said when a database was replaced, by the keyed hashes of their addresses."""

    erased: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    suppressed: tuple[Suppression, ...] = ()


def restore(app: App, file: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Fill the database from a backup; it sends nothing by itself until it is told to.

    Raises :class:`~curator.errors.Conflict` if the database is not empty and ``replace`` is not set,
    :class:`~curator.errors.StorageError` if the file is not a backup.
    """
    found: list[tuple[tuple[str, ...], int]] = []

    def settle_after(connection: Connection) -> Callable[[Connection], None]:
        said = last_words(connection)

        def settle(restored: Connection) -> None:
            away = _keep_away(app, restored, said, now)
            found.append((_hold(restored, now), away))
            clone.mark_restored(restored, now)
            log.add(restored, "house", f"{file.name} was restored", now)

        return settle

    counts = archive.restore(
        file,
        app.database,
        replace=replace,
        words_of=lambda one: document(one).forms,
        around=settle_after,
    )
    app.database.scour()
    ((waiting, away),) = found
    return Restored(counts, waiting, away)


def last_words(connection: Connection) -> LastWords:
    """What the readers of a database have said."""
    return LastWords(
        subscribers.hashes(connection, SubscriberState.ERASED),
        subscribers.hashes(connection, SubscriberState.UNSUBSCRIBED),
        tuple(suppressions.list_(connection)),
    )


def _keep_away(app: App, connection: Connection, said: LastWords, now: datetime) -> int:
    """Repeat what readers had said; gives how many of them the backup had as readers."""
    number = 0
    for mark in said.left:
        reader = _known(connection, mark)
        if reader and subscribers.unsubscribe(connection, reader.id, now, method=METHOD):
            number += 1
    for mark in said.erased:
        if reader := _known(connection, mark):
            erase.erase(connection, app.keyring, reader, now, method=METHOD)
            number += 1
    for suppression in said.suppressed:
        suppressions.add(connection, suppression)
    return number


def _known(connection: Connection, mark: str) -> Subscriber | None:
    reader = subscribers.find_hash(connection, mark)
    return reader if reader and reader.state is not SubscriberState.ERASED else None


def _hold(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Let everything that was to leave wait for the author; gives the names of the issues."""
    held = []
    for issue in issues.list_(connection, states=UNDER_WAY, series=None, full=False):
        issues.transition(connection, issue.id, UNDER_WAY, IssueState.PAUSED, now, reason=WHY)
        held.append(issue.label)
    for issue in issues.list_(connection, states=(IssueState.DRAFT,), series=None, full=False):
        if issue.due_at is not None:
            issues.schedule(connection, issue.id, None)
            held.append(issue.label)
    return tuple(held)
