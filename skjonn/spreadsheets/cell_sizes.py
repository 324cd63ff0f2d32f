"""How wide a column and how high a row must be to be read: not every program works that out by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import ceil

from skjonn.domain.sheets import Row, as_text

LINE_POINTS = 15
"""The height of one line."""

_NARROWEST, _WIDEST, _MOST_LINES = 9, 38, 8
_LOOKED_AT = 2_000


def lines_of(text: str, width: int) -> int:
    """Return how many lines a wrapped text takes in a column of `width` signs."""
    return sum(max(1, ceil(1.12 * len(part) / width)) if len(part) > width else 1 for part in text.split("\n"))


def column_widths(rows: Sequence[Row], columns: int) -> list[int]:
    """Return a width in signs for each column: its longest line's among the first rows, within bounds."""
    widths = [_NARROWEST] * columns
    for row in islice(rows, _LOOKED_AT):
        for column, value in enumerate(row.values):
            if value is not None and widths[column] < _WIDEST:
                longest = max(map(len, as_text(value).split("\n")))
                widths[column] = min(_WIDEST, max(widths[column], longest + 2))
    return widths


def height_of(row: Row, widths: Sequence[int]) -> int:
    """Return a row's height in points: that of its highest cell, but no more than a few lines."""
    texts = ((value, width) for value, width in zip(row.values, widths, strict=False) if isinstance(value, str))
    return LINE_POINTS * min(_MOST_LINES, max((lines_of(text, width) for text, width in texts), default=1))
