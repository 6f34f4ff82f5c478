"""The mail as it will arrive, in a frame of its own that can run and load nothing but pictures."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from curator.flows.desk import drafts
from curator.model import Rendered
from curator.web.context import web
from curator.web.desk.render import number
from curator.web.desk.session import author

_STYLE = re.compile(r'\sstyle="([^"]*)"')
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_MOST = 6000
"""Characters of the header; proxies refuse longer ones."""


def mail(request: Request) -> Response:
    """The HTML part, byte for byte."""
    return framed(_proof(request).mail)


def framed(mail: Rendered) -> Response:
    """The HTML part of a mail, allowed its own styles and pictures and nothing else."""
    return HTMLResponse(mail.html, headers={"content-security-policy": policy(mail.html)})


def text(request: Request) -> Response:
    """The text part."""
    return PlainTextResponse(_proof(request).mail.text)


def policy(html: str) -> str:
    """What the mail's own styles need and nothing else: each by its hash (CSP 3 §6.7.3.3).

    A theme with very many different styles would make the header too long for proxies; its mail
    is shown in the sandbox all the same, where a style can do no harm.
    """
    styles = {unescape(one) for one in _STYLE.findall(html)} | set(_SHEET.findall(html))
    hashes = " ".join(sorted(f"'sha256-{_hash(one)}'" for one in styles))
    allowed = f"'unsafe-hashes' {hashes}" if len(hashes) < _MOST else "'unsafe-inline'"
    return (
        f"sandbox allow-popups; default-src 'none'; img-src https: data:; style-src {allowed};"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")


def _proof(request: Request) -> drafts.Proof:
    to = web(request)
    return drafts.proof(to.app, drafts.read(to.app, number(request)).issue)


ROUTES = [
    Route("/desk/issues/{number:id}/mail", author(mail)),
    Route("/desk/issues/{number:id}/mail.txt", author(text)),
]
