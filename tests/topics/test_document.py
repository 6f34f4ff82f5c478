"""What of a resource is read: each thing that it says once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.topics.document import document
from tests.topics.samples import resource

TITLE = "A loom comes back"


@pytest.mark.parametrize("text", [TITLE, f" {TITLE} ", f"{TITLE}\n"])
def test_a_text_that_is_only_the_title_says_nothing_more(text: str) -> None:
    assert document(resource(TITLE, text)) == document(resource(TITLE))


def test_a_title_before_the_text_is_read_once() -> None:
    read = document(resource(TITLE, f"{TITLE}\nIt stood in a barn."))
    assert read.body == "It stood in a barn."


def test_of_a_page_that_shows_only_its_title_the_summary_is_read() -> None:
    read = document(replace(resource(TITLE, TITLE), summary="It stood in a barn."))
    assert read.body == "It stood in a barn."


def test_code_and_addresses_are_left_out() -> None:
    read = document(resource(TITLE, "See https://loom.example/a and ```weave(1)``` now."))
    assert read.body == "See and now."
