"""When a page is looked at again, and where an entry leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from curator.flows.resources.enrich import MAX_TRIES, link_of, retry_at
from curator.model import Enclosure, Entry, PageState

NOW = datetime(2026, 2, 22, tzinfo=UTC)


def test_a_good_look_is_not_repeated() -> None:
    assert retry_at(PageState.OK, 0, NOW) is None


def test_a_failed_look_is_repeated_after_growing_pauses() -> None:
    hours = [(retry_at(PageState.FAILED, tries, NOW) or NOW) - NOW for tries in range(3)]
    assert hours == [timedelta(hours=1), timedelta(hours=4), timedelta(hours=16)]


def test_after_five_tries_it_rests() -> None:
    assert retry_at(PageState.BLOCKED, MAX_TRIES - 1, NOW) is None


def test_an_entry_leads_to_its_link_else_to_its_first_file() -> None:
    audio = Enclosure("https://a.example/1.mp3")
    assert link_of(Entry("1", "https://a.example/1", "One", enclosures=(audio,))) == (
        "https://a.example/1"
    )
    assert link_of(Entry("1", None, "One", enclosures=(audio,))) == "https://a.example/1.mp3"
    assert link_of(Entry("1", None, "One")) is None
