"""Who may sit at the desk: the one who knows the password, or whom a trusted proxy names."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import quote, urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from curator import tokens
from curator.errors import TokenError
from curator.flows.desk import sessions
from curator.tokens import Purpose
from curator.web import client, cookies
from curator.web.answers import html
from curator.web.context import Web, web
from curator.web.desk import unsaved
from curator.web.forms import MOST_FIELDS, read
from curator.web.site import Head

COOKIE = "curator_desk"
DAYS = 14
DESK, SIGN_IN = "/desk", "/desk/sign-in"
URLENCODED = "application/x-www-form-urlencoded"

Page = Callable[[Request], Response]


def author(handler: Page) -> Callable[[Request], Awaitable[Response]]:
    """The handler for the author alone; anybody else is asked to sign in."""

    async def answer(request: Request) -> Response:
        if not await run_in_threadpool(is_author, request):
            return to_sign_in(request)
        response = await run_in_threadpool(handler, request)
        response.headers.setdefault("cache-control", "no-store")
        return response

    return answer


def to_sign_in(request: Request) -> Response:
    """Off to the sign-in page, and back after it to this page or to the one its form stands on."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    onward = here if request.method == "GET" else came_from(request)
    back = f"?next={quote(onward)}" if onward != DESK else ""
    return RedirectResponse(web(request).site.to(SIGN_IN) + back, 303)


async def instead_of(request: Request) -> Response:
    """What the form of somebody without a session gets: the way in, with the words they typed."""
    if not request.headers.get("content-type", "").startswith(URLENCODED):
        return to_sign_in(request)
    async with request.form(max_fields=MOST_FIELDS) as form:
        typed = unsaved.of(request.url.path, await read(form))
    if typed is None:
        return to_sign_in(request)
    return await run_in_threadpool(ask, request, came_from(request), status=403, typed=typed)


def ask(
    request: Request,
    onward: str,
    problem: str = "",
    *,
    status: int = 200,
    typed: unsaved.Unsaved | None = None,
) -> Response:
    """The sign-in page; ``typed`` goes through it and waits behind it."""
    return html(
        request,
        "desk/sign-in",
        Head("Sign in", SIGN_IN, index=False),
        status=status,
        problem=problem,
        onward=onward,
        unsaved=unsaved.carried(typed) if typed else (),
        closed=web(request).app.settings.desk_password_hash is None,
    )


def came_from(request: Request) -> str:
    """The page of the desk that a form stands on, as the browser names it."""
    at = urlsplit(request.headers.get("referer", ""))
    return onward_to(at.path.removeprefix(web(request).site.to("")))


def onward_to(given: str) -> str:
    """Where to go after signing in: only ever a page of the desk."""
    parts = urlsplit(given)
    own = not parts.scheme and not parts.netloc and parts.path.startswith(DESK)
    return given if own and "\\" not in given else DESK


def is_author(request: Request) -> bool:
    """Whether a request is the author's."""
    to = web(request)
    return named_by_proxy(request) or is_valid(to, request.cookies.get(COOKIE, ""))


def named_by_proxy(request: Request) -> bool:
    """Whether a trusted proxy says that somebody is signed in."""
    settings = web(request).app.settings
    header = settings.desk_proxy_header
    if header is None or not client.is_trusted(request, settings.trusted_proxies):
        return False
    return bool(request.headers.get(header, "").strip())


# --------------------------------------------------------------------------- sessions


def start(to: Web, answer: Response) -> None:
    """Sign this browser in."""
    expires_at = to.now() + timedelta(days=DAYS)
    token = tokens.make(
        to.app.keyring,
        Purpose.DESK,
        _mark(to),
        epoch=sessions.epoch(to.app),
        expires_at=expires_at,
    )
    answer.set_cookie(
        COOKIE,
        token,
        max_age=DAYS * 86400,
        path=to.site.to("/"),
        secure=cookies.is_https(to),
        httponly=True,
        samesite="lax",
    )


def end(to: Web, answer: Response) -> None:
    """Sign this browser out."""
    answer.delete_cookie(COOKIE, path=to.site.to("/"))


def is_valid(to: Web, token: str) -> bool:
    """Whether a session is ours, has not ended, and was begun with the present password."""
    if not token or to.app.settings.desk_password_hash is None:
        return False
    try:
        claim = tokens.read(to.app.keyring, Purpose.DESK, token, to.now())
    except TokenError:
        return False
    return claim.number == _mark(to) and claim.epoch == sessions.epoch(to.app)


def _mark(to: Web) -> int:
    """A number that changes with the password."""
    secret = to.app.settings.desk_password_hash
    given = secret.reveal() if secret else ""
    return int.from_bytes(hashlib.sha256(given.encode()).digest()[:6], "big")


# --------------------------------------------------------------------------- the password


_one_at_a_time = threading.Lock()
"""Argon2 is slow and large by design; strangers must not run it side by side."""


def is_password(to: Web, given: str) -> bool:
    """Whether ``given`` is the desk's password."""
    stored = to.app.settings.desk_password_hash
    if stored is None:
        return False
    with _one_at_a_time:
        try:
            return PasswordHasher().verify(stored.reveal(), given)
        except (Argon2Error, InvalidHashError):
            return False
