"""Which resources are the same thing.

Merged is only what is sure: equal identity, the same first link out of a short notice with a
matching title, titles that agree in words and numbers, or texts that overlap by half. What is
merely close is related (:mod:`curator.issues.related`): shown beside, never folded. Nothing is deleted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from curator.model import Resource
from curator.resources.canonical import identity
from curator.resources.near import Shingles, candidates
from curator.urls import host
from curator.vectors import Vector, cosine, count, rarity, unit
from curator.words import forms, stem, terms

SAME_TITLE = 0.8
SAME_TEXT = 0.5
SAME_SUBJECT = 0.4
"""Cosine from which two texts under a shared name speak of the same work."""
_REWORDED = 0.5
"""Cosine that texts under nearly equal titles must reach."""
_OTHER_TEXT = 0.15
"""Cosine below which equal titles stand over different things."""
_TELLING_TITLE = 3
"""Titles with fewer content words are too common to go by alone ("Weekly links")."""
_ENOUGH = 40
"""Shingles from which a text can speak for itself."""
_SERIES_DAYS = 3
_TEXT = 4000
_LINK = re.compile(r"https?://[^\s<>()\"'\]]+")
IDENTIFIED = ("arxiv:", "doi:", "github:", "youtube:")
"""How the keys of papers, repositories and videos begin."""
_NUMBER = re.compile(r"(?<![^\W_])\d+(?:\.\d+)*(?![^\W_])|\b[ivx]{2,4}\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*[:–—|]\s+|\s+-\s+")
_CROWD = 200


class Rule(StrEnum):
    """Why two resources are taken for one."""

    KEY = "same identity"
    LINK = "points to it"
    TITLE = "same title"
    TEXT = "same text"
    SUBJECT = "same work in other words"


@dataclass(frozen=True, slots=True)
class Match:
    """Two resources, by their places in the list that was given."""

    first: int
    second: int
    rule: Rule
    score: float


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a resource."""

    key: str
    host: str
    published: datetime | None
    link: str | None
    """The identity that its text links to first, if that is a paper, repository or video."""
    title: frozenset[str]
    parts: frozenset[frozenset[str]]
    """The whole title, and what stands before and after its colon or dash."""
    numbers: tuple[str, ...]
    text: Shingles
    vector: Vector
    """Of the text alone."""

    @classmethod
    def of(cls, resource: Resource) -> Print:
        """The print of ``resource``."""
        body = (resource.text or resource.summary)[:_TEXT]
        pieces = (resource.title, *_PARTS.split(resource.title, maxsplit=1))
        return cls(
            key=resource.key,
            host=host(resource.url),
            published=resource.published.instant if resource.published else None,
            link=first_link(body, resource.key),
            title=_bag(resource.title),
            parts=frozenset(filter(None, map(_bag, pieces))),
            numbers=tuple(sorted(match.group() for match in _NUMBER.finditer(resource.title))),
            text=Shingles.of(forms(body)),
            vector=unit(count("", body)),
        )

    @property
    def spoken(self) -> bool:
        """Whether there is enough text to compare."""
        return len(self.text) >= _ENOUGH


def find(prints: Sequence[Print]) -> list[Match]:
    """Every pair that is surely the same thing, each once, with the first rule that says so."""
    found: dict[tuple[int, int], Match] = {}
    for match in (*_by_key(prints), *_by_link(prints), *_by_title(prints), *_by_text(prints)):
        found.setdefault((match.first, match.second), match)
    return list(found.values())


def folded(matches: Iterable[Match], order: Iterable[int]) -> dict[int, int]:
    """Which place repeats which other one; ``order`` has all places, those to keep first.

    Each repeats one that it matches itself: what is like the like of a thing need not be like it.
    """
    beside: dict[int, set[int]] = defaultdict(set)
    for match in matches:
        beside[match.first].add(match.second)
        beside[match.second].add(match.first)
    found: dict[int, int] = {}
    kept: set[int] = set()
    for place in order:
        if place not in found:
            kept.add(place)
            found |= dict.fromkeys(beside[place] - kept - found.keys(), place)
    return found


def first_link(text: str, own: str = "") -> str | None:
    """The identity of the first paper, repository or video that ``text`` links to."""
    for match in _LINK.finditer(text):
        key = identity(match.group().rstrip(".,;:!?")).key
        if key.startswith(IDENTIFIED) and key != own:
            return key
    return None


