"""Many sources at once: threads over hosts, parsing in workers, one source's failure a value.

Sources of one host stand in one line and are asked one after the other; lines run side by side.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from curator.errors import CuratorError, Unreadable
from curator.feeds import decide
from curator.feeds.decide import Wait
from curator.feeds.fetching.fetch import Fetcher
from curator.feeds.gather import Gathered, Gatherer
from curator.model import BadDocument, Entry, Feed, FetchState, Source, Validators
from curator.urls import host, registrable_domain
from curator.workers import Workers

THREADS = 32
LINGER_SECONDS = 0.1
"""How long an outcome waits for others to be saved with."""
LARGEST_KEPT = 512 << 10
"""Bytes that are kept of a document which could not be read."""
Result = Literal["ok", "unchanged", "failed", "skipped"]
_Done = queue.SimpleQueue["Outcome | None"]
"""What is done; ``None`` for each line of sources that has ended."""


@dataclass(frozen=True, slots=True)
class Due:
    """A source to look at, and what is remembered of it."""

    source: Source
    state: FetchState = field(default_factory=FetchState)
    known: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the stored entries, by id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source. ``state`` and ``entries`` belong into one transaction."""

    source: Source
    state: FetchState
    result: Result
    error: str | None = None
    """Why it failed or was skipped, in a sentence."""
    feed: Feed | None = None
    entries: tuple[Entry, ...] = ()
    """New and changed ones."""
    new: int = 0
    changed: int = 0
    format: str = ""
    warnings: tuple[str, ...] = ()
    wait: Wait | None = None
    """How long the whole domain asked to be left alone."""
    bad: BadDocument | None = None
    """What came, if it could not be read."""
    recovered: bool = False
    """The look before this one had failed: nothing bad need be kept any more."""


def refresh(
    due: Sequence[Due],
    *,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime | Callable[[], datetime] | None = None,
    threads: int = THREADS,
    waits: Mapping[str, datetime] | None = None,
) -> Iterator[Outcome]:
    """Look at all of ``due`` and give each outcome as it comes; never raises for a source.

    ``waits`` says which registrable domains asked to be left alone, and until when. ``now`` is the
    time that decisions are made by; the system clock where it is left out. Closing the iterator
    early lets what is under way finish and starts nothing more.
    """
    for batch in in_batches(
        due, fetcher=fetcher, workers=workers, now=now, threads=threads, waits=waits
    ):
        yield from batch


def in_batches(
    due: Sequence[Due],
    *,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime | Callable[[], datetime] | None = None,
    threads: int = THREADS,
    waits: Mapping[str, datetime] | None = None,
    stop: threading.Event | None = None,
) -> Iterator[tuple[Outcome, ...]]:
    """As :func:`refresh`, with all outcomes that come at about the same time together.

    A commit to disk takes longer than a 304, so that saving each alone would be what is waited
    for: save a batch in one transaction. Once ``stop`` is set no more sources are begun, and one
    that fails then counts as not looked at: interrupting ``fetcher`` is no fault of its server.
    """
    clock = _clock(now)
    round_ = _Round(Gatherer(fetcher, workers), clock, dict(waits or {}), stop)
    lines = _lines(due)
    done: _Done = queue.SimpleQueue()
    with ThreadPoolExecutor(min(threads, len(lines) or 1), thread_name_prefix="refresh") as pool:
        try:
            for line in lines:
                pool.submit(round_.run, line, done.put)
            left = len(lines)
            while left:
                batch, ended = _batch(done, left)
                left -= ended
                if batch:
                    yield batch
        finally:
            round_.closed.set()


def _batch(done: _Done, lines: int) -> tuple[tuple[Outcome, ...], int]:
    """The next outcome and those that come within a moment of it; and how many lines ended.

    ``lines`` are under way: when all of them have ended, nothing more comes.
    """
    found = [done.get()]
    ends = time.monotonic() + LINGER_SECONDS
    with suppress(queue.Empty):
        while found.count(None) < lines:
            found.append(done.get(timeout=max(ends - time.monotonic(), 0.0)))
    return tuple(one for one in found if one is not None), found.count(None)


