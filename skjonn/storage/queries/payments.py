"""Questions about terms, and about what was planned, sent, paid and repaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func
from sqlmodel import Session, col, select

from skjonn.domain.payments import LineKind
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.frame import FrameRow, PotRow
from skjonn.storage.tables.payment import ListedRow, PaymentLineRow, PaymentListRow, TermRow

_AT_ONCE = 500  # ids in one IN (...)


@dataclass(frozen=True)
class Moved:
    """What has become of an award's money, whole kroner: planned for terms, paid by the ministry, repaid to it."""

    planned_nok: int = 0
    paid_nok: int = 0
    repaid_nok: int = 0


@dataclass(frozen=True)
class StoredLine:
    """A payment line; `id`, `application_id` and `decision_line_id` are keys in this database, `listed` the number of the list it is in, 0 where in none, and `sent_on` its day."""

    id: int
    kind: LineKind
    application_id: int
    decision_line_id: int
    payee: str
    year: int
    term: int
    amount_nok: int
    on: date
    reference: str = ""
    reason: str = ""
    source: str = ""
    listed: int = 0
    sent_on: date | None = None


@dataclass(frozen=True)
class StoredList:
    """A list that was sent; `id` is a key in this database, `number` within the year, from 1; `content` as it is stored."""

    id: int
    year: int
    number: int
    term: int
    control_sum_nok: int
    digest: str
    on: date
    content: str = ""


def any_paid(session: Session, year: int) -> bool:
    """Whether anything was paid of a year's awards."""
    asked = select(PaymentLineRow.id).where(PaymentLineRow.year == year, PaymentLineRow.kind == LineKind.PAID.value)
    return session.exec(asked.limit(1)).first() is not None


def cutoffs(session: Session, year: int) -> dict[int, date]:
    """Return the cut-offs of a year as they are set now, by term."""
    rows = session.exec(select(TermRow).where(TermRow.year == year).order_by(col(TermRow.id)))
    found = {row.number: row.cutoff_on for row in rows}
    return dict(sorted(found.items()))


def lines(
    session: Session, year: int, as_of: date | None = None, application_ids: Sequence[int] | None = None
) -> list[StoredLine]:
    """Return the payment lines of a budget year as of a day, or now, in the order they were put in; of some cases or of all."""
    asked = select(PaymentLineRow).where(PaymentLineRow.year == year).order_by(col(PaymentLineRow.id))
    if as_of is not None:
        asked = asked.where(col(PaymentLineRow.on) <= as_of)
    rows = session.exec(asked).all()
    if application_ids is not None:
        wanted = set(application_ids)
        rows = [row for row in rows if row.application_id in wanted]
    numbers = _listed(session, year, as_of)
    return [
        StoredLine(
            row.id or 0, LineKind(row.kind), row.application_id, row.decision_line_id, row.payee, row.year, row.term,
            row.amount_nok, row.on, row.reference, row.reason, row.source, *numbers.get(row.id or 0, (0, None)),
        )
        for row in rows
    ]  # fmt: skip


def lists(session: Session, year: int, as_of: date | None = None) -> list[StoredList]:
    """Return the lists that were sent for a year as of a day, or now, by number."""
    asked = select(PaymentListRow).where(PaymentListRow.year == year).order_by(col(PaymentListRow.number))
    if as_of is not None:
        asked = asked.where(col(PaymentListRow.on) <= as_of)
    return [
        StoredList(row.id or 0, row.year, row.number, row.term, row.control_sum_nok, row.digest, row.on, row.content)
        for row in session.exec(asked)
    ]


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


def _listed(session: Session, year: int, as_of: date | None) -> dict[int, tuple[int, date]]:
    """Return the number and the day of the list each line of a year is in, by the line's key."""
    asked = (
        select(ListedRow.line_id, PaymentListRow.number, col(PaymentListRow.on))
        .join(PaymentListRow, col(PaymentListRow.id) == ListedRow.list_id)
        .where(PaymentListRow.year == year)
    )
    if as_of is not None:
        asked = asked.where(col(PaymentListRow.on) <= as_of)
    return {line: (number, on) for line, number, on in session.exec(asked)}
