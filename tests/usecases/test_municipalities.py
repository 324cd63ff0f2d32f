"""The register in use, recorded language decisions, and newer registers that alter nothing decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from skjonn.domain.calls_file import from_toml, to_json
from skjonn.domain.desk import Desk
from skjonn.errors import ConflictError
from skjonn.files import FileMissing, shipped
from skjonn.registries.language import MunicipalityNotInForce, form_on
from skjonn.registries.municipalities import shipped as shipped_register
from skjonn.registries.tables import DATA
from skjonn.storage.database import reading, writing
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow, PartnerRow
from skjonn.storage.tables.call import CallRow, CallVersionRow
from skjonn.storage.tables.decision import DecisionLineRow, DecisionRow
from skjonn.storage.tables.office import EventRow, LanguageDecisionRow, RegisterUpdateRow
from skjonn.usecases import municipalities, register_updates
from skjonn.usecases.acting import RoleMissing, now
from skjonn.usecases.municipalities import CountyUnknown, DecisionThere, FormUnknown, SourceMissing
from skjonn.usecases.register_updates import RegisterFaulty

DAY = date(2021, 6, 1)
OPENED = date(2021, 1, 19)
EXAMPLE = shipped("examples") / "rogaland-2021" / "call.toml"
HEADINGS, *LINES = (DATA / "municipalities.csv").read_text(encoding="utf-8").splitlines()


def newer(folder: Path, *changed: str, without: tuple[str, ...] = ()) -> Path:
    """Write the shipped register with some rows put in place of those of the same number, some added, some left out."""
    numbers = {line[:4] for line in changed} | set(without)
    path = folder / "newer.csv"
    kept = [line for line in LINES if line[:4] not in numbers]
    path.write_text("\n".join([HEADINGS, *kept, *changed]), encoding="utf-8")
    return path


def ended(number: str, on: str, successors: str) -> str:
    """Return the row of a number, ended on a day."""
    cells = next(line for line in LINES if line.startswith(number)).split(",")
    cells[8:10] = [on, successors]
    return ",".join(cells)


def case(
    session: Session, serial: int, lead: str, *, partner: str = "", payee: str = "", withdrawn: bool = False
) -> None:
    """Put in an application, as the tables hold it."""
    stamp: dict[str, Any] = {"on": OPENED, "recorded_at": now(), "person_id": 1}
    session.add(ApplicationRow(id=serial, call_id=1, case_number=f"2021-{serial:03d}", identity=str(serial)))
    session.flush()
    version = ApplicationVersionRow(
        id=serial, application_id=serial, number=1, title="Tiltak", lead=lead, payee=payee, applied_nok=100_000,
        scope="named", withdrawn=withdrawn, **stamp,
    )  # fmt: skip
    session.add(version)
    session.flush()
    if partner:
        session.add(
            PartnerRow(version_id=serial, position=0, kind="municipality", name="", municipality_number=partner)
        )


def call(session: Session) -> None:
    """Put in the example's call."""
    stamp: dict[str, Any] = {"on": OPENED, "recorded_at": now(), "person_id": 1}
    content = to_json(from_toml(EXAMPLE.read_bytes(), "call.toml"))
    session.add(CallRow(id=1, code="2021", year=2021, opened_on=OPENED))
    session.flush()
    session.add(CallVersionRow(id=1, call_id=1, number=1, content=content, sha256="", **stamp))
    session.flush()


def refuse(session: Session, serial: int, on: date) -> None:
    """Put in an approved refusal."""
    head = DecisionRow(
        call_id=1, call_version_id=1, number=serial, round=1, status="drafted", digest="", drafter_id=1,
        drafted_on=on, recorded_at=now(),
    )  # fmt: skip
    session.add(head)
    session.flush()
    line = DecisionLineRow(
        decision_id=head.id or 0, application_id=serial, application_version_id=serial, outcome="refusal",
        amount_nok=0, applied_nok=100_000, ground="other",
    )  # fmt: skip
    session.add(line)
    session.flush()
    head.status, head.approver_id, head.approved_on = "approved", 2, on
    session.flush()


