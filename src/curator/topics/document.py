"""What tagging reads of a resource: title, lead and the beginning of its text, as words.

Code and addresses are left out; a summary that only repeats the text counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from curator.model import Resource
from curator.vectors import Vector, normal, weights
from curator.words import Words, joining, words

TEXT_LIMIT = 3000
"""Characters of summary and text that are read; what a thing is about is said early."""
LEAD_WORDS = 60
_TITLE_TIMES = 2
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True)
class Document:
    """The words of one resource."""

    title: str
    body: str
    title_words: Words
    body_words: Words
    stems: Mapping[str, int]
    """Its content words; those of the title count twice."""
    pairs: Mapping[str, int]
    """Each two of them that stand together, counted in the same way."""

    @cached_property
    def weights(self) -> list[float]:
        """The TF-IDF of each of its stems."""
        return weights(self.stems)

    @cached_property
    def vector(self) -> Vector:
        """Its stems as TF-IDF of length one."""
        return dict(zip(self.stems, normal(self.weights), strict=True))

    @property
    def terms(self) -> tuple[str, ...]:
        """All its stems, then all its pairs of stems."""
        return (*self.stems, *self.pairs)

    @property
    def forms(self) -> set[str]:
        """Its words as they are compared, and as they are written where that differs."""
        found: set[str] = set()
        for words_ in (self.title_words, self.body_words):
            found.update(words_.forms)
            found.update(map(str.casefold, words_.parts[1::2]))
        return found

    def shown(self, term: str) -> str:
        """A stem or pair of stems as the text has it where it stands first."""
        wanted = term.split()
        for words_ in (self.title_words, self.body_words):
            place = _find(words_.stems, wanted)
            if place is not None:
                return words_.shown(place, place + len(wanted))
        return term


def document(resource: Resource) -> Document:
    """The words of ``resource`` that say what it is about."""
    title = _plain(resource.title)
    summary, text = _plain(resource.summary), _plain(resource.text[: 2 * TEXT_LIMIT])
    text = text.removeprefix(title).lstrip()
    repeated = not summary or _opening(summary) in text or _opening(summary) in title
    body = (text if repeated else f"{summary}\n{text}".rstrip())[:TEXT_LIMIT]
    title_words, body_words = words(title), words(body)
    stems, pairs = Counter[str](), Counter[str]()
    for found, times in ((body_words, 1), (title_words, _TITLE_TIMES)):
        stems.update(filter(None, found.stems * times))
        pairs.update(_pairs(found) * times)
    return Document(title, body, title_words, body_words, stems, pairs)


def _find(stems: list[str], wanted: list[str]) -> int | None:
    """Where ``wanted`` stands first among ``stems``."""
    place = -1
    for _ in range(stems.count(wanted[0])):
        place = stems.index(wanted[0], place + 1)
        if stems[place : place + len(wanted)] == wanted:
            return place
    return None


def _pairs(found: Words) -> list[str]:
    """Each two content words that stand together."""
    return [
        f"{first} {second}"
        for first, second, gap in zip(found.stems, found.stems[1:], found.gaps[1:], strict=False)
        if first and second and joining(gap)
    ]


def _plain(text: str) -> str:
    return " ".join(_ADDRESS.sub(" ", _CODE.sub(" ", text)).split())


def _opening(summary: str) -> str:
    return summary.rstrip("…. ")[:60]
