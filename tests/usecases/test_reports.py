"""From the award to the accepted report: stored days, forms, what comes back, reminders, and what the next round sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from skjonn.domain import reports as rules
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.domain.problems import Problem
from skjonn.domain.reminders import Stages
from skjonn.domain.report_forms import (
    MAP_SHEET,
    Filled,
    NoReportForm,
    Page,
    ReportForm,
    ReportFormDamaged,
    ReportFormOutdated,
    read_forms,
)
from skjonn.domain.reports import (
    Account,
    DueSource,
    FormGroup,
    Line,
    ProjectStatus,
    ReportAct,
    ReportKind,
    Stage,
    Unused,
)
from skjonn.domain.sheets import Row, Sheet
from skjonn.registries.municipalities import shipped
from skjonn.spreadsheets.reading import read
from skjonn.spreadsheets.report_form import report_workbook
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries import reports as queries
from skjonn.storage.tables.report import ReportRow
from skjonn.usecases import (
    following_up,
    letters,
    reminding,
    report_dues,
    report_forms,
    report_import,
    reports,
    screening_facts,
    status,
)
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.handed_out import FileThere
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.report_import import HandedIn, ReportsFaulty
from skjonn.usecases.report_views import Asked
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, REFUSED, SOKNDAL, VINDAFJORD, decided, text_of

INTERIM, FINAL = date(2021, 12, 1), date(2022, 6, 1)
CAME = date(2022, 5, 30)
TOLD = Account(
    ProjectStatus.ENDED, "Gjennomført.", "Felles rutiner.", "Tok tid.", "Andre kan bruke malane.", "Drift.",
    (Line("Tildelinga", 1_100_000), Line("Eigne midlar", 200_000)), (Line("Løn", 1_250_000),), 1_050_000, 50_000,
)  # fmt: skip


@pytest.fixture
def awarded(office: str, desk: Desk) -> str:
    """Return two awards and a refusal, approved on the desk's day."""
    return decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (SOKNDAL, REFUSED)))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari the day the reports came."""
    return replace(desk, today=CAME)


def stored(url: str, case: str) -> dict[ReportKind, tuple[date, DueSource]]:
    """Return when the reports of a case are due."""
    with reading(url) as session:
        key = applications.case(session, case).id
        return {kind: (due.due_on, due.source) for (one, kind), due in queries.dues(session).items() if one == key}


def fill(path: Path, answers: Mapping[str, object], case: str = "") -> None:
    """Fill in a form as a municipality does: by its map, in Excel; lines as (label, amount)."""
    book = openpyxl.load_workbook(path)
    taken: dict[str, int] = {}
    for row in book[MAP_SHEET].iter_rows(min_row=2, max_col=6, values_only=True):
        sheet, of, _kind, name, cell, label = (str(value or "") for value in row)
        if case and of != case:
            continue
        value = answers.get(str(name))
        if isinstance(value, tuple):
            place = taken.setdefault(str(name), 0)
            taken[str(name)] += 1
            line = value[place] if place < len(value) else None
            book[sheet][label].value, book[sheet][cell].value = (line.label, line.amount_nok) if line else (None, None)
        elif value is not None:
            book[sheet][cell].value = value
    book.save(path)


def answers(said: Account, words: str = "Avslutta") -> dict[str, object]:
    """Return an account as answers of a form."""
    return {name: getattr(said, name) for name in ("summary", "results", "experience", "usefulness", "next_steps", "financing", "use", "spent_nok", "unused_nok")} | {"status": words}  # fmt: skip


def handed_in(url: str, clerk: Desk, folder: Path, case: str = "2021-001", said: Account = TOLD) -> Path:
    """Write a case's form, fill it in, and take it in; return the file."""
    (form,) = report_forms.write_forms(url, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, (case,)), folder)
    fill(form.path, answers(said))
    report_import.take_in(url, clerk, [form.path], HandedIn(clerk.today))
    return form.path


