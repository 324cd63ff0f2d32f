"""Copies of a database: of a file while it is in use, and of a Postgres database as a file of the same tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, insert, select

from skjonn.errors import ConflictError
from skjonn.files import being_written
from skjonn.storage import creation, database, engines, problems, triggers
from skjonn.storage.tables.every import METADATA
from skjonn.texts import N_

_ROWS_AT_ONCE = 2_000


class BackupExists(ConflictError):
    """There is a file already where the copy was to be written."""

    code = "backup-exists"
    sentence = N_("{path} is there already.")
    advice = N_("Name another file; an earlier copy is never written over.")


def backup(url: str, target: Path) -> None:
    """Copy the database to a new SQLite file that its owner alone may read, as it stood at one moment.

    A Postgres database is copied table by table into a file of the same schema, with the same triggers, which every
    command can open with `--database`; the server's own `pg_dump` keeps roles and rights as well.

    Raises:
        BackupExists: `target` is there.
        TargetBusy: it cannot be written.
    """
    require_free(target)
    with database.reading(url) as session, being_written(target) as beside:  # of our schema, and not half written
        if (path := engines.file_of(url)) is not None:
            copy_file(path, beside)
        else:
            _copy_tables(session.connection(), beside)


def require_free(target: Path) -> None:
    """Hold that nothing is at `target` yet.

    Raises:
        BackupExists: something is.
    """
    if target.exists():
        raise BackupExists(path=str(target))


def copy_file(source: Path, target: Path) -> None:
    """Copy an SQLite database that others may be using to the empty file `target`."""
    old, new = engines.connect_file(str(source)), sqlite3.connect(target)
    with problems.translated(str(source)), closing(old), closing(new):
        old.backup(new)


def _copy_tables(source: Connection, target: Path) -> None:
    with creation.filling(target) as connection:
        METADATA.create_all(connection)
        for table in METADATA.sorted_tables:
            rows = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table).order_by(table.c.id))
            for some in rows.mappings().partitions():
                connection.execute(insert(table), [dict(row) for row in some])
        triggers.install(connection)
        creation.stamp(connection, database.SCHEMA)
