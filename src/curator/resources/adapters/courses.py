"""The front page of a course on a site of its own, which says so in its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from curator.model import Candidate
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_SAYS_SO = re.compile(
    r"\b(?:an?|this|the|our|free|premium|complete)\s+(?:[\w-]+\s+){0,3}"
    r"(?:online|video|training|self-paced|hands-on|free|interactive)\s+course\b",
    re.IGNORECASE,
)


def applies(document: Document, _: Identity) -> bool:
    """The root of a site whose description calls it a course; articles about courses are none."""
    address = urlsplit(document.absolute(document.meta("og:url")) or document.url)
    described = document.meta("og:description", "description") or ""
    typed = (document.meta("og:type") or "website").lower() == "website"
    return address.path in ("", "/") and typed and bool(_SAYS_SO.search(described))


def candidates(_: Reading) -> Iterator[Candidate]:
    """It is a course, and like a lesson has no day of its own."""
    yield from pick.given(kind="course", published=NOTHING)


ADAPTER = Adapter("courses", applies, candidates)
