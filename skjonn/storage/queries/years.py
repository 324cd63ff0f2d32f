"""Questions about whole years: sums the database makes, so that a register of many years is not read whole."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from skjonn.domain.frames import LineKind
from skjonn.domain.payments import LineKind as PaymentKind
from skjonn.domain.year_facts import Frozen
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.frame import FrameRow, LedgerLineRow, PotRow
from skjonn.storage.tables.office import EventCaseRow, EventRow
from skjonn.storage.tables.payment import PaymentLineRow
from skjonn.storage.tables.year import YearClosingRow


@dataclass(frozen=True)
class FrameLine:
    """Money put into a pot, or taken out where below 0: the day, the pot, whole kroner, why."""

    on: date
    pot: str
    amount_nok: int
    reason: str


@dataclass(frozen=True)
class Sums:
    """A year in sums: what the frame held, what was applied for and awarded, what came back too late; `granted` were applied for."""

    allotted_nok: int = 0
    applications: int = 0
    applied_nok: int = 0
    awards: int = 0
    awarded_nok: int = 0
    returned_nok: int = 0
    granted: int = 0


def has_frame(session: Session, year: int, as_of: date) -> bool:
    """Whether a year had a frame by the end of a day."""
    asked = select(FrameRow.id).where(FrameRow.year == year, col(FrameRow.on) <= as_of)
    return session.exec(asked).first() is not None


def last_day(session: Session, year: int) -> date | None:
    """Return the last day an event of a year is dated on: of its frame, its calls, their cases; None where there is none."""
    codes = list(session.exec(select(CallRow.code).where(CallRow.year == year)))
    of_cases = (
        select(func.max(col(EventRow.on)))
        .join(EventCaseRow, col(EventCaseRow.event_id) == col(EventRow.id))
        .join(ApplicationRow, col(ApplicationRow.id) == EventCaseRow.application_id)
        .join(CallRow, col(CallRow.id) == ApplicationRow.call_id)
        .where(CallRow.year == year)
    )
    of_subject = (
        select(func.max(col(EventRow.on)))
        .where(col(EventRow.subject).in_([*codes, str(year)]))
        .where(col(EventRow.kind).not_in(_OF_CLOSING))
    )
    of_ledger = (
        select(func.max(col(LedgerLineRow.on)))
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
        .join(FrameRow, col(FrameRow.id) == PotRow.frame_id)
        .where(FrameRow.year == year)
    )
    found = [session.exec(asked).one() for asked in (of_cases, of_subject, of_ledger)]
    return max((day for day in found if day is not None), default=None)


def frame_lines(session: Session, year: int, as_of: date) -> list[FrameLine]:
    """Return what was put into the pots of a year and taken out again, in the order it was."""
    asked = (
        select(LedgerLineRow, PotRow.name)
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
        .join(FrameRow, col(FrameRow.id) == PotRow.frame_id)
        .where(FrameRow.year == year, LedgerLineRow.kind == LineKind.ALLOTTED.value, col(LedgerLineRow.on) <= as_of)
        .order_by(col(LedgerLineRow.on), col(LedgerLineRow.id))
    )
    return [FrameLine(line.on, pot, line.amount_nok, line.reason) for line, pot in session.exec(asked)]


def moved_by_term(session: Session, year: int, kind: PaymentKind, as_of: date) -> Counter[int]:
    """Return what was paid, or repaid, with each term of a year by the end of a day, whole kroner."""
    asked = select(PaymentLineRow.term, PaymentLineRow.amount_nok).where(
        PaymentLineRow.year == year, PaymentLineRow.kind == kind.value, col(PaymentLineRow.on) <= as_of
    )
    found: Counter[int] = Counter()
    for term, nok in session.exec(asked):
        found[term] += nok
    return found


def sums(session: Session, wanted: Sequence[int], as_of: date) -> dict[int, Sums]:
    """Return the sums of some years as they stood at the end of a day; years nothing is known of are left out."""
    if not wanted:
        return {}
    found: dict[int, dict[str, int]] = {}
    about = {"first": min(wanted), "last": max(wanted), "day": as_of.isoformat()}
    for question, names in ((_ALLOTTED, ("allotted_nok", "returned_nok")), (_APPLIED, ("applications", "applied_nok")), (_AWARDED, ("awards", "awarded_nok", "granted"))):  # fmt: skip
        for year, *values in session.connection().execute(text(question), about):
            found.setdefault(int(year), {}).update(zip(names, map(int, values), strict=True))
    return {year: Sums(**values) for year, values in found.items()}


def freezings(session: Session, year: int) -> list[Frozen]:
    """Return what was frozen of a year, in order; none while it is open."""
    asked = select(YearClosingRow).where(YearClosingRow.year == year).order_by(col(YearClosingRow.number))
    return [Frozen(row.number, row.on, row.figures, row.digest, row.reason, row.bundle) for row in session.exec(asked)]


def frozen_figures(session: Session, year: int, as_of: date) -> dict[str, int] | None:
    """Return the figures of a year as they were frozen last by the end of a day; None where it was not closed then."""
    asked = (
        select(YearClosingRow.figures)
        .where(YearClosingRow.year == year, col(YearClosingRow.on) <= as_of)
        .order_by(col(YearClosingRow.number).desc())
        .limit(1)
    )
    found = session.exec(asked).first()
    return dict(json.loads(found)["figures"]) if found else None


def frame_digest(session: Session, year: int, as_of: date) -> str:
    """Return the sha256 of a year's ledger by the end of a day: each line's pot, day, kind and kroner, in the order they were written."""
    asked = (
        select(PotRow.name, LedgerLineRow)
        .join(LedgerLineRow, col(LedgerLineRow.pot_id) == PotRow.id)
        .join(FrameRow, col(FrameRow.id) == PotRow.frame_id)
        .where(FrameRow.year == year, col(LedgerLineRow.on) <= as_of)
        .order_by(col(LedgerLineRow.id))
    )
    lines = (f"{pot}\t{line.on.isoformat()}\t{line.kind}\t{line.amount_nok}\n" for pot, line in session.exec(asked))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def closed_on(session: Session, year: int) -> date | None:
    """Return the day a year was closed; None while it is open."""
    asked = select(col(YearClosingRow.on)).where(YearClosingRow.year == year).order_by(col(YearClosingRow.number))
    return session.exec(asked).first()


_OF_CLOSING = ("year-closed", "year-corrected")
_ALLOTTED = """
SELECT frame.year,
  CAST(coalesce(sum(CASE ledger_line.kind WHEN 'allotted' THEN ledger_line.amount_nok ELSE 0 END), 0) AS BIGINT),
  CAST(coalesce(sum(CASE ledger_line.kind WHEN 'returned' THEN ledger_line.amount_nok ELSE 0 END), 0) AS BIGINT)
