"""The two cookies: one for the browser that signs up, one for the author at the desk."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from curator.audience.signup import CONFIRM_HOURS
from curator.web.context import Web

JOIN = "curator_join"
"""Holds a secret of one sign-up, so that its browser confirms in one click."""


def set_join(to: Web, answer: Response, secret: str) -> None:
    """Remember in this browser that it asked; only the confirm page gets to see it."""
    answer.set_cookie(
        JOIN,
        secret,
        max_age=CONFIRM_HOURS * 3600,
        path=to.site.to("/confirm"),
        secure=is_https(to),
        httponly=True,
        samesite="lax",
    )


def join(request: Request) -> str:
    """What :func:`set_join` set; empty in any other browser."""
    return request.cookies.get(JOIN, "")


def is_https(to: Web) -> bool:
    """Whether readers reach the site by https, so that cookies are never sent in the clear."""
    return to.app.config.newsletter.base_url.startswith("https://")
