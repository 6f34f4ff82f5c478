"""Which change of a draft the pressed button stands for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curator.errors import BadValue
from curator.issues import editing
from curator.issues.editing import Change
from curator.model import Topic
from curator.sanitize import clean_text
from curator.web.forms import Fields

TITLE, SUMMARY, NOTE, HEADING = 300, 1200, 20_000, 80
UNKNOWN = "that button is not known; load the page again"


@dataclass(frozen=True, slots=True)
class Named:
    """A change and what was done, in words that stand before the thing's name."""

    label: str
    make: Change


def button(fields: Fields, *known: str) -> str:
    """Which of the ``known`` buttons was pressed. Raises :class:`BadValue` for any other."""
    do = fields.get("do", "")
    if do not in known:
        raise BadValue(UNKNOWN)
    return do


def of_pick(do: str, pick: int, fields: Fields, topics: Sequence[Topic]) -> Named:
    """What a button at one pick does. Raises :class:`BadValue` for one we do not know."""
    known: Mapping[str, Callable[[], Named]] = {
        "up": lambda: Named("moved up", lambda content: editing.move(content, pick, -1)),
        "down": lambda: Named("moved down", lambda content: editing.move(content, pick, +1)),
        "drop": lambda: Named("dropped", lambda content: editing.drop(content, pick)),
        "pin": lambda: Named("pinned", lambda content: editing.pin(content, pick, pinned=True)),
        "unpin": lambda: Named(
            "unpinned", lambda content: editing.pin(content, pick, pinned=False)
        ),
        "section": lambda: _to_section(pick, fields, topics),
        "swap": lambda: _swap(pick, fields),
        "place": lambda: _place(pick, fields),
        "save": lambda: _words(pick, fields),
        "take": lambda: Named("took in", lambda content: editing.take(content, pick, topics)),
    }
    if do not in known:
        raise BadValue(UNKNOWN)
    return known[do]()


def of_issue(do: str, fields: Fields) -> Named:
    """What a button of the whole issue does."""
    slug = fields.line("slug", HEADING)
    known: Mapping[str, Callable[[], Named]] = {
        "note": lambda: _note(fields),
        "heading": lambda: _heading(slug, fields),
        "section-up": lambda: Named(
            "moved a section up", lambda content: editing.move_section(content, slug, -1)
        ),
        "section-down": lambda: Named(
            "moved a section down", lambda content: editing.move_section(content, slug, +1)
        ),
    }
    if do not in known:
        raise BadValue(UNKNOWN)
    return known[do]()


def _to_section(pick: int, fields: Fields, topics: Sequence[Topic]) -> Named:
    slug = fields.get("slug", "")
    topic = next((one for one in topics if one.slug == slug), None)
    if topic is None:
        raise BadValue("choose a section")
    return Named(f"to {topic.name}:", lambda content: editing.to_section(content, pick, topic))


def _swap(pick: int, fields: Fields) -> Named:
    other = fields.number("with")
    if other is None:
        raise BadValue("choose what shall stand there instead")
    return Named("swapped", lambda content: editing.swap(content, pick, other))


def _place(pick: int, fields: Fields) -> Named:
    slug, place = fields.line("slug", HEADING), fields.number("place")
    if place is None:
        raise BadValue(UNKNOWN)
    return Named("moved", lambda content: editing.place_at(content, pick, slug, place))


def _words(pick: int, fields: Fields) -> Named:
    title = fields.line("title", TITLE)
    summary = clean_text(fields.get("summary", "")[: SUMMARY * 2], SUMMARY)
    note = fields.source("note", NOTE)
    return Named(
        "worded anew",
        lambda content: editing.word(content, pick, title=title, summary=summary, note=note),
    )


def _note(fields: Fields) -> Named:
    note = fields.source("note", NOTE)
    return Named("wrote the note", lambda content: editing.write_note(content, note))


def _heading(slug: str, fields: Fields) -> Named:
    title = fields.line("title", HEADING)
    return Named(
        f"named a section {title}", lambda content: editing.name_section(content, slug, title)
    )
