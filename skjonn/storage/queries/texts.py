"""What cases say in words, read past the objects of whole cases: a search looks at thousands to show a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow, AttachmentRow, PartnerRow

SAID = ("title", "summary", "background", "goals", "gains", "spread_plan", "previous_awards")
"""The fields of texts, in the order they are told in."""


@dataclass(frozen=True)
class Texts:
    """What one case says.

    Attributes:
        application_id: key, never in an output; lead: the applicant's municipality number.
        said: field -> text, for `SAID`; attachments: their names.
        partners: municipality number and name of each partner; the number is empty for what is no municipality.
    """

    application_id: int
    lead: str
    said: Mapping[str, str]
    partners: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()


def of_call(session: Session, call_id: int, as_of: date | None = None) -> list[Texts]:
    """Return what the cases of a call say on `as_of` (included) or now, withdrawn ones too, in no order."""
    newest = aliased(ApplicationVersionRow)
    number = select(func.max(col(newest.number))).where(col(newest.application_id) == col(ApplicationRow.id))
    if as_of is not None:
        number = number.where(col(newest.on) <= as_of)
    version = ApplicationVersionRow
    statement = (
        select(col(version.id), col(version.application_id), col(version.lead), *(getattr(version, name) for name in SAID))
        .join(ApplicationRow, col(ApplicationRow.id) == col(version.application_id))
        .where(col(ApplicationRow.call_id) == call_id)
        .where(col(version.number) == number.correlate(ApplicationRow).scalar_subquery())
    )  # fmt: skip
    rows = session.connection().execute(statement).all()
    partners, attachments = _partners(session, call_id), _attachments(session, call_id)
    return [
        Texts(application, lead, dict(zip(SAID, said, strict=True)), tuple(partners[key]), tuple(attachments[key]))
        for key, application, lead, *said in rows
    ]


def _partners(session: Session, call_id: int) -> dict[int, list[tuple[str, str]]]:
    """Return the partners of every version of the cases of a call, by the version's key."""
    statement = select(col(PartnerRow.version_id), col(PartnerRow.municipality_number), col(PartnerRow.name))
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for version, number, name in session.connection().execute(_of_call(statement, PartnerRow, call_id)):
        found[version].append((number, name))
    return found


def _attachments(session: Session, call_id: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    statement = select(col(AttachmentRow.version_id), col(AttachmentRow.name))
    for version, name in session.connection().execute(_of_call(statement, AttachmentRow, call_id)):
        found[version].append(name)
    return found


def _of_call(statement: Any, table: Any, call_id: int) -> Any:
    """Narrow a statement over what hangs on versions to the cases of one call, in the order given."""
    version = ApplicationVersionRow
    return (
        statement.join(version, col(version.id) == table.version_id)
        .join(ApplicationRow, col(ApplicationRow.id) == col(version.application_id))
        .where(col(ApplicationRow.call_id) == call_id)
        .order_by(table.version_id, table.position)
    )
