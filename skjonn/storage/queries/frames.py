"""Questions about a year's frame and its pots, and the one way money is put into a pot."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy import BigInteger, cast, func
from sqlmodel import Session, col, select

from skjonn.domain.allocations import Outcome
from skjonn.domain.frames import LineKind, PotFigures, pot_order
from skjonn.errors import UsageError
from skjonn.storage.queries import applications, assessments, calls, decisions, payments
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.frame import FrameRow, LedgerLineRow, PotRow
from skjonn.storage.tables.office import EventRow
from skjonn.texts import N_

_AT_ONCE = 500  # cases in one IN (...)
_FREED = {LineKind.ALLOTTED.value: 1, LineKind.COMMITTED.value: -1, LineKind.RETURNED.value: 0}
"""What a krone of each kind of ledger line does to what is free in a pot."""


class FrameUnknown(UsageError):
    """The year has no frame."""

    code = "frame-unknown"
    sentence = N_("There is no frame for {year}.")
    advice = N_("Set it with `skjonn frame set {year} AMOUNT`.")


class FrameNotSet(UsageError):
    """The year has a frame, and had none on the day asked for."""

    code = "frame-not-set"
    sentence = N_("The frame of {year} was set on {set_on}; on {day} there was none.")
    advice = N_("Ask for that day or a later one: `skjonn frame show {year}` shows what holds now.")


class PotUnknown(UsageError):
    """The year's frame has no pot of this name."""

    code = "pot-unknown"
    sentence = N_("The frame of {year} has no pot {pot}; it has {pots}.")
    advice = N_("`skjonn frame set` makes a pot: --pot NAME=AMOUNT.")


@dataclass(frozen=True)
class Came:
    """Money of an earlier year's pot that came back too late to be free there, and flowed into the pot `into`; whole kroner."""

    year: int
    pot: str
    into: str
    amount_nok: int


def frame(session: Session, year: int) -> FrameRow:
    """Return the frame of a year.

    Raises:
        FrameUnknown: there is none.
    """
    row = session.exec(select(FrameRow).where(col(FrameRow.year) == year)).one_or_none()
    if row is None:
        raise FrameUnknown(year=str(year))
    return row


def every(session: Session) -> list[FrameRow]:
    """Return every frame, by year."""
    return list(session.exec(select(FrameRow).order_by(col(FrameRow.year))))


def pots(session: Session, year: int) -> list[PotRow]:
    """Return the pots of a year: the usual kinds first, then the office's own in reading order.

    Raises:
        FrameUnknown: the year has no frame.
    """
    rows = session.exec(select(PotRow).where(col(PotRow.frame_id) == frame(session, year).id))
    return sorted(rows, key=lambda row: pot_order(row.name))


def pot(session: Session, year: int, name: str) -> PotRow:
    """Return one pot of a year.

    Raises:
        FrameUnknown: the year has no frame.
        PotUnknown: its frame has no such pot.
    """
    held = {row.name: row for row in pots(session, year)}
    if name not in held:
        raise PotUnknown(year=str(year), pot=name, pots=tuple(held))
    return held[name]


def locked(session: Session, rows: Iterable[PotRow]) -> list[PotRow]:
    """Lock pots until the transaction ends, in the order of their ids so that nobody waits in a ring, and read them anew.

    FOR NO KEY UPDATE on Postgres (FOR UPDATE deadlocks with the ledger's foreign key); on SQLite the writer is alone.
    """
    ids = sorted({row.id for row in rows if row.id is not None})
    asked = select(PotRow).where(col(PotRow.id).in_(ids)).order_by(col(PotRow.id)).with_for_update(key_share=True)
    return list(session.exec(asked.execution_options(populate_existing=True)))


def allot(session: Session, row: PotRow, amount_nok: int, stamp: Stamp) -> None:
    """Put `amount_nok` into a pot, or take it out where negative, as one ledger line; 0 writes nothing.

    The triggers carry it to the pot's totals; `row` is read anew.
    """
    if amount_nok == 0:
        return
    assert row.id is not None
    line = LedgerLineRow(
        pot_id=row.id,
        kind=LineKind.ALLOTTED.value,
        amount_nok=amount_nok,
        reason=stamp.reason,
        on=stamp.on,
        recorded_at=stamp.recorded_at,
        person_id=stamp.person_id,
    )
    session.add(line)
    session.flush()
    session.refresh(row)


