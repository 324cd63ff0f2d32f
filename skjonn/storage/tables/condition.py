"""Conditions set for one award, and what conditions were met."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import application, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import key, moment, primary, words


class ConditionRow(SQLModel, table=True):
    """A condition set for a case's award before it is drafted; taken back where `removed_on` is set. Numbers are never reused."""

    __tablename__ = "award_condition"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("text <> ''", name="says_something"),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    number: int
    text: str = words()
    due_on: date | None = None
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    removed_on: date | None = None


class ConditionMetRow(SQLModel, table=True):
    """A condition of an award was met: the call's (`C1`) or its own (`1`)."""

    __tablename__ = "condition_met"
    __table_args__ = (UniqueConstraint("application_id", "code"),)

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    code: str = words()
    met_on: date
    note: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
