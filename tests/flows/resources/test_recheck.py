"""Stored links looked at again over real sockets: dead ones are noticed, and those that come back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from curator.app import App
from curator.flows.mail import gate
from curator.flows.resources import inspect, reading, recheck
from curator.flows.resources.recheck import Fate
from curator.flows.work.hostwise import PER_HOST
from curator.model import Content, PageState, Pick, Section
from curator.resources import standing
from curator.storage import log
from tests.feeds.site import Answer, Site
from tests.flows.resources import test_looks as looks
from tests.flows.resources.test_looks import WALL, article, html, offered, read_everything, stored
from tests.web.house import NOW

DAY = timedelta(days=1)
WEEK = 7 * DAY

site, app = looks.site, looks.app
__all__ = ["app", "site"]


@pytest.fixture
def house(app: App, site: Site) -> App:
    """A newsletter whose one good page was read at NOW."""
    site.routes = {"/feed": site.routes["/feed"], "/good": site.routes["/good"]}
    read_everything(app)
    site.requests.clear()
    return app


def fates(report: recheck.Report) -> dict[str, Fate]:
    return {one.stored.resource.url.rpartition("/")[2]: one.fate for one in report.links}


def test_a_link_is_looked_at_when_the_last_look_is_a_week_old(house: App, site: Site) -> None:
    assert recheck.recheck(house, NOW + 6 * DAY).links == ()
    assert site.requests == []
    report = recheck.recheck(house, NOW + WEEK)
    assert fates(report) == {"good": Fate.THERE}
    assert recheck.recheck(house, NOW + WEEK + DAY).links == ()
    assert str(report) == "looked at 1 link: 1 there"


def test_nothing_there_on_two_days_is_a_dead_link(house: App, site: Site) -> None:
    del site.routes["/good"]
    assert fates(recheck.recheck(house, NOW + WEEK)) == {"good": Fate.MISSING}
    assert "Lenses by hand" in offered(house), "once may be a slip"
    assert recheck.recheck(house, NOW + WEEK + DAY / 2).links == ()
    assert fates(recheck.recheck(house, NOW + WEEK + DAY)) == {"good": Fate.DEAD}
    found = stored(house, site.url("/good"))
    assert (found.state, found.resource.title) == (PageState.GONE, "Lenses by hand")
    assert "Lenses by hand" not in offered(house)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_wall_or_a_fault_is_no_death(house: App, site: Site, status: int) -> None:
    site.routes["/good"] = Answer(b"no", status)
    for week in (1, 2, 3):
        assert set(fates(recheck.recheck(house, NOW + week * WEEK)).values()) <= {Fate.UNCLEAR}
    assert stored(house, site.url("/good")).state is PageState.OK


def test_neither_is_a_bot_wall_with_a_good_status(house: App, site: Site) -> None:
    site.routes["/good"] = html(WALL)
    assert fates(recheck.recheck(house, NOW + WEEK)) == {"good": Fate.UNCLEAR}


def test_a_link_that_comes_back_is_read_and_offered_again(house: App, site: Site) -> None:
    del site.routes["/good"]
    for days in (7, 8):
        recheck.recheck(house, NOW + days * DAY)
    site.routes["/good"] = html(article("Lenses, second edition"))
    assert fates(recheck.recheck(house, NOW + 15 * DAY)) == {"good": Fate.BACK}
    found = stored(house, site.url("/good"))
    assert (found.state, found.error) == (PageState.OK, None)
    assert found.resource.title == "Lenses, second edition"
    assert recheck.known(house, [found.id]) == {}


def test_one_that_was_missing_once_was_never_gone(house: App, site: Site) -> None:
    page = site.routes.pop("/good")
    recheck.recheck(house, NOW + WEEK)
    site.routes["/good"] = page
    assert fates(recheck.recheck(house, NOW + 8 * DAY)) == {"good": Fate.THERE}
    recheck.watch(house, NOW + 16 * DAY, Event())
    with house.database.read() as connection:
        assert [one for one in log.list_(connection) if one.kind == "links"] == []


def test_some_links_are_looked_at_when_they_are_asked_for(house: App, site: Site) -> None:
    wanted = recheck.find(house, [site.url("/good")])
    assert fates(recheck.check(house, wanted, NOW)) == {"good": Fate.THERE}
    del site.routes["/good"]
    assert fates(recheck.check(house, wanted, NOW)) == {"good": Fate.MISSING}
    assert fates(recheck.check(house, wanted, NOW)) == {"good": Fate.MISSING}, "no day went by"


def test_where_no_host_exists_the_network_is_cut_off(
    house: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"https://nowhere-{number}.invalid/" for number in range(standing.CUT_OFF)]
    wanted = [reading.add(house, url, NOW).stored for url in addresses]
    assert set(recheck.check(house, wanted, NOW).fates) == {Fate.UNCLEAR}
    with_good = [*wanted, stored(house, site.url("/good"))]
    report = recheck.check(house, with_good, NOW)
    assert report.fates == {Fate.THERE: 1, Fate.MISSING: standing.CUT_OFF}
    assert recheck.check(house, wanted[:1], NOW).fates == {Fate.MISSING: 1}
    assert report.links[1].reason.startswith("there is no host nowhere-0.invalid")


def test_the_service_looks_by_itself_and_logs_deaths_once(house: App, site: Site) -> None:
    del site.routes["/good"]
    for days in (7, 8, 9):
        recheck.watch(house, NOW + days * DAY, Event())
    site.routes["/good"] = html(article("Lenses by hand"))
    recheck.watch(house, NOW + 15 * DAY, Event())
    with house.database.read() as connection:
        told = [one for one in log.list_(connection) if one.kind == "links"]
    assert [one.message for one in told] == ["1 link answers again", "1 link is dead"]
    assert "HTTP 404" in str(told[1].detail)


def test_a_resource_that_was_merged_away_meanwhile_hinders_no_other(house: App, site: Site) -> None:
    good = stored(house, site.url("/good"))
    merged = replace(good, id=good.id + 1000)
    report = recheck.check(house, [merged, good], NOW)
    assert [one.stored.id for one in report.links] == [good.id]


def test_what_is_beyond_a_hosts_turn_is_told(house: App, site: Site) -> None:
    good = stored(house, site.url("/good"))
    wanted = [good, *(replace(good, id=good.id + number) for number in range(1, PER_HOST + 2))]
    stop = Event()
    stop.set()
    report = recheck.check(house, wanted, NOW, stop=stop)
    assert str(report) == "looked at 0 links; 2 more of the same hosts are left for another run"


def test_once_stopped_the_rest_stays_due(house: App, site: Site) -> None:
    stop = Event()
    stop.set()
    assert recheck.recheck(house, NOW + WEEK, stop=stop).links == ()
    assert fates(recheck.recheck(house, NOW + WEEK)) == {"good": Fate.THERE}


def test_a_draft_that_holds_a_dead_link_is_told_without_another_visit(
    house: App, site: Site
) -> None:
    pick = Pick(stored(house, site.url("/good")), 1.0)
    draft = Content(sections=(Section("more", "More", (pick,)),))
    del site.routes["/good"]
    for days in (7, 8):
        recheck.recheck(house, NOW + days * DAY)
    site.requests.clear()
    (found,) = gate.dead_links(house, draft, NOW + 9 * DAY, live=False)
    assert "“Lenses by hand” is gone" in found.message
    assert site.requests == []
    known = gate.dead_links(house, draft, NOW + 9 * DAY)
    assert [one.message for one in known] == [found.message]


def test_why_and_show_tell_of_a_dead_link(house: App, site: Site) -> None:
    url, since = site.url("/good"), f"{NOW + WEEK:%Y-%m-%d}"
    del site.routes["/good"]
    recheck.recheck(house, NOW + WEEK)
    assert f"nothing was there on {since}" in inspect.why(house, url, NOW).note
    recheck.recheck(house, NOW + WEEK + DAY)
    note = inspect.why(house, url, NOW).note
    assert re.search(rf"the link is dead since {since}: .*HTTP 404", note)
    found = stored(house, url).id
    assert recheck.told(recheck.known(house, [found])[found]) == (
        f"the link is dead since {since}: there is nothing at this address (HTTP 404); "
        "no issue takes it"
    )
