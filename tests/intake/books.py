"""One description of a workbook, written in every format that can carry it, as the programs people use save it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, cast

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CalculationSettings, CoveredTableCell, NullDate, Table, TableCell, TableColumn, TableRow
from odf.teletype import addTextToElement
from odf.text import P
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904


@dataclass(frozen=True)
class Shows:
    """A cell that shows an error, such as `#REF!`."""

    error: str


@dataclass(frozen=True)
class Formula:
    """A formula; without a `result` none was ever stored."""

    text: str
    result: float | None = None


@dataclass(frozen=True)
class Formatted:
    """A cell that is made up and holds nothing."""


Cell = str | int | float | bool | date | datetime | Shows | Formula | Formatted | None
Line = Sequence[Cell]


@dataclass(frozen=True)
class Page:
    """One sheet.

    Attributes:
        lines: from row 1; an empty one is an empty row.
        merged: areas such as `A2:A4`; hidden_rows: as the user counts; hidden_columns: by letter.
        dimension: what the sheet declares its extent to be, where that is wrong (.xlsx).
    """

    lines: Sequence[Line]
    name: str = "Ark1"
    hidden: bool = False
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    dimension: str = ""


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets in order, and whether it counts days from 1904."""

    pages: Sequence[Page]
    epoch_1904: bool = False


DAY_FORMAT, MOMENT_FORMAT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
DIMENSION = "<dimension "


def xlsx(book: Book) -> bytes:
    """Return the workbook as Excel's own format."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    if book.epoch_1904:
        made.epoch = CALENDAR_MAC_1904
    for page in book.pages:
        sheet = made.create_sheet(page.name)
        for row, line in enumerate(page.lines, 1):
            for column, value in enumerate(line, 1):
                _put_xlsx(sheet.cell(row, column), value)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
        for area in page.merged:
            sheet.merge_cells(area)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for letter in page.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    told = {f"xl/worksheets/sheet{at}.xml": page.dimension for at, page in enumerate(book.pages, 1) if page.dimension}
    return _redeclared(stream.getvalue(), told) if told else stream.getvalue()


def _put_xlsx(cell: Any, value: Cell) -> None:
    match value:
        case Shows(error):
            cell.value, cell.data_type = error, "e"
        case Formula(text, _result):
            cell.value = f"={text}"
        case Formatted():
            cell.number_format = "# ##0"
        case datetime():
            cell.value, cell.number_format = value, MOMENT_FORMAT
        case date():
            cell.value, cell.number_format = value, DAY_FORMAT
        case str():
            cell.value, cell.data_type = value, "s"
        case _:
            cell.value = value


def _redeclared(content: bytes, extents: Mapping[str, str]) -> bytes:
    """Return the workbook with other extents declared than its sheets have."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in extents:
                before, mark, behind = part.decode().partition(DIMENSION)
                assert mark
                part = f'{before}{DIMENSION}ref="{extents[name]}"/>{behind.partition("/>")[2]}'.encode()
            new.writestr(name, part)
    return stream.getvalue()


def _bounds(area: str) -> tuple[int, int, int, int]:
    """Return first column, first row, last column and last row of an area, from 1."""
    return cast("tuple[int, int, int, int]", range_boundaries(area))


def xls(book: Book) -> bytes:
    """Return the workbook as Excel saved it until 2003."""
    made = xlwt.Workbook()
    made.dates_1904 = book.epoch_1904
    for page in book.pages:
        sheet = made.add_sheet(page.name)
        for row, line in enumerate(page.lines):
            for column, value in enumerate(line):
                _put_xls(sheet, row, column, value)
        sheet.visibility = int(page.hidden)
        for area in page.merged:
            left, top, right, bottom = _bounds(area)
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        for letter in page.hidden_columns:
            sheet.col(column_index_from_string(letter) - 1).hidden = True
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


_DAY_XLS = xlwt.easyxf(num_format_str="DD.MM.YYYY")
_MOMENT_XLS = xlwt.easyxf(num_format_str="DD.MM.YYYY HH:MM")
_AMOUNT_XLS = xlwt.easyxf(num_format_str="# ##0")


def _put_xls(sheet: Any, row: int, column: int, value: Cell) -> None:
    match value:
        case None:
            return
        case Shows(error):
            sheet.row(row).set_cell_error(column, error)
        case Formula(text, _result):
            sheet.write(row, column, xlwt.Formula(text))
        case Formatted():
            sheet.row(row).set_cell_blank(column, _AMOUNT_XLS)
        case datetime():
            sheet.write(row, column, value, _MOMENT_XLS)
        case date():
            sheet.write(row, column, value, _DAY_XLS)
        case _:
            sheet.write(row, column, value)


