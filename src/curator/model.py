"""The nouns of Curator: plain frozen values that every room shares.

Nothing here does anything but hold a value and answer simple questions about it. All instants are
timezone-aware UTC; lengths are seconds, bytes or minutes as the name says. What is unknown is
``None`` or empty, never a guess. The words are explained in ``docs/glossary.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

# --------------------------------------------------------------------------- the web as fetched


@dataclass(frozen=True, slots=True)
class Page:
    """One HTTP answer, decoded of its transfer and content codings but otherwise as it came."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Field names in lower case."""
    body: bytes
    fetched_at: datetime
    redirects: tuple[tuple[int, str], ...] = ()
    """Each hop on the way: the status that redirected, and the address it pointed to."""

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, or an empty string."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


Get = Callable[[str], Page]
"""Fetches one address politely and safely; raises :class:`curator.errors.FetchError`."""

# --------------------------------------------------------------------------- time


class Precision(StrEnum):
    """How much of a date is known; a year stays a year."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """An instant known to some precision; the unknown part is set to its first value, in UTC."""

    instant: datetime
    precision: Precision = field(default=Precision.SECOND, compare=False)

    def __str__(self) -> str:
        """The shortest RFC 3339 or ISO 8601 form that says no more than is known."""
        forms = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m", Precision.DAY: "%Y-%m-%d"}
        return self.instant.strftime(forms.get(self.precision, "%Y-%m-%dT%H:%M:%SZ"))


# --------------------------------------------------------------------------- sources and entries


class SourceKind(StrEnum):
    """What stands behind a source's address and so how it is read."""

    FEED = "feed"
    LISTING = "listing"
    SITEMAP = "sitemap"
    ARXIV = "arxiv"
    YOUTUBE = "youtube"
    GITHUB = "github"
    PODCAST = "podcast"
    OPML = "opml"


@dataclass(frozen=True, slots=True)
class Source:
    """A line of ``feeds.yaml``: what to read and how much it counts."""

    url: str
    """The address that is fetched; shorthands are already expanded. It identifies the source."""
    kind: SourceKind = SourceKind.FEED
    name: str | None = None
    topics: tuple[str, ...] = ()
    """Slugs that every entry of this source carries."""
    weight: float = 1.0
    limit: int | None = None
    """At most so many of the newest entries are taken from one fetch."""
    mine: bool = False
    """The author's own posts."""
    credit: str | None = None
    """Who pointed the author to this source."""
    selector: str | None = None
    """For listings: the CSS selector of the links."""
    shorts: bool = False
    """For YouTube: keep shorts too."""

    @property
    def label(self) -> str:
        """The name people see: the given one, else the address."""
        return self.name or self.url


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?": opaque, kept byte for byte (RFC 9110 §13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchState:
    """What is remembered of a source between two fetches."""

    validators: Validators = Validators()
    body_hash: str | None = None
    """SHA-256 of the last body that was parsed and committed, in hexadecimal."""
    title: str | None = None
    """The title the source gives itself."""
    site_url: str | None = None
    last_try_at: datetime | None = None
    last_good_at: datetime | None = None
    next_fetch_at: datetime | None = None
    """Due from this instant on; ``None`` means at once."""
    status: int | None = None
    """The last HTTP status; ``None`` where no answer came."""
    error: str | None = None
    """Why the last fetch failed, in a sentence for the author; ``None`` after a good one."""
    failures: int = 0
    """Failures in a row."""
    failing_since: datetime | None = None
    interval_seconds: int | None = None
    """The adaptive pause between two fetches."""
    posts_per_week: float | None = None
    moved_to: str | None = None
    """Where a chain of permanent redirects leads; asked directly once it was seen often enough."""
    moved_seen: int = 0
    moved_since: datetime | None = None
    feed_url: str | None = None
    """The feed that was discovered where the source's address turned out to be a page."""
    fingerprints: tuple[str, ...] = ()
    """Of the bytes of each entry of the last committed body, so that known ones are not read again."""
    rewrites: tuple[tuple[str, int], ...] = ()
    """Entries that were rewritten again and again, by id, and how often; some never stop."""
    disabled_at: datetime | None = None
    """Set where the source said 410 Gone or failed for too long."""
    websub_hub: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry (RSS 2.0 ``enclosure``, Atom ``rel=enclosure``)."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes."""
    duration: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a source published it, normalised; markup has passed the sanitiser."""

    id: str
    """Unique within its source: GUID, else link, else a hash."""
    url: str | None
    title: str
    """Plain text."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    """Sanitised HTML."""
    content: str = ""
    """Sanitised HTML."""
    categories: tuple[str, ...] = ()
    language: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    comments_url: str | None = None
    transcript_url: str | None = None
    chapters_url: str | None = None
    hash: str = ""
    """Changes when anything a reader sees has changed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one document of a source said: about itself, and its entries, newest first."""

    format: str
    """``rss20``, ``atom10``, ``json11``, ``listing``, ``sitemap``, …; ``""`` where unknown."""
    title: str = ""
    site_url: str | None = None
    description: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    """What was odd but survivable, a sentence each."""
    ttl_seconds: int | None = None
    """The freshness the document asks for (RSS ``ttl``, ``sy:update*``)."""
    hub: str | None = None
    next_url: str | None = None
    """Where the next page of the same list is (RFC 5005, arXiv paging)."""


# --------------------------------------------------------------------------- resources


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
    BOOK = "book"
    COURSE = "course"
    DISCUSSION = "discussion"
    DOCUMENT = "document"


class Track(StrEnum):
    """The two ways of learning: top-down by building, bottom-up from theory."""

    PRACTICE = "practice"
    THEORY = "theory"


class Level(StrEnum):
    """How much a resource asks of its reader; unknown is an honest answer."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a page offers for a field, and where it stood."""

    field: str
    value: str
    origin: str
    """For example ``jsonld``, ``og``, ``citation``, ``h1``, ``byline``, ``url``, ``feed``."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a field has its value."""

    origin: str
    confidence: float
    """Calibrated probability, 0 to 1, that the value is right."""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a topic, a track or a level."""

    what: str
    """The words, tag or address that counted, as the page has them."""
    where: str
    """``title``, ``summary``, ``text``, ``category``, ``url``, ``source``, ``kind``, ``author`` …"""
    weight: float = 0.0
    """What it added (above 0) or took away (below 0), in log-odds."""

    def __str__(self) -> str:
        """For example ``"object detection" in title (+1.2)``."""
        return f'"{self.what}" in {self.where} ({self.weight:+.1f})'


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic given to a resource, with its probability and its reasons."""

    slug: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    corrected: bool = False
    """Set by the author; such a tag always wins."""


