"""Candidates for the authors among what a reader sees: bylines, links to people, cards, notices."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources import dating, names
from curator.resources.collect.walk import BLOCKS, INLINE, Seen, View
from curator.resources.document import squeeze, text_of

_MOST = 60
"""Marked elements looked at; more of them are a list, not this page's."""
_LONGEST = 160
_HEAD = 200
"""Characters of a block in which a notice begins."""
_LONGER = re.compile(r"[^\W\d_]{3,}")

_HREF = re.compile(
    r"/(?:authors?|by|byline|people|persons?|staff|contributors?|profiles?|writers?|bio|"
    r"columnists?|reporters?|team|experts?|our-experts|users?|members?|autor(?:en)?|auteurs?|"
    r"journalists?|u|attorneys)/[^/?#]{2,}|[?&]author=|/@[\w.-]+$"
)
"""In lower case: five times as quick as to ignore case."""
_LABEL = (
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Aa]utor(?:in)?|[Aa]uthors?|[Ww]ords|"
    r"(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Aa]rticle|[Cc]reated|[Tt]ext)\s+[Bb]y|"
    r"[Cc]ontributors?|[Tt]ext|[Aa]bout the [Aa]uthor)"
)
_BY = re.compile(rf"(?:^|[\s|•·(]){_LABEL}(?:\s*:\s*|\s+)(?=[A-ZÀ-ÖØ-Þ])(.{{3,90}})$")
_ONLY_LABEL = re.compile(rf"^\W*{_LABEL}\W*$")
_POSTER = re.compile(
    r"\b(?:written|posted|article|post) by ([A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){1,3})"
)
_BIO = re.compile(
    r"^(?:Dr\.? )?(?!The |An? )([A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){1,3})(?:,[^,]{2,30},)? "
    r"(?:is (?:an?|the|our)|has been|has written|covers|writes|was an?|serves as|leads|joined)\b"
)
_NAME_ONLY = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: (?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|da|van|von|der|del|di|la|le|bin|al)){1,4}$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:©|\(c\)|copyright)\s*)?(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|present|now))?)?"
    r"[\s,]*(?:by\s+)?([A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){1,2})",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"\W*(?:\w+ )?(?:review|edit|fact|check|translat|photo|illustrat)\w* by\b", re.IGNORECASE
)
_CHECKER = re.compile(
    r"(?:review|edit|fact[- ]?check|check|verif|approv|translat|illustrat|photo(?:graph)?|medical|"
    r"curat|upload)\w*\W{0,3}(?:and \w+ )?(?:by\b)?\W*$",
    re.IGNORECASE,
)
_PORTRAIT = re.compile(
    r"^(?:photo|picture|headshot|image|avatar) of |'s (?:avatar|photo|picture)$| headshot$"
)
_DIGIT = re.compile(r"\d")
_READING_TIME = re.compile(r"\bmin(?:ute)?s?\b.{0,6}read")
_FIRST_PART = re.compile(r"\s*[|•·—,]\s*|\s+[-–]\s+|\s+(?:in|on)\b")
_LINKS = frozenset({"a", "address"})
_NO_NAMES = frozenset({"h1", "h2", "h3", "button", "img", "time"})
_NO_TEXT = frozenset({"img", "form", "input", "button", "select", "option", "time"})


def candidates(view: View) -> Iterator[Candidate]:
    """Who the page shows as its authors, and who else is named near the heading."""
    yield from _marked(view)
    yield from _introduced(view)
    yield from _faces(view)
    yield from _beside_date(view)
    yield from _notices(view)


def _offer(text: str, origin: str) -> Iterator[Candidate]:
    if found := names.people(text):
        yield Candidate("authors", "; ".join(found), origin)


def _offer_unmarked(view: View, text: str, origin: str) -> Iterator[Candidate]:
    """A name that only its shape tells: not one whose words the page also writes small."""
    name = _to_full_stop(text)
    if names.has_given_name(name) or not _is_written_small(view, name):
        yield from _offer(name, origin)


def _is_written_small(view: View, name: str) -> bool:
    return any(view.writes(word.lower()) for word in _LONGER.findall(name))


def _to_full_stop(text: str) -> str:
    """``Ann Lee. All rights …`` up to the end of the sentence; ``J. R. Orr`` stays."""
    found = re.search(r"(?<=[a-zß-ÿ]{2})(?<!\b[DJS]r)(?<!\bMr)(?<!\bMs)(?<!\bSt)\.(?=\s|$)", text)
    return text[: found.start()] if found else text


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
            if _is_checked(seen):
                yield from _offer(_after_by(seen.text), "checker")
            else:
                yield from _offer(seen.text, origin + view.suffix(seen))


