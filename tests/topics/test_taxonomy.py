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


def test_words_that_find_everything_or_nothing_are_told() -> None:
    topics = (
        Topic("a", "The", aliases=("of the", "the who")),
        Topic("b", "Beta", aliases=("gamma ray",), exclude=("Gamma-ray",)),
        Topic("c", "Gamma", urls=("com", "https://", "x.com", "*.example.org/a")),
    )
    assert check(topics) == (
        "a: the alias 'The' can be in any text; use words that say more",
        "a: the alias 'of the' can be in any text; use words that say more",
        "a: the alias 'the who' can be in any text; use words that say more",
        "b: 'gamma ray' is both an alias and excluded, so it finds nothing",
        "c: the address 'com' names no host; write one such as example.org",
        "c: the address 'https://' names no host; write one such as example.org",
    )


def test_words_of_another_script_are_no_stop_words() -> None:
    assert check((Topic("a", "日本語"),)) == ()
