"""The title: what the work is called, without the site's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from curator.resources import vote
from curator.resources.choose import site as sites
from curator.resources.collect import titletag
from curator.resources.found import Found, distinct
from curator.resources.vote import Ballot, Outcome
from curator.sanitize import clean_text

LONGEST = 300
_GENERIC = re.compile(
    r"^(?:home|homepage|blog|news|article|articles|index|untitled|untitled document|welcome|title|post|"
    r"search|menu|sections|contents?|table of contents|related (?:posts|articles|content)|share this.*|"
    r"comments?|newsletter|subscribe|sign up.*|log ?in|about(?: us)?|contact(?: us)?|latest.*|more.*)$",
    re.IGNORECASE,
)


_ESCAPED = re.compile(
    r"&(?:amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|#(?:\d{2,5}|x[0-9a-f]{2,4}));", re.IGNORECASE
)
"""Not ``&lt;`` and its like, of which titles on HTML speak."""


def unescaped(title: str) -> str:
    """``title`` with the signs that its page escaped twice: ``Cats &amp; dogs``, ``Lee&#8217;s``."""
    return _ESCAPED.sub(lambda match: unescape(match.group()), title)


@lru_cache(maxsize=1024)
def key(title: str) -> str:
    """A title for comparison: letters and digits only, lower case."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", title)).casefold()


def votes(found: Found) -> Outcome:
    """All titles that the page offers, best first."""
    return vote.decide("title", ballots(found))


def ballots(found: Found) -> list[Ballot]:
    """Titles grouped by their letters, with what speaks for and against each."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for value, origin in _offers(found):
        if (name := key(value)) and len(value) <= LONGEST:
            groups.setdefault(name, []).append((value, origin))
    context = _Context(found)
    cast = []
    for name, group in groups.items():
        origins = distinct(origin for _, origin in group)
        if origins == ("title:part",) and _is_half(group[0][0], found.title_tag):
            continue
        cast.append(Ballot(_shown(group), origins, context.traits(name, group[0][0], origins)))
    return cast


def _is_half(part: str, whole: str) -> bool:
    """Whether a part of the title element ends or begins at a colon of its own.

    ``A: b`` is one title more often than a site's name and a title; who else has the part may say so.
    """
    before, _, after = whole.partition(part)
    return after.lstrip().startswith(":") or before.rstrip().endswith(":")


def _shown(group: list[tuple[str, str]]) -> str:
    """Of equal titles the one written best: not all in capitals, nor with signs escaped twice.

    Each way of escaping votes for itself: a title has no more support for being written twice.
    """
    values = [unescaped(value) for value, _ in group]
    mixed = [value for value in values if not value.isupper()]
    return (mixed or values)[0]


_SECTION = re.compile(
    r"(?<=\w[\w?!.’'\")])\s*\|\s*(?:opinions?|commentary|editorials?|columns?|analysis|news|blog|blogs|articles?|"
    r"reviews?|features?|stories|resources|insights|guides?|videos?|exclusive|interviews?)$",
    re.IGNORECASE,
)
"""A section of a site that stands after a title and a bar."""


def _offers(found: Found) -> Iterator[tuple[str, str]]:
    """Each candidate, and its form without the site's name where that is another."""
    label = sites.label_of(found.url)
    for one in found.of("title"):
        value = clean_text(one.value)
        cut = without_site(value, found.site, label)
        if cut != value:
            yield value, "uncut"
        if (bare := _SECTION.sub("", cut)) != cut:
            yield cut, "uncut"
        yield bare, one.origin


def without_site(title: str, site: str | None, label: str) -> str:
    """``title`` without the site's name at either end: ``3: Nets - Course`` → ``3: Nets``."""
    for _ in range(3):
        cut = _cut_once(title, site, label)
        if cut == title:
            return title
        title = cut
    return title


