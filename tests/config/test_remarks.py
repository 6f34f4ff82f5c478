"""What is allowed but probably not meant."""

from __future__ import annotations

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
