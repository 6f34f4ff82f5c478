"""What a bounce or a complaint leads to. Pure: the report and what came before, in; an action, out.

Only what is about the reader's own address counts against the reader, and even that is held back
where a whole domain seems to be broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from curator.mail.replies import Verdict

SOFT_ISSUES, OF_ISSUES = 3, 5
"""So many soft failures among the last issues pause a reader (Keila's rule)."""
PAUSE = timedelta(weeks=8)
STREAK = 3
"""So many bad addresses at one domain in one issue, and none delivered, are one broken domain."""
POLICY_READERS = 3
"""So many readers' mails must come back because of us before notifications by mail stop an issue.
Each reader knows the return path of their own mail, and so can invent one of these, but not more."""
MAX_AGE = timedelta(days=30)
"""A bounce that comes later is not believed."""

SOFT = frozenset({Verdict.FULL, Verdict.REFUSED, Verdict.DEFERRED, Verdict.THROTTLED})


class Action(StrEnum):
    """What to do."""

    NOTHING = "nothing"
    SUPPRESS = "suppress"
    """No more mail to this address."""
    COMPLAINT = "complaint"
    """Suppress and unsubscribe: this reader does not want it."""
    PAUSE_READER = "pause-reader"
    PAUSE_ISSUE = "pause-issue"
    """We are refused; stop before more are."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known beside the report."""

    bad_at_domain: int = 0
    """Readers at the same domain whose address was called bad in the same issue, this one too."""
    taken_at_domain: int = 0
    """Readers at the same domain who got the issue."""
    policy_in_issue: int = 0
    """Readers whose mail of the same issue came back because of us, this one too."""
    bad_before: int = 0
    """Earlier issues that came back from this reader as a bad address."""
    soft_of_last: int = 0
    """Of the last :data:`OF_ISSUES` issues of this reader, how many failed softly; this one too."""


def decide(
    verdict: Verdict, past: Past, *, complaint: bool = False, by_mail: bool = False
) -> Action:
    """What a report leads to.

    ``by_mail`` says that it came as a mail with our token and not from a server or a provider that
    we know.
    """
    if complaint:
        return Action.COMPLAINT
    if verdict is Verdict.BAD_ADDRESS:
        return Action.SUPPRESS if not _broken_domain(past) or past.bad_before else Action.NOTHING
    if verdict is Verdict.POLICY:
        enough = not by_mail or past.policy_in_issue >= POLICY_READERS
        return Action.PAUSE_ISSUE if enough else Action.NOTHING
    if verdict in SOFT and past.soft_of_last >= SOFT_ISSUES:
        return Action.PAUSE_READER
    return Action.NOTHING


def _broken_domain(past: Past) -> bool:
    return past.bad_at_domain >= STREAK and past.taken_at_domain <= past.bad_at_domain


def soft_of_last(verdicts: Sequence[Verdict | None]) -> int:
    """How many of the last issues failed softly; ``verdicts`` from the newest, ``None`` is taken."""
    return sum(verdict in SOFT for verdict in verdicts[:OF_ISSUES])
