"""How long an answer stays good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.feeds.fetching.freshness import http_date, lifetime_seconds, retry_after_seconds

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
DATE = "Wed, 18 Feb 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE=600", "age": "200"}, 400),
        ({"cache-control": "max-age=600", "age": "900"}, 0),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "max-age=9999999999"}, 31 * 86400),
        ({"expires": "Wed, 18 Feb 2026 13:00:00 GMT", "date": DATE}, 3600),
        ({"expires": "Wed, 18 Feb 2026 13:00:00 GMT"}, 3600),
        ({"expires": "0"}, 0),
        ({"expires": "Tue, 17 Feb 2026 13:00:00 GMT", "date": DATE}, 0),
        ({"cache-control": "max-age=60", "expires": "Wed, 18 Feb 2026 13:00:00 GMT"}, 60),
    ],
)
def test_lifetime(headers: dict[str, str], seconds: float) -> None:
    assert lifetime_seconds(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 120 "}, 120),
        ({"retry-after": "Wed, 18 Feb 2026 12:02:00 GMT"}, 120),
        ({"retry-after": "Wed, 18 Feb 2026 11:00:00 GMT"}, 0),
        (
            {
                "retry-after": "Wed, 18 Feb 2026 12:02:00 GMT",
                "date": "Wed, 18 Feb 2026 12:01:00 GMT",
            },
            60,
        ),
        ({"retry-after": "-5"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers, NOW) == seconds


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    date = http_date(text)
    assert date is None or date.tzinfo is not None
    headers = dict.fromkeys(("cache-control", "expires", "age", "date", "retry-after"), text)
    assert lifetime_seconds(headers, NOW) >= 0
    assert (retry_after_seconds(headers, NOW) or 0) >= 0
