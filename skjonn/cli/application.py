"""`skjonn application`: applications in from files or by hand, and one case at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.domain.problems import Problem
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import listed

if TYPE_CHECKING:
    from skjonn.usecases.intake import Imported

group = Group("application")

_SHOWN_AT_ONCE = 3
_ACHIEVED = N_("{call}: {added} added, {changed} changed, {unchanged} unchanged.")

Files = Annotated[list[Path], typer.Argument(metavar=N_("FILE…"), help=N_("Spreadsheets: .xlsx, .xlsm, .xls, .ods, .csv or .tsv."))]  # fmt: skip
Maps = Annotated[list[str] | None, typer.Option("--map", metavar='"HEADER=FIELD"', help=N_("Read a column with an unknown heading as a field; may be repeated."))]  # fmt: skip
Received = Annotated[date | None, typer.Option("--received", parser=options.day, metavar=N_("DATE"), help=N_("The day applications came that do not say so themselves."))]  # fmt: skip
Late = Annotated[list[str] | None, typer.Option("--late", metavar=N_("ROW=REASON"), help=N_("Why an application that came too late is taken: row in the file or case number; may be repeated."))]  # fmt: skip
Partial = Annotated[bool, typer.Option("--partial", help=N_("Take the rows without faults and leave out the others."))]
Update = Annotated[bool, typer.Option("--update", help=N_("Take rows that have changed as new versions."))]


@group.command(
    "import",
    help=N_(
        "Import applications from spreadsheets: all rows or none.\nA row is known by its reference, else by applicant and title; the same file again changes nothing."
    ),
    example="skjonn application import applications.xlsx --call 2021\n"
    'skjonn application import søknader.ods --call 2021 --received 2021-02-15 --map "Kva det gjeld=title"\n'
    'skjonn application import søknader.csv --call 2021 --update --late "12=Sendt i tide, kom bort"',
    acts=True,
)
def import_(
    ctx: typer.Context,
    files: Files,
    call: options.CallOption = None,
    maps: Maps = None,
    received: Received = None,
    late: Late = None,
    partial: Partial = False,
    update: Update = False,
) -> None:
    """Import files."""
    from skjonn.usecases import intake, intake_refusals

    setting = Setting.of(ctx)
    code = setting.call(call)
    pairs = dict(options.pair(text, "--map") for text in maps or ())
    reasons = dict(options.pair(text, "--late") for text in late or ())

    def run(day: date | None) -> Imported:
        return intake.import_applications(setting.url, setting.desk, files, code, update=update, received=day, mapping=pairs, partial=partial, late=reasons)  # fmt: skip

    try:
        done = run(received)
    except intake_refusals.ReceivedMissing:
        if not setting.may_prompt:
            raise
        done = run(options.day(prompts.text(setting, "--received", _("When were the applications received (YYYY-MM-DD)?"))))  # fmt: skip
    setting.show(_answer(done))


def _answer(done: Imported) -> Answer:
    lines = [_(_ACHIEVED).format(call=done.call, added=len(done.added), changed=len(done.changed), unchanged=done.unchanged)]  # fmt: skip
    if done.left_out:
        count = len(done.left_out)
        lines.append(ngettext("{count} row was left out.", "{count} rows were left out.", count).format(count=count))
    data = {
        "call": done.call,
        "added": len(done.added),
        "changed": len(done.changed),
        "unchanged": done.unchanged,
        "left_out": len(done.left_out),
        "cases": done.added,
        "problems": done.problems,
    }
    following = f"skjonn application list --call {done.call}"
    return Answer(data, lines, None, grouped(done.problems), following, exit_code=1 if done.left_out else 0)


def grouped(problems: tuple[Problem, ...]) -> list[str | Problem]:
    """Return problems for a person: the same fault in many cells is told once, with the first cells and how many more."""
    same: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        same.setdefault((problem.code, problem.message(), problem.place.file + problem.place.sheet), []).append(problem)
    return [_told(several) for several in same.values()]


def _told(several: list[Problem]) -> str | Problem:
    first = several[0]
    if len(several) <= _SHOWN_AT_ONCE:
        return first if len(several) == 1 else _line(first, listed([one.place.cell for one in several], chosen()))
    cells = ", ".join(one.place.cell for one in several[:_SHOWN_AT_ONCE])
    return _line(first, _("{cells} and {count} more").format(cells=cells, count=len(several) - _SHOWN_AT_ONCE))


def _line(problem: Problem, cells: str) -> str:
    where = ", ".join(part for part in (problem.place.file, problem.place.sheet, cells) if part)
    lead = _("Warning:") + " " if problem.severity == "warning" else ""
    return f"{lead}{where}: {problem.message()} {problem.help()}".rstrip()
