"""Figures about municipalities as an office has them: inhabitants, size group, region, by year. Read and checked in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skjonn.domain.problems import Problem, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, as_text
from skjonn.registries.municipalities import Register
from skjonn.texts import N_

_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("number", "kommunenummer", "kommunenr", "kommunenr.", "nummer"),
    "year": ("year", "år", "ar"),
    "population": ("population", "innbyggere", "innbyggarar", "innbyggjarar", "folketal", "folketall"),
    "size_group": ("size_group", "størrelsesgruppe", "storleiksgruppe", "gruppe", "kostra-gruppe"),
    "region": ("region",),
}
"""What each figure's column may be called, whatever its case."""
_REQUIRED, _FIGURES = {"number", "year"}, {"population", "size_group", "region"}
_NUMBER, _YEAR, _COUNT = re.compile(r"[0-9]{3,4}"), re.compile(r"(?:19|20)[0-9]{2}"), re.compile(r"0*[1-9][0-9]{0,8}")
_NUMBER_DIGITS = 4
_MISSING = N_("The file needs the columns number and year, and at least one of population, size_group and region.")


@dataclass(frozen=True)
class Figures:
    """What is known of a municipality from a year on: inhabitants, None where not told; size group and region may be empty."""

    number: str
    year: int
    population: int | None = None
    size_group: str = ""
    region: str = ""


def read_figures(sheets: Sequence[Sheet], register: Register) -> tuple[list[Figures], list[Problem]]:
    """Return the rows of the first sheet that has the columns, or everything wrong with it.

    Required are the municipality's number and the year; at least one figure has a column. Lines above the headings and
    other columns are let be.
    """
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(row)
            if columns.keys() >= _REQUIRED and columns.keys() & _FIGURES:
                return _of_rows(sheet, sheet.rows[place + 1 :], columns, register)
    return [], [replace(problem("error", "figures-columns", _MISSING), place=sheets[0].place(1, 0))]


def in_year(every: list[Figures], number: str, year: int) -> Figures | None:
    """Return what is known of a municipality in a year: the latest figures not later than it."""
    known = [one for one in every if one.number == number and one.year <= year]
    return max(known, key=lambda one: one.year) if known else None


def _of_rows(
    sheet: Sheet, rows: Sequence[Row], columns: Mapping[str, int], register: Register
) -> tuple[list[Figures], list[Problem]]:
    found: list[Figures] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, int], int] = {}
    for row in rows:
        said = {name: _text(row.at(at)) for name, at in columns.items()}
        if not any(said.values()):
            continue
        wrong = dict(_wrong(said, register))
        if not wrong:
            figures = _figures(said)
            earlier = seen.setdefault((figures.number, figures.year), row.number)
            if earlier != row.number:
                wrong = {"number": _twice(figures, earlier)}
            found.append(figures)
        problems += [replace(one, place=sheet.place(row.number, columns[name])) for name, one in wrong.items()]
    return ([], problems) if problems else (found, [])


def _columns(row: Row) -> dict[str, int]:
    """Return which column of a row of headings holds which figure; of two with one meaning the first."""
    clean = [_text(value).casefold() for value in row.values]
    places = {
        name: next((at for at, text in enumerate(clean) if text in words), None) for name, words in _HEADINGS.items()
    }
    return {name: at for name, at in places.items() if at is not None}


def _text(value: CellValue) -> str:
    return value.text if isinstance(value, Fault) else as_text(value).strip()


def _wrong(said: Mapping[str, str], register: Register) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with a row, with the column it stands in."""
    year = int(said["year"]) if _YEAR.fullmatch(said["year"]) else None
    if year is None:
        yield "year", problem("error", "figures-year", N_("{found} is not a year."), found=said["year"])
    if not _known(said["number"], year, register):
        sentence = N_("{found} is not the number of a municipality that year.")
        yield "number", problem("error", "figures-number", sentence, found=said["number"])
    people = said.get("population", "")
    if people and not _COUNT.fullmatch(_joined(people)):
        sentence = N_("{found} is not a number of inhabitants.")
        yield "population", problem("error", "figures-population", sentence, found=people)


def _known(number: str, year: int | None, register: Register) -> bool:
    """Tell whether a number is a municipality's on the first or the last day of a year, or ever where no year is known."""
    if not _NUMBER.fullmatch(number):
        return False
    periods = register.periods(number.zfill(_NUMBER_DIGITS))
    if year is None:
        return bool(periods)
    return any(one.in_force(date(year, 1, 1)) or one.in_force(date(year, 12, 31)) for one in periods)


def _twice(figures: Figures, earlier: int) -> Problem:
    sentence = N_("{number} in {year} stands in row {earlier} too.")
    return problem("error", "figures-twice", sentence, number=figures.number, year=figures.year, earlier=earlier)


def _figures(said: Mapping[str, str]) -> Figures:
    people = _joined(said.get("population", ""))
    return Figures(
        number=said["number"].zfill(_NUMBER_DIGITS),
        year=int(said["year"]),
        population=int(people) if people else None,
        size_group=said.get("size_group", ""),
        region=said.get("region", ""),
    )


def _joined(digits: str) -> str:
    """Return a number without the spaces that part its groups."""
    return re.sub(r"[\s\u00a0\u202f]", "", digits)
