"""Score sheets: out to each assessor, filled in, and back with every fault by its cell. On both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.domain.score_sheets import ScoresChangedMeanwhile, ScoreSheetOfOtherCall, ScoreSheetOfOtherVersion, mark_of
from skjonn.spreadsheets.reading import read
from skjonn.usecases import calls, recusing, score_sheets, scoring
from skjonn.usecases.assessing import AssessmentReasonMissing, NotAnAssessor
from skjonn.usecases.handed_out import FileThere
from skjonn.usecases.score_import import FileHasProblems, import_assessments
from skjonn.usecases.score_sheets import NothingToAssess, Wanted, WrittenSheet
from tests.usecases.rounds import CALL, add_person, everything, open_round

FIRST = 6  # the first case's row, as people count
POINTS_AT = 6  # the first criterion's column


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An open round with three cases and two assessors, kari and eva."""
    open_round(office, desk)
    add_person(office, "eva", "Eva Vurdering", "assessor")
    return office


def _write(url: str, desk: Desk, folder: Path, **wanted: Any) -> list[WrittenSheet]:
    return list(score_sheets.write_sheets(url, desk, Wanted("2021", **{"language": "nn", **wanted}), folder))


def _fill(path: Path, rows: dict[int, list[Any]]) -> Path:
    """Write points, and then the assessment, into rows."""
    book = openpyxl.load_workbook(path)
    for row, values in rows.items():
        for place, value in enumerate(values):
            book.worksheets[0].cell(row, POINTS_AT + place).value = value
    book.save(path)
    return path


def _codes(caught: Any) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"]  # fmt: skip


def test_each_assessor_gets_their_own_cases(url: str, desk: Desk, tmp_path: Path) -> None:
    """A file each, their owner's alone, without the cases they are recused in; the scale and guidance stand in it."""
    recusing.recuse(url, desk, "2021-002", "eva", "Slekt")
    done = _write(url, desk, tmp_path, persons=("kari", "eva"))
    assert [one.path.name for one in done] == ["poeng-2021-Kari Nordmann.xlsx", "poeng-2021-Eva Vurdering.xlsx"]
    assert [(one.assessor, one.cases) for one in done] == [("Kari Nordmann", 3), ("Eva Vurdering", 2)]
    page = openpyxl.load_workbook(done[1].path).worksheets[0]
    assert [page.cell(row, 1).value for row in range(FIRST, FIRST + 2)] == ["2021-001", "2021-003"]
    assert str(page.cell(4, POINTS_AT).value).startswith("Vekt ")
    assert len(page.data_validations.dataValidation) == len(scoring.form(url, desk, "2021-001").call.criteria)
    assert done[1].path.stat().st_mode & 0o077 == 0
    mark = mark_of(read(done[1].path).sheets)
    assert mark is not None
    assert (mark.login, mark.numbers) == ("eva", {"2021-001": 0, "2021-003": 0})


def test_filled_in_it_comes_back(url: str, desk: Desk, tmp_path: Path) -> None:
    """A folder at a time; points, a text beside or instead of them, and an empty row that is not assessed."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    for one in _write(url, desk, tmp_path, persons=("kari", "eva")):
        _fill(one.path, {FIRST: [4] * count, FIRST + 1: [None] * count + ["Ikkje klar."]})
    done = import_assessments(url, desk, [tmp_path], "2021")
    assert (done.added, done.changed, done.unchanged) == (4, 0, 0)
    totals = {one.ranked.case: one.ranked.total for one in scoring.ranked(url, "2021")}
    assert (totals["2021-001"].total, totals["2021-001"].assessed) == (400, 2)
    assert (totals["2021-002"].total, totals["2021-002"].assessed) == (None, 2)
    assert (totals["2021-003"].total, totals["2021-003"].assessed) == (None, 0)
    assert import_assessments(url, desk, [tmp_path], "2021").unchanged == 4


def test_a_change_needs_its_reason_and_keeps_the_old(url: str, desk: Desk, tmp_path: Path) -> None:
    """A new sheet shows what stands; changed and sent back it is refused without a reason."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    first = _write(url, desk, tmp_path, persons=("eva",))[0].path
    import_assessments(url, desk, [_fill(first, {FIRST: [4] * count})], "2021")
    again = _write(url, desk, tmp_path / "again", persons=("eva",))[0].path
    assert openpyxl.load_workbook(again).worksheets[0].cell(FIRST, POINTS_AT).value == 4
    _fill(again, {FIRST: [5] * count})
    with pytest.raises(AssessmentReasonMissing):
        import_assessments(url, desk, [again], "2021")
    assert import_assessments(url, desk, [again], "2021", "Etter møtet.").changed == 1


