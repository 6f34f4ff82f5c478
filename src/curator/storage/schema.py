"""Every table, with named constraints and the indexes that its queries need.

Values that are only ever read whole are one JSON column (:class:`~curator.storage.columns.Stored`);
what statements filter, join or sort by has a typed column beside it, written by the same function.
``docs/reference/database.md`` tells what the tables are for.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

from curator.model import (
    Cadence,
    Candidate,
    Content,
    DeliveryState,
    Entry,
    FetchState,
    GoalState,
    IssueState,
    Kind,
    MailFormat,
    PageState,
    Period,
    ReadingStatus,
    Rendered,
    Resource,
    Source,
    SubscriberState,
    SuppressionReason,
    Tags,
    Track,
    Verdict,
)
from curator.storage.codec import JSON
from curator.storage.columns import Choice, Id, Instant, Stored, Words

REVISION = "0002"
"""The newest migration; a database at another one is upgraded or refused."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _WithId(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)


# --------------------------------------------------------------------------- what is fetched


class _Sources(_WithId):
    url: Named[str] = Column(Words, unique=True)
    source: Named[Source] = Column(Stored(Source))
    state: Named[FetchState] = Column(Stored(FetchState))
    position: Named[int]
    mine: Named[bool]
    active: Named[bool]
    added_at: Named[datetime] = Column(Instant)
    next_fetch_at: Named[datetime | None] = Column(Instant)
    disabled_at: Named[datetime | None] = Column(Instant)
    lease_owner: Named[str | None] = Column(Words)
    lease_until: Named[datetime | None] = Column(Instant)


sources = Table("sources", metadata, _Sources)


class _BadDocuments(TypedColumns):
    source_id: Named[int] = Column(
        Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    )
    url: Named[str] = Column(Words)
    fetched_at: Named[datetime] = Column(Instant)
    content_type: Named[str] = Column(Words)
    error: Named[str] = Column(Words)
    size: Named[int]
    # Compressed with zlib.
    body: Named[bytes] = Column(LargeBinary)


bad_documents = Table("bad_documents", metadata, _BadDocuments)


class _DomainWaits(TypedColumns):
    domain: Named[str] = Column(Words, primary_key=True)
    until: Named[datetime] = Column(Instant)


domain_waits = Table("domain_waits", metadata, _DomainWaits)


class _Entries(_WithId):
    source_id: Named[int] = Column(Id, ForeignKey("sources.id", ondelete="CASCADE"))
    uid: Named[str] = Column(Words)
    entry: Named[Entry] = Column(Stored(Entry))
    hash: Named[str] = Column(Words)
    published_at: Named[datetime] = Column(Instant)
    seen_at: Named[datetime] = Column(Instant)
    changed_at: Named[datetime] = Column(Instant)
    resource_id: Named[int | None] = Column(Id, ForeignKey("resources.id", ondelete="SET NULL"))
    ignored: Named[bool]


entries = Table("entries", metadata, _Entries, UniqueConstraint("source_id", "uid"))
Index("ix_entries_source_published", entries.c.source_id, entries.c.published_at)
# Of a resource's entries, and, where there is none yet, of late ones.
Index("ix_entries_resource_id", entries.c.resource_id, entries.c.published_at)


# --------------------------------------------------------------------------- resources


class _Resources(_WithId):
    key: Named[str] = Column(Words, unique=True)
    resource: Named[Resource] = Column(Stored(Resource))
    tags: Named[Tags] = Column(Stored(Tags))
    title: Named[str] = Column(Words)
    site: Named[str | None] = Column(Words)
    host: Named[str] = Column(Words)
    kind: Named[Kind] = Column(Choice(Kind))
    track: Named[Track | None] = Column(Choice(Track))
    state: Named[PageState] = Column(Choice(PageState))
    error: Named[str | None] = Column(Words)
    dated: Named[bool]
    dated_at: Named[datetime] = Column(Instant)
    first_seen_at: Named[datetime] = Column(Instant)
    enriched_at: Named[datetime | None] = Column(Instant)
    retry_at: Named[datetime | None] = Column(Instant)
    tries: Named[int]
    duplicate_of: Named[int | None] = Column(Id, ForeignKey("resources.id", ondelete="SET NULL"))
    text_hash: Named[str] = Column(Words)
    model_version: Named[str] = Column(Words)


