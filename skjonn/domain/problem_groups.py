"""Problems put in the order a person mends them, and the same fault in many cells told once."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from skjonn.domain.problems import Place, Problem, Severity
from skjonn.domain.sheets import column_letters, column_number
from skjonn.texts import Language

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHORTEST_RANGE = 3


@dataclass(frozen=True)
class Group:
    """The same fault, in the same words, in one cell or many; the problems stand in the order of their places."""

    problems: tuple[Problem, ...]
    message: str
    help: str

    @property
    def code(self) -> str:
        """The stable code."""
        return self.problems[0].code

    @property
    def severity(self) -> Severity:
        """Whether it keeps rows out."""
        return self.problems[0].severity

    @property
    def place(self) -> Place:
        """The first place."""
        return self.problems[0].place

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of all places that have one, each once."""
        return tuple(dict.fromkeys(one.place.cell for one in self.problems if one.place.cell))


def position_of(cell: str) -> tuple[int, int] | None:
    """Return the row (from 1) and column (from 0) of an address such as `B7`; None for what is no address."""
    found = _ADDRESS.fullmatch(cell)
    return (int(found[2]), column_number(found[1])) if found else None


def in_order(problems: Iterable[Problem], sheets: Sequence[tuple[str, str]] = ()) -> list[Problem]:
    """Return problems in the order of files, sheets, rows and columns, errors before warnings.

    Args:
        problems: in any order; what has no cell comes before the cells of its sheet, what is equally placed stays so.
        sheets: file and sheet names in their order; those not named follow in the order they are met.
    """
    problems = list(problems)
    met = dict.fromkeys((*sheets, *((one.place.file, one.place.sheet) for one in problems)))
    order = {name: number for number, name in enumerate(met)}
    return sorted(problems, key=lambda one: (one.severity == "warning", order[one.place.file, one.place.sheet], position_of(one.place.cell) or (0, 0)))  # fmt: skip


def groups(
    problems: Iterable[Problem], language: Language, apart: Callable[[Place], Hashable] = lambda _place: None
) -> list[Group]:
    """Return equal faults together, in the order of the first of each.

    Args:
        problems: in order.
        language: they are equal when they have the same code and severity and read the same in it.
        apart: what keeps equal words apart; places of which it gives the same may share a group.
    """
    gathered: dict[Hashable, list[Problem]] = {}
    words: dict[Hashable, tuple[str, str]] = {}
    for one in problems:
        said = one.message(language), one.help(language)
        key = one.severity, one.code, said, apart(one.place)
        gathered.setdefault(key, []).append(one)
        words[key] = said
    return [Group(tuple(several), *words[key]) for key, several in gathered.items()]


def cell_ranges(cells: Iterable[str]) -> list[str]:
    """Return cells by column and row, three and more below one another as one range: `C4:C9`, `C12`.

    What is no address stands last, as it is.
    """
    cells = list(dict.fromkeys(cells))
    placed = sorted((found[1], found[0]) for cell in cells if (found := position_of(cell)))
    ranges: list[str] = []
    for (column, _start), run in groupby(enumerate(placed), key=lambda item: (item[1][0], item[1][1] - item[0])):
        rows, letters = [row for _number, (_column, row) in run], column_letters(column)
        if len(rows) >= _SHORTEST_RANGE:
            ranges.append(f"{letters}{rows[0]}:{letters}{rows[-1]}")
        else:
            ranges.extend(f"{letters}{row}" for row in rows)
    return [*ranges, *(cell for cell in cells if not position_of(cell))]
