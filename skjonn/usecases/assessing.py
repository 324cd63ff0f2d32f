"""What recording assessments rests on: who may, for whom, on which cases; and how a version is put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import insert
from sqlmodel import Session

from skjonn.domain import scores
from skjonn.domain.allocations import Outcome
from skjonn.domain.calls import Call
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.recusals import Recusal, require_not_recused
from skjonn.errors import RefusedError, UsageError
from skjonn.storage.queries import applications, assessments, calls, decisions, persons
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.assessments import StoredAssessment
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.assessment import AssessmentRow, ScoreRow
from skjonn.texts import N_
from skjonn.usecases.acting import NotInService, acting, now
from skjonn.usecases.naming import person_named

Given = Mapping[str, int | None]
"""Points by criterion (code or name); None takes back what was given, so that it is not assessed."""


class NotAnAssessor(RefusedError):
    """Assessments belong to persons with the role assessor."""

    code = "not-an-assessor"
    sentence = N_("{name} does not have the role assessor.")
    advice = N_("`skjonn person list` shows who has it.")


class AssessorOther(RefusedError):
    """An assessor records for oneself; a caseworker for anybody."""

    code = "assessor-other"
    sentence = N_("{name} may not record what {assessor} holds.")
    advice = N_("Let {assessor} do it, or a caseworker.")


class AssessmentReasonMissing(UsageError):
    """An assessment is changed only with a reason."""

    code = "assessment-reason-missing"
    sentence = N_("Already assessed, and now otherwise: {cases}.")
    advice = N_("Say why with --reason REASON; the earlier assessment is kept.")


class CaseSettled(RefusedError):
    """A case that is withdrawn or decided is not assessed any more."""

    code = "case-settled"
    sentence = N_("{case} is withdrawn or decided.")
    advice = N_("`skjonn history {case}` tells what happened to it.")


@dataclass(frozen=True)
class Entry:
    """What is to hold of one case for one assessor, complete; `before` is what holds now."""

    case: Case
    assessor: Person
    points: dict[str, int]
    text: str
    before: StoredAssessment | None

    @property
    def same(self) -> bool:
        """Tell whether nothing would change."""
        before = self.before
        return before is not None and before.points == self.points and before.text == self.text

    @property
    def changes(self) -> bool:
        """Tell whether something recorded earlier would be otherwise."""
        return self.before is not None and not self.same


@dataclass(frozen=True)
class Round:
    """What recording needs to know: who records, on which day, and of the call its cases and what is held of them."""

    desk: Desk
    person: Person
    call: StoredCall
    cases: dict[str, Case]
    held: dict[tuple[int, int], StoredAssessment]
    settled: frozenset[int]
    persons: tuple[Person, ...]
    recusals: tuple[Recusal, ...] = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each case, by number."""
        return {number: case.content.title for number, case in self.cases.items()}

    @classmethod
    def of(cls, session: Session, desk: Desk, code: str) -> Round:
        """Return the round of the call with `code`, for an assessor or a caseworker at the desk.

        Raises:
            CallUnknown: there is no such call; NotRegistered, NotInService, RoleMissing: they may not.
        """
        person = acting(session, desk, Role.ASSESSOR, Role.CASEWORKER)
        call = calls.one(session, code)
        standing = decisions.standing(session, call.id)
        return cls(
            desk=desk,
            person=person,
            call=call,
            cases={one.case_number: one for one in applications.cases(session, call.id)},
            held={(one.application_id, one.assessor_id): one for one in assessments.assessments(session, call.id)},
            settled=frozenset(key for key, line in standing.items() if line.outcome is not Outcome.NEXT_ROUND),
            persons=tuple(persons.every(session)),
            recusals=tuple(assessments.recusals(session, call.id)),
        )

    @property
    def content(self) -> Call:
        """What the call says."""
        return self.call.call

    def case(self, case_number: str) -> Case:
        """Return a case of the call.

        Raises:
            CaseUnknown: it is none of the call's.
        """
        if case_number not in self.cases:
            raise applications.CaseUnknown(case=case_number)
        return self.cases[case_number]

    def require_open(self, case: Case) -> None:
        """Accept a case that may be assessed.

        Raises:
            CaseSettled: it is withdrawn or decided.
        """
        if case.content.withdrawn or case.id in self.settled:
            raise CaseSettled(case=case.case_number)

    def require_not_recused(self, case: Case, assessor: Person) -> None:
        """Accept a case neither the assessor nor whoever records is recused in.

        Raises:
            Recused: one of them is.
        """
        for person in (assessor, self.person):
            require_not_recused(self.recusals, person.id, case.id)

    def assessor(self, name: str) -> Person:
        """Return the assessor with a login or a full name, whom the desk may record for; no name is the desk's own.

        Raises:
            NotRegistered, PersonAmbiguous, NotAnAssessor, NotInService, AssessorOther: it may not be.
        """
        found = person_named(self.persons, name or self.desk.person)
        if Role.ASSESSOR not in found.roles:
            raise NotAnAssessor(name=found.name)
        if not found.serves_on(self.desk.today):
            raise NotInService(name=found.name, day=self.desk.today)
        if found.id != self.person.id and Role.CASEWORKER not in self.person.roles:
            raise AssessorOther(name=self.person.name, assessor=found.name)
        return found

    def entry(self, case: Case, assessor: Person, points: Given, text: str | None) -> Entry:
        """Return what is to hold, what is not given being as before.

        Where something changes after the call did, earlier points the call no longer has a criterion or a scale for are
        left behind in the earlier version.

        Raises:
            CriterionUnknown, CriterionTwice, PointsOffScale: the call does not know it, or it is given by code and by name.
        """
        before = self.held.get((case.id, assessor.id))
        words = text if text is not None else before.text if before else ""
        merged = self._merged(before.points if before else {}, points)
        if before and (merged, words) == (before.points, before.text):
            return Entry(case, assessor, merged, words, before)
        return Entry(case, assessor, self._still_known(merged), words, before)

    def _merged(self, held: scores.Points, points: Given) -> dict[str, int]:
        merged = dict(held)
        seen: set[str] = set()
        for name, given in points.items():
            code = scores.criterion(self.content, name).code
            if code in seen:
                raise scores.CriterionTwice(criterion=code)
            seen.add(code)
            if given is None:
                merged.pop(code, None)
            else:
                scores.require_on_scale(self.content.scale, code, given)
                merged[code] = given
        return merged

    def _still_known(self, points: scores.Points) -> dict[str, int]:
        known, scale = {one.code for one in self.content.criteria}, self.content.scale
        return {
            code: given for code, given in points.items() if code in known and scale.least <= given <= scale.greatest
        }


