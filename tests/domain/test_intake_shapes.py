"""Shapes of tables people really send: merged cells, cells that carry on, numbers as text, whole counties, decided rounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skjonn.domain.applications import Scope
from skjonn.domain.intake import Award
from skjonn.domain.sheets import Area, CellValue, Row, Sheet
from tests.domain.test_intake import HEADER, TERMS, Intake, _sheet, _told, read_applications

LUND = "1112"


def _merged(*rows: tuple[CellValue, ...], areas: tuple[Area, ...]) -> Intake:
    return read_applications([_sheet(*rows)], TERMS, merged=areas)


def test_a_merged_applicant_stands_for_every_row_it_covers() -> None:
    """The value of the first cell is taken in the covered ones, with a warning each."""
    intake = _merged(HEADER, ("A", "Lund", 5), ("B", None, 6), ("C", None, 7), ("D", "Time", 8), areas=((1, 1, 3, 1),))

    assert [one.content.lead for one in intake.taken] == [LUND, LUND, LUND, "1121"]
    assert _told(intake) == [("warning", "cell-merged", "B3"), ("warning", "cell-merged", "B4")]


def test_a_merged_amount_is_nobodys() -> None:
    """One amount over several rows is never shared out, counted twice or given to the first; a row of two lines keeps its own."""
    intake = _merged(HEADER, ("A", "Lund", 500), ("B", "Time", None), areas=((1, 2, 2, 2),))

    whole = _merged(HEADER, ("A", "Lund", 500), ("", "", None), areas=((1, 0, 2, 0), (1, 2, 2, 2)))

    assert _told(intake) == [("error", "amount-merged", "C2"), ("error", "amount-merged", "C3")]
    assert [one.content.title for one in whole.taken] == ["A"]


def test_titles_merged_across_the_page_do_no_harm() -> None:
    """Areas above the header, and areas along a row, carry nothing down."""
    intake = _merged(("Søknader",), HEADER, ("A", "Lund", 5), areas=((0, 0, 0, 5), (2, 2, 2, 3)))

    assert (len(intake.taken), _told(intake)) == (1, [])


def test_an_empty_applicant_carries_on_from_the_row_above() -> None:
    """It is told each time; over an empty row, or where there is nothing above, the cell is missing."""
    intake = read_applications([_sheet(HEADER, ("A", "Lund", 5), ("B", None, 6), ("C", " ", 7), (), ("D", None, 8))], TERMS)  # fmt: skip
    first = read_applications([_sheet(HEADER, ("A", None, 5))], TERMS)

    assert [one.content.lead for one in intake.taken] == [LUND] * 3
    assert _told(intake) == [("warning", "continues-above", "B3"), ("warning", "continues-above", "B4"), ("error", "value-missing", "B6")]  # fmt: skip
    assert _told(first) == [("error", "value-missing", "B2")]


@pytest.mark.parametrize(("typed", "told"), [(True, [("warning", "number-as-text", "C2")]), (False, [])])
def test_a_number_stored_as_text(typed: bool, told: list[tuple[str, str, str]]) -> None:
    """It is read and told of, in formats that tell numbers from texts."""
    intake = read_applications([_sheet(HEADER, ("A", "Lund", " 5000 "))], TERMS, typed=typed)

    assert intake.taken[0].content.applied_nok == 5000
    assert _told(intake) == told


def test_an_empty_cell_where_errors_cannot_be_seen() -> None:
    """In .xls a required cell is empty or shows an error; both are named."""
    intake = read_applications([_sheet(HEADER, ("A", "Lund", None))], TERMS, blind=True)

    assert _told(intake) == [("error", "value-missing", "C2")]
    assert "error value" in intake.problems[0].message("en")


def test_the_whole_county_as_applicant_needs_a_payee() -> None:
    """With a payee, that one leads and the scope is the county; without one, the applicant's cell is at fault."""
    header = (*HEADER, "Utbetalingsmottakar")
    led = read_applications([_sheet(header, ("Digi", "Alle kommunane i Rogaland", 5, "Stavanger"))], TERMS)
    alone = read_applications([_sheet(header, ("Digi", "Alle kommunane i Rogaland", 5, None))], TERMS)

    assert (led.taken[0].content.lead, led.taken[0].content.scope) == ("1103", Scope.COUNTY)
    assert _told(led) == [("warning", "lead-from-payee", "B2")]
    assert _told(alone) == [("error", "lead-whole-county", "B2")]


def test_hidden_rows_and_columns_are_read_and_told_of() -> None:
    """Nothing is lost because somebody hid it."""
    sheet = _sheet(HEADER, ("A", "Lund", 5))
    hidden = replace(sheet, rows=(sheet.rows[0], Row(2, sheet.rows[1].values, hidden=True)))

    intake = read_applications([hidden], TERMS, hidden_columns=frozenset({2}))

    assert len(intake.taken) == 1
    assert _told(intake) == [("warning", "column-hidden", "C1"), ("warning", "row-hidden", "A2")]


def test_two_tables_of_one_file() -> None:
    """Every sheet with a header is read, each below its own; their sums are their own."""
    first = _sheet(HEADER, ("A", "Lund", 5), ("Sum", None, 5), name="Vår")
    second = Sheet("a.xlsx", "Haust", _sheet(("Kommune", "Tittel", "Beløp"), ("Time", "B", 7), (None, "Sum", 7)).rows)

    intake = read_applications([first, second], TERMS)

    assert [(one.place.sheet, one.content.lead) for one in intake.taken] == [("Vår", LUND), ("Haust", "1121")]
    assert {code for _severity, code, _cell in _told(intake)} == {"row-of-sums"}


def test_a_round_that_is_decided() -> None:
    """What was awarded is kept beside the application; where nothing says what was applied for, it stands for that."""
    header = ("Prosjekt", "Kommune", "Tildelt", "Pott")
    rows = (header, ("A", "Lund", 300, "flom"), ("B", "Time", None, None), ("Sum", None, 300))

    intake = read_applications([_sheet(*rows)], TERMS, decided=True)
    both = read_applications([_sheet((*header, "Søkt"), ("A", "Lund", 0, None, 500), ("B", "Lund", None, None, 400))], TERMS, decided=True)  # fmt: skip

    assert [one.award for one in intake.taken] == [Award(300, "flom")]
    assert intake.taken[0].content.applied_nok == 300
    assert _told(intake) == [("warning", "applied-from-award", "C1"), ("error", "award-missing", "C3"), ("warning", "row-of-sums", "A4")]  # fmt: skip
    assert [(one.award, one.content.applied_nok) for one in both.taken] == [(Award(0), 500)]
    assert _told(both) == [("error", "award-missing", "C3")]


def test_a_round_that_is_decided_with_nothing_for_one() -> None:
    """No amount is made up for who got nothing where no column tells what was applied for."""
    intake = read_applications([_sheet(("Prosjekt", "Kommune", "Tildelt"), ("A", "Lund", 0))], TERMS, decided=True)

    assert not intake.taken
    assert [one.code for one in intake.problems if one.severity == "error"] == ["applied-missing"]
