"""Calls and their versions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import key, moment, primary, whole, words


class CallRow(SQLModel, table=True):
    """A call; what it says is in its versions. `last_serial` is the last case number given."""

    __tablename__ = "call"

    id: int | None = primary()
    code: str = words(unique=True)
    year: int
    opened_on: date
    closed_on: date | None = None
    last_serial: int = 0


class CallVersionRow(SQLModel, table=True):
    """One version of a call: `content` is canonical JSON of the whole `domain.calls.Call`, `sha256` its digest."""

    __tablename__ = "call_version"
    __table_args__ = (UniqueConstraint("call_id", "number"), CheckConstraint("number >= 1", name="number_positive"))

    id: int | None = primary()
    call_id: int = key("call.id", index=False)
    number: int
    content: str = words()
    sha256: str = words()
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class PriorityAreaRow(SQLModel, table=True):
    """A priority area of a call version, in order."""

    __tablename__ = "priority_area"
    __table_args__ = (UniqueConstraint("call_version_id", "code"),)

    id: int | None = primary()
    call_version_id: int = key("call_version.id", index=False)
    position: int
    code: str = words()
    name_nb: str = words()
    name_nn: str = words()


class CriterionRow(SQLModel, table=True):
    """A criterion of a call version, in order; weight in whole per cent; the scale's ends are included."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("call_version_id", "code"),
        whole("weight"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_percent"),
        CheckConstraint("least < greatest", name="scale"),
    )

    id: int | None = primary()
    call_version_id: int = key("call_version.id", index=False)
    position: int
    code: str = words()
    name_nb: str = words()
    name_nn: str = words()
    weight: int
    least: int
    greatest: int
