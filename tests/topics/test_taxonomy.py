"""What a taxonomy knows, and what is told of a wrong one."""

from __future__ import annotations

import pytest

from curator.model import Topic
from curator.topics.taxonomy import Taxonomy, check
from tests.topics.samples import TOPICS


@pytest.mark.parametrize(
    ("rule", "url"),
    [
        ("x.com", "https://x.com/someone"),
        ("x.com", "https://www.x.com/"),
        ("kaggle.com/c/*", "https://www.kaggle.com/c/titanic"),
        ("site.example/blog", "https://site.example/blog/one"),
        ("https://site.example/blog/", "https://site.example/blog"),
    ],
)
def test_an_address_rule_covers_its_host_and_path(rule: str, url: str) -> None:
    assert covers(rule, url)


def covers(rule: str, url: str) -> bool:
    """Whether a topic with this rule gets the address."""
    return Taxonomy((Topic("one", "One", urls=(rule,)),)).by_url(url) == [(0, rule)]


@pytest.mark.parametrize(
    ("rule", "url"),
    [
        ("x.com", "https://v2ex.com/t/1"),
        ("x.com", "https://x.com.evil.example/"),
        ("site.example/blog", "https://site.example/blogroll"),
        ("site.example", "not an address"),
        ("site.example", "http://[broken"),
    ],
)
def test_an_address_rule_keeps_to_label_and_segment_boundaries(rule: str, url: str) -> None:
    assert not covers(rule, url)


def test_a_former_slug_leads_to_its_topic() -> None:
    taxonomy = Taxonomy(TOPICS)
    assert taxonomy.current("images") == "vision"
    assert taxonomy.current("language") == "language"
    assert taxonomy.current("unheard-of") is None


def test_ancestors_end_even_in_a_cycle() -> None:
    topics = (Topic("a", "A", parent="b"), Topic("b", "B", parent="c"), Topic("c", "C", parent="a"))
    assert Taxonomy(topics).ancestors("a") == ("b", "c")


def test_feed_tags_are_found_in_any_spelling() -> None:
    taxonomy = Taxonomy(TOPICS)
    from curator.topics.taxonomy import tag_key

    assert [taxonomy.feed_tags[tag_key(tag)] for tag in ("cs.CV", "#Computer-Vision")] == [
        (0,),
        (0,),
    ]


def test_a_good_taxonomy_has_no_problems() -> None:
    assert check(TOPICS) == ()


def test_every_mistake_is_told_at_once() -> None:
    topics = (
        Topic("a", "Alpha", parent="b", aliases=("one thing", r"(x+)+")),
        Topic("b", "Beta", parent="a", aliases=("one-thing",), weak=("one thing",)),
        Topic("a", "Again"),
        Topic("d", "Delta", parent="nowhere", former=("b",), aliases=("!!",)),
    )
    told = "\n".join(check(topics))
    for part in (
        "a: the slug 'a' already belongs to a",
        "the slug 'b' already belongs to b",
        "parents lead back to itself",
        "no topic 'nowhere'",
        "'one-thing' already belongs to a",
        "'one-thing' is both an alias and weak",
        "cannot be used",
        "at least one letter or digit",
    ):
        assert part in told
