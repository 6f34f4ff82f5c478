"""What came in is tagged, and what repeats another thing is told apart from what is new."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.flows.resources.joining import join
from curator.flows.topics.tag import tag
from curator.flows.work.progress import Progress, no_progress

if TYPE_CHECKING:
    from curator.app import App


def sort(
    app: App,
    *,
    since: datetime,
    older: bool = False,
    progress: Progress = no_progress,
    stop: Event | None = None,
) -> int:
    """Tag what is dated from ``since`` on, and find what repeats there; gives how many were tagged.

    With ``older`` what is dated earlier is tagged too. Once ``stop`` is set, the rest waits.
    """
    if stop and stop.is_set():
        return 0
    tagged = tag(app, since=None if older else since, progress=progress, stop=stop)
    if tagged and not (stop and stop.is_set()):
        join(app, since=since, stop=stop)
    return tagged
