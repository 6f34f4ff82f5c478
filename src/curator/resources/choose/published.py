"""When it was published and last changed, as precisely as the page says and no more.

Papers follow one rule that fits their pages: the earliest of the scholarly dates; where that is
only a year, a month or a first of January and a fuller date lies in the same period, the fuller
one. All else is a vote.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from curator import dates
from curator.model import Precision, When
from curator.resources import vote
from curator.resources.found import Found, distinct
from curator.resources.vote import Ballot, Outcome

_LEAP_YEAR = 2000
"""Every day exists in it."""
EARLIEST_YEAR = 1991
"""Before it there was no page to publish on; papers are exempt."""
FUTURE = timedelta(days=2)
_ZONED = re.compile(r"[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:[+-]\d\d:?\d\d)$")
_WRITTEN_DAY = re.compile(r"^\s*(\d{4})-?(\d\d)-?(\d\d)[T ]")
_POST = re.compile(
    r"/(?:blogs?|news|articles?|posts?|stor(?:y|ies)|journal|magazine|notes|insights?|opinion|"
    r"press|podcasts?|(?:19|20)\d\d)(?:/|$)",
    re.IGNORECASE,
)
"""Words of addresses under which things have a date."""
_ORDER = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2, Precision.SECOND: 3}


def read(text: str) -> When | None:
    """The date a text names; its calendar day stays the one that is written.

    An instant whose day in UTC is another one than that written with its zone is kept as the day.
    """
    text = text.strip()
    when = dates.parse_when(_slashes(text)) or _first_found(text)
    if when is None or when.precision != Precision.SECOND:
        return when
    written = _WRITTEN_DAY.match(text)
    if written and _ZONED.search(text):
        day = "-".join(written.groups())
        if day != when.instant.strftime("%Y-%m-%d"):
            return dates.parse_when(day)
    return when


def _slashes(text: str) -> str:
    """``2021/6`` and ``2021/06/15`` (Highwire) with dashes and two digits."""
    found = re.fullmatch(r"((?:1[5-9]|20)\d\d)[/.](\d{1,2})(?:[/.](\d{1,2}))?", text)
    if found is None:
        return text
    return "-".join(part.zfill(2) for part in found.groups() if part)


def _first_found(text: str) -> When | None:
    """The first date inside longer words (``Published: Jan 29, 2025 at 5 pm``)."""
    from curator.resources import dating

    for written, _ in dating.find(text[:200]):
        return dates.parse_when(written)
    return None


def votes(found: Found) -> Outcome:
    """All days on which the page may have been published, best first.

    Two neighbouring days are one moment in two zones: together they say that the page has a day.
    """
    cast = ballots(found)
    outcome = vote.decide("published", cast, _neighbours)
    return replace(outcome, winner=None) if _is_site(found, cast) else outcome


def _neighbours(one: Ballot, other: Ballot) -> bool:
    return _apart(one.value[:10], other.value[:10]) == 1


def _is_site(found: Found, cast: Sequence[Ballot]) -> bool:
    """Whether it is a first page that shows no day: machines are told when the site was made."""
    told = {origin.split(":")[0] for ballot in cast for origin in ballot.origins}
    return urlsplit(found.url).path in ("", "/") and told.isdisjoint(_SHOWN | {"feed"})


def ballots(found: Found) -> list[Ballot]:
    """Dates grouped by calendar day; coarser ones support the days inside them."""
    # When it was updated says nothing here: a page that shows only that stays undated.
    groups: dict[str, list[tuple[When, str]]] = {}
    for when, origin in _read(found, "published"):
        groups.setdefault(day(when), []).append((when, origin))
    context = _Context(found, groups)
    return [
        Ballot(str(_finest(group)), distinct(origin for _, origin in group), context.traits(name))
        for name, group in groups.items()
    ]


def _read(found: Found, name: str) -> Iterator[tuple[When, str]]:
    for one in found.of(name):
        when = read(one.value)
        if when and plausible(when, found.now):
            yield when, one.origin


def _yearless(found: Found) -> Iterator[str]:
    """Month and day of dates that are shown without a year (``Jan 10``): ``01-10``."""
    for one in found.of("published"):
        short = len(one.value) < 20 and not re.search(r"\d{3}", one.value)
        if short and (when := dates.parse_when(f"{one.value} {_LEAP_YEAR}")):
            yield day(when)[5:]


def plausible(when: When, now: datetime) -> bool:
    """Whether something on the web can have been published then."""
    return when.instant.year >= EARLIEST_YEAR and when.instant <= now + FUTURE


def day(when: When) -> str:
    """The date part, as precise as it is known."""
    return str(when)[:10]


def _finest(group: list[tuple[When, str]]) -> When:
    """Of the same day the one with the clearest time: not a midnight put in for none."""
    timed = [when for when, _ in group if when.precision == Precision.SECOND and _has_clock(when)]
    return (
        timed
        or [When(group[0][0].instant, min((w.precision for w, _ in group), key=_ORDER.__getitem__))]
    )[0]


def _has_clock(when: When) -> bool:
    moment = when.instant
    return bool(moment.hour or moment.minute or moment.second)


class _Context:
    """What the other dates of the page say about one."""

    def __init__(self, found: Found, groups: dict[str, list[tuple[When, str]]]) -> None:
        self.now = found.now
        self.counted = [name for name, group in groups.items()
                        if any(not origin.endswith(_WEAK) for _, origin in group)]  # fmt: skip
        self.days = sorted(name for name in self.counted if len(name) == 10)
        self.far = [name for name in groups if name not in self.counted]
        self.modified = {day(when) for when, _ in _read(found, "modified")}
        self.months = {day(w) for w, origin in _read(found, "published") if origin == "url:month"}
        self.yearless = set(_yearless(found))
        self.machine = _days_from(groups, _MACHINE)
        self.shown = _days_from(groups, _SHOWN)
        self.article = float(any(one.origin in ("jsonld", "og") and one.value.lower() in _ARTICLES
                                 for one in found.of("kind")))  # fmt: skip
        path = urlsplit(found.url).path
        self.home = float(path in ("", "/"))
        self.post = float(bool(_POST.search(path)))
        self.machines = {
            name: {origin.split(":")[0] for _, origin in group} & _MACHINE
            for name, group in groups.items()
        }
        self.authored = float(any(one.origin in _MACHINE for one in found.of("authors")))

    def traits(self, name: str) -> dict[str, float]:
        """Signs of one day."""
        near = [one for one in self.days if one != name and _apart(one, name) == 1]
        return {
            "earliest": float(bool(self.days) and name == self.days[0]),
            "latest": float(len(self.days) > 1 and name == self.days[-1]),
            "home page": self.home,
            "path of a post": self.post,
            "machines": math.log1p(len(self.machines.get(name, ()))),
            "only": float(len(self.days) == 1 and name == self.days[0]),
            "many dates": float(len(self.counted) > 3),
            "one of a list": float(len(self.far) > 2 and name in self.far),
            "beside a list": float(len(self.far) > 2 and name not in self.far),
            "only near": float(self.counted == [name]),
            "also modified": float(name in self.modified),
            "before modified": float(any(name < one for one in self.modified)),
            "after modified": float(
                bool(self.modified) and all(name > one for one in self.modified)
            ),
            "month of address": float(name[:7] in self.months),
            "shown without its year": float(name[5:] in self.yearless),
            "next to another": float(bool(near)),
            "year only": float(len(name) == 4),
            "month only": float(len(name) == 7),
            "today": float(name == self.now.strftime("%Y-%m-%d")),
            "machine elsewhere": float(bool(self.machine - {name}) and name not in self.machine),
            "machine and shown": float(name in self.machine and name in self.shown),
            "machine only": float(name in self.machine and not self.shown),
            "machine only and never changed": float(
                name in self.machine and not self.shown and name in self.modified
            ),
            "shown elsewhere": float(
                name in self.machine and bool(self.shown - {name}) and name not in self.shown
            ),
            "article": self.article,
            "authored": self.authored,
        }


_MACHINE = frozenset({"og", "jsonld", "microdata", "cms", "meta", "dc", "feed"})
_SHOWN = frozenset({"time", "near", "date", "labelled"})
_WEAK = (":far", ":listed", "state", "state:created")
_ARTICLES = frozenset({"article", "post", "blog", "newsarticle"})


def _days_from(groups: Mapping[str, list[tuple[When, str]]], kinds: frozenset[str]) -> set[str]:
    """The days that any origin of these kinds gives, near the heading."""
    return {
        name for name, group in groups.items()
        if any(origin.split(":")[0] in kinds and not origin.endswith(":far") for _, origin in group)
    }  # fmt: skip


def _apart(one: str, other: str) -> int:
    """Days between two days; a large number where one is not a full day."""
    try:
        return abs((datetime.fromisoformat(one) - datetime.fromisoformat(other)).days)
    except ValueError:
        return 10_000


# --------------------------------------------------------------------------- papers and changes


def of_paper(found: Found) -> When | None:
    """The date of a publication by its scholarly dates, or ``None`` where it has none."""
    known = [
        when
        for one in found.of("published")
        if one.origin.startswith(_SCHOLARLY) and (when := read(one.value))
        and when.instant <= found.now + timedelta(days=400)
    ]  # fmt: skip
    if not known:
        return None
    first = min(known, key=day)
    if (confirmed := _confirmed(found, known)) and confirmed[:4] == day(first)[:4]:
        return next(when for when in known if day(when) == confirmed)
    period = _period(first)
    fuller = [when for when in known if day(when).startswith(period) and day(when) != day(first)
              and not _placeholder(when)]  # fmt: skip
    return min(fuller, key=day) if period and fuller else first


def _confirmed(found: Found, known: Sequence[When]) -> str | None:
    """The day that the page's JSON-LD calls published, if a scholarly date is the same.

    It tells the day of publication from those of acceptance and of the issue.
    """
    days = {day(when) for when in known if when.precision is Precision.DAY}
    told = (read(one.value) for one in found.of("published", "jsonld"))
    return next((day(when) for when in told if when and day(when) in days), None)


_SCHOLARLY = ("citation_", "bepress_", "eprints", "prism", "dc.", "dcterms")


def _period(when: When) -> str:
    """The period a date stands for where it may be only a placeholder, else an empty string."""
    if when.precision in (Precision.YEAR, Precision.MONTH):
        return str(when)
    return day(when)[:4] if _placeholder(when) else ""


def _placeholder(when: When) -> bool:
    return (when.instant.month, when.instant.day) == (1, 1)


def modified(found: Found, published: When | None) -> When | None:
    """The last change, if it is told and not before publication."""
    known = [when for when, _ in _read(found, "modified")]
    if not known:
        return None
    last = max(known, key=lambda when: when.instant)
    return None if published and day(last) < day(published)[: len(day(last))] else last
