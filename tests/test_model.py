"""The nouns answer simple questions about themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.model import Content, Evidence, Page, Precision, Source, Term, When

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


@pytest.mark.parametrize(
    ("what", "where", "told"),
    [
        ("object detection", "title", '"object detection" in title (+1.2)'),
        ("cs.CV", "category", "feed category cs.CV (+1.2)"),
        ("vision", "author", "you said vision (+1.2)"),
        ("like 4 you corrected: loom", "corrections", "like 4 you corrected: loom (+1.2)"),
        ("paper", "kind", "its kind is paper (+1.2)"),
    ],
)
def test_evidence_reads_as_a_reason(what: str, where: str, told: str) -> None:
    assert str(Evidence(what, where, 1.23)) == told


def test_the_points_of_the_terms_add_up_to_the_score() -> None:
    assert Term("relevance", 0.98765, 0.45).points == 0.4444


def test_content_without_picks_is_empty() -> None:
    assert Content(note="hello").empty
