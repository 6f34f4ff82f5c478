"""Bylines: elements marked as such, links to people's pages, and words after "By"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from curator.model import Candidate
from curator.resources import credit
from curator.resources.collect.neighbours import after_label, is_caption, words_before
from curator.resources.collect.offers import offer
from curator.resources.collect.walk import Seen, View

_MOST = 60
"""Marked elements looked at; more of them are a list, not this page's."""
_LONGEST = 160

_HREF = re.compile(
    r"/(?:authors?|by|byline|people|persons?|staff|contributors?|profiles?|writers?|bio|"
    r"columnists?|reporters?|team|experts?|our-experts|users?|members?|autor(?:en)?|auteurs?|"
    r"journalists?|u|attorneys)/[^/?#]{2,}|[?&]author=|/@[\w.-]+$"
)
"""In lower case: five times as quick as to ignore case."""
_LABEL = (
    rf"(?:(?i:{credit.WRITTEN_BY})|[Bb]y|BY|[Aa]ut(?:or(?:in|en|es|e|i)?|eure?s?)|[Aa]uthors?|[Ww]ords|"
    r"[Cc]ontributors?|[Tt][Ee](?:xte?|[xs]to)|[Ii]nterview|[Ee]scribe|[Aa]bout the [Aa]uthor)"
)
_BEGIN = rf"(?:^|[|•·(/–—-]\s*|\d\s+)(?i:{credit.OF})"
_BY = re.compile(rf"(?:(?:^|[\s|•·(]){_LABEL}|{_BEGIN})(?:\s*:\s*|\s+)(?=[A-ZÀ-ÖØ-Þ])(.{{3,90}})$")
_MAY_LEAD = re.compile(
    r"\b(?:by|von|par|por|da|di|door|av|af|przez|aut[eho]|words|contrib|te[xks]t|interview|escribe)"
)
"""Something of whatever leads to a name, in small letters: most lines have none of it."""
_BY_LOGIN = re.compile(r"[Bb]y:? ([a-z][\w.-]{2,30})")
_MADE_BY = re.compile(r"(?:written|posted|published|created|article|text) by\W*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{3,}[.!?]$")
_BEGUN = 4
"""Words before a "by" from which it stands in the midst of a sentence."""
_OF_SOMEBODY = re.compile(r"\w['’]s [a-z]")
"""What is somebody's: ``a kit by Ann Lee's company``."""
_ONLY_LABEL = re.compile(rf"^\W*(?:{_LABEL}|(?i:by|{credit.OF}))\W*$")
_CHECKED = re.compile(
    r"\W*(?:\w+ )?(?:review|edit|fact|check|translat|photo|illustrat)\w* by\b", re.IGNORECASE
)
_CHECKER = re.compile(
    r"(?:review|edit|fact[- ]?check|check|verif|approv|translat|illustrat|photo(?:graph)?|medical|"
    r"curat|upload)\w*\W{0,3}(?:and \w+ )?(?:by\b)?\W*$",
    re.IGNORECASE,
)
_LINKS = frozenset({"a", "address"})
_NO_TEXT = frozenset({"img", "form", "input", "button", "select", "option", "time"})


def candidates(view: View) -> Iterator[Candidate]:
    """Who the page says its authors are."""
    yield from _marked(view)
    yield from _introduced(view)


def _marked(view: View) -> Iterator[Candidate]:
    """Elements marked as a byline, ``rel=author`` and links to people's pages."""
    count = 0
    for seen in view.seen:
        tag = seen.tag
        if tag in _LINKS:
            origin = _linked(seen)
        elif (named := seen.purpose) and tag not in _NO_TEXT:
            origin = named.byline
        else:
            continue
        if origin is None:
            continue
        count += 1
        if count > _MOST:
            return
        if 0 < len(seen.text) <= _LONGEST:
            before = words_before(seen.element)
            if _CHECKED.match(seen.text) or any(map(_CHECKER.search, before)):
                yield from offer(_after_by(seen.text), "checker")
                continue
            yield from offer(seen.text, origin + view.suffix(seen))
            if origin == "author-link" and any(map(_ONLY_LABEL.match, before)):
                yield from offer(seen.text, "led" + view.suffix(seen))


def _after_by(text: str) -> str:
    return re.sub(r"^.{0,30}?\bby\b:?\s*", "", text, flags=re.IGNORECASE)


def _linked(seen: Seen) -> str | None:
    """What marks a link or an address as a byline, or ``None``."""
    element = seen.element
    if seen.tag == "a":
        if "author" in (element.get("rel") or "").lower().split():
            return "rel"
        if _leads_to_person(element.get("href") or ""):
            return "author-link"
    elif len(seen.text) < 60:
        return "byline"
    return seen.purpose.byline if seen.purpose else None


@lru_cache(maxsize=8192)
def _leads_to_person(href: str) -> bool:
    return bool(_HREF.search(href.lower()))


def _introduced(view: View) -> Iterator[Candidate]:
    """Words after "By" near the heading, in the same element or the next one."""
    for seen in view.around:
        if not seen.direct or seen.tag in ("a", "h1", "title"):
            continue
        direct = seen.direct.strip()
        line = direct if len(direct) > 12 else seen.text[:130]
        if not direct or len(direct) > 120 or not _MAY_LEAD.search(line.lower()):
            continue
        if _ONLY_LABEL.match(direct) and (text := after_label(seen.element)):
            yield from offer(text, "by" + view.suffix(seen))
        elif found := _BY.search(line):
            if (
                _CHECKER.search(found.string[: found.start(1)])
                or _in_a_sentence(found)
                or _OF_SOMEBODY.search(found.group(1))
                or is_caption(seen.element)
            ):
                continue
            yield from offer(found.group(1), "by" + view.suffix(seen))
        elif found := _BY_LOGIN.fullmatch(direct):
            yield from offer(found.group(1), "by" + view.suffix(seen))


def _in_a_sentence(found: re.Match[str]) -> bool:
    """Whether a "by" belongs to a sentence, as in ``Our round was led by Ann Lee of the mill.``."""
    before = found.string[: found.start(1)]
    begun = len(before.split()) > _BEGUN and not _MADE_BY.search(before)
    return begun and _SENTENCE.search(found.group(1)) is not None
