"""What a sheet of any format holds once read: values with the addresses the user sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from skjonn.domain.problems import Place


@dataclass(frozen=True)
class Fault:
    """A cell that shows an error (`#REF!`), or a formula whose result was never stored (`text` is empty)."""

    text: str = ""


CellValue = str | int | float | bool | date | datetime | Fault | None
"""A value as stored; a whole number may be an int or a float, a day a date or a datetime."""


@dataclass(frozen=True)
class Row:
    """One row that is not empty: `number` as the user counts (from 1), `values` from column A on; `hidden` by the user."""

    number: int
    values: tuple[CellValue, ...]
    hidden: bool = False

    def at(self, column: int) -> CellValue:
        """Return the value in `column` (from 0); None beyond the last."""
        return self.values[column] if column < len(self.values) else None

    def filled(self) -> tuple[int, ...]:
        """Return the columns that hold something, from 0."""
        return tuple(
            [
                column
                for column, value in enumerate(self.values)
                if value is not None and (value.__class__ is not str or not is_empty(value))
            ]
        )


Area = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column, from 0, all included."""


@dataclass(frozen=True)
class Head:
    """What is known of a sheet before its rows.

    Attributes:
        file, name: the file's and its own (empty for .csv).
        hidden: the sheet; hidden_columns: positions from 0.
        merged: areas of which only the first cell holds a value.
        blind: the format cannot tell an error value from an empty cell (.xls).
        typed: its cells are numbers, dates or texts (a text file's are all texts).
        epoch_1904: the workbook counts its days from 1904.
    """

    file: str
    name: str
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    blind: bool = False
    typed: bool = True
    epoch_1904: bool = False

    def place(self, row: int, column: int) -> Place:
        """Return the place of the cell in row `row` (from 1) and `column` (from 0)."""
        return Place(self.file, self.name, f"{column_letters(column)}{row}")


@dataclass(frozen=True)
class Sheet:
    """One sheet: the file's name, its own name (empty for .csv), whether it is hidden, and its rows that hold anything."""

    file: str
    name: str
    rows: tuple[Row, ...]
    hidden: bool = False

    def place(self, row: int, column: int) -> Place:
        """Return the place of the cell in row `row` (from 1) and `column` (from 0)."""
        return self.head.place(row, column)

    @property
    def head(self) -> Head:
        """What is known of it beside its rows."""
        return Head(self.file, self.name, self.hidden)


def is_empty(value: CellValue) -> bool:
    """Tell whether a cell holds nothing but space."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def as_text(cell: CellValue) -> str:
    """Return a cell's value as a person would type it: whole numbers without a point, days as 31.3.2021."""
    match cell:
        case bool():
            return "ja" if cell else "nei"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return f"{cell.day}.{cell.month}.{cell.year}" + ("" if cell.hour == cell.minute == 0 else f" {cell:%H:%M}")
        case date():
            return f"{cell.day}.{cell.month}.{cell.year}"
        case None:
            return ""
        case _:
            return str(cell)


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, from 0: A -> 0, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
