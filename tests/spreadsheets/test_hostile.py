"""Files that mean harm, or are as if they did: one sentence each, before they cost anything."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import openpyxl
import pytest

from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.inside import open_inside
from skjonn.spreadsheets.refusals import SheetFileRefused
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

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def rows_of(content: bytes, ending: str = ".xlsx") -> list[tuple[object, ...]]:
    """Open a file and return the rows of all its sheets."""
    sheets = open_inside(content, ending, f"a{ending}", lambda _text: False).sheets
    return [row.values for _head, rows in sheets for row in rows]


def refused(content: bytes, ending: str = ".xlsx") -> str:
    """Return the code of the refusal, whose sentence names the file."""
    with pytest.raises(SheetFileRefused) as caught:
        rows_of(content, ending)
    assert f"a{ending}" in caught.value.message()
    assert caught.value.help()
    return caught.value.code


def sheet(rows: str, **around: str) -> bytes:
    """Return an .xlsx of one sheet."""
    return zipped(xlsx_parts(worksheet(rows, **around)))


def ods(tables: str) -> bytes:
    """Return an .ods."""
    return zipped(ods_parts(tables))


def told(content: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """Return a zip in whose list of parts one number is another, counted from the start of the part's entry."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before = archive.namelist().index(name)
    changed = bytearray(content)
    place = -1
    for _ in range(before + 1):
        place = content.index(b"PK\x01\x02", place + 1)
    struct.pack_into(form, changed, place + at, value)
    return bytes(changed)


# The zip


def test_a_file_larger_than_any_list() -> None:
    """Size is looked at first."""
    assert refused(b"x" * (refusals.GREATEST_BYTES + 1)) == "file-too-large"


def test_more_parts_than_any_workbook() -> None:
    """Thousands of parts are refused before the list of them is taken in."""
    parts = xlsx_parts() | {f"x{number}": b"" for number in range(refusals.GREATEST_PARTS + 1)}

    assert refused(zipped(parts)) == "file-too-large"


@pytest.mark.parametrize(
    ("at", "form", "value", "code"),
    [
        (24, "<I", 0x1FFFFFFF, "file-too-large"),  # says it unpacks to half a gigabyte
        (24, "<I", 40, "file-damaged"),  # says it is shorter than it is
        (24, "<I", 100_000, "file-damaged"),  # or longer
        (20, "<I", 10, "file-damaged"),  # its packed bytes end before their end
        (20, "<I", 0x7FFFFFFF, "file-damaged"),  # or lie outside the file
        (16, "<I", 0, "file-damaged"),  # another check sum
        (42, "<I", 0x7FFFFFF0, "file-damaged"),  # begins outside the file
        (42, "<I", 0, "file-damaged"),  # overlaps the first part
        (10, "<H", 12, "file-damaged"),  # packed in a way nobody packs
        (8, "<H", 1, "file-encrypted"),
    ],
)
def test_a_list_of_parts_that_lies(at: int, form: str, value: int, code: str) -> None:
    """What the list says of the sheet is held against what is there."""
    assert refused(told(zipped(xlsx_parts()), SHEET, at, form, value)) == code


def test_a_part_that_goes_on_after_its_end() -> None:
    """A part that says it is short, and by its check sum is, but would unpack to more, is not handed on."""
    long = worksheet().encode()
    content = zipped(xlsx_parts(long.decode()) | {"z": long[:40]})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check = archive.getinfo("z").CRC

    assert refused(told(told(content, SHEET, 16, "<I", check), SHEET, 24, "<I", 40)) == "file-damaged"


@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(name: str) -> None:
    """Which of two is meant is not guessed."""
    stream = io.BytesIO(zipped(xlsx_parts()))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, worksheet(""))

    assert refused(stream.getvalue()) == "file-damaged"


def test_what_stands_around_a_zip() -> None:
    """A comment at a zip's end does no harm; bytes after it do."""
    stream = io.BytesIO(zipped(xlsx_parts()))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"made by hand"

    assert len(rows_of(stream.getvalue())) == 2


def test_a_part_nobody_reads_may_be_broken() -> None:
    """A picture that is damaged is no reason to refuse the rows."""
    content = zipped(xlsx_parts() | {"xl/media/image1.png": b"picture" * 100})

    assert len(rows_of(told(content, "xl/media/image1.png", 16, "<I", 1))) == 2


