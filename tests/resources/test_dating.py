"""Dates in running text: found by shape, labelled by the words before, numbers by the page's order."""

from __future__ import annotations

import pytest

from curator.resources import dating
from curator.resources.dating import Order


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Published on March 3, 2024", [("March 3, 2024", "published")]),
        ("Last updated: 3 March 2024", [("3 March 2024", "modified")]),
        ("2024-03-03", [("2024-03-03", "")]),
        ("veröffentlicht am 13.03.2024", [("13.03.2024", "published")]),
        ("2024年3月3日", [("2024-03-03", "")]),
        ("March 2024", [("March 2024", "")]),
        ("Posted 3 March 2024, updated 5 March 2024",
         [("3 March 2024", "published"), ("5 March 2024", "modified")]),
        ("no date here", []),
        ("call 555-12-34", []),
    ],
)  # fmt: skip
def test_dates_are_found_with_their_label(text: str, found: list[tuple[str, str]]) -> None:
    assert list(dating.find(text)) == found


def test_a_date_with_two_readings_is_not_read() -> None:
    assert list(dating.find("03/04/2025")) == []


@pytest.mark.parametrize(
    ("order", "day"), [(Order.DAY_FIRST, "2025-04-03"), (Order.MONTH_FIRST, "2025-03-04")]
)
def test_the_order_of_the_page_leaves_one_reading(order: Order, day: str) -> None:
    assert list(dating.find("03/04/2025", order)) == [(day, "")]


def test_a_date_with_one_reading_needs_no_order() -> None:
    assert list(dating.find("25/04/2025", Order.MONTH_FIRST)) == [("25/04/2025", "")]


@pytest.mark.parametrize(
    ("language", "ending", "order"),
    [
        ("en-US", "com", Order.MONTH_FIRST),
        ("en_US", "com", Order.MONTH_FIRST),
        ("en-GB", "com", Order.DAY_FIRST),
        ("de", "com", Order.DAY_FIRST),
        ("en", "uk", Order.DAY_FIRST),
        ("en", "gov", Order.MONTH_FIRST),
        ("en", "com", None),
        ("en-CA", "org", None),
        (None, "com", None),
        (None, "de", Order.DAY_FIRST),
    ],
)
def test_language_and_country_tell_the_order(
    language: str | None, ending: str, order: Order | None
) -> None:
    assert dating.order_of(language, ending) is order


def test_another_date_of_the_page_tells_the_order() -> None:
    assert dating.order_of("en", "com", ["25/04/2025", "03/04/2025"]) is Order.DAY_FIRST
    assert dating.order_of("en", "com", ["4/25/2025"]) is Order.MONTH_FIRST


def test_dates_that_contradict_each_other_tell_nothing() -> None:
    assert dating.order_of("en", "com", ["25/04/2025", "04/25/2025"]) is None
