"""Options declared once: the global ones, the switches of acting and listing commands, and shared kinds of value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from skjonn.cli import completion
from skjonn.errors import UsageError
from skjonn.texts import N_

COMMAND = "skjonn.command"
"""Where a context's `meta` holds the words of the command that runs."""
GIVEN = "skjonn.given"
"""Where a context's `meta` holds the global options and switches that were given, before or after the command."""
_FIRST_YEAR, _LAST_YEAR = 1800, 2199  # the oldest municipalities began in 1838
GLOBAL_PANEL = N_("Global options, before or after the command")


class DateWrong(UsageError):
    """A date is not written as year-month-day."""

    code = "date-wrong"
    sentence = N_("{text} is not a date.")
    advice = N_("Write year, month and day: 2021-02-15.")


class DateFar(UsageError):
    """A date is a date, and nobody can mean it."""

    code = "date-far"
    sentence = N_("{text} is further away than any day dealt with here.")
    advice = N_("Check the year; days from 1800 to 2199 are known.")


class AmountWrong(UsageError):
    """An amount on the command line cannot be read."""

    code = "amount-wrong"
    sentence = N_("The amount cannot be read: {why}")
    advice = N_("Write whole kroner, in quotes where there is a space: 500000 or '500 000'.")


class PairWrong(UsageError):
    """What should be NAME=VALUE is something else."""

    code = "pair-wrong"
    sentence = N_("{option} {text}: expected a name, an equals sign and a value.")
    advice = N_("Write it as NAME=VALUE, in quotes where there is a space.")


class YearsWrong(UsageError):
    """A span of years on the command line is none."""

    code = "years-wrong"
    sentence = N_("{text} is neither a year nor a span of years.")
    advice = N_("Write years of four digits, the earlier first: --years 2019-2021, or --years 2021.")


class StatusUnknown(UsageError):
    """A status on the command line that no application can have."""

    code = "status-unknown"
    sentence = N_("There is no status {text}.")
    advice = N_("The statuses are {statuses}.")


class Given(typer.core.TyperOption):
    """An option that is kept in the context for `Setting`, wherever it stood; the command's function never sees it."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """Keep what was given; what stands nearest the command wins."""
        if value not in (None, False, 0):
            ctx.meta.setdefault(GIVEN, {})[self.name] = value
            if self.callback is not None and not ctx.resilient_parsing:
                self.callback(ctx, self, value)
        return value


def _donor(text: str = "", flag: bool = False) -> None:
    """Lend the library's descriptions of a text and of a flag to the options made here."""


@cache
def _kinds() -> dict[str, Any]:
    app = typer.Typer(add_completion=False)
    app.command()(_donor)
    return {option.name: option.type_descriptor for option in typer.main.get_command(app).params}  # type: ignore[attr-defined]  # every one is a TyperOption


def _text(
    *names: str,
    metavar: str,
    help: str,  # noqa: A002  (the library's word)
    autocompletion: Callable[[Any, list[str], str], Any] | None = None,
    callback: Callable[..., Any] | None = None,
) -> Given:
    return Given(
        param_decls=list(names),
        type_descriptor=_kinds()["text"],
        metavar=metavar,
        help=help,
        expose_value=False,
        rich_help_panel=GLOBAL_PANEL,
        autocompletion=autocompletion,
        callback=callback,
    )


def _flag(
    *names: str,
    help: str,  # noqa: A002  (the library's word)
    panel: str | None = None,
    callback: Callable[..., Any] | None = None,
    eager: bool = False,
) -> Given:
    return Given(
        param_decls=list(names),
        type_descriptor=_kinds()["flag"],
        is_flag=True,
        default=False,
        help=help,
        expose_value=False,
        rich_help_panel=panel,
        callback=callback,
        is_eager=eager,
    )


@cache
def global_options() -> tuple[Given, ...]:
    """Return the options every command knows."""
    return (
        _text("--database", metavar=N_("URL"), help=N_("The database: a file or a Postgres address (SKJONN_DATABASE; default: the working folder's).")),
        _text("--user", metavar=N_("NAME"), help=N_("Who acts (SKJONN_USER; default: the login name).")),
        _text("--today", metavar=N_("DATE"), help=N_("The day acts are dated on (SKJONN_TODAY; default: today)."), callback=_check_day),
        _text("--lang", metavar="nb|nn|en", help=N_("The language of messages (SKJONN_LANG; default: the machine's)."), autocompletion=completion.languages),
        _flag("-q", "--quiet", help=N_("Print results only, no talk."), panel=GLOBAL_PANEL),
        _flag("-v", "--verbose", help=N_("Say more about what is done."), panel=GLOBAL_PANEL),
        _flag("--no-input", help=N_("Never ask; name what is missing instead."), panel=GLOBAL_PANEL),
        _flag("--version", help=N_("Print the versions and exit."), panel=GLOBAL_PANEL, callback=_print_version),
    )  # fmt: skip


@cache
def completion_options() -> tuple[Given, ...]:
    """Return the two options that set up completion in the shell."""
    return (
        _flag("--install-completion", help=N_("Install completion for this shell."), callback=completion.install),
        _flag("--show-completion", help=N_("Print the completion script of this shell."), callback=completion.show),
    )


_SWITCHES = {
    "dry_run": ("--dry-run", N_("Report what would be done, and change nothing.")),
    "json": ("--json", N_("Print one JSON object.")),
    "csv": ("--csv", N_("Print comma-separated values.")),
}


@cache
def switches(names: Sequence[str]) -> tuple[Given, ...]:
    """Return the switches of a kind of command, by name."""
    return tuple(_flag(_SWITCHES[name][0], help=_SWITCHES[name][1]) for name in names)


