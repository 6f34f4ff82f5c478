"""Every error as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from curator.errors import CuratorError, FetchError, Forbidden
from curator.web.api.shapes import Problem
from curator.web.errors import status_of

logger = logging.getLogger("curator.api")

MEDIA_TYPE = "application/problem+json"
_TOLD = {
    400: "The request cannot be read.",
    401: "A key is missing or wrong.",
    403: "The key may not do that.",
    404: "There is no such thing.",
    409: "It is already so.",
    413: "The body is too large.",
    422: "The request is understood but not allowed.",
    503: "The database cannot be used just now.",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of the errors of an operation."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _TOLD[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in (400, 401, 403, 422, 503, *statuses)
    }


def answer(
    status: int,
    detail: str = "",
    errors: list[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A problem as an answer."""
    title = HTTPStatus(status).phrase
    problem = Problem(title=title, status=status, detail=detail, errors=errors or [])
    return JSONResponse(problem.model_dump(), status, dict(headers or {}), MEDIA_TYPE)


def install(api: FastAPI) -> None:
    """Answer every error of ``api`` with a problem."""
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(CuratorError, _own)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    kind = request.headers.get("content-type", "application/json")
    if error.body is not None and "json" not in kind:
        return answer(422, "the body must be JSON", ["body: send Content-Type: application/json"])
    lines = [f"{'.'.join(map(str, one['loc']))}: {_said(one)}" for one in error.errors()]
    return answer(422, "the request has mistakes", lines)


def _said(mistake: Mapping[str, Any]) -> str:
    """What is wrong, without the pattern itself, which nobody wants to read."""
    if mistake["type"] == "string_pattern_mismatch":
        return "it has not the form that the description asks for (/api/openapi.json)"
    return str(mistake["msg"])


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return answer(error.status_code, str(error.detail), headers=error.headers)


async def _own(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CuratorError)
    # An address that was named is one that we must not ask, or nothing is there for us.
    unfetched = 403 if isinstance(error, Forbidden) else 404
    status = unfetched if isinstance(error, FetchError) else status_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        # What a person can mend (no feed at an address, an edit that fails) is not our fault.
        status = HTTPStatus.CONFLICT
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        logger.error("%s: %s", request.url.path, error.message)
        return answer(status, _TOLD[503])
    return answer(status, error.message)
