"""The lead image: what a share card shows, unless it is a logo, a placeholder or a pixel.

What is shown on every page of a host is left out by :class:`~curator.resources.found.SiteFacts`.
A picture whose name says logo is taken only where a card declares nothing else, and then told to be
doubtful: its confidence is :data:`DOUBTFUL`, so that an issue can go without.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from curator import urls
from curator.model import Candidate, Provenance
from curator.resources.found import NOTHING, Found

DOUBTFUL = 0.3
_ORDER = ("og", "twitter", "cms", "jsonld", "link", "microdata", "jsonld:page", "jsonld:video", "thumb",
          "feed", "content")  # fmt: skip
_CARDS = frozenset({"og", "twitter"})
_CONFIDENCE = {"og": 0.97, "twitter": 0.93, "cms": 0.9, "jsonld": 0.88, "link": 0.85, "feed": 0.85,
               "content": 0.6}  # fmt: skip
_NEVER = re.compile(
    r"(?:^|[/_.-])(?:favicon|sprite|avatar|gravatar|placeholder|blank|spacer|pixel|1x1|no-?image|"
    r"apple-touch-icon|social[-_]?media[-_]?image|share[-_]?default|og[-_]?default|"
    r"default[-_]?(?:image|og|share|social|thumb)|missing|face|profile|headshot|load|badge|button|"
    r"arxiv-logo[\w-]*|loading|loader|spinner|transparent)(?:[/_.-]|\d*x\d*|$)",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|icon|icons|default|generic|brand|banner-?logo|social-?logo)"
    r"(?:[/_.-]|\d*x\d*|$)|logo(?:[-_.]|\d)",
    re.IGNORECASE,
)
_HOSTS_OF_FACES = re.compile(
    r"gravatar\.com|/avatars?/|statcounter|doubleclick|scorecardresearch|quantserve"
)
_ENDINGS = (".svg", ".ico")
_LARGE = re.compile(r"large|original|full|big|\b(?:1[02]\d\d|2\d\d\d)x", re.IGNORECASE)


def choose(found: Found) -> tuple[str | None, Provenance | None]:
    """The address of the lead image and why, or ``None``."""
    for one in found.of("image"):
        if one.origin.startswith("adapter:"):
            known = one.value != NOTHING
            return (one.value, Provenance(one.origin, 0.99, sure=True)) if known else (None, None)
    ranked = sorted(found.of("image"), key=_rank)
    usable = [one for one in ranked if is_usable(one.value, found)]
    for one in usable:
        if not _is_logo(one.value):
            return one.value, _provenance(one, ranked)
    declared = next((one for one in usable if one.origin in _CARDS), None)
    return (declared.value, Provenance(declared.origin, DOUBTFUL)) if declared else (None, None)


def _rank(one: Candidate) -> tuple[int, bool]:
    """Origins in their order; of several cards of a page, one that calls itself large first."""
    place = _ORDER.index(one.origin) if one.origin in _ORDER else len(_ORDER)
    return place, not (one.origin == "og" and _LARGE.search(_name(one.value)))


def _provenance(one: Candidate, ranked: list[Candidate]) -> Provenance:
    agreed = sum(_bare(other.value) == _bare(one.value) for other in ranked) > 1
    confidence = min(0.99, _CONFIDENCE.get(one.origin, 0.7) + (0.02 if agreed else 0.0))
    return Provenance(one.origin, confidence, one.origin == "og" or confidence >= 0.97)


def is_usable(href: str, found: Found) -> bool:
    """Whether an address can be a lead image: no placeholder, not the same everywhere."""
    path = urlsplit(href).path
    if href in found.facts.images or path.lower().endswith(_ENDINGS) or path in ("", "/"):
        return False
    known = urls.is_web(href)
    return known and not _NEVER.search(_name(href)) and not _HOSTS_OF_FACES.search(href)


def _is_logo(href: str) -> bool:
    return bool(_LOGO.search(_name(href)))


def _name(href: str) -> str:
    """The last two parts of the path: folders further up say little of the picture."""
    return "/".join(urlsplit(href).path.rsplit("/", 2)[-2:])


def _bare(href: str) -> str:
    return href.split("?", maxsplit=1)[0].rsplit("://", maxsplit=1)[-1].removeprefix("www.")
