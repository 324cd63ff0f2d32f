"""Files that were sent: read with their addresses, or refused in one sentence."""

from __future__ import annotations

import hashlib
import os
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from skjonn import files
from skjonn.domain.sheets import Fault, Sheet
from skjonn.spreadsheets.reading import fetch, read
from skjonn.spreadsheets.refusals import GREATEST_BYTES, FileNotOrdinary, FileTooLarge, QuoteOpen, SheetFileRefused
from skjonn.usecases import reading_ahead

HEADINGS: list[str | int] = ["Tittel", "Kommune", "Søkt beløp"]
VALUES: list[str | int] = ["Ungdomsløftet – på tvers; «Å»", "Hå", 1_100_000]


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Søknader"
    for column, (heading, value) in enumerate(zip(HEADINGS, VALUES, strict=True), start=2):
        sheet.cell(3, column, heading)
        sheet.cell(5, column, value)
    hidden = book.create_sheet("Løynd")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    book.save(path)


def _xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Søknader")
    for column, (heading, value) in enumerate(zip(HEADINGS, VALUES, strict=True), start=1):
        sheet.write(2, column, heading)
        sheet.write(4, column, value)
    book.save(str(path))


def _ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Søknader")
    for number in range(5):
        row = TableRow()
        row.addElement(TableCell())
        for value in {2: HEADINGS, 4: VALUES}.get(number, []):
            row.addElement(_ods_cell(value))
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(value: object) -> TableCell:
    kind = {"valuetype": "float", "value": value} if isinstance(value, int) else {"valuetype": "string"}
    cell = TableCell(**kind)
    cell.addElement(P(text=str(value)))
    return cell


def _csv(path: Path, encoding: str = "utf-8", delimiter: str = ";") -> None:
    lines = [
        "",
        "",
        delimiter.join(["", *map(str, HEADINGS)]),
        "",
        delimiter.join(["", *(f'"{value}"' for value in VALUES)]),
    ]
    path.write_text("\n".join(lines), encoding=encoding)


@pytest.mark.parametrize(("name", "make"), [("a.xlsx", _xlsx), ("a.xls", _xls), ("a.ods", _ods), ("a.csv", _csv)])
def test_every_format_gives_the_same(tmp_path: Path, name: str, make: object) -> None:
    """The four formats give the same values at the addresses the user sees, leading empty rows and columns counted."""
    path = tmp_path / name
    make(path)  # type: ignore[operator]  # one of the makers above

    sheet = read(path).sheets[0]

    assert sheet.file == name
    assert [row.number for row in sheet.rows] == [3, 5]
    assert sheet.rows[0].values == (None, *HEADINGS)
    assert [str(value).removesuffix(".0") for value in sheet.rows[1].values[1:]] == [str(value) for value in VALUES]
    assert sheet.place(5, 3).cell == "D5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files_as_programs_save_them(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Encoding and delimiter are found from the content."""
    path = tmp_path / "a.csv"
    _csv(path, encoding, delimiter)

    rows = read(path).sheets[0].rows

    assert rows[0].values == (None, *HEADINGS)
    assert rows[1].values == (None, *(str(value) for value in VALUES))


def test_a_delimiter_stated_by_excel(tmp_path: Path) -> None:
    """A first line `sep=;` is no row of data, and rows keep their numbers."""
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nTittel;Kommune\nA,b;Lund\n", encoding="utf-8")

    rows = read(path).sheets[0].rows

    assert [(row.number, row.values) for row in rows] == [(2, ("Tittel", "Kommune")), (3, ("A,b", "Lund"))]


def test_a_line_break_within_a_cell(tmp_path: Path) -> None:
    """A quoted cell over two lines is one cell, and the next row keeps the number a spreadsheet program shows."""
    path = tmp_path / "a.csv"
    path.write_text('Tittel;Kommune\n"A\nb";Lund\nC;Time\n', encoding="utf-8")

    assert [(row.number, row.values) for row in read(path).sheets[0].rows][1:] == [(2, ("A\nb", "Lund")), (3, ("C", "Time"))]  # fmt: skip


@pytest.mark.parametrize("text", ['A;B\n"open;1\nnext;2\n', 'A;B\nx;"open\nnext;2', 'sep=;\nA;B\nx;"open\n'])
def test_a_quotation_mark_left_open(tmp_path: Path, text: str) -> None:
    """What stands after an open quotation mark is never taken into one cell; the refusal names the row it opens in."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    with pytest.raises(QuoteOpen) as caught:
        read(tmp_path / "a.csv")
    assert caught.value.data["row"] == (3 if text.startswith("sep") else 2)


def test_letters_stored_in_two_ways(tmp_path: Path) -> None:
    """A UTF-8 file with a broken sign is not read as Windows-1252, which would turn every ø into Ã¸."""
    (tmp_path / "a.csv").write_bytes("Tittel;Kommune\nBlå fjord;Hå\n".encode() + b"x\xed\xa0\x80;Sola\n")

    assert _refused(tmp_path / "a.csv") == "encoding-mixed"


def test_kinds_of_values(tmp_path: Path) -> None:
    """Days, moments, truth values and numbers keep their kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2021, 2, 28), datetime(2021, 2, 28, 14, 5), True, 1.5, 7, "0 7"])  # noqa: DTZ001  (a cell's value)
    book.save(tmp_path / "a.xlsx")

    values = read(tmp_path / "a.xlsx").sheets[0].rows[0].values

    assert values == (date(2021, 2, 28), datetime(2021, 2, 28, 14, 5), True, 1.5, 7, "0 7")  # noqa: DTZ001  (a cell's value)
    assert values[2] is True


