"""What a template sees of an issue: words ready to print, markup already safe.

``docs/how-to/templates.md`` lists these names for people who write their own theme; a name here is
a promise to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from curator import sanitize
from curator.issues import prose, wording
from curator.issues.item import Item, Items
from curator.model import (
    Author,
    Content,
    Goal,
    GoalState,
    Newsletter,
    Period,
    Topic,
)


@dataclass(frozen=True, slots=True)
class MailLinks:
    """The addresses in a mail that differ by reader, or are the same for all on a preview.

    The mail room passes opaque markers here and stamps each reader's own address over them.
    """

    unsubscribe: str
    preferences: str
    web: str
    """The issue as a page."""
    archive: str = ""
    """All issues."""
    since: str = ""
    """The day the reader subscribed, in words; empty where that is not known."""

    def values(self) -> tuple[str, ...]:
        """Every address that is set."""
        links = (self.unsubscribe, self.preferences, self.web, self.archive)
        return tuple(filter(None, links))


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the items under it."""

    slug: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal of the weekly challenge."""

    html: Markup
    text: str
    state: str
    """``open``, ``done`` or ``missed``."""
    note: Markup
    """How it went, safe HTML."""
    note_text: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """The author's card."""

    name: str
    initials: str
    bio: str
    link: str | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class Gauge:
    """How the sections split between practice and theory, in percent that add up to 100."""

    practice: int

    @property
    def theory(self) -> int:
        """The rest."""
        return 100 - self.practice


@dataclass(frozen=True, slots=True)
class Digest:
    """One issue, ready to print. Templates know it as ``issue``."""

    number: int
    key: str
    """``2026-W08``."""
    dates: str
    """``16–22 February 2026``."""
    headline: str
    preheader: str
    stats: str
    """``2 new posts, 12 picks, 1 h 36 min``."""
    minutes: int
    language: str
    direction: str
    note: Markup
    note_text: str
    posts: tuple[Item, ...]
    goals: tuple[Aim, ...]
    outcomes: tuple[Aim, ...]
    outcome_line: str
    """``2 of 3 done``, or empty."""
    sections: tuple[Group, ...]
    reading: tuple[Item, ...]
    credits: tuple[tuple[str, str | None], ...]
    author: Portrait
    gauge: Gauge | None
    shortfall: str
    empty: bool

    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        middle = (item for group in self.sections for item in group.items)
        return (*self.posts, *middle, *self.reading)


def digest(
    content: Content,
    *,
    newsletter: Newsletter,
    period: Period,
    number: int,
    topics: Sequence[Topic] = (),
) -> Digest:
    """The view of ``content``: the same input gives the same words."""
    told = {pick.resource.resource.url for pick in content.picks()}
    items = Items(newsletter, {topic.slug: topic.name for topic in topics}, told)
    practice = wording.practice_percent(content)
    return Digest(
        number=number,
        key=period.key,
        dates=wording.span(period),
        headline=wording.headline(content),
        preheader=wording.preheader(content, period, newsletter.author.name),
        stats=wording.summary_line(content),
        minutes=wording.minutes(content.picks()),
        language=newsletter.language,
        direction=wording.direction(newsletter.language),
        note=prose.html(content.note, heading=2, images=True),
        note_text=prose.text(content.note),
        posts=tuple(items.post(pick, place) for place, pick in enumerate(content.posts)),
        goals=tuple(map(aim, content.goals)),
        outcomes=tuple(map(aim, content.outcomes)),
        outcome_line=_outcome_line(content.outcomes),
        sections=tuple(
            Group(s.slug, sanitize.clean_text(s.title, 80), tuple(map(items.pick, s.picks)))
            for s in content.sections
        ),
        reading=tuple(map(items.pick, content.reading)),
        credits=tuple(_credits(content)),
        author=portrait(newsletter.author),
        gauge=Gauge(practice) if practice is not None else None,
        shortfall=sanitize.clean_text(content.shortfall),
        empty=content.empty,
    )


def aim(goal: Goal) -> Aim:
    """A goal as the reader sees it."""
    html, words = prose.inline_html(goal.text), prose.inline_text(goal.text)
    note, note_words = prose.inline_html(goal.note), prose.inline_text(goal.note)
    return Aim(html, words, goal.state.value, note, note_words)


def portrait(author: Author) -> Portrait:
    """The author's card; initials stand in for a missing picture."""
    words = [word for word in sanitize.clean_text(author.name).split() if word[0].isalnum()]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return Portrait(
        name=sanitize.clean_text(author.name),
        initials="".join(word[0] for word in ends).upper(),
        bio=sanitize.clean_text(author.bio),
        link=wording.address(author.link),
        picture=wording.address(author.picture),
    )


def _credits(content: Content) -> Iterator[tuple[str, str | None]]:
    for name, url in content.credits:
        if clean := sanitize.clean_text(name, 60):
            yield clean, wording.address(url)


def _outcome_line(goals: Sequence[Goal]) -> str:
    done = sum(goal.state is GoalState.DONE for goal in goals)
    return f"{done} of {len(goals)} done" if goals else ""
