"""What follows a decision on `skjonn decision`: reverse, decline, change, correct, appeal; and an award outside the round."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen
from skjonn.texts.wording import kroner, long_date

if TYPE_CHECKING:
    from skjonn.usecases.appeals import Appeal
    from skjonn.usecases.drafting import Drafted

Municipality = Annotated[str, typer.Argument(metavar=N_("MUNICIPALITY"), help=N_("Who gets it: number or name."))]
Amount = Annotated[int, typer.Argument(parser=options.amount, metavar=N_("AMOUNT"), help=N_("Whole kroner: 10000000, “10 000 000” or “10 mill.”."))]  # fmt: skip
Payee = Annotated[str | None, typer.Option("--payee", metavar=N_("MUNICIPALITY"), help=N_("Who is paid from now on: number or name."))]  # fmt: skip
EndsOn = Annotated[date | None, typer.Option("--ends-on", parser=options.day, metavar=N_("DATE"), help=N_("The project's last day."))]  # fmt: skip


class AppealUnclear(UsageError):
    """It is not said whether an appeal came in or was settled."""

    code = "appeal-unclear"
    sentence = N_("An appeal is received or settled, one at a time.")
    advice = N_("Give --received DATE, or --outcome OUTCOME with --reason R.")


class AppealOutcomeUnknown(UsageError):
    """An appeal has come to what is no outcome."""

    code = "appeal-outcome-unknown"
    sentence = N_("{text} is no outcome of an appeal.")
    advice = N_("Use one of: {known}.")


class CorrectionUnclear(UsageError):
    """It is not said what is to be corrected."""

    code = "correction-unclear"
    sentence = N_("It is not said what is to be corrected.")
    advice = N_("Give an AMOUNT, --refuse or --dismiss; or --pot, --payee or --later for an award whose amount stays.")


class TermsOfAward(UsageError):
    """Terms of an award are given beside a refusal."""

    code = "terms-of-award"
    sentence = N_("A case that is refused or dismissed has no pot, payee or money for later years.")
    advice = N_("Leave out --pot, --payee, --later and --above-applied.")


class CorrectedTwice(UsageError):
    """A case is to be corrected to two outcomes."""

    code = "correction-of-two-outcomes"
    sentence = N_("A case has one outcome; given were {given}.")
    advice = N_("Give an AMOUNT, or one of --refuse and --dismiss.")


def _outcome(text: str) -> str:
    known = ("upheld", "rejected", "dismissed", "withdrawn")
    if text.strip().casefold() not in known:
        raise AppealOutcomeUnknown(text=text, known=known)
    return text.strip().casefold()


def declare(group: Group) -> None:
    """Register the commands on `skjonn decision`."""
    group.command("reverse", help=N_("Draft a decision that takes an award back; the money is free again while the year is open."), example='skjonn decision reverse 2021-007 --reason "Prosjektet er avlyst."', acts=True)(reverse)  # fmt: skip
    group.command("decline", help=N_("Draft a decision that records that the municipality declined its award."), example='skjonn decision decline 2021-007 --reason "Kommunen takkar nei."', acts=True)(decline)  # fmt: skip
    group.command("change", help=N_("Draft a decision that changes an award's terms: last day, who leads, who is paid, what it is for."), example='skjonn decision change 2021-007 --ends-on 2022-12-31 --reason "Utsett oppstart."', acts=True)(change)  # fmt: skip
    group.command("correct", help=N_("Draft a decision that corrects what was decided on a case: outcome, amount, pot, payee or what is held out for later years."), example='skjonn decision correct 2021-007 450000 --reason "Feil sum i vedtaket."\nskjonn decision correct 8 --refuse priority --reason "Klagen er teken til følgje."', acts=True)(correct)  # fmt: skip
    group.command("add", help=N_("Draft an award outside the round, without an application: crisis support, what is left of a pot."), example='skjonn decision add Suldal 250000 --call 2021 --pot crisis --title "Flaumen i mai" --ground "Krise etter søknad i brev"', acts=True)(add)  # fmt: skip
    group.command("appeal", help=N_("Record that a decision was appealed against, or what came of it."), example='skjonn decision appeal 2021-007 --received 2021-06-20\nskjonn decision appeal 2021-007 --outcome rejected --reason "Ikkje nye opplysningar."', acts=True)(appeal)  # fmt: skip


def reverse(ctx: typer.Context, case: options.Case, reason: options.Reason = None) -> None:
    """Draft a reversal."""
    from skjonn.usecases import following_up

    setting = Setting.of(ctx)
    number = setting.case(case)
    _show(setting, following_up.reverse(setting.url, setting.desk, number, _why(setting, reason)))


def decline(ctx: typer.Context, case: options.Case, reason: options.Reason = None) -> None:
    """Draft the record of a declined award."""
    from skjonn.usecases import following_up

    setting = Setting.of(ctx)
    number = setting.case(case)
    _show(setting, following_up.decline(setting.url, setting.desk, number, _why(setting, reason)))


def change(
    ctx: typer.Context,
    case: options.Case,
    ends_on: EndsOn = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar=N_("MUNICIPALITY"), help=N_("Who leads from now on: number or name."))] = None,
    payee: Payee = None,
    purpose: Annotated[str | None, typer.Option("--purpose", metavar=N_("TEXT"), help=N_("What the money is for from now on."))] = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Draft a change of terms."""
    from skjonn.domain.follow_ups import Terms
    from skjonn.usecases import following_up

    setting = Setting.of(ctx)
    number = setting.case(case)
    terms = Terms(ends_on, lead, payee, purpose)
    _show(setting, following_up.change(setting.url, setting.desk, number, terms, _why(setting, reason)))


