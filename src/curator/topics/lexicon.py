"""The built-in vocabulary of the field, lent to topics that carry an area's name.

An author names a topic and lists a few aliases; nobody lists a thousand. Where the name of a topic
is a head of an area in ``lexicon.toml`` or ``parts.toml``, the area's words support the topic below
its own aliases; where it is none, an alias may be. Which areas a topic calls is told by
:mod:`curator.topics.naming`. A word that another topic of the taxonomy claims is left to that topic:
one that is its name or alias, and one of a part of the field that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from curator.model import Topic
from curator.patterns import is_pattern
from curator.topics.areas import Area
from curator.topics.naming import listed, speaking
from curator.topics.phrases import joined
from curator.words import STOP_WORDS

STRONG, WEAK = 1.0, 0.35
"""How much a lent word weighs, beside an alias at 1."""
_SEGMENT = re.compile(r"[,.;:()!?]+|\s+(?:and|or|for|with|of|to|in|from)\s+", re.IGNORECASE)
_LONGEST = 3
"""Words of a description that are taken for a phrase."""


def lend(topics: Sequence[Topic]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Per slug the words lent to each topic, with their weights."""
    claimed: dict[str, set[str]] = {}
    for topic in topics:
        for alias in (topic.name, *topic.aliases):
            claimed.setdefault(_key(alias), set()).add(topic.slug)
    called = {topic.slug: speaking(topic) for topic in topics}
    named = {area for areas in called.values() for area in areas}
    return {
        topic.slug: _lent(
            topic,
            _areas(topic, called[topic.slug], named),
            claimed,
            _cut_out(called[topic.slug], named),
        )
        for topic in topics
    }


def _areas(topic: Topic, own: Sequence[Area], named: set[Area]) -> tuple[Area, ...]:
    """The areas that speak for a topic, its ``own``, and those it lists that no topic is named after.

    Where its name is an area's, only whole other areas: the parts of its own are among its words.
    """
    more = (area for area in listed(topic) if area not in named)
    return (*own, *(area for area in more if not (own and area.part)))


def _cut_out(areas: Sequence[Area], named: set[Area]) -> set[str]:
    """The strong words of parts of these areas that other topics are about."""
    own = {area.name for area in areas}
    parts = (part for part in named if part.name not in own and not own.isdisjoint(part.of))
    return {_key(word) for part in parts for word in part.strong}


def _lent(
    topic: Topic, areas: Sequence[Area], claimed: Mapping[str, set[str]], taken: set[str]
) -> list[tuple[str, float]]:
    own = {joined(word) for word in (*topic.aliases, *topic.weak) if not is_pattern(word)}
    own.add(joined(topic.name))
    found: dict[str, tuple[str, float]] = {}
    words = [(phrase, weight, False) for phrase, weight in described(topic)]
    words += [(phrase, weight, _key(phrase) in taken) for phrase, weight in _vocabulary(areas)]
    for phrase, weight, gone in words:
        key = _key(phrase)
        if key not in own and not gone and not claimed.get(key, set()) - {topic.slug}:
            found.setdefault(key, (phrase, weight))
    return list(found.values())


def _key(phrase: str) -> str:
    return phrase if is_pattern(phrase) else joined(phrase)


def _vocabulary(areas: Sequence[Area]) -> Iterator[tuple[str, float]]:
    for area in areas:
        yield from ((phrase, STRONG) for phrase in area.strong)
    for area in areas:
        yield from ((phrase, WEAK) for phrase in area.weak)


def described(topic: Topic) -> Iterator[tuple[str, float]]:
    """The short phrases of a topic's name and description: pairs count, single words lean."""
    for segment in _SEGMENT.split(f"{topic.name}. {topic.description}"):
        forms = segment.split()
        if 0 < len(forms) <= _LONGEST and not STOP_WORDS.intersection(map(str.lower, forms)):
            yield segment.strip(), STRONG if len(forms) > 1 else WEAK
