"""Which areas of the field a topic is about, by what its author calls it."""

from __future__ import annotations

import pytest

from curator.model import Topic
from curator.topics.naming import calling, listed, speaking


def spoken_for(topic: Topic) -> list[str]:
    """The names of the areas that speak for a topic."""
    return [area.name for area in speaking(topic)]


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("Computer vision", ["vision"]),
        ("NLP", ["language"]),
        ("Ethics and cooking", ["ethics"]),
        ("Experiments, causality & bandits", ["reinforcement", "causal", "experiments"]),
        ("Privacy / fairness", ["privacy", "fairness"]),
        ("A/B testing", ["experiments"]),
    ],
)
def test_a_name_of_an_area_calls_it_and_so_does_each_that_is_joined(
    name: str, areas: list[str]
) -> None:
    assert spoken_for(Topic("x1", name)) == areas


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Graph data", "graphs"),
        ("Generative deep learning", "generative"),
        ("Modern computer vision", "vision"),
        ("Time series analysis", "series"),
        ("Recommendation models", "recommendation"),
    ],
)
def test_a_name_may_be_dressed_up(name: str, area: str) -> None:
    assert [one.name for one in calling(name)] == [area]


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Bildverarbeitung", "vision"),
        ("Apprentissage par renforcement", "reinforcement"),
        ("Sistemas de recomendación", "recommendation"),
        ("Обработка естественного языка", "language"),
        ("时间序列", "series"),
    ],
)
def test_a_name_may_be_of_another_language(name: str, area: str) -> None:
    assert [one.name for one in calling(name)] == [area]


@pytest.mark.parametrize("name", ["Machine learning", "Deep learning", "Models", "Gardening"])
def test_what_is_all_dress_calls_nothing(name: str) -> None:
    assert calling(name) == ()


def test_a_topic_by_another_name_is_known_by_an_alias_for_all_of_it() -> None:
    seeing = Topic("t7", "Seeing", aliases=("computer vision", "object recognition", "vgg*"))
    assert spoken_for(seeing) == ["vision"]


def test_a_part_of_an_area_keeps_to_its_own_words() -> None:
    assert spoken_for(Topic("t7", "Faces", aliases=("face recognition", "arcface"))) == []


def test_an_alias_among_words_of_other_things_calls_nothing() -> None:
    allotment = Topic("t7", "Allotment", aliases=("compost", "tomatoes", "vision"))
    assert spoken_for(allotment) == []


def test_a_slug_counts_if_it_is_no_everyday_word() -> None:
    assert spoken_for(Topic("recsys", "What readers like")) == ["recommendation"]
    assert spoken_for(Topic("training", "Half marathon")) == []


def test_the_name_comes_before_aliases() -> None:
    assert spoken_for(Topic("t7", "NLP", aliases=("computer vision",))) == ["language"]


def test_a_description_lists_areas_by_their_plain_names() -> None:
    platform = Topic("p", "Platform", "Deployment, feature stores and data engineering.")
    assert [area.name for area in listed(platform)] == ["data", "serving", "platform"]
    assert listed(Topic("p", "Platform", "How we think about data engineering here.")) == ()
