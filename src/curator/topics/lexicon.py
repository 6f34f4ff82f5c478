"""The built-in vocabulary of the field, lent to topics that carry an area's name.

An author names a topic and lists a few aliases; nobody lists a thousand. Where the name of a topic
is a head of an area in ``lexicon.toml``, the area's words support the topic below its own aliases;
where it is none, an alias may be.
A word that another topic of the taxonomy claims is left to that topic.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from curator.model import Topic
from curator.topics.everyday import everyday
from curator.topics.phrases import is_pattern, joined
from curator.words import STOP_WORDS, forms

STRONG, WEAK = 1.0, 0.35
_SEGMENT = re.compile(r"[,.;:()!?]+|\s+(?:and|or|for|with|of|to|in|from)\s+", re.IGNORECASE)
_LONGEST = 3
"""How much a lent word weighs, beside an alias at 1."""


@dataclass(frozen=True)
class Area:
    """One area of the field."""

    name: str
    heads: frozenset[str]
    """Names that call for it, letters run together."""
    strong: tuple[str, ...]
    weak: tuple[str, ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The letters of its names and strong words."""
        return self.heads | {joined(word) for word in self.strong if not is_pattern(word)}


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """The areas that ship with Curator."""
    raw = tomllib.loads(files("curator.topics").joinpath("lexicon.toml").read_text("utf-8"))
    return tuple(
        Area(
            name,
            frozenset(map(joined, _listed(area["heads"]))),
            _listed(area["strong"]),
            _listed(area["weak"]),
        )
        for name, area in raw.items()
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split(",") if part.strip())


def lend(topics: Sequence[Topic]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Per slug the words lent to each topic, with their weights."""
    claimed: dict[str, set[str]] = {}
    for topic in topics:
        for alias in (topic.name, *topic.aliases):
            claimed.setdefault(alias if is_pattern(alias) else joined(alias), set()).add(topic.slug)
    return {topic.slug: _lent(topic, claimed) for topic in topics}


def _lent(topic: Topic, claimed: Mapping[str, set[str]]) -> list[tuple[str, float]]:
    own = {joined(word) for word in (*topic.aliases, *topic.weak) if not is_pattern(word)}
    own.add(joined(topic.name))
    found: dict[str, tuple[str, float]] = {}
    for phrase, weight in (*described(topic), *_vocabulary(topic)):
        key = phrase if is_pattern(phrase) else joined(phrase)
        if key not in own and not claimed.get(key, set()) - {topic.slug}:
            found.setdefault(key, (phrase, weight))
    return list(found.values())


def _vocabulary(topic: Topic) -> Iterator[tuple[str, float]]:
    for area in speaking(topic):
        yield from ((phrase, STRONG) for phrase in area.strong)
        yield from ((phrase, WEAK) for phrase in area.weak)


def described(topic: Topic) -> Iterator[tuple[str, float]]:
    """The short phrases of a topic's name and description: pairs count, single words lean."""
    for segment in _SEGMENT.split(f"{topic.name}. {topic.description}"):
        forms = segment.split()
        if 0 < len(forms) <= _LONGEST and not STOP_WORDS.intersection(map(str.lower, forms)):
            yield segment.strip(), STRONG if len(forms) > 1 else WEAK


@lru_cache(maxsize=512)
def speaking(topic: Topic) -> tuple[Area, ...]:
    """The areas that speak for a topic: those that its name calls, else those it describes.

    A topic "Seeing" with the alias "computer vision" is the area of that name. "Detectors" with "yolo" and
    "detr" is a part of it, and stays with its own words.
    """
    named = tuple(area for area in areas() if called(topic.name, area))
    return named or tuple(area for area in areas() if _describes(topic, area))


def _describes(topic: Topic, area: Area) -> bool:
    """Whether a name of the area is the topic's slug or an alias, and most of these are the area's."""
    keys = {joined(word) for word in topic.aliases if not is_pattern(word)}
    if not all(map(everyday, forms(topic.slug))):
        keys.add(joined(topic.slug))
    return not keys.isdisjoint(area.heads) and 2 * len(keys & area.keys) >= len(keys)


def called(name: str, area: Area) -> bool:
    """Whether a topic's name is a head of ``area``, or joins one to others by "and" or a comma."""
    whole = forms(name)
    runs: list[list[str]] = [[]]
    for form in whole:
        if form in ("and", "or", "for", "in", "with"):
            runs.append([])
        else:
            runs[-1].append(form)
    return any("".join(run) in area.heads for run in (whole, *runs) if run)
