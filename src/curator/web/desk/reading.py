"""The reading list: save, note, settle; and saving from anywhere."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue
from curator.flows.desk import undo
from curator.flows.resources import reading as flow
from curator.issues.item import items_of
from curator.model import Pick, ReadingStatus
from curator.sanitize import clean_text
from curator.web.answers import page_number, pages
from curator.web.context import web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields
from curator.web.view import WORDS

AT_A_TIME = 50
_ADDRESS = re.compile(r"https?://\S+")


def reading(request: Request) -> Response:
    """A page of the list."""
    to = web(request)
    at = page_number(request)
    found = flow.items(to.app, limit=AT_A_TIME + 1, offset=(at - 1) * AT_A_TIME)
    more, found = len(found) > AT_A_TIME, found[:AT_A_TIME]
    config = to.app.config
    picks = [Pick(stored, 0.0, note=one.note) for one, stored in found]
    items = items_of(picks, config.newsletter, config.topics)
    return page(
        request,
        "reading",
        "Reading list",
        nav="reading",
        rows=[(one, stored, item) for (one, stored), item in zip(found, items, strict=True)],
        words=WORDS,
        pages=pages("/desk/reading", at, more=more),
        site_url=to.site.absolute("/desk/save"),
    )


def save(request: Request) -> Response:
    """The form that the bookmarklet and the share target open; saving itself is a POST."""
    asked = request.query_params
    shared = " ".join(asked.get(name, "")[:4000] for name in ("url", "text", "title"))
    found = _ADDRESS.search(shared)
    note = clean_text(asked.get("text", "")[:4000], 500)
    return page(
        request,
        "save",
        "Save a link",
        nav="reading",
        url=found[0] if found else "",
        called=clean_text(asked.get("title", "")[:1000], 200),
        note="" if found and note == found[0] else note,
        topics=web(request).app.config.topics,
    )


def add(request: Request, fields: Fields) -> Response:
    """Queue a link and look at its page."""
    to = web(request)
    url = fields.line("url", 4000)
    if not url:
        raise BadValue("give an address")
    added = flow.add(
        to.app,
        url,
        to.now(),
        title=fields.line("title", 200),
        note=fields.block("note", flow.NOTE),
        credit=fields.line("credit", flow.CREDIT) or None,
        topics=tuple(slug for slug in fields.all("topics") if slug),
    )
    title = clean_text(added.stored.resource.title, 80)
    trouble = f" But {added.trouble}." if added.trouble else ""
    return back(request, "/desk/reading", f"“{title}” is on the list.{trouble}")


def change(request: Request, fields: Fields) -> Response:
    """Settle a link, change the words about it, or take it off."""
    to, item = web(request), int(request.path_params["item"])
    do = fields.get("do", "")
    if do == "remove":
        mark = undo.remove_reading(to.app, item, to.now())
        return back(request, "/desk/reading", "Taken off the list.", mark=mark)
    if do == "save":
        flow.edit(to.app, item, note=fields.block("note", flow.NOTE), credit=fields.line("credit"))
        return back(request, f"/desk/reading#item-{item}", "Saved.")
    if do not in list(ReadingStatus):
        raise BadValue("that button is not known; load the page again")
    flow.set_status(to.app, item, ReadingStatus(do), to.now())
    return back(request, f"/desk/reading#item-{item}", f"Marked as {WORDS[ReadingStatus(do)]}.")


def _list(_request: Request) -> str:
    return "/desk/reading"


ROUTES = [
    Route("/desk/reading", author(reading)),
    Route("/desk/reading", action(_list, add), methods=["POST"]),
    Route("/desk/reading/{item:id}", action(_list, change), methods=["POST"]),
    Route("/desk/save", author(save)),
]
