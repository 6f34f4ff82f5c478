"""One look at a link, and what several looks come to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from curator.errors import BadStatus, CuratorError, FetchError, Forbidden, NoSuchHost, TimedOut
from curator.model import LinkCheck, Page
from curator.resources.standing import (
    AGAIN,
    CUT_OFF,
    THERE,
    Seen,
    Standing,
    after,
    believed,
    of_error,
    of_page,
)

NOW = datetime(2026, 2, 22, 9, tzinfo=UTC)
URL = "https://a.example/one"
NOTHING = Seen(Standing.MISSING, "there is nothing")
WALL = Seen(Standing.UNCLEAR, "the site refuses Curator")


@pytest.mark.parametrize("status", [404, 410])
def test_nothing_at_the_address_is_missing(status: int) -> None:
    assert of_error(BadStatus(URL, status)).standing is Standing.MISSING


@pytest.mark.parametrize(
    "error",
    [
        *(BadStatus(URL, status) for status in (401, 403, 429, 451, 500, 502, 503)),
        TimedOut(URL),
        Forbidden(URL),
        FetchError(URL),
    ],
)
def test_a_wall_or_a_bad_day_says_nothing(error: CuratorError) -> None:
    assert of_error(error).standing is Standing.UNCLEAR


def test_a_host_that_does_not_exist_is_missing_and_marked() -> None:
    found = of_error(NoSuchHost(URL, "there is no host a.example"))
    assert found == Seen(Standing.MISSING, "there is no host a.example", hostless=True)


def page(body: bytes, content_type: str = "text/html") -> Page:
    return Page(URL, URL, 200, {"content-type": content_type}, body, NOW)


def test_a_page_that_says_itself_that_it_is_not_there_is_missing() -> None:
    soft = b"<html><head><title>Page not found</title></head><body><p>Sorry.</p></body></html>"
    assert of_page(page(soft)).standing is Standing.MISSING


def test_a_bot_wall_says_nothing() -> None:
    wall = b"<html><head><title>Just a moment...</title></head><body><p>Wait.</p></body></html>"
    assert of_page(page(wall)).standing is Standing.UNCLEAR


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><title>Lenses</title><body><p>" + b"They bend light. " * 40, "text/html"),
        (b"%PDF-1.7 and so on", "application/pdf"),
        (b"\xff\xfb\x90 sound", "audio/mpeg"),
        (b"404 is a number", "text/plain"),
    ],
)
def test_pages_and_files_are_there(body: bytes, kind: str) -> None:
    assert of_page(page(body, kind)) == THERE


NO_HOST = Seen(Standing.MISSING, "there is no such host", hostless=True)
NOWHERE = [(f"https://nowhere-{number}.example/", NO_HOST) for number in range(CUT_OFF)]


def test_where_several_hosts_do_not_exist_and_none_answers_nothing_is_said() -> None:
    silent = (URL, Seen(Standing.UNCLEAR, "no answer"))
    found = believed([*NOWHERE, silent])
    assert {one.standing for one in found} == {Standing.UNCLEAR}
    assert [one.reason for one in found] == [*["there is no such host"] * CUT_OFF, "no answer"]


@pytest.mark.parametrize("answer", [THERE, NOTHING])
def test_where_one_host_answers_the_others_are_missing(answer: Seen) -> None:
    looks = [*NOWHERE, (URL, answer)]
    assert believed(looks) == [seen for _, seen in looks]


def test_many_links_of_one_dead_host_are_no_fault_of_the_network() -> None:
    assert believed([(f"{URL}/{number}", NO_HOST) for number in range(9)]) == [NO_HOST] * 9
    assert believed([]) == []


def test_nothing_once_is_missing_and_a_day_later_dead() -> None:
    first = after(None, NOTHING, NOW)
    assert first == LinkCheck(NOW, NOW, dead=False, reason="there is nothing")
    assert not after(first, NOTHING, NOW + AGAIN - timedelta(seconds=1)).dead
    second = after(first, NOTHING, NOW + AGAIN)
    assert (second.dead, second.missing_since) == (True, NOW)


def test_a_link_that_comes_back_is_cleared() -> None:
    dead = LinkCheck(NOW, NOW, dead=True, reason="there is nothing")
    later = NOW + timedelta(days=7)
    assert after(dead, THERE, later) == LinkCheck(later)


def test_a_wall_between_two_looks_changes_nothing_but_the_instant() -> None:
    later = NOW + timedelta(days=7)
    for known in (LinkCheck(NOW), LinkCheck(NOW, NOW), LinkCheck(NOW, NOW, dead=True, reason="x")):
        found = after(known, WALL, later)
        assert (found.missing_since, found.dead, found.reason) == (
            known.missing_since,
            known.dead,
            known.reason,
        )
        assert found.asked_at == later
    assert after(None, WALL, NOW) == LinkCheck(NOW)
