"""The ministry's terms of a year: set their cut-offs, show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.frames import budget_year
from skjonn.domain.payments import LAST_TERM, month_of, require_cutoffs
from skjonn.domain.persons import Role
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import frames, payments
from skjonn.storage.tables.payment import TermRow
from skjonn.usecases.acting import acting, now, record


@dataclass(frozen=True)
class Terms:
    """A year's terms with the cut-offs that are set; `last_cutoff_on` is the frame's own after the act, None where it has none.

    `moved` tells that the frame's last cut-off was set with that of the last term.
    """

    year: int
    cutoffs: Mapping[int, date]
    last_cutoff_on: date | None = None
    moved: bool = False


def show(url: str, year: int) -> Terms:
    """Return a year's terms."""
    with reading(url) as session:
        return Terms(budget_year(year), payments.cutoffs(session, year), _last(session, year))


def set_terms(url: str, desk: Desk, year: int, wanted: Mapping[int, date]) -> Terms:
    """Set cut-offs of a year's terms; those not named stay. The cut-off of the eleventh term is the frame's last one too.

    Raises:
        FrameYearWrong, CutoffsUnordered, CutoffWrong: they cannot be.
    """
    budget_year(year)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        before = payments.cutoffs(session, year)
        fresh = {term: on for term, on in wanted.items() if before.get(term) != on}
        after = dict(sorted({**before, **wanted}.items()))
        require_cutoffs(year, after)
        for term, on in sorted(fresh.items()):
            session.add(TermRow(year=year, number=term, cutoff_on=on, on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
        session.flush()
        if fresh:
            record(session, desk, person, "payment-terms-set", str(year), terms=[f"{term}: {on.isoformat()}" for term, on in sorted(fresh.items())])  # fmt: skip
        moved = _move_last(session, year, wanted.get(LAST_TERM))
        if moved:
            record(session, desk, person, "cutoff-set", str(year), last_cutoff_on=after[LAST_TERM], returns_to="")
        return Terms(year, after, _last(session, year), moved)


def month(term: int, year: int) -> date:
    """Return the first day of the month a term is paid in."""
    return date(year, month_of(term), 1)


def _last(session: Session, year: int) -> date | None:
    return next((row.last_cutoff_on for row in frames.every(session) if row.year == year), None)


def _move_last(session: Session, year: int, on: date | None) -> bool:
    """Let the frame's last cut-off be the last term's, where that was set and there is a frame."""
    row = next((row for row in frames.every(session) if row.year == year), None)
    if on is None or row is None or row.last_cutoff_on == on or on.year != year:
        return False
    row.last_cutoff_on = on
    session.flush()
    return True
