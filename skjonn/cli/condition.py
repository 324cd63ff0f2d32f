"""`skjonn condition`: what an award is given on, and whether it is met."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _

group = Group("condition")

Code = Annotated[str, typer.Argument(metavar=N_("CONDITION"), help=N_("Its code: C1 is the call's first, 1 the first set for the award alone."))]  # fmt: skip


@group.command(
    "list",
    help=N_("List the conditions of a call's awards and whether they are met: the call's own, and those set for one award, also before it is decided."),
    example="skjonn condition list 2021\nskjonn condition list 2021 --open --case 2021-007",
    lists=True,
)  # fmt: skip
def list_(
    ctx: typer.Context,
    call: options.Call = None,
    case: Annotated[str | None, typer.Option("--case", metavar=N_("CASE"), help=N_("Only this case."))] = None,
    only_open: Annotated[bool, typer.Option("--open", help=N_("Only those that are not met."))] = False,
) -> None:  # fmt: skip
    """List conditions."""
    from skjonn.usecases import conditions

    setting = Setting.of(ctx)
    code = setting.call(call)
    number = setting.case(case) if case else ""
    found = conditions.listed(setting.url, setting.desk, code, case_number=number, only_open=only_open)
    shown = columns("case", "municipality", "condition", "condition_text", "due_on", "met_on", "note")
    rows = [
        {"case": one.case, "municipality": one.municipality, "condition": one.code, "condition_text": one.text, "due_on": one.due_on, "met_on": one.met_on, "note": one.note, "decided": one.decided}
        for one in found
    ]  # fmt: skip
    told = [row if row["decided"] else {**row, "note": _("not yet decided")} for row in rows]
    data = {"columns": [*(column.name for column in shown), "decided"], "rows": rows, "totals": {}}
    setting.show(Answer(data=data, table=Rows(shown, rows if setting.csv else told)))


@group.command(
    "add",
    help=N_("Set a condition for one case's award, before it is drafted; the approver signs it, the letter tells it."),
    example='skjonn condition add 2021-007 "Erfaringane skal delast på ei samling i 2022." --due 2022-12-31',
    acts=True,
)
def add(
    ctx: typer.Context,
    case: options.Case,
    text: Annotated[str, typer.Argument(metavar=N_("TEXT"), help=N_("The condition, as the letter prints it."))],
    due: Annotated[date | None, typer.Option("--due", parser=options.day, metavar=N_("DATE"), help=N_("By when."))] = None,
) -> None:  # fmt: skip
    """Set a condition."""
    from skjonn.usecases import conditions

    setting = Setting.of(ctx)
    done = conditions.add(setting.url, setting.desk, setting.case(case), text, due)
    line = _("{case}: condition {number} is set.").format(case=done.case, number=done.condition.number)
    call = done.case.rpartition("-")[0]
    setting.show(Answer(data=done, lines=[line], next_command=f"skjonn decision draft {call}"))


@group.command(
    "remove",
    help=N_("Take back a condition that was set for one case's award, before it is drafted."),
    example="skjonn condition remove 2021-007 1",
    acts=True,
)
def remove(
    ctx: typer.Context,
    case: options.Case,
    number: Annotated[int, typer.Argument(min=1, metavar=N_("NUMBER"), help=N_("Its number."))],
) -> None:
    """Take a condition back."""
    from skjonn.usecases import conditions

    setting = Setting.of(ctx)
    done = conditions.remove(setting.url, setting.desk, setting.case(case), number)
    line = _("{case}: condition {number} is taken back.").format(case=done.case, number=done.condition.number)
    setting.show(Answer(data=done, lines=[line], next_command=f"skjonn history {done.case}"))


@group.command(
    "meet",
    help=N_("Record that a condition of an award is met."),
    example='skjonn condition meet 2021-007 C1 --on 2022-03-01 --note "Delt på samlinga i Bryne"',
    acts=True,
)
def meet(
    ctx: typer.Context,
    case: options.Case,
    code: Code,
    on: Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("The day it was met; by default today."))] = None,
    note: Annotated[str, typer.Option("--note", metavar=N_("TEXT"), help=N_("How it was met; internal."))] = "",
) -> None:  # fmt: skip
    """Record that a condition is met."""
    from skjonn.usecases import conditions

    setting = Setting.of(ctx)
    done = conditions.meet(setting.url, setting.desk, setting.case(case), code, on or setting.desk.today, note=note)
    line = _("{case}: condition {number} is met.").format(case=done.case, number=done.code)
    call = done.case.rpartition("-")[0]
    setting.show(Answer(data=done, lines=[line], next_command=f"skjonn condition list {call} --open"))
