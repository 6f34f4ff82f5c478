"""Names of people: cut out of bylines, turned the right way round, told from other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from curator.resources import credit

LONGEST_LIST = 200
"""Authors kept of one work; a few papers have thousands."""

LONGEST_BYLINE = 600
"""Characters; a longer text names nobody, and to look for the end of a name would take ever longer."""

_TAIL = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|\bon\b\s+(?=[A-Z\d])|\bfor\b\s+(?=[A-Z])|\bin\b\s+(?=[A-Z])|\bvia\b|\bupdated\b|\bpublished\b|"
    r"\bposted\b|\blast\b|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\breviewed by\b|\bfact checked\b|\bis an?\b|\([^)]*\)?$|\d{1,2}[./]\d|\b(?:19|20)\d\d\b|\S*@|https?:).*$",
    re.IGNORECASE,
)
_CREDENTIAL = re.compile(
    r"(?:,\s*|\s+)(?:Ph\.?\s?D|M\.?D|M\.?P\.?H|M\.?B\.?A|M\.?Sc?|B\.?Sc?|M\.?A|B\.?A|R\.?D\.?N?|R\.?N|"
    r"L\.?D\.?N?|CPA|CFA|CFP®?|CISSP|FAND|FACP|Esq|D\.?O|D\.?D\.?S|Ed\.?D|J\.?D|LCSW|LMFT|CSCS|CPT|PMP|"
    r"P\.?E|FRCS|FRS|MBBS|DVM|PsyD|NP|PA-C|PT|DPT|MEd|MFA|LPC|SPHR|SHRM-S?CP|CDCES|CDE|CPP|PSP|CEPF®?|ChFC®?|CAIA|MS)\.?(?=$|[,\s])"
)
_HONORIFIC = re.compile(
    r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev|Dipl\.?-?Ing|Ing|PD|med)\.?(?:-?Ing\.?)?\s+)+(?=\S)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<=\w)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
"""The day that runs on behind a byline: ``Ann Lee Monday, March 2``."""
_SPLIT = re.compile(
    r"\s*(?:;|\||/|\n|•|·|\s&\s|&amp;|\s\+\s|,?\s+(?:and|und|et|y|e|en|och|with|mit)\s+|,\s*(?:and|&)\s)\s*",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"[^\W\d_][\w'’.-]* (?:and|&) [^\W\d_][\w'’.-]*")
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV)\.?$")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|org|net|de|html?|php|co)\b", re.IGNORECASE)
_ONLY_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
_HOST_ENDINGS = frozenset("com org net edu gov info biz dev app blog".split())
_WORD = re.compile(r"[^\W\d_]")
_NOT_NAMES = frozenset(
    "admin administrator author authors anonym guest user unknown none null undefined editor "
    "webmaster root test default noreply autor home blog news share contact about subscribe "
    "follow more read login menu search comments comment reply min minutes ago views false true n/a na "
    "youtube tiktok flipboard bluesky facebook twitter linkedin instagram pinterest reddit threads "
    "mastodon whatsapp telegram rss email github register originally website profile bio".split()
)
_SENTENCE = re.compile(
    r"\b(?:this|that|your|our|you|we|is|are|was|were|how|what|why|when|read|click|view|all posts|"
    r"posts?|articles?|share|more|follow|subscribe|sign|log ?in|cookies?|minutes?|min|ago|comments?|"
    r"contributor since|learn|written|about|january|february|march|june|july|"
    r"september|october|november|december|policy|policies|account|full bio|see all|all rights|rights reserved)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|april|august)\.? \d|\d (?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sept?|oct|nov|dec)\b|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(
    r"^the (?![\w ]*(?:team|staff|editors?|newsroom|desk)\b)[a-z]|^(?:an?|in|on|at|to|if|it|for) "
)
_ROLE = re.compile(
    r"\b(?:directors?|managers?|editors?|writers?|reporters?|correspondents?|experts?|specialists?|attorneys?|"
    r"lawyers?|(?:co-?)?founders?|ceo|cto|cmo|cfo|coo|head of|senior|junior|associate|professors?|president|officer|analyst|"
    r"consultant|engineers?|contributors?|journalists?|strategist|chief|coach|trainer|dietiti?an|dietician|nutritionist|"
    r"therapist|physician|designer|developer|marketer|researchers?|fellow|advisor|adviser|instructor|lecturer|"
    r"scientist|economist|copywriter|blogger|columnists?|freelance|author|critic|producer|photographer|"
    r"student|owner|partner|vp|vice|principal|member|intern|assistant|editorial|marketing)\b",
    re.IGNORECASE,
)
_ROLE_TAIL = re.compile(
    r"(?<=\w)\s+(?:(?:Senior|Staff|Associate|Chief|Managing|Contributing|Deputy|Executive|Lead|Guest|Freelance|Assistant|"
    r"Editor|Reporter|Writer|Correspondent|Contributor|Director|Author|Journalist|Commerce|Health|Tech)\b.*)$"
)
_ORGANISATION = re.compile(
    r"\b(?:team|staff|editors?|editorial|press|news|inc|llc|ltd|gmbh|university|department|institute|"
    r"redaktion|group|company|agency|media|magazine|network|association|foundation|society|board|"
    r"office|center|centre|council|committee|desk|reuters|agentur|afp|dpa|ap)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(r"\b(?:redaktion|team|staff|editors|desk|editorial|newsroom)\b", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "du",
        "dos",
        "das",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "af",
        "av",
        "zu",
    ]
)


def people(text: str) -> tuple[str, ...]:
    """The names in a byline, in order and each once: ``By Ann Lee, PhD and B. Orr`` → two."""
    if _ONLY_ADDRESS.fullmatch(text.strip()):
        return tuple(filter(plausible, (_of_address(text.strip()),)))
    text = credit.names_in(text).strip(" ,;:|-–—")
    if not text or len(text) > LONGEST_BYLINE:
        return ()
    found: list[str] = []
    # "Coffee and Tensors" is the name of one channel, not of two people without surnames.
    chunks = [text] if _TWO_WORDS.fullmatch(text) else _SPLIT.split(text)
    for chunk in chunks:
        parts = [part for part in _by_comma(chunk) if not (found and _is_only_role(part))]
        found.extend(filter(None, map(person, parts)))
        if found and re.search(r"\b(?:at|of|for)\b", chunk) and _ROLE.search(chunk):
            break  # a role and its employer; what follows belongs to them
    return unique(found)


def _by_comma(chunk: str) -> list[str]:
    """``A B, C D`` is two people; ``Last, First`` and ``Name, Jr.`` are one; roles are none."""
    chunk = _CREDENTIAL.sub("", chunk)
    parts = [part.strip() for part in chunk.split(",") if part.strip()]
    if len(parts) == 2 and (
        _SUFFIX.match(parts[1]) or _flipped(_without_title(parts[0]), _without_title(parts[1]))
    ):
        return [chunk]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.match(part):
            joined[-1] += f", {part}"
        elif not joined or not _is_role(part, joined[0]):
            joined.append(part)
    return joined


def _is_role(part: str, first: str) -> bool:
    """Whether what follows a name and a comma is no other name: a role, or a lone word."""
    return bool(_ROLE.search(part)) or (len(part.split()) == 1 and len(first.split()) > 1)


def _is_only_role(part: str) -> bool:
    """Whether a part of a list is the rest of a role: ``Ann Lee, Home & Garden Expert``."""
    return bool(_ROLE.search(part)) and not has_given_name(part) and not is_organisation(part)


def _flipped(last: str, first: str) -> bool:
    """Whether two parts around a comma read ``Last, First``."""
    return len(last.split()) == 1 and len(first.split()) == 1 and is_word(last) and is_word(first)


def is_word(text: str) -> bool:
    """Whether a text is one capitalised word or initial."""
    return bool(re.fullmatch(r"[^\W\d_][\w'’.-]*", text)) and text[:1].isupper()


_BRACKETS = {")": "(", "]": "[", ">": "<"}
"""What a name may end with, and where that begins: ``Ann Lee (Berlin)``."""


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """People from fields that hold one name each (``citation_author``, JSON-LD)."""
    return unique(filter(None, (turned(value) for value in values)))


def turned(value: str) -> str:
    """One name from a field for one name: ``Last, First`` turned, titles cut, spaces one."""
    value = _without_honorific(" ".join(value.split()).strip(" ,;*†‡"))
    if (bracket := _BRACKETS.get(value[-1:])) and bracket in value:
        value = value[: value.index(bracket)].rstrip()
    parts = [part.strip() for part in value.split(",")]
    if len(parts) == 2 and parts[1] and not _SUFFIX.match(parts[1]):
        if _CREDENTIAL.search(f" {parts[0]}, {parts[1]}"):
            return recased(parts[0])
        return recased(f"{_without_title(parts[1])} {_without_title(parts[0])}")
    if len(parts) == 3 and _SUFFIX.match(parts[2]):
        return recased(f"{parts[1]} {parts[0]} {parts[2]}")
    return recased(value)


def _without_title(part: str) -> str:
    """One side of ``Dr. Lee, Ann`` or ``Lee, Dr. Ann`` without the title."""
    return _HONORIFIC.sub("", part)


def _without_honorific(name: str) -> str:
    """``Dr. Ann Lee`` without the title; ``Sir Nemo`` keeps it, for little would be left."""
    bare = _HONORIFIC.sub("", name)
    return bare if len(bare.split()) > 1 else name


def person(text: str) -> str:
    """One name out of a byline's part, or an empty string where it cannot be a name."""
    text = " ".join(text.split())
    if len(text) > LONGEST_BYLINE:
        return ""
    text = credit.without_day(_TAIL.sub("", credit.without_lead(text)))
    text = _CREDENTIAL.sub("", f"{text}")
    text = _without_honorific(text).strip(" ,;:|-–—\"'()[]*")
    if len(text.split()) > 2:
        text = _DAY.sub("", text)
        text = _ROLE_TAIL.sub("", text) if len(_ROLE_TAIL.sub("", text).split()) > 1 else text
    if "," in text:
        text = turned(text)
    text = _from_login(_undoubled(text))
    return recased(text) if plausible(text) else ""


