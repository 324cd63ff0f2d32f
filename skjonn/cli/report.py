"""`skjonn report`: municipalities' reports on what they were awarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts, report_due
from skjonn.cli.app import Group
from skjonn.cli.grouping import grouped
from skjonn.cli.output import Answer, Rows, columns, progress
from skjonn.cli.report_due import Report
from skjonn.cli.setting import Setting
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.reports import Account, FormGroup, Line, ProjectStatus, ReportKind, Unused
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import grouped as amount_of
from skjonn.texts.wording import kroner, long_date

if TYPE_CHECKING:
    from skjonn.usecases.report_import import Taken
    from skjonn.usecases.report_views import Owed

group = Group("report")
_AMOUNTS = ("spent_nok", "unused_nok")
_TEXTS = ("summary", "results", "experience", "usefulness", "next_steps")


@group.command(
    "form",
    help=N_("Write report forms as workbooks, in each municipality's language form, with what is known written in.\nOne for each award that owes the report, or with --group municipality one for each municipality."),
    example="skjonn report form 2021 --report final --out rapportskjema\nskjonn report form 2021 --report interim --group municipality --out rapportskjema",
    acts=True,
)  # fmt: skip
def form(
    ctx: typer.Context,
    call: options.Call = None,
    report: Report = ReportKind.FINAL,
    cases: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("Only this case; may be repeated."))] = None,
    by: Annotated[FormGroup, typer.Option("--group", metavar="case|municipality", help=N_("A form for each case, or for each municipality."))] = FormGroup.CASE,
    out: Annotated[Path, typer.Option("--out", metavar=N_("DIR"), help=N_("The folder to write them in."))] = Path("reports"),
) -> None:  # fmt: skip
    """Write forms."""
    from skjonn.usecases.report_forms import FormsWanted, write_forms

    setting = Setting.of(ctx)
    code = setting.call(call)
    named = tuple(setting.case(one) for one in cases or ())
    wanted = FormsWanted(code, report, named, by)
    done = write_forms(setting.url, setting.desk, wanted, out)
    lines = [str(one.path) for one in done]
    lines.append(ngettext("{n} report form was written.", "{n} report forms were written.", len(done)).format(n=len(done)))  # fmt: skip
    setting.show(Answer(data={"forms": done}, lines=lines, next_command=f"skjonn report import {out} --received DATE"))


@group.command(
    "import",
    help=N_("Take in filled report forms, files or a folder of them: all or none.\nThe same report again changes nothing; another one of the same award takes its place, and the earlier is kept."),
    example="skjonn report import rapportskjema/ --received 2022-05-30\nskjonn report import rapport.xlsx --received 2022-05-30 --partial",
    acts=True,
)  # fmt: skip
def import_(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar=N_("FILE"), help=N_("Filled forms, or folders of them."))],
    received: Annotated[date | None, typer.Option("--received", parser=options.day, metavar=N_("DATE"), help=N_("The day they came; by default today."))] = None,
    partial: Annotated[bool, typer.Option("--partial", help=N_("Take the reports without faults and leave out the others."))] = False,
    update: Annotated[bool, typer.Option("--update", help=N_("Take changed reports also where one was accepted; they have to be accepted anew."))] = False,
) -> None:  # fmt: skip
    """Import reports."""
    from skjonn.usecases import report_import
    from skjonn.usecases.intake_files import files_of

    setting = Setting.of(ctx)
    how = report_import.HandedIn(received or setting.desk.today, partial, update)
    with progress(setting, _("Reading reports"), total=len(files_of(paths, report_import.FORMS)[0])) as step:
        done = report_import.take_in(setting.url, setting.desk, paths, how, step)
    setting.show(_taken(done))


@group.command(
    "list",
    help=N_("List the reports of the awards that stand: when each is due, when it came, what became of it."),
    example="skjonn report list 2021\nskjonn report list --open --csv",
    lists=True,
)
def list_(
    ctx: typer.Context,
    call: Annotated[str | None, typer.Argument(metavar=N_("CALL"), help=N_("Only of this call; by default of all."))] = None,
    only_open: Annotated[bool, typer.Option("--open", help=N_("Only those that are owed still."))] = False,
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """List reports."""
    from skjonn.usecases import reports
    from skjonn.usecases.report_views import Asked

    setting = Setting.of(ctx)
    codes = frozenset({setting.call(call)}) if call else frozenset()
    found = reports.listed(setting.url, as_of or setting.desk.today, Asked(codes, as_of, only_open))
    shown = columns("case", "municipality", "report", "due_report_on", "received_on", "report_state", "unused_nok")
    setting.show(Answer(table=Rows(shown, [_row(one, as_of or setting.desk.today) for one in found])))


@group.command(
    "show",
    help=N_("Show the latest report of a case; --out writes the file it came in, as it came."),
    example="skjonn report show 2021-007\nskjonn report show 2021-007 --report interim --json",
    lists=True,
)
def show(
    ctx: typer.Context,
    case: options.Case,
    report: Report = ReportKind.FINAL,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("Write the file it came in here."))] = None,
) -> None:  # fmt: skip
    """Show a report."""
    from skjonn.usecases import reports

    setting = Setting.of(ctx)
    found = reports.show(setting.url, setting.desk.today, setting.case(case), report)
    came = found.owed.came
    assert came is not None, "it is shown"
    lines = [f"{found.owed.case} {found.owed.title}", _("{report}, came on {day}").format(report=report.worded(chosen()).capitalize(), day=long_date(came.received_on, chosen())), ""]  # fmt: skip
    lines += [*_became(found.owed, setting.desk.today), *_said(found.said)]
    if out is not None:
        reports.write_file(setting.url, setting.desk.today, found.owed.case, report, out)
        lines.append(_("Wrote {path}.").format(path=out))
    data = {**_row(found.owed, setting.desk.today), "said": found.said, "comment": came.comment}
    setting.show(Answer(data=data, lines=lines, next_command=f"skjonn report accept {found.owed.case} --report {report.value}" if came.act is None else ""))  # fmt: skip


@group.command(
    "add",
    help=N_("Register a report that came in another way than the form."),
    example='skjonn report add 2021-007 --status ended --summary "Prosjektet er gjennomført." --results "…" --spent 90000 --unused 10000 --received 2022-05-30',
    acts=True,
)
def add(
    ctx: typer.Context,
    case: options.Case,
    report: Report = ReportKind.FINAL,
    status: Annotated[ProjectStatus | None, typer.Option("--status", metavar="|".join(ProjectStatus), help=N_("Where the project stands."))] = None,
    summary: Annotated[str, typer.Option("--summary", metavar=N_("TEXT"), help=N_("What has been done."))] = "",
    results: Annotated[str, typer.Option("--results", metavar=N_("TEXT"), help=N_("What came of it."))] = "",
    experience: Annotated[str, typer.Option("--experience", metavar=N_("TEXT"), help=N_("What went well, what did not."))] = "",
    usefulness: Annotated[str, typer.Option("--usefulness", metavar=N_("TEXT"), help=N_("What others can take over."))] = "",
    steps: Annotated[str, typer.Option("--next-steps", metavar=N_("TEXT"), help=N_("What happens next."))] = "",
    financing: Annotated[list[str] | None, typer.Option("--financing", metavar=N_("WHAT=AMOUNT"), help=N_("A line of the financing; may be repeated."))] = None,
    use: Annotated[list[str] | None, typer.Option("--use", metavar=N_("WHAT=AMOUNT"), help=N_("A line of what it was used for; may be repeated."))] = None,
    spent: Annotated[int | None, typer.Option("--spent", parser=options.amount, metavar=N_("AMOUNT"), help=N_("Used of the award."))] = None,
    unused: Annotated[int | None, typer.Option("--unused", parser=options.amount, metavar=N_("AMOUNT"), help=N_("Not used of the award."))] = None,
    received: Annotated[date | None, typer.Option("--received", parser=options.day, metavar=N_("DATE"), help=N_("The day it came; by default today."))] = None,
) -> None:  # fmt: skip
    """Register a report."""
    from skjonn.usecases import reports

    setting = Setting.of(ctx)
    stands = status or ProjectStatus(
        prompts.choice(setting, "--status", _("Where does the project stand?"), _statuses())
    )
    said = Account(stands, summary, results, experience, usefulness, steps, _lines(financing, "--financing"), _lines(use, "--use"), spent, unused)  # fmt: skip
    number = setting.case(case)
    problems = reports.add_by_hand(setting.url, setting.desk, number, report, (said, received or setting.desk.today))
    line = _("{case}: the {report} is registered.").format(case=number, report=report.worded(chosen()))
    setting.show(Answer(data={"case": number, "report": report}, lines=[line], messages=problems, next_command=f"skjonn report accept {number} --report {report.value}"))  # fmt: skip


@group.command(
    "accept",
    help=N_("Accept the latest report of a case; where the final report leaves money unused, say what becomes of it."),
    example="skjonn report accept 2021-007\nskjonn report accept 2021-007 --unused claimed",
    acts=True,
)
def accept(
    ctx: typer.Context,
    case: options.Case,
    report: Report = ReportKind.FINAL,
    unused: Annotated[Unused | None, typer.Option("--unused", metavar="|".join(Unused), help=N_("What becomes of money not used."))] = None,
) -> None:  # fmt: skip
    """Accept a report."""
    from skjonn.usecases import reports

    setting = Setting.of(ctx)
    done = reports.accept(setting.url, setting.desk, setting.case(case), report, unused)
    lines = [_("{case}: the {report} is accepted.").format(case=done.case, report=report.worded(chosen()))]
    call = done.case.rpartition("-")[0]
    following = f"skjonn letter write {call} --kind report_accepted --report {report.value} --case {done.case}"
    if done.unused is not None:
        lines.append(f"{kroner(done.unused_nok, chosen())}: {_(dict(CATALOGUE['unused'].choices)[done.unused.value])}.")
    if done.unused is Unused.CLAIMED:
        following = f"skjonn letter write {call} --kind repayment --case {done.case} --amount {done.unused_nok} --due DATE --point TEXT"  # fmt: skip
    setting.show(Answer(data=done, lines=lines, next_command=following))


@group.command(
    "return",
    help=N_("Send the latest report of a case back, saying what is to be mended; the municipality owes it again."),
    example='skjonn report return 2021-007 --comment "Rekneskapen manglar eigne timar."',
    acts=True,
)
def return_(
    ctx: typer.Context,
    case: options.Case,
    report: Report = ReportKind.FINAL,
    comment: Annotated[str | None, typer.Option("--comment", metavar=N_("TEXT"), help=N_("What is to be mended."))] = None,
) -> None:  # fmt: skip
    """Send a report back."""
    from skjonn.usecases import reports

    setting = Setting.of(ctx)
    why = comment if comment is not None else prompts.text(setting, "--comment", _("What is to be mended?"))
    done = reports.send_back(setting.url, setting.desk, setting.case(case), report, why)
    line = _("{case}: the {report} is sent back.").format(case=done.case, report=report.worded(chosen()))
    setting.show(Answer(data=done, lines=[line], next_command=f"skjonn report form {done.case.rpartition('-')[0]} --report {report.value} --case {done.case}"))  # fmt: skip


@group.command(
    "example",
    help=N_(
        "Mark a case's accepted final report as a good example to spread, in words that are published; or take that back."
    ),
    example='skjonn report example 2021-007 --text "Kommunane har fått felles rutinar som andre kan ta i bruk."\nskjonn report example 2021-007 --end',
    acts=True,
)
def example(
    ctx: typer.Context,
    case: options.Case,
    text: Annotated[str, typer.Option("--text", metavar=N_("TEXT"), help=N_("What others can learn; published."))] = "",
    end: Annotated[bool, typer.Option("--end", help=N_("Take it back."))] = False,
) -> None:  # fmt: skip
    """Mark a good example."""
    from skjonn.usecases import reports

    setting = Setting.of(ctx)
    number = setting.case(case)
    reports.mark_example(setting.url, setting.desk, number, text, end=end)
    line = _("{case} is no longer marked.") if end else _("{case} is marked as a good example.")
    setting.show(Answer(data={"case": number, "text": "" if end else text}, lines=[line.format(case=number)], next_command=f"skjonn history {number}"))  # fmt: skip


report_due.declare(group)


def _row(one: Owed, day: date) -> dict[str, Any]:
    came = one.came
    return {
        "case": one.case, "title": one.title, "municipality": one.municipality, "municipality_number": one.municipality_number,
        "report": one.report.value, "due_report_on": one.due_on, "received_on": came.received_on if came else None,
        "report_state": one.state(day), "awarded_nok": one.awarded_nok, "spent_nok": came.spent_nok if came else None,
        "unused_nok": came.unused_nok if came else None, "unused": came.unused.value if came and came.unused else None,
        "example_text": one.example or None,
    }  # fmt: skip


def _became(one: Owed, day: date) -> list[str]:
    """Return what became of a report: its state, the comment it was sent back with, its unused money, and what it is an example of."""
    came, states = one.came, dict(CATALOGUE["report_state"].choices)
    settled = _(dict(CATALOGUE["unused"].choices)[came.unused.value]) if came and came.unused else ""
    told = [("report_state", _(states[one.state(day)])), ("unused", settled), ("example_text", one.example)]
    lines = [f"{CATALOGUE[name].heading(chosen())}: {text}" for name, text in told if text]
    return [*lines, *([_("To be mended: {comment}").format(comment=came.comment)] if came and came.comment else [])]


def _said(said: Account) -> list[str]:
    lines = [f"{CATALOGUE['project_status'].heading(chosen())}: {_statuses()[said.status.value]}"]
    headings = {name: CATALOGUE["report_summary" if name == "summary" else name].heading(chosen()) for name in _TEXTS}
    lines += [f"{heading}: {text}" for name, heading in headings.items() if (text := getattr(said, name))]
    for name in ("financing", "use"):
        lines += [f"{CATALOGUE[name].heading(chosen())}: {one.label} {amount_of(one.amount_nok)}" for one in getattr(said, name)]  # fmt: skip
    lines += [f"{CATALOGUE[name].heading(chosen())}: {amount_of(nok)}" for name in _AMOUNTS if (nok := getattr(said, name)) is not None]  # fmt: skip
    return lines


def _statuses() -> dict[str, str]:
    return {code: _(label) for code, label in CATALOGUE["project_status"].choices}


def _lines(texts: Sequence[str] | None, option: str) -> tuple[Line, ...]:
    pairs = [options.pair(text, option) for text in texts or ()]
    return tuple(Line(name, options.amount(value)) for name, value in pairs)


def _taken(done: Taken) -> Answer:
    lines = [_("{added} added, {unchanged} unchanged.").format(added=len(done.added), unchanged=len(done.unchanged))]
    if done.empty:
        lines.append(_("Nothing was filled in for {cases}.").format(cases=", ".join(done.empty)))
    if done.left_out:
        lines.append(_("Left out: {cases}.").format(cases=", ".join(done.left_out)))
    data = {"added": done.added, "unchanged": done.unchanged, "empty": done.empty, "left_out": done.left_out, "problems": done.problems}  # fmt: skip
    return Answer(data, lines, None, grouped(list(done.problems), mark_errors=True), "skjonn report list", exit_code=1 if done.left_out else 0)  # fmt: skip
