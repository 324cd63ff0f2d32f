"""Rows of a table that are no application: sums, the headings once more, the numbers of the columns.

A row is taken for one of these only where nothing in it could be an application's: what is left out is lost to the office
that does not read every warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from skjonn.domain.sheets import CellValue, Fault, as_text

_SUM = re.compile(
    r"(?:sum|summen|delsum|totalsum|totalt|total|i alt|til saman|til sammen|samla|samlet)"
    r"(?:\s+(?:kroner|kr\.?|nok|søkt|søkte|søknad(?:ar|er)|søknadsbeløp|beløp|tildelt|innvilga|innvilget|totalt|total|sum|20[0-9]{2}"
    r"|alle (?:kommunar|kommuner|kommunane|kommunene|søknadar|søknader)))*"
    r"(?:\s+(?P<of>[^\s:].*?))?\s*:?",
    re.IGNORECASE,
)
_BEGINNINGS = frozenset("sStTiIdD")
_LONGEST_LABEL = 60
_FIGURE = re.compile(
    r"(?:kr\.?|nok)?\s*[-−]?[0-9][0-9\s.,]*(?:\s*(?:-|%|stk\.?|kr\.?|kroner|nok|mill\.?|tusen|søknad\w*|prosjekt\w*))*|\s*[-–—]+\s*|\s*(?:#\S+|Err:[0-9]{3})\s*",
    re.IGNORECASE,
)
_DAY = re.compile(r"\s*[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:20)?[0-9]{2}\s*")
_LEAST_COLUMNS = 3


def is_sum_label(text: str, is_municipality: Callable[[str], bool]) -> bool:
    """Tell whether a text is the label of a row of sums, and nothing more: "Sum", "Totalt søkt:", "Sum Lund".

    Args:
        text: of one cell.
        is_municipality: tells whether a text names one.
    """
    label = text.strip()
    found = _SUM.fullmatch(label) if label[:1] in _BEGINNINGS and len(label) <= _LONGEST_LABEL else None
    return found is not None and (not found["of"] or is_municipality(found["of"]))


def is_figure(cell: CellValue) -> bool:
    """Tell whether a cell holds an amount or a count, as a number or a text, or a formula of them that failed."""
    if isinstance(cell, str):
        return bool(_FIGURE.fullmatch(cell.strip())) and not _DAY.fullmatch(cell)
    return not isinstance(cell, bool | date) and isinstance(cell, int | float | Fault)


def plain_heading(cell: CellValue) -> str:
    """Return the form headings are compared in with what stands below them: single spaces, without case."""
    return " ".join((cell if isinstance(cell, str) else as_text(cell)).split()).casefold()


def repeats_headings(values: Sequence[CellValue], filled: Sequence[int], headings: Mapping[int, str]) -> bool:
    """Tell whether a row is the header once more, as programs write it where a new page begins.

    Args:
        values: of the row; filled: the positions that hold something.
        headings: position -> heading, as `plain_heading` gives it.
    """
    for at in filled:
        if at not in headings or plain_heading(values[at]) != headings[at]:
            return False  # nearly always at the first
    return len(filled) > 1


def numbers_columns(values: Sequence[CellValue], filled: Sequence[int]) -> bool:
    """Tell whether a row counts the columns: 1, 2, 3 and on, from the first filled cell to the last."""
    if len(filled) < _LEAST_COLUMNS:
        return False
    return all(as_text(values[at]).strip(" ().") == str(number) for number, at in enumerate(filled, 1))
