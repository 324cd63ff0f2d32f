"""The values of a workbook's sheets, at the addresses the user sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from math import inf
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from skjonn.domain.sheets import Area, CellValue, Fault, Head, Row, column_letters, is_empty
from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.facts import Scan

_EASY = frozenset({bool, int, datetime, date})


def stream(content: bytes, name: str, scans: Mapping[str, Scan] | None) -> Iterator[tuple[Head, Iterator[Row]]]:
    """Yield the worksheets of .xlsx, .ods or .xls bytes with their rows; what the library raises goes through.

    Args:
        content: the bytes, checked before as far as the format can be.
        name: the file's.
        scans: what was seen of each sheet beforehand, by its name; None for a format that cannot be scanned.

    Raises:
        FileDamaged: the library sees a sheet that was not scanned.
        SheetsDoubled: two sheets have one name.
        SheetTooLarge: a sheet spans more cells than can be held.
    """
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        met: set[str] = set()
        for about in workbook.sheets_metadata:
            if about.name in met:
                raise refusals.SheetsDoubled(path=name, sheet=about.name)
            met.add(about.name)
            scan = Scan() if scans is None else scans.get(about.name)
            if about.typ != SheetTypeEnum.WorkSheet or (scan and scan.foreign):
                continue
            if scan is None:
                raise refusals.FileDamaged(path=name)
            sheet = workbook.get_sheet_by_name(about.name)
            _require_size(sheet, name)
            hidden = about.visible != SheetVisibleEnum.Visible
            merged = _areas(sheet) if scans is None else scan.areas()
            head = Head(name, about.name, hidden, merged, scan.columns_hidden(), blind=scans is None)
            yield head, _rows(sheet, scan)


def _require_size(sheet: Any, name: str) -> None:
    if sheet.height * sheet.width > refusals.GREATEST_CELLS:
        row, column = sheet.end
        raise refusals.SheetTooLarge(path=name, sheet=sheet.name, cell=f"{column_letters(column)}{row + 1}")


def _areas(sheet: Any) -> tuple[Area, ...]:
    """Return the merged areas the library knows of; a file can tell of one that ends before it begins."""
    told = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return tuple(area for area in told if area[0] <= area[2] and area[1] <= area[3] and area[:2] != area[2:])


def _rows(sheet: Any, scan: Scan) -> Iterator[Row]:
    """Yield the rows that hold anything; the library drops leading empty columns (not rows), the user counts from A1."""
    _, left = sheet.start or (0, 0)
    faults = scan.faults_by_row()
    for row, held in enumerate(sheet.iter_rows()):
        yield from _row(row, [None] * left + _values(held), faults.pop(row, {}), scan)
    for row in sorted(faults):
        yield from _row(row, [], faults[row], scan)


def _row(row: int, held: list[CellValue], faults: Mapping[int, CellValue], scan: Scan) -> Iterator[Row]:
    for column, fault in faults.items():
        held.extend([None] * (column + 1 - len(held)))
        held[column] = fault
    while held and held[-1] is None:
        held.pop()
    if any(not is_empty(value) for value in held):
        yield Row(row + 1, tuple(held), row in scan.hidden_rows)


def _values(held: Sequence[Any]) -> list[CellValue]:
    return [
        (value or None) if (kind := type(value)) is str
        else value if (kind is float and -inf < value < inf) or kind in _EASY
        else _odd(value)
        for value in held
    ]  # fmt: skip


def _odd(value: object) -> CellValue:
    """Return what no field takes: a number that is none as an error, hours and durations as programs show them."""
    if isinstance(value, float):
        return Fault("#NUM!")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)