resources = Table("resources", metadata, _Resources)
# Only of duplicates: an index of all rows would lure SQLite into reading the many that are none.
_duplicate = text("duplicate_of IS NOT NULL")
Index(
    "ix_resources_duplicate_of",
    resources.c.duplicate_of,
    sqlite_where=_duplicate,
    postgresql_where=_duplicate,
)
_waiting = text("retry_at IS NOT NULL")
Index(
    "ix_resources_retry_at", resources.c.retry_at, sqlite_where=_waiting, postgresql_where=_waiting
)
Index("ix_resources_dated_at", resources.c.dated_at)
Index("ix_resources_model_version", resources.c.model_version, resources.c.dated_at)
Index("ix_resources_dated", resources.c.dated, resources.c.first_seen_at)
Index("ix_resources_host", resources.c.host, resources.c.dated_at)
Index("ix_resources_kind", resources.c.kind, resources.c.dated_at)


class _ResourcePages(TypedColumns):
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True
    )
    text: Named[str] = Column(Words)
    markdown: Named[str] = Column(Words)
    candidates: Named[tuple[Candidate, ...]] = Column(Stored(tuple[Candidate, ...]))


resource_pages = Table("resource_pages", metadata, _ResourcePages)


class _ResourceKeys(TypedColumns):
    key: Named[str] = Column(Words, primary_key=True)
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"), index=True)


resource_keys = Table("resource_keys", metadata, _ResourceKeys)


class _ResourceTopics(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    slug: Named[str] = Column(Words)
    score: Named[float]
    dated_at: Named[datetime] = Column(Instant)


resource_topics = Table(
    "resource_topics", metadata, _ResourceTopics, PrimaryKeyConstraint("resource_id", "slug")
)
Index(
    "ix_resource_topics_slug",
    resource_topics.c.slug,
    resource_topics.c.dated_at,
    resource_topics.c.resource_id,
)


class _Sightings(_WithId):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    source_id: Named[int | None] = Column(Id, ForeignKey("sources.id", ondelete="CASCADE"))
    uid: Named[str] = Column(Words)
    seen_at: Named[datetime] = Column(Instant)
    credit: Named[str | None] = Column(Words)
    categories: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))


sightings = Table(
    "sightings", metadata, _Sightings, UniqueConstraint("resource_id", "source_id", "uid")
)
_by_hand = text("source_id IS NULL")
Index(
    "uq_sightings_by_hand",
    sightings.c.resource_id,
    unique=True,
    sqlite_where=_by_hand,
    postgresql_where=_by_hand,
)
Index("ix_sightings_source", sightings.c.source_id, sightings.c.resource_id)


class _HostValues(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    host: Named[str] = Column(Words)
    field: Named[str] = Column(Words)
    value_hash: Named[str] = Column(Words)
    value: Named[str] = Column(Words)


host_values = Table(
    "host_values",
    metadata,
    _HostValues,
    PrimaryKeyConstraint("host", "field", "value_hash", "resource_id"),
)
Index("ix_host_values_resource_id", host_values.c.resource_id)


# --------------------------------------------------------------------------- the author's hand


class _Reading(_WithId):
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="CASCADE"), unique=True
    )
    status: Named[ReadingStatus] = Column(Choice(ReadingStatus))
    added_at: Named[datetime] = Column(Instant)
    changed_at: Named[datetime] = Column(Instant)
    note: Named[str] = Column(Words)
    credit: Named[str | None] = Column(Words)
    topics: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))


reading = Table("reading", metadata, _Reading)
Index("ix_reading_status", reading.c.status, reading.c.added_at)


class _Goals(_WithId):
    week: Named[str] = Column(Words)
    text: Named[str] = Column(Words)
    state: Named[GoalState] = Column(Choice(GoalState))
    note: Named[str] = Column(Words)
    added_at: Named[datetime] = Column(Instant)
    done_at: Named[datetime | None] = Column(Instant)


goals = Table("goals", metadata, _Goals, UniqueConstraint("week", "text"))


