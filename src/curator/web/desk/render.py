"""How the desk's pages answer: with the desk's frame, and a word on what was just done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from curator.errors import Conflict, CuratorError
from curator.web import cookies
from curator.web.answers import html
from curator.web.context import web
from curator.web.desk import session, unsaved
from curator.web.desk.unsaved import Unsaved
from curator.web.forms import Fields, posted
from curator.web.site import Head

SAID = "curator_said"
"""Holds one sentence from one page to the next."""
_LONGEST = 400
NO_MARK = "-"

Action = Callable[[Request, Fields], Response]


def page(request: Request, name: str, title: str, *, nav: str, **values: Any) -> Response:
    """The desk's page ``web/desk/<name>.html``."""
    kind, mark, said = _said(request)
    answer = html(
        request,
        f"desk/{name}",
        Head(title, "/desk", index=False, nav=nav),
        said=said,
        said_kind=kind,
        undo=mark,
        **values,
    )
    if said:
        answer.delete_cookie(SAID, path=web(request).site.to("/desk"))
    return answer


def back(
    request: Request, path: str, said: str = "", *, kind: str = "good", mark: str = ""
) -> Response:
    """Off to a page of ours (303, so that reloading repeats nothing), with a word for it.

    ``mark`` names what can be taken back: see :mod:`curator.flows.desk.undo`.
    """
    to = web(request)
    answer = RedirectResponse(to.site.to(path), 303)
    if said:
        answer.set_cookie(
            SAID,
            quote(f"{kind} {mark or NO_MARK} {said[:_LONGEST]}"),
            max_age=60,
            path=to.site.to("/desk"),
            secure=cookies.is_https(to),
            httponly=True,
            samesite="lax",
        )
    return answer


def _said(request: Request) -> tuple[str, str, str]:
    """Whether it was bad, what can be taken back, and the words."""
    kind, _, rest = unquote(request.cookies.get(SAID, "")).partition(" ")
    mark, _, words = rest.partition(" ")
    known = "" if mark == NO_MARK else mark[:40]
    return ("bad" if kind == "bad" else "good"), known, words[:_LONGEST]


def action(
    path: Callable[[Request], str],
    handler: Action,
    *,
    renewed: Callable[[Request], Mapping[str, str]] | None = None,
) -> Callable[[Request], Awaitable[Response]]:
    """A form's handler for the author alone; what it cannot do is told at ``path``.

    Words that it cannot take because something was changed meanwhile are shown again, in a form
    where ``renewed`` fields are what they are now.
    """

    def refused(request: Request, fields: Fields, error: CuratorError) -> Response:
        if isinstance(error, Conflict):
            now = renewed(request) if renewed else {}
            if typed := unsaved.of(request.url.path, fields, now):
                return keep_words(request, typed, error.message, path(request), status=409)
        return back(request, path(request), error.message, kind="bad")

    def careful(request: Request, fields: Fields) -> Response:
        try:
            answer = handler(request, fields)
        except CuratorError as error:
            return refused(request, fields, error)
        web(request).cache.clear()
        return answer

    async def answer(request: Request) -> Response:
        if not await run_in_threadpool(session.is_author, request):
            return await session.instead_of(request)
        return await posted(careful)(request)

    return answer


def keep_words(
    request: Request, form: Unsaved, why: str, onward: str, *, status: int = 200
) -> Response:
    """The page that shows what was typed and not saved, one button from being saved."""
    answer = page(
        request, "unsaved", "Not saved yet", nav="", why=_sentence(why), form=form, onward=onward
    )
    answer.status_code = status
    return answer


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def number(request: Request) -> int:
    """The issue in the address."""
    return int(request.path_params["number"])
