"""A furnished newsletter for tests of use cases: readers, posts, and mail that goes to a folder."""

from __future__ import annotations

import mailbox
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from curator.app import App
from curator.model import Cadence, Choices, PageState, Resource, Subscriber, When
from curator.storage import resources, sources, subscribers
from tests.web import house

MINE = "https://mira.example.org/feed"


def reader(app: App, address: str, cadence: Cadence = Cadence.EVERY) -> Subscriber:
    """A confirmed reader."""
    with app.database.begin() as connection:
        return subscribers.add(
            connection,
            address,
            address_hash=app.keyring.address_hash(address),
            now=house.NOW - timedelta(days=90),
            choices=Choices(cadence=cadence),
        )


def post(
    app: App,
    number: int,
    at: datetime,
    *,
    seen: datetime | None = None,
    full: bool = True,
    host: str = "mira.example.org",
    title: str = "",
) -> int:
    """A post of the author's that was read, in full unless its text is missing; gives its row."""
    url = f"https://{host}/posts/{number}"
    text = f"What I built in part {number}, told from the start. " * 8 if full else ""
    resource = Resource(
        key=url,
        url=url,
        title=title or f"Building part {number}",
        published=When(at),
        markdown=text,
    )
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, at)
        found = resources.upsert(connection, resource, now=seen or at, state=PageState.OK)
        resources.add_sighting(connection, found, source_url=MINE, entry_id=url, now=seen or at)
    return found


def found(app: App, number: int, at: datetime) -> int:
    """A link of somebody else's that an issue may pick; gives its row."""
    url = f"https://{number}.example.net/"
    words = (
        "nets",
        "graphs",
        "trees",
        "birds",
        "ships",
        "maps",
        "songs",
        "games",
        "rivers",
        "wood",
    )
    title = f"What {words[number % len(words)]} taught me"
    resource = Resource(key=url, url=url, title=title, published=When(at))
    with app.database.begin() as connection:
        return resources.upsert(connection, resource, now=at, state=PageState.OK)


def instant_posts(folder: Path) -> None:
    """Turn the option on in the ``feeds.yaml`` of a house."""
    feeds = folder / "feeds.yaml"
    feeds.write_text(feeds.read_text().replace("instant_posts: false", "instant_posts: true", 1))


def outbox(folder: Path) -> list[EmailMessage]:
    """The mails that left, by recipient."""
    place = folder / "outbox"
    if not place.exists():
        return []
    box = mailbox.Maildir(place)
    raw = [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118 - iterating gives messages
    mails = [message_from_bytes(one, policy=policy.default) for one in raw]
    return sorted(mails, key=lambda mail: (str(mail["to"]), str(mail["subject"])))
