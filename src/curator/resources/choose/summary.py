"""The summary: what the page says of itself, unless it says so on every page of its host.

Where that is nothing, or nothing worth reading (:func:`curator.resources.summarise.good`), the
sentence of the text that says most is quoted.
"""

from __future__ import annotations

import re

from curator.model import Candidate, Provenance
from curator.resources.choose.authors import people
from curator.resources.found import Found
from curator.resources.summarise import ENOUGH_WORDS, good, quote
from curator.sanitize import clean_text, html_to_text

LONGEST = 600
LONGEST_ABSTRACT = 3000
_ORDER = (
    "citation",
    "adapter",
    "og",
    "meta",
    "jsonld",
    "twitter",
    "cms",
    "jsonld:page",
    "microdata",
    "feed",
)
QUOTED = "text"
"""The origin of a summary that is quoted from the text."""
_EXACT = ("citation", "adapter")
"""Origins that give what the authors wrote as a summary, however short."""
_BOILERPLATE = re.compile(
    r"cookies?|javascript|log ?in|sign ?up|all rights reserved|subscribe|^\s*(?:by|share|posted)\b|"
    r"enable js|your browser",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|por|par|di)[: ]\s*", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"^(?:arXiv:\S+ announce type: \S+ )?abstract[:.]?\s+(?=(?-i:[A-Z]))", re.IGNORECASE
)
_SHORTEST = 40
_DAY = re.compile(
    r"^(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|"
    r"\d{1,2}\.? [A-Z][a-zä]{2,8}\.? \d{4})(?:,? \d{1,2}[.:]\d\d(?: Uhr)?)?\s*[:|·•–—-]\s+(?=[\"“„«A-ZÄÖÜÉ])"
)
"""``06.11.2023, 11.41 Uhr : `` before the first word."""


def choose(found: Found, title: str, text: str) -> tuple[str, Provenance | None]:
    """The summary and why; its origin is :data:`QUOTED` where it stands so in ``text``."""
    told = [
        (origin, value)
        for origin in _ORDER
        for value in _own_first(
            [without_title(_bare(one.value, found), title) for one in _of(found, origin)], text
        )
        if _tells(value, title, found)
    ]
    for origin, value in told:
        if origin in _EXACT or good(value, title):
            return _as_told(origin, value)
    said = quote(text, title) or first_paragraph(text, title)
    if said:
        return said, Provenance(QUOTED, 0.6)
    return _as_told(*told[0]) if told else ("", None)


def _own_first(values: list[str], text: str) -> list[str]:
    """Of several that one origin gives, that with which the text begins before what a site says of itself."""
    if len(values) < 2:
        return values
    return sorted(values, key=lambda value: value[:_SHORTEST].rstrip(" .…") not in text)


def _bare(value: str, found: Found) -> str:
    """A summary as it reads, without the day and the names that its text began with."""
    return _without_byline(_DAY.sub("", readable(value)), found)


def without_title(value: str, title: str) -> str:
    """``value`` without the title that it begins with, where what follows can stand by itself."""
    if not title or not value.casefold().startswith(title.casefold()):
        return value
    rest = value[len(title) :]
    said = rest.lstrip(" .:|–—-")
    parted = rest[: len(rest) - len(said)].strip()
    stands = said[:1].isupper() and len(said.split()) >= ENOUGH_WORDS
    return said if stands and (parted or len(title.split()) >= ENOUGH_WORDS) else value


def _without_byline(value: str, found: Found) -> str:
    """A summary without the "By Ann Lee" that its text began with, where she is among the authors."""
    begun = _BYLINE.match(value)
    if begun is None:
        return value
    rest = value[begun.end() :]
    named = {name for one in found.of("authors") for name in people(one.value) if " " in name}
    own = max((name for name in named if rest.startswith(f"{name} ")), key=len, default=None)
    return rest[len(own) :].lstrip(" ,.:|–—-") if own else value


def _as_told(origin: str, value: str) -> tuple[str, Provenance]:
    limit, confidence = (LONGEST_ABSTRACT, 0.95) if origin in _EXACT else (LONGEST, 0.85)
    return clean_text(value, limit), Provenance(origin, confidence)


def _of(found: Found, origin: str) -> list[Candidate]:
    """The summaries of an origin; every adapter is one."""
    if origin != "adapter":
        return found.of("summary", origin)
    return [one for one in found.of("summary") if one.origin.startswith("adapter:")]


def readable(value: str) -> str:
    """A summary as plain text, whatever markup it came in, without a leading "Abstract" and arXiv's "Announce Type"."""
    plain = html_to_text(value) if "<" in value or "&" in value else clean_text(value)
    return _ABSTRACT.sub("", plain)


def key(summary: str) -> str:
    """A summary for comparison between pages."""
    return clean_text(summary).casefold()[:300]


def _tells(value: str, title: str, found: Found) -> bool:
    """Whether a summary says something that the title does not."""
    if len(value) < 15 or value.casefold() == title.casefold():
        return False
    return key(value) not in found.facts.summaries


def first_paragraph(text: str, title: str) -> str:
    """The first paragraph of the text that is prose."""
    for block in text.split("\n"):
        plain = clean_text(block)
        prose = len(plain) >= _SHORTEST and plain[-1] in '.!?…:"”。！？'
        if prose and plain.casefold() != title.casefold() and not _BOILERPLATE.search(plain[:80]):
            return clean_text(plain, LONGEST)
    return ""
