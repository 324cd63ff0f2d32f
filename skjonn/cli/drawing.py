"""Tables for a terminal: amounts to the right in groups of three, long texts wrapped, nothing cut off.

Where the columns cannot stand beside each other within the width, a table of few rows is turned on its side; a longer one
becomes wider than the terminal, for a figure that is cut off is worse than a line that breaks.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from io import StringIO
from typing import TYPE_CHECKING, Any

from skjonn.cli.plain import plain
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import Field, Kind
from skjonn.texts import _, chosen, translate
from skjonn.texts.wording import grouped

if TYPE_CHECKING:
    from skjonn.cli.output import Table

_NARROWEST = 60
_GAP = 2
_WORD = 12
"""A word up to this length is not broken."""
_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_UNBROKEN = ("case", "call", "municipality_number", "year", "rank")


@dataclass(frozen=True)
class _Column:
    """One column as drawn: every cell a text, the last a total where there are totals."""

    heading: str
    cells: tuple[str, ...]
    total: str
    right: bool
    rigid: bool

    @property
    def least(self) -> int:
        """Return the width below which it cannot be read."""
        words = [len(word) for word in self.heading.split(" ")]
        if self.rigid:
            return max([1, *words, *(len(text) for text in (*self.cells, self.total))])
        inside = [len(word) for text in self.cells for word in text.split(" ")]
        return max([1, *words, min(_WORD, max(inside, default=1)), len(self.total)])

    @property
    def most(self) -> int:
        """Return the width beyond which it would only be emptier."""
        return max(self.least, len(self.heading), *(len(text) for text in (*self.cells, self.total)))


def as_text(table: Table) -> str:
    """Return a table as text for a terminal, lines without spaces at their ends."""
    columns = [_column(column, table) for column in table.columns]
    width = terminal_width()
    if table.totals and not columns[0].total:
        columns[0] = replace(columns[0], total=_("Total"))
    if _needed(columns) > width:
        turned = _turned(columns, has_totals=bool(table.totals))
        columns = turned if turned and _needed(turned) <= width else columns
    return _drawn(columns, max(width, _needed(columns)), has_totals=any(column.total for column in columns))


def terminal_width() -> int:
    """Return the terminal's width in characters; 80 where there is none, never under 60."""
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def cell(column: Field, value: Any) -> str:  # noqa: PLR0911  (one line per kind of value)
    """Return a value as a person reads it under `column`."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int():
            return grouped(value) if column.kind is Kind.AMOUNT else str(value)
        case list() | tuple():
            return ", ".join(cell(column, item) for item in value)
        case datetime():
            return f"{value.astimezone(OSLO):%Y-%m-%d %H:%M}"
        case Enum():
            return cell(column, value.value)
        case _:
            words = dict(column.choices)
            return translate(words[str(value)], chosen()) if str(value) in words else str(plain(value))


def _column(column: Field, table: Table) -> _Column:
    return _Column(
        heading=column.heading(chosen()),
        cells=tuple(cell(column, row.get(column.name)) for row in table.rows),
        total=cell(column, table.totals.get(column.name)),
        right=column.kind in _NUMBERS,
        rigid=column.kind in (*_NUMBERS, Kind.DATE) or column.name in _UNBROKEN,
    )


def _turned(columns: Sequence[_Column], *, has_totals: bool) -> list[_Column]:
    """Return rows as columns; the first column's cells become the headings."""
    first, *rest = columns
    lead = _Column(first.heading, tuple(column.heading for column in rest), "", right=False, rigid=False)
    body = [
        _Column(name, tuple(column.cells[place] for column in rest), "", right=True, rigid=True)
        for place, name in enumerate(first.cells)
    ]
    totals = _Column(_("Total"), tuple(column.total for column in rest), "", right=True, rigid=True)
    return [lead, *body, *([totals] if has_totals else [])]


def _needed(columns: Sequence[_Column]) -> int:
    return sum(column.least for column in columns) + _GAP * (len(columns) - 1)


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """Share the width: each column its least, then what is left by turns, to wrapped texts first, then to headings."""
    widths = [column.least for column in columns]
    left = width - _needed(columns)
    for rigid in (False, True):
        while left > 0:
            wanting = [at for at, column in enumerate(columns) if column.rigid is rigid and widths[at] < column.most]
            if not wanting:
                break
            for place in wanting[:left]:
                widths[place] += 1
            left -= min(left, len(wanting))
    return widths


def _drawn(columns: Sequence[_Column], width: int, *, has_totals: bool) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    grid.show_footer, grid.footer_style = has_totals, "bold"
    for column, wide in zip(columns, _widths(columns, width), strict=True):
        side = "right" if column.right else "left"
        grid.add_column(column.heading, column.total, justify=side, width=wide, overflow="fold")  # type: ignore[arg-type]  # one of the two words
    for cells in zip(*(column.cells for column in columns), strict=True):
        grid.add_row(*cells)
    drawn = StringIO()
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    console = Console(
        file=drawn, width=width, force_terminal=coloured, legacy_windows=False, highlight=False, markup=False
    )
    console.print(grid)
    return "\n".join(line.rstrip() for line in drawn.getvalue().rstrip("\n").split("\n"))
