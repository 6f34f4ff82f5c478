"""Words that might become aliases: what sets the resources of a topic apart, and is no everyday word.

Counted over what carries the topic because something names it, or because the author said so,
against what does not. What has the topic on supporting words alone counts as neither. Names of
people and sources are no words for a topic, nor is what a source writes over all that is its own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from curator.patterns import is_pattern
from curator.topics.areas import areas
from curator.topics.document import Document
from curator.topics.everyday import everyday
from curator.topics.people import people
from curator.topics.phrases import joined
from curator.topics.taxonomy import Taxonomy
from curator.vectors import rarity
from curator.words import forms, stem

LIMIT = 5
"""Words proposed for one topic."""
LEAST = 3
"""Resources of the topic that have the word; two where the author said of both that they are its."""
_JUDGED = 2
_MOSTLY = 0.5
"""The share of the resources with the word that are the topic's."""
_TELLING = 1.96
"""Standard deviations from which a word is proposed."""
_RARE = 4.0
"""The rarity in writing of the field of a word that says enough alone: "framework" does not."""
_RARE_IN_PAIR = (2.0, 3.0)
"""The same for the two words of a pair, in order of size."""
_SAME = 0.6
"""The share of a word's finds that are a pair's from which the word stands for the pair."""
_SERIES = (4, 0.9)
"""The resources of a source, and the share of them with a word, from which that is its own way of
speaking: "daily dose" in a series of that name."""
_NAME_WORDS = (2, 3)
"""The words of an author that is a person; what has more, or one, may be a subject."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A resource, and what it has to do with the topics."""

    read: Document
    topics: Mapping[str, bool]
    """Per slug whether it has the topic for sure; what may have it is left out."""
    said: Mapping[str, bool]
    """Per slug what the author said of it."""
    authors: tuple[str, ...] = ()
    source: str = ""
    """Its first source, or else its site."""

    def has(self, slug: str) -> bool | None:
        """Whether it has a topic; ``None`` where that is not sure."""
        return self.said.get(slug, self.topics.get(slug))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that might become an alias."""

    slug: str
    word: str
    inside: int
    """Resources of the topic that have it."""
    outside: int
    judged: int
    """Those inside of which the author said that they have the topic."""
    z: float
    """How many standard deviations its log-odds inside lie above those outside."""
    example: str
    """The title of one inside."""


def propose(taxonomy: Taxonomy, every: Sequence[Carrier], limit: int = LIMIT) -> list[Proposal]:
    """Words that set each topic's resources apart and are no alias yet, most telling first."""
    shown = _Shown([one.read for one in every])
    names = _names(every)
    terms = [{term for term in one.read.terms if names.isdisjoint(term.split())} for one in every]
    known = set(_known(taxonomy))
    own = _own(every, terms)
    proposals = []
    for place, slug in enumerate(taxonomy.slugs):
        parts = list(_parts(taxonomy, place))
        ranked = sorted(_telling(slug, every, terms), key=lambda one: (-one.z, one.term))
        fresh = (
            one
            for one in _apart(ranked)
            if (one.judged or one.term not in own)
            and joined(shown.of(one.term)) not in known
            and not _part_of(one.term, parts)
        )
        for one in list(fresh)[:limit]:
            first = next(
                carrier
                for carrier, has in zip(every, terms, strict=True)
                if one.term in has and carrier.has(slug)
            )
            counts = (one.inside, one.outside, one.judged, round(one.z, 2))
            proposals.append(Proposal(slug, shown.of(one.term), *counts, first.read.title))
    return proposals


@dataclass(frozen=True, slots=True)
class _Telling:
    """A term with its counts inside and outside a topic."""

    term: str
    inside: int
    outside: int
    judged: int
    z: float


def _telling(slug: str, every: Sequence[Carrier], terms: Sequence[set[str]]) -> Iterator[_Telling]:
    """The terms that mostly stand in what has the topic."""
    inside, outside, judged = Counter[str](), Counter[str](), Counter[str]()
    sizes = {True: 0, False: 0}
    for one, found in zip(every, terms, strict=True):
        has = one.has(slug)
        if has is None:
            continue
        sizes[has] += 1
        (inside if has else outside).update(found)
        if one.said.get(slug):
            judged.update(found)
    for term, n in inside.items():
        rest = outside[term]
        enough = n >= LEAST or judged[term] >= _JUDGED
        if enough and n / (n + rest + 1) >= _MOSTLY and _says_something(term):
            z = _z(n, sizes[True], rest, sizes[False])
            if z >= _TELLING:
                yield _Telling(term, n, rest, judged[term], z)


