"""The versions of what the program works on: the database's schema and the data that comes with it."""

from __future__ import annotations

from skjonn.storage import database


def data_versions() -> list[tuple[str, str]]:
    """Return names and versions, schema first."""
    return [("schema", str(database.SCHEMA))]
