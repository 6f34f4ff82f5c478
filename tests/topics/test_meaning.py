"""Topics by meaning: nearness to their names and aliases, beside the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from curator.model import Topic
from curator.topics import semantic
from curator.topics.classify import Tagger
from curator.topics.document import document
from curator.topics.meaning import ALIASES, Meanings, background
from tests.topics.samples import TOPICS, resource

AXES = {"dog": 0, "puppy": 0, "boat": 1, "ship": 1}
PETS = Topic("pets", "Dog", aliases=("puppy", r"pup\d"))
SEA = Topic("sea", "Boat", aliases=("ship",))


def axes(texts: Sequence[str]) -> np.ndarray:
    """Each text on the axis of the first word that has one, else on the third."""
    found = np.zeros((len(texts), 3))
    for row, text in zip(found, texts, strict=True):
        known = [AXES[word] for word in text.lower().replace(".", " ").split() if word in AXES]
        row[known[0] if known else 2] = 1.0
    return found


MEANINGS = Meanings((PETS, SEA), axes, np.zeros(3))


def test_a_text_is_near_the_topic_whose_words_mean_the_same() -> None:
    near, share = MEANINGS.signals(document(resource("A ship sets sail"))).T
    assert near.tolist() == [0.0, 1.0]
    assert share[1] > 0.9 > share[0]


def test_nearness_counts_from_where_any_text_stands() -> None:
    usual = Meanings((PETS, SEA), axes, np.array([0.0, 0.25, 0.0]))
    assert usual.signals(document(resource("A ship")))[1, 0] == 0.75


def test_what_is_far_from_all_is_near_none() -> None:
    assert not MEANINGS.signals(document(resource("Of bread"))).any()


def test_the_nearest_of_its_words_is_told_and_expressions_have_no_meaning() -> None:
    assert MEANINGS.nearest(document(resource("My puppy")), 0) in ("Dog", "puppy")
    asked: list[str] = []

    def noting(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return axes(texts)

    Meanings((PETS,), noting, np.zeros(3)).signals(document(resource("My dog")))
    assert r"pup\d" not in asked


def test_the_shipped_middle_is_inside_the_sphere_of_the_encoder() -> None:
    assert background().shape == (384,)
    assert 0 < float(np.linalg.norm(background())) < 1


def test_a_text_without_any_prospect_is_not_read() -> None:
    asked: list[str] = []

    def noting(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.full((len(texts), 384), 384**-0.5)

    tagger = Tagger(TOPICS[:1], embed=noting)
    law = resource(
        "Germany's new plans to tackle rents",
        "The government wants a law on rents, after the parliament had voted on it in May.",
    )
    assert tagger.tag(law).topics == ()
    assert not asked
    tagger.tag(resource("Object detection", "A camera and its image."))
    assert any(text.startswith("Object detection. ") for text in asked)


@pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")
def test_with_the_extra_meaning_adds_to_what_words_say_and_is_told() -> None:
    item = resource("Finding pedestrians from a moving car", "A camera sees who walks, in boxes.")
    plain, meant = Tagger(TOPICS), Tagger(TOPICS, embed=semantic.encoder())
    known = {tag.slug: tag for tag in (*meant.tag(item).topics, *meant.tag(item).suggested)}
    told = [one for one in known["vision"].evidence if one.where == "meaning"]
    assert str(told[0]).startswith("in meaning like object detection (+")
    assert meant.version != plain.version


def test_an_edit_of_what_is_read_of_a_topic_is_more_than_an_edit_of_its_words() -> None:
    many = replace(PETS, aliases=tuple(f"pup {number}" for number in range(ALIASES)))
    frame = Tagger((many, SEA), embed=axes).frame
    assert Tagger((replace(many, aliases=("whelp", *many.aliases)), SEA), embed=axes).frame != frame
    assert Tagger((replace(many, aliases=(*many.aliases, "whelp")), SEA), embed=axes).frame == frame
    assert Tagger((replace(many, aliases=("whelp",)), SEA)).frame == Tagger((many, SEA)).frame
