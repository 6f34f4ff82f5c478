"""Where mail providers tell of bounces and complaints: ``POST /hooks/PROVIDER``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from curator.errors import FetchError, NotFound, ParseError, TokenError
from curator.flows.mail import hooks
from curator.web.context import web
from curator.web.headers import PRIVATE


async def told(request: Request) -> Response:
    """Book a call; a provider repeats what is not answered by 200, a forger learns nothing."""
    to, body = web(request), await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    provider = request.path_params["provider"]
    try:
        await run_in_threadpool(hooks.told, to.app, provider, headers, body, to.now())
    except TokenError:
        return _answer("refused", 403)
    except ParseError as error:
        return _answer(error.message, 400)
    except NotFound:
        return _answer("there is nothing here", 404)
    except FetchError:
        # Amazon's certificate, or the address that it wants visited.
        return _answer("the sender could not be asked back; call again later", 503)
    return _answer("booked", 200)


def _answer(words: str, status: int) -> Response:
    return PlainTextResponse(f"{words}\n", status, headers=PRIVATE)


ROUTES = [Route("/hooks/{provider}", told, methods=["POST"])]
