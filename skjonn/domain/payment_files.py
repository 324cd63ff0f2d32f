"""A table of payments as the ministry or the accounts department sends it, read and checked in full."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skjonn.domain.amounts import parse_amount
from skjonn.domain.dates import parse_day
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, as_text
from skjonn.errors import SkjonnError
from skjonn.texts import N_

_HEADINGS: dict[str, tuple[str, ...]] = {
    "case": ("case", "sak", "saksnummer", "saksnr", "saksnr.", "case number"),
    "amount": ("amount", "beløp", "sum", "utbetalt", "utbetalt beløp", "paid", "kroner"),
    "reference": ("reference", "referanse", "bilag", "bilagsnummer", "ref"),
    "on": ("paid on", "dato", "utbetalt dato", "utbetalingsdato", "date"),
}
"""What each column may be called, whatever its case."""
_REQUIRED = {"case", "amount"}


@dataclass(frozen=True)
class Payment:
    """One row: whole kroner, above 0, of a case; `on` is None where the table does not tell the day, `reference` may be empty."""

    case: str
    amount_nok: int
    reference: str = ""
    on: date | None = None


def read_payments(sheets: Sequence[Sheet], known: Collection[str]) -> tuple[list[Payment], list[Problem]]:
    """Return the rows of the first sheet that has the columns, or everything wrong with it.

    Required are the case and the amount. Lines above the headings, other columns, and rows without a case are let be.

    Args:
        sheets: as they were read; known: numbers of the cases that have an award.
    """
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(row)
            if columns.keys() >= _REQUIRED:
                return _of_rows(sheet, sheet.rows[place + 1 :], columns, known)
    missing = problem("error", "payments-columns", N_("The file needs the columns case and amount."))
    return [], [replace(missing, place=sheets[0].place(1, 0))]


def _of_rows(
    sheet: Sheet, rows: Sequence[Row], columns: Mapping[str, int], known: Collection[str]
) -> tuple[list[Payment], list[Problem]]:
    found: list[Payment] = []
    problems: list[Problem] = []
    for row in rows:
        case = _text(row.at(columns["case"]))
        if not case:
            continue
        wrong: dict[str, Problem] = {}
        if case not in known:
            wrong["case"] = problem("error", "payments-case", N_("{found} has no award that money could be paid of."), found=case)  # fmt: skip
        amount = _read(parse_amount, row.at(columns["amount"]), "amount", wrong)
        if isinstance(amount, int) and amount <= 0:
            wrong["amount"] = problem("error", "payments-amount", N_("A payment is of one krone or more."))
        said = row.at(columns["on"]) if "on" in columns else None
        on = _read(parse_day, said, "on", wrong) if said not in (None, "") else None
        reference = _text(row.at(columns["reference"])) if "reference" in columns else ""
        if isinstance(amount, int) and not wrong:
            found.append(Payment(case, amount, reference, on if isinstance(on, date) else None))
        problems += [replace(one, place=sheet.place(row.number, columns[name])) for name, one in wrong.items()]
    return ([], problems) if problems else (found, [])


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
    return {name: at for name, at in places.items() if at is not None}


def _text(value: CellValue) -> str:
    return value.text if isinstance(value, Fault) else as_text(value).strip()
