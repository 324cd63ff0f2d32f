"""The rows of one table of applications, read as they come: every row, every problem, nothing guessed.

The header stands above; empty rows are passed over; a merged cell, and an applicant's empty cell, carry on what stands
above; a row of sums is checked against the rows and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.domain.applications import Scope
from skjonn.domain.fields import CATALOGUE, Field, Kind
from skjonn.domain.headings import Header
from skjonn.domain.intake import Award, Found, Layout, Taken, taken_of
from skjonn.domain.intake_doubts import contradictions, doubts
from skjonn.domain.intake_values import ColumnReader, Reader
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.rows_beside import is_figure, is_sum_label, numbers_columns, repeats_headings
from skjonn.domain.said import Heading
from skjonn.domain.sheets import CellValue, Fault, Head, Row, column_letters, is_empty
from skjonn.texts import N_

_NUMBER = re.compile(r"\s*\d+(?:[.,]\d+)?\s*", re.ASCII)
_ERROR = re.compile(r"\s*(?:#(?:N/A|I/T|DIV/0!|[A-ZÆØÅ]{3,6}[!?])|Err:[0-9]{3})\s*")
"""What programs write into a text file for a cell that shows an error, in Norwegian and English."""
_GREATEST_MERGED = 10_000  # cells of merged areas looked after; a decorated page has more, and no table in them
_SUMMED = frozenset({Kind.AMOUNT, Kind.AMOUNT_LINES, Kind.COUNT})


@dataclass(frozen=True)
class _Column:
    """A column on its way through the rows: where, what, what reads its cells, and whether they are amounts."""

    name: str
    position: int
    field: Field
    read: ColumnReader

    of_amounts: bool


class TableRows:
    """Reads the rows below one header."""

    def __init__(self, head: Head, header: Header, reader: Reader, *, decided: bool = False) -> None:
        """Take what holds for every row.

        Args:
            head: of the sheet; header: as matched; reader: of values, for this import.
            decided: the table tells what was awarded.
        """
        self._head, self._header, self._reader, self._decided = head, header, reader, decided
        ordered = sorted(header.columns.items(), key=lambda item: (item[0] != "lead", item[1].position))
        self._columns = [
            _Column(
                name, one.position, one.field, reader.column(one.field, one.unit, epoch_1904=head.epoch_1904),
                one.field.kind is Kind.AMOUNT,
            )
            for name, one in ordered
        ]  # fmt: skip
        self._leading = self._columns[0] if "lead" in header.columns else None
        self._layout = Layout(head.file, head.name, {one.name: column_letters(one.position) for one in self._columns})
        self._at = {one.name: one.position for one in self._columns}
        self._used = frozenset(self._at.values())
        self._worded = {one.position for one in self._columns if one.field.kind not in _SUMMED and one.name != "title"}
        self._broad = next(position for position in count() if position not in header.headed)
        self._merged = _Merged(head, header.row)
        self._careful = bool(self._merged.areas) or not head.typed
        self._sum_nok = self._since_nok = 0  # of all rows, and of those since the last row of sums
        self._uncounted = False  # there was a row whose amount is not known
        self._summed = False
        self._at_top = True  # directly below the headings
        self._above: tuple[int, str] | None = None  # the last row's number, and its applicant

    def found(self, rows: Iterable[Row]) -> Iterator[Found]:
        """Yield what each row gives, in order."""
        for row in rows:
            filled = row.filled()
            told = tuple(self._below_no_heading(row, filled)) if filled and filled[-1] >= self._broad else ()
            if self._used.isdisjoint(filled):
                yield Found(None, problems=told)
            elif beside := self._beside(row, filled):
                yield Found(None, problems=(*told, *beside))
            else:
                found = self._read(row, filled[0])
                yield replace(found, problems=(*found.problems, *told)) if told else found

    def _below_no_heading(self, row: Row, filled: Iterable[int]) -> Iterator[Problem]:
        for position in filled:
            if position not in self._header.headed:
                yield self._put(problem("warning", "column-without-heading", N_("The column has no heading; what stands here is left out."), N_("Give the column a heading.")), row, position)  # fmt: skip

    def _beside(self, row: Row, filled: Sequence[int]) -> tuple[Problem, ...]:
        """Return what is told of a row that is left out; nothing where it may be an application."""
        at_top, self._at_top = self._at_top, False
        if repeats_headings(row.values, filled, self._header.headings):
            self._at_top, self._summed = True, False
            said = problem("warning", "row-repeats-header", N_("The row repeats the headings and is left out."))
        elif at_top and numbers_columns(row.values, filled):
            said = problem("warning", "row-of-numbers", N_("The row numbers the columns and is left out."))
        elif self._is_sum(row, filled):
            self._summed = True
            return tuple(self._check_sum(row, filled[0]))
        elif self._summed and len(filled) == 1:
            said = problem("warning", "row-below-sum", N_("A text below the sum is left out."))
        else:
            return ()
        return (self._put(said, row, filled[0]),)

    def _is_sum(self, row: Row, filled: Sequence[int]) -> bool:
        """Tell whether a row holds sums: nothing but a label that says so, amounts and counts; or, with no name at all, amounts."""
        nobody, untitled = self._blank(row, "lead"), self._blank(row, "title")
        if not (nobody or untitled or self._is_label(row.at(self._at["lead"]))):
            return False  # nearly every row
        labels = {at for at in filled if self._is_label(row.values[at])}
        if not labels and (not (nobody and untitled) or self._blank(row, self._amount)):
            return False
        return all(at in labels or (at not in self._worded and is_figure(row.values[at])) for at in filled)

    def _is_label(self, cell: CellValue) -> bool:
        return isinstance(cell, str) and is_sum_label(cell, self._is_municipality)

    def _is_municipality(self, text: str) -> bool:
        return self._reader.read(CATALOGUE["lead"], text).value is not None

    @property
    def _amount(self) -> str:
        return "applied_nok" if "applied_nok" in self._at or not self._decided else "awarded_nok"

    def _blank(self, row: Row, name: str) -> bool:
        return name not in self._at or is_empty(row.at(self._at[name]))

    def _check_sum(self, row: Row, first: int) -> Iterator[Problem]:
        yield self._put(problem("warning", "row-of-sums", N_("The row holds sums and is left out.")), row, first)
        column = self._header.columns.get(self._amount)
        fitting, self._since_nok = {self._sum_nok, self._since_nok}, 0
        if self._uncounted or column is None:
            return
        stated = _amount_or_none(row.at(column.position), column.unit)
        if stated is not None and stated not in fitting:
            yield self._put(problem("warning", "sum-differs", N_("The sum is {stated_nok}, but the rows above make {rows_nok}."), N_("Check whether a row is missing."), stated_nok=stated, rows_nok=self._sum_nok), row, column.position)  # fmt: skip

    def _count(self, values: Mapping[str, Any], unread: frozenset[str]) -> None:
        """Add a row's amount to the sum, also that of a row with other faults; where it is not known no sum can be checked."""
        amount_nok = values.get(self._amount) or 0
        self._uncounted = self._uncounted or self._amount in unread
        self._sum_nok += amount_nok
        self._since_nok += amount_nok

    def _read(self, row: Row, first: int) -> Found:
        told: list[Problem] = []
        values = self._values(row, told)
        wrong = {one.place.cell for one in told if one.severity == "error"} if told else set()
        self._name_missing(values, wrong, row, told)
        unread = self._header.unread
        if wrong:
            unread |= {name for name in self._at if self._layout.cell(name, row.number) in wrong}
        self._count(values, unread)
        taken = self._taken(row, first, values, unread)
        content = taken.content
        for name, doubt in contradictions(content) if "applied_nok" in unread else doubts(content):
            told.append(replace(doubt, place=taken.place_of(name)))
        if row.hidden and not wrong:
            told.append(replace(problem("warning", "row-hidden", N_("The row is hidden; it is taken all the same.")), place=taken.place))  # fmt: skip
        sound = not unread and not (told and any(one.severity == "error" for one in told))
        self._above = (row.number, content.lead) if content.lead else None
        return Found(taken, sound, tuple(told))

    def _values(self, row: Row, told: list[Problem]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        cells, filled, lead = row.values, len(row.values), ""
        for column in self._columns:
            position = column.position
            cell = cells[position] if position < filled else None
            if self._careful:
                cell = self._looked_at(row, column, cell, told)
            if cell is None:
                values[column.name] = None
            else:
                value, problems = column.read(cell, lead)
                values[column.name] = value
                if problems:
                    told.extend(self._put(one, row, position) for one in problems)
                if column.of_amounts and cell.__class__ is str:
                    self._tell_text(row, column, cell, value, told)
            if column is self._leading:
                values["lead"] = values["lead"] or self._lead_otherwise(row, column, told)
                lead = values["lead"] or ""
        if not lead and self._leading:
            self._lead_of_county(row, values, told)
        return values

    def _looked_at(self, row: Row, column: _Column, cell: CellValue, told: list[Problem]) -> CellValue:
        """Return a cell's value, its merged area and the words for errors in text files considered."""
        if is_empty(cell):
            cell = None
        elif not self._head.typed and isinstance(cell, str) and _ERROR.fullmatch(cell):
            cell = Fault(cell.strip())
        if not self._merged.areas:
            return cell
        if cell is None:
            return self._merged.above(row, column, told)
        return self._merged.kept(row, column, cell, self._at.get("title", -1), told)

    def _tell_text(self, row: Row, column: _Column, cell: CellValue, value: object, told: list[Problem]) -> None:
        """Tell of a number that is stored as text, in a format that knows the difference."""
        if self._head.typed and value is not None and isinstance(cell, str) and _NUMBER.fullmatch(cell):
            told.append(self._put(problem("warning", "number-as-text", N_("The number {text} is stored as text; it is read as a number."), text=cell.strip()), row, column.position))  # fmt: skip

    def _lead_otherwise(self, row: Row, column: _Column, told: list[Problem]) -> str | None:
        """Return the applicant where its cell is empty, if the row above can say."""
        return self._carried(row, column, told) if self._blank(row, "lead") else None

    def _carried(self, row: Row, column: _Column, told: list[Problem]) -> str | None:
        """Return the applicant of the row just above, where this one has a title, which is no word for sums, and no applicant."""
        if self._above is None or self._above[0] != row.number - 1 or self._blank(row, "title"):
            return None
        if self._is_label(row.at(self._at["title"])):
            return None
        said = N_("The cell is empty; the municipality of the row above is taken.")
        if self._head.blind:
            said = N_("The cell is empty or an error value; the municipality of the row above is taken.")
        told.append(self._put(problem("warning", "continues-above", said, N_("If that is wrong, fill in the cell.")), row, column.position))  # fmt: skip
        return self._above[1]

    def _lead_of_county(self, row: Row, values: dict[str, Any], told: list[Problem]) -> None:
        """Let the payee lead where the applicant's cell says the whole county."""
        at_fault = [one for one in told if one.code == "lead-whole-county"]
        if not at_fault or not values.get("payee"):
            return
        told.remove(at_fault[0])
        values["lead"], values["scope"] = values["payee"], Scope.COUNTY
        told.append(self._put(problem("warning", "lead-from-payee", N_("The whole county stands as applicant; the payee is taken as the one that leads.")), row, self._at["lead"]))  # fmt: skip

    def _name_missing(self, values: Mapping[str, Any], wrong: set[str], row: Row, told: list[Problem]) -> None:
        for column in self._columns:
            if not column.field.required or values[column.name] is not None:
                continue
            if self._decided and column.name == "applied_nok" and values.get("awarded_nok"):
                told.append(self._put(problem("warning", "applied-from-award", N_("Nothing says what was applied for; what was awarded is taken for that too.")), row, column.position))  # fmt: skip
                continue
            cell = self._layout.cell(column.name, row.number)
            if cell not in wrong:
                wrong.add(cell)
                told.append(self._put(self._missing(column.field), row, column.position))
        if self._decided and "applied_nok" not in self._at and values.get("awarded_nok") == 0:
            told.append(self._put(problem("error", "applied-missing", N_("Nothing was awarded, and nothing tells what was applied for."), N_("Add a column with the applied amounts, or delete the row.")), row, self._at["awarded_nok"]))  # fmt: skip

    def _missing(self, field: Field) -> Problem:
        named = Heading(field.name, running=True)
        if field.name == "awarded_nok":
            return problem(
                "error",
                "award-missing",
                N_("The cell does not say what was awarded."),
                N_("Write 0 where nothing was awarded."),
            )
        if self._head.blind:
            return problem("error", "value-missing", N_("The cell is empty or an error value; the {field} is needed."), N_("Fill in the cell, or delete the row; saved as .xlsx the two can be told apart."), field=named)  # fmt: skip
        return problem("error", "value-missing", N_("There is no {field} here."), N_("Fill in the cell, or delete the row."), field=named)  # fmt: skip

    def _taken(self, row: Row, first: int, values: dict[str, Any], unread: frozenset[str]) -> Taken:
        award = self._award(values) if self._decided and not unread & {"awarded_nok", "applied_nok"} else None
        cell = f"{column_letters(first)}{row.number}"
        return taken_of(values, self._layout, row.number, cell, unread, award=award)

    def _award(self, known: dict[str, Any]) -> Award | None:
        """Return what was awarded, if that is said; where nothing says what was applied for, it stands for that too."""
        awarded_nok = known.get("awarded_nok")
        if awarded_nok is None:
            return None
        if known.get("applied_nok") is None and awarded_nok:
            known["applied_nok"] = awarded_nok
        return Award(awarded_nok, known.get("pot") or "", known.get("decided_on"))

    def _put(self, found: Problem, row: Row, position: int) -> Problem:
        return replace(found, place=Place(self._head.file, self._head.name, f"{column_letters(position)}{row.number}"))


class _Merged:
    """What merged areas below the header carry down: only their first cell holds the value."""

    def __init__(self, head: Head, header_row: int) -> None:
        self._head = head
        self.areas: dict[tuple[int, int], tuple[int, int]] = {}  # cell -> the area's first cell, rows from 1
        self._bottoms: dict[tuple[int, int], int] = {}  # the area's first cell -> its last row
        for top, left, bottom, _right in head.merged:
            if top + 1 > header_row and bottom > top and len(self.areas) + bottom - top <= _GREATEST_MERGED:
                self.areas |= {(row + 1, left): (top + 1, left) for row in range(top, bottom + 1)}
                self._bottoms[top + 1, left] = bottom + 1
        self._values: dict[tuple[int, int], CellValue] = {}

    def kept(self, row: Row, column: _Column, cell: CellValue, title: int, told: list[Problem]) -> CellValue:
        """Return the value of a cell, remembered where it is an area's first; no amount that is shared with other titles."""
        here = (row.number, column.position)
        bottom = self._bottoms.get(here)
        if bottom is None or cell is None:
            return cell
        self._values[here] = cell
        if column.field.kind not in _SUMMED or bottom <= self._bottoms.get((row.number, title), row.number):
            return cell
        told.append(self._shared(row, column, f"{column_letters(column.position)}{bottom}"))
        return None

    def above(self, row: Row, column: _Column, told: list[Problem]) -> CellValue:
        """Return what an empty cell of a merged area carries on; an amount cannot stand for several rows."""
        first = self.areas.get((row.number, column.position))
        cell = self._values.get(first) if first else None
        if cell is None or first is None:
            return None
        top = f"{column_letters(first[1])}{first[0]}"
        if column.field.kind in _SUMMED:
            told.append(self._shared(row, column, top))
            return None
        told.append(replace(problem("warning", "cell-merged", N_("The cell is merged with {first}; what stands there is taken."), first=top), place=self._place(row, column)))  # fmt: skip
        return cell

    def _shared(self, row: Row, column: _Column, other: str) -> Problem:
        found = problem("error", "amount-merged", N_("The cell is merged with {first}: one amount stands for several rows."), N_("Unmerge the cells and write each row's own amount."), first=other)  # fmt: skip
        return replace(found, place=self._place(row, column))

    def _place(self, row: Row, column: _Column) -> Place:
        return Place(self._head.file, self._head.name, f"{column_letters(column.position)}{row.number}")


def _amount_or_none(cell: CellValue, unit: int) -> int | None:
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        return None
    try:
        return parse_amount(cell, unit=unit, is_sum=True)
    except AmountUnreadable:
        return None
