"""The first sheet of an annotated copy: what it is, how cells are marked, and every fault on a line that leads to its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skjonn.domain.annotations import Annotated, Line, severity_word
from skjonn.domain.problem_groups import cell_ranges
from skjonn.domain.problems import Severity
from skjonn.spreadsheets.cell_sizes import LINE_POINTS, lines_of
from skjonn.spreadsheets.marked_styles import Look, Styles
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable

_A4 = 9
_MOST_RANGES = 12
_GREATEST_LINKS = 65_000  # Excel takes 65 530 in one sheet
_LEGEND: tuple[tuple[Severity, str], ...] = (
    ("error", N_("A red cell with a thick frame: its row cannot be imported before it is mended.")),
    ("warning", N_("A yellow cell with a dashed frame: look whether it is right; its row can be imported as it is.")),
)
_FORM_LEGEND: tuple[tuple[Severity, str], ...] = (
    ("error", N_("A red cell with a thick frame: the application cannot be imported before it is mended.")),
    ("warning", N_("A yellow cell with a dashed frame: look whether it is right; the application can be imported as it is.")),
)  # fmt: skip
_HOW = N_("Hold the pointer over a marked cell to read what is wrong; click a cell in this list to go there.")


@dataclass(frozen=True)
class _Column:
    """One column of the list: heading, width in signs, and the text of a line in it."""

    heading: str
    width: int
    text: Callable[[Line], str]


def _cells(line: Line) -> str:
    ranges = cell_ranges(line.cells)
    return ", ".join(ranges[:_MOST_RANGES]) + (" …" if len(ranges) > _MOST_RANGES else "")


def _rows(line: Line) -> str:
    return ", ".join(map(str, line.rows[:_MOST_RANGES])) + (" …" if len(line.rows) > _MOST_RANGES else "")


_SEVERITY = N_("Severity")
_ROWS = _Column(N_("Row in the file"), 10, _rows)
_CELLS = _Column(N_("Cells"), 15, _cells)
_COLUMNS = (
    _Column(N_("Sheet"), 14, lambda line: line.sheet),
    _CELLS,
    _Column(N_("Count"), 6, lambda line: str(len(line.cells)) if line.cells else ""),
    _Column(N_("Column"), 18, lambda line: line.heading),
    _Column(N_("What was found"), 42, lambda line: line.found),
    _Column(N_("How to mend it"), 40, lambda line: line.mend),
    _Column(N_("Code"), 20, lambda line: line.code),
)


@dataclass(frozen=True)
class ListWords:
    """What stands above the list: a title, sentences, each on a line of its own, and the language of the rest.

    `of_form` says that the copy is one application, and no table of many.
    """

    language: Language
    title: str
    notes: Sequence[str] = ()
    of_form: bool = False


def write_list(sheet: Any, copy: Annotated, words: ListWords, names: Mapping[str, str], styles: Styles) -> None:
    """Write the list.

    Args:
        sheet: the worksheet.
        copy: what is annotated.
        words: above the list.
        names: sheet of the file -> its name in the copy.
        styles: of the workbook.
    """
    moved = any(line.rows for line in copy.lines)
    severity = _Column(_SEVERITY, 11, lambda line: severity_word(line.severity, words.language))
    columns = (*((_ROWS,) if moved else ()), severity, *_COLUMNS)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    top = _write_head(sheet, copy, words, styles)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, translate(column.heading, words.language), styles.of("text", "header"))
    for number, line in enumerate(copy.lines):
        target = f"internal:{_quoted(names[line.sheet])}!{line.cells[0]}" if line.leads else ""
        _write_line(sheet, top + 1 + number, columns, line, styles)
        if target and number < _GREATEST_LINKS:
            place = columns.index(_CELLS)
            sheet.write_url(top + 1 + number, place, target, styles.of("text", "link"), printable(_CELLS.text(line)))
    if copy.lines:
        sheet.autofilter(top, 0, top + len(copy.lines), len(columns) - 1)
    _set_up(sheet, top)


def _write_head(sheet: Any, copy: Annotated, words: ListWords, styles: Styles) -> int:
    """Write what stands above the list; return the row of its headings, from 0."""
    language = words.language
    sheet.write_string(0, 0, printable(words.title), styles.own(bold=True, font_size=14))
    counted = translate(N_("Errors: {errors}. Warnings: {warnings}."), language)
    sheet.write_string(1, 0, counted.format(errors=copy.errors, warnings=copy.warnings))
    row = 2
    for note in (*words.notes, translate(_HOW, language)):
        sheet.write_string(row, 0, printable(note))
        row += 1
    for look, sentence in _FORM_LEGEND if words.of_form else _LEGEND:
        sheet.write_string(row, 0, severity_word(look, language), styles.of("text", look))
        sheet.write_string(row, 1, translate(sentence, language), styles.own(indent=1, align="left"))
        row += 1
    return row + 1


def _write_line(sheet: Any, row: int, columns: Sequence[_Column], line: Line, styles: Styles) -> None:
    height = 1
    for place, column in enumerate(columns):
        text = printable(column.text(line))
        look: Look = line.severity if column.heading == _SEVERITY else "line"
        sheet.write_string(row, place, text, styles.of("text", look))
        height = max(height, lines_of(text, column.width))
    sheet.set_row(row, LINE_POINTS * height)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _set_up(sheet: Any, headings: int) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(headings)
    sheet.freeze_panes(headings + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer("&R&P / &N")
