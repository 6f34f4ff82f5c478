"""How a request is refused before any page or operation has seen it."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from curator.web.api import problems

API = "/api/"


def refusal(path: str, status: int, words: str) -> Response:
    """A problem (RFC 9457) for programs that asked the API, a plain sentence for everybody else."""
    if path.startswith(API):
        return problems.answer(status, words)
    return PlainTextResponse(words, status)
