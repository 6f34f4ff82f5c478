"""A resource's topics: evidence, limits, rules, and the author's last word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from curator.model import Correction, Evidence, Resource, Tag, Tags, Topic, Track
from curator.topics.classify import MOST, Tagger
from curator.topics.standing import has_evidence
from tests.topics.samples import TOPICS, resource

NOW = datetime(2026, 2, 16, tzinfo=UTC)


def tags(title: str, text: str = "", **given: Any) -> Tags:
    return Tagger(TOPICS).tag(resource(title, text), **given)


def slugs(tagged: Tags) -> list[str]:
    return [tag.slug for tag in tagged.topics]


def test_an_alias_gives_its_topic_and_is_its_evidence() -> None:
    tagged = tags("Object detection with one camera", "We use a detector on each image.")
    assert slugs(tagged)[0] == "vision"
    first = tagged.topics[0].evidence[0]
    assert first.weight > 0
    assert any(
        one.what == "object detection" and one.where == "title" for one in tagged.topics[0].evidence
    )


def test_scores_are_probabilities_and_suggestions_stand_apart() -> None:
    tagged = tags(
        "GPT-4o reads an image", "A tokenizer turns text into numbers; yolov8 finds objects."
    )
    every = (*tagged.topics, *tagged.suggested)
    assert all(0 <= tag.score <= 1 for tag in every)
    assert not set(slugs(tagged)) & {tag.slug for tag in tagged.suggested}


def test_an_applied_topic_always_has_evidence() -> None:
    texts = [
        "Soil and seeds for tomatoes",
        "Videos of neural networks",
        "A chat in translation",
        "",
    ]
    for text in texts:
        assert all(has_evidence(tag) for tag in tags(text, text).topics)


def test_words_that_only_support_suggest_a_topic_of_which_no_model_knows_the_use() -> None:
    topics = [
        Topic("cameras", "Cameras", aliases=("tripod",), weak=("film", "lens")),
        Topic("ethics", "Ethics", aliases=("fairness",), weak=("legal",)),
    ]
    festival = Tagger(topics).tag(resource("A film, and another film with a lens"))
    assert slugs(festival) == []
    assert [tag.slug for tag in festival.suggested] == ["cameras"]
    assert slugs(Tagger(topics).tag(resource("A film on a tripod"))) == ["cameras"]
    assert slugs(Tagger(topics).tag(resource("Legal rules for neural networks"))) == ["ethics"]


@pytest.mark.parametrize(
    "title",
    [
        "Verstärkendes Lernen, einfach erklärt",
        "Aprendizaje por refuerzo desde cero",
        "Обучение с подкреплением: введение",
        "深度强化学习入门",
    ],
)
def test_titles_in_other_languages_find_topics_named_in_english(title: str) -> None:
    tagger = Tagger([Topic("rl", "Reinforcement learning"), Topic("nlp", "NLP")])
    assert slugs(tagger.tag(resource(title))) == ["rl"]


def test_topics_named_in_another_language_find_english_titles() -> None:
    tagger = Tagger([Topic("sehen", "Bildverarbeitung"), Topic("sprache", "Sprachverarbeitung")])
    assert slugs(tagger.tag(resource("Instance segmentation with Mask R-CNN"))) == ["sehen"]


def test_a_few_lines_have_a_second_topic_only_by_its_name() -> None:
    tagger = Tagger([Topic("vision", "Computer vision"), Topic("nlp", "NLP")])
    line = "Splitting pictures into patches and feeding them to attention blocks."
    tagged = tagger.tag(resource("A vision transformer, in tokens", line))
    assert slugs(tagged) == ["vision"]
    assert [tag.slug for tag in tagged.suggested] == ["nlp"]


def test_an_excluded_phrase_is_no_evidence() -> None:
    tagged = tags("Computer vision syndrome", "How to rest your eyes after work.")
    assert "vision" not in slugs(tagged)


def test_at_most_four_topics_are_applied() -> None:
    topics = tuple(Topic(f"t{i}", f"Topic{i}", aliases=(f"alias{i}",)) for i in range(8))
    tagger = Tagger(topics)
    tagged = tagger.tag(
        resource(" ".join(f"alias{i}" for i in range(8))), source_topics=[t.slug for t in topics]
    )
    assert len(tagged.topics) == MOST


@pytest.mark.parametrize(
    ("given", "where"),
    [({"categories": ["cs.CV"]}, "category"), ({"source_topics": ["images"]}, "source")],
)
def test_categories_and_sources_are_evidence(given: dict[str, list[str]], where: str) -> None:
    tagged = tags("A study", "Of this and that.", **given)
    assert slugs(tagged) == ["vision"]
    assert where in {one.where for one in tagged.topics[0].evidence}


def test_a_category_that_is_an_abbreviation_needs_the_text_to_agree() -> None:
    """CNN is a broadcaster too; as a feed tag the author means it."""
    topic = Topic("convolutions", "Convolutional networks", aliases=("cnn",))
    news = resource("A minister resigns", "He said so on television.")
    told = Tagger((topic,)).tag(news, categories=["CNN"])
    assert told.topics == ()
    meant = Tagger((replace(topic, feed_tags=("cnn",)),)).tag(news, categories=["CNN"])
    assert slugs(meant) == ["convolutions"]
    agreed = resource("Kernels and pooling", "How a convolution sees an image.")
    assert slugs(Tagger((topic,)).tag(agreed, categories=["CNN"])) == ["convolutions"]


def test_a_doubtful_category_is_no_ground_however_near_the_meaning() -> None:
    doubtful = Evidence("CNN", "category", 2.5, supports=True)
    near = Evidence("cnn", "meaning", 2.3)
    assert not has_evidence(Tag("convolutions", 0.9, (doubtful, near)))
    assert has_evidence(Tag("convolutions", 0.9, (doubtful, Evidence("pooling", "text", 0.4))))


def test_an_address_on_a_listed_host_is_evidence() -> None:
    tagger = Tagger(TOPICS)
    mine = tagger.tag(resource("Look at this image", url="https://x.com/vision/1"))
    other = tagger.tag(resource("Look at this image", url="https://v2ex.com/vision/1"))
    assert any(one.where == "url" for one in mine.topics[0].evidence)
    assert not any(
        one.where == "url" for tag in (*other.topics, *other.suggested) for one in tag.evidence
    )


def test_nothing_to_go_by_gives_nothing() -> None:
    assert tags("Hello", "Nothing here.").topics == ()
    assert Tagger(()).tag(resource("Object detection")).topics == ()


def correction(slug: str, *, positive: bool, days: int = 0) -> Correction:
    return Correction("https://site.example/post", slug, positive, NOW + timedelta(days=days))


def test_the_author_always_wins_and_a_removed_topic_stays_removed() -> None:
    item = resource("Object detection", "Object detection in images.")
    tagger = Tagger(
        TOPICS,
        corrections=[correction("images", positive=False), correction("gardening", positive=True)],
    )
    tagged = tagger.tag(item)
    assert slugs(tagged)[0] == "gardening"
    assert tagged.topics[0].corrected
    assert "vision" not in [tag.slug for tag in (*tagged.topics, *tagged.suggested)]
    fetched_again = replace(item, text="Object detection, now with YOLOv8 and image segmentation.")
    assert "vision" not in slugs(tagger.tag(fetched_again))


def test_the_last_correction_counts() -> None:
    said = [correction("vision", positive=True, days=1), correction("vision", positive=False)]
    assert slugs(Tagger(TOPICS, corrections=said).tag(resource("A post"))) == ["vision"]


def test_the_author_decides_the_track() -> None:
    said = [
        Correction("https://site.example/post", None, positive=True, at=NOW, track=Track.THEORY)
    ]
    tagged = Tagger(TOPICS, corrections=said).tag(resource("How to build an app, step by step"))
    assert tagged.track is Track.THEORY
    assert tagged.track_score == 0.0


def test_what_a_correction_hardly_touches_stays_exactly_as_it_was() -> None:
    far = resource(
        "Tomatoes for gardeners",
        "Gardening in pots needs soil, water, light, compost, patience and little work.",
        url="https://far.example/",
    )
    mulch = resource("Mulch around raised beds", "Mulch, straw, leaves and work.")
    said = [Correction(mulch.key, "gardening", positive=True, at=NOW)]
    before = Tagger(TOPICS).tag(far)
    after = Tagger(TOPICS, corrections=said, examples=[mulch]).tag(far)
    assert [tag.slug for tag in before.topics] == ["gardening"]
    assert (after.topics, after.suggested) == (before.topics, before.suggested)


def test_corrections_teach_resources_that_resemble_them() -> None:
    garden = [
        resource(
            f"Mulch and raised beds {i}",
            "Mulch around the raised beds.",
            url=f"https://g.example/{i}",
        )
        for i in range(6)
    ]
    other = [
        resource(f"Car repair {i}", "Change the oil and the brakes.", url=f"https://c.example/{i}")
        for i in range(6)
    ]
    said = [Correction(one.key, "gardening", positive=True, at=NOW) for one in garden]
    said += [Correction(one.key, "gardening", positive=False, at=NOW) for one in other]
    fresh = resource("Raised beds again", "More mulch for raised beds.", url="https://new.example/")
    score = {}
    for name, tagger in {
        "before": Tagger(TOPICS),
        "after": Tagger(TOPICS, corrections=said, examples=[*garden, *other]),
    }.items():
        tagged = tagger.tag(fresh)
        score[name] = {tag.slug: tag for tag in (*tagged.topics, *tagged.suggested)}
    assert "gardening" not in score["before"]
    learned = score["after"]["gardening"]
    assert any(one.where == "corrections" and one.weight > 0 for one in learned.evidence)


def test_the_version_tells_when_tags_may_differ() -> None:
    same = Tagger(TOPICS).version
    assert Tagger(TOPICS).version == same
    assert Tagger(TOPICS[:2]).version != same
    told = Tagger(TOPICS, corrections=[correction("vision", positive=True)]).version
    assert told != same
    again = [correction("vision", positive=True), correction("vision", positive=True, days=1)]
    assert Tagger(TOPICS, corrections=again).version == told


def test_a_corrected_track_leaves_all_other_tags_as_they_were() -> None:
    track = Correction("https://site.example/post", None, True, NOW, Track.THEORY)
    assert Tagger(TOPICS, corrections=[track]).version == Tagger(TOPICS).version


def test_threads_make_no_difference() -> None:
    items: list[Resource] = [
        resource(f"{word} {i}", f"{word} " * 30)
        for i, word in enumerate(["image", "text", "compost", "theorem"] * 10)
    ]
    tagger = Tagger(TOPICS)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tagger.tag, items)) == [tagger.tag(item) for item in items]


def test_text_outside_the_field_and_alphabet_is_read() -> None:
    topics = (Topic("küche", "Küche", aliases=("Rührteig", "烘焙")),)
    assert slugs(Tagger(topics).tag(resource("Ein Rührteig für Anfänger"))) == ["küche"]


@pytest.mark.parametrize(
    "told",
    [
        {"categories": ["cs.CV"]},
        {"source_topics": ["vision"]},
        {"url": "https://x.com/vision/1"},
    ],
)
def test_a_rule_of_the_author_is_enough_whatever_the_text_says(told: dict[str, Any]) -> None:
    one = resource(
        "Letters from a garden", "Rain, and rain again.", url=told.pop("url", "https://a.example/")
    )
    assert [tag.slug for tag in Tagger(TOPICS).tag(one, **told).topics] == ["vision"]