FROM ledger_line JOIN pot ON pot.id = ledger_line.pot_id JOIN frame ON frame.id = pot.frame_id
WHERE frame.year BETWEEN :first AND :last AND ledger_line."on" <= :day GROUP BY frame.year
"""
_APPLIED = """
SELECT call.year, count(*), CAST(sum(version.applied_nok) AS BIGINT)
FROM application JOIN call ON call.id = application.call_id
JOIN application_version version ON version.application_id = application.id
WHERE call.year BETWEEN :first AND :last AND application.single = (1 = 0) AND version.withdrawn = (1 = 0)
  AND version.number = (SELECT max(later.number) FROM application_version later
    WHERE later.application_id = application.id AND later."on" <= :day)
GROUP BY call.year
"""
_AWARDED = """
SELECT year, count(*), CAST(sum(nok) AS BIGINT), CAST(sum(granted) AS BIGINT) FROM (
  SELECT call.year AS year, decision_line.application_id,
    max(CASE WHEN application.single = (1 = 0) THEN 1 ELSE 0 END) AS granted,
    sum(CASE ledger_line.kind WHEN 'committed' THEN ledger_line.amount_nok ELSE -ledger_line.amount_nok END) AS nok
  FROM ledger_line JOIN decision_line ON decision_line.id = ledger_line.decision_line_id
  JOIN application ON application.id = decision_line.application_id JOIN call ON call.id = application.call_id
  WHERE call.year BETWEEN :first AND :last AND ledger_line.kind <> 'allotted' AND ledger_line."on" <= :day
  GROUP BY call.year, decision_line.application_id
) awards WHERE nok > 0 GROUP BY year
"""
