"""A service for tests: no sources, one thing to pick each week, mail into a folder."""

from __future__ import annotations

import mailbox
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from curator.app import App
from curator.jobs import ticks
from curator.model import Issue, PageState, Resource, Tag, Tags, Track, When
from curator.storage import issues, resources, subscribers
from tests.web import house

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
READERS = ("ada@mail.example.org", "bo@mail.example.org")


@dataclass(frozen=True, slots=True)
class Service:
    """A place where one or more services work."""

    folder: Path

    def app(self) -> App:
        """Another process, as far as leases can tell."""
        return App(house.environment_of(self.folder))

    def mails(self) -> Counter[tuple[str, str]]:
        """How often each recipient got each subject."""
        place = self.folder / "outbox"
        if not place.exists():
            return Counter()
        box = mailbox.Maildir(place)
        return Counter((str(mail["to"]), str(mail["subject"])) for mail in box)

    def issues(self) -> list[Issue]:
        """Every issue, oldest first."""
        app = self.app()
        with app.database.read() as connection:
            found = issues.list_(connection)[::-1]
        app.close()
        return found


def make(folder: Path, template: Path, *, approval: bool = False, weeks: int = 60) -> Service:
    """A service with two readers and something to pick for so many weeks after the start."""
    house.settings(folder, approval=approval, sources=" []")
    shutil.copy(template, folder / "curator.db")
    service = Service(folder)
    app = service.app()
    with app.database.begin() as connection:
        for address in READERS:
            subscribers.add(
                connection, address, address_hash=app.keyring.address_hash(address), now=START
            )
        for number in range(-3, weeks):
            url = f"https://blog{number}.example.net/post"
            rng = random.Random(f"week {number}")
            words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(12)]
            written = START + timedelta(weeks=number)
            resource = Resource(
                key=url,
                url=url,
                title=f"Computer vision: {' '.join(words[:4])}",
                published=When(written),
                summary=f"{' '.join(words[4:]).capitalize()}.",
            )
            stored = resources.upsert(connection, resource, now=written, state=PageState.OK)
            tags = Tags((Tag("vision", 0.9),), track=Track.PRACTICE, model_version="test")
            resources.save_tags(connection, stored, tags)
    app.close()
    return service


def tick(app: App, now: datetime) -> None:
    """One look at the issues and the single mails."""
    ticks.look_at_issues(app, now, Event())
    ticks.look_at_mail(app, now, Event())


def every(step: timedelta, days: float, start: datetime = START) -> Iterator[datetime]:
    """Instants from ``start`` on."""
    return (start + step * number for number in range(int(timedelta(days=days) / step) + 1))
