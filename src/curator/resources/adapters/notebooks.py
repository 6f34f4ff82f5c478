"""Notebooks: the file behind GitHub, nbviewer and Colab; Kaggle's own notebooks by their page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate, Kind
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document

_FILE = re.compile(r"^https://github\.com/([^/]+/[^/]+)/blob/(.+)$")

_OWNED = re.compile(r"(?P<title>.+?)(?:\s+/\s+(?P<owner>[^/]+?))?\s+[|/]\s+Observable")
"""A notebook's title with its owner's name, as Observable's pages are called."""


def applies(_: Document, identity: Identity) -> bool:
    """An address of a notebook on a page that renders it; Kaggle's have their own adapter."""
    return identity.kind is Kind.NOTEBOOK and not identity.key.startswith("kaggle")


def wanted(identity: Identity) -> Wanted | None:
    """The notebook's file itself, which is smaller than any page that renders it."""
    found = _FILE.match(identity.url) if identity.kind is Kind.NOTEBOOK else None
    return Wanted(f"https://raw.githubusercontent.com/{found[1]}/{found[2]}") if found else None


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The title without the service's name."""
    page = reading.document
    shown = page.meta("og:title") or page.title_tag
    title = re.sub(r"\s+-\s+Colab(?:oratory)?$|^Notebook on nbviewer$|^nbviewer\s*", "", shown)
    owned = _OWNED.fullmatch(title) if reading.identity.key.startswith("observable:") else None
    if owned:
        title = owned["title"]
    yield from pick.given(
        kind="notebook",
        title=title or None,
        authors=owned["owner"].replace(";", ",") if owned and owned["owner"] else None,
    )


ADAPTER = Adapter("notebooks", applies, candidates, wanted)
