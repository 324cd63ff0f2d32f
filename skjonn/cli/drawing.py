"""Tables for a terminal: amounts to the right in groups of three, long texts wrapped, nothing cut off.

Where the columns cannot stand beside each other within the width, texts to the right move below their row; a table of
figures alone is turned on its side if it then fits. Else it becomes wider than the terminal, for a figure that is cut off
is worse than a line that breaks.
"""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cached_property
from itertools import zip_longest
from typing import Any, Protocol

from skjonn.cli.plain import plain
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import Field, Kind
from skjonn.texts import N_, Language, _, chosen, translate
from skjonn.texts.wording import grouped

_NARROWEST = 60
_GAP = 2
_WORD = 18
"""A word up to this length is never broken."""
_TALLEST = 4
"""A long text that would take more lines than this stands below its row."""
_LEADING = 2
"""So many columns always stand beside each other: what a row is called."""
_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_UNBROKEN = ("case", "call", "municipality_number", "year", "rank")


class Table(Protocol):
    """What can be shown as a table; `domain.tables.Table` is one."""

    @property
    def columns(self) -> Sequence[Field]:
        """The columns in order."""

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows: column name -> value."""

    @property
    def totals(self) -> Mapping[str, Any]:
        """The sums by column name; may be empty."""


@dataclass(frozen=True)
class _Column:
    """One column as drawn: every cell a text, the last a total where there are totals."""

    heading: str
    cells: tuple[str, ...]
    total: str = ""
    right: bool = False
    rigid: bool = False
    long: bool = False

    @cached_property
    def word(self) -> int:
        """The width at which no word of it is broken."""
        return max(len(word) for text in (self.heading, *self.cells, self.total) for word in text.split(" "))

    @cached_property
    def least(self) -> int:
        """The width below which it cannot be read."""
        if self.rigid:
            headings = max(len(word) for word in self.heading.split(" "))
            return max(1, headings, *(len(text) for text in (*self.cells, self.total)))
        headings = max(len(word) for word in self.heading.split(" "))
        return max(1, headings, min(_WORD, self.word), len(self.total))

    @cached_property
    def most(self) -> int:
        """The width beyond which it would only be emptier."""
        return max(self.least, len(self.heading), *(len(text) for text in (*self.cells, self.total)))


@dataclass(frozen=True)
class _Layout:
    """Columns that stand beside each other, and those whose cells stand below their row."""

    beside: tuple[_Column, ...]
    below: tuple[_Column, ...] = ()

    @property
    def needed(self) -> int:
        """The width below which it cannot be read."""
        return sum(column.least for column in self.beside) + _GAP * (len(self.beside) - 1)

    def without(self, column: _Column) -> _Layout:
        """Return the layout with one more column below."""
        return _Layout(tuple(one for one in self.beside if one is not column), (column, *self.below))


def as_text(table: Table, language: Language | None = None) -> str:
    """Return a table as text for a terminal, lines without spaces at their ends; headings in `language`, else the messages'."""
    worded = language or chosen()
    columns = [_column(column, table, worded) for column in table.columns]
    if table.totals and not columns[0].total:
        columns[0] = replace(columns[0], total=translate(N_("Total"), worded))
    width = terminal_width()
    layout = _laid_out(columns, width)
    return "\n".join(_drawn(layout, _widths(layout, max(width, layout.needed))))


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


def _column(column: Field, table: Table, language: Language) -> _Column:
    return _Column(
        heading=column.heading(language),
        cells=tuple(cell(column, row.get(column.name)) for row in table.rows),
        total=cell(column, table.totals.get(column.name)),
        right=column.kind in _NUMBERS,
        rigid=column.kind in (*_NUMBERS, Kind.DATE) or column.name in _UNBROKEN,
        long=column.kind is Kind.LONG_TEXT,
    )


def _laid_out(columns: Sequence[_Column], width: int) -> _Layout:
    whole = layout = _Layout(tuple(columns))
    while layout.needed > width:
        movable = [column for column in layout.beside[_LEADING:] if not column.rigid]
        if not movable:
            turned = _Layout(tuple(_turned(columns)))
            return turned if turned.needed <= width else whole
        layout = layout.without(movable[-1])
    return _without_towers(layout, width)


