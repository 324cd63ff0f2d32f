"""The allocation sheet as a workbook: pots with live sums on top, one row per case, a hidden mark for taking it back.

Only what is to be worked in is open; the protection has no password, it is against slips. A pot that is overdrawn says so in
words beside its colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from skjonn.domain.allocation_sheets import COLUMNS, MARK, MARK_SHEET, OTHER_OUTCOMES, AllocationSheet, SheetCase
from skjonn.domain.allocations import Outcome
from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_A4 = 9
_POTS_AT = 3  # the row of the pots' headings, from 0; title and subtitle stand above
_WIDTHS = {
    "case": 11, "title": 34, "municipality": 15, "applied_nok": 12, "total_points": 12, "mean_points": 13, "assessment": 34,
    "recommended_nok": 14, "pot": 11, "ground": 18, "recommended_outcome": 13, "reason": 32, "above_applied": 18, "payee": 17,
}  # fmt: skip
_LINE_POINTS, _MOST_LINES = 13.5, 8
_NAMES = {
    "assessment": N_("Written assessment"),
    "above_applied": N_("Why more than applied for"),
    "recommended_outcome": N_("Other outcome"),
}
_LISTS_AT = 4  # the first column of the lists on the hidden sheet
_FREE, _ELSEWHERE, _HERE, _LEFT, _SAID = range(3, 8)
"""Columns of the pots' figures, below those of amounts so that they line up."""


def allocation_workbook(sheet: AllocationSheet) -> bytes:
    """Return the sheet as an .xlsx; the same sheet gives the same bytes."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, dict(_OPTIONS))
    _Page(book, sheet).write()
    _write_mark(book, sheet)
    book.set_properties({"title": printable(_title(sheet)), "author": printable(sheet.office), "created": _CREATED})
    book.close()
    return packed.getvalue()


def heading(name: str, sheet: AllocationSheet) -> str:
    """Return the heading of a column in the sheet's language."""
    if name in _NAMES:
        return translate(_NAMES[name], sheet.language)
    return CATALOGUE[name].heading(sheet.language)


def _title(sheet: AllocationSheet) -> str:
    return f"{translate(N_('Allocation'), sheet.language)}: {sheet.name}"


def _write_mark(book: Any, sheet: AllocationSheet) -> None:
    """Write the hidden sheet: what it is, what stood when it was written, and the lists people choose from."""
    mark = book.add_worksheet(MARK_SHEET)
    mark.write_row(0, 0, (*MARK, sheet.call))
    for row, one in enumerate(sheet.cases, start=1):
        mark.write_row(row, 0, (one.case, one.number))
    for column, texts in enumerate(_choices(sheet).values(), start=_LISTS_AT):
        mark.write_column(1, column, [printable(text) for text in texts])
    mark.protect()
    mark.hide()


def _choices(sheet: AllocationSheet) -> dict[str, list[str]]:
    """Return what may be chosen in a column, by its name."""
    words = dict(CATALOGUE["recommended_outcome"].choices)
    return {
        "pot": [pot.name for pot in sheet.pots],
        "ground": list(sheet.grounds.values()),
        "recommended_outcome": [translate(words[one.value], sheet.language) for one in OTHER_OUTCOMES],
    }


