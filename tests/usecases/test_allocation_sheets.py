"""The allocation sheet: out, worked in, and back; whole or not at all. On both databases."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from skjonn.domain.allocation_sheets import COLUMNS, ChangedMeanwhile, SheetOfOtherCall, mark_of
from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.spreadsheets.allocation_sheet import allocation_workbook
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import reading, writing
from skjonn.storage.tables.frame import PotRow
from skjonn.usecases import allocation_sheets, allocations, approving, calls, conditions, drafting, frames
from skjonn.usecases.allocation_import import import_recommendations
from skjonn.usecases.allocation_sheets import NoOpenCases, SheetEnding
from skjonn.usecases.approving import Given
from skjonn.usecases.frames import Money
from skjonn.usecases.frames import Wanted as FrameWanted
from skjonn.usecases.handed_out import FileThere
from skjonn.usecases.recommending import Wanted
from skjonn.usecases.score_import import FileHasProblems
from tests.usecases.rounds import CALL, SPRING, award, everything, on, open_round, refuse

AT = {name: position + 1 for position, (name, _open) in enumerate(COLUMNS)}
FIRST = 9  # the first case's row, as people count, with one pot


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An open round: an award in part, a refusal, and a case with nothing recommended."""
    open_round(office, desk)
    award(office, desk, 1, 300_000)
    refuse(office, desk, 2)
    return office


def _write(url: str, desk: Desk, folder: Path, **cells: Any) -> Path:
    """Write the sheet and work in it: `r10_pot="joint"` writes in the tenth row."""
    path = allocation_sheets.write_sheet(url, desk, "2021", "nn", folder / "ark.xlsx").path
    if cells:
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        for name, value in cells.items():
            row, _sign, column = name.removeprefix("r").partition("_")
            page.cell(int(row), AT[column]).value = value
        book.save(path)
    return path


