r"""One language for words in ``feeds.yaml``: topics' aliases and sources' ``only`` and ``exclude``."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import config
from curator.errors import ConfigError
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.feeds.wanted import wanted
from curator.model import Source
from curator.patterns import (
    MAX_LENGTH,
    REACH,
    UnsafePattern,
    beginning,
    compile_pattern,
    is_pattern,
)
from curator.topics.phrases import Phrase, Scanner
from curator.words import words

PLAIN = (
    "C++", "Disney+", "C#", "node.js", ".net", "A/B test", "weights & biases", "US$", "$100", "50%",
    "what?", "what? why?", "who (really)?", "f(x)", "gpt (4)", "[ad]", "[D] Discussion", "a [b] c",
    "{x}", ":-(", "x^2", "^", "what?!", "Wait, what?", '"[Ad]"',
)  # fmt: skip


def found_by_topic(word: str, text: str) -> bool:
    return bool(Scanner.of([Phrase(word, 0, "alias")]).find(text, words(text)))


def found_by_source(word: str, text: str) -> bool:
    feed = DraftFeed("rss20", entries=(Draft(title=Text(text)),))
    return bool(wanted(Source("https://a.example/feed", only=(word,)), feed).entries)


@pytest.mark.parametrize("word", PLAIN)
def test_a_word_with_other_signs_is_itself(word: str) -> None:
    assert not is_pattern(word)


SIGNED = [
    ("C++", "Modern C++ for all", "C for all"),
    ("node.js", "We like Node.js", "A nodexjs thing"),
    ("what?", "So what? This.", "A wha of sorts"),
    ("[ad]", "[Ad] Buy this", "A day in plan d"),
]


@pytest.mark.parametrize(
    ("word", "text", "other"),
    [
        *SIGNED,
        ("f(x)", "On f(x) and more", "On fxx and more"),
        ("what? why", "what? why", "wha why"),
    ],
)
def test_a_plain_word_is_found_as_it_is_by_sources(word: str, text: str, other: str) -> None:
    assert found_by_source(word, text)
    assert not found_by_source(word, other)


@pytest.mark.parametrize(("word", "text", "other"), SIGNED)
def test_a_plain_word_is_found_by_its_letters_by_topics(word: str, text: str, other: str) -> None:
    assert found_by_topic(word, text)
    assert not found_by_topic(word, other)


@pytest.mark.parametrize(
    ("word", "text", "other"),
    [
        ("resnet*", "ResNets today", "A myresnet"),
        ("node.js*", "All of node.jsx", "All of nodexjs"),
        ("gpt-[45]", "GPT-4 is out", "GPT-3 is out"),
        ("gpt-?4", "GPT4 is out", "GPT 5 is out"),
        ("colou?r", "A color of it", "A colouur"),
        ("resnet(s)?", "Two ResNets", "Two resnetss"),
        ("gan|vae", "A VAE", "A gander, evaes"),
        ("deep (?:q|sarsa) learning", "Deep-Q learning", "Deep learning"),
        ("gan | vae", "On VAE", "On gander"),
        (r"yolov\d+", "YOLOv8", "YOLO v"),
        (r"llama[ -]?\d", "Llama 3", "Llama of 3"),
        (r"net\b", "A net", "A resnet"),
        (r"A\*", "The A* search", "The AB search"),
        (r"[\w-]+former", "A re-former", "Formers"),
        ("^sponsored", "Sponsored by", "A sponsored one"),
    ],
)
def test_a_pattern_finds_the_same_in_both_places(word: str, text: str, other: str) -> None:
    assert is_pattern(word)
    assert found_by_topic(word, text)
    assert found_by_source(word, text)
    assert not found_by_topic(word, other)
    assert not found_by_source(word, other)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"(a+)+", "a group may not be repeated"),
        (r"(\w+\s?)+\!", "a group may not be repeated"),
        (r"(a|b)*c", "a group may not be repeated"),
        (r"(a|b){2}", "a group may not be repeated"),
        (r"(?=x)y", r"only (?:…) is known"),
        (r"(?i)RESNET", "small and capital letters are the same"),
        (r"(\w+)\1", r"\1 is not known"),
        ("net\\", r"it ends with a \ "),
        (r"a*b*c*d", "it can take forever"),
        (r"\w{0,99}\w{0,99}\w{0,99}!", "it can take forever"),
        ("a?" * 30 + "b", "it can take forever"),
        (r"((a|b))", "groups do not nest"),
        (r"a|b)", r"not opened; for the sign itself write \)"),
        (r"(a|b", r"not closed; for the sign itself write \("),
        (r"gpt-[4", r"not closed; for the sign itself write \["),
        (r"gpt\d]", r"not opened; for the sign itself write \]"),
        ("C++|Rust", r"for the sign itself write \+"),
        ("*new*", r"for the sign itself write \*"),
        ("a{2,}", "write {2} or {2,4}"),
        ("gpt-[z-a]", "not a regular expression: bad character range"),
        ("x" * 200 + "*", f"at most {MAX_LENGTH} are allowed"),
    ],
)
def test_an_expression_that_could_run_away_is_refused(pattern: str, said: str) -> None:
    assert is_pattern(pattern)
    with pytest.raises(UnsafePattern, match=re.escape(said.strip())):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"gpt-?\d+\w*",
        r"resnet-\d{2,3}",
        r"pytorch\w*|keras\w*|jax\w*|tf\w*",
        r"(?:cnn|rnn)s?|lstm(s)?",
        "neural architecture search [12]",
    ],
)
def test_a_small_expression_is_allowed(pattern: str) -> None:
    assert compile_pattern(pattern).flags & re.IGNORECASE


def test_a_repetition_has_an_end_so_that_no_text_makes_it_slow() -> None:
    """Each place of a text costs at most so many steps as there are ways, however long it is."""
    assert "*" not in compile_pattern(r"[^x]*\S+!").pattern
    assert compile_pattern(r"a\d*b").search("a" + "1" * REACH + "b")
    assert not compile_pattern(r"a\d*b").search("a" + "1" * (REACH + 1) + "b")


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("Yolo*", "yolo"),
        ("v2 net*", "v2"),
        (r"GPT-\d", "gpt"),
        ("colou?r", "colo"),
        ("net(s|ter)", "net"),
        ("net(s)?|gan", ""),
        (r"\d+B", ""),
        ("***", ""),
    ],
)
def test_the_letters_that_every_find_begins_with(pattern: str, letters: str) -> None:
    assert beginning(pattern) == letters


@given(st.text("ab 1\\\\d*+?()[]|{},^$-.", max_size=12), st.text("ab1 -.*+", max_size=12))
def test_whatever_is_written_is_refused_or_finds_what_begins_so(word: str, text: str) -> None:
    try:
        pattern = compile_pattern(word)
    except UnsafePattern:
        return
    for match in pattern.finditer(text):
        assert match.group().startswith(beginning(word))


def test_config_check_tells_where_a_pattern_is_wrong_and_what_to_write() -> None:
    text = """\
newsletter: {title: T, author: {name: A}, from: a@a.example}
topics:
  - {slug: a, name: A, aliases: [what?, C++, 'C++|Rust']}
sources:
  - url: https://a.example
    exclude: ['[ad]', 'deal (of the', '(\\w+\\s?)+\\!']
"""
    with pytest.raises(ConfigError) as raised:
        config.parse(text.encode())
    signs, repeated = map(str, raised.value.problems)
    assert signs == (
        "feeds.yaml:3:46: topics.0.aliases.2: 'C++|Rust' is not a pattern that can be used: "
        r"+ has no character before it to repeat; for the sign itself write \+"
    )
    assert repeated == (
        r"feeds.yaml:6:39: sources.0.exclude.2: '(\w+\s?)+\!' is not a pattern that can be used: "
        r"a group may not be repeated, for that can take forever; repeat one character, as \w+"
    )
