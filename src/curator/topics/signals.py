"""What speaks for each topic in one resource, as numbers that only ever add.

One row per topic, one column per signal of :data:`SIGNALS`; every signal grows with the evidence,
so the calibrator's weights can be non-negative and each contribution can be read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from curator.topics import usage
from curator.topics.document import LEAD_WORDS, Document
from curator.topics.lexicon import STRONG
from curator.topics.phrases import Hit, Phrase, resolve
from curator.topics.similarity import TopicTexts
from curator.topics.taxonomy import Taxonomy
from curator.topics.usage import Said, Usage
from curator.vectors import grown, rarity
from curator.words import forms, stem

KINDS = ("alias", "word", "weak", "leaning")
"""The author's aliases, the lexicon's strong words, the author's weak words, the lexicon's."""
SUPPORTING = frozenset({"weak", "leaning"})
"""The kinds of words that speak for a topic without naming it."""
ZONES = ("title", "lead", "text")
USAGE = ("usage", "field")
SIGNALS = (
    *(f"{kind} in {zone}" for zone in ZONES for kind in KINDS),
    "share",
    "share of title",
    "share of text",
    "likeness",
    "first in likeness",
    *USAGE,
)
MEANING = ("meaning", "first in meaning")
"""What the semantic extra adds to them (:mod:`curator.topics.meaning`)."""
_USAGE_COLUMNS = [SIGNALS.index(name) for name in USAGE]
_RARE = 5.0
_FLOOR = 0.1
_USUAL_WORDS = 100
_SHARES = np.array([1.0, 0.6, 0.25, 0.2])
"""What a word of each kind counts when topics compete."""
_RIVAL = 1.0
_RIVAL_LIKENESS = 0.02
_USAGE_MOST = 10.0


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one resource and the words behind them."""

    values: np.ndarray
    """Topics by :data:`SIGNALS`, and by :data:`MEANING` where that was read."""
    title_hits: Mapping[int, Sequence[Hit]]
    body_hits: Mapping[int, Sequence[Hit]]
    said: Said
    """What the models of usage say of it."""

    def usage(self, place: int) -> tuple[float, float]:
        """What usage says for a topic above the least, and the log-odds that the text is of the field."""
        used, field = self.values[place, _USAGE_COLUMNS]
        return float(used), float(field) - usage.MOST

    def with_meaning(self, columns: np.ndarray) -> Signals:
        """These signals with the columns of :data:`MEANING`."""
        return replace(self, values=np.hstack([self.values, columns]))


class Trust(NamedTuple):
    """How far a phrase can be trusted."""

    kind: int
    """Where its kind stands in :data:`KINDS`."""
    sureness: float
    """By its form, 0 to 1: rare and long ones more.

    A single everyday word names a topic in passing far more often than a phrase does.
    """


