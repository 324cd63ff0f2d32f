"""Recommendations: one outcome per case, within the call's rules; over a pot is a warning, never a refusal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from skjonn.domain.allocations import (
    AboveApplied,
    AwardNothing,
    GroundUnknown,
    Outcome,
    PassToMissing,
    PotNotOfCall,
    Recommendation,
)
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.errors import SkjonnError
from skjonn.registries.meant import MunicipalityUnknown
from skjonn.registries.offices import OfficeUnknown
from skjonn.storage.database import reading
from skjonn.storage.queries import assessments, frames
from skjonn.storage.tables.assessment import RecommendationRow
from skjonn.usecases import allocations, drafting
from skjonn.usecases.acting import RoleMissing
from skjonn.usecases.allocation_import import import_recommendations
from skjonn.usecases.recommending import CaseWithdrawn, Wanted
from skjonn.usecases.score_import import FileHasProblems
from tests.usecases.rounds import award, edit, everything, on, open_round, refuse

CASE = "2021-001"
HEADINGS = "Sak;Kommune;Tittel;Beløp;Potte;Grunn;Grunngiving;Utfall;Over søkt"


@pytest.fixture
def opened(office: str, desk: Desk) -> str:
    """Return a database with the call open, three applications and 1 000 000 in its pot."""
    open_round(office, desk)
    return office


def standing(url: str) -> dict[str, Recommendation]:
    """Return what stands by case number."""
    with reading(url) as session:
        found = assessments.recommendations(session, 1)
    return {f"2021-{key:03d}": one.recommendation for key, one in sorted(found.items())}


def table(folder: Path, *rows: str) -> Path:
    """Write a table of recommendations."""
    path = folder / "recommendations.csv"
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    return path


def test_an_award_comes_from_the_calls_first_pot(opened: str, desk: Desk) -> None:
    """Where no pot is named."""
    done = allocations.recommend(opened, desk, CASE, Wanted(Outcome.AWARD, 500_000))

    assert (done.outcome, done.said.pot, done.warnings) == ("added", "project", ())
    assert standing(opened) == {CASE: Recommendation(Outcome.AWARD, 500_000, "project")}


def test_the_same_again_changes_nothing(opened: str, desk: Desk) -> None:
    """No version and no event; what is not said again is kept."""
    award(opened, desk, 1, 400_000, "Delar.")
    before = everything(opened)

    again = allocations.recommend(opened, desk, CASE, Wanted(Outcome.AWARD, 400_000))

    assert (again.outcome, again.said.reason) == ("unchanged", "Delar.")
    assert everything(opened) == before


def test_a_change_is_a_new_version(opened: str, desk: Desk) -> None:
    """The earlier one stays, and a new outcome keeps nothing of the old one."""
    award(opened, desk, 1, 400_000, "Delar.")

    refuse(opened, desk, 1)

    with reading(opened) as session:
        rows = session.exec(select(RecommendationRow)).all()
    assert [(row.number, row.outcome) for row in rows] == [(1, "award"), (2, "refusal")]
    assert standing(opened)[CASE] == Recommendation(Outcome.REFUSAL, ground="priority")


@pytest.mark.parametrize(
    ("wanted", "expected", "exit_code"),
    [
        (Wanted(Outcome.AWARD, 500_001), AboveApplied, 3),
        (Wanted(Outcome.AWARD, 0), AwardNothing, 2),
        (Wanted(Outcome.AWARD, 1, pot="joint"), PotNotOfCall, 2),
        (Wanted(Outcome.REFUSAL, ground="late"), GroundUnknown, 2),
        (Wanted(Outcome.DISMISSAL, ground="priority"), GroundUnknown, 2),
        (Wanted(Outcome.REFUSAL, ground=""), GroundUnknown, 2),
        (Wanted(Outcome.AWARD, 1, payee="Atlantis"), MunicipalityUnknown, 1),
        (Wanted(Outcome.PASSED_ON, pass_to="atlantis"), OfficeUnknown, 2),
        (Wanted(Outcome.PASSED_ON, pass_to=" "), PassToMissing, 2),
        (Wanted(Outcome.AWARD, 500_001, above_applied=" "), AboveApplied, 3),
    ],
)
def test_what_the_call_does_not_allow_is_refused(
    opened: str, desk: Desk, wanted: Wanted, expected: type[SkjonnError], exit_code: int
) -> None:
    """Each with its own error, and nothing is kept."""
    with pytest.raises(expected) as refused:
        allocations.recommend(opened, desk, CASE, wanted)

    assert refused.value.exit_code == exit_code
    assert standing(opened) == {}


def test_an_unknown_ground_names_those_there_are(opened: str, desk: Desk) -> None:
    """The call's list for that outcome is closed."""
    with pytest.raises(GroundUnknown) as refused:
        allocations.recommend(opened, desk, CASE, Wanted(Outcome.REFUSAL, ground="nope"))

    assert refused.value.data["grounds"] == ["priority", "ordinary", "investment", "business", "plan"]


