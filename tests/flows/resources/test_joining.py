"""The same thing from two places is one pick, told of with both; two that the author sets apart stay so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from curator.app import App
from curator.errors import NotFound
from curator.flows.desk import drafts
from curator.flows.resources.beside import beside
from curator.flows.resources.joining import join, set_apart
from curator.model import IssueState, PageState, Resource, StoredResource, When
from curator.storage import issues, reading, resources, sources
from tests.flows import rooms
from tests.web.house import NOW

SINCE = NOW - timedelta(days=21)
LOOM = (
    "The loom stood in the barn for thirty years. I took it apart, oiled every shaft, and put new "
    "heddles on. Four shafts make a plain weave and a twill; the treadles lift them two by two. The "
    "warp took a weekend, and the first cloth came out crooked, for one beam sat a finger too low. "
)
FEEDS = ("https://site1.example.net/feed", "https://site2.example.net/feed", rooms.MINE)


def story(
    app: App,
    number: int,
    *,
    feed: int = 0,
    key: str = "",
    title: str = "How I restored a loom",
    blog: str = "",
) -> int:
    """The story at an address of its own, seen in one of the house's feeds; gives its row."""
    url = f"https://{blog or f'paper{number}'}.example.net/loom{number if blog else ''}"
    at = NOW - timedelta(days=2) + timedelta(minutes=number)
    told = Resource(key or url, url, title, published=When(at), text=LOOM)
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, NOW)
        row = resources.upsert(connection, told, now=at, state=PageState.OK)
        resources.add_sighting(
            connection, row, source_url=FEEDS[feed], entry_id=str(number), now=at
        )
    return row


def read(app: App, row: int) -> StoredResource:
    with app.database.read() as connection:
        return resources.get(connection, row)


def offered(app: App) -> list[StoredResource]:
    with app.database.read() as connection:
        return resources.candidates(connection, SINCE, NOW + timedelta(days=1))


def test_one_is_kept_and_tells_where_else_it_was(app: App) -> None:
    first, second = story(app, 1), story(app, 2, feed=1)
    assert join(app, since=SINCE) == 1
    (kept,) = offered(app)
    assert (kept.id, kept.sources) == (first, ("Practical Nets", "Notes from the lab"))
    assert read(app, second).duplicate_of == first
    assert read(app, second).sources == ("Notes from the lab",), "nothing of it is lost"
    draft = drafts.begin(app, NOW)
    (pick,) = [pick for section in draft.content.sections for pick in section.picks]
    assert pick.also_in == ("Notes from the lab",)


def test_what_was_joined_is_not_joined_again(app: App) -> None:
    story(app, 1), story(app, 2, feed=1)
    assert [join(app, since=SINCE) for _ in range(2)] == [1, 0]


def test_different_things_stay_apart(app: App) -> None:
    story(app, 1), rooms.found(app, 2, NOW - timedelta(days=1))
    assert join(app, since=SINCE) == 0
    assert len(offered(app)) == 2


def test_the_thing_itself_is_kept_and_before_it_what_the_author_queued(app: App) -> None:
    story(app, 1)
    paper = story(app, 2, key="arxiv:2601.00001")
    join(app, since=SINCE)
    assert [one.id for one in offered(app)] == [paper]
    queued = story(app, 3)
    with app.database.begin() as connection:
        reading.add(connection, queued, now=NOW)
    join(app, since=SINCE)
    assert read(app, paper).duplicate_of == queued


def test_the_authors_own_post_is_kept(app: App) -> None:
    copy, own = story(app, 1), story(app, 2, feed=2)
    join(app, since=SINCE)
    assert read(app, copy).duplicate_of == own
    assert offered(app) == []


def test_two_posts_on_ones_own_blog_may_share_most_of_their_words(app: App) -> None:
    titles = ("A loom from the barn", "What the first warp taught")
    for number, title in enumerate(titles):
        story(app, number, feed=2, blog="mira", title=title)
    assert join(app, since=SINCE) == 0
    elsewhere = story(app, 7, feed=2, blog="notes", title="Taking an old machine apart")
    assert join(app, since=SINCE) == 1
    assert read(app, elsewhere).duplicate_of is not None, "a cross-post is one post"


def test_what_went_out_is_not_offered_again_under_another_address(app: App) -> None:
    story(app, 2)
    issue = drafts.begin(app, NOW)
    with app.database.begin() as connection:
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    earlier = story(app, 1)
    join(app, since=SINCE)
    assert read(app, earlier).duplicate_of == 1
    assert offered(app) == []


def test_what_the_author_sets_apart_stays_apart(app: App) -> None:
    first, second = story(app, 1), story(app, 2, feed=1)
    join(app, since=SINCE)
    assert set_apart(app, read(app, second), NOW).id == first
    assert join(app, since=SINCE) == 0
    assert len(offered(app)) == 2
    with pytest.raises(NotFound, match="not taken for a repeat"):
        set_apart(app, read(app, second), NOW)


def test_where_the_kept_one_is_a_dead_link_the_other_takes_its_place(app: App) -> None:
    first, second = story(app, 1), story(app, 2, feed=1)
    join(app, since=SINCE)
    with app.database.begin() as connection:
        resources.save_enriched(
            connection, first, read(app, first).resource, now=NOW, state=PageState.GONE
        )
    join(app, since=SINCE)
    assert [one.id for one in offered(app)] == [second]


def test_beside_a_resource_stand_its_repeats_and_what_is_like_it(app: App) -> None:
    first, second = story(app, 1), story(app, 2, feed=1)
    join(app, since=SINCE)
    like = story(app, 3, title="What the shafts of a loom lift")
    with app.database.begin() as connection:
        text = replace(read(app, like).resource, text=LOOM[:150])
        resources.upsert(connection, text, now=NOW, prefer_new=True)
    found = beside(app, read(app, first))
    assert (found.keeps, [one.id for one in found.repeats]) == (None, [second])
    assert [one.id for one in found.related] == [like]
    kept = beside(app, read(app, second)).keeps
    assert kept
    assert kept.id == first
