"""Screening: what the rules find in a call's cases, and what a person confirms, version by version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from skjonn.domain.allocations import GroundUnknown, Outcome
from skjonn.domain.calls_file import from_toml
from skjonn.domain.calls_text import to_toml
from skjonn.domain.desk import Desk
from skjonn.domain.screening import Status
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, screenings
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow, ContactRow
from skjonn.storage.tables.office import EventRow
from skjonn.storage.tables.screening import ScreeningRow
from skjonn.usecases import allocations, application_acts, approving, drafting, history, intake, screening
from skjonn.usecases import calls as call_acts
from skjonn.usecases.acting import RoleMissing, now
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.recommending import CaseDecided, CaseWithdrawn, Wanted
from skjonn.usecases.screening import CompletionMissing, ListedCase, StopNeedsReason, Verdict
from tests.usecases import rounds
from tests.usecases.rounds import CALL, SPRING, award, everything, on

RULES = """
[rules]
greatest_applied_nok = 450_000
[rules.effects]
greatest_applied_nok = "stop"
"""
MARCH = date(2021, 3, 2)
ELIGIBLE = Verdict(Status.ELIGIBLE)
INCOMPLETE = Verdict(Status.TO_COMPLETE, "Budsjettet manglar.")


def call_file(folder: Path, rules: str = RULES, year: int = 2021) -> Path:
    """Write the example's call with other rules, for a year."""
    said = CALL.read_text(encoding="utf-8")
    before, _rules, after = said.partition("[rules]\n")
    rest = after.partition("\n# ── ")[2]
    text = f"{before}{rules.strip()}\n\n# ── {rest}"
    path = folder / f"call-{year}.toml"
    path.write_text(text if year == 2021 else text.replace("2021", str(year)).replace("2022-06-01", f"{year + 1}-06-01"), encoding="utf-8")  # fmt: skip
    return path


def open_call(url: str, desk: Desk, folder: Path, rules: str = RULES, year: int = 2021) -> None:
    """Open a call with these rules on a frame of one pot."""
    set_frame(url, desk, year, Frame(5_000_000, (("project", 5_000_000),)))
    call_acts.open_call(url, desk, call_file(folder, rules, year))


@pytest.fixture
def opened(office: str, desk: Desk, tmp_path: Path) -> str:
    """A call that stops more than 450 000, and cases of 500 000, 400 000 and 300 000."""
    open_call(office, desk, tmp_path)
    with writing(office) as session:
        for serial, applied_nok in enumerate(rounds.APPLIED, start=1):
            rounds.apply(session, serial, applied_nok, desk.today)
    return office


def rows(url: str, desk: Desk, *cases: str) -> dict[str, ListedCase]:
    """Return what is listed, by case number."""
    return {one.case: one for one in screening.listing(url, desk, "2021", cases).rows}


def states(url: str, desk: Desk) -> dict[str, str]:
    """Return the state of each case."""
    return {case: one.state for case, one in rows(url, desk).items()}


def stored(url: str) -> list[ScreeningRow]:
    """Return every screening there is."""
    with reading(url) as session:
        return list(session.exec(select(ScreeningRow).order_by(col(ScreeningRow.id))))


def test_the_listing_stores_nothing(opened: str, desk: Desk) -> None:
    """Every live case with what the rules find, by rule and effect; all of them wait."""
    before = everything(opened)

    found = rows(opened, desk)

    assert {case: [(one.rule, one.stops) for one in row.findings] for case, row in found.items()} == {
        "2021-001": [("greatest_applied_nok", True)], "2021-002": [], "2021-003": [],
    }  # fmt: skip
    assert states(opened, desk) == dict.fromkeys(found, "not_screened")
    assert all(row.waits for row in found.values())
    assert found["2021-001"].municipality == "Stavanger"
    assert everything(opened) == before


