"""Podcast episodes and shows in Apple Podcasts and Spotify."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import canonical
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document


def applies(document: Document, identity: Identity) -> bool:
    """An address of an episode or a show."""
    declared = canonical.identity(document.canonical).key if document.canonical else ""
    return any(key.startswith(("apple-podcast:", "spotify:")) for key in (identity.key, declared))


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title and show; Spotify's description names the show, Apple's JSON-LD the rest."""
    page = reading.document
    described = page.meta("og:description") or ""
    show = re.search(r"(?:episode from|Podcast\s+·)\s+(.+?)(?:\s+on Spotify|\s+·|\.)", described)
    yield from pick.given(
        kind="podcast",
        title=re.sub(r"\s+on Apple\s+Podcasts$|\s+\|\s+Podcast on Spotify$", "", page.meta("og:title") or page.title_tag),
        authors=show[1] if show and "|" not in show[1] else None,
        site="Spotify" if "spotify" in reading.identity.key + (page.canonical or "") else "Apple Podcasts",
    )  # fmt: skip


ADAPTER = Adapter("podcasts", applies, candidates)
