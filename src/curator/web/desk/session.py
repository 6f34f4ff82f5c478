"""Who may sit at the desk: the one who knows the password, or whom a trusted proxy names."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import quote

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
from curator.web.context import Web, web

COOKIE = "curator_desk"
DAYS = 14
SIGN_IN = "/desk/sign-in"

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
    """Off to the sign-in page, and back here after it where this page can be asked for again."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(here)}" if request.method == "GET" and here != "/desk" else ""
    return RedirectResponse(web(request).site.to(SIGN_IN) + back, 303)


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
