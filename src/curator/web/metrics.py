"""Numbers for Prometheus, for those networks that may read them; counted without any address.

Routes are named by their patterns, so that no token ever becomes a label.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from curator.errors import CuratorError
from curator.flows import figures
from curator.web import client
from curator.web.context import network, web

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.access")
OTHER = "other"
"""The label of addresses that no route has, and of methods that HTTP does not know."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Meter:
    """What one process has counted."""

    def __init__(self, app: App) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_FromDatabase(app))
        labels = ("method", "route", "status")
        self.requests = Counter(
            "curator_http_requests", "Requests answered.", labels, registry=self.registry
        )
        self.seconds = Histogram(
            "curator_http_request_seconds",
            "How long they took.",
            ("route",),
            registry=self.registry,
        )

        self._lines: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        requests, took = self._line(method, route, status)
        requests.inc()
        took.observe(seconds)

    def _line(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The two with their labels, which take longer to find than a number to add."""
        found = self._lines.get((method, route, status))
        if found is None:
            requests = self.requests.labels(method, route, str(status))
            found = requests, self.seconds.labels(route)
            self._lines[method, route, status] = found
        return found

    def text(self) -> bytes:
        """Everything in the format of Prometheus."""
        return generate_latest(self.registry)


class _FromDatabase(Collector):
    """Gauges that are read when they are asked for."""

    def __init__(self, app: App) -> None:
        self._app = app

    def describe(self) -> list[Metric]:
        """Nothing yet: describing must not need the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """What the database says now; nothing while it cannot be had."""
        try:
            found = figures.figures(self._app)
        except CuratorError as error:
            logger.warning("no figures: %s", error.message)
            return
        for name, words, by_state in (
            ("curator_readers", "Readers by state.", found.readers),
            ("curator_sources", "Sources by health.", found.sources),
            ("curator_deliveries", "Mails of issues on their way, by state.", found.deliveries),
            ("curator_outbox", "Single mails by state.", found.outbox),
            ("curator_issues", "Issues by state.", found.issues),
        ):
            gauge = GaugeMetricFamily(name, words, labels=["state"])
            for state, number in sorted(by_state.items()):
                gauge.add_metric([state], number)
            yield gauge
        last = GaugeMetricFamily(
            "curator_last_sent_timestamp_seconds", "When an issue was last sent."
        )
        last.add_metric([], found.last_sent.timestamp() if found.last_sent else 0)
        yield last


class Watch:
    """Middleware that counts requests and writes one line of log for each.

    The line has the route's pattern, never the address that was asked: that may be a secret.
    """

    def __init__(self, app: ASGIApp, *, meter: Meter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and take its time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", OTHER)
        if scope.get("root_path", "").endswith("/api"):
            route = f"/api{route}"
        # Whoever asks may make up methods; each would be kept for ever.
        method = scope["method"] if scope["method"] in METHODS else OTHER
        self._meter.count(method, route, status, seconds)
        logger.info(
            "request",
            extra={
                "method": method,
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
            },
        )


def metrics(request: Request) -> Response:
    """The numbers, for the networks in the settings; for all others there is no such page."""
    to = web(request)
    if not client.is_in(network(request), to.app.settings.metrics_networks):
        raise HTTPException(404)
    meter: Meter = request.app.state.meter
    headers = {"content-type": CONTENT_TYPE_LATEST, "cache-control": "no-store"}
    return Response(meter.text(), headers=headers)


ROUTES = [Route("/metrics", metrics)]
