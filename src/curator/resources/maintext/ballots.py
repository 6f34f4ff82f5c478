"""The vote on each block: which extractors have its words, what it is, what stands around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import mul

from curator.resources.maintext.blocks import Block
from curator.resources.maintext.extractors import NAMES

_WORD = re.compile(r"\w+")
_GRAM = 3
Grams = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One extractor's text, ready to be compared with."""

    words: tuple[str, ...]
    counts: Counter[str]
    grams: Grams
    running: str

    @classmethod
    def of(cls, text: str) -> Opinion:
        """The opinion that a text is."""
        words = tuple(_WORD.findall(text.lower()))
        return cls(words, Counter(words), grams(words), f" {' '.join(words)} ")

    def share(self, words: Sequence[str]) -> float:
        """How much of some words the text has: by runs of three, or whole where they are fewer."""
        if len(words) < _GRAM:
            return float(f" {' '.join(words)} " in self.running)
        runs = zip(words, words[1:], words[2:], strict=False)
        return sum(map(self.grams.__contains__, runs)) / (len(words) - 2)


def grams(words: Sequence[str]) -> Grams:
    """All runs of three words."""
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def agreement(one: Opinion, other: Opinion) -> float:
    """Word F1 of two texts."""
    fewer, more = sorted((one.counts, other.counts), key=len)
    both = sum(min(count, more[word]) for word, count in fewer.items() if word in more)
    return 2 * both / (len(one.words) + len(other.words)) if both else 0.0


class Opinions:
    """What the extractors say of a page, each compared with each once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the texts by the extractors' names; one that is missing is empty."""
        self.each = [Opinion.of(texts.get(name, "")) for name in NAMES]
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
        self.shares = [[one.share(words) for one in opinions.each] for words in self.words]
        self.means = [sum(row) / len(row) for row in self.shares]
        self.linked = [block.linked / max(1, len(block.plain)) for block in blocks]
        self.agreements = [opinions.agreed(place) for place in range(len(NAMES))]
        self.lengths = [len(words) + 1 for words in self.words]
        first, second = (len(one.words) for one in opinions.each[:2])
        self.ratio = min(3.0, second / first) if first else 3.0
        kept = [place for place, row in enumerate(self.shares) if row[0] > 0.5]
        self.first, self.last = (kept[0], kept[-1]) if kept else (0, len(blocks) - 1)

    def signs(self, place: int) -> dict[str, float]:
        """The signs of one block."""
        return {
            **self._opinions(place),
            **self._shape(place),
            **self._around(place),
            "resiliparse to trafilatura": self.ratio,
        }

    def _opinions(self, place: int) -> dict[str, float]:
        row = self.shares[place]
        found = {f"in {name}": share for name, share in zip(NAMES, row, strict=True)}
        for name, share, agreed in zip(NAMES, row, self.agreements, strict=True):
            found[f"in agreed {name}"] = share * agreed
        for left in range(len(row)):
            for right in range(left + 1, len(row)):
                found[f"in {NAMES[left]} and {NAMES[right]}"] = row[left] * row[right]
        return found | {"in all": min(row)}

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
        weights = self.lengths[low:high]
        weighted: float = sum(map(mul, weights, self.means[low:high]))
        return weighted / sum(weights)
