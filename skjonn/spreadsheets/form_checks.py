"""The check cell of the application form: live formulas that say what is missing and what does not add up.

Written for Excel and LibreOffice alike: no function younger than both, one short formula for each thing that is checked
(hidden beside the lists), and one that puts their words together. What each gives for the form as it is written is stored
with it, remarks aside, which are worked out when the form is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from skjonn.domain.forms_layout import Form
from skjonn.spreadsheets.form_answers import Given
from skjonn.spreadsheets.form_page import Placed
from skjonn.texts import N_, translate


@dataclass(frozen=True)
class Check:
    """One formula, and the text it gives for what the form is written with."""

    formula: str
    stored: str = ""


def missing(placed: Sequence[Placed], form: Form, page: str, given: Given) -> list[Check]:
    """Return a check for each required field: a comma and its name while nothing is answered, else nothing.

    Args:
        placed: every answer; form: they stand in; page: the page as formulas name it, with its sign (`'Skjema'!`).
        given: what stands in the cells already.
    """
    return [
        Check(
            f'=IF({_blank(cells, page)},{_quoted(text)},"")',
            "" if any(given.is_answered(*one.cell) for one in cells) else text,
        )
        for name, cells in _fields(placed).items()
        if any(one.question.required for one in cells)
        for text in [f", {cells[0].question.field.heading(form.language)}"]
    ]


def remarks(placed: Sequence[Placed], form: Form, page: str) -> list[Check]:
    """Return a check for each thing that must add up: a space and a sentence while it does not, else nothing."""
    return [Check(formula) for formula in _remarks(_fields(placed), form, page)]


def verdict(missing_at: str, remarks_at: Sequence[str], checks: Sequence[Check], form: Form) -> Check:
    """Return the check that is seen: what is missing, or that nothing is, and after it what does not add up.

    Args:
        missing_at: the cell where what is missing stands in one text.
        remarks_at: the cells of the remarks.
        checks: of what is missing, for the text of the form as it is written.
        form: it stands in.
    """
    done, lacks = complete(form), translate(N_("Missing: {fields}."), form.language)
    before, after = lacks.split("{fields}")
    worded = f"{_quoted(before)}&MID({missing_at},3,2000)&{_quoted(after)}"
    formula = "&".join([f'=IF({missing_at}="",{_quoted(done)},{worded})', *remarks_at])
    empty = "".join(check.stored for check in checks)[2:]
    return Check(formula, before + empty + after if empty else done)


def complete(form: Form) -> str:
    """Return what the check says when nothing is missing."""
    return translate(N_("Everything that must be filled in is filled in."), form.language)


def joined(cells: Sequence[str], checks: Sequence[Check]) -> Check:
    """Return the check that puts the texts of others together."""
    return Check(f"={'&'.join(cells)}" if cells else '=""', "".join(check.stored for check in checks))


def _remarks(fields: dict[str, list[Placed]], form: Form, page: str) -> Iterator[str]:
    def say(message: str) -> str:
        return _quoted(f" {translate(message, form.language)}")

    def at(name: str) -> str:
        return _first(fields[name], page)

    for lines, whole, text in (
        ("costs", "total_cost_nok", N_("The cost plan and the total cost are not equal.")),
        ("applied_by_year", "applied_nok", N_("The amounts by year and the amount applied for are not equal.")),
    ):
        amounts = _range(fields[lines], page)
        yield f'=IF(AND(COUNT({amounts})>0,ISNUMBER({at(whole)})),IF(SUM({amounts})<>{at(whole)},{say(text)},""),"")'
    for low, high, text in (
        ("applied_nok", "total_cost_nok", N_("The amount applied for is more than the total cost.")),
        ("least_useful_nok", "applied_nok", N_("The least useful amount is more than the amount applied for.")),
        ("starts_on", "ends_on", N_("The project ends before it starts.")),
    ):
        yield f'=IF(AND(ISNUMBER({at(low)}),ISNUMBER({at(high)})),IF({at(low)}>{at(high)},{say(text)},""),"")'
    for name, text in (
        ("costs", N_("A line of the cost plan has no amount.")),
        ("other_funding", N_("A line of the other funding has no amount.")),
    ):
        amounts = _range(fields[name], page)
        labels = _range(fields[name], page, labels=True)
        yield f'=IF(SUMPRODUCT((LEN({labels})>0)*(LEN({amounts})=0))>0,{say(text)},"")'


def _fields(placed: Sequence[Placed]) -> dict[str, list[Placed]]:
    by_field: dict[str, list[Placed]] = {}
    for one in placed:
        by_field.setdefault(one.question.field.name, []).append(one)
    return by_field


def _blank(cells: Sequence[Placed], page: str) -> str:
    """Return the condition that none of a field's cells holds anything but space."""
    if len(cells) == 1:
        at = _first(cells, page)
        return f'IF(ISERROR({at}),TRUE,TRIM({at})="")'
    return f"COUNTA({_range(cells, page)})=0"


def _first(cells: Sequence[Placed], page: str) -> str:
    return f"{page}{xl_rowcol_to_cell(*cells[0].cell, row_abs=True, col_abs=True)}"


def _range(cells: Sequence[Placed], page: str, *, labels: bool = False) -> str:
    """Return the range of a field's cells, which stand below one another, free rows between them included."""
    ends = [cells[0].label_cell, cells[-1].label_cell] if labels else [cells[0].cell, cells[-1].cell]
    first, last = (xl_rowcol_to_cell(*end, row_abs=True, col_abs=True) for end in ends if end)
    return f"{page}{first}:{last}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
