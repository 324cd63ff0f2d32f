"""The tables of a finished text: rows of awards held against the register, and the row of their sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skjonn.domain import proof_inferred, proof_rows
from skjonn.domain.proof_columns import MONEY, Column, Grid
from skjonn.domain.proof_facts import Award, Facts, Passage, nok
from skjonn.domain.proof_numbers import Stated, amounts, in_column
from skjonn.domain.proof_people import EVERYBODY, OPEN, holds
from skjonn.domain.proof_reader import MISSPELT, NO_PART, STANDS, Reader, WholeSum
from skjonn.domain.proof_titles import Found, How, titles_in, words_of
from skjonn.texts.wording import listed

SUM_WORD = re.compile(r"^\W*(?:sum\w*|totalt?|til saman|til sammen|i alt|samla|samlet)\b", re.IGNORECASE)
_MONEY = ("applied_nok", "awarded_nok", MONEY)


def read_awards(reader: Reader, grid: Grid) -> None:
    """Check a table whose rows are of single awards."""
    grid = _understood(reader, grid)
    told: list[proof_rows.Told] = []
    others: list[tuple[int, Passage]] = []
    summed = 0
    for row in grid.rows:
        reader.place += 1
        found = _title(reader, grid, row)
        if found is not None and _of_earlier(reader, grid, row, reader.award(found)):
            summed = len(told)
        elif found is not None:
            award = reader.award(found)
            told.append(proof_rows.Told(reader.place, row, award, len(others)))
            reader.title(row, found)
            _row(reader, grid, row, award)
        elif _is_sum(row):
            _sums(reader, grid, row, [one.award for one in told], [one.award for one in told[summed:]])
            summed = len(told)
        else:
            summed = len(told)
            others.append((reader.place, row))
    _shortly_told(reader, grid, told)
    proof_rows.twice(reader, told)
    proof_rows.emptied(reader, grid, told)
    proof_rows.strange(reader, grid, told, others)


def _of_earlier(reader: Reader, grid: Grid, row: Passage, award: Award) -> bool:
    """Tell whether a row says that it is of an earlier year, and check its amounts against the initiative."""
    year = re.sub(r"\D", "", grid.text(row, "year"))
    if not re.fullmatch(r"(?:19|20)\d\d", year) or int(year) >= reader.facts.year:
        return False
    for column, cell in grid.cells(row, "awarded_nok", MONEY):
        _earlier(reader, row, award, in_column(cell, column.unit))
    return True


def _understood(reader: Reader, grid: Grid) -> Grid:
    """Return a table with what its columns hold found by their cells, where no heading says it."""
    if grid.turned:
        return grid
    bare = not any(column.name for column in grid.columns)
    if bare or proof_inferred.needs_amounts(grid):
        rows = [(row.cells, reader.award(found)) for row in grid.rows if (found := _title(reader, grid, row))]
        grid = proof_inferred.with_names(grid, rows, reader.people) if bare else grid
        grid = proof_inferred.with_amounts(grid, rows)
    return proof_rows.with_statuses(grid)


def _row(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    """Check what a row says of its award."""
    proof_rows.number(reader, grid, row, award)
    _amounts(reader, grid, row, award)
    _homes(reader, grid, row, award)
    _partners(reader, grid, row, award)
    proof_rows.status(reader, grid, row, award)


def speaks_of_awards(reader: Reader, grid: Grid) -> bool:
    """Tell whether a row of a table is about an award by its title, in a column of titles where there is one."""
    return any(_title(reader, grid, row) for row in grid.rows)


def _is_sum(row: Passage) -> bool:
    return bool(SUM_WORD.match(next((cell for cell in row.cells if cell.strip()), "")))


def _title(reader: Reader, grid: Grid, row: Passage) -> Found | None:
    """Return the title a row is about: that of its column of titles, else the first cell that is one; else by its case number."""
    named = grid.text(row, "title") if grid.has("title") else ""
    own = reader.exact(named, _beside(row))
    if own is not None:
        return Found(own.case, 0, len(named), "whole", named)
    if _is_sum(row) and not grid.text(row, "case"):
        return None
    found = _first(reader, row, [named] if named else row.cells if not grid.has("title") else ())
    if found is None or found.how != "whole":
        other = reader.elsewhere(named) if named else []
        meant = other[0] if other else proof_rows.meant(reader, grid, row) if named and found is None else None
        if meant is not None:
            return Found(meant.case, 0, len(named), _how(named, meant.title), named)
    return found


def _first(reader: Reader, row: Passage, cells: Sequence[str]) -> Found | None:
    """Return the first title in cells, each read as one that is quoted."""
    for cell in cells:
        if re.search(r"[^\W\d]{3}", cell) and (found := reader.find(f"«{cell.strip(' «»“”')}»", _beside(row))):
            return found[0]
    return None


def _how(named: str, title: str) -> How:
    """Return how a title stands there: as it is, cut, or in other words."""
    own, words = (f" {' '.join(words_of(one).words)} " for one in (named, title))
    return "whole" if own == words else "shortened" if own in words else "changed"


def _beside(row: Passage) -> str:
    """Return a row as text, its numbers as amounts."""
    return " | ".join(f"{cell} kr" if re.fullmatch(r"[\d \u00a0.]+", cell.strip()) else cell for cell in row.cells)


def _amounts(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    for column, cell in grid.cells(row, *(_MONEY if grid.has(*_MONEY) else ("",))):
        if column.year and column.year < reader.facts.year:
            _earlier(reader, row, award, in_column(cell, column.unit))
            continue
        if re.sub(r"\D", "", cell) == f"{award.applied_nok}{award.awarded_nok}":  # two cells made one
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
            _more(reader, row, award, cell)
    for _column, cell in grid.cells(row, "municipality_number"):
        if award.number and re.sub(r"\D", "", cell).zfill(4) != award.number:
            reader.person("municipality", (row, award), cell.strip(), award.number, STANDS)
    for _column, cell in grid.cells(row, "payee"):
        payee = award.payee or award.municipality
        if payee not in [one.name for one in reader.people.named(cell)]:
            reader.person("municipality", (row, award), cell.strip(), payee, STANDS)


def _more(reader: Reader, row: Passage, award: Award, cell: str) -> None:
    """Tell of "mfl." at an award of one alone."""
    if OPEN.search(cell) and not (award.partners or award.open_partners or award.whole_county):
        reader.person("partner", (row, award), cell.strip(), award.municipality, STANDS)


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
    _more(reader, row, award, cell)
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


def _shortly_told(reader: Reader, grid: Grid, rows: Sequence[proof_rows.Told]) -> None:
    """Where a table tells partners beside the lead ("Haugesund og Karmøy", "Eigersund mfl."), check that no row leaves them out."""
    if grid.has("partners") or not grid.has("municipality"):
        return
    told = [(one.row, one.award, grid.text(one.row, "municipality")) for one in rows]
    if not any(award.partners and (OPEN.search(cell) or len(reader.people.named(cell)) > 1) for _row, award, cell in told):  # fmt: skip
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


def _sums(reader: Reader, grid: Grid, row: Passage, awards: Sequence[Award], section: Sequence[Award]) -> None:
    """Check a row of sums, column by column: what its awards come to, those since the last such row or heading, or all there are."""
    facts, rows = reader.facts, list(dict.fromkeys(awards))
    if not rows:
        return
    given = {sum(one.awarded_nok for one in rows), sum(one.awarded_nok for one in section), facts.awarded_nok}
    applied = {sum(one.applied_nok for one in some) for some in (rows, section, facts.awards)} | {facts.applied_nok}
    for column, cell in list(zip(grid.columns, row.cells, strict=False))[1:]:
        right = {"awarded_nok": given, "applied_nok": applied}.get(column.name, given | applied)
        if column.name not in {*_MONEY, ""} or (column.year and column.year < facts.year):
            continue
        for stated in in_column(cell, column.unit) if column.name else amounts(cell):
            _of_more(reader, row, stated, rows)
            if not any(stated.fits(one) for one in right):
                shown = facts.applied_nok if column.name == "applied_nok" and len(rows) > len(facts.awards) else sum(one.applied_nok for one in rows) if column.name == "applied_nok" else facts.awarded_nok  # fmt: skip
                reader.sum(row, stated.text, nok(shown))


def _of_more(reader: Reader, row: Passage, stated: Stated, rows: Sequence[Award]) -> None:
    """Remember a sum that is one of all awards, or of all cases where some in the table were refused, when rows are left out."""
    if any(stated.fits(sum(nok)) for nok in ([one.awarded_nok for one in rows], [one.applied_nok for one in rows])):
        return
    awards, every = reader.facts.awards, (*reader.facts.awards, *reader.facts.others_cases)
    wholes = [(awards, sum(one.awarded_nok for one in awards)), (awards, sum(one.applied_nok for one in awards))]
    if any(not one.awarded_nok for one in rows):
        wholes = [(every, reader.facts.applied_nok), (awards, reader.facts.awarded_nok)]
    for cases, whole in wholes:
        if rows and stated.fits(whole) and not stated.tolerance:
            reader.whole_sums.append(WholeSum(row, reader.place, stated.text, cases))
