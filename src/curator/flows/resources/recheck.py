"""Stored links are looked at again, so that a dead one is noticed before a reader meets it.

Each is asked politely and seldom; nothing there twice, a day apart, is a dead link. It is kept out of
issues, told to the author, and looked at on: one that comes back is read and offered again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.errors import NotFound
from curator.flows.resources import library
from curator.flows.resources.enrich import enrich_one
from curator.flows.resources.glance import looker
from curator.flows.work.hostwise import side_by_side, turns
from curator.flows.work.leasing import held
from curator.flows.work.progress import Progress, Step, no_progress
from curator.issues import wording
from curator.issues.select import LOOKBACK
from curator.model import LinkCheck, PageState, StoredResource
from curator.resources import canonical, standing
from curator.resources.standing import Seen, Standing
from curator.storage import linkchecks, log, resources
from curator.storage.linkchecks import Ages

if TYPE_CHECKING:
    from curator.app import App

OFFERED, PUBLISHED = timedelta(days=7), timedelta(days=60)
AGES = Ages(offered=OFFERED, published=PUBLISHED, missing=standing.AGAIN)
"""How seldom the service looks at a link again."""
NONE = timedelta(0)
LINKS = 200
"""Links looked at in one run; the rest is due at the next one."""


class Fate(StrEnum):
    """What a look means for a link."""

    THERE = "there"
    BACK = "back"
    """It was dead, and is there. One that was missing once was never told to be gone."""
    MISSING = "missing"
    """Nothing is there; once more so, and it is dead."""
    DEAD = "dead"
    UNCLEAR = "unclear"
    """A wall, a fault or no answer: as it was."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A link after a look."""

    stored: StoredResource
    fate: Fate
    check: LinkCheck
    reason: str = ""
    new: bool = True
    """Whether its fate is another one than before."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of looks came to, in the order of addresses."""

    links: tuple[Checked, ...] = ()
    left: int = 0
    """Links beyond their hosts' turn of one run, which were not looked at."""

    @property
    def fates(self) -> dict[Fate, int]:
        """How many links had each fate."""
        found = Counter(one.fate for one in self.links)
        return {fate: found[fate] for fate in Fate if found[fate]}

    def of(self, *fates: Fate) -> list[Checked]:
        """The links with one of some fates."""
        return [one for one in self.links if one.fate in fates]

    def __str__(self) -> str:
        """In a sentence."""
        told = ", ".join(f"{number} {fate}" for fate, number in self.fates.items())
        links = wording.count(len(self.links), "link")
        left = f"; {self.left} more of the same hosts are left for another run" if self.left else ""
        return f"looked at {links}" + (f": {told}" if told else "") + left


def ages(*, published: bool = False, at_once: bool = False) -> Ages:
    """Which links somebody who asks by hand means: what may be picked, or what is published."""
    offered, often, missing = (
        (NONE, NONE, NONE) if at_once else (OFFERED, PUBLISHED, standing.AGAIN)
    )
    return Ages(None if published else offered, often if published else None, missing)


