"""Why a topic was given: the phrases, tags and addresses that counted, with their log-odds.

A word is told once, with all that it adds: by standing in title and text, and by how words like it
are used in the field. Taking the first ones away takes the topic away in most cases, taking all away
in nearly all; how often is measured (``docs/topics.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from curator.model import Evidence
from curator.topics.document import Document
from curator.topics.phrases import Hit
from curator.topics.signals import SIGNALS, Reader, Signals
from curator.words import stem

LIMIT = 16
"""Reasons kept of one topic: in long texts that many words may speak for it."""
_TELLING = 0.05
"""Log-odds below which a reason is not worth a word."""
_TELLING_USAGE = 0.1
"""The same for a word that speaks by its usage only."""
_USED = 8
"""Words of which is told how they are used."""
_COLUMNS = tuple(
    [column for column, name in enumerate(SIGNALS) if name.endswith(endings)]
    for endings in ("title", ("lead", "text"), "share", "usage", "likeness")
)
"""The signals of title, text, their share together, usage, and likeness."""
_STRENGTH = (1.0, 0.6, 0.3, 0.2)
"""How a sum is shared between the kinds of phrases that made it."""

Nearest = Callable[[Document, int], str]


def explain(
    place: int,
    reader: Reader,
    document: Document,
    signals: Signals,
    adds: np.ndarray,
    nearest: Nearest,
) -> tuple[Evidence, ...]:
    """The evidence for topic ``place``, strongest first; ``adds`` is one row of contributions.

    ``nearest`` tells the name or alias of a topic that means most nearly what the document does.
    """
    values = adds.tolist()
    in_title, in_body, share, usage, likeness = (
        sum([values[column] for column in columns]) for columns in _COLUMNS
    )
    title = _strengths(reader, signals.title_hits.get(place, ()))
    body = _strengths(reader, signals.body_hits.get(place, ()))
    of_title = 2 * sum([strength for _, strength in title])
    part = of_title / (of_title + sum([strength for _, strength in body]) or 1.0)
    told = _Told(reader)
    told.phrases(title, "title", document, in_title + share * part)
    told.phrases(body, "text", document, in_body + share * (1 - part))
    told.usage(place, signals, usage)
    found = [
        *(one.evidence(document) for one in told.words.values() if one.weight >= one.least),
        *_alike(reader, document, place, likeness),
    ]
    meant = sum(values[len(SIGNALS) :])
    if meant >= _TELLING:
        found.append(Evidence(nearest(document, place), "meaning", round(meant, 2)))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.where, one.what))[:LIMIT])


_Strengths = Sequence[tuple[Hit, float]]
"""Hits in their order in the text, each with what it weighs among the others."""


def _strengths(reader: Reader, hits: Iterable[Hit]) -> _Strengths:
    found = []
    for hit in sorted(hits, key=attrgetter("first")):
        trust = reader.trust(hit.phrase)
        found.append((hit, _STRENGTH[trust.kind] * trust.sureness))
    return found


@dataclass(slots=True)
class _Word:
    """A word or phrase as it is told; of one told by its usage only, the stems."""

    what: str
    where: str
    times: int = 0
    weight: float = 0.0
    supports: bool = True

    @property
    def least(self) -> float:
        """The log-odds from which it is worth telling."""
        return _TELLING_USAGE if self.where == "usage" else _TELLING

    def evidence(self, document: Document) -> Evidence:
        what = document.shown(self.what) if self.where == "usage" else self.what
        repeated = self.where == "text" and self.times > 1
        shown = f"{what} ×{self.times}" if repeated else what
        supports = self.supports and self.where != "usage"
        return Evidence(shown, self.where, round(self.weight, 2), supports)


@dataclass(frozen=True, slots=True)
class _Told:
    """The words that speak for a topic, by their stems; one in title and text stands in the title."""

    reader: Reader
    words: dict[tuple[str, ...], _Word] = field(default_factory=dict)

    def phrases(self, hits: _Strengths, where: str, document: Document, total: float) -> None:
        """Add the phrases of title or text; ``total`` is shared by how sure each is."""
        found = document.title_words if where == "title" else document.body_words
        strength: dict[tuple[str, ...], float] = {}
        for hit, sure in hits:
            stems = tuple(map(stem, found.forms[hit.first : hit.last]))
            word = self.words.get(stems)
            if word is None:
                word = self.words[stems] = _Word(found.shown(hit.first, hit.last), where)
            word.times += 1
            word.supports &= self.reader.supports(hit)
            strength[stems] = sure
        whole = sum(strength.values()) or 1.0
        for stems, part in strength.items():
            self.words[stems].weight += total * part / whole

    def usage(self, place: int, signals: Signals, total: float) -> None:
        """Add what the usage of words adds, to the words it is of; others are told by themselves.

        A phrase that adds nothing where it stands is no ground for a topic, so it gets none of it.
        """
        for stems in [stems for stems, one in self.words.items() if one.weight < one.least]:
            del self.words[stems]
        for term, share in self.reader.usage.telling(signals.said, place, _USED):
            stems = tuple(term.split())
            word = self._sharing(stems)
            if word is None:
                word = self.words[stems] = _Word(term, "usage")
            word.weight += total * share

    def _sharing(self, stems: tuple[str, ...]) -> _Word | None:
        """The strongest word told already that has one of ``stems``."""
        wanted = set(stems)
        near = (one for known, one in self.words.items() if not wanted.isdisjoint(known))
        return max(near, key=lambda one: one.weight, default=None)


def _alike(reader: Reader, document: Document, place: int, total: float) -> Iterator[Evidence]:
    shared = ", ".join(term for term, _ in reader.texts.shared(document.vector, place))
    if shared and total >= _TELLING:
        yield Evidence(shared, "description", round(total, 2))
