"""The draft beside its mail: order, words, candidates, note, approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue
from curator.flows.desk import drafts
from curator.flows.mail import pausing
from curator.issues import editing, wording
from curator.issues.item import Item, items_of
from curator.model import Content, Pick
from curator.sanitize import shorten
from curator.web.context import Web, web
from curator.web.desk import changes
from curator.web.desk.overview import leaves, local
from curator.web.desk.render import action, back, number, page
from curator.web.desk.session import author
from curator.web.forms import Fields

CANDIDATES = 30
NOW = "It leaves now: in a few seconds it is frozen, and its mails go out."
"""What approving for now leads to; until it is frozen the approval can be taken back."""


def path(request: Request) -> str:
    """The editor of the issue in the address."""
    return f"/desk/issues/{number(request)}"


def edit(request: Request) -> Response:
    """The editor."""
    to = web(request)
    found = drafts.read(to.app, number(request))
    issue, content = found.issue, found.issue.content
    proof = drafts.proof(to.app, issue)
    return page(
        request,
        "draft",
        f"Issue {issue.number}",
        nav="issues",
        draft=found,
        issue=issue,
        state=issue.state.value,
        dates=wording.span(issue.period),
        headline=wording.headline(content),
        due=leaves(issue, request),
        next_at=local(to.app.schedule.next_after(to.now()), request),
        proof=proof,
        errors=[one for one in proof.findings if one.level.value == "error"],
        warnings=[one for one in proof.findings if one.level.value != "error"],
        groups=_groups(to, content),
        candidates=_with_items(to, content.runners_up[:CANDIDATES]),
        topics=to.app.config.topics,
        names={topic.slug: topic.name for topic in to.app.config.topics},
        author_address=to.app.config.newsletter.reply_to or to.app.config.newsletter.sender,
    )


Group = tuple[str, str, list[tuple[Pick, Item]]]


def _groups(to: Web, content: Content) -> list[Group]:
    """Slug, heading and picks of each list, the empty ones left out."""
    titles = {editing.POSTS: f"New from {to.site.author.name}", editing.READING: "Reading list"}
    titles |= {section.slug: section.title for section in content.sections}
    return [
        (slug, titles[slug], _with_items(to, picks))
        for slug, picks in editing.lists(content)
        if picks
    ]


def _with_items(to: Web, picks: tuple[Pick, ...]) -> list[tuple[Pick, Item]]:
    config = to.app.config
    return list(zip(picks, items_of(picks, config.newsletter, config.topics), strict=True))


# --------------------------------------------------------------------------- changes


def base(request: Request) -> Mapping[str, str]:
    """The field that says which state of the draft a change is made on."""
    return {"base": drafts.read(web(request).app, number(request)).version}


def change_pick(request: Request, fields: Fields) -> Response:
    """Do one thing to one pick."""
    to, pick = web(request), int(request.path_params["pick"])
    do = fields.get("do", "")
    named = changes.of_pick(do, pick, fields, to.app.config.topics)
    issue = drafts.read(to.app, number(request)).issue
    label = f"{named.label} “{_title(issue.content, pick)}”"
    drafts.change(to.app, number(request), fields.get("base", ""), label, named.make, to.now())
    return back(request, path(request) + _anchor(do, pick, fields, issue.content), _sentence(label))


def _anchor(do: str, pick: int, fields: Fields, before: Content) -> str:
    """Where to go on after a change: to the pick, or to the one that has its place now."""
    if do == "swap":
        return f"#pick-{fields.number('with')}"
    if do == "take":
        return "#candidates"
    if do == "drop":
        ids = [one.resource.id for one in before.picks()]
        following = ids[ids.index(pick) + 1 :] if pick in ids else []
        return f"#pick-{following[0]}" if following else "#candidates"
    return f"#pick-{pick}"


def change_issue(request: Request, fields: Fields) -> Response:
    """Do one thing to the whole issue."""
    to = web(request)
    named = changes.of_issue(fields.get("do", ""), fields)
    drafts.change(
        to.app, number(request), fields.get("base", ""), named.label, named.make, to.now()
    )
    return back(request, path(request), _sentence(named.label))


def step(request: Request, fields: Fields) -> Response:
    """Take the last change back, or do it again."""
    to = web(request)
    steps = +1 if changes.button(fields, "undo", "redo") == "redo" else -1
    before = drafts.read(to.app, number(request)).past
    drafts.step(to.app, number(request), steps, to.now())
    said = f"Taken back: {before.undo}" if steps < 0 else f"Done again: {before.redo}"
    return back(request, path(request), f"{said}.")


def recompose(request: Request, fields: Fields) -> Response:
    """Choose anew around what the author settled."""
    to = web(request)
    drafts.recompose(to.app, number(request), fields.get("base", ""), to.now())
    return back(
        request, path(request), "Composed anew around what you settled; it can be taken back."
    )


def _title(content: Content, pick: int) -> str:
    everything = (*content.picks(), *content.runners_up)
    titles = (p.resource.resource.title for p in everything if p.resource.id == pick)
    return shorten(next(titles, "it"), 60)


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:] + "."


# --------------------------------------------------------------------------- leaving


def approve(request: Request, fields: Fields) -> Response:
    """Let it go now, or at the instant that was chosen."""
    to = web(request)
    at = _instant(to, fields)
    force = fields.get("force") == "yes"
    drafts.approve(to.app, number(request), fields.get("base", ""), to.now(), at=at, force=force)
    to.wake("issues")
    when = f"It leaves on {local(at, request)}." if at else NOW
    return back(request, path(request), f"Approved. {when}")


def _instant(to: Web, fields: Fields) -> datetime | None:
    """When to send: at once, at the next scheduled instant, or at a local time."""
    choices: Mapping[str, datetime | None] = {
        "now": None,
        "next": to.app.schedule.next_after(to.now()),
    }
    when = fields.get("when", "now")
    if when in choices:
        return choices[when]
    try:
        at = datetime.fromisoformat(fields.line("at", 40))
        there = at if at.tzinfo else at.replace(tzinfo=to.app.schedule.tz)
        return there.astimezone(to.now().tzinfo)
    except (ValueError, OverflowError):
        raise BadValue("give day and time, such as 2026-03-01T08:00") from None


def unapprove(request: Request, _fields: Fields) -> Response:
    """Take the approval back."""
    to = web(request)
    drafts.back_to_draft(to.app, number(request), to.now())
    return back(request, path(request), "Taken back; it waits for you again.")


def plan(request: Request, fields: Fields) -> Response:
    """Let a draft leave by itself, or keep it."""
    to = web(request)
    at = None if fields.get("when") == "wait" else _instant(to, fields)
    drafts.plan(to.app, number(request), at)
    said = f"It leaves by itself on {local(at, request)}." if at else "It waits for you."
    return back(request, path(request), said)


def cancel(request: Request, fields: Fields) -> Response:
    """Give the issue up, once the box is ticked."""
    if fields.get("sure") != "yes":
        raise BadValue("tick the box to give the issue up; nothing was changed")
    to = web(request)
    drafts.cancel(to.app, number(request), to.now())
    return back(request, "/desk/issues", f"Issue {number(request)} is given up.")


def test(request: Request, fields: Fields) -> Response:
    """Mail it to one address."""
    to, address = web(request), fields.line("to", 254)
    drafts.send_test(to.app, number(request), address)
    return back(request, path(request), f"A test is on its way to {address}.")


def pause(request: Request, fields: Fields) -> Response:
    """Stop or go on sending."""
    to = web(request)
    if changes.button(fields, "pause", "resume") == "resume":
        drafts.resume(to.app, number(request), to.now())
        to.wake("issues")
        return back(request, f"{path(request)}/deliveries", "It goes on.")
    pausing.pause(to.app, number(request), to.now())
    return back(request, f"{path(request)}/deliveries", "Sending is paused.")


_HERE = "/desk/issues/{number:id}"
_ACTIONS = {
    "change": change_issue,
    "step": step,
    "recompose": recompose,
    "approve": approve,
    "unapprove": unapprove,
    "plan": plan,
    "cancel": cancel,
    "test": test,
    "pause": pause,
}
ROUTES = [
    Route(_HERE, author(edit)),
    Route(f"{_HERE}/picks/{{pick:id}}", action(path, change_pick, renewed=base), methods=["POST"]),
    *(
        Route(f"{_HERE}/{name}", action(path, act, renewed=base), methods=["POST"])
        for name, act in _ACTIONS.items()
    ),
]
