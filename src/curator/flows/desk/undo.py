"""Taking back what the author removed at the desk: the last removal is kept until the next one.

Drafts have an undo of their own (:mod:`curator.flows.desk.drafts`). What reaches readers, such as taking
one off the list, is not taken back: they would have to ask for it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from curator import config, feedsfile
from curator.errors import Conflict
from curator.flows.feeds import sources as sources_flow
from curator.flows.feeds.reload import reload
from curator.flows.issues import announced
from curator.flows.topics import correct
from curator.model import GoalState, ReadingStatus
from curator.storage import goals, kv, reading

if TYPE_CHECKING:
    from curator.app import App
    from curator.feeds.discover import Discovery
    from curator.storage.engine.database import Connection

Facts = Mapping[str, str | int]
"""What it takes to bring a thing back."""

_SLOT = "desk.undo"
GONE = "that cannot be taken back any more; something else was done meanwhile"


# --------------------------------------------------------------------------- removing


def remove_reading(app: App, item_id: int, now: datetime) -> str:
    """Take a link off the reading list; gives the mark that brings it back."""
    with app.database.begin() as connection:
        item = reading.get(connection, item_id)
        reading.remove(connection, item_id)
        facts: Facts = {
            "resource": item.resource_id,
            "status": item.status.value,
            "note": item.note,
            "credit": item.credit or "",
            "topics": " ".join(item.topics),
            "added_at": item.added_at.isoformat(),
        }
        return _keep(connection, "reading", facts, now)


def remove_goal(app: App, goal_id: int, now: datetime) -> str:
    """Take a goal back; gives the mark that sets it again."""
    with app.database.begin() as connection:
        goal = goals.get(connection, goal_id)
        goals.remove(connection, goal_id)
        announced.follow(app, connection, now)
        facts: Facts = {
            "week": goal.week,
            "text": goal.text,
            "state": goal.state.value,
            "note": goal.note,
        }
        return _keep(connection, "goal", facts, now)


def remove_source(app: App, url: str, now: datetime) -> str:
    """Take a source out of ``feeds.yaml``; gives the mark that puts its line back as it was."""
    before = _feeds(app)
    sources_flow.remove(app, url)
    return _keep_feeds(app, url, before, f"{url} is a source again.", now)


def add_source(
    app: App, url: str, keys: dict[str, Any], now: datetime
) -> tuple[str, Discovery | None, str]:
    """Add a source; gives its address, what discovery saw, and the mark that removes it again."""
    before = _feeds(app)
    address, found = sources_flow.add(app, url, keys)
    mark = _keep_feeds(app, address, before, f"{address} is no source any more.", now)
    return address, found, mark


def _keep_feeds(app: App, url: str, before: str, said: str, now: datetime) -> str:
    facts: Facts = {"url": url, "before": before, "after": _feeds(app), "said": said}
    with app.database.begin() as connection:
        return _keep(connection, "source", facts, now)


def corrected(app: App, resource_id: int, slug: str | None, now: datetime) -> str:
    """Note that a topic, or with ``None`` the track, was corrected; gives the mark."""
    with app.database.begin() as connection:
        facts: Facts = {"resource": resource_id, "slug": slug or ""}
        return _keep(connection, "correction", facts, now)


def _keep(connection: Connection, kind: str, facts: Facts, now: datetime) -> str:
    mark = secrets.token_hex(8)
    kv.put(connection, _SLOT, json.dumps({"mark": mark, "kind": kind, "facts": facts}), now)
    return mark


def _feeds(app: App) -> str:
    return config.read_file(app.settings.feeds).decode("utf-8", "replace")


# --------------------------------------------------------------------------- taking back


def take_back(app: App, mark: str, now: datetime) -> tuple[str, str]:
    """Bring back what ``mark`` stands for; gives its kind and what was done, in a sentence.

    Raises :class:`Conflict` where it is not the last thing that was done, or was taken back.
    """
    with app.database.begin() as connection:
        kept = json.loads(kv.get(connection, _SLOT) or "{}")
        if not mark or kept.get("mark") != mark:
            raise Conflict(GONE)
        kv.remove(connection, _SLOT)
    return kept["kind"], _BACK[kept["kind"]](app, kept["facts"], now)


def _reading(app: App, facts: Facts, now: datetime) -> str:
    with app.database.begin() as connection:
        item = reading.add(
            connection,
            int(facts["resource"]),
            now=datetime.fromisoformat(str(facts["added_at"])),
            note=str(facts["note"]),
            credit=str(facts["credit"]) or None,
            topics=tuple(str(facts["topics"]).split()),
        )
        reading.set_status(connection, item.id, ReadingStatus(str(facts["status"])), now)
    return "It is on the list again."


def _goal(app: App, facts: Facts, now: datetime) -> str:
    with app.database.begin() as connection:
        goal = goals.add(connection, str(facts["week"]), str(facts["text"]), now)
        note = str(facts["note"])
        goals.set_state(connection, goal.id, GoalState(str(facts["state"])), now, note=note)
        announced.follow(app, connection, now)
    return f"It is set for {facts['week']} again."


def _source(app: App, facts: Facts, now: datetime) -> str:
    if _feeds(app) != facts["after"]:
        raise Conflict(f"feeds.yaml was changed meanwhile; look for {facts['url']} there")
    feedsfile.replace(app.settings.feeds, str(facts["before"]).encode())
    reload(app, -1, now)
    sources_flow.statuses(app, now)
    return str(facts["said"])


def _correction(app: App, facts: Facts, _now: datetime) -> str:
    correct.take_back(app, int(facts["resource"]), str(facts["slug"]) or None)
    return "Taken back; the tagger decides again."


_BACK: Mapping[str, Callable[[App, Facts, datetime], str]] = {
    "reading": _reading,
    "goal": _goal,
    "source": _source,
    "correction": _correction,
}
