"""Hosts that misbehave: what happens, what is stored, and when they are asked again.

Drives the replay program's fault hosts through a proxy, https included. Run with ``-s`` to see the
table of ``docs/feeds.md``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from curator.feeds.fetch import Fetcher, Limits
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


F = "http://other.fault.test"
BACK_OFF = (2 * HOUR, 2.2 * HOUR)
CASES = [
    Case("/feed/3", "ok", entries=3),
    Case("/status/404", "failed", "HTTP 404", BACK_OFF),
    Case("/status/410", "failed", "HTTP 410", disabled=True),
    Case("/status/429?after=7200", "failed", "HTTP 429", (2 * HOUR, 2.2 * HOUR)),
    Case("/status/503?after=36000", "failed", "HTTP 503", (10 * HOUR, 10.1 * HOUR)),
    Case(
        "/status/503?after=Wed, 18 Feb 2099 12:00:00 GMT",
        "failed",
        "HTTP 503",
        (24 * HOUR * 30, 24 * HOUR * 32),
    ),
    Case("/status/500", "failed", "HTTP 500", BACK_OFF),
    Case("/status/403", "failed", "HTTP 403", BACK_OFF),
    Case("/slow/0.2", "ok", entries=3),
    Case("/slow/60", "failed", "too long", BACK_OFF),
    Case("/drip", "failed", "too long", BACK_OFF),
    Case("/reset", "failed", "broke off", BACK_OFF),
    Case("/truncate", "failed", "broke off", BACK_OFF),
    Case("/huge", "failed", "larger than", BACK_OFF),
    Case("/empty", "failed", "empty", BACK_OFF),
    Case("/loop", "failed", "redirects", BACK_OFF),
    Case(f"/moved?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/moved?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/to?{F}/feed/2", "ok", entries=2),
    Case(f"/moved?{F}/empty", "failed", "empty", BACK_OFF),
    Case("/to?http://127.0.0.1:22/", "failed", "private address", BACK_OFF),
    Case("/to?http://169.254.169.254/latest/", "failed", "private address", BACK_OFF),
    Case("/to?http://[::ffff:10.0.0.1]/", "failed", "private address", BACK_OFF),
    Case("/to?file:///etc/passwd", "failed", "only http", BACK_OFF),
]


BOMB = Case("/bomb", "failed", "larger than", BACK_OFF)
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
    told = outcome.error or f"{len(outcome.entries)} entries"
    stored = "entries and validators" if outcome.entries else "nothing"
    wait = (state.next_fetch_at - NOW) / HOUR
    again = "never" if state.disabled_at else f"in {wait:.1f} h"
    print(f"| `{case.path}` | {outcome.result}: {told} | {stored} | {again} |")  # noqa: T201


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
