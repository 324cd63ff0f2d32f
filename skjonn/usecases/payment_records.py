"""Record what the ministry has paid, from a list that was sent, from a file, or by hand, and what was repaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain import payments as rules
from skjonn.domain.desk import Desk
from skjonn.domain.paying import AllLeftOut, Money, NotOnList, PaidBeside, PaidTooEarly, PaymentTwice
from skjonn.domain.payment_files import read_payments
from skjonn.domain.payments import LineKind
from skjonn.domain.persons import Role
from skjonn.errors import FindingsError, UsageError
from skjonn.files import read_bytes, sha256
from skjonn.spreadsheets import reading as files
from skjonn.storage.database import writing
from skjonn.storage.queries import calls, payments
from skjonn.texts import N_, ngettext
from skjonn.usecases.acting import acting
from skjonn.usecases.payment_awards import Paying, of_year
from skjonn.usecases.payment_entries import Recorded, Row, put_in
from skjonn.usecases.payment_lists import of_list, stored


class PaymentsFaulty(FindingsError):
    """A file of payments has faults; nothing is recorded."""

    code = "payments-faulty"
    sentence = N_("Nothing was recorded from {file}.")
    advice = N_("Mend the cells named and run the command again.")

    def says(self) -> str:
        """Return the sentence with how many there are."""
        return ngettext(
            "Nothing was recorded from {file}: {count} problem.",
            "Nothing was recorded from {file}: {count} problems.",
            int(str(self.data["count"])),
        )


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
class ByHand:
    """A payment by hand; `repaid` is money that came back. `reference` is the ministry's or the bank's."""

    case: str
    amount_nok: int
    repaid: bool = False
    reference: str = ""
    reason: str = ""


def record_list(url: str, desk: Desk, meant: tuple[int, int], on: date, without: Sequence[str] = ()) -> Recorded:
    """Record that everything of a list was paid that is not recorded from it yet, but for the cases named.

    Args:
        url: of the database; desk: a caseworker's; on: the day it was paid.
        meant: year and number of the list; without: full numbers of cases that were not paid.

    Raises:
        ListUnknown: there is none; NotOnList, AllLeftOut: what is left out; PaymentThere: it is recorded already.
        PaidAhead, PaidTooEarly: the day cannot be; PaidBeside, PaidAboveAward: more would be paid than can be.
    """
    _require_day(on, desk)
    year, number = meant
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        sent = stored(session, year, number)
        source = f"list {year}-{number}"
        known = {one.award.application_id: one for one in of_year(session, year)}
        listed = {of: nok for of, (_line, nok) in of_list(session, sent).items()}
        _require_listed(meant, [known[application].award.case for _payee, application in listed], without)
        done = _recorded_from(session, year, source)
        rows = [
            Row(known[application], payee, sent.term, Money(LineKind.PAID, left, on, f"{year}-{number}", source))
            for (payee, application), nok in listed.items()
            if (left := nok - done[payee, application]) > 0 and known[application].award.case not in without
        ]
        if not rows:
            raise rules.PaymentThere(number=str(number), year=str(year))
        _require_told(sent.on, rows)
        return put_in(session, desk, person, rows)


def record_file(url: str, desk: Desk, path: Path, on: date, *, repaid: bool = False) -> Recorded:
    """Record payments from a table with a case, an amount and, where there is one, a reference and a day in each row.

    A row that is recorded of the case already changes nothing: one with the same reference, or without one of the same day or file.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: it is not there, or closed to this user.
        SheetFileRefused: (a branch) it cannot be read or should not be opened.
        PaymentsFaulty: something in it is wrong; PaidAhead and what `Account.with_moves` raises: it cannot be.
    """
    book = files.read(path)
    source = f"file {sha256(read_bytes(path))}"
    kind = LineKind.REPAID if repaid else LineKind.PAID
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        known = {one.award.case: one for year in _years(session) for one in of_year(session, year)}
        found, problems = read_payments(book.sheets, known)
        if problems:
            raise PaymentsFaulty(file=path.name, count=len(problems), problems=tuple(problems))
        moves = [(known[one.case], Money(kind, one.amount_nok, one.on or on, one.reference, source)) for one in found]
        fresh = [(one, money) for one, money in moves if not one.account.has(money)]
        for _one, money in fresh:
            _require_day(money.on, desk)
        done = put_in(session, desk, person, [_row(one, money, _told(one, money)) for one, money in fresh])
        return replace(done, kind=kind, on=on, skipped=len(found) - len(fresh))


def record_by_hand(url: str, desk: Desk, said: ByHand, on: date) -> Recorded:
    """Record one payment, or money that came back.

    Raises:
        PaymentWithoutAmount, PaidAhead, CasePaidUnknown: as asked for; PaymentTwice: it is recorded already.
        PaidTooEarly, PaidAboveAward, RepaidAbovePaid, RepaidTooEarly: it cannot be.
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
        money = Money(kind, said.amount_nok, on, said.reference.strip())
        if there := found.account.has(money):
            raise PaymentTwice(case=said.case, amount_nok=said.amount_nok, on=there.on)
        return put_in(session, desk, person, [_row(found, money)], said.reason.strip())


def _row(one: Paying, money: Money, payee: str = "") -> Row:
    """Return a movement not told by a list: paid to the payee with its latest term, or repaid by whoever holds the money."""
    if money.kind is LineKind.REPAID:
        return Row(one, one.paid_to, rules.HELD, money)
    return Row(one, payee or one.award.payee, max(one.award.sent or one.award.planned or {rules.HELD: 0}), money)


def _told(one: Paying, money: Money) -> str:
    """Return whom the ministry was told to pay so much, which it has not yet; empty where that is nobody, or the payee."""
    if one.due.get(one.award.payee, 0) >= money.amount_nok:
        return ""
    return next((payee for payee, nok in sorted(one.due.items()) if nok >= money.amount_nok), "")


def _recorded_from(session: Session, year: int, source: str) -> Counter[tuple[str, int]]:
    """Return what is recorded from a source already: municipality number and application id -> whole kroner."""
    found: Counter[tuple[str, int]] = Counter()
    for line in payments.lines(session, year):
        if line.kind is LineKind.PAID and line.source == source:
            found[line.payee, line.application_id] += line.amount_nok
    return found


def _require_listed(meant: tuple[int, int], listed: Sequence[str], without: Sequence[str]) -> None:
    """Hold that what is left out is on the list, and is not all of it.

    Raises:
        NotOnList, AllLeftOut: it is not.
    """
    year, number = map(str, meant)
    if strangers := [case for case in without if case not in listed]:
        raise NotOnList(number=number, year=year, cases=strangers)
    if set(without) >= set(listed):
        raise AllLeftOut(number=number, year=year)


def _require_told(sent_on: date, rows: Sequence[Row]) -> None:
    """Hold that a list was sent before it was paid, and that what is paid of its cases is no more than the lists say.

    Raises:
        PaidTooEarly, PaidBeside: it is not.
    """
    paid: Counter[str] = Counter()
    for row in rows:
        account = row.paying.account
        paid[account.case] += row.money.amount_nok
        if row.money.on < sent_on:
            raise PaidTooEarly(case=account.case, on=row.money.on, first=sent_on)
        if (kept := account.kept_nok + paid[account.case]) > account.sent_nok:
            raise PaidBeside(case=account.case, paid_nok=kept, sent_nok=account.sent_nok)


def _require_day(on: date, desk: Desk) -> None:
    if on > desk.today:
        raise PaidAhead(on=on)


def _years(session: Session) -> list[int]:
    return sorted({call.year for call in calls.every(session)})
