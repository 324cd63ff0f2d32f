"""A workbook people work in and send back: one row per case, shaded cells that are open, a hidden sheet that says what it is.

The protection has no password, it is against slips. What a sheet shows above its rows is its own (`allocation_sheet`,
`score_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_A4 = 9
_LINE_POINTS, _MOST_LINES, _LETTERS_PER_WIDTH = 13.5, 8, 1.2
_LISTS_AT = 8  # the first column of the lists on the hidden sheet

Value = str | int | None


@dataclass(frozen=True)
class Column:
    """A column: its name, heading and width in signs; whether people write in it, and whether it holds numbers.

    `choices` are offered in a drop-down and may be passed over; `bounds` are whole numbers, both included, and may not.
    """

    name: str
    heading: str
    width: int
    is_open: bool = False
    is_number: bool = False
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None


@dataclass(frozen=True)
class About:
    """What a workbook is: title, what is said below it, the office, a banner for the page's head, its language."""

    title: str
    note: str
    office: str
    banner: str
    language: Language
    tab: str


class WorkingSheet:
    """Writes the one page that is seen, and the hidden one. Rows above the headings are the caller's to fill."""

    def __init__(self, about: About, columns: Sequence[Column], heads_at: int) -> None:
        """Begin a workbook.

        Args:
            about: what it is; columns: in order; heads_at: the row of headings, from 0; title and note take the first two.
        """
        self.about, self.columns, self.heads_at = about, tuple(columns), heads_at
        self._packed = BytesIO()
        self.book = xlsxwriter.Workbook(self._packed, dict(_OPTIONS))
        self.page = self.book.add_worksheet(printable(about.tab))
        self.looks = _looks(self.book)
        self.at = {column.name: position for position, column in enumerate(self.columns)}
        self.first = heads_at + 1
        self.last = self.first
        self._set_up()

    def say(self, text: str) -> str:
        """Return a text in the workbook's language."""
        return translate(text, self.about.language)

    def write_rows(self, rows: Sequence[Mapping[str, Value]]) -> None:
        """Write headings and rows, each a value by column name, and what may be written in them."""
        self.last = self.heads_at + max(1, len(rows))
        for column in self.columns:
            style = "head number" if column.is_number else "head"
            self.page.write_string(self.heads_at, self.at[column.name], printable(column.heading), self.looks[style])
        for number, row in enumerate(rows, start=self.first):
            self.page.set_row(number, self._height(row))
            for column in self.columns:
                self._write(number, column, row.get(column.name))
        for column in self.columns:
            self._validate(column)

    def range_of(self, name: str) -> str:
        """Return the cells of a column's rows, with fixed addresses, for a formula."""
        letter = xl_col_to_name(self.at[name], col_abs=True)
        return f"{letter}${self.first + 1}:{letter}${self.last + 1}"

    def closed(self, mark_sheet: str, mark: Iterable[Sequence[str | int]]) -> bytes:
        """Write the hidden sheet with its rows and the lists people choose from, and return the workbook's bytes."""
        hidden = self.book.add_worksheet(mark_sheet)
        for row, values in enumerate(mark):
            hidden.write_row(row, 0, values)
        for position, column in self._lists().items():
            hidden.write_column(1, position, [printable(text) for text in column.choices])
            letter = xl_col_to_name(position, col_abs=True)
            source = f"={mark_sheet}!{letter}$2:{letter}${len(column.choices) + 1}"
            self._rule(column, {"validate": "list", "source": source, "error_type": "warning"})
        hidden.protect()
        hidden.hide()
        about = {"title": printable(self.about.title), "author": printable(self.about.office), "created": _CREATED}
        self.book.set_properties(about)
        self.book.close()
        return self._packed.getvalue()

    def _lists(self) -> dict[int, Column]:
        return dict(enumerate((column for column in self.columns if column.choices), start=_LISTS_AT))

    def _set_up(self) -> None:
        page = self.page
        for column in self.columns:
            page.set_column(self.at[column.name], self.at[column.name], column.width)
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.heads_at)
        page.freeze_panes(self.heads_at + 1, 2)
        page.hide_gridlines(2)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        if self.about.banner:
            page.set_header("&C&B" + printable(self.about.banner).replace("&", "&&"))
        page.set_footer("&L" + printable(self.about.office).replace("&", "&&") + "&R&P / &N")
        page.protect("", {"format_rows": True, "format_columns": True, "sort": True, "autofilter": True})
        page.set_row(0, 24)
        page.write_string(0, 0, printable(self.about.title), self.looks["title"])
        page.write_string(1, 0, printable(self.about.note), self.looks["plain"])

    def _write(self, row: int, column: Column, value: Value) -> None:
        style = self.looks[f"{'open' if column.is_open else 'shut'} {'number' if column.is_number else 'text'}"]
        position = self.at[column.name]
        if value is None or value == "":
            self.page.write_blank(row, position, None, style)
        elif isinstance(value, int):
            self.page.write_number(row, position, value, style)
        else:
            self.page.write_string(row, position, printable(value), style)

    def _validate(self, column: Column) -> None:
        if column.bounds:
            least, greatest = column.bounds
            told = self.say(N_("Write a whole number from {least} to {greatest}, or leave the cell empty."))
            message = told.format(least=least, greatest=greatest)
            rule = {
                "validate": "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": greatest,
                "ignore_blank": True,
            }
            self._rule(column, {**rule, "error_title": printable(column.heading)[:32], "error_message": message[:255]})

    def _rule(self, column: Column, rule: dict[str, Any]) -> None:
        position = self.at[column.name]
        self.page.data_validation(self.first, position, self.last, position, rule)

    def _height(self, row: Mapping[str, Value]) -> float:
        """Return the height a row needs, in points: not every program works that out by itself, and long texts are cut short."""
        widths = {column.name: column.width for column in self.columns}
        lines = (
            sum(-(-max(1, len(part)) // int(widths[name] * _LETTERS_PER_WIDTH)) for part in str(value).split("\n"))
            for name, value in row.items()
            if value not in {None, ""}
        )
        return min(_MOST_LINES, max(lines, default=1)) * _LINE_POINTS + 3


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Arial", "font_size": 10}
    cell = {**font, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF", "indent": 1}
    opened = {**cell, "locked": False, "bg_color": "#FFF8E1"}
    number = {"num_format": "#,##0", "align": "right", "text_wrap": False}
    head = {**font, "bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}
    made: dict[str, dict[str, Any]] = {
        "title": {**font, "bold": True, "font_size": 14},
        "plain": font,
        "small": {**font, "font_size": 9, "text_wrap": True, "valign": "bottom"},
        "head": head,
        "head number": {**head, "align": "right"},
        "figure": {**font, **number},
        "figure strong": {**font, **number, "bold": True},
        "warning": {**font, "bold": True, "font_color": "#9C0006"},
        "red": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
        "sum label": {**font, "bold": True, "top": 1},
        "sum": {**font, **number, "bold": True, "top": 1},
        "shut text": {**cell, "num_format": "@"},
        "shut number": {**cell, **number},
        "open text": {**opened, "num_format": "@"},
        "open number": {**opened, **number},
    }
    return {name: book.add_format(looks) for name, looks in made.items()}
