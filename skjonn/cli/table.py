"""`skjonn table`: one value, shown in the terminal or written in any format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion, options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, translate

if TYPE_CHECKING:
    from skjonn.domain.tables import Table
    from skjonn.texts import Language
    from skjonn.usecases.tables import Built, Format

group = Group("table")


class BinaryToTerminal(UsageError):
    """A Word or Excel table was asked for without a file to put it in."""

    code = "binary-to-terminal"
    sentence = N_("A table as {format} cannot be shown in a terminal.")
    advice = N_("Name a file with --out, or send the output into one.")


class EndingContradicts(UsageError):
    """`--format` says one thing and the file's ending another: Word and Excel would refuse the file."""

    code = "ending-contradicts"
    sentence = N_("{path} does not end as a file of the format {format} does.")
    advice = N_("Leave out --format: the ending decides.")


class PartnersWrong(UsageError):
    """`--partners` is neither full nor short."""

    code = "partners-wrong"
    sentence = N_("--partners is full or short, not {text}.")
    advice = N_("short prints `Eigersund mfl.`; full lists every partner.")


@group.command(
    help=N_(
        "Show or write a summary table: awards, applications, municipalities, areas, pots or initiatives.\nOf initiatives, --call or --year shows those with an award then, summed over all years up to it; without either, all."
    ),
    example="skjonn table awards --call 2021\nskjonn table awards --call 2021 --out awards.docx --in nn\nskjonn table municipalities --call 2021 --all --out kommunar.ods\nskjonn table initiatives --year 2021",
    lists=True,
)
def table(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("awards, applications, municipalities, areas, pots or initiatives."), autocompletion=completion.tables)],
    call: options.CallOption = None,
    year: Annotated[int | None, typer.Option("--year", metavar=N_("YEAR"), help=N_("All calls of a budget year."))] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("Write a file; its ending decides the format."))] = None,
    form: Annotated[str | None, typer.Option("--format", metavar="terminal|docx|xlsx|ods|csv|html|md|json", help=N_("The format; json is the data alone."))] = None,
    partners: Annotated[str, typer.Option("--partners", metavar="full|short", help=N_("Every partner, or shortly: `Haugesund og Karmøy`, `Eigersund mfl.`."))] = "full",
    every: Annotated[bool, typer.Option("--all", help=N_("Of municipalities: the whole county, also those with nothing."))] = False,
    as_of: options.AsOf = None,
    language: options.In = None,
) -> None:  # fmt: skip
    """Build the table once, then show it or write it."""
    from skjonn.usecases import tables

    setting = Setting.of(ctx)
    if partners not in ("full", "short"):
        raise PartnersWrong(text=partners)
    tables.require_known(name)
    code = setting.call(call) if call or (year is None and name != "initiatives") else None
    form_wanted = _format(out, form)
    built = tables.build(
        setting.url,
        setting.desk,
        tables.Wanted(name, code, year, as_of, _language(setting, language, form_wanted), every),
    )
    if out is not None:
        tables.save(built, setting.desk, out, form_wanted, short=partners == "short")
        setting.show(
            Answer(
                data={"path": out, "format": form_wanted, "totals": built.table.totals},
                lines=[_("Wrote {path}.").format(path=out)],
            )
        )
    else:
        _print(setting, built, form_wanted, short=partners == "short")


def _format(out: Path | None, form: str | None) -> Format:
    from skjonn.usecases import tables

    if form:
        wanted = tables.parse_format(form)
    elif out is not None:
        wanted = tables.format_of(out)
    else:
        wanted = "terminal"
    if wanted == "terminal" and out is not None:
        raise tables.FormatUnknown(text=wanted, known=[known for known in tables.FORMATS if known != "terminal"])
    ending = out.suffix.lstrip(".").casefold() if out is not None else wanted
    if ending in tables.FORMATS and ending != wanted:
        raise EndingContradicts(path=out, format=wanted)
    if out is None and wanted in tables.BINARY and sys.stdout.isatty():
        raise BinaryToTerminal(format=wanted)
    return wanted


def _language(setting: Setting, asked: Any, form: Format) -> Any:
    """Headings follow the document's language; in the terminal they follow the messages'."""
    seen = form == "terminal" and not setting.json and not setting.csv
    return asked or (setting.desk.language if seen else None)


def _print(setting: Setting, built: Built, form: Format, *, short: bool) -> None:
    from skjonn.domain.tables import on_page, shortened
    from skjonn.usecases import tables

    if form != "terminal" and not setting.json:
        sys.stdout.flush()
        sys.stdout.buffer.write(tables.rendered(built, form, short=short))
        sys.stdout.flush()
        return
    if setting.csv:  # the same comma-separated values as every listing; `--format csv` is what spreadsheets open
        setting.show(Answer(data=built.table.data(), table=built.table))
        return
    page = on_page(built.table)
    shown = shortened(page) if short else page
    heading = [
        f"{built.title} · {built.subtitle}",
        *([translate(built.table.note, built.language)] if built.table.note else []),
        "",
    ]
    worded = _worded(shown, built.language)
    setting.show(Answer(data=built.table.data(), lines=heading, table=worded, language=built.language))


def _worded(table: Table, language: Language) -> Rows:
    from skjonn.domain.tables import cell

    rows = [{column.name: cell(table, row, column, language) for column in table.columns} for row in table.rows]
    return Rows(table.columns, rows, table.totals)
