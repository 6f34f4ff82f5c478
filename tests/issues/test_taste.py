"""Taste grows with the author's verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from curator.issues.taste import Taste
from curator.model import StoredResource, Verdict
from tests.issues.weeks import WORDS, some_week, stored

POOL = some_week(0)


def about(topic: str, number: int) -> StoredResource:
    return stored(number, topic, title=WORDS[topic], text=f"{WORDS[topic]} {number}")


def kept(count: int, topic: str = "vision") -> list[tuple[StoredResource, Verdict]]:
    return [(about(topic, 9000 + i), Verdict.KEEP) for i in range(count)]


def lead(scores: np.ndarray, topic: str) -> float:
    """How much higher one topic's candidates score than all others, on average."""
    own = np.array([any(tag.slug == topic for tag in one.tags.topics) for one in POOL])
    return float(scores[own].mean() - scores[~own].mean())


def test_without_a_keep_nothing_is_known() -> None:
    skips = [(about("vision", 9000), Verdict.SKIP)]
    for feedback in ([], skips):
        taste = Taste.of(feedback)
        assert taste.weight == 0
        assert not taste.scores(POOL).any()
        assert taste.nearest(POOL[0]) is None


@pytest.mark.parametrize("count", [1, 5, 20])
def test_from_the_first_keep_on_its_like_is_liked(count: int) -> None:
    assert lead(Taste.of(kept(count)).scores(POOL), "vision") > 1


@pytest.mark.parametrize("count", [1, 5])
def test_skips_teach_too(count: int) -> None:
    skips = [(about("theory", 9100 + i), Verdict.SKIP) for i in range(5)]
    alone, both = (Taste.of([*kept(count), *more]).scores(POOL) for more in ([], skips))
    assert lead(both, "theory") < lead(alone, "theory")


def test_the_more_verdicts_the_more_weight() -> None:
    weights = [Taste.of(kept(count)).weight for count in (0, 1, 5, 20)]
    assert weights == [0, pytest.approx(1 / 6), 0.5, 0.8]


def test_a_pin_is_a_keep_and_the_last_verdict_counts() -> None:
    one, other = about("vision", 9000), about("theory", 9001)
    told = [(one, Verdict.SKIP), (other, Verdict.KEEP), (one, Verdict.PIN), (other, Verdict.SKIP)]
    taste = Taste.of(told)
    assert (taste.liked, taste.disliked) == ((one,), (other,))


def test_scores_have_mean_0_and_do_not_depend_on_the_order_of_verdicts() -> None:
    feedback = [*kept(6), *[(about("theory", 9100 + i), Verdict.SKIP) for i in range(3)]]
    scores = Taste.of(feedback).scores(POOL)
    assert scores.mean() == pytest.approx(0, abs=1e-6)
    assert np.array_equal(scores, Taste.of(feedback[::-1]).scores(POOL))


def test_the_nearest_keep_explains() -> None:
    taste = Taste.of([*kept(2), *kept(1, "theory")[:0], (about("theory", 9200), Verdict.KEEP)])
    nearest = taste.nearest(about("theory", 1))
    assert nearest is not None
    assert nearest.id == 9200


def test_meaning_joins_in_where_there_is_an_encoder() -> None:
    """With vectors, what shares no word with a keep may still be liked."""

    def embed(texts: Sequence[str]) -> np.ndarray:
        seen = [
            [1.0, 0.0] if "picture" in text or "image" in text else [0.0, 1.0] for text in texts
        ]
        return np.array(seen, dtype=np.float32)

    feedback = [(stored(9000, title="Image", text="image"), Verdict.KEEP)]
    pool = [stored(1, title="Picture", text="picture"), stored(2, title="Ledger", text="ledger")]
    plain, meant = Taste.of(feedback).scores(pool), Taste.of(feedback, embed).scores(pool)
    assert plain[0] == plain[1]
    assert meant[0] > meant[1]
