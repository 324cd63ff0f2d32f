"""Many rows at once, by the driver's own bulk statement: the library's spends as long on parameters as the database on rows.

Values are given as they are stored, on both databases alike: days as ISO text, moments as `stored_moment` words them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlmodel import Session


def insert_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of `columns`; no rows do nothing."""
    held = list(rows)
    if not held:
        return
    connection = session.connection()
    quoted = connection.dialect.identifier_preparer.quote
    sign = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names, signs = ", ".join(map(quoted, columns)), ", ".join([sign] * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {quoted(table)} ({names}) VALUES ({signs})", held)


def reserved_keys(session: Session, table: str, count: int) -> list[int]:
    """Return keys nobody else will get: writers are alone on SQLite, and Postgres counts by a sequence of its own."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return sorted(int(number) for number in connection.scalars(taken, {"table": table, "count": count}))
    first = int(connection.scalar(text(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')) or 1)
    return list(range(first, first + count))


@lru_cache(maxsize=1024)
def stored_moment(value: datetime | str) -> str:
    """Return a point in time, or its ISO text with an offset, as its column holds it: ISO text in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
