"""Each new post of the author is mailed once, in full, to those who chose that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pytest

from curator.app import App
from curator.errors import CuratorError
from curator.flows.desk import drafts
from curator.flows.issues import posts
from curator.flows.mail import send
from curator.jobs import ticks
from curator.model import Cadence, Entry, FetchState, PageState
from curator.storage import entries, log, resources, sources
from tests.feeds.site import Site
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def on(home: Path) -> Iterator[App]:
    """The newsletter with the option on, and one reader of each cadence."""
    rooms.instant_posts(home)
    app = App(house.environment_of(home))
    for cadence in Cadence:
        rooms.reader(app, f"{cadence}@reader.example", cadence)
    assert posts.open_new(app, NOW) == posts.Opened()
    yield app
    app.close()


def test_a_new_post_goes_in_full_to_those_who_chose_posts_alone(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW + HOUR)
    (report,) = send.send_posts(on, NOW + 2 * HOUR)
    assert (report.state, report.sent, report.name) == ("sent", 1, "posts-1")
    (mail,) = rooms.outbox(home)
    assert mail["to"] == "posts@reader.example"
    assert mail["subject"] == "Building part 1"
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    assert " ".join(body.get_content().split()).count("What I built") == 8
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"


def test_it_is_mailed_once_whoever_asks(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW + HOUR)
    for _ in range(3):
        send.send_posts(on, NOW + 2 * HOUR)
    assert len(rooms.outbox(home)) == 1


def test_one_that_was_deleted_again_waits_for_the_author(on: App, home: Path) -> None:
    row = rooms.post(on, 1, NOW + HOUR)
    with Site() as site:
        with on.database.begin() as connection:
            post = resources.get(connection, row).resource
            gone = replace(post, url=site.url("/deleted"))
            resources.save_enriched(connection, row, gone, state=PageState.OK, now=NOW + HOUR)
        (report,) = send.send_posts(on, NOW + 2 * HOUR)
    assert report.state == "paused"
    assert "its page is gone: there is nothing at this address (HTTP 404)" in (report.reason or "")
    assert rooms.outbox(home) == []


def test_two_posts_are_two_mails(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW + HOUR)
    rooms.post(on, 2, NOW + 2 * HOUR)
    assert [one.name for one in send.send_posts(on, NOW + 3 * HOUR)] == ["posts-1", "posts-2"]
    assert [mail["subject"] for mail in rooms.outbox(home)] == [
        "Building part 1",
        "Building part 2",
    ]


def test_one_that_appears_on_two_blogs_is_one_mail_before_it_is_joined(on: App, home: Path) -> None:
    lathe = "A treadle lathe from a bicycle wheel"
    for host in ("mira.example.org", "elsewhere.example.org"):
        rooms.post(on, 1, NOW + HOUR, host=host, title=lathe)
    rooms.post(on, 2, NOW + HOUR)
    assert len(send.send_posts(on, NOW + 2 * HOUR)) == 2
    rooms.post(on, 3, NOW + 3 * HOUR, host="elsewhere.example.org", title=lathe)
    assert send.send_posts(on, NOW + 4 * HOUR) == []
    assert sorted(mail["subject"] for mail in rooms.outbox(home)) == [lathe, "Building part 2"]


def test_what_was_there_before_the_option_was_on_is_not_news(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW - 3 * HOUR)
    rooms.post(on, 2, NOW - timedelta(days=400), seen=NOW + HOUR)
    assert send.send_posts(on, NOW + 2 * HOUR) == []


def _read_first(app: App, at: datetime, *ages: timedelta) -> None:
    """The author's blog comes into ``feeds.yaml``, with posts of so long before; each is read."""
    for number, age in enumerate(ages, 1):
        row = rooms.post(app, number, at - age, seen=at)
        said = Entry(f"post-{number}", f"https://mira.example.org/posts/{number}", "A post")
        with app.database.begin() as connection:
            saved = sources.save_outcome(connection, rooms.MINE, FetchState(), [said], at)
            entries.link(connection, saved.new[0], row)


