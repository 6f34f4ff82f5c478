"""Pages of a person or an account: whoever it shows is its author, and it has no date.

Whatever names and dates such a page lists belong to others, mostly suggestions whom to follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import ldjson
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_HANDLE = re.compile(r"^(?P<name>.{1,80}?)\s+\(@[^()\s]+\)")
_SYMBOLS = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")


def applies(document: Document, _: Identity) -> bool:
    """A page that declares itself a profile and no article."""
    declared = (document.meta("og:type") or "").lower() == "profile"
    return declared or any("ProfilePage" in ldjson.types(node) for node in document.nodes)


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The name before the handle, and no date."""
    found = _HANDLE.match(reading.document.meta("og:title") or reading.document.title_tag)
    name = _SYMBOLS.sub("", found["name"]).replace(";", ",").strip() if found else ""
    yield from pick.given(kind="article", authors=name or NOTHING, published=NOTHING)


ADAPTER = Adapter("profiles", applies, candidates)
