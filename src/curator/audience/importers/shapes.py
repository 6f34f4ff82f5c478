"""The CSV files that other newsletter programs export, each told by the columns it has.

What a column is called is what those programs call it; matching ignores case, blanks and
punctuation. A row becomes a :class:`Person`; what becomes of it is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dateutil import parser as dates

from curator.audience.addresses import network
from curator.audience.importers.standing import Row, Standing, plain
from curator.sanitize import clean_text

PROOF_CHARACTERS = 500
"""What is kept of what a file says of somebody's consent."""
_YES = frozenset({"true", "yes", "1", "t", "y"})


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a list."""

    line: int
    address: str
    """As it stands in the file."""
    name: str = ""
    standing: Standing = Standing.ACTIVE
    since: datetime | None = None
    """When they confirmed or were added."""
    topics: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    """Rhythm, form, zone and hour, as :func:`curator.audience.preferences.read` reads them."""
    proof: str = ""
    """What the file says of their consent."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How to read one program's rows."""

    name: str
    marks: frozenset[str]
    """Columns that, all present, give the program away."""
    address: Sequence[str]
    """Columns that may hold it; the first one present counts. The same for the others."""
    standing: Callable[[Row], Standing]
    names: Sequence[str] = ("name",)
    """Joined with a blank."""
    since: Sequence[str] = ()
    topics: Sequence[str] = ()
    choices: Sequence[tuple[str, str]] = ()
    """Columns of further choices, and what they are called here."""
    proof: Sequence[str] = ()
    """Kept with the consent, ``column: value`` each."""

    def person(self, row: Row, line: int) -> Person:
        """The row as a person."""
        proof = "; ".join(
            f"{name}: {_told(name, row[name])}" for name in self.proof if row.get(name)
        )
        proof = clean_text(proof, PROOF_CHARACTERS)
        return Person(
            line=line,
            address=_first(row, self.address),
            name=" ".join(filter(None, (row.get(name, "") for name in self.names))),
            standing=self.standing(row),
            since=_instant(_first(row, self.since)),
            topics=tuple(re.split(r"[,;|\s]+", _first(row, self.topics).strip(" ,;|"))),
            choices={ours: row[name] for name, ours in self.choices if row.get(name)},
            proof=proof,
        )

    def unread_date(self, row: Row) -> str:
        """What stands where the date should and is none; empty where all is well."""
        text = _first(row, self.since)
        return text if text and _instant(text) is None else ""


def column(name: str) -> str:
    """A column's name in lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _told(name: str, value: str) -> str:
    """A value of the proof; of an internet address its network, which says less about a person."""
    return (network(value.strip()) or value) if name.endswith("ip") else value


def _first(row: Row, names: Sequence[str]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = dates.parse(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _by_word(name: str, words: Mapping[str, Standing]) -> Callable[[Row], Standing]:
    """A standing by the word in one column; an unknown word is no consent."""
    return lambda row: words.get(row.get(name, "").strip().lower(), Standing.PENDING)


def _ghost(row: Row) -> Standing:
    active = row.get("subscribedtoemails", "").strip().lower() in _YES
    return Standing.ACTIVE if active and not row.get("deletedat") else Standing.LEFT


def _substack(row: Row) -> Standing:
    if row.get("emaildisabled", "").strip().lower() in _YES:
        return Standing.LEFT
    return Standing.ACTIVE


def _mailchimp(row: Row) -> Standing:
    """Three files come in one archive: subscribed, unsubscribed (UNSUB_…) and cleaned (CLEAN_…)."""
    if row.get("cleantime"):
        return Standing.BOUNCED
    return Standing.LEFT if row.get("unsubtime") else Standing.ACTIVE


SHAPES = (
    Shape(
        "listmonk",
        frozenset({"uuid", "email", "attributes", "status"}),
        ("email",),
        _by_word(
            "status",
            {
                "enabled": Standing.ACTIVE,
                "disabled": Standing.LEFT,
                "blocklisted": Standing.BLOCKED,
            },
        ),
        since=("createdat",),
        proof=("createdat",),
    ),
    Shape(
        "ghost",
        frozenset({"email", "subscribedtoemails"}),
        ("email",),
        _ghost,
        since=("createdat",),
        proof=("createdat",),
    ),
    Shape(
        "substack",
        frozenset({"email", "activesubscription"}),
        ("email",),
        _substack,
        since=("createdat",),
        proof=("createdat",),
    ),
    Shape(
        "mailchimp",
        frozenset({"emailaddress", "optintime"}),
        ("emailaddress",),
        _mailchimp,
        names=("firstname", "lastname"),
        since=("confirmtime", "optintime"),
        proof=("optintime", "optinip", "confirmtime", "confirmip"),
    ),
    Shape(
        "buttondown",
        frozenset({"type", "creationdate"}),
        ("email", "emailaddress"),
        _by_word(
            "type",
            {
                "regular": Standing.ACTIVE,
                "premium": Standing.ACTIVE,
                "gifted": Standing.ACTIVE,
                "trialed": Standing.ACTIVE,
                "churning": Standing.ACTIVE,
                "paused": Standing.ACTIVE,
                "past_due": Standing.ACTIVE,
                "unactivated": Standing.PENDING,
                "unsubscribed": Standing.LEFT,
                "removed": Standing.LEFT,
                "undeliverable": Standing.BOUNCED,
                "complained": Standing.COMPLAINED,
                "spammy": Standing.BLOCKED,
                "blocked": Standing.BLOCKED,
            },
        ),
        since=("creationdate",),
        proof=("creationdate", "source"),
    ),
    Shape(
        "hashnode",
        frozenset({"email", "subscribedat"}),
        ("email",),
        plain,
        since=("subscribedat",),
        proof=("subscribedat",),
    ),
    Shape(
        "plain",
        frozenset(),
        ("email", "address", "mail", "emailaddress", "subscriber"),
        plain,
        since=("confirmedat", "createdat", "date"),
        topics=("topics",),
        choices=(
            ("cadence", "cadence"),
            ("format", "format"),
            ("timezone", "time_zone"),
            ("sendhour", "send_hour"),
        ),
        proof=("confirmedat", "consent", "source"),
    ),
)
"""The first one whose marks are all there is taken; the last one takes everything."""


def recognise(columns: Sequence[str]) -> Shape:
    """The shape of a file with these columns (reduced)."""
    have = set(columns)
    return next(shape for shape in SHAPES if shape.marks <= have)