def test_a_verdict_stands_with_who_and_when(opened: str, desk: Desk) -> None:
    """What a person found, on which day, on which versions; the event names the case and no word that was written."""
    done = screening.screen(opened, on(desk, MARCH), "2021", ["2021-002", "2021-003"], INCOMPLETE)

    held = rows(opened, desk)["2021-002"].screening
    assert done.cases == ("2021-002", "2021-003")
    assert held is not None
    assert (held.person, held.on, held.text) == ("Kari Nordmann", MARCH, "Budsjettet manglar.")
    assert (held.version_number, held.call_version_number) == (1, 1)
    assert states(opened, desk) == {"2021-001": "not_screened", "2021-002": "to_complete", "2021-003": "to_complete"}
    with reading(opened) as session:
        event = session.exec(select(EventRow).where(EventRow.kind == "screened-to-complete")).one()
    assert "Budsjettet" not in event.data
    assert "completed" in history.of_case(opened, desk, "2021-002").events[-1].sentence


def test_a_stop_is_set_aside_only_with_a_reason(opened: str, desk: Desk) -> None:
    """Without one nothing is stored and the finding is told; with one the reason and the finding are kept."""
    before = everything(opened)
    with pytest.raises(StopNeedsReason) as refused:
        screening.screen(opened, desk, "2021", ["2021-002", "2021-001"], ELIGIBLE)
    assert everything(opened) == before

    done = screening.screen(opened, desk, "2021", ["2021-002", "2021-001"], Verdict(Status.ELIGIBLE, " Avklart. "))

    assert [problem.code for problem in refused.value.problems] == ["above-greatest"]  # type: ignore[attr-defined]  # problems are Problem values
    assert done.set_aside == ("2021-001",)
    held = rows(opened, desk)["2021-001"].screening
    assert held is not None
    assert (held.text, [one.rule for one in held.findings]) == ("Avklart.", ["greatest_applied_nok"])


def test_the_same_again_changes_nothing(opened: str, desk: Desk) -> None:
    """The same verdict on the same version and findings is no new screening; another one is, and the first is kept."""
    screening.screen(opened, desk, "2021", ["2021-002"], INCOMPLETE)
    before = everything(opened)

    again = screening.screen(opened, desk, "2021", ["2021-002"], INCOMPLETE)

    assert (again.cases, again.unchanged) == ((), ("2021-002",))
    assert everything(opened) == before
    screening.screen(opened, on(desk, MARCH), "2021", ["2021-002"], ELIGIBLE)
    assert [(row.number, row.status) for row in stored(opened)] == [(1, "to_complete"), (2, "eligible")]
    with reading(opened) as session:
        assert screenings.standing(session, 1, desk.today)[2].status is Status.TO_COMPLETE


def test_a_dismissal_takes_a_ground_of_the_call(opened: str, desk: Desk) -> None:
    """By code or name, for a dismissal; a ground for refusal, or none, is not one."""
    done = screening.screen(opened, desk, "2021", ["2021-002"], Verdict(Status.DISMISSED, ground="Søknaden kom inn etter fristen."))  # fmt: skip
    with pytest.raises(GroundUnknown):
        screening.screen(opened, desk, "2021", ["2021-003"], Verdict(Status.DISMISSED, ground="priority"))

    assert done.ground == "late"
    with reading(opened) as session:
        held = screenings.standing(session, 1)
    assert {key: (one.status, one.ground) for key, one in held.items()} == {2: (Status.DISMISSED, "late")}
    assert rows(opened, desk)["2021-002"].ground == "Søknaden kom inn etter fristen."


@pytest.mark.parametrize(
    ("cases", "verdict", "expected"),
    [
        (["2021-009"], ELIGIBLE, CaseUnknown),
        (["2021-002"], Verdict(Status.TO_COMPLETE, "  "), CompletionMissing),
    ],
)
def test_what_is_wrongly_given_is_refused(
    opened: str, desk: Desk, cases: list[str], verdict: Verdict, expected: type[SkjonnError]
) -> None:
    """An unknown case, or nothing said of what is missing: exit 2."""
    with pytest.raises(expected) as refused:
        screening.screen(opened, desk, "2021", cases, verdict)

    assert refused.value.exit_code == 2
    assert stored(opened) == []


def test_only_a_caseworker_screens(opened: str, desk: Desk) -> None:
    """An assessor and an approver do not."""
    for login in ("ola", "per"):
        with pytest.raises(RoleMissing):
            screening.screen(opened, on(desk, MARCH, login), "2021", ["2021-002"], ELIGIBLE)
        with pytest.raises(RoleMissing):
            screening.confirm_faultless(opened, on(desk, MARCH, login), "2021")


