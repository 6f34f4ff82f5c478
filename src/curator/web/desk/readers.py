"""The readers: growth, one reader's history, vouching, removing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue, NotFound
from curator.flows.audience import readers as flow
from curator.flows.desk import sent
from curator.flows.desk.readers import reader_history
from curator.flows.desk.readers import readers as readers_page
from curator.model import SubscriberState
from curator.sanitize import clean_text
from curator.web import plots
from curator.web.answers import page_number, pages
from curator.web.context import web
from curator.web.desk.changes import button
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields

AT_A_TIME = 50


def readers(request: Request) -> Response:
    """A page of readers."""
    to = web(request)
    query = clean_text(request.query_params.get("q", "")[:400], 254)
    at = page_number(request)
    found = readers_page(
        to.app, to.now(), search=query, limit=AT_A_TIME, offset=(at - 1) * AT_A_TIME
    )
    growth, came_back = found.growth, sent.came_back(to.app, to.now())
    weeks = len(growth.total)
    return page(
        request,
        "readers",
        "Readers",
        nav="readers",
        found=found,
        confirmed=found.counts.get(SubscriberState.CONFIRMED, 0),
        left=found.counts.get(SubscriberState.UNSUBSCRIBED, 0),
        query=query,
        total_plot=plots.line(growth.total, f"Readers over {weeks} weeks"),
        joined_plot=plots.bars(growth.joined, f"Joined: {sum(growth.joined)} in {weeks} weeks"),
        left_plot=plots.bars(growth.left, f"Left: {sum(growth.left)} in {weeks} weeks"),
        came_back=came_back,
        bounce_plot=plots.bars(
            came_back.weekly, f"Came back: {sum(came_back.weekly)} mails in {weeks} weeks"
        ),
        pages=pages("/desk/readers", at, more=found.more, **({"q": query} if query else {})),
    )


def history(request: Request) -> Response:
    """Everything about one reader. The address is in the query, which no log keeps."""
    to = web(request)
    address = clean_text(request.query_params.get("address", "")[:400], 254)
    if not address:
        raise NotFound("give an address")
    found = reader_history(to.app, address, to.now())
    return page(request, "reader", "One reader", nav="readers", history=found)


def change(request: Request, fields: Fields) -> Response:
    """Vouch for readers, or unsubscribe one."""
    to = web(request)
    given = fields.block("addresses", 100_000).split()
    if not given:
        raise BadValue("give an address")
    if button(fields, "add", "remove") == "remove":
        gone = flow.remove(to.app, given, to.now())
        done, problems = f"{len(gone.removed)} left", gone.problems
    else:
        vouched = flow.vouch(to.app, given, to.now())
        done, problems = f"{len(vouched.added)} added", vouched.problems
    told = "; ".join(f"{one.address}: {one.what}" for one in problems[:3])
    kind = "bad" if problems else "good"
    return back(request, "/desk/readers", f"{done}. {told}".strip(), kind=kind)


ROUTES = [
    Route("/desk/readers", author(readers)),
    Route("/desk/readers", action(lambda _: "/desk/readers", change), methods=["POST"]),
    Route("/desk/readers/one", author(history)),
]
