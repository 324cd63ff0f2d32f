"""What a look through a workbook's XML finds, and that the quick look finds what the careful one does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from skjonn.domain.sheets import Fault, Head, Row
from skjonn.spreadsheets.facts import About, Scan
from skjonn.spreadsheets.following import follow
from skjonn.spreadsheets.inside import open_inside
from skjonn.spreadsheets.refusals import SheetFileRefused
from skjonn.spreadsheets.scanning_xlsx import SheetFollower
from skjonn.spreadsheets.thinning import scan_sheet
from tests.spreadsheets.parts import (
    BOOK,
    RELATIONS,
    SHEET,
    TEXTS,
    ods_parts,
    table,
    table_row,
    table_text,
    worksheet,
    xlsx_parts,
    zipped,
)

Opened = tuple[About, list[tuple[Head, list[Row]]]]


def opened(content: bytes, ending: str = ".xlsx") -> Opened:
    """Open a file and take all its rows."""
    inside = open_inside(content, ending, f"a{ending}", lambda _text: False)
    return inside.about, [(head, list(rows)) for head, rows in inside.sheets]


def of_sheet(sheet: str) -> tuple[Head, list[Row]]:
    """Open an .xlsx of one sheet."""
    return opened(zipped(xlsx_parts(sheet)))[1][0]


def of_tables(tables: str, before: str = "") -> Opened:
    """Open an .ods."""
    return opened(zipped(ods_parts(tables, before)), ".ods")


# The quick look and the careful one


def _careful(blocks: Sequence[bytes]) -> Scan | str:
    follower = SheetFollower()
    try:
        follow(blocks, follower, "a")
    except SheetFileRefused as error:
        return error.code
    return follower.finished()


def _quick(blocks: Sequence[bytes]) -> Scan | str:
    try:
        return scan_sheet(blocks, "a")
    except SheetFileRefused as error:
        return error.code


ORDINARY = (
    '<c r="{c}{r}"><v>1</v></c>', '<c r="{c}{r}" s="3"/>', '<c r="{c}{r}" s="1" t="s"><v>12</v></c>', '<c r="{c}{r}" t="inlineStr"><is><t>Å &amp; b</t></is></c>',
    '<c r="{c}{r}" t="inlineStr"><is><t xml:space="preserve"> a&#10;</t></is></c>', '<c r="{c}{r}"><f>SUM(A1:B2)</f><v>3</v></c>', '<c r="{c}{r}" t="str"><f>A1</f><v>x</v></c>',
    '<c r="{c}{r}"><f t="shared" ref="A1:A9" si="0">B1</f><v>2</v></c>', '<c r="{c}{r}" t="b"><v>1</v></c>',
)  # fmt: skip
STRANGE_CELLS = (
    '<c r="{c}{r}"><f>A1</f></c>', '<c r="{c}{r}"><f>A1</f><v></v></c>', '<c r="{c}{r}"><f>A1</f><v/></c>', '<c r="{c}{r}" t="str"><f>A1</f><v></v></c>', '<c r="{c}{r}" t="e"><v>#REF!</v></c>',
    '<c r="{c}{r}" t="e"/>', '<c r="{c}{r}" t="e"><v>#SPILL!</v></c>', '<c><v>1</v></c>', '<c t="s"><v></v></c>', '<c r="{c}{r}" t="inlineStr"><is><t></t></is></c>', '<c r="{c}9"><v>1</v></c>',
    '<c r="{c}{r}"><v>1<!-- -->2</v></c>', '<c r="{c}{r}" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c>', '<x:c xmlns:x="u" r="{c}{r}"><x:v>1</x:v></x:c>', "<c r='{c}{r}'><v>1</v></c>",
    '<c r="{c}{r}"><v>]]></v></c>', '<c r="{c}{r}"><v>&unknown;</v></c>', '<c r="{c}{r}"><v>&#0;</v></c>', '<c r="{c}{r}"><v>' + "\x01" + "</v></c>", '<c r="{c}{r}"><v>1</c>', '<c r="{c}0"><v>1</v></c>',
    '<c r="{c}{r}" r="A1"><v>1</v></c>', '<c r="{c}{r}"><v>' + "\uffff" + "</v></c>", '<c r="{c}{r}"><v>' + "\ufeff" + "</v></c>", '<c r="{c}{r}" s="1" s="1"/>', '<c r="XFD1048576"><v>1</v></c>',
    '<c r="XFE{r}"><v>1</v></c>', '<c r="XFE{r}"/>', '<c r="a{r}"><v>1</v></c>', '<c r="{c}{r}"><is/></c>', '<c r="{c}{r}" t="s"><v/></c>', '<c r="{c}{r}"><v>' + "\udc80" + "</v></c>",
)  # fmt: skip
LIKE_A_ROW = '<row r="9" hidden="1"><c r="H9"><v>1</v></c></row>'
STRANGE = (
    f"<!-- {LIKE_A_ROW} -->", f"<!-- {LIKE_A_ROW} {LIKE_A_ROW} -->", f"<?x {LIKE_A_ROW}{LIKE_A_ROW} ?>", f"<![CDATA[{LIKE_A_ROW}{LIKE_A_ROW}]]>", '<row r="4" hidden="1"/>', "</sheetData><sheetData>", "</row>",
    "<sheetData>", "</sheetData></sheetData>", "tekst", '<row r="1"><row r="2"></row></row>', '<row r="0"></row>', '<row r="1048577"></row>', '<row r="1048576"></row><row></row>', f"</sheetData><x>{LIKE_A_ROW}</x><sheetData>",
    f'<row r="1"><c r="B1" t="e"><row r="2"></row>{LIKE_A_ROW}<v>1</v></c></row>', "<row></row>", '<row><c r="B7" t="s"><v>1</v></c></row>', f'<x a="{LIKE_A_ROW}"/>',
)  # fmt: skip
ATTRIBUTES = ("", "", ' spans="1:3"', ' hidden="1"', ' spans="1:2" ht="15" hidden="true"', ' hidden="0"', ' x:y="1"')
STRANGE_ATTRIBUTES = (' spans="1" spans="2"', ' r="7"', " hidden='1'", ' a="<"', ' a="&#65;"', ' hidden="&#49;"', ' a="å"', ' a="' + "\x02" + '"', ' 1="2"')  # fmt: skip
LETTERS = ("A", "B", "C", "O", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA", "XFD")
HEADS = ("", "", '<dimension ref="A1:B2"/>', '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>')
STRANGE_HEADS = ('<dimension ref=""/>', '<cols><col min="0" max="99999" hidden="1"/></cols>', f"<!-- <sheetData>{LIKE_A_ROW} -->", "<x>", "<sheetData/>", f"<sheetData>{LIKE_A_ROW}</sheetData>")  # fmt: skip
TAILS = ("", "", '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="B5"/></mergeCells>')
STRANGE_TAILS = ('<mergeCell ref="X"/>', f"<ext>{LIKE_A_ROW}</ext>", "<x>", "\x02")
BYTES = (0x00, 0x0B, 0x22, 0x26, 0x3C, 0x3E, 0x5D, 0x80, 0xC3, 0xED, 0xEF, 0xFF)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """Draw a sheet of ordinary rows and at most two things that are not."""
    rows = []
    for number in range(1, draw(st.integers(1, 8))):
        cells = [draw(st.sampled_from(ORDINARY)).format(c=draw(st.sampled_from(LETTERS)), r=number) for _ in range(draw(st.integers(0, 3)))]  # fmt: skip
        rows.append([f' r="{number}"{draw(st.sampled_from(ATTRIBUTES))}', *cells])
    pieces = [f"<row{told}>{''.join(cells)}</row>" for told, *cells in rows]
    head, tail = draw(st.sampled_from(HEADS)), draw(st.sampled_from(TAILS))
    byte = None
    for kind in draw(st.lists(st.integers(0, 7), max_size=2)):
        place = draw(st.integers(0, len(pieces)))
        number = draw(st.integers(1, 9))
        cell = draw(st.sampled_from(STRANGE_CELLS)).format(c=draw(st.sampled_from(LETTERS)), r=number)
        match kind:
            case 0 | 1:
                pieces.insert(place, f'<row r="{number}">{cell}</row>')
            case 2:
                pieces.insert(place, f'<row r="{number}"{draw(st.sampled_from(STRANGE_ATTRIBUTES))}></row>')
            case 3 | 4:
                pieces.insert(place, draw(st.sampled_from(STRANGE)))
            case 5:
                head = draw(st.sampled_from(STRANGE_HEADS))
            case 6:
                tail = draw(st.sampled_from(STRANGE_TAILS))
            case _:
                byte = draw(st.sampled_from(BYTES))
    content = bytearray(worksheet("".join(pieces), head, tail).encode("utf-8", "surrogatepass"))
    if byte is not None:
        content[draw(st.integers(0, len(content) - 1))] = byte
    return bytes(content)


@settings(max_examples=400)
@given(content=sheets(), cuts=st.lists(st.integers(0, 3000), max_size=6))
def test_the_quick_look_finds_what_the_careful_one_does(content: bytes, cuts: list[int]) -> None:
    """Whatever a sheet's XML holds, and wherever it is cut into blocks, both ways of looking give one answer."""
    places = [0, *sorted(cut for cut in cuts if cut < len(content)), len(content)]
    blocks = [content[first:last] for first, last in pairwise(places)]

    assert _quick(blocks) == _careful([content])


