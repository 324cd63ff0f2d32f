"""What has to hold before a new letter about a case is written: that what it says is so, by the register and the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letters import Said
from skjonn.domain.reports import ReportAct, ReportKind, Unused
from skjonn.domain.working_days import working_day
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.storage.queries import reports
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.reports import StoredReport
from skjonn.texts import N_
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import Unit, said_again
from skjonn.usecases.payment_awards import Paying, of_year

_ASKS_FOR_REPORT = frozenset({LetterKind.REMINDER, LetterKind.REPORT_REQUEST})
_ANSWERED = frozenset({LetterKind.COMPLETION, LetterKind.REMINDER, LetterKind.REPAYMENT})


class ReportNotAccepted(RefusedError):
    """A letter is to say that a report is accepted, and it is not."""

    code = "letter-report-not-accepted"
    sentence = N_("{cases}: no report of that kind stands as accepted, so no letter says so.")
    advice = N_("`skjonn report list {call}` shows what came; `skjonn report accept` accepts it.")


class ReportIsIn(RefusedError):
    """A letter is to ask for a report that has come."""

    code = "letter-report-is-in"
    sentence = N_("{cases}: that report has come, so no letter asks for it.")
    advice = N_("`skjonn report list {call}` shows what came; `skjonn report return` sends one back.")


class ReminderEarly(RefusedError):
    """A letter is to remind of a report whose day has not come."""

    code = "letter-reminder-early"
    sentence = N_("{cases}: that report is due on {due}, so no letter reminds of it yet.")
    advice = N_("Ask for it with --kind report_request; `skjonn report due` shows what is due when.")


class CompletionTooLate(RefusedError):
    """An application is to be completed that is decided already."""

    code = "letter-completion-too-late"
    sentence = N_("{cases}: decided, so the application is not to be completed any more.")
    advice = N_("`skjonn application list` shows what has become of each case.")


class AnswerDayPast(UsageError):
    """An answer, or money, is asked for by a day before the letter's own."""

    code = "letter-answer-day-past"
    sentence = N_("{due} is before the letter's day, {today}.")
    advice = N_("Name a later day with --due.")


class ClaimEmpty(UsageError):
    """Nothing is claimed back."""

    code = "letter-claim-empty"
    sentence = N_("A claim for repayment is of an amount above 0.")
    advice = N_("Name it with --amount.")


class ClaimTooGreat(RefusedError):
    """More is claimed back than there is to claim."""

    code = "letter-claim-too-great"
    sentence = N_(
        "{case}: {amount_nok} is claimed back, and {most_nok} can be, by the award, what was paid, the reports and the claims that stand."
    )
    advice = N_("`skjonn payment list` and `skjonn letter list` show what stands. A claim is changed with --anew.")


class LetterSaysElse(ConflictError):
    """The letter of the same occasion is registered, and what is said now is not what it says."""

    code = "letter-says-else"
    sentence = N_("The letters of {cases} are registered already and say something else than what is said now.")
    advice = N_("Write them anew, which keeps those that stand: add --anew, and say why with --reason.")


def require_same(call: str, said: Said, units: Iterable[Unit]) -> None:
    """Make sure registered letters of a call say what is said now; what is not said now is as it was.

    Raises:
        LetterSaysElse: some say something else.
    """
    changed = [unit for unit in units if unit.stored and _differs(said, said_again(unit.stored.said))]
    other = [unit.cases[0].case if unit.cases else call for unit in changed]
    if other:
        raise LetterSaysElse(cases=other)


def _differs(said: Said, kept: Said) -> bool:
    amount = said.amount_nok is not None and said.amount_nok != kept.amount_nok
    return amount or bool(said.points and said.points != kept.points)


def fitting(session: Session, sources: Sources, fresh: Sequence[Unit], *, named: bool) -> list[Unit]:
    """Return the new letters whose cases they are true of.

    Args:
        session, sources: to look up by; fresh: letters of one kind about one case each.
        named: whether the cases were named, so that one the letter is not true of is refused instead of left out.

    Raises:
        ReportNotAccepted, ReportIsIn, ReminderEarly, CompletionTooLate: a case was named that it is not true of.
    """
    if not fresh:
        return []
    kind, untrue = fresh[0].kind, _untrue(session, sources, fresh)
    if untrue and named:
        wrong = ReportIsIn if kind in _ASKS_FOR_REPORT else ReportNotAccepted
        raise (CompletionTooLate if kind is LetterKind.COMPLETION else wrong)(
            cases=list(untrue.values()), call=sources.call.code
        )
    early = _early(session, sources, [unit for unit in fresh if unit.cases[0].application_id not in untrue])
    if early and named:
        cases = [unit.cases[0].case for unit in fresh if unit.cases[0].application_id in early]
        raise ReminderEarly(cases=cases, due=min(early.values()))
    return [unit for unit in fresh if unit.cases[0].application_id not in {*untrue, *early}]


