"""Sources follow feeds.yaml, are claimed by one, and keep validators and entries together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from curator.errors import NotFound
from curator.model import FetchState, Source, SourceKind, Validators
from curator.storage import entries, sources
from curator.storage.engine.database import Database
from tests.storage.examples import DAY, NOW, entry, source

BLOG, NEWS = source("blog", weight=2.0, topics=("vision",)), source("news", mine=True)
GOOD = FetchState(
    validators=Validators('W/"1"', "Sun, 22 Feb 2026 09:00:00 GMT"),
    body_hash="abc",
    next_fetch_at=NOW + DAY,
    last_good_at=NOW,
)


@pytest.fixture(autouse=True)
def _synced(database: Database) -> None:
    with database.begin() as connection:
        sources.sync(connection, [BLOG, NEWS], NOW)


def test_a_new_source_is_due_at_once_and_knows_nothing(database: Database) -> None:
    with database.read() as connection:
        due = sources.due(connection, NOW)
    assert [(one.source, one.state, one.known) for one in due] == [
        (BLOG, FetchState(), {}),
        (NEWS, FetchState(), {}),
    ]


def test_what_left_the_file_is_inactive_but_not_lost(database: Database) -> None:
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, [entry(1)], NOW)
        sources.sync(connection, [NEWS], NOW)
        assert [one.source for one in sources.due(connection, NOW, force=True)] == [NEWS]
        assert sources.get(connection, BLOG.url).active is False
        sources.sync(connection, [NEWS, BLOG], NOW)
        back = sources.get(connection, BLOG.url)
    assert (back.active, back.entries, back.state) == (True, 1, GOOD)


def test_the_order_is_that_of_the_file(database: Database) -> None:
    with database.begin() as connection:
        sources.sync(connection, [NEWS, BLOG], NOW)
        listed = [status.source for status in sources.statuses(connection)]
    assert listed == [NEWS, BLOG]


@pytest.mark.parametrize(
    "changed",
    [
        replace(BLOG, kind=SourceKind.LISTING, selector="main a"),
        replace(BLOG, only=("nets",)),
        replace(BLOG, exclude=("sponsored",)),
    ],
)
def test_a_source_read_in_another_way_is_fetched_afresh(
    database: Database, changed: Source
) -> None:
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, [entry(1)], NOW)
        sources.sync(connection, [changed, NEWS], NOW)
        state = sources.states(connection)[BLOG.url]
    assert state == replace(GOOD, validators=Validators(), body_hash=None, next_fetch_at=None)


def test_a_new_name_or_weight_does_not_fetch_again(database: Database) -> None:
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, [], NOW)
        sources.sync(connection, [replace(BLOG, name="The blog", weight=0.5), NEWS], NOW)
        assert sources.states(connection)[BLOG.url] == GOOD


def test_it_waits_until_its_time_unless_forced(database: Database) -> None:
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, [entry(1)], NOW)
        assert [one.source for one in sources.due(connection, NOW)] == [NEWS]
        assert [one.source for one in sources.due(connection, NOW + DAY)] == [BLOG, NEWS]
        forced = sources.due(connection, NOW, force=True)
    assert [one.known for one in forced] == [{"e-1": "hash-1"}, {}]


def test_a_disabled_source_is_fetched_again_only_when_it_is_retried(database: Database) -> None:
    gone = FetchState(disabled_at=NOW, error="410 Gone", failures=3, title="Blog")
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, gone, [], NOW)
        for force in (False, True):
            due = sources.due(connection, NOW + DAY, force=force)
            assert [one.source for one in due] == [NEWS]
        sources.retry(connection, BLOG.url)
        assert [one.source for one in sources.due(connection, NOW)] == [BLOG, NEWS]
        assert sources.states(connection)[BLOG.url] == FetchState(title="Blog")
        with pytest.raises(NotFound):
            sources.retry(connection, "https://nowhere.example/")


def test_a_claimed_source_is_nobody_elses(database: Database) -> None:
    with database.begin() as connection:
        first = sources.claim_due(connection, NOW, owner="a", limit=1)
        second = sources.claim_due(connection, NOW, owner="b")
        third = sources.claim_due(connection, NOW, owner="c")
    assert [[one.source for one in claimed] for claimed in (first, second, third)] == [
        [BLOG],
        [NEWS],
        [],
    ]


def test_asked_for_by_hand_sources_are_taken_from_a_process_that_may_be_dead(
    database: Database,
) -> None:
    with database.begin() as connection:
        assert len(sources.claim_due(connection, NOW, owner="killed")) == 2
        assert sources.claim_due(connection, NOW, owner="service") == []
        assert len(sources.claim_due(connection, NOW, owner="author", force=True)) == 2


def test_a_lease_ends_by_time_by_release_and_by_saving(database: Database) -> None:
    with database.begin() as connection:
        sources.claim_due(connection, NOW, owner="a", lease_seconds=60)
        later = NOW + timedelta(seconds=60)
        assert len(sources.claim_due(connection, later, owner="b")) == 2
        assert sources.release(connection, "b") == 2
        assert len(sources.claim_due(connection, later, owner="c")) == 2
        sources.save_outcome(connection, BLOG.url, FetchState(), [], later)
        again = sources.claim_due(connection, later, owner="d")
    assert [one.source for one in again] == [BLOG]


def test_entries_are_new_changed_or_as_before(database: Database) -> None:
    with database.begin() as connection:
        first = sources.save_outcome(connection, BLOG.url, GOOD, [entry(2), entry(1)], NOW)
        second = sources.save_outcome(
            connection, BLOG.url, GOOD, [entry(3), entry(2, hash="other"), entry(1)], NOW
        )
        stored = entries.get(connection, [*second.new, *second.changed])
    assert (len(first.new), first.changed) == (2, ())
    assert second.changed == (first.new[0],)
    assert [one.entry for one in stored] == [entry(2, hash="other"), entry(3)]


def test_of_two_entries_with_one_id_the_first_counts(database: Database) -> None:
    twice = [entry(1, title="Newer"), entry(1, title="Older")]
    with database.begin() as connection:
        saved = sources.save_outcome(connection, BLOG.url, GOOD, twice, NOW)
        assert [one.entry.title for one in entries.get(connection, saved.new)] == ["Newer"]


def test_hostile_ids_and_texts_are_stored(database: Database) -> None:
    odd = entry(1, title="a\x00b\ud800", summary="\x1b" * 3)
    long_ = replace(entry(2), id="x" * 9000)
    with database.begin() as connection:
        saved = sources.save_outcome(connection, BLOG.url, GOOD, [odd, long_], NOW)
        again = sources.save_outcome(connection, BLOG.url, GOOD, [odd, long_], NOW)
        stored = entries.get(connection, saved.new)
    assert [one.entry for one in stored] == [odd, long_]
    assert again == sources.SavedEntries()


def test_validators_and_entries_are_stored_together_or_not_at_all(database: Database) -> None:
    def die_half_way() -> None:
        with database.begin() as connection:
            sources.save_outcome(connection, BLOG.url, GOOD, [entry(1)], NOW)
            raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        die_half_way()
    with database.read() as connection:
        status = sources.get(connection, BLOG.url)
    assert (status.state, status.entries) == (FetchState(), 0)


def test_an_unknown_source_is_not_found(database: Database) -> None:
    with database.begin() as connection:
        with pytest.raises(NotFound, match="there is no source https://nowhere"):
            sources.save_outcome(connection, "https://nowhere.example", GOOD, [], NOW)
        with pytest.raises(NotFound):
            sources.get(connection, "https://nowhere.example")


def test_a_status_counts_entries_and_knows_the_newest(database: Database) -> None:
    dated = [entry(1, published=NOW - DAY), entry(2, published=NOW - 2 * DAY)]
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, dated, NOW)
        status = sources.get(connection, BLOG.url)
        history = entries.history(connection, BLOG.url, NOW - 3 * DAY)
        late = entries.history(connection, BLOG.url, NOW - DAY)
    assert (status.entries, status.newest_at) == (2, NOW - DAY)
    assert history == [NOW - DAY, NOW - 2 * DAY]
    assert late == [NOW - DAY]


def test_entries_of_late_come_before_the_archive(database: Database) -> None:
    dated = [entry(1, published=NOW - DAY), entry(2, published=NOW - 9 * DAY), entry(3)]
    with database.begin() as connection:
        sources.save_outcome(connection, BLOG.url, GOOD, dated, NOW)
        late = entries.unlinked(connection, since=NOW - 7 * DAY)
        assert [one.entry.id for one in late] == ["e-1", "e-3"]
        entries.ignore(connection, late[0].id)
        assert [one.entry.id for one in entries.unlinked(connection)] == ["e-2", "e-3"]
        with pytest.raises(NotFound, match="there is no entry 99"):
            entries.link(connection, 99, 1)


def test_a_domain_that_asked_for_quiet_gets_it(database: Database) -> None:
    with database.begin() as connection:
        sources.wait_for(connection, "blog.example", NOW + DAY)
        sources.wait_for(connection, "blog.example", NOW + 2 * DAY)
        sources.wait_for(connection, "news.example", NOW)
        assert sources.waits(connection, NOW) == {"blog.example": NOW + 2 * DAY}
        assert sources.forget_waits(connection, NOW) == 1
