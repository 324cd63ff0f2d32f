"""An annotated copy as a workbook: the list of faults, then the sheets with their faulty cells coloured and told of in notes.

An error differs from a warning by colour, by frame and by the first word of its note, never by colour alone. The same
copy gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from math import isfinite
from typing import Any

import xlsxwriter

from skjonn.domain.annotations import Annotated, Mark, MarkedSheet
from skjonn.domain.sheets import CellValue, Fault, Row, as_text
from skjonn.spreadsheets.cell_sizes import LINE_POINTS, column_widths, height_of, lines_of
from skjonn.spreadsheets.copy_mark import MARK
from skjonn.spreadsheets.fault_list import ListWords, write_list
from skjonn.spreadsheets.marked_styles import NOTE_COLOURS, Kind, Look, Styles
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_FORBIDDEN_IN_SHEET = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_SHEET, _LONGEST_TEXT, _LONGEST_NOTE = 31, 32_767, 1_500
_LEAST_GROUPED, _GREATEST_WHOLE = 10_000, 10**15
_FIRST_YEAR = 1900
_DANGEROUS = ("=", "+", "-", "@")
_A4, _DEEPEST_FROZEN, _PAGE_SIGNS = 9, 15, 190
_NOTE_WIDTH, _NOTE_SIGNS = 330, 52  # of a note: pixels, and signs on a line of it


def xlsx(copy: Annotated, words: ListWords, unnamed: str = "") -> bytes:
    """Return the copy as a workbook.

    Args:
        copy: sheets, marks and lines.
        words: what stands above the list, and its language.
        unnamed: what a sheet without a name (that of a text file) is called.
    """
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"title": printable(words.title), "author": "", "created": _CREATED})
    book.set_custom_property(MARK, "1")
    names = _names([sheet.name or unnamed for sheet in copy.sheets], translate(N_("Faults"), words.language))
    shown = {sheet.name: name for sheet, name in zip(copy.sheets, names[1:], strict=True)}
    styles = Styles(book)
    listed = book.add_worksheet(names[0])
    for marked in copy.sheets:
        _write_sheet(book.add_worksheet(shown[marked.name]), marked, styles)
    write_list(listed, copy, words, shown, styles)
    book.close()
    return packed.getvalue()


def _names(wanted: Sequence[str], listed: str) -> list[str]:
    """Return the names of the list and of the sheets, as a workbook takes them; the sheets' own come first."""
    given: dict[str, str] = {}
    for name in (*wanted, listed):
        plain = printable(name).translate(_FORBIDDEN_IN_SHEET).strip(" '")[:_LONGEST_SHEET].strip(" '") or "1"
        number, free = 1, plain
        while free.casefold() in given:
            number += 1
            free = f"{plain[: _LONGEST_SHEET - 4]} {number}"
        given[free.casefold()] = free
    *sheets, first = given.values()
    return [first, *sheets]


def _write_sheet(sheet: Any, marked: MarkedSheet, styles: Styles) -> None:
    table = [row for row in marked.rows if row.number >= marked.header]
    widths = column_widths(table, max((len(row.values) for row in marked.rows), default=0))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    amounts = _amount_columns(table)
    for row in table:
        if (height := height_of(row, widths)) > LINE_POINTS:
            sheet.set_row(row.number - 1, height)
    for row in marked.rows:
        for column, value in enumerate(row.values):
            if value is not None:
                kind = _kind(value, among_amounts=column in amounts)
                _write_value(sheet, row.number - 1, column, value, styles.of(kind, _look(marked, row.number, column)))
    _write_marks(sheet, marked, styles)
    _set_up(sheet, marked, widths)


def _amount_columns(rows: Iterable[Row]) -> set[int]:
    """Return the columns whose great numbers are mostly round: those are amounts, not phone numbers or other codes."""
    great: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row.values):
            if isinstance(value, int | float) and _LEAST_GROUPED <= abs(value) < _GREATEST_WHOLE:
                great[column] = great.get(column, 0) + (1 if value % 100 == 0 else -1)
    return {column for column, balance in great.items() if balance > 0}


def _look(marked: MarkedSheet, row: int, column: int) -> Look:
    if mark := marked.marks.get((row, column)):
        return mark.severity
    if marked.header and row <= marked.header:
        return "header" if row == marked.header else "title"
    return "grey" if row in marked.grey else ""


def _kind(value: CellValue, *, among_amounts: bool) -> Kind:
    match value:
        case bool():
            return "number"
        case int() | float():
            return "amount" if among_amounts and abs(value) >= _LEAST_GROUPED else "number"
        case datetime() if value.hour or value.minute:
            return "moment"
        case date():
            return "date"
        case str() if value.startswith(_DANGEROUS) or value.strip().isdigit():
            return "code"  # so that a text stays one also when its cell is edited
        case _:
            return "text"


def _write_value(sheet: Any, row: int, column: int, value: CellValue, style: Any) -> None:
    match value:
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float() if isfinite(value) and abs(value) < _GREATEST_WHOLE:
            sheet.write_number(row, column, value, style)
        case date() if value.year >= _FIRST_YEAR:
            sheet.write_datetime(
                row, column, value.replace(tzinfo=None) if isinstance(value, datetime) else value, style
            )
        case _:
            text = printable(value.text if isinstance(value, Fault) else as_text(value))
            cut = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
            (sheet.write_string if cut else sheet.write_blank)(row, column, cut, style)


def _write_marks(sheet: Any, marked: MarkedSheet, styles: Styles) -> None:
    rows = {row.number: row for row in marked.rows}
    for (row, column), mark in marked.marks.items():
        if row not in rows or rows[row].at(column) is None:
            sheet.write_blank(row - 1, column, None, styles.of("text", mark.severity))
        sheet.write_comment(row - 1, column, *note_of(mark))


def note_of(mark: Mark) -> tuple[str, dict[str, Any]]:
    """Return a note's text and how it is shown: as large as it needs to be."""
    text = printable(mark.text)
    text = text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"
    height = 17 * lines_of(text, _NOTE_SIGNS) + 12
    colour = NOTE_COLOURS[mark.severity]
    return text, {"author": "", "width": _NOTE_WIDTH, "height": height, "color": colour, "font_size": 9}


def _set_up(sheet: Any, marked: MarkedSheet, widths: Sequence[int]) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(max(1, round(sum(widths) / _PAGE_SIGNS)), 0)
    sheet.set_footer("&R&P / &N")
    if 0 < marked.header <= _DEEPEST_FROZEN:
        sheet.freeze_panes(marked.header, 0)
        sheet.repeat_rows(marked.header - 1)
    if marked.header and widths:
        sheet.autofilter(marked.header - 1, 0, marked.rows[-1].number - 1, len(widths) - 1)
