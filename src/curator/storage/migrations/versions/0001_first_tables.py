"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def _consent_events() -> None:
    op.create_table(
        "consent_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=True),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_events")),
    )
    op.create_index(
        op.f("ix_consent_events_address_hash"), "consent_events", ["address_hash"], unique=False
    )


def _domain_waits() -> None:
    op.create_table(
        "domain_waits",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_domain_waits")),
    )


def _goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", ID, nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("week", "text", name=op.f("uq_goals_week_text")),
    )


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", ID, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("frozen_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("audience_count", sa.Integer(), nullable=False),
        sa.Column("excluded_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_issues_series_number")),
    )
    op.create_index("ix_issues_state", "issues", ["state", "due_at"], unique=False)
    op.create_index(
        "uq_issues_period_key",
        "issues",
        ["series", "period_key"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )


def _kv() -> None:
    op.create_table(
        "kv",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kv")),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )


def _log() -> None:
    op.create_table(
        "log",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
    )
    op.create_index(op.f("ix_log_at"), "log", ["at"], unique=False)
    op.create_index("ix_log_kind", "log", ["kind", "id"], unique=False)


def _resources() -> None:
    op.create_table(
        "resources",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("track", sa.String(20), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("dated_at", INSTANT, nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("enriched_at", INSTANT, nullable=True),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("duplicate_of", ID, nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["duplicate_of"],
            ["resources.id"],
            name=op.f("fk_resources_duplicate_of"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("key", name=op.f("uq_resources_key")),
    )
    op.create_index("ix_resources_dated", "resources", ["dated", "first_seen_at"], unique=False)
    op.create_index("ix_resources_dated_at", "resources", ["dated_at"], unique=False)
    op.create_index(
        "ix_resources_duplicate_of",
        "resources",
        ["duplicate_of"],
        unique=False,
        sqlite_where=sa.text("duplicate_of IS NOT NULL"),
        postgresql_where=sa.text("duplicate_of IS NOT NULL"),
    )
    op.create_index("ix_resources_host", "resources", ["host", "dated_at"], unique=False)
    op.create_index("ix_resources_kind", "resources", ["kind", "dated_at"], unique=False)
    op.create_index(
        "ix_resources_model_version", "resources", ["model_version", "dated_at"], unique=False
    )
    op.create_index(
        "ix_resources_retry_at",
        "resources",
        ["retry_at"],
        unique=False,
        sqlite_where=sa.text("retry_at IS NOT NULL"),
        postgresql_where=sa.text("retry_at IS NOT NULL"),
    )


def _signup_attempts() -> None:
    op.create_table(
        "signup_attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signup_attempts")),
    )
    op.create_index(
        "ix_signup_attempts_address", "signup_attempts", ["address_hash", "at"], unique=False
    )
    op.create_index(op.f("ix_signup_attempts_at"), "signup_attempts", ["at"], unique=False)
    op.create_index(
        "ix_signup_attempts_network", "signup_attempts", ["network", "at"], unique=False
    )


def _signups() -> None:
    op.create_table(
        "signups",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("cookie_hash", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("mails_sent", sa.Integer(), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signups")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_signups_address_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signups_token_hash")),
    )
    op.create_index(op.f("ix_signups_expires_at"), "signups", ["expires_at"], unique=False)


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("next_fetch_at", INSTANT, nullable=True),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("url", name=op.f("uq_sources_url")),
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("cadence", sa.String(20), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("send_hour", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("unsubscribed_at", INSTANT, nullable=True),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.Column("token_epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("address", name=op.f("uq_subscribers_address")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_subscribers_address_hash")),
    )
    op.create_index(
        "ix_subscribers_choices",
        "subscribers",
        ["state", "topics", "cadence", "format", "time_zone", "send_hour"],
        unique=False,
    )
    op.create_index("ix_subscribers_state", "subscribers", ["state", "address"], unique=False)


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_suppressions")),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("track", sa.String(20), nullable=True),
        sa.Column("corrected_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_corrections_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_id", "subject", name=op.f("pk_corrections")),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("inflight_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("enhanced", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_deliveries_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_deliveries_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "issue_id", "subscriber_id", name=op.f("uq_deliveries_issue_id_subscriber_id")
        ),
    )
    op.create_index(
        "ix_deliveries_done_at",
        "deliveries",
        ["done_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_lease",
        "deliveries",
        ["lease_owner"],
        unique=False,
        sqlite_where=sa.text("lease_owner IS NOT NULL"),
        postgresql_where=sa.text("lease_owner IS NOT NULL"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["issue_id", "state"], unique=False)
    op.create_index(
        op.f("ix_deliveries_subscriber_id"), "deliveries", ["subscriber_id"], unique=False
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'deferred')"),
        postgresql_where=sa.text("state IN ('queued', 'deferred')"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("resource_id", ID, nullable=True),
        sa.Column("ignored", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_entries_resource_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_entries_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("source_id", "uid", name=op.f("uq_entries_source_id_uid")),
    )
    op.create_index(
        "ix_entries_resource_id", "entries", ["resource_id", "published_at"], unique=False
    )
    op.create_index(
        "ix_entries_source_published", "entries", ["source_id", "published_at"], unique=False
    )


def _exclusions() -> None:
    op.create_table(
        "exclusions",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_exclusions_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_exclusions_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("issue_id", "subscriber_id", name=op.f("pk_exclusions")),
    )
    op.create_index(
        op.f("ix_exclusions_subscriber_id"), "exclusions", ["subscriber_id"], unique=False
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_feedback_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_given_at"), "feedback", ["given_at"], unique=False)
    op.create_index(op.f("ix_feedback_resource_id"), "feedback", ["resource_id"], unique=False)


def _host_values() -> None:
    op.create_table(
        "host_values",
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value_hash", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_host_values_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "host", "field", "value_hash", "resource_id", name=op.f("pk_host_values")
        ),
    )
    op.create_index("ix_host_values_resource_id", "host_values", ["resource_id"], unique=False)


def _issue_contents() -> None:
    op.create_table(
        "issue_contents",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_contents_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_issue_contents")),
    )


def _issue_items() -> None:
    op.create_table(
        "issue_items",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_items_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_issue_items_resource_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("issue_id", "resource_id", name=op.f("pk_issue_items")),
        sa.UniqueConstraint(
            "series", "resource_id", name=op.f("uq_issue_items_series_resource_id")
        ),
    )
    op.create_index(
        op.f("ix_issue_items_resource_id"), "issue_items", ["resource_id"], unique=False
    )


def _issue_variants() -> None:
    op.create_table(
        "issue_variants",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("rendered", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_variants_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "variant", name=op.f("pk_issue_variants")),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("inflight_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("enhanced", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("subscriber_id", ID, nullable=True),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_outbox_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_lease",
        "outbox",
        ["lease_owner"],
        unique=False,
        sqlite_where=sa.text("lease_owner IS NOT NULL"),
        postgresql_where=sa.text("lease_owner IS NOT NULL"),
    )
    op.create_index(op.f("ix_outbox_subscriber_id"), "outbox", ["subscriber_id"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'deferred')"),
        postgresql_where=sa.text("state IN ('queued', 'deferred')"),
    )


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_reading_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_reading_resource_id")),
    )
    op.create_index("ix_reading_status", "reading", ["status", "added_at"], unique=False)


def _resource_keys() -> None:
    op.create_table(
        "resource_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_keys_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_resource_keys")),
    )
    op.create_index(
        op.f("ix_resource_keys_resource_id"), "resource_keys", ["resource_id"], unique=False
    )


def _resource_pages() -> None:
    op.create_table(
        "resource_pages",
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_pages_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_resource_pages")),
    )


def _resource_topics() -> None:
    op.create_table(
        "resource_topics",
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("dated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_topics_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_id", "slug", name=op.f("pk_resource_topics")),
    )
    op.create_index(
        "ix_resource_topics_slug",
        "resource_topics",
        ["slug", "dated_at", "resource_id"],
        unique=False,
    )


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_sightings_resource_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_sightings_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sightings")),
        sa.UniqueConstraint(
            "resource_id", "source_id", "uid", name=op.f("uq_sightings_resource_id_source_id_uid")
        ),
    )
    op.create_index("ix_sightings_source", "sightings", ["source_id", "resource_id"], unique=False)
    op.create_index(
        "uq_sightings_by_hand",
        "sightings",
        ["resource_id"],
        unique=True,
        sqlite_where=sa.text("source_id IS NULL"),
        postgresql_where=sa.text("source_id IS NULL"),
    )


def _bounces() -> None:
    op.create_table(
        "bounces",
        sa.Column("id", ID, nullable=False),
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_bounces_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_bounces_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_bounces_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("delivery_id", "verdict", name=op.f("uq_bounces_delivery_id_verdict")),
    )
    op.create_index("ix_bounces_domain", "bounces", ["issue_id", "domain"], unique=False)
    op.create_index("ix_bounces_subscriber", "bounces", ["subscriber_id", "at"], unique=False)


def _search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE resource_search USING fts5(title, authors, summary, body,"
            " tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    else:
        op.execute(
            "CREATE TABLE resource_search (rowid bigint CONSTRAINT pk_resource_search PRIMARY KEY,"
            " title text NOT NULL, summary text NOT NULL, body text NOT NULL,"
            " words tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_resource_search_words ON resource_search USING gin (words)")


def upgrade() -> None:
    _consent_events()
    _domain_waits()
    _goals()
    _issues()
    _kv()
    _leases()
    _log()
    _resources()
    _signup_attempts()
    _signups()
    _sources()
    _subscribers()
    _suppressions()
    _corrections()
    _deliveries()
    _entries()
    _exclusions()
    _feedback()
    _host_values()
    _issue_contents()
    _issue_items()
    _issue_variants()
    _outbox()
    _reading()
    _resource_keys()
    _resource_pages()
    _resource_topics()
    _sightings()
    _bounces()
    _search()