def test_what_stood_on_a_blog_when_it_was_added_counts_as_known(on: App) -> None:
    added = NOW + timedelta(days=2)
    with on.database.begin() as connection:
        sources.sync(connection, on.config.sources, added)
    _read_first(on, added, HOUR, timedelta(days=10))
    assert send.send_posts(on, added + HOUR) == []
    rooms.post(on, 3, added + 2 * HOUR)
    assert [one.name for one in send.send_posts(on, added + 3 * HOUR)] == ["posts-1"]


def test_one_that_appears_later_is_news_although_its_feed_dates_it_at_midnight(on: App) -> None:
    added = NOW + timedelta(days=2)
    _read_first(on, added, timedelta(days=10))
    rooms.post(on, 2, added.replace(hour=0, minute=0), seen=added + HOUR)
    assert [one.name for one in send.send_posts(on, added + 2 * HOUR)] == ["posts-1"]


def test_one_that_was_given_up_is_not_opened_again(on: App) -> None:
    back = NOW + timedelta(weeks=3)
    rooms.post(on, 1, NOW + HOUR, seen=back)
    assert len(posts.open_new(on, back).held) == 1
    drafts.cancel(on, "posts-1", back)
    assert posts.open_new(on, back + HOUR) == posts.Opened()


def test_one_that_was_found_late_waits_for_the_author_who_is_told(on: App, home: Path) -> None:
    back = NOW + timedelta(weeks=3)
    rooms.post(on, 1, NOW + HOUR, seen=back)
    rooms.post(on, 2, back - HOUR)
    for hours in range(3):
        ticks.look_at_issues(on, back + hours * HOUR, Event())
        ticks.look_at_mail(on, back + hours * HOUR, Event())
    assert [mail["to"] for mail in rooms.outbox(home)] == [
        "mira@mail.example.org",
        "posts@reader.example",
    ]
    (report,) = [one for one in send.resume(on, None, back) if one.name == "posts-1"]
    assert "it appeared on 2026-02-23 and was found only now" in str(report)
    (report,) = send.resume(on, "posts-1", back)
    assert (report.state, report.sent) == ("sent", 1)


def test_one_that_is_a_month_old_is_left_to_the_digest(on: App) -> None:
    rooms.post(on, 1, NOW + HOUR, seen=NOW + timedelta(days=32))
    assert posts.open_new(on, NOW + timedelta(days=32)) == posts.Opened()


def test_of_a_post_without_a_text_the_author_is_told_once(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW + HOUR, full=False)
    for _ in range(3):
        ticks.look_at_issues(on, NOW + 2 * HOUR, Event())
    (said,) = _told_of(on, "Building part 1")
    assert said.startswith("the post Building part 1 is not mailed by itself: neither its feed")
    assert posts.without_text(on, NOW + 2 * HOUR) == [said]
    assert not posts.waiting(on, NOW + 2 * HOUR)
    assert rooms.outbox(home) == []


def test_it_is_mailed_once_its_text_is_there(on: App, home: Path) -> None:
    rooms.post(on, 1, NOW + HOUR, full=False)
    assert send.send_posts(on, NOW + 2 * HOUR) == []
    rooms.post(on, 1, NOW + HOUR)
    assert [one.name for one in send.send_posts(on, NOW + 3 * HOUR)] == ["posts-1"]
    assert posts.without_text(on, NOW + 3 * HOUR) == []


def _told_of(app: App, title: str) -> list[str]:
    with app.database.read() as connection:
        return [one.message for one in log.list_(connection) if title in one.message]


def test_with_the_option_off_nothing_is_mailed_and_the_author_is_told(app: App) -> None:
    rooms.post(app, 1, NOW)
    assert posts.open_new(app, NOW + HOUR) == posts.Opened()
    with pytest.raises(CuratorError, match="instant_posts: true"):
        send.send_posts(app, NOW + HOUR)
