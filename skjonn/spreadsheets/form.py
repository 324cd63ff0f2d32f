"""The application form as a workbook: one page to fill in, a hidden sheet of lists and checks, a hidden map for reading it back.

The sheets are protected without a password, against slips and not against anyone: only answers are open. Nothing is
merged and there are no pictures, so that what a screen reader meets from top to bottom is what the eye meets.

A filled form with faults is written anew with what was answered, the faults marked, and a first sheet that lists them;
mended, it is read as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from skjonn import files
from skjonn.domain.annotations import Annotated
from skjonn.domain.forms import ABOUT, COLUMNS, MAP_SHEET, MARK
from skjonn.domain.forms_layout import LAYOUT, Form, list_name, options, questions
from skjonn.domain.forms_marked import Spot
from skjonn.domain.sheets import as_text
from skjonn.spreadsheets import copy_mark, form_checks
from skjonn.spreadsheets.fault_list import ListWords, write_list
from skjonn.spreadsheets.form_answers import Given
from skjonn.spreadsheets.form_checks import Check
from skjonn.spreadsheets.form_page import ANSWERS, CHECK_ROW, LABELS, TITLE_ROW, Page, Placed, names
from skjonn.spreadsheets.form_styles import ANSWER_WIDTH, LABEL_WIDTH, Styles, points, styles
from skjonn.spreadsheets.marked_styles import Styles as MarkedStyles
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable

LISTS_SHEET = "skjonn_lists"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": False}
"""The workbook's own font, in whose digits columns are measured."""
_A4 = 9
_MARGIN_INCHES = 0.6
_LONGEST_IN_HEADER = 100  # left and right together must stay below 255 signs, marks included
_CORE = "docProps/core.xml"
_CLOSING = b"</cp:coreProperties>"


def form_workbook(form: Form) -> bytes:
    """Return the form as an .xlsx; the same form gives the same bytes."""
    packed = BytesIO()
    book = _book(packed)
    _write(book, form, Given())
    book.close()
    return _with_language(packed.getvalue(), form)


def marked_form(form: Form, copy: Annotated, words: ListWords) -> bytes:
    """Return a filled form as an .xlsx, with its faults marked and listed.

    Args:
        form: for which it was filled in.
        copy: one sheet, its page, whose cells are those of `spots_of`.
        words: what stands above the list, and its language.
    """
    packed = BytesIO()
    book = _book(packed)
    listed = book.add_worksheet(translate(N_("Faults"), words.language))
    page = copy.sheets[0]
    held = {(row.number, column): value for row in page.rows for column, value in enumerate(row.values)}
    _write(book, form, Given(held, page.marks))
    write_list(listed, copy, words, {page.name: page.name}, MarkedStyles(book))
    book.set_custom_property(copy_mark.MARK, "1")
    book.close()
    return _with_language(packed.getvalue(), form)


def spots_of(form: Form) -> dict[str, list[Spot]]:
    """Return where each field's answers stand in the form."""
    spots: dict[str, list[Spot]] = {}
    with _book(BytesIO()) as book:
        lists = _write_lists(book.add_worksheet(LISTS_SHEET), form)
        for one in Page(book.add_worksheet(page_name(form)), form, styles(book), lists).write():
            label = xl_rowcol_to_cell(*one.label_cell) if one.label_cell else ""
            spot = Spot(xl_rowcol_to_cell(*one.cell), label, one.heading)
            spots.setdefault(one.question.field.name, []).append(spot)
    return spots


def page_name(form: Form) -> str:
    """Return the name of the page that is filled in."""
    return translate(N_("Application form"), form.language)


def _book(packed: BytesIO) -> Any:
    return xlsxwriter.Workbook(packed, {**_OPTIONS, "default_format_properties": dict(_FONT)})  # the writer adds to it


def _write(book: Any, form: Form, given: Given) -> None:
    """Write the sheets of a form into a workbook."""
    name = page_name(form)
    page_sheet, lists_sheet, map_sheet = (book.add_worksheet(each) for each in (name, LISTS_SHEET, MAP_SHEET))
    page = Page(page_sheet, form, styles(book), _write_lists(lists_sheet, form), given)
    placed = page.write()
    on_page = f"'{name}'!"
    checks = _write_checks(lists_sheet, placed, page, on_page)
    _write_top(page, checks, name)
    _write_map(map_sheet, placed, form, name)
    _name_cells(book, placed, form, on_page)
    _set_up(page, form)
    for sheet in (lists_sheet, map_sheet):
        sheet.protect()
        sheet.hide()
    book.set_properties(_properties(form, name))


def _write_lists(sheet: Any, form: Form) -> Mapping[str, str]:
    """Write each list of choices in a column; return where each stands, by its name."""
    lists = {list_name(question): options(question, form) for question in questions(form.call)}
    where: dict[str, str] = {}
    for column, (name, texts) in enumerate((name, texts) for name, texts in lists.items() if texts):
        sheet.write_string(0, column, name)
        sheet.write_column(1, column, [printable(text) for text in texts])
        first, last = (xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (1, len(texts)))
        where[name] = f"={LISTS_SHEET}!{first}:{last}"
    return where


def _write_checks(sheet: Any, placed: Sequence[Placed], page: Page, name: str) -> Check:
    """Write the parts of the check beside the lists, and return the one that is seen."""
    column, form = 20, page.form
    lacking, doubtful = form_checks.missing(placed, form, name, page.given), form_checks.remarks(placed, form, name)
    at = [_written(sheet, 1 + row, column, check) for row, check in enumerate(lacking)]
    remarks_at = [_written(sheet, 1 + row, column + 1, check) for row, check in enumerate(doubtful)]
    missing_at = _written(sheet, 0, column, form_checks.joined(at, lacking))
    return form_checks.verdict(missing_at, remarks_at, lacking, form)