def ods(book: Book) -> bytes:
    """Return the workbook as LibreOffice saves it."""
    made = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    made.automaticstyles.addElement(unseen)
    if book.epoch_1904:
        settings = CalculationSettings()
        settings.addElement(NullDate(datevalue="1904-01-01"))
        made.spreadsheet.addElement(settings)
    for page in book.pages:
        table = Table(name=page.name, **({"stylename": unseen} if page.hidden else {}))
        for letter in "ABCDEFGHIJKLMNOP":
            hidden = {"visibility": "collapse"} if letter in page.hidden_columns else {}
            table.addElement(TableColumn(**hidden))
        for row, line in enumerate(page.lines, 1):
            table.addElement(_row_ods(page, row, line))
        made.spreadsheet.addElement(table)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _row_ods(page: Page, number: int, line: Line) -> Any:
    row = TableRow(**({"visibility": "collapse"} if number in page.hidden_rows else {}))
    areas = [_bounds(area) for area in page.merged]
    for column in range(1, max(len(line), *(area[2] for area in areas), 1) + 1):
        value = line[column - 1] if column <= len(line) else None
        span = next((area for area in areas if area[0] <= column <= area[2] and area[1] <= number <= area[3]), None)
        if span and (column, number) != span[:2]:
            row.addElement(CoveredTableCell())
            continue
        wide = (
            {"numbercolumnsspanned": span[2] - span[0] + 1, "numberrowsspanned": span[3] - span[1] + 1} if span else {}
        )
        row.addElement(_cell_ods(value, wide))
    return row


def _cell_ods(value: Cell, more: Mapping[str, Any]) -> Any:
    shown = ""
    match value:
        case None | Formatted():
            return TableCell(**more)
        case Shows(error):
            typed, shown = {"formula": f"of:={error}", "valuetype": "string", "stringvalue": ""}, error
        case Formula(text, None):
            return TableCell(formula=f"of:={text}", **more)
        case Formula(text, result):
            typed, shown = {"formula": f"of:={text}", "valuetype": "float", "value": str(result)}, str(result)
        case bool():
            typed, shown = {"valuetype": "boolean", "booleanvalue": str(value).lower()}, "SANN" if value else "USANN"
        case int() | float():
            typed, shown = {"valuetype": "float", "value": str(value)}, as_shown(value)
        case date():
            typed, shown = {"valuetype": "date", "datevalue": value.isoformat()}, as_shown(value)
        case _:
            typed, shown = {"valuetype": "string"}, str(value)
    cell = TableCell(**typed, **more)
    for part in shown.split("\n"):
        paragraph = P()
        addTextToElement(paragraph, part)
        cell.addElement(paragraph)
    return cell


def text(book: Book, delimiter: str, encoding: str) -> bytes:
    """Return the first visible sheet as a text file, with the values as a Norwegian Excel shows them."""
    page = next(page for page in book.pages if not page.hidden)
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for line in page.lines:
        rows.writerow([as_shown(value) for value in line])
    return stream.getvalue().encode(encoding)


def as_shown(value: Cell) -> str:  # noqa: PLR0911  (one line per kind of cell)
    """Return what a cell shows, which is all a text file keeps of it."""
    match value:
        case None | Formatted():
            return ""
        case Shows(error):
            return error
        case Formula(_text, result):
            return as_shown(result)
        case bool():
            return "SANN" if value else "USANN"
        case float():
            return str(value).removesuffix(".0").replace(".", ",")
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)


@dataclass(frozen=True)
class Format:
    """One way of saving a book: its name in a test, the file's ending, and what writes it."""

    name: str
    ending: str
    write: Callable[[Book], bytes]

    @property
    def is_text(self) -> bool:
        """Whether it keeps nothing but what the cells show."""
        return self.ending in {".csv", ".tsv"}


def _text_format(name: str, delimiter: str, encoding: str, ending: str = ".csv") -> Format:
    return Format(name, ending, partial(text, delimiter=delimiter, encoding=encoding))


FORMATS = (
    Format("xlsx", ".xlsx", xlsx),
    Format("xlsm", ".xlsm", xlsx),
    Format("ods", ".ods", ods),
    Format("xls", ".xls", xls),
    _text_format("csv-utf8", ";", "utf-8"),
    _text_format("csv-bom", ";", "utf-8-sig"),
    _text_format("csv-comma", ",", "utf-8"),
    _text_format("csv-utf16", ";", "utf-16"),
    _text_format("csv-utf16-bare", "\t", "utf-16-le"),
    _text_format("csv-cp1252", ";", "cp1252"),
    _text_format("tsv-utf8", "\t", "utf-8", ".tsv"),
    _text_format("tsv-utf16", "\t", "utf-16", ".tsv"),
)
"""Every format and way of saving that is read."""