def require_reason(entries: Sequence[Entry], reason: str) -> str:
    """Accept changes of earlier assessments only with a reason, and return it as it is stored.

    Raises:
        AssessmentReasonMissing: there are some, and no reason; blanks are none.
    """
    changed = [one.case.case_number for one in entries if one.changes]
    if changed and not reason.strip():
        raise AssessmentReasonMissing(cases=list(dict.fromkeys(changed)))
    return reason.strip()


def save(session: Session, around: Round, entries: Sequence[Entry], reason: str) -> None:
    """Put in a version of each assessment that is new or changed; earlier versions stay."""
    kept = [one for one in entries if not one.same]
    rows = [
        AssessmentRow(
            application_id=one.case.id,
            assessor_id=one.assessor.id,
            number=one.before.number + 1 if one.before else 1,
            call_version_id=around.call.version_id,
            method=scores.METHOD,
            text=one.text,
            reason=reason if one.before else "",
            on=around.desk.today,
            recorded_at=now(),
            person_id=around.person.id,
        )
        for one in kept
    ]
    session.add_all(rows)
    session.flush()
    given = [
        {"assessment_id": row.id, "criterion": code, "points": points}
        for row, one in zip(rows, kept, strict=True)
        for code, points in one.points.items()
    ]
    if given:
        session.connection().execute(insert(ScoreRow), given)
