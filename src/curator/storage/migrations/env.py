"""How Alembic runs the migrations: on the connection that :mod:`curator.storage.engine.database` gives."""

from __future__ import annotations

from alembic import context

from curator.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # Both databases roll tables back; a migration is whole or has not been.
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