def test_more_than_applied_for_takes_a_reason(opened: str, desk: Desk) -> None:
    """With one it is stored beside the amount; it goes when the amount no longer is more."""
    more = Wanted(Outcome.AWARD, 600_000, above_applied="To kommunar til.")

    done = allocations.recommend(opened, desk, CASE, more)
    less = allocations.recommend(opened, desk, CASE, replace(more, amount_nok=500_000))

    assert (done.said.above_applied, less.said.above_applied) == ("To kommunar til.", "")


def test_over_a_pot_is_a_warning_with_the_figures(opened: str, desk: Desk) -> None:
    """It is kept all the same; nothing is in the ledger."""
    award(opened, desk, 1, 500_000)
    award(opened, desk, 2, 400_000)

    done = allocations.recommend(opened, desk, "2021-003", Wanted(Outcome.AWARD, 300_000))

    with reading(opened) as session:
        pot = frames.pot(session, 2021, "project")
    assert [(one.code, one.severity) for one in done.warnings] == [("pot-over-recommended", "warning")]
    assert (done.warnings[0].data["free_nok"], done.warnings[0].data["recommended_nok"]) == (1_000_000, 1_200_000)
    assert pot.committed_nok == 0


def test_a_partial_award_is_looked_at(opened: str, desk: Desk) -> None:
    """Too small to be of use, not accepted in part, without a reason: three warnings, and it is kept."""
    edit(opened, 1, 2, desk.today, applied_nok=500_000, accepts_partial=False, least_useful_nok=300_000)

    done = allocations.recommend(opened, desk, CASE, Wanted(Outcome.AWARD, 200_000))

    assert [one.code for one in done.warnings] == [
        "below-least-useful",
        "partial-not-accepted",
        "partial-without-reason",
    ]
    assert standing(opened)[CASE].amount_nok == 200_000


def test_a_payee_is_a_municipality_and_an_office_is_one_there_is(opened: str, desk: Desk) -> None:
    """A payee by name is kept by its number; a case is passed to an office by its id."""
    allocations.recommend(opened, desk, CASE, Wanted(Outcome.AWARD, 500_000, payee="Sandnes"))
    allocations.recommend(opened, desk, "2021-002", Wanted(Outcome.PASSED_ON, pass_to="agder"))

    found = standing(opened)
    assert (found[CASE].payee, found["2021-002"].pass_to) == ("1108", "agder")


def test_withdrawn_cases_and_other_roles_are_refused(opened: str, desk: Desk) -> None:
    """Exit 3 for both."""
    edit(opened, 1, 2, desk.today, applied_nok=500_000, withdrawn=True)

    with pytest.raises(CaseWithdrawn) as withdrawn:
        award(opened, desk, 1, 1)
    with pytest.raises(RoleMissing) as role:
        award(opened, on(desk, desk.today, "ola"), 2, 1)

    assert (withdrawn.value.exit_code, role.value.exit_code) == (3, 3)


