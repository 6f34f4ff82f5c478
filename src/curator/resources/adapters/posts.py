"""Short posts of X, Instagram, TikTok, Bluesky and the Fediverse: who said it and when, the words as title.

Their pages are drawn by scripts. The head names the poster in one of a few ways; the identifiers of
X and TikTok hold the instant themselves (X: milliseconds since 4 November 2010 in the upper 42
bits, as Twitter's "Snowflake" has it; TikTok: seconds since 1970 in the upper 32).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from curator.model import Candidate
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING
from curator.sanitize import shorten

_SITES = {"x": "X", "instagram": "Instagram", "tiktok": "TikTok", "bluesky": "Bluesky"}
_NAMES = r"(?:X|Twitter|Instagram|TikTok|Bluesky)"
_POSTER = re.compile(
    rf"^(?P<name>.{{1,80}}?)(?:\s+\(@?[^()\s]+\))?\s+(?:on|•|\|)\s+{_NAMES}\b|^(?P<only>.{{1,80}}?)\s+\(@"
)
_QUOTED = re.compile(r"[:|]\s+[\"“](?P<words>.+)[\"”](?:\s*/\s*X)?\s*$", re.DOTALL)
_COUNTS = re.compile(
    r"^[\d.,]+[KM]? likes?(?:, [\d.,]+[KM]? comments?)? - [^:]+:?\s*", re.IGNORECASE
)
_SHORT_LINKS = re.compile(r"\s*https?://t\.co/\w+")
_DAY_AFTER_NAME = re.compile(r" on ([A-Z][a-z]+ \d{1,2}, \d{4})(?=[:.]|$)")
_LENGTH = re.compile(r'"video":\{"id":"\d+"[^{}]{0,300}?"duration":(\d{1,5})\b')
_STATUS = re.compile(
    r"/@[^/?#]+/\w{6,30}/?(?:[?#]|$)|/(?:notice|notes|objects|statuses)/[\w-]{6,40}/?$"
)
"""A post's address with Mastodon, Pleroma, Misskey and their kin."""
_ATTACHED = re.compile(r"^Attached: (?:\d+ (?:images?|videos?|audios?|files?)[, ]*)+")
_SYMBOLS = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")
_TWITTER_EPOCH = 1_288_834_974_657
_BEFORE_SNOWFLAKE = 10_000_000_000
"""Numbers of posts up to 2010 were counted one by one and hold no time."""
_TITLE = 120
_OWN_PICTURE = re.compile(r"https://abs\.twimg\.com/")
"""Where X keeps its own pictures: its card for posts that have none."""


def applies(document: Document, identity: Identity) -> bool:
    """An address of one post, or a page that declares one as its own."""
    return pick.known(document, identity).key.partition(":")[0] in _SITES or _is_federated(document)


def _is_federated(document: Document) -> bool:
    """Whether a page is one post of a server of the Fediverse, whatever its host."""
    poster_at = document.meta("profile:username") or ""
    return "@" in poster_at.strip("@") and bool(_STATUS.search(document.url))


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Poster, words and time."""
    page = reading.document
    identity = pick.known(page, reading.identity)
    site, _, code = identity.key.partition(":")
    headline = page.meta("og:title") or page.title_tag
    said = words(headline, page.meta("og:description") or "")
    if _is_federated(page):
        yield from _federated(page, headline)
        return
    video = identity.kind and (page.meta("og:type") or "").startswith("video")
    yield from pick.given(
        kind="video" if video else (identity.kind.value if identity.kind else None),
        site=_SITES[site],
        authors=poster(headline) or poster(page.title_tag),
        title=shorten(said, _TITLE) if said else None,
        summary=said,
        published=_moment(site, code, page) or NOTHING,
        image=NOTHING if _OWN_PICTURE.match(page.meta("og:image") or "") else None,
    )
    if length := _LENGTH.search(page.markup):
        yield Candidate("duration", length[1], "")


def _federated(page: Document, headline: str) -> Iterator[Candidate]:
    """The words are the description, after a note of what is attached."""
    said = _ATTACHED.sub("", page.meta("og:description", "description") or "").strip()
    yield from pick.given(
        kind="post",
        authors=poster(headline),
        title=shorten(said, _TITLE) if said else None,
        summary=said,
        published=page.meta("og:published_time", "article:published_time") or NOTHING,
    )


def poster(headline: str) -> str:
    """The name in ``NAME on X: …``, ``NAME (@handle) • Instagram …``; empty where there is none."""
    found = _POSTER.match(headline)
    name = (found["name"] or found["only"]) if found else ""
    return _SYMBOLS.sub("", name).replace(";", ",").strip()


def words(headline: str, description: str) -> str:
    """What was said: the quotation in the headline or the description, else the description.

    Nothing where that only counts: ``152K likes, 784 comments - NAME on DAY``.
    """
    quoted = _QUOTED.search(headline) or _QUOTED.search(description)
    found = quoted["words"] if quoted else _COUNTS.sub("", description)
    return _SHORT_LINKS.sub("", found).strip()


def _moment(site: str, code: str, page: Document) -> str:
    if site == "x" and code.isdecimal() and int(code) > _BEFORE_SNOWFLAKE:
        return _instant(((int(code) >> 22) + _TWITTER_EPOCH) // 1000)
    if site == "tiktok" and code.isdecimal():
        return _instant(int(code) >> 32)
    day = _DAY_AFTER_NAME.search(page.meta("og:description") or "")
    return day[1] if day else pick.text(page, "//time/@datetime")


def _instant(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""


ADAPTER = Adapter("posts", applies, candidates)
