"""A file's sheets with its problems laid on them: which cells are marked, what each says, and the list of all faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from skjonn.domain.headings import is_heading
from skjonn.domain.problem_groups import Group, groups, in_order, position_of
from skjonn.domain.problems import Place, Problem, Severity
from skjonn.domain.sheets import Row, Sheet, as_text, is_empty
from skjonn.texts import N_, Language, translate

GREATEST_MARKS = 20_000
"""So many cells are marked; a workbook with more notes opens slowly or not at all."""

_HEADER_WITHIN, _FEWEST_KNOWN, _FEWEST_TEXTS = 30, 2, 3
_WORDS: dict[Severity, str] = {"error": N_("Error"), "warning": N_("Warning")}

Cell = tuple[int, int]
"""A row from 1 and a column from 0."""


@dataclass(frozen=True)
class Mark:
    """What one cell's note says, and its gravest severity."""

    severity: Severity
    text: str


@dataclass(frozen=True)
class Line:
    """One line of the list of faults.

    Attributes:
        severity, code, found, mend: as of a problem, worded.
        sheet: its name; cells: addresses in the copy, in order, none for a whole sheet or file.
        leads: whether the first of the cells is in the copy.
        heading: of the column, where it is known; rows: where they stood in the file.
    """

    severity: Severity
    code: str
    found: str
    mend: str
    sheet: str = ""
    cells: tuple[str, ...] = ()
    leads: bool = False
    heading: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class MarkedSheet:
    """One sheet of the copy: its rows, the header among them (0: none is known), its marked cells, and rows shown in grey."""

    name: str
    rows: tuple[Row, ...]
    header: int = 0
    marks: Mapping[Cell, Mark] = field(default_factory=dict)
    grey: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Annotated:
    """The whole copy; `unmarked` is how many faulty cells are on the list alone."""

    sheets: tuple[MarkedSheet, ...]
    lines: tuple[Line, ...]
    errors: int = 0
    warnings: int = 0
    unmarked: int = 0


def severity_word(severity: Severity, language: Language) -> str:
    """Return "Error" or "Warning" in `language`."""
    return translate(_WORDS[severity], language)


def header_row(rows: Iterable[Row]) -> int:
    """Return the number of the row of headings: most of its cells known ones, else the first row of several texts; 0 if none."""
    best, most, first = 0, _FEWEST_KNOWN - 1, 0
    for _count, row in zip(range(_HEADER_WITHIN), rows, strict=False):
        texts = [value for value in row.values if isinstance(value, str) and value.strip()]
        known = sum(map(is_heading, texts))
        if known > most:
            best, most = row.number, known
        if not first and len(texts) >= _FEWEST_TEXTS:
            first = row.number
    return best or first


def annotate(
    sheets: Sequence[Sheet],
    problems: Sequence[Problem],
    language: Language,
    *,
    taken: Collection[tuple[str, int]] = (),
    origin: Mapping[tuple[str, int], int] | None = None,
    most: int = GREATEST_MARKS,
) -> Annotated:
    """Lay problems on sheets.

    Args:
        sheets: those of the copy, in order; hidden ones are left out.
        problems: in any order; their places are cells of these sheets.
        language: of notes and list.
        taken: sheet and row of rows to show in grey.
        origin: sheet and row in the copy -> row in the file, where rows were moved.
        most: how many cells are marked at most, errors first.
    """
    shown = [sheet for sheet in sheets if not sheet.hidden]
    ordered = in_order(problems, [(sheet.file, sheet.name) for sheet in shown])
    laid = {sheet.name: _Laid(sheet) for sheet in shown}
    marks = _marks(ordered, laid, language)
    kept = _by_sheet(islice(marks.items(), most))
    grey: dict[str, set[int]] = {}
    for name, row in taken:
        grey.setdefault(name, set()).add(row)
    return Annotated(
        tuple(MarkedSheet(sheet.name, sheet.rows, laid[sheet.name].header, kept.get(sheet.name, {}), frozenset(grey.get(sheet.name, ()))) for sheet in shown),
        tuple(_line(group, laid, origin or {}) for group in groups(ordered, language, lambda place: (place.sheet, _column(place)))),
        sum(one.severity == "error" for one in ordered),
        sum(one.severity == "warning" for one in ordered),
        max(0, len(marks) - most),
    )  # fmt: skip


def _by_sheet(marks: Iterable[tuple[tuple[str, Cell], Mark]]) -> dict[str, dict[Cell, Mark]]:
    sorted_out: dict[str, dict[Cell, Mark]] = {}
    for (sheet, cell), mark in marks:
        sorted_out.setdefault(sheet, {})[cell] = mark
    return sorted_out


class _Laid:
    """A sheet as one asks it for places."""

    def __init__(self, sheet: Sheet) -> None:
        self.header = header_row(sheet.rows)
        self._rows = {row.number: row for row in sheet.rows}
        self._last = max(self._rows, default=0)
        self._width = max((len(row.values) for row in sheet.rows), default=0)

    def holds(self, cell: Cell) -> bool:
        """Tell whether a cell lies within what is there."""
        return cell[0] <= self._last and cell[1] < self._width

    def heading(self, cell: Cell) -> str:
        """Return the heading above a cell; in a sheet without one the label on its left."""
        row, column = cell
        if self.header:
            return _one_line(self._rows[self.header].values[column : column + 1]) if row > self.header else ""
        held = self._rows.get(row)
        left = [value for value in held.values[:column] if not is_empty(value)] if held else []
        return _one_line(left[-1:])


def _one_line(values: Sequence[object]) -> str:
    return " ".join(" ".join(as_text(value).split()) for value in values)  # type: ignore[arg-type]  # values of a row


def _column(place: Place) -> int | None:
    found = position_of(place.cell)
    return found[1] if found else None


def _marks(ordered: Sequence[Problem], laid: Mapping[str, _Laid], language: Language) -> dict[tuple[str, Cell], Mark]:
    """Return what each cell says, in the order of the problems: errors lead."""
    said: dict[tuple[str, Cell], Mark] = {}
    for one in ordered:
        cell, sheet = position_of(one.place.cell), laid.get(one.place.sheet)
        if cell is None or sheet is None or not sheet.holds(cell):
            continue
        words = f"{severity_word(one.severity, language).upper()}: {one.message(language)}"
        text = "\n".join(part for part in (words, one.help(language)) if part)
        before = said.get((one.place.sheet, cell))
        said[one.place.sheet, cell] = Mark(before.severity, f"{before.text}\n\n{text}") if before else Mark(one.severity, text)  # fmt: skip
    return said


def _line(group: Group, laid: Mapping[str, _Laid], origin: Mapping[tuple[str, int], int]) -> Line:
    place, sheet = group.place, laid.get(group.place.sheet)
    first = position_of(place.cell)
    rows = dict.fromkeys(cell[0] for one in group.problems if (cell := position_of(one.place.cell)))
    return Line(
        group.severity,
        group.code,
        group.message,
        group.help,
        place.sheet,
        group.cells,
        leads=bool(first and sheet and sheet.holds(first)),
        heading=sheet.heading(first) if first and sheet else "",
        rows=tuple(origin[place.sheet, row] for row in rows if (place.sheet, row) in origin),
    )
