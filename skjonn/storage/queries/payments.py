"""Questions about what was planned, paid and repaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func
from sqlmodel import Session, col, select

from skjonn.domain.payments import LineKind
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.frame import FrameRow, PotRow
from skjonn.storage.tables.payment import PaymentLineRow


@dataclass(frozen=True)
class Moved:
    """What has become of an award's money, whole kroner: planned for terms, paid by the ministry, repaid to it."""

    planned_nok: int = 0
    paid_nok: int = 0
    repaid_nok: int = 0


def moved(session: Session, as_of: date | None = None) -> dict[int, Moved]:
    """Return what has become of each award's money by the end of `as_of`, or by now: by application id."""
    total = cast(func.sum(PaymentLineRow.amount_nok), BigInteger)
    asked = select(PaymentLineRow.application_id, PaymentLineRow.kind, total)
    if as_of is not None:
        asked = asked.where(col(PaymentLineRow.on) <= as_of)
    found: dict[int, Counter[str]] = {}
    for case, kind, nok in session.exec(asked.group_by(col(PaymentLineRow.application_id), col(PaymentLineRow.kind))):
        found.setdefault(case, Counter())[kind] = int(nok)
    return {
        case: Moved(sums[LineKind.PLANNED], sums[LineKind.PAID], sums[LineKind.REPAID]) for case, sums in found.items()
    }


def paid_of_pots(session: Session, year: int, as_of: date | None = None) -> Counter[str]:
    """Return what was paid from each pot of a year and not repaid, by the end of `as_of` or by now: pot's name -> whole kroner."""
    asked = (
        select(PotRow.name, PaymentLineRow.kind, PaymentLineRow.amount_nok)
        .join(DecisionLineRow, col(DecisionLineRow.id) == PaymentLineRow.decision_line_id)
        .join(PotRow, col(PotRow.id) == DecisionLineRow.pot_id)
        .join(FrameRow, col(FrameRow.id) == PotRow.frame_id)
        .where(FrameRow.year == year, PaymentLineRow.kind != LineKind.PLANNED.value)
    )
    if as_of is not None:
        asked = asked.where(col(PaymentLineRow.on) <= as_of)
    found: Counter[str] = Counter()
    for pot, kind, nok in session.exec(asked):
        found[pot] += nok if kind == LineKind.PAID.value else -nok
    return found
