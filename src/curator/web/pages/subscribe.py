"""Signing up: the form, and one answer to every address that can be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from curator import tokens
from curator.audience import addresses, preferences, proof, signup
from curator.audience.signup import FORM_HOURS, Form, Rules
from curator.errors import AddressError, TokenError
from curator.flows.audience import subscribe as flow
from curator.tokens import Purpose
from curator.topics.family import present
from curator.web import cookies
from curator.web.answers import html
from curator.web.context import Web, network, web
from curator.web.forms import Fields, posted
from curator.web.headers import CSP
from curator.web.site import Head

ANYWHERE = CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
"""For the form that other sites may show in a frame."""


def form_token(to: Web) -> str:
    """The signed proof that our form was shown, and when."""
    return signup.form_token(to.app.keyring, to.now())


NOTHING_SAID: Mapping[str, str] = {}
NO_ADDRESS = "That is no mail address yet. Look at it once more; nothing was sent."


def ask(
    request: Request,
    address: str = "",
    said: Mapping[str, str] = NOTHING_SAID,
    *,
    again: bool = False,
    problem: str = "",
) -> Response:
    """The form, with topics and rhythm to choose from; ``said`` are the choices so far."""
    to = web(request)
    chosen = preferences.read(said)
    return html(
        request,
        "subscribe",
        Head("Subscribe", "/subscribe", f"Get {to.site.title} by mail.", nav="subscribe"),
        status=422 if problem else 200,
        topics=to.app.config.topics,
        form=form_token(to),
        address=address,
        chosen=present(chosen.topics, to.app.config.topics),
        cadence=chosen.cadence.value,
        opened=bool(said),
        again=again,
        problem=problem,
    )


def show(request: Request) -> Response:
    """The form."""
    return ask(request)


def submit(request: Request, fields: Fields) -> Response:
    """Sign up. Who is known or suppressed gets the same answer as who is new."""
    to = web(request)
    address, said = fields.get("address", "")[:320], choices(fields)
    if not _is_ours(to, fields.get("form", "")):
        # An embedded form has no proof, and one left open overnight an old one: one more click.
        return ask(request, address, said, again=bool(address))
    if not fields.get("website") and not _is_address(to, address):
        return ask(request, address, said, problem=NO_ADDRESS)
    asked = flow.sign_up(
        to.app,
        Form(
            address=address,
            ip=network(request),
            trap=fields.get("website", ""),
            shown=fields.get("form", ""),
            answer=fields.get("proof", "")[:2000],
            choices=said,
        ),
        to.now(),
        rules=Rules(proof=to.asks_work),
    )
    to.wake("mail")
    answer = html(
        request,
        "subscribed",
        Head("Look into your mailbox", "/subscribe", index=False, nav="subscribe"),
    )
    cookies.set_join(to, answer, asked.cookie)
    return answer


def choices(fields: Fields) -> dict[str, str]:
    """What a reader chose, as the audience room reads it; a checkbox for each topic."""
    names = ("cadence", "format", "time_zone", "send_hour", "pause_weeks")
    said = {name: fields.line(name, 60) for name in names}
    said["topics"] = " ".join(fields.all("topics")[:100])[:2000]
    return {name: value for name, value in said.items() if value}


def _is_address(to: Web, given: str) -> bool:
    """Whether mail could be sent there, as far as the spelling tells."""
    try:
        addresses.parse(given, own_host=addresses.host_of(to.app.config.newsletter.base_url))
    except AddressError:
        return False
    return True


def _is_ours(to: Web, shown: str) -> bool:
    """Whether the form came from a page of ours that is not too old."""
    now = to.now()
    try:
        opened = tokens.read(to.app.keyring, Purpose.FORM, shown, now).number
    except TokenError:
        return False
    return now.timestamp() - opened <= FORM_HOURS * 3600


def work(request: Request) -> Response:
    """What the browser is to find out, for the network it is in."""
    to = web(request)
    asked = proof.challenge(to.app.keyring, addresses.network(network(request)), to.now())
    return JSONResponse(asdict(asked), headers={"cache-control": "no-store"})


def embed(request: Request) -> Response:
    """The short form alone, for a frame on another site."""
    to = web(request)
    head = Head("Subscribe", "/embed", index=False)
    return html(
        request, "embed", head, form=form_token(to), headers={"content-security-policy": ANYWHERE}
    )


ROUTES = [
    Route("/subscribe", show),
    Route("/subscribe", posted(submit), methods=["POST"]),
    Route("/subscribe/work", work),
    Route("/embed", embed),
]
