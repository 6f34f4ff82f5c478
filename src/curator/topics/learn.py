"""The author's corrections: facts that always win, and examples to learn from.

Per topic a logistic regression is fitted to what the tagger got wrong of the corrected resources:
it starts from the tagger's own log-odds and adds to them, weighed by n / (n + 1) for n corrections
of that topic. So corrections can only teach what the rules do not know yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from curator.model import Correction, Evidence, Track
from curator.topics.document import Document
from curator.topics.meaning import Embed, meaning
from curator.topics.taxonomy import Taxonomy
from curator.vectors import Vector, alike, regress

SHRINK = 1
"""Corrections of a topic at which half of what was learned is believed."""
_TELLING = 0.1
"""The log-odds from which what was learned counts. So each move is shown with its reason, and a
correction leaves the tags of most resources exactly as they were."""
_MEANING = 2.0
"""What likeness in meaning weighs beside likeness in words."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the author said, by resource."""

    by_key: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)

    @classmethod
    def of(cls, corrections: Sequence[Correction], taxonomy: Taxonomy) -> Corrected:
        """The last word on each resource and topic; topics under their present slugs."""
        by_key: dict[str, dict[str, bool]] = {}
        tracks: dict[str, Track] = {}
        for one in sorted(corrections, key=lambda one: one.at):
            slug = taxonomy.current(one.topic) if one.topic else None
            if slug is not None:
                by_key.setdefault(one.resource_key, {})[slug] = one.positive
            if one.track is not None:
                tracks[one.resource_key] = one.track
        return cls(by_key, tracks)

    def topics(self, key: str) -> Mapping[str, bool]:
        """Per slug whether the author said yes or no for this resource."""
        return self.by_key.get(key, {})

    def track(self, key: str) -> Track | None:
        """The track the author gave this resource."""
        return self.tracks.get(key)


@dataclass(frozen=True, slots=True)
class Example:
    """A corrected resource as it is compared."""

    words: Vector
    meaning: np.ndarray | None = None
    """Its sentence vector, where the semantic extra is installed."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned for one topic, beyond what the tagger says.

    The examples themselves are not kept: likeness is a sum over words, so what all of them pull
    adds up to one number per word, and a judgement costs the same however many there were. What the
    author corrects is no random sample: how often a topic occurs in it says nothing, so there is no
    constant part.
    """

    pull: Vector
    """The log-odds that each word adds."""
    meaning: np.ndarray | None
    """The same for the directions of the sentence vector."""
    corrections: int
    """Resources of which the author said yes or no to this topic."""

    @classmethod
    def fit(cls, told: Sequence[tuple[Example, bool, float]], corrections: int) -> Model:
        """The model of examples, whether each has the topic, and the tagger's log-odds."""
        examples = [one for one, _, _ in told]
        labels = [label for _, label, _ in told]
        known = np.array([logit for _, _, logit in told])
        fitted = regress(likeness(examples, examples), labels, known=known)
        weight = corrections / (corrections + SHRINK)
        shares = [weight * float(share) for share in fitted.shares]
        return cls(_pull(examples, shares), _drift(examples, shares), corrections)

    def adds(self, one: Example) -> float:
        """The log-odds that what was learned adds for ``one``."""
        added = sum(self._parts(one.words).values())
        if self.meaning is not None and one.meaning is not None:
            added += float(self.meaning @ one.meaning)
        return added

    def _parts(self, words: Vector) -> dict[str, float]:
        return {term: value * self.pull.get(term, 0.0) for term, value in words.items()}

    def why(self, words: Vector, limit: int = 3) -> str:
        """The words that moved it most."""
        moved = {term: abs(part) for term, part in self._parts(words).items() if part}
        best = sorted(moved, key=lambda term: (-moved[term], term))[:limit]
        return f"like {self.corrections} you corrected: " + ", ".join(best)


def _pull(examples: Sequence[Example], shares: Sequence[float]) -> dict[str, float]:
    """The sum of the examples' words, each example by its share."""
    pull: dict[str, float] = {}
    for one, share in zip(examples, shares, strict=True):
        for term, value in one.words.items():
            pull[term] = pull.get(term, 0.0) + share * value
    return pull


def _drift(examples: Sequence[Example], shares: Sequence[float]) -> np.ndarray | None:
    """The sum of the examples' sentence vectors, if all have one."""
    known = [one.meaning for one in examples if one.meaning is not None]
    if not known or len(known) < len(examples):
        return None
    drift: np.ndarray = _MEANING * (np.array(shares) @ np.stack(known))
    return drift


@dataclass(frozen=True, slots=True)
class Learned:
    """Log-odds after learning, and what was learned for each topic."""

    logits: np.ndarray
    added: Mapping[int, float] = field(default_factory=dict)
    """Per topic how much learning moved the log-odds."""
    models: Mapping[int, Model] = field(default_factory=dict)
    words: Vector = field(default_factory=dict)

    def evidence(self, place: int) -> tuple[Evidence, ...]:
        """What the author's earlier corrections say for topic ``place``."""
        moved = self.added.get(place)
        if moved is None:
            return ()
        return (Evidence(self.models[place].why(self.words), "corrections", round(moved, 2)),)


def likeness(ones: Sequence[Example], others: Sequence[Example]) -> np.ndarray:
    """How alike examples are in words, and in meaning where that is known."""
    alike_ = alike([one.words for one in ones], [one.words for one in others]).astype(float)
    left = [one.meaning for one in ones if one.meaning is not None]
    right = [one.meaning for one in others if one.meaning is not None]
    if len(left) == len(ones) and len(right) == len(others) and left and right:
        alike_ += _MEANING * (np.stack(left) @ np.stack(right).T)
    return alike_


@dataclass(frozen=True, slots=True)
class Learner:
    """The per-topic models of all corrections."""

    models: Mapping[int, Model] = field(default_factory=dict)
    embed: Embed | None = None

    @classmethod
    def fit(
        cls,
        taxonomy: Taxonomy,
        corrected: Corrected,
        examples: Iterable[tuple[str, Document, np.ndarray]],
        embed: Embed | None = None,
    ) -> Learner:
        """Models from corrected resources: key, words, and the tagger's log-odds per topic."""
        learner = cls(embed=embed)
        known = [(key, learner.example(read), logits) for key, read, logits in examples]
        models: dict[int, Model] = {}
        for place, slug in enumerate(taxonomy.slugs):
            told = [
                (one, label, float(logits[place]))
                for key, one, logits in known
                if (label := _label(corrected.topics(key), slug)) is not None
            ]
            said = sum(slug in corrected.topics(key) for key, _, _ in known)
            if said:
                models[place] = Model.fit(told, said)
        return cls(models, embed)

    def example(self, read: Document) -> Example:
        """A document as it is compared."""
        return Example(read.vector, meaning(read, self.embed) if self.embed else None)

    def blend(self, read: Document, logits: np.ndarray) -> Learned:
        """``logits`` moved by what the models say, the more the more examples they had."""
        if not self.models:
            return Learned(logits)
        one = self.example(read)
        told = {place: model.adds(one) for place, model in self.models.items()}
        added = {place: value for place, value in told.items() if abs(value) >= _TELLING}
        moved = logits.copy()
        for place, value in added.items():
            moved[place] += value
        return Learned(moved, added, self.models, one.words)


def _label(said: Mapping[str, bool], slug: str) -> bool | None:
    """A resource given other topics and not this one counts as a no; silence as neither."""
    if slug in said:
        return said[slug]
    return False if any(said.values()) else None
