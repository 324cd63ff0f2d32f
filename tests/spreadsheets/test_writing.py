"""Tables as workbooks and as CSV: numbers are numbers, codes are text, and no text is taken for a formula."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from skjonn.domain.fields import CATALOGUE
from skjonn.domain.tables import Table
from skjonn.spreadsheets.writing import csv_text, xlsx
from skjonn.texts.cleaning import printable

COLUMNS = tuple(CATALOGUE[name] for name in ("case", "title", "municipality_number", "awarded_nok"))
TABLE = Table(
    "awards",
    COLUMNS,
    (
        {"case": "2021-001", "title": "=HYPERLINK(1)", "municipality_number": "0301", "awarded_nok": 1_100_000},
        {"case": "2021-002", "title": 'Ål & Hå; "to"\nlinjer', "municipality_number": "1119", "awarded_nok": -5},
        {"case": "2021-003", "title": "", "municipality_number": "1119", "awarded_nok": None},
    ),
    {"awarded_nok": 1_099_995},
)
HEADINGS = 4  # the row, as the user counts


def sheet_of(content: bytes) -> Worksheet:
    """Open a workbook's one sheet."""
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def made(table: Table = TABLE) -> bytes:
    """Write a table as a workbook."""
    return xlsx(table, "nn", banner="DØME & prøve", title="Tildelingar [2021]", subtitle="Rogaland")


def test_cells_hold_what_they_are() -> None:
    """Amounts are whole numbers with a format, codes text with their zeros, an unknown amount an empty cell."""
    sheet = sheet_of(made())
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADINGS + 1, max_row=HEADINGS + 3)]

    assert rows == [
        ["2021-001", "=HYPERLINK(1)", "0301", 1_100_000],
        ["2021-002", 'Ål & Hå; "to"\nlinjer', "1119", -5],
        ["2021-003", None, "1119", None],
    ]
    assert sheet.cell(HEADINGS + 1, 2).data_type == "s"
    assert sheet.cell(HEADINGS + 1, 4).number_format == "#,##0"
    assert sheet.cell(HEADINGS + 1, 3).number_format == "@"


def test_the_sum_stands_below_and_apart() -> None:
    """The sum is a formula in bold that agrees with its value, one row below the table, outside the filter."""
    sheet = sheet_of(made())
    total = sheet.cell(HEADINGS + 5, 4)
    shown = load_workbook(BytesIO(made()), data_only=True).active

    assert (total.value, total.font.bold) == ("=SUM(D5:D7)", True)
    assert shown is not None
    assert shown.cell(HEADINGS + 5, 4).value == 1_099_995
    assert sheet.auto_filter.ref == "A4:D7"


def test_the_sheet_is_ready_to_read_and_print() -> None:
    """The headings stay in view and on each page; A4 across, as wide as the page; the banner on top; a valid name."""
    sheet = sheet_of(made())

    assert sheet.title == "Tildelingar 2021"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth in {None, 1}, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.oddHeader is not None
    assert "DØME && prøve" in str(sheet.oddHeader.center.text)


def test_the_same_table_has_the_same_bytes() -> None:
    """No clock is in the workbook."""
    assert made() == made()


def test_csv_for_spreadsheets() -> None:
    """UTF-8 with its mark, semicolons, field names; texts that look like formulas are made harmless, numbers are not."""
    content = csv_text(TABLE)
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert content.startswith(b"\xef\xbb\xbfcase;title;municipality_number;awarded_nok\r\n")
    assert rows[1] == ["2021-001", "'=HYPERLINK(1)", "0301", "1100000"]
    assert rows[2] == ["2021-002", 'Ål & Hå; "to"\nlinjer', "1119", "-5"]
    assert rows[3] == ["2021-003", "", "1119", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_begins_a_formula(start: str) -> None:
    """Each sign a spreadsheet takes for the beginning of a formula gets an apostrophe before it."""
    table = Table("awards", COLUMNS[1:2], ({"title": f"{start}cmd|x"},), {})
    rows = list(csv.reader(StringIO(csv_text(table).decode("utf-8-sig"), newline=""), delimiter=";"))

    assert rows[1][0].startswith("'")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_carried(text: str) -> None:
    """Any text can be written, and a workbook gives it back as it can be printed."""
    table = Table("awards", COLUMNS[1:2], ({"title": text},), {})
    found = sheet_of(made(table)).cell(HEADINGS + 1, 1).value

    assert csv_text(table)
    assert str(found or "").replace("_x000D_", "") == printable(text) or "_x" in text