@pytest.mark.parametrize(
    ("part", "shown"), [("xl/workbook.bin", ".xlsb"), ("word/document.xml", ".docx"), ("x.txt", ".zip")]
)
def test_other_kinds_of_zips(part: str, shown: str) -> None:
    """A document of another program under a workbook's name is called what it is."""
    with pytest.raises(SheetFileRefused) as caught:
        rows_of(zipped({"[Content_Types].xml": b"<Types/>", part: b"x"}))

    assert (caught.value.code, caught.value.data["found"]) == ("file-mislabelled", shown)


# The XML


@pytest.mark.parametrize("part", [BOOK, RELATIONS, SHEET, TEXTS, "xl/styles.xml", "_rels/.rels"])
def test_entities(part: str) -> None:
    """A part that declares entities is refused, whichever it is."""
    parts = xlsx_parts()
    text = parts[part].decode()
    start = text.index("<", text.startswith("<?") and 2)
    parts[part] = (text[:start] + BOMB + text[start:]).replace("Ungdomsløftet", "&b;").encode()

    assert refused(zipped(parts)) == "file-damaged"


def test_elements_within_elements_without_end() -> None:
    """Depth costs nothing."""
    deep = "<x>" * 100_000 + "</x>" * 100_000
    before = time.process_time()

    assert len(rows_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=deep))) == 1
    assert refused(sheet("<x>" * 100_000)) == "file-damaged"
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t></t></is></c>',
        '<c r="XFD1048576" t="str"><v></v></c>',
        '<c r="XFD1048576" t="e"/>',
        '<c r="XFD1048576"><f>A1</f></c>',
    ],
)
def test_a_cell_at_the_far_corner(cell: str) -> None:
    """A cell that would ask for half a terabyte is refused, whatever little it holds; formatting alone there is no harm."""
    assert refused(sheet(f'<row r="1048576">{cell}</row>')) == "sheet-too-large"
    assert rows_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'))


def test_a_cell_at_the_far_corner_is_named() -> None:
    """The sentence says where it is."""
    with pytest.raises(refusals.SheetTooLarge) as caught:
        rows_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="Z1000000"><v>1</v></c></row>'))

    assert caught.value.data == {"path": "a.xlsx", "sheet": "Ark", "cell": "Z1000000"}


@pytest.mark.parametrize("repeated", ["rows", "columns"])
def test_a_million_repeated(repeated: str) -> None:
    """An .ods that repeats what it holds a million times is refused; an empty rest of a sheet is not."""
    full = table_text("x", 'table:number-columns-repeated="16384"' if repeated == "columns" else "")
    empty = table_row('<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:number-rows-repeated="1048575"')  # fmt: skip

    assert refused(ods(table(table_row(full * 400, attributes='table:number-rows-repeated="1048576"'))), ".ods") == "sheet-too-large"  # fmt: skip
    assert rows_of(ods(table(table_row(table_text("x")) + empty)), ".ods") == [("x",)]


@pytest.mark.parametrize("row", ["0", "-1", "1048577", "1.5", "4294967297", "٣", ""])
def test_rows_no_sheet_has(row: str) -> None:
    """A row of a number no sheet has is none."""
    assert refused(sheet(f'<row r="{row}"><c><v>1</v></c></row>')) == "file-damaged"


@pytest.mark.parametrize("address", ["A0", "XFE1", "ZZZ1", "A1048577", "a1", "1A", "$A$1", "A-1", "A99999999999"])
def test_cells_no_sheet_has(address: str) -> None:
    """The same of cells."""
    assert refused(sheet(f'<row r="1"><c r="{address}"><v>1</v></c></row>')) == "file-damaged"


@pytest.mark.parametrize("inner", ["1<!-- -->2", "<![CDATA[1]]>2", "<?x?>12"])
def test_a_number_in_two_halves(inner: str) -> None:
    """A number parted by what is none could be read as half of it: it is not read at all."""
    assert refused(sheet(f'<row r="1"><c r="A1"><v>{inner}</v></c></row>')) == "file-damaged"


# Texts


def test_a_long_text_shown_by_every_cell() -> None:
    """One text of a million letters, shown by a hundred thousand cells, would be a hundred gigabytes."""
    parts = xlsx_parts(worksheet("".join(f'<row r="{row}"><c r="A{row}" t="s"><v>1</v></c></row>' for row in range(1, 100_001))))  # fmt: skip
    parts[TEXTS] = parts[TEXTS].replace("Ungdomsløftet".encode(), b"a" * 1_000_000)

    assert refused(zipped(parts)) == "file-too-large"