def _clock(now: datetime | Callable[[], datetime] | None) -> Callable[[], datetime]:
    if isinstance(now, datetime):
        instant = now
        return lambda: instant
    return now or (lambda: datetime.now(UTC))


def _lines(due: Sequence[Due]) -> list[list[Due]]:
    """The sources by host, the longest line first, since it ends last."""
    lines: defaultdict[str, list[Due]] = defaultdict(list)
    for one in due:
        lines[registrable_domain(host(one.source.url))].append(one)
    return sorted(lines.values(), key=len, reverse=True)


class _Round:
    """One refresh, as its threads share it."""

    def __init__(
        self,
        gatherer: Gatherer,
        clock: Callable[[], datetime],
        waits: dict[str, datetime],
        stop: threading.Event | None,
    ) -> None:
        self.closed = threading.Event()
        self._stop = stop or threading.Event()
        self._gatherer = gatherer
        self._clock = clock
        self._waits = waits

    def run(self, line: Sequence[Due], done: Callable[[Outcome | None], None]) -> None:
        """Look at the sources of one host, one after the other; ``None`` says that it is over."""
        try:
            for one in line:
                if self.closed.is_set() or self._stop.is_set():
                    break
                outcome = self._look(one)
                if not (outcome.result == "failed" and self._stop.is_set()):
                    done(outcome)
        finally:
            done(None)

    def _look(self, due: Due) -> Outcome:
        """One source; a mistake in Curator itself is told as that source's failure, too."""
        now = self._clock()
        asked = decide.address(due.source, due.state, now)
        domain = registrable_domain(host(asked))
        until = self._waits.get(domain)
        if until is not None and until > now:
            return _skipped(due, until, domain)
        try:
            gathered = self._gatherer.gather(due.source, due.state, due.known, now)
            return _succeeded(due, gathered, now)
        except CuratorError as error:
            outcome = _failed(due, asked, error, now)
        except Exception as error:  # noqa: BLE001 - one source must not end the round
            problem = CuratorError(f"unexpected {type(error).__name__}: {error}")
            outcome = _failed(due, asked, problem, now)
        if outcome.wait is not None:
            self._waits[outcome.wait.domain] = outcome.wait.until
        return outcome


def _skipped(due: Due, until: datetime, domain: str) -> Outcome:
    reason = f"{domain} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
    return Outcome(due.source, replace(due.state, next_fetch_at=until), "skipped", reason)


def _failed(due: Due, asked: str, error: Exception, now: datetime) -> Outcome:
    state, wait = decide.failed(due.source, due.state, asked, error, now)
    return Outcome(due.source, state, "failed", str(error), wait=wait, bad=_kept(error))


def _kept(error: Exception) -> BadDocument | None:
    """What came, as far as it is worth keeping."""
    if not isinstance(error, Unreadable):
        return None
    page = error.page
    return BadDocument(
        page.final_url,
        page.fetched_at,
        page.headers.get("content-type", ""),
        error.message,
        len(page.body),
        page.body[:LARGEST_KEPT],
    )


def _succeeded(due: Due, found: Gathered, now: datetime) -> Outcome:
    source, state = due.source, due.state
    recovered = state.last_try_at != state.last_good_at
    if found.feed is None:
        state = decide.unchanged(source, state, found.page, now)
        return Outcome(source, state, "unchanged", recovered=recovered)
    if found.feed_url:
        state = replace(state, feed_url=found.feed_url, validators=Validators())
    state = decide.read(source, state, found.page, found.feed, now, dates=found.dates)
    changes = decide.changes(found.feed.entries, due.known, state.rewrites)
    return Outcome(
        source,
        replace(state, fingerprints=found.fingerprints, rewrites=changes.rewrites),
        "ok",
        feed=found.feed,
        entries=changes.new + changes.changed,
        new=len(changes.new),
        changed=len(changes.changed),
        format=found.feed.format,
        warnings=found.feed.warnings,
        recovered=recovered,
    )