def test_days_are_stored_when_an_award_is_approved(awarded: str, desk: Desk) -> None:
    """An award has the call's days; a refusal has none; another last day moves them as many days; a reversal ends what is owed."""
    assert stored(awarded, "2021-001") == {ReportKind.INTERIM: (INTERIM, DueSource.CALL), ReportKind.FINAL: (FINAL, DueSource.CALL)}  # fmt: skip
    assert stored(awarded, "2021-003") == {}

    assert [one.case for one in reports.listed(awarded, CAME, Asked())] == ["2021-001", "2021-001", "2021-002", "2021-002"]  # fmt: skip
    drafted = following_up.reverse(awarded, desk, "2021-001", "Feil.")
    approve(awarded, desk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    assert {one.case for one in reports.listed(awarded, CAME, Asked())} == {"2021-002"}
    assert {one.case for one in reports.listed(awarded, CAME, Asked(as_of=desk.today))} == {"2021-002"}


def test_another_last_day_moves_the_days(office: str, desk: Desk) -> None:
    """Where an award's last day is changed, its reports are due as many days later."""
    decided(office, desk, ((replace(EIGERSUND, ends_on=date(2021, 12, 31)), FULL),))
    following_up.change(office, desk, "2021-001", Terms(ends_on=date(2022, 1, 30)), "Utsett.")
    approve(office, desk, "2021", 2, Given("per"))

    assert stored(office, "2021-001") == {ReportKind.INTERIM: (date(2021, 12, 31), DueSource.CHANGE), ReportKind.FINAL: (date(2022, 7, 1), DueSource.CHANGE)}  # fmt: skip


def test_a_report_is_put_off_with_a_reason_also_after_its_day(awarded: str, clerk: Desk) -> None:
    """Earlier days, no reason, and a case without an award are refused."""
    late = replace(clerk, today=date(2022, 7, 1))
    later = report_dues.Later(ReportKind.FINAL, date(2022, 9, 1), "Sjukdom.")
    done = report_dues.extend(awarded, late, "2021-001", later)

    assert (done.before, done.due_on) == (FINAL, date(2022, 9, 1))
    for wrong, error in (
        (replace(later, reason=" "), rules.ExtensionReasonMissing),
        (replace(later, to=FINAL), rules.DueNotLater),
        (replace(later, report=ReportKind.INTERIM, to=date(2022, 9, 2)), rules.InterimAfterFinal),
    ):
        with pytest.raises(error):
            report_dues.extend(awarded, late, "2021-001", wrong)
    with pytest.raises(rules.NoAwardToReport):
        report_dues.extend(awarded, late, "2021-003", later)


def test_letters_tell_the_awards_own_days(awarded: str, desk: Desk, tmp_path: Path) -> None:
    """A request written after an extension has the new day; the award's letter keeps the one it was written with."""
    june = replace(desk, today=date(2021, 6, 1))
    letters.write_letters(awarded, june, Letters("2021"), tmp_path)
    report_dues.extend(awarded, replace(desk, today=date(2021, 8, 1)), "2021-001", report_dues.Later(ReportKind.FINAL, date(2022, 9, 1), "Sjukdom."))  # fmt: skip

    again = letters.write_letters(awarded, replace(desk, today=date(2021, 8, 2)), Letters("2021"), tmp_path)
    assert [one.state for one in again.letters] == ["unchanged"] * 3
    wanted = Letters("2021", cases=("2021-001",), kind="report_request")
    request = letters.write_letters(awarded, replace(desk, today=date(2021, 8, 2)), wanted, tmp_path)
    assert "1. september 2022" in text_of(tmp_path / request.letters[0].path)


@pytest.mark.parametrize("group", list(FormGroup))
def test_forms_are_in_the_language_of_the_municipality_and_the_same_again(awarded: str, clerk: Desk, tmp_path: Path, group: FormGroup) -> None:  # fmt: skip
    """Eigersund is written to in bokmål, Vindafjord in nynorsk; what is known is written in; a second run gives the same bytes."""
    wanted = report_forms.FormsWanted("2021", ReportKind.FINAL, group=group)
    done = report_forms.write_forms(awarded, clerk, wanted, tmp_path)
    first = {one.path: one.path.read_bytes() for one in done}

    assert [(one.municipality, one.language) for one in done] == [("Eigersund", "nb"), ("Vindafjord", "nn")]
    page = openpyxl.load_workbook(done[0].path)["2021-001"]
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert {"Nettverkskontakter & <barnevern>", "Eigersund", "1\u00a0100\u00a0000\u00a0kroner", "1.\u00a0juni\u00a02022"} <= set(said)  # fmt: skip
    assert any(text.startswith("Sluttrapport: 2021-001") for text in said)
    report_forms.write_forms(awarded, clerk, wanted, tmp_path)
    assert {path: path.read_bytes() for path in first} == first
    fill(done[0].path, {"results": "Skrive hos oss."})
    with pytest.raises(FileThere):
        report_forms.write_forms(awarded, clerk, wanted, tmp_path)


def test_a_filled_form_is_taken_in_without_a_question_and_once(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """What was filled in is what is stored; the same again changes nothing; another one is the next; the file is kept."""
    path = handed_in(awarded, clerk, tmp_path)
    shown = reports.show(awarded, CAME, "2021-001", ReportKind.FINAL)
    assert (shown.said, shown.owed.open, shown.owed.municipality) == (TOLD, False, "Eigersund")
    again = report_import.take_in(awarded, clerk, [path], HandedIn(CAME))
    assert (again.added, again.unchanged) == ((), ("2021-001",))

    reports.write_file(awarded, CAME, "2021-001", ReportKind.FINAL, tmp_path / "as it came.xlsx")
    assert (tmp_path / "as it came.xlsx").read_bytes() == path.read_bytes()
    fill(path, {"results": "Endra."})
    assert report_import.take_in(awarded, clerk, [path], HandedIn(CAME)).added == ("2021-001",)
    with reading(awarded) as session:
        assert [row.number for row in session.exec(select(ReportRow))] == [1, 2]


def test_every_fault_is_named_by_its_cell_and_nothing_is_taken_in(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Amounts that cannot be read, sums that differ, what is missing, cases that owe nothing; --partial takes the faultless."""
    wanted = report_forms.FormsWanted("2021", ReportKind.FINAL)
    first, second = report_forms.write_forms(awarded, clerk, wanted, tmp_path / "f")
    fill(first.path, answers(replace(TOLD, results="")) | {"spent_nok": "1.05.000", "status": "ferdig"})
    fill(second.path, answers(TOLD) | {"spent_nok": 90_000, "unused_nok": 10_000})

    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [tmp_path / "f"], HandedIn(CAME))
    problems = [one for one in refused.value.problems if isinstance(one, Problem) and one.severity == "error"]
    assert [one.code for one in problems] == ["report-status-unknown", "amount-groups", "report-incomplete"]
    assert all(one.place.file == first.path.name and one.place.cell for one in problems)
    assert all(one.came is None for one in reports.listed(awarded, CAME, Asked()))

    taken = report_import.take_in(awarded, clerk, [tmp_path / "f"], HandedIn(CAME, partial=True))
    assert (taken.added, taken.left_out) == (("2021-002",), ("2021-001",))
    fill(first.path, answers(TOLD) | {"spent_nok": 1_100_001})
    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [first.path], HandedIn(CAME))
    assert [getattr(one, "code", "") for one in refused.value.problems] == ["report-spent-above-award"]


def test_forms_of_others_and_no_forms_are_refused_by_name(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """A form of an unknown case, an older layout, a damaged map, another workbook, and the same report twice."""
    (form,) = report_forms.write_forms(awarded, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",)), tmp_path)  # fmt: skip
    fill(form.path, answers(TOLD))

    def altered(change: Callable[[openpyxl.Workbook], None]) -> Path:
        book = openpyxl.load_workbook(form.path)
        change(book)
        book.save(tmp_path / "altered.xlsx")
        return tmp_path / "altered.xlsx"

    def other_case(book: openpyxl.Workbook) -> None:
        for row in range(2, book[MAP_SHEET].max_row + 1):
            book[MAP_SHEET].cell(row, 2).value = "2021-099"

    def older(book: openpyxl.Workbook) -> None:
        book[MAP_SHEET]["C1"].value = 0

    def damaged(book: openpyxl.Workbook) -> None:
        book[MAP_SHEET]["E3"].value = "=1+1"

    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [altered(other_case)], HandedIn(CAME))
    assert [getattr(one, "code", "") for one in refused.value.problems] == ["report-not-owed"]
    for change, error in ((older, ReportFormOutdated), (damaged, ReportFormDamaged), (lambda book: book.remove(book[MAP_SHEET]), NoReportForm)):  # fmt: skip
        with pytest.raises(error):
            report_import.take_in(awarded, clerk, [altered(change)], HandedIn(CAME))
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(form.path.read_bytes())
    with pytest.raises(ReportsFaulty):
        report_import.take_in(awarded, clerk, [form.path, copy], HandedIn(CAME))
    with pytest.raises(report_import.ReportAhead):
        report_import.take_in(awarded, clerk, [form.path], HandedIn(date(2022, 6, 2)))


def test_the_same_file_changes_nothing_whatever_came_after_it(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """A folder that still holds an older file can be taken in again, also when the award has been reduced since."""
    path = handed_in(awarded, clerk, tmp_path)
    older = tmp_path / "older.xlsx"
    older.write_bytes(path.read_bytes())
    fill(path, {"results": "Endra."})
    report_import.take_in(awarded, clerk, [path], HandedIn(CAME))

    for one in (older, path, older):
        done = report_import.take_in(awarded, clerk, [one], HandedIn(CAME))
        assert (done.added, done.unchanged) == ((), ("2021-001",))
    both = report_import.take_in(awarded, clerk, [older, path], HandedIn(CAME))
    assert (both.added, both.unchanged) == ((), ("2021-001", "2021-001"))
    assert reports.show(awarded, CAME, "2021-001", ReportKind.FINAL).said.results == "Endra."


def test_an_accepted_report_is_changed_only_when_that_is_said(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Another report of an accepted one is refused with its way on; --update takes it, and it waits for the office again."""
    path = handed_in(awarded, clerk, tmp_path)
    reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL, Unused.KEPT)
    assert report_import.take_in(awarded, clerk, [path], HandedIn(CAME)).unchanged == ("2021-001",)
    fill(path, {"results": "Endra."})

    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [path], HandedIn(CAME))
    assert [getattr(one, "code", "") for one in refused.value.problems] == ["report-accepted-before"]
    assert report_import.take_in(awarded, clerk, [path], HandedIn(CAME, update=True)).added == ("2021-001",)
    came = reports.show(awarded, CAME, "2021-001", ReportKind.FINAL).owed.came
    assert (came.number, came.act) == (2, None) if came else False


def test_a_form_of_another_office_is_refused_though_the_case_number_is_ours(awarded: str, clerk: Desk, tmp_path: Path) -> None:  # fmt: skip
    """Every office has a case 2021-001; the form knows whose it is."""
    (form,) = report_forms.write_forms(awarded, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",)), tmp_path)  # fmt: skip
    fill(form.path, answers(TOLD))
    book = openpyxl.load_workbook(form.path)
    book[MAP_SHEET]["D1"].value = "vestland"
    book.save(form.path)

    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [form.path], HandedIn(CAME))
    assert [getattr(one, "code", "") for one in refused.value.problems] == ["report-of-other-office"]


def test_a_folder_with_other_workbooks_names_each_and_partial_takes_the_forms(awarded: str, clerk: Desk, tmp_path: Path) -> None:  # fmt: skip
    """A budget and a damaged file among the forms are each named; --partial leaves them out."""
    wanted = report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",))
    (form,) = report_forms.write_forms(awarded, clerk, wanted, tmp_path / "f")
    fill(form.path, answers(TOLD))
    openpyxl.Workbook().save(tmp_path / "f" / "budsjett.xlsx")
    (tmp_path / "f" / "øydelagd.xlsx").write_bytes(b"PK nothing")

    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(awarded, clerk, [tmp_path / "f"], HandedIn(CAME))
    named = {one.place.file for one in refused.value.problems if isinstance(one, Problem)}
    assert named == {"budsjett.xlsx", "øydelagd.xlsx"}
    done = report_import.take_in(awarded, clerk, [tmp_path / "f"], HandedIn(CAME, partial=True))
    assert (done.added, set(done.left_out)) == (("2021-001",), named)


def test_every_fault_of_a_page_is_told_at_once(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """What is missing is named beside what cannot be read; a line without an amount is doubtful; unused money alone is an answer."""
    (form,) = report_forms.write_forms(awarded, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",)), tmp_path)  # fmt: skip
    plain = form.path.read_bytes()
    fill(form.path, {"status": "ferdig", "spent_nok": "1.05.000", "use": (Line("Løn", None),)})  # type: ignore[arg-type]  # as people leave it
    (page,) = read_forms("a.xlsx", read(form.path).sheets)
    assert [(one.severity, one.code) for one in page.problems] == [
        ("error", "report-status-unknown"), ("warning", "report-line-without-amount"), ("error", "amount-groups"),
        ("error", "report-incomplete"), ("error", "report-incomplete"), ("error", "report-incomplete"),
    ]  # fmt: skip
    form.path.write_bytes(plain)
    fill(form.path, {"unused_nok": 100})
    (page,) = read_forms("a.xlsx", read(form.path).sheets)
    assert (page.empty, len(page.problems)) == (False, 4)


def test_days_that_cannot_be_are_refused(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """A day to come, and one before the award's year, by file and by hand."""
    wanted = report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",))
    (form,) = report_forms.write_forms(awarded, clerk, wanted, tmp_path)
    fill(form.path, answers(TOLD))
    with pytest.raises(ReportsFaulty):
        report_import.take_in(awarded, clerk, [form.path], HandedIn(date(1922, 5, 30)))
    for day, error in ((date(2099, 1, 1), report_import.ReportAhead), (date(1922, 5, 30), reports.ReportFaulty)):
        with pytest.raises(error):
            reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (TOLD, day))
    assert reports.listed(awarded, CAME, Asked())[1].came is None


def test_what_a_report_says_over_several_lines_comes_back_so(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Lines of a text stay lines, through the file, the register and the next form."""
    said = replace(TOLD, experience="Tok tid.\n\n– Møte\n– Opplæring", financing=())
    handed_in(awarded, clerk, tmp_path, said=said)
    assert reports.show(awarded, CAME, "2021-001", ReportKind.FINAL).said == said
    wanted = report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",))
    (form,) = report_forms.write_forms(awarded, clerk, wanted, tmp_path / "again")
    assert report_import.take_in(awarded, clerk, [form.path], HandedIn(CAME)).unchanged == ("2021-001",)


@pytest.mark.parametrize(
    ("number", "day", "answers_for_it"),
    [("1141", date(2019, 12, 31), "1141"), ("1141", date(2020, 1, 1), "1103"), ("1103", date(2022, 1, 1), "1103"), ("5012", date(2021, 1, 1), "5012"), ("9999", date(2021, 1, 1), "9999")],
)  # fmt: skip
def test_a_merged_municipality_is_answered_for_by_what_came_of_it(number: str, day: date, answers_for_it: str) -> None:
    """Finnøy became part of Stavanger; Snillfjord was split, so nobody answers for it alone; an unknown number stays itself."""
    assert shipped().answering(number, day) == answers_for_it


def test_a_report_is_accepted_once_with_what_becomes_of_unused_money(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Unused money has to be settled, and only where there is some; what was accepted is not accepted or sent back again."""
    handed_in(awarded, clerk, tmp_path)
    with pytest.raises(rules.UnusedUnsettled):
        reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL)
    with pytest.raises(rules.UnusedInterim):
        rules.require_unused("2021-001", ReportKind.INTERIM, 0, Unused.CLAIMED)
    for nothing in (0, None):
        with pytest.raises(rules.UnusedNothing):
            rules.require_unused("2021-001", ReportKind.FINAL, nothing, Unused.CLAIMED)
        rules.require_unused("2021-001", ReportKind.FINAL, nothing, None)
    done = reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL, Unused.CLAIMED)

    assert (done.unused_nok, done.unused) == (50_000, Unused.CLAIMED)
    with pytest.raises(rules.ReportSettled):
        reports.send_back(awarded, clerk, "2021-001", ReportKind.FINAL, "Meir.")
    with pytest.raises(rules.ReportUnknown):
        reports.accept(awarded, clerk, "2021-002", ReportKind.FINAL)
    assert reports.mark_example(awarded, clerk, "2021-001", "Andre kan lære av dette.") == "Andre kan lære av dette."
    assert reports.show(awarded, CAME, "2021-001", ReportKind.FINAL).owed.example == "Andre kan lære av dette."
    june = replace(clerk, today=date(2022, 6, 1))
    reports.mark_example(awarded, june, "2021-001", "", end=True)
    with pytest.raises(rules.ExampleUnmarked):
        reports.mark_example(awarded, june, "2021-001", "", end=True)
    assert reports.show(awarded, CAME, "2021-001", ReportKind.FINAL).owed.example == ""


def test_a_report_sent_back_is_owed_again_and_its_form_goes_on_from_it(awarded: str, clerk: Desk, tmp_path: Path) -> None:  # fmt: skip
    """The next form holds what was reported; what comes next can be accepted."""
    handed_in(awarded, clerk, tmp_path)
    reports.send_back(awarded, clerk, "2021-001", ReportKind.FINAL, "Rekneskapen manglar timar.")
    (one,) = [one for one in reports.listed(awarded, CAME, Asked(only_open=True)) if one.case == "2021-001" and one.report is ReportKind.FINAL]  # fmt: skip
    assert one.came is not None
    assert (one.came.act, one.came.comment) == (ReportAct.RETURNED, "Rekneskapen manglar timar.")

    (form,) = report_forms.write_forms(awarded, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",)), tmp_path / "again")  # fmt: skip
    assert read_forms(form.path.name, read(form.path).sheets)[0].said == TOLD
    fill(form.path, {"results": "Felles rutiner, med timar."})
    report_import.take_in(awarded, clerk, [form.path], HandedIn(CAME))
    assert reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL, Unused.KEPT).act is ReportAct.ACCEPTED


def test_a_report_by_hand_is_held_to_the_same(awarded: str, clerk: Desk) -> None:
    """Sums must agree with the award; doubtful accounts are warned of."""
    with pytest.raises(reports.ReportFaulty):
        reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (replace(TOLD, unused_nok=0), CAME))
    warned = reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (replace(TOLD, use=(Line("Løn", 1),)), CAME))  # fmt: skip
    assert [one.code for one in warned] == ["report-accounts-differ"]
    with pytest.raises(reports.ReportWithoutFile):
        reports.write_file(awarded, CAME, "2021-001", ReportKind.FINAL, Path("never.xlsx"))


