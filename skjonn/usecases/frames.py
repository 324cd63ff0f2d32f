"""A year's frame: set it, add money, move money between pots, show what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain import frames as rules
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.frames import PotChange, PotFigures, PotKind, PotState
from skjonn.domain.payments import LAST_TERM
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Problem, problem
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls, decisions, frames, payments, years
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.queries.frames import Came, PotUnknown
from skjonn.storage.tables.frame import FrameRow, PotRow
from skjonn.texts import N_
from skjonn.usecases.acting import BeforeLatest, acting, now, record
from skjonn.usecases.moving_money import moves_of


@dataclass(frozen=True)
class Wanted:
    """What a frame is to be.

    Attributes:
        amount_nok: of the whole frame, 0 or more; pots: those named, with their share; the rest lies in `ordinary`.
        held_back_from: the first day the pot `held_back` may be decided from; None leaves it as it is.
    """

    amount_nok: int
    pots: tuple[tuple[str, int], ...] = ()
    held_back_from: date | None = None


@dataclass(frozen=True)
class Money:
    """Money put into `pot`, or moved there from the pot `giver`: whole kroner above 0, and why.

    The usual pots may be written in any way; they are kept under their names.
    """

    amount_nok: int
    pot: str
    reason: str
    giver: str = ""

    def __post_init__(self) -> None:
        """Call the pots by their names."""
        object.__setattr__(self, "pot", rules.meant(self.pot))
        object.__setattr__(self, "giver", rules.meant(self.giver))


@dataclass(frozen=True)
class FrameShown:
    """A year's pots with their figures, now or as they stood; `changes` are what this act did, none for a look.

    `opens_anew` tells that this act gave the pot `held_back` another first day; `came` is what flowed in from earlier years, and
    `has_calls` whether the year has one. `warnings`: drafts that the pots no longer cover, and that the year is closed.
    """

    year: int
    pots: tuple[PotFigures, ...]
    changes: tuple[PotChange, ...] = ()
    opens_anew: bool = False
    as_of: date | None = None
    came: tuple[Came, ...] = ()
    has_calls: bool = False
    warnings: tuple[Problem, ...] = ()


def set_frame(url: str, desk: Desk, year: int, wanted: Wanted) -> FrameShown:
    """Make the year's frame exactly what is `wanted`: each difference is a ledger line; a pot not named goes to 0.

    The same again changes nothing and leaves no event.

    Raises:
        FrameYearWrong, PotNameWrong, PotNamedTwice, PotsAboveFrame, PotsBelowFrame, HeldBackMissing: as asked for.
        PotBelowDecided: a pot would hold less than is decided from it.
        HeldBackStill: money would leave the pot `held_back` for another before its day.
    """
    rules.budget_year(year)
    shares = rules.shares(wanted.amount_nok, wanted.pots)
    if wanted.held_back_from and PotKind.HELD_BACK not in shares:
        raise rules.HeldBackMissing(year=str(year))
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        rows = _pots(session, year)
        changes = rules.setting(year, [_state(row) for row in rows.values()], shares)
        opened = wanted.held_back_from
        held = rows.get(PotKind.HELD_BACK)
        first = not rows
        opens_anew = opened is not None and not (held and held.opens_on == opened)
        if held and rules.lets_out(changes, held.name):
            rules.require_released(year, held.name, opened or held.opens_on, desk.today)
        if changes or opens_anew:
            _require_order(desk, year, session, [rows[change.name] for change in changes if change.name in rows])
            _apply(session, year, rows, changes, _stamp(desk, person))
            _open_from(session, rows, opened)
            record(
                session,
                desk,
                person,
                "frame-set",
                str(year),
                amount_nok=wanted.amount_nok,
                pots=shares,
                held_back_from=opened,
                changes={change.name: change.difference_nok for change in changes},
            )
            if first and (last := _last_term(session, year)):
                record(session, desk, person, "cutoff-set", str(year), last_cutoff_on=last, returns_to="")
        return replace(_shown(session, year, changes), opens_anew=opens_anew)


def add_money(url: str, desk: Desk, year: int, money: Money) -> FrameShown:
    """Put more money into a pot; the frame grows with it. One of the usual pots is made where it is not there yet.

    Raises:
        ReasonMissing, NothingToMove: as asked for.
        FrameUnknown, PotUnknown: there is no such frame or pot.
    """
    why = _reason(money.reason)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        rows = _with_taker(session, year, money.pot)
        change = rules.adding(_held(rows, money.pot), money.amount_nok)
        _require_order(desk, year, session, [rows[money.pot]] if money.pot in rows else [])
        _apply(session, year, rows, [change], _stamp(desk, person, why))
        data = {"pot": money.pot, "amount_nok": money.amount_nok, "reason": why}
        record(session, desk, person, "money-added", str(year), cases=(), **data)
        return _shown(session, year, [change])


def move_money(url: str, desk: Desk, year: int, money: Money) -> FrameShown:
    """Move money between two pots of a year: two ledger lines that add up to 0.

    Raises:
        ReasonMissing, NothingToMove, MoveToItself: as asked for.
        FrameUnknown, PotUnknown: there is no such frame or pot.
        PotOverspent: the giver has less than that left; HeldBackStill: it is held back until a later day.
    """
    why = _reason(money.reason)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        opens_on = frames.pot(session, year, money.giver).opens_on
        rows = _with_taker(session, year, money.pot)
        changes = rules.moving(year, _held(rows, money.giver), _held(rows, money.pot), money.amount_nok)
        rules.require_released(year, money.giver, opens_on, desk.today)
        _require_order(desk, year, session, [rows[name] for name in (money.giver, money.pot) if name in rows])
        _apply(session, year, rows, changes, _stamp(desk, person, why))
        data = {"source": money.giver, "target": money.pot, "amount_nok": money.amount_nok, "reason": why}
        record(session, desk, person, "money-moved", str(year), cases=(), **data)
        return _shown(session, year, changes)


def show_frame(url: str, year: int, as_of: date | None = None) -> FrameShown:
    """Return a year's pots with their figures, now or at the end of `as_of`.

    Raises:
        FrameUnknown, FrameNotSet: there is none, or was none then.
    """
    with reading(url) as session:
        came = tuple(frames.came_from(session, year, as_of))
        return FrameShown(year, tuple(frames.figures(session, year, as_of)), as_of=as_of, came=came)


def _shown(session: Session, year: int, changes: Sequence[PotChange]) -> FrameShown:
    """Return the year's pots after an act, with what should be known of it: the year is closed, or drafts are no longer covered."""
    warnings: list[Problem] = []
    if changes and (closed := years.closed_on(session, year)):
        text = N_("The year {year} was closed on {closed_on}; its report stands as it was frozen.")
        advice = N_("Take this up in it with: skjonn year close {year} --correct --reason TEXT")
        warnings.append(problem("warning", "frame-year-closed", text, advice, year=str(year), closed_on=closed))
    less = {change.name for change in changes if change.difference_nok < 0}
    warnings += _uncovered(session, year, less) if less else []
    has_calls = any(call.year == year for call in calls.every(session))
    came = tuple(frames.came_from(session, year))
    return FrameShown(year, tuple(frames.figures(session, year)), tuple(changes), came=came, has_calls=has_calls, warnings=tuple(warnings))  # fmt: skip


