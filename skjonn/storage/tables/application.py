"""Applications: identity, versions and what hangs on a version; contacts and notes apart."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.applications import PartnerKind, Phase, Scope
from skjonn.storage.tables import call, office, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words

_AMOUNTS = ("applied_nok", "total_cost_nok", "own_funding_nok", "own_effort_nok", "least_useful_nok")


class ApplicationRow(SQLModel, table=True):
    """A case: its number (never reused), what it is known by within its call, and the case it was merged into, if any.

    `single` is a case nobody applied for: made for an award outside the round.
    """

    __tablename__ = "application"
    __table_args__ = (UniqueConstraint("call_id", "identity"),)

    id: int | None = primary()
    call_id: int = key("call.id", index=False)
    case_number: str = words(unique=True)
    identity: str = words()
    import_id: int | None = key("import.id", null=True)
    merged_into_id: int | None = key("application.id", null=True)
    single: bool = False


class ApplicationVersionRow(SQLModel, table=True):
    """What an application says, from a day on; scalar columns are named as in `domain.applications.Content`."""

    __tablename__ = "application_version"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        among("scope", [scope.value for scope in Scope]),
        among("phase", [phase.value for phase in Phase]),
        *(whole(name) for name in _AMOUNTS),
        *(CheckConstraint(f"{name} >= 0", name=f"{name}_positive") for name in _AMOUNTS),
        CheckConstraint("applied_nok > 0", name="applied_nok_asked"),
    )

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    number: int
    title: str = words()
    lead: str = words(index=True)
    applied_nok: int = amount()
    reference: str = words(default="")
    summary: str = words(default="")
    background: str = words(default="")
    goals: str = words(default="")
    purpose_role: str = words(default="")
    scope: str = words()
    payee: str = words(default="")
    starts_on: date | None = None
    ends_on: date | None = None
    phase: str | None = words(null=True)
    total_cost_nok: int | None = amount(null=True)
    own_funding_nok: int | None = amount(null=True)
    own_effort_nok: int | None = amount(null=True)
    gains: str = words(default="")
    spread_plan: str = words(default="")
    anchored_by: str = words(default="")
    anchored_on: date | None = None
    accepts_partial: bool | None = None
    least_useful_nok: int | None = amount(null=True)
    previous_awards: str = words(default="")
    received_at: datetime | None = moment(null=True)
    caseworker: str = words(default="")
    archive_reference: str = words(default="")
    withdrawn: bool = False
    withdrawn_reason: str = words(default="")
    source_file: str = words(default="")
    source_sheet: str = words(default="")
    source_row: int = 0
    import_id: int | None = key("import.id", null=True, index=False)
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class PartnerRow(SQLModel, table=True):
    """A partner of an application version, in the order given."""

    __tablename__ = "application_partner"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        among("kind", [kind.value for kind in PartnerKind]),
        CheckConstraint("(kind = 'municipality') = (municipality_number <> '')", name="number_of_municipality"),
    )

    id: int | None = primary()
    version_id: int = key("application_version.id", index=False)
    position: int
    kind: str = words()
    name: str = words(default="")
    municipality_number: str = words(default="")


class ApplicationAreaRow(SQLModel, table=True):
    """A priority area an application version belongs to."""

    __tablename__ = "application_area"
    __table_args__ = (UniqueConstraint("version_id", "area"),)

    id: int | None = primary()
    version_id: int = key("application_version.id", index=False)
    position: int
    area: str = words()


class AmountLineRow(SQLModel, table=True):
    """A line of the cost plan, of other funding, or of the applied amount by year."""

    __tablename__ = "application_amount"
    __table_args__ = (
        UniqueConstraint("version_id", "part", "position"),
        among("part", ("costs", "other_funding", "applied_by_year")),
        whole("amount_nok"),
        CheckConstraint("amount_nok >= 0", name="amount_nok_positive"),
    )

    id: int | None = primary()
    version_id: int = key("application_version.id", index=False)
    part: str = words()
    position: int
    label: str = words()
    amount_nok: int = amount()


class AttachmentRow(SQLModel, table=True):
    """An attachment by name; the file itself lies in the archive."""

    __tablename__ = "application_attachment"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: int | None = primary()
    version_id: int = key("application_version.id", index=False)
    position: int
    name: str = words()


class ContactRow(SQLModel, table=True):
    """A person named in an application. Personal; kept apart so that it can be deleted alone."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("application_id", "part"), among("part", ("contact", "project_leader")))

    id: int | None = primary()
    application_id: int = key("application.id", index=False)
    part: str = words()
    name: str = words(default="")
    email: str = words(default="")
    phone: str = words(default="")


class NoteRow(SQLModel, table=True):
    """An internal note on a case. Inserted only."""

    __tablename__ = "note"

    id: int | None = primary()
    application_id: int = key("application.id")
    text: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class LinkRow(SQLModel, table=True):
    """A public link from a case: a recording, a report, the project's own page. Taken back where `ended_on` is set."""

    __tablename__ = "application_link"

    id: int | None = primary()
    application_id: int = key("application.id")
    url: str = words()
    label: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
    ended_on: date | None = None
