"""The law of the ledger, kept by the database itself, whoever writes to it and by whatever program."""

from __future__ import annotations

from sqlalchemy import Connection


def install(connection: Connection) -> None:
    """Put every trigger in place."""
