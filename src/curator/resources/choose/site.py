"""The name of the site: what it calls itself, told from taglines and holding companies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import combining, normalize

from curator import urls
from curator.model import Kind, Provenance
from curator.resources import wrappers
from curator.resources.collect import titletag
from curator.resources.found import Found

_ORDER = ("og", "jsonld", "jsonld:site", "application", "jsonld:page", "dc", "meta")
_TELLING = 5
"""Letters from which the label of a host is somebody's name, not ``blog`` or ``docs``."""
_RELATING = frozenset("in for with using to from on by".split())
_MOST_WORDS = 8
"""Of a name that a label may shorten."""
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|[\w.-]+\.[a-z]{2,}/$", re.IGNORECASE)
_CUT = re.compile(r"\s+[|–—:•·-]\s+|\s*[|•·]\s*")


def choose(found: Found) -> tuple[str | None, Provenance | None]:
    """The site's name and why; its host where it has no name.

    A feed may be of many sites, so what it calls itself has to fit the host; but a podcast is called
    as its feed is, wherever its pages stand.
    """
    url = _own_address(found.url)
    label = label_of(url)
    suffix = _suffix(found.title_tag, label)
    named = [(one.origin, part) for one in found.of("site") if (part := _towards(one.value, label))]
    named.sort(key=lambda pair: _rank(pair[0]))
    for origin, name in named:
        fits = matches(name, label) or _names_place(name, url)
        headline = suffix is not None and not fits and found.title_tag.startswith(name)
        if (origin == "og" or fits) and not headline:
            agreed = sum(_key(name) == _key(other) for _, other in named) > 1
            confidence = 0.98 if fits or agreed else 0.85
            return _written(name, named), Provenance(origin, confidence, confidence >= 0.97)
    if suffix:
        return suffix, Provenance("title:part", 0.9)
    if show := _show(found):
        return show, Provenance("feed", 0.8)
    own = [pair for pair in named if pair[0] != "feed"]
    if own:
        return own[0][1], Provenance(own[0][0], 0.75)
    host = urls.host(url).removeprefix("www.")
    return (host, Provenance("host", 0.4)) if host else (None, None)


def _own_address(url: str) -> str:
    """The address of a page of which the Internet Archive has a copy, else the page's own."""
    parts = urls.split(url)
    original = wrappers.archived(parts) if parts else None
    return original.geturl() if original else url


def _rank(origin: str) -> int:
    return _ORDER.index(origin) if origin in _ORDER else len(_ORDER)


def _written(name: str, named: list[tuple[str, str]]) -> str:
    """A name that is one word in small letters as another source writes it: ``The Weaver``."""
    if not name.islower() or " " in name:
        return name
    own = _key(name)
    return next((one for _, one in named
                 if one != name and _key(one).removeprefix("the") == own), name)  # fmt: skip


def _show(found: Found) -> str:
    """What the feed of an episode calls itself; empty for what is no podcast's."""
    episode = any(one.value == Kind.PODCAST for one in found.of("kind", "feed"))
    return found.first("site", "feed") or "" if episode else ""


@lru_cache(maxsize=256)
def label_of(url: str) -> str:
    """The telling part of the host: ``blog.example.co.uk`` → ``example``, ``ann.github.io`` → ``ann``."""
    host = urls.host(url)
    return urls.owned_domain(host).split(".")[0] if host else ""


def _key(name: str) -> str:
    """Its letters and digits without accents, which hosts rarely have."""
    bare = "".join(one for one in normalize("NFKD", name) if not combining(one))
    return re.sub(r"\W+", "", bare).casefold()


def matches(name: str, label: str) -> bool:
    """Whether a name and a host's label are the same words or initials."""
    key, own = _key(name), _key(label)
    if len(key) < 2 or len(own) < 2:
        return False
    if key in own or own in key or _key(name.removeprefix("The ")) in own:
        return True
    return _shortened(name, own) or _shortened(name.removeprefix("The "), own)


def _shortened(name: str, own: str) -> bool:
    """Whether a label has each word of a name whole or its initial: ``nytimes``, ``bbc``."""
    words = [_key(word) for word in re.findall(r"\w+", name)]
    if not 1 < len(words) <= _MOST_WORDS or not all(words):
        return False
    pattern = "".join(f"{word[0]}(?:{word[1:]})?" for word in words)
    return re.fullmatch(pattern, own) is not None


def _names_place(name: str, url: str) -> bool:
    """Whether a name is, letter by letter, a label of the host: a user's place on somebody's host."""
    host = urls.host(url)
    labels = host.removesuffix(urls.owned_domain(host)).split(".")
    return len(_key(name)) >= _TELLING and _key(name) in map(_key, labels)


def _towards(name: str, label: str) -> str:
    """Of ``Name | Tagline`` the part that fits the host, else the first; of an address nothing."""
    if _ADDRESS.match(name.strip()):
        return ""
    name = " ".join(name.split()).strip("|–—:•·- ").removeprefix("@")
    parts = [part.strip() for part in _CUT.split(name) if part.strip()]
    fitting = [part for part in parts if matches(part, label)]
    chosen = min(fitting, key=len) if fitting else (parts[0] if parts else "")
    return chosen if len(chosen) <= 80 else ""


def _suffix(title: str, label: str) -> str | None:
    """The last part of the title element, or the first, where it fits the host."""
    cuts = titletag.cuts(title)
    for part, cut in _ends(title, cuts) if cuts else ():
        if matches(part, label) and len(part.split()) <= 6 and _is_name(part, label, cut):
            return part
    return None


def _ends(title: str, cuts: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """The last and the first part of a title that say something, each with what cuts it off."""
    last, first = title[cuts[-1].end() :].strip(), title[: cuts[0].start()].strip()
    yield from ((part, cut) for part, cut in ((last, cuts[-1].group().strip()),
                                              (first, cuts[0].group().strip())) if part)  # fmt: skip


def _is_name(part: str, label: str, cut: str) -> bool:
    """Whether a part of a title names the host, not a thing that its label is a word of.

    "Training with Loom" names no loom.example, "dataset" no set.example; and what a colon cuts off is
    the site only if it says nothing else.
    """
    own, key = _key(label), _key(part.removeprefix("The "))
    if own not in key or own == key:
        return True
    words = list(map(_key, part.split()))
    whole = len(own) >= _TELLING or own in words
    return whole and cut != ":" and _RELATING.isdisjoint(words)
