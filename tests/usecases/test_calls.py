"""Calls: opened from a file where there is money, changed by new versions, copied, closed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from skjonn.domain.calls_changes import AreaInUse, CallChangeNeedsReason, CallIdentityFixed, GroundInUse
from skjonn.domain.calls_file import CallFileWrong, digest, from_toml
from skjonn.domain.codes import CallCodeWrong
from skjonn.domain.desk import Desk
from skjonn.errors import SkjonnError
from skjonn.files import FileMissing, shipped
from skjonn.registries.meant import MunicipalityUnknown
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls as queries
from skjonn.storage.queries.calls import CallUnknown
from skjonn.storage.tables.application import ApplicationAreaRow, ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.assessment import AssessmentRow, RecommendationRow, ScoreRow
from skjonn.storage.tables.call import CallVersionRow, CriterionRow, PriorityAreaRow
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import calls, calls_shown
from skjonn.usecases.acting import NotRegistered, RoleMissing, now
from skjonn.usecases.calls import CallClosed, CallExists, CallWithoutFrame, CallWithoutPot
from skjonn.usecases.frames import Wanted, set_frame
from skjonn.usecases.handed_out import FileThere

EXAMPLE = shipped("examples") / "rogaland-2021" / "call.toml"
DAY = date(2021, 1, 19)
LATER = Desk("kari", date(2021, 2, 1))


@pytest.fixture
def opened(office: str, desk: Desk) -> str:
    """Return a database in which the example's call is open."""
    set_frame(office, desk, 2021, Wanted(10_000_000, (("project", 10_000_000),)))
    calls.open_call(office, desk, EXAMPLE)
    return office


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return a copy of the example's file to edit."""
    path = tmp_path / "changed.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


def replace(path: Path, old: str, new: str) -> Path:
    """Exchange what stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def remove(path: Path, header: str, code: str) -> Path:
    """Take the item with `code` out of the file."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(
        "\n\n".join(block for block in blocks if f'{header}\ncode = "{code}"' not in block), encoding="utf-8"
    )
    return path


def apply_for(session: Session, *areas: str) -> int:
    """Put in one application of the call, and return its key."""
    row = ApplicationRow(call_id=1, case_number="2021-001", identity="x")
    session.add(row)
    session.flush()
    version = ApplicationVersionRow(
        application_id=row.id or 0,
        number=1,
        title="Tiltak",
        lead="1103",
        applied_nok=100,
        scope="named",
        on=DAY,
        recorded_at=now(),
        person_id=1,
    )
    session.add(version)
    session.flush()
    for position, area in enumerate(areas, 1):
        session.add(ApplicationAreaRow(version_id=version.id or 0, position=position, area=area))
    session.flush()
    return row.id or 0


def kinds(url: str) -> list[str]:
    """Return the kinds of what was recorded about the call."""
    with reading(url) as session:
        asked = select(EventRow.kind).where(col(EventRow.subject) == "2021").order_by(col(EventRow.id))
        return list(session.exec(asked))


def test_a_call_is_opened_whole(opened: str) -> None:
    """An open call has its first version, its areas and criteria in order, and an event."""
    with reading(opened) as session:
        stored = queries.one(session, "2021")
        areas = [row.code for row in session.exec(select(PriorityAreaRow).order_by(col(PriorityAreaRow.position)))]
        weights = [row.weight for row in session.exec(select(CriterionRow).order_by(col(CriterionRow.position)))]
        version = session.exec(select(CallVersionRow)).one()

    assert (stored.version_number, stored.year, stored.closed_on) == (1, 2021, None)
    assert stored.call == from_toml(EXAMPLE.read_bytes(), "call.toml")
    assert version.sha256 == digest(stored.call)
    assert areas == ["sustainability", "digital", "climate", "youth", "safety"]
    assert weights == [30, 25, 20, 15, 10]
    assert kinds(opened) == ["frame-set", "call-opened"]


def test_a_code_is_taken_once(opened: str, desk: Desk) -> None:
    """A second call with the same code is a conflict."""
    with pytest.raises(CallExists) as caught:
        calls.open_call(opened, desk, EXAMPLE)

    assert caught.value.exit_code == 4


