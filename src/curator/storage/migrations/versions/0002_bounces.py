"""What came back of the mails that were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
PARENTS = {"delivery_id": "deliveries", "subscriber_id": "subscribers", "issue_id": "issues"}


def upgrade() -> None:
    op.create_table(
        "bounces",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in PARENTS),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("verdict", "status", "detail", "source")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{parent}.id"], name=op.f(f"fk_bounces_{name}"), ondelete="CASCADE"
            )
            for name, parent in PARENTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("delivery_id", "verdict", name=op.f("uq_bounces_delivery_id_verdict")),
    )
    op.create_index("ix_bounces_subscriber", "bounces", ["subscriber_id", "at"])
    op.create_index("ix_bounces_domain", "bounces", ["issue_id", "domain"])
