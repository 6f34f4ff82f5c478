r"""Aliases as people write them, found in text in one pass.

An alias is a phrase (``object detection``; the space also stands for a hyphen or for nothing) or a
pattern (``yolo*``, ``gpt-\d\S*``; :mod:`curator.patterns`). Phrases are looked up by hash, so the cost
does not grow with the number of aliases; patterns are few and checked to be safe.
Chinese, Japanese, Korean and Thai are found anywhere in a run of letters, for the runs are no words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from curator.patterns import beginning, compile_pattern, is_pattern
from curator.words import Words, fold, forms, joining, stem

MAX_WORDS = 6
_RUNNING = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One alias and what it stands for; one and the same object wherever it is found."""

    text: str
    """As the author wrote it."""
    owner: int
    """Which topic it belongs to."""
    role: str
    """``alias``, ``weak``, ``related`` or ``exclude``."""
    weight: float = 1.0


class Hit(NamedTuple):
    """A phrase found in a text, by word positions: ``first`` up to but not including ``last``."""

    phrase: Phrase
    first: int
    last: int


def runs_on(alias: str) -> bool:
    """Whether it is of a writing that does not set words apart, or joins others to them."""
    return bool(_RUNNING.search(alias))


@dataclass(slots=True)
class Scanner:
    """All phrases of a taxonomy, ready to be found."""

    plain: dict[str, list[tuple[Phrase, frozenset[int]]]] = field(default_factory=dict)
    """By letters run together: the phrase and where its words end."""
    patterns: list[tuple[str, Phrase, re.Pattern[str]]] = field(default_factory=list)
    """With the letters that each must begin with."""
    beginnings: set[str] = field(default_factory=set)
    """Every key of ``plain`` up to the end of each word: most words of a text begin nothing."""

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> Scanner:
        """A scanner for ``phrases``; an unsafe one raises :class:`~curator.patterns.UnsafePattern`."""
        scanner = cls()
        for phrase in phrases:
            scanner._add(phrase)
        return scanner

    def _add(self, phrase: Phrase) -> None:
        if is_pattern(phrase.text):
            pattern = compile_pattern(phrase.text)
            self.patterns.append((beginning(phrase.text), phrase, pattern))
            return
        if runs_on(phrase.text):
            pattern = re.compile(re.escape(phrase.text), re.IGNORECASE)
            self.patterns.append((phrase.text.casefold(), phrase, pattern))
            return
        for variant in variants(forms(phrase.text)):
            key = "".join(variant)
            bounds = frozenset(accumulate(map(len, variant)))
            self.plain.setdefault(key, []).append((phrase, bounds))
            self.beginnings.update(key[:end] for end in bounds)

    def find(self, text: str, found: Words) -> list[Hit]:
        """Every phrase in ``text``, whose words are ``found``; overlaps included."""
        hits = self._plain_hits(found)
        lower = text.casefold()
        matches = [
            (phrase, match)
            for letters, phrase, pattern in self.patterns
            if letters in lower
            for match in _matches(pattern, letters, text, lower)
        ]
        return hits + _pattern_hits(matches, found) if matches else hits

    def _plain_hits(self, found: Words) -> list[Hit]:
        forms, gaps = found.forms, found.gaps
        beginnings, plain = self.beginnings, self.plain
        hits: list[Hit] = []
        for first in [place for place, form in enumerate(forms) if form in beginnings]:
            run, last = forms[first], first + 1
            bounds = [len(run)]
            while True:
                for phrase, ends in plain.get(run, ()):
                    if ends.issuperset(bounds):
                        hits.append(Hit(phrase, first, last))
                if last == len(forms) or not joining(gaps[last]):
                    break
                run += forms[last]
                if run not in beginnings:
                    break
                bounds.append(len(run))
                last += 1
        return hits


def _matches(
    pattern: re.Pattern[str], letters: str, text: str, lower: str
) -> Iterator[re.Match[str]]:
    """All finds of ``pattern``; only where its letters stand is looked, which is far quicker."""
    if not letters or len(lower) != len(text):
        yield from pattern.finditer(text)
        return
    place = lower.find(letters)
    while place >= 0:
        match = pattern.match(text, place)
        if match:
            yield match
        place = lower.find(letters, match.end() if match else place + 1)


def _pattern_hits(matches: Sequence[tuple[Phrase, re.Match[str]]], found: Words) -> list[Hit]:
    """The matches that begin with a word; one that ends within a word goes no further than it began."""
    starts, ends = found.starts, found.ends
    begun = {start: place for place, start in enumerate(starts)}
    ended = {end: place + 1 for place, end in enumerate(ends)}
    hits = []
    for phrase, match in matches:
        first = begun.get(match.start())
        if first is None and runs_on(phrase.text):
            first = bisect_right(starts, match.start()) - 1
        if first is not None:
            hits.append(Hit(phrase, first, max(first + 1, ended.get(match.end(), first + 1))))
    return hits


def variants(forms: Sequence[str]) -> Iterator[list[str]]:
    """The first words of a phrase, and its plural or singular where that is safe to assume."""
    if not forms:
        return
    *head, tail = forms[:MAX_WORDS]
    yield [*head, tail]
    if stem(tail) == tail and tail.isalpha() and len(tail) > 1:
        plural = tail[:-1] + "ies" if _takes_ies(tail) else tail + "s"
        yield [*head, plural]
    elif head and stem(tail) != tail:
        yield [*head, stem(tail)]


def _takes_ies(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in ("", *"aeiou")


def resolve(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """Per owner the hits that count: the longest first, none over another, none excluded."""
    owned: dict[int, list[Hit]] = {}
    for hit in hits:
        owned.setdefault(hit.phrase.owner, []).append(hit)
    resolved = ((owner, _apart(own)) for owner, own in owned.items())
    return {owner: kept for owner, kept in resolved if kept}


_ORDER = {"exclude": 0, "alias": 1, "weak": 2, "related": 3}


def _rank(hit: Hit) -> tuple[bool, int, int, int, str]:
    phrase, first, last = hit
    return phrase.role != "exclude", first - last, _ORDER[phrase.role], first, phrase.text


def _apart(hits: list[Hit]) -> list[Hit]:
    """The hits of one owner that count."""
    used: set[int] = set()
    kept = []
    for hit in sorted(hits, key=_rank) if hits[1:] else hits:
        places = range(hit.first, hit.last)
        if used.isdisjoint(places):
            used.update(places)
            kept.append(hit)
    return [hit for hit in kept if hit.phrase.role != "exclude"]


@lru_cache(maxsize=4096)
def joined(alias: str) -> str:
    """The letters of a plain alias run together: equal for all its spellings."""
    return "".join(map(fold, forms(alias)))
