"""YAML as plain values with the place of each, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator.config import yamltext
from curator.config.yamltext import Document, Place

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


@pytest.fixture(params=LOADERS, ids=["python", "c"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML comes with and without its C loader; both must give the same."""
    monkeypatch.setattr(yamltext, "_LOADER", request.param)


def read(text: str) -> Document:
    return yamltext.read(text.encode(), "f.yaml")


def value(text: str) -> Any:
    document = read(text)
    assert not document.problems
    return document.value


def told(text: str | bytes) -> list[str]:
    document = yamltext.read(text.encode() if isinstance(text, str) else text, "f.yaml")
    assert document.problems
    assert document.value is None
    return [str(problem) for problem in document.problems]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("08:00", "08:00"),
        ("2026-02-16", "2026-02-16"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("true", True),
        ("'true'", "true"),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        ("9" * 40, "9" * 40),
        ("!!str 12", 12),
        ("[1, two, {three: 3}]", [1, "two", {"three": 3}]),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_values_are_read_by_yaml_1_2(text: str, meant: object) -> None:
    assert value(text) == meant


def test_every_key_and_value_has_its_place() -> None:
    document = read("a:\n  - one\n  - {b: two}\n")
    assert document.place(("a",)) == Place(2, 3)
    assert document.place(("a",), key=True) == Place(1, 1)
    assert document.place(("a", 0)) == Place(2, 5)
    assert document.place(("a", 1, "b")) == Place(3, 9)
    assert document.place(("a", 1, "b"), key=True) == Place(3, 6)
    assert document.place(("a", 1, "missing", "deeper")) == Place(3, 5)
    assert document.place(("nowhere",)) == Place(1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: [1, 2\n", "not YAML"),
        ("a: 1\nb: 'x\nc: 2\n", "quoted scalar that begins in line 2"),
        ("a:\n\t- 1\n", "tabs"),
        ("title: a: b\n", "quotes"),
        ("title:Top Down\nlength: 3\n", "put a blank after the colon of a key"),
        ("youtube: @name\n", "put a value that begins with @"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: not YAML"),
        ("a: &x 1\nb: *x\n", "f.yaml:2:4: aliases (*name) are not supported"),
        ("a: !!python/object:os.system x\n", "f.yaml:1:4: the tag"),
        ("a: !secret x\n", "the tag '!secret' is not supported"),
        ("a: \x07\n", "the character U+0007 is not allowed"),
        ("[" * 40 + "]" * 40, "nested deeper than 12 levels"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    [problem] = told(text)
    assert said in problem


def test_a_billion_laughs_are_not_laughed() -> None:
    levels = "".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 10))
    assert "aliases" in told("l0: &l0 [lol]\n" + levels)[0]


def test_a_huge_file_is_not_read() -> None:
    assert "at most 1,000,000 are read" in told(b"a: 1\n" + b"#" * yamltext.LIMIT_BYTES)[0]


def test_a_file_that_is_not_utf8_says_where() -> None:
    assert told("a: 1\nb: Müller\n".encode("latin-1")) == [
        "f.yaml:2:5: this is not UTF-8; save the file as UTF-8"
    ]


def test_repeated_and_odd_keys_are_told_and_the_rest_is_read() -> None:
    document = read("a: 1\nb: 2\na: 3\n? [x]\n: 4\n")
    assert [str(problem) for problem in document.problems] == [
        "f.yaml:3:1: a: repeated; it stands in line 1 too",
        "f.yaml:4:3: a key must be a word",
    ]
    assert document.value == {"a": 1, "b": 2}


yamlish = st.text(
    st.sampled_from(list("ab:- \n[]{}\"'|>#&*!%@`?,~.0\t\\\ufeff\x85\u2028é")), max_size=40
)


@given(
    st.one_of(st.binary(max_size=80), yamlish.map(str.encode), st.text(max_size=40).map(str.encode))
)
@settings(max_examples=300)
@example(b"%YAML 9.9\n---\na")
@example(b"%TAG ! x\n--- !a")
@example(b"? ? ? a")
@example(b'"\\ud800"')
@example(b'"\\xZZ"')
def test_any_bytes_give_a_document(raw: bytes) -> None:
    document = yamltext.read(raw, "f.yaml")
    assert document.problems or document.values or document.value is None
