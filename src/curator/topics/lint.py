"""How good the aliases of a taxonomy are: what each finds, and how often rightly.

Precision is counted on resources whose topics the author has judged. An alias that is mostly wrong
should become weak, one that never finds anything can go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from curator.patterns import is_pattern
from curator.topics.document import Document
from curator.topics.phrases import joined
from curator.topics.taxonomy import Taxonomy

ENOUGH = 8
"""Judged finds from which the precision of an alias means something."""
POOR = 0.3
SHOWN = 8
"""Idle aliases of a topic that are named."""


@dataclass(frozen=True, slots=True)
class Use:
    """What one alias of one topic found."""

    slug: str
    alias: str
    weak: bool
    found: int = 0
    """Resources it stands in."""
    judged: int = 0
    """Those of them of which the author said whether they have the topic."""
    right: int = 0
    named: bool = False
    """Whether it is the topic's name, which stays even where it finds nothing."""

    @property
    def precision(self) -> float | None:
        """Right finds among judged ones; ``None`` where none was judged."""
        return self.right / self.judged if self.judged else None


Judged = tuple[Document, Mapping[str, bool]]
"""A document, and per slug what the author said of it; empty where nothing was said."""


def uses(taxonomy: Taxonomy, read: Iterable[Judged]) -> list[Use]:
    """What every alias and weak word found in ``read``, in the order of the taxonomy."""
    found: Counter[tuple[int, str]] = Counter()
    judged: Counter[tuple[int, str]] = Counter()
    right: Counter[tuple[int, str]] = Counter()
    for document, said in read:
        for place, text in _present(taxonomy, document):
            verdict = said.get(taxonomy.slugs[place])
            found[place, text] += 1
            judged[place, text] += verdict is not None
            right[place, text] += verdict is True
    names = {(topic.slug, topic.name) for topic in taxonomy.topics}
    return [
        Use(
            slug,
            word,
            weak,
            found[place, word],
            judged[place, word],
            right[place, word],
            (slug, word) in names,
        )
        for place, slug, word, weak in _words(taxonomy)
    ]


def _words(taxonomy: Taxonomy) -> Iterator[tuple[int, str, str, bool]]:
    for place, topic in enumerate(taxonomy.topics):
        # A name that stands among the aliases in other letters is one word.
        spoken: dict[str, str] = {}
        for word in (topic.name, *topic.aliases):
            spoken.setdefault(_key(word), word)
        for word in spoken.values():
            yield place, topic.slug, word, False
        for word in dict.fromkeys(topic.weak):
            yield place, topic.slug, word, True


def _key(word: str) -> str:
    return word if is_pattern(word) else joined(word)


def _present(taxonomy: Taxonomy, document: Document) -> set[tuple[int, str]]:
    hits = [
        *taxonomy.scanner.find(document.title, document.title_words),
        *taxonomy.scanner.find(document.body, document.body_words),
    ]
    return {
        (hit.phrase.owner, hit.phrase.text) for hit in hits if hit.phrase.role in ("alias", "weak")
    }


def poor(found: Sequence[Use]) -> Iterator[str]:
    """A sentence for each alias that is mostly wrong, and what to do about it."""
    for use in found:
        precision = use.precision
        if use.weak or precision is None or use.judged < ENOUGH or precision >= POOR:
            continue
        yield (
            f"{use.slug}: {quoted(use.alias)} was right in {use.right} of {use.judged} judged"
            " resources; make it weak"
        )


def quoted(alias: str) -> str:
    """An alias as the author wrote it: a backslash stays one."""
    return f"'{alias}'"


def idle(found: Sequence[Use]) -> Iterator[str]:
    """A sentence for each topic with aliases that were found nowhere: those are harmless."""
    for slug, own in groupby(found, key=lambda use: use.slug):
        aliases = (use for use in own if not (use.weak or use.named))
        names = [quoted(use.alias) for use in aliases if not use.found]
        if names:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            yield f"{slug}: found nowhere: {', '.join(names[:SHOWN])}{more}"
