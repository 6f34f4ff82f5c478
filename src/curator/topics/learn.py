"""The author's corrections: facts that always win, and examples to learn from.

Per topic a logistic regression on TF-IDF is fitted to the corrected resources and blended into the
tagger's log-odds with weight n / (n + 10), n being its number of examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from curator.model import Correction, Evidence, Resource, Track
from curator.topics.document import Document, document
from curator.topics.taxonomy import Taxonomy
from curator.vectors import Regression, Vector, regress, unit

SHRINK = 10
"""Examples at which the learned model weighs as much as the rules."""
_LEARNED_SCALE = 2.0
_TELLING = 0.1


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
class Learned:
    """Log-odds after learning, and what was learned for each topic."""

    logits: np.ndarray
    shares: Mapping[int, tuple[float, str]] = field(default_factory=dict)
    """Per topic how much learning moved the log-odds, and by which words."""

    def evidence(self, place: int) -> tuple[Evidence, ...]:
        """What the author's earlier corrections say for topic ``place``."""
        moved, why = self.shares.get(place, (0.0, ""))
        return (Evidence(why, "corrections", round(moved, 2)),) if abs(moved) >= _TELLING else ()


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned for one topic."""

    regression: Regression
    examples: int
    """Resources the author gave this topic."""

    def why(self, vector: Vector, limit: int = 3) -> str:
        """The words of ``vector`` that moved it most."""
        weights = self.regression.weights(vector)
        parts = {term: abs(weights[term] * x) for term, x in vector.items()}
        best = sorted(parts, key=lambda term: (-parts[term], term))[:limit]
        return f"like {self.examples} you corrected: " + ", ".join(best)


@dataclass(frozen=True, slots=True)
class Learner:
    """The per-topic models of all corrections."""

    models: Mapping[int, Model] = field(default_factory=dict)

    @classmethod
    def fit(cls, taxonomy: Taxonomy, corrected: Corrected, examples: Iterable[Resource]) -> Learner:
        """Models for the topics that have a yes and a no among the corrected resources."""
        known = {resource.key: vector(document(resource)) for resource in examples}
        keys = sorted(key for key in corrected.by_key if key in known)
        models: dict[int, Model] = {}
        for place, slug in enumerate(taxonomy.slugs):
            labels = {key: _label(corrected.topics(key), slug) for key in keys}
            told = [(known[key], label) for key, label in labels.items() if label is not None]
            yes = sum(label for _, label in told)
            if 0 < yes < len(told):
                learned = regress([one for one, _ in told], [label for _, label in told])
                models[place] = Model(learned, yes)
        return cls(models)

    def blend(self, words: Vector, logits: np.ndarray) -> Learned:
        """``logits`` moved by what the models say, the more the more examples they had."""
        if not self.models:
            return Learned(logits)
        moved = logits.copy()
        shares: dict[int, tuple[float, str]] = {}
        for place, model in self.models.items():
            weight = model.examples / (model.examples + SHRINK)
            said = _LEARNED_SCALE * float(model.regression.logits([words])[0])
            moved[place] = (1 - weight) * logits[place] + weight * said
            shares[place] = (float(moved[place] - logits[place]), model.why(words))
        return Learned(moved, shares)


def vector(read: Document) -> Vector:
    """The words of a resource as unit TF-IDF."""
    return unit({term: n for term, n in read.counts.items() if " " not in term})


def _label(said: Mapping[str, bool], slug: str) -> bool | None:
    """A resource given other topics and not this one counts as a no; silence as neither."""
    if slug in said:
        return said[slug]
    return False if any(said.values()) else None