_LOGIN = re.compile(r"[^\W\d_A-Z]{2,}(?:[.-][^\W\d_A-Z]{2,}){1,3}")


def _from_login(name: str) -> str:
    """``ann.de.lee`` and ``ann-lee``, as systems write their users, as a name; hosts stay."""
    parts = re.split(r"[.-]", name)
    is_host = "." in name and (len(parts[-1]) == 2 or parts[-1] in _HOST_ENDINGS)
    return name if is_host or not _LOGIN.fullmatch(name) else " ".join(map(str.capitalize, parts))


_NUMBERED = re.compile(r"[^\W\d_]{3,}[\d_]{1,4}")
"""A user's name with a number at its end."""
_OF_MONTH = re.compile(r"^\d{1,2}\.?\s|\s\d{1,2}$")
"""``21 juin`` and ``Dezember 10``: names neither begin with a number nor end with one."""


def plausible(name: str) -> bool:
    """Whether a text can name an author: short, of letters, no address, no sentence."""
    if not 2 <= len(name) <= 60 or not _WORD.search(name):
        return False
    words = name.split()
    if (
        name.startswith("©")
        or len(words) > 6
        or name.lower() in _NOT_NAMES
        or _ADDRESS.search(name)
    ):
        return False
    digits = sum(sign.isdigit() for sign in name)
    few = digits <= 2 or bool(_NUMBERED.fullmatch(name))
    return (
        few
        and not _OF_MONTH.search(name)
        and not _SENTENCE.search(name)
        and not _NO_ARTICLE.search(name)
    )


