"""The lead image: what a share card shows, unless it is a logo, a placeholder or a pixel.

What is shown on every page of a host is left out by :class:`~curator.resources.found.SiteFacts`.
A name such as ``loading`` or ``logo`` says nothing where the card's picture is named after what the
page is about: ``customer-loading-truck.jpg``, or the logo of the firm that the title tells of.
A picture whose name says logo is taken only where a card declares nothing else, and then told to be
doubtful: its confidence is :data:`DOUBTFUL`, so that an issue can go without.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

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
    r"(?:^|[/_.-])(?:avatar|placeholder|blank|pixel|no-?image|social[-_]?media[-_]?image|"
    r"share[-_]?default|og[-_]?default|default[-_]?(?:image|og|share|social|thumb)|missing|face|profile|"
    r"headshot|load|badge|button|arxiv-logo[\w-]*|loading|loader|spinner|transparent)"
    r"(?:[/_.-]|\d*x\d*|$)",
    re.IGNORECASE,
)
_ICON = re.compile(
    r"(?:^|[/_.-])(?:favicon|apple-touch-icon|sprite|spacer|clear\.gif|1x1|gravatar)(?:[/_.@-]|\d*x\d*|$)",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|icon|icons|default|generic|brand|[a-z]*brandmark|wordmark|banner-?logo|social-?logo)"
    r"(?:[/_.-]|\d*x\d*|$)|logo(?:[-_.]|\d)",
    re.IGNORECASE,
)
_SQUARE = re.compile(r"[-_](\d{2,3})x\1(?:[-_.]|$)")
_FOR_SHARING = re.compile(
    r"(?:(?:image|img|site|meta|large|default|page)[-_.]?)?"
    r"(?:og|open-?graph|fb|facebook|twitter|social|seo-social|share|sharing)"
    r"(?:[-_.]?(?:image|img|card|share|default|media|banner|preview|large|thumb|graph))?\.(?:png|jpe?g|webp|gif)",
    re.IGNORECASE,
)
"""A name that says what a card is for, and nothing of the page."""
_OF_ONE_PAGE = re.compile(r"\d{6}|[0-9a-f]{12}|\w+-\w+-\w+")
"""A folder that is one page's or one picture's."""
_ICON_SIZE = 300
"""Pixels up to which a square is an icon."""
_NO_PICTURES = re.compile(
    r"gravatar\.com|/avatars?/|statcounter|doubleclick|scorecardresearch|quantserve|"
    r"//(?:analytics|piwik|matomo|stats|counter)\.|/(?:piwik|matomo)\.php"
)
_ENDINGS = (".svg", ".ico")
_COMMON = frozenset(
    "and card cropped default facebook feature featured for from graph header hero icon image images img large "
    "linkedin logo logos main media meta new open opengraph photo picture placeholder post preview scaled "
    "share sharing site small social square standard the thumb thumbnail twitter web website wide with "
    "avatar badge banner blank brand button color face headshot load loader loading missing negative "
    "profile spinner transparent white black".split()
)
"""Words in the names of pictures that stand for no particular page."""
_TELLING = 3
"""Other words in a name from which it describes a picture."""
_SHORTEST, _STEM = 3, 6
"""Letters of a word that counts, and of what two forms of a word share."""
_OWN_NAME = 12
"""Letters of a file's name from which another picture hardly has the same."""
_LARGE = re.compile(r"large|original|full|big|\b(?:1[02]\d\d|2\d\d\d)x", re.IGNORECASE)


def choose(found: Found) -> tuple[str | None, Provenance | None]:
    """The address of the lead image and why, or ``None``."""
    for one in found.of("image"):
        if one.origin.startswith("adapter:"):
            known = one.value != NOTHING
            return (one.value, Provenance(one.origin, 0.99, sure=True)) if known else (None, None)
    logos = frozenset(_file(one.value) for one in found.of("logo"))
    ranked = sorted(found.of("image"), key=_rank)
    usable = [one for one in ranked if _is_usable(one, found)]
    shared = any(one.origin in _CARDS and _is_for_sharing(_path(one.value)) for one in usable)
    for one in usable:
        # Where the head has one card for all pages, the first picture of the text is anyone's face.
        stray = shared and one.origin == "content" and not _is_about(one.value, found)
        if not stray and _may_lead(one, found, logos):
            return one.value, _provenance(one, ranked)
    declared = next((one for one in usable if one.origin in _CARDS), None)
    return (declared.value, Provenance(declared.origin, DOUBTFUL)) if declared else (None, None)


