"""CSV exports, recognised by their columns: Pocket, Instapaper, Raindrop, Readwise, Zotero, ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from curator.errors import ParseError
from curator.resources.saved.link import Listing, SavedLink, Skipped, instant, link

Row = Mapping[str, str]
CELL = 200_000
"""Characters of one cell; Readwise puts whole highlights in one."""


@dataclass(frozen=True, slots=True)
class Form:
    """One program's columns, in lower case."""

    name: str
    needs: frozenset[str]
    """All of them must be there."""
    read: Callable[[Row], SavedLink | None]


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark))


def _pocket(row: Row) -> SavedLink | None:
    return link(
        row["url"],
        title=row["title"],
        tags=_split(row["tags"], "|"),
        added_at=instant(row["time_added"]),
        read=row["status"] in ("archive", "1"),
    )


def _instapaper(row: Row) -> SavedLink | None:
    folder = row["folder"]
    usual = folder.casefold() in ("unread", "archive", "starred", "")
    return link(
        row["url"],
        title=row["title"],
        note=row["selection"],
        tags=() if usual else (folder,),
        added_at=instant(row["timestamp"]),
        read=folder.casefold() == "archive",
    )


def _raindrop(row: Row) -> SavedLink | None:
    return link(
        row["url"],
        title=row["title"],
        note=row["note"] or row.get("excerpt", ""),
        tags=(*_split(row["tags"], ","), row.get("folder", "")),
        added_at=instant(row["created"]),
    )


def _readwise(row: Row) -> SavedLink | None:
    """Readwise Reader's list of documents."""
    return link(
        row["url"],
        title=row["title"],
        tags=_tags_of_list(row["document tags"]),
        added_at=instant(row["saved date"]),
        read=row["location"] == "archive",
    )


def _tags_of_list(text: str) -> tuple[str, ...]:
    """``['one', 'two']``, as Readwise writes it, or words between commas."""
    return tuple(part.strip(" '\"") for part in text.strip("[] ").split(","))


def _zotero(row: Row) -> SavedLink | None:
    doi = row.get("doi", "").strip()
    return link(
        row["url"] or (f"https://doi.org/{doi}" if doi else ""),
        title=row["title"],
        note=row.get("notes", ""),
        tags=(*_split(row["manual tags"], ";"), *_split(row.get("automatic tags", ""), ";")),
        added_at=instant(row["date added"]),
    )


def _curator(row: Row) -> SavedLink | None:
    return link(
        row["url"],
        title=row["title"],
        note=row["note"],
        tags=_split(row["topics"], " "),
        added_at=instant(row["added"]),
        read=row["status"] in ("read", "shared"),
    )


def _plain(row: Row) -> SavedLink | None:
    return link(row["url"], title=row.get("title", ""), note=row.get("note", ""))


FORMS = (
    Form("curator", frozenset({"url", "title", "note", "topics", "added", "status"}), _curator),
    Form("pocket", frozenset({"url", "title", "time_added", "tags", "status"}), _pocket),
    Form(
        "instapaper", frozenset({"url", "title", "selection", "folder", "timestamp"}), _instapaper
    ),
    Form("raindrop", frozenset({"url", "title", "note", "tags", "created"}), _raindrop),
    Form(
        "readwise",
        frozenset({"url", "title", "document tags", "saved date", "location"}),
        _readwise,
    ),
    Form("zotero", frozenset({"url", "title", "manual tags", "date added"}), _zotero),
    Form("plain", frozenset({"url"}), _plain),
)
"""The most particular first."""


def parse(text: str) -> Listing:
    """The links of a table; raises :class:`ParseError` where it has no column of addresses."""
    limit = csv.field_size_limit(CELL)
    try:
        return _parse(text)
    except csv.Error as error:
        raise ParseError(f"the table cannot be read: {error}") from error
    finally:
        csv.field_size_limit(limit)


def _parse(text: str) -> Listing:
    rows = csv.DictReader(io.StringIO(text))
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    form = next((one for one in FORMS if one.needs <= set(names)), None)
    if form is None:
        raise ParseError("the first line names no column of addresses; one must be called url")
    rows.fieldnames = names
    links: list[SavedLink] = []
    skipped: list[Skipped] = []
    for row in rows:
        found = form.read(
            {name: value or "" for name, value in row.items() if isinstance(name, str)}
        )
        if found is None:
            skipped.append(Skipped(rows.line_num, "it has no web address"))
        else:
            links.append(found)
    return Listing(form.name, tuple(links), tuple(skipped))
