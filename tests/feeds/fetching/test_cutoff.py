"""Stopping: what waits for the network is cut off at once, and nothing new begins."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from curator.errors import FetchError
from curator.feeds.fetching.cutoff import STOPPING
from curator.feeds.fetching.fetch import Fetcher, Limits
from curator.model import Page
from tests.feeds.conftest import LOOPBACK
from tests.feeds.site import Answer, Request, Site

PATIENCE = 60
SLOW = Limits(read_seconds=3600, total_seconds=3600, pause_seconds=3600)
"""Nothing here ends by itself while a test runs."""


class Silent:
    """A route that answers only when it is let go."""

    def __init__(self) -> None:
        self.asked = Event()
        self.go = Event()

    def __call__(self, _request: Request) -> Answer:
        self.asked.set()
        self.go.wait(PATIENCE)
        return Answer(b"late")


@pytest.fixture
def silent(site: Site) -> Iterator[Silent]:
    route = Silent()
    site.routes["/"] = route
    yield route
    route.go.set()


@pytest.fixture
def patient() -> Iterator[Fetcher]:
    with Fetcher(allow=LOOPBACK, limits=SLOW) as running:
        yield running


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as running:
        yield running


def failure(task: Future[Page]) -> str:
    error = task.exception(PATIENCE)
    assert isinstance(error, FetchError)
    return str(error)


def test_a_silent_server_is_left(
    site: Site, silent: Silent, patient: Fetcher, pool: ThreadPoolExecutor
) -> None:
    task = pool.submit(patient.get, site.url())
    assert silent.asked.wait(PATIENCE)
    patient.interrupt()
    assert failure(task)


def test_whoever_waits_for_a_hosts_turn_waits_no_longer(
    site: Site, patient: Fetcher, pool: ThreadPoolExecutor
) -> None:
    site.routes["/"] = Answer(b"hello")
    patient.get(site.url())
    task = pool.submit(patient.get, site.url())
    patient.interrupt()
    assert STOPPING in failure(task)


def test_nothing_new_is_asked(site: Site, patient: Fetcher) -> None:
    patient.interrupt()
    with pytest.raises(FetchError, match=STOPPING):
        patient.get(site.url())
    assert not site.requests
