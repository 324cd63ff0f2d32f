"""One cell or one typed text, read as the value of one field; doubts are problems whose place is yet to be filled in.

An import reads half a million cells, and most say what another has said: a `Reader`, made once for an import, remembers
what it has read, by everything an answer depends on. The rules are the same with and without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol, TypeVar
from unicodedata import is_normalized

from skjonn.domain.amounts import GREATEST_NOK
from skjonn.domain.calls import Call
from skjonn.domain.fields import Field, Kind
from skjonn.domain.intake_kinds import LONGEST_TEXT, Against, Column, read_cell
from skjonn.domain.intake_lists import area_names
from skjonn.domain.partners import Directory, Remembering
from skjonn.domain.readings import NOTHING, Reading, problem_of
from skjonn.domain.sheets import CellValue
from skjonn.texts.cleaning import tidied

__all__ = ["ColumnReader", "Reader", "Reading", "Terms", "clean_text", "problem_of", "read_value"]

KeyT = TypeVar("KeyT")
_KEPT, _LONGEST_KEPT = 2048, 300
"""How many answers a column remembers, and how long a text may be to be remembered."""


@dataclass(frozen=True)
class Terms:
    """What a value is read against: the call, and the register on the call's opening day."""

    call: Call
    directory: Directory

    @cached_property
    def reader(self) -> Reader:
        """The reader of everything that is read against these terms; it stays in its own process."""
        return Reader(self)

    def __reduce__(self) -> tuple[type[Terms], tuple[Call, Directory]]:
        return Terms, (self.call, self.directory)


def read_value(
    field: Field, cell: CellValue, terms: Terms, *, unit: int = 1, lead: str = "", epoch_1904: bool = False
) -> Reading:
    """Read one value.

    Args:
        field: of the catalogue.
        cell: as it stands in the sheet, or a typed text.
        terms: the call and the register.
        unit: what the column's numbers are counted in: 1, 1000 or 1000000 kroner.
        lead: the applicant's number, when known; it is left out of its own partners.
        epoch_1904: the workbook counts its days from 1904.
    """
    return terms.reader.read(field, cell, unit, lead, epoch_1904=epoch_1904)


def clean_text(text: str) -> tuple[str, bool]:
    """Return a text fit to be stored and printed, and whether signs nobody can see had to be dropped.

    Composed letters (NFC), line ends as `\\n`, no control characters but line ends and tabs, no halves of signs, no
    space around.
    """
    clean, dropped = tidied(text)
    return clean, bool(dropped)


class ColumnReader(Protocol):
    """Reads the cells of one column."""

    def __call__(self, cell: CellValue, lead: str = "") -> Reading:
        """Read a cell; `lead` is the applicant's number, when known."""


class Reader:
    """Reads the cells of one import; what it remembers is bounded, and depends on nothing but what it is asked."""

    def __init__(self, terms: Terms) -> None:
        """Read against these terms."""
        areas = terms.call.areas
        self._against = Against(areas, area_names(areas), Remembering(terms.directory), terms.call.opens_on)
        self._columns: dict[tuple[str, int, bool], tuple[Field, ColumnReader]] = {}

    def read(self, field: Field, cell: CellValue, unit: int = 1, lead: str = "", *, epoch_1904: bool = False) -> Reading:  # fmt: skip
        """Read one value; the arguments are those of `read_value`."""
        return self.column(field, unit, epoch_1904=epoch_1904)(cell, lead)

    def column(self, field: Field, unit: int = 1, *, epoch_1904: bool = False) -> ColumnReader:
        """Return what reads the cells of a column: the quickest way to read many."""
        key = (field.name, unit, epoch_1904)
        known = self._columns.get(key)
        if known is None or (known[0] is not field and known[0] != field):
            known = self._columns[key] = (field, self._made(field, unit, epoch_1904))
        return known[1]

    def _made(self, field: Field, unit: int, epoch_1904: bool) -> ColumnReader:
        fresh: ColumnReader = partial(read_cell, Column(field, self._against, unit, epoch_1904))

        if field.kind in {Kind.TEXT, Kind.LONG_TEXT}:
            return _texts(fresh)
        if field.kind in {Kind.AMOUNT, Kind.COUNT} and unit == 1:
            return _whole_numbers(_remembered(fresh))
        return _remembered_by_lead(fresh) if field.kind is Kind.PARTNERS else _remembered(fresh)


def _texts(fresh: ColumnReader) -> ColumnReader:
    """Return a reader of texts: what is printable and composed has nothing to clean. Texts are long, and seldom repeat."""

    def read(cell: CellValue, lead: str = "") -> Reading:
        if cell is None:
            return NOTHING
        if (
            type(cell) is str
            and cell.isprintable()
            and len(cell) <= LONGEST_TEXT
            and (cell.isascii() or is_normalized("NFC", cell))
        ):
            text = cell.strip()
            return Reading(text) if text else NOTHING
        return fresh(cell, lead)

    return read


def _whole_numbers(others: ColumnReader) -> ColumnReader:
    """Return a reader of amounts: a whole number within bounds is itself."""

    def read(cell: CellValue, lead: str = "") -> Reading:
        if type(cell) is float or type(cell) is int:
            whole = int(cell) if 0 <= cell <= GREATEST_NOK else -1
            if whole == cell:
                return Reading(whole)
        return others(cell, lead)

    return read


def _remembered(fresh: ColumnReader) -> ColumnReader:
    """Return a reader that reads what is alike once; 1 and 1.0 are, a yes is not."""
    answers: dict[CellValue, Reading] = {}

    def read(cell: CellValue, lead: str = "") -> Reading:
        if cell is None:
            return NOTHING
        if type(cell) is bool or cell == 0:  # 0.0 and -0.0 are equal, and do not read alike
            return fresh(cell, lead)
        reading = answers.get(cell)
        if reading is None:
            reading = fresh(cell, lead)
            if type(cell) is not str or len(cell) <= _LONGEST_KEPT:
                _keep(answers, cell, reading)
        return reading

    return read


def _remembered_by_lead(fresh: ColumnReader) -> ColumnReader:
    """Return a reader of what also depends on the applicant."""
    answers: dict[tuple[CellValue, str], Reading] = {}

    def read(cell: CellValue, lead: str = "") -> Reading:
        if cell is None:
            return NOTHING
        if type(cell) is bool or cell == 0:  # 0.0 and -0.0 are equal, and do not read alike
            return fresh(cell, lead)
        key = (cell, lead)
        reading = answers.get(key)
        if reading is None:
            reading = fresh(cell, lead)
            if type(cell) is not str or len(cell) <= _LONGEST_KEPT:
                _keep(answers, key, reading)
        return reading

    return read


def _keep(answers: dict[KeyT, Reading], key: KeyT, reading: Reading) -> None:
    if len(answers) >= _KEPT:
        answers.clear()
    answers[key] = reading
