"""Plan which term each award is paid in; list what is planned, sent, paid and repaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from skjonn.domain import payments as rules
from skjonn.domain.desk import Desk
from skjonn.domain.payments import Award, How, LineKind, NothingAwarded, NothingHeld
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
        terms, hold: as in `domain.payments.How`; held: plan what is held, of these awards and nothing else.
    """

    year: int
    call: str = ""
    cases: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    hold: bool = False
    held: bool = False


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
class Elsewhere:
    """Another municipality than is to be paid now was told to get the money, or has it: the case, both names, whole kroner."""

    case: str
    municipality: str
    payee: str
    amount_nok: int
    paid: bool


@dataclass(frozen=True)
class PlanMade:
    """What planning did, and where the ministry was told something else than stands now: more, or another municipality.

    `told_beyond` are cases where, with what was paid beside the lists, it is told to pay more than stands.
    """

    year: int
    moves: tuple[Move, ...]
    told_too_much: tuple[Told, ...] = ()
    told_elsewhere: tuple[Elsewhere, ...] = ()
    told_beyond: tuple[Told, ...] = ()


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
    """One award: what stands, what is planned, sent, paid and repaid of it, and what is to be repaid; whole kroner.

    `told_payee` names others that were told to get of it, or got it, than the payee of now; mostly empty. `beside_nok` is what
    was paid that no list said by then.
    """

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
    told_payee: str = ""
    beside_nok: int = 0


def plan(url: str, desk: Desk, wanted: Wanted) -> PlanMade:
    """Plan the awards of a year that are not planned, and take off what no longer stands and is not sent.

    Raises:
        CallUnknown: there is none of that code; NothingAwarded: nothing stands to be paid; NothingHeld: as said.
        TermsUnset, PastLastTerm: no term can be found; nothing is planned then.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = _meant(session, wanted)
        how = How(wanted.terms, wanted.hold, anew=bool(wanted.cases) and not wanted.held, held=wanted.held)
        moves = list(_stale(found))
        planned = rules.plan(
            [_released(one.award, desk) if wanted.held else one.award for one in found],
            payments.cutoffs(session, wanted.year),
            how,
        )
        moves += [(one.award, one.award.payee, one.term, one.amount_nok) for one in planned]
        _write(session, desk, person, moves)
        if moves:
            _tell(session, desk, person, wanted, moves)
        above = tuple(Told(one.award.case, _above(one.award)) for one in found if _above(one.award) > 0)
        told = tuple(Move(award.case, payee, term, nok) for award, payee, term, nok in moves)
        return PlanMade(
            wanted.year,
            told,
            above,
            tuple(_elsewhere(session, desk, found)),
            tuple(_beyond(session, wanted.year, found)),
        )


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

        def name(number: str) -> str:
            return name_of(number, day, register)

        return [_standing(one, name) for one in found]


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
    if not wanted.held:
        return kept
    held = [one for one in kept if one.award.planned.get(rules.HELD)]
    if not held:
        raise NothingHeld
    return held


def _released(award: Award, desk: Desk) -> Award:
    """Return an award whose money was held until today: it can be paid with the terms that are still to come."""
    return replace(award, approved_on=max(award.approved_on, desk.today))


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


def _tell(
    session: Session, desk: Desk, person: Person, wanted: Wanted, moves: Sequence[tuple[Award, str, int, int]]
) -> None:
    """Write down what was planned in all, and in the history of each case what became of its money."""
    cases = {award.case for award, *_ in moves}
    record(session, desk, person, "payments-planned", wanted.call or str(wanted.year), count=len(cases), sum_nok=sum(nok for *_, nok in moves))  # fmt: skip
    for award, payee, term, nok in sorted(moves, key=lambda move: move[3] > 0):
        of = {"amount_nok": abs(nok), "term": term, "municipality": payee}
        one = [award.application_id]
        if term == rules.HELD and nok > 0:
            record(session, desk, person, "payment-held", award.case, cases=one, **of)
        elif term == rules.HELD:
            record(session, desk, person, "payment-unheld", award.case, cases=one, **of)
        elif nok > 0:
            record(session, desk, person, "payment-planned", award.case, cases=one, **of)
        else:
            record(session, desk, person, "payment-unplanned", award.case, cases=one, **of)


def _elsewhere(session: Session, desk: Desk, found: Sequence[Paying]) -> Iterator[Elsewhere]:
    register = register_in_use(session)
    for one in found:
        for number, nok in one.elsewhere.items():
            there, payee = (name_of(of, desk.today, register) for of in (number, one.award.payee))
            yield Elsewhere(one.award.case, there, payee, nok, paid=one.paid_to == number)


def _beyond(session: Session, year: int, found: Sequence[Paying]) -> Iterator[Told]:
    """Yield the cases the ministry is told to pay more of than stands, as they are planned now."""
    cases = [one.award.case for one in found if one.account.beside_nok]
    for one in of_year(session, year, cases=cases) if cases else ():
        if one.told_beyond_nok:
            yield Told(one.award.case, one.told_beyond_nok)


def _above(award: Award) -> int:
    """Return by how much what the ministry was told is above what stands."""
    return sum(award.sent.values()) - award.awarded_nok


def _standing(one: Paying, name: Callable[[str], str]) -> Standing:
    award = one.award
    return Standing(
        case=award.case,
        title=one.title,
        payee=award.payee,
        municipality=name(award.payee),
        awarded_nok=award.awarded_nok,
        terms=tuple(sorted(award.planned)),
        planned_nok=sum(award.planned.values()) + sum(one.stale.values()),
        sent_nok=sum(award.sent.values()),
        paid_nok=one.paid_nok,
        repaid_nok=one.repaid_nok,
        to_repay_nok=one.to_repay_nok,
        told_payee=", ".join(name(number) for number in one.elsewhere),
        beside_nok=one.beside_nok,
    )
