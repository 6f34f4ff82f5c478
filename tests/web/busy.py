"""A house with half a year behind it: readers, refusals, sources in every state, goals, a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from curator.app import App
from curator.model import (
    Choices,
    DeliveryState,
    Entry,
    FetchState,
    GoalState,
    Issue,
    ReadingStatus,
    Source,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import (
    bounces,
    deliveries,
    goals,
    log,
    reading,
    schema,
    sources,
    subscribers,
    suppressions,
)
from curator.storage.bounces import Bounce
from curator.storage.codec import JSON
from curator.storage.engine.database import Connection
from tests.issues import sample
from tests.web import house, serving
from tests.web.desk_visit import HASH
from tests.web.house import NOW
from tests.web.serving import Serving

SOURCES = """
  - {url: "https://site1.example.net/feed", name: Practical Nets, topics: [vision]}
  - {url: "https://site2.example.net/feed", name: Notes from the lab}
  - {url: "https://pixels.example.net/feed.xml", name: Pixel Weekly, topics: [vision]}
  - {url: "https://kitchen.example.net/atom.xml", name: Kitchen Compute, topics: [nlp]}
  - {url: "https://longread.example.net/rss", name: The Long Read, topics: [ethics]}
  - {url: "https://gone.example.net/feed", name: A Blog That Was}
  - {url: "https://quiet.example.net/feed", name: Quiet Corner, topics: [training]}
  - {url: "https://mira.example.org/feed", name: Mira Okafor, mine: true}"""
DOMAINS = ("mail.example.org", "post.example.net", "inbox.example.com", "uni.example.edu")
NAMES = ("ada", "bo", "chidi", "dunya", "emre", "fatou", "gus", "hana", "ines", "juan", "kim")
EVENTS: tuple[tuple[str, str, dict[str, JSON]], ...] = (
    ("refresh", "8 sources read: 14 new entries, 1 source failed", {"new": 14, "failed": 1}),
    ("issue", "Issue 4 was drafted with 6 picks and waits for its author", {"issue": 4}),
    ("bounce", "The mailbox of one reader does not exist any more; no more mail goes there", {}),
    ("delivery", "Issue 3 reached 118 of 124 readers", {"issue": 3, "sent": 118}),
    ("backup", "The database was backed up", {"bytes": 1_204_224}),
)


@contextmanager
def opened(folder: Path, template: Path) -> Iterator[tuple[Serving, Issue]]:
    """Such a house with a desk, served while the block lasts, and its draft."""
    with serving.opened(
        folder, template, approval=True, sources=SOURCES, desk_password_hash=HASH
    ) as site:
        yield site, furnish(site.app)


def furnish(app: App) -> Issue:
    """Fill the empty database of ``app``; gives the draft that waits for its author."""
    with app.database.begin() as connection:
        _readers(connection, app)
    out = house.furnish(app)
    draft = house.draft(app)
    with app.database.begin() as connection:
        for issue in out:
            _deliveries(connection, issue)
        _sources(connection, app.config.sources)
        _goals(connection)
        _reading(connection)
        for minutes, (kind, message, detail) in enumerate(reversed(EVENTS)):
            at = NOW - timedelta(minutes=200 - 13 * minutes)
            log.add(connection, kind, message, at, detail=detail)
    return draft


def _readers(connection: Connection, app: App) -> None:
    """Readers who came ever more often since autumn; a few left again."""
    for number in range(132):
        address = f"{NAMES[number % len(NAMES)]}{number}@{DOMAINS[number % 7 % len(DOMAINS)]}"
        at = NOW - timedelta(days=180 * (1 - (number / 132) ** 0.6))
        pending = number % 40 == 39
        reader = subscribers.add(
            connection,
            address,
            address_hash=app.keyring.address_hash(address),
            now=at,
            state=SubscriberState.PENDING if pending else SubscriberState.CONFIRMED,
            choices=Choices((("vision",), ("nlp", "ethics"), (), (), ())[number % 5]),
        )
        if number % 17 == 5:
            subscribers.unsubscribe(
                connection, reader.id, at + timedelta(days=20), method="one-click"
            )


def _deliveries(connection: Connection, issue: Issue) -> None:
    """Most arrived; a few mailboxes were gone or full."""
    waiting = deliveries.list_(connection, issue.id, limit=1000)
    for place, one in enumerate(waiting):
        state, code, reply = _fate(place, issue.number)
        connection.execute(
            update(schema.deliveries)
            .where(schema.deliveries.c.id == one.id)
            .values(state=state, code=code, reply=reply, done_at=issue.sent_at)
        )
        if state is DeliveryState.FAILED:
            _bounce(connection, issue, one.id, one.subscriber_id, reply)


def _fate(place: int, number: int) -> tuple[DeliveryState, int | None, str | None]:
    if place % 40 == 7 * number % 40:
        return DeliveryState.FAILED, 550, "5.1.1 No such mailbox here"
    if place % 60 == 11 * number % 60:
        return DeliveryState.DEFERRED, 452, "4.2.2 The mailbox is full"
    if place == 90:
        return DeliveryState.UNKNOWN, None, "The connection was lost after the final dot"
    return DeliveryState.SENT, 250, None


def _bounce(
    connection: Connection, issue: Issue, delivery: int, reader: int, reply: str | None
) -> None:
    domain = DOMAINS[delivery % len(DOMAINS)]
    at = issue.sent_at or NOW
    bounces.add(
        connection,
        Bounce(delivery, reader, issue.id, domain, at, "bad-address", "5.1.1", reply or "", "smtp"),
    )
    mark = subscribers.address_hash(connection, reader)
    suppressions.add(connection, Suppression(mark, SuppressionReason.HARD_BOUNCE, at))


def _sources(connection: Connection, configured: Sequence[Source]) -> None:
    """One fails, one is gone, one is quiet; the others post by their own rhythm."""
    sources.sync(connection, configured, NOW)
    good = FetchState(last_try_at=NOW, last_good_at=NOW, status=200, posts_per_week=1.5)
    bad = FetchState(
        last_try_at=NOW,
        last_good_at=NOW - timedelta(days=9),
        failing_since=NOW - timedelta(days=9),
        failures=12,
        status=503,
        error="the server answered 503 Service Unavailable",
    )
    gone = replace(bad, status=410, error="the server answered 410 Gone", disabled_at=NOW)
    special = {
        "A Blog That Was": gone,
        "The Long Read": bad,
        "Quiet Corner": replace(good, posts_per_week=0.0),
    }
    for place, source in enumerate(configured):
        state = special.get(source.name or "", good)
        entries = _entries(source, place) if state.posts_per_week else []
        sources.save_outcome(connection, source.url, state, entries, NOW)


def _entries(source: Source, place: int) -> list[Entry]:
    """Posts over half a year, in a rhythm that differs from source to source."""
    days = [day for day in range(1, 180, 2 + 3 * place) if (day * day + place) % 5]
    return [
        Entry(
            f"{source.url}/{day}",
            f"{source.url}/{day}",
            f"Post of day {day}",
            published=NOW - timedelta(days=day),
            hash=str(day),
        )
        for day in days
    ]


def _goals(connection: Connection) -> None:
    for one in (*sample.outcomes(), *sample.goals()):
        made = goals.add(connection, one.week, one.text, NOW)
        if one.state is not GoalState.OPEN:
            goals.set_state(connection, made.id, one.state, NOW, note=one.note)


def _reading(connection: Connection) -> None:
    """One of the two links was read."""
    reading.set_status(connection, reading.list_(connection)[-1].id, ReadingStatus.READ, NOW)
