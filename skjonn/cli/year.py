"""`skjonn year`: the yearly report, closing a year, comparing years."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, year_bundle
from skjonn.cli.app import Group
from skjonn.cli.drawing import as_text, terminal_width
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import long_date

if TYPE_CHECKING:
    from skjonn.domain.year_corrections import Difference
    from skjonn.usecases.year_reports import ClosedYear, Compared

group = Group("year")


class DayUnused(UsageError):
    """A day was given for a correction."""

    code = "year-day-unused"
    sentence = N_("--as-of does not go with --correct: a correction takes up everything recorded until now.")
    advice = N_("Leave out --as-of.")


class ReasonOfClosing(UsageError):
    """A reason was given for closing a year."""

    code = "year-reason-unused"
    sentence = N_("--reason goes with --correct alone.")
    advice = N_("Leave out --reason, or correct a closed year with --correct --reason TEXT.")


@group.command(
    "report",
    help=N_("Write the report of a year: Word with charts, a workbook with every table, JSON, and a manifest of what they rest on.\nDated by --as-of, else by the last day anything of the year was recorded; the same report again gives the same files."),
    example="skjonn year report 2021 --out rapport-2021\nskjonn year report 2021 --as-of 2021-12-31 --in nb --out rapport-2021",
    acts=True,
)  # fmt: skip
def report(
    ctx: typer.Context,
    year: options.Year,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("DIR"), help=N_("The folder to write in; by default report-YEAR."))] = None,
    as_of: options.AsOf = None,
    language: options.In = None,
) -> None:  # fmt: skip
    """Write a yearly report."""
    from skjonn.usecases import year_reports

    setting = Setting.of(ctx)
    folder = out or Path(f"report-{year}")
    form: Any = language  # the option takes nothing else than the two forms
    wanted = year_reports.Wanted(year, as_of, form)
    done = year_reports.report(setting.url, setting.desk, wanted, folder, setting.working_folder)
    lines = [_("The year {year} as it stood on {day}.").format(year=year, day=long_date(done.facts.as_of, chosen()))]
    if done.frozen:
        lines.append(_("The figures are those that were frozen."))
    lines += [str(folder / name) for name in done.files]
    data = {**done.facts.data(), "frozen": done.frozen, "files": [{"path": folder / name, "sha256": digest} for name, digest in done.files.items()]}  # fmt: skip
    setting.show(Answer(data=data, lines=lines, next_command="" if done.closed else f"skjonn year close {year}"))


@group.command(
    "close",
    help=N_("Freeze what a year's report says. Afterwards its figures change by listed corrections alone (--correct), and money given up is returned, not free."),
    example='skjonn year close 2021\nskjonn year close 2021 --correct --reason "Ein rapport kom etter fristen."',
    acts=True,
)  # fmt: skip
def close(
    ctx: typer.Context,
    year: options.Year,
    correct: Annotated[bool, typer.Option("--correct", help=N_("Freeze a closed year anew, and list what differs."))] = False,
    reason: options.Reason = None,
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """Close a year."""
    from skjonn.usecases import year_reports

    if correct and as_of is not None:
        raise DayUnused
    if reason is not None and not correct:
        raise ReasonOfClosing
    setting = Setting.of(ctx)
    if correct:
        done = year_reports.correct(setting.url, setting.desk, year, reason or "")
    else:
        done = year_reports.close(setting.url, setting.desk, year, as_of)
    setting.show(_closed(done))


@group.command(
    "compare",
    help=N_("Show what differs between two years, or between what was frozen of one and what it would be now."),
    example="skjonn year compare 2020 2021\nskjonn year compare 2021 --csv",
    lists=True,
)
def compare(
    ctx: typer.Context,
    year: options.Year,
    other: Annotated[int | None, typer.Argument(metavar=N_("YEAR"), help=N_("The other year; by default the same year as it would be now."))] = None,
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """Compare years."""
    from skjonn.usecases import year_reports

    setting = Setting.of(ctx)
    found = year_reports.compare(setting.url, year, other, as_of)
    lines = _corrected(found)
    if not found.differences:
        lines.append(_("Nothing differs."))
    elif lines:
        lines.append(_("Not taken up yet:"))
    shown = _table(found.differences) if found.differences or setting.csv else None
    setting.show(Answer(data=_data(found), lines=lines, table=shown))


year_bundle.declare(group)


def _closed(done: ClosedYear) -> Answer:
    lines = [
        _("The year {year} is frozen as it stood on {day}.").format(
            year=done.year, day=long_date(done.as_of, chosen())
        ),
        _("Digest: {digest}").format(digest=done.digest),
    ]
    if done.changes:
        lines.append(ngettext("{n} figure differs from what was frozen before:", "{n} figures differ from what was frozen before:", len(done.changes)).format(n=len(done.changes)))  # fmt: skip
    table = _table(done.changes) if done.changes else None
    return Answer(data=done, lines=lines, table=table, next_command=f"skjonn year report {done.year}")


def _corrected(found: Compared) -> list[str]:
    """Return the listed corrections of a closed year: when and why, and below it each figure that was changed."""
    lines = []
    for one in found.corrections:
        said = _("Corrected on {day}: {reason}").format(day=long_date(one.on, chosen()), reason=one.reason)
        lines += textwrap.wrap(said, terminal_width(), subsequent_indent="    ", break_on_hyphens=False)
        lines += [as_text(_table(one.differences)), ""]
    return lines


def _data(found: Compared) -> dict[str, Any]:
    """Return differences as scripts get them: names of tables and fields, and figures as they are."""
    rows = [one.data() for one in found.differences]
    corrections = [one.data() for one in found.corrections]
    return {"columns": ["place", "what_differs", "before", "after"], "rows": rows, "totals": {}, "corrections": corrections}  # fmt: skip


def _table(found: Sequence[Difference]) -> Rows:
    from skjonn.usecases.year_words import differences_rows

    return Rows(columns("place", "what_differs", "before", "after"), differences_rows(found, chosen()))
