"""What recommending rests on: which cases are open for it, what a recommendation must hold to, how a version is put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from skjonn.domain import allocations
from skjonn.domain.allocations import Outcome, Recommendation
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.frames import held_until
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Problem
from skjonn.domain.recusals import Recusal, require_not_recused
from skjonn.errors import RefusedError, SkjonnError
from skjonn.registries.meant import meant
from skjonn.registries.municipalities import Register
from skjonn.registries.offices import office_at
from skjonn.storage.queries import applications, assessments, calls, decisions, frames
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.assessments import StoredRecommendation
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.assessment import TAKEN_BACK, RecommendationRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.settled import settled_cases


class CaseWithdrawn(RefusedError):
    """Nothing is recommended for an application that is withdrawn."""

    code = "case-withdrawn"
    sentence = N_("{case} is withdrawn.")
    advice = N_("`skjonn history {case}` tells when and why.")


class CaseDecided(RefusedError):
    """Nothing is recommended for a case that is decided."""

    code = "case-decided"
    sentence = N_("{case} is decided, in {decision}.")
    advice = N_("`skjonn decision show {decision}` shows how.")


class CaseInDraft(RefusedError):
    """The recommendation of a case in a drafted decision stands still."""

    code = "case-in-draft"
    sentence = N_("{case} is in the draft decision {decision}.")
    advice = N_("Return it first: skjonn decision return {decision} --reason REASON.")


@dataclass(frozen=True)
class Wanted:
    """What is to be recommended; None keeps what stands, where the outcome is the same as before.

    `later` is held out for later budget years: year -> whole kroner; `payee` is a municipality's number or name, `ground` a code or a name; see `Recommendation` for the rest.
    """

    outcome: Outcome
    amount_nok: int = 0
    pot: str | None = None
    ground: str = ""
    reason: str | None = None
    above_applied: str | None = None
    payee: str | None = None
    pass_to: str | None = None
    later: Mapping[int, int] | None = None


@dataclass(frozen=True)
class Entry:
    """What is to be recommended for one case, complete and checked; `before` is what stands.

    `kept_reason` tells that another amount is recommended with the reason of the one before, nobody having said it anew.
    """

    case: Case
    said: Recommendation
    before: StoredRecommendation | None
    kept_reason: bool = False

    @property
    def same(self) -> bool:
        """Tell whether nothing would change."""
        return self.before is not None and self.before.recommendation == self.said

    @property
    def outcome(self) -> str:
        """What comes of it: `added`, `changed` or `unchanged`."""
        return "unchanged" if self.same else "changed" if self.before else "added"


@dataclass(frozen=True)
class Round:
    """Who recommends, on which day, and what is known of the call: cases, what stands, what is drafted and decided."""

    desk: Desk
    person: Person
    call: StoredCall
    cases: dict[str, Case]
    standing: dict[int, StoredRecommendation]
    decided: dict[int, str]
    drafted: dict[int, str]
    pots: dict[str, int]
    register: Register
    recusals: tuple[Recusal, ...] = ()
    numbers: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, desk: Desk, code: str) -> Round:
        """Return the round of the call with `code`, for a caseworker at the desk.

        Raises:
            CallUnknown: there is no such call; NotRegistered, NotInService, RoleMissing: they may not.
        """
        person = acting(session, desk, Role.CASEWORKER)
        call = calls.one(session, code)
        final = decisions.standing(session, call.id).values()
        return cls(
            desk=desk,
            person=person,
            call=call,
            cases={case.case_number: case for case in applications.cases(session, call.id)},
            standing=assessments.recommendations(session, call.id),
            decided={
                line.application_id: decision_id(code, line.decision_number)
                for line in final
                if line.outcome is not Outcome.NEXT_ROUND
            },
            drafted={
                line.application_id: decision_id(code, line.decision_number)
                for line in decisions.in_draft(session, call.id)
            },
            pots=_pots(session, call.year),
            register=register_in_use(session),
            recusals=tuple(assessments.recusals(session, call.id)),
            numbers=assessments.recommendation_numbers(session, call.id),
        )

    def case(self, case_number: str) -> Case:
        """Return a case of the call.

        Raises:
            CaseUnknown: it is none of the call's.
        """
        if case_number not in self.cases:
            raise CaseUnknown(case=case_number)
        return self.cases[case_number]

    def require_open(self, case: Case) -> None:
        """Accept a case that something may be recommended for, by who sits at the desk.

        Raises:
            CaseWithdrawn, CaseDecided, CaseInDraft: it is not open; Recused: they are recused in it.
        """
        require_not_recused(self.recusals, self.person.id, case.id)
        if case.content.withdrawn:
            raise CaseWithdrawn(case=case.case_number)
        for known, refusal in ((self.decided, CaseDecided), (self.drafted, CaseInDraft)):
            if case.id in known:
                raise refusal(case=case.case_number, decision=known[case.id])

    def faults(self, entry: Entry) -> list[SkjonnError]:
        """Return every rule the recommendation breaks."""
        found = list(
            allocations.faults(entry.said, self.call.call, entry.case.case_number, entry.case.content.applied_nok)
        )
        pot = entry.said.pot
        if pot and not found and pot not in self.pots:
            year = str(self.call.year)
            unknown = frames.PotUnknown(year=year, pot=pot, pots=list(self.pots))
            found.append(unknown if self.pots else frames.FrameUnknown(year=year))
        return found

    def entry(self, case: Case, wanted: Wanted) -> Entry:
        """Return what is to be recommended, what is not given being as it stands.

        Raises:
            MunicipalityAmbiguous, MunicipalityEnded, MunicipalityUnknown: the payee is not clear.
            OfficeUnknown, OfficeNotInForce: there is no such office to pass it to.
            LaterYearsWrong: what is held out is not for a later year.
        """
        before = self.standing.get(case.id)
        kept = before.recommendation if before and before.recommendation.outcome is wanted.outcome else None
        office = _kept(wanted.pass_to, kept.pass_to if kept else "")
        if office:
            office_at(office, self.desk.today)
        said = Recommendation(
            outcome=wanted.outcome,
            amount_nok=wanted.amount_nok,
            pot=_kept(wanted.pot, kept.pot if kept else ""),
            ground=wanted.ground,
            reason=_kept(wanted.reason, kept.reason if kept else ""),
            above_applied=_kept(wanted.above_applied, kept.above_applied if kept else ""),
            payee=self._payee(wanted.payee, kept),
            pass_to=office,
            later_years=self._later(wanted, kept),
        )
        other = kept is not None and bool(kept.reason) and kept.amount_nok != wanted.amount_nok
        complete = allocations.completed(said, self.call.call, case.content.applied_nok)
        return Entry(case, complete, before, kept_reason=other and wanted.reason is None)

    def doubts(self, entry: Entry) -> list[Problem]:
        """Return what is allowed but should be seen."""
        found = allocations.doubts(entry.said, entry.case.case_number, entry.case.content)
        return [*found, *([allocations.reason_kept(entry.said, entry.case.case_number)] if entry.kept_reason else [])]

    def _later(self, wanted: Wanted, kept: Recommendation | None) -> str:
        if wanted.later is None:
            return kept.later_years if kept else ""
        return allocations.later_years(self.call.year, wanted.later)

    def _payee(self, wanted: str | None, kept: Recommendation | None) -> str:
        if wanted is None or not wanted.strip():
            return kept.payee if wanted is None and kept else ""
        return meant(self.register, wanted, self.desk.today).number


def save(session: Session, around: Round, entries: Sequence[Entry]) -> None:
    """Put in a version of each recommendation that is new or changed; earlier versions stay."""
    session.add_all(
        RecommendationRow(
            application_id=one.case.id,
            number=around.numbers.get(one.case.id, 0) + 1,
            outcome=one.said.outcome.value,
            amount_nok=one.said.amount_nok,
            pot_id=around.pots[one.said.pot] if one.said.pot else None,
            ground=one.said.ground,
            reason=one.said.reason,
            above_applied=one.said.above_applied,
            payee=one.said.payee,
            pass_to=one.said.pass_to,
            later_years=one.said.later_years,
            on=around.desk.today,
            recorded_at=now(),
            person_id=around.person.id,
        )
        for one in entries
        if not one.same
    )
    session.flush()


def take_back(session: Session, around: Round, cases: Sequence[Case]) -> None:
    """Let nothing be recommended for some cases any more; what was recommended stays in their history."""
    session.add_all(
        RecommendationRow(
            application_id=case.id,
            number=around.numbers.get(case.id, 0) + 1,
            outcome=TAKEN_BACK,
            on=around.desk.today,
            recorded_at=now(),
            person_id=around.person.id,
        )
        for case in cases
    )
    session.flush()


def pending(session: Session, year: int) -> Counter[str]:
    """Return the whole kroner recommended from each pot of a year and not yet decided, over all its calls."""
    found: Counter[str] = Counter()
    for call in calls.every(session):
        if call.year != year:
            continue
        live = {one.id for one in applications.cases(session, call.id) if not one.content.withdrawn}
        undecided = live - settled_cases(session, call.id)
        for key, stored in assessments.recommendations(session, call.id).items():
            if key in undecided and stored.recommendation.outcome is Outcome.AWARD:
                found[stored.recommendation.pot] += stored.recommendation.amount_nok
    return found


def over_pots(session: Session, year: int) -> list[Problem]:
    """Return a warning, with the figures, for each pot of a year from which more is recommended than it has free."""
    recommended = pending(session, year)
    if not recommended:
        return []
    warnings = (
        allocations.over_pot(pot.name, year, pot.allotted_nok - pot.committed_nok, recommended[pot.name])
        for pot in frames.pots(session, year)
    )
    return [warning for warning in warnings if warning]


def held_pots(session: Session, year: int, today: date) -> list[Problem]:
    """Return a warning for each pot of a year that money is recommended from and that is held back until a later day."""
    recommended = pending(session, year)
    if not recommended:
        return []
    return [
        allocations.held_back(pot.name, held, recommended[pot.name])
        for pot in frames.pots(session, year)
        if recommended[pot.name] and (held := held_until(pot.opens_on, today))
    ]


def _pots(session: Session, year: int) -> dict[str, int]:
    try:
        rows = frames.pots(session, year)
    except frames.FrameUnknown:  # to refuse or to move a case takes no frame
        return {}
    return {row.name: row.id for row in rows if row.id is not None}


def _kept(wanted: str | None, before: str) -> str:
    return before if wanted is None else wanted.strip()
