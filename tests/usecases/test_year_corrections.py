"""A closed year changes by corrections alone, and each tells every figure it changed, wherever the year is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from skjonn.domain.applications import Scope
from skjonn.domain.desk import Desk
from skjonn.domain.tables import Row
from skjonn.domain.year_corrections import Difference
from skjonn.domain.year_facts import DayAhead, YearFacts, differences, table
from skjonn.usecases import calls, payment_records
from skjonn.usecases import year_reports as usecase
from skjonn.usecases.year_reports import Wanted
from skjonn.usecases.year_words import Told, told
from tests.usecases.rounds import CALL
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided

END = date(2022, 2, 1)


@pytest.fixture
def clerk(office: str, desk: Desk) -> Desk:
    """Kari after a year with two awards, one of them to all the county, was closed."""
    decided(office, desk, ((EIGERSUND, FULL), (replace(VINDAFJORD, scope=Scope.COUNTY), PARTIAL)))
    clerk = replace(desk, today=END)
    usecase.close(office, clerk, 2021)
    return clerk


def written(folder: Path, ending: str) -> Path:
    """Return the report's file of a kind."""
    return next(path for path in folder.iterdir() if path.suffix == ending and path.stem != "manifest")


def test_every_figure_a_correction_changed_is_listed(office: str, clerk: Desk, tmp_path: Path) -> None:
    """What stood, what stands, why and when, in Word, workbook, JSON and the comparison; the second correction keeps the first."""
    for day, nok, reason in ((END, 100_000, "Utbetalt seint."), (date(2022, 3, 1), 50_000, "Enda ei.")):
        on = replace(clerk, today=day)
        payment_records.record_by_hand(office, on, payment_records.ByHand("2021-001", nok), day)
        usecase.correct(office, on, 2021, reason)
    late = replace(clerk, today=date(2022, 3, 2))
    usecase.report(office, late, Wanted(2021, language="nn"), tmp_path)

    said = json.loads(written(tmp_path, ".json").read_text(encoding="utf-8"))["corrections"]
    assert [(one["on"], one["reason"]) for one in said] == [("2022-02-01", "Utbetalt seint."), ("2022-03-01", "Enda ei.")]  # fmt: skip
    assert {"place": "figures", "what_differs": "paid_nok", "before": 100_000, "after": 150_000} in said[1]["differences"]  # fmt: skip
    word = Document(str(written(tmp_path, ".docx")))
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["Dato", "Grunngiving", "Kvar", "Kva", "Før", "Etter"]
    assert ["01.03.2022", "Enda ei.", "Året samla", "Utbetalt", "100 000", "150 000"] in rows
    book = openpyxl.load_workbook(written(tmp_path, ".xlsx"))["Rettingar"]
    assert ["Enda ei.", "Året samla", "Utbetalt", "100 000", "150 000"] in [[str(cell.value).replace("\u00a0", " ") for cell in row][1:] for row in book.iter_rows()]  # fmt: skip
    assert len(rows) - 1 == sum(len(one["differences"]) for one in said)
    listed = usecase.compare(office, 2021).corrections
    assert [one.data() for one in listed] == said
    before = usecase.report(office, late, Wanted(2021, END), tmp_path / "then").facts
    assert [one.reason for one in before.corrections] == ["Utbetalt seint."]


def test_a_frozen_award_to_the_county_is_told_by_its_name(office: str, clerk: Desk, tmp_path: Path) -> None:
    """The county's name stands in a frozen year's lists as it did before it was closed."""
    done = usecase.report(office, clerk, Wanted(2021, language="nb"), tmp_path)
    assert done.frozen
    said = {cell.text for table in Document(str(written(tmp_path, ".docx"))).tables for cell in table._cells}
    assert any("alle kommunene i Rogaland" in one for one in said), sorted(said)


