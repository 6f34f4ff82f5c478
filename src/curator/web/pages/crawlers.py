"""What is for programs: sitemap, robots, the web app manifest, static files."""

from __future__ import annotations

import json
import mimetypes
from functools import partial
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows import site
from curator.web.answers import public, send
from curator.web.cache import Kept, keep
from curator.web.context import Web, web
from curator.web.site import asset, asset_hash

PAGES = ("/", "/archive", "/topics", "/reading", "/sources")
SERVED = ("/subscribe",)
"""Public pages that only the running service has."""
CLOSED = ("/desk", "/api", "/search", "/confirm/", "/preferences/", "/unsubscribe/", "/manage/")
FOREVER = "public, max-age=31536000, immutable"


def sitemap(to: Web, _request: Request) -> Kept:
    """Every public page (sitemaps.org protocol 0.9)."""
    root = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    slugs = [shelf.topic.slug for shelf in site.shelves(to.app) if shelf.picks]
    for path in (*PAGES, *(SERVED if to.site.live else ()), *(f"/topics/{slug}" for slug in slugs)):
        _page(to, root, path)
    for issue in site.newest(to.app, full=False):
        at = issue.sent_at or issue.frozen_at
        _page(to, root, f"/archive/{issue.number}", at.date().isoformat() if at else "")
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)
    return keep(200, "application/xml; charset=utf-8", body)


def _page(to: Web, root: Element, path: str, day: str = "") -> None:
    entry = SubElement(root, "url")
    SubElement(entry, "loc").text = to.site.absolute(path)
    if day:
        SubElement(entry, "lastmod").text = day


def robots(to: Web, _request: Request) -> Kept:
    """What crawlers may read (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {to.site.to(path)}" for path in CLOSED)]
    lines += ["", f"Sitemap: {to.site.absolute('/sitemap.xml')}", ""]
    return keep(200, "text/plain; charset=utf-8", "\n".join(lines).encode())


def manifest(to: Web, _request: Request) -> Kept:
    """The web app manifest: installed on a phone, the desk takes what is shared to it."""
    here = to.site
    said = {
        "name": here.title,
        "short_name": here.title[:12],
        "start_url": here.to("/desk"),
        "scope": here.to("/"),
        "display": "minimal-ui",
        "background_color": "#fffdf9",
        "theme_color": "#9c3318",
        "icons": [{"src": here.asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": here.to("/desk/save"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    return keep(200, "application/manifest+json; charset=utf-8", body)


async def static(request: Request) -> Response:
    """A file of ours. Its address changes with its content, so it may be kept for ever."""
    name, state = request.path_params["name"], web(request)
    try:
        kept = await state.cache.get_or_make(f"static:{name}", partial(_file, name))
    except FileNotFoundError:
        raise HTTPException(404) from None
    answer = send(request, kept)
    if asset_hash(name) in request.url.query:
        answer.headers["cache-control"] = FOREVER
    return answer


def _file(name: str) -> Kept:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = guessed.startswith("text/") or guessed.endswith(("javascript", "+xml"))
    return keep(200, f"{guessed}; charset=utf-8" if text else guessed, asset(name))


async def favicon(request: Request) -> Response:
    """The icon where browsers look for one unasked."""
    return send(request, _file("favicon.svg"))


ROUTES = [
    Route("/sitemap.xml", public(sitemap)),
    Route("/robots.txt", public(robots)),
    Route("/manifest.webmanifest", public(manifest)),
    Route("/static/{name}", static),
    Route("/favicon.ico", favicon),
]
