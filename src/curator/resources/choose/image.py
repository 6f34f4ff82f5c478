"""The lead image: what a share card shows, unless it is a logo, a placeholder or a pixel."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from curator import urls
from curator.model import Provenance
from curator.resources.found import Found

_ORDER = ("og", "twitter", "cms", "jsonld", "link", "microdata", "jsonld:page", "jsonld:video", "thumb",
          "content")  # fmt: skip
_CONFIDENCE = {
    "og": 0.97,
    "twitter": 0.93,
    "cms": 0.9,
    "jsonld": 0.88,
    "link": 0.85,
    "content": 0.6,
}
_NOT_LEAD = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|favicon|sprite|icon|icons|avatar|gravatar|placeholder|default|blank|spacer|"
    r"pixel|1x1|share-?default|og-?default|default-?(?:image|og|share|social)|no-?image|generic|"
    r"apple-touch-icon|arxiv-logo[\w-]*|social-?(?:logo|default|share))(?:[/_.-]|\d*x\d*|$)",
    re.IGNORECASE,
)
_HOSTS_OF_FACES = re.compile(
    r"gravatar\.com|/avatars?/|statcounter|doubleclick|scorecardresearch|quantserve"
)
_ENDINGS = (".svg", ".ico")


def choose(found: Found) -> tuple[str | None, Provenance | None]:
    """The address of the lead image and why, or ``None``."""
    ranked = sorted(
        found.of("image"),
        key=lambda one: _ORDER.index(one.origin) if one.origin in _ORDER else len(_ORDER),
    )
    for one in ranked:
        href = urls.absolute(one.value, found.url)
        if href and usable(href, found):
            agreed = sum(_bare(other.value) == _bare(one.value) for other in ranked) > 1
            confidence = min(0.99, _CONFIDENCE.get(one.origin, 0.7) + (0.02 if agreed else 0.0))
            return href, Provenance(one.origin, confidence, confidence >= 0.97)
    return None, None


def usable(href: str, found: Found) -> bool:
    """Whether an address can be a lead image: no logo, no placeholder, not the same everywhere."""
    path = urlsplit(href).path
    if href in found.facts.images or path.lower().endswith(_ENDINGS) or path in ("", "/"):
        return False
    name = "/".join(path.rsplit("/", 2)[-2:])
    return not _NOT_LEAD.search(name) and not _HOSTS_OF_FACES.search(href)


def _bare(href: str) -> str:
    return href.split("?", maxsplit=1)[0].rsplit("://", maxsplit=1)[-1].removeprefix("www.")
