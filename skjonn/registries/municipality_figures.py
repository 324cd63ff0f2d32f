"""Figures about municipalities as an office has them: inhabitants, size group, region, by year. Read and checked in full."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from skjonn.domain.problems import Place, Problem
from skjonn.registries.municipalities import Register
from skjonn.texts import N_

_MOST_BYTES, _MOST_ROWS = 5_000_000, 20_000
_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("number", "kommunenummer", "kommunenr", "kommunenr.", "nummer"),
    "year": ("year", "år", "ar"),
    "population": ("population", "innbyggere", "innbyggarar", "innbyggjarar", "folketal", "folketall"),
    "size_group": ("size_group", "størrelsesgruppe", "storleiksgruppe", "gruppe", "kostra-gruppe"),
    "region": ("region",),
}
"""What each figure's column may be called, whatever its case."""
_NUMBER, _YEAR, _COUNT = re.compile(r"\d{3,4}"), re.compile(r"(?:19|20)\d\d"), re.compile(r"\d+")
_NUMBER_DIGITS = 4


@dataclass(frozen=True)
class Figures:
    """What is known of a municipality from a year on: inhabitants, None where not told; size group and region may be empty."""

    number: str
    year: int
    population: int | None = None
    size_group: str = ""
    region: str = ""


def read_figures(name: str, content: bytes, register: Register) -> tuple[list[Figures], list[Problem]]:
    """Return the rows of a .csv file (UTF-8, commas or semicolons), or everything wrong with it.

    Required are the municipality's number and the year; at least one figure has a column. Other columns are let be.
    """
    try:
        text = content.decode("utf-8-sig") if len(content) <= _MOST_BYTES else None
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        return [], [_problem(name, "", "figures-not-text", N_("The file is not text in UTF-8, or is too large."))]
    first = text.split("\n", 1)[0]
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=";" if first.count(";") >= first.count(",") else ","))
    columns = _columns(rows[0] if rows else [])
    missing = [one for one in ("number", "year") if one not in columns]
    if missing or not set(columns) & {"population", "size_group", "region"} or len(rows) > _MOST_ROWS:
        sentence = N_(
            "The file needs the columns number and year, and at least one of population, size_group and region."
        )
        return [], [_problem(name, "A1", "figures-columns", sentence)]
    found, problems = [], []
    seen: dict[tuple[str, int], int] = {}
    for place, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        said = {one: cells[at].strip() if at < len(cells) else "" for one, at in columns.items()}
        wrong = list(_wrong(name, place, columns, said, register))
        problems += wrong
        if not wrong:
            figures = _figures(said)
            earlier = seen.setdefault((figures.number, figures.year), place)
            if earlier != place:
                problems.append(_problem(name, f"A{place}", "figures-twice", N_("{number} in {year} stands in row {earlier} too."), number=figures.number, year=figures.year, earlier=earlier))  # fmt: skip
            found.append(figures)
    return ([], problems) if problems else (found, [])


def in_year(every: list[Figures], number: str, year: int) -> Figures | None:
    """Return what is known of a municipality in a year: the latest figures not later than it."""
    known = [one for one in every if one.number == number and one.year <= year]
    return max(known, key=lambda one: one.year) if known else None


def _columns(headings: list[str]) -> dict[str, int]:
    clean = [heading.strip().casefold() for heading in headings]
    return {
        name: at for name, words in _HEADINGS.items() if (at := next((clean.index(w) for w in words if w in clean), None)) is not None
    }  # fmt: skip


def _wrong(
    name: str, place: int, columns: Mapping[str, int], said: Mapping[str, str], register: Register
) -> Iterator[Problem]:
    def cell(column: str) -> str:
        return f"{chr(ord('A') + columns[column])}{place}"

    year = int(said["year"]) if _YEAR.fullmatch(said["year"]) else None
    if year is None:
        yield _problem(name, cell("year"), "figures-year", N_("{found} is not a year."), found=said["year"])
    number = said["number"].zfill(_NUMBER_DIGITS)
    known = _NUMBER.fullmatch(said["number"]) and register.periods(number)
    if not known or (year and not any(one.in_force(date(year, 12, 31)) or one.in_force(date(year, 1, 1)) for one in register.periods(number))):  # fmt: skip
        yield _problem(name, cell("number"), "figures-number", N_("{found} is not the number of a municipality that year."), found=said["number"])  # fmt: skip
    people = re.sub(r"[\s\u00a0\u202f]", "", said.get("population", ""))
    if people and not (_COUNT.fullmatch(people) and people.isascii() and int(people) > 0):
        yield _problem(name, cell("population"), "figures-population", N_("{found} is not a number of inhabitants."), found=said["population"])  # fmt: skip


def _figures(said: Mapping[str, str]) -> Figures:
    people = re.sub(r"[\s\u00a0\u202f]", "", said.get("population", ""))
    return Figures(
        number=said["number"].zfill(_NUMBER_DIGITS),
        year=int(said["year"]),
        population=int(people) if people else None,
        size_group=said.get("size_group", ""),
        region=said.get("region", ""),
    )


def _problem(name: str, cell: str, code: str, sentence: str, **data: object) -> Problem:
    return Problem(code, "error", Place(name, "", cell), sentence, data=data)
