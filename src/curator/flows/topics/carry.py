"""After an edit of the taxonomy only the resources it touches are tagged anew.

Kept are the topics that tagged last and the versions whose tags are still good. An edit of aliases,
weak or excluded words touches resources that have one of those words, in their text or among their
feed categories; an edit of feed tags touches those with one of these categories. Indexes find them,
and no other resource is read or written. Any other change, or an expression among the words that may
begin with any letter, has everything tagged anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from curator.model import Topic
from curator.storage import codec, forms, kv, resources
from curator.topics.classify import Tagger
from curator.topics.diff import touched
from curator.topics.spellings import Spelling, spellings
from curator.topics.taxonomy import tag_key

if TYPE_CHECKING:
    from curator.storage.engine.database import Connection

MOST_WORDS = 200
"""With more changed words, tagging everything is as quick."""
_NAME = "tagged by"


@dataclass(frozen=True, slots=True)
class TaggedBy:
    """What tagged last."""

    version: str
    frame: str
    """All that tags depend on but the topics."""
    same: tuple[str, ...] = ()
    """Earlier versions whose remaining tags this version would give too."""
    topics: tuple[Topic, ...] = ()


def as_good(connection: Connection, tagger: Tagger, now: datetime | None = None) -> tuple[str, ...]:
    """Versions whose tags ``tagger`` would give too, once what the last edit touched is unmarked."""
    told = kv.get(connection, _NAME)
    last = codec.loads(TaggedBy, told) if told else None
    if last is not None and last.version == tagger.version:
        return last.same
    same: tuple[str, ...] = ()
    if last is not None and last.frame == tagger.frame:
        found = _touched(connection, last.topics, tagger.taxonomy.topics)
        if found is not None:
            resources.tag_again(connection, found)
            same = (last.version, *last.same)
    new = TaggedBy(tagger.version, tagger.frame, same, tagger.taxonomy.topics)
    kv.put(connection, _NAME, codec.dumps(new), now or datetime.now(UTC))
    return same


def _touched(
    connection: Connection, old: tuple[Topic, ...], new: tuple[Topic, ...]
) -> set[int] | None:
    """The resources that an edit touches; ``None`` where that may be any."""
    edit = touched(old, new)
    if edit is None or len(edit.words) > MOST_WORDS:
        return None
    wanted = _spellings(edit.words)
    if wanted is None:
        return None
    keys = {tag_key(name) for name in edit.words | edit.feed_tags}
    by_category = resources.categorised(connection, lambda name: tag_key(name) in keys)
    return forms.having(connection, wanted) | by_category


def _spellings(words: Iterable[str]) -> list[Spelling] | None:
    found: list[Spelling] = []
    for word in sorted(words):
        ways = spellings(word)
        if ways is None:
            return None
        found += ways
    return found
