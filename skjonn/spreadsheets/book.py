"""Finds the parts of an .xlsx: which is the workbook, which sheets it has, and in which parts these and their texts lie.

Programs name the parts as they like and tell by relations where each lies; the reader of values knows the usual names
only. So the parts are found here, and a workbook with the usual names is written for the reader.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass

from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.archive import Archive
from skjonn.spreadsheets.following import follow, local, require_sound
from skjonn.spreadsheets.weighing import require_honest

_ROOT, _USUAL = "_rels/.rels", "xl/workbook.xml"
_TRUE = {"1", "true"}
_ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*\bt=)["']e["']""")
_EXTENT = re.compile(rb"(<(?:\w+:)?dimension\s)[^<>]*?(/?>)")
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})  # fmt: skip
"""The standard library's own escaper imports half a web client, and every import of a file waits for it."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, its part, and its state as the file words it."""

    name: str
    part: str
    state: str


@dataclass(frozen=True)
class Book:
    """The workbook: its worksheets in order, whether days are counted from 1904, and where texts and styles lie."""

    sheets: tuple[SheetPart, ...]
    epoch_1904: bool
    texts: str | None
    styles: str | None


def find_book(archive: Archive, path: str) -> Book:
    """Return what the workbook consists of.

    Raises:
        FileDamaged: a sheet it lists is not there, or a part does not hold together.
        SheetsDoubled: two sheets have one name.
    """
    where = _Relations.of(archive, _ROOT, "", path).first("officeDocument") if _ROOT in archive else None
    part = where if where and where in archive else _USUAL
    book = _Workbook()
    follow(archive.blocks(part), book, path)
    folder, name = posixpath.split(part)
    relations = _Relations.of(archive, posixpath.join(folder, "_rels", f"{name}.rels"), folder, path)
    sheets = tuple(_sheets(book, relations, archive, path))
    told = map(relations.first, ("sharedStrings", "styles"))
    texts, styles = (kept if kept and kept in archive else None for kept in told)
    if styles:
        require_sound(archive.blocks(styles), path)
    if texts:
        require_honest(archive, texts, path)
    return Book(sheets, book.epoch_1904, texts, styles)


def _quoted(text: str) -> str:
    return f'"{text.translate(_IN_ATTRIBUTE)}"'


def rewritten(archive: Archive, book: Book, mended: Collection[str]) -> bytes:
    """Return a workbook of the same sheets, in which every part has its usual name.

    Args:
        archive: the workbook's.
        book: what it consists of.
        mended: the names of sheets in which something stands that stops the reader of values, of no use to it.
    """
    sheets = [f'<sheet name={_quoted(sheet.name)} sheetId="{number}" state="{sheet.state}" r:id="s{number}"/>' for number, sheet in enumerate(book.sheets, 1)]  # fmt: skip
    targets = [f'<Relationship Id="s{number}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(sheets) + 1)]  # fmt: skip
    root = f'<Relationship Id="b" Type="{_RELATION}/officeDocument" Target="{_USUAL}"/>'
    parts: dict[str, str | bytes] = {
        _ROOT: _relations(root),
        _USUAL: f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><workbookPr date1904="{int(book.epoch_1904)}"/><sheets>{"".join(sheets)}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _relations("".join(targets)),
        **{
            f"xl/worksheets/sheet{number}.xml": _mended(archive.read(sheet.part))
            if sheet.name in mended
            else sheet.part
            for number, sheet in enumerate(book.sheets, 1)
        },
    }
    usual = {"xl/sharedStrings.xml": book.texts, "xl/styles.xml": book.styles}
    return archive.repacked(parts | {name: part for name, part in usual.items() if part})


def _mended(content: bytes) -> bytes:
    """Return a sheet whose errors are texts, as the reader knows few of them, and whose extent is not declared."""
    return _EXTENT.sub(rb'\1ref="A1"\2', _ERROR.sub(rb'\1"str"', content))


def _relations(inner: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'.encode()


def _sheets(book: _Workbook, relations: _Relations, archive: Archive, path: str) -> list[SheetPart]:
    found: dict[str, SheetPart] = {}
    for name, state, key in book.sheets:
        kind, part = relations.by_key.get(key, ("", ""))
        if kind not in {"worksheet", ""}:
            continue  # a chart or a dialogue
        if part not in archive:
            raise refusals.FileDamaged(path=path)
        if name in found:
            raise refusals.SheetsDoubled(path=path, sheet=name)
        found[name] = SheetPart(name, part, state)
    return list(found.values())


class _Relations:
    """Follows a list of relations: the kind and the full name of each part, by key."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.by_key: dict[str, tuple[str, str]] = {}

    @classmethod
    def of(cls, archive: Archive, part: str, folder: str, path: str) -> _Relations:
        """Return the relations told in a part, of what lies in a folder."""
        relations = cls(folder)
        follow(archive.blocks(part), relations, path)
        return relations

    def first(self, kind: str) -> str | None:
        """Return the first part of a kind."""
        return next((part for of, part in self.by_key.values() if of == kind), None)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            self.by_key[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    def end(self, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Pass over text."""

    def interrupted(self) -> None:
        """Pass over comments."""


class _Workbook:
    """Follows the workbook's own part: name, state and key of each sheet, in order."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        match local(name):
            case "sheet":
                key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                state = "visible" if attributes.get("state", "visible") == "visible" else "hidden"
                self.sheets.append((attributes.get("name", ""), state, key))
            case "workbookPr":
                self.epoch_1904 = attributes.get("date1904") in _TRUE

    def end(self, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Pass over text."""

    def interrupted(self) -> None:
        """Pass over comments."""