def recheck(
    app: App,
    now: datetime,
    *,
    ages: Ages = AGES,
    limit: int = LINKS,
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> Report:
    """Look at the links that are due; once ``stop`` is set the rest stays due."""
    with app.database.read() as connection:
        due = linkchecks.due(connection, now, ages, since=now - LOOKBACK, limit=limit)
    return _checked(app, due, now, progress, stop or threading.Event())


def check(
    app: App,
    which: Iterable[StoredResource],
    now: datetime,
    *,
    stop: threading.Event | None = None,
) -> Report:
    """Look at some links now, whether they are due or not."""
    return _checked(app, list(which), now, no_progress, stop or threading.Event())


def watch(app: App, now: datetime, stop: threading.Event) -> Report:
    """What the service does now and then: look at what is due, and log what died or came back."""
    with held(app, "links") as mine:
        if not mine:
            return Report()
        report = recheck(app, now, stop=stop)
    changed = [one for one in report.of(Fate.DEAD, Fate.BACK) if one.new]
    if changed:
        _log(app, changed, now)
    return report


def _log(app: App, changed: Sequence[Checked], now: datetime) -> None:
    counts = Counter(one.fate for one in changed)
    told = " and ".join(
        f"{wording.count(counts[fate], 'link')} {one if counts[fate] == 1 else many}"
        for fate, one, many in ((Fate.DEAD, "is dead", "are dead"),
                                (Fate.BACK, "answers again", "answer again"))
        if counts[fate]
    )  # fmt: skip
    detail = {one.stored.resource.url: f"{one.fate} {one.reason}".strip() for one in changed}
    with app.database.begin() as connection:
        log.add(connection, "links", told, now, detail=detail)


# --------------------------------------------------------------------------- looking


def _checked(
    app: App,
    wanted: Sequence[StoredResource],
    now: datetime,
    progress: Progress,
    stop: threading.Event,
) -> Report:
    by_host, later = turns(wanted)
    looks: list[tuple[StoredResource, Seen]] = []
    seen = looker(app)

    def visit(_host: str, stored: StoredResource) -> tuple[StoredResource, Seen] | None:
        found = seen(stored.resource.url)
        # What was cut off by stopping is no fault of the link.
        return None if found.standing is not Standing.THERE and stop.is_set() else (stored, found)

    total = sum(map(len, by_host.values()))
    for stored, found in side_by_side(by_host, visit, stop, threads=app.settings.fetch_threads):
        looks.append((stored, found))
        progress(Step("links", len(looks), total, stored.resource.title))
    believed = standing.believed([(stored.resource.url, found) for stored, found in looks])
    sure = [(stored, found) for (stored, _), found in zip(looks, believed, strict=True)]
    return Report(_stored(app, sure, now), len(later))


def _stored(
    app: App, looks: Iterable[tuple[StoredResource, Seen]], now: datetime
) -> tuple[Checked, ...]:
    """Keep what the looks came to, but for resources that were merged away meanwhile."""
    ordered = sorted(looks, key=lambda one: one[0].resource.url)
    with app.database.begin() as connection:
        ids = [stored.id for stored, _ in ordered]
        before, there = linkchecks.of(connection, ids), resources.get_many(connection, ids)
        links = [
            _after(stored, before.get(stored.id), found, now)
            for stored, found in ordered
            if stored.id in there
        ]
        for one in links:
            linkchecks.put(connection, one.stored.id, one.check)
    for one in links:
        if one.fate is Fate.BACK and one.stored.state is PageState.GONE:
            with suppress(NotFound):  # it was joined with one before it
                enrich_one(app, one.stored.id, now)
    return tuple(links)


def _after(stored: StoredResource, before: LinkCheck | None, found: Seen, now: datetime) -> Checked:
    """A link after a look."""
    check = standing.after(before, found, now)
    if found.standing is Standing.UNCLEAR:
        return Checked(stored, Fate.UNCLEAR, check, found.reason, new=False)
    if found.standing is Standing.MISSING:
        fate = Fate.DEAD if check.dead else Fate.MISSING
        return Checked(stored, fate, check, found.reason, new=_marks(before) != _marks(check))
    lost = stored.state is PageState.GONE or (before is not None and before.dead)
    return Checked(stored, Fate.BACK if lost else Fate.THERE, check)


def _marks(check: LinkCheck | None) -> tuple[bool, bool]:
    """Whether a link is missing, and whether it is dead."""
    return (False, False) if check is None else (check.missing_since is not None, check.dead)


# --------------------------------------------------------------------------- telling


def known(app: App, resource_ids: Sequence[int]) -> Mapping[int, LinkCheck]:
    """What is known of links, by the resource."""
    with app.database.read() as connection:
        return linkchecks.of(connection, resource_ids)


def told(check: LinkCheck | None) -> str | None:
    """What is to be said of a link in a sentence; ``None`` where it is well."""
    if check is None or check.missing_since is None:
        return None
    since = f"{check.missing_since:%Y-%m-%d}"
    if check.dead:
        return f"the link is dead since {since}: {check.reason}; no issue takes it"
    return f"nothing was there on {since}: {check.reason}; it is looked at again"


def told_of(app: App, url: str) -> str | None:
    """What is to be said of the link of a stored resource; ``None`` where nothing is known."""
    with app.database.read() as connection:
        stored = resources.find(connection, canonical.identity(url).key)
        return told(linkchecks.of(connection, [stored.id]).get(stored.id)) if stored else None


def as_json(one: Checked) -> dict[str, object]:
    """A link after a look, for programs."""
    return {
        "id": one.stored.id,
        "url": one.stored.resource.url,
        "fate": one.fate,
        "missing_since": one.check.missing_since,
        "told": one.reason,
    }


def find(app: App, which: Iterable[str]) -> list[StoredResource]:
    """Stored resources by id, key or address. Raises :class:`~curator.errors.NotFound`."""
    return [library.get(app, one) for one in which]
