"""What speaks for each topic in one resource."""

from __future__ import annotations

from curator.model import Resource, Topic
from curator.topics.document import document
from curator.topics.lexicon import lend
from curator.topics.signals import Reader
from curator.topics.taxonomy import Taxonomy

TOPICS = (
    Topic("vision", "Seeing", aliases=("vision transformer",)),
    Topic("texts", "Writing", aliases=("language model",), weak=("transformer", "big vision")),
)


def found(title: str) -> dict[str, list[str]]:
    """Per topic the phrases that were found in a title."""
    taxonomy = Taxonomy(TOPICS, lend(TOPICS))
    hits = Reader(taxonomy).read(document(Resource("", "", title))).title_hits
    return {
        taxonomy.slugs[place]: [hit.phrase.text for hit in kept] for place, kept in hits.items()
    }


def test_a_supporting_word_within_a_phrase_of_another_topic_is_not_its_own() -> None:
    assert found("A vision transformer") == {"vision": ["vision transformer"]}
    assert found("A transformer") == {"texts": ["transformer"]}


def test_what_is_longer_than_a_word_stays() -> None:
    assert found("Big vision transformer")["texts"] == ["big vision"]
