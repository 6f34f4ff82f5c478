"""Notices of who wrote: "Ann Lee is a writer …", "written by …", "About the author", the copyright's holder."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.collect.neighbours import after_label
from curator.resources.collect.offers import offer, offer_unmarked, to_full_stop
from curator.resources.collect.walk import BLOCKS, INLINE, Seen, View
from curator.resources.document import squeeze, text_of

_HEAD = 200
"""Characters of a block in which a notice begins."""
_LABEL = 40
"""And below which an element may only announce one."""
_ONE = r"[A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){1,3}"
_POSTER = re.compile(
    rf"\b(?:[Ww]ritten|posted|article|post) by ({_ONE}(?:(?:, (?:and )?| and | & ){_ONE}){{0,4}})"
)
_CREDIT = re.compile(
    rf"(?:Aut(?:or(?:in|en|es|e|i)?|eurs?)|Text[eo]?|Testo)\s*:?\s+({_ONE}(?:(?:, | (?:und|et|y|e) ){_ONE}){{0,4}})\.?"
)
_ABOUT = re.compile(
    r"\s*(?:(?:about|meet) the (?:author|writer)s?|(?:written|posted) by|author|"
    r"(?:über|zu[rm]|à propos de l|sobre (?:el|o|la|a)|over de|l)['’ ]?(?:den |die )?(?:autor(?:in|a|e)?|auteur|autrice)|"
    r"text|texte|testo|texto|autor(?:in|en)?|auteurs?|autore)\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_BIO = re.compile(
    rf"^(?:Dr\.? )?(?!The |An? )({_ONE})(?:,[^,]{{2,30}},)? "
    r"(?:is (?:an?|the|our)|has been|has written|covers|writes|was an?|serves as|leads|joined|"
    r"ist (?:eine?|freie[rs]?|der|die)|schreibt|arbeitet|leitet|est (?:une?|la|le)|écrit|es (?:una?|el|la)|escribe)\b"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:©|\(c\)|copyright)\s*)?(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|present|now)?)?)?"
    r"[\s,]*(?:by\s+)?([A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){1,2})",
    re.IGNORECASE,
)


def candidates(view: View) -> Iterator[Candidate]:
    """Notices: "Ann Lee is a writer …" at the end, "written by …" anywhere, the copyright's holder."""
    first, last = view.span
    for seen, following in itertools.zip_longest(view.seen, view.seen[1:]):
        if len(seen.direct) < 5 and seen.tag not in BLOCKS:
            continue
        if len(seen.direct) < _LABEL and _ABOUT.fullmatch(seen.direct):
            yield from offer(after_label(seen.element), "notice:far")
            continue
        head = seen.direct.strip()[:_HEAD]
        if len(head) < 12 and seen.tag in BLOCKS and not first <= seen.place <= last:
            head = _with_parts(seen, following, head)
        if len(head) < 6 or not _opens(head):
            continue
        if found := _BIO.match(head):
            yield from offer_unmarked(view, found.group(1), "bio")
        elif " by " in head and (found := _POSTER.search(head)):
            far = ":far" if view.is_aside(seen.element) else ""
            yield from offer(to_full_stop(found.group(1)), "notice" + far)
        elif found := _CREDIT.fullmatch(head):
            yield from offer(to_full_stop(found.group(1)), "notice:far")
        elif (
            head[0] in "©(Cc"
            and (found := _COPYRIGHT.search(head[:120]))
            and names.person_like(to_full_stop(found.group(1)))
        ):
            yield from offer(to_full_stop(found.group(1)), "copyright")


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
