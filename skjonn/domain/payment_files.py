"""A table of payments as the ministry or the accounts department sends it, read and checked in full."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skjonn.domain.amounts import parse_amount
from skjonn.domain.codes import case_number
from skjonn.domain.dates import parse_day
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, as_text
from skjonn.errors import SkjonnError
from skjonn.texts import N_

_HEADINGS: dict[str, tuple[str, ...]] = {
    "case": ("case", "sak", "saksnummer", "saksnr", "saksnr.", "case number"),
    "share": ("of_which_nok", "of which", "av dette"),
    "amount": ("amount", "amount_nok", "beløp", "beløp (kr)", "sum", "utbetalt", "utbetalt beløp", "paid", "kroner"),
    "reference": ("reference", "referanse", "bilag", "bilagsnummer", "ref"),
    "on": ("paid on", "paid_on", "dato", "utbetalt dato", "utbetalingsdato", "date"),
}
"""What each column may be called, whatever its case. A list as it was sent has the amounts of its cases in a column of their own."""
_REQUIRED = {"case", "amount"}
_SUMS = frozenset(("sum", "total", "totalt", "i alt", "til sammen", "sum totalt", "in all"))
"""What stands in the column of cases where a row is the sum of the others."""
_LONGEST_SERIAL = 9
_FULL = re.compile(r"(20[0-9]{2}(?:-[A-ZÆØÅ][A-ZÆØÅ0-9]{0,7})?)-([0-9]{1,9})")


@dataclass(frozen=True)
class Payment:
    """One row: whole kroner, above 0, of a case; `on` is None where the table does not tell the day, `reference` may be empty."""

    case: str
    amount_nok: int
    reference: str = ""
    on: date | None = None


def read_payments(sheets: Sequence[Sheet], known: Collection[str]) -> tuple[list[Payment], list[Problem]]:
    """Return the rows of the first sheet that has the columns, or everything wrong with it.

    Required are the case and the amount. Lines above the headings, other columns, rows without a case and rows of sums are let be.
    A case may be written as 2021-7, or as 7 where only one call has such an award.

    Args:
        sheets: as they were read; known: numbers of the cases that have an award.
    """
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(row)
            if columns.keys() >= _REQUIRED:
                return _of_rows(sheet, row, sheet.rows[place + 1 :], columns, known)
    missing = problem("error", "payments-columns", N_("The file needs the columns case and amount."))
    return [], [replace(missing, place=sheets[0].place(1, 0))]


def _of_rows(
    sheet: Sheet, head: Row, rows: Sequence[Row], columns: Mapping[str, int], known: Collection[str]
) -> tuple[list[Payment], list[Problem]]:
    found: dict[Payment, int] = {}
    problems: list[Problem] = []
    for row in rows:
        said = _text(row.at(columns["case"]))
        if not said or said.casefold().rstrip(":") in _SUMS:
            continue
        payment, wrong = _of_row(row, said, columns, known)
        before = payment and next((at for one, at in found.items() if _alike(one, payment)), None)
        if before:
            wrong["case"] = problem("error", "payments-twice", N_("The same payment stands in row {row}."), N_("Give each payment a reference of its own, or sum them up in one row."), row=str(before))  # fmt: skip
        elif payment:
            found[payment] = row.number
        problems += [replace(one, place=sheet.place(row.number, columns[name])) for name, one in wrong.items()]
    if not found and not problems:
        none = problem("error", "payments-none", N_("There is no row with a case below the headings."))
        problems = [replace(none, place=sheet.place(head.number, columns["case"]))]
    return ([], problems) if problems else (list(found), [])


def _of_row(
    row: Row, said: str, columns: Mapping[str, int], known: Collection[str]
) -> tuple[Payment | None, dict[str, Problem]]:
    """Return what a row says, or what is wrong with it by column."""
    wrong: dict[str, Problem] = {}
    case = _case(said, known, wrong)
    amount = _amount(row.at(columns["amount"]), wrong)
    day = row.at(columns["on"]) if "on" in columns else None
    on = _read(parse_day, day, "on", wrong) if day not in (None, "") else None
    reference = _text(row.at(columns["reference"])) if "reference" in columns else ""
    return (None if wrong else Payment(case, amount, reference, on if isinstance(on, date) else None)), wrong


def _case(said: str, known: Collection[str], wrong: dict[str, Problem]) -> str:
    """Return the number of the case meant."""
    full = _FULL.fullmatch(said.upper())
    serial = int(said) if said.isascii() and said.isdigit() and len(said) <= _LONGEST_SERIAL else 0
    named = case_number(full[1], int(full[2])) if full else said
    meant = [one for one in known if (int(one.rpartition("-")[2]) == serial if serial else one == named)]
    if len(meant) == 1:
        return meant[0]
    sentence = N_("{found} may be a case of several calls; write it in full, as 2021-007.") if meant else N_("{found} has no award that money could be paid of.")  # fmt: skip
    wrong["case"] = problem("error", "payments-case", sentence, found=said)
    return said


def _amount(cell: CellValue, wrong: dict[str, Problem]) -> int:
    """Return the amount, above 0; 0 where it is wrong."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        wrong["amount"] = problem("error", "payments-amount", N_("The amount is missing."))
        return 0
    amount = _read(parse_amount, cell, "amount", wrong)
    if isinstance(amount, int) and amount <= 0:
        wrong["amount"] = problem("error", "payments-amount", N_("A payment is of one krone or more."))
    return amount if isinstance(amount, int) else 0


def _alike(one: Payment, other: Payment) -> bool:
    """Whether two rows of a file say the same: the same reference, or without one the same day, of a case and an amount."""
    same = (one.case, one.amount_nok, one.reference) == (other.case, other.amount_nok, other.reference)
    return same and (bool(one.reference) or one.on == other.on)


def _read(reader: object, value: CellValue, name: str, wrong: dict[str, Problem]) -> object:
    """Return a cell read by `reader`; where it cannot be, put what is wrong down under the column's name."""
    assert callable(reader)
    try:
        return reader(value.text if isinstance(value, Fault) else value)
    except SkjonnError as error:
        wrong[name] = Problem(error.code, "error", Place(), error.sentence, error.advice, error.data)
        return None


def _columns(row: Row) -> dict[str, int]:
    """Return which column of a row of headings holds what; of two with one meaning the first."""
    clean = [_text(value).casefold() for value in row.values]
    places = {name: next((at for at, text in enumerate(clean) if text in words), None) for name, words in _HEADINGS.items()}  # fmt: skip
    found = {name: at for name, at in places.items() if at is not None}
    share = found.pop("share", None)
    return found if share is None else {**found, "amount": share}


def _text(value: CellValue) -> str:
    return value.text if isinstance(value, Fault) else as_text(value).strip()
