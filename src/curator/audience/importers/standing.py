"""How somebody stood with another program, by the words and dates in a row of its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

Row = Mapping[str, str]
"""A row by column name, reduced as :func:`curator.audience.importers.shapes.column` does."""

_NO = frozenset({"false", "no", "0", "f", "n", "none", "null", "nil", "never", "-"})


class Standing(StrEnum):
    """How somebody stood with the other program."""

    ACTIVE = "active"
    PENDING = "pending"
    """Asked, but never confirmed."""
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BLOCKED = "blocked"


_SEVERITY = {
    Standing.PENDING: 0,
    Standing.ACTIVE: 1,
    Standing.LEFT: 2,
    Standing.BOUNCED: 3,
    Standing.COMPLAINED: 4,
    Standing.BLOCKED: 5,
}


def stricter(one: Standing, other: Standing) -> Standing:
    """Of two standings of one address the one that mails less; having confirmed anywhere counts."""
    return max(one, other, key=_SEVERITY.__getitem__)


_WORDS = {
    "": Standing.ACTIVE,
    "active": Standing.ACTIVE,
    "subscribed": Standing.ACTIVE,
    "confirmed": Standing.ACTIVE,
    "enabled": Standing.ACTIVE,
    "pending": Standing.PENDING,
    "unconfirmed": Standing.PENDING,
    "unsubscribed": Standing.LEFT,
    "inactive": Standing.LEFT,
    "erased": Standing.LEFT,
    "bounced": Standing.BOUNCED,
    "cleaned": Standing.BOUNCED,
    "hard-bounce": Standing.BOUNCED,
    "complained": Standing.COMPLAINED,
    "complaint": Standing.COMPLAINED,
    "blocked": Standing.BLOCKED,
    "manual": Standing.BLOCKED,
}
_SAYS = {
    Standing.LEFT: (
        "unsubscribed unsubscribedat unsubscribedon unsubscribedate unsubscribetime unsubtime unsubscribe "
        "optedout optedoutat optout optouttime emaildisabled deleted deletedat removedat donotemail "
        "donotcontact"
    ).split(),
    Standing.BOUNCED: "bounced bouncedat hardbounced cleaned cleanedat cleantime".split(),
    Standing.COMPLAINED: "complained complainedat markedasspam spamreport".split(),
    Standing.BLOCKED: "blocked blockedat blocklisted banned".split(),
}
"""Columns of which a date, or anything but a no, tells that no mail is wanted."""
_STAYS = (
    "subscribed issubscribed active isactive enabled emailenabled optedin optin subscribedtoemails"
).split()
"""Columns of which a no tells the same."""
_CONFIRMS = ("confirmed", "isconfirmed", "verified", "emailverified", "emailconfirmed")
"""Columns of which a no tells that they were only asked."""


def plain(row: Row) -> Standing:
    """How somebody stands by the columns that lists of any origin have; in doubt, no mail."""
    word = row.get("suppressed") or row.get("state") or row.get("status") or ""
    found = _WORDS.get(word.strip().lower(), Standing.PENDING)
    for standing, names in _SAYS.items():
        if any(value not in _NO for value in _said(row, names)):
            found = stricter(found, standing)
    if _denies(row, _STAYS):
        found = stricter(found, Standing.LEFT)
    return Standing.PENDING if found is Standing.ACTIVE and _denies(row, _CONFIRMS) else found


def _denies(row: Row, names: Sequence[str]) -> bool:
    return any(value in _NO for value in _said(row, names))


def _said(row: Row, names: Sequence[str]) -> Iterator[str]:
    """What stands in these columns, in lower case; nothing of those that are empty."""
    return filter(None, (row.get(name, "").strip().lower() for name in names))
