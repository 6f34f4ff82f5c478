"""Which areas of the field a topic is about, by what its author calls it.

A name may be an area's own ("NLP"), join several ("Experiments, causality & bandits") or dress one up
("Graph data", "Modern computer vision").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from curator.model import Topic
from curator.patterns import is_pattern
from curator.topics.areas import Area, areas
from curator.topics.everyday import everyday
from curator.topics.phrases import joined
from curator.words import forms, stem

_JOINT = re.compile(r"[,;:&+|()]+|\s(?:and|or|for|in|with|of|on|to|by|via|vs)\s", re.IGNORECASE)
_PIECE = re.compile(rf"{_JOINT.pattern}|[/–—]", re.IGNORECASE)
_LIST = re.compile(r"[,;.]+|\s(?:and|or)\s", re.IGNORECASE)
_DRESS = frozenset(
    """advanced ai algorithm analysis analytics application applied architecture artificial basic classic
    classical concept data deep dl example fundamental general in intelligence intro introduction learning machine
    method ml model modeling modelling modern more network neural other paper practical processing
    project research resource science system task technique technology topic tutorial understanding""".split()
)
"""Words around a name that leave it what it is."""


@lru_cache(maxsize=512)
def speaking(topic: Topic) -> tuple[Area, ...]:
    """The areas that speak for a topic: those that its name calls, else those its slug or aliases do.

    A topic "Seeing" with the alias "computer vision" is the area of that name. "Detectors" with "yolo" and
    "detr" is a part of it, and stays with its own words.
    """
    named = calling(topic.name)
    return named or tuple(area for area in areas() if _described(topic, area))


def calling(name: str) -> tuple[Area, ...]:
    """The areas that ``name`` calls: as it stands, and by each of the names it joins."""
    found = {area for piece in _pieces(name) for area in _by_head(piece)}
    return tuple(area for area in areas() if area in found)


def listed(topic: Topic) -> tuple[Area, ...]:
    """The areas that the description of a topic lists by their plain names."""
    heads = set(map(joined, _LIST.split(topic.description)))
    return tuple(area for area in areas() if not heads.isdisjoint(area.heads))


def _pieces(name: str) -> Iterator[str]:
    yield name
    yield from _JOINT.split(name)
    yield from _PIECE.split(name)


@lru_cache(maxsize=4096)
def _by_head(piece: str) -> tuple[Area, ...]:
    """The areas with this very head; else those with what is left of it without its dress."""
    exact = tuple(area for area in areas() if joined(piece) in area.heads)
    bare = [form for form in forms(piece) if stem(form) not in _DRESS]
    if exact or not bare or len(bare) == len(forms(piece)):
        return exact
    wanted = {"".join(bare), "".join([*bare[:-1], stem(bare[-1])]), "".join(bare) + "s"}
    return tuple(area for area in areas() if not wanted.isdisjoint(area.heads))


def _described(topic: Topic, area: Area) -> bool:
    """Whether a name of the area is the topic's slug or an alias, and most of these are the area's."""
    keys = {joined(word) for word in topic.aliases if not is_pattern(word)}
    if not all(map(everyday, forms(topic.slug))):
        keys.add(joined(topic.slug))
    return not keys.isdisjoint(area.heads) and 2 * len(keys & area.keys) >= len(keys)
