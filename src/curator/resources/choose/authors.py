"""The authors: people before organisations, whole lists before parts of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from curator.resources import names, vote
from curator.resources.choose import site as sites
from curator.resources.found import Found, distinct
from curator.resources.vote import Ballot, Outcome
from curator.sanitize import clean_text

_LISTED = ("rel", "author-link", "byline", "byline:weak", "microdata", "by", "face", "beside-date")
_MOST_LISTED = 8


def votes(found: Found) -> Outcome:
    """All lists of authors that the page offers, best first."""
    return vote.decide("authors", ballots(found))


def people(value: str) -> tuple[str, ...]:
    """The names of a candidate's value."""
    return tuple(clean_text(name, 100) for name in value.split("; ") if name.strip())


Group = list[tuple[tuple[str, ...], str]]


def ballots(found: Found) -> list[Ballot]:
    """Lists grouped by the people in them."""
    groups: dict[frozenset[str], Group] = {}
    for listed, origin in _offers(found):
        groups.setdefault(frozenset(map(names.key, listed)), []).append((listed, origin))
    context = _Context(found, groups)
    return [
        Ballot(
            "; ".join(group[0][0]),
            distinct(origin for _, origin in group),
            context.traits(keys, group),
        )
        for keys, group in groups.items()
    ]


def _offers(found: Found) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each candidate's list, and the lists that several single mentions make together."""
    single: dict[str, list[str]] = {}
    for one in found.of("authors"):
        listed = _without_site(people(one.value), found)
        if listed:
            yield listed, one.origin
            single.setdefault(one.origin.removesuffix(":close"), []).extend(listed)
    if found.site and names.reads_as_human(found.site):
        yield (found.site,), "site"
    for origin in _LISTED:
        together = names.unique(single.get(origin, ()))
        if 1 < len(together) <= _MOST_LISTED:
            yield together, f"{origin}:all"


def _without_site(listed: tuple[str, ...], found: Found) -> tuple[str, ...]:
    """A list of people without the site's own name, which some sites add to every byline."""
    own = {_bare(found.site or ""), _bare(sites.label_of(found.url))}
    people_only = tuple(
        name for name in listed if _bare(name) not in own and not _is_branch(name, own)
    )
    return people_only or listed


def _is_branch(name: str, own: set[str]) -> bool:
    """Whether a name is the site's with more words behind it: ``Harbour Business``."""
    words = name.split()
    return len(words) > 1 and not names.has_given_name(name) and _bare(words[0]) in own


def _bare(name: str) -> str:
    """A name for comparison, whether it is written with its article or not."""
    return names.key(name).removeprefix("the")


_MACHINE = frozenset(
    {"jsonld", "cms", "og", "twitter", "meta", "citation", "dc", "microdata", "feed"}
)
_SHOWN = frozenset(
    {"rel", "byline", "by", "author-link", "face", "beside-date", "bare", "bio", "notice"}
)


class _Context:
    """What the page says about the people of a list."""

    def __init__(self, found: Found, groups: Mapping[frozenset[str], Group]) -> None:
        self.site = names.key(found.site or "")
        self.label = names.key(sites.label_of(found.url))
        self.title = names.key(found.title_tag)
        self.groups = groups
        self.support: dict[str, set[str]] = {}
        for keys, group in groups.items():
            for name in keys:
                self.support.setdefault(name, set()).update(origin for _, origin in group)
        self.machine = [keys for keys, group in groups.items() if _of(group, _MACHINE)]
        self.close = {keys: _close(group) for keys, group in groups.items()}
        self.sources = {keys: _sources(group) for keys, group in groups.items()}
        self.most = max(self.sources.values(), default=0)

    def traits(self, keys: frozenset[str], group: Group) -> dict[str, float]:
        """Signs of a list's shape and of the support of each person in it."""
        listed, count = group[0][0], len(keys)
        machine, shown = _of(group, _MACHINE), _of(group, _SHOWN)
        weakest = min(len(self.support[name]) for name in keys)
        return {
            "people": sum(map(names.person_like, listed)) / len(listed),
            "given names": sum(map(names.has_given_name, listed)) / len(listed),
            "organisation": float(any(map(names.is_organisation, listed))),
            "staff": float(any(map(names.is_staff, listed))),
            "is site": float(any(name and name in (self.site, self.label) for name in keys)),
            "like site": float(any(self.label and self.label in name for name in keys)),
            "one word": float(any(len(name.split()) == 1 for name in listed)),
            "lower case": float(any(name.islower() for name in listed)),
            "several": float(count > 1),
            "many": float(count > 4),
            "weakest support": min(weakest, 6) / 2,
            "others supported": float(self._rivals(keys) > 0),
            "most sources": float(self.sources[keys] == self.most > 1),
            "close kinds": math.log1p(self.close[keys]),
            "only close": float(self.close[keys] > 0 and not self._others_close(keys)),
            "in title": float(any(name and name in self.title for name in keys)),
            "machine and shown": float(machine and shown),
            "machine only": float(machine and not shown),
            "machine elsewhere": float(not machine and bool(self.machine)),
            "part of a list": float(any(keys < other for other in self.machine)),
            "each supported": float(
                count > 1 and all(frozenset({name}) in self.groups for name in keys)
            ),
            "checker": float(any("checker" in self.support[name] for name in keys)),
        }

    def _others_close(self, keys: frozenset[str]) -> bool:
        return any(count for other, count in self.close.items() if other != keys)

    def _rivals(self, keys: frozenset[str]) -> int:
        return sum(len(origins) >= 2 and name not in keys for name, origins in self.support.items())


def _close(group: Group) -> int:
    """How many kinds of mentions right beside the heading name these people."""
    return len({origin for _, origin in group if origin.endswith(":close")})


def _sources(group: Group) -> int:
    """How many kinds of origins that are seldom about others name these people."""
    return len({origin for _, origin in group if not vote.is_weak(origin)})


def _of(group: Group, kinds: frozenset[str]) -> bool:
    """Whether any origin of a group is of these kinds and not far from the heading."""
    return any(origin.split(":")[0] in kinds and not origin.endswith(":far") for _, origin in group)
