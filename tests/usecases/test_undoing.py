"""A whole import is withdrawn, or nothing of it, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Contact
from skjonn.domain.desk import Desk
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications as stored
from skjonn.storage.queries import imports as queries
from skjonn.storage.tables.screening import ScreeningRow
from skjonn.usecases import allocations, application_acts, applications, drafting, history, merging, scoring
from skjonn.usecases.acting import now
from skjonn.usecases.application_acts import ReasonNeeded, SameApplication
from skjonn.usecases.imports import ImportUnknown
from skjonn.usecases.intake import import_applications
from skjonn.usecases.recommending import Wanted
from skjonn.usecases.undoing import ImportBuiltOn, ImportUndone, undo_import
from tests.conftest import Copies
from tests.usecases import rounds
from tests.usecases.rounds import on
from tests.usecases.taken_in import take_in

MARCH, APRIL = date(2021, 3, 2), date(2021, 4, 6)
TWO = {"2021-001": {"title": "Felles barnevern", "lead": "1112"}, "2021-002": {"title": "Digital hage"}}


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk in March."""
    return on(desk, MARCH)


@pytest.fixture
def url(copy_of: Copies, desk: Desk, clerk: Desk) -> str:
    """An office with the example's call and two cases of import 1."""

    def build(url: str) -> None:
        rounds.open_round(url, desk, applied=())
        take_in(url, clerk, TWO)

    return copy_of("two cases", build)


def status(url: str, case: str) -> str:
    """Return where a case stands."""
    return applications.show(url, case).status


def test_its_cases_are_withdrawn(url: str, clerk: Desk) -> None:
    """Each is withdrawn with the reason; import and cases tell when and by whom; nothing is deleted."""
    done = undo_import(url, on(clerk, APRIL), 1, " Feil ark ")

    shown = applications.show(url, "2021-001")
    assert (done.call, done.files, done.withdrawn, done.restored) == ("2021", ("søknader.xlsx",), ("2021-001", "2021-002"), ())  # fmt: skip
    assert (shown.status, "Feil ark" in shown.fields["withdrawn_reason"]) == ("withdrawn", True)
    assert shown.came_with is not None
    assert (shown.came_with.number, shown.came_with.undone_on, shown.source.row) == (1, APRIL, 2)
    assert [one.number for one in shown.versions] == [1, 2]
    with reading(url) as session:
        file = queries.files(session, 1)[0]
    assert (file.undone_on, file.undone_by, file.undone_reason, file.cases) == (APRIL, "Kari Nordmann", "Feil ark", 2)
    assert history.of_case(url, clerk, "2021-002").events[-1].kind == "import-undone"


def test_as_it_stood_before(url: str, clerk: Desk) -> None:
    """An earlier day shows the cases and their import as they were."""
    undo_import(url, on(clerk, APRIL), 1, "Feil ark")

    then = applications.show(url, "2021-001", MARCH)

    assert then.status == "received"
    assert then.came_with is not None
    assert then.came_with.undone_on is None


def test_the_mended_file_gives_new_cases(url: str, clerk: Desk) -> None:
    """Withdrawn cases are known by nothing: the same titles come in as new cases, with numbers of their own."""
    undo_import(url, clerk, 1, "Feil ark")

    take_in(url, clerk, {"2021-003": TWO["2021-001"], "2021-004": TWO["2021-002"]})

    with reading(url) as session:
        cases = {case.case_number: case.undone for case in stored.cases(session, 1)}
        assert queries.undone(session, 1) == {1}
        assert queries.digests(session, 1) == {queries.files(session, 2)[0].sha256}
    assert cases == {"2021-001": True, "2021-002": True, "2021-003": False, "2021-004": False}


def test_changed_cases_say_again_what_they_said(url: str, clerk: Desk) -> None:
    """A case that another import changed goes back to what it said before, name and source too; one it brought is withdrawn."""
    number = take_in(url, clerk, {"2021-003": {"title": "Ny"}}, {"2021-001": {"title": "Noko anna", "applied_nok": 9}})

    done = undo_import(url, clerk, number, "Feil ark")

    assert (done.withdrawn, done.restored) == (("2021-003",), ("2021-001",))
    shown = applications.show(url, "2021-001")
    assert (shown.fields["title"], shown.fields["applied_nok"], shown.source.row) == ("Felles barnevern", 500_000, 2)
    assert shown.came_with is not None
    assert (shown.came_with.number, len(shown.versions), shown.status) == (1, 3, "received")
    with pytest.raises(SameApplication):
        application_acts.add(url, clerk, "2021", {"title": "Felles barnevern", "lead": "1112", "applied_nok": "5", "received_at": "2021-02-01"})  # fmt: skip


