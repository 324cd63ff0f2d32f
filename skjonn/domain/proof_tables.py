"""The tables of a finished text: rows of awards held against the register, and the row of their sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skjonn.domain.proof_columns import MONEY, Column, Grid
from skjonn.domain.proof_facts import Award, Facts, Passage, nok
from skjonn.domain.proof_numbers import Stated, amounts, in_column
from skjonn.domain.proof_people import EVERYBODY, OPEN, holds
from skjonn.domain.proof_reader import MISSPELT, NO_PART, STANDS, Reader
from skjonn.domain.proof_titles import Found, titles_in
from skjonn.texts.wording import listed

SUM_WORD = re.compile(r"^\W*(?:sum\w*|totalt?|til saman|til sammen|i alt|samla|samlet)\b", re.IGNORECASE)
_MONEY = ("applied_nok", "awarded_nok", MONEY)


def read_awards(reader: Reader, grid: Grid) -> None:
    """Check a table whose rows are of single awards."""
    seen: list[Award] = []
    for row in grid.rows:
        reader.place += 1
        found = _title(reader, grid, row)
        if found is None:
            _sums(reader, grid, row, seen)
            continue
        award = reader.award(found)
        seen.append(award)
        reader.title(row, found)
        _amounts(reader, grid, row, award)
        _homes(reader, grid, row, award)
        _partners(reader, grid, row, award)
    _shortly_told(reader, grid, seen)


def speaks_of_awards(reader: Reader, grid: Grid) -> bool:
    """Tell whether a row of a table is about an award by its title, in a column of titles where there is one."""
    return any(_title(reader, grid, row) for row in grid.rows)


def _title(reader: Reader, grid: Grid, row: Passage) -> Found | None:
    """Return the title a row is about: that of its column of titles, else the first cell that is one."""
    if SUM_WORD.match(next((cell for cell in row.cells if cell.strip()), "")) and not grid.text(row, "case"):
        return None
    named = grid.text(row, "title") if grid.has("title") else ""
    for cell in [named] if named else row.cells if not grid.has("title") else ():
        if re.search(r"[^\W\d]{3}", cell) and (found := reader.find(f"«{cell.strip(' «»“”')}»", _beside(row))):
            return found[0]
    return None


def _beside(row: Passage) -> str:
    """Return a row as text, its numbers as amounts."""
    return " | ".join(f"{cell} kr" if re.fullmatch(r"[\d \u00a0.]+", cell.strip()) else cell for cell in row.cells)


def _amounts(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    for column, cell in grid.cells(row, *(_MONEY if grid.has(*_MONEY) else ("",))):
        if column.year and column.year < reader.facts.year:
            _earlier(reader, row, award, in_column(cell, column.unit))
            continue
        right = _right(grid, column, award)
        for stated in _stated(column, cell, award):
            if right is None or not any(stated.fits(one) for one in right):
                reader.amount(row, award, stated, award.awarded_nok if right is None else right[0])


def _stated(column: Column, cell: str, award: Award) -> list[Stated]:
    """Return the amounts of a cell; in a column nobody knows only what is surely one, and none beside a title."""
    if column.name:
        return list(in_column(cell, column.unit))
    return [] if titles_in(cell, {award.case: award.title}) else list(amounts(cell))


def _right(grid: Grid, column: Column, award: Award) -> Sequence[int]:
    """Return what a column of amounts may hold for an award, the likeliest first."""
    if column.name == "applied_nok":
        return [award.applied_nok]
    if column.name == "awarded_nok":
        return [award.awarded_nok]
    several = sum(one.name in _MONEY for one in grid.columns) > 1 or not column.name
    return [award.awarded_nok, award.applied_nok, *award.earlier] if several else [award.awarded_nok]


def _earlier(reader: Reader, row: Passage, award: Award, stated: Iterator[Stated]) -> None:
    for one in stated:
        if award.earlier and not any(one.fits(right) for right in (0, *award.earlier)):
            reader.amount(row, award, one, award.earlier[0])


def _homes(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    """Check the municipality's cell: the lead stands there, and nobody who takes no part; its number and the payee."""
    for _column, cell in grid.cells(row, "municipality"):
        named = [one.name for one in reader.people.named(cell, award)]
        if award.municipality not in named:
            near = next((word for word, name in reader.people.misspelt(cell, award) if name == award.municipality), "")
            reader.person("municipality", (row, award), near or cell.strip(), award.municipality, MISSPELT if near else STANDS)  # fmt: skip
        strangers = [name for name in named if name not in award.people and not award.open_partners]
        if award.municipality in named:
            _strangers(reader, row, award, strangers)
            _misspelt(reader, row, award, cell)
    for _column, cell in grid.cells(row, "municipality_number"):
        if award.number and re.sub(r"\D", "", cell).zfill(4) != award.number:
            reader.person("municipality", (row, award), cell.strip(), award.number, STANDS)
    for _column, cell in grid.cells(row, "payee"):
        payee = award.payee or award.municipality
        if payee not in [one.name for one in reader.people.named(cell)]:
            reader.person("municipality", (row, award), cell.strip(), payee, STANDS)


