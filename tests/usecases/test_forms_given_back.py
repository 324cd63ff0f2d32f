"""Filled forms with faults: told at their own cells, given back as the form they are, mended and imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from skjonn.domain.amounts import parse_amount
from skjonn.domain.dates import parse_day
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.forms import COLUMNS, FilledForm, read_form
from skjonn.domain.problems import Problem
from skjonn.domain.sheets import CellValue
from skjonn.errors import FindingsError, SkjonnError
from skjonn.spreadsheets.copy_mark import is_annotated, is_as_written
from skjonn.spreadsheets.form_answers import write_answer
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import reading
from skjonn.storage.queries import applications
from skjonn.texts import Language
from skjonn.usecases import forms, giving_back, intake
from skjonn.usecases.intake_refusals import ImportRefused
from tests.usecases.rounds import on, open_round

RECEIVED = date(2021, 2, 20)
GOOD: dict[str, Any] = {
    "title": "[oppdikta] Digital byggesak", "lead": "1103 Stavanger", "applied_nok": 500_000, "total_cost_nok": 900_000,
    "summary": "Kort.", "goals": "Mål.", "starts_on": date(2021, 6, 1), "partners 2": "1108 Sandnes", "partners 4": "1124 Sola",
    "costs 1": 600_000, "costs 1 label": "Løn", "costs 2": 300_000, "costs 2 label": "Reise", "areas 1": "Digitalisering",
}  # fmt: skip
"""Answers by field, with the number of the cell where there are several."""

Fill = Callable[..., Path]


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An office with the example's call open and nothing applied for."""
    open_round(office, desk, applied=())
    return office


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk after the deadline."""
    return on(desk, date(2021, 3, 2))


@pytest.fixture
def fill(url: str, desk: Desk, tmp_path: Path) -> Fill:
    """Write a form filled with the good answers, and others in their place."""

    def filled(name: str = "f1.xlsx", language: Language = "nn", **others: Any) -> Path:
        path = tmp_path / name
        forms.write_form(url, desk, "2021", language, path)
        put(path, {**GOOD, **{key.replace("__", " "): value for key, value in others.items()}})
        return path

    return filled


def cells(path: Path) -> dict[str, str]:
    """Return the address of every cell of a form's answers, by field and number as in `GOOD`."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["skjonn"].iter_rows()]
    found: dict[str, list[tuple[str, str]]] = {}
    for name, _sheet, cell, label, *_now in rows[rows.index(list(COLUMNS)) + 1 :]:
        found.setdefault(str(name), []).append((str(cell), str(label)))
    named: dict[str, str] = {}
    for name, several in found.items():
        for number, (cell, label) in enumerate(several, start=1):
            named |= {f"{name} {number}": cell, f"{name} {number} label": label}
        named[name] = several[0][0]
    return named


def page_of(book: openpyxl.Workbook) -> Worksheet:
    """Return the page of a form's answers, with or without a list of faults before it."""
    page = book["Søknadsskjema"]
    assert isinstance(page, Worksheet)
    return page


def put(path: Path, answers: Mapping[str, Any]) -> None:
    """Put answers into a form, as another program saves it."""
    where, book = cells(path), openpyxl.load_workbook(path)
    for name, value in answers.items():
        page_of(book)[where[name]] = value
    book.save(path)


def take(url: str, desk: Desk, *files: Path) -> intake.Imported:
    """Import forms."""
    return intake.import_applications(url, desk, files, "2021", received=RECEIVED)


def refused(url: str, desk: Desk, *files: Path) -> SkjonnError:
    """Return the refusal of an import."""
    with pytest.raises(ImportRefused) as caught:
        take(url, desk, *files)
    return caught.value


def given_back(url: str, desk: Desk, *files: Path, apart: bool = False) -> list[Path]:
    """Import forms that are refused, and return the copies with the faults marked."""
    refusal = refused(url, desk, *files)
    return list(giving_back.give_back(url, desk, giving_back.Refused(files, problems(refusal), refusal.data["leads"]), apart=apart))  # type: ignore[arg-type]  # fmt: skip  # errors carry any data


