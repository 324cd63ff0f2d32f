"""Answers written into a form again, so that each is read as it was: what was no date or number does not become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from skjonn.domain.annotations import Cell, Mark
from skjonn.domain.sheets import CellValue, Fault, as_text, is_empty
from skjonn.texts.cleaning import printable

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_LONGEST, _GREATEST_WHOLE, _FIRST_YEAR = 32_767, 10**15, 1900
_DAYS = 36_526, 73_051
"""The numbers a workbook keeps the days of this century as; in a cell of days any other would be read as a day of another."""


@dataclass(frozen=True)
class Given:
    """What a form is written with: what stands in its cells, and what is marked; nothing in an empty one."""

    held: Mapping[Cell, CellValue] = field(default_factory=dict)
    marks: Mapping[Cell, Mark] = field(default_factory=dict)

    def at(self, row: int, column: int) -> CellValue:
        """Return what stands in a cell, both counted from 0."""
        return self.held.get((row + 1, column))

    def mark(self, row: int, column: int) -> Mark | None:
        """Return what marks a cell, both counted from 0."""
        return self.marks.get((row + 1, column))

    def is_answered(self, row: int, column: int) -> bool:
        """Tell whether a cell says something."""
        value = self.at(row, column)
        return not (is_empty(value) or isinstance(value, Fault))


def write_answer(sheet: Any, row: int, column: int, value: CellValue, style: Any, *, is_day: bool) -> None:
    """Write an answer.

    Args:
        sheet, row, column: where, from 0.
        value: what stands there.
        style: of the cell; is_day: it shows what it holds as a date.

    An error is written as one, and so is a formula whose result nobody stored: a text would be taken for the answer.
    """
    match value:
        case Fault(text):
            shown = text if text in _ERRORS else "#N/A"
            sheet.write_formula(row, column, f"={shown}", style, shown)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float() if _DAYS[0] <= value < _DAYS[1] if is_day else abs(value) < _GREATEST_WHOLE:
            sheet.write_number(row, column, value, style)
        case date() if is_day and value.year >= _FIRST_YEAR:
            naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            sheet.write_datetime(row, column, naive, style)
        case _:
            text = printable(as_text(value))[:_LONGEST]
            (sheet.write_string if text else sheet.write_blank)(row, column, text or None, style)
