"""Names beside the main heading that nothing marks: by a portrait, a user's sign, a date, or bare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import dating, names
from curator.resources.collect.neighbours import is_caption, words_behind
from curator.resources.collect.offers import NAME_ONLY, offer, offer_unmarked
from curator.resources.collect.walk import Seen, View
from curator.resources.document import squeeze

_PORTRAIT = re.compile(
    r"^(?:photo|picture|headshot|image|avatar) of |'s (?:avatar|photo|picture)$| headshot$"
)
_OF_USER = re.compile(r"(?:^|[/ _.-])(?:user|person|author|g?r?avatar|profile)(?:$|[/ _.-])")
_SIGNS = frozenset({"i", "img", "span"})
_LONGEST_NAME = 40
_POSSESSIVE = re.compile(r"\w['’]s ")
_MOST_OF_A_ROLE = 10
"""Words behind a name and a comma that may be what somebody does."""
_DIGIT = re.compile(r"\d")
_READING_TIME = re.compile(r"\bmin(?:ute)?s?\b.{0,6}read")
_FIRST_PART = re.compile(r"\s*[|•·—,]\s*|\s+[-–]\s+|\s+(?:in|on)\b")
_NO_NAMES = frozenset({"h1", "h2", "h3", "button", "img", "time"})


def candidates(view: View) -> Iterator[Candidate]:
    """Who is named around the main heading without a word of having written."""
    yield from _faces(view)
    yield from _pictured(view)
    yield from _bare(view)


def _faces(view: View) -> Iterator[Candidate]:
    """Portraits near the heading whose alternative text is a name."""
    for seen in view.around:
        if seen.tag == "img" and (alt := seen.element.get("alt")):
            name = _PORTRAIT.sub("", squeeze(alt)).split(",", maxsplit=1)[0]
            if NAME_ONLY.match(name) and names.person_like(name):
                yield from offer_unmarked(view, name, "face" + view.suffix(seen))


def _pictured(view: View) -> Iterator[Candidate]:
    """Names right behind the sign or the picture of a user, near the heading."""
    for seen in view.around:
        if seen.tag in _SIGNS and not seen.direct and not len(seen.element) and _is_of_user(seen):
            name = _FIRST_PART.split(words_behind(seen.element), maxsplit=1)[0]
            if len(name) <= _LONGEST_NAME and (NAME_ONLY.match(name) or name.istitle()):
                yield from offer(name, "pictured" + view.suffix(seen))


def _is_of_user(seen: Seen) -> bool:
    said = seen.marks if seen.tag != "img" else f"{seen.marks} {seen.element.get('src') or ''}"
    return bool(_OF_USER.search(said.lower()))


def _bare(view: View) -> Iterator[Candidate]:
    """A bare name near the heading, close to a date or a reading time."""
    dated: list[int] | None = None
    for seen in view.around:
        if not seen.direct or seen.tag in _NO_NAMES or len(seen.element) > 3:
            continue
        words = squeeze(seen.direct)
        if not words[0].isupper() or " " not in words:  # no name of two words begins here
            continue
        first = _FIRST_PART.split(words, maxsplit=1)[0]
        if not NAME_ONLY.match(first) or _POSSESSIVE.search(first) or _is_sentence(words, first):
            continue
        if names.person_like(first) and not is_caption(seen.element):
            if dated is None:
                dated = [one.place for one in view.around if _is_dated(one)]
            near = any(abs(place - seen.place) <= 8 for place in dated)
            yield from offer_unmarked(
                view, first, ("beside-date" if near else "bare") + view.suffix(seen)
            )


def _is_sentence(words: str, first: str) -> bool:
    """Whether a sentence goes on behind a name and a comma: ``Ann Lee, you have been a coach for years …``."""
    rest = words[len(first) :]
    return rest.startswith(",") and len(rest.split()) > _MOST_OF_A_ROLE


def _is_dated(seen: Seen) -> bool:
    direct = seen.direct.strip()
    if seen.tag == "time":
        return True
    return 5 < len(direct) < 80 and bool(_DIGIT.search(direct)) and (
        bool(_READING_TIME.search(direct)) or any(dating.find(direct))
    )  # fmt: skip
