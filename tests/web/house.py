"""A newsletter with three issues out and one draft, a reading list and topics: a house to visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from curator import schedule
from curator.app import App
from curator.flows.issues.issue import rendered
from curator.model import Content, Issue, IssueState, PageState, Pick, ReadingItem, Section
from curator.settings import Settings
from curator.storage import issues, reading, resources
from curator.storage.engine.database import Connection
from curator.storage.issues import Frozen, Placement
from tests.issues import sample

NOW = datetime(2026, 2, 23, 9, 0, tzinfo=UTC)
SECRET = "a secret of the tests, long enough to be one"
FEEDS = """\
newsletter:
  title: Top Down
  tagline: What I built, read and got wrong while learning deep learning
  author:
    name: Mira Okafor
    bio: >-
      Carpenter turned programmer. I learn machine learning by building first and asking why
      afterwards, and write down what I find.
    link: https://mira.example.org/
  from: mira@mail.example.org
  postal_address: |
    Mill Lane 4
    10115 Berlin
  base_url: {base_url}
  schedule: sunday 08:00 Europe/Berlin
  approval: {approval}
  instant_posts: {posts}
topics:
  - {{slug: vision, name: Computer vision, description: Pictures and video.}}
  - {{slug: cnn, name: Convolutions}}
  - {{slug: nlp, name: Language, former: [words]}}
  - {{slug: training, name: Training}}
  - {{slug: ethics, name: Ethics}}
sources:{sources}
"""
SOURCES = """
  - {url: "https://site1.example.net/feed", name: Practical Nets, topics: [vision]}
  - {url: "https://site2.example.net/feed", name: Notes from the lab}
  - {url: "https://mira.example.org/feed", name: Mira Okafor, mine: true}"""


def settings(
    folder: Path,
    *,
    base_url: str = "http://127.0.0.1:8000",
    approval: bool = False,
    posts: bool = False,
    sources: str = SOURCES,
    **more: str,
) -> Settings:
    """Settings for a house in ``folder``; ``more`` are variables without ``CURATOR_``."""
    folder.mkdir(parents=True, exist_ok=True)
    feeds = folder / "feeds.yaml"
    options = {"approval": str(approval).lower(), "posts": str(posts).lower()}
    words = {"base_url": base_url, "sources": sources} | options
    feeds.write_text(FEEDS.format(**words))
    return environment_of(folder, **more)


def environment_of(folder: Path, **more: str) -> Settings:
    """The settings of a house that is in ``folder`` already."""
    return Settings.from_environment(
        {
            "CURATOR_DATA": str(folder),
            "CURATOR_FEEDS": str(folder / "feeds.yaml"),
            "CURATOR_ALLOW_NETWORKS": "127.0.0.0/8",
            "CURATOR_SECRET_KEY": SECRET,
            "CURATOR_SEMANTIC": "no",
            **{f"CURATOR_{name.upper()}": value for name, value in more.items()},
        }
    )


def furnish(app: App, *, out: int = 3) -> list[Issue]:
    """Store ``out`` issues that are out, and the newest one's reading list; gives them."""
    made = [publish(app, number, out) for number in range(1, out + 1)]
    with app.database.begin() as connection:
        for item, stored in sample.reading():
            number = keep(connection, Pick(stored, 1.0)).resource.id
            reading.add(connection, number, now=NOW, note=item.note, credit=item.credit)
    return made


def publish(app: App, number: int, last: int) -> Issue:
    """Issue ``number`` of ``last``, each a week before the next one, frozen and sent."""
    at = NOW - timedelta(weeks=last - number)
    period = schedule.period(None, app.schedule, at)
    with app.database.begin() as connection:
        issue = issues.create(connection, period, variation(connection, number), at)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, at)
    mail = rendered(app, issue.content, period, issue.number)
    with app.database.begin() as connection:
        issues.freeze(
            connection,
            issue.id,
            Frozen(mail, "0" * 64, messages={"": b"mail"}),
            lambda _group: Placement(),
            at,
        )
        issues.transition(connection, issue.id, IssueState.SENDING, IssueState.SENT, at)
        return issues.by_id(connection, issue.id)


def draft(app: App, *, due_at: datetime | None = None) -> Issue:
    """A draft of the coming week."""
    period = schedule.period(None, app.schedule, NOW + timedelta(weeks=1))
    with app.database.begin() as connection:
        content = variation(connection, 9)
        return issues.create(connection, period, content, NOW, due_at=due_at)


def variation(connection: Connection, number: int) -> Content:
    """The sample issue with titles and addresses of its own, its resources stored."""
    whole = sample.content()

    def own(pick: Pick) -> Pick:
        return keep(connection, renamed(pick, number))

    sections = tuple(
        Section(s.slug, s.title, tuple(own(pick) for pick in s.picks)) for s in whole.sections
    )
    rest = tuple(keep(connection, renamed(pick, 100 + number)) for pick in sample.many(4)[0].picks)
    posts = tuple(own(pick) for pick in whole.posts)
    return replace(whole, posts=posts, sections=sections, reading=(), runners_up=rest)


def renamed(pick: Pick, number: int) -> Pick:
    """The pick as another issue would have it."""
    value = pick.resource.resource
    url = f"{value.url}{'&' if '?' in value.url else '?'}n={number}"
    title = value.title if number == 1 else f"{value.title}, part {number}"
    return replace(
        pick,
        resource=replace(pick.resource, resource=replace(value, key=url, url=url, title=title)),
    )


def keep(connection: Connection, pick: Pick) -> Pick:
    """The pick with its resource stored and tagged."""
    number = resources.upsert(connection, pick.resource.resource, now=NOW, state=PageState.OK)
    resources.save_tags(connection, number, pick.resource.tags)
    stored = resources.get(connection, number)
    credits_ = pick.resource.credits
    return replace(pick, resource=replace(stored, credits=credits_, tags=pick.resource.tags))


def item_of(app: App, position: int = 0) -> ReadingItem:
    """An item of the reading list."""
    with app.database.read() as connection:
        return reading.list_(connection)[position]
