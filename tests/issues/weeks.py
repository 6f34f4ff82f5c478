"""Made-up weeks: candidates of every kind, written for the tests of ranking and mixing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from curator.model import (
    Author,
    Evidence,
    Kind,
    Mix,
    Newsletter,
    Period,
    Resource,
    StoredResource,
    Tag,
    Tags,
    Topic,
    Track,
    When,
)

START = datetime(2026, 2, 16, tzinfo=UTC)
TOPICS = (
    Topic("vision", "Computer vision"),
    Topic("language", "Language models"),
    Topic("tabular", "Tabular data"),
    Topic("theory", "Theory", track=Track.THEORY),
    Topic("tools", "Tools"),
)
WORDS = {
    "vision": "image pixel convolution detector camera segmentation mask frame crop",
    "language": "token sentence prompt decoder grammar translation corpus chat",
    "tabular": "column row boosting forest leaf split category missing table",
    "theory": "bound theorem lemma proof convex measure entropy minimax",
    "tools": "library notebook package release install profile debug editor",
}


def period(week: int = 0) -> Period:
    """The ``week``-th week after the first."""
    start = START + timedelta(weeks=week)
    end = start + timedelta(weeks=1)
    year, number, _ = start.isocalendar()
    first = date(start.year, start.month, start.day)
    return Period(f"{year}-W{number:02d}", start, end, first, first + timedelta(days=6))


def newsletter(
    length: int = 10, practice: float = 0.8, per_topic: int = 3, per_source: int = 2
) -> Newsletter:
    """A newsletter with this mix and these limits."""
    return Newsletter(
        "Weekly",
        Author("Ada"),
        "ada@example.org",
        mix=Mix(practice, 1 - practice),
        length=length,
        per_topic=per_topic,
        per_source=per_source,
    )


def stored(  # noqa: PLR0913
    number: int,
    topic: str | None = "vision",
    *,
    title: str | None = None,
    text: str = "",
    track: Track | None = Track.PRACTICE,
    kind: Kind = Kind.ARTICLE,
    source: str = "https://one.example/feed",
    score: float = 0.8,
    published: datetime | None = None,
    week: int = 0,
    weight: float = 1.0,
) -> StoredResource:
    """One candidate."""
    tags = (Tag(topic, score, (Evidence(WORDS[topic].split()[0], "title", 1.2),)),) if topic else ()
    return StoredResource(
        number,
        Resource(
            f"https://site.example/{number:06d}",
            f"https://site.example/{number:06d}",
            title or f"Number {number}",
            published=When(published or START + timedelta(weeks=week, days=number % 7)),
            kind=kind,
            text=text,
        ),
        Tags(topics=tags, track=track),
        sources=(source,),
        source_urls=(source,),
        first_seen_at=START,
        weight=weight,
    )


def supported(number: int, word: str, source: str = "https://one.example/feed") -> StoredResource:
    """A candidate whose only topic has nothing but a word that supports it."""
    tag = Tag("vision", 0.8, (Evidence(word, "title", 2.0, supports=True),))
    return replace(stored(number, source=source), tags=Tags((tag,), track=Track.PRACTICE))


def some_week(week: int, size: int = 160, practice: float = 0.35) -> list[StoredResource]:
    """Candidates of one week: mostly theory scores best, as with papers."""
    dice = random.Random(week)
    return [_random(dice, week * 1000 + i, week, practice) for i in range(size)]


def _random(dice: random.Random, number: int, week: int, practice: float) -> StoredResource:
    topic = dice.choice([*WORDS, *WORDS, None])
    is_practice = dice.random() < practice
    words = WORDS[topic or "tools"].split()
    return stored(
        number,
        topic,
        title=" ".join(dice.sample(words, 3)) + f" {number}",
        text=" ".join(dice.choices(words, k=60)),
        track=Track.PRACTICE if is_practice else Track.THEORY,
        kind=dice.choice([Kind.ARTICLE, Kind.POST, Kind.PAPER, Kind.PAPER, Kind.VIDEO]),
        source=f"https://source{dice.randrange(30)}.example/feed",
        score=min(0.99, dice.uniform(0.3, 0.95) + (0 if is_practice else 0.1)),
        week=week,
    )


def picks_of(sections: Sequence[object]) -> int:
    """How many picks the sections hold."""
    return sum(len(getattr(section, "picks", ())) for section in sections)