def _is_checked(seen: Seen) -> bool:
    """Whether the words before a name, in or before its element, say that he only checked it."""
    element = seen.element
    if _CHECKED.match(seen.text):
        return True
    before: list[str] = []
    for _ in range(3):
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None:
            before.append(
                squeeze(text_of(previous, apart=True, limit=400))[-30:]
                + " "
                + (previous.tail or "").strip()
            )
            break
        if parent is None:
            break
        before.append((parent.text or "").strip())
        if before[-1]:
            break
        element = parent
    return any(_CHECKER.search(words.strip()) for words in before if words.strip())


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
        if not direct or len(direct) > 120:
            continue
        if _ONLY_LABEL.match(direct) and (text := _after_label(seen.element)):
            yield from _offer(text, "by" + view.suffix(seen))
        elif found := _BY.search(direct if len(direct) > 12 else seen.text[:130]):
            if _CHECKER.search(found.string[: found.start(1)]) or _is_caption(seen.element):
                continue
            yield from _offer(found.group(1), "by" + view.suffix(seen))


def _after_label(element: HtmlElement) -> str:
    """What stands after an element that only says "By": inside it, after it, or in the next one."""
    own = squeeze(text_of(element, apart=True, limit=400))
    label = squeeze(element.text or "")
    if len(own) > len(label):
        return own[len(label) :][:_LONGEST]
    if element.tail and element.tail.strip():
        return squeeze(element.tail)[:_LONGEST]
    following = element.getnext()
    if following is None and (parent := element.getparent()) is not None:
        following = parent.getnext()
    return (
        squeeze(text_of(following, apart=True, limit=400))[:_LONGEST]
        if following is not None
        else ""
    )


def _faces(view: View) -> Iterator[Candidate]:
    """Portraits near the heading whose alternative text is a name."""
    for seen in view.around:
        if seen.tag == "img" and (alt := seen.element.get("alt")):
            name = _PORTRAIT.sub("", squeeze(alt)).split(",", maxsplit=1)[0]
            if _NAME_ONLY.match(name) and names.person_like(name):
                yield from _offer_unmarked(view, name, "face" + view.suffix(seen))


def _beside_date(view: View) -> Iterator[Candidate]:
    """A bare name near the heading, close to a date or a reading time."""
    dated: list[int] | None = None
    for seen in view.around:
        if not seen.direct or seen.tag in _NO_NAMES or len(seen.element) > 3:
            continue
        words = squeeze(seen.direct)
        if not words[0].isupper() or " " not in words:  # no name of two words begins here
            continue
        first = _FIRST_PART.split(words, maxsplit=1)[0]
        if _NAME_ONLY.match(first) and names.person_like(first) and not _is_caption(seen.element):
            if dated is None:
                dated = [one.place for one in view.around if _is_dated(one)]
            near = any(abs(place - seen.place) <= 8 for place in dated)
            yield from _offer_unmarked(
                view, first, ("beside-date" if near else "bare") + view.suffix(seen)
            )


def _is_caption(element: HtmlElement) -> bool:
    """Whether an element stands in the caption of a picture: who is named there took it."""
    return (
        element.tag == "figcaption" or next(element.iterancestors("figcaption"), None) is not None
    )


def _is_dated(seen: Seen) -> bool:
    direct = seen.direct.strip()
    if seen.tag == "time":
        return True
    return 5 < len(direct) < 80 and bool(_DIGIT.search(direct)) and (
        bool(_READING_TIME.search(direct)) or any(dating.find(direct))
    )  # fmt: skip


def _notices(view: View) -> Iterator[Candidate]:
    """Notices: "Ann Lee is a writer …" at the end, "written by …" anywhere, the copyright's holder."""
    first, last = view.span
    for seen, following in itertools.zip_longest(view.seen, view.seen[1:]):
        if len(seen.direct) < 6 and seen.tag not in BLOCKS:
            continue
        head = seen.direct.strip()[:_HEAD]
        if len(head) < 12 and seen.tag in BLOCKS and not first <= seen.place <= last:
            head = _with_parts(seen, following, head)
        if len(head) < 6 or not _opens(head):
            continue
        if found := _BIO.match(head):
            yield from _offer_unmarked(view, found.group(1), "bio")
        elif " by " in head and (found := _POSTER.search(head)):
            far = ":far" if view.is_aside(seen.element) else ""
            yield from _offer(_to_full_stop(found.group(1)), "notice" + far)
        elif (
            head[0] in "©(Cc"
            and (found := _COPYRIGHT.search(head[:120]))
            and names.person_like(_to_full_stop(found.group(1)))
        ):
            yield from _offer(_to_full_stop(found.group(1)), "copyright")


def _opens(head: str) -> bool:
    """Whether a notice can begin so."""
    return head[0].isupper() or head[0] in "©("


def _with_parts(seen: Seen, following: Seen | None, text: str) -> str:
    """The first words of a block with few of its own: those of its parts too.

    ``following`` is the next element of the page: a part within the line is always that, and of most
    blocks it is another one or begins no notice, which is seen at once.
    """
    if following is None or following.tag not in INLINE or (text and not _opens(text)):
        return text
    lead = text or following.direct.lstrip()
    if lead and not _opens(lead):
        return text
    element, child = seen.element, following.element
    if not 0 < len(element) < 6 or element[0] is not child:
        return text
    if len(element) == 1 and not len(child) and not child.tail and len(element.text or "") < _HEAD:
        return squeeze(f"{text} {child.text or ''}")[:_HEAD]  # an entry of a menu, as most are
    return squeeze(text_of(element, limit=_HEAD))[:_HEAD]
