"""The application form as a workbook: what is open, what is offered, what is said, and that it reads back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from skjonn import files
from skjonn.domain.calls import Call, Rules
from skjonn.domain.calls_file import from_toml
from skjonn.domain.forms import COLUMNS, FilledForm, read_form
from skjonn.domain.forms_layout import Form, questions
from skjonn.registries.municipalities import shipped as register
from skjonn.spreadsheets.form import LISTS_SHEET, form_workbook
from skjonn.spreadsheets.reading import read
from skjonn.texts import Language, translate

FORMS: tuple[Language, ...] = ("nb", "nn")
LONGEST_ROW = 409
SECONDS = 180
ANSWERS: dict[str, list[Any]] = {
    "title": ["Digital byggesak"], "lead": ["1103 Stavanger"], "partners": ["1108 Sandnes", "1124 Sola"], "applied_nok": [500_000],
    "total_cost_nok": [900_000], "summary": ["- kort\n- godt"], "goals": ["Mål"], "starts_on": [date(2021, 6, 1)],
    "costs": [("Løn", 600_000), ("Reise", 300_000)],
}  # fmt: skip


@cache
def example() -> Call:
    """Return the example's call."""
    return from_toml((files.shipped("examples") / "rogaland-2021" / "call.toml").read_bytes(), "call.toml")


def form(language: Language = "nn", call: Call | None = None) -> Form:
    """Return a form of the example's call, with the municipalities of its opening day."""
    names = tuple(f"{one.number} {one.name}" for one in register().in_force(example().opens_on))
    return Form(call or example(), 1, language, "Statsforvaltaren i Rogaland", names)


@cache
def content(language: Language = "nn") -> bytes:
    """Return the example's form."""
    return form_workbook(form(language))


def book(packed: bytes, *, values: bool = False) -> Workbook:
    """Open a workbook; `values` gives what formulas last gave."""
    return load_workbook(BytesIO(packed), data_only=values)


def page_of(packed: bytes, *, values: bool = False) -> Worksheet:
    """Return the page that is filled in."""
    page = book(packed, values=values).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def mapped(packed: bytes) -> Iterator[tuple[str, str, str | None]]:
    """Yield field, cell and label cell of every answer, as the map has them."""
    rows = [[cell.value for cell in row] for row in book(packed)["skjonn"].iter_rows()]
    for row in rows[rows.index(list(COLUMNS)) + 1 :]:
        yield str(row[0]), str(row[2]), str(row[3]) if row[3] else None


def filled(packed: bytes, answers: dict[str, list[Any]]) -> bytes:
    """Return a form with its cells filled, field by field, as another program saves it: formulas without results."""
    opened = book(packed)
    page = opened.worksheets[0]
    left = {name: list(values) for name, values in answers.items()}
    for name, cell, label in mapped(packed):
        if left.get(name):
            value = left[name].pop(0)
            if label and isinstance(value, tuple):
                page[label], value = value
            page[cell] = value
    saved = BytesIO()
    opened.save(saved)
    return saved.getvalue()


def back(packed: bytes, folder: Path, name: str = "form.xlsx") -> FilledForm:
    """Read a form from a file."""
    (folder / name).write_bytes(packed)
    found = read_form(read(folder / name).sheets)
    assert found is not None
    return found


def said(found: FilledForm, name: str) -> list[Any]:
    """Return what the cells of a field say, those that say nothing left out."""
    return [part.value for part in found.parts[name] if part.value is not None]


@pytest.mark.parametrize("language", FORMS)
def test_the_same_form_gives_the_same_bytes(language: Language) -> None:
    """A form that is written again can be compared."""
    assert form_workbook(form(language)) == content(language)


@pytest.mark.parametrize("language", FORMS)
def test_only_answers_are_open(language: Language) -> None:
    """Protected without a password; every cell of the map is open and no other; nothing is merged."""
    page = page_of(content(language))
    fixed = {cell for name, _cell, cell in mapped(content(language)) if name == "applied_by_year"}
    answers = {cell for _name, *cells in mapped(content(language)) for cell in cells if cell} - fixed
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}

    assert page.protection.sheet
    assert page.protection.password is None
    assert open_cells == answers
    assert not page.merged_cells.ranges


def test_only_the_page_is_seen() -> None:
    """The lists and the map are hidden, and the page stands first."""
    sheets = book(content()).worksheets

    assert [sheet.sheet_state for sheet in sheets] == ["visible", "hidden", "hidden"]
    assert [sheet.title for sheet in sheets[1:]] == [LISTS_SHEET, "skjonn"]


