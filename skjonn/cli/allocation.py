"""`skjonn allocation`: what is recommended for each case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from skjonn.cli import allocation_plan, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.score import imported
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, translate
from skjonn.texts.wording import kroner

if TYPE_CHECKING:
    from skjonn.domain.allocations import Outcome, Recommendation
    from skjonn.usecases.allocations import Listed, ListedCase

group = Group("allocation")


class OneOutcome(UsageError):
    """Several outcomes were given for one case."""

    code = "one-outcome"
    sentence = N_("A case has one outcome; given were {given}.")
    advice = N_("Give an AMOUNT, or one of --refuse, --dismiss, --next-round and --pass-to.")


@group.command(
    "set",
    help=N_("Recommend an outcome for one case: an amount, a refusal, a dismissal, the next round, or another office."),
    example='skjonn allocation set 2021-007 400000 --reason "Delar av prosjektet."\nskjonn allocation set 8 --refuse priority',
    acts=True,
)
def set_(
    ctx: typer.Context,
    case: options.Case,
    amount: Annotated[int | None, typer.Argument(metavar=N_("AMOUNT"), parser=options.amount, help=N_("Whole kroner to award."))] = None,
    pot: Annotated[str | None, typer.Option("--pot", metavar=N_("POT"), help=N_("The pot it is paid from; by default the call's first."))] = None,
    refuse: Annotated[str | None, typer.Option("--refuse", metavar=N_("GROUND"), help=N_("Refuse, on one of the call's grounds."))] = None,
    dismiss: Annotated[str | None, typer.Option("--dismiss", metavar=N_("GROUND"), help=N_("Dismiss, on one of the call's grounds."))] = None,
    next_round: Annotated[bool, typer.Option("--next-round", help=N_("Take it up again in the next round."))] = False,
    pass_to: Annotated[str | None, typer.Option("--pass-to", metavar=N_("OFFICE"), help=N_("Pass it to another office, by its id."))] = None,
    reason: options.Reason = None,
    payee: Annotated[str | None, typer.Option("--payee", metavar=N_("MUNICIPALITY"), help=N_("Who is paid, when not the application's payee: number or name."))] = None,
    above_applied: Annotated[str | None, typer.Option("--above-applied", metavar=N_("REASON"), help=N_("Why more is recommended than applied for."))] = None,
    later: options.LaterYears = None,
) -> None:  # fmt: skip
    """Recommend one outcome; ask for it where none is given and a person sits there."""
    from skjonn.usecases import allocations
    from skjonn.usecases.recommending import Wanted

    setting = Setting.of(ctx)
    number = setting.case(case)
    given = _given(amount, refuse, dismiss, next_round=next_round, pass_to=pass_to)
    outcome, value = given or _asked(setting, number)
    wanted = Wanted(
        **_fields(outcome, value),
        pot=pot,
        reason=reason,
        above_applied=above_applied,
        payee=payee,
        later=options.later_years(later),
    )
    done = allocations.recommend(setting.url, setting.desk, number, wanted)
    line = _("{case}: {outcome}.").format(case=number, outcome=_told(done.said, done.applied_nok))
    if done.outcome == "unchanged":
        line += " " + _("Nothing changed.")
    data = {"case": number, "applied_nok": done.applied_nok, "outcome": done.outcome, "recommendation": done.said}
    call = number.rpartition("-")[0]
    setting.show(Answer(data=data, lines=[line], messages=done.warnings, next_command=f"skjonn allocation list {call}"))


@group.command(
    "sheet",
    help=N_("Write the open cases of a call as a workbook to recommend in, with live sums per pot; it goes back in with `skjonn allocation import`."),
    example="skjonn allocation sheet 2021\nskjonn allocation sheet 2021 --in nb --out fordeling.xlsx",
    acts=True,
)  # fmt: skip
def sheet(
    ctx: typer.Context,
    call: options.Call = None,
    language: options.In = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write (default: fordeling-CALL.xlsx)."))] = None,
) -> None:  # fmt: skip
    """Write the allocation sheet."""
    from skjonn.usecases import allocation_sheets

    setting = Setting.of(ctx)
    written = allocation_sheets.write_sheet(setting.url, setting.desk, setting.call(call), cast("Any", language), out)
    following = f"skjonn allocation import {written.path} --call {written.call}"
    setting.show(Answer(data=written, lines=[_("Wrote {path}.").format(path=written.path)], next_command=following))


@group.command(
    "import",
    help=N_("Take in a table of recommendations: one row per case with an amount, or a ground. All of it or nothing."),
    example="skjonn allocation import recommendations.xlsx --call 2021",
    acts=True,
)
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("The table: .xlsx, .xls, .ods or .csv."))],
    call: options.CallOption = None,
    update: Annotated[bool, typer.Option("--update", help=N_("Let an allocation sheet hold also where another recommendation was set since it was written."))] = False,
) -> None:  # fmt: skip
    """Take in a table of recommendations."""
    from skjonn.usecases import allocation_import

    setting = Setting.of(ctx)
    code = setting.call(call)
    done = allocation_import.import_recommendations(setting.url, setting.desk, file, code, update=update)
    setting.show(
        Answer(
            data=done,
            lines=[imported(done.added, done.changed, done.unchanged)],
            messages=done.problems,
            next_command=f"skjonn decision draft {code}",
        )
    )


@group.command(
    "list",
    help=N_("List what is recommended for each case, beside what the pots have free."),
    example="skjonn allocation list 2021",
    lists=True,
)
def list_(ctx: typer.Context, call: options.Call = None, as_of: options.AsOf = None) -> None:
    """Show the recommendations of a call."""
    from skjonn.usecases import allocations

    setting = Setting.of(ctx)
    code = setting.call(call)
    found = allocations.listed(setting.url, code, chosen(), setting.desk.today, as_of)
    table = _table(found)
    data = {
        "columns": [column.name for column in table.columns],
        "rows": table.rows,
        "totals": table.totals,
        "pots": found.pots,
    }
    setting.show(
        Answer(
            data=data,
            table=table,
            messages=[*found.warnings, *_pots(found)],
            next_command=f"skjonn decision draft {code}" if found.awaiting else "",
        )
    )


allocation_plan.declare(group)


def _given(
    amount: int | None, refuse: str | None, dismiss: str | None, *, next_round: bool, pass_to: str | None
) -> tuple[str, str | int] | None:
    """Return the one outcome given with what belongs to it; None where none is given."""
    all_of = {
        "award": amount,
        "refusal": refuse,
        "dismissal": dismiss,
        "next_round": "" if next_round else None,
        "passed_on": pass_to,
    }
    given = [(name, value) for name, value in all_of.items() if value is not None]
    if len(given) > 1:
        flags = {"award": "AMOUNT", "refusal": "--refuse", "dismissal": "--dismiss", "next_round": "--next-round", "passed_on": "--pass-to"}  # fmt: skip
        raise OneOutcome(given=[flags[name] for name, _value in given])
    return given[0] if given else None


def _asked(setting: Setting, case: str) -> tuple[str, str | int]:
    """Ask for the outcome, then for what belongs to it."""
    if not setting.may_prompt:
        raise prompts.MissingArgument(flag=_("AMOUNT"))
    from skjonn.usecases import allocations

    title, applied_nok, call = allocations.form(setting.url, case)
    setting.say(f"{case} {title}")
    question = _("{amount} is applied for. What is recommended?").format(amount=kroner(applied_nok, chosen()))
    outcome = prompts.choice(setting, "AMOUNT", question, _outcomes())
    if outcome == "award":
        return outcome, prompts.amount(setting, "AMOUNT", _("Amount:"))
    if outcome in {"refusal", "dismissal"}:
        grounds = {one.code: one.names.get(chosen()) or one.code for one in call.grounds if one.outcome == outcome}
        flag = "--refuse" if outcome == "refusal" else "--dismiss"
        return outcome, prompts.choice(setting, flag, _("On which ground?"), grounds)
    return outcome, prompts.text(setting, "--pass-to", _("To which office?")) if outcome == "passed_on" else ""


def _outcomes() -> dict[str, str]:
    field = columns("recommended_outcome")[0]
    return {code: translate(label, chosen()) for code, label in field.choices}


def _fields(outcome: str, value: str | int) -> dict[str, Any]:
    from skjonn.domain.allocations import Outcome

    kind: Outcome = Outcome(outcome)
    belongs = {"award": "amount_nok", "refusal": "ground", "dismissal": "ground", "passed_on": "pass_to"}.get(outcome)
    return {"outcome": kind, belongs: value} if belongs else {"outcome": kind}


def _told(said: Recommendation, applied_nok: int) -> str:
    if said.amount_nok:
        text = _("{amount} of {applied} from {pot}")
        told = text.format(
            amount=kroner(said.amount_nok, chosen()), applied=kroner(applied_nok, chosen()), pot=said.pot
        )
        if said.later_years:
            from skjonn.domain.line_terms import held_out_told

            told += f"; {held_out_told(said.later_years, chosen())}"
        return told
    word = _outcomes()[said.outcome.value]
    return f"{word} ({said.ground or said.pass_to})" if said.ground or said.pass_to else word


def _table(found: Listed) -> Rows:
    shown = columns("case", "title", "municipality", "applied_nok", "recommended_nok", "recommended_outcome", "pot", "ground", "reason")  # fmt: skip
    rows = [_row(one) for one in found.rows]
    totals = {name: sum(row[name] or 0 for row in rows) for name in ("applied_nok", "recommended_nok")}
    return Rows(shown, rows, totals)


def _row(one: ListedCase) -> dict[str, Any]:
    said = one.said
    return {
        "case": one.case,
        "title": one.title,
        "municipality": one.municipality,
        "applied_nok": one.applied_nok,
        "recommended_nok": said.amount_nok if said else None,
        "recommended_outcome": said.outcome.value if said else None,
        "pot": said.pot if said else "",
        "ground": one.ground,
        "reason": said.reason if said else "",
    }


def _pots(found: Listed) -> list[str]:
    text = _("The pot {pot}: {recommended} recommended, {free} free.")
    return [
        text.format(
            pot=one.name, recommended=kroner(one.recommended_nok, chosen()), free=kroner(one.free_nok, chosen())
        )
        for one in found.pots
    ]
