"""Whole files of every format, made in code, from which broken ones are made; the same bytes at every start."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from functools import cache

import xlsxwriter
import xlwt

from tests.spreadsheets.parts import ods_parts, table, table_row, table_text, worksheet, xlsx_parts, zipped

_HEADINGS = ("Referanse", "Tittel", "Søkerkommune", "Samarbeidspartnere", "Søknadsbeløp", "Prosjektstart")
_LINES: tuple[tuple[str | float | date, ...], ...] = (
    ("S-1", "Ungdomsløftet – på tvers; «Å»", "Hå", "Time, Klepp og Gjesdal", 1_100_000.0, date(2021, 8, 1)),
    ("S-2", "Digital heimesjukepleie", "Sauda", "", 350_000.5, date(2021, 9, 1)),
    ("S-3", 'Han sa "ja"', "Lund", "mfl.", 0.0, date(2022, 1, 1)),
)


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Return each file's ending and bytes."""
    strange = zipped(xlsx_parts(_strange_sheet()))
    return (
        (".xlsx", _written({"constant_memory": True})),
        (".xlsx", _written({})),
        (".xlsm", strange),
        (".xlsx", strange),
        (".xls", _xls()),
        (".ods", zipped(ods_parts(_tables()))),
        (".csv", _text(";").encode()),
        (".csv", _text(",").encode("utf-8-sig")),
        (".tsv", _text("\t").encode("utf-16")),
        (".csv", _text(";").encode("cp1252")),
    )


def _strange_sheet() -> str:
    rows = (
        '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>Kom</t></r><r><rPr><b/></rPr><t>mune</t></r></is></c></row>'
        '<row r="3" hidden="1"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>44286</v></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4"><f>A1</f></c><c r="B4" t="str"><f>""</f><v></v></c><c r="C4" t="b"><v>1</v></c></row>'
    )
    before = '<dimension ref="A1:C4"/><cols><col min="2" max="2" hidden="1"/></cols>'
    return worksheet(rows, before, '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>')


def _written(options: dict[str, bool]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    book.set_properties({"created": datetime(2021, 1, 1, tzinfo=UTC)})
    sheet, day = book.add_worksheet("Søknader"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(1, 0, _HEADINGS)
    for row, line in enumerate(_LINES * 4, 2):
        for column, value in enumerate(line):
            sheet.write(row, column, value, day if isinstance(value, date) else None)
    sheet.write_formula(20, 4, "=SUM(E3:E14)", None, 12)
    hidden = book.add_worksheet("Løynd")
    hidden.write(0, 0, "x")
    hidden.hide()
    book.close()
    return stream.getvalue()


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet, day = book.add_sheet("Søknader"), xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for column, heading in enumerate(_HEADINGS):
        sheet.write(0, column, heading)
    for row, line in enumerate(_LINES, 1):
        for column, value in enumerate(line):
            sheet.write(row, column, value, day if isinstance(value, date) else xlwt.Style.default_style)
    sheet.write_merge(6, 7, 0, 1, "x")
    sheet.write(9, 0, xlwt.Formula("SUM(E2:E4)"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tables() -> str:
    number = '<table:table-cell office:value-type="float" office:value="1100000"><text:p>1 100 000</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2021-03-31"><text:p>31.03.2021</text:p></table:table-cell>'
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="3"/>'
    rows = (
        table_row(*map(table_text, _HEADINGS))
        + table_row(table_text("a<text:s/>b"), number, day, error)
        + table_row(empty, attributes='table:number-rows-repeated="5"')
        + table_row(table_text("m", 'table:number-rows-spanned="2"'), number, attributes='table:visibility="collapse"')
        + table_row("<table:covered-table-cell/>", number, empty)
    )
    return table(rows, before='<table:table-column table:visibility="collapse"/>') + table(table_row(number), "To")


def _text(delimiter: str) -> str:
    lines = [_HEADINGS, *(tuple(f'"{str(value).replace(chr(34), chr(34) * 2)}"' for value in line) for line in _LINES)]
    return "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"
