"""Which topic a candidate stands for: supporting words are believed where topics are at home."""

from __future__ import annotations

from dataclasses import replace

from curator.issues.subject import Subjects
from curator.model import Evidence, StoredResource, Tag, Tags
from tests.issues.weeks import stored, supported

NEWS = "https://news.example/feed"
NAMED = Tag("language", 0.6, (Evidence("language model", "text", 1.0),))


def test_a_topic_that_a_word_names_is_believed_anywhere() -> None:
    news = [supported(number, "election", NEWS) for number in range(30)]
    one = stored(99, "vision", source=NEWS)
    assert Subjects.of([*news, one]).tag(one) == one.tags.topics[0]


def test_supporting_words_are_believed_where_the_source_talks_of_the_topics() -> None:
    home = [stored(number, "vision") for number in range(3)]
    one = supported(4, "camera")
    assert Subjects.of([*home, one]).tag(one) == one.tags.topics[0]


def test_they_are_not_where_it_hardly_ever_does() -> None:
    news = [supported(number, "camera", NEWS) for number in range(30)]
    found = Subjects.of([*news, stored(99, "vision", source=NEWS)])
    assert found.tag(news[0]) is None
    assert found.doubt(news[0]) == "only supporting words, and 1 of 31 from its source name a topic"


def test_a_few_candidates_say_little_of_a_source() -> None:
    few = [supported(number, "camera", NEWS) for number in range(3)]
    assert Subjects.of(few).tag(few[0])


def test_the_best_of_its_sources_counts() -> None:
    news = [supported(number, "camera", NEWS) for number in range(30)]
    home = [stored(100 + number) for number in range(3)]
    both = replace(news[0], source_urls=(NEWS, home[0].source_urls[0]))
    assert Subjects.of([*news[1:], *home, both]).tag(both)


def test_a_link_added_by_hand_is_believed() -> None:
    alone = replace(supported(1, "camera"), sources=(), source_urls=())
    assert Subjects.of([alone]).tag(alone)


def test_a_named_topic_goes_before_a_likelier_one_that_nothing_names() -> None:
    news = [supported(number, "camera", NEWS) for number in range(30)]
    tags = Tags((*news[0].tags.topics, NAMED))
    both = replace(news[0], tags=tags)
    assert Subjects.of([*news[1:], both]).tag(both) == NAMED


def test_what_has_no_topic_stands_for_none() -> None:
    none = stored(1, None)
    assert Subjects.of([none]).tag(none) is None


def news_without_topics() -> list[StoredResource]:
    return [stored(number, None, source=NEWS) for number in range(30)]


def test_what_has_no_topic_from_a_source_without_topics_is_foreign() -> None:
    news = news_without_topics()
    found = Subjects.of([*news, stored(99, "vision")])
    assert found.foreign(news[0]) == "it has no topic, and 0 of 30 from its source name a topic"


def test_from_a_source_that_talks_of_the_topics_it_is_not() -> None:
    home = [stored(number, "vision", source=NEWS) for number in range(15)]
    news = news_without_topics()[15:]
    assert Subjects.of([*home, *news]).foreign(news[0]) == ""


def test_where_nothing_names_a_topic_nothing_is_foreign() -> None:
    news = news_without_topics()
    assert Subjects.of(news).foreign(news[0]) == ""
