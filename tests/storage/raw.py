"""A client that knows nothing of `skjonn`: SQL straight to the database by its own driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

REFUSALS = (sqlite3.Error, psycopg.Error)


def is_sqlite(url: str) -> bool:
    """Tell which database this is."""
    return url.startswith("sqlite")


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """Connect as anybody could: every statement commits by itself, foreign keys as the driver leaves them."""
    if is_sqlite(url):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)) as connection:
            yield connection
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


def run(url: str, *statements: str) -> None:
    """Run statements one after another."""
    with connected(url) as connection:
        for statement in statements:
            connection.execute(statement)


def rows(url: str, question: str) -> list[tuple[Any, ...]]:
    """Ask something."""
    with connected(url) as connection:
        return [tuple(row) for row in connection.execute(question).fetchall()]


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything the ledger's law is about."""
    tables = ("frame", "pot", "ledger_line", "event", "decision", "decision_line", "event_case")
    return {table: rows(url, f"SELECT * FROM {table} ORDER BY id") for table in tables}


def line(pot: int, amount: int, kind: str = "allotted", decision_line: str = "NULL", verb: str = "INSERT") -> str:
    """Return the statement that puts a line in the ledger."""
    return (
        f'{verb} INTO ledger_line (pot_id, kind, amount_nok, reason, decision_line_id, "on", recorded_at, person_id)'
        f" VALUES ({pot}, '{kind}', {amount}, '', {decision_line}, '2021-01-19', '2021-01-19T00:00:00+00:00', 1)"
    )


def attempts(check: Callable[[], None]) -> bool:
    """Tell whether `check` was refused."""
    try:
        check()
    except REFUSALS:
        return True
    return False
