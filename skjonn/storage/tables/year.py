"""Years that were closed: the figures that were sent, and the corrections listed since. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import key, moment, primary, words


class YearClosingRow(SQLModel, table=True):
    """A year's figures as they were frozen: `number` 1 when it was closed, one more for each listed correction, with its reason.

    `figures` is the report's JSON as it was sent, `as_of` the day it is dated, `digest` the sha256 of `figures`, `bundle` the
    file for the ministry that says the same.
    """

    __tablename__ = "year_closing"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: int | None = primary()
    year: int
    number: int
    as_of: date
    figures: str = words()
    digest: str = words()
    bundle: str = words()
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