# --------------------------------------------------------------------------- the rules


def _by_key(prints: Sequence[Print]) -> Iterator[Match]:
    for group in _groups({place: [one.key] for place, one in enumerate(prints)}).values():
        yield from (Match(group[0], other, Rule.KEY, 1.0) for other in group[1:])


def _by_link(prints: Sequence[Print]) -> Iterator[Match]:
    """A notice that links first to a paper or repository, under the same or a shortened title."""
    places = {one.key: place for place, one in enumerate(prints)}
    for place, one in enumerate(prints):
        target = places.get(one.link or "")
        if target is not None and target != place and _titles_agree(one, prints[target]):
            yield Match(min(place, target), max(place, target), Rule.LINK, 1.0)


def _by_title(prints: Sequence[Print]) -> Iterator[Match]:
    """Equal or nearly equal titles, or one title that is a part of the other."""
    for first, second in _sharing_words(prints):
        one, other = prints[first], prints[second]
        score = len(one.title & other.title) / len(one.title | other.title)
        if score >= SAME_TITLE and one.numbers == other.numbers and _titled_alike(one, other):
            yield Match(first, second, Rule.TITLE, round(score, 3))
        elif _titles_agree(one, other) and _same_subject(one, other):
            yield Match(first, second, Rule.SUBJECT, round(score, 3))


def _by_text(prints: Sequence[Print]) -> Iterator[Match]:
    texts = [one.text for one in prints]
    for first, second in candidates(texts):
        one, other = prints[first], prints[second]
        score = texts[first].jaccard(texts[second])
        if score >= SAME_TEXT and one.spoken and other.spoken and _no_other_part(one, other):
            yield Match(first, second, Rule.TEXT, round(score, 3))


# --------------------------------------------------------------------------- their conditions


def _titles_agree(one: Print, other: Print) -> bool:
    """Whether one title is the other, or what stands before or after the colon of the other."""
    return one.title in other.parts or other.title in one.parts


def _titled_alike(one: Print, other: Print) -> bool:
    """Whether (nearly) equal titles stand over the same thing.

    A telling title does, unless the texts have nothing in common; a common one ("Weekly links")
    and one that differs in a word need texts that agree.
    """
    if not (one.text and other.text):
        return one.title == other.title and len(one.title) >= _TELLING_TITLE
    if _issue_of_a_series(one, other):
        return False
    likeness = cosine(one.vector, other.vector)
    if one.title == other.title and len(one.title) >= _TELLING_TITLE:
        return likeness >= _OTHER_TEXT or not (one.spoken and other.spoken)
    return likeness >= _REWORDED and one.spoken and other.spoken


def _issue_of_a_series(one: Print, other: Print) -> bool:
    """Whether one site used the same title again later over another text."""
    if one.host != other.host or one.published is None or other.published is None:
        return False
    apart = abs(one.published - other.published) > timedelta(days=_SERIES_DAYS)
    return apart and one.text.jaccard(other.text) < SAME_TEXT


def _same_subject(one: Print, other: Print) -> bool:
    """Whether two texts under a shared name tell of the same work in other words."""
    return (
        one.spoken
        and other.spoken
        and _no_other_part(one, other)
        and not _issue_of_a_series(one, other)
        and cosine(one.vector, other.vector) >= SAME_SUBJECT
    )


def _no_other_part(one: Print, other: Print) -> bool:
    """Parts of a series share their boilerplate and differ in their number."""
    return one.numbers == other.numbers or not (one.numbers and other.numbers)


def _bag(title: str) -> frozenset[str]:
    return frozenset(terms(title)) or frozenset(map(stem, forms(title)))


def _groups(keys: Mapping[int, Iterable[str]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, names in keys.items():
        for name in names:
            groups[name].append(place)
    return {name: places for name, places in groups.items() if len(places) > 1}


def _sharing_words(prints: Sequence[Print]) -> Iterator[tuple[int, int]]:
    """Pairs whose titles share one of their three rarest words, each once.

    Two titles that agree in four words of five share one of three at least.
    """
    rarest = {
        place: sorted(one.title, key=lambda term: (-rarity(term), term))[:3]
        for place, one in enumerate(prints)
    }
    seen: set[tuple[int, int]] = set()
    for group in _groups(rarest).values():
        for i, one in enumerate(group[:_CROWD]):
            for other in group[i + 1 : _CROWD]:
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield one, other
