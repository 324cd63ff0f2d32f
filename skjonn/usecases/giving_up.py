"""What a decision gives up of what was awarded before: how much, in which pot, and whether it is free there again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain.allocations import Outcome
from skjonn.domain.decisions import decision_id
from skjonn.domain.follow_ups import Fate, GivenUp
from skjonn.domain.frames import is_open
from skjonn.storage.queries import calls, frames, years
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.tables.office import EventRow

_FATES = {
    "money-freed": Fate.FREE,
    "money-returned": Fate.RETURNED,
    "money-returned-closed": Fate.RETURNED,
    "money-passed-on": Fate.PASSED_ON,
}


def frees(session: Session, year: int, on: date) -> bool:
    """Tell whether what an award of `year` gives up with an approval of a day is free again.

    Raises:
        FrameUnknown: the year has no frame.
    """
    closed = years.closed_on(session, year) is not None
    return is_open(year, frames.frame(session, year).last_cutoff_on, on, closed=closed)


def given_up(session: Session, head: StoredDecision, lines: Sequence[DecidedLine], on: date) -> tuple[GivenUp, ...]:
    """Return what a decision that follows another gives up, by case and pot: as it was told when it was approved, else as it would be.

    Args:
        session: of the transaction; head: the decision; lines: its lines; on: the day a draft is reckoned to be approved on.
    """
    if head.status not in {"approved", "drafted"} or not any(line.follows for line in lines):
        return ()
    if head.status == "approved":
        return _told(session, head)
    held = frames.held(session, (line.application_id for line in lines))
    year = calls.one(session, head.call).year
    fate, into = _fate(session, year, on) if held else (Fate.FREE, "")
    found = []
    for line in lines:
        for pot, nok in sorted(held.get(line.application_id, {}).items()):
            kept = line.amount_nok if line.outcome is Outcome.AWARD and line.pot == pot else 0
            if nok > kept:
                found.append(GivenUp(line.case_number, pot, nok - kept, fate, into))
    return tuple(found)


def _fate(session: Session, year: int, on: date) -> tuple[Fate, str]:
    frame = frames.frame(session, year)
    if frees(session, year, on):
        return Fate.FREE, ""
    return (Fate.PASSED_ON, f"{frame.returns_to_year}/{frame.returns_to}") if frame.returns_to else (Fate.RETURNED, "")


def _told(session: Session, head: StoredDecision) -> tuple[GivenUp, ...]:
    asked = select(EventRow).where(col(EventRow.kind).in_(_FATES), col(EventRow.on) >= head.drafted_on)
    subject, found = decision_id(head.call, head.number), []
    for event in session.exec(asked.order_by(col(EventRow.id))):
        data = json.loads(event.data)
        if data["decision"] == subject:
            into = data.get("into") or ""
            found.append(GivenUp(event.subject, data["pot"], data["amount_nok"], _FATES[event.kind], into))
    return tuple(sorted(found, key=lambda one: (one.case, one.pot)))
