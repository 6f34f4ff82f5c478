"""The challenge: what the author sets out to do, week by week."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator import schedule
from curator.errors import BadValue
from curator.flows.desk import undo
from curator.flows.issues import challenge as flow
from curator.issues import view
from curator.model import GoalState
from curator.web.context import web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields

WEEKS_SHOWN = 12


def challenge(request: Request) -> Response:
    """The goals, the newest week first."""
    to = web(request)
    weeks = [
        (week, [(goal, view.aim(goal)) for goal in goals])
        for week, goals in groupby(flow.list_(to.app), key=lambda goal: goal.week)
    ]
    return page(
        request,
        "challenge",
        "Challenge",
        nav="challenge",
        weeks=weeks[:WEEKS_SHOWN],
        offered=_offered(flow.announced(to.app, to.now())),
    )


def _offered(announced: str) -> list[tuple[str, str]]:
    """Weeks to set a goal for, the likeliest first, each with what it means."""
    return [
        (announced, "announced by the next issue"),
        (schedule.next_week(announced), "by the one after"),
        (schedule.previous_week(announced), "already announced"),
    ]


def add(request: Request, fields: Fields) -> Response:
    """Set a goal."""
    to, text = web(request), fields.line("text", flow.GOAL_LENGTH)
    if not text:
        raise BadValue("write what you set out to do")
    goal = flow.add(to.app, text, to.now(), week=fields.line("week", 20) or None)
    return back(request, "/desk/challenge", f"Set for {goal.week}.")


def change(request: Request, fields: Fields) -> Response:
    """Settle a goal, word it anew, or take it back."""
    to, goal = web(request), int(request.path_params["goal"])
    do = fields.get("do", "")
    if do == "remove":
        mark = undo.remove_goal(to.app, goal, to.now())
        return back(request, "/desk/challenge", "Taken back.", mark=mark)
    if do == "save":
        text = fields.line("text", flow.GOAL_LENGTH)
        if not text:
            raise BadValue("write what you set out to do")
        flow.edit(to.app, goal, text, to.now())
        return back(request, "/desk/challenge", "Saved.")
    if do not in list(GoalState):
        raise BadValue("that button is not known; load the page again")
    flow.settle(to.app, goal, GoalState(do), to.now(), note=fields.line("note", flow.GOAL_LENGTH))
    return back(request, "/desk/challenge", f"Marked as {do}.")


def _here(_request: Request) -> str:
    return "/desk/challenge"


ROUTES = [
    Route("/desk/challenge", author(challenge)),
    Route("/desk/challenge", action(_here, add), methods=["POST"]),
    Route("/desk/challenge/{goal:id}", action(_here, change), methods=["POST"]),
]
