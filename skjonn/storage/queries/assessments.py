"""Questions about assessments and recommendations: what holds for each case on a day. All of it is internal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.domain.allocations import Outcome, Recommendation
from skjonn.domain.codes import case_order
from skjonn.domain.recusals import Recusal
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.assessment import TAKEN_BACK, AssessmentRow, RecommendationRow, RecusalRow, ScoreRow
from skjonn.storage.tables.frame import PotRow
from skjonn.storage.tables.person import PersonRow
from skjonn.texts.sorting import reading_order

_AT_ONCE = 500  # assessment ids in one IN (...): below every database's bound on parameters


@dataclass(frozen=True)
class StoredAssessment:
    """The version of one assessor's assessment of one case that holds.

    Attributes:
        assessor: the assessor's name; `login` the login name; assessor_id and application_id are keys, never in an output.
        number: of the version, from 1; on: the day it is dated; reason: why it was changed, empty for the first.
        points: by criterion code; a criterion that is not there is not assessed.
        text: the written assessment; may be empty where points are given.
    """

    application_id: int
    case_number: str
    assessor_id: int
    login: str
    assessor: str
    number: int
    points: dict[str, int]
    text: str
    reason: str
    on: date
    call_version_id: int


@dataclass(frozen=True)
class StoredRecommendation:
    """The version of a case's recommendation that holds; `pot_id` is a key, its name stands in `recommendation`."""

    application_id: int
    number: int
    recommendation: Recommendation
    pot_id: int | None
    on: date


def assessments(session: Session, call_id: int, as_of: date | None = None) -> list[StoredAssessment]:
    """Return what each assessor holds of each case of a call on `as_of` (included) or now: by case, then assessor.

    What somebody holds of a case they are recused in is set aside: see `set_aside`.
    """
    recused = {(one.person_id, one.application_id) for one in recusals(session, call_id, as_of)}
    return [one for one in _held(session, call_id, as_of) if (one.assessor_id, one.application_id) not in recused]


def set_aside(session: Session, call_id: int, as_of: date | None = None) -> list[tuple[StoredAssessment, Recusal]]:
    """Return what was held of cases by those who are recused in them, with the recusal; it is kept and counts for nothing."""
    recused = {(one.person_id, one.application_id): one for one in recusals(session, call_id, as_of)}
    held = _held(session, call_id, as_of) if recused else []
    return [(one, found) for one in held if (found := recused.get((one.assessor_id, one.application_id)))]


def recusals(session: Session, call_id: int, as_of: date | None = None) -> list[Recusal]:
    """Return the recusals in a call's cases that hold on `as_of` (included) or now: by case, then person."""
    asked = (
        select(RecusalRow, PersonRow.name, ApplicationRow.case_number)
        .join(PersonRow, col(PersonRow.id) == RecusalRow.recused_id)
        .join(ApplicationRow, col(ApplicationRow.id) == RecusalRow.application_id)
        .where(ApplicationRow.call_id == call_id)
    )
    found = [
        Recusal(row.recused_id, name, row.application_id, case, row.ground, row.on)
        for row, name, case in session.exec(asked)
        if (
            row.ended_on is None
            if as_of is None
            else row.on <= as_of and (row.ended_on is None or row.ended_on > as_of)
        )
    ]
    return sorted(found, key=lambda one: (case_order(one.case), reading_order(one.person)))


def _held(session: Session, call_id: int, as_of: date | None = None) -> list[StoredAssessment]:
    newest = aliased(AssessmentRow)
    number = select(func.max(col(newest.number))).where(
        col(newest.application_id) == col(AssessmentRow.application_id),
        col(newest.assessor_id) == col(AssessmentRow.assessor_id),
    )
    if as_of is not None:
        number = number.where(col(newest.on) <= as_of)
    statement = (
        select(AssessmentRow, ApplicationRow.case_number, PersonRow)
        .join(ApplicationRow, col(ApplicationRow.id) == AssessmentRow.application_id)
        .join(PersonRow, col(PersonRow.id) == AssessmentRow.assessor_id)
        .where(ApplicationRow.call_id == call_id)
        .where(AssessmentRow.number == number.correlate(AssessmentRow).scalar_subquery())
    )
    rows = session.exec(statement).all()
    points = _points(session, [row.id or 0 for row, _case, _person in rows])
    found = [_assessment(row, case, person, points[row.id or 0]) for row, case, person in rows]
    return sorted(found, key=lambda one: (case_order(one.case_number), reading_order(one.assessor), one.login))