def problems(refusal: SkjonnError) -> list[Problem]:
    """Return what was told of cells."""
    return [one for one in refusal.problems if isinstance(one, Problem)]


def told(found: list[Problem]) -> set[tuple[str, str]]:
    """Return codes and cells."""
    return {(one.code, one.place.cell) for one in found}


def form_of(path: Path) -> FilledForm:
    """Read a form."""
    found = read_form(read(path).sheets)
    assert found is not None
    return found


def texts(book: openpyxl.Workbook, sheet: int = 0) -> str:
    """Return all that stands in a sheet."""
    return "\n".join(str(cell.value) for row in book.worksheets[sheet].iter_rows() for cell in row if cell.value)


def test_each_fault_is_told_at_the_cell_that_holds_it(url: str, clerk: Desk, fill: Fill) -> None:
    """Of the twelve cells of partners, the areas and the lines of the cost plan, the wrong ones, and no other."""
    path = fill(partners__2="Sandness", partners__4="Solla", costs__2="mykje", areas__2="Romfart", applied_by_year__2="litt")  # fmt: skip
    where = cells(path)

    assert told(problems(refused(url, clerk, path))) == {
        ("municipality-unknown", where["partners 2"]), ("municipality-unknown", where["partners 4"]),
        ("amount-unreadable", where["costs 2"]), ("area-unknown", where["areas 2"]),
        ("amount-unreadable", where["applied_by_year 2"]),
    }  # fmt: skip


def test_a_partner_named_again_is_told_where_it_is_named_again(url: str, clerk: Desk, fill: Fill) -> None:
    """So is the applicant among its own partners; neither is taken, and what is not named is taken once."""
    path = fill(partners__5="1108 Sandnes", partners__6="Stavanger", partners__13="NORCE, mfl.\nSola", partners__7="m.fl.")  # fmt: skip
    where = cells(path)

    done = take(url, clerk, path)
    with reading(url) as session:
        partners = [partner.name for partner in applications.cases(session, 1)[0].content.partners]

    assert told(list(done.problems)) >= {
        ("partner-twice", where["partners 5"]), ("partner-is-applicant", where["partners 6"]),
        ("partner-twice", where["partners 13"]),
    }  # fmt: skip
    assert partners == ["Sandnes", "Sola", "NORCE", ""]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_mended_copy_is_imported(url: str, clerk: Desk, fill: Fill, language: Language) -> None:
    """The copy is the form itself, with the answers in it; the cells it marks are those to be mended."""
    path = fill(language=language, lead="Stavangr", partners__2="Sandness", costs__2="300.000,-- ca", areas__1="Digitalisering")  # fmt: skip
    where = cells(path)
    wrong = {"lead": "1103 Stavanger", "partners 2": "1108 Sandnes", "costs 2": 300_000}

    (copy,) = given_back(url, clerk, path)
    book = openpyxl.load_workbook(copy)
    page = page_of(book)
    marked = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}

    assert copy.name == "f1.problems.xlsx"
    assert is_as_written(copy)
    assert cells(copy) == where
    assert set(marked) == {where[name] for name in wrong}
    assert "Stavangr" in marked[where["lead"]]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "hidden", "hidden"]
    assert all(one in texts(book) for one in (where["lead"], where["partners 2"], where["costs 2"], "Stavangr"))
    put(copy, wrong)
    assert is_annotated(copy)
    assert take(url, clerk, copy).added == ("2021-001",)
    with reading(url) as session:
        content = applications.cases(session, 1)[0].content
    assert (content.lead, content.applied_nok, content.starts_on) == ("1103", 500_000, date(2021, 6, 1))
    assert [partner.number for partner in content.partners] == ["1108", "1124"]
    assert [(line.label, line.amount_nok) for line in content.costs] == [("Løn", 600_000), ("Reise", 300_000)]


