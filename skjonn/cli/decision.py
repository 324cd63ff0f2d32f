"""`skjonn decision`: draft, show, approve or return a batch of decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from skjonn.cli import completion, decision_after, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import kroner, long_date

if TYPE_CHECKING:
    from skjonn.usecases.decisions import Decision

group = Group("decision")

Id = Annotated[str, typer.Argument(metavar=N_("ID"), help=N_("The decision's id, 2021-V1, or its number where one call is open."))]  # fmt: skip


_TERMS = ("payee", "later_years", "ends_on", "lead", "purpose")


class CaseOrWithout(UsageError):
    """Cases to take and cases to leave were both named."""

    code = "case-or-without"
    sentence = N_("--case names the cases to take, --without those to leave; both were given.")
    advice = N_("Use one of them.")


@group.command(
    "draft",
    help=N_("Draft a decision of every case that awaits one; all of them must have a recommendation."),
    example="skjonn decision draft 2021\nskjonn decision draft 2021 --without 2021-007",
    acts=True,
)
def draft(
    ctx: typer.Context,
    call: options.Call = None,
    round_number: Annotated[int | None, typer.Option("--round", min=1, metavar=N_("N"), help=N_("The round, from 1; by default that of the latest decision, or the next where only cases moved there are left."))] = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), autocompletion=completion.cases, help=N_("Only this case."))] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar=N_("CASE"), autocompletion=completion.cases, help=N_("Leave this case for later."))] = None,
) -> None:  # fmt: skip
    """Draft a decision."""
    from skjonn.domain.codes import parse_case
    from skjonn.usecases import drafting

    setting = Setting.of(ctx)
    if case and without:
        raise CaseOrWithout
    code = setting.call(call)
    only, left = ([parse_case(text, code) for text in texts or ()] for texts in (case, without))
    done = drafting.draft(setting.url, setting.desk, code, round_number=round_number, only=only, without=left)
    following = f"skjonn decision approve {done.decision.id} --approver NAME --on DATE"
    setting.show(
        Answer(
            data=data_of(done.decision),
            lines=[headline(done.decision), _("Digest: {digest}").format(digest=done.decision.digest)],
            messages=done.warnings,
            next_command=following,
        )
    )


@group.command("show", help=N_("Show a decision with its lines and its digest."), example="skjonn decision show 2021-V1", lists=True)  # fmt: skip
def show(ctx: typer.Context, decision: Id) -> None:
    """Show one decision."""
    from skjonn.usecases import decisions, voided

    setting = Setting.of(ctx)
    meant = _meant(setting, decision)
    found = decisions.show(setting.url, *meant, setting.desk.today)
    if void := voided.why_void(setting.url, *meant):
        setting.warn(f"{void.message()} {void.help()}")
    setting.show(
        Answer(data=data_of(found), lines=[headline(found), *_notes(found), *terms(found), ""], table=_lines(found))
    )


@group.command("write", help=N_("Write a decision as a Word document for whoever approves it: lines, pots, and the digest in print."), example="skjonn decision write 2021-V1\nskjonn decision write 2021-V1 --in nb --out vedtak.docx", acts=True)  # fmt: skip
def write(
    ctx: typer.Context,
    decision: Id,
    language: options.In = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write (default: vedtak-ID.docx)."))] = None,
) -> None:  # fmt: skip
    """Write the approver's document."""
    from skjonn.usecases import decision_papers

    setting = Setting.of(ctx)
    written = decision_papers.write_paper(
        setting.url, setting.desk, _meant(setting, decision), cast("Any", language), out
    )
    approve_it = f"skjonn decision approve {written.id} --approver NAME --on DATE"
    following = approve_it if written.status == "drafted" else f"skjonn decision show {written.id}"
    setting.show(Answer(data=written, lines=[_("Wrote {path}.").format(path=written.path)], next_command=following))


@group.command("list", help=N_("List the decisions of a call, or of every call."), example="skjonn decision list\nskjonn decision list 2021", lists=True)  # fmt: skip
def list_(ctx: typer.Context, call: options.Call = None) -> None:
    """List decisions."""
    from skjonn.usecases import decisions

    setting = Setting.of(ctx)
    found = decisions.every(setting.url, setting.call(call) if call else None)
    shown = columns("decision", "decision_kind", "call", "round", "decision_status", "cases", "sum_nok", "drafted_by", "drafted_on", "approved_by", "approved_on")  # fmt: skip
    setting.show(Answer(table=Rows(shown, [_row(one) for one in found])))


