"""Whether the database's own guards stand: tables, named constraints, triggers, foreign keys, the file itself."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    inspect,
    text,
)
from sqlmodel import Session

from skjonn.domain.problems import Place, Problem
from skjonn.storage import triggers
from skjonn.storage.tables.every import METADATA
from skjonn.texts import N_

_NAMED = (CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint)


def _failure(code: str, sentence: str, **data: object) -> Problem:
    return Problem(code, "error", Place(), sentence, data=data)


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _pairs(session: Session, question: str) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in session.connection().execute(text(question))}


def tables(session: Session) -> Iterator[Problem]:
    """Every table is there with every column."""
    found = inspect(session.connection())
    there = set(found.get_table_names())
    for table in METADATA.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)} if table.name in there else set()
        if missing := [column.name for column in table.columns if column.name not in columns]:
            yield _failure(
                "table-incomplete", N_("The table {table} lacks {columns}."), table=table.name, columns=missing
            )


def storage(session: Session) -> Iterator[Problem]:
    """The file is sound (SQLite); on Postgres the server answers for it."""
    if not _on_sqlite(session):
        return
    for (line,) in session.connection().execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield _failure("file-damaged", N_("SQLite finds the file damaged: {finding}."), finding=line)


def foreign_keys(session: Session) -> Iterator[Problem]:
    """Every row a row points to is there."""
    if _on_sqlite(session):
        for table, _row, parent, _key in session.connection().execute(text("PRAGMA foreign_key_check")):
            yield _failure(
                "row-astray",
                N_("A row of {table} points to a row of {parent} that is not there."),
                table=table,
                parent=parent,
            )
        return
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            here, there = f'"{table.name}"', f'"{key.column.table.name}"'
            question = f'SELECT 1 FROM {here} a LEFT JOIN {there} b ON b.id = a."{key.parent.name}" WHERE a."{key.parent.name}" IS NOT NULL AND b.id IS NULL'
            for _row in session.connection().execute(text(question)):
                yield _failure(
                    "row-astray",
                    N_("A row of {table} points to a row of {parent} that is not there."),
                    table=table.name,
                    parent=key.column.table.name,
                )


def constraints(session: Session) -> Iterator[Problem]:
    """Every named constraint stands, and on Postgres is validated."""
    standing = _sqlite_constraints(session) if _on_sqlite(session) else _postgres_constraints(session)
    for table in METADATA.sorted_tables:
        for name in sorted(_names(session, table)):
            if name not in standing.get(table.name, set()):
                yield _failure(
                    "constraint-missing",
                    N_("The constraint {name} on {table} is missing."),
                    name=name,
                    table=table.name,
                )


def _names(session: Session, table: Table) -> set[str]:
    worded = session.get_bind().dialect.identifier_preparer.format_constraint
    kept = [one for one in table.constraints if isinstance(one, _NAMED) and one.name is not None]
    return {str(worded(one)).strip('"') for one in kept}


def _sqlite_constraints(session: Session) -> dict[str, set[str]]:
    rows = session.connection().execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {name: set((sql or "").replace('"', " ").replace(",", " ").split()) for name, sql in rows}


def _postgres_constraints(session: Session) -> dict[str, set[str]]:
    question = (
        "SELECT rel.relname, con.conname FROM pg_constraint con JOIN pg_class rel ON rel.oid = con.conrelid"
        " WHERE rel.relnamespace = current_schema()::regnamespace AND con.convalidated"
    )
    found: dict[str, set[str]] = {}
    for table, name in session.connection().execute(text(question)):
        found.setdefault(table, set()).add(name)
    return found


def laws(session: Session) -> Iterator[Problem]:
    """Every trigger of the ledger's law stands as it was made, and on Postgres holds in every mode."""
    if _on_sqlite(session):
        standing = _pairs(session, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        wanted = triggers.SQLITE
    else:
        standing, wanted = _postgres_triggers(session), triggers.POSTGRES
        yield from _functions(session)
    for one in wanted:
        if standing.get(one.name) != one.statement:
            yield _failure(
                "trigger-missing",
                N_("The trigger {name} on {table} is missing, switched off or another than it was made."),
                name=one.name,
                table=one.table,
            )
    for name in sorted(set(standing) - {one.name for one in wanted}):
        yield _failure("trigger-unknown", N_("There is a trigger {name} that is none of ours."), name=name)


def _postgres_triggers(session: Session) -> dict[str, str]:
    question = (
        "SELECT tg.tgname, pg_get_triggerdef(tg.oid, true) || CASE tg.tgenabled WHEN 'A' THEN '' ELSE ' not always' END"
        " FROM pg_trigger tg JOIN pg_class rel ON rel.oid = tg.tgrelid WHERE NOT tg.tgisinternal AND rel.relnamespace = current_schema()::regnamespace"
    )
    return _pairs(session, question)


def _functions(session: Session) -> Iterator[Problem]:
    question = (
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        " AND proconfig = ARRAY['search_path=pg_catalog, pg_temp']"
    )
    standing = _pairs(session, question)
    for one in triggers.FUNCTIONS:
        if standing.get(one.name) != one.body:
            yield _failure(
                "function-changed",
                N_("The trigger function {name} is missing or another than it was made."),
                name=one.name,
            )
