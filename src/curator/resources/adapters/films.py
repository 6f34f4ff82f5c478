"""Films and series by their JSON-LD: the director made it, and it may be older than the web."""

from __future__ import annotations

from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import ldjson
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.ldjson import Node

_FILMS = frozenset({"Movie", "TVSeries", "TVEpisode", "TVSeason"})


def applies(document: Document, _: Identity) -> bool:
    """A page about one film or series."""
    return _film(document) is not None


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Name, director, day and length."""
    film = _film(reading.document) or {}
    makers = film.get("director") or film.get("author") or film.get("creator")
    yield from pick.given(
        kind="video",
        title=ldjson.text(film.get("name")),
        authors="; ".join(name.replace(";", ",") for name in ldjson.texts(makers)),
        published=ldjson.text(film.get("datePublished") or film.get("startDate")),
        summary=ldjson.text(film.get("description")),
        duration=ldjson.text(film.get("duration")),
    )


def _film(document: Document) -> Node | None:
    return next((node for node in document.nodes if ldjson.types(node) & _FILMS), None)


ADAPTER = Adapter("films", applies, candidates)
