"""A filled form laid out anew with its faults marked: each answer, and each fault, at its cell in the form as it is written now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from skjonn.domain.annotations import Annotated, Line, annotate
from skjonn.domain.forms import FilledForm
from skjonn.domain.problem_groups import position_of
from skjonn.domain.problems import Place, Problem
from skjonn.domain.sheets import CellValue, Row, Sheet
from skjonn.texts import Language


@dataclass(frozen=True)
class Spot:
    """Where an answer stands in a form: its cell, that of the text beside an amount, and what it is called."""

    cell: str
    label_cell: str
    heading: str


Spots = Mapping[str, Sequence[Spot]]
"""The spots of each field, in their order."""


def holds(spots: Spots, filled: FilledForm) -> bool:
    """Tell whether a form has room for all that was filled in."""
    return all(len(parts) <= len(spots.get(name, ())) for name, parts in filled.parts.items())


def marked(filled: FilledForm, problems: Sequence[Problem], spots: Spots, page: str, language: Language) -> Annotated:
    """Return a filled form with its faults laid on it.

    Args:
        filled: the form as it came.
        problems: of its file.
        spots: of the form that is written, which `holds` it.
        page: the name of the page that is written.
        language: of notes and list.

    What is at no cell of an answer is told of the whole page.
    """
    pairs = [pair for name, parts in filled.parts.items() for pair in zip(parts, spots[name], strict=False)]
    held: dict[str, CellValue] = {}
    now: dict[str, str] = {}
    for part, spot in pairs:
        held |= {spot.cell: part.held, spot.label_cell: part.label}
        now |= {part.cell: spot.cell, part.label_cell: spot.label_cell}
    placed = [replace(one, place=Place(filled.sheet.file, page, now.get(one.place.cell, ""))) for one in problems]
    found = annotate([Sheet(filled.sheet.file, page, _rows(held))], placed, language)
    headings = {cell: spot.heading for several in spots.values() for spot in several for cell in (spot.cell, spot.label_cell)}  # fmt: skip
    return replace(found, lines=tuple(_headed(line, headings) for line in found.lines))


def _rows(held: Mapping[str, CellValue]) -> tuple[Row, ...]:
    """Return the rows of some cells, each as wide as the widest."""
    at = {position: value for cell, value in held.items() if (position := position_of(cell))}
    width = 1 + max((column for _row, column in at), default=0)
    return tuple(
        Row(number, tuple(at.get((number, column)) for column in range(width)))
        for number in sorted({row for row, _column in at})
    )


def _headed(line: Line, headings: Mapping[str, str]) -> Line:
    return replace(line, heading=headings.get(line.cells[0], "") if line.cells else "")
