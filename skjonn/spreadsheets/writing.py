"""A summary table as a workbook or as CSV: numbers as numbers, codes as text, nothing a program would take for a formula."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from math import ceil
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from skjonn.domain.charts import NOTES, Chart
from skjonn.domain.fields import Kind
from skjonn.domain.tables import Table, cell, printed
from skjonn.spreadsheets import chart_page
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_FORBIDDEN_IN_SHEET = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_SHEET, _NARROWEST, _WIDEST = 31, 8, 60  # signs
_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_A4 = 9
_CHARTED = {
    "municipalities": "awarded_nok",
    "areas": "awarded_nok",
    "initiatives": "awarded_nok",
    "pots": "decided_nok",
    "years": "awarded_nok",
}
"""The amount a chart shows, by table."""
_MOST_BARS = 60
_LINE_POINTS = 15
_HEADINGS_AT = 3  # the row of headings, from 0; title and subtitle stand above


def xlsx(table: Table, language: Language, *, banner: str, title: str, subtitle: str) -> bytes:
    """Return the table as a workbook; the same arguments give the same bytes.

    Args:
        table: the value.
        language: of headings and worded cells.
        banner: stands in the page header, as that it is an example; may be empty.
        title: above the table, and the sheet's name; subtitle: below it, may be empty.
    """
    return workbook([(table, title, subtitle)], language, banner=banner, title=title)


def workbook(
    pages: Sequence[tuple[Table, str, str]],
    language: Language,
    *,
    banner: str,
    title: str,
    charts: Mapping[str, Chart] = MappingProxyType({}),
) -> bytes:
    """Return several tables as one workbook, a sheet each; the same arguments give the same bytes.

    Args:
        pages: each a table with its title, which names its sheet, and its subtitle; the first title signs count, and differ.
        language: of headings and worded cells.
        banner: stands in each page header, may be empty; title: the workbook's own.
        charts: by the table they show; each stands on a sheet of its own behind the table's, in the place of the one below the table.
    """
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"title": printable(title), "author": "", "created": _CREATED})
    styles = _styles(book)
    for table, heading, subtitle in pages:
        chart = charts.get(table.name)
        _write_page(book, table, language, styles, (banner, heading, subtitle))
        if chart is None:
            _add_chart(book, table, language, heading)
        else:
            name = sheet_name(f"{heading} – {translate(N_('chart'), language)}")
            chart_page.add(book, chart, styles, (name, banner, subtitle))
    book.close()
    return packed.getvalue()


def _write_page(
    book: Any, table: Table, language: Language, styles: dict[str, Any], about: tuple[str, str, str]
) -> None:
    banner, title, subtitle = about
    sheet = book.add_worksheet(sheet_name(title))
    _set_up(sheet, banner, len(table.columns))
    sheet.write_string(0, 0, printable(title), styles["title"])
    sheet.write_string(1, 0, printable(" · ".join(part for part in (subtitle, banner) if part)))
    grid = [[cell(table, row, column, language) for column in table.columns] for row in table.rows]
    headings = [column.heading(language) for column in table.columns]
    cells = ([printed(line[place]) for line in grid] for place in range(len(headings)))
    widths = [
        max(width_of([heading, *texts]), room_for(heading)) for heading, texts in zip(headings, cells, strict=True)
    ]
    apart = _beside_numbers(table)
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width + apart[place])
        style = styles["heading_number" if column.kind in _NUMBERS else "heading_apart" if apart[place] else "heading"]
        sheet.write_string(_HEADINGS_AT, place, headings[place], style)
    for number, line in enumerate(grid, start=_HEADINGS_AT + 1):
        sheet.set_row(number, _LINE_POINTS * _lines(line, widths))
        for place, value in enumerate(line):
            _write_cell(sheet, (number, place), value, styles, "_apart" if apart[place] else "")
    sheet.autofilter(_HEADINGS_AT, 0, _HEADINGS_AT + len(table.rows), len(table.columns) - 1)
    _write_totals(sheet, table, language, styles)


def csv_text(table: Table, language: Language | None = None) -> bytes:
    """Return the table as CSV for spreadsheets: UTF-8 with its mark, semicolons, one line a row, no totals.

    Args:
        table: the value.
        language: words choices and headings in it; None gives field names and codes as scripts know them.

    A text that begins as a formula does (`= + - @`, tabulator, line end) gets an apostrophe before it; numbers never.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading(language) if language else column.name for column in table.columns])
    for row in table.rows:
        values = (cell(table, row, column, language) if language else row.get(column.name) for column in table.columns)
        writer.writerow([_csv_cell(value) for value in values])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: object) -> str:
    match value:
        case None:
            return ""
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return _harmless("; ".join(map(str, value)))
        case _:
            return _harmless(str(value))


def _harmless(text: str) -> str:
    clean = printable(text)
    return f"'{clean}" if text.startswith(_DANGEROUS) or clean.startswith(_DANGEROUS) else clean


def sheet_name(title: str) -> str:
    """Return a title as a sheet may be called."""
    return " ".join(printable(title).translate(_FORBIDDEN_IN_SHEET).split())[:_LONGEST_SHEET].strip() or "1"


