"""The fitted weights that ship: complete, in order, and of no host."""

from __future__ import annotations

import pytest

from curator.resources import vote


@pytest.mark.parametrize("name", ["title", "authors", "published"])
def test_the_fitted_weights_are_complete(name: str) -> None:
    fitted = vote.weights(name)
    assert fitted.signs
    assert list(fitted.chances) == sorted(fitted.chances)
    assert list(fitted.probabilities) == sorted(fitted.probabilities)
    assert 0 <= fitted.threshold < fitted.sure <= 1


def test_no_weight_names_a_host() -> None:
    for name in ("title", "authors", "published"):
        assert not [sign for sign in vote.weights(name).signs if ".com" in sign or "www" in sign]