@pytest.mark.parametrize("language", FORMS)
def test_every_answer_has_a_label_to_its_left_and_a_name(language: Language) -> None:
    """Screen readers and the name box tell where one is; what is required says so in words."""
    packed = content(language)
    page, names = page_of(packed), book(packed).defined_names
    named = {name.attr_text.replace("$", "").rpartition("!")[2] for name in names.values() if "Print" not in name.name}
    required = {question.field.name for question in questions(example()) if question.required}
    word = translate("(must be filled in)", language)
    told = {name for name, cell, _label in mapped(packed) if word in str(page[f"A{cell[1:]}"].value)}

    for name, cell, label in mapped(packed):
        assert cell in named
        assert label is None or label in named or name == "applied_by_year"
        assert page[f"A{cell[1:]}"].value or label
    assert told == required == {"title", "lead", "applied_nok", "summary", "goals"}


@pytest.mark.parametrize("language", FORMS)
def test_every_answer_is_introduced_and_checked(language: Language) -> None:
    """A message when a cell is entered; lists, amounts and dates are held to what they are, and say what is wrong."""
    packed = content(language)
    rules = {str(rule.sqref): rule for rule in page_of(packed).data_validations.dataValidation}
    kinds = {name: rules[cell].type for name, cell, _label in mapped(packed)}

    assert all(rules[cell].prompt and rules[cell].promptTitle for _name, cell, _label in mapped(packed))
    assert all(rule.error and rule.errorStyle in (None, "stop") for rule in rules.values() if rule.type)
    assert all(len(rule.formula1 or "") <= 255 for rule in rules.values())
    assert {name for name, kind in kinds.items() if kind == "whole"} >= {"applied_nok", "costs", "applied_by_year"}
    assert {name for name, kind in kinds.items() if kind == "date"} == {"starts_on", "ends_on", "anchored_on"}
    assert {name for name, kind in kinds.items() if kind == "list"} == {"lead", "payee", "scope", "areas", "phase", "purpose_role", "accepts_partial"}  # fmt: skip
    assert [rules[cell].type for name, cell, _label in mapped(packed) if name == "partners"] == ["list"] * 12 + [None]


def test_a_list_offers_every_municipality() -> None:
    """The drop-down reaches from the first to the last, whatever their number."""
    opened = book(content())
    rules = {str(rule.sqref): rule for rule in page_of(content()).data_validations.dataValidation}
    lead = next(cell for name, cell, _label in mapped(content()) if name == "lead")
    sheet, _sign, cells = str(rules[lead].formula1).partition("!")
    offered = [row[0].value for row in opened[sheet][cells.replace("$", "")]]

    assert tuple(offered) == form().municipalities
    assert len(offered) == 356


@pytest.mark.parametrize("language", FORMS)
def test_the_check_of_an_empty_form_names_what_is_missing(language: Language) -> None:
    """What the formula gives is stored with it, for programs that do not calculate."""
    headings = [question.heading(language) for question in questions(example()) if question.required]

    assert page_of(content(language), values=True)["B2"].value == translate("Missing: {fields}.", language).format(
        fields=", ".join(headings)
    )


