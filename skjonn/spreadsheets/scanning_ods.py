"""Looks through the XML of an .ods, where empty rows and cells are written once and repeated."""

from __future__ import annotations

import re

from skjonn.spreadsheets.facts import LAST_COLUMN, MOST_AREAS, Scan, TooMany
from skjonn.spreadsheets.following import Unfit

_COUNT = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_ERROR = re.compile(r"#(?:N/A|[A-ZÆØÅ/0]{2,8}[!?])|Err:[0-9]{3}")
_HIDDEN = {"collapse", "filter"}
_FROM_ELSEWHERE = {"table:cell-range-source", "table:table-source", "table:dde-link", "office:dde-source"}
_WHITE = {"text:line-break", "text:tab"}
_LINE_BREAK = re.compile(rb"<text:line-break\s*(?:/>|>\s*</text:line-break\s*>)")
_TAB = re.compile(rb"<text:tab(?:\s[^<>]*?)?(?:/>|>\s*</text:tab\s*>)")
_LONGEST_ERROR = 20


def mended(content: bytes) -> bytes:
    """Return content.xml with line breaks and tabs as the characters they stand for."""
    return _TAB.sub(b"\t", _LINE_BREAK.sub(b"\n", content))


class DoubledName(Exception):
    """Two tables of one name."""


class Content:
    """Follows the tables of content.xml; names are as spelt, for so the reader of values knows them.

    Attributes:
        scans: what is seen of each sheet, by its name.
        epoch_1904: whether days are counted from 1904.
        links: whether values are taken from other files.
        odd: it holds line breaks or tabs that the reader of values would drop, so that two words became one.
    """

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self.epoch_1904 = self.links = self.odd = False
        self._table: _Table | None = None
        self._inner = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if name == "table:table":
            self._open(attributes)
        elif name == "table:null-date":
            self.epoch_1904 = attributes.get("table:date-value", "").startswith("1904")
        elif name in _FROM_ELSEWHERE:
            self.links = True
            if self._table and name == "table:table-source":
                self._table.scan.foreign = True
        elif name in _WHITE:
            self.odd = True
        elif self._table:
            self._table.start(name, attributes)
            if "'file:" in attributes.get("table:formula", ""):
                self.links = True

    def end(self, name: str) -> None:
        """Leave an element."""
        if name == "table:table" and self._table:
            self._table.finish()
            self._table = None
        elif self._table:
            self._table.end(name)

    def text(self, text: str) -> None:
        """Take text."""
        if self._table:
            self._table.text(text)

    def interrupted(self) -> None:
        """Pass over comments."""

    def _open(self, attributes: dict[str, str]) -> None:
        if self._table:
            raise Unfit  # a table within a table
        name = attributes.get("table:name")
        if name in self.scans:
            raise DoubledName(name)
        self._table = _Table()
        if name is not None:  # the reader knows no table without a name
            self.scans[name] = self._table.scan


class _Table:
    """Follows the rows and cells of one table."""

    def __init__(self) -> None:
        self.scan = Scan()
        self._row = self._column = self._columns_told = 0
        self._rows = self._columns = 1
        self._cell: dict[str, str] | None = None
        self._shown = ""
        self._length = self._notes = 0
        self._hidden_rows: list[range] = []
        self._hidden_columns = bytearray(LAST_COLUMN + 1)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element within the table."""
        match name:
            case "table:table-cell" | "table:covered-table-cell":
                self._columns = _times(attributes, "table:number-columns-repeated")
                self._cell, self._shown, self._length = attributes, "", len(attributes.get("office:string-value", ""))
            case "table:table-row":
                self._rows, self._column = _times(attributes, "table:number-rows-repeated"), 0
                if attributes.get("table:visibility") in _HIDDEN:
                    self._hidden_rows.append(range(self._row, self._row + self._rows))
            case "table:table-column":
                self._tell_columns(attributes)
            case "office:annotation":
                self._notes += 1
            case "text:s" if self._cell is not None:
                self._length += _times(attributes, "text:c")

    def end(self, name: str) -> None:
        """Leave an element; at a cell's end, note what it holds."""
        match name:
            case "table:table-row":
                self._row += self._rows
            case "table:table-cell" | "table:covered-table-cell" if self._cell is not None:
                self._note(self._cell)
                self._column += self._columns
                self._cell = None
            case "office:annotation":
                self._notes -= 1

    def text(self, text: str) -> None:
        """Take the text a cell shows; a comment on it is none."""
        if self._cell is not None:
            self._length += len(text)
            if not self._notes and len(self._shown) < _LONGEST_ERROR:
                self._shown = (self._shown + text)[:_LONGEST_ERROR]

    def finish(self) -> None:
        """Draw up what is known only at the table's end."""
        last = self.scan.last
        for rows in self._hidden_rows:
            self.scan.hidden_rows.update(range(rows.start, min(rows.stop, last[0] + 1)))
        self.scan.hidden_columns = {column for column, hidden in enumerate(self._hidden_columns) if hidden}

    def _tell_columns(self, attributes: dict[str, str]) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        first, self._columns_told = self._columns_told, self._columns_told + count
        if attributes.get("table:visibility") in _HIDDEN and first <= LAST_COLUMN:
            upto = min(self._columns_told, LAST_COLUMN + 1)
            self._hidden_columns[first:upto] = b"\1" * (upto - first)

    def _note(self, cell: dict[str, str]) -> None:
        formula = "table:formula" in cell
        typed = any(key.startswith("office:") for key in cell)
        self._span(cell)
        if not (typed or formula):
            return
        self.scan.seen(self._row + self._rows - 1, self._column + self._columns - 1)
        self.scan.letters += self._length * self._rows * self._columns
        shown = self._shown.strip()
        if cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
            self._fault(shown or "#?")
        elif formula and not cell.get("office:value-type"):
            self._fault("")

    def _span(self, cell: dict[str, str]) -> None:
        rows, columns = _times(cell, "table:number-rows-spanned"), _times(cell, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            if len(self.scan.merged) >= MOST_AREAS:
                raise TooMany
            self.scan.merged.append((self._row, self._column, self._row + rows - 1, self._column + columns - 1))

    def _fault(self, shown: str) -> None:
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                self.scan.fault((row, column), shown)


def _times(attributes: dict[str, str], key: str) -> int:
    told = attributes.get(key)
    if told is None:
        return 1
    if not _COUNT.fullmatch(told):
        raise Unfit(told)
    return int(told)
