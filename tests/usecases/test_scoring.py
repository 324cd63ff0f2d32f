"""Assessments: by hand and from a table; earlier ones are kept; not assessed is never 0."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.grids import GridMissing
from skjonn.domain.problems import Problem
from skjonn.domain.recusals import Recused
from skjonn.domain.scores import CriterionTwice, CriterionUnknown, PointsOffScale
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading
from skjonn.storage.queries import assessments
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.tables.assessment import AssessmentRow
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import allocations, approving, calls, drafting, history, recusing, scoring
from skjonn.usecases.acting import NotRegistered, RoleMissing
from skjonn.usecases.assessing import AssessmentReasonMissing, AssessorOther, CaseSettled, NotAnAssessor
from skjonn.usecases.recommending import Wanted
from skjonn.usecases.score_import import FileHasProblems, import_assessments
from skjonn.usecases.scoring import AssessmentEmpty
from tests.usecases.rounds import CALL, SPRING, award, edit, everything, on, open_round, refuse

ALL = {"renewal": 4, "benefit": 3, "plan": 5, "cooperation": 2, "spread": 1}
HEADINGS = "Sak;Vurderar;Fornying;benefit;PLAN;Samarbeid;Overføringsverdi;Skriftleg vurdering"


@pytest.fixture
def opened(office: str, desk: Desk) -> str:
    """Return a database with the call open and three applications."""
    open_round(office, desk)
    return office


def table(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    """Write a table of assessments."""
    path = folder / "assessments.csv"
    path.write_text("\n".join(("Vurderingar 2021;;", "", headings, *rows)) + "\n", encoding="utf-8")
    return path


def held(url: str) -> dict[tuple[str, str], tuple[dict[str, int], str]]:
    """Return what holds by case and login."""
    with reading(url) as session:
        return {(one.case_number, one.login): (one.points, one.text) for one in assessments.assessments(session, 1)}


def test_an_assessment_is_recorded(opened: str, desk: Desk) -> None:
    """Points by a criterion's code or name, and a text, on one's own behalf; what is missing is told."""
    done = scoring.record_one(opened, desk, "2021-001", {"renewal": 4, "Gevinst": 3}, "Godt.")

    assert (done.outcome, done.assessor, done.points) == ("added", "Kari Nordmann", {"renewal": 4, "benefit": 3})
    assert done.missing == ("plan", "cooperation", "spread")
    assert held(opened) == {("2021-001", "kari"): ({"renewal": 4, "benefit": 3}, "Godt.")}


def test_a_change_keeps_the_earlier_one_and_needs_a_reason(opened: str, desk: Desk) -> None:
    """Without a reason it is refused; with one there are two versions, and the earlier day shows the earlier one."""
    scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, "Godt.")
    later = on(desk, date(2021, 3, 1))
    with pytest.raises(AssessmentReasonMissing):
        scoring.record_one(opened, later, "2021-001", {"renewal": 2}, None)

    changed = scoring.record_one(opened, later, "2021-001", {"renewal": 2}, None, reason="Ny vurdering.")

    with reading(opened) as session:
        rows = session.exec(select(AssessmentRow)).all()
        before = assessments.assessments(session, 1, desk.today)
    assert changed.outcome == "changed"
    assert [(row.number, row.reason) for row in rows] == [(1, ""), (2, "Ny vurdering.")]
    assert [one.points for one in before] == [{"renewal": 4}]
    assert held(opened) == {("2021-001", "kari"): ({"renewal": 2}, "Godt.")}


def test_the_same_again_changes_nothing(opened: str, desk: Desk) -> None:
    """No version, no event, no reason asked for."""
    scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, None)
    before = everything(opened)

    again = scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, None)

    assert again.outcome == "unchanged"
    assert everything(opened) == before


def test_points_taken_back_are_not_assessed(opened: str, desk: Desk) -> None:
    """They are gone, not 0."""
    scoring.record_one(opened, desk, "2021-001", ALL, None)

    scoring.record_one(opened, desk, "2021-001", {"spread": None}, None, reason="Ikkje vurdert likevel.")

    assert held(opened)[("2021-001", "kari")][0] == {name: points for name, points in ALL.items() if name != "spread"}
    assert scoring.ranked(opened, "2021")[0].ranked.total.total is None


def test_everything_taken_back_is_not_assessed(opened: str, desk: Desk) -> None:
    """The last points too: the case has no total, who assesses is still counted, and the earlier version stands."""
    scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, None)

    done = scoring.record_one(opened, desk, "2021-001", {"renewal": None}, None, reason="Feil sak.")

    assert (done.outcome, held(opened)) == ("changed", {("2021-001", "kari"): ({}, "")})
    total = next(one.ranked.total for one in scoring.ranked(opened, "2021") if one.ranked.case == "2021-001")
    assert (total.total, total.assessed, total.assessors) == (None, 0, 1)


def test_the_history_tells_a_change_and_why(opened: str, desk: Desk, tmp_path: Path) -> None:
    """By hand and from a table; the first ones are told as they were, and points stay out of it."""
    scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, None)
    scoring.record_one(opened, desk, "2021-001", {"renewal": 5}, None, reason="Misforstått")
    rows = ("1;kari;3;;;;;", "2;kari;3;;;;;")
    import_assessments(opened, desk, [table(tmp_path, *rows)], "2021", "Etter møtet")

    told = {case: [one.sentence for one in history.of_case(opened, desk, case).events if "ssess" in one.kind] for case in ("2021-001", "2021-002")}  # fmt: skip
    assert told["2021-001"] == [
        "An assessment by Kari Nordmann was recorded.",
        "The assessment by Kari Nordmann was changed: Misforstått",
        "Assessments were changed by assessments.csv: Etter møtet",
    ]
    assert told["2021-002"] == ["Assessments were imported from assessments.csv."]


def test_what_is_to_be_asked_for_is_looked_up_first(opened: str, desk: Desk) -> None:
    """What stands is known, and who may not record it is told before anything is typed."""
    assert scoring.form(opened, desk, "2021-001").before is None
    scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, "Godt.")
    form = scoring.form(opened, desk, "2021-001")

    assert (form.points, form.text) == ({"renewal": 4}, "Godt.")
    assert [form.changes(points, text) for points, text in (({"renewal": 4}, None), ({"renewal": 4}, "Godt."), ({"renewal": None}, None), ({"plan": 1}, None), ({}, "Nei."))] == [False, False, True, True, True]  # fmt: skip
    recusing.recuse(opened, desk, "2021-001", "kari", "Slekt")
    with pytest.raises(Recused):
        scoring.form(opened, desk, "2021-001")
    with pytest.raises(CaseUnknown):
        scoring.form(opened, desk, "2021-099")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"renewal": 4, "Fornying": 3}, CriterionTwice),
        ({"renewal": 6}, PointsOffScale),
        ({"renewal": 0}, PointsOffScale),
        ({"beauty": 3}, CriterionUnknown),
        ({}, AssessmentEmpty),
    ],
)
def test_what_the_call_does_not_know_is_refused(
    opened: str, desk: Desk, points: dict[str, int | None], expected: type[SkjonnError]
) -> None:
    """Points outside the scale, criteria that are not there, and nothing at all: exit 2."""
    with pytest.raises(expected) as refused:
        scoring.record_one(opened, desk, "2021-001", points, None)

    assert refused.value.exit_code == 2


@pytest.mark.parametrize("text", ["--4", "4-", "²", "4.0", "+4", "9" * 5000, "-"])
def test_what_is_not_whole_points_is_a_fault_of_its_cell(opened: str, desk: Desk, tmp_path: Path, text: str) -> None:
    """Whatever stands in the cell: exit 1 with its place, never another error."""
    with pytest.raises(FileHasProblems) as refused:
        import_assessments(opened, desk, [table(tmp_path, f"1;kari;{text};3;5;2;1;")], "2021")

    found = [(one.code, one.place.cell) for one in refused.value.problems if isinstance(one, Problem)]
    assert found == [("points-off-scale", "C4")]


def test_blanks_are_no_words(opened: str, desk: Desk) -> None:
    """A text of blanks alone is no assessment, and a reason of blanks alone is no reason."""
    with pytest.raises(AssessmentEmpty):
        scoring.record_one(opened, desk, "2021-001", {}, "  ")
    scoring.record_one(opened, desk, "2021-001", {}, " Godt. ")

    with pytest.raises(AssessmentReasonMissing):
        scoring.record_one(opened, desk, "2021-001", {}, "Betre.", reason="  ")

    assert held(opened) == {("2021-001", "kari"): ({}, "Godt.")}


def test_points_the_call_no_longer_has_stay_behind(opened: str, desk: Desk, tmp_path: Path) -> None:
    """After the call changed, a new version holds only what the call still asks for; the same again changes nothing."""
    scoring.record_one(opened, desk, "2021-001", ALL, None)
    changed = tmp_path / "call.toml"
    said = CALL.read_text(encoding="utf-8").replace('code = "spread"', 'code = "reach"')
    changed.write_text(said.replace("greatest = 5", "greatest = 4"), encoding="utf-8")
    calls.change_call(opened, desk, "2021", changed, "Ny skala.")

    same = scoring.record_one(opened, desk, "2021-001", {"renewal": 4}, None)
    done = scoring.record_one(opened, desk, "2021-001", {"renewal": 3}, None, reason="Ny skala.")

    assert (same.outcome, done.outcome) == ("unchanged", "changed")
    assert done.points == {"renewal": 3, "benefit": 3, "cooperation": 2}
    assert done.missing == ("plan", "reach")


def test_who_records_for_whom(opened: str, desk: Desk) -> None:
    """A caseworker records for any assessor, an assessor for oneself, an approver for nobody."""
    done = scoring.record_one(opened, desk, "2021-001", ALL, None, assessor="Ola Vurdering")
    with pytest.raises(NotAnAssessor):
        scoring.record_one(opened, desk, "2021-001", ALL, None, assessor="per")
    with pytest.raises(AssessorOther):
        scoring.record_one(opened, on(desk, desk.today, "ola"), "2021-001", ALL, None, assessor="kari")
    with pytest.raises(RoleMissing):
        scoring.record_one(opened, on(desk, desk.today, "per"), "2021-001", ALL, None)

    with reading(opened) as session:
        row = session.exec(select(AssessmentRow)).one()
    assert done.assessor == "Ola Vurdering"
    assert (row.assessor_id, row.person_id) == (3, 1)


def test_an_event_tells_nothing_of_what_was_held(opened: str, desk: Desk) -> None:
    """Assessments are internal: neither points nor words stand in an event."""
    scoring.record_one(opened, desk, "2021-001", ALL, "Svært svakt.")

    with reading(opened) as session:
        event = session.exec(select(EventRow).where(EventRow.kind == "assessment-recorded")).one()
    assert "Svært" not in event.data
    assert "renewal" not in event.data


def test_a_withdrawn_case_is_not_assessed(opened: str, desk: Desk) -> None:
    """Exit 3."""
    edit(opened, 1, 2, desk.today, applied_nok=500_000, withdrawn=True)

    with pytest.raises(CaseSettled) as refused:
        scoring.record_one(opened, desk, "2021-001", ALL, None)

    assert refused.value.exit_code == 3


def test_the_ranking(opened: str, desk: Desk) -> None:
    """By the weighted total; who is not assessed on every criterion comes last, without a rank."""
    scoring.record_one(opened, desk, "2021-002", ALL, None)
    scoring.record_one(opened, desk, "2021-002", dict.fromkeys(ALL, 5), None, assessor="ola")
    scoring.record_one(opened, desk, "2021-003", dict.fromkeys(ALL, 5), None)
    scoring.record_one(opened, desk, "2021-001", {"renewal": 5}, None)

    ranked = [(one.ranked.rank, one.ranked.case, one.ranked.total.total) for one in scoring.ranked(opened, "2021")]

    assert ranked == [(1, "2021-003", 500), (2, "2021-002", 418), (None, "2021-001", None)]  # 335 and 500: 417.5


def test_a_table_is_taken_in(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Columns by code or name in either form, cases in full or by number, empty cells not assessed, silent rows passed over."""
    path = table(
        tmp_path, "2021-001;kari;4;3;5;2;1;Godt.", "2;Ola Vurdering;4;;5;2;1;", "3;kari;;;;;;Berre ord.", "3;ola;;;;;;"
    )

    done = import_assessments(opened, desk, [path], "2021")

    assert (done.added, done.changed, done.unchanged) == (3, 0, 0)
    assert held(opened) == {
        ("2021-001", "kari"): (ALL, "Godt."),
        ("2021-002", "ola"): ({name: points for name, points in ALL.items() if name != "benefit"}, ""),
        ("2021-003", "kari"): ({}, "Berre ord."),
    }


