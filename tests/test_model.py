"""The nouns answer simple questions about themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from curator.model import Content, Evidence, Page, Precision, Source, When

NOON = datetime(2026, 2, 18, 12, tzinfo=UTC)


def test_a_date_says_no_more_than_is_known() -> None:
    assert str(When(NOON, Precision.YEAR)) == "2026"
    assert str(When(NOON, Precision.MONTH)) == "2026-02"
    assert str(When(NOON, Precision.DAY)) == "2026-02-18"
    assert str(When(NOON)) == "2026-02-18T12:00:00Z"


def test_a_page_knows_its_media_type_without_parameters() -> None:
    page = Page("u", "u", 200, {"content-type": "Text/HTML; charset=utf-8"}, b"", NOON)
    assert page.content_type == "text/html"


def test_a_source_is_called_by_its_name_or_its_address() -> None:
    assert Source("https://a.example/feed", name="A").label == "A"
    assert Source("https://a.example/feed").label == "https://a.example/feed"


def test_evidence_reads_as_a_reason() -> None:
    assert str(Evidence("object detection", "title", 1.23)) == '"object detection" in title (+1.2)'


def test_content_without_picks_is_empty() -> None:
    assert Content(note="hello").empty