def test_a_cell_far_longer_than_a_block() -> None:
    """A text of ten million letters is looked at like any other, and read."""
    text = "å" * 10_000_000
    sheet = worksheet(f'<row r="1"><c r="B1" t="inlineStr"><is><t>{text}</t></is></c></row><row r="2"><c r="C2"><v>1</v></c></row>')  # fmt: skip

    rows = opened(zipped(xlsx_parts(sheet), zipfile.ZIP_STORED))[1][0][1]

    assert _quick([sheet.encode()]) == _careful([sheet.encode()])
    assert rows[0].values == (None, text)
    assert rows[1].values == (None, None, 1.0)


# What is found


def test_what_is_told_of_an_xlsx_sheet() -> None:
    """Merged areas, hidden rows and columns, errors and formulas without result come out at their places, from 0."""
    rows = (
        '<row r="2"><c r="B2" t="inlineStr"><is><t>Tittel</t></is></c></row><row r="3" hidden="1"><c r="B3"><v>1</v></c></row>'
        '<row r="5"><c r="B5" t="e"><v>#REF!</v></c><c r="C5"><f>A1</f></c><c r="D5" t="str"><f>""</f><v></v></c><c r="E5"><f>1</f><v></v></c><c r="F5"><v>2</v></c></row>'
    )
    before = '<cols><col min="3" max="4" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
    after = '<mergeCells count="3"><mergeCell ref="B2:C3"/><mergeCell ref="F5:F1048576"/><mergeCell ref="H9:I9"/></mergeCells>'

    head, found = of_sheet(worksheet(rows, before, after))

    assert (head.merged, head.hidden_columns) == (((1, 1, 2, 2),), frozenset({2, 3}))
    assert [(row.number, row.hidden) for row in found] == [(2, False), (3, True), (5, False)]
    assert found[2].values == (None, Fault("#REF!"), Fault(), None, Fault(), 2.0)


