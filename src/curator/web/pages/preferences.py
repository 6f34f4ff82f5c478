"""A reader's choices: topics, rhythm, form, hour, pause; and the way to all of their data."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.audience import subscribe as flow
from curator.model import Subscriber
from curator.web import view
from curator.web.answers import html
from curator.web.context import web
from curator.web.forms import Fields, posted
from curator.web.headers import PRIVATE
from curator.web.pages.subscribe import choices
from curator.web.site import Head

WEEK = 7 * 24 * 3600
PAUSES = (0, 1, 2, 3, 4, 6, 8, 12, 26)


def show(request: Request) -> Response:
    """The form as the reader last left it."""
    to = web(request)
    return _page(request, flow.settings(to.app, request.path_params["token"], to.now()))


def submit(request: Request, fields: Fields) -> Response:
    """Store the choices."""
    to = web(request)
    token = request.path_params["token"]
    said = choices(fields)
    return _page(request, flow.choose(to.app, token, said, to.now()), "saved")


def ask_link(request: Request, _fields: Fields) -> Response:
    """Mail a fresh link: whoever has a forwarded issue has this page, but not the mailbox."""
    to = web(request)
    token = request.path_params["token"]
    done = "asked" if flow.ask_link(to.app, token, to.now()) else "refused"
    to.wake("mail")
    return _page(request, flow.settings(to.app, token, to.now()), done)


def _page(request: Request, found: flow.Settings, done: str = "") -> Response:
    to = web(request)
    reader = found.reader
    return html(
        request,
        "preferences",
        Head("Your subscription", "/preferences", index=False),
        headers=PRIVATE,
        token=request.path_params["token"],
        leave=found.unsubscribe,
        reader=reader,
        chosen=found.topics,
        confirmed=reader.state.value == "confirmed",
        topics=to.app.config.topics,
        zones=zones(),
        pauses=PAUSES,
        pause=_weeks_left(reader, to.now()),
        paused_until=view.day(reader.paused_until),
        done=done,
        author=to.app.config.newsletter.reply_to or to.app.config.newsletter.sender,
    )


def zones() -> list[str]:
    """Time zones by region, without the old spellings and abbreviations."""
    return sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "US/", "Canada/", "Brazil/", "SystemV/"))
    )


def _weeks_left(reader: Subscriber, now: datetime) -> int:
    """The pause that is chosen now, as the smallest offered one that covers what is left."""
    if reader.paused_until is None or reader.paused_until <= now:
        return 0
    left = (reader.paused_until - now).total_seconds() / WEEK
    return next((weeks for weeks in PAUSES if weeks >= left), PAUSES[-1])


ROUTES = [
    Route("/preferences/{token}", show),
    Route("/preferences/{token}", posted(submit), methods=["POST"]),
    Route("/preferences/{token}/link", posted(ask_link), methods=["POST"]),
]
