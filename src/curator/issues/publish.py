"""Where an issue may go next, and what a frozen one is known by. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from curator.errors import Conflict
from curator.model import Issue, IssueState, Rendered

NEXT: Mapping[IssueState, frozenset[IssueState]] = {
    IssueState.DRAFT: frozenset({IssueState.APPROVED, IssueState.CANCELLED}),
    IssueState.APPROVED: frozenset({IssueState.DRAFT, IssueState.SENDING, IssueState.CANCELLED}),
    IssueState.SENDING: frozenset({IssueState.PAUSED, IssueState.SENT}),
    IssueState.PAUSED: frozenset({IssueState.SENDING, IssueState.CANCELLED}),
    IssueState.SENT: frozenset(),
    IssueState.CANCELLED: frozenset({IssueState.DRAFT}),
}
"""The states that may follow each state."""

_WAYS = {
    IssueState.DRAFT: "it can be approved or cancelled",
    IssueState.APPROVED: "it can be sent, taken back to draft or cancelled",
    IssueState.SENDING: "it can be paused",
    IssueState.PAUSED: "it can be resumed or cancelled",
    IssueState.SENT: "nothing can be changed any more",
    IssueState.CANCELLED: "it can be taken back to draft",
}


def advance(issue: Issue, to: IssueState, now: datetime, reason: str = "") -> Issue:
    """``issue`` in the state ``to``, with the instants that belong to the step.

    ``reason`` is told with a pause. Raises :class:`curator.errors.Conflict` for a step that
    :data:`NEXT` does not allow, among them one to the state it is in.
    """
    check(issue, to)
    if to is IssueState.PAUSED:
        return replace(issue, state=to, paused_reason=reason or None)
    if to is IssueState.SENT:
        return replace(issue, state=to, sent_at=now)
    if to is IssueState.DRAFT:
        return replace(issue, state=to, rendered=None, digest=None, frozen_at=None)
    return replace(issue, state=to, paused_reason=None)


def check(issue: Issue, to: IssueState) -> None:
    """Raise :class:`curator.errors.Conflict` unless ``issue`` may go to ``to`` from where it is."""
    if to in NEXT[issue.state]:
        return
    is_now = f"issue {issue.number} is {issue.state}"
    if to is issue.state:
        raise Conflict(f"{is_now} already")
    raise Conflict(f"{is_now} and cannot become {to}: {_WAYS[issue.state]}")


def freeze(issue: Issue, rendered: Rendered, now: datetime) -> Issue:
    """``issue`` with the mail it will be sent as; only a draft or an approved issue can be frozen."""
    if issue.state not in (IssueState.DRAFT, IssueState.APPROVED):
        raise Conflict(f"issue {issue.number} is {issue.state}; its mail can no longer change")
    return replace(issue, rendered=rendered, digest=fingerprint(rendered), frozen_at=now)


def fingerprint(rendered: Rendered) -> str:
    """SHA-256 of a mail in hexadecimal: equal where every byte of subject and parts is equal."""
    parts = (rendered.subject, rendered.preheader, rendered.text, rendered.html)
    # Lengths keep "ab" + "c" apart from "a" + "bc".
    framed = b"".join(b"%d:%b" % (len(raw), raw) for raw in (part.encode() for part in parts))
    return hashlib.sha256(framed).hexdigest()