class _Page:
    """Writes the one page that is seen."""

    def __init__(self, book: Any, sheet: AllocationSheet) -> None:
        self._what, self._styles = sheet, _styles(book)
        self._page = book.add_worksheet(translate(N_("Allocation"), sheet.language))
        self._heads_at = _POTS_AT + len(sheet.pots) + 3
        self._first, self._last = self._heads_at + 1, self._heads_at + max(1, len(sheet.cases))
        self._at = {name: position for position, (name, _open) in enumerate(COLUMNS)}

    def write(self) -> None:
        self._set_up()
        self._write_top()
        for name, _open in COLUMNS:
            style = "head number" if self._is_number(name) else "head"
            self._page.write_string(self._heads_at, self._at[name], heading(name, self._what), self._styles[style])
        for row, one in enumerate(self._what.cases, start=self._first):
            self._write_case(row, one)
        self._validate()

    def _say(self, text: str) -> str:
        return translate(text, self._what.language)

    def _set_up(self) -> None:
        page = self._page
        for name, _open in COLUMNS:
            page.set_column(self._at[name], self._at[name], _WIDTHS[name])
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(self._heads_at)
        page.freeze_panes(self._heads_at + 1, 2)
        page.hide_gridlines(2)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        if self._what.banner:
            page.set_header("&C&B" + printable(self._what.banner).replace("&", "&&"))
        page.set_footer("&L" + printable(self._what.office).replace("&", "&&") + "&R&P / &N")
        page.protect("", {"format_rows": True, "format_columns": True, "sort": True, "autofilter": True})

    def _write_top(self) -> None:
        page, looks = self._page, self._styles
        page.set_row(0, 24)
        page.write_string(0, 0, printable(_title(self._what)), looks["title"])
        told = N_("Write in the shaded cells. Leave a row as it is, give an amount, choose a ground, or move it to the next round.")  # fmt: skip
        page.write_string(1, 0, self._say(told), looks["plain"])
        heads = {1: N_("Pot"), _FREE: N_("Free"), _ELSEWHERE: N_("In other calls"), _HERE: N_("Recommended"), _LEFT: N_("Remains")}  # fmt: skip
        page.set_row(_POTS_AT, 30)
        for column, text in heads.items():
            page.write_string(_POTS_AT, column, self._say(text), looks["head" if column == 1 else "head number"])
        for row, pot in enumerate(self._what.pots, start=_POTS_AT + 1):
            page.write_string(row, 1, printable(pot.name), looks["plain"])
            page.write_number(row, _FREE, pot.free_nok, looks["figure"])
            page.write_number(row, _ELSEWHERE, pot.elsewhere_nok, looks["figure"])
            here, left = self._what.recommended_nok(pot), self._what.left_nok(pot)
            page.write_formula(row, _HERE, self._sum_of(row), looks["figure"], here)
            self._write_left(row, left)
        self._write_sums()

    def _sum_of(self, row: int) -> str:
        """Return the formula of what is recommended from a pot; a row that names none draws on the first."""
        amounts, pots = (self._range(name) for name in ("recommended_nok", "pot"))
        formula = f"=SUMIFS({amounts},{pots},{xl_rowcol_to_cell(row, 1)})"
        return f'{formula}+SUMIFS({amounts},{pots},"")' if row == _POTS_AT + 1 else formula

    def _range(self, name: str) -> str:
        column = xl_col_to_name(self._at[name], col_abs=True)
        return f"{column}${self._first + 1}:{column}${self._last + 1}"

    def _write_left(self, row: int, left_nok: int) -> None:
        free, elsewhere, here, left = (xl_rowcol_to_cell(row, at) for at in (_FREE, _ELSEWHERE, _HERE, _LEFT))
        self._page.write_formula(row, _LEFT, f"={free}-{elsewhere}-{here}", self._styles["figure strong"], left_nok)
        words = self._say(N_("overdrawn"))
        self._page.write_formula(row, _SAID, f'=IF({left}<0,"{words}","")', self._styles["warning"], words if left_nok < 0 else "")  # fmt: skip
        self._page.conditional_format(row, _LEFT, row, _SAID, {"type": "formula", "criteria": f"=${xl_col_to_name(_LEFT)}${row + 1}<0", "format": self._styles["red"]})  # fmt: skip

    def _write_sums(self) -> None:
        row, pots = _POTS_AT + len(self._what.pots) + 1, self._what.pots
        self._page.write_string(row, 1, self._say(N_("Sum")), self._styles["sum label"])
        sums = {
            _FREE: sum(pot.free_nok for pot in pots),
            _ELSEWHERE: sum(pot.elsewhere_nok for pot in pots),
            _HERE: sum(self._what.recommended_nok(pot) for pot in pots),
            _LEFT: sum(self._what.left_nok(pot) for pot in pots),
        }
        for column, value in sums.items():
            first, last = xl_rowcol_to_cell(_POTS_AT + 1, column), xl_rowcol_to_cell(row - 1, column)
            self._page.write_formula(row, column, f"=SUM({first}:{last})", self._styles["sum"], value)

    def _write_case(self, row: int, one: SheetCase) -> None:
        said = _said(one, self._what)
        values: dict[str, str | int | None] = {
            "case": one.case, "title": one.title, "municipality": one.municipality, "applied_nok": one.applied_nok,
            "total_points": one.total, "mean_points": one.mean, "assessment": one.assessment, **said,
        }  # fmt: skip
        self._page.set_row(row, _height(values))
        for name, is_open in COLUMNS:
            self._write_value(row, name, values[name], is_open=is_open)

    def _write_value(self, row: int, name: str, value: str | int | None, *, is_open: bool) -> None:
        number = self._is_number(name)
        style = self._styles[f"{'open' if is_open else 'shut'} {'number' if number else 'text'}"]
        if value in (None, ""):
            self._page.write_blank(row, self._at[name], None, style)
        elif isinstance(value, int):
            self._page.write_number(row, self._at[name], value, style)
        else:
            self._page.write_string(row, self._at[name], printable(str(value)), style)

    def _is_number(self, name: str) -> bool:
        return name in {"total_points", "mean_points"} or (name in CATALOGUE and CATALOGUE[name].kind is Kind.AMOUNT)

    def _validate(self) -> None:
        whole = {"validate": "integer", "criteria": ">=", "value": 0, "ignore_blank": True, "error_title": self._say(N_("Amount")), "error_message": self._say(N_("Write whole kroner, without decimals."))}  # fmt: skip
        self._rule("recommended_nok", whole)
        for column, (name, texts) in enumerate(_choices(self._what).items(), start=_LISTS_AT):
            if texts:
                letter = xl_col_to_name(column, col_abs=True)
                source = f"={MARK_SHEET}!{letter}$2:{letter}${len(texts) + 1}"
                self._rule(name, {"validate": "list", "source": source, "error_type": "warning"})

    def _rule(self, name: str, rule: dict[str, Any]) -> None:
        self._page.data_validation(self._first, self._at[name], self._last, self._at[name], rule)