def test_points_typed_and_not_taken_in_are_not_written_over(url: str, desk: Desk, tmp_path: Path) -> None:
    """One sheet worked in is enough: it is named, and none is written."""
    first, second = (one.path for one in _write(url, desk, tmp_path, persons=("kari", "eva")))
    worked = _fill(second, {FIRST: [4]}).read_bytes()
    scoring.record_one(url, desk, "2021-001", {}, "Godt forankra.", assessor="kari")
    before = first.read_bytes()
    with pytest.raises(FileThere) as caught:
        _write(url, desk, tmp_path, persons=("kari", "eva"))
    assert (caught.value.exit_code, caught.value.data["path"]) == (4, [str(second)])
    assert (first.read_bytes(), second.read_bytes()) == (before, worked)
    _write(url, desk, tmp_path, persons=("kari",))
    assert first.read_bytes() != before


def test_a_row_that_was_emptied_is_told(url: str, desk: Desk, tmp_path: Path) -> None:
    """What stood in the sheet and says nothing now, or is gone from it, stands as it was; how to take it back is said."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    for case in ("2021-001", "2021-002"):
        scoring.record_one(url, desk, case, {"renewal": 4}, "Godt.", assessor="eva")
    path = _fill(_write(url, desk, tmp_path, persons=("eva",))[0].path, {FIRST: [None] * (count + 1)})
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(FIRST + 1)
    book.save(path)
    before = everything(url)
    done = import_assessments(url, desk, [path], "2021")
    assert (done.added, done.changed, done.unchanged) == (0, 0, 0)
    told = [one.message("en") for one in done.problems if one.code == "assessment-cleared"]
    assert told == [
        "2021-001: the row says nothing now; what was assessed stands.",
        "2021-002: the row is gone from the sheet; what was assessed stands.",
    ]
    assert everything(url) == before


def test_two_of_one_name_get_a_sheet_each(url: str, desk: Desk, tmp_path: Path) -> None:
    """Named with their logins, so that neither is written over the other."""
    add_person(url, "eva2", "Eva Vurdering", "assessor")
    done = _write(url, desk, tmp_path, persons=("eva", "eva2"))
    assert [one.path.name for one in done] == [
        "poeng-2021-Eva Vurdering (eva).xlsx",
        "poeng-2021-Eva Vurdering (eva2).xlsx",
    ]
    marks = [mark_of(read(one.path).sheets) for one in done]
    assert [one.login for one in marks if one] == ["eva", "eva2"]


def test_faults_are_named_by_cell_and_nothing_is_taken(url: str, desk: Desk, tmp_path: Path) -> None:
    """Off the scale, no points at all, and a case the assessor is recused in since the sheet was written."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    path = _write(url, desk, tmp_path, persons=("eva",))[0].path
    _fill(path, {FIRST: [99] * 1 + [3] * (count - 1), FIRST + 1: ["god"] + [3] * (count - 1), FIRST + 2: [3] * count})
    recusing.recuse(url, desk, "2021-003", "eva", "Slekt")
    before = everything(url)
    with pytest.raises(FileHasProblems) as caught:
        import_assessments(url, desk, [path], "2021")
    assert _codes(caught) == [("points-off-scale", "F6"), ("points-off-scale", "F7"), ("person-recused", "A8")]
    assert everything(url) == before