def _strangers(reader: Reader, row: Passage, award: Award, names: Sequence[str]) -> None:
    for name in names:
        reader.person("partner", (row, award), name, listed([award.municipality, *award.partners], "nn"), NO_PART)


def _misspelt(reader: Reader, row: Passage, award: Award, cell: str) -> set[str]:
    """Tell of names that are misspelt; return the names that are meant."""
    found = list(reader.people.misspelt(cell, award))
    for word, name in found:
        reader.person("municipality", (row, award), word, name, MISSPELT)
    return {name for _word, name in found}


def _partners(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    """Check the cell of partners: all of them stand there, unless it says that there are more, and nobody else."""
    if not grid.has("partners"):
        return
    cell = grid.text(row, "partners")
    county = bool(EVERYBODY.search(cell)) or grid.text(row, "scope").casefold() == "county"
    if county and not award.whole_county:
        reader.person("partner", (row, award), cell, listed([award.municipality, *award.partners], "nn"), NO_PART)
        return
    if award.whole_county and not county:
        reader.not_named(row, award, listed_county(reader.facts))
    named = [one.name for one in reader.people.named(cell, award)]
    if not award.open_partners and not county:
        _strangers(reader, row, award, [name for name in named if name not in award.people])
    meant = _misspelt(reader, row, award, cell)
    if not OPEN.search(cell):
        for partner in award.partners:
            if partner not in named and partner not in meant and not holds(cell, partner):
                reader.not_named(row, award, partner)


def listed_county(facts: Facts) -> str:
    """Return the words for everybody in the county, as finished texts have them."""
    return "alle kommunane" if facts.awards else ""


def _shortly_told(reader: Reader, grid: Grid, awards: Sequence[Award]) -> None:
    """Where a table tells partners beside the lead ("Haugesund og Karmøy", "Eigersund mfl."), check that no row leaves them out."""
    if grid.has("partners") or not grid.has("municipality"):
        return
    rows = [row for row in grid.rows if _title(reader, grid, row)]
    told = [(row, award, grid.text(row, "municipality")) for row, award in zip(rows, awards, strict=True)]
    if not any(OPEN.search(cell) or len(reader.people.named(cell)) > 1 for _row, _award, cell in told):
        return
    for row, award, cell in told:
        named = {one.name for one in reader.people.named(cell, award)}
        others = [one for one in award.partners if one in reader.facts.names and one != award.municipality]
        if OPEN.search(cell) or EVERYBODY.search(cell) or award.whole_county or award.municipality not in named:
            continue
        meant = {name for _word, name in reader.people.misspelt(cell, award)}
        for name in others:
            if name not in named | meant:
                reader.not_named(row, award, name)


def _sums(reader: Reader, grid: Grid, row: Passage, awards: Sequence[Award]) -> None:
    """Check a row of sums, column by column: what its awards come to, or all of them."""
    if not SUM_WORD.match(next((cell for cell in row.cells if cell.strip()), "")):
        return
    facts = reader.facts
    rows = list(dict.fromkeys(awards))
    given = {sum(one.awarded_nok for one in rows), facts.awarded_nok}
    applied = {sum(one.applied_nok for one in rows), sum(one.applied_nok for one in facts.awards), facts.applied_nok}
    for column, cell in list(zip(grid.columns, row.cells, strict=False))[1:]:
        right = {"awarded_nok": given, "applied_nok": applied}.get(column.name, given | applied)
        if column.name not in {*_MONEY, ""} or (column.year and column.year < facts.year):
            continue
        for stated in in_column(cell, column.unit) if column.name else amounts(cell):
            if not any(stated.fits(one) for one in right):
                shown = facts.applied_nok if column.name == "applied_nok" and len(rows) > len(facts.awards) else sum(one.applied_nok for one in rows) if column.name == "applied_nok" else facts.awarded_nok  # fmt: skip
                reader.sum(row, stated.text, nok(shown))
