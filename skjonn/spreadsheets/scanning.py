"""Looks through the XML of a workbook before it is opened: is it safe to open, and what do its values not tell?

The reader of values cannot tell an error value from an empty cell, and asks for memory by the farthest cell. One pass
over each sheet finds the extent, the cells that show errors, formulas without a stored result, and hidden rows.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Protocol
from xml.parsers import expat

from skjonn.domain.sheets import Fault, column_letters, column_number
from skjonn.spreadsheets import refusals

_BLOCK = 1 << 18
_WORKSHEET = "/worksheet"
_CALCULATED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


@dataclass
class Scan:
    """What was seen of one sheet: cells by (row, column) from 0; `last` is the farthest row and column that hold anything."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    first: tuple[int, int] = (1 << 30, 1 << 30)
    last: tuple[int, int] = (-1, -1)

    def seen(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Widen the extent by a cell, or by a block of repeated ones."""
        self.first = (min(self.first[0], row), min(self.first[1], column))
        self.last = (max(self.last[0], row + rows - 1), max(self.last[1], column + columns - 1))

    def cells(self) -> int:
        """Return how many cells the extent spans."""
        if self.last[0] < 0:
            return 0
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1)

    def corner(self) -> str:
        """Return the address of the farthest row and column."""
        return f"{column_letters(self.last[1])}{self.last[0] + 1}"


class _Unsafe(Exception):
    """The XML declares entities, which no spreadsheet program writes."""


def open_archive(content: bytes, path: str) -> zipfile.ZipFile:
    """Return the archive of an .xlsx or .ods after checking what opening it would cost.

    Raises:
        FileDamaged, FileEncrypted, FileTooLarge: it should not be opened.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise refusals.FileEncrypted(path=path)
        _require_size(parts, len(content), path)
        if archive.testzip() is not None:
            raise refusals.FileDamaged(path=path)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error) as error:
        raise refusals.FileDamaged(path=path) from error
    return archive


