"""What was found on a page, as the votes see it: candidates by field and the page's setting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from curator.model import Candidate

NOTHING = "none"
"""What an adapter says of a field that its place does not have: a repository has no author, arXiv's
card shows only its logo. It ends the search."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a host from its other pages."""

    summaries: frozenset[str] = frozenset()
    """Summaries seen on three or more of its pages; they say nothing of one page."""
    images: frozenset[str] = frozenset()
    """Images seen on three or more of its pages: logos and placeholders."""


@dataclass(frozen=True)
class Found:
    """The candidates of one page and where it stands."""

    url: str
    now: datetime
    candidates: tuple[Candidate, ...]
    title_tag: str = ""
    site: str | None = None
    facts: SiteFacts = SiteFacts()
    scholarly: bool = False
    by_field: dict[str, list[Candidate]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            grouped.setdefault(candidate.field, []).append(candidate)
        object.__setattr__(self, "by_field", grouped)

    def of(self, name: str, *origins: str) -> list[Candidate]:
        """The candidates of a field, of all or of the named origins."""
        found = self.by_field.get(name, [])
        return [one for one in found if one.origin in origins] if origins else found

    def decided(self, name: str) -> str | None:
        """What an adapter says of a field, ``NOTHING`` included: it knows."""
        found = (one.value for one in self.of(name) if one.origin.startswith("adapter:"))
        return next(found, None)

    def first(self, name: str, *origins: str) -> str | None:
        """The first value of a field by the order of ``origins``, else by the order of the page."""
        for origin in origins:
            if found := self.of(name, origin):
                return found[0].value
        found = self.of(name)
        return found[0].value if found and not origins else None


def distinct(origins: Iterable[str]) -> tuple[str, ...]:
    """Each origin once, in order."""
    return tuple(dict.fromkeys(origins))
