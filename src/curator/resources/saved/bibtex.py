"""BibTeX, as Zotero and reference managers write it: entries with an address or a DOI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.resources.saved.link import Listing, SavedLink, Skipped, instant, link

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s{}]*)\s*,")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s*|\\(.)")
_NOT_ENTRIES = frozenset({"comment", "string", "preamble"})


def parse(text: str) -> Listing:
    """The links of a bibliography."""
    links: list[SavedLink] = []
    skipped: list[Skipped] = []
    for line, fields in _entries(text):
        doi = fields.get("doi", "").strip()
        url = fields.get("url", "") or (f"https://doi.org/{doi}" if doi else "")
        found = link(
            url,
            title=fields.get("title", ""),
            note=fields.get("note", "") or fields.get("annote", ""),
            tags=tuple(re.split("[,;]", fields.get("keywords", ""))),
            added_at=instant(fields.get("urldate", "")),
        )
        if found is None:
            skipped.append(Skipped(line, "it has neither url nor doi"))
        else:
            links.append(found)
    return Listing("bibtex", tuple(links), tuple(skipped))


def _entries(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The line and the fields of each entry."""
    place = line = 0
    while match := _ENTRY.search(text, place):
        line += text.count("\n", place, match.start())
        fields: dict[str, str] = {}
        end = match.end()
        if match[1].lower() not in _NOT_ENTRIES:
            fields, end = _fields(text, match.end())
            yield line + 1, fields
        line += text.count("\n", match.start(), end)
        place = end


def _fields(text: str, place: int) -> tuple[dict[str, str], int]:
    """Fields up to the end of an entry, and where that is."""
    fields: dict[str, str] = {}
    while match := _FIELD.match(text, place):
        value, place = _value(text, match.end())
        fields.setdefault(match[1].lower(), value)
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
    return fields, place


def _value(text: str, place: int) -> tuple[str, int]:
    """A value in braces, in quotes or bare, as plain words, and where it ends."""
    opening = text[place : place + 1]
    if opening not in ("{", '"'):
        bare = re.compile(r"[^,}\s]*").match(text, place)
        return (bare[0], bare.end()) if bare else ("", place)
    depth, at = 0, place
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 2
            continue
        depth += (character == "{") - (character == "}")
        at += 1
        if depth == 0 and (opening == "{" or (at - 1 > place and character == '"')):
            break
    return _plain(text[place + 1 : at - 1]), at


def _plain(value: str) -> str:
    """A value without braces and commands; an escaped character stays."""
    words = _COMMAND.sub(lambda match: match[1] or "", value)
    return words.replace("{", "").replace("}", "")
