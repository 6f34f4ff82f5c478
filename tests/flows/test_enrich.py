"""When a page is looked at again, and where an entry leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from curator.flows.enrich import MAX_TRIES, PAGES_PER_HOST, link_of, retry_at, turns
from curator.model import Enclosure, Entry, PageState, Resource, StoredResource

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


def test_each_host_has_a_queue_and_a_turn() -> None:
    def stored(number: int, host: str) -> StoredResource:
        return StoredResource(number, Resource(f"k{number}", f"https://{host}/{number}", "T"))

    many = [stored(number, "a.example") for number in range(PAGES_PER_HOST + 2)]
    by_host, later = turns([*many, stored(99, "b.example")])
    assert [one.id for one in by_host["b.example"]] == [99]
    assert by_host["a.example"] + later == many
    assert len(later) == 2
