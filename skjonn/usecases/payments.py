"""Plan which term each award is paid in; list what is planned, sent, paid and repaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain import payments as rules
from skjonn.domain.desk import Desk
from skjonn.domain.payments import Award, How, LineKind, NothingAwarded
from skjonn.domain.persons import Person, Role
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls, payments
from skjonn.storage.tables.payment import PaymentLineRow
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.case_views import name_of
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.payment_awards import Paying, of_year


@dataclass(frozen=True)
class Wanted:
    """Which awards are planned, and how.

    Attributes:
        year: the budget year; call: only those of this call, empty is all of the year's.
        cases: full case numbers; those named are planned anew as far as they are not sent; none is all.
    """

    year: int
    call: str = ""
    cases: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    hold: bool = False


@dataclass(frozen=True)
class Move:
    """What the plan did: kroner put on a term (0 is held) for a payee, or taken off where below 0."""

    case: str
    payee: str
    term: int
    amount_nok: int


@dataclass(frozen=True)
class Told:
    """More was told to the ministry than stands awarded: the case, and by how much, whole kroner."""

    case: str
    above_nok: int


@dataclass(frozen=True)
class PlanMade:
    """What planning did, and where the ministry has been told more than stands."""

    year: int
    moves: tuple[Move, ...]
    told_too_much: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Line:
    """One award's money in one term: `term` 0 is held, None is not planned at all; `listed` is the number of the list, 0 where not sent."""

    case: str
    title: str
    payee: str
    municipality: str
    term: int | None
    planned_nok: int
    listed: int


@dataclass(frozen=True)
class Standing:
    """One award: what stands, what is planned, sent, paid and repaid of it, and what is to be repaid; whole kroner."""

    case: str
    title: str
    payee: str
    municipality: str
    awarded_nok: int
    terms: tuple[int, ...]
    planned_nok: int
    sent_nok: int
    paid_nok: int
    repaid_nok: int
    to_repay_nok: int


def plan(url: str, desk: Desk, wanted: Wanted) -> PlanMade:
    """Plan the awards of a year that are not planned, and take off what no longer stands and is not sent.

    Raises:
        CallUnknown: there is none of that code; NothingAwarded: nothing stands to be paid.
        TermsUnset, PastLastTerm: no term can be found; nothing is planned then.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = _meant(session, wanted)
        how = How(wanted.terms, wanted.hold, anew=bool(wanted.cases))
        moves = list(_stale(found))
        planned = rules.plan([one.award for one in found], payments.cutoffs(session, wanted.year), how)
        moves += [(one.award, one.award.payee, one.term, one.amount_nok) for one in planned]
        _write(session, desk, person, moves)
        if moves:
            cases = {award.application_id: award.case for award, *_ in moves}
            record(session, desk, person, "payments-planned", wanted.call or str(wanted.year), cases=sorted(cases), count=len(cases), sum_nok=sum(nok for *_, nok in moves))  # fmt: skip
        above = tuple(Told(one.award.case, _above(one.award)) for one in found if _above(one.award) > 0)
        return PlanMade(wanted.year, tuple(Move(award.case, payee, term, nok) for award, payee, term, nok in moves), above)  # fmt: skip


def standing(url: str, year: int, *, call: str = "", as_of: date | None = None) -> list[Standing]:
    """Return the awards of a year with what has become of their money, by case number.

    Raises:
        CallUnknown: there is none of that code.
    """
    with reading(url) as session:
        if call:
            calls.one(session, call, as_of)
        register = register_in_use(session)
        found = [one for one in of_year(session, year, as_of) if not call or one.call == call]
        day = as_of or date(year, 12, 31)
        return [_standing(one, name_of(one.award.payee, day, register)) for one in found]


def year_of(url: str, call: str) -> int:
    """Return the budget year of a call.

    Raises:
        CallUnknown: there is none of that code.
    """
    with reading(url) as session:
        return calls.one(session, call).year


def _meant(session: Session, wanted: Wanted) -> list[Paying]:
    if wanted.call:
        calls.one(session, wanted.call)
    found = of_year(session, wanted.year, cases=wanted.cases)
    kept = [one for one in found if not wanted.call or one.call == wanted.call]
    if not kept or {one.award.case for one in kept} < set(wanted.cases):
        raise NothingAwarded
    return kept


def _stale(found: Sequence[Paying]) -> Iterator[tuple[Award, str, int, int]]:
    """Take off what is planned for a payee that is no longer the one, and not sent."""
    for one in found:
        for (term, payee), nok in sorted(one.stale.items()):
            yield one.award, payee, term, -nok


def _write(session: Session, desk: Desk, person: Person, moves: Sequence[tuple[Award, str, int, int]]) -> None:
    session.add_all(
        PaymentLineRow(
            kind=LineKind.PLANNED.value, application_id=award.application_id, decision_line_id=award.line_id, payee=payee,
            year=award.year, term=term, amount_nok=nok, on=desk.today, recorded_at=now(), person_id=person.id,
        )
        for award, payee, term, nok in moves
    )  # fmt: skip
    session.flush()


def _above(award: Award) -> int:
    """Return by how much what the ministry was told is above what stands."""
    return sum(award.sent.values()) - award.awarded_nok


def _standing(one: Paying, name: str) -> Standing:
    award = one.award
    return Standing(
        case=award.case,
        title=one.title,
        payee=award.payee,
        municipality=name,
        awarded_nok=award.awarded_nok,
        terms=tuple(sorted(award.planned)),
        planned_nok=sum(award.planned.values()) + sum(one.stale.values()),
        sent_nok=sum(award.sent.values()),
        paid_nok=one.paid_nok,
        repaid_nok=one.repaid_nok,
        to_repay_nok=one.to_repay_nok,
    )
