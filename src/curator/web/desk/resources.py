"""Everything stored: found, looked at, corrected."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue
from curator.flows import site
from curator.flows.desk import undo
from curator.flows.resources import library, talk
from curator.flows.topics import correct
from curator.issues.item import items_of
from curator.model import Pick, Track
from curator.sanitize import clean_text
from curator.web.answers import page_number, pages
from curator.web.context import web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields

AT_A_TIME = 30


def resources(request: Request) -> Response:
    """The newest, or what matches a query."""
    to = web(request)
    query = clean_text(request.query_params.get("q", "")[:400], 200)
    at = page_number(request)
    offset = (at - 1) * AT_A_TIME
    found = (
        [one.stored for one in site.find(to.app, query, limit=AT_A_TIME + 1, offset=offset)]
        if query
        else library.list_(to.app, limit=AT_A_TIME + 1, offset=offset)
    )
    config = to.app.config
    shown = found[:AT_A_TIME]
    items = items_of([Pick(one, 0.0) for one in shown], config.newsletter, config.topics)
    asked = {"q": query} if query else {}
    return page(
        request,
        "resources",
        "Resources",
        nav="resources",
        query=query,
        rows=list(zip(shown, items, strict=True)),
        topics=config.topics,
        names={topic.slug: topic.name for topic in config.topics},
        pages=pages("/desk/resources", at, more=len(found) > AT_A_TIME, **asked),
    )


def resource(request: Request) -> Response:
    """One, with the evidence for its topics."""
    to = web(request)
    number = int(request.path_params["resource"])
    stored = library.get(to.app, str(number))
    config = to.app.config
    return page(
        request,
        "resource",
        clean_text(stored.resource.title, 60),
        nav="resources",
        stored=stored,
        item=items_of([Pick(stored, 0.0)], config.newsletter, config.topics)[0],
        topics=config.topics,
        names={topic.slug: topic.name for topic in config.topics},
        said_before=correct.said(to.app, number),
        discussions=talk.of(to.app, stored),
    )


def change(request: Request, fields: Fields) -> Response:
    """Correct a topic or the track; the tagger learns from it."""
    resource_id = int(request.path_params["resource"])
    said, mark = _correct(request, resource_id, fields)
    onward = _onward(fields, resource_id)
    return back(request, onward, said or "Nothing was changed.", mark=mark)


def _correct(request: Request, resource_id: int, fields: Fields) -> tuple[str, str]:
    """What was done, in a sentence, and the mark that takes it back."""
    to = web(request)
    for name, sentence in (("not", "It is not about {}"), ("is", "It is about {}")):
        if slug := fields.line(name, 80):
            topic = site.topic(to.app, slug)
            correct.topic(to.app, resource_id, slug, to.now(), positive=name == "is")
            mark = undo.corrected(to.app, resource_id, topic.slug, to.now())
            return f"{sentence.format(topic.name)}; the tagger knows now.", mark
    if track := fields.line("track", 20):
        if track not in list(Track):
            raise BadValue("a track is practice or theory")
        correct.track(to.app, resource_id, Track(track), to.now())
        mark = undo.corrected(to.app, resource_id, None, to.now())
        return f"It is {track}; the tagger knows now.", mark
    if slug := fields.line("undo", 80):
        correct.take_back(to.app, resource_id, None if slug == "track" else slug)
        return "Taken back.", ""
    return "", ""


def _onward(fields: Fields, resource_id: int) -> str:
    """Back to where the button was, which is a page of the desk."""
    given = fields.get("onward", "")
    if f"{given}/".startswith("/desk/") and "//" not in given and "\\" not in given:
        return given[:200]
    return f"/desk/resources/{resource_id}"


def _path(request: Request) -> str:
    return f"/desk/resources/{request.path_params['resource']}"


ROUTES = [
    Route("/desk/resources", author(resources)),
    Route("/desk/resources/{resource:id}", author(resource)),
    Route("/desk/resources/{resource:id}/correct", action(_path, change), methods=["POST"]),
]
