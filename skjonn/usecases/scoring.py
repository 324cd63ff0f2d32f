"""Record what assessors hold of the cases, and rank the cases. All of it is for the office's own eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain import scores
from skjonn.domain.calls import Call
from skjonn.domain.desk import Desk
from skjonn.domain.scores import Assessment, Ranked
from skjonn.errors import UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, assessments, calls
from skjonn.storage.queries.assessments import StoredAssessment
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.acting import record
from skjonn.usecases.assessing import Given, Round, require_reason, save


class AssessmentEmpty(UsageError):
    """Neither points nor a text was given."""

    code = "assessment-empty"
    sentence = N_("Nothing was given to record on {case}.")
    advice = N_("Give --points CRITERION=N, or --text TEXT, or both.")


@dataclass(frozen=True)
class Recorded:
    """What was recorded; `missing` are codes of criteria that are not assessed; `outcome` added, changed or unchanged."""

    case: str
    assessor: str
    outcome: str
    points: dict[str, int]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RankedCase:
    """A case in the ranking with its title."""

    ranked: Ranked
    title: str


def record_one(
    url: str, desk: Desk, case_number: str, points: Given, text: str | None, *, assessor: str = "", reason: str = ""
) -> Recorded:
    """Record one assessor's assessment of one case; what is not given stays as it was.

    Args:
        url: of the database.
        desk: the assessor's own, or a caseworker's on an assessor's behalf.
        case_number: in full.
        points: by criterion; None takes points back.
        text: the written assessment; None leaves it as it is.
        assessor: login or name; empty is who sits at the desk.
        reason: why an earlier assessment is changed; needed exactly then.

    Raises:
        CaseUnknown, CriterionUnknown, PointsOffScale, AssessmentEmpty, AssessmentReasonMissing: wrongly given.
        CaseSettled, NotAnAssessor, AssessorOther: not allowed.
    """
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = around.case(case_number)
        around.require_open(case)
        one = around.entry(case, around.assessor(assessor), points, None if text is None else text.strip())
        if not one.points and not one.text:
            raise AssessmentEmpty(case=case_number)
        why = require_reason([one], reason)
        save(session, around, [one], why)
        if not one.same:
            record(
                session,
                desk,
                around.person,
                "assessment-recorded",
                case_number,
                cases=[one.case.id],
                assessor=one.assessor.login,
            )
        missing = tuple(each.code for each in around.content.criteria if each.code not in one.points)
        outcome = "unchanged" if one.same else "changed" if one.changes else "added"
        return Recorded(case_number, one.assessor.name, outcome, one.points, missing)


def form(url: str, case_number: str) -> tuple[str, Call]:
    """Return a case's title and its call, whose criteria and scale are to be asked for.

    Raises:
        CaseUnknown: there is no such case.
    """
    with reading(url) as session:
        found = applications.case(session, case_number)
        return found.content.title, calls.one(session, _call_of(case_number)).call


def ranked(url: str, call: str, as_of: date | None = None) -> tuple[RankedCase, ...]:
    """Return the live cases of a call by their total, as of a day (included) or now; those without a total last.

    Raises:
        CallUnknown: there is none.
    """
    with reading(url) as session:
        return ranked_in(session, calls.one(session, call, as_of), as_of)


def ranked_in(session: Session, stored: StoredCall, as_of: date | None = None) -> tuple[RankedCase, ...]:
    """Return the same inside a transaction, for what is decided on it there."""
    live = {
        one.case_number: one.content.title
        for one in applications.cases(session, stored.id, as_of)
        if not one.content.withdrawn
    }
    held = assessments.assessments(session, stored.id, as_of)
    places = scores.ranking(_totals(stored.call, list(live), held))
    return tuple(RankedCase(place, live[place.case]) for place in places)


def _totals(call: Call, cases: Sequence[str], held: Sequence[StoredAssessment]) -> dict[str, scores.Total]:
    by_case: dict[str, list[Assessment]] = {case: [] for case in cases}
    for one in held:
        if one.case_number in by_case:
            by_case[one.case_number].append(Assessment(one.login, one.points, one.text))
    assessors = len({one.login for one in held})
    return {case: scores.total(call.criteria, given, assessors) for case, given in by_case.items()}


def _call_of(case_number: str) -> str:
    return case_number.rpartition("-")[0]
