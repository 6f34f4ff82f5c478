"""Hosts that misbehave: what happens, what is stored, and when they are asked again.

Drives the replay program's fault hosts through a proxy, https included. ``docs/feeds.md`` has the
table.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.feeds.fetching.fetch import Fetcher, Limits
from curator.feeds.refresh import Due, Outcome, refresh
from curator.model import FetchState, Source, Validators
from curator.workers import Workers
from tests.corpora import corpora_folder, replay_program

pytestmark = pytest.mark.corpora

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KNOWN = FetchState(
    Validators('"old"', "old"), body_hash="old", interval_seconds=3600, last_good_at=NOW
)


@dataclass(frozen=True, slots=True)
class Case:
    """A path of a fault host, and what must come of it."""

    path: str
    result: str
    told: str = ""
    """Part of the error."""
    after: tuple[timedelta, timedelta] = (HOUR, 27 * HOUR)
    """When it is asked again, at the earliest and at the latest."""
    entries: int = 0
    disabled: bool = False

    @property
    def row(self) -> str:
        """The line of the table in ``docs/feeds.md``."""
        path = self.path.replace(F, "…").replace("|", "")
        what = f"failed: {self.told}" if self.told else f"read, {self.entries} entries"
        stored = "entries, validators" if self.entries else "only the failure"
        return f"| `{path}` | {what} | {stored} | {self._next} |"

    @property
    def _next(self) -> str:
        if self.disabled:
            return "never; the source is disabled"
        if self.entries:
            return "by its rhythm, 1 to 24 h"
        return f"after {self.after[0] / HOUR:g} h"


F = "http://other.fault.test"
BACK_OFF = (2 * HOUR, 2.2 * HOUR)
LONG = "the answer is larger than 15 MiB"
BROKEN = "broke off: peer closed connection without sending complete message body"
CASES = [
    Case("/feed/3", "ok", entries=3),
    Case("/status/404", "failed", "there is nothing at this address (HTTP 404)", BACK_OFF),
    Case("/status/410", "failed", "the address is gone for good (HTTP 410)", disabled=True),
    Case(
        "/status/429?after=7200", "failed", "the site asks for fewer requests (HTTP 429)", BACK_OFF
    ),
    Case(
        "/status/503?after=36000",
        "failed",
        "the site is not available now (HTTP 503)",
        (10 * HOUR, 10.1 * HOUR),
    ),
    Case(
        "/status/503?after=Wed, 18 Feb 2099 12:00:00 GMT",
        "failed",
        "the site is not available now (HTTP 503)",
        (24 * HOUR * 31, 24 * HOUR * 31 + HOUR),
    ),
    Case("/status/500", "failed", "the server has a fault (HTTP 500)", BACK_OFF),
    Case("/status/403", "failed", "the site refuses Curator (HTTP 403)", BACK_OFF),
    Case("/slow/0.2", "ok", entries=3),
    Case("/slow/60", "failed", "took too long", BACK_OFF),
    Case("/drip", "failed", "took too long", BACK_OFF),
    Case("/reset", "failed", BROKEN, BACK_OFF),
    Case("/truncate", "failed", BROKEN, BACK_OFF),
    Case("/huge", "failed", LONG, BACK_OFF),
    Case("/empty", "failed", "the document is empty", BACK_OFF),
    Case("/loop", "failed", "more than 5 redirects", BACK_OFF),
    Case(f"/moved?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/moved?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/to?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/empty", "failed", "the document is empty", BACK_OFF),
    Case("/to?http://127.0.0.1:22/", "failed", "127.0.0.1 is a private address", BACK_OFF),
    Case(
        "/to?http://169.254.169.254/latest/",
        "failed",
        "169.254.169.254 is a private address",
        BACK_OFF,
    ),
    Case(
        "/to?http://[::ffff:10.0.0.1]/", "failed", "::ffff:10.0.0.1 is a private address", BACK_OFF
    ),
    Case("/to?file:///etc/passwd", "failed", "only http and https addresses are fetched", BACK_OFF),
]


BOMB = Case("/bomb", "failed", LONG, BACK_OFF)
"""Kept for the end: the program is busy with it for seconds, whether anyone listens or not."""


@pytest.fixture(scope="module")
def proxy() -> Iterator[None]:
    """The replay program, named by the environment as a proxy would be."""
    manifest = corpora_folder() / "feeds" / "web.jsonl"
    command = [sys.executable, str(replay_program()), "--manifest", str(manifest)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    before = dict(os.environ)
    for _ in range(6):
        name, _, value = running.stdout.readline().removeprefix("export ").strip().partition("=")
        os.environ[name] = value
    yield
    os.environ.clear()
    os.environ.update(before)
    running.terminate()
    running.wait()
    running.stdout.close()


@pytest.fixture(scope="module")
def fetcher(proxy: None) -> Iterator[Fetcher]:
    limits = Limits(total_seconds=2, read_seconds=2, pause_seconds=0, pauses={})
    with Fetcher("https://reader.example/", limits=limits) as running:
        yield running


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as running:
        yield running


def look(
    url: str, fetcher: Fetcher, workers: Workers, state: FetchState = KNOWN, now: datetime = NOW
) -> Outcome:
    (outcome,) = refresh([Due(Source(url), state)], fetcher=fetcher, workers=workers, now=now)
    return outcome


TRIED = [
    pytest.param(case, scheme, id=f"{scheme}-{case.path}")
    for case in CASES
    for scheme in ("http", "https")
    if scheme == "http" or "too long" not in case.told
]
"""Every case over both schemes, but those once that cost their whole time limit."""


@pytest.mark.parametrize(("case", "scheme"), TRIED)
def test_a_fault_ends_as_it_should(
    case: Case, scheme: str, fetcher: Fetcher, workers: Workers
) -> None:
    number = abs(hash((case.path, scheme))) % 10**9
    outcome = look(f"{scheme}://host{number}.fault.test{case.path}", fetcher, workers)
    check(case, outcome)


def check(case: Case, outcome: Outcome) -> None:
    state = outcome.state
    assert outcome.result == case.result, outcome.error
    assert case.told in (outcome.error or "")
    assert len(outcome.entries) == case.entries
    assert bool(state.disabled_at) == case.disabled
    assert state.next_fetch_at is not None
    assert case.after[0] <= state.next_fetch_at - NOW <= case.after[1]
    if outcome.result == "failed":
        assert state.validators == KNOWN.validators, "nothing of a failed answer is stored"
        assert state.body_hash == KNOWN.body_hash


@pytest.mark.parametrize("case", [*CASES, BOMB], ids=lambda case: case.path)
def test_the_manual_says_what_becomes_of_it(case: Case) -> None:
    assert case.row in Path("docs/feeds.md").read_text("utf-8").splitlines()


def test_a_flaky_host_is_good_again_in_the_end(fetcher: Fetcher, workers: Workers) -> None:
    url = "http://flaky.fault.test/flaky/2"
    state, now, results = FetchState(), NOW, []
    for _ in range(3):
        outcome = look(url, fetcher, workers, state, now)
        state = outcome.state
        assert state.next_fetch_at is not None
        now = state.next_fetch_at
        results.append((outcome.result, state.failures))
    assert results == [("failed", 1), ("failed", 2), ("ok", 0)]


def test_permanent_moves_are_noted_mixed_ones_are_not(fetcher: Fetcher, workers: Workers) -> None:
    permanent = look(f"http://old.fault.test/moved?{F}/moved?{F}/feed/2", fetcher, workers)
    mixed = look(f"http://old.fault.test/moved?{F}/to?{F}/feed/2", fetcher, workers)
    assert permanent.state.moved_to == f"{F}/feed/2"
    assert mixed.state.moved_to is None


def test_a_page_instead_of_a_feed_is_searched_for_one(fetcher: Fetcher, workers: Workers) -> None:
    """The fault host happens to have one at a well-known place."""
    outcome = look("http://page.fault.test/html", fetcher, workers)
    assert outcome.result == "ok"
    assert outcome.state.feed_url == "http://page.fault.test/feed"


def test_a_host_that_nobody_captured_is_an_error(fetcher: Fetcher, workers: Workers) -> None:
    outcome = look("https://nobody.example/feed", fetcher, workers)
    assert outcome.result == "failed"
    assert outcome.state.status is None


def test_captured_feeds_are_fetched_over_https_and_then_unchanged(
    fetcher: Fetcher, workers: Workers
) -> None:
    first = look("https://stml.tumblr.com/rss", fetcher, workers, FetchState())
    assert first.result == "ok"
    assert first.entries
    assert look(first.source.url, fetcher, workers, first.state).result == "unchanged"


def test_a_bomb_is_not_expanded(fetcher: Fetcher, workers: Workers) -> None:
    check(BOMB, look("http://bomb.fault.test/bomb", fetcher, workers))
