"""The values of a workbook's sheets, at the addresses the user sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from skjonn.domain.sheets import CellValue, Row, Sheet, is_empty
from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.scanning import Scan


def sheets_of(content: bytes, name: str, scans: dict[str, Scan]) -> Iterator[Sheet]:
    """Yield the worksheets of .xlsx, .ods or .xls bytes, hidden ones marked; what the library raises goes through.

    Args:
        content: the bytes, checked before as far as the format can be.
        name: the file's.
        scans: what was seen of each sheet beforehand, by its name.
    """
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                rows = _rows(workbook.get_sheet_by_name(about.name), name, about.name, scans.get(about.name, Scan()))
                yield Sheet(name, about.name, rows, about.visible != SheetVisibleEnum.Visible)


def _rows(values: Any, path: str, name: str, scan: Scan) -> tuple[Row, ...]:
    """Return the rows of one sheet that hold anything; the library starts at the first used cell, the user counts from A1."""
    if values.height * values.width > refusals.GREATEST_CELLS:
        raise refusals.SheetTooLarge(path=path, sheet=name, cell=str(values.end))
    top, left = values.start or (0, 0)
    read = {top + offset: _shifted(row, left) for offset, row in enumerate(values.to_python(skip_empty_area=True))}
    for (row, column), fault in scan.faults.items():
        held = read.setdefault(row, [])
        held.extend([None] * (column + 1 - len(held)))
        held[column] = fault
    return tuple(
        Row(number + 1, _to_the_last(held), number in scan.hidden_rows)
        for number, held in sorted(read.items())
        if not all(is_empty(value) for value in held)
    )


def _to_the_last(held: list[CellValue]) -> tuple[CellValue, ...]:
    while held and held[-1] is None:
        held.pop()
    return tuple(held)


def _shifted(row: Sequence[Any], left: int) -> list[CellValue]:
    return [None] * left + [_value(value) for value in row]


def _value(value: Any) -> CellValue:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool | int | float | datetime | date):
        return value
    return str(value)  # an hour or a duration, which no field takes
