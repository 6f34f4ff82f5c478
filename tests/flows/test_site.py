"""What the public may see: what is out, in order, and nothing that is still being written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from curator import schedule
from curator.app import App
from curator.errors import NotFound
from curator.flows import site
from curator.model import Content, Issue, IssueState, PageState, ReadingStatus
from curator.storage import issues, reading, resources, schema, search
from tests.web import house

OUT = 3


@pytest.fixture
def app(app: App) -> App:
    """A house with three issues out, a draft, and a reading list."""
    house.furnish(app, out=OUT)
    house.draft(app)
    return app


def pause(app: App, number: int) -> None:
    """Set an issue back to paused, as one whose sending was stopped."""
    with app.database.begin() as connection:
        found = issues.get(connection, number)
        statement = schema.issues.update().where(schema.issues.c.id == found.id)
        connection.execute(statement.values(state=IssueState.PAUSED))


# --------------------------------------------------------------------------- issues


def test_the_newest_issue_that_is_out_comes_first_and_drafts_do_not_come(app: App) -> None:
    assert [one.number for one in site.newest(app)] == [3, 2, 1]


def test_a_list_is_read_in_parts_and_without_contents_where_they_are_not_shown(app: App) -> None:
    (second,) = site.newest(app, limit=1, offset=1, full=False)
    assert second.number == 2
    assert not list(second.content.picks())


def test_an_issue_that_is_out_is_found_and_a_draft_is_not(app: App) -> None:
    assert site.issue(app, 2).number == 2
    for number in (OUT + 1, 99):
        with pytest.raises(NotFound, match=f"no issue {number}|issue {number}"):
            site.issue(app, number)


def test_an_issue_whose_sending_was_stopped_stays_public(app: App) -> None:
    pause(app, 3)
    assert site.issue(app, 3).state is IssueState.PAUSED


@pytest.mark.parametrize(("number", "around"), [(1, (None, 2)), (2, (1, 3)), (3, (2, None))])
def test_each_issue_knows_its_neighbours(
    app: App, number: int, around: tuple[int | None, int | None]
) -> None:
    assert site.neighbours(app, number) == around


def test_what_was_never_frozen_is_not_out() -> None:
    period = schedule.period(None, schedule.parse("monday 08:00 UTC"), house.NOW)
    at = datetime(2026, 2, 1, tzinfo=UTC)
    draft = Issue(1, 1, period, IssueState.SENT, Content(), created_at=at)
    assert not site.is_out(draft)


# --------------------------------------------------------------------------- topics and picks


def test_a_topic_is_found_by_its_slug_and_by_the_one_it_had_before(app: App) -> None:
    assert site.topic(app, "nlp").name == "Language"
    assert site.topic(app, "words").slug == "nlp"
    with pytest.raises(NotFound, match="no topic 'cooking'"):
        site.topic(app, "cooking")


def test_every_topic_has_a_shelf_in_the_order_of_the_file(app: App) -> None:
    shelves = site.shelves(app)
    assert [one.topic.slug for one in shelves] == [one.slug for one in app.config.topics]
    filled = {one.topic.slug: one.picks for one in shelves}
    assert filled["vision"] > 0
    assert filled["vision"] == len(site.picked(app, slug="vision", limit=1000))


def test_a_topic_has_what_was_picked_for_those_below_it(app: App) -> None:
    parted = [
        replace(one, parent="vision" if one.slug == "nlp" else None) for one in app.config.topics
    ]
    apart = {
        slug: {one.pick.resource.id for one in site.picked(app, slug=slug, limit=1000)}
        for slug in ("vision", "nlp")
    }
    app.__dict__["config"] = replace(app.config, topics=tuple(parted))
    together = [one.pick.resource.id for one in site.picked(app, slug="vision", limit=1000)]
    assert sorted(together) == sorted(apart["vision"] | apart["nlp"])
    assert {one.topic.slug: one.picks for one in site.shelves(app)}["vision"] == len(together)
    hits = site.find(app, "tokenizer", slugs=("vision",), limit=50, offset=0)
    assert hits == site.find(app, "tokenizer", slugs=("nlp",), limit=50, offset=0) != []


def test_picks_come_with_the_issue_they_were_in_and_not_before_it_is_out(app: App) -> None:
    found = site.picked(app, limit=1000)
    assert {one.issue.number for one in found} == {1, 2, 3}
    assert all(one.pick in list(one.issue.content.picks()) for one in found)


def test_picks_of_the_newest_issue_come_first_however_old_they_are(app: App) -> None:
    numbers = [one.issue.number for one in site.picked(app, limit=1000)]
    assert numbers == sorted(numbers, reverse=True)
    newest = site.issue(app, 3).content.picks()
    assert [one.pick for one in site.picked(app, limit=len(newest))] == list(newest)


# --------------------------------------------------------------------------- reading, search, sources


def test_the_reading_list_tells_what_is_ahead_from_what_is_done(app: App) -> None:
    ahead, _ = site.reading_list(app, limit=100)
    with app.database.begin() as connection:
        reading.set_status(connection, ahead[0].item.id, ReadingStatus.READ, house.NOW)
    still, done = site.reading_list(app, limit=100)
    assert [one.item.id for one in done] == [ahead[0].item.id]
    assert [one.item.id for one in still] == [one.item.id for one in ahead[1:]]


def test_a_queued_link_that_leads_nowhere_or_is_unread_is_not_shown(app: App) -> None:
    ahead, _ = site.reading_list(app, limit=100)
    gone, bare = (one.stored for one in ahead[:2])
    with app.database.begin() as connection:
        resources.save_enriched(
            connection, gone.id, gone.resource, now=house.NOW, state=PageState.GONE
        )
        untold = replace(bare.resource, title=bare.resource.url)
        resources.upsert(connection, untold, now=house.NOW, prefer_new=True)
    still, _ = site.reading_list(app, limit=100)
    assert [one.item.id for one in still] == [one.item.id for one in ahead[2:]]


def test_a_search_gives_resources_with_the_place_that_matches(app: App) -> None:
    word = site.newest(app)[0].content.sections[0].picks[0].resource.resource.title.split()[0]
    found = site.find(app, word, limit=5, offset=0)
    assert found
    assert all(search.MARKS[0] in one.snippet for one in found)
    assert site.find(app, "xyzzy", limit=5, offset=0) == []


def test_a_search_for_an_address_finds_what_is_there(app: App) -> None:
    there = site.newest(app)[0].content.sections[0].picks[0].resource
    topic = there.tags.topics[0].slug

    def found(query: str, **filters: Any) -> list[int]:
        hits = site.find(app, query, **{"limit": 5, "offset": 0} | filters)
        return [one.stored.id for one in hits]

    assert found(there.resource.url) == [there.id]
    assert found(f" <{there.resource.url}>, ") == [there.id]
    assert found(there.resource.url, slugs=(topic,), picked=True) == [there.id]
    assert found(there.resource.url, slugs=("ethics",)) == []
    assert found(there.resource.url, offset=1) == []
    assert found("https://nobody.example/was-here") == []


def test_sources_come_in_the_order_of_the_file_with_their_site_once_it_is_known(app: App) -> None:
    found = site.read_sources(app)
    assert [source.url for source, _ in found] == [one.url for one in app.config.sources]
    assert {address for _, address in found} == {None}