@group.command(
    "approve",
    help=N_("Record the approval of a drafted decision, given here or on paper, by another than who drafted it."),
    example="skjonn decision approve 2021-V1 --approver per --on 2021-05-28 --reference 2021/123",
    acts=True,
)
def approve(
    ctx: typer.Context,
    decision: Id,
    approver: Annotated[str | None, typer.Option("--approver", metavar=N_("NAME"), help=N_("Who approved: login or full name; by default who runs this."))] = None,
    on: Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("The day the approval was given; by default today."))] = None,
    reference: Annotated[str, typer.Option("--reference", metavar=N_("NO"), help=N_("Where the signed paper lies in the archive."))] = "",
    substitute_for: Annotated[str, typer.Option("--substitute-for", metavar=N_("NAME"), help=N_("The recused approver in whose place it was given: login or full name."))] = "",
) -> None:  # fmt: skip
    """Record an approval."""
    from skjonn.usecases import approving

    setting = Setting.of(ctx)
    given = approving.Given(approver or "", on, reference, substitute_for)
    done = approving.approve(setting.url, setting.desk, *_meant(setting, decision), given)
    following = f"skjonn letter write {done.call}"
    setting.show(
        Answer(data=data_of(done), lines=[headline(done), *_notes(done), *_given_up(done)], next_command=following)
    )


@group.command(
    "return",
    help=N_("Return a drafted decision, so that its cases can be changed and drafted again."),
    example='skjonn decision return 2021-V1 --reason "Sak 7 må sjåast på ein gong til."',
    acts=True,
)
def return_(ctx: typer.Context, decision: Id, reason: options.Reason = None) -> None:
    """Return a drafted decision."""
    from skjonn.usecases import approving

    setting = Setting.of(ctx)
    why = reason or prompts.text(setting, "--reason", _("Why is it returned?"))
    done = approving.give_back(setting.url, setting.desk, *_meant(setting, decision), why)
    following = f"skjonn allocation list {done.call}"
    setting.show(Answer(data=data_of(done), lines=[headline(done), *_notes(done)], next_command=following))


def _meant(setting: Setting, text: str) -> tuple[str, int]:
    from skjonn.domain.decisions import parse_decision

    bare = text.strip().upper().removeprefix("V").isdigit()
    return parse_decision(text, setting.call() if bare else None)


def headline(found: Decision) -> str:
    """Return a decision in one line: what it is, where it stands, how many cases, how much."""
    cases = ngettext("{count} case", "{count} cases", len(found.lines)).format(count=len(found.lines))
    known = {"drafted": N_("drafted"), "approved": N_("approved"), "returned": N_("returned"), "taken_over": N_("taken over")}  # fmt: skip
    status = known[found.status]
    if found.kind != "round":
        return _headline_of_one(found, _(status))
    text = _("Decision {decision} (round {round}), {status}: {cases}, {sum} awarded.")
    return text.format(
        decision=found.id, round=found.round, status=_(status), cases=cases, sum=kroner(found.sum_nok, chosen())
    )


_OF_ONE = {
    "single": N_("Decision {decision}, {status}: an award outside the round, {sum}."),
    "reversal": N_("Decision {decision}, {status}: an award is taken back."),
    "decline": N_("Decision {decision}, {status}: an award is declined."),
    "change": N_("Decision {decision}, {status}: an award's terms are changed."),
    "correction": N_("Decision {decision}, {status}: a case is corrected, {sum} awarded."),
}


def _headline_of_one(found: Decision, status: str) -> str:
    return _(_OF_ONE[found.kind]).format(decision=found.id, status=status, sum=kroner(found.sum_nok, chosen()))


def terms(found: Decision) -> list[str]:
    """Return what a decision says beside outcomes and amounts: other terms, reservations, conditions, and money given up."""
    from skjonn.domain.conditions import read_back, worded

    words = {
        "ends_on": N_("{case}: the last day becomes {said}."),
        "lead": N_("{case}: the lead becomes {said}."),
        "payee": N_("{case}: {said} is paid."),
        "purpose": N_("{case}: the money is for {said}."),
        "later_years": N_("{case}: held out for later years, with reservation: {said}."),
    }
    kept = {"ends_on": N_("{case}: the last day stays {said}."), "lead": N_("{case}: the lead stays {said}.")}
    own = _("{case}: on the condition: {said}")
    told = []
    for line in found.lines:
        named = [(name, text) for name, text in words.items() if getattr(line, name)]
        told += [
            _(kept[name] if name in line.kept else text).format(case=line.case, said=_said(found, name, getattr(line, name)))
            for name, text in named
        ]  # fmt: skip
        told += [own.format(case=line.case, said=worded(one, chosen())) for one in read_back(line.conditions)]
    return [*told, *_given_up(found)]


