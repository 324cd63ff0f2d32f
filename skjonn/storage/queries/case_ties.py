"""What is tied to a case beside what it says: public links, the case it was merged into, and the work done on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.domain.work import Work
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.tables.application import ApplicationRow, LinkRow
from skjonn.storage.tables.assessment import AssessmentRow, RecommendationRow
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.letter import LetterCaseRow
from skjonn.storage.tables.screening import ScreeningRow

_AT_ONCE = 500
_WORK: tuple[tuple[Work, Any], ...] = (
    ("assessment", AssessmentRow),
    ("recommendation", RecommendationRow),
    ("decision", DecisionLineRow),
    ("letter", LetterCaseRow),
)


@dataclass(frozen=True)
class Link:
    """A public link of a case; its label may be empty; `on` is the day it was added, `author` a name."""

    url: str
    label: str
    on: date
    author: str


def links(session: Session, application_id: int, names: dict[int, str], as_of: date | None = None) -> list[Link]:
    """Return the links of a case on `as_of` (included) or now, the first one first; `names` are persons by id."""
    rows = session.exec(select(LinkRow).where(LinkRow.application_id == application_id).order_by(col(LinkRow.id)))
    return [Link(row.url, row.label, row.on, names[row.person_id]) for row in rows if _stands(row, as_of)]


def add_link(session: Session, application_id: int, url: str, label: str, written: Written) -> None:
    """Add a link to a case."""
    session.add(
        LinkRow(
            application_id=application_id,
            url=url,
            label=label,
            on=written.on,
            recorded_at=written.recorded_at,
            person_id=written.person_id,
        )
    )
    session.flush()


def end_link(session: Session, application_id: int, url: str, day: date) -> None:
    """Take a link back from `day` on."""
    rows = update(LinkRow).where(
        col(LinkRow.application_id) == application_id, col(LinkRow.url) == url, col(LinkRow.ended_on).is_(None)
    )
    session.connection().execute(rows.values(ended_on=day))


def mark_merged(session: Session, application_id: int, into_id: int, identity: str = "") -> None:
    """Note the case an application is part of now; `identity` replaces what it is known by, where that is needed elsewhere."""
    values = {"merged_into_id": into_id, **({"identity": identity} if identity else {})}
    rows = update(ApplicationRow).where(col(ApplicationRow.id) == application_id)
    session.connection().execute(rows.values(**values))


def work_on(session: Session, application_ids: Sequence[int]) -> dict[int, tuple[Work, ...]]:
    """Return what has been done with some cases, by id; cases nothing was done with are left out.

    A screening counts where it holds and dismisses; a decision line in whatever decision, also one sent back.
    """
    found: dict[int, list[Work]] = defaultdict(list)
    for start in range(0, len(application_ids), _AT_ONCE):
        some = application_ids[start : start + _AT_ONCE]
        for work, table in _WORK:
            for key in session.exec(select(table.application_id).where(col(table.application_id).in_(some)).distinct()):
                found[key].append(work)
        for key in _dismissed(session, some):
            found[key].append("dismissal")
    return {key: tuple(works) for key, works in found.items()}


def _dismissed(session: Session, some: Sequence[int]) -> Sequence[int]:
    newest = aliased(ScreeningRow)
    latest = select(func.max(col(newest.number))).where(col(newest.application_id) == col(ScreeningRow.application_id))
    asked = select(ScreeningRow.application_id).where(
        col(ScreeningRow.application_id).in_(some),
        ScreeningRow.status == "dismissed",
        ScreeningRow.number == latest.correlate(ScreeningRow).scalar_subquery(),
    )
    return session.exec(asked).all()


def _stands(row: LinkRow, as_of: date | None) -> bool:
    if as_of is None:
        return row.ended_on is None
    return row.on <= as_of and (row.ended_on is None or row.ended_on > as_of)
