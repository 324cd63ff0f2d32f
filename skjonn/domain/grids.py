"""A table of known columns in a sheet: which column holds what, and where a row's cell stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from skjonn.domain.headings import folded
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, is_empty
from skjonn.errors import FindingsError
from skjonn.texts import N_

_HEADER_WITHIN = 30  # rows from the top in which the headings are looked for
Spellings = Mapping[str, Iterable[str]]
"""Headings by the name of what they hold, in any case."""


class GridMissing(FindingsError):
    """No sheet of the file holds the table that is asked for."""

    code = "grid-missing"
    sentence = N_("{path} has no row with the headings {headings}.")
    advice = N_("The first row of the table holds the headings; text may stand above it.")


@dataclass(frozen=True)
class Grid:
    """A table found: its columns by name, its rows below the headings, and what is doubtful about the headings."""

    sheet: Sheet
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()

    def value(self, row: Row, name: str) -> CellValue:
        """Return the value of a row under `name`; None where there is no such column, or nothing in it."""
        value = row.at(self.columns[name]) if name in self.columns else None
        return None if is_empty(value) else value

    def text(self, row: Row, name: str) -> str:
        """Return the value under `name` as text, whole numbers without decimals; empty where there is none."""
        value = self.value(row, name)
        if value is None or isinstance(value, Fault):
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    def place(self, row: Row, name: str) -> Place:
        """Return where the cell of a row under `name` stands."""
        return self.sheet.place(row.number, self.columns.get(name, 0))

    def at(self, row: Row, name: str, found: Problem) -> Problem:
        """Return a problem with the place of a cell."""
        return replace(found, place=self.place(row, name))

    def faults(self, row: Row) -> list[Problem]:
        """Return an error for each used cell of a row that holds an error value or a formula never calculated."""
        held = {name: self.value(row, name) for name in self.columns}
        return [self.at(row, name, _faulty(value)) for name, value in held.items() if isinstance(value, Fault)]


def find_grid(path: str, sheets: Sequence[Sheet], spellings: Spellings, required: Sequence[Sequence[str]]) -> Grid:
    """Return the table whose header has most known headings, in the first sheet that has it.

    Args:
        path: the file's name, for messages.
        sheets: of the file; hidden ones are not looked at.
        spellings: what each column may be called; a heading two columns claim is the first one's.
        required: of each group at least one column must be there.

    Raises:
        GridMissing: no header has what is required.
    """
    known: dict[str, str] = {}
    for name, texts in spellings.items():
        for text in texts:
            known.setdefault(folded(text), name)
    candidates = [
        (sheet, row)
        for sheet in sheets
        if not sheet.hidden
        for row in sheet.rows[:_HEADER_WITHIN]
        if _has(required, _names(row, known))
    ]
    if not candidates:
        raise GridMissing(path=path, headings=[group[0] for group in required])
    sheet, header = max(candidates, key=lambda found: len(_names(found[1], known)))
    return _grid(sheet, header, known)


def _names(row: Row, known: Mapping[str, str]) -> set[str]:
    return {known[key] for value in row.values if isinstance(value, str) and (key := folded(value)) in known}


def _has(required: Sequence[Sequence[str]], names: set[str]) -> bool:
    return all(names & set(group) for group in required)


def _grid(sheet: Sheet, header: Row, known: Mapping[str, str]) -> Grid:
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for position, value in enumerate(header.values):
        if not isinstance(value, str) or is_empty(value):
            continue
        name = known.get(folded(value))
        if name is None or name in columns:
            place = sheet.place(header.number, position)
            problems.append(replace(_twice(value) if name else _unknown(value), place=place))
        else:
            columns[name] = position
    rows = tuple(row for row in sheet.rows if row.number > header.number)
    return Grid(sheet, columns, rows, tuple(problems))


def _faulty(value: Fault) -> Problem:
    if value.text:
        return problem("error", "cell-error", N_("The cell shows the error {text}."), N_("Mend the formula, or write the value."), text=value.text)  # fmt: skip
    said = N_("The cell holds a formula whose result was never stored.")
    return problem("error", "cell-uncalculated", said, N_("Open the file in Excel or LibreOffice and save it again."))


def _unknown(heading: str) -> Problem:
    return problem("warning", "column-unknown", N_("The column {heading} is not used."), heading=heading.strip())


def _twice(heading: str) -> Problem:
    text = N_("Two columns hold the same: {heading}.")
    return problem("error", "column-twice", text, N_("Remove one of them."), heading=heading.strip())
