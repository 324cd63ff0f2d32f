"""One engine per database for readers and one for writers, with what each kind of database needs said at the start.

Connections are not kept between transactions: a command has few of them, and nothing is left open for a fork, a copy of
the file or a `DROP DATABASE` to trip over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from skjonn.errors import SurroundingsError, UsageError
from skjonn.texts import N_

LOCK_WAIT_SECONDS = 30
_BEGIN = "skjonn_begin"
_READ_ONLY = "skjonn_read_only"
_NO_FOREIGN_KEYS = "skjonn_no_foreign_keys"
_engines: dict[str, tuple[Engine, Engine]] = {}


class UrlWrong(UsageError):
    """What was given with --database is neither a file, nor SQLite, nor Postgres."""

    code = "database-url-wrong"
    sentence = N_("{database} names no database skjonn can use.")
    advice = N_("Give a file (skjonn.db, or sqlite:///skjonn.db) or postgresql://user@host/name.")


class DatabaseMissing(SurroundingsError):
    """There is no SQLite file where the database should be."""

    code = "database-missing"
    sentence = N_("There is no database {path}.")
    advice = N_(
        "`skjonn init` makes a working folder with its database; `skjonn database create` makes the database alone."
    )


def address(url: str) -> URL:
    """Return `url` taken apart; a bare path is an SQLite file, `postgres://` is `postgresql://`.

    Raises:
        UrlWrong: it is neither SQLite nor Postgres.
    """
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        parts = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    except (ArgumentError, ValueError):
        raise UrlWrong(database=url.split("://", maxsplit=1)[0] + "://…") from None
    if parts.get_backend_name() == "postgresql":
        return parts.set(drivername="postgresql+psycopg")
    if parts.get_backend_name() == "sqlite" and parts.database:
        return parts
    raise UrlWrong(database=f"{parts.drivername}://…")


def is_postgres(url: str) -> bool:
    """Tell whether `url` is a Postgres database."""
    return url.startswith(("postgres://", "postgresql://", "postgresql+psycopg://"))


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None on Postgres."""
    return None if is_postgres(url) else Path(address(url).database or "")


def shown(url: str) -> str:
    """Return how `url` is named to people: the file, or the address without password and settings."""
    return str(path) if (path := file_of(url)) is not None else _open(url, {})


def without_password(url: str) -> str:
    """Return the same address as it may be written down: with its settings, but without a password."""
    if (path := file_of(url)) is not None:
        return str(path)
    return _open(
        url, {key: value for key, value in address(url).query.items() if key not in ("password", "sslpassword")}
    )


def _open(url: str, query: Mapping[str, Any]) -> str:
    parts = address(url)
    kept = URL.create("postgresql", parts.username, None, parts.host, parts.port, parts.database, query)
    return kept.render_as_string()


def for_readers(url: str) -> Engine:
    """Return the engine whose transactions see one moment and cannot write."""
    return _pair(url)[0]


def for_writers(url: str) -> Engine:
    """Return the engine whose transactions are alone in writing from their first statement."""
    return _pair(url)[1]


def for_upgrades(url: str) -> Engine:
    """Return an engine for changing tables: alone, and on SQLite without foreign keys, which are checked afterwards."""
    return for_writers(url).execution_options(**{_NO_FOREIGN_KEYS: True})


def close(url: str) -> None:
    """Forget the engines of `url`."""
    for engine in _engines.pop(url, ()):
        engine.dispose()


def has_table(connection: Connection, name: str) -> bool:
    """Tell whether the database has the table `name`."""
    return inspect(connection).has_table(name)


def _pair(url: str) -> tuple[Engine, Engine]:
    if (path := file_of(url)) is not None and not path.is_file():
        raise DatabaseMissing(path=str(path))
    if url not in _engines:
        _engines[url] = _postgres(url) if is_postgres(url) else _sqlite(url)
    return _engines[url]


def _sqlite(url: str) -> tuple[Engine, Engine]:
    path = file_of(url)
    engine = create_engine(
        "sqlite://", creator=lambda: connect_file(str(path)), poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    writers = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
    return engine.execution_options(**{_READ_ONLY: True}), writers


def connect_file(path: str) -> sqlite3.Connection:
    """Open an SQLite file that is there, with foreign keys on; transactions are begun by us, never by the driver."""
    connection = sqlite3.connect(
        Path(path).absolute().as_uri() + "?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=LOCK_WAIT_SECONDS,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_READ_ONLY):
        connection.exec_driver_sql("PRAGMA query_only = ON")
    if options.get(_NO_FOREIGN_KEYS):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql(options.get(_BEGIN, "BEGIN"))


def _postgres(url: str) -> tuple[Engine, Engine]:
    engine = create_engine(address(url), poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": 10})
    event.listen(engine, "connect", _limit_waiting)
    snapshot: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**snapshot), engine


def _limit_waiting(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_WAIT_SECONDS}s'")
        cursor.execute("SET timezone = 'UTC'")
    connection.commit()
