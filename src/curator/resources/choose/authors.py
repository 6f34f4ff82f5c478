"""The authors: people before organisations, whole lists before parts of them."""

from __future__ import annotations

from collections.abc import Iterator

from curator.resources import names, vote
from curator.resources.choose import site as sites
from curator.resources.found import Found, distinct
from curator.resources.vote import Ballot, Scored
from curator.sanitize import clean_text

_LISTED = ("rel", "author-link", "byline", "byline:weak", "microdata", "by", "citation")
_MOST_LISTED = 8


def votes(found: Found) -> list[Scored]:
    """All lists of authors that the page offers, best first."""
    return vote.ranked("authors", ballots(found))


def people(value: str) -> tuple[str, ...]:
    """The names of a candidate's value."""
    return tuple(clean_text(name, 100) for name in value.split("; ") if name.strip())


def ballots(found: Found) -> list[Ballot]:
    """Lists grouped by the people in them."""
    groups: dict[frozenset[str], list[tuple[tuple[str, ...], str]]] = {}
    for listed, origin in _offers(found):
        groups.setdefault(frozenset(map(names.key, listed)), []).append((listed, origin))
    support: dict[str, set[str]] = {}
    for keys, group in groups.items():
        for name in keys:
            support.setdefault(name, set()).update(origin for _, origin in group)
    context = _Context(found, support)
    return [
        Ballot("; ".join(group[0][0]), distinct(origin for _, origin in group),
               context.features(keys, group[0][0]))
        for keys, group in groups.items()
    ]  # fmt: skip


def _offers(found: Found) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each candidate's list, and the lists that several single mentions make together."""
    single: dict[str, list[str]] = {}
    for one in found.of("authors"):
        listed = people(one.value)
        if listed:
            yield listed, one.origin
            single.setdefault(one.origin, []).extend(listed)
    for origin in _LISTED:
        together = names.unique(single.get(origin, ()))
        if 1 < len(together) <= _MOST_LISTED:
            yield together, f"{origin}:all"


class _Context:
    """What the page says about the people of a list."""

    def __init__(self, found: Found, support: dict[str, set[str]]) -> None:
        self.site = names.key(found.site or "")
        self.label = names.key(sites.label_of(found.url))
        self.support = support
        self.title = names.key(found.title_tag)

    def features(self, keys: frozenset[str], listed: tuple[str, ...]) -> dict[str, float]:
        """Signs of a list's shape and of the support of each person in it."""
        count = len(listed)
        weakest = min(len(self.support[name]) for name in keys)
        outside = [name for name, origins in self.support.items()
                   if name not in keys and len(origins) >= 2]  # fmt: skip
        return {
            "people": sum(map(names.person_like, listed)) / count,
            "organisation": float(any(map(names.is_organisation, listed))),
            "is site": float(any(name and (name in (self.site, self.label)) for name in keys)),
            "like site": float(any(self.label and self.label in name for name in keys)),
            "one word": float(any(len(name.split()) == 1 for name in listed)),
            "lower case": float(any(name.islower() for name in listed)),
            "several": float(count > 1),
            "many": float(count > 4),  # noqa: PLR2004
            "weakest support": min(weakest, 6) / 2,
            "others supported": float(bool(outside)),
            "in title": float(any(name and name in self.title for name in keys)),
        }
