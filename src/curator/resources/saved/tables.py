"""CSV and JSON exports, recognised by their columns.

Programs add and drop columns from version to version. So two or three tell the program, the rest
may be missing. A table of no known program is read as far as its columns have common names.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.cells import unmarked
from curator.errors import ParseError
from curator.resources.saved.link import (
    Listing,
    SavedLink,
    Skipped,
    first,
    instant,
    link,
    sort_out,
)
from curator.sanitize import clean_text, html_to_text

if TYPE_CHECKING:
    from _csv import Reader

Row = Mapping[str, str]
"""Values by column name in lower case; columns that are missing are missing."""
Numbered = tuple[int, Row]
CELL = 10_000_000
"""Characters of one cell; Zotero puts whole notes in one."""
_ADDRESSES = ("url", "link", "href", "address", "uri")
_YES = frozenset({"1", "true", "yes", "read", "archive", "archived"})


@dataclass(frozen=True, slots=True)
class Form:
    """One program's columns, in lower case."""

    name: str
    needs: frozenset[str]
    """All of them must be there."""
    read: Callable[[int, Row], SavedLink | Skipped]


def _split(text: str, marks: str) -> tuple[str, ...]:
    return tuple(re.split(f"[{marks}]", text))


def _listed(text: str) -> tuple[str, ...]:
    """``['one', 'two']`` as Readwise writes it, ``["one"]`` as Instapaper, or one, two."""
    return tuple(part.strip(" '\"") for part in text.strip("[] ").split(","))


def _pocket(line: int, row: Row) -> SavedLink | Skipped:
    return link(
        line,
        row["url"],
        title=first(row, "title"),
        tags=_split(first(row, "tags"), "|"),
        added_at=instant(first(row, "time_added")),
        read=first(row, "status") in ("archive", "1"),
    )


def _instapaper(line: int, row: Row) -> SavedLink | Skipped:
    folder = row["folder"]
    usual = folder.casefold() in ("unread", "archive", "starred", "")
    return link(
        line,
        row["url"],
        title=first(row, "title"),
        note=row["selection"],
        tags=(*_listed(first(row, "tags")), *(() if usual else (folder,))),
        added_at=instant(first(row, "timestamp")),
        read=folder.casefold() == "archive",
    )


def _raindrop(line: int, row: Row) -> SavedLink | Skipped:
    folders = (one for one in row["folder"].split("/") if one.strip().casefold() != "unsorted")
    return link(
        line,
        row["url"],
        title=first(row, "title"),
        note=first(row, "note", "excerpt"),
        tags=(*_split(first(row, "tags"), ","), *folders),
        added_at=instant(row["created"]),
    )


def _readwise(line: int, row: Row) -> SavedLink | Skipped:
    """Readwise Reader's list of documents."""
    return link(
        line,
        row["url"],
        title=first(row, "title"),
        note=first(row, "document note"),
        tags=_listed(first(row, "document tags")),
        added_at=instant(row["saved date"]),
        read=first(row, "location") == "archive",
    )


def _zotero(line: int, row: Row) -> SavedLink | Skipped:
    doi = first(row, "doi").strip()
    return link(
        line,
        row["url"].strip() or (f"https://doi.org/{doi}" if doi else ""),
        title=first(row, "title"),
        note=html_to_text(first(row, "notes")),
        tags=_split(f"{first(row, 'manual tags')};{first(row, 'automatic tags')}", ";"),
        added_at=instant(row["date added"]),
    )


def _curator(line: int, row: Row) -> SavedLink | Skipped:
    """Our own list; the mark that keeps a spreadsheet from running a cell comes off."""
    row = {name: unmarked(value) for name, value in row.items()}
    return link(
        line,
        row["url"],
        title=first(row, "title"),
        note=first(row, "note"),
        tags=_split(row["topics"], " "),
        added_at=instant(row["added"]),
        read=row["status"] in ("read", "shared"),
    )


def _any(line: int, row: Row) -> SavedLink | Skipped:
    """Columns as most programs call them, Pinboard's among them."""
    tags = first(row, "tags", "tag", "labels", "keywords", "topics", "folder")
    pinboard = {"extended", "toread"} <= row.keys()
    return link(
        line,
        first(row, *_ADDRESSES),
        title=first(row, "description") if pinboard else first(row, "title", "name"),
        note=first(row, "extended", "note", "notes", "comment", "description", "excerpt"),
        tags=_split(tags, r"\s" if pinboard else ",;|"),
        added_at=instant(
            first(row, "added", "added_at", "date added", "created", "created_at", "time", "date")
        ),
        read=first(row, "status", "read", "archived", "is_archived").casefold() in _YES,
    )


FORMS = (
    Form("curator", frozenset({"url", "topics", "added", "status"}), _curator),
    Form("pocket", frozenset({"url", "time_added"}), _pocket),
    Form("instapaper", frozenset({"url", "selection", "folder"}), _instapaper),
    Form("raindrop", frozenset({"url", "folder", "created"}), _raindrop),
    Form("readwise", frozenset({"url", "saved date"}), _readwise),
    Form("zotero", frozenset({"url", "item type", "date added"}), _zotero),
    *(Form("plain", frozenset({one}), _any) for one in _ADDRESSES),
)
"""The most particular first."""


def parse(text: str) -> Listing:
    """The links of a CSV table; raises :class:`ParseError` without a column of addresses."""
    csv.field_size_limit(max(csv.field_size_limit(), CELL))
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        return _read(names, _rows(names, rows))
    except csv.Error as error:
        raise ParseError(
            f"the table cannot be read from line {rows.line_num} on: {error}"
        ) from None


def _rows(names: Sequence[str], rows: Reader) -> Iterator[Numbered]:
    """The rows with the line each begins in; a cell can hold several lines."""
    line = rows.line_num + 1
    for cells in rows:
        if any(cells):
            yield line, dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False))
        line = rows.line_num + 1


def parse_json(text: str) -> Listing:
    """The links of a JSON list of objects, our own export or Pinboard's; raises as :func:`parse`.

    A skipped object is told by its number in the list.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"the JSON cannot be read: {error}") from None
    if isinstance(values, dict):
        values = next((value for value in values.values() if isinstance(value, list)), [])
    rows = [
        (number, {str(name).strip().lower(): _worded(cell) for name, cell in value.items()})
        for number, value in enumerate(values if isinstance(values, list) else [], 1)
        if isinstance(value, dict)
    ]
    return _read(list(dict.fromkeys(name for _, row in rows for name in row)), rows)


def _worded(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return "" if value is None else str(value)


MOST_SHOWN = 120
"""Characters of a header that is not understood; it may be of a file that is no table at all."""


def _read(names: Sequence[str], rows: Iterable[Numbered]) -> Listing:
    form = next((one for one in FORMS if one.needs <= set(names)), None)
    if form is None:
        shown = clean_text(", ".join(name for name in names[:12] if name), MOST_SHOWN) or "none"
        raise ParseError(f"it has no column of addresses: one must be called url (it has {shown})")
    complete = ((line, {**dict.fromkeys(form.needs, ""), **row}) for line, row in rows)
    return sort_out(form.name, (form.read(line, row) for line, row in complete))
