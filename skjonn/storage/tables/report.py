"""Reports on awards: when they are due, what came, what became of it, and what reminders were written. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.reports import DueSource, ProjectStatus, ReportAct, ReportKind, Stage, Unused
from skjonn.storage.tables import application, letter, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, octets, primary, whole, words

_KINDS = [kind.value for kind in ReportKind]
_AMOUNTS = ("spent_nok", "unused_nok")


class DueRow(SQLModel, table=True):
    """The day a report of an award is due, from a day on; the newest row holds."""

    __tablename__ = "report_due"
    __table_args__ = (among("kind", _KINDS), among("source", [source.value for source in DueSource]))

    id: int | None = primary()
    application_id: int = key("application.id")
    kind: str = words()
    due_on: date
    source: str = words()
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class ReportRow(SQLModel, table=True):
    """A report as it came; sent in again it is a new row with the next `number`, from 1, within its case and kind."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "number"),
        among("kind", _KINDS),
        among("status", [status.value for status in ProjectStatus]),
        *(whole(name) for name in _AMOUNTS),
        *(CheckConstraint(f"{name} >= 0", name=f"{name}_positive") for name in _AMOUNTS),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    kind: str = words()
    number: int
    reporter: str = words()
    status: str = words()
    summary: str = words(default="")
    results: str = words(default="")
    experience: str = words(default="")
    usefulness: str = words(default="")
    next_steps: str = words(default="")
    spent_nok: int | None = amount(null=True)
    unused_nok: int | None = amount(null=True)
    received_on: date
    source_file: str = words(default="")
    source_sha256: str = words(default="")
    source_sheet: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class ReportAmountRow(SQLModel, table=True):
    """A line of a report's accounts: where the money came from, or what it was used for."""

    __tablename__ = "report_amount"
    __table_args__ = (
        UniqueConstraint("report_id", "part", "position"),
        among("part", ("financing", "use")),
        whole("amount_nok"),
        CheckConstraint("amount_nok >= 0", name="amount_nok_positive"),
    )

    id: int | None = primary()
    report_id: int = key("report.id", index=False)
    part: str = words()
    position: int
    label: str = words()
    amount_nok: int = amount()


class ReportFileRow(SQLModel, table=True):
    """A file reports came in, byte for byte, once."""

    __tablename__ = "report_file"

    id: int | None = primary()
    sha256: str = words(unique=True)
    name: str = words()
    content: bytes = octets()


class ReportActRow(SQLModel, table=True):
    """A report was accepted or sent back, with a comment; `unused` is what becomes of money not used, empty where there is none."""

    __tablename__ = "report_act"
    __table_args__ = (
        UniqueConstraint("report_id"),
        among("act", [act.value for act in ReportAct]),
        among("unused", ("", *(one.value for one in Unused))),
    )

    id: int | None = primary()
    report_id: int = key("report.id", index=False)
    act: str = words()
    comment: str = words(default="")
    unused: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class ExampleRow(SQLModel, table=True):
    """An accepted report is a good example to spread, in the office's words; taken back where `ended_on` is set."""

    __tablename__ = "report_example"
    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)

    id: int | None = primary()
    report_id: int = key("report.id")
    text: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    ended_on: date | None = None


class ReminderRow(SQLModel, table=True):
    """A reminder of a report was written: one for each stage of each due date, never two."""

    __tablename__ = "report_reminder"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "due_on", "stage"),
        among("kind", _KINDS),
        among("stage", [stage.value for stage in Stage]),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    kind: str = words()
    due_on: date
    stage: str = words()
    letter_id: int | None = key("letter.id", null=True)
    path: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