def correct(
    ctx: typer.Context,
    case: options.Case,
    amount: Annotated[int | None, typer.Argument(metavar=N_("AMOUNT"), parser=options.amount, help=N_("Whole kroner to award."))] = None,
    pot: Annotated[str | None, typer.Option("--pot", metavar=N_("POT"), help=N_("The pot it is paid from; by default the one it was awarded from, else the call's first."))] = None,
    refuse: Annotated[str | None, typer.Option("--refuse", metavar=N_("GROUND"), help=N_("Refuse, on one of the call's grounds."))] = None,
    dismiss: Annotated[str | None, typer.Option("--dismiss", metavar=N_("GROUND"), help=N_("Dismiss, on one of the call's grounds."))] = None,
    above_applied: Annotated[str | None, typer.Option("--above-applied", metavar=N_("REASON"), help=N_("Why more is awarded than applied for."))] = None,
    payee: Payee = None,
    later: options.LaterYears = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Draft a correction."""
    from skjonn.domain.allocations import Outcome
    from skjonn.usecases import following_up
    from skjonn.usecases.recommending import Wanted

    setting = Setting.of(ctx)
    number = setting.case(case)
    terms: dict[str, Any] = {
        "pot": pot,
        "above_applied": above_applied,
        "payee": payee,
        "later": options.later_years(later),
    }
    outcome = _outcome_of(amount, refuse, dismiss)
    if outcome not in {None, "award"} and any(value is not None for value in terms.values()):
        raise TermsOfAward
    if outcome is None and all(value is None for value in terms.values()):
        raise CorrectionUnclear
    wanted = (
        Wanted(Outcome(outcome), amount or 0, ground=refuse or dismiss or "", **terms)
        if outcome
        else following_up.Kept(**terms)
    )
    _show(setting, following_up.correct(setting.url, setting.desk, number, wanted, _why(setting, reason)))


def add(
    ctx: typer.Context,
    municipality: Municipality,
    amount: Amount,
    call: options.CallOption = None,
    pot: Annotated[str, typer.Option("--pot", metavar=N_("POT"), help=N_("Any pot of the year; by default the call's first."))] = "",
    title: Annotated[str | None, typer.Option("--title", metavar=N_("TEXT"), help=N_("What it is for."))] = None,
    ground: Annotated[str | None, typer.Option("--ground", metavar=N_("TEXT"), help=N_("Why it is given outside the round."))] = None,
    payee: Payee = None,
    ends_on: EndsOn = None,
) -> None:  # fmt: skip
    """Draft an award outside the round."""
    from skjonn.usecases import single_awards

    setting = Setting.of(ctx)
    code = setting.call(call)
    what = title if title is not None else prompts.text(setting, "--title", _("What is it for?"))
    why = ground if ground is not None else prompts.text(setting, "--ground", _("Why is it given outside the round?"))
    wanted = single_awards.Single(municipality, amount, what, why, pot, payee or "", ends_on)
    _show(setting, single_awards.add(setting.url, setting.desk, code, wanted))


def appeal(
    ctx: typer.Context,
    case: options.Case,
    received: Annotated[date | None, typer.Option("--received", parser=options.day, metavar=N_("DATE"), help=N_("The day the appeal came in."))] = None,
    text: Annotated[str, typer.Option("--text", metavar=N_("TEXT"), help=N_("What it says, in short; internal."))] = "",
    outcome: Annotated[str | None, typer.Option("--outcome", metavar="upheld|rejected|dismissed|withdrawn", parser=_outcome, help=N_("What came of it."))] = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Record an appeal, or its outcome."""
    from skjonn.domain.appeals import AppealOutcome
    from skjonn.usecases import appeals

    setting = Setting.of(ctx)
    number = setting.case(case)
    if received is not None and outcome is None:
        _show_appeal(setting, appeals.receive(setting.url, setting.desk, number, received, text))
    elif outcome is None or received is not None:
        raise AppealUnclear
    else:
        done = appeals.settle(setting.url, setting.desk, number, AppealOutcome(outcome), _why(setting, reason))
        _show_appeal(setting, done)


def _outcome_of(amount: int | None, refuse: str | None, dismiss: str | None) -> str | None:
    """Return the one outcome that is given; None where none is."""
    given = [name for name, value in (("award", amount), ("refusal", refuse), ("dismissal", dismiss)) if value is not None]  # fmt: skip
    if len(given) > 1:
        flags = {"award": "AMOUNT", "refusal": "--refuse", "dismissal": "--dismiss"}
        raise CorrectedTwice(given=[flags[name] for name in given])
    return given[0] if given else None


def _why(setting: Setting, reason: str | None) -> str:
    return reason if reason is not None else prompts.text(setting, "--reason", _("Why?"))


def _show(setting: Setting, done: Drafted) -> None:
    from skjonn.cli.decision import data_of, headline

    found = done.decision
    lines = [headline(found), *_what(done), _("Digest: {digest}").format(digest=found.digest)]
    following = f"skjonn decision approve {found.id} --approver NAME --on DATE"
    setting.show(Answer(data=data_of(found), lines=lines, messages=done.warnings, next_command=following))


def _what(done: Drafted) -> list[str]:
    """Say what the one line is to hold, and its other terms."""
    from skjonn.cli.decision import terms

    [line] = done.decision.lines
    words = {
        "award": N_("{case} is to have {amount}: {reason}"),
        "reversed": N_("The award of {case} is to be taken back: {reason}"),
        "declined": N_("{case} is to stand as declined: {reason}"),
    }
    text = words.get(line.outcome, N_("{case} is to have no award: {reason}"))
    told = _(text).format(case=line.case, amount=kroner(line.amount_nok, chosen()), reason=line.reason)
    return [told, *terms(done.decision)]


def _show_appeal(setting: Setting, done: Appeal) -> None:
    day = long_date(done.received_on, chosen())
    line = _("{case}: an appeal against {decision}, received on {day}.").format(case=done.case, decision=done.decision, day=day)  # fmt: skip
    following = f"skjonn decision appeal {done.case} --outcome OUTCOME --reason R"
    if done.outcome:
        words: dict[str, Any] = {"upheld": N_("upheld"), "rejected": N_("rejected"), "dismissed": N_("dismissed"), "withdrawn": N_("withdrawn by the one who appealed")}  # fmt: skip
        line += " " + _("It is {outcome}: {reason}").format(outcome=_(words[done.outcome]), reason=done.reason)
        following = f"skjonn decision correct {done.case} AMOUNT --reason R" if done.outcome == "upheld" else f"skjonn history {done.case}"  # fmt: skip
    setting.show(Answer(data=done, lines=[line], next_command=following))