def test_a_call_needs_its_money(office: str, desk: Desk) -> None:
    """Without a frame, or without the pot it names, a call is refused with the command to run."""
    with pytest.raises(CallWithoutFrame) as without_frame:
        calls.open_call(office, desk, EXAMPLE)
    set_frame(office, desk, 2021, Wanted(1_000))
    with pytest.raises(CallWithoutPot) as without_pot:
        calls.open_call(office, desk, EXAMPLE)

    for caught in (without_frame, without_pot):
        assert caught.value.exit_code == 3
        assert "frame set 2021" in caught.value.help()
    assert calls_shown.list_calls(office) == []


@pytest.mark.parametrize(("login", "error"), [("ola", RoleMissing), ("per", RoleMissing), ("ukjend", NotRegistered)])
def test_only_a_caseworker_opens(office: str, login: str, error: type[SkjonnError]) -> None:
    """An assessor, an approver or a stranger opens no call."""
    with pytest.raises(error):
        calls.open_call(office, Desk(login, DAY), EXAMPLE)


def test_a_faulty_file_opens_nothing(office: str, desk: Desk, edited: Path) -> None:
    """A file with faults, or none at all, is refused before the database is touched."""
    with pytest.raises(CallFileWrong):
        calls.open_call(office, desk, replace(edited, "weight = 30", "weight = 31"))
    with pytest.raises(FileMissing):
        calls.open_call(office, desk, edited.with_name("none.toml"))


def test_a_trial_run_opens_nothing(office: str, desk: Desk) -> None:
    """A dry run reports the call and keeps nothing."""
    set_frame(office, desk, 2021, Wanted(1, (("project", 1),)))

    tried = calls.open_call(office, Desk("kari", DAY, dry_run=True), EXAMPLE)

    assert tried.code == "2021"
    assert calls_shown.list_calls(office) == []


def test_a_change_is_a_new_version(opened: str, edited: Path) -> None:
    """A change makes version 2, names what differs, and the older version is still there for its days."""
    replace(replace(edited, "weight = 30", "weight = 25"), "weight = 25\n[criteria.guidance]\nnb = \"Hva", "weight = 30\n[criteria.guidance]\nnb = \"Hva")  # fmt: skip

    changed = calls.change_call(opened, LATER, "2021", edited, "Etter innspel")

    assert {difference.key for difference in changed.differences} == {
        "criteria[renewal].weight",
        "criteria[benefit].weight",
    }
    assert calls_shown.show_call(opened, "2021").stored.version_number == 2
    before = calls_shown.show_call(opened, "2021", date(2021, 1, 31)).stored
    assert (before.version_number, before.call.criteria[0].weight) == (1, 30)
    assert kinds(opened)[-1] == "call-changed"


def test_changing_to_the_same_changes_nothing(opened: str, edited: Path) -> None:
    """A file that says the same makes no version and no event."""
    changed = calls.change_call(opened, LATER, "2021", edited, "Ingen grunn")

    assert (changed.version, changed.differences) == (1, ())
    assert kinds(opened) == ["frame-set", "call-opened"]


def test_scores_keep_the_criteria_they_were_given_under(opened: str, edited: Path) -> None:
    """A change of weights after scoring names the scored cases; their points still stand under the old version."""
    with writing(opened) as session:
        case = apply_for(session, "digital")
        first = queries.one(session, "2021").version_id
        given = AssessmentRow(
            application_id=case, assessor_id=1, number=1, call_version_id=first, on=DAY, recorded_at=now(), person_id=1
        )
        session.add(given)
        session.flush()
        session.add(ScoreRow(assessment_id=given.id or 0, criterion="renewal", points=4))
    remove(edited, "[[criteria]]", "spread")
    replace(edited, "weight = 20", "weight = 30")

    changed = calls.change_call(opened, LATER, "2021", edited, "Færre kriterium")

    assert changed.scored == ("2021-001",)
    with reading(opened) as session:
        assert session.exec(select(AssessmentRow)).one().call_version_id == first


def test_code_and_year_are_fixed(opened: str, edited: Path) -> None:
    """Another call's file does not change this one."""
    with pytest.raises(CallIdentityFixed):
        calls.change_call(opened, LATER, "2021", replace(edited, 'code = "2021"', 'code = "2021-F"'), "x")


def test_a_change_says_why(opened: str, edited: Path) -> None:
    """A change without a reason is wrong usage."""
    with pytest.raises(CallChangeNeedsReason):
        calls.change_call(opened, LATER, "2021", edited, " ")


