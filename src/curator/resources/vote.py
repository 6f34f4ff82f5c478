"""The vote on a field: candidates with the same meaning stand together, weights add up, best wins.

A :class:`Ballot` is one possible value with the origins that offer it and features of its shape.
Its score is the sum of the weights of both (a logistic model); the calibrated score is the
probability that the value is right. Weights and calibration are fitted on labelled pages, by
``bench/fit_weights.py``, and stand in ``weights.json``: no weight knows a host.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from curator.model import Provenance


@dataclass(frozen=True, slots=True)
class Ballot:
    """One possible value of a field."""

    value: str
    origins: tuple[str, ...]
    """Distinct, in the order of the page."""
    features: Mapping[str, float] = field(default_factory=dict)

    def signs(self) -> dict[str, float]:
        """All that counts for it, by name of its weight."""
        found = {f"from {origin}": 1.0 for origin in self.origins}
        found.update(self.features)
        found["sources"] = math.log(len(self.origins)) if self.origins else 0.0
        return found


@dataclass(frozen=True, slots=True)
class Scored:
    """A ballot with its outcome."""

    ballot: Ballot
    score: float
    confidence: float
    """Calibrated probability, 0 to 1."""
    sure: bool

    @property
    def provenance(self) -> Provenance:
        """What is stored of it: its strongest origin and how sure it is."""
        first = self.ballot.origins[0] if self.ballot.origins else ""
        return Provenance(first, round(self.confidence, 3), self.sure)


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model of one field."""

    bias: float
    signs: Mapping[str, float]
    threshold: float
    """A value less likely than this is not given."""
    sure: float
    """From this probability on a value is right at least 97 times in a hundred."""
    scores: tuple[float, ...]
    probabilities: tuple[float, ...]
    """Calibration: the probability at each of ``scores``, linear between them."""

    def score(self, ballot: Ballot) -> float:
        """The sum of the weights of what speaks for and against a ballot."""
        signs = self.signs
        return self.bias + sum(signs.get(k, 0.0) * value for k, value in ballot.signs().items())

    def probability(self, score: float) -> float:
        """The calibrated probability of a score."""
        if not self.scores:
            return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        place = bisect_right(self.scores, score)
        if place == 0:
            return self.probabilities[0]
        if place == len(self.scores):
            return self.probabilities[-1]
        low, high = self.scores[place - 1], self.scores[place]
        share = (score - low) / (high - low)
        return self.probabilities[place - 1] * (1 - share) + self.probabilities[place] * share


@cache
def weights(name: str) -> Weights:
    """The fitted weights of a field."""
    source = resources.files("curator.resources").joinpath("weights.json").read_text("utf-8")
    found = json.loads(source)[name]
    pairs = found.get("calibration", [])
    return Weights(
        found["bias"],
        found["signs"],
        found["threshold"],
        found["sure"],
        tuple(pair[0] for pair in pairs),
        tuple(pair[1] for pair in pairs),
    )


def ranked(name: str, ballots: Iterable[Ballot]) -> list[Scored]:
    """All ballots of a field, best first; equal scores keep the order of the page."""
    model = weights(name)
    scored = []
    for ballot in ballots:
        score = model.score(ballot)
        probability = model.probability(score)
        scored.append(Scored(ballot, score, probability, probability >= model.sure))
    return sorted(scored, key=lambda one: -one.score)


def best(name: str, found: list[Scored]) -> Scored | None:
    """The winner, unless even it is too unlikely."""
    if not found or found[0].confidence < weights(name).threshold:
        return None
    return found[0]
