"""Files that should not be opened, or not as they are: one line for each kind, through the process files are read in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.errors import FindingsError
from skjonn.spreadsheets.reading import Source, answers
from skjonn.spreadsheets.worker import Worker
from skjonn.usecases import intake
from tests.intake.books import Book, Page, ods, text, xls, xlsx
from tests.intake.cases import GOOD, HEAD
from tests.usecases import rounds
from tests.usecases.rounds import everything

BOOK = Book((Page((HEAD, GOOD)),))
SHEET, CONTENT = "xl/worksheets/sheet1.xml", "content.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _with(
    content: bytes, added: dict[str, bytes] | None = None, changed: dict[str, tuple[str, str]] | None = None
) -> bytes:
    """Return a zip with parts added, and with a text of a part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if changed and name in changed:
                before, after = changed[name]
                assert before in part.decode()
                part = part.decode().replace(before, after, 1).encode()
            new.writestr(name, part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def _far_xlsx() -> bytes:
    return _with(
        xlsx(BOOK),
        changed={SHEET: ("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')},
    )


def _far_ods() -> bytes:
    cell = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>'
    return _with(ods(BOOK), changed={CONTENT: ("</table:table>", cell)})


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    return _with(xlsx(BOOK), changed={SHEET: ("<worksheet", f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><worksheet')})


def _bomb_ods() -> bytes:
    return _with(
        ods(BOOK),
        changed={
            CONTENT: (
                "<office:document-content",
                '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><office:document-content',
            )
        },
    )


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("a.xlsx", lambda: b"", "file-empty"),
    "a text file of nothing": ("a.csv", lambda: b"\r\n\r\n", "file-empty"),
    "a file larger than any list": ("a.csv", lambda: b"a" * 50_000_001, "file-too-large"),
    "too many parts": ("a.xlsx", lambda: _with(xlsx(BOOK), {f"xl/x{at}.xml": b"x" for at in range(5_001)}), "file-too-large"),
    "unpacked to far too much": ("a.xlsx", lambda: _with(xlsx(BOOK), {f"xl/x{at}.xml": bytes(range(256)) * 4 + b" " * 45_000_000 for at in range(9)}), "file-too-large"),
    "packed beyond any likeness": ("a.ods", lambda: _with(ods(BOOK), {"more.xml": b" " * 30_000_000}), "file-too-large"),
    "protected by a password": ("a.xlsx", lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
    "an .ods protected by a password": ("a.ods", lambda: _with(ods(BOOK), changed={"META-INF/manifest.xml": ("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>")}), "file-encrypted"),
    "an .xlsx cut short": ("a.xlsx", lambda: xlsx(BOOK)[:-900], "file-damaged"),
    "an .ods cut short": ("a.ods", lambda: ods(BOOK)[:-900], "file-damaged"),
    "an .xls cut short": ("a.xls", lambda: xls(BOOK)[:700], "file-damaged"),
    "an .xlsx named .xls": ("a.xls", lambda: xlsx(BOOK), "file-mislabelled"),
    "an .xls named .xlsx": ("a.xlsx", lambda: xls(BOOK), "file-mislabelled"),
    "an .ods named .xlsx": ("a.xlsx", lambda: ods(BOOK), "file-mislabelled"),
    "an .xlsx named .csv": ("a.csv", lambda: xlsx(BOOK), "file-mislabelled"),
    "a text named .xlsx": ("a.xlsx", lambda: text(BOOK, ";", "utf-8"), "file-mislabelled"),
    "a page of a browser named .xls": ("a.xls", lambda: b"<html><table><tr><td>Tittel</td></tr></table></html>", "file-mislabelled"),
    "entities within entities": ("a.xlsx", _bomb, "file-damaged"),
    "an entity that is a file": ("a.ods", _bomb_ods, "file-damaged"),
    "a cell at the far corner": ("a.xlsx", _far_xlsx, "sheet-too-large"),
    "a far corner of repeated cells": ("a.ods", _far_ods, "sheet-too-large"),
    "a quotation mark left open": ("a.csv", 'Tittel;Kommune;Søkt beløp\r\n"A;Lund;5\r\nB;Lund;6\r\n'.encode, "quote-open"),
    "letters stored in two ways": ("a.csv", lambda: "Tittel;Kommune;Søkt beløp\r\nBlå fjord;Hå;5\r\n".encode() + b"x\xed\xa0\x80;Sola;6\r\n", "encoding-mixed"),
    "letters of another century": ("a.csv", lambda: "Tittel;Kommune;Søkt beløp\r\nBlå måne;Hå;5\r\n".encode("cp850"), "encoding-unknown"),
    "a letter": ("a.docx", lambda: b"PK\x03\x04", "format-unknown"),
}  # fmt: skip
"""What is refused -> the file's name, its bytes, and the code of the sentence it is refused with."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for all of them; it is started anew where a file ends it."""
    with Worker() as one:
        yield one


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused(worker: Worker, kind: str) -> None:
    """It is a sentence with the file's name and an advice, exit 1; and the next file is read as if nothing had been."""
    name, make, code = REFUSED[kind]

    with pytest.raises(FindingsError) as caught:
        list(answers(worker, "values", Source(name, make(), "")))

    assert (caught.value.code, caught.value.exit_code) == (code, 1)
    assert name in caught.value.message()
    assert caught.value.help()
    assert list(answers(worker, "values", Source("b.xlsx", xlsx(BOOK), "")))


@pytest.mark.parametrize("what", ["protected by a password", "an .xls named .xlsx", "entities within entities", "a cell at the far corner"])  # fmt: skip
def test_the_database_is_untouched(office: str, desk: Desk, tmp_path: Path, what: str) -> None:
    """Whatever is wrong with a file, the database is as before."""
    rounds.open_round(office, desk, applied=())
    before = everything(office)
    name, make, code = REFUSED[what]
    (tmp_path / name).write_bytes(make())

    with pytest.raises(FindingsError) as caught:
        intake.import_applications(office, desk, [tmp_path / name], "2021")

    assert caught.value.code == code
    assert everything(office) == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsm", _with(xlsx(BOOK), {"xl/vbaProject.bin": b"x"}), "macros-ignored"),
        ("a.ods", _with(ods(BOOK), {"Basic/Standard/script-lb.xml": b"<x/>"}), "macros-ignored"),
        ("a.xlsx", _with(xlsx(BOOK), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "links-ignored"),
    ],
)
def test_what_is_read_with_a_warning(worker: Worker, name: str, content: bytes, code: str) -> None:
    """Macros are never run and links never followed; the rows are read, and it is said."""
    said = list(answers(worker, "values", Source(name, content, "")))

    assert [one[1][:2] for one in said if one[0] == "problem"] == [[code, "warning"]]
    assert [one[2][:2] for one in said if one[0] == "cells"] == [list(HEAD[:2]), list(GOOD[:2])]