@dataclass(frozen=True, slots=True)
class Tags:
    """All that tagging says of one resource."""

    topics: tuple[Tag, ...] = ()
    """Applied, best first, at most four."""
    suggested: tuple[Tag, ...] = ()
    track: Track | None = None
    track_score: float = 0.5
    """Probability of practice."""
    track_evidence: tuple[Evidence, ...] = ()
    level: Level = Level.UNKNOWN
    level_evidence: tuple[Evidence, ...] = ()
    model_version: str = ""


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
class StoredResource:
    """A resource with its place in the database and what happened to it there."""

    id: int
    resource: Resource
    tags: Tags = Tags()
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
    credits: tuple[str, ...] = ()
    duplicate_of: int | None = None
    issue_number: int | None = None
    """The issue it was in, once sent or approved."""
    text_hash: str = ""
    """Of what tagging reads; an unchanged one is not tagged again."""


class ReadingStatus(StrEnum):
    """What became of a link the author queued."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    SHARED = "shared"
    """It was in an issue."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A resource that the author queued by hand."""

    id: int
    resource_id: int
    status: ReadingStatus
    added_at: datetime
    note: str = ""
    credit: str | None = None
    """Who it came from ("via")."""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What the author said of one resource; it always wins and survives every re-tagging."""

    resource_key: str
    topic: str | None
    """A slug, or ``None`` where only the track was corrected."""
    positive: bool
    at: datetime
    track: Track | None = None


class Verdict(StrEnum):
    """What the author did with a pick or a candidate."""

    KEEP = "keep"
    SKIP = "skip"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One keep, skip or pin; ranking learns from it."""

    resource_id: int
    verdict: Verdict
    at: datetime


# --------------------------------------------------------------------------- the newsletter


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
class Topic:
    """A subject of the taxonomy."""

    slug: str
    name: str
    description: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    """Near-certain words."""
    weak: tuple[str, ...] = ()
    """Words that only support."""
    exclude: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    feed_tags: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    track: Track | None = None
    target: float | None = None
    """Share of an issue the author would like, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``feeds.yaml``, checked."""

    newsletter: Newsletter
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()