def _written(sheet: Any, row: int, column: int, check: Check) -> str:
    sheet.write_formula(row, column, check.formula, None, check.stored)
    return f"{LISTS_SHEET}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def _write_top(page: Page, check: Check, name: str) -> None:
    """Write the two rows that stay in sight: the title with the project's own, and the check."""
    sheet, looks = page.sheet, page.styles
    title = next(one for one in page.placed if one.question.field.name == "title")
    at = xl_rowcol_to_cell(*title.cell)
    sheet.set_row(TITLE_ROW, 34)
    sheet.write_string(TITLE_ROW, LABELS, name, looks["title"])
    sheet.write_formula(
        TITLE_ROW, ANSWERS, f'=IF({at}="","",{at})', looks["project"], printable(as_text(page.given.at(*title.cell)))
    )
    sheet.set_row(CHECK_ROW, points(5))
    _write_check_label(page)
    sheet.write_formula(CHECK_ROW, ANSWERS, check.formula, looks["check"], check.stored)
    sheet.conditional_format(
        CHECK_ROW, ANSWERS, CHECK_ROW, ANSWERS,
        {"type": "cell", "criteria": "==", "value": f'"{form_checks.complete(page.form)}"', "format": looks["complete"]},
    )  # fmt: skip
    sheet.freeze_panes(CHECK_ROW + 1, 0)


def _write_check_label(page: Page) -> None:
    told = page.say(N_("Says what is missing or does not add up, while you fill in the form."))
    looks: Styles = page.styles
    parts = (looks["bold"], page.say(N_("Check")), looks["small"], f"\n{told}")
    page.sheet.write_rich_string(CHECK_ROW, LABELS, *parts, looks["label"])


def _write_map(sheet: Any, placed: Sequence[Placed], form: Form, page: str) -> None:
    sheet.write_row(0, 0, MARK)
    about = {"call": form.call.code, "version": form.version, "layout": LAYOUT, "language": form.language}
    for row, name in enumerate(ABOUT, start=1):
        sheet.write_row(row, 0, (name, about[name]))
    heading = len(ABOUT) + 1
    sheet.write_row(heading, 0, COLUMNS)
    for row, one in enumerate(placed, start=heading + 1):
        sheet.write_row(row, 0, (one.question.field.name, page))
        for column, cell in enumerate((one.cell, one.label_cell), start=2):
            if cell:
                address = xl_rowcol_to_cell(*cell)
                here = f"'{page}'!{address}"
                sheet.write_string(row, column, address)
                sheet.write_formula(row, column + 2, f"=ADDRESS(ROW({here}),COLUMN({here}),4)", None, address)


def _name_cells(book: Any, placed: Sequence[Placed], form: Form, page: str) -> None:
    label = translate(N_("text"), form.language)
    for one in placed:
        for name, cell in names(one, label):
            book.define_name(name, f"={page}{xl_rowcol_to_cell(*cell, row_abs=True, col_abs=True)}")


def _set_up(page: Page, form: Form) -> None:
    sheet = page.sheet
    sheet.set_column(LABELS, LABELS, LABEL_WIDTH)
    sheet.set_column(ANSWERS, ANSWERS, ANSWER_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(_MARGIN_INCHES, _MARGIN_INCHES, _MARGIN_INCHES, _MARGIN_INCHES)
    sheet.center_horizontally()
    sheet.print_area(0, LABELS, page.row, ANSWERS)
    sheet.set_h_pagebreaks(page.breaks)
    sheet.repeat_rows(TITLE_ROW)
    banner = form.call.letters.banner.get(form.language, "")
    sheet.set_header(_left_and_right(form.call.names[form.language], banner))
    pages = translate(N_("Page {page} of {pages}"), form.language).format(page="&P", pages="&N")
    sheet.set_footer(f"{_left_and_right(form.office, '')}&R{_SIZE}{pages}")
    sheet.protect("", {"format_rows": True})


_SIZE = '&"Arial,Regular"&9 '
"""The font of headers; the space keeps a text that begins with digits from being read as a size."""


def _left_and_right(left: str, right: str) -> str:
    parts = ((mark, _in_header(text)) for mark, text in (("&L", left), ("&R", right)))
    return "".join(f"{mark}{_SIZE}{text}" for mark, text in parts if text)


def _in_header(text: str) -> str:
    """Return a text as a header holds it: on one line, its own & doubled, no longer than there is room for."""
    kept = " ".join(printable(text).split())
    while len(doubled := kept.replace("&", "&&")) > _LONGEST_IN_HEADER:
        kept = kept[:-1]
    return doubled


def _properties(form: Form, name: str) -> dict[str, object]:
    title = f"{name}: {form.call.names[form.language]}"
    return {"title": printable(title), "author": printable(form.office), "subject": form.call.code, "created": _CREATED}


def _with_language(packed: bytes, form: Form) -> bytes:
    """Return the workbook with its language among its properties, which the writer has no word for."""
    parts = files.unpack(packed)
    language = f"<dc:language>{form.language}-NO</dc:language>".encode()
    parts[_CORE] = parts[_CORE].replace(_CLOSING, language + _CLOSING)
    return files.pack(parts)