def test_reminders_are_written_once_and_stop_when_the_report_comes(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """A request before the day, a reminder after it, each with a text for e-mail; nothing again, and nothing for what has come."""
    may = replace(clerk, today=date(2022, 5, 10))
    first = reminding.remind(awarded, may, Stages(), tmp_path).reminders
    assert [(one.case, one.report, one.stage) for one in first] == [
        ("2021-001", ReportKind.INTERIM, Stage.OVERDUE), ("2021-001", ReportKind.FINAL, Stage.COMING),
        ("2021-002", ReportKind.INTERIM, Stage.OVERDUE), ("2021-002", ReportKind.FINAL, Stage.COMING),
    ]  # fmt: skip
    mail = (tmp_path / first[1].mail).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert mail.startswith("2021-001: sluttrapport med frist 1. juni 2022\n\nHei,\n\nEigersund har fått tilskudd til prosjektet «Nettverkskontakter & <barnevern>»")  # fmt: skip
    assert "Fristen er 1. juni 2022." in mail
    assert "mellomrapport" in text_of(tmp_path / first[0].letter)
    assert reminding.remind(awarded, may, Stages(), tmp_path).reminders == ()
    assert len(reminding.remind(awarded, replace(may, today=FINAL, dry_run=True), Stages(), tmp_path).reminders) == 2

    handed_in(awarded, clerk, tmp_path)
    july = replace(clerk, today=date(2022, 7, 10))
    later = reminding.remind(awarded, july, Stages(), tmp_path).reminders
    assert [(one.case, one.report, one.stage) for one in later] == [("2021-002", ReportKind.INTERIM, Stage.SECOND), ("2021-002", ReportKind.FINAL, Stage.OVERDUE)]  # fmt: skip
    assert [one.owed.case for one in reminding.due(awarded, july.today, Stages())] == ["2021-002", "2021-002"]


def test_an_extension_begins_the_stages_anew(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """What was sent of the old day does not hold back what is to be sent of the new one."""
    july = replace(clerk, today=date(2022, 7, 10))
    reminding.remind(awarded, july, Stages(), tmp_path)
    report_dues.extend(awarded, july, "2021-001", report_dues.Later(ReportKind.FINAL, date(2022, 9, 1), "Sjukdom."))
    assert reminding.remind(awarded, july, Stages(), tmp_path).reminders == ()
    august = reminding.remind(awarded, replace(july, today=date(2022, 8, 10)), Stages(), tmp_path).reminders
    assert [(one.report, one.stage) for one in august if one.case == "2021-001"] == [(ReportKind.INTERIM, Stage.SECOND), (ReportKind.FINAL, Stage.COMING)]  # fmt: skip


def test_status_begins_with_what_is_due(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Reports by stage, and those that wait for the office."""
    handed_in(awarded, clerk, tmp_path)
    found = status.status(awarded, clerk)
    assert (found.reports_due, found.reports_to_settle) == ({Stage.COMING: 1, Stage.SECOND: 1}, 1)


def test_the_next_screening_sees_missing_reports_and_unused_money(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """A report that came counts as come; what it left is known; one that was sent back has not come."""
    handed_in(awarded, clerk, tmp_path)

    def earlier() -> dict[str, tuple[bool | None, int]]:
        with reading(awarded) as session:
            call = calls.one(session, "2021")
            return {award.case: (award.reported, award.unused_nok) for _lead, award in screening_facts.awards(session, call, date(2022, 12, 1))}  # fmt: skip

    assert earlier() == {"2021-001": (True, 50_000), "2021-002": (False, 0)}
    reports.send_back(awarded, clerk, "2021-001", ReportKind.FINAL, "Meir.")
    assert earlier() == {"2021-001": (False, 0), "2021-002": (False, 0)}


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\r\n"), max_size=40).map(lambda text: " ".join(normalize("NFC", text).split()))  # fmt: skip
NOK = st.integers(0, 10**8)
ACCOUNTS = st.builds(
    Account, st.sampled_from(ProjectStatus), TEXT, TEXT, TEXT, TEXT, TEXT,
    st.lists(st.builds(Line, TEXT.filter(bool), NOK), max_size=9).map(tuple),
    st.lists(st.builds(Line, TEXT.filter(bool), NOK), min_size=1, max_size=12).map(tuple), st.none() | NOK, st.none() | NOK,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(ACCOUNTS, st.sampled_from(["nb", "nn"]), st.sampled_from(ReportKind))
def test_what_a_form_holds_is_read_back_the_same(said: Account, language: str, kind_of: ReportKind) -> None:
    """Form and reader are each other's inverse, whatever is written."""
    page = Page("2021-001", "2021", "T", "Time", "", kind_of, FINAL, 100_000, said)
    packed = report_workbook(ReportForm(language, "Embetet", (page,)))  # type: ignore[arg-type]  # one of the two forms
    (found,) = _read(packed)
    assert (found.said, found.problems) == (said, ())


def _read(packed: bytes) -> list[Filled]:
    """Read a form by another reader, in this process, so that many can be read."""
    book = openpyxl.load_workbook(BytesIO(packed), data_only=True)
    sheets = []
    for page in book.worksheets:
        found: list[Any] = list(page.iter_rows(values_only=True))
        rows = tuple(Row(number, tuple(values)) for number, values in enumerate(found, 1))
        sheets.append(Sheet("a.xlsx", page.title, rows))
    return read_forms("a.xlsx", sheets)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_answer_tells_what_it_is_when_it_is_entered(language: str) -> None:
    """A screen reader reads the label and the help of each cell that is filled in, also of each line's two cells."""
    page = Page("2021-001", "2021", "T", "Time", "", ReportKind.FINAL, FINAL, 100_000)
    book = openpyxl.load_workbook(BytesIO(report_workbook(ReportForm(language, "Embetet", (page,)))))  # type: ignore[arg-type]  # one of the two forms
    told = {str(cell): rule.promptTitle for rule in book["2021-001"].data_validations.dataValidation for cell in str(rule.sqref).split()}  # fmt: skip
    for row in book[MAP_SHEET].iter_rows(min_row=2, max_col=6, values_only=True):
        assert all(told[str(cell)] for cell in row[4:6] if cell)


def test_partial_awards_are_reported_on_what_was_awarded(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """The award stands in the form, not what was applied for."""
    assert PARTIAL.amount_nok == 100_000
    (form,) = report_forms.write_forms(awarded, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-002",)), tmp_path)  # fmt: skip
    assert "100\u00a0000\u00a0kroner" in {cell.value for row in openpyxl.load_workbook(form.path)["2021-002"].iter_rows() for cell in row}  # fmt: skip


def test_a_case_that_cannot_be_written_to_holds_no_other_back(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """What failed is told with its case, the others are written, and the next run takes the failed one up."""
    broken = tmp_path / "templates" / "letters" / "nb" / "reminder.docx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no Word file")
    july = replace(clerk, today=date(2022, 7, 10))

    done = reminding.remind(awarded, july, Stages(), tmp_path)
    assert {one.case for one in done.reminders} == {"2021-002"}
    assert {one.place.file for one in done.failed} == {"2021-001"}
    broken.unlink()
    again = reminding.remind(awarded, july, Stages(), tmp_path)
    assert ({one.case for one in again.reminders}, again.failed) == ({"2021-001"}, ())
