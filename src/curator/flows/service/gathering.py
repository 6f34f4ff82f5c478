"""Sources are read by themselves: what is new comes in, is looked at and tagged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.flows.feeds.refresh import RefreshReport, refresh
from curator.flows.resources import edited
from curator.flows.resources.backlog import catch_up
from curator.flows.resources.enrich import EnrichReport, enrich_new
from curator.flows.resources.sorting import sort
from curator.issues import wording
from curator.issues.select import LOOKBACK
from curator.storage import log
from curator.topics import semantic

if TYPE_CHECKING:
    from curator.app import App


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came in."""

    refreshed: RefreshReport
    enriched: EnrichReport
    tagged: int


def gather(app: App, now: datetime, stop: Event, *, older: bool = True) -> Gathered:
    """Read the sources that are due, look at new pages, tag them and find what repeats.

    Without ``older``, as before an issue, what none would pick any more is left for another time, and
    whether the author's posts are still there is asked anew. Once ``stop`` is set it ends within
    moments; what is done is stored, and the rest stays due. What tagging needs much memory for is
    let go.
    """
    refreshed = refresh(app, now, stop=stop)
    edited.follow(app, refreshed.edited, now, before_issue=not older)
    enriched = EnrichReport()
    if not stop.is_set():
        enriched = enrich_new(app, now, since=now - LOOKBACK, stop=stop)
    tagged = sort(app, since=now - LOOKBACK, older=older, stop=stop)
    found = Gathered(refreshed, enriched, tagged)
    if older and not stop.is_set():
        catch_up(app, now)
    semantic.rest()
    _log_gathered(app, found, now)
    return found


def _log_gathered(app: App, found: Gathered, now: datetime) -> None:
    counts, new = found.refreshed.counts, found.refreshed.new_entries
    if not (new or counts["failed"]):
        return
    failed = f", {wording.count(counts['failed'], 'source')} failed" if counts["failed"] else ""
    with app.database.begin() as connection:
        log.add(
            connection,
            "refresh",
            f"{new} new from {wording.count(len(found.refreshed.sources), 'source')}{failed}",
            now,
            detail={line.name: line.reason for line in found.refreshed.sources if line.reason},
        )
