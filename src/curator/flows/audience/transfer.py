"""The list of readers in from another program, and out to one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from curator.audience import export
from curator.audience.importers import apply, read
from curator.audience.importers.apply import Fate, Report
from curator.audience.importers.shapes import SHAPES
from curator.flows.work.parts import parts
from curator.flows.work.progress import Progress, Step, no_progress
from curator.issues.wording import count
from curator.storage import consent, log, subscribers
from curator.topics.family import today

if TYPE_CHECKING:
    from curator.app import App

FORMATS = tuple(shape.name for shape in SHAPES)


def import_list(
    app: App,
    data: bytes,
    now: datetime,
    *,
    file: str = "list.csv",
    form: str | None = None,
    apply_it: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Say what would become of each row of ``data``, and with ``apply_it`` do it.

    Who was confirmed there is confirmed here; who had left, bounced or complained stays away; what
    is known here wins. Bad rows are told with their line and left out; ``file`` names the file
    then. Stored in parts, so that readers can sign up and leave meanwhile; a second run goes on
    where one was cut off. Raises :class:`~curator.errors.CuratorError` for one that is no list.
    """
    listing = read.read(data, file=file, shape=form)
    known = today(app.config.topics)
    shape, persons = listing.shape.name, listing.persons
    fates: Counter[Fate] = Counter()
    done = 0
    for part in parts(persons):
        with app.database.begin() if apply_it else app.database.read() as connection:
            fates += apply.apply(
                connection,
                app.keyring,
                part,
                shape,
                now,
                dry_run=not apply_it,
                known_topics=known,
            )
        done += len(part)
        progress(Step("readers", done, len(persons)))
    report = Report(shape, not apply_it, dict(fates), listing.problems, listing.doubt)
    if apply_it:
        _note(app, report, now)
    return report


def _note(app: App, report: Report, now: datetime) -> None:
    counts = {str(fate): number for fate, number in report.fates.items()}
    told = f"a {report.shape} list was imported: {count(report.added, 'reader')} added"
    with app.database.begin() as connection:
        log.add(connection, "reader", told, now, detail=counts)


def export_list(app: App, file: TextIO, *, form: str = "plain") -> int:
    """Write the readers as CSV for another program; gives their number."""
    with app.database.read() as connection:
        return export.write_csv(file, subscribers.list_(connection), form)


def export_consent(app: App, file: TextIO) -> int:
    """Write every consent event as CSV, those of erased readers too; gives their number."""
    with app.database.read() as connection:
        return export.write_consent(file, consent.ledger(connection))
