"""The built-in vocabulary and the topics that it is lent to."""

from __future__ import annotations

from curator.model import Topic
from curator.topics.lexicon import lend


def lent(*topics: Topic) -> dict[str, set[str]]:
    """The words lent to each topic."""
    return {slug: {phrase for phrase, _ in words} for slug, words in lend(topics).items()}


VISION, ETHICS = Topic("cv", "Computer vision"), Topic("ethics", "Ethics")


def test_a_topic_is_lent_the_words_of_its_area() -> None:
    assert "image segmentation" in lent(VISION)["cv"]


def test_a_word_that_another_topic_claims_is_left_to_it() -> None:
    detectors = Topic("det", "Detectors", aliases=("face detection",))
    assert "face detection" not in lent(VISION, detectors)["cv"]


def test_a_part_of_the_field_takes_its_words_along_where_it_has_a_topic() -> None:
    assert "differential privacy" in lent(ETHICS)["ethics"]
    apart = lent(ETHICS, Topic("private", "Privacy"))
    assert "differential privacy" not in apart["ethics"]
    assert "differential privacy" in apart["private"]


def test_what_a_description_lists_is_lent_unless_a_topic_is_named_after_it() -> None:
    broad = Topic("decide", "Decisions", "Causal inference, reinforcement learning.")
    assert {"synthetic control", "q learning"} <= lent(broad)["decide"]
    assert "q learning" not in lent(broad, Topic("rl", "RL"))["decide"]


def test_a_topic_with_the_name_of_an_area_lists_only_other_areas_whole() -> None:
    platform = Topic("p", "ML platform", "Deployment, data engineering.")
    assert "stream processing" in lent(platform)["p"]
    assert "shadow traffic" not in lent(Topic("p", "Data engineering", "Serving."))["p"]
