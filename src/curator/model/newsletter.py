"""The newsletter as ``feeds.yaml`` describes it."""

from __future__ import annotations

from dataclasses import dataclass

from curator.model.sources import Source
from curator.model.tagging import Topic


@dataclass(frozen=True, slots=True)
class Author:
    """The person whose newsletter this is."""

    name: str
    bio: str = ""
    link: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Mix:
    """How a week is split between building and theory; the two add up to 1."""

    practice: float = 0.8
    theory: float = 0.2


@dataclass(frozen=True, slots=True)
class Newsletter:
    """What ``feeds.yaml`` says of the mail itself."""

    title: str
    author: Author
    sender: str
    """The From address."""
    tagline: str = ""
    postal_address: str = ""
    base_url: str = "http://127.0.0.1:8000"
    """Where the pages are reached, without a trailing slash."""
    schedule: str = "sunday 08:00 UTC"
    mix: Mix = Mix()
    length: int = 12
    """Picks in one issue, the author's own posts and the reading list aside."""
    language: str = "en"
    reply_to: str | None = None
    instant_posts: bool = False
    """Mail each new post of the author by itself, in full, to those who chose that."""
    approval: bool = False
    """Wait for the author before an issue leaves."""
    per_topic: int = 3
    per_source: int = 2


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``feeds.yaml``, checked."""

    newsletter: Newsletter
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
