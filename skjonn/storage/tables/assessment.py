"""Assessments with their scores, and recommendations; each a series of versions, the highest number holds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.allocations import RECOMMENDED
from skjonn.storage.tables import application, call, frame, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words


class AssessmentRow(SQLModel, table=True):
    """One assessor's written assessment of a case (may be empty where points are given), under a call version.

    `method` names how points became totals when it was given (`domain.scores.METHOD`).
    """

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("application_id", "assessor_id", "number"),)

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    assessor_id: int = key("person.id")
    number: int
    call_version_id: int = key("call_version.id")
    method: str = words(default="")
    text: str = words(default="")
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class RecusalRow(SQLModel, table=True):
    """A person is recused in a case; it was lifted where `ended_on` is set. What the person scored before is kept, and set aside."""

    __tablename__ = "recusal"
    __table_args__ = (CheckConstraint("(ended_on IS NULL) = (ended_reason = '')", name="ended_with_reason"),)

    id: int | None = primary()
    application_id: int = key("application.id")
    recused_id: int = key("person.id")
    ground: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    ended_on: date | None = None
    ended_reason: str = words(default="")


class ScoreRow(SQLModel, table=True):
    """Points on one criterion. A criterion without a row is not assessed; that is never 0."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("assessment_id", "criterion"), whole("points"))

    id: int | None = primary()
    assessment_id: int = key("assessment.id", index=False)
    criterion: str = words()
    points: int


TAKEN_BACK = "taken_back"
"""The outcome of a recommendation row after which nothing is recommended for the case."""


class RecommendationRow(SQLModel, table=True):
    """What the caseworker recommends for a case. Not in the ledger, and may exceed a pot; `TAKEN_BACK` leaves it open again."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        among("outcome", [*(outcome.value for outcome in RECOMMENDED), TAKEN_BACK]),
        whole("amount_nok"),
        CheckConstraint("amount_nok >= 0", name="amount_nok_positive"),
        CheckConstraint("(outcome = 'award') = (amount_nok > 0)", name="award_has_amount"),
        CheckConstraint("(outcome = 'award') = (pot_id IS NOT NULL)", name="award_has_pot"),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    number: int
    outcome: str = words()
    amount_nok: int = amount(default=0)
    pot_id: int | None = key("pot.id", null=True)
    ground: str = words(default="")
    reason: str = words(default="")
    above_applied: str = words(default="")
    payee: str = words(default="")
    pass_to: str = words(default="")
    later_years: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