def _cut_once(title: str, site: str | None, label: str) -> str:
    cuts = titletag.cuts(title)
    if not cuts:
        return title
    last, first = cuts[-1], cuts[0]
    if _is_site(title[last.end() :], site, label):
        return title[: last.start()].strip() or title
    # A colon after the first words is more often part of a title than a mark after a site's name.
    if _is_site(title[: first.start()], site, label):
        return title[first.end() :].strip() or title
    return title


def _is_site(part: str, site: str | None, label: str) -> bool:
    part = part.strip(" |-–—:•·")
    if site and key(part) == key(site):
        return True
    return len(part.split()) <= 5 and bool(part) and _names_host(part, label)


def _names_host(part: str, label: str) -> bool:
    """Whether a part of a title is the host's label, perhaps with its ending or an article."""
    own, name = (
        key(label),
        key(re.sub(r"\.(?:com|org|net|edu|gov|co\.uk|io|de|ai|dev)$", "", part.lower())),
    )
    named = name in (own, f"the{own}", f"{own}blog", f"{own}com")
    return len(own) > 2 and (named or _names_piece(part, label))


_KINDS_OF_SITES = frozenset("the blog news official site weblog".split())


def _names_piece(part: str, label: str) -> bool:
    """Whether a part is a piece of the host's label and a word for sites: of ``ann-lang``, "Ann Blog"."""
    words, pieces = set(re.findall(r"[^\W_]+", part.lower())), set(label.lower().split("-"))
    return (
        bool(words & pieces) and bool(words & _KINDS_OF_SITES) and words <= pieces | _KINDS_OF_SITES
    )


class _Context:
    """What the address and the other candidates say about a title."""

    def __init__(self, found: Found) -> None:
        self.tag = key(found.title_tag)
        self.tag_words = _words(found.title_tag)
        self.slug = _slug(found.url)
        self.site = key(found.site or "")
        self.label = key(sites.label_of(found.url))
        self.headings = {key(one.value) for one in found.of("title", "h1")}
        self.cards = {key(one.value) for one in found.of("title", "og", "twitter", "jsonld")}
        self.apart = float(bool(self.headings and self.cards) and not self.headings & self.cards)

    def traits(self, name: str, value: str, origins: tuple[str, ...]) -> dict[str, float]:
        """Signs of a title's shape and of its relation to the others."""
        words = _words(value)
        like_tag = _share(words, self.tag_words)
        slug = _share(self.slug, words) if len(self.slug) > 2 else 0.0
        heading = float("h1" in origins)
        return {
            "is site": float(name in (self.site, self.label)),
            "generic": float(bool(_GENERIC.match(value))),
            "one word": float(len(value.split()) == 1),
            "two words": float(len(value.split()) == 2),
            "long": float(len(value.split()) > 20),
            "starts title": float(bool(self.tag) and self.tag.startswith(name)),
            "in title": float(bool(self.tag) and name in self.tag),
            "in heading": float(any(name in one and name != one for one in self.headings)),
            "holds heading": float(
                any(one and one in name and name != one for one in self.headings)
            ),
            "in card": float(any(name in one and name != one for one in self.cards)),
            "ends cut": float(value.endswith(("…", "..."))),
            "slug": slug,
            "slug and back": slug * _share(words, self.slug),
            "heading like title": heading * like_tag,
            "heading unlike title": heading * float(like_tag < 0.3),
            "heading against cards": heading * self.apart,
            "heading like slug": heading * self.apart * slug,
            "unlike heading": float(not heading) * self.apart,
        }


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


def _share(part: set[str], whole: set[str]) -> float:
    """How much of one set of words the other has."""
    return len(part & whole) / len(part) if part else 0.0


def _slug(url: str) -> set[str]:
    """The words of the longest part of the path, which is often cut from the first headline."""
    parts = [re.sub(r"\.\w{2,5}$", "", part) for part in unquote(urlsplit(url).path).split("/")]
    longest = max(parts, key=lambda part: len(re.findall(r"[^\W\d_]+", part)), default="")
    return {word for word in _words(longest) if len(word) > 2 or not word.isdigit()}