def _uncovered(session: Session, year: int, names: AbstractSet[str]) -> list[Problem]:
    """Return a warning for each draft that needs more of one of these pots than is left in it."""
    text = N_("{decision} is drafted and needs {needed_nok} of the pot {pot}, which has {free_nok} left.")
    free = {pot.name: pot.allotted_nok - pot.committed_nok for pot in frames.pots(session, year)}
    found = []
    for call in (one for one in calls.every(session) if one.year == year):
        for head in (one for one in decisions.every(session, call.id) if one.status == "drafted"):
            needed: Counter[str] = Counter()
            for one in moves_of(session, head, decisions.lines(session, head.id), head.drafted_on):
                needed[one.movement.pot] += one.movement.committed_nok
            found += [
                problem("warning", "draft-uncovered", text, N_("Only the approval refuses it."), decision=decision_id(head.call, head.number), pot=name, needed_nok=needed[name], free_nok=free[name])
                for name in sorted(names & set(needed)) if needed[name] > free[name]
            ]  # fmt: skip
    return found


def _pots(session: Session, year: int) -> dict[str, PotRow]:
    """Return the pots of a year by name, locked; none where there is no frame yet."""
    there = session.exec(select(FrameRow).where(col(FrameRow.year) == year)).one_or_none()
    held = frames.pots(session, year) if there else []
    return {row.name: row for row in frames.locked(session, held)}


def _with_taker(session: Session, year: int, taker: str) -> dict[str, PotRow]:
    """Return the pots of a year, locked, after making sure that `taker` is there or is one of the usual kinds."""
    frames.frame(session, year)
    rows = _pots(session, year)
    if taker not in rows and taker not in set(PotKind):
        raise PotUnknown(year=str(year), pot=taker, pots=sorted(rows, key=rules.pot_order))
    return rows


def _held(rows: dict[str, PotRow], name: str) -> PotState:
    return _state(rows[name]) if name in rows else PotState(name)


def _state(row: PotRow) -> PotState:
    return PotState(row.name, row.allotted_nok, row.committed_nok)


def _stamp(desk: Desk, person: Person, reason: str = "") -> Stamp:
    return Stamp(person.id, desk.today, now(), reason)


def _apply(session: Session, year: int, rows: dict[str, PotRow], changes: Sequence[PotChange], stamp: Stamp) -> None:
    for change in changes:
        if change.name not in rows:
            rows[change.name] = _new_pot(session, year, change.name, stamp)
        frames.allot(session, rows[change.name], change.difference_nok, stamp)


def _last_term(session: Session, year: int) -> date | None:
    """Return the cut-off of the year's last term where that was set before there was a frame; it is the frame's last one too."""
    on = payments.cutoffs(session, year).get(LAST_TERM)
    return on if on and on.year == year else None


def _new_pot(session: Session, year: int, name: str, stamp: Stamp) -> PotRow:
    frame = session.exec(select(FrameRow).where(col(FrameRow.year) == year)).one_or_none()
    if frame is None:
        frame = FrameRow(year=year, on=stamp.on, recorded_at=stamp.recorded_at, last_cutoff_on=_last_term(session, year))  # fmt: skip
        session.add(frame)
        session.flush()
    assert frame.id is not None
    pot = PotRow(frame_id=frame.id, name=name, kind=rules.kind_of(name).value)
    session.add(pot)
    session.flush()
    return pot


def _open_from(session: Session, rows: dict[str, PotRow], day: date | None) -> None:
    if day is not None:
        rows[PotKind.HELD_BACK].opens_on = day
        session.flush()


def _require_order(desk: Desk, year: int, session: Session, rows: Sequence[PotRow]) -> None:
    """Refuse a day before the latest line of these pots: the pot would have held something else than it did."""
    latest = frames.latest_line(session, rows)
    if latest is not None and desk.today < latest:
        raise BeforeLatest(subject=f"{year} {', '.join(row.name for row in rows)}", latest=latest, today=desk.today)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise rules.ReasonMissing
    return reason.strip()
