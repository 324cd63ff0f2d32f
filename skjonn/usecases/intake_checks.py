"""What speaks against taking rows into a call, beside their own faults: each is told at its cell, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from skjonn.domain.changes import Change, Sorted
from skjonn.domain.dates import OSLO, is_late
from skjonn.domain.intake import Taken, personal_fields, row_twice
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.said import Heading, Value
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.intake_refusals import LateCases, ReceivedMissing, RowsDiffer

_MUNICIPALITIES = frozenset({"lead", "payee"})


class Lateness:
    """Tells late rows, and why they are taken, batch by batch.

    Late is what came after the deadline, also where a changed row says so of a case that came in time; once the call is
    closed, every new row is.

    Attributes:
        reasons: why each late row is taken, by its place; without: late rows that are given no reason.
    """

    def __init__(self, stored: StoredCall, given: Mapping[str, str]) -> None:
        """Take the call, and the reasons given: row as it may be called, or case number -> reason."""
        self._stored = stored
        self._said = {name.strip().casefold(): reason.strip() for name, reason in given.items()}
        self._given, self._used = tuple(given), set[str]()
        self.reasons: dict[Place, str] = {}
        self.without: list[Taken] = []

    def look(self, told: Sorted, numbers: Sequence[str] = ()) -> tuple[Taken, ...]:
        """Return the late rows of a batch that are given no reason.

        Args:
            told: the rows, with their day of receipt.
            numbers: the case numbers the new rows will get, where they are known.
        """
        closed = self._stored.closed_on is not None
        cases = [*numbers, *[""] * (len(told.new) - len(numbers))]
        late = [(row, case) for row, case in zip(told.new, cases, strict=True) if closed or _is_late(row, self._stored)]
        late += [(one.taken, one.known.case) for one in told.changed if self._becomes_late(one)]
        without = tuple(row for row, case in late if not self._excused(row, case))
        self.without.extend(without)
        return without

    def unused(self) -> tuple[str, ...]:
        """Return the names that meet no late row."""
        return tuple(name for name in self._given if name.strip().casefold() not in self._used)

    def _becomes_late(self, change: Change) -> bool:
        before, deadline = change.known.content.received_at, self._stored.call.deadline
        in_time = before is None or not is_late(before, deadline)
        return in_time and _is_late(change.taken, self._stored)

    def _excused(self, row: Taken, case: str) -> bool:
        names = [name.casefold() for name in (*row.names, case) if name]
        reason = next((self._said[name] for name in names if self._said.get(name)), "")
        if reason:
            self.reasons[row.place] = reason
            self._used.update(names)
        return bool(reason)


def _is_late(row: Taken, stored: StoredCall) -> bool:
    received = row.received_at
    return received is not None and is_late(received, stored.call.deadline)


def without_receipt(rows: Sequence[Taken]) -> tuple[Taken, ...]:
    """Return the rows of which it is certain that nothing says when they came."""
    return tuple(row for row in rows if row.received_at is None and "received_at" not in row.unread)


def doubtful(told: Sorted) -> Iterator[Problem]:
    """Yield what a person must look at before the rows can be taken."""
    for found in (_doubles, _unclear, _near, _gone, _elsewhere):
        yield from found(told)


def _doubles(told: Sorted) -> Iterator[Problem]:
    """Yield each row that means a case another row means already."""
    for row, first in told.doubled:
        yield replace(row_twice(first), place=row.place)


def _unclear(told: Sorted) -> Iterator[Problem]:
    """Yield each row that fits several cases, with all of those."""
    for row, fitting in told.unclear:
        found = problem("error", "row-fits-several", N_("The row fits more than one case: {cases}."), N_("Write in the row the reference of the case it means."), cases=[one.case for one in fitting])  # fmt: skip
        yield replace(found, place=row.place)


def _near(told: Sorted) -> Iterator[Problem]:
    """Yield each row that is nearly a case that is there, with the case and how to say which it is."""
    for row, there in told.near:
        found = problem("error", "row-near", N_("The row is nearly {case}, “{title}”, and may be the same application."), N_("If it is: --same {row}={case}; if it is a new one: --new {row}."), case=there.case, title=there.content.title, row=row.names[0])  # fmt: skip
        yield replace(found, place=row.place_of("title"))


def _elsewhere(told: Sorted) -> Iterator[Problem]:
    """Yield each row whose reference alone ties it to a case, with the case and how to say that it is the one all the same."""
    for row, there in told.elsewhere:
        found = problem("error", "reference-elsewhere", N_("The reference {reference} is that of {case}, “{title}”, from another applicant."), N_("Mend the reference; if the row is that case all the same: --same {row}={case}."), reference=row.content.reference, case=there.case, title=there.content.title, row=row.names[0])  # fmt: skip
        yield replace(found, place=row.place_of("reference"))


def _gone(told: Sorted) -> Iterator[Problem]:
    """Yield each row that says something new of a case that is withdrawn."""
    for row, there in told.gone:
        found = problem("error", "case-gone", N_("{case} is withdrawn, and the row says something else than it did."), N_("If it is a new application, give the row a reference of its own."), case=there.case)  # fmt: skip
        yield replace(found, place=row.place_of("title"))


def differences(changed: Sequence[Change], called: Callable[[str], str] = str) -> Iterator[Problem]:
    """Yield, field by field, where rows say something else than the cases that are there; persons without what is said.

    Args:
        changed: the rows with their cases.
        called: municipality number -> what it is called.
    """
    for change in changed:
        for name in change.names:
            yield replace(_difference(change, name, called), place=change.taken.place_of(_column(change, name)))


def _difference(change: Change, name: str, called: Callable[[str], str]) -> Problem:
    case, field = change.known.case, Heading(name)
    if name in personal_fields():
        return problem("error", "row-differs", N_("{case} is there already and has another {field}."), RowsDiffer.advice, case=case, field=field)  # fmt: skip
    said = [getattr(content, name) for content in (change.known.content, change.content)]
    old, new = (Value(name, called(one) if one and name in _MUNICIPALITIES else one) for one in said)
    return problem("error", "row-differs", N_("{case} is there already; {field}: {old} in the case, {new} in the file."), RowsDiffer.advice, case=case, field=field, old=old, new=new)  # fmt: skip


def _column(change: Change, name: str) -> str:
    """Return the field whose cell says it: the partners' cell may name the whole county."""
    return "partners" if name == "scope" and name not in change.taken.layout.cells else name


def ahead(rows: Sequence[Taken], today: date) -> list[tuple[Taken, Problem]]:
    """Return the rows said to have come on a day that has not come, each with its fault."""
    found = []
    for row in rows:
        received = row.received_at
        if received is not None and received.astimezone(OSLO).date() > today:
            said = problem("error", "received-ahead", N_("{on} has not come."), N_("Check the year."), on=received.astimezone(OSLO).date())  # fmt: skip
            found.append((row, replace(said, place=row.place_of("received_at"))))
    return found


def not_received(rows: Sequence[Taken]) -> Iterator[Problem]:
    """Yield the fault of each row that does not say when it came."""
    for row in rows:
        advice = N_("Give the day with --received DATE.") if row.layout.is_form else ReceivedMissing.advice
        found = problem("error", "received-missing", N_("There is no day of receipt."), advice)
        yield replace(found, place=row.place_of("received_at"))


def late_rows(rows: Sequence[Taken]) -> Iterator[Problem]:
    """Yield the fault of each late row that is given no reason."""
    for row in rows:
        found = problem("error", "late-without-reason", N_("The application is late."), LateCases.advice, example=row.names[0])  # fmt: skip
        yield replace(found, place=row.place_of("received_at"))
