"""IEEE Xplore: articles whose page is drawn by a script from the record that it carries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from curator.model import Candidate
from curator.resources import ldjson, names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.sanitize import html_to_text

_RECORD = re.compile(r"xplGlobal\.document\.metadata\s*=\s*(?=\{)")
_DAYS = re.compile(r"^\d{1,2}(?:\s\w+)?\s?[-–]\s?\d{1,2}\s(?=\w+\s\d{4}$)")
"""The days of a conference before its last month and year: ``27-30 June 2016``."""
_DATES = ("publicationDate", "displayPublicationDate", "onlineDate", "publicationYear")


def applies(_: Document, identity: Identity) -> bool:
    """An article's page by its address."""
    return identity.key.startswith("https://ieeexplore.ieee.org/document/")


def candidates(reading: Reading) -> Iterator[Candidate]:
    """What the record says; nothing where the page has none."""
    found = record(reading.document)
    people = [ldjson.text(one) for one in found.get("authors") or () if isinstance(one, dict)]
    dates = (_DAYS.sub("", ldjson.text(found.get(name)) or "") for name in _DATES)
    yield from pick.given(
        kind="paper",
        site="IEEE Xplore",
        title=html_to_text(ldjson.text(found.get("title")) or "") or None,
        authors="; ".join(names.listed(filter(None, people))),
        published=next(filter(None, dates), None),
        venue=ldjson.text(found.get("publicationTitle")),
        summary=html_to_text(ldjson.text(found.get("abstract")) or ""),
        doi=ldjson.text(found.get("doi")),
    )


def record(page: Document) -> Mapping[str, Any]:
    """The article's record as the page carries it; empty where it has none."""
    found = _RECORD.search(page.markup)
    if not found:
        return {}
    try:
        value, _ = json.JSONDecoder().raw_decode(page.markup, found.end())
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


ADAPTER = Adapter("ieee", applies, candidates)