class GoalState(StrEnum):
    """What became of a goal."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing the author set out to do in a week."""

    id: int
    week: str
    """ISO week, ``2026-W08``."""
    text: str
    state: GoalState = GoalState.OPEN
    note: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The week an issue covers: from ``start`` up to but not including ``end``, in UTC."""

    key: str
    """``2026-W08``; unique among issues."""
    start: datetime
    end: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a pick's score."""

    name: str
    value: float
    """0 to 1."""
    weight: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A resource chosen for an issue, and why."""

    resource: StoredResource
    score: float
    terms: tuple[Term, ...] = ()
    reason: str = ""
    """A sentence for the reader."""
    pinned: bool = False
    exploration: bool = False
    also_in: tuple[str, ...] = ()
    """Other sources or addresses that had the same thing."""
    note: str = ""
    """The author's own words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of an issue and the picks under it."""

    slug: str
    """A topic's slug, or ``posts``, ``reading``, ``more``."""
    title: str
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome of choosing: what goes in, what nearly did, and how the mix came out."""

    sections: tuple[Section, ...] = ()
    runners_up: tuple[Pick, ...] = ()
    """The ranked rest, best first."""
    practice_share: float | None = None
    shortfall: str = ""
    """Why the mix or the length was not met; empty where it was."""


class IssueState(StrEnum):
    """Where an issue is on its way."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Content:
    """All that an issue says, before it has a shape."""

    posts: tuple[Pick, ...] = ()
    """The author's own new posts, newest first."""
    goals: tuple[Goal, ...] = ()
    """This week's challenge: the goals for the week after the period."""
    outcomes: tuple[Goal, ...] = ()
    """What became of the goals of the period."""
    sections: tuple[Section, ...] = ()
    reading: tuple[Pick, ...] = ()
    credits: tuple[tuple[str, str | None], ...] = ()
    """Name and address of each one to thank."""
    note: str = ""
    """The author's note in Markdown."""
    runners_up: tuple[Pick, ...] = ()
    practice_share: float | None = None
    shortfall: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.posts or any(s.picks for s in self.sections) or self.reading)

    def picks(self) -> tuple[Pick, ...]:
        """Every pick in reading order: posts, sections, reading list."""
        middle = (pick for section in self.sections for pick in section.picks)
        return (*self.posts, *middle, *self.reading)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as text, before it becomes MIME."""

    subject: str
    text: str
    html: str
    preheader: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One numbered edition."""

    id: int
    number: int
    period: Period
    state: IssueState
    content: Content
    created_at: datetime
    due_at: datetime | None = None
    rendered: Rendered | None = None
    """Frozen with the issue; ``None`` while it is a draft."""
    digest: str | None = None
    """SHA-256 of the frozen mail, in hexadecimal."""
    frozen_at: datetime | None = None
    sent_at: datetime | None = None
    paused_reason: str | None = None
    audience_count: int = 0
    excluded_count: int = 0
    series: str = "weekly"
    """``weekly``, or ``posts`` for single posts of the author; numbers count within a series."""
    expires_at: datetime | None = None
    """Deliveries are given up at this instant."""


# --------------------------------------------------------------------------- people


class SubscriberState(StrEnum):
    """Where a reader stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"


class Cadence(StrEnum):
    """How often a reader wants mail."""

    EVERY = "every"
    MONTHLY = "monthly"
    POSTS = "posts"
    """Only the author's own posts, as they appear."""


class MailFormat(StrEnum):
    """The parts a reader wants."""

    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader."""

    id: int
    address: str
    state: SubscriberState
    created_at: datetime
    name: str = ""
    topics: tuple[str, ...] = ()
    """Slugs; empty means all."""
    cadence: Cadence = Cadence.EVERY
    format: MailFormat = MailFormat.HTML
    time_zone: str | None = None
    send_hour: int | None = None
    """Local hour, 0 to 23."""
    confirmed_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    paused_until: datetime | None = None
    token_epoch: int = 0
    """Raised when old links must stop working."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One fact about a reader's consent; only ever added."""

    subscriber_id: int | None
    address_hash: str
    kind: str
    """``requested``, ``confirmed``, ``vouched``, ``imported``, ``changed``, ``unsubscribed`` …"""
    at: datetime
    method: str = ""
    text_version: str = ""
    network: str = ""
    """The /24 or /48 it came from."""
    detail: str = ""


class SuppressionReason(StrEnum):
    """Why an address gets no mail whatever else is known."""

    HARD_BOUNCE = "hard-bounce"
    COMPLAINT = "complaint"
    MANUAL = "manual"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that must not be mailed, as a keyed hash."""

    address_hash: str
    reason: SuppressionReason
    at: datetime
    detail: str = ""


class DeliveryState(StrEnum):
    """Where one mail to one reader is."""

    QUEUED = "queued"
    INFLIGHT = "inflight"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The process died between the final dot and the reply."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One issue to one person."""

    id: int
    issue_id: int
    subscriber_id: int
    address: str
    state: DeliveryState
    variant: str = ""
    """Which compiled form of the issue this reader gets."""
    attempts: int = 0
    next_at: datetime | None = None
    inflight_at: datetime | None = None
    done_at: datetime | None = None
    code: int | None = None
    """The SMTP reply code."""
    enhanced: str | None = None
    """The enhanced status code (RFC 3463)."""
    reply: str | None = None