def _given_up(found: Decision) -> list[str]:
    return [one.worded(chosen()) for one in found.given_up]


def _said(found: Decision, name: str, text: str) -> str:
    if name == "ends_on":
        return long_date(date.fromisoformat(text), chosen())
    if name == "later_years":
        from skjonn.domain.line_terms import held_out_told

        return held_out_told(text, chosen())
    return found.names.get(text, text) if name in {"lead", "payee"} else text


def _notes(found: Decision) -> list[str]:
    """Return who did what, when, as far as it has come."""
    if found.status == "taken_over":
        return [_taken_over(found), _("Digest: {digest}").format(digest=found.digest)]
    lines = [_("Drafted by {name} on {day}.").format(name=found.drafted_by, day=long_date(found.drafted_on, chosen()))]
    if found.approved_on:
        reference = f" ({found.reference})" if found.reference else ""
        day = long_date(found.approved_on, chosen())
        lines.append(
            _("Approved by {name} on {day}{reference}.").format(name=found.approved_by, day=day, reference=reference)
        )
    if found.substitute_for:
        lines.append(_("In the place of {name}, who is recused.").format(name=found.substitute_for))
    if found.returned_on:
        day = long_date(found.returned_on, chosen())
        lines.append(_("Returned on {day}: {reason}").format(day=day, reason=found.returned_reason))
    if found.plan:
        from skjonn.domain.plan_departures import origin

        lines.append(origin(found.plan, found.plan_sha256, chosen()))
        lines += [one.worded(chosen()) for one in found.departures]
    return [*lines, _("Digest: {digest}").format(digest=found.digest)]


def _taken_over(found: Decision) -> str:
    """Return who took the decision over, and the day it was made where another day than that is known."""
    day = long_date(found.drafted_on, chosen())
    if found.approved_on == found.drafted_on:
        return _("Taken over as decided by {name} on {day}: no approval and no letters here.").format(
            name=found.drafted_by, day=day
        )
    words = _("Decided on {decided}; taken over by {name} on {day}: no approval and no letters here.")
    decided = long_date(found.approved_on or found.drafted_on, chosen())
    return words.format(decided=decided, name=found.drafted_by, day=day)


def _lines(found: Decision) -> Rows:
    rows = [
        {
            "case": line.case,
            "title": line.title,
            "outcome": line.outcome.value,
            "applied_nok": line.applied_nok,
            "amount_nok": line.amount_nok,
            "pot": line.pot,
            "ground": line.ground,
            "reason": line.reason,
        }
        for line in found.lines
    ]
    shown = columns("case", "title", "outcome", "applied_nok", "amount_nok", "pot", "ground", "reason")
    totals = {"applied_nok": sum(line.applied_nok for line in found.lines), "amount_nok": found.sum_nok}
    return Rows(shown, rows, totals)


def _row(one: Decision) -> dict[str, Any]:
    return {
        "decision": one.id,
        "decision_kind": one.kind,
        "call": one.call,
        "round": one.round,
        "decision_status": one.status,
        "cases": len(one.lines),
        "sum_nok": one.sum_nok,
        "drafted_by": one.drafted_by,
        "drafted_on": one.drafted_on,
        "approved_by": one.approved_by,
        "approved_on": one.approved_on,
    }


def data_of(found: Decision) -> dict[str, Any]:
    """Return a decision as scripts read it."""
    from skjonn.domain.conditions import read_back

    return {
        "id": found.id,
        "call": found.call,
        "kind": found.kind,
        "ground": found.ground,
        "round": found.round,
        "status": found.status,
        "digest": found.digest,
        "drafted_by": found.drafted_by,
        "drafted_on": found.drafted_on,
        "approved_by": found.approved_by or None,
        "approved_on": found.approved_on,
        "substitute_for": found.substitute_for or None,
        "reference": found.reference,
        "returned_on": found.returned_on,
        "returned_reason": found.returned_reason,
        "sum_nok": found.sum_nok,
        "plan": {"name": found.plan, "sha256": found.plan_sha256, "departures": found.departures}
        if found.plan
        else None,
        "given_up": found.given_up,
        "lines": [
            {
                "case": line.case,
                "outcome": line.outcome,
                "amount_nok": line.amount_nok,
                "applied_nok": line.applied_nok,
                "pot": line.pot,
                "ground": line.ground,
                "reason": line.reason,
                **{name: getattr(line, name) for name in _TERMS},
                "conditions": read_back(line.conditions),
            }
            for line in found.lines
        ],
    }


decision_after.declare(group)
