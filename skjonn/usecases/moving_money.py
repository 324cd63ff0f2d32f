"""Money that moves when a decision is approved: what each case holds, what it is to hold, and the ledger lines between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.approvals import Draw, overspent
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Movement, movements
from skjonn.domain.frames import LineKind
from skjonn.domain.persons import Person
from skjonn.storage import problems
from skjonn.storage.queries import calls, frames, years
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.tables.frame import FrameRow, LedgerLineRow, PotRow
from skjonn.storage.triggers import OVERSPENT
from skjonn.usecases.acting import record
from skjonn.usecases.decisions import bound
from skjonn.usecases.giving_up import frees


@dataclass(frozen=True)
class Moved:
    """One movement with the decision's line it comes of."""

    line: DecidedLine
    movement: Movement


def moves_of(session: Session, head: StoredDecision, lines: Sequence[DecidedLine], on: date) -> list[Moved]:
    """Lock every pot that money is taken from or given back to, and return what moves: first what is given back.

    Args:
        session: of the transaction; head: the decision; lines: its lines; on: the day of the approval.

    Raises:
        FrameUnknown, PotUnknown: the year has no such money.
    """
    year = calls.one(session, head.call).year
    held = frames.held(session, (line.application_id for line in lines))
    if not held and all(line.outcome is not Outcome.AWARD for line in lines):
        return []
    names = {line.pot for line in lines if line.pot} | {name for pots in held.values() for name in pots}
    frames.locked(session, [frames.pot(session, year, name) for name in sorted(names)])
    year_open = frees(session, year, on)
    found = [
        Moved(line, one)
        for line in lines
        for one in movements(held.get(line.application_id, {}), bound(line), is_open=year_open)
    ]
    return sorted(found, key=lambda one: (one.movement.committed_nok > 0, one.movement.pot))


def commit(session: Session, head: StoredDecision, moved: Sequence[Moved], draws: Sequence[Draw], stamp: Stamp) -> None:
    """Put in one ledger line per movement, in the order of pots, and what the scheme lets flow into another pot.

    Raises:
        PotOverspent: the database refuses it: a pot holds less than `draws` says.
        FrameUnknown, PotUnknown: returned money is to flow into a pot that is not there.
    """
    if not moved:
        return
    year = calls.one(session, head.call).year
    pots = {pot.name: pot for pot in frames.pots(session, year)}
    rows = [_ledger_line(one, pots[one.movement.pot], stamp) for one in moved]
    try:
        session.connection().execute(insert(LedgerLineRow), rows)
    except IntegrityError as error:
        if problems.constraint(error) != OVERSPENT or not draws:
            raise
        tightest = min(draws, key=lambda draw: draw.free_nok - draw.needed_nok)
        raise overspent(tightest) from None
    _pass_on(session, frames.frame(session, year), moved, stamp)


def tell_money(
    session: Session, who: tuple[Desk, Person], head: StoredDecision, moved: Sequence[Moved], on: date
) -> None:
    """Write down, case by case, what was freed in a pot, and what came back too late to be free and where it went; `on`: the approval's day."""
    if not moved:
        return
    (desk, person), year = who, calls.one(session, head.call).year
    about: dict[str, object] = {"decision": decision_id(head.call, head.number), "on": on}
    frame, is_closed = frames.frame(session, year), years.closed_on(session, year) is not None
    into = f"{frame.returns_to_year}/{frame.returns_to}" if frame.returns_to else ""
    for one in moved:
        case, pot = one.line.case_number, one.movement.pot
        freed_nok, returned_nok, cases = (
            -one.movement.committed_nok,
            one.movement.returned_nok,
            [one.line.application_id],
        )
        if freed_nok > 0:
            record(session, desk, person, "money-freed", case, cases=cases, amount_nok=freed_nok, pot=pot, **about)
        if returned_nok:
            record(
                session, desk, person, "money-passed-on" if into else "money-returned-closed" if is_closed else "money-returned",
                case, cases=cases, amount_nok=returned_nok, pot=pot, into=into, **about,
            )  # fmt: skip


def _ledger_line(one: Moved, pot: PotRow, stamp: Stamp) -> dict[str, object]:
    returned = one.movement.returned_nok
    return {
        "pot_id": pot.id,
        "kind": LineKind.RETURNED.value if returned else LineKind.COMMITTED.value,
        "amount_nok": returned or one.movement.committed_nok,
        "reason": "",
        "decision_line_id": one.line.line_id,
        "on": stamp.on,
        "recorded_at": stamp.recorded_at,
        "person_id": stamp.person_id,
    }


def _pass_on(session: Session, frame: FrameRow, moved: Sequence[Moved], stamp: Stamp) -> None:
    """Put returned money into the pot the scheme names; where it names none, the money has left the frame."""
    if not frame.returns_to or frame.returns_to_year is None:
        return
    for one in moved:
        if one.movement.returned_nok:
            pot = frames.pot(session, frame.returns_to_year, frame.returns_to)
            told = Stamp(stamp.person_id, stamp.on, stamp.recorded_at, one.line.case_number)
            frames.allot(session, pot, one.movement.returned_nok, told)
