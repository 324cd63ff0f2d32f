"""Questions about the conditions of awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from skjonn.domain.conditions import Condition
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.condition import ConditionMetRow, ConditionRow


def standing(session: Session, call_id: int, as_of: date | None = None) -> dict[int, list[Condition]]:
    """Return the conditions set for cases of a call and not taken back, by application id, in order; as of a day or now."""
    held: ColumnElement[bool] = col(ConditionRow.removed_on).is_(None)
    if as_of is not None:
        held = and_(col(ConditionRow.on) <= as_of, or_(held, col(ConditionRow.removed_on) > as_of))
    asked = (
        select(ConditionRow)
        .join(ApplicationRow, col(ApplicationRow.id) == ConditionRow.application_id)
        .where(ApplicationRow.call_id == call_id, held)
        .order_by(col(ConditionRow.number))
    )
    found: dict[int, list[Condition]] = defaultdict(list)
    for row in session.exec(asked):
        found[row.application_id].append(Condition(row.number, row.text, row.due_on))
    return dict(found)


def next_number(session: Session, application_id: int) -> int:
    """Return the number the next condition of a case gets; those taken back keep theirs."""
    asked = select(func.max(col(ConditionRow.number))).where(col(ConditionRow.application_id) == application_id)
    latest: int | None = session.exec(asked).one()
    return (latest or 0) + 1


def row(session: Session, application_id: int, number: int) -> ConditionRow | None:
    """Return a condition of a case that is not taken back."""
    asked = select(ConditionRow).where(ConditionRow.application_id == application_id, ConditionRow.number == number)
    return session.exec(asked.where(col(ConditionRow.removed_on).is_(None))).one_or_none()


def met(session: Session, application_ids: Sequence[int]) -> dict[tuple[int, str], tuple[date, str]]:
    """Return what was met of some cases: application id and code -> the day, and the note."""
    wanted = set(application_ids)
    rows = session.exec(select(ConditionMetRow)).all()
    return {(one.application_id, one.code): (one.met_on, one.note) for one in rows if one.application_id in wanted}
