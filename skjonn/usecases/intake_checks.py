"""What speaks against taking rows into a call, beside their own faults: each is told at its cell, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from skjonn.domain.changes import Change, Sorted
from skjonn.domain.dates import is_late
from skjonn.domain.intake import Taken, personal_fields, row_twice
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.said import Heading, Value
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.intake_refusals import LateCases, ReceivedMissing, RowsDiffer


@dataclass(frozen=True)
class Lateness:
    """Late rows: why each is taken, by its place; those without a reason; and names that meet no late row."""

    reasons: Mapping[Place, str]
    without: tuple[Taken, ...] = ()
    unused: tuple[str, ...] = ()


def lateness(told: Sorted, stored: StoredCall, given: Mapping[str, str], numbers: Sequence[str] = ()) -> Lateness:
    """Tell which rows are late, and why they are taken.

    Late is what came after the deadline; once the call is closed, every new or changed row is.

    Args:
        told: the rows, with their day of receipt.
        stored: the call.
        given: row as numbered in the file, `file:row` or case number -> reason.
        numbers: the case numbers the new rows will get, where they are known.
    """
    closed = stored.closed_on is not None
    cases = [*numbers, *[""] * (len(told.new) - len(numbers))]
    late = [(row, case) for row, case in zip(told.new, cases, strict=True) if closed or _is_late(row, stored)]
    late += [(change.taken, change.known.case) for change in told.changed if closed]
    said = {name.strip().casefold(): reason.strip() for name, reason in given.items()}
    names = {row.place: [name.casefold() for name in (str(row.row), f"{row.place.file}:{row.row}", case) if name] for row, case in late}  # fmt: skip
    reasons = {place: next((said[name] for name in called if said.get(name)), "") for place, called in names.items()}
    used = {name for place, called in names.items() if reasons[place] for name in called}
    return Lateness(
        {place: reason for place, reason in reasons.items() if reason},
        tuple(row for row, _case in late if not reasons[row.place]),
        tuple(name for name in given if name.strip().casefold() not in used),
    )


def _is_late(row: Taken, stored: StoredCall) -> bool:
    received = row.submitted.content.received_at
    return received is not None and is_late(received, stored.call.deadline)


def without_receipt(rows: Sequence[Taken]) -> tuple[Taken, ...]:
    """Return the rows of which it is certain that nothing says when they came."""
    return tuple(row for row in rows if row.submitted.content.received_at is None and "received_at" not in row.unread)


def doubles(told: Sorted) -> Iterator[Problem]:
    """Yield each row that means a case another row means already."""
    for row, first in told.doubled:
        yield replace(row_twice(first.place), place=row.place)


def unclear(told: Sorted) -> Iterator[Problem]:
    """Yield each row that fits several cases, with all of those."""
    for row, fitting in told.unclear:
        found = problem("error", "row-fits-several", N_("The row fits more than one case: {cases}."), N_("Write in the row the reference of the case it means."), cases=[one.case for one in fitting])  # fmt: skip
        yield replace(found, place=row.place)


def differences(changed: Sequence[Change]) -> Iterator[Problem]:
    """Yield, field by field, where rows say something else than the cases that are there; persons without what is said."""
    for change in changed:
        for name in change.names:
            yield replace(_difference(change, name), place=change.taken.place_of(_column(change, name)))


def _difference(change: Change, name: str) -> Problem:
    case, field = change.known.case, Heading(name)
    if name in personal_fields():
        return problem("error", "row-differs", N_("{case} is there already and has another {field}."), RowsDiffer.advice, case=case, field=field)  # fmt: skip
    old, new = (Value(name, getattr(content, name)) for content in (change.known.content, change.content))
    return problem("error", "row-differs", N_("{case} is there already; {field}: {old} in the case, {new} in the file."), RowsDiffer.advice, case=case, field=field, old=old, new=new)  # fmt: skip


def _column(change: Change, name: str) -> str:
    """Return the field whose cell says it: the partners' cell may name the whole county."""
    return "partners" if name == "scope" and name not in change.taken.cells else name


def not_received(rows: Sequence[Taken]) -> Iterator[Problem]:
    """Yield the fault of each row that does not say when it came."""
    for row in rows:
        found = problem("error", "received-missing", N_("There is no day of receipt."), ReceivedMissing.advice)
        yield replace(found, place=row.place_of("received_at"))


def late_rows(rows: Sequence[Taken]) -> Iterator[Problem]:
    """Yield the fault of each late row that is given no reason."""
    for row in rows:
        found = problem("error", "late-without-reason", N_("The application is late."), LateCases.advice, example=row.row)  # fmt: skip
        yield replace(found, place=row.place_of("received_at"))
