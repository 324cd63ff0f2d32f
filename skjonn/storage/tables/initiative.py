"""Initiatives: awards of one undertaking over years, pots and offices, tied together by a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import application, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import amount, key, moment, primary, whole, words


class InitiativeRow(SQLModel, table=True):
    """An initiative by the name it is known by."""

    __tablename__ = "initiative"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = primary()
    name: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class InitiativeCaseRow(SQLModel, table=True):
    """A case tied to an initiative; untied where `ended_on` is set. A case belongs to one initiative at a time."""

    __tablename__ = "initiative_case"

    id: int | None = primary()
    initiative_id: int = key("initiative.id")
    application_id: int = key("application.id")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    ended_on: date | None = None


class InitiativeAwardRow(SQLModel, table=True):
    """An award of the initiative that is no case of this database: another office's, or from a scheme of its own."""

    __tablename__ = "initiative_award"
    __table_args__ = (
        whole("amount_nok"),
        CheckConstraint("amount_nok > 0", name="amount_nok_positive"),
        CheckConstraint("year BETWEEN 2000 AND 2099", name="year_sane"),
    )

    id: int | None = primary()
    initiative_id: int = key("initiative.id")
    year: int
    amount_nok: int = amount()
    source: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    ended_on: date | None = None
