"""What speaks for each topic in one resource, as numbers that only ever add.

One row per topic, one column per signal of :data:`SIGNALS`; every signal grows with the evidence,
so the calibrator's weights can be non-negative and each contribution can be read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curator.topics import usage
from curator.topics.document import LEAD_WORDS, Document
from curator.topics.lexicon import STRONG
from curator.topics.phrases import Hit, Phrase, resolve
from curator.topics.similarity import TopicTexts
from curator.topics.taxonomy import Taxonomy
from curator.topics.usage import Said, Usage
from curator.vectors import Vector, rarity, unit
from curator.words import stem, words

KINDS = ("alias", "word", "weak", "leaning")
"""The author's aliases, the lexicon's strong words, the author's weak words, the lexicon's."""
ZONES = ("title", "lead", "text")
SIGNALS = (
    *(f"{kind} in {zone}" for zone in ZONES for kind in KINDS),
    "share",
    "share of title",
    "share of text",
    "likeness",
    "first in likeness",
    "usage",
    "field",
)
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
    """Topics by :data:`SIGNALS`."""
    title_hits: Mapping[int, Sequence[Hit]]
    body_hits: Mapping[int, Sequence[Hit]]
    vector: Vector
    """Its words as TF-IDF."""
    said: Said
    """What the models of usage say of it."""


class Reader:
    """Reads the signals of resources against one taxonomy; build it once."""

    def __init__(self, taxonomy: Taxonomy, model: usage.Model | None = None) -> None:
        self.taxonomy = taxonomy
        self.texts = TopicTexts(taxonomy.topics)
        self.usage = Usage(taxonomy.topics, model or usage.shipped())
        self._sureness: dict[str, float] = {}

    def read(self, document: Document) -> Signals:
        """What ``document`` says for each topic."""
        scanner = self.taxonomy.scanner
        title = resolve(scanner.find(document.title, document.title_words))
        body = resolve(scanner.find(document.body, document.body_words))
        vector = unit({term: n for term, n in document.counts.items() if " " not in term})
        said = self.usage.read(usage.weigh(document.counts))
        masses = self._masses(title, body, len(document.body_words))
        columns = [
            np.log1p(masses).reshape(len(masses), -1),
            _shares(masses),
            _likeness(self.texts.compare(vector)),
            usage_signals(self.usage, said),
        ]
        return Signals(np.hstack(columns), title, body, vector, said)

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
            masses[place, 0] = self._mass(hits)
        for place, hits in body.items():
            masses[place, 1] = self._mass([hit for hit in hits if hit.first < LEAD_WORDS])
            masses[place, 2] = self._mass(hits, repeats=True) * spread
        return masses

    def _mass(self, hits: Sequence[Hit], *, repeats: bool = False) -> np.ndarray:
        """The sureness of the distinct phrases of each kind, repeats counting less and less."""
        masses = np.zeros(len(KINDS))
        for phrase, times in Counter(hit.phrase for hit in hits).items():
            grown = 1 + math.log(times) if repeats else 1.0
            masses[kind(phrase)] += self.sureness(phrase.text) * grown
        return masses

    def sureness(self, alias: str) -> float:
        """How much an alias can be trusted by its form: rare and long ones more, 0 to 1.

        A single everyday word names a topic in passing far more often than a phrase does.
        """
        known = self._sureness.get(alias)
        if known is None:
            forms = [stem(word.form) for word in words(alias)]
            known = math.sqrt(min(1.0, max(_FLOOR, sum(map(rarity, forms)) / _RARE)))
            self._sureness[alias] = known if forms else 1.0
        return self._sureness[alias]


def usage_signals(reader: Usage, said: Said) -> np.ndarray:
    """How the words are used, as two columns: for each topic, and in the field at all.

    Unusual words take nothing away from a topic.
    """
    each = np.clip(reader.logits(said) - usage.UNKNOWN, 0, _USAGE_MOST)
    return np.stack([each, reader.field(said) + usage.MOST], axis=1)


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
