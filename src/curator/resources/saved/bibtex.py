"""BibTeX, as Zotero and reference managers write it: entries with an address, a DOI or an eprint.

Each entry is read by itself, from one line that begins ``@name{`` to the next, so that one whose
braces do not close costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curator.resources.saved import latex
from curator.resources.saved.link import Listing, SavedLink, Skipped, first, instant, link, sort_out

BEGIN = re.compile(r"^[ \t]*@(\w+)[ \t]*[{(]", re.MULTILINE)
"""Where an entry begins."""
_KEY = re.compile(r"\s*[^,\s{}()=\"]*\s*,")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+-]*)\s*=\s*")
_BARE = re.compile(r"[^,{}()\s#\"]*")
_JOIN = re.compile(r"\s*#\s*")
_NOT_ENTRIES = frozenset({"comment", "string", "preamble"})
_EDGE = re.compile(r'\\.|[{}"]', re.DOTALL)
_COMMAND_URL = re.compile(r"\\url\s*\{([^{}]*)\}")


def parse(text: str) -> Listing:
    """The links of a bibliography."""
    return sort_out("bibtex", _entries(text))


def _entries(text: str) -> Iterator[SavedLink | Skipped]:
    begins = list(BEGIN.finditer(text))
    ends = [*(begin.start() for begin in begins[1:]), len(text)]
    line, counted = 1, 0
    for begin, end in zip(begins, ends, strict=False):
        line += text.count("\n", counted, begin.start())
        counted = begin.start()
        if begin[1].lower() not in _NOT_ENTRIES:
            yield _entry(line, text[begin.end() : end])


def _entry(line: int, body: str) -> SavedLink | Skipped:
    fields = _fields(body)
    if fields is None:
        return Skipped(line, "its braces or quotes do not close")
    address = _address(fields)
    if not address:
        return Skipped(line, "it has neither url nor doi nor eprint")
    return link(
        line,
        address,
        title=latex.words(fields.get("title", "")),
        note=latex.words(first(fields, "note", "annote", "annotation")),
        tags=tuple(re.split("[,;]", latex.words(fields.get("keywords", "")))),
        added_at=instant(first(fields, "urldate", "timestamp")),
    )


def _address(fields: Mapping[str, str]) -> str:
    """Where the work is: its url, else its DOI, its arXiv number, or an address it is told by."""
    url, doi = (latex.verbatim(fields.get(name, "")) for name in ("url", "doi"))
    eprint = latex.verbatim(fields.get("eprint", ""))
    kept_by = first(fields, "archiveprefix", "eprinttype").strip().lower()
    told = _COMMAND_URL.search(first(fields, "howpublished", "note"))
    if url or doi:
        return url or (doi if "://" in doi else f"https://doi.org/{doi}")
    if eprint and kept_by == "arxiv":
        return f"https://arxiv.org/abs/{eprint}"
    return latex.verbatim(told[1]) if told else ""


def _fields(body: str) -> dict[str, str] | None:
    """The fields of one entry as they stand; ``None`` where a value has no end."""
    key = _KEY.match(body)
    place = key.end() if key else 0
    fields: dict[str, str] = {}
    while match := _FIELD.match(body, place):
        value, place = _value(body, match.end())
        if value is None:
            return None
        fields.setdefault(match[1].lower(), value)
    return fields


def _value(body: str, place: int) -> tuple[str | None, int]:
    """A value, its parts joined by ``#`` put together, and where it ends."""
    parts: list[str] = []
    while True:
        part, place = _part(body, place)
        if part is None:
            return None, place
        parts.append(part)
        joined = _JOIN.match(body, place)
        if joined is None:
            return "".join(parts), place
        place = joined.end()


def _part(body: str, place: int) -> tuple[str | None, int]:
    """A part in braces, in quotes or bare, without them, and where it ends."""
    opening = body[place : place + 1]
    if opening not in ("{", '"'):
        bare = _BARE.match(body, place)
        return (bare[0], bare.end()) if bare else ("", place)
    depth = 0
    for match in _EDGE.finditer(body, place):
        depth += (match[0] == "{") - (match[0] == "}")
        closed = match[0] == "}" if opening == "{" else match[0] == '"' and match.start() > place
        if closed and depth <= 0:
            return body[place + 1 : match.start()], match.end()
    return None, place
