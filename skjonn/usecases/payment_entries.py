"""Put what was paid and repaid into the database, once it is sure that it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain import payments as rules
from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.paying import Money
from skjonn.domain.payments import LineKind
from skjonn.domain.persons import Person
from skjonn.storage.tables.payment import PaymentLineRow
from skjonn.usecases.acting import now, record
from skjonn.usecases.payment_awards import Paying


@dataclass(frozen=True)
class Row:
    """A movement that is to be recorded: of which award, paid to or repaid by whom, with which term (0 where none)."""

    paying: Paying
    payee: str
    term: int
    money: Money


@dataclass(frozen=True)
class Recorded:
    """What was recorded: paid or repaid, by case number, in whole kroner; `skipped` of a file were recorded before.

    `left_over` are cases whose award stands above what was paid and not repaid, money having come back; `above` are cases that
    were paid more than stands awarded, and by how much: it is to be repaid. `beside` are planned cases that were paid what no list
    sent by then said, and how much in all.
    """

    kind: LineKind
    cases: tuple[tuple[str, int], ...]
    on: date
    skipped: int = 0
    left_over: tuple[str, ...] = ()
    above: tuple[tuple[str, int], ...] = ()
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def sum_nok(self) -> int:
        """The sum of it."""
        return sum(nok for _case, nok in self.cases)


def put_in(session: Session, desk: Desk, person: Person, rows: Sequence[Row], reason: str = "") -> Recorded:
    """Record movements of one kind, by case number and day, each with an event of its own.

    Raises:
        PaidTooEarly, PaidAboveAward, RepaidAbovePaid, RepaidTooEarly: they cannot be; nothing is recorded then.
    """
    by_case: dict[str, list[Row]] = defaultdict(list)
    ordered = sorted(rows, key=lambda row: (case_order(row.paying.award.case), row.money.on))
    for row in ordered:
        by_case[row.paying.award.case].append(row)
    after = {case: some[0].paying.account.with_moves(row.money for row in some) for case, some in by_case.items()}
    for row in ordered:
        _put(session, desk, person, row, reason)
    session.flush()
    kind = ordered[0].money.kind if ordered else LineKind.PAID
    back = kind is LineKind.REPAID
    return Recorded(
        kind,
        tuple((row.paying.award.case, row.money.amount_nok) for row in ordered),
        ordered[0].money.on if ordered else desk.today,
        left_over=tuple(case for case, one in after.items() if back and one.kept_nok < one.awarded_nok),
        above=tuple((case, one.to_repay_nok) for case, one in after.items() if not back and one.to_repay_nok),
        beside=tuple(
            (case, one.beside_nok)
            for case, one in after.items()
            if one.beside_nok > (own := by_case[case][0].paying).account.beside_nok and own.award.planned
        ),
    )


def _put(session: Session, desk: Desk, person: Person, row: Row, reason: str) -> None:
    money, award = row.money, row.paying.award
    repaid = money.kind is LineKind.REPAID
    session.add(
        PaymentLineRow(
            kind=money.kind.value, application_id=award.application_id, payee=row.payee, year=award.year,
            decision_line_id=(row.paying.paid_line_id if repaid else None) or row.paying.award_line_id,
            term=rules.HELD if repaid else row.term, amount_nok=money.amount_nok, reference=money.reference,
            source=money.source, reason=reason, on=money.on, recorded_at=now(), person_id=person.id,
        )
    )  # fmt: skip
    told = {"amount_nok": money.amount_nok, "on": money.on, "reference": money.reference, "reason": reason}
    if repaid:
        record(session, desk, person, "payment-returned", award.case, cases=[award.application_id], **told)
    else:
        record(session, desk, person, "payment-recorded", award.case, cases=[award.application_id], **told)
