"""What the shell offers at the tab key: nouns, calls, cases. Asks the database's driver directly; silent where it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from skjonn.errors import SurroundingsError
from skjonn.texts import LANGUAGES, N_, _, chosen

if TYPE_CHECKING:
    from skjonn.cli.nouns import Noun


class ShellUnknown(SurroundingsError):
    """The shell is not recognised, or is none that completion is written for."""

    code = "shell-unknown"
    sentence = N_("This shell is not known.")
    advice = N_("Completion works in bash, zsh, fish and PowerShell.")


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


def tables(ctx: Any, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the names of the summary tables."""
    from skjonn.domain.tables import TITLES

    return [name for name in TITLES if name.startswith(incomplete)]


def letter_kinds(ctx: Any, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the kinds of letter."""
    from skjonn.domain.letter_kinds import LetterKind

    return [kind.value for kind in LetterKind if kind.value.startswith(incomplete)]


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
    path = _last_word(_told_by(install_callback, ctx, param, value))
    typer.echo(_("Completion is installed in {path}. Start a new terminal to use it.").format(path=path))
    ctx.exit()


def show(ctx: Any, param: Any, value: Any) -> None:
    """Print the completion script of this shell, and end."""
    from typer.completion import completion_init, show_callback  # type: ignore[attr-defined]  # not re-exported by name

    completion_init()
    typer.echo(_told_by(show_callback, ctx, param, value).rstrip("\n"))
    ctx.exit()


def _told_by(callback: Any, ctx: Any, param: Any, value: Any) -> str:
    """Return what the library's own callback prints before it ends the program."""
    told = StringIO()
    try:
        with redirect_stdout(told), redirect_stderr(told):
            callback(ctx, param, value)
    except typer.Exit as ended:
        raise ShellUnknown from ended
    except SystemExit:
        pass
    return told.getvalue()


def _last_word(told: str) -> str:
    return told.partition("\n")[0].partition(" installed in ")[2]
