"""Other parsers' expectations of their own fixtures hold for Curator's entries, or it is said why.

Run with ``-s`` to see the table of ``docs/feeds.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.corpora import corpora_folder
from tests.eval.feed_expectations import SUITES, Check

FLOORS = {
    "authors": 0.96,
    "categories": 1.0,
    "chapters": 1.0,
    "content": 1.0,
    "duration": 1.0,
    "enclosure": 0.99,
    "entries": 1.0,
    "id": 0.98,
    "image": 1.0,
    "length": 1.0,
    "link": 0.99,
    "published": 1.0,
    "summary": 0.95,
    "title": 0.99,
    "transcript": 1.0,
    "type": 1.0,
    "updated": 1.0,
}
"""Share of the values that must be met, by field."""

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def made() -> list[Check]:
    folder = corpora_folder() / "feeds"
    return [check for suite in SUITES for check in suite(folder)]


def test_every_field_meets_its_floor(made: list[Check]) -> None:
    total = Counter(check.field for check in made)
    met = Counter(check.field for check in made if check.met)
    for field in sorted(total):
        print(f"| {field} | {met[field]} of {total[field]} | {met[field] / total[field]:.1%} |")  # noqa: T201
    below = {
        field: met[field] / total[field]
        for field in total
        if met[field] / total[field] < FLOORS[field]
    }
    assert not below


def test_every_suite_is_met_to_95_percent(made: list[Check]) -> None:
    for suite in {check.suite for check in made}:
        of_suite = [check for check in made if check.suite == suite]
        assert sum(check.met for check in of_suite) >= 0.95 * len(of_suite), suite


def test_every_miss_has_a_reason(made: list[Check]) -> None:
    def unexplained() -> Iterator[str]:
        for check in made:
            if not check.met and check.reason is None:
                yield f"{check.suite} {check.file} {check.field}: {check.want!r} is {check.got!r}"

    assert list(unexplained()) == []
