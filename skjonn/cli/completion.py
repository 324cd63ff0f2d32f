"""What the shell offers at the tab key: nouns, calls, cases. Asks the database's driver directly; silent where it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.core

from skjonn.texts import LANGUAGES, _, chosen

if TYPE_CHECKING:
    from skjonn.cli.app import Noun

MOST = 500
"""No shell shows more than this."""


def nouns(known: Sequence[Noun], incomplete: str) -> list[Any]:
    """Return the nouns that begin with what is typed: English ones, in a Norwegian language also the Norwegian."""
    item = typer.core.CompletionItem  # type: ignore[attr-defined]  # the library's own class, not re-exported by name
    return [
        item(name, help=_(noun.help))
        for noun in known
        for name in dict.fromkeys((noun.name, getattr(noun, chosen(), "")))
        if name and name.startswith(incomplete)
    ]


def languages(ctx: Any, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001  (the library's signature)
    """Return the languages of messages."""
    return [language for language in LANGUAGES if language.startswith(incomplete)]


def calls(ctx: Any, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the codes of the calls in the database, newest first."""
    return [
        code for code in _asked(ctx, "SELECT code FROM call ORDER BY opened_on DESC") if code.startswith(incomplete)
    ]


def cases(ctx: Any, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Return case numbers, in their order."""
    found = _asked(ctx, "SELECT case_number FROM application ORDER BY id")
    return sorted(number for number in found if number.startswith(incomplete))[:MOST]


def _asked(ctx: Any, question: str) -> list[str]:
    """Return the first column of the answer; nothing where there is no database, or it does not answer at once."""
    with suppress(Exception):  # a shell waits for a word; whatever is wrong is told when the command runs
        from skjonn.cli.setting import Setting

        url = Setting.of(ctx).url
        return _from_sqlite(url, question) if url.startswith("sqlite") else _from_postgres(url, question)
    return []


def _from_sqlite(url: str, question: str) -> list[str]:
    path = Path(url.partition(":///")[2])
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
        return [str(row[0]) for row in connection.execute(question)]


def _from_postgres(url: str, question: str) -> list[str]:
    import psycopg

    address = url.replace("+psycopg", "", 1)
    with psycopg.connect(address, connect_timeout=2, options="-c statement_timeout=1000") as connection:
        return [str(row[0]) for row in connection.execute(question.encode())]


def install(ctx: Any, param: Any, value: Any) -> None:
    """Put the completion script where this shell reads it, say so, and end."""
    from typer.completion import completion_init, install_callback  # type: ignore[attr-defined]  # not re-exported by name

    completion_init()
    install_callback(ctx, param, value)


def show(ctx: Any, param: Any, value: Any) -> None:
    """Print the completion script of this shell, and end."""
    from typer.completion import completion_init, show_callback  # type: ignore[attr-defined]  # not re-exported by name

    completion_init()
    show_callback(ctx, param, value)