def test_a_row_of_two_cases_is_refused(url: str, desk: Desk, tmp_path: Path) -> None:
    """The number of one beside the title of another, as where one column alone was sorted."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    path = _fill(_write(url, desk, tmp_path, persons=("eva",))[0].path, {FIRST: [3] * count})
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(FIRST, 1).value = "2021-002"
    book.save(path)
    with pytest.raises(FileHasProblems) as caught:
        import_assessments(url, desk, [path], "2021")
    assert _codes(caught) == [("title-of-other-case", f"A{FIRST}")]


def test_a_sheet_is_its_assessors_and_its_calls(url: str, desk: Desk, tmp_path: Path) -> None:
    """Another call is refused by name, another's name in it by cell; what was recorded meanwhile is not written over."""
    count = len(scoring.form(url, desk, "2021-001").call.criteria)
    path = _fill(_write(url, desk, tmp_path, persons=("eva",))[0].path, {FIRST: [3] * count})
    book = openpyxl.load_workbook(path)
    last = POINTS_AT + count + 1
    book.worksheets[0].cell(FIRST, last).value = "Kari Nordmann"
    book.save(tmp_path / "anna.xlsx")
    with pytest.raises(FileHasProblems) as caught:
        import_assessments(url, desk, [tmp_path / "anna.xlsx"], "2021")
    assert [code for code, _cell in _codes(caught)] == ["assessor-not-of-sheet"]
    book.worksheets[1].cell(1, 4).value = "2020"
    book.save(tmp_path / "anna.xlsx")
    with pytest.raises(ScoreSheetOfOtherCall):
        import_assessments(url, desk, [tmp_path / "anna.xlsx"], "2021")
    scoring.record_one(url, desk, "2021-001", {}, "Alt vurdert.", assessor="eva")
    with pytest.raises(ScoresChangedMeanwhile):
        import_assessments(url, desk, [path], "2021", "Ny.")


def test_changed_weights_leave_earlier_scores_theirs(url: str, desk: Desk, tmp_path: Path) -> None:
    """Sheets written before are refused by version; what was scored is reckoned by what it was scored under, and the ranking says so."""
    codes = [one.code for one in scoring.form(url, desk, "2021-001").call.criteria]
    early = dict.fromkeys(codes, 1) | {codes[0]: 5}
    scoring.record_one(url, desk, "2021-001", early, None)
    before = [one.ranked.total for one in scoring.ranked(url, "2021") if one.ranked.case == "2021-001"]
    sheet = _fill(_write(url, desk, tmp_path, persons=("eva",))[0].path, {FIRST: [3] * len(codes)})
    edited = tmp_path / "call.toml"
    edited.write_text(CALL.read_text(encoding="utf-8").replace("weight = 30", "weight = 20").replace("weight = 10", "weight = 20"))  # fmt: skip
    calls.change_call(url, desk, "2021", edited, "Etter innspel")

    assert [one.ranked.total for one in scoring.ranked(url, "2021") if one.ranked.case == "2021-001"] == before
    assert (scoring.ranking(url, "2021", desk.today).under, scoring.ranking(url, "2021", desk.today).mixed) == (
        (1,),
        (),
    )
    with pytest.raises(ScoreSheetOfOtherVersion):
        import_assessments(url, desk, [sheet], "2021")
    scoring.record_one(url, desk, "2021-001", dict.fromkeys(codes, 3), None, assessor="eva")
    [mixed] = [one.ranked.total for one in scoring.ranked(url, "2021") if one.ranked.case == "2021-001"]
    assert before[0].total is not None
    assert mixed.total == (before[0].total + 300) // 2
    found = scoring.ranking(url, "2021", desk.today)
    assert (found.under, found.mixed) == ((1, 2), ("2021-001",))


def test_what_cannot_be_written(url: str, desk: Desk, tmp_path: Path) -> None:
    """Somebody who is no assessor, and nothing to assess; a trial run writes no file."""
    with pytest.raises(NotAnAssessor):
        _write(url, desk, tmp_path, persons=("per",))
    for case in ("2021-001", "2021-002", "2021-003"):
        recusing.recuse(url, desk, case, "eva", "Slekt")
    with pytest.raises(NothingToAssess):
        _write(url, desk, tmp_path, persons=("eva",))
    dry = Desk(desk.person, desk.today, desk.language, dry_run=True)
    assert [one.assessor for one in _write(url, dry, tmp_path)] == ["Kari Nordmann", "Ola Vurdering"]
    assert list(tmp_path.glob("*.xlsx")) == []
