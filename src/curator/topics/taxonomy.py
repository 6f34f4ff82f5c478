"""The topics of ``feeds.yaml`` compiled for use: phrases to find, addresses and tags to know.

Also what is wrong with a taxonomy (:func:`check`): what an author should hear before tagging runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from curator.model import Topic
from curator.patterns import UnsafePattern, compile_pattern, is_pattern
from curator.topics.phrases import (
    Phrase,
    Scanner,
    joined,
)
from curator.urls import host, split
from curator.words import STOP_WORDS, fold, forms

_ABBREVIATION = 4
"""Letters of a word that may well stand for something else."""


@dataclass(frozen=True)
class Taxonomy:
    """Topics in their order, with what tagging needs to find them."""

    topics: tuple[Topic, ...]
    related: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    """Per slug the words of the built-in lexicon that support it, with their weights."""

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The slugs in the order of the file."""
        return tuple(topic.slug for topic in self.topics)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each slug stands; former slugs lead to the topic that took them over."""
        old = {former: i for i, topic in enumerate(self.topics) for former in topic.former}
        return {**old, **{slug: i for i, slug in enumerate(self.slugs)}}

    @cached_property
    def scanner(self) -> Scanner:
        """Finds every phrase of every topic; unsafe expressions are left out, see :func:`check`."""
        return Scanner.of(phrase for phrase in self._phrases() if _usable(phrase.text))

    @cached_property
    def feed_tags(self) -> Mapping[str, tuple[int, ...]]:
        """Topics by the folded feed category that stands for them, aliases among them."""
        return _by_tag({*_tags(topic), *_plain(topic.aliases)} for topic in self.topics)

    @cached_property
    def named_tags(self) -> Mapping[str, tuple[int, ...]]:
        """The same for categories that are enough by themselves: all but aliases that are abbreviations.

        CNN is a broadcaster too; as a feed tag, name or slug the author means what it says.
        """
        long = (
            {name for name in _plain(topic.aliases) if not _short(name)} for topic in self.topics
        )
        return _by_tag(map(set.union, map(_tags, self.topics), long))

    def current(self, slug: str) -> str | None:
        """The slug that ``slug`` goes by today, or ``None`` where no topic has or had it."""
        place = self.places.get(slug)
        return None if place is None else self.slugs[place]

    @cached_property
    def _addresses(self) -> tuple[tuple[int, Address], ...]:
        rules = ((i, rule) for i, topic in enumerate(self.topics) for rule in topic.urls)
        return tuple((i, Address.of(rule)) for i, rule in rules)

    def by_url(self, url: str, arxiv_categories: Iterable[str] = ()) -> list[tuple[int, str]]:
        """The topics whose ``urls`` cover this address, each with the rule that does."""
        tags = {f"arxiv:{category}".casefold() for category in arxiv_categories}
        parts = split(url)
        where = (host(url), parts.path.lstrip("/")) if parts else ("", "")
        return [
            (i, one.rule)
            for i, one in self._addresses
            if one.rule.casefold() in tags or one.covers(*where)
        ]

    def _phrases(self) -> Iterator[Phrase]:
        for i, topic in enumerate(self.topics):
            aliases = dict.fromkeys((topic.name, *topic.aliases))
            yield from (Phrase(text, i, "alias") for text in aliases)
            yield from (Phrase(text, i, "weak") for text in topic.weak)
            yield from (Phrase(text, i, "exclude") for text in topic.exclude)
            related = self.related.get(topic.slug, ())
            yield from (Phrase(text, i, "related", weight) for text, weight in related)


def _tags(topic: Topic) -> set[str]:
    return {topic.slug, topic.name, *topic.feed_tags}


def _short(alias: str) -> bool:
    return len(joined(alias)) <= _ABBREVIATION


def _by_tag(names: Iterable[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """Places by the key of each name; ``names`` has those of each place."""
    tags: dict[str, list[int]] = {}
    for place, own in enumerate(names):
        for key in {tag_key(name) for name in own} - {""}:
            tags.setdefault(key, []).append(place)
    return {key: tuple(places) for key, places in tags.items()}


def _plain(aliases: Iterable[str]) -> list[str]:
    return [alias for alias in aliases if not is_pattern(alias)]


def _usable(alias: str) -> bool:
    try:
        _ = is_pattern(alias) and compile_pattern(alias)
    except UnsafePattern:
        return False
    return True


def tag_key(category: str) -> str:
    """A feed category as it is compared: ``#Machine-Learning`` equals ``machine learning``."""
    return joined(category) if any(map(str.isalnum, category)) else ""


