"""The vote on a field: candidates with the same meaning stand together, weights add up, best wins.

A :class:`Ballot` is one possible value with the origins that offer it and signs of its shape. Its
score is the sum of the weights of both; the scores of all ballots of the field, and of "none of
them", become chances that add up to one (a conditional logit), and a chance is calibrated to the
probability that the value is right. Weights and calibration are fitted on labelled pages by
``bench/fit_weights.py`` and stand in ``weights.json``: no weight knows a host.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from curator.model import Provenance

NONE = "none of them"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One possible value of a field."""

    value: str
    origins: tuple[str, ...]
    """Distinct, in the order of the page."""
    traits: Mapping[str, float] = field(default_factory=dict)
    """Signs of its shape and of its relation to the other values, 0 to 1 mostly."""

    def signs(self) -> dict[str, float]:
        """All that counts for it, by name of its weight."""
        strong = [origin for origin in self.origins if not is_weak(origin)]
        # A weak origin says something of a value only where no strong one does: that a date is
        # in a footer too makes it no less likely.
        counted = strong or self.origins
        found = {f"from {origin}": 1.0 for origin in counted}
        found.update(self.traits)
        found["sources"] = math.log(len(counted)) if counted else 0.0
        found["weak sources"] = math.log1p(len(self.origins) - len(counted))
        return found


_WEAK = frozenset({"far", "prose", "listed", "weak", "other", "created", "state", "bare", "bio",
                   "copyright", "face"})  # fmt: skip


@lru_cache(maxsize=4096)
def is_weak(origin: str) -> bool:
    """Whether an origin names values of other things as often as the page's own."""
    return not _WEAK.isdisjoint(origin.split(":"))


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
        """What is stored of it: its first origin and how sure it is."""
        first = self.ballot.origins[0] if self.ballot.origins else ""
        return Provenance(first, round(self.confidence, 3), self.sure)


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model of one field."""

    none: float
    """The score of "none of them"."""
    signs: Mapping[str, float]
    threshold: float
    """A value with a smaller chance is not given."""
    sure: float
    """From this chance on a value is right at least 97 times in a hundred."""
    chances: tuple[float, ...]
    probabilities: tuple[float, ...]
    """Calibration: the probability at each of ``chances``, linear between them."""

    def score(self, ballot: Ballot) -> float:
        """The sum of the weights of what speaks for and against a ballot."""
        return sum(self.signs.get(name, 0.0) * value for name, value in ballot.signs().items())

    def probability(self, chance: float) -> float:
        """The calibrated probability of a chance."""
        place = bisect_right(self.chances, chance)
        if place in (0, len(self.chances)):
            return self.probabilities[max(0, place - 1)]
        low, high = self.chances[place - 1], self.chances[place]
        share = (chance - low) / (high - low)
        return self.probabilities[place - 1] * (1 - share) + self.probabilities[place] * share


@cache
def weights(name: str) -> Weights:
    """The fitted weights of a field."""
    source = resources.files("curator.resources").joinpath("weights.json").read_text("utf-8")
    found = json.loads(source)[name]
    pairs = found["calibration"]
    return Weights(
        found["none"],
        found["signs"],
        found["threshold"],
        found["sure"],
        tuple(pair[0] for pair in pairs),
        tuple(pair[1] for pair in pairs),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a vote."""

    ranked: tuple[Scored, ...] = ()
    """Best first; equal scores keep the order of the page."""
    winner: Scored | None = None
    """``None`` where even the best is too unlikely."""


def decide(
    name: str,
    ballots: Sequence[Ballot],
    kin: Callable[[Ballot, Ballot], bool] = lambda *_: False,
) -> Outcome:
    """Count the ballots of a field.

    ``kin`` tells ballots that name one thing in two ways: one is given where they are likely together.
    """
    if not ballots:
        return Outcome()
    model = weights(name)
    scores = [model.score(ballot) for ballot in ballots]
    chances = _chances([*scores, model.none])
    scored = [
        Scored(ballot, score, model.probability(chance), chance >= model.sure)
        for ballot, score, chance in zip(ballots, scores, chances, strict=False)
    ]
    order = sorted(range(len(scored)), key=lambda place: -scores[place])
    ranked = tuple(scored[place] for place in order)
    best = ballots[order[0]]
    likely = chances[order[0]] + sum(
        chances[place] for place in order[1:] if kin(best, ballots[place])
    )
    return Outcome(ranked, ranked[0] if likely >= model.threshold else None)


def _chances(scores: Sequence[float]) -> list[float]:
    """Chances of the scores that add up to one."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
