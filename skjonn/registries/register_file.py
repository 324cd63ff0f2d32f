"""A municipality register as a file: read, and checked in full before anybody uses it.

Headings are those of the register that comes with the package; other columns are let be. Rows are counted as a
spreadsheet does, the headings being row 1.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from skjonn.registries.language import FORMS
from skjonn.registries.municipalities import Municipality, Register, municipality_of
from skjonn.registries.organisations import is_valid
from skjonn.texts import N_

COLUMNS = (
    "number", "name_nb", "name_official", "name_sami", "name_kven", "county_number", "county_name",
    "valid_from", "valid_to", "successors", "org_number", "language_form",
)  # fmt: skip
"""The headings a register file must have."""

_MOST_ROWS = 20_000
_LONGEST_CELL = 10_000  # no name is that long; the csv module's own bound belongs to the whole process
_MOST_BYTES = 20_000_000
_LETTERS = 26
_REQUIRED = ("name_nb", "name_official", "county_name")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a register file: stable code, cell as a spreadsheet names it (may be empty), msgids and their data."""

    code: str
    cell: str
    sentence: str
    advice: str = ""
    data: dict[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ReadRegister:
    """What a file says: the register, empty where anything is wrong, and every fault found."""

    register: Register
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    order: Sequence[str]

    def fault(self, column: str, code: str, sentence: str, **data: object) -> Fault:
        """Return a fault in this row's cell of `column`."""
        cell = f"{_letters(self.order.index(column))}{self.number}"
        return Fault(code, cell, sentence, data={"column": column, "value": self.cells[column], **data})


def read_register(content: bytes) -> ReadRegister:
    """Read and check a register file's bytes: `.csv` in UTF-8, with commas or semicolons."""
    text = _decoded(content)
    if text is None:
        wrong = N_("The file is not text in UTF-8, or is larger than a register can be.")
        return ReadRegister(Register(()), (Fault("register-not-text", "", wrong),))
    rows = _table(text)
    if isinstance(rows, Fault):
        return ReadRegister(Register(()), (rows,))
    faults = [fault for row in rows for fault in _within(row)]
    if faults:
        return ReadRegister(Register(()), tuple(faults))
    municipalities = [municipality_of(row.cells) for row in rows]
    register = Register(municipalities)
    faults = [fault for row, one in zip(rows, municipalities, strict=True) for fault in _between(row, one, register)]
    return ReadRegister(Register(()), tuple(faults)) if faults else ReadRegister(register)


def parse_register(content: str) -> Register:
    """Return the register of a file's text that was checked when it was taken into use."""
    rows = _table(content)
    assert not isinstance(rows, Fault), "checked when it was taken into use"
    return Register(municipality_of(row.cells) for row in rows)


def _decoded(content: bytes) -> str | None:
    if len(content) > _MOST_BYTES or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _table(text: str) -> list[_Row] | Fault:
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        lines = None
    if lines is None or any(len(cell) > _LONGEST_CELL for line in lines for cell in line):
        return Fault("register-not-csv", "", N_("The file is not comma- or semicolon-separated values."))
    order = [heading.strip().casefold() for heading in lines[0]] if lines else []
    missing = [column for column in COLUMNS if column not in order]
    if missing:
        return Fault(
            "register-columns-missing", "A1", N_("These headings are missing: {columns}."), data={"columns": missing}
        )
    filled = [(place, line) for place, line in enumerate(lines[1:], start=2) if any(cell.strip() for cell in line)]
    if not 0 < len(filled) <= _MOST_ROWS:
        wrong = N_("A register has from 1 to {most} rows; this file has {found}.")
        return Fault("register-rows", "", wrong, data={"most": _MOST_ROWS, "found": len(filled)})
    return [_Row(place, _cells(order, line), order) for place, line in filled]


def _cells(order: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    cells = dict.fromkeys(order, "")
    cells |= {heading: " ".join(cell.split()) for heading, cell in zip(order, line, strict=False)}
    cells["successors"] = ";".join(re.findall(r"[^;,\s]+", cells["successors"]))
    cells["org_number"] = cells["org_number"].replace(" ", "")
    return cells


def _within(row: _Row) -> Iterator[Fault]:
    """Check a row by itself."""
    cells = row.cells
    if not re.fullmatch("[0-9]{4}", cells["number"]):
        yield row.fault("number", "register-number-wrong", N_("{column}: {value} is not four digits."))
    elif cells["county_number"] != cells["number"][:2]:
        yield row.fault(
            "county_number", "register-county-wrong", N_("{column}: {value} is not the first two digits of the number.")
        )
    for column in _REQUIRED:
        if not cells[column]:
            yield row.fault(column, "register-name-missing", N_("{column} is empty."))
    yield from _period(row)
    if not all(re.fullmatch("[0-9]{4}", number) for number in cells["successors"].split(";") if cells["successors"]):
        yield row.fault(
            "successors", "register-successors-wrong", N_("{column}: {value} is not numbers of four digits.")
        )
    if cells["org_number"] and not is_valid(cells["org_number"]):
        yield row.fault(
            "org_number",
            "register-organisation-number-wrong",
            N_("{column}: {value} is not an organisation number (its check digit does not fit)."),
        )
    if cells["language_form"] not in {*FORMS, ""}:
        yield row.fault(
            "language_form",
            "register-language-form-wrong",
            N_("{column}: {value} is none of {forms}, nor empty."),
            forms=FORMS,
        )


def _period(row: _Row) -> Iterator[Fault]:
    first, after = _day(row.cells["valid_from"]), _day(row.cells["valid_to"])
    if first is None:
        yield row.fault("valid_from", "register-date-wrong", N_("{column}: {value} is not a date like 2020-01-01."))
    if row.cells["valid_to"] and after is None:
        yield row.fault("valid_to", "register-date-wrong", N_("{column}: {value} is not a date like 2020-01-01."))
    if first and after and after <= first:
        yield row.fault("valid_to", "register-period-wrong", N_("{column}: {value} is not after the first day."))
    if bool(row.cells["valid_to"]) != bool(row.cells["successors"]):
        yield row.fault(
            "successors",
            "register-successors-missing",
            N_("A municipality that has ended has successors, and no other has."),
        )


def _between(row: _Row, one: Municipality, register: Register) -> Iterator[Fault]:
    """Check a sound row against the others: no overlap within its number, successors in force when it ends."""
    for other in register.periods(one.number):
        earlier = other is not one and other.valid_from <= one.valid_from
        if earlier and (other.valid_to is None or other.valid_to > one.valid_from):
            yield row.fault(
                "valid_from",
                "register-periods-overlap",
                N_("{column}: from {value} the number {number} is already in force."),
                number=one.number,
            )
    for number in one.successors:
        if one.valid_to and register.at(number, one.valid_to) is None:
            yield row.fault(
                "successors",
                "register-successor-missing",
                N_("{column}: {number} is not in force on {day}, when this one ends."),
                number=number,
                day=one.valid_to,
            )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _letters(index: int) -> str:
    """Return a spreadsheet's name of a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
