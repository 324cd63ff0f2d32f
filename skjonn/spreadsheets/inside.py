"""Opens the bytes of a file someone sent, in whatever process it is called: labels checked, extents looked at, rows streamed.

Whatever is wrong with the bytes, also what the libraries below only panic about, comes out as a branch of
SheetFileRefused. What it costs in time and memory is bounded by the process that calls this, not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from python_calamine import PasswordError

from skjonn.domain.sheets import Head, Row
from skjonn.spreadsheets import delimited, refusals, scanning, values
from skjonn.spreadsheets.archive import Archive
from skjonn.spreadsheets.facts import About
from skjonn.spreadsheets.scanning_xls import about_xls

_Item = TypeVar("_Item")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_LONGEST_MEDIA_TYPE, _LONGEST_LIST = 200, 2_000_000
_OFFICE = {".xlsx": "xl/workbook.xml", ".xlsb": "xl/workbook.bin", ".docx": "word/document.xml", ".pptx": "ppt/presentation.xml"}  # fmt: skip
_MAIN_SHEET = re.compile(rb"sheet\.(?:macroenabled\.)?main\+xml")
_TEXT = {".csv", ".tsv", ".txt"}
_NOT_THE_FILES = (refusals.SheetFileRefused, KeyboardInterrupt, SystemExit, GeneratorExit)
KNOWN = {".xlsx", ".xlsm", ".xls", ".ods", *_TEXT}
"""The endings of names that are read."""


@dataclass(frozen=True)
class Inside:
    """A file opened: what is true of all of it, and its sheets, each with its rows; both come as they are asked for."""

    about: About
    sheets: Iterator[tuple[Head, Iterator[Row]]]


def open_inside(content: bytes, ending: str, name: str, is_heading: Callable[[str], bool]) -> Inside:
    """Return what a file holds; a sheet's rows are to be taken before the next sheet is.

    Args:
        content: the file's bytes.
        ending: of its name, in lower case with the point; it tells the format, and must be right.
        name: the file's, for places and errors.
        is_heading: tells a known heading, by which the delimiter of a .csv is found.

    Raises:
        SheetFileRefused: (a branch) it cannot be read or should not be opened; also while the sheets are taken.
    """
    if ending not in KNOWN:
        raise refusals.FormatUnknown(path=name)
    if not content.strip():
        raise refusals.FileEmpty(path=name)
    if len(content) > refusals.GREATEST_BYTES:
        raise refusals.FileTooLarge(path=name)
    try:
        _require_label(content, ending, name)
        inside = _opened(content, ending, name, is_heading)
    except _NOT_THE_FILES:
        raise
    except BaseException as error:
        raise _worded(error, name) from error
    told = ((replace(head, epoch_1904=inside.about.epoch_1904), _guarded(rows, name)) for head, rows in inside.sheets)
    return Inside(inside.about, _guarded(told, name))


def _opened(content: bytes, ending: str, name: str, is_heading: Callable[[str], bool]) -> Inside:
    if ending in _TEXT:
        rows = delimited.stream_delimited(content, name, is_heading)
        return Inside(About(), iter([(Head(name, "", typed=False), rows)]))
    if ending == ".xls":
        return Inside(about_xls(content), values.stream(content, name, None))
    seen = scanning.look(Archive(content, name), ending, name)
    return Inside(seen.about, values.stream(seen.content, name, seen.scans))


def _guarded(items: Iterator[_Item], name: str) -> Iterator[_Item]:
    """Yield the items; whatever the reading of one raises is the file's fault, what the taker raises is not."""
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except _NOT_THE_FILES:
            raise
        except BaseException as error:
            raise _worded(error, name) from error
        yield item


def _worded(error: BaseException, name: str) -> refusals.SheetFileRefused:
    """Return the refusal for what was raised; the reader's panics are no Exception, whatever it is, the file is at fault."""
    match error:
        case PasswordError():
            return refusals.FileEncrypted(path=name)
        case MemoryError():
            return refusals.FileTooLarge(path=name)
        case _:
            return refusals.FileDamaged(path=name)


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
    archive = Archive(content, name)
    for ending, part in _OFFICE.items():
        if part in archive:
            return ending
    types = "[Content_Types].xml"
    if 0 < archive.size(types) < _LONGEST_LIST and _MAIN_SHEET.search(archive.read(types).lower()):
        return ".xlsx"
    ods = 0 < archive.size("mimetype") < _LONGEST_MEDIA_TYPE and b"opendocument.spreadsheet" in archive.read("mimetype")
    return ".ods" if ods else ".zip"


def _kind_of_text(content: bytes) -> str:
    start = content[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return ".html"
    if start.startswith(b"<?xml"):
        return ".xml"
    if start.startswith(b"%pdf"):
        return ".pdf"
    return ".csv" if b"\0" not in content[:2000] and b"\n" in content else ""
