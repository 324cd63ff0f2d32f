"""Makes a new database: every table, the triggers, and the schema's number; whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from skjonn.errors import ConflictError
from skjonn.storage import engines, problems, triggers
from skjonn.storage.tables import METADATA
from skjonn.texts import N_

_VERSION_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"


class DatabaseExists(ConflictError):
    """There is something already where the database was to be made."""

    code = "database-exists"
    sentence = N_("{database} is there already.")
    advice = N_("Use it as it is, or name another.")


def create(url: str, schema: str, *, shared: bool) -> str:
    """Make the database; see `database.create`."""
    path = engines.file_of(url)
    return _create_postgres(url, schema) if path is None else _create_file(path, schema, shared=shared)


def open_to(path: Path, *, shared: bool) -> None:
    """Let the owner alone, or the group as well, read and write the file; SQLite gives its helper files the same mode."""
    if os.name == "posix":  # elsewhere the folder's own rights hold
        path.chmod(0o660 if shared else 0o600)


def _create_postgres(url: str, schema: str) -> str:
    engine = engines.for_writers(url)
    with problems.translated(engines.shown(url)), engine.begin() as connection:
        if engines.has_table(connection, "alembic_version"):
            raise DatabaseExists(database=engines.shown(url))
        _fill(connection, schema)
    return "postgresql"


def _create_file(path: Path, schema: str, *, shared: bool) -> str:
    if path.exists():
        raise DatabaseExists(database=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".skjonn-", suffix=".db", dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        open_to(beside, shared=shared)
        journal = _fill_file(beside, schema, shared=shared)
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    return journal


def _fill_file(path: Path, schema: str, *, shared: bool) -> str:
    with filling(path) as connection:
        _fill(connection, schema)
    return "delete" if shared else _try_wal(path)


@contextmanager
def filling(path: Path) -> Iterator[Connection]:
    """Open the empty file `path` to be filled in one transaction."""
    engine = create_engine(
        "sqlite://", creator=lambda: engines.connect_file(str(path)), poolclass=NullPool, hide_parameters=True
    )
    with problems.translated(str(path)), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.exec_driver_sql("COMMIT")


def _try_wal(path: Path) -> str:
    """Switch to write-ahead logging, which lets readers and a writer work side by side; some disks cannot."""
    connection = engines.connect_file(str(path))
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = version_num")
    except sqlite3.OperationalError:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        connection.close()
    return str(mode)


def _fill(connection: Connection, schema: str) -> None:
    METADATA.create_all(connection)
    triggers.install(connection)
    stamp(connection, schema)


def stamp(connection: Connection, schema: str) -> None:
    """Write down which schema the tables are of, where Alembic looks for it."""
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:schema)"), {"schema": schema})
