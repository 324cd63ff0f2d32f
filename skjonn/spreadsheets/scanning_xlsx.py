"""Looks through the XML of one sheet of an .xlsx, for what its values do not tell."""

from __future__ import annotations

import re

from skjonn.domain.sheets import Area, column_number
from skjonn.spreadsheets.facts import LAST_COLUMN, LAST_ROW, MOST_AREAS, Scan, TooMany
from skjonn.spreadsheets.following import Unfit, local

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_EXTENT = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?", re.ASCII)
_USUAL_ERRORS = {"", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_TRUE = {"1", "true"}
_TEXTS = {"str", "d"}
"""Kinds of cell in which an empty value is a text without letters, not nothing."""


def address(text: str) -> tuple[int, int]:
    """Return row and column, from 0, of an address such as B7; nothing looser is an address in a file.

    It may lie outside every sheet, as long as it holds nothing.
    """
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise Unfit(text)
    return int(found[2]) - 1, column_number(found[1])


class SheetFollower:
    """Follows the cells of one worksheet part; a place not written down is the one after the last, as readers count."""

    def __init__(self) -> None:
        self.scan = Scan()
        self.row = 0
        self._hidden, self._spans = bytearray(LAST_COLUMN + 1), 0
        self._column = 0
        self._depth = 0
        self._rows_at = -1
        self._place = (0, 0)
        self._kind = self._shown = ""
        self._formula = self._value = self._held = self._in_value = False

    def among_rows(self) -> bool:
        """Tell whether the next element would be a row of the sheet, nothing being open but what holds the rows."""
        return self._depth == self._rows_at

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._depth += 1
        match local(name):
            case "c":
                self._enter(attributes)
            case "v":
                self._in_value = True
                self._held = self._held or self._kind in _TEXTS
            case "t":
                self._in_value = True
            case "f":
                self._formula = True
            case "is":
                self._held = True
            case "row":
                self._enter_row(attributes)
            case "sheetData":
                self._rows_at = self._depth
            case "col" if attributes.get("hidden") in _TRUE:
                self._hide(int(attributes["min"]), int(attributes["max"]))
            case "dimension" if not _EXTENT.fullmatch(attributes.get("ref", "")):
                self.scan.odd = True
            case "mergeCell":
                self.scan.merged.append(_area(attributes["ref"]))
                if len(self.scan.merged) > MOST_AREAS:
                    raise TooMany

    def end(self, name: str) -> None:
        """Leave an element; at a cell's end, note what it holds."""
        self._depth -= 1
        match local(name):
            case "v" | "t":
                self._in_value = False
            case "c":
                self._note()
            case "row":
                self.row, self._column = self.row + 1, 0
            case "sheetData":
                self._rows_at = -1

    def text(self, text: str) -> None:
        """Take the text of a value."""
        if self._in_value:
            self._value = True
            self._shown = (self._shown + text)[:20]

    def finished(self) -> Scan:
        """Return what was seen, after the last element."""
        self.scan.hidden_columns = {column for column, hidden in enumerate(self._hidden) if hidden}
        return self.scan

    def _hide(self, first: int, last: int) -> None:
        if not 1 <= first <= last <= LAST_COLUMN + 1 or self._spans > LAST_COLUMN:
            raise Unfit(str(first))
        self._hidden[first - 1 : last] = b"\1" * (last - first + 1)
        self._spans += 1

    def interrupted(self) -> None:
        """Refuse what would part a value in two: readers differ in which half they take."""
        if self._in_value and not self._held:
            raise Unfit

    def _enter_row(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            if not _NUMBER.fullmatch(attributes["r"]):
                raise Unfit(attributes["r"])
            self.row = int(attributes["r"]) - 1
        if self.row > LAST_ROW:
            raise Unfit(str(self.row))
        if attributes.get("hidden") in _TRUE:
            self.scan.hidden_rows.add(self.row)

    def _enter(self, attributes: dict[str, str]) -> None:
        self._place = address(attributes["r"]) if "r" in attributes else (self.row, self._column)
        self._column = self._place[1] + 1
        self._kind = attributes.get("t", "")
        self._formula = self._value = self._held = self._in_value = False
        self._shown = ""

    def _note(self) -> None:
        error = self._kind == "e"
        if not (self._value or self._formula or self._held or error):
            return
        if self._place[0] > LAST_ROW or self._place[1] > LAST_COLUMN:
            raise Unfit(str(self._place))
        self.scan.seen(*self._place)
        if self._kind == "s":
            self.scan.shared += 1
        if error:
            self.scan.fault(self._place, self._shown or "#?")
            self.scan.odd = self.scan.odd or self._shown not in _USUAL_ERRORS
        elif self._formula and not self._value and self._kind != "str":
            self.scan.fault(self._place, "")


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    top, left = address(first)
    bottom, right = address(last or first)
    return (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
