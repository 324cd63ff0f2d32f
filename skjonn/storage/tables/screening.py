"""Screenings: what a person confirmed about a case before it is assessed; a series, the highest number holds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import application, call, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, key, moment, primary, words


class ScreeningRow(SQLModel, table=True):
    """One screening of one version of an application, under a call version.

    `findings` is JSON: what the call's rules found then, by rule. `ground` is a code of the call's closed list, for a
    dismissal alone; `text` says what is to be completed, or why a finding was set aside.
    """

    __tablename__ = "screening"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        among("status", ("eligible", "to_complete", "dismissed")),
        CheckConstraint("(status = 'dismissed') = (ground <> '')", name="dismissed_on_ground"),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    number: int
    application_version_id: int = key("application_version.id")
    call_version_id: int = key("call_version.id")
    status: str = words()
    ground: str = words(default="")
    text: str = words(default="")
    findings: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
