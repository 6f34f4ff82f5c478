"""What a candidate is about, for the issue: the best of its topics, if there is reason to believe it.

Words that only support a topic can be trusted in a source that talks of the topics anyway. Where
hardly anything names one, as in the news, "election" is no talk of ethics: there a topic needs a word,
rule or correction that names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model import StoredResource, Tag

_PRIOR = 2.0
_AT_HOME = 0.25
"""The share of a source's candidates that names a topic from which the source talks of them."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """How many candidates of each source there are, and how many of them name a topic."""

    named: Mapping[str, int]
    seen: Mapping[str, int]

    @classmethod
    def of(cls, candidates: Sequence[StoredResource]) -> Subjects:
        """Counts by source address."""
        named: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        for stored in candidates:
            for url in set(stored.source_urls):
                seen[url] += 1
                named[url] += any(tag.named for tag in stored.tags.topics)
        return cls(named, seen)

    def tag(self, stored: StoredResource) -> Tag | None:
        """The topic that ``stored`` stands for; ``None`` where it has none or none to rely on."""
        topics = stored.tags.topics
        if topics and self._at_home(stored):
            return topics[0]
        return next((tag for tag in topics if tag.named), None)

    def doubt(self, stored: StoredResource) -> str:
        """Why none of the topics that ``stored`` has is relied on, in words."""
        return f"only supporting words, and {self._found(stored)}"

    def foreign(self, stored: StoredResource) -> str:
        """Why ``stored`` has nothing to do with the topics, in words; empty where it may have.

        Where no candidate at all names a topic, the topics say nothing of what to pick.
        """
        if self.tag(stored) is not None or self._at_home(stored) or not any(self.named.values()):
            return ""
        return f"it has no topic, and {self._found(stored)}"

    def _found(self, stored: StoredResource) -> str:
        url = self._best(stored)
        return f"{self.named.get(url, 0)} of {self.seen.get(url, 0)} from its source name a topic"

    def _at_home(self, stored: StoredResource) -> bool:
        return self._rate(self._best(stored)) >= _AT_HOME

    def _best(self, stored: StoredResource) -> str:
        return max(stored.source_urls, key=self._rate, default="")

    def _rate(self, url: str) -> float:
        """The share that names a topic (Beta prior 2 to 2, so that few candidates decide little)."""
        return (self.named.get(url, 0) + _PRIOR) / (self.seen.get(url, 0) + 2 * _PRIOR)
