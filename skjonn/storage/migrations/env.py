"""Alembic's entry: runs the steps on the connection it is handed, whose transaction is somebody else's."""

from __future__ import annotations

from alembic import context

from skjonn.storage.tables.every import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