def test_a_trial_run_stores_nothing(opened: str, desk: Desk) -> None:
    """It says what it would do."""
    before = everything(opened)

    done = screening.confirm_faultless(opened, replace(desk, dry_run=True), "2021")

    assert done.cases == ("2021-002", "2021-003")
    assert everything(opened) == before


def test_all_without_findings_in_one_go(opened: str, desk: Desk) -> None:
    """Cases with a finding, and those a person found otherwise, are left to a person; again it changes nothing."""
    screening.screen(opened, desk, "2021", ["2021-003"], INCOMPLETE)

    done = screening.confirm_faultless(opened, desk, "2021")
    before = everything(opened)
    again = screening.confirm_faultless(opened, desk, "2021")

    assert done.cases == ("2021-002",)
    assert again.cases == ()
    assert everything(opened) == before


def test_a_withdrawn_or_decided_case_is_screened_no_more(opened: str, desk: Desk) -> None:
    """It is refused; a withdrawn case is not listed, a decided one waits for nothing."""
    application_acts.withdraw(opened, desk, "2021-003", "Trekt.")
    screening.screen(opened, desk, "2021", ["2021-001"], Verdict(Status.ELIGIBLE, "Avklart."))
    for serial, amount_nok in ((1, 500_000), (2, 400_000)):
        award(opened, on(desk, SPRING), serial, amount_nok)
    drafting.draft(opened, on(desk, SPRING), "2021")
    approving.approve(opened, on(desk, SPRING, "per"), "2021", 1, approving.Given(on=SPRING))

    with pytest.raises(CaseWithdrawn):
        screening.screen(opened, on(desk, SPRING), "2021", ["2021-003"], ELIGIBLE)
    with pytest.raises(CaseDecided):
        screening.screen(opened, on(desk, SPRING), "2021", ["2021-002"], ELIGIBLE)
    with pytest.raises(CaseWithdrawn):
        rows(opened, desk, "2021-003")

    found = rows(opened, desk)
    assert {case: (row.state, row.waits) for case, row in found.items()} == {
        "2021-001": ("eligible", False), "2021-002": ("decided", False),
    }  # fmt: skip
    assert [one.rule for one in found["2021-001"].findings] == ["greatest_applied_nok"]
    assert screening.confirm_faultless(opened, on(desk, SPRING), "2021").cases == ()


def test_a_case_moved_to_the_next_round_may_be_screened(opened: str, desk: Desk) -> None:
    """It is not settled."""
    allocations.recommend(opened, desk, "2021-002", Wanted(Outcome.NEXT_ROUND))
    drafting.draft(opened, desk, "2021", only=["2021-002"])
    approving.approve(opened, on(desk, SPRING, "per"), "2021", 1, approving.Given(on=SPRING))

    assert screening.screen(opened, on(desk, SPRING), "2021", ["2021-002"], ELIGIBLE).cases == ("2021-002",)


def test_a_new_version_is_screened_anew(opened: str, desk: Desk) -> None:
    """An edit takes the screening's force away until a person confirms again; the office's own fields do not."""
    screening.screen(opened, desk, "2021", ["2021-001"], Verdict(Status.ELIGIBLE, "Avklart."))
    screening.confirm_faultless(opened, desk, "2021")
    later = on(desk, MARCH)
    application_acts.edit(opened, later, "2021-002", {"caseworker": "Kari"}, "Fordelt.")
    application_acts.edit(opened, later, "2021-003", {"applied_nok": "350 000"}, "Retta.")

    assert states(opened, later) == {"2021-001": "eligible", "2021-002": "eligible", "2021-003": "eligible_new_version"}
    assert [case for case, row in rows(opened, later).items() if row.waits] == ["2021-003"]
    assert screening.confirm_faultless(opened, later, "2021").cases == ("2021-003",)
    assert states(opened, later)["2021-003"] == "eligible"
    assert [(row.number, row.application_version_id) for row in stored(opened) if row.application_id == 3] == [(1, 3), (2, 5)]  # fmt: skip


