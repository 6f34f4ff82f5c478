"""The vote on each block: which extractors have its words, what it is, what stands around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from operator import mul

from curator.resources.maintext.blocks import Block
from curator.resources.maintext.containers import Containers
from curator.resources.maintext.extractors import NAMES

_WORD = re.compile(r"\w+")
_SHORT_LINE = re.compile(r"(?<![^\n|\t])[^\n|\t]{1,99}(?![^\n|\t])")
"""A line or a cell that may have fewer than three words."""
_IN = tuple(f"in {name}" for name in NAMES)
_IN_AGREED = tuple(f"in agreed {name}" for name in NAMES)
_IN_BOTH = tuple(
    (f"in {NAMES[one]} and {NAMES[other]}", one, other)
    for one, other in combinations(range(len(NAMES)), 2)
)
Grams = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One extractor's text, ready to be compared with."""

    words: tuple[str, ...]
    counts: Counter[str]
    grams: Grams
    brief: frozenset[tuple[str, ...]]
    """Its lines, and cells of tables, that have fewer than three words."""

    @classmethod
    def of(cls, text: str) -> Opinion:
        """The opinion that a text is."""
        text = text.lower()
        words = tuple(_WORD.findall(text))
        lines = (tuple(_WORD.findall(line.group())) for line in _SHORT_LINE.finditer(text))
        brief = frozenset(line for line in lines if 0 < len(line) < 3)
        return cls(words, Counter(words), frozenset(runs(words)), brief)

    def share(self, words: Sequence[str]) -> float:
        """How much of some words the text has: by runs of three; fewer have to be a line of it.

        A menu's "World" is a word of every other article.
        """
        return self.share_of(words, list(runs(words)))

    def share_of(self, words: Sequence[str], three: Sequence[tuple[str, ...]]) -> float:
        """The same of words whose runs of three are known."""
        if not three:
            return float(tuple(words) in self.brief)
        return sum(map(self.grams.__contains__, three)) / len(three)


def runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """All runs of three words."""
    return zip(words, words[1:], words[2:], strict=False)


def agreement(one: Opinion, other: Opinion) -> float:
    """Word F1 of two texts."""
    fewer, more = sorted((one.counts, other.counts), key=len)
    both = sum(min(count, more[word]) for word, count in fewer.items() if word in more)
    return 2 * both / (len(one.words) + len(other.words)) if both else 0.0


class Opinions:
    """What the extractors say of a page, each compared with each once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the texts by the extractors' names; one that is missing is empty."""
        said = [texts.get(name, "") for name in NAMES]
        known = {text: Opinion.of(text) for text in dict.fromkeys(said)}
        self.each = [known[text] for text in said]
        self._alike = {
            frozenset((one, two)): agreement(self.each[one], self.each[two])
            for one, two in combinations(range(len(NAMES)), 2)
        }

    def agreed(self, place: int) -> float:
        """How alike one text is to the others: the mean."""
        alike = [share for pair, share in self._alike.items() if place in pair]
        return sum(alike) / len(alike)

    def agreement(self) -> float:
        """How alike all texts are that say anything; 0 where fewer than two do."""
        alike = [share for pair, share in self._alike.items()
                 if all(self.each[place].words for place in pair)]  # fmt: skip
        return sum(alike) / len(alike) if alike else 0.0


def cast(blocks: Sequence[Block], title: str, opinions: Opinions) -> list[dict[str, float]]:
    """What speaks for and against each block, by name of the sign; what is not named is 0."""
    table = _Table(blocks, title, opinions)
    return [table.signs(place) for place in range(len(blocks))]