class Reader:
    """Reads the signals of resources against one taxonomy; build it once."""

    def __init__(self, taxonomy: Taxonomy, model: usage.Model | None = None) -> None:
        self.taxonomy = taxonomy
        self.texts = TopicTexts(taxonomy.topics)
        self.usage = Usage(taxonomy.topics, model or usage.shipped())
        self._trust: dict[Phrase, Trust] = {}

    def read(self, document: Document) -> Signals:
        """What ``document`` says for each topic."""
        scanner = self.taxonomy.scanner
        title = self._own(resolve(scanner.find(document.title, document.title_words)))
        body = self._own(resolve(scanner.find(document.body, document.body_words)))
        said = self.usage.read(usage.weigh(document))
        masses = self._masses(title, body, len(document.body_words))
        columns = [
            np.log1p(masses).reshape(len(masses), -1),
            _shares(masses),
            _likeness(self.texts.compare(document.vector)),
            usage_signals(self.usage, said),
        ]
        return Signals(np.hstack(columns), title, body, said)

    def _own(self, found: Mapping[int, Sequence[Hit]]) -> dict[int, Sequence[Hit]]:
        """Without single supporting words that end a phrase of another topic.

        What stands before a word makes it another one: the transformer in "vision transformer" is none of
        texts, where the vision is still vision.
        """
        ended: dict[int, set[int]] = {}
        for owner, hits in found.items():
            for hit in hits:
                if hit.last - hit.first > 1 and not self._leans(hit):
                    ended.setdefault(hit.last, set()).add(owner)
        kept = {
            owner: [
                hit for hit in hits if not self._is_end(hit, ended.get(hit.last, set()) - {owner})
            ]
            for owner, hits in found.items()
        }
        return {owner: hits for owner, hits in kept.items() if hits}

    def _is_end(self, hit: Hit, others: set[int]) -> bool:
        return bool(others) and hit.last - hit.first == 1 and self._leans(hit)

    def _leans(self, hit: Hit) -> bool:
        return KINDS[self.trust(hit.phrase).kind] in SUPPORTING

    def _masses(
        self,
        title: Mapping[int, Sequence[Hit]],
        body: Mapping[int, Sequence[Hit]],
        length: int,
    ) -> np.ndarray:
        """Topics by zones by kinds: how much of each kind of word stands where."""
        masses = np.zeros((len(self.taxonomy.topics), len(ZONES), len(KINDS)))
        spread = 1 / math.sqrt(max(length, _USUAL_WORDS) / _USUAL_WORDS)
        for place, hits in title.items():
            masses[place, 0] = self._mass(dict.fromkeys((hit.phrase for hit in hits), 1))
        for place, hits in body.items():
            lead = (hit.phrase for hit in hits if hit.first < LEAD_WORDS)
            masses[place, 1] = self._mass(dict.fromkeys(lead, 1))
            masses[place, 2] = self._mass(_counted(hits))
        masses[:, 2] *= spread
        return masses

    def _mass(self, times: Mapping[Phrase, int]) -> list[float]:
        """The sureness of the phrases of each kind, repeats counting less and less."""
        masses = [0.0] * len(KINDS)
        for phrase, n in times.items():
            trust = self.trust(phrase)
            masses[trust.kind] += trust.sureness * grown(n)
        return masses

    def supports(self, hit: Hit) -> bool:
        """Whether a phrase found only supports its topic.

        A single word of the lexicon does no more: "threat" is the field's, and everybody's.
        """
        found = KINDS[self.trust(hit.phrase).kind]
        return found in SUPPORTING or (found == "word" and hit.last - hit.first == 1)

    def names(self, signals: Signals) -> bool:
        """Whether a phrase names any topic at all."""
        found = (*signals.title_hits.values(), *signals.body_hits.values())
        return any(not self.supports(hit) for hits in found for hit in hits)

    def trust(self, phrase: Phrase) -> Trust:
        """How far a phrase can be trusted by its kind and form."""
        known = self._trust.get(phrase)
        if known is None:
            known = self._trust[phrase] = Trust(kind(phrase), _sureness(phrase))
        return known


def usage_signals(reader: Usage, said: Said) -> np.ndarray:
    """How the words are used, as two columns: for each topic, and in the field at all.

    Unusual words take nothing away from a topic.
    """
    each = np.clip(reader.logits(said) - usage.UNKNOWN, 0, _USAGE_MOST)
    return np.stack([each, reader.field(said) + usage.MOST], axis=1)


def _sureness(phrase: Phrase) -> float:
    stems = list(map(stem, forms(phrase.text)))
    known = math.sqrt(min(1.0, max(_FLOOR, sum(map(rarity, stems)) / _RARE)))
    return known if stems else 1.0


def _counted(hits: Sequence[Hit]) -> dict[Phrase, int]:
    times: dict[Phrase, int] = {}
    for phrase, _, _ in hits:
        times[phrase] = times.get(phrase, 0) + 1
    return times


def kind(phrase: Phrase) -> int:
    """Where the phrase's kind stands in :data:`KINDS`."""
    if phrase.role == "related":
        return 1 if phrase.weight == STRONG else 3
    return 0 if phrase.role == "alias" else 2


def _shares(masses: np.ndarray) -> np.ndarray:
    """How much of all evidence is for each topic: overall, in the title, in the text."""
    title, lead, text = np.moveaxis(masses @ _SHARES, 1, 0)
    every = [2 * title + lead + text, title, text]
    return np.stack([mass / (mass.sum() + _RIVAL) for mass in every], axis=1)


def _likeness(cosines: np.ndarray) -> np.ndarray:
    """The cosine with each topic's text, and how near it comes to the best one."""
    best = cosines.max(initial=0.0)
    return np.stack([cosines, cosines / (best + _RIVAL_LIKENESS)], axis=1)