def _require_size(parts: list[zipfile.ZipInfo], packed: int, path: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    far_more = unpacked > 20_000_000 and unpacked > packed * refusals.GREATEST_RATIO  # noqa: PLR2004  (small ones do no harm)
    if unpacked > refusals.GREATEST_UNPACKED or len(parts) > refusals.GREATEST_PARTS or far_more:
        raise refusals.FileTooLarge(path=path)


def scan_xlsx(archive: zipfile.ZipFile, path: str) -> dict[str, Scan]:
    """Return what is seen of each sheet of an .xlsx, by the sheet's name.

    Raises:
        FileDamaged: the XML does not hold together.
        SheetTooLarge: a sheet spans more cells than can be held.
    """
    return _bounded({name: _one(archive, part, _XlsxSheet(), path) for name, part in _sheet_parts(archive, path)}, path)


def scan_ods(archive: zipfile.ZipFile, path: str) -> dict[str, Scan]:
    """Return what is seen of each sheet of an .ods, by the sheet's name.

    Raises:
        FileDamaged, FileEncrypted, SheetTooLarge: it should not be opened.
    """
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml", path):
        raise refusals.FileEncrypted(path=path)
    content = _OdsContent()
    _parse(archive, "content.xml", content, path)
    return _bounded(content.scans, path)


def has_macros(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook carries macros; they are never run."""
    return any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in archive.namelist())


def has_links(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook takes values from other files; they are never opened."""
    return any(name.startswith("xl/externalLinks/") for name in archive.namelist())


def _bounded(scans: dict[str, Scan], path: str) -> dict[str, Scan]:
    for name, scan in scans.items():
        if scan.cells() > refusals.GREATEST_CELLS:
            raise refusals.SheetTooLarge(path=path, sheet=name, cell=scan.corner())
    return scans


def _part(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError as error:
        raise refusals.FileDamaged(path=path) from error


def _sheet_parts(archive: zipfile.ZipFile, path: str) -> list[tuple[str, str]]:
    """Return each worksheet's name and part, in the workbook's order."""
    book = _XlsxBook()
    _parse(archive, "xl/workbook.xml", book, path)
    _parse(archive, "xl/_rels/workbook.xml.rels", book, path)
    found = [(name, _full(book.targets[key])) for name, key in book.sheets if key in book.targets]
    there = set(archive.namelist())
    return [(name, part) for name, part in found if part in there]


def _full(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _one(archive: zipfile.ZipFile, part: str, sheet: _XlsxSheet, path: str) -> Scan:
    _parse(archive, part, sheet, path)
    return sheet.scan


class _Follower(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def _parse(archive: zipfile.ZipFile, part: str, follower: _Follower, path: str) -> None:
    """Read a part once from end to end; a declared entity, which no spreadsheet program writes, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = follower.start
    parser.EndElementHandler = follower.end
    parser.CharacterDataHandler = follower.text
    parser.EntityDeclHandler = _refuse
    try:
        with archive.open(part) as stream:
            _feed(parser, stream)
    except (expat.ExpatError, KeyError, ValueError, zipfile.BadZipFile, _Unsafe) as error:
        raise refusals.FileDamaged(path=path) from error


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    while block := stream.read(_BLOCK):
        parser.Parse(block, False)
    parser.Parse(b"", True)


def _refuse(*_ignored: object) -> None:
    raise _Unsafe


class _XlsxBook:
    """Follows the list of sheets, then the list of parts they lie in."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if name.endswith(" sheet"):
            relation = next((value for key, value in attributes.items() if key.endswith("relationships id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name.endswith(" Relationship") and attributes.get("Type", "").endswith(_WORKSHEET):
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Pass over text."""


class _XlsxSheet:
    """Follows the cells of one worksheet part."""

    def __init__(self) -> None:
        self.scan = Scan()
        self._row, self._column = -1, -1
        self._kind = ""
        self._formula = self._value = self._in_value = False
        self._shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        match name.rpartition(" ")[2]:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
                if attributes.get("hidden") in {"1", "true"}:
                    self.scan.hidden_rows.add(self._row)
            case "c":
                self._cell(attributes)
            case "f":
                self._formula = True
            case "v" | "t":
                self._in_value = True

    def end(self, name: str) -> None:
        """Leave an element; at a cell's end, note what it holds."""
        match name.rpartition(" ")[2]:
            case "v" | "t":
                self._in_value = False
            case "c":
                self._note()

    def text(self, text: str) -> None:
        """Take the text of a value."""
        if self._in_value:
            self._value = True
            self._shown = (self._shown + text)[:20]

    def _cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r", "")
        letters = address.rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        if address[len(letters) :]:
            self._row = int(address[len(letters) :]) - 1
        self._kind = attributes.get("t", "")
        self._formula = self._value = self._in_value = False
        self._shown = ""

    def _note(self) -> None:
        where = (self._row, self._column)
        if self._value or self._formula:
            self.scan.seen(*where)
        if self._kind == "e":
            self.scan.faults[where] = Fault(self._shown or "#?")
        elif self._formula and not self._value and self._kind != "str":
            self.scan.faults[where] = Fault()


class _OdsContent:
    """Follows the tables of content.xml, where empty rows and cells are written once and repeated."""

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self._scan = Scan()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: dict[str, str] | None = None
        self._shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if name == f"{_TABLE} table":
            self._scan = self.scans.setdefault(attributes.get(f"{_TABLE} name", ""), Scan())
            self._row = 0
        elif name == f"{_TABLE} table-row":
            self._rows, self._column = _times(attributes, "rows"), 0
            if attributes.get(f"{_TABLE} visibility") in {"collapse", "filter"} and self._rows < 10_000:  # noqa: PLR2004  (the empty rest of a sheet)
                self._scan.hidden_rows.update(range(self._row, self._row + self._rows))
        elif name in {f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"}:
            self._columns, self._cell, self._shown = _times(attributes, "columns"), attributes, ""

    def end(self, name: str) -> None:
        """Leave an element; at a cell's end, note what it holds."""
        if name == f"{_TABLE} table-row":
            self._row += self._rows
        elif name in {f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"} and self._cell is not None:
            self._note(self._cell)
            self._column += self._columns
            self._cell = None

    def text(self, text: str) -> None:
        """Take the text a cell shows."""
        if self._cell is not None:
            self._shown = (self._shown + text)[:20]

    def _note(self, cell: dict[str, str]) -> None:
        typed = bool(cell.get(f"{_OFFICE} value-type"))
        formula = f"{_TABLE} formula" in cell
        if not (typed or formula or self._shown.strip()):
            return
        self._scan.seen(self._row, self._column, self._rows, self._columns)
        if cell.get(_CALCULATED) == "error" or (formula and self._shown.startswith(("#", "Err:"))):
            self._scan.faults[self._row, self._column] = Fault(self._shown or "#?")
        elif formula and not typed:
            self._scan.faults[self._row, self._column] = Fault()


def _times(attributes: dict[str, str], of: str) -> int:
    return max(1, int(attributes.get(f"{_TABLE} number-{of}-repeated", "1")))
