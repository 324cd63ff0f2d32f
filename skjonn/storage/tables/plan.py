"""Plans that were taken into use."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import call, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import key, moment, primary, words


class AllocationPlanRow(SQLModel, table=True):
    """A plan recommendations were set from, as its file was: `content` is the file's text, `sha256` of its bytes."""

    __tablename__ = "allocation_plan"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: int | None = primary()
    call_id: int = key("call.id", index=False)
    number: int
    round: int
    name: str = words()
    sha256: str = words()
    content: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
