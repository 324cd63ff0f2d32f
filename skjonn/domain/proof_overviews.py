"""Tables of a finished text that tell of no single award: municipalities, areas, pots, initiatives, each as the program makes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from skjonn.domain import proof_sums
from skjonn.domain.proof_columns import MONEY, Grid
from skjonn.domain.proof_facts import Finding, Passage
from skjonn.domain.proof_facts import Kind as Told
from skjonn.domain.proof_figures import ROW_IS, KnownRow, Rows, figure_of, finding, shown
from skjonn.domain.proof_numbers import in_column
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_tables import SUM_WORD
from skjonn.domain.tables import Row, Table
from skjonn.texts import LANGUAGES, N_, translate

_KEYS = {"initiatives": "initiative", "areas": "area", "pots": "name", "municipalities": "municipality"}
_COUNTED = ("applications", "awards", "applied_nok", "awarded_nok", "allotted_nok", "decided_nok", MONEY)
WHOLE_COUNTY = "whole-county"
"""The table of municipalities with all of the county."""
OVERVIEWS = (*_KEYS, WHOLE_COUNTY)
"""The tables of sums there are, by name."""
_ONLY_THERE = ("covered", "years_since_award", "refused")
_MISSPELT = N_("{found} is misspelt; the register has {register}.")
_HAS_NOTHING = N_("{found} has nothing in the register.")
_LIKE = 80.0  # of 100: a name with a sign or two changed is above, another name below
_ENOUGH_FIGURES = 2


def overview_of(grid: Grid) -> str | None:
    """Return which table of sums a table is, by its columns; None where its rows are of awards, or of something else."""
    if grid.has("title") or not grid.has(*_COUNTED):
        return None
    if grid.has("municipality"):
        return WHOLE_COUNTY if grid.has(*_ONLY_THERE) else "municipalities"
    return next((name for name, key in _KEYS.items() if grid.has(key, "areas" if key == "area" else key)), None)


def read_overview(reader: Reader, grid: Grid, table: Table) -> None:
    """Check the figures of a table of sums, row by row, and its totals; then whether rows are left out, doubled or made up."""
    key = _KEYS.get(table.name, "municipality")
    told = Rows()
    for row in grid.rows:
        reader.place += 1
        named = (grid.text(row, key) or grid.text(row, "areas")).strip(" *").removesuffix(" kommune")
        known = _known(grid, row, named, key, table)
        if known is not None:
            told.known.append(KnownRow(reader.place, row, named, known))
        elif _is_sum(row):
            told.sums.append((reader.place, row))
        elif named:
            told.strange.append((reader.place, row, named))
    for place, row, named in told.strange:
        meant = _meant(reader, grid, (row, named), key, told.left_of(table.rows))
        if meant is not None:
            right = max(_names(meant, key), key=lambda name: reader.likeness.alike(named, name))
            told.known.append(KnownRow(place, row, right, meant))
            kind: Told = "municipality" if key == "municipality" else "title"
            reader.say(Finding(kind, "error", "", row.where, named, right, _MISSPELT), place)
        elif key == "municipality":
            _made_up(reader, grid, place, row, named)
    counted = Counter(one.named for one in told.known)
    for one in told.known:
        _row(reader, grid, one, several=counted[one.named] > 1)
    proof_sums.check(reader, grid, table, key, told)


def _known(grid: Grid, row: Passage, named: str, key: str, table: Table) -> Row | None:
    """Return the row of the register with this name; of two that share it, the one with the number that stands there."""
    same = [one for one in table.rows if named.casefold() in {name.casefold() for name in _names(one, key)}]
    number = re.sub(r"\D", "", grid.text(row, "municipality_number"))
    return next((one for one in same if str(one.get("municipality_number")) == number), same[0] if same else None)


def _is_sum(row: Passage) -> bool:
    return bool(SUM_WORD.match(next((cell for cell in row.cells if cell.strip()), "")))


def _names(row: Row, key: str) -> tuple[str, ...]:
    """Return what a row may be called: an area in both forms; cases without an area have words for that in each language."""
    name, forms = str(row.get(key) or ""), row.get("names")
    every = (name, *map(str, forms)) if isinstance(forms, tuple) else (name,)
    return (
        tuple(dict.fromkeys(every))
        if name
        else tuple(translate(N_("(no priority area)"), language) for language in LANGUAGES)
    )


def _meant(reader: Reader, grid: Grid, at_row: tuple[Passage, str], key: str, left: Sequence[Row]) -> Row | None:
    """Return which of the rows left over a name that no row has must mean: the likest, or the one with its figures."""
    row, named = at_row
    if key == "municipality" and named.casefold() in {name.casefold() for name in reader.facts.names}:
        return None
    alike = [(reader.likeness.alike(named.casefold(), name.casefold()), -at) for at, one in enumerate(left) for name in _names(one, key)]  # fmt: skip
    best, at = max(alike, default=(0.0, 0))
    return left[-at] if best >= _LIKE else next((one for one in left if _agrees(grid, row, one)), None)


def _agrees(grid: Grid, row: Passage, values: Row) -> bool:
    """Tell whether all figures of a row are those of another, and enough of them that it is no chance."""
    pairs = [(stated, right) for column, cell in zip(grid.columns, row.cells, strict=False) if (right := figure_of(column, values)) for stated in in_column(cell, column.unit)]  # fmt: skip
    return len(pairs) >= _ENOUGH_FIGURES and all(stated.fits(right) for stated, right in pairs)


def _made_up(reader: Reader, grid: Grid, place: int, row: Passage, named: str) -> None:
    """Tell of a row of a municipality that has nothing in the register, unless it says so."""
    stated = [one for column, cell in zip(grid.columns, row.cells, strict=False) if column.name in _COUNTED for one in in_column(cell, column.unit)]  # fmt: skip
    if named in reader.facts.names and any(one.nok > 0 for one in stated):
        reader.say(Finding("row", "error", "", row.where, named, "", _HAS_NOTHING), place)


def _row(reader: Reader, grid: Grid, one: KnownRow, *, several: bool) -> None:
    """Check the figures of a row; where several rows have a name, each may be of one of its awards."""
    awards = [each for each in reader.cases.values() if each.municipality == one.named] if several else []
    parts = {nok for each in awards for nok in (each.awarded_nok, each.applied_nok)}
    for column, cell in zip(grid.columns, one.row.cells, strict=False):
        right = figure_of(column, one.values)
        if right is not None and re.search(r"\d", cell):
            if not any(stated.fits(nok) for stated in in_column(cell, column.unit) for nok in (right, *parts)):
                reader.say(finding(column, one.row, cell, f"{one.named}: {shown(column, right)}"), one.place)
        elif column.name == "municipality_number" and re.search(r"\d", cell):
            _number(reader, one, cell)
        elif column.name in {"years", "year"} and re.search(r"\d", cell):
            _of_years(reader, one, cell)


def _number(reader: Reader, one: KnownRow, cell: str) -> None:
    right = str(one.values.get("municipality_number") or "")
    if right and re.sub(r"\D", "", cell).zfill(4) != right:
        reader.say(Finding("municipality", "error", "", one.row.where, cell.strip(" *"), f"{one.named}: {right}", ROW_IS), one.place)  # fmt: skip


def _of_years(reader: Reader, one: KnownRow, cell: str) -> None:
    years = one.values.get("years")
    if isinstance(years, tuple) and _years(cell) != {int(year) for year in years}:
        said = ", ".join(str(year) for year in years)
        reader.say(Finding("row", "error", "", one.row.where, cell.strip(" *"), f"{one.named}: {said}", ROW_IS), one.place)  # fmt: skip


def _years(cell: str) -> set[int]:
    """Return the years a cell lists; `2017–2019` is three of them, and `2 021` of a workbook is one."""
    whole = re.sub(r"\b(\d)[ \u00a0](?=\d{3}\b)", r"\1", cell)
    found = [(int(one[1]), int(one[2] or one[1])) for one in re.finditer(r"\b((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?\b", whole)]  # fmt: skip
    return {year for first, last in found for year in range(first, min(last, first + 100) + 1)}