def _early(session: Session, sources: Sources, fresh: Sequence[Unit]) -> dict[int, date]:
    """Return the cases that would be reminded of a report before its day, by application id: the day it is due."""
    report = fresh[0].said.report if fresh else ""
    if not report or fresh[0].kind is not LetterKind.REMINDER:
        return {}
    dues = reports.dues(session, sources.today, [unit.cases[0].application_id for unit in fresh])
    return {
        of: due.due_on
        for (of, kind), due in dues.items()
        if kind == report and working_day(due.due_on) >= sources.today
    }


def _untrue(session: Session, sources: Sources, fresh: Sequence[Unit]) -> dict[int, str]:
    """Return the cases a kind of letter would say something untrue to: case numbers by application id."""
    kind, cases = fresh[0].kind, {unit.cases[0].application_id: unit.cases[0].case for unit in fresh}
    if kind is LetterKind.COMPLETION:
        lines = sources.standing()
        return {
            key: case for key, case in cases.items() if key in lines and lines[key].outcome is not Outcome.NEXT_ROUND
        }
    report = fresh[0].said.report
    if not report or kind not in _ASKS_FOR_REPORT | {LetterKind.REPORT_ACCEPTED}:
        return {}
    came = reports.latest(session, sources.today, list(cases))
    of_kind = {key: came.get((key, ReportKind(report))) for key in cases}
    if kind is LetterKind.REPORT_ACCEPTED:
        return {key: case for key, case in cases.items() if not _accepted(of_kind[key])}
    return {key: case for key, case in cases.items() if _is_in(of_kind[key])}


def _accepted(report: StoredReport | None) -> bool:
    return report is not None and report.accepted


def _is_in(report: StoredReport | None) -> bool:
    return report is not None and report.act is not ReportAct.RETURNED


def require_days(sources: Sources, fresh: Iterable[Unit]) -> None:
    """Make sure nobody is asked to answer before the letter's day.

    Raises:
        AnswerDayPast: somebody is.
    """
    for unit in fresh:
        if unit.kind in _ANSWERED and unit.said.due and unit.said.due < sources.today:
            raise AnswerDayPast(due=unit.said.due, today=sources.today)


def require_claimable(
    session: Session, sources: Sources, fresh: Iterable[Unit], earlier: Mapping[int, Sequence[StoredLetter]]
) -> None:
    """Make sure no more is claimed back of an award than there is to claim, with the claims that stand.

    Args:
        session, sources: to look up by; fresh: new letters about one case each; other kinds are passed over.
        earlier: the registered letters of the kind that stand, by application id.

    Raises:
        ClaimEmpty, ClaimTooGreat: it is nothing, or more.
    """
    for unit in fresh:
        if unit.kind is not LetterKind.REPAYMENT:
            continue
        amount, case = unit.said.amount_nok or 0, unit.cases[0]
        if amount <= 0:
            raise ClaimEmpty
        replaced = unit.supersedes.id if unit.supersedes else None
        stands = [one for one in earlier.get(case.application_id, ()) if one.id != replaced]
        claimed = sum(said_again(one.said).amount_nok or 0 for one in stands)
        most = _most(session, sources, unit, claimed)
        if amount > most:
            raise ClaimTooGreat(case=case.case, amount_nok=amount, most_nok=most)


def _most(session: Session, sources: Sources, unit: Unit, claimed_nok: int) -> int:
    """Return the most that can be claimed of an award beside what is claimed already.

    What was paid above the award where there is such; else what an accepted report has left and the office claims; else what
    was paid and has not come back, or the whole award where no payment is recorded.
    """
    case = unit.cases[0]
    of = of_year(session, sources.call.year, sources.today, (case.case,))
    paying: Paying | None = of[0] if of else None
    repaid = paying.repaid_nok if paying else 0
    open_claims = max(0, claimed_nok - repaid)
    if paying and paying.to_repay_nok:
        return max(0, paying.to_repay_nok - open_claims)
    left = _left(session, sources, case.application_id)
    awarded = case.line.amount_nok if case.line else 0
    whole = left - repaid if left else paying.account.kept_nok if paying and paying.paid_nok else awarded
    return max(0, whole - open_claims)


def _left(session: Session, sources: Sources, application_id: int) -> int:
    """Return what accepted reports of a case say is left and the office claims, whole kroner."""
    came: dict[int, int] = defaultdict(int)
    for one in reports.latest(session, sources.today, [application_id]).values():
        if one.accepted and one.unused is Unused.CLAIMED:
            came[one.application_id] += one.unused_nok or 0
    return came[application_id]