def test_changed_rules_are_screened_anew_where_they_find_something_else(
    opened: str, desk: Desk, tmp_path: Path
) -> None:
    """Only the cases the new rules see otherwise."""
    screening.confirm_faultless(opened, desk, "2021")
    stricter = call_file(tmp_path, RULES.replace("450_000", "350_000"))
    call_acts.change_call(opened, desk, "2021", stricter, "Strengare.")

    assert states(opened, desk) == {"2021-001": "not_screened", "2021-002": "eligible_new_rules", "2021-003": "eligible"}  # fmt: skip
    assert screening.confirm_faultless(opened, desk, "2021").cases == ()


HEADER = ("Prosjekttittel", "Kommune", "Søkt beløp", "Totalkostnad", "Eigenfinansiering", "Motteke")
ROWS = (
    ("Ei felles teneste", "Lund", 400_000, None, None, date(2021, 2, 15)),
    ("Noko anna", "Time", 300_000, 600_000, 300_000, date(2021, 2, 16)),
)


def workbook(folder: Path, name: str, *said: tuple[Any, ...]) -> Path:
    """Write a workbook of applications."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *said):
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def test_what_is_to_be_completed_comes_back_by_import(office: str, desk: Desk, tmp_path: Path) -> None:
    """A mended workbook, imported as an update, lists the case as to be screened again; the rest stands."""
    open_call(office, desk, tmp_path, "[rules]\nleast_own_funding_percent = 50\n")
    clerk = on(desk, MARCH)
    intake.import_applications(office, clerk, [workbook(tmp_path, "a.xlsx", *ROWS)], "2021")
    screening.confirm_faultless(office, clerk, "2021")
    screening.screen(office, clerk, "2021", ["2021-001"], Verdict(Status.TO_COMPLETE, "Budsjett og eigenfinansiering."))
    assert states(office, clerk) == {"2021-001": "to_complete", "2021-002": "eligible"}
    assert not any(row.waits for row in rows(office, clerk).values())

    later = on(desk, date(2021, 3, 9))
    mended = ("Ei felles teneste", "Lund", 400_000, 800_000, 400_000, date(2021, 2, 15))
    done = intake.import_applications(office, later, [workbook(tmp_path, "b.xlsx", mended, ROWS[1])], "2021", update=True)  # fmt: skip

    assert done.changed == ("2021-001",)
    assert states(office, later) == {"2021-001": "to_complete_new_version", "2021-002": "eligible"}
    assert [case for case, row in rows(office, later).items() if row.waits] == ["2021-001"]
    assert rows(office, later)["2021-001"].findings == ()
    assert screening.confirm_faultless(office, later, "2021").cases == ()
    screening.screen(office, later, "2021", ["2021-001"], ELIGIBLE)
    assert states(office, later) == dict.fromkeys(("2021-001", "2021-002"), "eligible")
    assert [row.status for row in stored(office) if row.application_id == 1] == ["to_complete", "eligible"]


EARLIER = """
[rules]
[rules.earlier]
unfinished = "stop"
report_missing = "stop"
"""


def register(url: str, call_id: int, case: str, lead: str, **said: Any) -> int:
    """Register an application and return its key."""
    fixed: dict[str, Any] = {"title": f"Tiltak {case}", "applied_nok": 300_000, "scope": "named", "on": date(2019, 1, 19), "recorded_at": now(), "person_id": 1}  # fmt: skip
    with writing(url) as session:
        row = ApplicationRow(call_id=call_id, case_number=case, identity=case)
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(ApplicationVersionRow(application_id=row.id, number=1, lead=lead, **{**fixed, **said}))
        return row.id


@pytest.fixture
def after_earlier(office: str, desk: Desk, tmp_path: Path) -> str:
    """A call of 2020 decided (awards to Stavanger and Lund, Time refused), and one of 2021 that looks for it."""
    before = on(desk, date(2020, 2, 1))
    open_call(office, before, tmp_path, "", 2020)
    for serial, lead, ends_on in ((1, "1103", date(2021, 12, 1)), (2, "1112", date(2020, 12, 1)), (3, "1121", None)):
        register(office, 1, f"2020-{serial:03d}", lead, ends_on=ends_on, on=before.today)
    for serial in (1, 2):
        allocations.recommend(office, before, f"2020-{serial:03d}", Wanted(Outcome.AWARD, 300_000))
    allocations.recommend(office, before, "2020-003", Wanted(Outcome.REFUSAL, ground="priority"))
    drafting.draft(office, before, "2020")
    approved = on(desk, date(2020, 6, 1), "per")
    approving.approve(office, approved, "2020", 1, approving.Given(on=approved.today))
    open_call(office, desk, tmp_path, EARLIER)
    for serial, lead in enumerate(("1103", "1112", "1121"), start=1):
        register(office, 2, f"2021-{serial:03d}", lead, on=desk.today)
    return office


def test_earlier_awards_are_found(after_earlier: str, desk: Desk) -> None:
    """An unfinished project, a report that was due and is not known of; what was refused is no award."""
    found = {
        case: [(one.code, one.stops) for one in row.findings] for case, row in rows(after_earlier, on(desk, date(2021, 7, 1))).items()
    }  # fmt: skip

    assert found == {
        "2021-001": [("earlier-unfinished", True), ("earlier-report-missing", True)],
        "2021-002": [("earlier-report-missing", True)],
        "2021-003": [],
    }
    assert [one.code for one in rows(after_earlier, desk)["2021-001"].findings] == ["earlier-unfinished"]


def test_earlier_awards_follow_a_merger(office: str, desk: Desk, tmp_path: Path) -> None:
    """What Finnøy was awarded in 2019 is Stavanger's to answer for in 2021; the merged Stavanger keeps its own."""
    before = on(desk, date(2020, 1, 2))
    open_call(office, before, tmp_path, "", 2020)
    with writing(office) as session:
        opens_on = calls.one(session, "2020").call.opens_on
    text = to_toml(replace(from_toml(call_file(tmp_path, "", 2020).read_bytes(), "x"), opens_on=date(2019, 1, 19)))
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    call_acts.change_call(office, before, "2020", tmp_path / "c.toml", "Lyst ut før.")
    for serial, lead in enumerate(("1141", "1103"), start=1):
        register(office, 1, f"2020-{serial:03d}", lead, ends_on=None, on=before.today)
        allocations.recommend(office, before, f"2020-{serial:03d}", Wanted(Outcome.AWARD, 300_000))
    drafting.draft(office, before, "2020")
    approving.approve(office, on(before, before.today, "per"), "2020", 1, approving.Given(on=before.today))
    open_call(office, desk, tmp_path, EARLIER)
    register(office, 2, "2021-001", "1103", on=desk.today)

    found = rows(office, desk)["2021-001"].findings

    assert opens_on == date(2020, 1, 19)
    assert [one.data["case"] for one in found] == ["2020-001", "2020-002"]


