"""The office a database belongs to, its registers' later facts, and what was taken in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import application, call, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, key, moment, octets, primary, words


class OfficeRow(SQLModel, table=True):
    """The one office; a second row is refused. Columns also hold the defaults that outputs depend on."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        among("neutral_language", ("nb", "nn")),
    )

    id: int | None = primary()
    office_id: str = words()
    neutral_language: str = words()
    created_on: date
    recorded_at: datetime = moment()


class LanguageDecisionRow(SQLModel, table=True):
    """A municipality's language decision recorded by the office, beside the shipped ones."""

    __tablename__ = "language_decision"
    __table_args__ = (among("form", ("bokmål", "nynorsk", "nøytral")),)

    id: int | None = primary()
    municipality_number: str = words(index=True)
    form: str = words()
    valid_from: date
    source: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class RegisterUpdateRow(SQLModel, table=True):
    """A newer municipality register taken into use; the latest one holds."""

    __tablename__ = "register_update"

    id: int | None = primary()
    file_name: str = words()
    sha256: str = words()
    content: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class MunicipalityFiguresRow(SQLModel, table=True):
    """What a file told of a municipality in a year; of several rows for one year the latest holds."""

    __tablename__ = "municipality_figures"
    __table_args__ = (CheckConstraint("population > 0", name="somebody_lives_there"),)

    id: int | None = primary()
    number: str = words(index=True)
    year: int
    population: int | None = None
    size_group: str = words(default="")
    region: str = words(default="")
    source: str = words()
    sha256: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class ImportRow(SQLModel, table=True):
    """One file of applications taken in: whose, when, and its very bytes; withdrawn as a whole where `undone_on` is set.

    `number` is what people call the import, from 1 within the database; the files of one import are its parts, from 1.
    """

    __tablename__ = "import"
    __table_args__ = (
        UniqueConstraint("number", "part"),
        CheckConstraint("(undone_on IS NULL) = (undone_by_id IS NULL)", name="undone_by_someone"),
    )

    id: int | None = primary()
    number: int
    part: int = 1
    call_id: int = key("call.id")
    file_name: str = words()
    sha256: str = words()
    content: bytes = octets()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    undone_on: date | None = None
    undone_reason: str = words(default="")
    undone_by_id: int | None = key("person.id", null=True)


class HeadingRow(SQLModel, table=True):
    """A heading of application sheets the office has confirmed the meaning of; `heading` is folded, the latest row holds.

    An empty `field` means: a column that is left out without a word.
    """

    __tablename__ = "heading"

    id: int | None = primary()
    heading: str = words(index=True)
    field: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class EventRow(SQLModel, table=True):
    """One thing that happened. Inserted only (a trigger). `id` is its number; `data` is JSON without personal values.

    `subject` is a case number, a call's code, a year, a person's login, a decision's number: what `history` asks for.
    """

    __tablename__ = "event"
    id: int | None = primary()
    on: date
    recorded_at: datetime = moment()
    person_id: int | None = key("person.id", null=True)
    login: str = words()
    database_role: str = words(default="")
    kind: str = words()
    subject: str = words(index=True)
    data: str = words()


class EventCaseRow(SQLModel, table=True):
    """Which cases an event speaks of (an import speaks of many)."""

    __tablename__ = "event_case"
    __table_args__ = (UniqueConstraint("application_id", "event_id"),)

    id: int | None = primary()
    event_id: int = key("event.id")
    application_id: int = key("application.id", index=False)
