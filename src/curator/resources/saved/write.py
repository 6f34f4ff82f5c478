"""The reading list, or resources, for other programs: Markdown, CSV, JSON and BibTeX. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from curator.cells import marked
from curator.model import Kind, ReadingItem, StoredResource
from curator.sanitize import clean_text

Row = tuple[ReadingItem | None, StoredResource]
"""A resource, with what the author said of it where it is on the reading list."""
Rows = Sequence[Row]
COLUMNS = (
    "url",
    "title",
    "authors",
    "published",
    "kind",
    "topics",
    "status",
    "note",
    "credit",
    "added",
)
_TYPES = {Kind.PAPER: "article", Kind.BOOK: "book"}
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    one: f"\\{one}" for one in "&%$#_{}"
}


def _values(item: ReadingItem | None, stored: StoredResource) -> dict[str, str]:
    resource = stored.resource
    chosen = item.topics if item else ()
    topics = chosen or tuple(tag.slug for tag in stored.tags.topics)
    added_at = item.added_at if item else stored.first_seen_at
    return {
        "url": resource.url,
        "title": resource.title,
        "authors": "; ".join(resource.authors),
        "published": str(resource.published or ""),
        "kind": resource.kind.value,
        "topics": " ".join(topics),
        "status": item.status.value if item else "",
        "note": item.note if item else "",
        "credit": (item.credit or "") if item else "",
        "added": added_at.strftime("%Y-%m-%dT%H:%M:%SZ") if added_at else "",
    }


def as_csv(rows: Rows) -> str:
    """A table; a cell that a spreadsheet would run as a formula gets a mark before it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item, stored in rows:
        cells = _values(item, stored).values()
        writer.writerow(map(marked, cells))
    return file.getvalue()


def as_json(rows: Rows) -> str:
    """A list of objects with the columns of the table."""
    found = [_values(item, stored) for item, stored in rows]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_markdown(rows: Rows) -> str:
    """A list of links with their notes."""
    return "".join(_line(item, stored) for item, stored in rows)


def _line(item: ReadingItem | None, stored: StoredResource) -> str:
    values = _values(item, stored)
    title = re.sub(r"([\\\[\]*_`<>])", r"\\\1", clean_text(stored.resource.title))
    address = stored.resource.url.replace("(", "%28").replace(")", "%29")
    note = "".join(f"\n  {line}" for line in values["note"].split("\n") if line.strip())
    via = f" (via {clean_text(values['credit'])})" if values["credit"] else ""
    return f"- [{title}]({address}){via}{note}\n"


def as_bibtex(rows: Rows) -> str:
    """One entry for each, cited by first author, year and number."""
    return "\n".join(_entry(item, stored) for item, stored in rows)


def _entry(item: ReadingItem | None, stored: StoredResource) -> str:
    resource = stored.resource
    year = str(resource.published)[:4] if resource.published else ""
    author = _ascii(resource.authors[0].split()[-1]) if resource.authors else ""
    fields = {
        "title": f"{{{_escaped(resource.title)}}}",
        "author": _escaped(" and ".join(resource.authors)),
        "year": year,
        "eprint": _verbatim(resource.arxiv_id or ""),
        "archiveprefix": "arXiv" if resource.arxiv_id else "",
        "doi": _verbatim(resource.doi or ""),
        "url": _verbatim(resource.url),
        "note": _escaped(item.note if item else ""),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = f"{author or 'link'}{year}-{stored.id}"
    return f"@{_TYPES.get(resource.kind, 'misc')}{{{key},\n{lines}}}\n"


def _ascii(name: str) -> str:
    """Letters and figures that every BibTeX takes in a key."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", bare)


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(one, one) for one in clean_text(text))


def _verbatim(text: str) -> str:
    """An address, which BibTeX styles print as it stands; braces would end it."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


FORMS: Mapping[str, tuple[str, str, Callable[[Rows], str]]] = {
    "md": ("text/markdown; charset=utf-8", "md", as_markdown),
    "csv": ("text/csv; charset=utf-8", "csv", as_csv),
    "json": ("application/json", "json", as_json),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib", as_bibtex),
}
"""Media type, file name extension and writer of each form."""
