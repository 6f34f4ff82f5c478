"""A draft is let go, at the desk, at the command line or by itself: ranking learns from the author's hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import Conflict
from curator.flows.issues import history
from curator.issues.hand import Hand
from curator.model import Feedback, Issue, IssueState, Verdict
from curator.storage import feedback, issues

if TYPE_CHECKING:
    from curator.storage.engine.database import Connection


def approve(connection: Connection, issue: Issue, now: datetime) -> Issue:
    """The draft as approved. ``issue`` is given with its content.

    Raises :class:`curator.errors.Conflict` where it is no draft.
    """
    approved = issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now)
    for one in verdicts(history.hand(connection, issue), now):
        feedback.add(connection, one)
    return approved


def insist_unchanged(connection: Connection, issue: Issue) -> None:
    """Raise :class:`curator.errors.Conflict` where an issue says something else than ``issue`` by now.

    What was looked at, or made ready to leave, is not what its author made of it meanwhile.
    """
    if issues.by_id(connection, issue.id).content != issue.content:
        raise Conflict(f"issue {issue.label} was changed meanwhile; nothing was sent, run it again")


def verdicts(hand: Hand, now: datetime) -> list[Feedback]:
    """What the author's changes say: taken out is a skip, brought in a keep, pinned a pin. Pure."""
    skipped = [Feedback(one, Verdict.SKIP, now) for one in hand.skipped]
    kept = [Feedback(one, Verdict.KEEP, now) for one in hand.kept]
    pinned = [Feedback(one, Verdict.PIN, now) for one in hand.pinned]
    return skipped + kept + pinned
