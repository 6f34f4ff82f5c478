"""The vote: weights add up, "none of them" competes, confidence is calibrated."""

from __future__ import annotations

import pytest

from curator.resources import vote
from curator.resources.vote import Ballot, Weights


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> Weights:
    """A small model: ``og`` counts for three, ``h1`` for one, being generic against."""
    made = Weights(
        none=1.0,
        signs={"from og": 3.0, "from h1": 1.0, "generic": -2.0, "sources": 1.0},
        threshold=0.3,
        sure=0.9,
        chances=(0.0, 0.5, 1.0),
        probabilities=(0.1, 0.6, 0.9),
    )
    monkeypatch.setattr(vote, "weights", lambda _name: made)
    return made


def test_more_and_better_origins_win(model: Weights) -> None:
    both, one = Ballot("Nets", ("h1", "og")), Ballot("Home", ("h1",))
    assert model.score(both) > model.score(one)
    assert [scored.ballot for scored in vote.decide("title", [one, both]).ranked] == [both, one]


def test_a_trait_counts_against_a_value(model: Weights) -> None:
    plain, generic = Ballot("Nets", ("og",)), Ballot("Blog", ("og",), {"generic": 1.0})
    assert model.score(generic) == model.score(plain) - 2.0


def test_a_value_too_unlikely_is_not_given() -> None:
    outcome = vote.decide("title", [Ballot("Blog", ("unknown",), {"generic": 1.0})])
    assert outcome.winner is None
    assert len(outcome.ranked) == 1


def test_two_forms_of_one_thing_are_likely_together() -> None:
    cast = [Ballot("A", ("unknown",)), Ballot("a", ("unknown",))]
    assert vote.decide("title", cast).winner is None
    assert (
        vote.decide("title", cast, lambda *_: True).winner == vote.decide("title", cast).ranked[0]
    )


def test_no_ballots_no_outcome() -> None:
    assert vote.decide("title", []) == vote.Outcome()


def test_equal_scores_keep_the_order_of_the_page() -> None:
    first, second = Ballot("A", ("og",)), Ballot("B", ("og",))
    assert vote.decide("title", [first, second]).ranked[0].ballot is first


@pytest.mark.parametrize(
    ("chance", "probability"), [(0.0, 0.1), (0.25, 0.35), (0.5, 0.6), (0.75, 0.75), (1.0, 0.9)]
)
def test_calibration_is_linear_between_its_points(
    model: Weights, chance: float, probability: float
) -> None:
    assert model.probability(chance) == pytest.approx(probability)


def test_sure_is_a_bound_on_the_chance() -> None:
    alone = vote.decide("title", [Ballot("Nets", ("og", "h1", "x", "y", "z"))])
    contested = vote.decide("title", [Ballot("Nets", ("og",)), Ballot("Trees", ("og",))])
    assert alone.winner
    assert alone.winner.sure
    assert contested.winner
    assert not contested.winner.sure


def test_a_weak_origin_beside_a_strong_one_takes_nothing_away() -> None:
    alone, beside = Ballot("x", ("og",)), Ballot("x", ("og", "time:far"))
    assert "from time:far" not in beside.signs()
    assert alone.signs()["sources"] == beside.signs()["sources"]
    assert beside.signs()["weak sources"] > 0


def test_weak_origins_count_where_there_is_nothing_else() -> None:
    assert Ballot("x", ("time:far", "state")).signs()["from time:far"] == 1.0


def test_provenance_tells_the_first_origin() -> None:
    scored = vote.Scored(Ballot("x", ("og", "h1")), 1.0, 0.87654, sure=False)
    assert scored.provenance.origin == "og"
    assert scored.provenance.confidence == 0.877