def held(session: Session, application_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """Return what stands committed to each case and is not returned: application id -> pot's name -> whole kroner, not 0."""
    found: dict[int, Counter[str]] = {}
    asked = (
        select(DecisionLineRow.application_id, PotRow.name, LedgerLineRow.kind, LedgerLineRow.amount_nok)
        .join(LedgerLineRow, col(LedgerLineRow.decision_line_id) == DecisionLineRow.id)
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
    )
    ids = sorted(set(application_ids))
    for start in range(0, len(ids), _AT_ONCE):
        some = col(DecisionLineRow.application_id).in_(ids[start : start + _AT_ONCE])
        for case, name, kind, amount_nok in session.exec(asked.where(some)):
            found.setdefault(case, Counter())[name] += amount_nok if kind == LineKind.COMMITTED.value else -amount_nok
    return {case: Counter({name: left for name, left in pots.items() if left}) for case, pots in found.items()}


def committed_by(session: Session, line_ids: Sequence[int]) -> Counter[str]:
    """Return what lines of a decision took from each pot, or gave back where negative: pot's name -> whole kroner."""
    found: Counter[str] = Counter()
    asked = (
        select(PotRow.name, LedgerLineRow.amount_nok)
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
        .where(col(LedgerLineRow.kind) == LineKind.COMMITTED.value)
    )
    for start in range(0, len(line_ids), _AT_ONCE):
        some = col(LedgerLineRow.decision_line_id).in_(line_ids[start : start + _AT_ONCE])
        for name, amount_nok in session.exec(asked.where(some)):
            found[name] += amount_nok
    return found


def latest_line(session: Session, rows: Iterable[PotRow]) -> date | None:
    """Return the day of the latest ledger line of these pots; None where there is none."""
    ids = [row.id for row in rows]
    return session.exec(select(func.max(LedgerLineRow.on)).where(col(LedgerLineRow.pot_id).in_(ids))).one()


def least_free(session: Session, row: PotRow, since: date) -> int:
    """Return the least a pot has had left at the end of any day from `since` (included) to now, in whole kroner."""
    asked = select(col(LedgerLineRow.on), col(LedgerLineRow.kind), col(LedgerLineRow.amount_nok))
    by_day: Counter[date] = Counter()
    for on, kind, amount_nok in session.exec(asked.where(col(LedgerLineRow.pot_id) == row.id)):
        by_day[max(on, since)] += _FREED[kind] * amount_nok
    by_day[since] += 0  # so that the day itself counts where nothing happened by then
    return min(accumulate(amount_nok for _day, amount_nok in sorted(by_day.items())))


def figures(session: Session, year: int, as_of: date | None = None) -> list[PotFigures]:
    """Return the figures of each pot of a year, now or at the end of `as_of`, in the order of `pots`.

    Applied for is the sum over the year's live applications (not withdrawn), each counted in exactly one pot: the one an
    award of it was decided from, else the one an award is recommended from, else the first pot of its call. Recommended
    is the sum of the awards that are recommended for them now, decided or not. Allotted and decided are the ledger's.
    Returned is what came back too late to be free again; it stays in what is decided. Paid is what the ministry has paid and not had back. A
    pot nothing had happened to by `as_of` is left out.

    Raises:
        FrameUnknown: the year has no frame; FrameNotSet: it had none by then.
    """
    there = frame(session, year)
    if as_of is not None and there.on > as_of:
        raise FrameNotSet(year=str(year), set_on=there.on, day=as_of)
    applied, recommended = _asked(session, year, as_of)
    ledger, paid = _ledger(session, year, as_of), payments.paid_of_pots(session, year, as_of)
    found = [
        PotFigures(
            name=row.name,
            allotted_nok=ledger[row.id, LineKind.ALLOTTED.value],
            applied_nok=applied[row.name],
            recommended_nok=recommended[row.name],
            decided_nok=ledger[row.id, LineKind.COMMITTED.value],
            paid_nok=paid[row.name],
            returned_nok=ledger[row.id, LineKind.RETURNED.value],
            opens_on=row.opens_on if as_of is None or row.opens_on is None else opened_on(session, year, as_of),
        )
        for row in pots(session, year)
    ]
    return [one for one in found if as_of is None or one.allotted_nok or one.applied_nok or one.decided_nok]


def opened_on(session: Session, year: int, as_of: date) -> date | None:
    """Return the first day the held-back pot of a year might be decided from, as it was set by the end of `as_of`; None where it was not."""
    asked = select(EventRow).where(EventRow.kind == "frame-set", EventRow.subject == str(year), EventRow.on <= as_of)
    for event in session.exec(asked.order_by(col(EventRow.id).desc())):
        if said := json.loads(event.data).get("held_back_from"):
            return date.fromisoformat(said)
    return None


def came_from(session: Session, year: int, as_of: date | None = None) -> list[Came]:
    """Return what came back too late in earlier years and flowed into pots of this one, by year, pot and pot here."""
    asked = select(EventRow).where(EventRow.kind == "money-passed-on")
    found: Counter[tuple[int, str, str]] = Counter()
    for event in session.exec(asked if as_of is None else asked.where(EventRow.on <= as_of)):
        data = json.loads(event.data)
        there, _sign, pot_here = data["into"].partition("/")
        if there == str(year):
            found[int(event.subject[:4]), data["pot"], pot_here] += data["amount_nok"]
    return [Came(*key, amount_nok) for key, amount_nok in sorted(found.items())]


def _ledger(session: Session, year: int, as_of: date | None) -> Counter[tuple[int | None, str]]:
    total = cast(func.sum(LedgerLineRow.amount_nok), BigInteger)
    asked = (
        select(LedgerLineRow.pot_id, LedgerLineRow.kind, total)
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
        .where(col(PotRow.frame_id) == frame(session, year).id)
        .group_by(col(LedgerLineRow.pot_id), col(LedgerLineRow.kind))
    )
    if as_of is not None:
        asked = asked.where(col(LedgerLineRow.on) <= as_of)
    return Counter({(pot_id, kind): int(amount) for pot_id, kind, amount in session.exec(asked)})


def _asked(session: Session, year: int, as_of: date | None) -> tuple[Counter[str], Counter[str]]:
    applied: Counter[str] = Counter()
    recommended: Counter[str] = Counter()
    for call in calls.every(session, as_of):
        if call.year != year:
            continue
        proposed = assessments.recommendations(session, call.id, as_of)
        awarded = {
            line.application_id: line.pot
            for line in decisions.standing(session, call.id, as_of).values()
            if line.outcome is Outcome.AWARD
        }
        for case in applications.cases(session, call.id, as_of):
            if case.content.withdrawn or case.single:
                continue
            stored = proposed.get(case.id)
            from_pot = stored.recommendation.pot if stored else ""
            applied[awarded.get(case.id) or from_pot or call.call.pots[0]] += case.content.applied_nok
            if stored and stored.recommendation.outcome is Outcome.AWARD:
                recommended[from_pot] += stored.recommendation.amount_nok
    return applied, recommended
