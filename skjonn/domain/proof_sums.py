"""A table of sums as a whole: its row of sums, rows left out though the sum counts them, rows twice, figures left out."""

from __future__ import annotations

import re
from collections import Counter

from skjonn.domain.proof_columns import Column, Grid
from skjonn.domain.proof_facts import Finding, Passage
from skjonn.domain.proof_figures import Rows, figure_of, finding, shown
from skjonn.domain.proof_numbers import in_column
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_rows import TWICE
from skjonn.domain.tables import Row, Table
from skjonn.texts import N_

LEFT_OUT = N_("{register} is not in the table, though its sum, {found}, is that of all rows.")
_NO_FIGURE = N_("No figure stands there; the register has {register}.")
_NOTHING = re.compile(r"[\s\u00a0–—-]*")


def check(reader: Reader, grid: Grid, table: Table, key: str, told: Rows) -> None:
    """Check what no row tells alone."""
    whole = [text for place, row in told.sums if (text := _sum_row(reader, grid, table, told, (place, row)))]
    for one in told.left_of(table.rows) if whole else ():
        if any(figure_of(column, one) for column in grid.columns):
            place, row = told.sums[-1]
            named = str(one.get(key) or "–")
            reader.say(Finding("missing", "error", "", row.where, whole[-1], named, LEFT_OUT), place)
    _twice(reader, told)
    _emptied(reader, grid, told)


def _sum_row(reader: Reader, grid: Grid, table: Table, told: Rows, at: tuple[int, Passage]) -> str:
    """Check a row of sums: each is that of all rows or of those that are there; return one that can only be of all."""
    place, row = at
    whole = ""
    known: list[Row] = []
    for one in told.known:
        if not any(one.values is other for other in known):
            known.append(one.values)
    for column, cell in list(zip(grid.columns, row.cells, strict=False))[1:]:
        right = figure_of(column, table.totals)
        if right is None or not re.search(r"\d", cell):
            continue
        own = sum(figure_of(column, one) or 0 for one in known)
        stated = list(in_column(cell, column.unit))
        if any(one.fits(right) for one in stated):
            whole = cell.strip(" *") if right != own and right else whole
        elif not any(one.fits(own) for one in stated):
            reader.say(finding(column, row, cell, shown(column, right)), place)
    return whole


def _twice(reader: Reader, told: Rows) -> None:
    counted: Counter[tuple[str, ...]] = Counter()
    for one in told.known:
        cells = tuple(" ".join(cell.split()).casefold() for cell in one.row.cells)
        counted[cells] += 1
        if counted[cells] > 1:
            reader.say(Finding("row", "error", "", one.row.where, one.named, one.named, TWICE), one.place)


def _emptied(reader: Reader, grid: Grid, told: Rows) -> None:
    for at, column in enumerate(grid.columns):
        cells = [(one, "".join(one.row.cells[at : at + 1])) for one in told.known]
        filled = sum(bool(re.search(r"\d", cell)) for _one, cell in cells)
        for one, cell in cells if filled and 2 * filled >= len(cells) else ():
            right = figure_of(column, one.values)
            if right and _NOTHING.fullmatch(cell):
                reader.say(finding(column, one.row, "", _of(one.named, column, right), _NO_FIGURE), one.place)


def _of(named: str, column: Column, right: int) -> str:
    return f"{named}: {shown(column, right)}"
