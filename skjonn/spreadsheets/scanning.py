"""Looks through a workbook before it is opened: is it safe to open, and what do its values not tell?

The reader of values cannot tell an error value from an empty cell, and asks for memory by the farthest cell. One pass
over each sheet finds the extent, the cells that show errors, formulas without a stored result, and what is hidden or
merged. What is then opened is written anew from the parts looked through, so that nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.archive import Archive
from skjonn.spreadsheets.book import Book, find_book, rewritten
from skjonn.spreadsheets.facts import About, Scan
from skjonn.spreadsheets.following import follow
from skjonn.spreadsheets.scanning_ods import Content, DoubledName, mended
from skjonn.spreadsheets.thinning import scan_sheet
from skjonn.spreadsheets.weighing import require_light

_CONTENT, _MANIFEST, _KIND = "content.xml", "META-INF/manifest.xml", "mimetype"
_MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_PLAIN_MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")


@dataclass(frozen=True)
class Seen:
    """A workbook looked through: what is true of all of it, what was seen of each sheet by name, and what may be opened."""

    about: About
    scans: Mapping[str, Scan]
    content: bytes


def look(archive: Archive, ending: str, path: str) -> Seen:
    """Look through an .xlsx, .xlsm or .ods.

    Args:
        archive: of its bytes.
        ending: of its name; all but ".ods" are taken for .xlsx.
        path: of the file, for errors.

    Raises:
        FileDamaged, FileEncrypted, FileTooLarge, SheetTooLarge, SheetsDoubled: it should not be opened.
    """
    if ending == ".ods":
        found = _ods(archive, path)
        about = About(found.epoch_1904, _has_macros(archive), found.links or _has_links(archive))
        content = mended(archive.read(_CONTENT)) if found.odd else _CONTENT
        return Seen(
            about, found.scans, archive.repacked({_KIND: _MEDIA_TYPE, _MANIFEST: _PLAIN_MANIFEST, _CONTENT: content})
        )
    book = find_book(archive, path)
    scans = _xlsx(archive, book, path)
    about = About(book.epoch_1904, _has_macros(archive), _has_links(archive))
    odd = {name for name, scan in scans.items() if scan.odd}
    return Seen(about, scans, rewritten(archive, book, odd))


def _has_macros(archive: Archive) -> bool:
    """Tell whether a workbook carries macros; they are never run."""
    return any(name.startswith(_MACROS) for name in archive.namelist())


def _has_links(archive: Archive) -> bool:
    """Tell whether a workbook takes values from other files; they are never opened."""
    return any(name.startswith("xl/externallinks/") for name in archive.namelist())


def _xlsx(archive: Archive, book: Book, path: str) -> dict[str, Scan]:
    scans = {sheet.name: _bounded(sheet.name, scan_sheet(archive.blocks(sheet.part), path), path) for sheet in book.sheets}  # fmt: skip
    if book.texts:
        shared = sum(scan.shared for scan in scans.values())
        require_light(archive, book.texts, [sheet.part for sheet in book.sheets], shared, path)
    return scans


def _ods(archive: Archive, path: str) -> Content:
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise refusals.FileEncrypted(path=path)
    content = Content()
    try:
        follow(archive.blocks(_CONTENT), content, path)
    except DoubledName as error:
        raise refusals.SheetsDoubled(path=path, sheet=str(error)) from error
    for name, scan in content.scans.items():
        _bounded(name, scan, path)
    if sum(scan.letters for scan in content.scans.values()) > refusals.GREATEST_LETTERS:
        raise refusals.FileTooLarge(path=path)
    return content


def _bounded(name: str, scan: Scan, path: str) -> Scan:
    if scan.cells() > refusals.GREATEST_CELLS:
        raise refusals.SheetTooLarge(path=path, sheet=name, cell=scan.corner())
    return scan