def _said(one: SheetCase, sheet: AllocationSheet) -> dict[str, str | int | None]:
    """Return what the open cells of a case hold."""
    said = one.said
    if said is None:
        return dict.fromkeys((name for name, is_open in COLUMNS if is_open), None)
    words = dict(CATALOGUE["recommended_outcome"].choices)
    other = said.outcome in {Outcome.NEXT_ROUND, Outcome.PASSED_ON}
    return {
        "recommended_nok": said.amount_nok or None,
        "pot": said.pot,
        "ground": sheet.grounds.get(said.ground, said.ground),
        "recommended_outcome": translate(words[said.outcome.value], sheet.language) if other else "",
        "reason": said.reason,
        "above_applied": said.above_applied,
        "payee": said.payee,
    }


def _height(values: Mapping[str, str | int | None]) -> float:
    """Return the height a row needs, in points: not every program works that out by itself, and long texts are cut short."""
    lines = (
        sum(-(-max(1, len(part)) // int(_WIDTHS[name] * 1.2)) for part in str(value).split("\n"))
        for name, value in values.items()
        if value not in (None, "")
    )
    return min(_MOST_LINES, max(lines, default=1)) * _LINE_POINTS + 3


def _styles(book: Any) -> dict[str, Any]:
    font = {"font_name": "Arial", "font_size": 10}
    cell = {**font, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF", "indent": 1}
    opened = {**cell, "locked": False, "bg_color": "#FFF8E1"}
    number = {"num_format": "#,##0", "align": "right", "text_wrap": False}
    head = {**font, "bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}
    made: dict[str, dict[str, Any]] = {
        "title": {**font, "bold": True, "font_size": 14},
        "plain": font,
        "head": head,
        "head number": {**head, "align": "right"},
        "figure": {**font, **number},
        "figure strong": {**font, **number, "bold": True},
        "warning": {**font, "bold": True, "font_color": "#9C0006"},
        "red": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
        "sum label": {**font, "bold": True, "top": 1},
        "sum": {**font, **number, "bold": True, "top": 1},
        "shut text": {**cell, "num_format": "@"},
        "shut number": {**cell, **number},
        "open text": {**opened, "num_format": "@"},
        "open number": {**opened, **number},
    }
    return {name: book.add_format(looks) for name, looks in made.items()}
