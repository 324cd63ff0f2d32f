"""A table of many municipalities' rows taken apart: each gets the head and its own rows, and the faults of those alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from skjonn.domain.annotations import header_row
from skjonn.domain.problem_groups import position_of
from skjonn.domain.problem_reach import OF_THE_OFFICE, for_its_municipality
from skjonn.domain.problems import Problem
from skjonn.domain.sheets import Row, Sheet, as_text, column_letters

OFFICE = ""
"""Stands for the number of whom a row belongs to when nobody knows."""

RowKey = tuple[str, int]
"""A sheet's name and a row's number in the file."""


@dataclass(frozen=True)
class Part:
    """One recipient's share: sheets with the rows moved together, problems placed in them, and where each row stood."""

    number: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    origin: Mapping[RowKey, int] = field(default_factory=dict)


def parted(sheets: Sequence[Sheet], problems: Sequence[Problem], whose: Mapping[RowKey, str]) -> list[Part]:
    """Return each recipient's share, by number, the office's last; only of those that have a problem.

    Args:
        sheets: of the file, in order; hidden ones go to nobody.
        problems: of the file. Those of a heading, a sheet or the file, and those only the office can mend, are the office's.
        whose: sheet and row -> municipality number; empty, or missing, where it is not known.

    Rows down to the header are everybody's; every other row goes to its owner, and to the office where the office has a
    problem with it.
    """
    tables = [_Table.of(sheet, whose) for sheet in sheets if not sheet.hidden]
    shares: dict[str, list[Problem]] = {}
    for one in problems:
        shares.setdefault(_owner(one, whose), []).append(one)
    return [
        _part(number, tables, shares[number])
        for number in sorted(shares, key=lambda number: (number == OFFICE, number))
    ]


@dataclass(frozen=True)
class _Table:
    """A sheet, the rows that are everybody's, and the others by owner."""

    sheet: Sheet
    head: tuple[Row, ...]
    owned: Mapping[str, list[Row]]

    @classmethod
    def of(cls, sheet: Sheet, whose: Mapping[RowKey, str]) -> _Table:
        """Take a sheet apart; no row that is known for one of the table, nor any below it, is ever everybody's."""
        first = min((row for name, row in whose if name == sheet.name), default=0)
        last = header_row(row for row in sheet.rows if row.number < first)
        owned: dict[str, list[Row]] = {}
        for row in sheet.rows:
            if row.number > last:
                owned.setdefault(whose.get((sheet.name, row.number), OFFICE), []).append(row)
        return cls(sheet, tuple(row for row in sheet.rows if row.number <= last), owned)

    def rows_of(self, number: str, faulty: set[RowKey]) -> list[Row]:
        """Return a recipient's rows; the office's are also those it has a problem with."""
        if number != OFFICE:
            return self.owned.get(number, [])
        rows = [row for owner, own in self.owned.items() for row in own if owner == OFFICE or (self.sheet.name, row.number) in faulty]  # fmt: skip
        return sorted(rows, key=lambda row: row.number)


def _owner(one: Problem, whose: Mapping[RowKey, str]) -> str:
    cell = position_of(one.place.cell)
    return whose.get((one.place.sheet, cell[0]), OFFICE) if cell and one.code not in OF_THE_OFFICE else OFFICE


def _part(number: str, tables: Sequence[_Table], problems: Sequence[Problem]) -> Part:
    faulty = {(one.place.sheet, cell[0]) for one in problems if (cell := position_of(one.place.cell))}
    told_of = {one.place.sheet for one in problems} if number == OFFICE else set()
    kept: list[Sheet] = []
    origin: dict[RowKey, int] = {}
    for table in tables:
        name, own = table.sheet.name, table.rows_of(number, faulty)
        if own or name in told_of:
            together = _together(table.head, own)
            kept.append(replace(table.sheet, rows=together))
            origin |= {(name, row.number): old.number for row, old in zip(together, (*table.head, *own), strict=True)}
    moved = {(name, old): new for (name, new), old in origin.items()}
    texts = _texts(kept, origin) if number != OFFICE else None
    return Part(number, tuple(kept), tuple(_placed(one, moved, texts) for one in problems), origin)


def _together(head: tuple[Row, ...], own: Sequence[Row]) -> tuple[Row, ...]:
    """Return the head where it stands and the rows right below it."""
    below = head[-1].number + 1 if head else 1
    return (*head, *(replace(row, number=place) for place, row in enumerate(own, start=below)))


def _texts(sheets: Sequence[Sheet], origin: Mapping[RowKey, int]) -> dict[RowKey, list[str]]:
    """Return what stands in each row, by where it stood in the file."""
    return {
        (sheet.name, origin[sheet.name, row.number]): [as_text(value) for value in row.values]
        for sheet in sheets
        for row in sheet.rows
    }


def _placed(one: Problem, moved: Mapping[RowKey, int], texts: Mapping[RowKey, Sequence[str]] | None) -> Problem:
    """Return a problem at its cell in the copy; `texts` is given for a municipality, and the words are made fit for it."""
    cell = position_of(one.place.cell)
    if cell is None:
        return one
    key = one.place.sheet, cell[0]
    address = f"{column_letters(cell[1])}{moved[key]}" if key in moved else ""
    found = replace(one, place=replace(one.place, cell=address))
    return found if texts is None else for_its_municipality(found, texts.get(key, ()))
