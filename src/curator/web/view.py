"""What the site's own templates see: picks with their topics and issue, issues in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from curator.flows.site import Found, Picked, Queued
from curator.issues import view, wording
from curator.issues.item import Item, items_of
from curator.model import Config, Issue, Pick, ReadingStatus, StoredResource, in_words
from curator.storage.search import MARKS

WORDS = {
    ReadingStatus.QUEUED: "to read",
    ReadingStatus.READING: "reading now",
    ReadingStatus.READ: "read",
    ReadingStatus.SHARED: "shared",
    ReadingStatus.DROPPED: "dropped",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A pick in a list outside its issue."""

    item: Item
    topics: tuple[tuple[str, str], ...]
    """Slug and name of each."""
    issue: int | None = None
    """The number of the issue it was in."""
    day: str = ""
    snippet: Markup | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An issue in a list."""

    number: int
    headline: str
    dates: str
    stats: str
    inside: str = ""
    """What else is in it, in a line."""


def lines(found: Iterable[Issue], author: str) -> list[Line]:
    """Issues as a list shows them."""
    return [
        Line(
            number=one.number,
            headline=wording.headline(one.content),
            dates=wording.span(one.period),
            stats=wording.summary_line(one.content),
            inside=wording.preheader(one.content, one.period, author),
        )
        for one in found
    ]


def digest(config: Config, issue: Issue) -> view.Digest:
    """An issue as its page sees it."""
    return view.digest(
        issue.content,
        newsletter=config.newsletter,
        period=issue.period,
        number=issue.number,
        topics=config.topics,
    )


def picked(config: Config, found: Sequence[Picked]) -> list[Row]:
    """Picks with the issues they were in."""
    items = items_of([one.pick for one in found], config.newsletter, config.topics)
    return [
        Row(item, topics(config, one.pick.resource), one.issue.number, day(_when(one.issue)))
        for item, one in zip(items, found, strict=True)
    ]


def queued(config: Config, found: Sequence[Queued]) -> list[Row]:
    """The reading list."""
    picks = [Pick(one.stored, 0.0, note=one.item.note) for one in found]
    items = items_of(picks, config.newsletter, config.topics)
    return [
        Row(
            item,
            topics(config, one.stored),
            one.stored.issue_number,
            day(one.item.added_at),
            status=WORDS[one.item.status],
        )
        for item, one in zip(items, found, strict=True)
    ]


def hits(config: Config, found: Sequence[Found]) -> list[Row]:
    """Search hits with what matched marked."""
    items = items_of([Pick(one.stored, 0.0) for one in found], config.newsletter, config.topics)
    return [
        Row(
            item,
            topics(config, one.stored),
            one.stored.issue_number,
            day(one.stored.resource.published.instant) if one.stored.resource.published else "",
            snippet=_beyond_title(one),
        )
        for item, one in zip(items, found, strict=True)
    ]


def _beyond_title(found: Found) -> Markup | None:
    """The marked snippet, unless it only says the title again."""
    opening, closing = MARKS
    plain = found.snippet.replace(opening, "").replace(closing, "")
    return None if plain in found.stored.resource.title else marked(found.snippet)


def topics(config: Config, stored: StoredResource) -> tuple[tuple[str, str], ...]:
    """Slug and name of a resource's topics, as far as ``feeds.yaml`` still has them."""
    names = {topic.slug: topic.name for topic in config.topics}
    return tuple((tag.slug, names[tag.slug]) for tag in stored.tags.topics if tag.slug in names)


def marked(snippet: str) -> Markup:
    """A snippet as HTML with its matches in ``<mark>``."""
    opening, closing = MARKS
    safe = str(escape(snippet)).replace(opening, "<mark>").replace(closing, "</mark>")
    # An odd number of marks would leave the element open.
    return Markup(safe if safe.count("<mark>") == safe.count("</mark>") else escape(snippet))  # noqa: S704


def day(instant: datetime | None) -> str:
    """``22 February 2026``; empty where there is no instant."""
    return in_words(instant.date()) if instant else ""


def _when(issue: Issue) -> datetime | None:
    return issue.sent_at or issue.frozen_at