class _Corrections(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    subject: Named[str] = Column(Words)
    topic: Named[str | None] = Column(Words)
    positive: Named[bool]
    track: Named[Track | None] = Column(Choice(Track))
    corrected_at: Named[datetime] = Column(Instant)


corrections = Table(
    "corrections", metadata, _Corrections, PrimaryKeyConstraint("resource_id", "subject")
)


class _Feedback(_WithId):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    verdict: Named[Verdict] = Column(Choice(Verdict))
    given_at: Named[datetime] = Column(Instant, index=True)


feedback = Table("feedback", metadata, _Feedback)


# --------------------------------------------------------------------------- issues


class _Issues(_WithId):
    series: Named[str] = Column(Words)
    number: Named[int | None]
    period_key: Named[str] = Column(Words)
    period: Named[Period] = Column(Stored(Period))
    state: Named[IssueState] = Column(Choice(IssueState))
    created_at: Named[datetime] = Column(Instant)
    due_at: Named[datetime | None] = Column(Instant)
    expires_at: Named[datetime | None] = Column(Instant)
    frozen_at: Named[datetime | None] = Column(Instant)
    sent_at: Named[datetime | None] = Column(Instant)
    digest: Named[str | None] = Column(Words)
    paused_reason: Named[str | None] = Column(Words)
    audience_count: Named[int]
    excluded_count: Named[int]


issues = Table("issues", metadata, _Issues, UniqueConstraint("series", "number"))
_alive = text("state <> 'cancelled'")
Index(
    "uq_issues_period_key",
    issues.c.series,
    issues.c.period_key,
    unique=True,
    sqlite_where=_alive,
    postgresql_where=_alive,
)
Index("ix_issues_state", issues.c.state, issues.c.due_at)


class _IssueContents(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    content: Named[Content] = Column(Stored(Content))


issue_contents = Table("issue_contents", metadata, _IssueContents)


class _IssueItems(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="RESTRICT"), index=True
    )
    series: Named[str] = Column(Words)
    section: Named[str] = Column(Words)
    position: Named[int]


issue_items = Table(
    "issue_items",
    metadata,
    _IssueItems,
    PrimaryKeyConstraint("issue_id", "resource_id"),
    UniqueConstraint("series", "resource_id"),
)


class _IssueVariants(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    variant: Named[str] = Column(Words)
    rendered: Named[Rendered] = Column(Stored(Rendered))
    # The compiled mail as `curator.mail.message.Compiled.to_bytes` made it; what leaves is this.
    message: Named[bytes] = Column(LargeBinary)


issue_variants = Table(
    "issue_variants", metadata, _IssueVariants, PrimaryKeyConstraint("issue_id", "variant")
)


# --------------------------------------------------------------------------- readers


class _Subscribers(_WithId):
    address: Named[str | None] = Column(Words, unique=True)
    domain: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words, unique=True)
    name: Named[str] = Column(Words)
    state: Named[SubscriberState] = Column(Choice(SubscriberState))
    topics: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))
    cadence: Named[Cadence] = Column(Choice(Cadence))
    format: Named[MailFormat] = Column(Choice(MailFormat))
    time_zone: Named[str | None] = Column(Words)
    send_hour: Named[int | None]
    created_at: Named[datetime] = Column(Instant)
    confirmed_at: Named[datetime | None] = Column(Instant)
    unsubscribed_at: Named[datetime | None] = Column(Instant)
    paused_until: Named[datetime | None] = Column(Instant)
    token_epoch: Named[int]


subscribers = Table("subscribers", metadata, _Subscribers)
Index("ix_subscribers_state", subscribers.c.state, subscribers.c.address)
Index(
    "ix_subscribers_choices",
    subscribers.c.state,
    subscribers.c.topics,
    subscribers.c.cadence,
    subscribers.c.format,
    subscribers.c.time_zone,
    subscribers.c.send_hour,
)


class _ConsentEvents(_WithId):
    # No foreign key: the proof outlives the reader's row.
    subscriber_id: Named[int | None] = Column(Id)
    address_hash: Named[str] = Column(Words, index=True)
    kind: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant)
    method: Named[str] = Column(Words)
    text_version: Named[str] = Column(Words)
    network: Named[str] = Column(Words)
    detail: Named[str] = Column(Words)


consent_events = Table("consent_events", metadata, _ConsentEvents)


class _Suppressions(TypedColumns):
    address_hash: Named[str] = Column(Words, primary_key=True)
    reason: Named[SuppressionReason] = Column(Choice(SuppressionReason))
    at: Named[datetime] = Column(Instant)
    detail: Named[str] = Column(Words)


suppressions = Table("suppressions", metadata, _Suppressions)


class _Signups(_WithId):
    address: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words, unique=True)
    token_hash: Named[str] = Column(Words, unique=True)
    cookie_hash: Named[str] = Column(Words)
    network: Named[str] = Column(Words)
    created_at: Named[datetime] = Column(Instant)
    expires_at: Named[datetime] = Column(Instant, index=True)
    preferences: Named[dict[str, str]] = Column(Stored(dict[str, str]))


