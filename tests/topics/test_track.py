"""Practice or theory, with reasons that can be read."""

from __future__ import annotations

import pytest

from curator.model import Kind, Tag, Track
from curator.topics.track import track
from tests.topics.samples import resource


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "How to fine-tune a model on your own data",
            "First install it: pip install it.",
            Kind.ARTICLE,
        ),
        ("Notebook", "", Kind.NOTEBOOK),
        ("A repository", "", Kind.REPOSITORY),
        ("Spring playground", "", Kind.COMPETITION),
    ],
)
def test_building_is_practice(title: str, text: str, kind: Kind) -> None:
    side = track(resource(title, text, kind=kind))
    assert side.track is Track.PRACTICE
    assert side.evidence[0].weight > 0


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Convergence bounds for gradient flow",
            "We prove a theorem. The lemma follows.",
            Kind.PAPER,
        ),
        ("The mathematics of attention, explained", "A theorem and its proof.", Kind.ARTICLE),
    ],
)
def test_understanding_is_theory(title: str, text: str, kind: Kind) -> None:
    side = track(resource(title, text, kind=kind))
    assert side.track is Track.THEORY
    assert side.evidence[0].weight < 0


def test_code_and_formulas_are_reasons() -> None:
    code = track(resource("Notes", "```python\nprint(1)\n```\n```python\nprint(2)\n```"))
    maths = track(resource("Notes", r"$\frac{a}{b}$ and $\sum_i x_i$ and $\nabla f$"))
    assert any("code" in one.what for one in code.evidence)
    assert any("formulas" in one.what for one in maths.evidence)
    assert code.practice > maths.practice


def test_prices_are_no_formulas() -> None:
    prices = track(
        resource("Notes", r"From \$5 to \$7, then \$9, \$11, \$13, \$15 and \$17 a month.")
    )
    assert not any("formulas" in one.what for one in prices.evidence)


def test_a_topic_can_lean_to_one_side() -> None:
    plain = track(resource("Notes"))
    leaning = track(resource("Notes"), [(Tag("proofs", 0.9), Track.THEORY)])
    assert leaning.practice < plain.practice
