"""Reports as a summary table: what was due, when it came, what was used; public fields only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from skjonn.domain.fields import CATALOGUE
from skjonn.domain.tables import Row, Table
from skjonn.storage.queries.calls import StoredCall
from skjonn.usecases.report_views import Asked, Owed, owed

_COLUMNS = ("case", "municipality", "title", "report", "due_report_on", "received_on", "report_state", "spent_nok", "unused_nok")  # fmt: skip


def report_table(session: Session, chosen: Sequence[StoredCall], day: date, as_of: date | None) -> Table:
    """Return one row per report of the calls' awards that stand, by case, the interim report first."""
    found = owed(session, day, Asked(frozenset(call.code for call in chosen), as_of))
    rows = [_row(one, day) for one in found]
    totals = {
        name: sum(int(str(row[name])) for row in rows if row[name] is not None) for name in ("spent_nok", "unused_nok")
    }
    return Table("reports", tuple(CATALOGUE[name] for name in _COLUMNS), tuple(rows), totals)


def _row(one: Owed, day: date) -> Row:
    came = one.came
    return {
        "case": one.case,
        "title": one.title,
        "municipality": one.municipality,
        "municipality_number": one.municipality_number,
        "report": one.report.value,
        "due_report_on": one.due_on,
        "received_on": came.received_on if came else None,
        "report_state": one.state(day),
        "spent_nok": came.spent_nok if came else None,
        "unused_nok": came.unused_nok if came else None,
        "example_text": one.example or None,
    }
