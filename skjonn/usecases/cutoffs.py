"""The last day of a budget year on which what an award gives up is free again, and where later money flows, if anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain import frames as rules
from skjonn.domain.desk import Desk
from skjonn.domain.payments import LAST_TERM
from skjonn.domain.persons import Role
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import frames, payments, years
from skjonn.storage.tables.frame import FrameRow
from skjonn.usecases.acting import acting, record


@dataclass(frozen=True)
class Cutoff:
    """A year's last cut-off, as it is set or as the year's end; `returns_to` is `2022/project`, empty where money leaves the frame.

    `last_term_on` is the ministry's cut-off of the last term, which should be the same; None where that is not set. `closed_on` is
    the day the year was closed, from when on nothing given up is free; None while it is open.
    """

    year: int
    last_cutoff_on: date
    returns_to: str = ""
    last_term_on: date | None = None
    closed_on: date | None = None


def show(url: str, year: int) -> Cutoff:
    """Return what holds for a year.

    Raises:
        FrameUnknown: it has no frame.
    """
    with reading(url) as session:
        return _told(session, frames.frame(session, year))


def set_cutoff(url: str, desk: Desk, year: int, on: date, returns_to: str = "") -> Cutoff:
    """Set the last cut-off of a year; what an award gives up later is returned and never free in its pot.

    Args:
        url: of the database; desk: a caseworker's; year: the budget year.
        on: the last day, included.
        returns_to: `2022/project` where the scheme lets returned money flow into that pot, `nowhere` where it leaves the frame;
            empty keeps what stands.

    Raises:
        FrameUnknown, PotUnknown: there is no such frame or pot; CutoffWrong, ReceiverWrong, ReceiverNotLater: as asked for.
    """
    rules.require_cutoff(year, on)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        frame = frames.frame(session, year)
        before = _told(session, frame)
        frame.last_cutoff_on = on
        if returns_to:
            there = rules.receiver(returns_to)
            if there:
                rules.require_later(year, there)
                frames.pot(session, *there)
            frame.returns_to_year, frame.returns_to = there or (None, "")
        session.flush()
        after = _told(session, frame)
        if after != before:
            record(session, desk, person, "cutoff-set", str(year), last_cutoff_on=on, returns_to=after.returns_to)
        return after


def _told(session: Session, frame: FrameRow) -> Cutoff:
    there = f"{frame.returns_to_year}/{frame.returns_to}" if frame.returns_to else ""
    last = payments.cutoffs(session, frame.year).get(LAST_TERM)
    return Cutoff(
        frame.year, frame.last_cutoff_on or date(frame.year, 12, 31), there, last, years.closed_on(session, frame.year)
    )
