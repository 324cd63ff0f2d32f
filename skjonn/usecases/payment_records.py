"""Record what the ministry has paid, from a list that was sent, from a file, or by hand, and what was repaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain import payments as rules
from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.payment_files import Payment, read_payments
from skjonn.domain.payments import LineKind
from skjonn.domain.persons import Person, Role
from skjonn.errors import FindingsError, UsageError
from skjonn.spreadsheets import reading as files
from skjonn.storage.database import writing
from skjonn.storage.queries import calls, payments
from skjonn.storage.queries.payments import StoredLine
from skjonn.storage.tables.payment import PaymentLineRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.payment_awards import Paying, of_year
from skjonn.usecases.payment_lists import of_list, stored


class PaymentsFaulty(FindingsError):
    """A file of payments has faults; nothing is recorded."""

    code = "payments-faulty"
    sentence = N_("Nothing was recorded from {file}: {count} problems.")
    advice = N_("Mend the cells named and run the command again.")


class PaidAhead(UsageError):
    """A payment is dated after the day it is recorded."""

    code = "payment-ahead"
    sentence = N_("{on} has not come yet.")
    advice = N_("Name the day the money was paid with --on.")


class CasePaidUnknown(UsageError):
    """A case that was named has no award money could be paid of."""

    code = "payment-case-unknown"
    sentence = N_("{case} has no award that money could be paid of.")
    advice = N_("`skjonn payment list` shows the awards of a year.")


@dataclass(frozen=True)
class Recorded:
    """What was recorded: paid or repaid, by case number, in whole kroner; `skipped` of a file were recorded before.

    `left_over` are cases whose award stands above what was paid and not repaid, money having come back.
    """

    kind: LineKind
    cases: tuple[tuple[str, int], ...]
    on: date
    skipped: int = 0
    left_over: tuple[str, ...] = ()

    @property
    def sum_nok(self) -> int:
        """The sum of it."""
        return sum(nok for _case, nok in self.cases)


@dataclass(frozen=True)
class ByHand:
    """A payment by hand; `repaid` is money that came back. `reference` is the ministry's or the bank's."""

    case: str
    amount_nok: int
    repaid: bool = False
    reference: str = ""
    reason: str = ""


def record_list(url: str, desk: Desk, meant: tuple[int, int], on: date, without: Sequence[str] = ()) -> Recorded:
    """Record that everything of a list was paid, but for the cases named.

    Args:
        url: of the database; desk: a caseworker's; on: the day it was paid.
        meant: year and number of the list; without: full numbers of cases that were not paid.

    Raises:
        ListUnknown: there is none; PaymentThere: it is recorded already; PaidAboveAward: less stands awarded by now.
        PaidAhead: the day has not come.
    """
    _require_day(on, desk)
    year, number = meant
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        sent = stored(session, year, number)
        reference = f"{year}-{number}"
        known = {one.award.application_id: one for one in of_year(session, year)}
        paid_before = [line for line in payments.lines(session, year) if line.kind is LineKind.PAID]
        if any(line.reference == reference for line in paid_before):
            raise rules.PaymentThere(number=str(number), year=str(year))
        paid = []
        for (payee, application), (_line, nok) in of_list(session, sent).items():
            one = known[application]
            if one.award.case not in without:
                paid.append((one, payee, sent.term, nok))
        return _recorded(session, desk, person, _Batch(LineKind.PAID, on, reference), paid)


def record_file(url: str, desk: Desk, path: Path, on: date, *, repaid: bool = False) -> Recorded:
    """Record payments from a table with a case, an amount and, where there is one, a reference and a day in each row.

    A row with a reference that is recorded of the case already changes nothing.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: it is not there, or closed to this user.
        SheetFileRefused: (a branch) it cannot be read or should not be opened.
        PaymentsFaulty: something in it is wrong; PaidAboveAward, RepaidAbovePaid, PaidAhead: it cannot be.
    """
    book = files.read(path)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        known = {one.award.case: one for year in _years(session) for one in of_year(session, year)}
        before = [line for year in _years(session) for line in payments.lines(session, year)]
        found, problems = read_payments(book.sheets, known)
        if problems:
            raise PaymentsFaulty(file=path.name, count=len(problems), problems=tuple(problems))
        kind = LineKind.REPAID if repaid else LineKind.PAID
        fresh = [one for one in found if not _there(before, known[one.case], kind, one)]
        for one in fresh:
            _require_day(one.on or on, desk)
        by_day: dict[tuple[date, str], list[tuple[Paying, str, int, int]]] = {}
        for one in fresh:
            award = known[one.case].award
            row = (known[one.case], award.payee, _latest_term(known[one.case]), one.amount_nok)
            by_day.setdefault((one.on or on, one.reference), []).append(row)
        _require_room(kind, [row for rows in by_day.values() for row in rows])
        done = [
            _recorded(session, desk, person, _Batch(kind, day, reference), rows)
            for (day, reference), rows in sorted(by_day.items())
        ]
        cases = [one for batch in done for one in batch.cases]
        left = tuple(case for batch in done for case in batch.left_over)
        return Recorded(
            kind, tuple(sorted(cases, key=lambda one: case_order(one[0]))), on, len(found) - len(fresh), left
        )


def record_by_hand(url: str, desk: Desk, said: ByHand, on: date) -> Recorded:
    """Record one payment, or money that came back.

    Raises:
        PaymentWithoutAmount, PaidAhead, CasePaidUnknown: as asked for.
        PaidAboveAward, RepaidAbovePaid: it cannot be.
    """
    _require_day(on, desk)
    if said.amount_nok <= 0:
        raise rules.PaymentWithoutAmount
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = next((one for year in _years(session) for one in of_year(session, year, cases=(said.case,))), None)
        if found is None:
            raise CasePaidUnknown(case=said.case)
        kind = LineKind.REPAID if said.repaid else LineKind.PAID
        term = rules.HELD if said.repaid else _latest_term(found)
        batch = _Batch(kind, on, said.reference.strip(), said.reason.strip())
        return _recorded(session, desk, person, batch, [(found, found.award.payee, term, said.amount_nok)])


@dataclass(frozen=True)
class _Batch:
    kind: LineKind
    on: date
    reference: str
    reason: str = ""


def _recorded(
    session: Session, desk: Desk, person: Person, batch: _Batch, rows: Sequence[tuple[Paying, str, int, int]]
) -> Recorded:
    _require_room(batch.kind, rows)
    repaid = batch.kind is LineKind.REPAID
    for one, payee, term, nok in rows:
        line = (one.paid_line_id if repaid else None) or one.award.line_id
        session.add(
            PaymentLineRow(
                kind=batch.kind.value, application_id=one.award.application_id, decision_line_id=line, payee=payee,
                year=one.award.year, term=rules.HELD if repaid else term, amount_nok=nok, reference=batch.reference,
                reason=batch.reason, on=batch.on, recorded_at=now(), person_id=person.id,
            )
        )  # fmt: skip
        told = {"amount_nok": nok, "on": batch.on, "reference": batch.reference, "reason": batch.reason}
        if repaid:
            record(session, desk, person, "payment-returned", one.award.case, cases=[one.award.application_id], **told)
        else:
            record(session, desk, person, "payment-recorded", one.award.case, cases=[one.award.application_id], **told)
    session.flush()
    cases = tuple((one.award.case, nok) for one, _payee, _term, nok in rows)
    return Recorded(batch.kind, cases, batch.on, left_over=_left_over(rows) if repaid else ())


def _left_over(rows: Sequence[tuple[Paying, str, int, int]]) -> tuple[str, ...]:
    return tuple(one.award.case for one, _payee, _term, nok in rows if one.paid_nok - one.repaid_nok - nok < one.award.awarded_nok)  # fmt: skip


def _require_room(kind: LineKind, rows: Sequence[tuple[Paying, str, int, int]]) -> None:
    """Hold that no more is paid than stands awarded, and no more repaid than was paid.

    Raises:
        PaidAboveAward, RepaidAbovePaid: it would be.
    """
    sums: Counter[str] = Counter()
    for one, _payee, _term, nok in rows:
        case = one.award.case
        sums[case] += nok
        if kind is LineKind.PAID and one.paid_nok - one.repaid_nok + sums[case] > one.award.awarded_nok:
            paid = one.paid_nok - one.repaid_nok + sums[case]
            raise rules.PaidAboveAward(case=case, paid_nok=paid, awarded_nok=one.award.awarded_nok)
        if kind is LineKind.REPAID and one.repaid_nok + sums[case] > one.paid_nok:
            raise rules.RepaidAbovePaid(case=case, repaid_nok=one.repaid_nok + sums[case], paid_nok=one.paid_nok)


def _there(before: Sequence[StoredLine], one: Paying, kind: LineKind, said: Payment) -> bool:
    """Whether a row of a file is recorded already: the same case, kind, amount and reference."""
    wanted = (kind, one.award.application_id, said.reference, said.amount_nok)
    return bool(said.reference) and any(
        (line.kind, line.application_id, line.reference, line.amount_nok) == wanted for line in before
    )


def _latest_term(one: Paying) -> int:
    return max(one.award.sent or one.award.planned or {rules.HELD: 0})


def _require_day(on: date, desk: Desk) -> None:
    if on > desk.today:
        raise PaidAhead(on=on)


def _years(session: Session) -> list[int]:
    return sorted({call.year for call in calls.every(session)})