def recommendations(session: Session, call_id: int, as_of: date | None = None) -> dict[int, StoredRecommendation]:
    """Return the recommendation that holds for each case of a call on `as_of` (included) or now, by application id."""
    newest = aliased(RecommendationRow)
    number = select(func.max(col(newest.number))).where(
        col(newest.application_id) == col(RecommendationRow.application_id)
    )
    if as_of is not None:
        number = number.where(col(newest.on) <= as_of)
    statement = (
        select(RecommendationRow, PotRow.name)
        .join(ApplicationRow, col(ApplicationRow.id) == RecommendationRow.application_id)
        .outerjoin(PotRow, col(PotRow.id) == RecommendationRow.pot_id)
        .where(ApplicationRow.call_id == call_id)
        .where(RecommendationRow.number == number.correlate(RecommendationRow).scalar_subquery())
        .where(RecommendationRow.outcome != TAKEN_BACK)
    )
    return {row.application_id: _recommendation(row, pot) for row, pot in session.exec(statement)}


def recommendation_series(session: Session, application_id: int) -> list[tuple[datetime, Recommendation]]:
    """Return every version of a case's recommendation that was not taken back, with the clock's time of it, the first one first."""
    asked = (
        select(RecommendationRow, PotRow.name)
        .outerjoin(PotRow, col(PotRow.id) == RecommendationRow.pot_id)
        .where(RecommendationRow.application_id == application_id, RecommendationRow.outcome != TAKEN_BACK)
        .order_by(col(RecommendationRow.number))
    )
    return [(row.recorded_at, _recommendation(row, pot).recommendation) for row, pot in session.exec(asked)]


def recommendation_numbers(session: Session, call_id: int) -> dict[int, int]:
    """Return the number of the latest version of each case's recommendation, one that was taken back too, by application id."""
    asked = (
        select(RecommendationRow.application_id, func.max(col(RecommendationRow.number)))
        .join(ApplicationRow, col(ApplicationRow.id) == RecommendationRow.application_id)
        .where(ApplicationRow.call_id == call_id)
        .group_by(col(RecommendationRow.application_id))
    )
    return dict(session.exec(asked).all())


def recommended_by(session: Session, application_id: int) -> int | None:
    """Return the key of who set the recommendation that stands for a case; None where there is none."""
    asked = select(RecommendationRow).where(RecommendationRow.application_id == application_id)
    row = session.exec(asked.order_by(col(RecommendationRow.number).desc()).limit(1)).first()
    return row.person_id if row and row.outcome != TAKEN_BACK else None


def _points(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for score in session.exec(select(ScoreRow).where(col(ScoreRow.assessment_id).in_(some))):
            found[score.assessment_id][score.criterion] = score.points
    return found


def _assessment(row: AssessmentRow, case: str, person: PersonRow, points: dict[str, int]) -> StoredAssessment:
    return StoredAssessment(
        application_id=row.application_id,
        case_number=case,
        assessor_id=row.assessor_id,
        login=person.login,
        assessor=person.name,
        number=row.number,
        points=points,
        text=row.text,
        reason=row.reason,
        on=row.on,
        call_version_id=row.call_version_id,
    )


def _recommendation(row: RecommendationRow, pot: str | None) -> StoredRecommendation:
    said = Recommendation(
        outcome=Outcome(row.outcome),
        amount_nok=row.amount_nok,
        pot=pot or "",
        ground=row.ground,
        reason=row.reason,
        above_applied=row.above_applied,
        payee=row.payee,
        pass_to=row.pass_to,
        later_years=row.later_years,
    )
    return StoredRecommendation(row.application_id, row.number, said, row.pot_id, row.on)
