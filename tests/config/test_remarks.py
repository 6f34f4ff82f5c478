"""What is allowed but probably not meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator import config
from curator.config.remarks import remarks
from tests.config.test_config import read

GOOD = """
newsletter:
  title: T
  author: {name: A}
  from: a@ada.name
  base_url: https://ada.name
  postal_address: Somewhere 1
topics:
  - {slug: nlp, name: NLP, aliases: [llm, bert]}
  - {slug: llms, name: LLMs, parent: nlp, aliases: [LLM]}
sources:
  - {url: "https://ada.name/rss", mine: true}
"""


def test_a_good_file_has_none() -> None:
    assert remarks(read(GOOD)) == ()


def test_what_init_wrote_is_told_until_it_is_the_author_s_own() -> None:
    said = "\n".join(remarks(config.load(Path("feeds.yaml"))))
    for left in (
        "author.name",
        "postal_address",
        "author.link",
        "the source your-name.hashnode.dev",
    ):
        assert f"{left} is still" in said


def test_each_is_a_sentence_with_the_key() -> None:
    bad = (
        GOOD.replace("a@ada.name", "a@example.org")
        .replace("https://ada.name\n", "http://localhost:8000\n")
        .replace("  postal_address: Somewhere 1\n", "")
        .replace("parent: nlp, ", "")
        .replace(", mine: true", "")
    )
    said = remarks(read(bad))
    assert len(said) == 5
    assert "the alias 'llm' stands in several topics: nlp, llms" in said
    assert "no sources" in remarks(read(GOOD.split("sources:", maxsplit=1)[0]))[-1]


def test_a_question_mark_that_seems_to_follow_a_plural_is_told() -> None:
    [said] = remarks(read(GOOD.replace("[llm, bert]", "[what?, 'gpts?', 'net(s)?']")))
    assert (
        said == "in 'gpts?' the ? is a question mark; for an s that may be missing write 'gpt(s)?'"
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://paid.example/rss?auth=0f3a", "auth"),
        ("https://paid.example/feed?format=rss&Token=0f3a", "token"),
        ("https://api.paid.example/feed/7/private/0f3a.rss", "private"),
    ],
)
def test_an_address_with_a_key_is_told_until_it_is_private(url: str, name: str) -> None:
    (said,) = remarks(read(f"{GOOD}  - {{url: '{url}'}}\n"))
    assert f"paid.example has a {name!r}" in said
    assert "private: true" in said
    assert remarks(read(f"{GOOD}  - {{url: '{url}', private: true}}\n")) == ()