def _without_towers(layout: _Layout, width: int) -> _Layout:
    """Move long texts below that would become high and narrow."""
    for column, wide in zip(layout.beside, _widths(layout, width), strict=True):
        if column.long and max(map(len, column.cells), default=0) > wide * _TALLEST:
            return _without_towers(layout.without(column), width)
    return layout


def _turned(columns: Sequence[_Column]) -> list[_Column]:
    """Return rows as columns; the first column's cells become the headings, its total the last one's."""
    first, *rest = columns
    names = [*first.cells, *([first.total] if first.total else [])]
    lead = _Column(first.heading, tuple(column.heading for column in rest))
    across = zip(*((*column.cells, column.total) for column in rest), strict=True)
    return [lead, *(_Column(name, cells, right=True, rigid=True) for name, cells in zip(names, across, strict=False))]


def _widths(layout: _Layout, width: int) -> list[int]:
    """Share the width: each column its least, then what is left by turns: to whole words, to wrapped texts, to headings."""
    columns = layout.beside
    widths = [column.least for column in columns]
    left = width - layout.needed
    wishes = (
        [0 if column.rigid else column.word for column in columns],
        [0 if column.rigid else column.most for column in columns],
        [column.most for column in columns],
    )
    for wish in wishes:
        while left > 0 and (wanting := [place for place, wanted in enumerate(wish) if widths[place] < wanted]):
            for place in wanting[:left]:
                widths[place] += 1
            left -= min(left, len(wanting))
    return widths


def _drawn(layout: _Layout, widths: Sequence[int]) -> Iterator[str]:
    columns = layout.beside
    across = sum(widths) + _GAP * (len(widths) - 1)
    yield from (_bold(line) for line in _lines([column.heading for column in columns], layout, widths, foot=True))
    yield "─" * across
    for place in range(len(columns[0].cells)):
        yield from _lines([column.cells[place] for column in columns], layout, widths)
        for column in layout.below:
            if column.cells[place]:
                indent = " " * (widths[0] + _GAP)
                yield from textwrap.wrap(
                    f"{column.heading}: {column.cells[place]}",
                    across,
                    initial_indent=indent,
                    subsequent_indent=indent + "  ",
                )
    if any(column.total for column in columns):
        yield "─" * across
        yield from (_bold(line) for line in _lines([column.total for column in columns], layout, widths))


def _lines(texts: Sequence[str], layout: _Layout, widths: Sequence[int], *, foot: bool = False) -> Iterator[str]:
    """Return the lines of one row; its texts begin on the first line, or with `foot` end on the last."""
    wrapped = [_wrapped(text, wide) for text, wide in zip(texts, widths, strict=True)]
    height = max(1, *(len(lines) for lines in wrapped))
    if foot:
        wrapped = [[""] * (height - len(lines)) + lines for lines in wrapped]
    for parts in zip_longest(*wrapped, fillvalue="") if any(wrapped) else [[""] * len(widths)]:
        cells = (
            part.rjust(wide) if column.right else part.ljust(wide)
            for part, wide, column in zip(parts, widths, layout.beside, strict=True)
        )
        yield (" " * _GAP).join(cells).rstrip()


def _wrapped(text: str, wide: int) -> list[str]:
    """Wrap a text between words; a word too long for a line begins on one of its own."""
    words = (word for whole in text.split(" ") for word in _broken(whole, wide))
    return textwrap.wrap(" ".join(words), wide)


def _broken(word: str, wide: int) -> Iterator[str]:
    if max(map(len, word.split("-"))) < wide:
        yield word
    else:
        yield from (word[start : start + wide] for start in range(0, len(word), wide))


def _bold(line: str) -> str:
    """Return a line in bold; where output is not a terminal, `output.put` takes the bold away."""
    return line if os.environ.get("NO_COLOR") else f"\x1b[1m{line}\x1b[0m"
