"""`skjonn report due`, `remind` and `extend`: when reports are due, and what is done about those that have not come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.domain.reports import ReportKind
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import long_date

if TYPE_CHECKING:
    from skjonn.domain.reminders import Stages

Report = Annotated[ReportKind, typer.Option("--report", metavar="interim|final", help=N_("Which report."))]
Calls = Annotated[list[str] | None, typer.Option("--call", metavar=N_("CALL"), help=N_("Only of this call; may be repeated. By default of all."))]  # fmt: skip


def declare(group: Group) -> None:
    """Register the commands on `skjonn report`."""
    group.command("due", help=N_("List the reports that have not come, by how far past their day they are.\nDays are set under [reminders] in skjonn.toml; a day that is no working day holds until the next one."), example="skjonn report due\nskjonn report due --call 2021 --json", lists=True)(due)  # fmt: skip
    group.command("remind", help=N_("Write the reminders that are to be sent today, a letter and a text for e-mail each; every stage of a report once."), example="skjonn report remind\nskjonn report remind --call 2021 --dry-run", acts=True)(remind)  # fmt: skip
    group.command("extend", help=N_("Put a report off to a later day, also after its day; --first sets a day where the call sets none."), example='skjonn report extend 2021-007 --report final --to 2022-09-01 --reason "Sjukdom i prosjektleiinga"', acts=True)(extend)  # fmt: skip


def due(ctx: typer.Context, calls: Calls = None, as_of: options.AsOf = None) -> None:
    """List what is due."""
    from skjonn.usecases import reminding

    setting = Setting.of(ctx)
    found = reminding.due(setting.url, as_of or setting.desk.today, _stages(setting), calls or (), as_of)
    rows = [
        {"case": one.owed.case, "municipality": one.owed.municipality, "report": one.owed.report.value, "due_report_on": one.last_day, "report_state": one.stage.value, "days_over": one.days_over, "title": one.owed.title}
        for one in found
    ]  # fmt: skip
    shown = columns("case", "municipality", "report", "due_report_on", "report_state", "days_over")
    lines = [] if rows else [_("No report is due.")]
    setting.show(Answer(lines=lines, table=Rows(shown, rows, {}), next_command="skjonn report remind" if rows else ""))


def remind(ctx: typer.Context, calls: Calls = None) -> None:
    """Write reminders."""
    from skjonn.usecases import reminding

    setting = Setting.of(ctx)
    done = reminding.remind(setting.url, setting.desk, _stages(setting), setting.folder, calls or ())
    rows = [{"case": one.case, "municipality": one.municipality, "report": one.report.value, "due_on": one.due_on, "stage": one.stage.value, "letter": one.letter, "mail": one.mail} for one in done.reminders]  # fmt: skip
    lines = [f"{one.case} {one.municipality}: {one.letter}, {one.mail.as_posix()}" for one in done.reminders]
    lines.append(ngettext("{n} reminder was written.", "{n} reminders were written.", len(rows)).format(n=len(rows)))
    data = {"reminders": rows, "problems": done.failed}
    setting.show(
        Answer(data=data, lines=lines, messages=done.failed, next_command="skjonn report due", exit_code=done.exit_code)
    )


def extend(
    ctx: typer.Context,
    case: options.Case,
    report: Report = ReportKind.FINAL,
    to: Annotated[date | None, typer.Option("--to", parser=options.day, metavar=N_("DATE"), help=N_("The new day."))] = None,
    reason: options.Reason = None,
    first: Annotated[bool, typer.Option("--first", help=N_("Set the day whatever stands, as where the call sets none."))] = False,
) -> None:  # fmt: skip
    """Put a report off."""
    from skjonn.usecases import report_dues

    setting = Setting.of(ctx)
    day = to or options.day(prompts.text(setting, "--to", _("Until when (YYYY-MM-DD)?")))
    why = reason if reason is not None else prompts.text(setting, "--reason", _("Why?"))
    done = report_dues.extend(setting.url, setting.desk, setting.case(case), report_dues.Later(report, day, why, first))
    text = _("{case}: the {report} is due on {day}.")
    line = text.format(case=done.case, report=done.report.worded(chosen()), day=long_date(done.due_on, chosen()))
    setting.show(Answer(data=done, lines=[line], next_command=f"skjonn letter write {done.case.rpartition('-')[0]} --kind change_answer --case {done.case} --point TEXT"))  # fmt: skip


def _stages(setting: Setting) -> Stages:
    from skjonn.domain.reminders import settings_of

    return settings_of(setting.settings.get("reminders"), "skjonn.toml")
