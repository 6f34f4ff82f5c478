"""What a mail weighs, in its HTML and on its way."""

from __future__ import annotations

import pytest

from curator.issues import weight
from curator.mail import quoted
from curator.model import Rendered

WORDS = "Read this week: how a = b, built by hand.\n"
TEXTS = {
    "English": WORDS * 500,
    "one long line": "convolutions " * 4000,
    "Cyrillic": "Что получилось и почему. " * 800,
    "Chinese": "这周读到的东西。" * 900,
    "equals signs": "=" * 9000,
    "blank lines": "\n" * 3000,
    "nothing": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_travels_is_never_more_than_was_reckoned_and_not_much_less(name: str) -> None:
    text = TEXTS[name]
    reckoned = weight.travelling_bytes(Rendered("", text, ""))
    travels = sum(map(len, quoted.encode(text).pieces))
    assert travels <= reckoned
    if name not in ("blank lines", "nothing"):
        assert reckoned < 1.1 * travels


def test_the_html_counts_by_its_own_bytes() -> None:
    assert weight.html_bytes(Rendered("", "text", "é")) == 2


def test_it_fits_where_both_limits_are_kept() -> None:
    assert weight.fits(Rendered("", "x", "x" * 90_000), 98_000)
    assert not weight.fits(Rendered("", "x", "x" * 99_000), 98_000)
    assert not weight.fits(Rendered("", "x", "я" * 40_000), 98_000), (
        "80,000 bytes, but 240,000 travel"
    )
