"""Reads the sheets of a file someone sent: .xlsx, .xlsm, .xls, .ods, .csv, .tsv; values with the addresses the user sees.

A file is not trusted: it is checked before it is opened, nothing in it is run or followed, and what cannot be read is
refused in one sentence.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from python_calamine import PasswordError

from skjonn import files
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import Sheet
from skjonn.spreadsheets import refusals, scanning
from skjonn.spreadsheets.apart import read_apart
from skjonn.spreadsheets.delimited import read_delimited
from skjonn.spreadsheets.scanning import Scan
from skjonn.spreadsheets.values import sheets_of
from skjonn.texts import N_

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_LONGEST_MEDIA_TYPE = 200
_TEXT = {".csv", ".tsv", ".txt"}
_KNOWN = {".xlsx", ".xlsm", ".xls", ".ods", *_TEXT}


@dataclass(frozen=True)
class Workbook:
    """A file read: its name, the SHA-256 of its bytes, its sheets in order, and what is worth a warning."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


def read(path: Path, is_heading: Callable[[str], bool] = lambda _text: False) -> Workbook:
    """Read every sheet of a file.

    Args:
        path: of the file; its name's ending tells the format, and must be right.
        is_heading: tells a known heading, by which the delimiter of a .csv is found.

    Raises:
        FileMissing, FileUnreadable: it is not there, or closed to this user.
        SheetFileRefused: (a branch) it cannot be read or should not be opened.
    """
    ending = path.suffix.lower()
    if ending not in _KNOWN and not path.is_dir():
        raise refusals.FormatUnknown(path=path.name)
    content = files.read_bytes(path)
    if not content.strip():
        raise refusals.FileEmpty(path=path.name)
    if len(content) > refusals.GREATEST_BYTES:
        raise refusals.FileTooLarge(path=path.name)
    _require_label(content, ending, path.name)
    sheets, problems = _sheets(content, ending, path.name, is_heading)
    if not any(sheet.rows for sheet in sheets):
        raise refusals.FileEmpty(path=path.name)
    return Workbook(path.name, files.sha256(content), tuple(sheets), tuple(problems))


def _require_label(content: bytes, ending: str, name: str) -> None:
    """Refuse a file whose content is of another format than its name says."""
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content and ending in {".xlsx", ".xlsm", ".xls"}:
            raise refusals.FileEncrypted(path=name)
        found = ".xls"
    elif content.startswith(_ZIP):
        found = _zipped(content, name)
    else:
        found = ".csv"
    same = {".xlsm": ".xlsx", ".tsv": ".csv", ".txt": ".csv"}
    if found == same.get(ending, ending):
        return
    if found == ".csv" and ending == ".xls" and content[:2] in {b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"}:
        return  # a workbook of Excel's first versions, without a container
    shown = _kind_of_text(content) if found == ".csv" else found
    if not shown:
        raise refusals.FileDamaged(path=name)
    raise refusals.FileMislabelled(path=name, named=ending, found=shown)


def _zipped(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _LONGEST_MEDIA_TYPE:
                kind = archive.read("mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise refusals.FileDamaged(path=name) from error
    if "xl/workbook.xml" in names:
        return ".xlsx"
    return ".ods" if b"opendocument.spreadsheet" in kind else ".zip"


def _kind_of_text(content: bytes) -> str:
    start = content[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return ".html"
    if start.startswith(b"<?xml"):
        return ".xml"
    if start.startswith(b"%pdf"):
        return ".pdf"
    return ".csv" if b"\0" not in content[:2000] and b"\n" in content else ""


def _sheets(
    content: bytes, ending: str, name: str, is_heading: Callable[[str], bool]
) -> tuple[list[Sheet], list[Problem]]:
    if ending in _TEXT:
        return [Sheet(name, "", read_delimited(content, name, is_heading))], []
    if ending == ".xls":
        return list(read_apart(content, name)), []
    with scanning.open_archive(content, name) as archive:
        scans = scanning.scan_ods(archive, name) if ending == ".ods" else scanning.scan_xlsx(archive, name)
        problems = list(_warnings(archive, name))
    return _in_process(content, name, scans), problems


def _warnings(archive: zipfile.ZipFile, name: str) -> Iterator[Problem]:
    if scanning.has_macros(archive):
        yield replace(problem("warning", "macros-ignored", N_("The file carries macros; they are not run.")), place=Place(name))  # fmt: skip
    if scanning.has_links(archive):
        yield replace(problem("warning", "links-ignored", N_("The file takes values from other files; what was last stored is read.")), place=Place(name))  # fmt: skip


def _in_process(content: bytes, name: str, scans: dict[str, Scan]) -> list[Sheet]:
    try:
        return list(sheets_of(content, name, scans))
    except (refusals.SheetFileRefused, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError as error:
        raise refusals.FileEncrypted(path=name) from error
    except BaseException as error:  # the reader's panics are no Exception; whatever it is, the file is at fault
        raise refusals.FileDamaged(path=name) from error
