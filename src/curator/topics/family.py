"""What the choice of a topic means: itself, what lies below it, and what it is called by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curator.model import Topic


def present(slugs: Iterable[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """The topics that were chosen, by their slugs of today; what is gone from the taxonomy is left out."""
    known = today(topics)
    return tuple(dict.fromkeys(known[slug] for slug in slugs if slug in known))


def today(topics: Sequence[Topic]) -> dict[str, str]:
    """The slug that each slug, present or former, leads to."""
    former = {old: topic.slug for topic in topics for old in topic.former}
    return former | {topic.slug: topic.slug for topic in topics}


def with_children(slugs: Iterable[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """``slugs`` and every topic that names one of them as its ``parent``, and so on, each once."""
    found = dict.fromkeys(slugs)
    waiting = list(found)
    while waiting:
        parent = waiting.pop()
        children = [topic.slug for topic in topics if topic.parent == parent]
        waiting += [slug for slug in children if slug not in found]
        found |= dict.fromkeys(children)
    return tuple(found)