def _set_up(sheet: Any, banner: str, columns: int) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS_AT)
    sheet.freeze_panes(_HEADINGS_AT + 1, 0)
    if banner:
        sheet.set_header("&C&B" + printable(banner).replace("&", "&&"))
    sheet.set_footer("&R&P / &N")
    sheet.set_column(0, columns - 1, _NARROWEST)


def _styles(book: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    words = {**top, "num_format": "@", "text_wrap": True}
    day = {**top, "num_format": "dd.mm.yyyy", "align": "left"}
    heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
    apart = {"align": "left", "indent": 1}
    amount = {**top, "num_format": "#,##0"}  # stored the American way; shown as 1 100 000 where that is the custom
    total = {"bold": True, "top": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format(heading),
        "heading_apart": book.add_format({**heading, **apart}),
        "heading_number": book.add_format({**heading, "align": "right"}),
        "text": book.add_format(words),
        "text_apart": book.add_format({**words, **apart}),
        "amount": book.add_format(amount),
        "date": book.add_format(day),
        "date_apart": book.add_format({**day, **apart}),
        "total": book.add_format(total),
        "total_amount": book.add_format({**amount, **total}),
    }


def _beside_numbers(table: Table) -> list[bool]:
    """Tell of each column whether it holds words that begin where the numbers of the column before end: they are set apart."""
    numbers = [column.kind in _NUMBERS for column in table.columns]
    return [before and not own for before, own in zip([False, *numbers], numbers, strict=False)]


def _write_cell(
    sheet: Any, at: tuple[int, int], value: str | int | date | None, styles: dict[str, Any], apart: str
) -> None:
    row, column = at
    match value:
        case None | "":
            sheet.write_blank(row, column, None, styles[f"text{apart}"])
        case int():
            sheet.write_number(row, column, value, styles["amount"])
        case date():
            sheet.write_datetime(row, column, value, styles[f"date{apart}"])
        case _:
            sheet.write_string(row, column, printable(value), styles[f"text{apart}"])


def _write_totals(sheet: Any, table: Table, language: Language, styles: dict[str, Any]) -> None:
    """Write the sums below the table, one row apart, so that the filter does not take them in, and what is to be known of the figures."""
    sums = [table.totals.get(column.name) for column in table.columns]
    row = _HEADINGS_AT + len(table.rows) + 2
    if table.note:
        sheet.write_string(row + 2, 0, printable(translate(table.note, language)))
    if all(total is None for total in sums):
        return
    for place, (column, total) in enumerate(zip(table.columns, sums, strict=True)):
        if total is None:
            word = translate(N_("Sum"), language) if place == 0 else ""
            sheet.write_string(row, place, word, styles["total"])
        elif table.adds_up(column.name):
            cells = xl_range(_HEADINGS_AT + 1, place, _HEADINGS_AT + len(table.rows), place)
            sheet.write_formula(row, place, f"=SUM({cells})", styles["total_amount"], total)
        else:
            sheet.write_number(row, place, total, styles["total_amount"])


def _add_chart(book: Any, table: Table, language: Language, title: str) -> None:
    """Show the amounts by row on the table's sheet, where it has one amount people compare and not too many rows to tell apart."""
    name = _CHARTED.get(table.name, "")
    place = next((at for at, column in enumerate(table.columns) if column.name == name), None)
    if place is None or not 1 < len(table.rows) <= _MOST_BARS:
        return
    first, last = _HEADINGS_AT + 1, _HEADINGS_AT + len(table.rows)
    heading = table.columns[place].heading(language)
    chart = book.add_chart({"type": "bar"})
    sheet = book.get_worksheet_by_name(sheet_name(title))
    own = sheet.get_name()
    note = printable(translate(NOTES[table.name], language)) if table.name in NOTES else ""
    chart.add_series({"name": [own, _HEADINGS_AT, place], "categories": [own, first, 0, last, 0], "values": [own, first, place, last, place], "fill": {"color": "#1F4E79"}, "gap": 60})  # fmt: skip
    chart.set_title({"name": f"{printable(title)}: {heading}", "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis(chart_page.FROM_ABOVE)
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#BFBFBF"}}, **chart_page.said_below(note)})  # fmt: skip
    chart.set_size({"width": 760, "height": 120 + 24 * len(table.rows)})
    told = f"{printable(title)}: {heading}"
    sheet.insert_chart(last + 6, 0, chart, {"description": f"{told}. {note}" if note else told, "object_position": 2})


def width_of(texts: Sequence[str]) -> int:
    """Return a column's width in signs: the longest line's, within bounds."""
    longest = max(len(line) for text in texts for line in (text.split("\n") or [""]))
    return max(_NARROWEST, min(_WIDEST, longest)) + 2


def room_for(heading: str) -> int:
    """Return the width in signs that keeps a heading's longest word whole: it is bold, and the filter's button stands beside it."""
    return ceil(1.2 * max(map(len, heading.split()), default=0)) + 3


def _lines(line: Sequence[str | int | date | None], widths: Sequence[int]) -> int:
    """Return how many lines a row needs: not every program works that out by itself."""
    texts = ((printed(value), width) for value, width in zip(line, widths, strict=True))
    return max(
        sum(1 if len(part) <= width else ceil(1.15 * len(part) / width) for part in text.split("\n"))
        for text, width in texts
    )