def test_one_after_the_other(url: str, clerk: Desk) -> None:
    """Two imports that changed one case can both be withdrawn, the later one first."""
    second = take_in(url, clerk, {}, {"2021-001": {"applied_nok": 2}})
    third = take_in(url, clerk, {}, {"2021-001": {"applied_nok": 3}})

    with pytest.raises(ImportBuiltOn):
        undo_import(url, clerk, second, "Feil")
    with pytest.raises(ImportBuiltOn):
        undo_import(url, clerk, 1, "Feil")
    undo_import(url, clerk, third, "Feil")
    assert applications.show(url, "2021-001").fields["applied_nok"] == 2
    undo_import(url, clerk, second, "Feil")
    assert applications.show(url, "2021-001").fields["applied_nok"] == 500_000
    undo_import(url, clerk, 1, "Feil")

    assert status(url, "2021-001") == "withdrawn"


def test_names_that_changed_places(url: str, clerk: Desk) -> None:
    """Two cases whose titles an import swapped get their own titles back."""
    number = take_in(url, clerk, {}, {"2021-001": {"title": "x", "lead": "1112"}, "2021-002": {"title": "Felles barnevern", "lead": "1112"}})  # fmt: skip

    undo_import(url, clerk, number, "Feil")

    assert [applications.show(url, case).fields["title"] for case in TWO] == ["Felles barnevern", "Digital hage"]


def test_a_name_that_is_taken_by_now(url: str, clerk: Desk) -> None:
    """A case cannot go back to what another case is known by since; nothing is changed."""
    number = take_in(url, clerk, {}, {"2021-001": {"title": "Noko anna"}})
    application_acts.add(url, clerk, "2021", {"title": "Felles barnevern", "lead": "1112", "applied_nok": "5", "received_at": "2021-02-01"})  # fmt: skip
    before = rounds.everything(url)

    with pytest.raises(SameApplication) as caught:
        undo_import(url, clerk, number, "Feil")

    assert caught.value.data["case"] == "2021-003"
    assert rounds.everything(url) == before


def test_several_files_of_one_import(url: str, clerk: Desk) -> None:
    """All files of an import are withdrawn together."""
    number = take_in(url, clerk, {"2021-003": {"title": "A"}})
    assert take_in(url, clerk, {"2021-004": {"title": "B"}}, part=2) == number

    done = undo_import(url, clerk, number, "Feil")

    assert (len(done.files), done.withdrawn) == (2, ("2021-003", "2021-004"))


def test_an_edited_case_goes_too(url: str, clerk: Desk) -> None:
    """What the office has edited in a case that came with the import goes with it and stays in its history; persons and notes stay."""
    application_acts.edit(url, clerk, "2021-001", {"goals": "Nytt mål"}, "Retta")
    application_acts.note(url, clerk, "2021-001", "Ringde")
    with writing(url) as session:
        writes.set_contacts(session, 1, [Contact("contact", "Ida")])
    application_acts.withdraw(url, clerk, "2021-002", "Brev")

    undo_import(url, clerk, 1, "Feil")

    shown = applications.show(url, "2021-001")
    assert (shown.status, shown.fields["goals"], len(shown.versions)) == ("withdrawn", "Nytt mål", 3)
    assert (shown.contacts[0].name, shown.notes[0].text) == ("Ida", "Ringde")
    other = applications.show(url, "2021-002")
    assert (other.fields["withdrawn_reason"], len(other.versions)) == ("Brev", 2)


def _assess(url: str, clerk: Desk) -> None:
    scoring.record_one(url, clerk, "2021-002", {}, "God søknad")


def _recommend(url: str, clerk: Desk) -> None:
    allocations.recommend(url, clerk, "2021-002", Wanted(Outcome.REFUSAL, ground="priority"))


def _draft(url: str, clerk: Desk) -> None:
    _recommend(url, clerk)
    drafting.draft(url, clerk, "2021", only=("2021-002",))


def _dismiss(url: str, clerk: Desk) -> None:
    with writing(url) as session:
        for number, (said, ground) in enumerate((("eligible", ""), ("dismissed", "not_eligible")), start=1):
            session.add(ScreeningRow(application_id=2, number=number, application_version_id=2, call_version_id=1, status=said, ground=ground, findings="[]", on=MARCH, recorded_at=now(), person_id=1))  # fmt: skip


def _change(url: str, clerk: Desk) -> None:
    take_in(url, clerk, {}, {"2021-002": {"goals": "Nytt"}})


def _merge_into_other(url: str, clerk: Desk) -> None:
    take_in(url, clerk, {"2021-003": {"title": "Annan"}})
    merging.merge(url, clerk, "2021-002", "2021-003", merging.Joint(9, "Same"))


