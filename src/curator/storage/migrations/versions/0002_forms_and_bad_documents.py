"""Words as the tagger compared them, documents that could not be read, no count of confirm mails.

Every resource is tagged anew once, so that the new index of words knows all of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def _bad_documents() -> None:
    op.create_table(
        "bad_documents",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_bad_documents_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_bad_documents")),
    )


def _forms() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Letters and digits of any language come folded; "c++" and "c#" are words.
        op.execute(
            "CREATE VIRTUAL TABLE resource_search_forms USING fts5(forms,"
            " detail = none, columnsize = 0, tokenize = \"ascii tokenchars '+#'\")"
        )
    else:
        op.execute(
            "CREATE TABLE resource_search_forms (rowid bigint"
            " CONSTRAINT pk_resource_search_forms PRIMARY KEY, forms tsvector NOT NULL)"
        )
        op.execute(
            "CREATE INDEX ix_resource_search_forms_forms ON resource_search_forms USING gin (forms)"
        )
    op.execute("UPDATE resources SET model_version = ''")
    op.execute("DELETE FROM kv WHERE name = 'tagged by'")


def upgrade() -> None:
    """Add two tables, drop one column."""
    _bad_documents()
    _forms()
    with op.batch_alter_table("signups") as signups:
        signups.drop_column("mails_sent")
