"""Entries that a source's owner asked for, and those that he never wants."""

from __future__ import annotations

import pytest

from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.feeds.wanted import wanted
from curator.model import Source

FOUND = DraftFeed(
    "rss20",
    entries=(
        Draft(guid="1", title=Text("Sponsored: a mattress")),
        Draft(guid="2", title=Text("Training a <b>ResNet-50</b>", html=True)),
        Draft(guid="3", title=Text("Notes"), categories=("Deep  Learning",)),
        Draft(guid="4", title=Text("Unsponsored thoughts")),
    ),
)


@pytest.mark.parametrize(
    ("only", "exclude", "left"),
    [
        ((), (), "1234"),
        ((), ("sponsored",), "234"),
        (("deep learning",), (), "3"),
        ((r"resnet-?\d+", "notes"), (), "23"),
        (("notes", "sponsored"), ("deep learning",), "1"),
        (("b",), (), ""),
        (("res*",), ("deep lear*",), "2"),
        ((r"RESNET\b", r"(n)otes\b|^(s)pon\w+"), (), "123"),
        ((r"net\b",), (), ""),
        (("resnet-[34]0", "note(s)?|mattress"), (), "13"),
        (("resnet-[45]0",), ("what?",), "2"),
    ],
)
def test_words_of_title_and_categories_decide(
    only: tuple[str, ...], exclude: tuple[str, ...], left: str
) -> None:
    source = Source("https://a.example/feed", only=only, exclude=exclude)
    assert "".join(one.guid for one in wanted(source, FOUND).entries) == left


def test_one_that_leaves_nothing_out_costs_nothing() -> None:
    assert wanted(Source("https://a.example/feed"), FOUND) is FOUND
