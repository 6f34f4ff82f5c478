"""What a parser found, before it is normalised: the common form of every kind of source.

A reader of one format fills drafts with what the document says, word for word;
``normalise`` alone decides what becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from curator.model import Enclosure, Skips


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and whether it is markup."""

    value: str = ""
    html: bool = False
    base: str = ""
    """``xml:base`` in force, possibly relative or empty."""

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry as it stood in the document."""

    guid: str = ""
    link: str = ""
    fallback_link: str = ""
    """Where nothing better leads to the entry: a permalink, an enclosure."""
    title: Text = Text()
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    summary: Text = Text()
    content: Text = Text()
    categories: tuple[str, ...] = ()
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    """Addresses as written."""
    duration: int | None = None
    """Seconds, of the first enclosure that has none."""
    image: str = ""
    comments: str = ""
    transcript: str = ""
    chapters: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class DraftFeed:
    """One document as it stood."""

    format: str
    title: Text = Text()
    link: str = ""
    description: Text = Text()
    language: str = ""
    authors: tuple[str, ...] = ()
    """Who wrote the entries that name nobody."""
    entries: tuple[Draft, ...] = ()
    ttl_seconds: int | None = None
    skips: Skips = field(default_factory=Skips)
    hub: str = ""
    next_link: str = ""
    base: str = ""
    warnings: tuple[str, ...] = ()

    def with_entries(self, entries: tuple[Draft, ...]) -> DraftFeed:
        """The same document with other entries."""
        return replace(self, entries=entries)
