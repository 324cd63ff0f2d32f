"""`skjonn application screen`: the call's rules run over its cases, and what a person finds of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import listed

if TYPE_CHECKING:
    from skjonn.domain.findings import Finding
    from skjonn.usecases.screening import Listed, ListedCase, Screened, Verdict

_COLUMNS = ("case", "title", "municipality", "screening", "screened_by", "screened_on", "findings", "ground", "screening_text")  # fmt: skip
_HELP = N_(
    "Hold the applications against the call's rules, or record what a person finds of them.\n"
    "A finding is no decision: a person finds each case eligible, to be completed or dismissed. A new version of a case is screened anew."
)
_EXAMPLE = (
    "skjonn application screen --call 2021\n"
    "skjonn application screen --call 2021 --all-eligible\n"
    'skjonn application screen 2021-004 2021-005 --eligible --reason "Beløpet er avklart i møte"\n'
    'skjonn application screen 2021-007 --to-complete "Budsjettet manglar"\n'
    "skjonn application screen 2021-009 --dismiss not_eligible"
)

Cases = Annotated[list[str] | None, typer.Argument(metavar=N_("CASE"), help=N_("Case numbers; none for all cases of the call."), autocompletion=completion.cases)]  # fmt: skip
Eligible = Annotated[bool, typer.Option("--eligible", help=N_("The cases are eligible; where a rule stops one, with --reason."))]  # fmt: skip
ToComplete = Annotated[str | None, typer.Option("--to-complete", metavar=N_("TEXT"), help=N_("The cases are to be completed with this; they come back by a new import."))]  # fmt: skip
Dismiss = Annotated[str | None, typer.Option("--dismiss", metavar=N_("GROUND"), help=N_("The cases are to be dismissed, on one of the call's grounds."))]  # fmt: skip
AllEligible = Annotated[bool, typer.Option("--all-eligible", help=N_("Every case that waits without a finding is eligible."))]  # fmt: skip


class OneVerdict(UsageError):
    """Several verdicts were given at once."""

    code = "one-verdict"
    sentence = N_("A screening has one outcome; given were {given}.")
    advice = N_("Give one of --eligible, --to-complete, --dismiss and --all-eligible.")


class ReasonUnused(UsageError):
    """A reason was given where none is stored."""

    code = "reason-unused"
    sentence = N_("--reason goes with --eligible and --dismiss alone.")
    advice = N_("What is to be completed is the text of --to-complete; to list the cases, leave out --reason.")


class CasesUnused(UsageError):
    """Cases were named beside what is done with all of them."""

    code = "cases-unused"
    sentence = N_("--all-eligible takes every case of a call that waits without a finding; no case is named with it.")
    advice = N_("For named cases use --eligible.")


class CasesOfSeveralCalls(UsageError):
    """The named cases are not all of one call."""

    code = "cases-of-several-calls"
    sentence = N_("The cases are of several calls: {calls}.")
    advice = N_("Screen one call at a time.")


def declare(group: Group) -> None:
    """Register the command on the group of `application`."""
    group.command("screen", help=_HELP, example=_EXAMPLE, acts=True, lists=True)(screen)


def screen(
    ctx: typer.Context,
    cases: Cases = None,
    call: options.CallOption = None,
    eligible: Eligible = False,
    to_complete: ToComplete = None,
    dismiss: Dismiss = None,
    all_eligible: AllEligible = False,
    reason: options.Reason = None,
) -> None:
    """List the cases with what the rules find; with a verdict, record it."""
    setting = Setting.of(ctx)
    verdict = _given(eligible=eligible, to_complete=to_complete, dismiss=dismiss, all_eligible=all_eligible)
    if reason is not None and verdict not in {"--eligible", "--dismiss"}:
        raise ReasonUnused
    if verdict == "--all-eligible":
        _confirm_all(setting, setting.call(call), cases or ())
        return
    if verdict and not cases:
        raise prompts.MissingArgument(flag=N_("CASE"))
    numbers = _numbers(setting, call, cases or ())
    code = _call_of(setting, call, numbers)
    if not verdict:
        _list(setting, code, numbers)
    else:
        _record(setting, code, numbers, _verdict(verdict, to_complete, dismiss, reason))


def _given(*, eligible: bool, to_complete: str | None, dismiss: str | None, all_eligible: bool) -> str:
    """Return the one verdict given, as typed; empty where none is."""
    every = {
        "--eligible": eligible,
        "--to-complete": to_complete is not None,
        "--dismiss": dismiss is not None,
        "--all-eligible": all_eligible,
    }
    given = [name for name, is_given in every.items() if is_given]
    if len(given) > 1:
        raise OneVerdict(given=given)
    return given[0] if given else ""


def _numbers(setting: Setting, call: str | None, cases: Sequence[str]) -> list[str]:
    """Return full case numbers; a bare number belongs to the call named, else to the default one."""
    from skjonn.domain.codes import parse_case

    return [parse_case(case, setting.call(call)) if call else setting.case(case) for case in cases]


def _call_of(setting: Setting, call: str | None, numbers: Sequence[str]) -> str:
    """Return the call of the named cases, which must be the one named, if any."""
    codes = dict.fromkeys(number.rpartition("-")[0] for number in numbers)
    if call or not codes:
        codes[setting.call(call)] = None
    if len(codes) > 1:
        raise CasesOfSeveralCalls(calls=list(codes))
    return next(iter(codes))


def _verdict(given: str, to_complete: str | None, dismiss: str | None, reason: str | None) -> Verdict:
    from skjonn.domain.screening import Status
    from skjonn.usecases.screening import Verdict

    if given == "--to-complete":
        return Verdict(Status.TO_COMPLETE, to_complete or "")
    status = Status.DISMISSED if given == "--dismiss" else Status.ELIGIBLE
    return Verdict(status, reason or "", dismiss or "")


def _list(setting: Setting, code: str, numbers: Sequence[str]) -> None:
    from skjonn.usecases import screening

    found = screening.listing(setting.url, setting.desk, code, numbers, chosen())
    shown = [_row(one) for one in found.rows]
    filled = [name for name in _COLUMNS if setting.csv or any(row[name] for row in shown)]
    table = Rows(columns(*(filled or _COLUMNS)), shown)
    rows = [{**row, "findings": [_data(each) for each in one.findings], "waits": one.waits} for row, one in zip(shown, found.rows, strict=True)]  # fmt: skip
    data = {"columns": list(_COLUMNS), "rows": rows, "totals": {}}
    following = f"skjonn application screen --call {code} --all-eligible" if _confirmable(found) else ""
    setting.show(Answer(data=data, table=table, messages=_counted(found), next_command=following))


def _record(setting: Setting, code: str, numbers: Sequence[str], verdict: Verdict) -> None:
    from skjonn.usecases import screening

    try:
        done = screening.screen(setting.url, setting.desk, code, numbers, verdict)
    except screening.StopNeedsReason as stopped:
        if not setting.may_prompt:
            raise
        setting.warn(stopped.message())
        why = prompts.text(setting, "--reason", _("Why is it eligible all the same?"))
        done = screening.screen(setting.url, setting.desk, code, numbers, replace(verdict, text=why))
    _show(setting, done)


def _confirm_all(setting: Setting, code: str, cases: Sequence[str]) -> None:
    from skjonn.usecases import screening

    if cases:
        raise CasesUnused
    count = len(_confirmable(screening.listing(setting.url, setting.desk, code)))
    if count and setting.may_prompt and not setting.desk.dry_run:
        question = ngettext("Find {count} case without findings eligible?", "Find {count} cases without findings eligible?", count)  # fmt: skip
        if not prompts.confirm(setting, "--all-eligible", question.format(count=count)):
            setting.show(Answer(data={"call": code, "cases": []}, lines=[_("Nothing changed.")]))
            return
    _show(setting, screening.confirm_faultless(setting.url, setting.desk, code))


def _show(setting: Setting, done: Screened) -> None:
    lines = [_("Nothing changed.")]
    if done.cases:
        word = dict(columns("screening")[0].choices)[done.status.value]
        lines = [f"{listed(done.cases, chosen())}: {_(word)}{f' ({done.ground})' if done.ground else ''}."]
    if done.set_aside:
        lines.append(_("A rule of the call was set aside for {cases}.").format(cases=listed(done.set_aside, chosen())))
    setting.show(Answer(data=done, lines=lines, next_command=_following(done)))


def _following(done: Screened) -> str:
    match done.status.value:
        case "dismissed" if done.cases:
            return f"skjonn allocation set {done.cases[0]} --dismiss {done.ground}"
        case "to_complete":
            return f"skjonn application import FILE --call {done.call} --update"
        case _:
            return f"skjonn application screen --call {done.call}"


def _confirmable(found: Listed) -> list[ListedCase]:
    return [one for one in found.rows if one.confirmable]


def _row(one: ListedCase) -> dict[str, Any]:
    held = one.screening
    return {
        "case": one.case,
        "title": one.title,
        "municipality": one.municipality,
        "screening": one.state,
        "screened_by": held.person if held else "",
        "screened_on": held.on if held else None,
        "findings": " · ".join(each.line(chosen()) for each in one.findings),
        "ground": one.ground,
        "screening_text": held.text if held else "",
    }


def _data(finding: Finding) -> dict[str, Any]:
    effect = finding.effect
    sizes = {name: getattr(effect, name) for name in ("deduct_points", "deduct_percent", "deduct_nok")}
    return {
        "rule": finding.rule,
        "code": finding.code,
        "effect": effect.kind,
        "field": finding.field,
        "message": finding.message(chosen()),
        "text": finding.text,
        **{name: size for name, size in sizes.items() if size},
    }


def _counted(found: Listed) -> list[str]:
    waiting = sum(one.waits for one in found.rows)
    counted = Counter(one.screening.status.value for one in found.rows if one.screening and not one.waits)
    parts = [ngettext("{count} case is to be screened", "{count} cases are to be screened", waiting).format(count=waiting)]  # fmt: skip
    words = dict(columns("screening")[0].choices)
    parts += [
        f"{_(words[name])}: {counted[name]}" for name in ("eligible", "to_complete", "dismissed") if counted[name]
    ]
    return [f"{'; '.join(parts)}."]
