"""A reader's choices: topics, rhythm, form, hour, pause; and the way to all of their data."""

from __future__ import annotations

from zoneinfo import available_timezones

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.audience import preferences
from curator.flows.audience import subscribe as flow
from curator.web import view
from curator.web.answers import html
from curator.web.context import web
from curator.web.forms import Fields, posted
from curator.web.headers import PRIVATE
from curator.web.pages.subscribe import choices
from curator.web.site import Head


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
        pauses=preferences.PAUSES,
        pause=preferences.weeks_left(reader, to.now()),
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


ROUTES = [
    Route("/preferences/{token}", show),
    Route("/preferences/{token}", posted(submit), methods=["POST"]),
    Route("/preferences/{token}/link", posted(ask_link), methods=["POST"]),
]