def _codes(caught: Any) -> list[str]:
    return [one.code for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"]


def _said(url: str, case: str) -> Any:
    return next(one for one in allocations.listed(url, "2021", "nn", date(2021, 5, 3)).rows if one.case == case).said


def test_the_sheet_says_what_stands(url: str, desk: Desk, tmp_path: Path) -> None:
    """Cases in order with what is recommended, and the pots' sums both as formulas and as the values they give."""
    page = openpyxl.load_workbook(_write(url, desk, tmp_path), data_only=True).worksheets[0]
    formulas = openpyxl.load_workbook(tmp_path / "ark.xlsx").worksheets[0]
    assert [page.cell(row, 1).value for row in range(FIRST, FIRST + 3)] == ["2021-001", "2021-002", "2021-003"]
    assert [page.cell(row, AT["recommended_nok"]).value for row in range(FIRST, FIRST + 3)] == [300_000, None, None]
    assert [page.cell(5, column).value for column in (2, 4, 5, 6, 7)] == ["project", 1_000_000, 0, 300_000, 700_000]
    assert str(formulas.cell(5, 6).value).startswith("=SUMIFS(")
    assert (tmp_path / "ark.xlsx").stat().st_mode & 0o077 == 0


def test_back_as_it_was_changes_nothing(url: str, desk: Desk, tmp_path: Path) -> None:
    """In either form; the same bytes when nothing has changed."""
    path = _write(url, desk, tmp_path)
    before = everything(url)
    done = import_recommendations(url, desk, path, "2021")
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert everything(url) == before
    first = path.read_bytes()
    assert _write(url, desk, tmp_path).read_bytes() == first
    other = allocation_sheets.write_sheet(url, desk, "2021", "nb", tmp_path / "nb.xlsx").path
    assert import_recommendations(url, desk, other, "2021").changed == 0


def test_what_is_worked_in_comes_back(url: str, desk: Desk, tmp_path: Path) -> None:
    """A lower amount, a refusal that becomes an award, a case moved to the next round by its word in the drop-down."""
    path = _write(
        url, desk, tmp_path, r9_recommended_nok=250_000, r10_recommended_nok="400 000", r10_ground=None, r11_recommended_outcome="neste runde",
    )  # fmt: skip
    done = import_recommendations(url, desk, path, "2021")
    assert (done.added, done.changed) == (1, 2)
    assert _said(url, "2021-001").amount_nok == 250_000
    assert (_said(url, "2021-002").outcome, _said(url, "2021-002").amount_nok) == (Outcome.AWARD, 400_000)
    assert _said(url, "2021-003").outcome is Outcome.NEXT_ROUND


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"r9_recommended_nok": 500_001}, ("above-applied", "I9")),
        ({"r9_pot": "joint"}, ("pot-not-of-call", "J9")),
        ({"r11_ground": "ingen grunn"}, ("ground-unknown", "K11")),
        ({"r11_recommended_nok": "mykje"}, ("amount-unreadable", "I11")),
        ({"r9_payee": "Herøy"}, ("municipality-ambiguous", "O9")),
        ({"r9_ground": "Prioritert lågare"}, ("outcomes-several", "K9")),
        ({"r9_recommended_outcome": "neste runde"}, ("outcomes-several", "L9")),
        (
            {"r9_recommended_nok": 0, "r9_ground": "Prioritert lågare", "r9_recommended_outcome": "neste runde"},
            ("outcomes-several", "L9"),
        ),
        ({"r11_recommended_outcome": "trekt"}, ("outcome-unclear", "L11")),
        ({"r11_recommended_outcome": "reversed"}, ("outcome-unclear", "L11")),
        ({"r11_recommended_outcome": "oversending til anna embete"}, ("pass-to-missing", "L11")),
        ({"r11_recommended_nok": 0}, ("outcome-unclear", "I11")),
        ({"r11_recommended_nok": "=1000*2"}, ("cell-uncalculated", "I11")),
        ({"r11_case": None, "r11_recommended_nok": 1_000}, ("row-without-case", "A11")),
        ({"r9_case": "2021-003"}, ("title-of-other-case", "A9")),
    ],
)
def test_a_fault_names_its_cell_and_nothing_is_taken(
    url: str, desk: Desk, tmp_path: Path, cells: dict[str, Any], fault: tuple[str, str]
) -> None:  # fmt: skip
    """Also where every other row is as it should be."""
    path = _write(url, desk, tmp_path, r10_recommended_nok=1_000, r10_ground=None, **cells)
    before = everything(url)
    with pytest.raises(FileHasProblems) as caught:
        import_recommendations(url, desk, path, "2021")
    found = [one for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"]
    assert [(one.code, one.place.cell) for one in found] == [fault]
    assert everything(url) == before


def test_a_refusal_beside_an_amount_is_not_lost(url: str, desk: Desk, tmp_path: Path) -> None:
    """The leader who chooses a ground and leaves the amount is asked which of them holds; with the amount cleared it is refused."""
    grounds = [one.code for one in allocations.form(url, "2021-001")[2].grounds if one.outcome == "refusal"]
    with pytest.raises(FileHasProblems) as caught:
        import_recommendations(url, desk, _write(url, desk, tmp_path / "a", r9_ground=grounds[0]), "2021")
    [found] = [one for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"]
    assert found.message("nn") == "Rada har ein grunn ved sida av “tildeling”; ei sak har eitt utfall."
    assert _said(url, "2021-001").amount_nok == 300_000
    path = _write(url, desk, tmp_path / "b", r9_ground=grounds[0], r9_recommended_nok=None)
    assert import_recommendations(url, desk, path, "2021").changed == 1
    assert _said(url, "2021-001").outcome is Outcome.REFUSAL


def test_what_to_do_is_said_as_it_is_done_in_a_sheet(url: str, desk: Desk, tmp_path: Path) -> None:
    """No options of a command: the column, the words of the sheet's language, and no empty list of what is near."""
    path = _write(url, desk, tmp_path, r9_recommended_nok=500_001, r10_payee="Qqqqqqqq", r11_recommended_outcome="trekt", r10_recommended_nok=1, r10_ground=None)  # fmt: skip
    with pytest.raises(FileHasProblems) as caught:
        import_recommendations(url, desk, path, "2021")
    helps = {one.code: one.help("nn") for one in caught.value.problems if isinstance(one, Problem)}
    assert (
        helps["above-applied"] == "Er meir meint, skriv kvifor i kolonnen Kvifor meir enn omsøkt; grunnen blir lagra."
    )
    assert helps["municipality-unknown"] == "`skjonn municipality list` viser alle."
    assert helps["outcome-unclear"].endswith(
        "“tildeling”, “avslag”, “avvising”, “neste runde” og “oversending til anna embete”."
    )


def test_a_case_passed_on_stands_through_the_sheet(url: str, desk: Desk, tmp_path: Path) -> None:
    """The sheet has no column for the office, so the one that was named stays."""
    allocations.recommend(url, desk, "2021-003", Wanted(Outcome.PASSED_ON, pass_to="agder"))
    assert import_recommendations(url, desk, _write(url, desk, tmp_path), "2021").unchanged == 3
    path = _write(url, desk, tmp_path / "b", r11_reason="Kommunen ligg i Agder.")
    assert import_recommendations(url, desk, path, "2021").changed == 1
    assert (_said(url, "2021-003").pass_to, _said(url, "2021-003").reason) == ("agder", "Kommunen ligg i Agder.")


def test_a_recommendation_set_meanwhile_is_not_written_over(url: str, desk: Desk, tmp_path: Path) -> None:
    """The sheet never showed it; where the sheet says the same, or with `update`, there is nothing to ask."""
    path = _write(url, desk, tmp_path, r11_recommended_nok=1_000)
    award(url, desk, 3, 2_000)
    with pytest.raises(ChangedMeanwhile) as caught:
        import_recommendations(url, desk, path, "2021")
    assert (caught.value.exit_code, caught.value.data["cases"]) == (4, ["2021-003"])
    assert import_recommendations(url, desk, path, "2021", update=True).changed == 1
    assert _said(url, "2021-003").amount_nok == 1_000


def test_a_cleared_row_leaves_what_stood_and_says_so(url: str, desk: Desk, tmp_path: Path) -> None:
    """Nothing can be un-said by an empty cell."""
    path = _write(url, desk, tmp_path, r9_recommended_nok=None)
    done = import_recommendations(url, desk, path, "2021")
    assert [one.code for one in done.problems if one.code == "recommendation-cleared"] == ["recommendation-cleared"]
    assert _said(url, "2021-001").amount_nok == 300_000
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(FIRST)
    book.save(path)
    [gone] = [
        one for one in import_recommendations(url, desk, path, "2021").problems if one.code == "recommendation-cleared"
    ]
    assert gone.message("en") == "2021-001: the row is gone from the sheet; what was recommended stands."


def test_a_sheet_saved_as_text_says_what_it_changed(url: str, desk: Desk, tmp_path: Path) -> None:
    """It cannot be held against what was set since; where it changes nothing there is nothing to tell."""
    rows = [[str(value or "") for value in row] for row in openpyxl.load_workbook(_write(url, desk, tmp_path)).worksheets[0].values]  # fmt: skip
    text = tmp_path / "ark.csv"
    text.write_text("\n".join(";".join(cell.replace("\n", " ").replace(";", ",") for cell in row) for row in rows), encoding="utf-8")  # fmt: skip
    assert not [
        one for one in import_recommendations(url, desk, text, "2021").problems if one.code == "sheet-without-mark"
    ]
    award(url, desk, 1, 200_000)
    [told] = [
        one for one in import_recommendations(url, desk, text, "2021").problems if one.code == "sheet-without-mark"
    ]
    assert told.data["cases"] == ["2021-001"]


def test_a_sheet_of_another_call_is_refused_by_name(url: str, desk: Desk, tmp_path: Path) -> None:
    """Before anything of it is looked at."""
    path = _write(url, desk, tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[1].cell(1, 4).value = "2020"
    book.save(path)
    with pytest.raises(SheetOfOtherCall):
        import_recommendations(url, desk, path, "2021")
    mark = mark_of(read(path).sheets)
    assert mark is not None
    assert mark.numbers == {"2021-001": 1, "2021-002": 1, "2021-003": 0}


def test_a_pot_held_back_says_until_when(url: str, desk: Desk, tmp_path: Path) -> None:
    """Beside its figures in the sheet until the day comes, and as a warning where money is recommended from it."""
    with reading(url) as session:
        sheet = allocation_sheets.gathered(session, desk, "2021", "nn")
    held = replace(sheet, pots=(replace(sheet.pots[0], held_until=date(2021, 10, 1)),))
    (tmp_path / "a.xlsx").write_bytes(allocation_workbook(held))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[0].cell(5, 8).value == "halden attende til 1.\u00a0oktober\u00a02021"  # fmt: skip
    frames.set_frame(url, desk, 2021, FrameWanted(2_000_000, (("project", 1_000_000), ("held_back", 500_000)), date(2021, 10, 1)))  # fmt: skip
    call = tmp_path / "call.toml"
    call.write_text(CALL.read_text(encoding="utf-8").replace('pots = ["project"]', 'pots = ["project", "held_back"]'))
    calls.change_call(url, desk, "2021", call, "Meir.")
    done = allocations.recommend(url, desk, "2021-003", Wanted(Outcome.AWARD, 300_000, pot="held_back"))
    assert [one.code for one in done.warnings] == ["pot-recommended-held-back"]
    path = _write(url, desk, tmp_path)
    codes = [one.code for one in import_recommendations(url, desk, path, "2021").problems]
    assert "pot-recommended-held-back" in codes
    later = on(desk, date(2021, 10, 1))
    assert not [one for one in import_recommendations(url, later, path, "2021").problems if one.code.startswith("pot-")]
    with reading(url) as session:
        assert [one.held_until for one in allocation_sheets.gathered(session, desk, "2021").pots] == [None, date(2021, 10, 1)]  # fmt: skip
        assert [one.held_until for one in allocation_sheets.gathered(session, later, "2021").pots] == [None, None]


def test_what_was_worked_in_is_not_written_over(url: str, desk: Desk, tmp_path: Path) -> None:
    """A sheet somebody has saved is left alone, also by a trial; one nobody has is written as things stand now."""
    path = _write(url, desk, tmp_path)
    award(url, desk, 3, 2_000)
    assert mark_of(read(_write(url, desk, tmp_path)).sheets).numbers["2021-003"] == 1  # type: ignore[union-attr]  # ours
    worked = _write(url, desk, tmp_path, r9_recommended_nok=99_000).read_bytes()
    for asking in (desk, replace(desk, dry_run=True)):
        with pytest.raises(FileThere) as caught:
            allocation_sheets.write_sheet(url, asking, "2021", "nn", path)
        assert (caught.value.exit_code, caught.value.data["path"]) == (4, [str(path)])
    assert path.read_bytes() == worked


def test_only_open_cases_and_what_is_left(url: str, desk: Desk, tmp_path: Path) -> None:
    """Decided cases are not on it, money decided or recommended elsewhere is not free, an overdrawn pot says so."""
    award(url, desk, 3, 300_000)
    drafting.draft(url, desk, "2021", only=["2021-003"])
    approving.approve(url, on(desk, SPRING, "per"), "2021", 1, Given())
    with reading(url) as session:
        sheet = allocation_sheets.gathered(session, desk, "2021")
    assert [one.case for one in sheet.cases] == ["2021-001", "2021-002"]
    assert [(pot.free_nok, sheet.left_nok(pot)) for pot in sheet.pots] == [(700_000, 400_000)]
    frames.move_money(url, on(desk, SPRING), 2021, Money(600_000, "crisis", "Krise.", "project"))
    page = openpyxl.load_workbook(_write(url, on(desk, SPRING), tmp_path), data_only=True).worksheets[0]
    assert [page.cell(5, column).value for column in (7, 8)] == [-200_000, "overtrekt"]


def test_what_cannot_be_written(url: str, desk: Desk, tmp_path: Path) -> None:
    """Another ending, and a call with nothing open; a trial run writes no file."""
    with pytest.raises(SheetEnding):
        allocation_sheets.write_sheet(url, desk, "2021", path=tmp_path / "ark.ods")
    dry = Desk(desk.person, desk.today, desk.language, dry_run=True)
    allocation_sheets.write_sheet(url, dry, "2021", path=tmp_path / "ark.xlsx")
    assert not (tmp_path / "ark.xlsx").exists()
    refuse(url, desk, 3)
    drafting.draft(url, desk, "2021")
    with pytest.raises(NoOpenCases):
        allocation_sheets.write_sheet(url, desk, "2021", path=tmp_path / "ark.xlsx")


def test_texts_from_outside_are_texts(url: str, desk: Desk, tmp_path: Path) -> None:
    """A reason that looks like a formula stays what it is, there and back."""
    wanted = Wanted(Outcome.AWARD, 100_000, reason='=HYPERLINK("http://x")')
    allocations.recommend(url, desk, "2021-003", wanted)
    path = _write(url, desk, tmp_path)
    cell = openpyxl.load_workbook(path).worksheets[0].cell(11, AT["reason"])
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')
    assert import_recommendations(url, desk, path, "2021").unchanged == 3


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office suite")
def test_it_comes_back_from_another_program(url: str, desk: Desk, tmp_path: Path) -> None:
    """Saved by another office suite, which works every formula out anew, it says the same."""
    path = _write(url, desk, tmp_path)
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, path], check=True, capture_output=True, timeout=120)  # fmt: skip
    page = openpyxl.load_workbook(saved / "ark.xlsx", data_only=True).worksheets[0]
    assert [page.cell(5, column).value for column in (6, 7)] == [300_000, 700_000]
    assert import_recommendations(url, desk, saved / "ark.xlsx", "2021").unchanged == 2


def test_conditions_and_held_money_are_seen_in_the_room(url: str, desk: Desk, tmp_path: Path) -> None:
    """A condition stands on its row, with its day, and comes back without being asked about; a pot held back is told of."""
    conditions.add(url, desk, "2021-001", "Del erfaringane.", date(2021, 12, 1))
    conditions.add(url, desk, "2021-001", "Meld frå om endringar.")
    conditions.add(url, desk, "2021-003", "Teken attende.")
    conditions.remove(url, desk, "2021-003", 1)
    path = _write(url, desk, tmp_path)
    page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    at = AT["condition_text"]
    assert page.cell(FIRST - 1, at).value == "Vilkår for tildelinga"
    assert page.cell(FIRST, at).value == "Del erfaringane. Frist: 1.\u00a0desember\u00a02021.\nMeld frå om endringar."
    assert page.cell(FIRST + 2, at).value is None
    done = import_recommendations(url, desk, path, "2021")
    assert (done.changed, done.problems) == (0, ())
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(FIRST + 2, at).value = "Skriv rapport."
    book.save(path)
    [told] = import_recommendations(url, desk, path, "2021").problems
    assert (told.code, told.place.cell) == ("sheet-condition", f"H{FIRST + 2}")

    with writing(url) as session:
        pot = session.exec(select(PotRow)).one()
        pot.opens_on = date(2021, 9, 1)
        session.add(pot)
    early, after = (
        allocations.listed(url, "2021", "nn", day).warnings for day in (date(2021, 8, 31), date(2021, 9, 1))
    )
    assert ([one.code for one in early], after) == (["pot-recommended-held-back"], ())
