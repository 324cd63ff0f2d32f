"""The awards of a year as payments see them: what stands, who is paid, what is planned, sent, paid and repaid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.codes import case_order
from skjonn.domain.paying import Account, Money
from skjonn.domain.payments import HELD, Award, LineKind
from skjonn.storage.queries import applications, calls, decisions, payments
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.payments import StoredLine


@dataclass(frozen=True)
class Paying:
    """An award with its title and what was paid and repaid of it.

    `stale` is what is planned, and not sent, for another than is to be paid now: term and municipality number -> kroner, not 0.
    `elsewhere` is what another than is to be paid now was told to get, or has got and not repaid: municipality number -> kroner.
    `due` is what the lists that were sent say, and was not paid: municipality number -> kroner above 0. `paid_to` is who holds the money that was paid, the payee where nobody does. `award_line_id` is the key of the decision line
    that awarded last, whose pot money is paid from; `paid_line_id` of the one that was paid last, None where nothing was.
    """

    award: Award
    call: str
    title: str
    account: Account
    stale: Mapping[tuple[int, str], int] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)
    paid_to: str = ""
    award_line_id: int = 0
    paid_line_id: int | None = None

    @property
    def paid_nok(self) -> int:
        """What was paid in all."""
        return self.account.paid_nok

    @property
    def repaid_nok(self) -> int:
        """What came back in all."""
        return self.account.repaid_nok

    @property
    def beside_nok(self) -> int:
        """What was paid beside the lists; nothing is where nothing of the award was ever planned for one."""
        return self.account.beside_nok if self.award.planned else 0

    @property
    def told_beyond_nok(self) -> int:
        """By how much what was paid beside the lists, with what they say and are planned to say, is above what stands."""
        planned = sum(nok for term, nok in self.award.planned.items() if term != HELD)
        return max(0, self.beside_nok + planned - self.award.awarded_nok) if self.beside_nok else 0

    @property
    def to_repay_nok(self) -> int:
        """What was paid above what stands awarded and is not repaid yet."""
        return self.account.to_repay_nok

    @property
    def outdated(self) -> bool:
        """Whether what is planned and not sent is not what the decisions say now."""
        unsent = any(self.award.unsent(term) for term in self.award.planned)
        return bool(self.stale) or (unsent and self.award.open_nok < 0)


def of_year(session: Session, year: int, as_of: date | None = None, cases: Collection[str] = ()) -> list[Paying]:
    """Return the awards of a budget year that stand, and those taken back that something was planned or paid of, by case number.

    Awards taken over from earlier years are there only where something was planned or paid of them from here.

    Args:
        session: to read by; year: the budget year; as_of: as it stood at the end of that day, None is now.
        cases: full case numbers; none is all.
    """
    movements: dict[int, list[StoredLine]] = defaultdict(list)
    for moved in payments.lines(session, year, as_of):
        movements[moved.application_id].append(moved)
    found = [
        one
        for call in calls.every(session, as_of)
        if call.year == year
        for one in _of_call(session, call, as_of, movements)
        if not cases or one.award.case in cases
    ]
    return sorted(found, key=lambda one: case_order(one.award.case))


def _of_call(
    session: Session, call: StoredCall, as_of: date | None, movements: Mapping[int, list[StoredLine]]
) -> Iterator[Paying]:
    decided = decisions.decided(session, call.id, as_of)
    standing = {
        case: line
        for case, line in {line.application_id: line for line in decided}.items()
        if case in movements or (line.outcome is Outcome.AWARD and not line.taken_over)
    }
    first = _first_days(decided)
    awarding = {one.application_id: one.line_id for one in decided if one.outcome is Outcome.AWARD}
    contents = applications.contents(session, [line.version_id for line in standing.values()])
    for case, line in standing.items():
        content = contents[line.version_id]
        payee = line.payee or content.payee or (line.lead or content.lead)
        moved = movements.get(case, [])
        award = _award(line, payee, call.year, [one for one in moved if one.payee == payee or one.listed])
        stale = _planned([one for one in moved if one.payee != payee and not one.listed])
        yield Paying(
            award=award,
            call=call.code,
            title=content.title,
            account=_account(award, first.get(case, award.approved_on), moved),
            stale={of: nok for of, nok in stale.items() if nok},
            elsewhere=_elsewhere(award, moved),
            due=_due(moved),
            paid_to=_holder(payee, moved),
            award_line_id=awarding.get(case, line.line_id),
            paid_line_id=next((one.decision_line_id for one in reversed(moved) if one.kind is LineKind.PAID), None),
        )


def _first_days(decided: Sequence[DecidedLine]) -> dict[int, date]:
    """Return the day each case was first awarded something, by application id."""
    found: dict[int, date] = {}
    for line in decided:
        if line.outcome is Outcome.AWARD and line.approved_on:
            found[line.application_id] = min(line.approved_on, found.get(line.application_id, line.approved_on))
    return found


def _account(award: Award, first_on: date, moved: Sequence[StoredLine]) -> Account:
    moves = tuple(
        Money(one.kind, one.amount_nok, one.on, one.reference, one.source)
        for one in moved
        if one.kind is not LineKind.PLANNED
    )
    sent = tuple((one.sent_on, one.amount_nok) for one in moved if one.sent_on)
    return Account(award.case, award.awarded_nok, sum(award.sent.values()), first_on, moves, sent)


def _held_by(moved: Sequence[StoredLine]) -> Counter[str]:
    """Return what each municipality was paid and has not repaid."""
    found: Counter[str] = Counter()
    for one in moved:
        if one.kind is not LineKind.PLANNED:
            found[one.payee] += one.amount_nok if one.kind is LineKind.PAID else -one.amount_nok
    return found


def _due(moved: Sequence[StoredLine]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in moved:
        found[one.payee] += one.amount_nok if one.listed else -one.amount_nok if one.kind is LineKind.PAID else 0
    return dict(+found)


def _holder(payee: str, moved: Sequence[StoredLine]) -> str:
    """Return who holds the most of what was paid; the payee where nobody holds anything."""
    held = _held_by(moved)
    return max(sorted(held), key=lambda one: held[one]) if max(held.values(), default=0) > 0 else payee


def _elsewhere(award: Award, moved: Sequence[StoredLine]) -> dict[str, int]:
    """Return what others than the payee were told to get or hold; what they were told alone is past once the payee has its money."""
    found = _held_by(moved)
    if award.awarded_nok == 0:
        return {}
    if found[award.payee] < award.awarded_nok:
        told: Counter[str] = Counter()
        for one in moved:
            told[one.payee] += one.amount_nok if one.listed else 0
        found |= told
    return {payee: nok for payee, nok in sorted(found.items()) if nok > 0 and payee != award.payee}


def _award(line: DecidedLine, payee: str, year: int, moved: Sequence[StoredLine]) -> Award:
    assert line.approved_on is not None, "it stands"
    planned, sent = _planned(moved), _planned([one for one in moved if one.listed])
    return Award(
        application_id=line.application_id,
        line_id=line.line_id,
        case=line.case_number,
        payee=payee,
        year=year,
        approved_on=line.approved_on,
        awarded_nok=line.amount_nok if line.outcome is Outcome.AWARD else 0,
        planned=_by_term(planned),
        sent=_by_term(sent),
    )


def _planned(moved: Sequence[StoredLine]) -> Counter[tuple[int, str]]:
    found: Counter[tuple[int, str]] = Counter()
    for one in moved:
        if one.kind is LineKind.PLANNED:
            found[one.term, one.payee] += one.amount_nok
    return found


def _by_term(planned: Mapping[tuple[int, str], int]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for (term, _payee), nok in planned.items():
        found[term] += nok
    return {term: nok for term, nok in sorted(found.items()) if nok}
