"""Questions about plans that were taken into use, and how one is put in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from skjonn.domain.plan_files import PlanFile, from_toml
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.tables.decision import DecisionRow
from skjonn.storage.tables.plan import AllocationPlanRow


@dataclass(frozen=True)
class StoredPlan:
    """A plan as it was taken into use: the file's name, the digest of its bytes, and what it says."""

    name: str
    sha256: str
    plan: PlanFile


def put(session: Session, call_id: int, plan: PlanFile, content: bytes, stamp: Stamp) -> str:
    """Keep a plan's file as it is, and return its SHA-256, 64 hexadecimal digits."""
    known = session.exec(select(AllocationPlanRow.number).where(col(AllocationPlanRow.call_id) == call_id)).all()
    sha256 = hashlib.sha256(content).hexdigest()
    row = AllocationPlanRow(
        call_id=call_id,
        number=1 + max(known, default=0),
        round=plan.round,
        name=plan.name,
        sha256=sha256,
        content=content.decode("utf-8-sig"),
        on=stamp.on,
        recorded_at=stamp.recorded_at,
        person_id=stamp.person_id,
    )
    session.add(row)
    session.flush()
    return sha256


def in_use(session: Session, call_id: int, round_number: int, until: datetime | None = None) -> StoredPlan | None:
    """Return the plan last taken for a round of a call, by the clock up to a moment; None where none was."""
    asked = (
        select(AllocationPlanRow)
        .where(col(AllocationPlanRow.call_id) == call_id, col(AllocationPlanRow.round) == round_number)
        .order_by(col(AllocationPlanRow.number).desc())
    )
    row = next((one for one in session.exec(asked) if until is None or one.recorded_at <= until), None)
    return StoredPlan(row.name, row.sha256, from_toml(row.content.encode(), row.name)) if row else None


def of_decision(session: Session, decision_id: int) -> StoredPlan | None:
    """Return the plan that was in use when a round's decision was drafted; None where none was.

    What follows a decision, and an award outside the round, comes from no plan.
    """
    head = session.get_one(DecisionRow, decision_id)
    if head.kind != "round":
        return None
    return in_use(session, head.call_id, head.round, head.recorded_at)