class _Table:
    """All blocks of a page with their shares, so that neighbours can be looked at."""

    def __init__(self, blocks: Sequence[Block], title: str, opinions: Opinions) -> None:
        self.blocks = blocks
        self.words = [_WORD.findall(block.plain.lower()) for block in blocks]
        self.title = set(_WORD.findall(title.lower()))
        self.shares = [_shares(words, opinions) for words in self.words]
        self.means = [sum(row) / len(row) for row in self.shares]
        self.linked = [block.linked / max(1, len(block.plain)) for block in blocks]
        self.agreements = [opinions.agreed(place) for place in range(len(NAMES))]
        self.lengths = [len(words) + 1 for words in self.words]
        self.prose = _sums(self.lengths)
        self.agreed = _sums(map(mul, self.lengths, self.means))
        self.containers = Containers(blocks, self.means, self.lengths)
        first, second = (len(one.words) for one in opinions.each[:2])
        self.ratio = min(3.0, second / first) if first else 3.0
        kept = [place for place, row in enumerate(self.shares) if row[0] > 0.5]
        self.first, self.last = (kept[0], kept[-1]) if kept else (0, len(blocks) - 1)

    def signs(self, place: int) -> dict[str, float]:
        """The signs of one block."""
        block, mean, length = self.blocks[place], self.means[place], self.lengths[place]
        found = self._opinions(place)
        found |= self._shape(place)
        found |= self._around(place)
        found |= self.containers.signs(block.path, mean, length)
        found["resiliparse to trafilatura"] = self.ratio
        return found

    def _opinions(self, place: int) -> dict[str, float]:
        row = self.shares[place]
        found = dict(zip(_IN, row, strict=True))
        found |= zip(_IN_AGREED, map(mul, row, self.agreements), strict=True)
        found |= {name: row[one] * row[other] for name, one, other in _IN_BOTH}
        found["in all"] = min(row)
        return found

    def _shape(self, place: int) -> dict[str, float]:
        block, words = self.blocks[place], self.words[place]
        count, linked = len(words), self.linked[place]
        like_title = len(set(words) & self.title) / len(set(words)) if words else 0.0
        heading = block.kind == "h"
        found = {
            "length": math.log1p(count),
            "short": float(count < 4),
            "long": float(count > 25),
            "linked": linked,
            "all linked": float(linked > 0.9),
            "ends as a sentence": float(block.plain[-1] in '.!?:"”…。'),
            "the title": float(heading and count > 2 and like_title > 0.8),
            "first heading": float(heading and block.level == 1),
            "short by agreement": self.means[place] * float(count < 4),
            "long by trafilatura": self.shares[place][0] * float(count > 25),
        }
        found[f"is {block.kind}"] = 1.0
        for where in block.where:
            found[f"stands in {where}"] = 1.0
        return found

    def _around(self, place: int) -> dict[str, float]:
        inside = float(self.first <= place <= self.last)
        before, after = self.means[max(0, place - 3) : place], self.means[place + 1 : place + 4]
        nearby = self.linked[max(0, place - 2) : place + 3]
        return {
            "near 1": self._near(place, 1),
            "near 3": self._near(place, 3),
            "near 8": self._near(place, 8),
            "before": sum(before) / len(before) if before else 0.0,
            "after": sum(after) / len(after) if after else 0.0,
            "inside": inside,
            "just before": float(self.first - 4 <= place < self.first),
            "just after": float(self.last < place <= self.last + 3),
            "item inside": inside * float(self.blocks[place].kind == "li"),
            "links nearby": sum(nearby) / len(nearby),
        }

    def _near(self, place: int, radius: int) -> float:
        """The mean share around a block, longer blocks counting more."""
        low, high = max(0, place - radius), min(len(self.blocks), place + radius + 1)
        return (self.agreed[high] - self.agreed[low]) / (self.prose[high] - self.prose[low])


def _shares(words: Sequence[str], opinions: Opinions) -> list[float]:
    """How much of a block's words each extractor has."""
    three = list(runs(words))
    return [one.share_of(words, three) for one in opinions.each]


def _sums(numbers: Iterable[float]) -> list[float]:
    """Sums of the first so many numbers, from none to all."""
    return list(accumulate(numbers, initial=0.0))
