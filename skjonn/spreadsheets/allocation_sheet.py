"""The allocation sheet as a workbook: pots with live sums on top, one row per case.

A pot that is overdrawn says so in words beside its colour.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from skjonn.domain.allocation_sheets import (
    COLUMNS,
    MARK,
    MARK_SHEET,
    OTHER_OUTCOMES,
    AllocationSheet,
    PotLeft,
    SheetCase,
)
from skjonn.domain.allocations import Outcome
from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.spreadsheets.working_sheet import About, Column, Value, WorkingSheet
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable
from skjonn.texts.wording import long_date

_POTS_AT = 3  # the row of the pots' headings, from 0; title and note stand above
_WIDTHS = {
    "case": 11, "title": 34, "municipality": 15, "applied_nok": 12, "total_points": 12, "mean_points": 13, "assessment": 34, "condition_text": 24,
    "recommended_nok": 14, "pot": 11, "ground": 18, "recommended_outcome": 13, "reason": 32, "above_applied": 18, "payee": 17,
}  # fmt: skip
_NAMES = {
    "assessment": N_("Written assessment"),
    "condition_text": N_("Conditions of the award"),
    "above_applied": N_("Why more than applied for"),
    "recommended_outcome": N_("Other outcome"),
}
_FREE, _ELSEWHERE, _HERE, _LEFT, _SAID = range(3, 8)
"""Columns of the pots' figures, below those of amounts so that they line up."""
_GREATEST_NOK = 10**12


def allocation_workbook(sheet: AllocationSheet) -> bytes:
    """Return the sheet as an .xlsx; the same sheet gives the same bytes."""
    tab = translate(N_("Allocation"), sheet.language)
    note = translate(N_("Write in the shaded cells. Leave a row as it is, give an amount, choose a ground, or move it to the next round."), sheet.language)  # fmt: skip
    about = About(f"{tab}: {sheet.name}", note, sheet.office, sheet.banner, sheet.language, tab)
    page = WorkingSheet(about, _columns(sheet), _POTS_AT + len(sheet.pots) + 3)
    page.write_rows([_row(one, sheet) for one in sheet.cases])
    _write_pots(page, sheet)
    return page.closed(MARK_SHEET, [(*MARK, sheet.call), *((one.case, one.number) for one in sheet.cases)])


def _columns(sheet: AllocationSheet) -> list[Column]:
    words = dict(CATALOGUE["recommended_outcome"].choices)
    choices = {
        "pot": tuple(pot.name for pot in sheet.pots),
        "ground": tuple(sheet.grounds.values()),
        "recommended_outcome": tuple(translate(words[one.value], sheet.language) for one in OTHER_OUTCOMES),
    }
    bounds = {"recommended_nok": (0, _GREATEST_NOK)}
    return [
        Column(name, _heading(name, sheet), _WIDTHS[name], is_open, _is_number(name), choices.get(name, ()), bounds.get(name))
        for name, is_open in COLUMNS
    ]  # fmt: skip


def _heading(name: str, sheet: AllocationSheet) -> str:
    return translate(_NAMES[name], sheet.language) if name in _NAMES else CATALOGUE[name].heading(sheet.language)


def _is_number(name: str) -> bool:
    return name in {"total_points", "mean_points"} or (name in CATALOGUE and CATALOGUE[name].kind is Kind.AMOUNT)


def _row(one: SheetCase, sheet: AllocationSheet) -> dict[str, Value]:
    return {
        "case": one.case, "title": one.title, "municipality": one.municipality, "applied_nok": one.applied_nok,
        "total_points": one.total, "mean_points": one.mean, "assessment": one.assessment,
        "condition_text": one.conditions, **_said(one, sheet),
    }  # fmt: skip


def _said(one: SheetCase, sheet: AllocationSheet) -> dict[str, Value]:
    """Return what the open cells of a case hold."""
    said = one.said
    if said is None:
        return {}
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


def _write_pots(sheet: WorkingSheet, what: AllocationSheet) -> None:
    """Write each pot with what it has, what the rows below take from it, and what remains: formulas with what they give."""
    heads = {1: N_("Pot"), _FREE: N_("Free"), _ELSEWHERE: N_("In other calls"), _HERE: N_("Recommended"), _LEFT: N_("Remains")}  # fmt: skip
    sheet.page.set_row(_POTS_AT, 30)
    for column, text in heads.items():
        sheet.page.write_string(
            _POTS_AT, column, sheet.say(text), sheet.looks["head" if column == 1 else "head number"]
        )
    for row, pot in enumerate(what.pots, start=_POTS_AT + 1):
        sheet.page.write_string(row, 1, printable(pot.name), sheet.looks["plain"])
        sheet.page.write_number(row, _FREE, pot.free_nok, sheet.looks["figure"])
        sheet.page.write_number(row, _ELSEWHERE, pot.elsewhere_nok, sheet.looks["figure"])
        sheet.page.write_formula(row, _HERE, _sum_of(sheet, row), sheet.looks["figure"], what.recommended_nok(pot))
        _write_left(sheet, row, what.left_nok(pot), pot)
    _write_sums(sheet, what)


def _sum_of(sheet: WorkingSheet, row: int) -> str:
    """Return the formula of what is recommended from a pot; a row that names none draws on the first."""
    amounts, pots = sheet.range_of("recommended_nok"), sheet.range_of("pot")
    formula = f"=SUMIFS({amounts},{pots},{xl_rowcol_to_cell(row, 1)})"
    return f'{formula}+SUMIFS({amounts},{pots},"")' if row == _POTS_AT + 1 else formula


def _write_left(sheet: WorkingSheet, row: int, left_nok: int, pot: PotLeft) -> None:
    free, elsewhere, here, left = (xl_rowcol_to_cell(row, at) for at in (_FREE, _ELSEWHERE, _HERE, _LEFT))
    sheet.page.write_formula(row, _LEFT, f"={free}-{elsewhere}-{here}", sheet.looks["figure strong"], left_nok)
    words = sheet.say(N_("overdrawn"))
    held = ""
    if pot.held_until:
        held = sheet.say(N_("held back until {day}")).format(day=long_date(pot.held_until, sheet.about.language))
    said = words if left_nok < 0 else held
    sheet.page.write_formula(row, _SAID, f'=IF({left}<0,"{words}","{held}")', sheet.looks["warning"], said)
    red = {"type": "formula", "criteria": f"=${xl_col_to_name(_LEFT)}${row + 1}<0", "format": sheet.looks["red"]}
    sheet.page.conditional_format(row, _LEFT, row, _SAID, red)


def _write_sums(sheet: WorkingSheet, what: AllocationSheet) -> None:
    row, pots = _POTS_AT + len(what.pots) + 1, what.pots
    sheet.page.write_string(row, 1, sheet.say(N_("Sum")), sheet.looks["sum label"])
    sums = {
        _FREE: sum(pot.free_nok for pot in pots),
        _ELSEWHERE: sum(pot.elsewhere_nok for pot in pots),
        _HERE: sum(what.recommended_nok(pot) for pot in pots),
        _LEFT: sum(what.left_nok(pot) for pot in pots),
    }
    for column, value in sums.items():
        first, last = xl_rowcol_to_cell(_POTS_AT + 1, column), xl_rowcol_to_cell(row - 1, column)
        sheet.page.write_formula(row, column, f"=SUM({first}:{last})", sheet.looks["sum"], value)
