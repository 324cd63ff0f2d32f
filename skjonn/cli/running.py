"""From words to an exit code: the one place where what goes wrong becomes lines on stderr."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from skjonn.cli import app, faults, output
from skjonn.cli.options import COMMAND
from skjonn.cli.setting import stated
from skjonn.errors import SkjonnError, SurroundingsError, UsageError
from skjonn.texts import LANGUAGES, N_, _

BUG = 70
INTERRUPTED = 130
_QUIET_ABOUT = ("sqlalchemy", "psycopg", "sqlite3", "pydantic")


class MessagesUnknown(UsageError):
    """`--lang` names a language there are no messages in."""

    code = "language-unknown"
    sentence = N_("There are no messages in {language}.")
    advice = N_("Choose nb, nn or en.")


class SystemRefuses(SurroundingsError):
    """The disk is full, or a file or folder is closed to this user."""

    code = "system-refuses"
    sentence = N_("The system refuses: {reason} ({path}).")
    advice = N_("Check that the disk has room, and that you may read and write there.")


_SURROUNDINGS = {
    errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.EMFILE,
}  # fmt: skip


class WordUnreadable(UsageError):
    """A word holds bytes that are no text, as where a terminal and a script disagree on how letters are written."""

    code = "word-unreadable"
    sentence = N_("{word} is not text in UTF-8.")
    advice = N_("Set the terminal, or the file the command comes from, to UTF-8 and type it again.")


def run(words: Sequence[str]) -> int:  # noqa: PLR0911  (one line per way to end)
    """Run the command in `words`; return its exit code whatever happens."""
    begun: list[Any] = []
    try:
        return _run(list(words), begun)
    except typer.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:  # the library ends so after installing completion
        return ended.code if isinstance(ended.code, int) else 0
    except (KeyboardInterrupt, EOFError, typer.Abort):  # also a terminal that is closed at a question
        output.talk(_("Stopped. What was not finished has not been kept."))
        return INTERRUPTED
    except BrokenPipeError:  # the reader has gone, and has read what it wanted
        return 0
    except typer.TyperException as error:
        return _refuse(faults.of(error, f"skjonn {_command(begun)}".strip()), words, begun, error)
    except SkjonnError as error:
        return _refuse(error, words, begun)
    except OSError as error:
        if error.errno not in _SURROUNDINGS:
            return _confess(error)
        return _refuse(SystemRefuses(reason=error.strerror, path=error.filename or "-"), words, begun)
    except Exception as error:  # noqa: BLE001  (the last stop: a bug is told without the data it met)
        return _confess(error)


def _run(words: list[str], begun: list[Any]) -> int:
    _check_words(words)
    _check_language(stated(words, "--lang"))
    root = app.root()
    if instruction := os.environ.get("_SKJONN_COMPLETE"):
        return _complete(root, instruction)
    with root.make_context("skjonn", words) as ctx:
        begun.append(ctx)
        root.invoke(ctx)
    return 0


def _complete(root: Any, instruction: str) -> int:
    from typer.completion import completion_init, shell_complete  # type: ignore[attr-defined]  # not re-exported by name

    completion_init()
    return shell_complete(root, {}, "skjonn", "_SKJONN_COMPLETE", instruction)


def _check_words(words: Sequence[str]) -> None:
    for word in words:
        if word.encode("utf-8", "replace").decode("utf-8") != word or "\0" in word:
            raise WordUnreadable(word=ascii(word))


def _check_language(named: str | None) -> None:
    if named is not None and named.lower() not in (*LANGUAGES, "no"):
        raise MessagesUnknown(language=named)


def _refuse(error: SkjonnError, words: Sequence[str], begun: Sequence[Any], cause: Any = None) -> int:
    as_json = "--json" in words
    ctx = getattr(cause, "ctx", None)
    if ctx is not None and isinstance(error, faults.CommandMissing) and not as_json:
        output.talk(ctx.get_help())
        return error.exit_code
    output.show_error(error, command=_command(begun), as_json=as_json)
    return error.exit_code


def _command(begun: Sequence[Any]) -> str:
    """Return the words of the command that was reached, without `skjonn`."""
    return str(begun[0].meta.get(COMMAND, "")) if begun else ""


def _confess(error: Exception) -> int:
    for frame in traceback.extract_tb(error.__traceback__):
        output.talk(f"  {frame.filename}:{frame.lineno} {frame.name}")
    kind = type(error)
    silent = kind.__module__.split(".")[0] in _QUIET_ABOUT
    output.talk(f"{kind.__module__}.{kind.__qualname__}" + ("" if silent else f": {error}"))
    output.talk(_("This is a fault in skjonn. Nothing unfinished was kept. Please report it with the lines above."))
    return BUG
