"""What a look through a workbook's XML finds before its values are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from skjonn.domain.sheets import Area, Fault, column_letters

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
"""From 0, of the largest sheet any of the programs makes."""


MOST_AREAS, MOST_FAULTS = 200_000, 500_000
"""Merged areas and faults of one sheet; more than a person can have meant."""


class TooMany(Exception):
    """More of something than a list of applications can hold."""


@dataclass(frozen=True)
class About:
    """What is true of a whole workbook: days counted from 1904, macros within, values taken from other files."""

    epoch_1904: bool = False
    macros: bool = False
    links: bool = False


_fault = lru_cache(Fault)
"""The same few texts stand in every faulty cell."""


@dataclass
class Scan:
    """What was seen of one sheet, rows and columns counted from 0.

    Attributes:
        faults: cells that show an error, or hold a formula without a stored result.
        hidden_rows, hidden_columns: by the user or by a filter.
        merged: areas of more than one cell.
        last: the farthest row and the farthest column that hold anything; -1 for an empty sheet.
        shared: cells that show a text of the table all sheets share (.xlsx).
        letters: how long the texts are together, those that stand in many cells counted as often (.ods).
        odd: something stands in it that stops the reader of values though it is of no use: an error value of newer programs,
            an extent declared in a form of its own.
        foreign: it is no sheet of this workbook, but what was last seen of another's.
    """

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    last: tuple[int, int] = (-1, -1)
    shared: int = 0
    letters: int = 0
    odd: bool = False
    foreign: bool = False

    def seen(self, row: int, column: int) -> None:
        """Widen the extent to a cell."""
        self.last = (max(self.last[0], row), max(self.last[1], column))

    def fault(self, place: tuple[int, int], shown: str) -> None:
        """Note a faulty cell by what it shows; nothing for a formula without a stored result."""
        if len(self.faults) >= MOST_FAULTS:
            raise TooMany
        self.faults[place] = _fault(shown)

    def cells(self) -> int:
        """Return how many cells lie between A1 and the extent's corner."""
        return (self.last[0] + 1) * (self.last[1] + 1)

    def corner(self) -> str:
        """Return the address of the farthest row and column."""
        return f"{column_letters(self.last[1])}{self.last[0] + 1}"

    def faults_by_row(self) -> dict[int, dict[int, Fault]]:
        """Return the faults, by row and then by column."""
        found: dict[int, dict[int, Fault]] = {}
        for (row, column), fault in self.faults.items():
            found.setdefault(row, {})[column] = fault
        return found

    def areas(self) -> tuple[Area, ...]:
        """Return the merged areas as far as they lie within the extent."""
        within = (
            (top, left, min(bottom, self.last[0]), min(right, self.last[1])) for top, left, bottom, right in self.merged
        )
        return tuple(area for area in within if area[0] <= area[2] and area[1] <= area[3] and area[:2] != area[2:])

    def columns_hidden(self) -> frozenset[int]:
        """Return the hidden columns that lie within the extent."""
        return frozenset(column for column in self.hidden_columns if column <= self.last[1])
