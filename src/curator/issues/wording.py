"""The small words of an issue: dates, kinds, minutes, names, the subject and the preheader.

English, as the packaged templates are; a theme in another language writes its own words from the
plain values that stand beside these.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from datetime import date

from curator import sanitize, urls
from curator.model import (
    MONTHS,
    Content,
    Kind,
    Level,
    Period,
    Pick,
    Resource,
    Track,
    in_words,
)

SUBJECT_LIMIT = 70
"""Characters; phones show 35 to 45, desktops about 70."""
PREHEADER_LIMITS = (40, 130)
"""Characters that mail programs show beside the subject."""

KINDS = {kind: kind.value.capitalize() for kind in Kind}
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

_DOMAIN_LIKE = re.compile(
    r"^(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?$", re.IGNORECASE
)
VENUE_LENGTH = 60
"""Characters of the name of a journal or conference."""
_UNKNOWN = 1 / 3
"""The share of picks of unknown length beyond which the length of all is not told."""
_NUMBERED = re.compile(r"\d{1,3}[:.] ")

_SENTENCE_END = re.compile(
    r"(?<=[a-z0-9%)\]\"”’]{3})[.!?][\"'”’)\]]*(?= [\"'“‘(\[]?[A-Z0-9À-ÖØ-Þ])"
)
"""Where a sentence ends for sure; after "et al." and "U.S." it may go on."""


def month(value: date) -> str:
    """``February 2026``."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def title(resource: Resource, length: int | None = None) -> str:
    """The title, cut to ``length`` characters where that is given.

    A lesson that only has a number gets the word: ``5: Convolutions`` reads as a slip behind the
    number of a pick.
    """
    named = sanitize.clean_text(resource.title, length)
    if resource.kind is Kind.LESSON and _NUMBERED.match(named):
        named = f"Lesson {named}"
    return named or site(resource)


def span(period: Period) -> str:
    """The days a period covers, as short as they can be said: ``16–22 February 2026``."""
    first, last = period.first_day, period.last_day
    if first.year != last.year:
        return f"{in_words(first)} – {in_words(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {in_words(last)}"
    return f"{first.day}–{in_words(last)}" if first != last else in_words(last)


def direction(language: str | None) -> str:
    """``rtl`` for languages written from the right, else ``ltr``."""
    return "rtl" if (language or "").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def duration(minutes: int) -> str:
    """``45 min``, ``1 h 5 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def count(number: int, word: str) -> str:
    """``1 pick``, ``3 picks``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def facts(resource: Resource, level: Level) -> tuple[str, ...]:
    """What a reader weighs before a click: kind, venue, until when, time, level, a wall before it."""
    words = [KINDS[resource.kind]]
    venue = sanitize.clean_text(resource.venue or "", VENUE_LENGTH)
    if resource.kind is Kind.PAPER and venue and venue.casefold() != site(resource).casefold():
        words.append(venue)
    if resource.deadline:
        words.append(f"open until {in_words(resource.deadline.date())}")
    if resource.minutes:
        words.append(duration(resource.minutes))
    if level is not Level.UNKNOWN:
        words.append(level.value)
    if resource.paywalled:
        words.append("behind a paywall")
    return tuple(words)


def authors(names: Sequence[str], limit: int = 3) -> str:
    """The names as a byline; beyond ``limit`` the first one stands for all."""
    clean = [name for name in (sanitize.clean_text(n, 60) for n in names) if name]
    return f"{clean[0]} and others" if len(clean) > limit else listed(clean)


def site(resource: Resource) -> str:
    """The site's name, or its host where the name is unknown or claims to be another host."""
    host = urls.host(resource.url).removeprefix("www.")
    name = sanitize.clean_text(resource.site or "", 60)
    claimed = _DOMAIN_LIKE.match(name)
    if claimed and not urls.same_site(f"https://{claimed.group(1).lower()}", resource.url):
        return host
    return name or host


def byline(resource: Resource) -> str:
    """Authors and site, each once."""
    people, place = authors(resource.authors), site(resource)
    if people.casefold() == place.casefold():
        return people
    return ", ".join(filter(None, (people, place)))


def sentence(text: str) -> str:
    """``text`` on one line with a capital and a full stop."""
    words = sanitize.clean_text(text)
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…)" else ".")


