"""Papers behind a DOI whose publisher's page cannot be had: Crossref's record of them.

A third of the publishers' pages are bot walls to programs; the registry of DOIs is made for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from curator.model import Candidate, Page
from curator.resources.adapters import Adapter, Wanted, pick
from curator.resources.canonical import Identity
from curator.sanitize import html_to_text

_API = "https://api.crossref.org/works/"


def wanted(identity: Identity) -> Wanted | None:
    """The publisher's page; the registry where that cannot be had."""
    if not identity.key.startswith("doi:") or identity.doi is None:
        return None
    return Wanted(identity.url, instead=(_API + quote(identity.doi, safe=""),))


def alone(_: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """Title, people, day, journal, abstract and licence of the record."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_API) else None
        record = answer.get("message") if isinstance(answer, dict) else None
        if isinstance(record, dict):
            yield from _of_record(record)


def _of_record(record: Mapping[str, Any]) -> Iterator[Candidate]:
    licences = [one.get("URL") for one in _objects(record.get("license"))]
    yield from pick.given(
        kind="book" if record.get("type") in ("book", "monograph", "edited-book") else "paper",
        doi=_words(record.get("DOI")),
        title=html_to_text(_words(record.get("title"))),
        authors="; ".join(filter(None, map(_name, _objects(record.get("author"))))),
        published=_day(record.get("published") or record.get("issued")),
        venue=_words(record.get("container-title")),
        site=_words(record.get("container-title")) or _words(record.get("publisher")),
        summary=html_to_text(_words(record.get("abstract"))).removeprefix("Abstract").strip(),
        licence=_words(licences),
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    listed = value if isinstance(value, list) else []
    return [one for one in listed[:500] if isinstance(one, dict)]


def _words(value: Any) -> str:
    """A text, or the first of a list of texts."""
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, str) else ""


def _name(person: Mapping[str, Any]) -> str:
    parts = (_words(person.get("given")), _words(person.get("family")))
    return (" ".join(filter(None, parts)) or _words(person.get("name"))).replace(";", ",")


def _day(value: Any) -> str:
    """``{"date-parts": [[2021, 7, 15]]}``, as far as it goes."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    plain = [one for one in numbers[:3] if isinstance(one, int)]
    return "-".join(f"{one:02d}" for one in plain)


ADAPTER = Adapter("dois", lambda *_: False, wanted=wanted, alone=alone)
