"""Topics, and what tagging says of a resource with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Track(StrEnum):
    """The two ways of learning: top-down by building, bottom-up from theory."""

    PRACTICE = "practice"
    THEORY = "theory"


class Level(StrEnum):
    """How much a resource asks of its reader; unknown is an honest answer."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the taxonomy."""

    slug: str
    name: str
    description: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    """Near-certain words."""
    weak: tuple[str, ...] = ()
    """Words that only support."""
    exclude: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    feed_tags: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    track: Track | None = None
    target: float | None = None
    """Share of an issue the author would like, 0 to 1."""


_TOLD = {
    "usage": '"{what}" by its use in the field',
    "description": "like the topic's description: {what}",
    "meaning": "in meaning like {what}",
    "category": "feed category {what}",
    "url": "address {what}",
    "source": "its source gives {what}",
    "hand": "you queued it with {what}",
    "kind": "its kind is {what}",
    "code": "code at {what}",
    "topic": "topic {what}",
    "author": "you said {what}",
    "corrections": "{what}",
}
"""How evidence reads that is no word of title or text."""
_NO_NAMES = frozenset({"usage", "description", "meaning"})
"""Likeness speaks for a topic without naming it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a topic, a track or a level."""

    what: str
    """The words, tag or address that counted, as the page has them."""
    where: str
    """``title``, ``summary``, ``text``, or a key of what is no word of these, as ``category``."""
    weight: float = 0.0
    """What it added (above 0) or took away (below 0), in log-odds."""
    supports: bool = False
    """A word that only supports a topic: of its ``weak`` ones, or of the field's everyday ones."""

    def __str__(self) -> str:
        """For example ``"object detection" in title (+1.2)``."""
        told = _TOLD.get(self.where, '"{what}" in {where}')
        return f"{told.format(what=self.what, where=self.where)} ({self.weight:+.1f})"


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic given to a resource, with its probability and its reasons."""

    slug: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    corrected: bool = False
    """Set by the author; such a tag always wins."""

    @property
    def named(self) -> bool:
        """Whether its reasons, where it has any, name the topic instead of only supporting it."""
        reasons = [one for one in self.evidence if one.weight > 0]
        names = any(not one.supports and one.where not in _NO_NAMES for one in reasons)
        return self.corrected or names or not reasons


@dataclass(frozen=True, slots=True)
class Tags:
    """All that tagging says of one resource."""

    topics: tuple[Tag, ...] = ()
    """Applied, best first, at most four."""
    suggested: tuple[Tag, ...] = ()
    track: Track | None = None
    track_score: float = 0.5
    """Probability of practice."""
    track_evidence: tuple[Evidence, ...] = ()
    level: Level = Level.UNKNOWN
    level_evidence: tuple[Evidence, ...] = ()
    model_version: str = ""

    @property
    def side(self) -> Track:
        """The track it counts for in the mix; an undecided one is practice."""
        return self.track or Track.PRACTICE


@dataclass(frozen=True, slots=True)
class Correction:
    """What the author said of one resource; it always wins and survives every re-tagging."""

    resource_key: str
    topic: str | None
    """A slug, or ``None`` where only the track was corrected."""
    positive: bool
    at: datetime
    track: Track | None = None