def summary(resource: Resource, limit: int) -> str:
    """What it says of itself, in at most about ``limit`` characters.

    As many whole sentences as fit, if they fill half of it. A quotation that begins inside its
    sentence says so, as any quotation does.
    """
    said = sanitize.clean_text(resource.summary)
    said = _whole_sentences(said[: limit + 1], limit) or sanitize.shorten(said, limit)
    return f"… {said}" if resource.summary_quoted and said[:1].islower() else said


def _whole_sentences(text: str, limit: int) -> str:
    """``text`` up to its last sentence that ends in the second half of ``limit`` characters."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() > limit // 2]
    return text[: ends[-1]] if ends else ""


def address(url: str | None) -> str | None:
    """A web address fit for a mail, without trackers.

    ``None`` for any other scheme and for a bare IP address, which spam filters refuse; this
    machine's own is kept, for a newsletter that is being tried out.
    """
    link = urls.absolute(url, None)
    if link is None or (is_ip(urls.host(link)) and not is_local(urls.host(link))):
        return None
    return urls.strip_trackers(link)


def is_ip(host: str) -> bool:
    """Whether a host is an IP address in dotted, bracketed or whole-number form."""
    if host.isdigit():
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_local(host: str) -> bool:
    """Whether a host is this machine itself."""
    return host == "localhost" or host.startswith("127.") or host.strip("[]") == "::1"


def calm(title: str) -> str:
    """``title`` without shouting: one all in capitals becomes a plain sentence."""
    letters = [char for char in title if char.isalpha()]
    long_enough = 8
    if len(letters) >= long_enough and title.upper() == title:
        return title.capitalize()
    return title


def headline(content: Content) -> str:
    """What the subject leads with: the title of the issue's :func:`lead`."""
    first = lead(content)
    return calm(title(first.resource.resource)) if first else "a quiet week"


def lead(content: Content) -> Pick | None:
    """The author's own post, else a pinned pick, else the best of the side that has more picks.

    Sections stand in the order of the taxonomy, so that the first pick would be on the same topic every
    week.
    """
    if content.posts:
        return content.posts[0]
    picks = [pick for section in content.sections for pick in section.picks]
    if not picks:
        return next(iter(content.reading), None)
    practice, total = practice_count(content)
    main = Track.PRACTICE if 2 * practice >= total else Track.THEORY
    return max(picks, key=lambda one: (one.pinned, one.resource.tags.side is main, one.score))


def summary_line(content: Content) -> str:
    """``2 new posts, 12 picks, 1 h 36 min``; what there is none of is left out."""
    picks = sum(len(section.picks) for section in content.sections)
    parts = [
        count(len(content.posts), "new post") if content.posts else "",
        count(picks, "pick") if picks else "",
        f"{len(content.reading)} from the reading list" if content.reading else "",
        _in_all(list(content.picks())),
    ]
    return ", ".join(filter(None, parts))


def _in_all(picks: Sequence[Pick]) -> str:
    """How long it all takes; what is not known of some makes it a lower bound.

    Where it is not known of more than a third, as in a week of papers, the bound would be far too low.
    """
    total = minutes(picks)
    unknown = sum(not pick.resource.resource.minutes for pick in picks)
    if not total or unknown > _UNKNOWN * len(picks):
        return ""
    return f"over {duration(total)}" if unknown else duration(total)


def minutes(picks: Iterable[Pick]) -> int:
    """Minutes to read or watch them all, as far as they are known."""
    return sum(pick.resource.resource.minutes or 0 for pick in picks)


def preheader(content: Content, period: Period, author: str) -> str:
    """The line beside the subject: what else is inside, 40 to 130 characters."""
    least, most = PREHEADER_LIMITS
    first = lead(content)
    others = [pick.resource.resource for pick in content.picks() if pick is not first]
    titles = [calm(title(resource)) for resource in others]
    line = f"Also: {'; '.join(titles)}" if titles else ""
    closing = f"{summary_line(content) or 'Nothing new'} for {span(period)}, chosen by {author}"
    if len(line) < least:
        line = ". ".join(filter(None, (line, closing)))
    return sanitize.shorten(line, most)


def practice_percent(content: Content) -> int | None:
    """The share of practice in the sections, 0 to 100; ``None`` where there are no picks."""
    if content.practice_share is not None:
        return round(100 * content.practice_share)
    practice, picks = practice_count(content)
    return round(100 * practice / picks) if picks else None


def practice_count(content: Content) -> tuple[int, int]:
    """Practice picks and all picks in the sections, as the mix counts them."""
    sides = [pick.resource.tags.side for one in content.sections for pick in one.picks]
    return sum(one is Track.PRACTICE for one in sides), len(sides)
