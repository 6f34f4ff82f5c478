"""What all tables share: one collection, names for constraints, and numbered rows."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Named, TypedColumns

from curator.storage.engine.columns import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class WithId(TypedColumns):
    """Columns of a table whose rows have a number."""

    id: Named[int] = Column(Id, primary_key=True)
