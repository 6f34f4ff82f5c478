"""Kaggle: the shell of a page that scripts fill. The title is in its head, the rest in its state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate, Kind
from curator.resources import ldjson
from curator.resources.adapters import Adapter, Reading
from curator.resources.canonical import Identity
from curator.resources.document import Document

_KEYS = ("kaggle:", "kaggle-code:", "kaggle-datasets:", "kaggle-models:")
_DEADLINE = re.compile(r'"deadline"\s*:\s*"(\d{4}-\d\d-\d\dT[\d:.]+Z?)"')
_SUFFIX = re.compile(r"\s*\|\s*Kaggle\s*$")


def applies(document: Document, identity: Identity) -> bool:
    """A competition, notebook, data set or model with a title of its own."""
    return identity.key.startswith(_KEYS) and bool(document.meta("og:title") or document.title_tag)


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The title without the site's name, what the page says of itself, its owner, and the deadline."""
    page, identity = reading.document, reading.identity
    title = page.meta("og:title") or page.title_tag or ""
    yield Candidate("title", _SUFFIX.sub("", title), "")
    yield Candidate("site", "Kaggle", "")
    yield Candidate("kind", (identity.kind or Kind.DOCUMENT).value, "")
    yield Candidate("summary", page.meta("og:description") or page.meta("description") or "", "")
    if not identity.key.startswith("kaggle:"):
        yield Candidate("authors", _owner(page, identity), "")
    elif found := _DEADLINE.search(page.markup):
        yield Candidate("deadline", found[1], "")


def _owner(page: Document, identity: Identity) -> str:
    """Who made it: by name where the page's description of data tells one, else by account."""
    described = (node for node in page.nodes if "Dataset" in ldjson.types(node))
    named = next((ldjson.text(node.get("creator")) for node in described), None)
    return (named or identity.url.rsplit("/", 2)[1]).replace(";", ",")


ADAPTER = Adapter("kaggle", applies, candidates)