def test_the_same_table_again_changes_nothing(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Everything is unchanged, and so is every row."""
    path = table(tmp_path, "1;kari;4;3;5;2;1;Godt.", "2;ola;4;;5;2;1;")
    import_assessments(opened, desk, [path], "2021")
    before = everything(opened)

    done = import_assessments(opened, desk, [path], "2021")

    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert everything(opened) == before


def test_every_fault_is_told_by_cell_and_nothing_is_taken_in(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Points off the scale, unknown cases and persons, and the same twice: all at once."""
    path = table(
        tmp_path,
        "1;kari;6;x;5;2;1;",
        "99;kari;4;3;5;2;1;",
        "2;nobody;4;3;5;2;1;",
        "3;ola;4;3;5;2;1;",
        "3;ola;1;1;1;1;1;",
    )

    with pytest.raises(FileHasProblems) as refused:
        import_assessments(opened, desk, [path], "2021")

    found = [(one.code, one.place.cell) for one in refused.value.problems if isinstance(one, Problem)]
    assert refused.value.exit_code == 1
    assert found == [
        ("points-off-scale", "C4"), ("points-off-scale", "D4"), ("case-unknown", "A5"),
        (NotRegistered.code, "B6"), ("assessment-twice", "A8"),
    ]  # fmt: skip
    assert held(opened) == {}


def test_a_changed_table_needs_a_reason(opened: str, desk: Desk, tmp_path: Path) -> None:
    """What was recorded is not overwritten in silence."""
    import_assessments(opened, desk, [table(tmp_path, "1;kari;4;3;5;2;1;Godt.")], "2021")
    changed = table(tmp_path, "1;kari;5;3;5;2;1;Godt.")
    with pytest.raises(AssessmentReasonMissing):
        import_assessments(opened, desk, [changed], "2021")

    done = import_assessments(opened, desk, [changed], "2021", "Møte 1. mars.")

    assert (done.added, done.changed, done.unchanged) == (0, 1, 0)


def test_a_file_without_the_headings_is_refused(opened: str, desk: Desk, tmp_path: Path) -> None:
    """A sheet without case and assessor is no table of assessments."""
    with pytest.raises(GridMissing):
        import_assessments(opened, desk, [table(tmp_path, "1;2", headings="Namn;Alder")], "2021")


def test_a_round_of_words_alone_comes_to_a_decision(opened: str, desk: Desk) -> None:
    """Without a single score: assessed in writing, recommended, drafted, approved."""
    for serial in (1, 2, 3):
        scoring.record_one(opened, desk, f"2021-00{serial}", {}, "Vurdert i møte.")
    award(opened, desk, 1, 500_000)
    refuse(opened, desk, 2)
    allocations.recommend(opened, desk, "2021-003", Wanted(Outcome.DISMISSAL, ground="late"))
    drafting.draft(opened, desk, "2021")

    done = approving.approve(opened, on(desk, SPRING, "per"), "2021", 1, approving.Given())

    assert done.status == "approved"
    assert [one.ranked.total.assessed for one in scoring.ranked(opened, "2021")] == [1, 1, 1]
