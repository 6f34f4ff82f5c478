"""Whatever stands in a file: a configuration or a ConfigError, and nothing else."""

from __future__ import annotations

import contextlib
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curator import config
from curator.config.shape import AuthorPart, MixPart, NewsletterPart, SourcePart, TopicPart
from curator.config.words import keys
from curator.errors import ConfigError, Problem

KEYS = sorted(
    {
        key
        for part in (AuthorPart, MixPart, NewsletterPart, SourcePart, TopicPart)
        for key in keys(part)
    }
    | {"newsletter", "topics", "sources", "", "x"}
)
WORDS = [
    "https://a.example",
    "cnns",
    "a@example.org",
    "sunday 08:00 UTC",
    "listing",
    "o/n",
    "\\",
    "a[",
]
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
        st.sampled_from(WORDS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=20,
)  # fmt: skip
LEAST = {"title", "author", "from"}
sources = st.one_of(
    st.sampled_from(WORDS),
    st.fixed_dictionaries(
        {"url": st.sampled_from(["https://a.example/1", "https://a.example/2"])},
        optional={key: values for key in keys(SourcePart) if key != "url"},
    ),
)
topics = st.fixed_dictionaries(
    {"slug": st.sampled_from(["a", "b", "c"]), "name": st.just("N")},
    optional={
        "parent": st.sampled_from(["a", "b", "c", "d"]),
        "former": st.lists(st.sampled_from(["a", "e"]), max_size=2),
        "aliases": st.lists(st.text(max_size=8), max_size=3),
        "target": st.floats(),
    },
)
nearly = st.fixed_dictionaries(
    {
        "newsletter": st.fixed_dictionaries(
            {"title": st.text(min_size=1, max_size=20), "author": st.just({"name": "A"}),
             "from": st.just("a@example.org")},
            optional=dict.fromkeys(keys(NewsletterPart).keys() - LEAST, values),
        )
    },
    optional={"topics": st.lists(topics, max_size=4), "sources": st.lists(sources, max_size=4)},
)  # fmt: skip


def problems(raw: bytes) -> tuple[Problem, ...]:
    """The mistakes in ``raw``; a file that is refused has some."""
    try:
        config.parse(raw)
    except ConfigError as error:
        return error.problems or (Problem("", 0, 0, "", "refused without a reason"),)
    return ()


def read(raw: bytes) -> None:
    """Read ``raw``; every mistake must have a place in the file."""
    for problem in problems(raw):
        assert 1 <= problem.line <= len(raw.decode("utf-8", "replace").splitlines()) + 1
        assert problem.column >= 1
        assert len(str(problem)) < 1500


@given(values)
@settings(max_examples=60)
def test_any_yaml(value: Any) -> None:
    with contextlib.suppress(yaml.YAMLError):
        read(yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "replace"))


@given(nearly)
@settings(max_examples=60)
def test_files_that_are_nearly_right(value: Any) -> None:
    read(yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    read(raw)


@given(nearly, st.integers(0, 400), st.binary(max_size=3))
def test_a_right_file_with_a_slip_of_the_hand(value: Any, at: int, slip: bytes) -> None:
    raw = yaml.safe_dump(value).encode()
    read(raw[:at] + slip + raw[at + 1 :])
