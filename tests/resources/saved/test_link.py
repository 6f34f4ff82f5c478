"""One saved link: clean values, and times as programs write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.resources.saved.link import MOST_TAGS, NOTE, TITLE, SavedLink, Skipped, instant, link

THEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1700000000", THEN),
        ("1700000000000", THEN),
        ("1700000000000000", THEN),
        ("2023-11-14T22:13:20Z", THEN),
        ("2023-11-14 23:13:20+01:00", THEN),
        ("2023-11-14 22:13:20", THEN),
        ("0", None),
        ("", None),
        ("yesterday", None),
        ("9" * 40, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_times(written: str, meant: datetime | None) -> None:
    assert instant(written) == meant


def test_values_are_clean_and_bounded() -> None:
    found = link(
        1,
        " https://x.example/a b ",
        title="T\u202e\x00 " + "word " * 200,
        note="n" * 5000,
        tags=("", " a ", "a", *(f"t{number}" for number in range(40))),
    )
    assert isinstance(found, SavedLink)
    assert found.url == "https://x.example/a%20b"
    assert found.title.startswith("T word")
    assert len(found.title) <= TITLE
    assert len(found.note) <= NOTE
    assert found.tags[:2] == ("a", "t0")
    assert len(found.tags) == MOST_TAGS


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//", "http://"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert isinstance(link(3, url), Skipped)
