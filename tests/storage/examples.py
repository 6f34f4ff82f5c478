"""Small values that storage tests share."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

from curator.model import (
    Choices,
    Content,
    Entry,
    Period,
    Pick,
    Resource,
    Section,
    Source,
    StoredResource,
    SubscriberState,
    When,
)
from curator.storage import resources, subscribers
from curator.storage.engine.database import Connection

NOW = datetime(2026, 2, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = Period(
    "2026-W08",
    datetime(2026, 2, 16, tzinfo=UTC),
    datetime(2026, 2, 23, tzinfo=UTC),
    date(2026, 2, 16),
    date(2026, 2, 22),
)


def week(number: int) -> Period:
    """The period of an ISO week of 2026."""
    start = datetime(2025, 12, 29, tzinfo=UTC) + timedelta(weeks=number - 1)
    end = start + timedelta(weeks=1)
    last = end.date() - DAY
    return Period(f"2026-W{number:02}", start, end, start.date(), last)


def source(name: str = "blog", **more: object) -> Source:
    """A source at ``https://NAME.example/feed``."""
    return Source(f"https://{name}.example/feed", name=name, **more)  # type: ignore[arg-type]


def entry(number: int = 1, **more: object) -> Entry:
    """The entry with the id ``e-NUMBER``."""
    values: dict[str, object] = {
        "url": f"https://blog.example/{number}",
        "title": f"Post {number}",
        "hash": f"hash-{number}",
    }
    return Entry(f"e-{number}", **(values | more))  # type: ignore[arg-type]


def resource(number: int = 1, **more: object) -> Resource:
    """The resource at ``https://blog.example/NUMBER``, a day old at :data:`NOW`."""
    url = f"https://blog.example/{number}"
    values: dict[str, object] = {
        "key": url,
        "url": url,
        "title": f"Post {number}",
        "published": When(NOW - DAY),
    }
    return Resource(**(values | more))  # type: ignore[arg-type]


def stored(connection: Connection, number: int = 1, **more: object) -> StoredResource:
    """A resource of :func:`resource`, in the database."""
    return resources.get(
        connection, resources.upsert(connection, resource(number, **more), now=NOW)
    )


def content(*picked: StoredResource) -> Content:
    """An issue that picks these for one section."""
    picks = tuple(Pick(one, 0.5, reason="worth it") for one in picked)
    return Content(sections=(Section("vision", "Vision", picks),))


def reader(connection: Connection, name: str = "ada", **more: object) -> int:
    """A confirmed reader ``NAME@mail.example``; gives the id."""
    address = f"{name}@mail.example"
    values: dict[str, object] = {"address_hash": mark(address), "now": NOW}
    chosen = {one.name: more.pop(one.name) for one in fields(Choices) if one.name in more}
    values |= {"choices": Choices(**chosen)}  # type: ignore[arg-type]
    return subscribers.add(connection, address, **(values | more)).id  # type: ignore[arg-type]


def mark(address: str) -> str:
    """A stand-in for the keyed hash of an address."""
    return f"hash of {address.lower()}"


CONFIRMED = SubscriberState.CONFIRMED
