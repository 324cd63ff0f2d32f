"""What the columns of a table without headings hold, by what stands in them: most cells agree with the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from skjonn.domain.proof_columns import MONEY, Column, Grid
from skjonn.domain.proof_facts import Award
from skjonn.domain.proof_numbers import in_column
from skjonn.domain.proof_people import People

_UNITS = (1, 1_000, 10**6)
_FEWEST = 2
_MOST = 0.6
"""Of the cells of a column so many must agree: one slip in three rows leaves as many."""
Rows = Sequence[tuple[Sequence[str], Award]]
"""The cells of rows with the award each is about."""
_Agrees = Callable[[str, Award], bool]


def with_amounts(grid: Grid, rows: Rows) -> Grid:
    """Return a table with the columns found that hold what was given and what was applied for; those with a heading stay."""
    columns = list(grid.columns)
    for name in ("awarded_nok", "applied_nok"):
        free = [place for place, one in enumerate(columns) if not one.name]
        best = max(((_share(rows, place, _amount(name, unit)), -place, unit) for place in free for unit in _UNITS), default=(0.0, 0, 1))  # fmt: skip
        if best[0] >= _MOST:
            columns[-best[1]] = Column(name, best[2])
    return replace(grid, columns=tuple(columns))


def with_names(grid: Grid, rows: Rows, people: People) -> Grid:
    """Return a table with the columns found that hold case numbers and municipalities."""
    columns = list(grid.columns)

    def leads(cell: str, award: Award) -> bool:
        return award.municipality in {one.name for one in people.named(cell)}

    ways: dict[str, _Agrees] = {"case": lambda cell, award: cell.strip() == award.case, "municipality": leads}
    for name, agrees in ways.items():
        free = [place for place, one in enumerate(columns) if not one.name]
        share, place = max(((_share(rows, place, agrees), -place) for place in free), default=(0.0, 0))
        if share >= _MOST:
            columns[-place] = Column(name)
    return replace(grid, columns=tuple(columns))


def needs_amounts(grid: Grid) -> bool:
    """Tell whether no heading of a table speaks of amounts."""
    return not grid.has("awarded_nok", "applied_nok", "allotted_nok", MONEY)


def _share(rows: Rows, place: int, agrees: _Agrees) -> float:
    """Return how many of a column's cells agree with the award of their row, of 1; none where they are too few."""
    cells = [(cells[place], award) for cells, award in rows if place < len(cells) and cells[place].strip()]
    fitting = sum(agrees(cell, award) for cell, award in cells)
    return fitting / len(cells) if fitting >= _FEWEST else 0.0


def _amount(name: str, unit: int) -> _Agrees:
    def agrees(cell: str, award: Award) -> bool:
        right = award.awarded_nok if name == "awarded_nok" else award.applied_nok
        return any(one.fits(right) for one in in_column(cell, unit))

    return agrees
