"""Makes a new database: every table, the triggers, and the schema's number; whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from skjonn.errors import ConflictError
from skjonn.files import being_written
from skjonn.storage import engines, problems, triggers
from skjonn.storage.database import SCHEMA
from skjonn.storage.tables.every import METADATA
from skjonn.texts import N_

_VERSION_TABLE = """\
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


class DatabaseExists(ConflictError):
    """There is something already where the database was to be made."""

    code = "database-exists"
    sentence = N_("{database} is there already.")
    advice = N_("Use it as it is, or name another.")


Fill = Callable[[Session], None]
"""What is to stand in a new database from the first moment."""


def nothing(_session: Session) -> None:
    """Leave a new database empty."""


def create(url: str, *, shared: bool = False, fill: Fill = nothing, keep: bool = True) -> str:
    """Make an office's tables and triggers in a new SQLite file or an empty Postgres database, whole or not at all.

    Args:
        url: of the database.
        shared: open the SQLite file to the group (0660) and keep to a journal that works on a shared disk.
        fill: puts in what is to stand there from the first moment, in the same transaction.
        keep: False undoes everything in the end (`--dry-run`).

    Returns:
        How the database guards a commit: `wal` or `delete` on SQLite, `postgresql`.

    Raises:
        DatabaseExists: there is a database already.
    """
    path = engines.file_of(url)
    if path is None:
        return _create_postgres(url, SCHEMA, fill, keep=keep)
    return _create_file(path, SCHEMA, fill, shared=shared, keep=keep)


def open_to(path: Path, *, shared: bool) -> None:
    """Let the owner alone, or the group as well, read and write the file; SQLite gives its helper files the same mode."""
    if os.name == "posix":  # elsewhere the folder's own rights hold
        path.chmod(0o660 if shared else 0o600)


def _create_postgres(url: str, schema: str, fill: Fill, *, keep: bool) -> str:
    with problems.translated(engines.shown(url)), engines.for_writers(url).connect() as connection:
        if engines.has_table(connection, "alembic_version"):
            raise DatabaseExists(database=engines.shown(url))
        _build(connection, schema, fill)
        if keep:
            connection.commit()
    return "postgresql"


def _create_file(path: Path, schema: str, fill: Fill, *, shared: bool, keep: bool) -> str:
    if path.exists():
        raise DatabaseExists(database=str(path))
    with _beside(path, keep=keep) as beside:
        open_to(beside, shared=shared)
        with filling(beside) as connection:
            _build(connection, schema, fill)
        return "delete" if shared else _try_wal(beside)


@contextmanager
def _beside(path: Path, *, keep: bool) -> Iterator[Path]:
    """Give a file to be made and then put in the place of `path`; a trial's is made elsewhere and thrown away."""
    if not keep:
        with tempfile.TemporaryDirectory() as folder:
            yield _empty(Path(folder) / "trial.db")
        return
    try:
        with being_written(path) as beside:
            yield beside
    except sqlite3.OperationalError as error:
        raise problems.Unreachable(database=str(path), reason=str(error)) from error


def _empty(path: Path) -> Path:
    path.touch()
    return path


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


def _build(connection: Connection, schema: str, fill: Fill) -> None:
    METADATA.create_all(connection)
    triggers.install(connection)
    stamp(connection, schema)
    with Session(connection) as session:
        fill(session)
        session.flush()


def stamp(connection: Connection, schema: str) -> None:
    """Write down which schema the tables are of, where Alembic looks for it."""
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:schema)"), {"schema": schema})
