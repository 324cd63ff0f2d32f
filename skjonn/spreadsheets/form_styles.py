"""How the application form looks: formats, widths, and how high a row must be for its text."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from textwrap import wrap
from typing import Any

from skjonn.domain.problems import Severity
from skjonn.spreadsheets.marked_styles import frame

LABEL_WIDTH, ANSWER_WIDTH = 42, 60  # signs of the workbook's own font
LINE_POINTS, SMALL_POINTS = 13.2, 12.0
HIGHEST_LINES = 28  # a row can be no higher than 409 points

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
_IN = {"align": "left", "indent": 1}
_ANSWERS = ("long", "text", "amount", "date")
_SEVERITIES: tuple[Severity, ...] = ("error", "warning")
_DARK, _GREY, _SHADE = "#1F3864", "#404040", "#FFF8E1"
_PER_WIDTH = 1.06  # letters of the text's font in the width of one sign of the workbook's
_PER_WIDTH_BOLD = 0.95
_AIR = 5  # points above and below a text

Styles = Mapping[str, Any]
"""Formats by what they are for."""


def styles(book: Any) -> Styles:
    """Return the formats of the form; only those of answers are open in a protected sheet. Those of a marked answer are
    named by its severity too: `text error`."""
    answer = {**_FONT, "locked": False, "border": 1, "border_color": "#7F7F7F", "bg_color": _SHADE, **_IN}
    amount = {"num_format": '#,##0" kr"_M', "align": "right", "text_wrap": False}  # 1 100 000 kr and a letter's width
    made: dict[str, dict[str, Any]] = {
        "title": {**_FONT, "bold": True, "font_size": 18, "font_color": _DARK, "valign": "vcenter", "text_wrap": False},
        "project": {**_FONT, "bold": True, "font_size": 12, "font_color": _DARK, "valign": "vcenter"},
        "section": {**_FONT, "bold": True, "font_size": 13, "font_color": _DARK, "valign": "bottom", "bottom": 2, "bottom_color": _DARK, "text_wrap": False},
        "label": _FONT,
        "plain": _FONT,
        "strong": {**_FONT, "bold": True},
        "bold": {"font_name": "Arial", "font_size": 10, "bold": True},
        "small": {"font_name": "Arial", "font_size": 9, "font_color": _GREY},
        "needed": {"font_name": "Arial", "font_size": 10, "font_color": _GREY},
        "check": {**_FONT, "bold": True, "border": 1, "bg_color": "#FCE9D9", **_IN},
        "complete": {"bg_color": "#E2F0D9"},
        "long": {**answer, "num_format": "@"},
        "text": {**answer, "num_format": "@", "valign": "vcenter"},
        "amount": {**answer, **amount, "indent": 0, "valign": "vcenter"},
        "date": {**answer, "num_format": "dd.mm.yyyy", "valign": "vcenter"},
        "fixed": {**_FONT, **_IN},
        "column": {**_FONT, "bold": True, "align": "right", "indent": 1, "valign": "bottom"},
        "sum_label": {**_FONT, "bold": True, "top": 1, **_IN},
        "sum": {**_FONT, **amount, "bold": True, "top": 1},
    }  # fmt: skip
    made |= {f"{name} {severity}": {**made[name], **frame(severity)} for name in _ANSWERS for severity in _SEVERITIES}
    return {name: book.add_format(properties) for name, properties in made.items()}


def lines(text: str, width: int, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column of `width`."""
    letters = int(width * (_PER_WIDTH_BOLD if bold else _PER_WIDTH))
    return sum(max(1, len(wrap(part, letters))) for part in text.split("\n"))


def points(count: float, line: float = LINE_POINTS) -> float:
    """Return the height of a row with so many lines, in points."""
    return min(409, ceil(count * line + _AIR))


def pieces(text: str, width: int) -> list[str]:
    """Return a long text in parts that each fit a row: its paragraphs, and what is longer than a row in several."""
    letters = int(width * _PER_WIDTH)
    parts: list[str] = []
    for paragraph in (part.strip() for part in text.split("\n")):
        broken = wrap(paragraph, letters)
        parts += [" ".join(broken[start : start + HIGHEST_LINES]) for start in range(0, len(broken), HIGHEST_LINES)]
    return parts