def events(url: str) -> list[tuple[str, str]]:
    """Return kind and subject of what was recorded."""
    with reading(url) as session:
        return [(row.kind, row.subject) for row in session.exec(select(EventRow).order_by(col(EventRow.id)))]


def test_find_and_list_need_no_database(desk: Desk) -> None:
    """Outside a working folder the shipped register answers."""
    found = municipalities.find(None, desk, "Sokndal kommune", on=DAY).found
    assert found is not None
    assert found.municipality.number == "1111"
    assert found.form is not None
    assert found.form.form == "nøytral"
    assert len(municipalities.listing(None, desk, on=DAY)) == 356
    assert len(municipalities.listing(None, desk, on=DAY, county="rogaland fylke")) == 23
    assert len(municipalities.listing(None, desk, on=DAY, county="3")) == 1
    with pytest.raises(CountyUnknown):
        municipalities.listing(None, desk, on=DAY, county="Hordaland")


def test_the_list_is_the_offices_own(office: str, desk: Desk) -> None:
    """In a working folder the office's municipalities; all on demand."""
    assert len(municipalities.listing(office, desk)) == 23
    assert len(municipalities.listing(office, desk, everywhere=True)) == 356
    with reading(office) as session:
        assert len(municipalities.municipalities_of_office(session, DAY)) == 23


def test_what_is_not_found_is_told(office: str, desk: Desk) -> None:
    """Candidates, successors, suggestions, each with the reason as an error of exit 1."""
    two = municipalities.find(office, desk, "Herøy")
    over = municipalities.find(office, desk, "Finnøy")
    near = municipalities.find(office, desk, "Tysvaer")
    assert [one.number for one in two.candidates] == ["1515", "1818"]
    assert over.ended is not None
    assert [one.number for one in over.successors] == ["1103"]
    assert near.suggestions[0].number == "1146"
    for lookup in (two, over, near):
        assert lookup.found is None
        assert lookup.problem is not None
        assert lookup.problem.exit_code == 1


def test_a_recorded_decision_is_used(office: str, desk: Desk) -> None:
    """Tysvær is asked for, recorded once, and known from then on; the event says who and what."""
    later = date(2023, 1, 1)
    assert municipalities.find(office, desk, "1146", on=later).found == municipalities.Described(
        shipped_register().periods("1146")[0], None
    )
    done = municipalities.record_language(
        office, desk, "1146", "NN", valid_from=date(2022, 1, 1), source=" brev  frå kommunen "
    )
    with reading(office) as session:
        found = form_on(
            "1146", later, municipalities.register_in_use(session), municipalities.recorded_decisions(session)
        )
        assert municipalities.recorded_decisions(session, as_of=date(2021, 1, 18)) == ()
    assert (done.form, done.source) == ("nynorsk", "brev frå kommunen")
    assert (found.form, found.rule) == ("nynorsk", "recorded-decision")
    assert events(office) == [("language-decided", "1146")]
    with pytest.raises(DecisionThere) as again:
        municipalities.record_language(office, desk, "1146", "nynorsk", valid_from=date(2022, 1, 1), source="brev")
    assert isinstance(again.value, ConflictError)
    municipalities.record_language(office, desk, "1146", "nøytral", valid_from=date(2022, 1, 1), source="retting")


def test_a_language_decision_must_make_sense(office: str, desk: Desk) -> None:
    """A form there is, a source, a number in force, a caseworker; a trial run keeps nothing."""
    with pytest.raises(FormUnknown):
        municipalities.record_language(office, desk, "1146", "riksmål", valid_from=DAY, source="s")
    with pytest.raises(SourceMissing):
        municipalities.record_language(office, desk, "1146", "nb", valid_from=DAY, source=" ")
    with pytest.raises(MunicipalityNotInForce):
        municipalities.record_language(office, desk, "1141", "nb", valid_from=DAY, source="s")
    with pytest.raises(RoleMissing):
        municipalities.record_language(office, Desk("ola", OPENED), "1146", "nb", valid_from=DAY, source="s")
    municipalities.record_language(office, Desk("kari", OPENED, dry_run=True), "301", "nb", valid_from=DAY, source="s")
    with reading(office) as session:
        assert session.exec(select(LanguageDecisionRow)).all() == []