@cache
def help_option() -> Given:
    """Return `--help`; the library's own would load its type checker on the way to every command."""
    return _flag("--help", help=N_("Show this message and exit."), callback=_print_help, eager=True)


def _print_help(ctx: Any, _param: Any, _value: Any) -> None:
    typer.echo(ctx.get_help())
    ctx.exit()


def _print_version(ctx: Any, _param: Any, _value: Any) -> None:
    from skjonn.cli.output import put, versions

    put(versions())
    ctx.exit()


def _check_day(_ctx: Any, _param: Any, value: str) -> None:
    day(value)


def day(text: str | date) -> date:
    """Read a date written as year-month-day.

    Raises:
        DateWrong: anything else.
        DateFar: the year is before 1800 or after 2199.
    """
    if isinstance(text, date):
        return text
    clean = text.strip()
    try:
        found = date.fromisoformat(clean)
    except ValueError as error:
        raise DateWrong(text=text) from error
    if found.isoformat() != clean:  # weeks, and dates without hyphens, are read by the library but by few people
        raise DateWrong(text=text)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise DateFar(text=text)
    return found


def amount(text: str | int) -> int:
    """Read whole kroner as people write them: `500000`, `500 000`, `kr 500 000,-`, `1,1 mill.`.

    Raises:
        AmountWrong: it is no amount, or a doubtful one.
    """
    if isinstance(text, int):
        return text
    from skjonn.domain.amounts import AmountUnreadable, parse_amount

    try:
        return parse_amount(text)
    except AmountUnreadable as error:
        raise AmountWrong(why=error.message()) from error


def years(text: str) -> tuple[int, int]:
    """Read a year, or two with a hyphen or a dash between: the first and the last.

    Raises:
        YearsWrong: anything else, years of two digits, or the later year first.
    """
    found = re.fullmatch(r"([12][0-9]{3})(?:\s?[-\u2010-\u2015\u2212]\s?([12][0-9]{3}))?", text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise YearsWrong(text=text)
    return first, last


def status(text: str) -> str:
    """Read the status of an application, by its code.

    Raises:
        StatusUnknown: there is no such status.
    """
    from skjonn.domain.fields import CATALOGUE

    known = [code for code, _label in CATALOGUE["status"].choices]
    clean = text.strip().casefold()
    if clean not in known:
        raise StatusUnknown(text=text, statuses=known)
    return clean


def pair(text: str, option: str) -> tuple[str, str]:
    """Split NAME=VALUE; both are stripped.

    Args:
        text: what was given.
        option: the option's name as typed, for the message.

    Raises:
        PairWrong: no equals sign, or nothing on one side of it.
    """
    name, _sign, value = (part.strip() for part in text.partition("="))
    if not name or not value:
        raise PairWrong(option=option, text=text)
    return name, value


def later_years(texts: list[str] | None) -> dict[int, int] | None:
    """Return year -> whole kroner from `YEAR=AMOUNT`; None where nothing is said, which keeps what stands.

    Raises:
        YearsWrong, AmountWrong and what `pair` raises: something else is written.
    """
    if not texts:
        return None
    return {years(year)[0]: amount(nok) for year, nok in (pair(text, "--later") for text in texts)}


Call = Annotated[str | None, typer.Argument(metavar=N_("CALL"), help=N_("The call's code; may be left out where one call is open."), autocompletion=completion.calls)]  # fmt: skip
"""The call as an argument; give it to `setting.call(...)`."""
CallOption = Annotated[str | None, typer.Option("--call", metavar=N_("CALL"), help=N_("The call's code; may be left out where one call is open."), autocompletion=completion.calls)]  # fmt: skip
"""The call as an option; give it to `setting.call(...)`."""
Case = Annotated[str, typer.Argument(metavar=N_("CASE"), help=N_("The case number, or its last number where one call is open."), autocompletion=completion.cases)]  # fmt: skip
"""One case as an argument; give it to `setting.case(...)`."""
Year = Annotated[int, typer.Argument(metavar=N_("YEAR"), help=N_("The budget year."))]
"""A budget year as an argument."""
AsOf = Annotated[date | None, typer.Option("--as-of", parser=day, metavar=N_("DATE"), help=N_("As it stood at the end of that day."))]  # fmt: skip
"""The state of an earlier day."""
Reason = Annotated[str | None, typer.Option("--reason", metavar=N_("TEXT"), help=N_("Why; stored and shown."))]
"""Why something is done."""
LaterYears = Annotated[list[str] | None, typer.Option("--later", metavar=N_("YEAR=AMOUNT"), help=N_("What is held out for a later budget year, with reservation; it takes no money. 0 takes it back."))]  # fmt: skip
"""What is held out for later budget years, as `later_years` reads it."""


class FormUnknown(UsageError):
    """A document's language is neither bokmål nor nynorsk."""

    code = "form-unknown"
    sentence = N_("Documents are written in nb or nn, not in {text}.")
    advice = N_("Add --in nb or --in nn, or leave it out for the office's default.")


def form(text: str) -> str:
    """Read the language of a document: `nb` or `nn`.

    Raises:
        FormUnknown: anything else.
    """
    clean = text.strip().casefold()
    if clean not in ("nb", "nn"):
        raise FormUnknown(text=text)
    return clean


In = Annotated[str | None, typer.Option("--in", parser=form, metavar="nb|nn", help=N_("The document's language; else the office's default."))]  # fmt: skip
"""The language of a document; messages follow `--lang`."""
