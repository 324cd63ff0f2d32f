"""Brings an older database to the schema of this program, after copying its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from skjonn.errors import SurroundingsError
from skjonn.files import being_written
from skjonn.storage import backup, database, engines, migrations, problems
from skjonn.texts import N_


class UpgradeUnsound(SurroundingsError):
    """After the upgrade rows would point to rows that are not there; it was undone."""

    code = "upgrade-unsound"
    sentence = N_("The upgrade was undone. Rows that would have pointed to nothing afterwards: {count}.")
    advice = N_("Nothing was changed. Run `skjonn database check`, and ask for help with what it says.")


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: from which schema to which, and where the copy of the file lies (None: nothing to copy)."""

    before: str
    after: str
    copy: Path | None


def upgrade(url: str, *, then: Callable[[Session], None], keep: bool = True) -> Upgraded:
    """Bring the database to the schema of this program; an SQLite file is copied beside itself first.

    `then` writes down that it was done, in the same transaction; `keep` False undoes everything (`--dry-run`).

    Raises:
        NotOurs, SchemaNewer: it is none of ours, or of a later version.
    """
    before = _schema(url)
    if before == database.SCHEMA:
        return Upgraded(before, before, None)
    if before is None or before > database.SCHEMA:
        database.require(before, url)
    copy = _copy_beside(engines.file_of(url)) if keep else None
    _run(url, then, keep=keep)
    return Upgraded(str(before), database.SCHEMA, copy)


def _schema(url: str) -> str | None:
    with problems.translated(engines.shown(url)), engines.for_readers(url).connect() as connection:
        return database.found_schema(connection)


def _copy_beside(path: Path | None) -> Path | None:
    if path is None:
        return None
    names = (path.with_name(f"{path.stem}.before-{database.SCHEMA}{mark}{path.suffix}") for mark in ("", *_numbers()))
    target = next(name for name in names if not name.exists())
    with being_written(target) as beside:
        backup.copy_file(path, beside)
    return target


def _numbers() -> tuple[str, ...]:
    return tuple(f"-{number}" for number in range(2, 1_000))


def _run(url: str, then: Callable[[Session], None], *, keep: bool) -> None:
    with problems.translated(engines.shown(url)), engines.for_upgrades(url).connect() as connection:
        connection.begin()  # Alembic keeps to a transaction it finds open, and commits its own
        migrations.run(connection)
        if connection.dialect.name == "sqlite":
            _require_whole(connection)
        with Session(connection) as session:
            then(session)
            session.flush()
        if keep:
            connection.commit()


def _require_whole(connection: Connection) -> None:
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if astray:
        raise UpgradeUnsound(count=len(astray))
