"""Read every source that is due and store what is new."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.feeds import refresh as feeds_refresh
from curator.flows.work.progress import Progress, Step, no_progress
from curator.storage import documents, sources

if TYPE_CHECKING:
    from curator.app import App
    from curator.feeds.refresh import Outcome
    from curator.storage.engine.database import Connection


logger = logging.getLogger("curator.sources")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What became of one source in one refresh."""

    url: str
    name: str
    result: str
    """``ok``, ``unchanged``, ``failed`` or ``skipped``."""
    new: int = 0
    changed: int = 0
    reason: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What became of all sources that were looked at."""

    sources: tuple[SourceLine, ...] = ()
    edited: tuple[int, ...] = ()
    """Rows of the entries that say something else than before."""

    @property
    def counts(self) -> dict[str, int]:
        """How many sources came out how."""
        found = Counter(line.result for line in self.sources)
        return {result: found[result] for result in ("ok", "unchanged", "failed", "skipped")}

    @property
    def new_entries(self) -> int:
        """Entries never seen before."""
        return sum(line.new for line in self.sources)


def refresh(
    app: App,
    now: datetime,
    *,
    force: bool = False,
    progress: Progress = no_progress,
    stop: Event | None = None,
) -> RefreshReport:
    """Fetch, parse and store all due sources; with ``force`` also those whose time has not come; never disabled ones.

    A source's failure is a line of the report, never an exception. Validators are stored in the
    same transaction as the entries they came with, so a crash in between only fetches again.
    Once ``stop`` is set what is done is stored, and the rest stays due.
    """
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, now)
        claimed = sources.claim_due(connection, now, owner=app.owner, force=force)
        waits = sources.waits(connection, now)
    due = [feeds_refresh.Due(one.source, one.state, one.known) for one in claimed]
    lines: list[SourceLine] = []
    edited: list[int] = []
    try:
        batches = feeds_refresh.in_batches(
            due,
            fetcher=app.fetcher,
            workers=app.workers,
            now=now,
            threads=app.settings.fetch_threads,
            waits=waits,
            stop=stop,
        )
        for batch in batches:
            for line, changed in _stored(app, batch, now):
                lines.append(line)
                edited += changed
                logger.debug("%s: %s %s", line.name, line.result, line.reason or "")
                progress(Step("sources", len(lines), len(due), line.name))
    finally:
        with app.database.begin() as connection:
            sources.release(connection, app.owner)
    order = {one.source.url: position for position, one in enumerate(due)}
    in_order = sorted(lines, key=lambda line: order[line.url])
    return RefreshReport(tuple(in_order), tuple(edited))


_Stored = tuple[SourceLine, tuple[int, ...]]
"""What became of a source, and the rows of its entries that were edited."""


def _stored(app: App, batch: Sequence[Outcome], now: datetime) -> list[_Stored]:
    """Commit outcomes that came together; where that fails, each alone, so that one stops none."""
    try:
        with app.database.begin() as connection:
            return [_store(connection, one, now) for one in batch]
    except CuratorError as error:
        if len(batch) == 1:
            reason = f"it cannot be stored: {error}"
            return [(_line(batch[0], result="failed", reason=reason), ())]
    return [stored for one in batch for stored in _stored(app, (one,), now)]


def _store(connection: Connection, outcome: Outcome, now: datetime) -> _Stored:
    """Store one outcome: entries, state, the wait its server asked for, what could not be read."""
    saved = sources.save_outcome(
        connection, outcome.source.url, outcome.state, outcome.entries, now
    )
    if outcome.wait is not None:
        sources.wait_for(connection, outcome.wait.domain, outcome.wait.until)
    if outcome.bad is not None:
        documents.keep(connection, outcome.source.url, outcome.bad)
    elif outcome.recovered:
        documents.forget(connection, outcome.source.url)
    line = _line(outcome, result=outcome.result, reason=outcome.error)
    counted = replace(line, new=len(saved.new), changed=len(saved.changed))
    return counted, saved.changed


def _line(outcome: Outcome, *, result: str, reason: str | None) -> SourceLine:
    source = outcome.source
    return SourceLine(
        url=source.url,
        name=source.name or outcome.state.title or source.url,
        result=result,
        reason=reason,
        warnings=tuple(outcome.warnings),
    )
