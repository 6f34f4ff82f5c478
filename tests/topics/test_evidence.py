"""A word is told once, with all that it adds."""

from __future__ import annotations

from curator.model import Evidence, Tag, Topic
from curator.topics.classify import Tagger
from tests.topics.samples import TOPICS, resource

LANGUAGE = Topic("nlp", "Natural language processing", description="Text and speech.")


def evidence(title: str, text: str = "", *topics: Topic) -> list[Evidence]:
    """Why the first topic was given."""
    return list(Tagger(topics or TOPICS).tag(resource(title, text)).topics[0].evidence)


def test_a_word_of_title_and_text_is_told_of_the_title() -> None:
    found = evidence("Object detection at night", "Object detection in fog, object detections.")
    assert [one.where for one in found if one.what.startswith("object detection")] == ["title"]


def test_how_often_it_stands_in_the_text_is_told() -> None:
    found = evidence("A street at night", "Object detection in fog, then object detections.")
    assert found[0].what == "object detection ×2"
    assert found[0].where == "text"


def test_what_its_usage_adds_is_told_with_it() -> None:
    found = evidence("A parser for tweets", "Parsing by transformers, without a corpus.", LANGUAGE)
    words = [one.what.split(" ×")[0] for one in found if one.where != "description"]
    assert len(words) == len(set(words))
    assert "parser" in words


def test_the_strongest_come_first() -> None:
    weights = [one.weight for one in evidence("Object detection", "An image of a camera.")]
    assert weights == sorted(weights, reverse=True)


def test_of_a_long_text_all_words_that_speak_for_it_are_told() -> None:
    names = ["parser", "corpus", "grammar", "tokenizer", "translation", "summarization"]
    names += ["transformers", "dialogue", "sentiment", "chatbot", "language model", "lexicon"]
    found = evidence("On words", ". ".join(names), LANGUAGE)
    assert {"language model", "chatbot", "corpus", "grammar"} <= {one.what for one in found}
    assert len(found) > len(names) - 3


def test_everyday_words_only_support_and_phrases_name() -> None:
    found = evidence("Grammar of the news", "A chatbot for machine translation.", LANGUAGE)
    said = {one.what: one.supports for one in found}
    assert said["grammar"]
    assert said["chatbot"]
    assert not said["machine translation"]


def test_an_alias_of_one_word_names_its_topic() -> None:
    topic = Topic("cooking", "Cooking", aliases=("sourdough",))
    (tag,) = Tagger([topic]).tag(resource("A sourdough in ten steps")).topics
    assert [one.supports for one in tag.evidence] == [False]
    assert tag.named


def test_a_topic_is_named_by_the_author_or_by_a_rule_too() -> None:
    weak = Evidence("camera", "title", 2.0, supports=True)
    assert not Tag("vision", 0.9, (weak,)).named
    assert not Tag("vision", 0.9, (weak, Evidence("camera", "usage", 1.0))).named
    assert Tag("vision", 0.9, (weak, Evidence("cs.CV", "category", 2.5))).named
    assert Tag("vision", 1.0, (weak,), corrected=True).named
    assert Tag("vision", 0.9).named
