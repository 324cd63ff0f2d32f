"""Draft what follows a decision that stands: take an award back, record that it was declined, change its terms, correct a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlmodel import Session

from skjonn.domain import follow_ups
from skjonn.domain.allocations import Outcome, over_pot
from skjonn.domain.conditions import stored as stored_conditions
from skjonn.domain.decisions import DraftLine, decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind, Terms
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Problem, problem
from skjonn.registries.meant import meant
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, calls, conditions, decisions, frames
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.application_acts import require_alone
from skjonn.usecases.decisions import bound, shown, stored
from skjonn.usecases.draft_rows import Draft, Placed, put_in
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import CaseInDraft, Entry, Round, Wanted

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Kept:
    """A correction of an award whose amount stays; None keeps what stands. See `Wanted` for the rest."""

    pot: str | None = None
    above_applied: str | None = None
    payee: str | None = None
    later: Mapping[int, int] | None = None


@dataclass(frozen=True)
class _Around:
    """One case whose decision is to be followed: where it is, and the line that holds."""

    session: Session
    desk: Desk
    person: Person
    call: StoredCall
    case: Case
    standing: DecidedLine

    @property
    def before(self) -> DraftLine:
        """The line that holds, on the version of the application that holds."""
        return replace(
            bound(self.standing), version=self.case.version_number, applied_nok=self.case.content.applied_nok
        )


def reverse(url: str, desk: Desk, case_number: str, reason: str) -> Drafted:
    """Draft a decision that takes an award back.

    Raises:
        CaseUnknown: there is none; NotDecided, NotAwarded: it has no award that stands; CaseInDraft: another draft has it.
        FollowUpReasonMissing: nothing is said.
    """
    return _draft(url, desk, case_number, DecisionKind.REVERSAL, lambda at: follow_ups.reversed_line(at.before, reason))


def decline(url: str, desk: Desk, case_number: str, reason: str) -> Drafted:
    """Draft a decision that records that the recipient has said no to an award.

    Raises:
        CaseUnknown, NotDecided, NotAwarded, CaseInDraft, FollowUpReasonMissing: as for `reverse`.
    """
    return _draft(url, desk, case_number, DecisionKind.DECLINE, lambda at: follow_ups.declined_line(at.before, reason))


def change(url: str, desk: Desk, case_number: str, wanted: Terms, reason: str) -> Drafted:
    """Draft a decision that changes an award's terms; its amount and pot stay.

    Args:
        url: of the database; desk: a caseworker's; case_number: in full; reason: why.
        wanted: what is to be different; lead and payee by number or name.

    Raises:
        CaseUnknown, NotDecided, NotAwarded, CaseInDraft, FollowUpReasonMissing: as for `reverse`.
        MunicipalityAmbiguous, MunicipalityEnded, MunicipalityUnknown: a municipality is not clear.
        PeriodWrong, NothingChanges, SameApplication: the case cannot become that.
    """
    return _draft(url, desk, case_number, DecisionKind.CHANGE, lambda at: _changed(at, wanted, reason))


def correct(url: str, desk: Desk, case_number: str, wanted: Wanted | Kept, reason: str) -> Drafted:
    """Draft a decision that corrects a case's outcome, amount or pot; also what follows an appeal that was upheld.

    Args:
        url: of the database; desk: a caseworker's; case_number: in full; reason: why.
        wanted: what is to hold, as for a recommendation; or what of an award is to be different, its amount as it stands.

    Raises:
        CaseUnknown, NotDecided, CaseInDraft, FollowUpReasonMissing, NothingChanges: nothing can follow.
        NotAwarded: the amount is to stay as it is, and there is no award.
        GroundUnknown, PotNotOfCall, AwardNothing, AboveApplied and what else a recommendation must hold to.
    """
    return _draft(url, desk, case_number, DecisionKind.CORRECTION, lambda at: _corrected(at, wanted, reason))


def _draft(
    url: str, desk: Desk, case_number: str, kind: DecisionKind, line_of: Callable[[_Around], DraftLine]
) -> Drafted:
    with writing(url, keep=not desk.dry_run) as session:
        around = _around(session, desk, case_number)
        line = line_of(around)
        by = Written(around.person.id, desk.today, now())
        number = put_in(
            session,
            Draft(around.call, kind, around.standing.round),
            [Placed(around.case.id, around.case.version_id, line)],
            by,
        )
        written = shown(session, stored(session, around.call.code, number), desk.today)
        record(
            session, desk, around.person,
            {
                DecisionKind.REVERSAL: "reversal-drafted", DecisionKind.DECLINE: "decline-drafted",
                DecisionKind.CHANGE: "change-drafted", DecisionKind.CORRECTION: "correction-drafted",
            }[kind],
            case_number, cases=[around.case.id], decision=written.id, reason=line.reason,
        )  # fmt: skip
        found = (_over_pot(session, around, line), _before_award(around, kind, line))
        return Drafted(written, tuple(one for one in found if one))


def _around(session: Session, desk: Desk, case_number: str) -> _Around:
    person = acting(session, desk, Role.CASEWORKER)
    case = applications.case(session, case_number)
    call = next(one for one in calls.every(session) if one.id == case.call_id)
    standing = decisions.standing(session, call.id).get(case.id)
    drafted = {line.application_id: line for line in decisions.in_draft(session, call.id)}
    if case.id in drafted:
        raise CaseInDraft(case=case_number, decision=decision_id(call.code, drafted[case.id].decision_number))
    if standing is None or standing.outcome is Outcome.NEXT_ROUND:
        raise follow_ups.NotDecided(case=case_number)
    return _Around(session, desk, person, call, case, standing)


def _changed(around: _Around, wanted: Terms, reason: str) -> DraftLine:
    register, today = register_in_use(around.session), around.desk.today
    lead, payee = (meant(register, text, today).number if text else None for text in (wanted.lead, wanted.payee))
    content = around.case.content
    follow_ups.require_period(around.case.case_number, content.starts_on, wanted.ends_on)
    terms = Terms(
        ends_on=_other(wanted.ends_on, content.ends_on),
        lead=_other(lead, content.lead),
        payee=_other(payee, around.standing.payee or content.payee or content.lead),
        purpose=wanted.purpose,
    )
    line = follow_ups.changed_line(around.before, terms, reason)
    if lead and lead != content.lead:
        require_alone(around.session, around.call.id, around.case.id, replace(content, lead=lead))
    return line


def _other(wanted: _Value | None, stands: _Value | None) -> _Value | None:
    """Return what is wanted where it is another than what stands."""
    return None if wanted == stands else wanted


def _whole(around: _Around, wanted: Wanted | Kept) -> Wanted:
    """Return what is wanted with the amount that stands, where none is said."""
    if isinstance(wanted, Wanted):
        return wanted
    if around.standing.outcome is not Outcome.AWARD:
        raise follow_ups.NotAwarded(case=around.case.case_number)
    above = around.standing.above_applied if wanted.above_applied is None else wanted.above_applied
    return Wanted(
        Outcome.AWARD,
        around.standing.amount_nok,
        wanted.pot,
        above_applied=above,
        payee=wanted.payee,
        later=wanted.later,
    )


def _corrected(around: _Around, asked: Wanted | Kept, reason: str) -> DraftLine:
    wanted = _whole(around, asked)
    if wanted.pot is None and wanted.outcome is around.standing.outcome:
        wanted = replace(wanted, pot=around.standing.pot)
    before = _with_terms(around, wanted.outcome)
    known = Round.of(around.session, around.desk, around.call.code)
    said = known.entry(around.case, wanted).said
    # What is not asked for is as decided, which may be another thing by now than what was recommended once.
    said = replace(
        said,
        payee=before.payee if wanted.payee is None else said.payee,
        later_years=before.later_years if wanted.later is None else said.later_years,
    )
    for fault in known.faults(Entry(around.case, said, None)):
        raise fault
    return follow_ups.corrected_line(before, said, reason)


def _with_terms(around: _Around, outcome: Outcome) -> DraftLine:
    """Return the line that holds; where an award comes of what is none, with the case's own conditions and what was held out for later years."""
    before, session = around.before, around.session
    if outcome is not Outcome.AWARD or around.standing.outcome is Outcome.AWARD:
        return before
    own = conditions.standing(session, around.call.id).get(around.case.id, [])
    awards = [
        line for line in decisions.decided(session, around.call.id)
        if line.application_id == around.case.id and line.outcome is Outcome.AWARD
    ]  # fmt: skip
    return replace(before, conditions=stored_conditions(own), later_years=awards[-1].later_years if awards else "")


def _before_award(around: _Around, kind: DecisionKind, line: DraftLine) -> Problem | None:
    """Return a warning where an award's new last day lies before the day it was awarded."""
    awarded_on = around.standing.approved_on
    if kind is not DecisionKind.CHANGE or not line.ends_on or awarded_on is None:
        return None
    day = date.fromisoformat(line.ends_on)
    text = N_("{case} would end on {ends_on}, before it was awarded on {awarded_on}.")
    return problem("warning", "ends-before-award", text, N_("Check the day."), case=line.case, ends_on=day, awarded_on=awarded_on) if day < awarded_on else None  # fmt: skip


def _over_pot(session: Session, around: _Around, line: DraftLine) -> Problem | None:
    """Return a warning where the pot has less free for the new line than it takes; what the case holds counts as free."""
    if line.outcome is not Outcome.AWARD:
        return None
    held_nok = sum(pots[line.pot] for pots in frames.held(session, [around.case.id]).values())
    pot = frames.pot(session, around.call.year, line.pot)
    free_nok = pot.allotted_nok - pot.committed_nok + held_nok
    return over_pot(line.pot, around.call.year, free_nok, line.amount_nok)
