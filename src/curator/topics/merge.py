"""Two topics become one; what had the old slug keeps being found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curator.config.words import unknown_topic
from curator.errors import Conflict, NotFound
from curator.model import Topic


def merge(topics: Sequence[Topic], gone: str, into: str) -> tuple[Topic, ...]:
    """``topics`` with ``gone`` taken up by ``into``: its words, addresses, tags and slugs.

    Topics below ``gone`` move below ``into``. Raises :class:`curator.errors.NotFound` for an
    unknown slug and :class:`curator.errors.Conflict` where both are the same.
    """
    known = {topic.slug: topic for topic in topics}
    for slug in (gone, into):
        if slug not in known:
            raise NotFound(unknown_topic(slug, list(known)))
    if gone == into:
        raise Conflict(f"{into} cannot be merged into itself")
    joined = _joined(known[into], known[gone])
    merged = (joined if topic.slug == into else topic for topic in topics if topic.slug != gone)
    return tuple(_moved(topic, gone, into) for topic in merged)


def _joined(kept: Topic, gone: Topic) -> Topic:
    aliases = _union(kept.aliases, (gone.name, *gone.aliases))
    return replace(
        kept,
        description=kept.description or gone.description,
        aliases=aliases,
        weak=tuple(word for word in _union(kept.weak, gone.weak) if word not in aliases),
        exclude=_union(kept.exclude, gone.exclude),
        urls=_union(kept.urls, gone.urls),
        feed_tags=_union(kept.feed_tags, gone.feed_tags),
        former=_union(kept.former, (gone.slug, *gone.former)),
        target=None
        if kept.target is None and gone.target is None
        else (kept.target or 0.0) + (gone.target or 0.0),
    )


def _union(ones: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ones, *others)))


def _moved(topic: Topic, gone: str, into: str) -> Topic:
    """A topic that was below ``gone`` is below ``into`` now; the joined one never below itself."""
    if topic.parent != gone:
        return topic
    return replace(topic, parent=None if topic.slug == into else into)
