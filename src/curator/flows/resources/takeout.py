"""Links go out: the reading list, what was picked, or everything, as a file for another program."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.errors import NotFound
from curator.flows.resources import reading
from curator.resources.saved import write
from curator.resources.saved.write import Row
from curator.storage import resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App


class What(StrEnum):
    """Which links."""

    READING = "reading"
    PICKED = "picked"
    """What was in an issue."""
    ALL = "all"
    """Everything collected, duplicates left out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file to hand out."""

    name: str
    media_type: str
    text: str
    number: int
    """Links in it."""


def links(app: App, what: What, form: str) -> Written:
    """The links as ``md``, ``csv``, ``json`` or ``bibtex``. Raises :class:`NotFound` for others."""
    if form not in write.FORMS:
        raise NotFound(f"there is no form {form!r}; there are {', '.join(write.FORMS)}")
    media_type, extension, writer = write.FORMS[form]
    rows = _rows(app, what)
    return Written(f"{what.value}.{extension}", media_type, writer(rows), len(rows))


def _rows(app: App, what: What) -> list[Row]:
    """Newest first."""
    if what is What.READING:
        return list(reading.items(app))
    filters = Filters(picked=True if what is What.PICKED else None)
    with app.database.read() as connection:
        found = resources.list_(connection, filters, limit=None)
    return [(None, stored) for stored in found]