def test_a_newer_register_is_taken_into_use(office: str, desk: Desk, tmp_path: Path) -> None:
    """From then on it answers; earlier days and the shipped one stay as they were."""
    path = newer(tmp_path, ended("1111", "2021-01-10", "1101"))
    done = register_updates.update(office, desk, path)
    with reading(office) as session:
        assert municipalities.register_in_use(session).at("1111", DAY) is None
        assert municipalities.register_in_use(session, as_of=date(2021, 1, 18)).at("1111", DAY) is not None
    assert [one.number for one in done.ended] == ["1111"]
    assert (done.in_force, done.begun, done.already) == (355, (), False)
    assert events(office) == [("register-updated", "register")]
    again = register_updates.update(office, desk, path)
    assert again.already
    assert len(events(office)) == 1


def test_a_trial_run_and_a_faulty_file_change_nothing(office: str, desk: Desk, tmp_path: Path) -> None:
    """Every fault is named with file and cell; the register in use stays."""
    register_updates.update(
        office, Desk("kari", OPENED, dry_run=True), newer(tmp_path, ended("1111", "2022-01-01", "1101"))
    )
    with pytest.raises(RegisterFaulty) as faulty:
        register_updates.update(
            office, desk, newer(tmp_path, ended("1111", "x", "1199"), ended("1112", "2022-01-01", "1199"))
        )
    with pytest.raises(FileMissing):
        register_updates.update(office, desk, tmp_path / "none.csv")
    with pytest.raises(RoleMissing):
        register_updates.update(office, Desk("ola", OPENED), newer(tmp_path))
    assert faulty.value.exit_code == 1
    assert [problem.place.cell[0] for problem in faulty.value.problems] == ["I"]  # type: ignore[attr-defined]  # problems with places
    with reading(office) as session:
        assert session.exec(select(RegisterUpdateRow)).all() == []


def test_what_changes_for_open_cases_is_listed(office: str, desk: Desk, tmp_path: Path) -> None:
    """Ended, split and renamed municipalities of open cases, with successors; decided and withdrawn cases are let be."""
    with writing(office) as session:
        call(session)
        case(session, 1, "1111", partner="1145")
        case(session, 2, "1151", payee="1103")
        case(session, 3, "1111", withdrawn=True)
        case(session, 4, "1111")
        refuse(session, 4, DAY)
    path = newer(
        tmp_path,
        ended("1111", "2022-01-01", "1101"),
        ended("1145", "2022-01-01", "1146;1149"),
        ended("1151", "2022-01-01", "1151"),
        "1151,Utsire,Utsire,,,11,Rogaland,2022-01-01,,,964979901,nøytral,,",
    )
    done = register_updates.update(office, Desk("kari", date(2021, 7, 1)), path)
    assert [
        (one.case, one.part, one.number, one.what, [after.number for after in one.successors]) for one in done.changes
    ] == [
        ("2021-001", "lead", "1111", "ended", ["1101"]),
        ("2021-001", "partner", "1145", "split", ["1149", "1146"]),
        ("2021-002", "lead", "1151", "renamed", ["1151"]),
    ]


def test_nothing_decided_is_altered(office: str, desk: Desk, tmp_path: Path) -> None:
    """A file that lacks, or calls otherwise, what a case was decided with is refused, naming the case."""
    with writing(office) as session:
        call(session)
        case(session, 1, "1111")
        case(session, 2, "1112")
        case(session, 3, "1119")
        refuse(session, 1, DAY)
        refuse(session, 2, DAY)
    path = newer(
        tmp_path,
        ended("1111", "2021-03-01", "1101"),
        "1112,Lunde,Lunde,,,11,Rogaland,1838-01-01,,,964966486,nøytral,,",
        without=("1119",),
    )
    with pytest.raises(RegisterFaulty) as faulty:
        register_updates.update(office, Desk("kari", date(2021, 7, 1)), path)
    told = [(problem.code, problem.data["case"]) for problem in faulty.value.problems]  # type: ignore[attr-defined]  # problems with data
    assert told == [
        ("register-case-lost", "2021-001"),
        ("register-decided-renamed", "2021-002"),
        ("register-case-lost", "2021-003"),
    ]