signups = Table("signups", metadata, _Signups)


class _SignupAttempts(_WithId):
    # Outlives the sign-up itself, so that limits hold when rows are replaced or confirmed.
    network: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant, index=True)


signup_attempts = Table("signup_attempts", metadata, _SignupAttempts)
Index("ix_signup_attempts_network", signup_attempts.c.network, signup_attempts.c.at)
Index("ix_signup_attempts_address", signup_attempts.c.address_hash, signup_attempts.c.at)


# --------------------------------------------------------------------------- mail on its way


class _OnItsWay(_WithId):
    """What every mail remembers, whether of an issue or by itself."""

    address: Named[str] = Column(Words)
    domain: Named[str] = Column(Words)
    state: Named[DeliveryState] = Column(Choice(DeliveryState))
    attempts: Named[int]
    next_at: Named[datetime] = Column(Instant)
    lease_owner: Named[str | None] = Column(Words)
    lease_until: Named[datetime | None] = Column(Instant)
    inflight_at: Named[datetime | None] = Column(Instant)
    done_at: Named[datetime | None] = Column(Instant)
    code: Named[int | None]
    enhanced: Named[str | None] = Column(Words)
    reply: Named[str | None] = Column(Words)


class _Deliveries(_OnItsWay):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    variant: Named[str] = Column(Words)


deliveries = Table(
    "deliveries", metadata, _Deliveries, UniqueConstraint("issue_id", "subscriber_id")
)
_open = text("state IN ('queued', 'deferred')")
Index(
    "ix_deliveries_waiting",
    deliveries.c.next_at,
    deliveries.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
_done = text("done_at IS NOT NULL")
Index("ix_deliveries_done_at", deliveries.c.done_at, sqlite_where=_done, postgresql_where=_done)
Index("ix_deliveries_state", deliveries.c.issue_id, deliveries.c.state)
_leased = text("lease_owner IS NOT NULL")
Index(
    "ix_deliveries_lease",
    deliveries.c.lease_owner,
    sqlite_where=_leased,
    postgresql_where=_leased,
)


class _Exclusions(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    reason: Named[str] = Column(Words)


exclusions = Table(
    "exclusions", metadata, _Exclusions, PrimaryKeyConstraint("issue_id", "subscriber_id")
)


class _Bounces(_WithId):
    delivery_id: Named[int] = Column(Id, ForeignKey("deliveries.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(Id, ForeignKey("subscribers.id", ondelete="CASCADE"))
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    domain: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant)
    verdict: Named[str] = Column(Words)
    status: Named[str] = Column(Words)
    detail: Named[str] = Column(Words)
    source: Named[str] = Column(Words)


bounces = Table("bounces", metadata, _Bounces, UniqueConstraint("delivery_id", "verdict"))
Index("ix_bounces_subscriber", bounces.c.subscriber_id, bounces.c.at)
Index("ix_bounces_domain", bounces.c.issue_id, bounces.c.domain)


class _Outbox(_OnItsWay):
    purpose: Named[str] = Column(Words)
    key: Named[str | None] = Column(Words, unique=True)
    subscriber_id: Named[int | None] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    message: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(Instant)


outbox = Table("outbox", metadata, _Outbox)
Index(
    "ix_outbox_lease",
    outbox.c.lease_owner,
    sqlite_where=_leased,
    postgresql_where=_leased,
)
Index(
    "ix_outbox_waiting",
    outbox.c.next_at,
    outbox.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)


# --------------------------------------------------------------------------- the service


class _Leases(TypedColumns):
    name: Named[str] = Column(Words, primary_key=True)
    owner: Named[str] = Column(Words)
    until: Named[datetime] = Column(Instant)


leases = Table("leases", metadata, _Leases)


class _Log(_WithId):
    at: Named[datetime] = Column(Instant, index=True)
    kind: Named[str] = Column(Words)
    message: Named[str] = Column(Words)
    detail: Named[dict[str, JSON]] = Column(Stored(dict[str, JSON]))


log = Table("log", metadata, _Log)
Index("ix_log_kind", log.c.kind, log.c.id)


class _Kv(TypedColumns):
    name: Named[str] = Column(Words, primary_key=True)
    value: Named[str] = Column(Words)
    changed_at: Named[datetime] = Column(Instant)


kv = Table("kv", metadata, _Kv)
