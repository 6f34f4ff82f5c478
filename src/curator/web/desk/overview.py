"""The desk's first page: what is due, what left, who came, what fails."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.desk.overview import overview as look
from curator.flows.mail import clone
from curator.issues import wording
from curator.model import DeliveryState, Issue, IssueState, SubscriberState
from curator.web import plots, view
from curator.web.context import web
from curator.web.desk.render import page
from curator.web.desk.session import author


def overview(request: Request) -> Response:
    """How everything is."""
    to = web(request)
    found = look(to.app, to.now())
    total = found.growth.total
    return page(
        request,
        "overview",
        "Desk",
        nav="overview",
        found=found,
        names={topic.slug: topic.name for topic in to.app.config.topics},
        waiting_issues=[(one, _line(one), leaves(one, request)) for one in found.open_issues],
        next_at=local(found.next_at, request),
        readers=found.readers.get(SubscriberState.CONFIRMED, 0),
        growth=plots.line(total, f"Readers over {len(total)} weeks, now {total[-1]}"),
        came=sum(found.growth.joined[-4:]),
        went=sum(found.growth.left[-4:]),
        waiting=found.outbox.get(DeliveryState.QUEUED, 0)
        + found.outbox.get(DeliveryState.DEFERRED, 0),
        states=DeliveryState,
        span=wording.span,
    )


def _line(issue: Issue) -> view.Line:
    """An issue as a list shows it; this one is not out yet."""
    return view.lines([issue], "")[0]


def leaves(issue: Issue, request: Request) -> str:
    """What an issue does by itself and when, in words; empty where it waits for the author or left."""
    to = web(request)
    approved = issue.state is IssueState.APPROVED
    if not (approved or (issue.state is IssueState.DRAFT and issue.due_at)):
        return ""
    if issue.due_at and issue.due_at > to.now():
        return f"leaves {'' if approved else 'by itself '}on {local(issue.due_at, request)}"
    if hindrance := clone.hindrance(to.app, to.now(), settle=False):
        return f"does not leave: {hindrance}"
    return "leaves now: it is being frozen, and its mails go out at once"


def local(instant: datetime | None, request: Request) -> str:
    """An instant in the newsletter's own time zone, in words."""
    if instant is None:
        return ""
    at = instant.astimezone(web(request).app.schedule.tz)
    return f"{at:%A}, {at.day} {at:%B %Y}, {at:%H:%M}"


ROUTES = [Route("/desk", author(overview))]
