"""Every table, with named constraints and the indexes that its queries need.

Values that are only ever read whole are one JSON column (:class:`~curator.storage.engine.columns.Stored`);
what statements filter, join or sort by has a typed column beside it, written by the same function.
``docs/reference/database.md`` tells what the tables are for.
"""

from __future__ import annotations

from curator.storage.tables.base import metadata
from curator.storage.tables.editions import issue_contents, issue_items, issue_variants, issues
from curator.storage.tables.fetched import bad_documents, domain_waits, entries, sources
from curator.storage.tables.hand import corrections, feedback, goals, reading
from curator.storage.tables.library import (
    host_values,
    link_checks,
    resource_keys,
    resource_pages,
    resource_topics,
    resources,
    sightings,
)
from curator.storage.tables.post import bounces, deliveries, exclusions, outbox
from curator.storage.tables.readers import (
    consent_events,
    signup_attempts,
    signups,
    subscribers,
    suppressions,
)
from curator.storage.tables.service import kv, leases, log

__all__ = [
    "bad_documents",
    "bounces",
    "consent_events",
    "corrections",
    "deliveries",
    "domain_waits",
    "entries",
    "exclusions",
    "feedback",
    "goals",
    "host_values",
    "issue_contents",
    "issue_items",
    "issue_variants",
    "issues",
    "kv",
    "leases",
    "link_checks",
    "log",
    "metadata",
    "outbox",
    "reading",
    "resource_keys",
    "resource_pages",
    "resource_topics",
    "resources",
    "sightings",
    "signup_attempts",
    "signups",
    "sources",
    "subscribers",
    "suppressions",
]
