"""A score sheet as a workbook: one row per case, a column per criterion with its weight and guidance above it."""

from __future__ import annotations

from skjonn.domain.calls import Criterion
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.score_sheets import MARK, MARK_SHEET, POINTS, ScoreRow, ScoreSheet
from skjonn.spreadsheets.working_sheet import About, Column, Value, WorkingSheet
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable

_GUIDANCE_AT, _HEADS_AT = 3, 4
_POINTS_WIDTH, _LINE_POINTS, _MOST_POINTS = 16, 12.5, 200


def score_workbook(sheet: ScoreSheet) -> bytes:
    """Return the sheet as an .xlsx; the same sheet gives the same bytes."""
    tab = translate(N_("Scores"), sheet.language)
    note = translate(N_("{assessor}: give whole points from {least} to {greatest} in the shaded cells, a written assessment, or both. An empty cell is not assessed, never 0."), sheet.language)  # fmt: skip
    told = note.format(assessor=sheet.assessor, least=sheet.scale.least, greatest=sheet.scale.greatest)
    about = About(f"{tab}: {sheet.name}", told, sheet.office, sheet.banner, sheet.language, tab)
    page = WorkingSheet(about, _columns(sheet), _HEADS_AT)
    page.write_rows([_row(one, sheet) for one in sheet.rows])
    _write_guidance(page, sheet)
    mark = (*MARK, sheet.call, sheet.version, sheet.login)
    return page.closed(MARK_SHEET, [mark, *((one.case, one.number) for one in sheet.rows)])


def _columns(sheet: ScoreSheet) -> list[Column]:
    def known(name: str, width: int, *, is_number: bool = False) -> Column:
        return Column(name, CATALOGUE[name].heading(sheet.language), width, is_number=is_number)

    bounds = (sheet.scale.least, sheet.scale.greatest)
    points = [
        Column(POINTS + one.code, _name(one, sheet), _POINTS_WIDTH, is_open=True, is_number=True, bounds=bounds)
        for one in sheet.criteria
    ]
    text = Column("assessment", translate(N_("Written assessment"), sheet.language), 48, is_open=True)
    return [
        known("case", 11), known("title", 34), known("municipality", 15), known("applied_nok", 13, is_number=True),
        known("summary", 44), *points, text, known("assessor", 16),
    ]  # fmt: skip


def _name(criterion: Criterion, sheet: ScoreSheet) -> str:
    return criterion.names.get(sheet.language) or next(iter(criterion.names.values()), criterion.code)


def _row(one: ScoreRow, sheet: ScoreSheet) -> dict[str, Value]:
    points = {POINTS + code: given for code, given in one.points.items()}
    return {
        "case": one.case, "title": one.title, "municipality": one.municipality, "applied_nok": one.applied_nok,
        "summary": one.summary, **points, "assessment": one.text, "assessor": sheet.assessor,
    }  # fmt: skip


def _write_guidance(sheet: WorkingSheet, what: ScoreSheet) -> None:
    """Write above each criterion how much it weighs and what is to be looked for."""
    highest = 1
    for one in what.criteria:
        weight = sheet.say(N_("Weight {weight} %")).format(weight=one.weight)
        text = "\n".join(part for part in (weight, one.guidance.get(what.language, "")) if part)
        sheet.page.write_string(_GUIDANCE_AT, sheet.at[POINTS + one.code], printable(text), sheet.looks["small"])
        highest = max(highest, sum(1 + len(part) // _POINTS_WIDTH for part in text.split("\n")))
    sheet.page.set_row(_GUIDANCE_AT, min(_MOST_POINTS, highest * _LINE_POINTS + 4))
