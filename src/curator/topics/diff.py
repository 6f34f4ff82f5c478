"""What a change of the taxonomy would do: which resources gain and lose which topics.

:func:`touched` says which words and feed tags make a difference between two taxonomies, so that only
resources that have one of them need to be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curator.model import StoredResource, Tags, Topic
from curator.topics.lexicon import lend
from curator.topics.naming import speaking
from curator.topics.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one resource."""

    resource: StoredResource
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def __str__(self) -> str:
        """For example ``+nlp −vision  How to read``."""
        signs = [*(f"+{slug}" for slug in self.gained), *(f"−{slug}" for slug in self.lost)]
        return f"{' '.join(signs)}  {self.resource.resource.title}"


Tagging = Callable[[StoredResource], Tags]
"""All that a tagger says of a resource."""


def changes(
    old: Tagging, new: Tagging, taxonomy: Taxonomy, resources: Iterable[StoredResource]
) -> Iterator[Change]:
    """The resources whose applied topics differ between two ways of tagging.

    ``taxonomy`` is the new one; slugs that it renames do not count.
    """
    for stored in resources:
        before = {taxonomy.current(tag.slug) or tag.slug for tag in old(stored).topics}
        after = {tag.slug for tag in new(stored).topics}
        if before != after:
            gained, lost = tuple(sorted(after - before)), tuple(sorted(before - after))
            yield Change(stored, gained, lost)


@dataclass(frozen=True, slots=True)
class Edit:
    """What two taxonomies do not share."""

    words: frozenset[str]
    """Aliases, weak and excluded words, and words of the lexicon lent to only one of them."""
    feed_tags: frozenset[str]


def touched(old: Sequence[Topic], new: Sequence[Topic]) -> Edit | None:
    """The words and feed tags that two taxonomies do not share.

    A resource without any of them has the same tags under both. ``None`` where more than such words
    changed (topics, names, descriptions, addresses, what part of the field a topic is), so that any resource may differ.
    """
    if tuple(map(_rest, old)) != tuple(map(_rest, new)):
        return None
    if tuple(map(speaking, old)) != tuple(map(speaking, new)):
        return None
    tags = _feed_tags(old) ^ _feed_tags(new)
    return Edit(
        frozenset(word for word, _, _ in _words(old) ^ _words(new)),
        frozenset(name for name, _ in tags),
    )


def _rest(topic: Topic) -> Topic:
    """A topic without what :func:`touched` compares word by word; targets do not tag."""
    return replace(topic, aliases=(), weak=(), exclude=(), feed_tags=(), target=None)


def _feed_tags(topics: Sequence[Topic]) -> set[tuple[str, str]]:
    return {(name, topic.slug) for topic in topics for name in topic.feed_tags}


def _words(topics: Sequence[Topic]) -> set[tuple[str, str, str]]:
    """Every word with its topic and role, those lent by the lexicon among them."""
    lent = lend(topics)
    return {
        (word, topic.slug, role)
        for topic in topics
        for role, words in (
            ("alias", topic.aliases),
            ("weak", topic.weak),
            ("exclude", topic.exclude),
            ("lent", [phrase for phrase, _ in lent[topic.slug]]),
        )
        for word in words
    }
