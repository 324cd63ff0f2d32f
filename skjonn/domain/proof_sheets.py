"""A workbook as a finished text: the rows of its sheets, and what stands alone beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skjonn.domain.proof_facts import Passage
from skjonn.domain.sheets import CellValue, Fault, Sheet, as_text, is_empty
from skjonn.texts import _
from skjonn.texts.wording import grouped


def sheet_passages(sheets: Iterable[Sheet]) -> Iterator[Passage]:
    """Yield what the sheets people see say: each sheet is one table, and a row with one text alone is a paragraph."""
    for number, sheet in enumerate((one for one in sheets if not one.hidden), start=1):
        for row in sheet.rows:
            line = _("row {number}").format(number=row.number)
            where = f"{sheet.name}, {line}" if sheet.name else line
            filled = row.filled()
            alone = row.values[filled[0]] if len(filled) == 1 else None
            if isinstance(alone, str):
                yield Passage(where, " ".join(alone.split()))
            elif filled:
                yield Passage(where, "", tuple(_shown(value) for value in row.values), number)


def _shown(value: CellValue) -> str:
    """Return a cell as text; numbers in groups, so that they are known as amounts wherever they stand."""
    if is_empty(value) or isinstance(value, Fault):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return grouped(int(value)).replace("\u2212", "-")
    return as_text(value).removeprefix("'")