def _may_lead(one: Candidate, found: Found, logos: frozenset[str]) -> bool:
    """Whether a usable picture is no logo, or is the logo of what the page is about."""
    is_sign, says_logo = _file(one.value) in logos, _is_logo(one.value)
    if not is_sign and not says_logo:
        return True
    return (one.origin in _CARDS or not says_logo) and _is_about(one.value, found)


def _file(href: str) -> str:
    """The name of a file that is long enough to be of one picture, else the whole address."""
    name = urlsplit(href).path.rsplit("/", 1)[-1]
    return name if len(name) >= _OWN_NAME else _bare(href)


def _rank(one: Candidate) -> tuple[int, bool]:
    """Origins in their order; of several cards of a page, one that calls itself large first."""
    place = _ORDER.index(one.origin) if one.origin in _ORDER else len(_ORDER)
    return place, not (one.origin == "og" and _LARGE.search(_name(one.value)))


def _provenance(one: Candidate, ranked: list[Candidate]) -> Provenance:
    agreed = sum(_bare(other.value) == _bare(one.value) for other in ranked) > 1
    confidence = min(0.99, _CONFIDENCE.get(one.origin, 0.7) + (0.02 if agreed else 0.0))
    return Provenance(one.origin, confidence, one.origin == "og" or confidence >= 0.97)


def _is_usable(one: Candidate, found: Found) -> bool:
    """Whether a candidate can be the lead image: no placeholder, not the same everywhere."""
    href = one.value
    parts = urlsplit(href)
    nameless = parts.path in ("", "/") and not parts.query
    if href in found.facts.images or nameless or parts.path.lower().endswith(_ENDINGS):
        return False
    if not urls.is_web(href) or _NO_PICTURES.search(href) or _ICON.search(_name(href)):
        return False
    return not _NEVER.search(_name(href)) or (one.origin in _CARDS and _is_about(href, found))


def _is_about(href: str, found: Found) -> bool:
    """Whether a picture's name has a word of the page's title or describes what is to be seen.

    The site's own name is on every page and counts for neither.
    """
    owners = re.sub(
        r"\W", "", urls.host(found.url) + urls.host(href) + (found.site or "").casefold()
    )
    name = _name(unquote(href)).rsplit("/", 1)[-1].rsplit(".", 1)[0]
    telling = [word for word in _words(name) if word not in _COMMON and word not in owners]
    titled = {word[:_STEM] for word in _words(found.title_tag)}
    return len(telling) >= _TELLING or any(word[:_STEM] in titled for word in telling)


def _words(text: str) -> list[str]:
    """The words that count; what mixes letters and digits is a hash, a size or a version."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return [word for word in found if len(word) >= _SHORTEST and word.isalpha()]


def _is_logo(href: str) -> bool:
    """Whether the name says logo, or is that of a small square."""
    name = _name(href)
    square = _SQUARE.search(name)
    small = square is not None and int(square[1]) <= _ICON_SIZE
    return small or bool(_LOGO.search(name)) or _is_for_sharing(_path(href))


def _is_for_sharing(path: str) -> bool:
    """Whether a picture is the card that all pages of a site share, by its name and folder."""
    folder, _, name = path.rpartition("/")
    return bool(_FOR_SHARING.fullmatch(name)) and not _OF_ONE_PAGE.search(folder)


def _path(href: str) -> str:
    return urlsplit(href).path


def _name(href: str) -> str:
    """The last two parts of the path: folders further up say little of the picture."""
    return "/".join(urlsplit(href).path.rsplit("/", 2)[-2:])


def _bare(href: str) -> str:
    return href.split("?", maxsplit=1)[0].rsplit("://", maxsplit=1)[-1].removeprefix("www.")
