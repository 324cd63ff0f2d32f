"""What a line of the table says: a workbook, and what must come out of it in every format that can carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.intake.books import FORMATS, Book, Cell, Format, Line, Page

TYPED = frozenset({"xlsx", "xlsm", "ods", "xls"})
"""Formats whose cells are numbers, days or texts, and that have sheets."""
TOLD = frozenset({"xlsx", "xlsm", "ods"})
"""Formats that tell an error value from an empty cell, and whether a result was stored."""
EVERY = frozenset(each.name for each in FORMATS)

HEAD = ("Prosjekttittel", "Kommune", "Søkt beløp")
GOOD = ("[oppdikta] Eit prosjekt", "Lund", 100_000)
ALSO = ("[oppdikta] Eit anna", "Time", 50_000)
GOOD_VALUES: Mapping[str, Any] = {"title": GOOD[0], "lead": "1112", "applied_nok": 100_000}
ALSO_VALUES: Mapping[str, Any] = {"title": ALSO[0], "lead": "1121", "applied_nok": 50_000}


@dataclass(frozen=True)
class Case:
    """One line of the table.

    Attributes:
        promise: the sentence it holds the program to.
        book: what was sent.
        taken: what must be taken, row by row: fields with their values, the others are not looked at.
        told: what must be told, as "B2 error amount-ambiguous", in the file's order; "Ark2!B2 …" beyond the first sheet.
        says: code -> what its sentence and advice must hold, the spaces of amounts plain.
        formats: names of those that can carry it; lacking: why the others cannot.
        told_in: what is told instead in some formats, and taken_in what is taken, by the format's name or "text".
        stated, remembered, decided: as in `headings.Meant`.
        finding: what the program does instead, as long as it does not keep the promise.
    """

    promise: str
    book: Book
    taken: Sequence[Mapping[str, Any]] = ()
    told: Sequence[str] = ()
    says: Mapping[str, Sequence[str]] = field(default_factory=dict)
    formats: frozenset[str] = EVERY
    lacking: str = ""
    told_in: Mapping[str, Sequence[str]] = field(default_factory=dict)
    taken_in: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    decided: bool = False
    finding: str = ""

    def expected(self, form: Format) -> tuple[list[str], list[Mapping[str, Any]]]:
        """Return what must be told and taken in a format."""
        names = [form.name, "text"] if form.is_text else [form.name]
        told = next((self.told_in[name] for name in names if name in self.told_in), self.told)
        taken = next((self.taken_in[name] for name in names if name in self.taken_in), self.taken)
        return list(told), list(taken)


def book(*lines: Line, **about: Any) -> Book:
    """Return a workbook of one sheet."""
    epoch_1904 = about.pop("epoch_1904", False)
    return Book((Page(lines, **about),), epoch_1904)


def column(heading: str, *cells: Cell, **about: Any) -> Book:
    """Return a workbook whose rows differ in one column behind title, applicant and amount: D2, D3 and on."""
    return book((*HEAD, heading), *((f"[oppdikta] {at}", "Lund", 100_000, cell) for at, cell in enumerate(cells, 2)), **about)  # fmt: skip


def amounts(*cells: Cell, heading: str = "Søkt beløp") -> Book:
    """Return a workbook whose rows differ in the amount: C2, C3 and on."""
    return book((*HEAD[:2], heading), *((f"[oppdikta] {at}", "Lund", cell) for at, cell in enumerate(cells, 2)))


def applicants(*cells: Cell) -> Book:
    """Return a workbook whose rows differ in the applicant: B2, B3 and on."""
    return book(HEAD, *((f"[oppdikta] {at}", cell, 100_000) for at, cell in enumerate(cells, 2)))


def each(name: str, *values: Any) -> tuple[Mapping[str, Any], ...]:
    """Return rows of which one field is looked at."""
    return tuple({name: value} for value in values)


def at(letter: str, what: str, *rows: int) -> list[str]:
    """Return what is told of a column's cells, the same of each."""
    return [f"{letter}{row} {what}" for row in rows]