def test_a_day_that_has_not_come_is_not_reported(office: str, clerk: Desk, tmp_path: Path) -> None:
    """Nothing is written; without a day the report is dated by what is recorded last, whatever day it is."""
    with pytest.raises(DayAhead):
        usecase.report(office, clerk, Wanted(2021, date(2022, 2, 2)), tmp_path / "ahead")
    assert not (tmp_path / "ahead").exists()
    later = replace(clerk, today=date(2031, 1, 1))
    assert usecase.report(office, later, Wanted(2021), tmp_path / "r").facts.as_of < END


def test_the_banner_is_that_of_the_reports_day(office: str, desk: Desk, tmp_path: Path) -> None:
    """A call that is changed after the report's day changes no byte of the report of that day."""
    decided(office, desk, ((EIGERSUND, FULL),))
    day = desk.today
    before = usecase.report(office, desk, Wanted(2021, day, "nn"), tmp_path / "a")
    changed = tmp_path / "call.toml"
    text = CALL.read_text(encoding="utf-8").replace("DØME – ikkje eit vedtak", "Noko heilt anna")
    assert "Noko heilt anna" in text
    changed.write_text(text, encoding="utf-8")
    later = replace(desk, today=date(2021, 12, 1))
    calls.change_call(office, later, "2021", changed, "Ny tekst.")

    assert usecase.report(office, later, Wanted(2021, day, "nn"), tmp_path / "b").files == before.files
    header = Document(str(written(tmp_path / "b", ".docx"))).sections[0].header
    assert any("DØME" in one.text for one in header.paragraphs)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Difference("figures", "success_percent", 50, None), Told("The year as a whole", "Awarded, %", "50", "")),
        (Difference("municipalities 1101", "awarded_nok", 0, 1_000, "Eigersund"), Told("Municipalities: Eigersund", "Awarded amount", "0", "1 000")),
        (Difference("reports final", "reports_came", 5, 6), Told("Reports: Final report", "Came", "5", "6")),
        (Difference("joint alone", "awards", 1, 2), Told("Joint projects: One municipality alone", "Awards", "1", "2")),
        (Difference("payments", "paid_nok", None, 1), Told("Payments: (without term)", "Paid", "", "1")),
        (Difference("areas", "awards", None, 1), Told("Priority areas: (no priority area)", "Awards", "", "1")),
        (Difference("applications 2021-001", "status", "refused", "awarded"), Told("Applications: 2021-001", "Status", "refused", "awarded in full")),
        (Difference("initiatives Digi", "years", (2019,), (2019, 2020)), Told("Initiatives: Digi", "Years", "2019", "2019 and 2020")),
        (Difference("frame_lines 2021-01-11 project 5 ", "why", "", "Auke"), Told("Money in and out of the frame: 2021-01-11 project 5 ", "Why", "", "Auke")),
    ],
)  # fmt: skip
def test_differences_are_worded(found: Difference, words: Told) -> None:
    """No code and no key stands in what a person reads."""
    said = told(found, "en")
    assert Told(said.place, said.what_differs, said.before.replace("\u00a0", " "), said.after.replace("\u00a0", " ")) == words  # fmt: skip
    assert told(found, "nn") != told(found, "en")


def test_differences_stand_in_reading_order() -> None:
    """Municipalities by their names, terms by their numbers."""

    def facts(year: int, awards: int) -> YearFacts:
        homes: list[Row] = [{"municipality_number": number, "municipality": name, "awards": awards} for number, name in (("1101", "Ørsta"), ("1103", "Bokn"))]  # fmt: skip
        terms: list[Row] = [{"term": term, "paid_nok": awards} for term in (10, 7)]
        tables = {"municipalities": table("municipalities", ("municipality", "awards"), homes), "payments": table("payments", ("term", "paid_nok"), terms)}  # fmt: skip
        return YearFacts(year, END, "rogaland", {}, tables)

    found = differences(facts(2020, 1), facts(2021, 2))
    assert [one.place for one in found] == ["municipalities 1103", "municipalities 1101", "payments 7", "payments 10"]
