"""A date is read rightly or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.dates import parse_date, parse_when

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # RFC 3339 and ISO 8601
        ("2018-02-03T04:05:06Z", "2018-02-03T04:05:06Z"),
        ("2018-02-03t04:05:06.789z", "2018-02-03T04:05:06Z"),
        ("2018-02-03T04:05:06+01:30", "2018-02-03T02:35:06Z"),
        ("2018-02-03T04:05:06-0800", "2018-02-03T12:05:06Z"),
        ("2018-02-03 04:05:06 +00:00", "2018-02-03T04:05:06Z"),
        ("2018-02-03T04:05", "2018-02-03T04:05:00Z"),
        ("2018-02-03T04:05:06-05:00Z", "2018-02-03T09:05:06Z"),
        ("20180203T040506Z", "2018-02-03T04:05:06Z"),
        ("2018-02-03T24:00:00Z", "2018-02-04T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2018-02-03", "2018-02-03"),
        ("20180203", "2018-02-03"),
        ("2018-034", "2018-02-03"),
        ("2018-02", "2018-02"),
        ("2018", "2018"),
        ("2018-25-02", "2018-02-25"),
        # RFC 822 and its relatives
        ("Sat, 03 Feb 2018 04:05:06 GMT", "2018-02-03T04:05:06Z"),
        ("3 Feb 18 04:05 EST", "2018-02-03T09:05:00Z"),
        ("Sat, 03 Feb 2018 04:05:06 (comment (nested)) +0100", "2018-02-03T03:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 -0700 (MST)", "2018-02-03T11:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 (PST)", "2018-02-03T12:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 GMT-07:00", "2018-02-03T11:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 Europe/Berlin", "2018-02-03T03:05:06Z"),
        ("Sat Feb  3 04:05:06 2018", "2018-02-03T04:05:06Z"),
        ("Sat Feb 3 04:05:06 CET 2018", "2018-02-03T03:05:06Z"),
        ("Saturday, February 3rd, 2018 at 4:05pm", "2018-02-03T16:05:00Z"),
        ("Feb. 3, 2018, 4:05 a.m.", "2018-02-03T04:05:00Z"),
        ("February 3 2018 12:05:06 AM", "2018-02-03T00:05:06Z"),
        ("February 3 2018 12:05:06 PM", "2018-02-03T12:05:06Z"),
        ("Feb 3, 2018 16:05 PM", "2018-02-03T16:05:00Z"),
        ("3 February, 2018", "2018-02-03"),
        ("03-Feb-2018", "2018-02-03"),
        ("Feb. 2018", "2018-02"),
        ("3 Feb 1999", "1999-02-03"),
        # seconds since 1970
        ("1517630706", "2018-02-03T04:05:06Z"),
        ("1517630706000", "2018-02-03T04:05:06Z"),
        # other languages
        ("sam., 03 févr. 2018 04:05:06 +0000", "2018-02-03T04:05:06Z"),
        ("mar. 6 mars 2018", "2018-03-06"),
        ("mardi 1er août 2017", "2017-08-01"),
        ("Sa, 03 Feb 2018 04:05:06 +0100", "2018-02-03T03:05:06Z"),
        ("Samstag, 3. März 2018 - 16:05", "2018-03-03T16:05:00Z"),
        ("3 de enero de 2018", "2018-01-03"),
        ("3 dicembre 2018", "2018-12-03"),
        ("сб, 3 февраля 2018 г., 16:05", "2018-02-03T16:05:00Z"),
        ("Пн, 05 мар 2018 12:34:56 +0300", "2018-03-05T09:34:56Z"),
        ("2018年2月3日 16:05", "2018-02-03T16:05:00Z"),
        ("2018년 2월 3일", "2018-02-03"),
        # what programs print
        (
            "Sat Feb 03 2018 04:05:06 GMT+0100 (Central European Standard Time)",
            "2018-02-03T03:05:06Z",
        ),
        ("2018-02-03 04:05:06 +0000 UTC", "2018-02-03T04:05:06Z"),
        ("2018-02-03T04:05:06.789+01:00[Europe/Berlin]", "2018-02-03T03:05:06Z"),
        ("2018-02-03 04:05:06 America/New_York", "2018-02-03T09:05:06Z"),
        ("2018-02-03 04:05:06 PST", "2018-02-03T12:05:06Z"),
        ("Sat,03Feb2018 04:05:06GMT", "2018-02-03T04:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 GMT+2", "2018-02-03T02:05:06Z"),
        ("Sat, 03 Feb 2018 04:05:06 UTC-05:00", "2018-02-03T09:05:06Z"),
        ("3 Feb 2018 4:05:06 PM UTC+0", "2018-02-03T16:05:06Z"),
        ("3 Feb 2018 04:05:06 -0330 NST", "2018-02-03T07:35:06Z"),
        ("1517630706.5", "2018-02-03T04:05:06Z"),
        # what people type
        ("04:05 3 Feb 2018", "2018-02-03T04:05:00Z"),
        ("3 Feb 2018 5pm", "2018-02-03T17:00:00Z"),
        ("3 Feb 2018 12am", "2018-02-03T00:00:00Z"),
        ("3 Feb '18", "2018-02-03"),
        ("2018. 2. 3.", "2018-02-03"),
        ("2018-2-3T4:05:06Z", "2018-02-03T04:05:06Z"),
        ("２０１８-02-03", "2018-02-03"),
        # numbers that leave one reading
        ("25/02/2018", "2018-02-25"),
        ("02/25/2018 4:05 pm PST", "2018-02-26T00:05:00Z"),
        ("03.02.2018", "2018-02-03"),
        ("Sat, 03/02/2018", "2018-02-03"),
        ("Fri, 03/02/2018", "2018-03-02"),
        ("2018/02/03", "2018-02-03"),
        ("05/05/2018", "2018-05-05"),
    ],
)
def test_reads(text: str, told: str) -> None:
    assert str(parse_when(text)) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "invalid",
        "yesterday",
        "04:05",
        "03/02/2018",
        "03/02/18",
        "Mon, 03/05/2018 nonsense",
        "2018-02-30",
        "2018-02-30T00:00:00Z",
        "31 Feb 2018",
        "2018-02-03T25:00:00Z",
        "3 Feb 2018 25:00:00 GMT",
        "3 Feb 2018 04:75:00 GMT",
        "2018-02-03 00:00:00-13:00",
        "2018-02-03 00:00:00+15:00",
        "3 Feb 2018 04:05:06 IST",
        "3 Feb 2018 04:05:06 Mars/Phobos",
        "3 Feb",
        "3 Feb Mar 2018",
        "3 4 Feb 2018",
        "1 2 3 4 2018",
        "99999999999999999999",
        "1517630",
        "-1517630706",
        "1e9",
        "02-03-2018",
        "18-02-03",
        "11/12/13",
        "Fri, 06/05/26",
        "2018-W05-6",
        "Q1 2018",
        "Spring 2018",
        "2 days ago",
        "P3D",
        "3 Feb 2018 - 5 Feb 2018",
        "3 Feb 2018 | 5 min read",
        "Published: 3 Feb 2018",
        "3 Feb 2018 noon",
        "3 Feb 2018 4:5:6 GMT",
        "2018-02-03 04.05",
        "2018-02-03T04:05:06-14:00",
        "Sat, 03 Feb 2018 04:05:06 +0860",
        "Sat, 03 Feb 2018 04:05:06 EST5EDT",
        "Sat, 03 Feb 2018 04:05:06 +0100 PM",
        "29 Feb 2018",
        "0000-00-00 00:00:00",
        "2018-13-01",
        "2018-13-01T10:00:00Z",
        "2018/13/01 10:00",
        "Sat, 03 Feb 2018 04:05:06 GMT" * 5,
    ],
)
def test_reads_nothing_where_more_than_one_reading_or_none_is_left(text: str) -> None:
    assert parse_when(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1989-12-31",
        "2026-02-21",
        "2036-01-01T00:00:00Z",
        "Nov. 2020",
        None,
    ],
)
def test_nothing_is_published_before_the_web_in_the_future_or_some_time_in_a_month(
    text: str | None,
) -> None:
    assert parse_date(text, NOW) is None


@pytest.mark.parametrize("text", ["2020-11", "2020", "1990-01-01", "2026-02-20T11:00:00Z"])
def test_a_w3c_date_and_one_just_ahead_are_believed(text: str) -> None:
    assert parse_date(text, NOW) is not None


@given(st.integers(631152000, 3155760000), st.integers(-12 * 60, 14 * 60))
def test_what_is_written_by_the_book_is_read_back(second: int, minutes: int) -> None:
    instant = datetime.fromtimestamp(second, timezone(timedelta(minutes=minutes)))
    for text in (instant.isoformat(), format_datetime(instant)):
        when = parse_when(text)
        assert when is not None
        assert when.instant == instant
        assert when.instant.tzinfo is UTC


@given(st.text(max_size=40))
def test_any_text_is_survived(text: str) -> None:
    when = parse_when(text)
    assert when is None or when.instant.tzinfo is UTC


_PIECES = st.sampled_from(
    [
        "Mon,",
        "mar.",
        "31",
        "12",
        "2018",
        "18",
        "/",
        "-",
        ":",
        "04:05",
        "pm",
        "GMT",
        "+0100",
        "(x)",
        "Feb",
        "T",
        "Z",
        "0",
        "é",
        "März",
        "99999",
        "١",
    ]
)


@given(st.lists(_PIECES, max_size=8).map(" ".join))
def test_any_mixture_of_pieces_is_survived(text: str) -> None:
    date = parse_date(text, NOW)
    assert date is None or datetime(1990, 1, 1, tzinfo=UTC) <= date <= NOW + timedelta(days=2)