def test_the_copy_is_as_good_a_form_as_the_first(url: str, clerk: Desk, fill: Fill) -> None:
    """Validations, protection, open cells and the names of cells are those of the form."""
    path = fill(lead="Stavangr")
    (copy,) = given_back(url, clerk, path)

    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(copy)
    old, new = page_of(before), page_of(after)

    assert new.protection.sheet
    assert {cell.coordinate for row in new.iter_rows() for cell in row if not cell.protection.locked} == {cell.coordinate for row in old.iter_rows() for cell in row if not cell.protection.locked}  # fmt: skip
    assert {(str(one.sqref), one.type, one.formula1) for one in new.data_validations.dataValidation} == {(str(one.sqref), one.type, one.formula1) for one in old.data_validations.dataValidation}  # fmt: skip
    assert set(after.defined_names) == set(before.defined_names)


def test_what_the_copy_shows_before_it_is_calculated_is_true(url: str, clerk: Desk, fill: Fill) -> None:
    """Title, sums, and what is missing are stored as they are for these answers."""
    (copy,) = given_back(url, clerk, fill(lead="Stavangr", summary=None))
    page = page_of(openpyxl.load_workbook(copy, data_only=True))
    values = [cell.value for row in page.iter_rows() for cell in row]

    assert page["B1"].value == GOOD["title"]
    assert page["B2"].value == f"Manglar: {CATALOGUE['summary'].heading('nn')}."
    assert 900_000 in values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("applied_nok", date(2021, 6, 1)), ("applied_nok", "=NA()"), ("starts_on", 500_000), ("starts_on", "i haust"), ("title", "=1/0"),
        ("accepts_partial", "kanskje"), ("costs 3 label", "Berre tekst"), ("applied_nok", "=-1"), ("ends_on", date(2020, 1, 1)),
    ],
)  # fmt: skip
def test_a_fault_that_nobody_mends_stays_one(url: str, clerk: Desk, fill: Fill, name: str, value: Any) -> None:
    """Sent back as it is, a copy is refused at the same cell; nothing in it has become a date, a number or a text."""
    path = fill(**{name.replace(" ", "__"): value})
    book = openpyxl.load_workbook(path)
    page_of(book)[cells(path)[name]].number_format = "dd.mm.yyyy" if isinstance(value, date) else "General"
    book.save(path)
    cell = cells(path)[name.removesuffix(" label")]

    first = problems(refused(url, clerk, path))
    (copy,) = given_back(url, clerk, path)
    again = problems(refused(url, clerk, copy))

    for found in (first, again):
        assert [one.place.cell for one in found if one.severity == "error"] == [cell]