def _merge_other_into(url: str, clerk: Desk) -> None:
    take_in(url, clerk, {"2021-003": {"title": "Annan"}})
    merging.merge(url, clerk, "2021-003", "2021-002", merging.Joint(9, "Same"))


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (_assess, "case-worked-on"), (_recommend, "case-worked-on"), (_draft, "case-worked-on"), (_dismiss, "case-worked-on"), (_change, "case-changed"),
        (_merge_into_other, "case-merged"), (_merge_other_into, "case-merged"),
    ],
)  # fmt: skip
def test_what_has_been_built_on_stays(url: str, clerk: Desk, work: Callable[[str, Desk], None], code: str) -> None:
    """An import stays where one of its cases has been worked on; the case and the work are named, and nothing is changed."""
    work(url, clerk)
    before = rounds.everything(url)

    with pytest.raises(ImportBuiltOn) as caught:
        undo_import(url, clerk, 1, "Feil")

    assert (caught.value.exit_code, caught.value.data["count"]) == (3, 1)
    assert [(one.code, one.place.cell) for one in caught.value.problems] == [(code, "2021-002")]  # type: ignore[attr-defined]  # problems
    assert rounds.everything(url) == before


def test_a_screening_that_no_longer_dismisses(url: str, clerk: Desk) -> None:
    """Only the screening that holds speaks against it."""
    with writing(url) as session:
        for number, (said, ground) in enumerate((("dismissed", "not_eligible"), ("eligible", "")), start=1):
            session.add(ScreeningRow(application_id=2, number=number, application_version_id=2, call_version_id=1, status=said, ground=ground, findings="[]", on=MARCH, recorded_at=now(), person_id=1))  # fmt: skip

    assert undo_import(url, clerk, 1, "Feil").withdrawn == ("2021-001", "2021-002")


def test_two_of_one_import_that_were_merged(url: str, clerk: Desk) -> None:
    """Cases merged with each other came together and go together."""
    merging.merge(url, clerk, "2021-001", "2021-002", merging.Joint(9, "Same"))

    undo_import(url, clerk, 1, "Feil")

    assert [status(url, case) for case in TWO] == ["withdrawn", "withdrawn"]


def test_a_changed_case_that_was_edited_since(url: str, clerk: Desk) -> None:
    """An edit after the import's version would be lost, so the import stays."""
    number = take_in(url, clerk, {}, {"2021-001": {"applied_nok": 9}})
    application_acts.edit(url, clerk, "2021-001", {"goals": "Nytt"}, "Retta")

    with pytest.raises(ImportBuiltOn) as caught:
        undo_import(url, clerk, number, "Feil")

    assert [one.code for one in caught.value.problems] == ["case-changed"]  # type: ignore[attr-defined]  # problems


def test_twice(url: str, clerk: Desk) -> None:
    """An import that is withdrawn cannot be withdrawn again."""
    undo_import(url, clerk, 1, "Feil")

    with pytest.raises(ImportUndone) as caught:
        undo_import(url, clerk, 1, "Feil")

    assert caught.value.exit_code == 4


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**70])
def test_no_such_import(url: str, clerk: Desk, number: int) -> None:
    """A number that no import has is wrong usage, however large."""
    with pytest.raises(ImportUnknown) as caught:
        undo_import(url, clerk, number, "Feil")

    assert caught.value.exit_code == 2


def test_without_a_reason(url: str, clerk: Desk) -> None:
    """A reason is needed."""
    with pytest.raises(ReasonNeeded):
        undo_import(url, clerk, 1, "  ")


def test_a_trial_run(url: str, clerk: Desk) -> None:
    """A trial run tells the same and changes nothing."""
    before = rounds.everything(url)

    done = undo_import(url, replace(clerk, dry_run=True), 1, "Feil")

    assert done.withdrawn == ("2021-001", "2021-002")
    assert rounds.everything(url) == before


def test_the_importer_knows_nothing_of_what_was_withdrawn(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """After an import is withdrawn, the same file, byte for byte, comes in as new: new cases, changes and all."""
    rounds.open_round(office, desk, applied=())
    head, first, more = "Tittel;Kommune;Søkt beløp", "Felles barnevern;Lund;500000", "Ny;Klepp;1000"
    (tmp_path / "a.csv").write_text(f"{head}\n{first}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head}\n{first.replace('500000', '600000')}\n{more}\n", encoding="utf-8")

    def take(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        done = import_applications(office, clerk, [tmp_path / name], "2021", update=True, received=date(2021, 2, 1))
        return done.added, done.changed

    taken = [take("a.csv"), take("b.csv")]
    undo_import(office, clerk, 2, "Feil")
    taken.append(take("b.csv"))
    undo_import(office, clerk, 3, "Feil")
    undo_import(office, clerk, 1, "Feil")
    taken.append(take("a.csv"))

    assert taken == [
        (("2021-001",), ()),
        (("2021-002",), ("2021-001",)),
        (("2021-003",), ("2021-001",)),
        (("2021-004",), ()),
    ]