def test_what_is_in_use_stays(opened: str, edited: Path, tmp_path: Path) -> None:
    """An area that a case belongs to, and a ground that is recommended, cannot vanish; the cases are named."""
    with writing(opened) as session:
        case = apply_for(session, "digital", "youth")
        row = RecommendationRow(
            application_id=case, number=1, outcome="refusal", ground="plan", on=DAY, recorded_at=now(), person_id=1
        )
        session.add(row)
    other = tmp_path / "other.toml"
    other.write_bytes(EXAMPLE.read_bytes())

    with pytest.raises(AreaInUse) as area:
        calls.change_call(opened, LATER, "2021", remove(edited, "[[areas]]", "youth"), "x")
    with pytest.raises(GroundInUse) as ground:
        calls.change_call(opened, LATER, "2021", remove(other, "[[grounds]]", "plan"), "x")

    assert area.value.data == {"area": "youth", "cases": ["2021-001"]}
    assert ground.value.data == {"ground": "plan", "cases": ["2021-001"]}


def test_a_copy_is_a_file_that_opens(opened: str, desk: Desk, tmp_path: Path) -> None:
    """Last year's call becomes a file for the new year with what to check marked; it opens once there is money."""
    path = tmp_path / "call-2022.toml"

    copied = calls.copy_call(opened, desk, "2021", "2022", path)
    set_frame(opened, desk, 2022, Wanted(1, (("project", 1),)))
    stored = calls.open_call(opened, desk, path)

    assert (copied.code, copied.source) == ("2022", "2021")
    assert "deadline = 2022-02-26T23:59:59  # check" in path.read_text(encoding="utf-8")
    assert (stored.year, stored.opened_on) == (2022, date(2022, 1, 19))
    with pytest.raises(CallExists):
        calls.copy_call(opened, desk, "2021", "2022", tmp_path / "again.toml")
    with pytest.raises(FileThere):
        calls.copy_call(opened, desk, "2021", "2023", path)
    with pytest.raises(CallCodeWrong):
        calls.copy_call(opened, desk, "2021", "neste", tmp_path / "again.toml")


def test_closing_says_what_is_left(opened: str) -> None:
    """A closed call names its undecided cases, and is closed once."""
    with writing(opened) as session:
        apply_for(session)

    closed = calls.close_call(opened, LATER, "2021")

    assert (closed.closed_on, closed.undecided) == (LATER.today, ("2021-001",))
    assert (closed.awaiting_approval, closed.without_letter) == ((), ())
    with pytest.raises(CallClosed) as again:
        calls.close_call(opened, LATER, "2021")
    assert again.value.exit_code == 4
    assert calls_shown.show_call(opened, "2021", date(2021, 1, 31)).stored.closed_on is None


def test_an_unknown_call_is_named(opened: str) -> None:
    """A code nobody opened, or a day before it was opened, is wrong usage."""
    with pytest.raises(CallUnknown):
        calls_shown.show_call(opened, "2020")
    with pytest.raises(CallUnknown):
        calls_shown.show_call(opened, "2021", date(2021, 1, 18))


def test_the_list_counts_applications(opened: str) -> None:
    """Each call is listed once with how many applications it has."""
    with writing(opened) as session:
        apply_for(session)

    assert [(item.stored.code, item.applications) for item in calls_shown.list_calls(opened)] == [("2021", 1)]


def test_events_hold_references(opened: str) -> None:
    """The event of an opened call names its year, version and pots."""
    with reading(opened) as session:
        row = session.exec(select(EventRow).where(col(EventRow.kind) == "call-opened")).one()

    assert json.loads(row.data) == {"pots": ["project"], "version": 1, "year": 2021}


def test_bounds_are_for_municipalities_that_are_there(office: str, desk: Desk, tmp_path: Path) -> None:
    """A number that no municipality had on the day the call opens is refused, when the call is opened and when it is changed."""
    rules = EXAMPLE.read_text(encoding="utf-8") + "\n[allocation.municipalities.{number}]\ngreatest_nok = 500_000\n"
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(rules.replace("{number}", "1103"), encoding="utf-8")
    bad.write_text(rules.replace("{number}", "9999"), encoding="utf-8")
    set_frame(office, desk, 2021, Wanted(1_000_000, (("project", 1_000_000),)))
    with pytest.raises(MunicipalityUnknown):
        calls.open_call(office, desk, bad)
    calls.open_call(office, desk, good)
    with pytest.raises(MunicipalityUnknown):
        calls.change_call(office, desk, "2021", bad, "Tak.")
