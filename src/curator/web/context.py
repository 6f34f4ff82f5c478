"""What every handler can reach: the application, the present instant, the page cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.requests import Request

from curator.web import client
from curator.web.attempts import Attempts
from curator.web.cache import PageCache
from curator.web.site import Site, site_of
from curator.web.tasks import Tasks
from curator.web.uploads import Uploads

if TYPE_CHECKING:
    from curator.app import App


def present() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def nothing(_what: str) -> None:
    """What waking the scheduler does where there is none."""


@dataclass(slots=True)
class Web:
    """The web edge's own state; one for each process. Only ``wake`` changes, when the clock starts."""

    app: App
    now: Callable[[], datetime] = present
    wake: Callable[[str], None] = nothing
    """Asks the scheduler to look at once for work of a kind, such as ``mail``."""
    files_at: str | None = None
    """Where pages are written as files: the address at which those will be served."""
    cache: PageCache = field(default_factory=PageCache)
    attempts: Attempts = field(default_factory=Attempts)
    """To guess the desk's password."""
    uploads: Uploads = field(default_factory=Uploads)
    """Files to import that the author is looking over."""
    tasks: Tasks = field(default_factory=Tasks)

    @property
    def site(self) -> Site:
        """What every page says of the newsletter."""
        return site_of(self.app.config.newsletter, files_at=self.files_at, asks_work=self.asks_work)

    @property
    def asks_work(self) -> bool:
        """Whether browsers show some work at sign-up while very much comes in."""
        return self.app.settings.signup_proof == "yes"


def web(request: Request) -> Web:
    """The state behind a request."""
    found: Web = request.app.state.web
    return found


def network(request: Request) -> str:
    """The client's IP address; empty where it is not known."""
    return client.address(request, web(request).app.settings.trusted_proxies)