def _z(inside: int, size: int, outside: int, rest: int) -> float:
    """The z-score of a term's log-odds inside against outside (with half a find added to each)."""
    cells = (inside + 0.5, size - inside + 0.5, outside + 0.5, rest - outside + 0.5)
    odds = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
    return odds / math.sqrt(sum(1 / cell for cell in cells))


def _says_something(term: str) -> bool:
    """Whether a word or pair is no everyday one; a number, as of a year, says nothing."""
    words = term.split()
    if any(word.isdigit() for word in words) or all(map(everyday, words)):
        return False
    if len(words) == 1 and _doing(term):
        return False
    rare = sorted(map(rarity, words))
    return rare[0] >= _RARE if len(rare) == 1 else all(map(float.__ge__, rare, _RARE_IN_PAIR))


def _doing(word: str) -> bool:
    """Whether a word only tells what is done: "centralized", "automating", but not "boosting"."""
    if not word.endswith(("ing", "ed")) or word in _of_the_field():
        return False
    if word.endswith("ed"):
        return True
    root = word[:-3]
    return any(everyday(form) or rarity(form) < _RARE for form in (root, f"{root}e"))


@lru_cache(maxsize=1)
def _of_the_field() -> frozenset[str]:
    """The stems of the single words that ship with Curator."""
    listed = (word for area in areas() for word in (*area.strong, *area.weak))
    return frozenset(stem(found[0]) for word in listed if len(found := forms(word)) == 1)


def _apart(ranked: Sequence[_Telling]) -> Iterator[_Telling]:
    """Of a pair and its words only one: the pair where that is where the word mostly stands."""
    pairs = {one.term: one for one in ranked if " " in one.term}
    taken: set[str] = set()
    for one in ranked:
        longer = [pair for pair in pairs.values() if one.term in pair.term.split()]
        covered = any(pair.inside >= _SAME * one.inside for pair in longer)
        words = set(one.term.split())
        if not covered and words.isdisjoint(taken):
            taken |= words
            yield one


def _names(every: Sequence[Carrier]) -> set[str]:
    """The stems that name people: authors, and who is spoken of."""
    texts = (words for one in every for words in (one.read.title_words, one.read.body_words))
    authors = {name for one in every for line in one.authors for name in line.split(",")}
    parts = (list(map(stem, forms(name))) for name in authors)
    least, most = _NAME_WORDS
    return people(texts).union(*(name for name in parts if least <= len(name) <= most))


def _own(every: Sequence[Carrier], terms: Sequence[set[str]]) -> set[str]:
    """The terms that stand in one source only, and in nearly all that it has."""
    of_source: dict[str, list[set[str]]] = {}
    for one, found in zip(every, terms, strict=True):
        of_source.setdefault(one.source, []).append(found)
    counts = {source: Counter(chain.from_iterable(each)) for source, each in of_source.items()}
    sources = Counter(term for count in counts.values() for term in count)
    least, share = _SERIES
    return {
        term
        for source, count in counts.items()
        if source and len(of_source[source]) >= least
        for term, n in count.items()
        if sources[term] == 1 and n >= share * len(of_source[source])
    }


def _known(taxonomy: Taxonomy) -> Iterator[str]:
    for topic in taxonomy.topics:
        for word in (topic.name, *topic.aliases, *topic.weak):
            if not is_pattern(word):
                yield joined(word)


def _parts(taxonomy: Taxonomy, place: int) -> Iterator[tuple[str, ...]]:
    """The stems of each alias of a topic."""
    topic = taxonomy.topics[place]
    for word in (topic.name, *topic.aliases):
        if not is_pattern(word):
            yield tuple(map(stem, forms(word)))


def _part_of(term: str, aliases: Iterable[tuple[str, ...]]) -> bool:
    """Whether a term is part of an alias, or has one in it: then it finds hardly more than that."""
    own = f" {term} "
    return any(own in f" {' '.join(alias)} " or f" {' '.join(alias)} " in own for alias in aliases)


class _Shown:
    """How stems stand in the texts they come from."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._first: dict[str, Document] = {}
        for document in documents:
            for term in document.terms:
                self._first.setdefault(term, document)

    def of(self, term: str) -> str:
        """The words of the text that first had ``term``."""
        return self._first[term].shown(term)
