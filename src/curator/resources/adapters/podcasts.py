"""Podcast episodes and shows in Apple Podcasts and Spotify."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import ldjson, names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.ldjson import Node

_SHOW = re.compile(r"(?:episode from|Podcast\s+·)\s+(.+?)(?:\s+on Spotify|\s+·|\.)")
_TAIL = re.compile(r"\s+on Apple\s+Podcasts$|\s+\|\s+Podcast on Spotify$")


def applies(document: Document, identity: Identity) -> bool:
    """An address of an episode or a show, or a page that declares one recording."""
    known = pick.known(document, identity).key
    return known.startswith(("apple-podcast:", "spotify:")) or _is_track(document)


def _is_track(document: Document) -> bool:
    return (document.meta("og:type") or "").lower() == "music.song"


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title and show; Spotify's description names the show, Apple's JSON-LD the rest."""
    page = reading.document
    title = page.meta("og:title") or page.title_tag
    if _is_track(page):
        yield from _track(page, title)
        return
    known = pick.known(page, reading.identity).key
    show = _SHOW.search(page.meta("og:description") or "")
    episode = _node(page, "PodcastEpisode")
    hosts = names.people(ldjson.text(_node(page, "PodcastSeries").get("author")) or "")
    series = ldjson.text(episode.get("partOfSeries"))
    named = show[1] if show and "|" not in show[1] else None
    yield from pick.given(
        kind="podcast",
        title=_TAIL.sub("", title),
        authors=(series or "").replace(";", ",") or named or "; ".join(hosts),
        published=ldjson.text(episode.get("datePublished")),
        duration=ldjson.text(episode.get("duration") or episode.get("timeRequired")),
        site="Spotify" if known.startswith("spotify:") else "Apple Podcasts",
    )


def _node(page: Document, kind: str) -> Node:
    """What the JSON-LD says of a thing of that type; empty where it has none."""
    return next((node for node in page.nodes if kind in ldjson.types(node)), {})


def _track(page: Document, title: str) -> Iterator[Candidate]:
    """One recording: its musician, day and length by the elements of Open Graph's music type."""
    after = page.title_tag.removeprefix(title)
    by = (
        re.match(r"\s+by\s+(.{1,100}?)(?:\s+[|·-]\s+.*)?$", after)
        if after != page.title_tag
        else None
    )
    yield from pick.given(
        kind="podcast",
        title=title,
        authors=page.meta("music:musician_description") or (by[1] if by else None),
        published=page.meta("music:release_date"),
        duration=page.meta("music:duration"),
    )


ADAPTER = Adapter("podcasts", applies, candidates)