@given(st.one_of(st.integers(0, 10**9), st.dates(date(1990, 1, 1), date(2110, 1, 1)), st.booleans(), st.text(max_size=12)), st.booleans())  # fmt: skip
def test_what_is_written_again_is_read_as_it_was(value: CellValue, is_day: bool) -> None:
    """Whatever stands in a cell for a day or for an amount: the copy says the same, or is at fault; never another value."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "in_memory": True}) as book:
        style = book.add_format({"num_format": "dd.mm.yyyy" if is_day else "0"})
        write_answer(book.add_worksheet(), 0, 0, value, style, is_day=is_day)
    again = openpyxl.load_workbook(packed).worksheets[0]["A1"].value
    parse = parse_day if is_day else parse_amount

    assert outcome(parse, again) in (outcome(parse, value), None)


def outcome(parse: Callable[[CellValue], object], value: Any) -> object:
    """Return what a value is read as; None where it is refused or nothing."""
    with suppress(FindingsError):
        return parse(value.date() if isinstance(value, datetime) else value) if value not in (None, "") else None
    return None


def test_answers_that_were_moved_come_back_to_their_places(url: str, clerk: Desk, fill: Fill) -> None:
    """A form in which a row was put in is given back as it was written; the faults are at their cells of the copy."""
    path = fill(lead="Stavangr")
    where, book = cells(path), openpyxl.load_workbook(path)
    page, mapped = page_of(book), book["skjonn"]
    moved = {cell.coordinate: cell.value for row in page.iter_rows(min_row=3) for cell in row}
    for row in page.iter_rows(min_row=3):
        for cell in row:
            cell.value = None
    for address, value in moved.items():
        page[f"{address[0]}{int(address[1:]) + 1}"] = value
    for line in mapped.iter_rows(min_row=7):
        for old, new in ((2, 4), (3, 5)):
            line[new].value = f"{str(line[old].value)[0]}{int(str(line[old].value)[1:]) + 1}" if line[old].value else None  # fmt: skip
    book.save(path)

    found = problems(refused(url, clerk, path))
    (copy,) = given_back(url, clerk, path)
    back = page_of(openpyxl.load_workbook(copy))

    assert told(found) == {("municipality-unknown", f"B{int(where['lead'][1:]) + 1}")}
    assert back[where["lead"]].value == "Stavangr"
    assert back[where["lead"]].comment
    assert back[where["title"]].value == GOOD["title"]


def test_apart_a_form_goes_to_its_own_municipality(url: str, clerk: Desk, fill: Fill) -> None:
    """Whole, named after the municipality, in its language form; only where nobody knows whose it is, to the office."""
    mine = fill("f1.xlsx", "nn", applied_nok="mykje")
    other = fill("f2.xlsx", "nn", lead="1111 Sokndal", title="[oppdikta] Anna", applied_nok="mykje")
    unknown = fill("f3.xlsx", "nn", lead="Stavangr", title="[oppdikta] Tredje")

    copies = given_back(url, clerk, mine, other, unknown, apart=True)

    assert [copy.name for copy in copies] == ["f1.problems-1103-Stavanger.xlsx", "f2.problems-1111-Sokndal.xlsx", "f3.problems-unknown.xlsx"]  # fmt: skip
    assert all(len(form_of(copy).parts) == len(form_of(mine).parts) for copy in copies)
    first, second, _third = (texts(openpyxl.load_workbook(copy)) for copy in copies)
    assert "send" in first
    assert "Sokndal" not in first
    assert "Stavanger" not in second
    put(copies[0], {"applied_nok": 500_000})
    assert take(url, clerk, copies[0]).added == ("2021-001",)


def test_what_only_the_office_can_mend_makes_no_copy(url: str, clerk: Desk, fill: Fill) -> None:
    """A form that lacks nothing but its day of receipt has nothing to be mended in it."""
    sound, faulty = fill("f1.xlsx"), fill("f2.xlsx", title="[oppdikta] Anna", applied_nok="mykje")
    with pytest.raises(ImportRefused) as caught:
        intake.import_applications(url, clerk, [sound, faulty], "2021")
    found = giving_back.Refused([sound, faulty], problems(caught.value), caught.value.data["leads"])  # type: ignore[arg-type]  # errors carry any data

    for apart in (False, True):
        copies = giving_back.give_back(url, clerk, found, apart=apart)
        assert [copy.name[:2] for copy in copies] == ["f2"]


def test_a_form_of_a_call_that_has_changed_is_given_back_as_a_table(url: str, clerk: Desk, fill: Fill) -> None:
    """There is no form to write it as; the faults are marked all the same."""
    path = fill(applied_nok="mykje")
    found = refused(url, clerk, path)
    book = openpyxl.load_workbook(path)
    book["skjonn"]["B3"] = 7
    book.save(path)

    (copy,) = giving_back.give_back(url, clerk, giving_back.Refused([path], problems(found), found.data["leads"]))  # type: ignore[arg-type]  # errors carry any data

    assert "skjonn" not in openpyxl.load_workbook(copy).sheetnames
    assert page_of(openpyxl.load_workbook(copy))[cells(path)["applied_nok"]].comment