def person_like(name: str) -> bool:
    """Whether a name reads like a human's: two to five capitalised words, no organisation."""
    words = [word for word in re.split(r"[\s]+", name) if word.lower().strip(".") not in _PARTICLES]
    if not 2 <= len(words) <= 5 or _ORGANISATION.search(name):
        return False
    return all(word[:1].isupper() or not word[:1].isascii() for word in words)


@cache
def _given() -> frozenset[str]:
    """Common given names of many countries, in lower case."""
    text = resources.files("curator.resources").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(text.split())


def has_given_name(name: str) -> bool:
    """Whether a name begins with a common given name, perhaps after an initial."""
    words = [word.casefold().strip(".") for word in re.split(r"[\s-]+", name)]
    return any(word in _given() for word in words[: 2 if len(words) > 2 else 1])


def reads_as_human(name: str) -> bool:
    """Whether a name is a human's by its first word, too: what some call their own site."""
    return person_like(name) and has_given_name(name) and len(name.split()) < 4


def is_organisation(name: str) -> bool:
    """Whether a name has a word of organisations in it."""
    return bool(_ORGANISATION.search(name))


def is_staff(name: str) -> bool:
    """Whether a name is that of a group of writers: ``The Harbour Team``, ``Newsroom``."""
    return bool(_STAFF.search(name))


def _undoubled(name: str) -> str:
    """``Ann Lee Ann Lee`` (a hidden copy for screen readers) → ``Ann Lee``."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] * 2 == words else name


def recased(name: str) -> str:
    """A name in capitals as it would be written: ``ANN O'NEIL`` → ``Ann O'Neil``."""
    letters = [sign for sign in name if sign.isalpha()]
    shouted = len(letters) > 4 and all(sign.isupper() for sign in letters)
    if not shouted or len(name.split()) == 1:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), name)


def _of_address(address: str) -> str:
    """The name in a person's address (``…/by/ann-lee``, ``ann.lee@…``); empty where none is."""
    is_mail = not address.lower().startswith("http")
    login = (
        address.split("@", maxsplit=1)[0]
        if is_mail
        else address.split("?", maxsplit=1)[0].rstrip("/").split("/")[-1]
    )
    name = _from_login(login.lower())
    return name if " " in name else ""


def unique(found: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in order."""
    seen: dict[str, str] = {}
    for name in found:
        seen.setdefault(key(name), name)
        if len(seen) >= LONGEST_LIST:
            break
    return tuple(seen.values())


def key(name: str) -> str:
    """A name for comparison: letters only, lower case."""
    return re.sub(r"[^\w]+", "", name).casefold()
