"""`skjonn allocation`: propose how a round's money is divided, compare two plans, take one into use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns, progress
from skjonn.cli.setting import Setting
from skjonn.domain.fields import Field, Kind
from skjonn.errors import ConflictError
from skjonn.texts import N_, _, chosen
from skjonn.texts.wording import kroner, listed, long_date, worded

if TYPE_CHECKING:
    from skjonn.domain.plan_told import Cost, PassedOver
    from skjonn.domain.plans import Lock, Strategy
    from skjonn.usecases.planning import PotPlan, Proposed
    from skjonn.usecases.plans_used import ComparedCase

_SHOWN_CHANGES = 3
_SHOWN_PASSED = 12

Ways = Annotated[str, typer.Option("--strategy", metavar="ranked|proportional|optimum", help=N_("From the best downwards; in proportion to what is applied for; or the greatest sum of weighted total times kroner."))]  # fmt: skip
RoundNumber = Annotated[int | None, typer.Option("--round", min=1, metavar=N_("N"), help=N_("The round, from 1; by default that of the latest decision, or the next where only cases moved there are left."))]  # fmt: skip
Locks = Annotated[list[str] | None, typer.Option("--lock", metavar=N_("CASE=AMOUNT:REASON"), help=N_("Set a case by hand, and say why; out instead of an amount keeps it out."))]  # fmt: skip
PlanOut = Annotated[Path | None, typer.Option("--plan", metavar=N_("FILE"), help=N_("Write the plan to this file, to be changed, compared and used."))]  # fmt: skip
PlanIn = Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("A plan, as `skjonn allocation propose` writes it."))]  # fmt: skip
Other = Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("The plan to put beside it."))]

_PLANNED = Field("amount_nok", N_("Planned"), Kind.AMOUNT)
_BESIDE = (
    Field("first_nok", N_("First plan"), Kind.AMOUNT),
    Field("second_nok", N_("Second plan"), Kind.AMOUNT),
    Field("difference_nok", N_("Difference"), Kind.AMOUNT),
)


class PlanThere(ConflictError):
    """The file a plan is to be written to is there."""

    code = "plan-there"
    sentence = N_("{path} is there already, and somebody may have worked in it.")
    advice = N_("Name another file with --plan.")


def declare(group: Group) -> None:
    """Add the commands to their group."""
    group.command(
        "propose",
        help=N_("Propose how the round's money is divided, and explain it."),
        example='skjonn allocation propose 2021\nskjonn allocation propose 2021 --strategy optimum --plan plan.toml\nskjonn allocation propose 2021 --lock "2021-007=300000:Avtalt med leiinga."',
        acts=True,
    )(propose)
    group.command(
        "compare",
        help=N_("Put two plans side by side, and hold both against the rules as they are now."),
        example="skjonn allocation compare plan-a.toml plan-b.toml",
        lists=True,
    )(compare)
    group.command(
        "use",
        help=N_("Set the recommendations a plan gives: all of them or nothing."),
        example="skjonn allocation use plan.toml",
        acts=True,
    )(use)


def propose(
    ctx: typer.Context,
    call: options.Call = None,
    strategy: Ways = "ranked",
    round_number: RoundNumber = None,
    lock: Locks = None,
    plan: PlanOut = None,
) -> None:
    """Propose a plan; write it where a file is named."""
    from skjonn.usecases import planning

    setting = Setting.of(ctx)
    code = setting.call(call)
    if plan and plan.exists():
        raise PlanThere(path=str(plan))
    way = _strategy(strategy)
    locks = _locks(lock or (), code)
    task = planning.gather(setting.url, setting.desk, code, round_number, locks)
    with progress(setting, _("Finding out what each rule costs"), total=len(planning.explained(task))) as step:
        done = planning.propose(task, way, step)
    if plan and not setting.desk.dry_run:
        planning.write(plan, done, setting.desk)
    following = f"skjonn allocation use {plan}" if plan else f"skjonn allocation propose {code} --strategy {way.value} --plan plan.toml"  # fmt: skip
    setting.show(Answer(_data(done, plan), _told(done), _table(done), (), following))


def compare(ctx: typer.Context, first: PlanIn, second: Other) -> None:
    """Show two plans side by side."""
    from skjonn.usecases import plans_used

    setting = Setting.of(ctx)
    found = plans_used.compare(setting.url, setting.desk, first, second)
    rows = [_beside(one) for one in found.cases]
    totals = {name: sum(row[name] for row in rows) for name in ("applied_nok", "first_nok", "second_nok", "difference_nok")}  # fmt: skip
    table = Rows((*columns("case", "title", "applied_nok"), *_BESIDE), rows, totals)
    pots = [_pot_beside(one, other) for one, other in found.pots]
    data = {"columns": [one.name for one in table.columns], "rows": rows, "totals": totals, "pots": pots}
    lines = [f"{place}: {plan.name} ({plan.strategy})" for place, plan in enumerate((found.first, found.second), 1)]
    text = _("The pot {pot}: {first} and {second} of {free}.")
    said = [
        text.format(pot=one.name, first=_kr(one.planned_nok), second=_kr(other.planned_nok), free=_kr(one.free_nok))
        for one, other in found.pots
    ]
    setting.show(Answer(data, [*lines, ""], table, [*said, *found.problems], exit_code=int(bool(found.problems))))


def use(ctx: typer.Context, plan: PlanIn) -> None:
    """Take a plan into use."""
    from skjonn.usecases import plans_used

    setting = Setting.of(ctx)
    done = plans_used.use(setting.url, setting.desk, plan)
    text = _("{plan} is in use for the call {call}, round {round}: {added} added, {changed} changed, {unchanged} unchanged.")  # fmt: skip
    line = text.format(plan=done.name, call=done.call, round=done.round, added=done.added, changed=done.changed, unchanged=done.unchanged)  # fmt: skip
    lines = [line, *(_pot(one) for one in done.pots)]
    setting.show(Answer(done, lines, None, done.warnings, f"skjonn allocation list {done.call}"))


def _strategy(text: str) -> Strategy:
    from skjonn.domain.plan_words import StrategyUnknown
    from skjonn.domain.plans import Strategy

    try:
        return Strategy(text.strip().lower())
    except ValueError as error:
        raise StrategyUnknown(found=text) from error


def _locks(texts: Sequence[str], call: str) -> dict[str, Lock]:
    """Return what is set by hand, by case number; each case once."""
    from skjonn.domain.plan_words import LockTwice

    found: dict[str, Lock] = {}
    for one in (_lock(text, call) for text in texts):
        if one.case in found:
            raise LockTwice(case=one.case)
        found[one.case] = one
    return found


def _lock(text: str, call: str) -> Lock:
    """Read `2021-007=300000:Why`; `out` in place of the amount is nothing."""
    from skjonn.domain.codes import parse_case
    from skjonn.domain.plan_words import LockWrong
    from skjonn.domain.plans import Lock

    case, _equals, rest = text.partition("=")
    amount, _colon, reason = rest.partition(":")
    if not (case.strip() and amount.strip() and reason.strip()):
        raise LockWrong(text=text)
    nok = 0 if amount.strip().casefold() == "out" else options.amount(amount.strip())
    return Lock(parse_case(case, call), nok, reason.strip())


def _table(done: Proposed) -> Rows:
    given = {award.case: award for award in done.awards}
    rows: list[dict[str, Any]] = [
        {
            "rank": one.rank,
            "case": case,
            "title": one.title,
            "applied_nok": one.applied_nok,
            "amount_nok": given[case].amount_nok if case in given else 0,
            "pot": given[case].pot if case in given else "",
            "reason": worded("reason", done.whys[case], chosen()),
            "by_hand": case in done.task.locks,
        }
        for case, one in done.task.cases.items()
    ]
    rows.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0))
    totals = {name: sum(row[name] for row in rows) for name in ("applied_nok", "amount_nok")}
    return Rows((*columns("rank", "case", "title", "applied_nok"), _PLANNED, *columns("pot", "reason")), rows, totals)


def _told(done: Proposed) -> list[str]:
    """Return what stands above the table: pots, who is next, who was passed over, what rules cost."""
    language = chosen()
    lines = [_pot(one) for one in done.pots]
    if done.solver:
        lines.append(_("Found by {solver}, and proved without it.").format(solver=done.solver))
    if line := done.next_in_line:
        text = _("Next in line: {case} (rank {rank}); {lacking} more in the pot {pot} would give it {gets}.")
        if line.others_stand:
            text = _("Next in line, the others as they are: {case} (rank {rank}); {lacking} more in the pot {pot} would give it {gets}.")  # fmt: skip
        amounts = {"lacking": _kr(line.lacking_nok), "gets": _kr(line.gets_nok)}
        lines.append(text.format(case=line.case, rank=line.rank, pot=line.pot, **amounts))
    text = _("{case} was passed over by {by}: {rule}.")
    shown = done.passed_over[:_SHOWN_PASSED]
    lines += [text.format(case=one.case, by=one.by, rule=one.rule.worded(language)) for one in shown]
    if more := len(done.passed_over) - len(shown):
        lines.append(_("… and {count} more; --json tells all of them.").format(count=more))
    return [*lines, *(_costs(one) for one in done.costs), ""]


def _costs(one: Cost) -> str:
    """Return what a rule costs those who would gain most without it."""
    if one.unkept:
        others = listed([other.worded(chosen()) for other in one.unkept], chosen())
        return _("Without {rule} this strategy would not keep {others}.").format(
            rule=one.rule.worded(chosen()), others=others
        )
    would = _("{case} would have got {amount}")
    gains = [change for change in one.changes if change.without_nok > change.amount_nok]
    if not gains:
        return _("Without {rule} nobody would get more.").format(rule=one.rule.worded(chosen()))
    told = [would.format(case=change.case, amount=_kr(change.without_nok)) for change in gains[:_SHOWN_CHANGES]]
    if len(gains) > _SHOWN_CHANGES:
        told.append(_("and {count} more would change").format(count=len(gains) - _SHOWN_CHANGES))
    return _("Without {rule}: {changes}.").format(rule=one.rule.worded(chosen()), changes=", ".join(told))


def _pot(one: PotPlan) -> str:
    text = _("The pot {pot}: {planned} of {free} planned, {left} left.")
    said = [text.format(pot=one.name, planned=_kr(one.planned_nok), free=_kr(one.free_nok), left=_kr(one.left_nok))]
    if one.aside.held_until:
        said.append(_("It is held back until {day}.").format(day=long_date(one.aside.held_until, chosen())))
    if one.aside.others_nok:
        said.append(_("{amount} is set aside for what is recommended for other cases.").format(amount=_kr(one.aside.others_nok)))  # fmt: skip
    return " ".join(said)


def _data(done: Proposed, plan: Path | None) -> dict[str, Any]:
    line = done.next_in_line
    keep = ("case", "rank", "applied_nok", "amount_nok", "pot", "reason")
    rows = sorted(_table(done).rows, key=lambda row: list(done.task.cases).index(row["case"]))
    return {
        "call": done.task.call,
        "round": done.task.round,
        "strategy": done.strategy,
        "solver": done.solver or None,
        "objective": done.objective,
        "plan": [{name: row[name] for name in (*keep, "by_hand")} for row in rows],
        "pots": [{"name": one.name, "free_nok": one.free_nok, "planned_nok": one.planned_nok, "left_nok": one.left_nok, "held_until": one.aside.held_until, "others_nok": one.aside.others_nok} for one in done.pots],
        "passed_over": [_passed(one) for one in done.passed_over],
        "next_in_line": {"case": line.case, "rank": line.rank, "pot": line.pot, "lacking_nok": line.lacking_nok, "gets_nok": line.gets_nok, "others_stand": line.others_stand} if line else None,
        "costs": [{"rule": one.rule.code, "objective": one.objective, "changes": one.changes, "unkept": [other.code for other in one.unkept]} for one in done.costs],
        "file": plan,
    }  # fmt: skip


def _passed(one: PassedOver) -> dict[str, str]:
    return {"case": one.case, "by": one.by, "rule": one.rule.code}


def _beside(one: ComparedCase) -> dict[str, Any]:
    return {
        "case": one.case,
        "title": one.title,
        "applied_nok": one.applied_nok,
        "first_nok": one.first_nok,
        "second_nok": one.second_nok,
        "difference_nok": one.difference_nok,
    }


def _pot_beside(one: PotPlan, other: PotPlan) -> dict[str, Any]:
    return {
        "name": one.name,
        "free_nok": one.free_nok,
        "first_nok": one.planned_nok,
        "second_nok": other.planned_nok,
        "difference_nok": other.planned_nok - one.planned_nok,
    }


def _kr(amount_nok: int) -> str:
    return kroner(amount_nok, chosen())
