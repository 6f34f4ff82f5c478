"""What comes back to the bounce address: taken in, booked, and told."""

from __future__ import annotations

import mailbox
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from curator.audience import unsubscribe
from curator.errors import NotFound, TokenError
from curator.flows.issues import edition
from curator.mail.bounces import book, intake, sources
from curator.mail.bounces.book import Booked
from curator.mail.bounces.rules import Action
from curator.mail.bounces.sources import Done, Mailbox
from curator.storage import bounces, issues, log, subscribers

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

LEFT = "left"
"""What became of a mail that asked to leave; the others are named by :class:`Action`."""
FORGED = "ignored"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one report in an incoming mail."""

    outcome: str
    """``nothing``, ``suppress``, ``complaint``, ``pause-reader``, ``pause-issue``, ``left`` or
    ``ignored``."""
    why: str
    delivery_id: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What a run over incoming mail did."""

    mails: int = 0
    lines: tuple[Line, ...] = ()
    outcomes: dict[str, int] = field(default_factory=dict)
    """How many reports had each outcome."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail that came back, for people to read."""

    at: datetime
    issue: str
    address: str
    """Empty where the reader was erased."""
    verdict: str
    status: str
    source: str
    detail: str


def take(app: App, raw: bytes, now: datetime, *, recipients: Sequence[str] = ()) -> list[Line]:
    """Book one incoming mail; ``recipients`` are those of its envelope, where they are known.

    Without our token in the address it came to it has no consequences. Booked twice it changes
    nothing more.
    """
    found = intake.read(raw, app.keyring, recipients)
    with app.database.begin() as connection:
        if found.leave is not None:
            lines = [_leave(app, connection, found.leave, now)]
        else:
            lines = [_line(one) for one in book.finding(connection, found, now)]
        _log(connection, lines, now)
    return lines


def ingest(
    app: App,
    mails: Iterable[tuple[bytes, Done]],
    now: datetime,
    *,
    recipients: Sequence[str] = (),
) -> Intake:
    """Book mails one after another, each marked as done once it is booked."""
    count, lines = 0, []
    for raw, done in mails:
        lines += take(app, raw, now, recipients=recipients)
        done()
        count += 1
    return Intake(count, tuple(lines), dict(Counter(line.outcome for line in lines)))


def collect(app: App, now: datetime, *, stop: Event | None = None) -> Intake:
    """Book what is in the Maildir and the mailbox that the settings name, until ``stop`` is set.

    Raises :class:`curator.errors.DeliveryError` where one cannot be read.
    """
    settings = app.settings
    mails: list[Iterator[tuple[bytes, Done]]] = []
    if settings.bounce_maildir:
        mails.append(sources.maildir(settings.bounce_maildir))
    if settings.bounce_mailbox:
        mails.append(sources.imap(Mailbox.of(settings.bounce_mailbox.reveal())))
    waiting = (one for place in mails for one in place)
    return ingest(app, takewhile(lambda _: not (stop and stop.is_set()), waiting), now)


def in_file(data: bytes) -> Iterator[tuple[bytes, Done]]:
    """The mail that ``data`` is; its ``From `` line, as mbox and pipes put one, is taken off."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    yield data, _nothing_to_mark


def in_mbox(path: Path) -> Iterator[tuple[bytes, Done]]:
    """The mails of an mbox file, which is left as it is."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - iterating a mailbox gives its messages
            yield box.get_bytes(key), _nothing_to_mark
    finally:
        box.close()


def recent(app: App, *, number: int | str | None = None, limit: int = 100) -> list[Returned]:
    """What came back, the newest first; of one issue, by its label, if ``number`` is given."""
    with app.database.read() as connection:
        wanted = edition.find(connection, number).id if number is not None else None
        found = bounces.recent(connection, issue_id=wanted, limit=limit)
        readers = subscribers.get_many(connection, [one.subscriber_id for one in found])
        labels = {one: issues.by_id(connection, one).label for one in {b.issue_id for b in found}}
    return [
        Returned(
            at=one.at,
            issue=labels[one.issue_id],
            address=readers[one.subscriber_id].address if one.subscriber_id in readers else "",
            verdict=one.verdict,
            status=one.status,
            source=one.source,
            detail=one.detail,
        )
        for one in found
    ]


def _leave(app: App, connection: Connection, token: str, now: datetime) -> Line:
    try:
        done = unsubscribe.unsubscribe(connection, app.keyring, token, method="mail", now=now)
    except (TokenError, NotFound):
        return Line(FORGED, "asks to leave with a link that is not ours")
    return Line(LEFT, "left by mail" if done.fresh else "had left before")


def _line(booked: Booked) -> Line:
    forged = booked.delivery_id is None
    return Line(FORGED if forged else booked.action.value, booked.why, booked.delivery_id)


def _log(connection: Connection, lines: Sequence[Line], now: datetime) -> None:
    """Tell the author of what had consequences; no addresses stand in the log."""
    for line in lines:
        if line.outcome not in (Action.NOTHING, FORGED):
            log.add(connection, "bounce", f"{line.outcome}: {line.why}", now)


def _nothing_to_mark() -> None:
    """The file stays as it is."""