def test_who_may_apply_and_what_persons_fill_in(office: str, desk: Desk, tmp_path: Path) -> None:
    """The office's counties on the opening day, and fields about persons without a word of theirs in the findings."""
    open_call(office, desk, tmp_path, '[rules]\napplicants = ["office"]\nrequired_fields = ["contact_email"]\n')
    for serial, lead in enumerate(("1103", "4601"), start=1):
        register(office, 1, f"2021-{serial:03d}", lead, on=desk.today)
    with writing(office) as session:
        session.add(ContactRow(application_id=1, part="contact", name="Oppdikta", email="oppdikta@example.org"))

    found = rows(office, desk)
    screening.screen(office, desk, "2021", ["2021-002"], Verdict(Status.DISMISSED, ground="not_eligible"))

    assert found["2021-001"].findings == ()
    assert [(one.rule, one.stops) for one in found["2021-002"].findings] == [("required_fields", False), ("applicants", True)]  # fmt: skip
    assert "Bergen" in found["2021-002"].findings[1].message("nn")
    assert "Rogaland" in found["2021-002"].findings[1].message("nn")
    with reading(office) as session:
        assert applications.contacts(session, 1)[0].email == "oppdikta@example.org"
    assert "oppdikta@" not in str([row.findings for row in stored(office)])
