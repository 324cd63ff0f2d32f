"""Opens the database of an office: for reading as it stood at one moment, or for writing alone, all or nothing.

Writers queue on both databases: SQLite by BEGIN IMMEDIATE, Postgres by one advisory lock, so what a writer has read stays
true until it commits. Readers never wait for writers and cannot write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from skjonn.errors import SurroundingsError
from skjonn.storage import engines, problems
from skjonn.texts import N_

SCHEMA = "0001"
"""The schema this program reads and writes; a test holds it equal to Alembic's head."""

_WRITERS_LOCK = 7_306_650_110  # any fixed number: writers of one Postgres database queue on it


class SchemaOlder(SurroundingsError):
    """The database was last used by an earlier version of the program."""

    code = "schema-older"
    sentence = N_("The database has schema {found}, and this version of skjonn uses {needed}.")
    advice = N_("Run `skjonn database upgrade`; the file is copied first.")


class SchemaNewer(SurroundingsError):
    """The database was last used by a later version of the program."""

    code = "schema-newer"
    sentence = N_(
        "The database has schema {found}, which is newer than {needed}, the newest this version of skjonn knows."
    )
    advice = N_("Install the version of skjonn your colleagues use.")


class NotOurs(SurroundingsError):
    """The database is there, but is none of ours."""

    code = "database-not-ours"
    sentence = N_("{database} is not a database of skjonn.")
    advice = N_("Check --database; `skjonn database create` makes the tables in an empty one.")


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """Open the database for reading, all of it as it stood when the block began.

    Raises:
        DatabaseMissing, Unreachable, NotOurs, SchemaOlder, SchemaNewer: it cannot be used as it is.
        DatabaseBusy: another writer held it for longer than the waiting time.
    """
    with _session(url, engines.for_readers(url)) as session:
        _require_schema(session, url)
        yield session


@contextmanager
def writing(url: str, *, keep: bool = True) -> Iterator[Session]:
    """Open the database for writing, alone: committed when the block ends well, undone on any error.

    Args:
        url: of the database.
        keep: False undoes everything in the end as well (`--dry-run`).

    Raises:
        The same as `reading`.
    """
    with _session(url, engines.for_writers(url)) as session:
        if engines.is_postgres(url):
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
        _require_schema(session, url)
        yield session
        if keep:
            session.commit()


def found_schema(connection: Connection) -> str | None:
    """Return the schema the database stands at, None where it is none of ours."""
    if not engines.has_table(connection, "alembic_version"):
        return None
    return cast("str | None", connection.scalar(text("SELECT version_num FROM alembic_version")))


def require(found: str | None, url: str) -> None:
    """Accept exactly the schema of this program.

    Raises:
        NotOurs, SchemaOlder, SchemaNewer: what was found is another.
    """
    if found is None:
        raise NotOurs(database=engines.shown(url))
    if found != SCHEMA:
        raise (SchemaOlder if found < SCHEMA else SchemaNewer)(found=found, needed=SCHEMA)


def close(url: str) -> None:
    """Let go of what is held open for `url`; the next use opens it anew."""
    engines.close(url)


@contextmanager
def _session(url: str, engine: Engine) -> Iterator[Session]:
    with problems.translated(engines.shown(url)), Session(engine, expire_on_commit=False) as session:
        yield session


def _require_schema(session: Session, url: str) -> None:
    try:
        found = cast("str | None", session.connection().scalar(text("SELECT version_num FROM alembic_version")))
    except DBAPIError as error:
        if problems.table_missing(error):
            raise NotOurs(database=engines.shown(url)) from None
        raise
    require(found, url)
