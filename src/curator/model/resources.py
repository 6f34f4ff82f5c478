"""Resources: the things worth reading, and where they were seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from curator.model.tagging import Tags
from curator.model.when import When


class Kind(StrEnum):
    """What a resource is."""

    ARTICLE = "article"
    POST = "post"
    PAPER = "paper"
    LESSON = "lesson"
    VIDEO = "video"
    PODCAST = "podcast"
    NOTEBOOK = "notebook"
    REPOSITORY = "repository"
    RELEASE = "release"
    COMPETITION = "competition"
    MODEL = "model"
    DATASET = "dataset"
    BOOK = "book"
    COURSE = "course"
    DISCUSSION = "discussion"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a page offers for a field, and where it stood."""

    field: str
    value: str
    origin: str
    """For example ``jsonld``, ``og``, ``citation``, ``h1``, ``byline``, ``url``, ``feed``."""


WEAK = 0.7
"""A value less likely to be right than this is shown to the author before it is mailed."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a field has its value."""

    origin: str
    confidence: float
    """Calibrated probability, 0 to 1, that the value is right."""
    sure: bool = False

    @property
    def weak(self) -> bool:
        """Whether the author should look at the value."""
        return self.confidence < WEAK


@dataclass(frozen=True, slots=True)
class Resource:
    """The thing worth reading behind one or more entries or hand-added links."""

    key: str
    """Identity: ``arxiv:1706.03762``, ``doi:10…``, ``youtube:ID``, ``github:owner/name``, else the
    canonical address. Equal keys are the same resource."""
    url: str
    """Canonical address."""
    title: str
    authors: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None
    summary: str = ""
    """Plain text."""
    summary_quoted: bool = False
    """The summary is verbatim sentences of the text, to be marked as a quotation."""
    image: str | None = None
    site: str | None = None
    language: str | None = None
    """BCP 47."""
    kind: Kind = Kind.ARTICLE
    minutes: int | None = None
    """To read, or to watch or listen."""
    text: str = ""
    """Main text, plain."""
    markdown: str = ""
    """Main text with headings, lists, code and mathematics."""
    arxiv_id: str | None = None
    doi: str | None = None
    isbn: str | None = None
    claimed: bool = False
    """Its key is one that the page gives itself; no address that led to it says so."""
    code: tuple[str, ...] = ()
    """Addresses of repositories that belong to it."""
    licence: str | None = None
    paywalled: bool | None = None
    venue: str | None = None
    series_previous: str | None = None
    series_next: str | None = None
    deadline: datetime | None = None
    """Of a competition."""
    media_url: str | None = None
    """Its notebook, PDF, audio or video file, where that is not ``url``."""
    transcript_url: str | None = None
    """What is said in it, to read; of an episode, where its feed tells."""
    related: tuple[str, ...] = ()
    """Addresses the page itself lists as resources (a lesson's notebooks and video)."""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    """By field name."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a resource was seen: an entry of a source, or the author's own hand."""

    resource_id: int
    source_url: str | None
    """``None`` where the author added the link."""
    entry_id: str | None
    seen_at: datetime
    credit: str | None = None


class PageState(StrEnum):
    """How the last look at a resource's page went."""

    NEW = "new"
    OK = "ok"
    BLOCKED = "blocked"
    """A bot wall, log-in or consent page."""
    EMPTY = "empty"
    """Nothing to read: a single-page shell."""
    GONE = "gone"
    """404, 410 or a soft 404."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What the looks at a link came to since its page was read."""

    asked_at: datetime
    """When it was looked at last."""
    missing_since: datetime | None = None
    """When nothing was found there for the first time; it has not been seen since."""
    dead: bool = False
    """Nothing was there on two looks some time apart."""
    reason: str = ""
    """What the last look that found nothing was told."""


@dataclass(frozen=True, slots=True)
class StoredResource:
    """A resource with its place in the database and what happened to it there."""

    id: int
    resource: Resource
    tags: Tags = field(default_factory=Tags)
    state: PageState = PageState.NEW
    error: str | None = None
    first_seen_at: datetime | None = None
    enriched_at: datetime | None = None
    retry_at: datetime | None = None
    tries: int = 0
    mine: bool = False
    """Seen in one of the author's own sources."""
    weight: float = 1.0
    """The largest weight of its sources."""
    sources: tuple[str, ...] = ()
    """Labels of the sources that had it, first sighting first."""
    source_urls: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Feed categories of all its entries."""
    given: tuple[str, ...] = ()
    """Slugs that the author gave it with its link on the reading list."""
    credits: tuple[str, ...] = ()
    duplicate_of: int | None = None
    issue_number: int | None = None
    """The issue it was in, once sent or approved."""
    text_hash: str = ""
    """Of what tagging reads; an unchanged one is not tagged again."""