def test_a_long_text_shown_once() -> None:
    """A text as long beside a table of many cells is read."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{int(row == 7)}</v></c></row>' for row in range(1, 20_001))
    parts = xlsx_parts(worksheet(rows))
    parts[TEXTS] = parts[TEXTS].replace("Ungdomsløftet".encode(), b"a" * 1_000_000)

    found = rows_of(zipped(parts))

    assert (len(found), found[5], found[6]) == (20_000, ("Tittel",), ("a" * 1_000_000,))


@pytest.mark.parametrize("table_of", ['<sst uniqueCount="4294967295">', '<sst uniqueCount="&#52;294967295">', '<sst><sst uniqueCount="4294967295"/>', '<sst uniqueCount="tull">'])  # fmt: skip
def test_a_table_of_texts_that_boasts(table_of: str) -> None:
    """A table that announces four thousand million texts is refused, before room is made for them."""
    parts = xlsx_parts()
    parts[TEXTS] = f"{table_of}<si><t>Tittel</t></si><si><t>b</t></si></sst>".encode()

    assert refused(zipped(parts)) == "file-damaged"


def test_a_large_table_of_texts() -> None:
    """Two hundred thousand different texts are read."""
    count = 200_000
    rows = "".join(f'<row r="{row + 1}"><c r="A{row + 1}" t="s"><v>{row}</v></c></row>' for row in range(count))
    parts = xlsx_parts(worksheet(rows))
    parts[TEXTS] = "<sst>{}</sst>".format("".join(f"<si><t>Tekst {row}</t></si>" for row in range(count))).encode()

    found = rows_of(zipped(parts))

    assert (len(found), found[-1]) == (count, (f"Tekst {count - 1}",))


@pytest.mark.parametrize("text", ["<text:s text:c='4000000000'/>", "a" * 100_000])
def test_long_texts_repeated_in_ods(text: str) -> None:
    """Spaces told by their number, and texts told once for many cells, are counted before they are made."""
    cell = table_text(text, 'table:number-columns-repeated="100"')

    assert refused(ods(table(table_row(cell, attributes='table:number-rows-repeated="100"'))), ".ods") == "file-too-large"  # fmt: skip


# Sheets


def test_sheets_of_one_name() -> None:
    """Two sheets of one name are named, not read twice or once."""
    parts = xlsx_parts()
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", b'<sheet name="Ark" sheetId="2" r:id="r1"/></sheets>')

    assert refused(zipped(parts)) == "sheets-doubled"
    assert refused(ods(table(table_row(table_text("a"))) * 2), ".ods") == "sheets-doubled"


def test_a_sheet_without_a_name() -> None:
    """A sheet need not have a name to be read."""
    parts = xlsx_parts()
    parts[BOOK] = parts[BOOK].replace(b'name="Ark"', b"")

    assert len(rows_of(zipped(parts))) == 2


def test_a_sheet_that_is_not_there() -> None:
    """A sheet listed without a part is missing, not empty."""
    parts = xlsx_parts()
    del parts[SHEET]

    assert refused(zipped(parts)) == "file-damaged"


def test_a_table_within_a_table() -> None:
    """Where a table of an .ods ends must be plain."""
    inner = table(table_row(table_text("a")), "To")
    cell = f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'

    assert refused(ods(table(table_row(cell))), ".ods") == "file-damaged"


@pytest.mark.parametrize(("ending", "code"), [(".xlsx", "file-encrypted"), (".xls", "file-encrypted")])
def test_a_workbook_locked_by_a_password(ending: str, code: str) -> None:
    """Excel wraps a locked workbook in the container of old ones."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")

    assert refused(content, ending) == code


def test_what_the_taker_raises_is_not_the_files_fault() -> None:
    """An error of whoever takes the rows goes through as it is."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["a"])
    stream = io.BytesIO()
    book.save(stream)

    sheets = open_inside(stream.getvalue(), ".xlsx", "a.xlsx", lambda _text: False).sheets

    with pytest.raises(ZeroDivisionError):
        [1 // 0 for _head, rows in sheets for _row in rows]