def test_the_list_has_every_live_case(opened: str, desk: Desk) -> None:
    """With what is recommended where something is, the ground in words, and the pots beside it."""
    award(opened, desk, 1, 500_000)
    refuse(opened, desk, 2)

    found = allocations.listed(opened, "2021", "nn", desk.today)

    assert [(one.case, one.municipality, one.said.amount_nok if one.said else None) for one in found.rows] == [
        ("2021-001", "Stavanger", 500_000), ("2021-002", "Stavanger", 0), ("2021-003", "Stavanger", None),
    ]  # fmt: skip
    assert found.rows[1].ground.startswith("Søknaden er god")
    assert [(pot.name, pot.free_nok, pot.recommended_nok) for pot in found.pots] == [("project", 1_000_000, 500_000)]


def test_a_table_is_taken_in(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Amounts as people write them, a ground alone, and any outcome by name; a silent row is passed over."""
    path = table(tmp_path, "1;;;500 000;;;;;", "2;;;;;late;;;", "3;;;;;;;Next round;", ";;Sum;;;;;;")

    done = import_recommendations(opened, desk, path, "2021")

    assert (done.added, done.changed, done.unchanged) == (3, 0, 0)
    assert standing(opened) == {
        "2021-001": Recommendation(Outcome.AWARD, 500_000, "project"),
        "2021-002": Recommendation(Outcome.DISMISSAL, ground="late"),
        "2021-003": Recommendation(Outcome.NEXT_ROUND),
    }


def test_a_reason_that_stands_over_another_amount_is_told(opened: str, desk: Desk) -> None:
    """It was written for the amount before; given anew, or with the same amount, there is nothing to tell."""

    def said(amount_nok: int, reason: str | None = None) -> list[str]:
        done = allocations.recommend(opened, desk, "2021-001", Wanted(Outcome.AWARD, amount_nok, reason=reason))
        return [one.code for one in done.warnings]

    assert said(300_000, "Halve tida.") == []
    assert said(300_000) == []
    assert said(200_000) == ["reason-kept"]
    assert said(100_000, "Halve tida.") == []
    assert standing(opened)["2021-001"].reason == "Halve tida."


def test_the_same_table_again_changes_nothing(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Everything is unchanged, and so is every row."""
    path = table(tmp_path, "1;;;400 000;;;Delar.;;", "2;;;;;priority;;;")
    import_recommendations(opened, desk, path, "2021")
    before = everything(opened)

    done = import_recommendations(opened, desk, path, "2021")

    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert everything(opened) == before


def test_every_fault_is_told_by_cell_and_nothing_is_taken_in(opened: str, desk: Desk, tmp_path: Path) -> None:
    """More than applied for, an unreadable amount, an unknown ground, an unknown case and pot, the same twice."""
    path = table(
        tmp_path, "1;;;500 001;;;;;", "2;;;mykje;;;;;", "3;;;;;nope;;;", "99;;;1;;;;;", "1;;;1;joint;;;;", "3;;;1;;;;;", "3;;;2;;;;;"
    )  # fmt: skip

    with pytest.raises(FileHasProblems) as refused:
        import_recommendations(opened, desk, path, "2021")

    found = [
        (one.code, one.place.cell)
        for one in refused.value.problems
        if isinstance(one, Problem) and one.severity == "error"
    ]
    assert found[0] == ("above-applied", "D2")
    assert found[1][1] == "D3"
    assert found[2:4] == [("ground-unknown", "F4"), ("case-unknown", "A5")]
    assert ("pot-not-of-call", "E6") in found
    assert ("case-twice", "A8") in found
    assert standing(opened) == {}


def test_what_stands_is_taken_in_again_after_drafting_and_nothing_else(opened: str, desk: Desk, tmp_path: Path) -> None:
    """The same table says unchanged; a changed row of a drafted case is a fault by its cell."""
    path = table(tmp_path, "1;;;500 000;;;;;", "2;;;;;priority;;;", "3;;;;;priority;;;")
    import_recommendations(opened, desk, path, "2021")
    drafting.draft(opened, desk, "2021")

    again = import_recommendations(opened, desk, path, "2021")
    with pytest.raises(FileHasProblems) as refused:
        import_recommendations(opened, desk, table(tmp_path, "1;;;400 000;;;Delar.;;"), "2021")

    found = [(one.code, one.place.cell) for one in refused.value.problems if isinstance(one, Problem)]
    assert again.unchanged == 3
    assert found == [("case-in-draft", "A2")]
