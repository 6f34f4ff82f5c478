"""The web application: routes, middleware, and what starts and stops with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from curator.web import metrics, slashes
from curator.web.bodies import BodyLimit
from curator.web.context import Web, nothing, present
from curator.web.desk import (
    challenge,
    doors,
    draft,
    embed,
    exports,
    held,
    imports,
    issues,
    keys,
    log,
    overview,
    preview,
    readers,
    resources,
    undo,
)
from curator.web.desk import reading as desk_reading
from curator.web.desk import sources as desk_sources
from curator.web.errors import HANDLERS
from curator.web.headers import SecurityHeaders
from curator.web.metrics import Meter, Watch
from curator.web.origin import OwnOrigin
from curator.web.pages import (
    archive,
    confirm,
    crawlers,
    feeds,
    health,
    home,
    hooks,
    manage,
    preferences,
    reading,
    search,
    sources,
    subscribe,
    topics,
    unsubscribe,
)

if TYPE_CHECKING:
    from curator.app import App

ROUTES: list[BaseRoute] = [
    *home.ROUTES,
    *archive.ROUTES,
    *topics.ROUTES,
    *reading.ROUTES,
    *search.ROUTES,
    *sources.ROUTES,
    *feeds.ROUTES,
    *subscribe.ROUTES,
    *confirm.ROUTES,
    *preferences.ROUTES,
    *manage.ROUTES,
    *unsubscribe.ROUTES,
    *hooks.ROUTES,
    *crawlers.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
    *doors.ROUTES,
    *overview.ROUTES,
    *issues.ROUTES,
    *draft.ROUTES,
    *preview.ROUTES,
    *resources.ROUTES,
    *held.ROUTES,
    *desk_sources.ROUTES,
    *desk_reading.ROUTES,
    *challenge.ROUTES,
    *readers.ROUTES,
    *imports.ROUTES,
    *exports.ROUTES,
    *keys.ROUTES,
    *log.ROUTES,
    *embed.ROUTES,
    *undo.ROUTES,
]

Service = Callable[[], AbstractContextManager[Callable[[str], None]]]
"""Starts the clock; inside, gives a function that wakes it for work of a kind."""


def create_app(
    app: App,
    *,
    now: Callable[[], datetime] = present,
    service: Service | None = None,
    files_at: str | None = None,
) -> Starlette:
    """The web application of ``app``.

    ``service`` runs beside it from start to stop; ``files_at`` makes pages for files that are
    served there.
    """
    base_url = app.config.newsletter.base_url
    state, meter = Web(app, now, nothing, files_at), Meter(app)

    @asynccontextmanager
    async def lifespan(_starlette: Starlette) -> AsyncIterator[None]:
        with service() if service else nullcontext(nothing) as state.wake:
            try:
                yield
            finally:
                state.tasks.stop()

    web = Starlette(
        routes=[*ROUTES, slashes.ROUTE, *_api(state)],
        lifespan=lifespan,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(Watch, meter=meter),
            Middleware(SecurityHeaders, https=base_url.startswith("https://")),
            Middleware(BelowPrefix, prefix=urlsplit(base_url).path.rstrip("/")),
            Middleware(BodyLimit),
            Middleware(OwnOrigin, base_url=base_url),
        ],
    )
    web.router.redirect_slashes = False
    web.state.web, web.state.meter = state, meter
    return web


def _api(state: Web) -> list[BaseRoute]:
    """The API, where pages are served and not written as files."""
    if state.files_at is not None:
        return []

    def make() -> ASGIApp:
        from curator.web.api.app import create_api  # noqa: PLC0415 - see below

        return create_api(state)

    # A fifth of the time to start, and ten megabytes, which most newsletters never need.
    return [Mount("/api", WhenAsked(make))]


class WhenAsked:
    """An application that is made when it is asked for the first time."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make = make
        self._made: ASGIApp | None = None
        self._making = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        app = self._made
        if app is None:
            app = await run_in_threadpool(self._once)
        await app(scope, receive, send)

    def _once(self) -> ASGIApp:
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made


class BelowPrefix:
    """Middleware for a base URL with a path: takes it off, where the proxy has not done so."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the path as our routes know it."""
        if self._prefix and scope["type"] == "http":
            path = scope["path"]
            if path == self._prefix or path.startswith(self._prefix + "/"):
                scope = {**scope, "path": path[len(self._prefix) :] or "/"}
        await self._app(scope, receive, send)