@dataclass(frozen=True, slots=True)
class Address:
    """A rule for addresses: ``host/path``, ``*`` at the end allowed."""

    rule: str
    host: str
    path: str

    @classmethod
    def of(cls, rule: str) -> Address:
        """The rule as the author wrote it, taken apart."""
        bare = rule.removeprefix("https://").removeprefix("http://")
        name, _, path = bare.partition("/")
        return cls(rule, name.casefold().removeprefix("*."), path)

    def covers(self, name: str, path: str) -> bool:
        """Whether the rule covers a host and a path, the latter without its first slash.

        The host matches on label boundaries, so ``x.com`` covers ``www.x.com`` but not
        ``v2ex.com``; the path matches on segment boundaries unless the rule ends in ``*``.
        """
        if not self.host or not (name == self.host or name.endswith("." + self.host)):
            return False
        if self.path.endswith("*"):
            return path.startswith(self.path[:-1])
        wanted = self.path.rstrip("/")
        return not wanted or path == wanted or path.startswith(wanted + "/")


# --------------------------------------------------------------------------- what may be wrong


def check(topics: Sequence[Topic]) -> tuple[str, ...]:
    """What is wrong with a taxonomy, a sentence each; empty where all is well."""
    looks = (_duplicates, _parents, _shared_aliases, _unsafe, _everywhere, _too_wide)
    return tuple(said for look in looks for said in look(topics))


def _duplicates(topics: Sequence[Topic]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for topic in topics:
        for slug in (topic.slug, *topic.former):
            if slug in seen:
                yield f"{topic.slug}: the slug {slug!r} already belongs to {seen[slug]}"
            seen.setdefault(slug, topic.slug)


def _parents(topics: Sequence[Topic]) -> Iterator[str]:
    parents = {topic.slug: topic.parent for topic in topics}
    for topic in topics:
        if topic.parent is not None and topic.parent not in parents:
            yield f"{topic.slug}: there is no topic {topic.parent!r} to be its parent"
        chain = [topic.slug]
        parent = topic.parent
        while parent is not None and parent not in chain:
            chain.append(parent)
            parent = parents.get(parent)
        if parent == topic.slug:
            yield f"{topic.slug}: its parents lead back to itself: {' → '.join([*chain, parent])}"


def _shared_aliases(topics: Sequence[Topic]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for topic in topics:
        for alias in dict.fromkeys((topic.name, *topic.aliases)):
            key = alias if is_pattern(alias) else joined(alias)
            owner = owners.setdefault(key, topic.slug)
            if owner != topic.slug:
                yield f"{topic.slug}: the alias {alias!r} already belongs to {owner}; make it weak in one"
        weak = {joined(alias) for alias in topic.weak if not is_pattern(alias)}
        for alias in _plain(topic.aliases):
            if joined(alias) in weak:
                yield f"{topic.slug}: {alias!r} is both an alias and weak"


def _unsafe(topics: Sequence[Topic]) -> Iterator[str]:
    for topic in topics:
        for alias in (*topic.aliases, *topic.weak, *topic.exclude):
            try:
                _ = is_pattern(alias) and compile_pattern(alias)
            except UnsafePattern as error:
                yield f"{topic.slug}: the alias {alias!r} cannot be used: {error}"
            if not fold(alias).strip() or not any(map(str.isalnum, alias)):
                yield f"{topic.slug}: an alias needs at least one letter or digit, not {alias!r}"


def _everywhere(topics: Sequence[Topic]) -> Iterator[str]:
    """Aliases that any text has, and those that their own topic excludes."""
    for topic in topics:
        excluded = set(map(joined, _plain(topic.exclude)))
        for alias in _plain((topic.name, *topic.aliases)):
            if STOP_WORDS.issuperset(forms(alias)) and any(map(str.isalnum, alias)):
                yield f"{topic.slug}: the alias {alias!r} can be in any text; use words that say more"
            elif joined(alias) in excluded:
                yield f"{topic.slug}: {alias!r} is both an alias and excluded, so it finds nothing"


def _too_wide(topics: Sequence[Topic]) -> Iterator[str]:
    for topic in topics:
        for rule in topic.urls:
            host = Address.of(rule).host
            if "." not in host.strip("."):
                yield f"{topic.slug}: the address {rule!r} names no host; write one such as example.org"
