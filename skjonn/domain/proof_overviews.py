"""Tables of a finished text that tell of no single award: municipalities, areas, pots, initiatives, each as the program makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.proof_columns import MONEY, Grid
from skjonn.domain.proof_facts import Finding, Passage, nok
from skjonn.domain.proof_facts import Kind as Told
from skjonn.domain.proof_numbers import in_column
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_tables import SUM_WORD
from skjonn.domain.tables import Row, Table
from skjonn.texts import LANGUAGES, N_, translate
from skjonn.texts.wording import grouped

_KEYS = {"initiatives": "initiative", "areas": "area", "pots": "name", "municipalities": "municipality"}
_COUNTED = ("applications", "awards", "applied_nok", "awarded_nok", "allotted_nok", "decided_nok", MONEY)
WHOLE_COUNTY = "whole-county"
"""The table of municipalities with all of the county."""
_ONLY_THERE = ("covered", "years_since_award", "refused")
_ROW_IS = N_("{found} is not what the register has: {register}.")


def overview_of(grid: Grid) -> str | None:
    """Return which table of sums a table is, by its columns; None where its rows are of awards, or of something else."""
    if grid.has("title") or not grid.has(*_COUNTED):
        return None
    if grid.has("municipality"):
        return WHOLE_COUNTY if grid.has(*_ONLY_THERE) else "municipalities"
    return next((name for name, key in _KEYS.items() if grid.has(key, "areas" if key == "area" else key)), None)


def read_overview(reader: Reader, grid: Grid, table: Table) -> None:
    """Check the figures of a table of sums, row by row, and its totals."""
    key = _KEYS.get(table.name, "municipality")
    rows = {name.casefold(): row for row in table.rows for name in _names(row, key)}
    for row in grid.rows:
        reader.place += 1
        named = grid.text(row, key) or grid.text(row, "areas")
        known = rows.get(named.strip(" *").casefold())
        if known is not None:
            _row(reader, grid, row, (named, known))
        elif SUM_WORD.match(next((cell for cell in row.cells if cell.strip()), "")):
            _row(reader, grid, row, ("", table.totals))
        elif key == "municipality":
            _misspelt(reader, row, named, rows)


def _names(row: Row, key: str) -> tuple[str, ...]:
    """Return what a row may be called: cases without an area have words for that in each language."""
    name = str(row.get(key) or "")
    return (name,) if name else tuple(translate(N_("(no priority area)"), language) for language in LANGUAGES)


def _row(reader: Reader, grid: Grid, row: Passage, known: tuple[str, Row | Mapping[str, int]]) -> None:
    about, values = known
    for column, cell in zip(grid.columns, row.cells, strict=False):
        name = "awarded_nok" if column.name == MONEY else column.name
        right = values.get(name)
        kind = CATALOGUE[name].kind if name in CATALOGUE else None
        if not isinstance(right, int) or kind not in {Kind.AMOUNT, Kind.COUNT} or not re.search(r"\d", cell):
            continue
        stated = list(in_column(cell, column.unit))
        if not any(one.fits(right) for one in stated):
            lead = f"{about}: " if about else ""
            shown = nok(right) if kind is Kind.AMOUNT else grouped(right)
            told: Told = "sum" if kind is Kind.AMOUNT else "count"
            reader.say(Finding(told, "error", "", row.where, cell.strip(" *"), f"{lead}{shown}", _ROW_IS))


def _misspelt(reader: Reader, row: Passage, named: str, rows: Mapping[str, Row]) -> None:
    for name in rows:
        if named and named.casefold() not in {one.casefold() for one in reader.facts.names} and reader.likeness.misspelt(named, name):  # fmt: skip
            right = str(rows[name]["municipality"])
            reader.say(Finding("municipality", "error", "", row.where, named, right, N_("{found} is misspelt; the register has {register}.")))  # fmt: skip