def test_hidden_sheets_and_rows_are_marked(tmp_path: Path) -> None:
    """What the sender hid is read and marked."""
    _xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Søknader"].row_dimensions[5].hidden = True
    book.save(tmp_path / "a.xlsx")

    sheets = read(tmp_path / "a.xlsx").sheets

    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Søknader", False), ("Løynd", True)]
    assert [row.hidden for row in sheets[0].rows] == [False, True]


def _altered(path: Path, part: str, change: dict[str, str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


SHEET = "xl/worksheets/sheet1.xml"


def test_error_values_and_formulas_without_result(tmp_path: Path) -> None:
    """A cell that shows an error, or a formula never calculated, is told from an empty cell, with its address."""
    path = tmp_path / "a.xlsx"
    _xlsx(path)
    error = '<row r="6"><c r="B6" t="e"><f>1/0</f><v>#REF!</v></c><c r="D6"><f>A1</f><v></v></c><c r="E6" t="str"><f>""</f><v></v></c></row>'
    _altered(path, SHEET, {"</sheetData>": f"{error}</sheetData>"})

    row = read(path).sheets[0].rows[-1]

    assert (row.number, row.values) == (6, (None, Fault("#REF!"), None, Fault("")))


def test_error_values_in_open_document(tmp_path: Path) -> None:
    """The same holds for .ods."""
    path = tmp_path / "a.ods"
    _ods(path)
    cell = (
        '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value="">'
        '<text:p>#REF!</text:p></table:table-cell><table:table-cell table:formula="of:=1"/></table:table-row></table:table>'
    )
    _altered(path, "content.xml", {"</table:table>": cell})

    row = read(path).sheets[0].rows[-1]

    assert (row.number, row.values) == (6, (None, Fault("#REF!"), Fault("")))


def _refused(path: Path) -> str:
    with pytest.raises(SheetFileRefused) as caught:
        read(path)
    assert caught.value.exit_code == 1
    assert caught.value.message()
    assert caught.value.help()
    return caught.value.code


def test_a_cell_in_the_farthest_corner(tmp_path: Path) -> None:
    """A small file that would ask for half a terabyte is refused, naming the cell; formatting alone there is no harm."""
    path = tmp_path / "a.xlsx"
    _xlsx(path)
    _altered(path, SHEET, {"</sheetData>": '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'})
    assert read(path).sheets[0].rows

    _altered(path, SHEET, {'s="0"/>': "><v>1</v></c>"})
    assert _refused(path) == "sheet-too-large"


def test_a_block_repeated_without_end(tmp_path: Path) -> None:
    """The same in .ods, where one written cell can stand for millions."""
    path = tmp_path / "a.ods"
    _ods(path)
    cell = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>'
    _altered(path, "content.xml", {"</table:table>": cell})

    assert _refused(path) == "sheet-too-large"


def test_a_file_that_unpacks_to_far_more(tmp_path: Path) -> None:
    """A bomb is refused before it is unpacked."""
    path = tmp_path / "a.xlsx"
    _xlsx(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b" " * 50_000_000)

    assert _refused(path) == "file-too-large"


def test_entities_are_refused(tmp_path: Path) -> None:
    """XML that declares entities is not read."""
    path = tmp_path / "a.xlsx"
    _xlsx(path)
    _altered(path, SHEET, {"<worksheet ": '<!DOCTYPE x [<!ENTITY a "b">]><worksheet '})

    assert _refused(path) == "file-damaged"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file-empty"),
        ("a.csv", b"\n  \n", "file-empty"),
        ("a.csv", b";;;\n;;;\n", "file-empty"),
        ("a.docx", b"PK\x03\x04", "format-unknown"),
        ("a.xlsx", b"Tittel;Kommune\nA;Lund\n", "file-mislabelled"),
        ("a.xls", b"<html><table><tr><td>Tittel</td></tr></table></html>", "file-mislabelled"),
        ("a.xlsx", b"\x00\x01\x02\x03 nothing known", "file-damaged"),
        ("a.xlsx", b"PK\x03\x04 broken off", "file-damaged"),
        ("a.csv", b"PK\x03\x04 broken off", "file-damaged"),
        ("a.csv", b"Tittel\x00\x01\x81", "file-damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken off", "file-damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """Each way of being no spreadsheet has its own sentence."""
    (tmp_path / name).write_bytes(content)

    assert _refused(tmp_path / name) == code


@pytest.mark.parametrize(
    ("named", "make"), [("a.xls", _xlsx), ("a.ods", _xlsx), ("a.xlsx", _ods), ("a.xlsx", _xls), ("a.csv", _xlsx)]
)
def test_names_that_lie(tmp_path: Path, named: str, make: object) -> None:
    """A workbook under another format's name is refused, not guessed at."""
    make(tmp_path / named)  # type: ignore[operator]  # one of the makers above

    assert _refused(tmp_path / named) == "file-mislabelled"


def _whole(make: object, name: str, folder: Path) -> bytes:
    make(folder / name)  # type: ignore[operator]  # one of the makers above
    return (folder / name).read_bytes()


@pytest.mark.parametrize(("name", "make"), [("a.xlsx", _xlsx), ("a.ods", _ods)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(part=st.floats(min_value=0.05, max_value=0.97))
def test_files_broken_off(tmp_path: Path, name: str, make: object, part: float) -> None:
    """A file cut short anywhere is refused, with no other error."""
    content = _whole(make, name, tmp_path)
    (tmp_path / name).write_bytes(content[: int(len(content) * part)])

    assert _refused(tmp_path / name) == "file-damaged"


def test_macros_are_told_of(tmp_path: Path) -> None:
    """A workbook with macros is read, and the macros are mentioned."""
    path = tmp_path / "a.xlsm"
    _xlsx(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert [problem.code for problem in read(path).problems] == ["macros-ignored"]


def test_encrypted_archives(tmp_path: Path) -> None:
    """An .ods whose manifest tells of encryption is refused as such."""
    path = tmp_path / "a.ods"
    _ods(path)
    _altered(path, "META-INF/manifest.xml", {"</manifest:manifest>": "<manifest:encryption-data/></manifest:manifest>"})

    assert _refused(path) == "file-encrypted"


def test_columns_beyond_z() -> None:
    """Addresses go on after Z as spreadsheet programs write them."""
    sheet = Sheet("a", "b", ())

    assert [sheet.place(1, column).cell for column in (25, 26, 701, 702)] == ["Z1", "AA1", "ZZ1", "AAA1"]


def test_bytes_are_known_by_their_digest(tmp_path: Path) -> None:
    """The digest is of the file as sent."""
    (tmp_path / "a.csv").write_bytes(b"a;b\n1;2\n")

    assert read(tmp_path / "a.csv").sha256 == hashlib.sha256(b"a;b\n1;2\n").hexdigest()


@pytest.mark.long
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(where=st.lists(st.integers(min_value=512, max_value=5000), min_size=1, max_size=30), value=st.integers(0, 255))
def test_broken_old_workbooks(tmp_path: Path, where: list[int], value: int) -> None:
    """An .xls with any bytes overwritten is read or refused; it never takes this process with it."""
    content = bytearray(_whole(_xls, "a.xls", tmp_path))
    for place in where:
        content[place % len(content)] = value
    (tmp_path / "b.xls").write_bytes(content)

    with suppress(SheetFileRefused):
        assert read(tmp_path / "b.xls").sheets


def test_dates_in_old_workbooks(tmp_path: Path) -> None:
    """Days and moments of an .xls keep their kind on the way from the process that reads it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Ark")
    sheet.write(0, 0, date(2021, 2, 28), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(0, 1, datetime(2021, 2, 28, 14, 5), xlwt.easyxf(num_format_str="DD.MM.YYYY HH:MM"))  # noqa: DTZ001  (a cell's value)
    book.save(str(tmp_path / "a.xls"))

    assert read(tmp_path / "a.xls").sheets[0].rows[0].values == (date(2021, 2, 28), datetime(2021, 2, 28, 14, 5))  # noqa: DTZ001  (a cell's value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_never_ends_is_not_opened(tmp_path: Path, ending: str) -> None:
    """A pipe, and a device behind a link, are refused before a byte is read; nothing of them is opened ahead either."""
    pipe, device = tmp_path / f"pipe{ending}", tmp_path / f"null{ending}"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")

    for path in (pipe, device):
        with pytest.raises(FileNotOrdinary) as caught:
            fetch(path)
        with reading_ahead.begin([path]) as worker:
            assert worker is not None
        assert path.name in caught.value.message()


def test_the_size_is_looked_at_before_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than any list is refused unread."""
    path = tmp_path / "stor.csv"
    with path.open("wb") as large:
        large.truncate(GREATEST_BYTES + 1)
    monkeypatch.setattr(files, "read_bytes", lambda _path: pytest.fail("it was read"))

    with pytest.raises(FileTooLarge):
        fetch(path)
