"""Take over a round that was decided before this database kept it: its cases are decided, without approval or letters.

The cases are registered by the import that calls this, in the same transaction. Amounts are taken from that year's pots like
any other decision's, dated on the day of the taking over; each decision keeps the day it was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.approvals import require_money
from skjonn.domain.codes import case_order
from skjonn.domain.decisions import DraftLine, decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.frames import meant
from skjonn.domain.persons import Person
from skjonn.errors import UsageError
from skjonn.storage.queries import decisions, frames
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.queries.calls import Stamp, StoredCall
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.queries.frames import PotUnknown
from skjonn.storage.tables.frame import PotRow
from skjonn.texts import N_
from skjonn.usecases.acting import now, record
from skjonn.usecases.approving import close, draws_of
from skjonn.usecases.decisions import Decision, shown, stored
from skjonn.usecases.draft_rows import Draft, Placed, put_in
from skjonn.usecases.drafting import CaseNotFree
from skjonn.usecases.moving_money import commit, moves_of

ABOVE_APPLIED = "taken over"
"""What stands as the reason where more was awarded than applied for: nobody knows it here."""


class DecidedAhead(UsageError):
    """A round is said to be decided on a day that has not come."""

    code = "decided-ahead"
    sentence = N_("{cases}: said to be decided on {on}, which is after {today}.")
    advice = N_("Only a round that is decided can be taken over; mend the date in the sheet.")


class AwardBelowNothing(UsageError):
    """An award is below 0."""

    code = "award-below-nothing"
    sentence = N_("{cases}: an awarded amount cannot be below 0.")
    advice = N_("Write 0, or nothing, where nothing was awarded.")


@dataclass(frozen=True)
class TakenOver:
    """One case of a round decided before.

    Attributes:
        application_id, version_id: keys in this database; version_number: of that version, from 1.
        applied_nok: of that version; awarded_nok: 0 where it was refused; whole kroner.
        pot: name of a pot of the call's year, whatever the call draws on; empty is the call's first.
        decided_on: the day it was decided; None where that is not known.
    """

    application_id: int
    case_number: str
    version_id: int
    version_number: int
    applied_nok: int
    awarded_nok: int
    pot: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class RoundTakenIn:
    """What was taken over: a decision for each day things were decided on, most often one."""

    decisions: tuple[Decision, ...]

    @property
    def awards(self) -> int:
        """How many cases got money."""
        return sum(line.outcome is Outcome.AWARD for one in self.decisions for line in one.lines)

    @property
    def awarded_nok(self) -> int:
        """What was awarded in all, whole kroner."""
        return sum(one.sum_nok for one in self.decisions)


def take_over(
    session: Session, desk: Desk, person: Person, stored_call: StoredCall, rows: Sequence[TakenOver]
) -> RoundTakenIn:
    """Make the cases in `rows` decided, as they were decided then: an award, or a refusal where nothing was awarded.

    The lines of one day become one decision of status `taken_over`; what is of no known day is dated today. A refusal has no
    ground, for such lists tell none. No rows change nothing.

    Args:
        session: the caller's writing transaction, in which the cases stand already.
        desk: on whose day the money is taken from the pots.
        person: who takes over, a caseworker.
        stored_call: the cases' call.
        rows: each case once.

    Raises:
        FrameUnknown, PotUnknown: the year has no such money.
        PotOverspent, MoneyLater: a pot holds less than was awarded from it, now or on the desk's day.
        AwardBelowNothing, DecidedAhead: the figures or days cannot be.
        CaseNotFree: a case is decided, or in a draft.
    """
    if not rows:
        return RoundTakenIn(())
    _require_possible(desk, rows)
    _require_free(session, stored_call, rows)
    pots = _pots(session, stored_call, rows)
    by_day: dict[date, list[TakenOver]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: case_order(row.case_number)):
        by_day[row.decided_on or desk.today].append(row)
    heads = [_draft(session, desk, person, stored_call, (by_day[day], pots)) for day in sorted(by_day)]
    lines = [decisions.lines(session, head.id) for head in heads]
    _take_money(session, desk, person, heads[0], [line for some in lines for line in some])
    for head, day in zip(heads, sorted(by_day), strict=True):
        close(session, head, status="taken_over", approved_on=day)
    names = [decision_id(head.call, head.number) for head in heads]
    done = RoundTakenIn(tuple(shown(session, stored(session, head.call, head.number)) for head in heads))
    record(
        session, desk, person, "round-taken-over", stored_call.code, cases=[row.application_id for row in rows],
        decisions=names, count=len(rows), sum_nok=done.awarded_nok,
    )  # fmt: skip
    return done


def _require_possible(desk: Desk, rows: Sequence[TakenOver]) -> None:
    below = [row.case_number for row in rows if row.awarded_nok < 0]
    if below:
        raise AwardBelowNothing(cases=below)
    latest = max((row.decided_on for row in rows if row.decided_on), default=desk.today)
    if latest > desk.today:
        cases = [row.case_number for row in rows if row.decided_on == latest]
        raise DecidedAhead(cases=cases, on=latest, today=desk.today)


def _require_free(session: Session, call: StoredCall, rows: Sequence[TakenOver]) -> None:
    held = {line.application_id for line in decisions.in_draft(session, call.id)}
    held |= set(decisions.standing(session, call.id))
    if taken := [row.case_number for row in rows if row.application_id in held]:
        raise CaseNotFree(cases=taken)


def _pots(session: Session, call: StoredCall, rows: Sequence[TakenOver]) -> dict[str, PotRow]:
    """Return the pots the awards are from, by the name each row gives."""
    held = {pot.name.casefold(): pot for pot in frames.pots(session, call.year)}
    found = {}
    for name in dict.fromkeys(row.pot for row in rows if row.awarded_nok):
        wanted = meant(name) or call.call.pots[0]
        if wanted.casefold() not in held:
            raise PotUnknown(year=str(call.year), pot=wanted, pots=tuple(pot.name for pot in held.values()))
        found[name] = held[wanted.casefold()]
    return found


def _draft(
    session: Session, desk: Desk, person: Person, call: StoredCall, of_day: tuple[Sequence[TakenOver], Mapping[str, PotRow]]
) -> StoredDecision:  # fmt: skip
    """Put in one day's decision with its lines, as yet a draft: only a draft can be given lines."""
    rows, pots = of_day
    around = max((one.round for one in decisions.every(session, call.id) if one.status != "returned"), default=1)
    placed = [Placed(row.application_id, row.version_id, _line(row, pots)) for row in rows]
    number = put_in(session, Draft(call, DecisionKind.ROUND, around), placed, Written(person.id, desk.today, now()))
    return stored(session, call.code, number)


def _line(row: TakenOver, pots: Mapping[str, PotRow]) -> DraftLine:
    return DraftLine(
        case=row.case_number,
        version=row.version_number,
        outcome=Outcome.AWARD if row.awarded_nok else Outcome.REFUSAL,
        amount_nok=row.awarded_nok,
        applied_nok=row.applied_nok,
        pot=pots[row.pot].name if row.awarded_nok else "",
        above_applied=ABOVE_APPLIED if row.awarded_nok > row.applied_nok else "",
    )


def _take_money(
    session: Session, desk: Desk, person: Person, head: StoredDecision, lines: Sequence[DecidedLine]
) -> None:  # fmt: skip
    """Commit all awards at once, as an approval would, whatever day the pots may be decided from now."""
    moved = moves_of(session, head, lines, desk.today)
    draws = [replace(draw, opens_on=None) for draw in draws_of(session, head, moved, desk.today)]
    require_money(draws, desk.today)
    commit(session, head, moved, draws, Stamp(person.id, desk.today, now()))
