"""What the tests of feeds share: a loopback site, a fetcher that may ask it, workers."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from curator.feeds.fetching.fetch import Fetcher, Limits
from curator.workers import Workers
from tests.feeds.site import Site

LOOPBACK = (ip_network("127.0.0.0/8"),)
QUICK = Limits(
    connect_seconds=2, read_seconds=2, total_seconds=3, pause_seconds=0, page_pause_seconds=0
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher("https://reader.example/about", allow=LOOPBACK, limits=QUICK) as running:
        yield running


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers(1, preload=("curator.feeds.read",)) as running:
        yield running