def test_formulas_are_short_and_plain() -> None:
    """No function that one of the programs lacks, and none longer than they take."""
    cells = [cell.value for sheet in book(content()) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]  # fmt: skip
    functions = {name for text in cells for name in re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", str(text)))}

    assert functions <= {"IF", "AND", "TRIM", "ISERROR", "ISNUMBER", "COUNT", "COUNTA", "SUM", "SUMPRODUCT", "LEN", "MID", "ADDRESS", "ROW", "COLUMN"}  # fmt: skip
    assert max(len(str(text)) for text in cells) < 2000


@pytest.mark.parametrize("language", FORMS)
def test_the_page_prints_on_a4_with_the_calls_name_and_banner(language: Language) -> None:
    """One page wide, the title repeated, pages counted; properties for those who hear the document."""
    opened = book(content(language))
    page: Any = page_of(content(language))
    header = f"{page.oddHeader.left.text}{page.oddHeader.right.text}"
    footer = f"{page.oddFooter.left.text}{page.oddFooter.right.text}"

    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
    assert (page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert page.print_title_rows == "$1:$1"
    assert example().names[language] in header
    assert example().letters.banner[language] in header
    assert "&P" in footer
    assert "&N" in footer
    assert opened.properties.language == f"{language}-NO"
    assert example().names[language] in opened.properties.title
    assert opened.properties.creator == "Statsforvaltaren i Rogaland"


def test_what_the_call_says_stands_on_top() -> None:
    """Purpose, who may apply, and the deadline in words."""
    said = [cell.value for (cell,) in page_of(content())["B1:B14"]]

    assert example().names["nn"] in said
    assert example().texts["purpose"]["nn"].strip() in said
    assert any("26." in str(text) and "februar" in str(text) and "23.59" in str(text) for text in said)


def test_a_filled_form_reads_back(tmp_path: Path) -> None:
    """Also where it was saved by a program that does not calculate."""
    found = back(filled(content(), ANSWERS), tmp_path)

    assert said(found, "title") == ["Digital byggesak"]
    assert said(found, "partners") == ["1108 Sandnes", "1124 Sola"]
    assert said(found, "costs") == ["Løn: 600000", "Reise: 300000"]
    assert said(found, "applied_by_year") == []
    assert set(found.parts) == {question.field.name for question in questions(example())}


def test_an_empty_form_says_nothing(tmp_path: Path) -> None:
    """Nothing printed by us is taken for an answer."""
    empty = back(content(), tmp_path)

    assert [name for name in empty.parts if said(empty, name)] == []


def test_a_long_text_of_the_call_takes_several_rows() -> None:
    """A row cannot be higher than 409 points; every word is there."""
    words = " ".join(f"ord{number}" for number in range(1500))
    long = replace(example(), texts={"purpose": {"nb": words, "nn": f"{words}\n\nSlutt."}})
    page = page_of(form_workbook(form(call=long)))
    said = " ".join(str(row[1].value) for row in page.iter_rows(max_row=40) if row[1].value)

    assert words in said
    assert "Slutt." in said
    assert max(dimension.height or 0 for dimension in page.row_dimensions.values()) <= LONGEST_ROW


def test_a_long_name_and_banner_fit_the_header() -> None:
    """A header has room for 255 signs, of which & takes two."""
    long = replace(example(), names={"nb": "&" * 200, "nn": "Å" * 200}, letters=replace(example().letters, banner={"nn": "&" * 99}))  # fmt: skip
    page: Any = page_of(form_workbook(form(call=long)))

    assert page.oddHeader.left.text.strip() == "Å" * 100
    assert page.oddHeader.right.text.strip() == "&&" * 50


def test_rules_that_name_every_field_fit() -> None:
    """A call may require everything that is asked."""
    every = tuple({question.field.name for question in questions(example())})
    packed = form_workbook(form(call=replace(example(), rules=Rules(required_fields=every))))

    assert str(page_of(packed, values=True)["B2"].value).count(",") == len(every) - 1


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_any_text_of_a_call_is_carried(text: str, name: str) -> None:
    """Whatever the office writes, the form can be written and opened."""
    letters = replace(example().letters, banner={"nb": text, "nn": text})
    areas = (replace(example().areas[0], names={"nb": name, "nn": name}),)
    odd = replace(
        example(), names={"nb": name, "nn": name}, texts={"further": {"nn": text}}, letters=letters, areas=areas
    )

    assert page_of(form_workbook(form(call=odd)))["A1"].value


@pytest.mark.long
@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_libreoffice_calculates_and_keeps_the_form(language: Language, ending: str, tmp_path: Path) -> None:
    """Saved by LibreOffice, the check says what does not add up, the form reads back, and an .xlsx keeps its validations."""
    wrong = {**ANSWERS, "title": [], "costs": [("Løn", 1)], "starts_on": [date(2022, 1, 1)], "ends_on": [date(2021, 1, 1)]}  # fmt: skip
    saved = resaved(filled(content(language), wrong), ending, tmp_path)
    found = back(saved.read_bytes(), tmp_path, f"again.{ending}")
    check = next(str(row.at(1)) for row in found.sheet.rows if row.number == 2)

    assert said(found, "applied_nok") == [500_000]
    assert said(found, "partners") == ["1108 Sandnes", "1124 Sola"]
    for text in ("The cost plan and the total cost are not equal.", "The project ends before it starts."):
        assert translate(text, language) in check
    assert check.startswith(translate("Missing: {fields}.", language).partition("{")[0])
    if ending == "xlsx":
        before, after = (page_of(packed).data_validations.dataValidation for packed in (content(language), saved.read_bytes()))  # fmt: skip
        assert {str(rule.sqref) for rule in after} == {str(rule.sqref) for rule in before}
        assert page_of(saved.read_bytes()).protection.sheet


def resaved(packed: bytes, ending: str, folder: Path) -> Path:
    """Return a workbook as LibreOffice saves it; without LibreOffice the test is passed over, unless it is demanded."""
    office = shutil.which("soffice")
    if not office:
        if os.environ.get("SKJONN_REQUIRE_RENDERING") == "1":
            pytest.fail("SKJONN_REQUIRE_RENDERING is set, and LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    (folder / "filled.xlsx").write_bytes(packed)
    (folder / "out").mkdir()
    profile = (folder / "profile").absolute().as_uri()
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", ending, "--outdir", str(folder / "out")]  # fmt: skip
    subprocess.run([*command, str(folder / "filled.xlsx")], check=True, capture_output=True, timeout=SECONDS)
    return folder / "out" / f"filled.{ending}"
