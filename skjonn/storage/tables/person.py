"""Registered persons and their roles."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.persons import Role
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words


class PersonRow(SQLModel, table=True):
    """A person who acts; never deleted, ended by `valid_to` (the first day after the last)."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        whole("authority_nok"),
        CheckConstraint("authority_nok IS NULL OR authority_nok >= 0", name="authority_nok_positive"),
    )

    id: int | None = primary()
    login: str = words(unique=True)
    name: str = words()
    authority_nok: int | None = amount(null=True)
    database_role: str | None = words(null=True)
    valid_from: date
    valid_to: date | None = None
    recorded_at: datetime = moment()


class PersonRoleRow(SQLModel, table=True):
    """A role a person holds."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("person_id", "role"), among("role", [role.value for role in Role]))

    id: int | None = primary()
    person_id: int = key("person.id", index=False)
    role: str = words()
