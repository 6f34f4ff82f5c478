"""Texts that are no HTML pages: plain text, Markdown, notebooks."""

from __future__ import annotations

import json

import pytest

from curator.errors import ParseError
from curator.model import Page
from curator.resources import plain
from tests.resources.pages import NOW


def _page(body: str, kind: str = "text/plain", url: str = "https://weaver.example/a.txt") -> Page:
    return Page(url, url, 200, {"content-type": kind}, body.encode(), NOW)


NOTEBOOK = json.dumps({
    "nbformat": 4,
    "cells": [{"cell_type": "markdown", "source": ["# Warp\n", "How to."]},
              {"cell_type": "code", "source": "x = 1"}],
})  # fmt: skip


def test_markdown_is_named_by_its_first_line() -> None:
    found, main = plain.read(_page("# Warp\n\nSome *text*.", "text/markdown"))
    assert [(one.field, one.value) for one in found] == [("title", "Warp")]
    assert main.plain.startswith("Warp")
    assert main.markdown.startswith("# Warp")


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_notebook_is_its_cells(kind: str) -> None:
    found, main = plain.read(_page(NOTEBOOK, kind, "https://weaver.example/a.ipynb"))
    assert ("kind", "notebook") in {(one.field, one.value) for one in found}
    assert main.markdown == "# Warp\nHow to.\n\n```python\nx = 1\n```"


def test_other_json_is_no_notebook() -> None:
    with pytest.raises(ParseError):
        plain.read(_page('{"a": 1}', "application/json"))


def test_a_picture_cannot_be_read() -> None:
    with pytest.raises(ParseError, match="image/png"):
        plain.applies(_page("", "image/png"))


def test_html_under_another_name_is_html() -> None:
    assert not plain.applies(_page("<html><p>x</p></html>"))
    assert plain.applies(_page("x"))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Warp", "Warp"),
        ("See [the loom](https://a.example).", "See the loom."),
        ("![alt](a.png)One", "One"),
        ("- **bold** and `code`", "bold and code"),
        ("> said", "said"),
        (
            "A *slanted* word, [a link](https://a.example/x) and \\*stars\\*",
            "A slanted word, a link and *stars*",
        ),
        ("```python\nx = 1\n```", "x = 1"),
    ],
)
def test_markdown_without_its_marks(markdown: str, words: str) -> None:
    assert plain.of_markdown(markdown).strip() == words