def test_what_is_told_of_an_ods_table() -> None:
    """The same of .ods, where rows and cells are repeated and a comment's text is none of the cell's."""
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error" table:number-columns-repeated="2"><text:p>#DIV/0!</text:p></table:table-cell>'
    comment = '<table:table-cell office:value-type="string"><office:annotation><text:p>#REF!</text:p></office:annotation><text:p>a</text:p></table:table-cell>'
    rows = (
        table_row("<table:table-cell/>", attributes='table:number-rows-repeated="2"')
        + table_row(table_text("x", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'), "<table:covered-table-cell/>", comment)
        + table_row(error, '<table:table-cell table:formula="of:=A1"/>', attributes='table:visibility="collapse" table:number-rows-repeated="2"')
        + table_row('<table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value="#1"><text:p>#1</text:p></table:table-cell>')
        + table_row('<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:visibility="collapse" table:number-rows-repeated="1048570"')
    )  # fmt: skip
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="9000"/>'
    )

    head, found = of_tables(table(rows, before=columns))[1][0]

    assert (head.merged, head.hidden_columns) == (((2, 0, 3, 1),), frozenset({1, 2}))
    assert [(row.number, row.hidden, row.values) for row in found] == [
        (3, False, ("x", None, "a")),
        (4, True, (Fault("#DIV/0!"), Fault("#DIV/0!"), Fault())),
        (5, True, (Fault("#DIV/0!"), Fault("#DIV/0!"), Fault())),
        (6, False, ("#1",)),
    ]


def test_line_breaks_within_an_ods_paragraph() -> None:
    """Two names parted by a line break or a tab stay two."""
    found = of_tables(table(table_row(table_text("Hå<text:line-break/>Time<text:tab/>Klepp"))))[1][0][1]

    assert found[0].values == ("Hå\nTime\tKlepp",)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#ERROR!", "#GETTING_DATA"])
def test_errors_of_newer_programs(error: str) -> None:
    """An error value no reader knows is told like any other, and the rest of the sheet is read."""
    rows = f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>7</v></c></row>'

    assert of_sheet(worksheet(rows))[1][0].values == (Fault(error), 7.0)


@pytest.mark.parametrize("declared", ["A1", "A1:XFD1048576", "C9:A1", "", "A", "tull", "A1:A0"])
def test_a_wrong_declared_dimension(declared: str) -> None:
    """What a sheet declares of its extent is never believed."""
    sheet = worksheet(before=f'<dimension ref="{declared}"/>')

    assert [row.number for row in of_sheet(sheet)[1]] == [1, 2]


@pytest.mark.parametrize("value", ["NaN", "1e400", "-inf"])
def test_numbers_that_are_none(value: str) -> None:
    """A number no sheet can hold is an error value."""
    assert of_sheet(worksheet(f'<row r="1"><c r="A1"><v>{value}</v></c></row>'))[1][0].values == (Fault("#NUM!"),)


@pytest.mark.parametrize(("serial", "value"), [("44286", date(2021, 3, 31)), ("2958465", date(9999, 12, 31)), ("2958466", 2958466.0), ("1e300", 1e300), ("-400000", None)])  # fmt: skip
def test_dates_out_of_range(serial: str, value: object) -> None:
    """A day no calendar has stays a number; the file is read."""
    found = of_sheet(worksheet(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c><c r="B1"><v>1</v></c></row>'))[1][0]

    assert found.values[1] == 1.0
    assert value is None or found.values[0] == value
    assert value is not None or not isinstance(found.values[0], date)


def test_days_counted_from_1904() -> None:
    """A workbook made on an old Mac gives the days its author saw, and says how it counts."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append([date(2021, 3, 31), 42824])
    stream = io.BytesIO()
    book.save(stream)

    about, [(head, rows)] = opened(stream.getvalue())

    assert (about.epoch_1904, head.epoch_1904) == (True, True)
    assert rows[0].values == (date(2021, 3, 31), 42824.0)


def test_days_counted_from_1904_in_other_formats() -> None:
    """The same is told of .xls and .ods."""
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("Ark").write(0, 0, 1)
    stream = io.BytesIO()
    book.save(stream)
    before = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'

    assert opened(stream.getvalue(), ".xls")[0].epoch_1904
    assert of_tables(table(table_row(table_text("a"))), before)[0].epoch_1904
    assert not of_tables(table(table_row(table_text("a"))))[0].epoch_1904


def test_what_is_told_of_an_xls() -> None:
    """Merged areas and hidden sheets are told of .xls; that it cannot tell errors from empty cells is told, too."""
    book = xlwt.Workbook()
    book.add_sheet("Ark").write_merge(1, 2, 0, 1, "x")
    hidden = book.add_sheet("Løynd")
    hidden.write(0, 0, 1)
    hidden.visibility = 1
    stream = io.BytesIO()
    book.save(stream)

    about, found = opened(stream.getvalue(), ".xls")

    assert about == About()
    assert [(head.name, head.hidden, head.merged, head.blind) for head, _rows in found] == [
        ("Ark", False, ((1, 0, 2, 1),), True),
        ("Løynd", True, (), True),
    ]


@pytest.mark.parametrize(
    ("part", "about"),
    [("xl/vbaProject.bin", About(macros=True)), ("xl/macrosheets/sheet1.xml", About(macros=True)), ("xl/externalLinks/externalLink1.xml", About(links=True))],
)  # fmt: skip
def test_macros_and_links_are_told_of(part: str, about: About) -> None:
    """What is never run or followed is told of."""
    assert opened(zipped(xlsx_parts() | {part: b"x"}))[0] == about


def test_what_an_ods_takes_from_elsewhere() -> None:
    """What was last seen of another workbook is told of, and is no sheet of this one."""
    own = table(table_row(table_text("a")))
    other = table('<table:table-source xlink:href="b.ods"/>' + table_row(table_text("b")), "'file:///b.ods'#Ark1")

    about, found = of_tables(own + other)

    assert about.links
    assert [head.name for head, _rows in found] == ["Ark"]


# Parts under other names


def test_parts_under_other_names() -> None:
    """Where a workbook's parts lie is taken from its relations, not from custom; dates stay dates."""
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>44286</v></c></row>')
    parts = xlsx_parts(sheet)
    parts["xl/_rels/bok.xml.rels"] = parts.pop(RELATIONS).replace(b"sharedStrings.xml", b"../tekst/t.xml").replace(b"styles.xml", b"/xl/stil.xml").replace(b"worksheets/sheet1.xml", b"./ark/en.xml")  # fmt: skip
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"/xl/bok.xml")
    for old, new in {BOOK: "xl/bok.xml", TEXTS: "tekst/t.xml", "xl/styles.xml": "xl/stil.xml", SHEET: "xl/ark/en.xml"}.items():  # fmt: skip
        parts[new] = parts.pop(old)
    parts["[Content_Types].xml"] = (
        b'<Types><Override PartName="/xl/bok.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )

    assert opened(zipped(parts))[1][0][1][0].values == ("Ungdomsløftet", date(2021, 3, 31))


def test_names_with_backslashes_and_other_case() -> None:
    """Some programs write the parts' names with backslashes, or in other letters than they are referred to."""
    parts = {name.replace("/", "\\").replace("sheet1", "Sheet1"): content for name, content in xlsx_parts().items()}

    assert len(opened(zipped(parts))[1][0][1]) == 2


def test_a_sheet_that_is_a_chart() -> None:
    """A chart on a sheet of its own is passed over."""
    parts = xlsx_parts()
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", b'<sheet name="Figur" sheetId="2" r:id="r9"/></sheets>')
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", b'<Relationship Id="r9" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>')  # fmt: skip
    parts["xl/chartsheets/sheet1.xml"] = b"<chartsheet/>"

    assert [head.name for head, _rows in opened(zipped(parts))[1]] == ["Ark"]
