"""All issues, a new draft, and where the mails of one are."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.desk import drafts
from curator.flows.desk.sent import Sending, all_issues, came_back, delivered
from curator.issues import wording
from curator.model import DeliveryState
from curator.web import plots
from curator.web.context import web
from curator.web.desk.overview import local
from curator.web.desk.render import action, back, number, page
from curator.web.desk.session import author
from curator.web.forms import Fields


def issues(request: Request) -> Response:
    """The list."""
    to = web(request)
    found = all_issues(to.app)
    sent = [one for one in reversed(found[:SHOWN]) if one.issue.audience_count]
    back_again = came_back(to.app, to.now())
    return page(
        request,
        "issues",
        "Issues",
        nav="issues",
        found=found,
        span=wording.span,
        states=DeliveryState,
        next_at=local(to.app.schedule.next_after(to.now()), request),
        sent=sent,
        plot=plots.stacked([parts(one) for one in sent], _words(sent)),
        came_back=back_again,
        bounces=plots.bars(
            back_again.weekly,
            f"Mails that came back: {sum(back_again.weekly)} in {len(back_again.weekly)} weeks",
        ),
    )


SHOWN = 26
"""Issues in the plot."""


def parts(one: Sending) -> tuple[int, int, int]:
    """Mails of an issue that arrived, that wait or are unknown, and that failed."""
    states = DeliveryState
    waiting = one.of(states.QUEUED, states.DEFERRED, states.INFLIGHT, states.UNKNOWN)
    return one.of(states.SENT), waiting, one.of(states.FAILED)


def _words(sent: Sequence[Sending]) -> str:
    return "Mails by issue: " + "; ".join(
        f"No. {one.issue.number}: {arrived} arrived, {waiting} wait or are unknown, {failed} failed"
        for one, (arrived, waiting, failed) in ((one, parts(one)) for one in sent)
    )


def compose(request: Request, fields: Fields) -> Response:
    """Compose a draft."""
    to = web(request)
    week = fields.line("week", 20) or None
    made = drafts.begin(to.app, to.now(), week=week)
    return back(request, f"/desk/issues/{made.number}", f"Issue {made.number} is drafted.")


def deliveries(request: Request) -> Response:
    """Where the mails of one issue are."""
    to = web(request)
    return page(
        request,
        "deliveries",
        f"Deliveries of issue {number(request)}",
        nav="issues",
        found=delivered(to.app, number(request)),
        states=DeliveryState,
    )


ROUTES = [
    Route("/desk/issues", author(issues)),
    Route("/desk/issues", action(lambda _: "/desk/issues", compose), methods=["POST"]),
    Route("/desk/issues/{number:id}/deliveries", author(deliveries)),
]
