"""Taking applications in from files, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func
from sqlmodel import col, select

from skjonn.domain.applications import Content, PartnerKind
from skjonn.domain.dates import OSLO
from skjonn.domain.desk import Desk
from skjonn.domain.headings import MappedHeadingMissing
from skjonn.domain.problems import Problem
from skjonn.domain.said import Heading
from skjonn.errors import SkjonnError
from skjonn.files import shipped
from skjonn.spreadsheets.refusals import FileMislabelled
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, events
from skjonn.storage.tables.application import ApplicationVersionRow
from skjonn.storage.tables.every import METADATA
from skjonn.usecases import application_acts, calls, intake, intake_files
from skjonn.usecases.acting import RoleMissing
from skjonn.usecases.intake import Imported
from skjonn.usecases.intake_files import FolderWithoutFiles
from skjonn.usecases.intake_refusals import (
    CallChanged,
    ImportRefused,
    LateCases,
    LateUnknown,
    NothingToImport,
    ReceivedMissing,
    RowsDiffer,
)
from skjonn.usecases.settled import CaseDecided
from tests.conftest import Copies
from tests.usecases import rounds
from tests.usecases.rounds import on

EXAMPLE = shipped("examples") / "rogaland-2021" / "applications.xlsx"
HEADER = ("Prosjekttittel", "Kommune", "Søkt beløp", "Samarbeidspartnere", "Motteke")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("Ei felles teneste", "Lund", 500_000, "Sokndal, Eigersund mfl.", date(2021, 2, 15)),
    ("Noko anna", "1121", "1,1 mill.", "", date(2021, 2, 16)),
)
MARCH = date(2021, 3, 2)


@pytest.fixture
def url(copy_of: Copies, desk: Desk) -> str:
    """An office with the example's call open and nothing applied for."""
    return copy_of("open call", lambda url: rounds.open_round(url, desk, applied=()))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk after the deadline."""
    return on(desk, MARCH)


def _file(folder: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "a.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def _counts(url: str) -> dict[str, int]:
    with reading(url) as session:
        return {table.name: session.connection().scalar(select(func.count()).select_from(table)) or 0 for table in METADATA.sorted_tables}  # fmt: skip


def _contents(url: str) -> dict[str, Content]:
    with reading(url) as session:
        return {case.case_number: case.content for case in applications.cases(session, 1)}


def _take(url: str, desk: Desk, file: Path, **said: Any) -> Imported:
    return intake.import_applications(url, desk, [file], "2021", **said)


def test_rows_become_cases(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Rows get case numbers in their order, with everything that hangs on them, the file and one event."""
    done = _take(url, clerk, _file(tmp_path, *ROWS))

    assert (done.added, done.changed, done.unchanged) == (("2021-001", "2021-002"), (), 0)
    first = _contents(url)["2021-001"]
    assert (first.title, first.lead, first.applied_nok) == ("Ei felles teneste", "1112", 500_000)
    assert [partner.kind for partner in first.partners] == [PartnerKind.MUNICIPALITY] * 2 + [PartnerKind.UNNAMED]
    assert first.received_at == datetime(2021, 2, 15, 12, tzinfo=OSLO)
    with reading(url) as session:
        case = applications.case(session, "2021-002")
        assert (case.source.file, case.source.sheet, case.source.row) == ("a.xlsx", "Sheet", 3)
        assert case.imported
        told = events.of_case(session, case.id, "2021-002")
    assert [event.kind for event in told] == ["applications-imported"]
    assert told[0].data["added"] == ["2021-001", "2021-002"]
    assert "Lund" not in str(told[0].data)


def test_the_example_twice(url: str, clerk: Desk) -> None:
    """29 are added; the second time 0 are added, 29 are unchanged, and not one row of any table differs."""
    first = _take(url, clerk, EXAMPLE)
    before, said = _counts(url), _contents(url)

    second = _take(url, clerk, EXAMPLE)

    assert (len(first.added), first.unchanged) == (29, 0)
    assert (second.added, second.changed, second.unchanged) == ((), (), 29)
    assert not first.problems
    assert _counts(url) == before
    assert _contents(url) == said


def test_one_fault_keeps_everything_out(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A file with a fault changes nothing, and every fault is told."""
    before = _counts(url)
    file = _file(tmp_path, *ROWS, ("Tredje", "Oz", "1.100", "", ""), ("Fjerde", "Lund", "1.200", "", ""))

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, file)

    assert caught.value.exit_code == 1
    errors = [one for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"]
    assert [one.place.cell for one in errors] == ["B4", "C4", "C5", "E4", "E5"]
    assert _counts(url) == before


def test_all_that_is_wrong_is_told_at_once(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Beside a row's faults: rows without a day of receipt, late ones and ones that differ, also where the row has a fault."""
    _take(url, clerk, _file(tmp_path, *ROWS))
    before = _counts(url)
    differing = (*ROWS[0][:2], 450_000, *ROWS[0][3:])
    file = _file(tmp_path, differing, ("Utan dag", "Lund", "1.100", "", None), ("Sein", "Time", 1_000, "", date(2021, 3, 1)))  # fmt: skip

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, file)

    told = {(one.code, one.place.cell) for one in _errors(caught.value)}
    assert told - {("row-differs", "C2")} == {("amount-ambiguous", "C3"), ("received-missing", "E3"), ("late-without-reason", "E4")}  # fmt: skip
    assert len(told) == 4
    assert all(one.advice for one in _errors(caught.value))
    assert _counts(url) == before


def test_missing_and_late_and_differing_rows_are_told_together(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Where the cells themselves are sound, the refusal still names all three kinds."""
    _take(url, clerk, _file(tmp_path, *ROWS))
    differing = (*ROWS[0][:2], 450_000, *ROWS[0][3:])

    with pytest.raises(RowsDiffer) as caught:
        _take(url, clerk, _file(tmp_path, differing, ("Utan dag", *ROWS[0][1:4], None), LATE))

    assert {one.code for one in _errors(caught.value)} == {"row-differs", "received-missing", "late-without-reason"}


def test_a_reason_by_case_number_beside_a_fault(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A late row with a reason by case number is not called late without one, though a fault keeps the file out."""
    file = _file(tmp_path, ROWS[0], LATE, ("Feil", "Lund", "1.100", "", date(2021, 2, 1)))

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, file, late={"2021-002": "Posten var sein"})

    assert [one.code for one in _errors(caught.value)] == ["amount-ambiguous"]


def _errors(refusal: SkjonnError) -> list[Problem]:
    return [one for one in refusal.problems if isinstance(one, Problem) and one.severity == "error"]


def test_the_rows_without_faults(url: str, clerk: Desk, tmp_path: Path) -> None:
    """`partial` takes the sound rows and names those left out; mended, the same file fills in the rest."""
    bad = ("Tredje", "Lund", "1.100", "", date(2021, 2, 1))

    done = _take(url, clerk, _file(tmp_path, bad, *ROWS), partial=True)
    again = _take(url, clerk, _file(tmp_path, (*bad[:2], 1_100, *bad[3:]), *ROWS))

    assert (done.added, [place.cell for place in done.left_out]) == (("2021-001", "2021-002"), ["A2"])
    assert (again.added, again.unchanged) == (("2021-003",), 2)


def test_a_trial_run_changes_nothing(url: str, desk: Desk, tmp_path: Path) -> None:
    """`--dry-run` reports what the real run would, and keeps nothing."""
    trial = Desk("kari", MARCH, dry_run=True)
    before = _counts(url)

    done = _take(url, trial, _file(tmp_path, *ROWS))

    assert done.added == ("2021-001", "2021-002")
    assert _counts(url) == before
    assert _take(url, on(desk, MARCH), _file(tmp_path, *ROWS)).added == done.added


def test_changed_rows(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A changed row is refused with its differences; with `update` it is a new version of the same case."""
    _take(url, clerk, _file(tmp_path, *ROWS))
    changed = _file(tmp_path, (*ROWS[0][:2], 450_000, "Sokndal", ROWS[0][4]), ROWS[1])
    before = _counts(url)

    with pytest.raises(RowsDiffer) as caught:
        _take(url, clerk, changed)
    assert caught.value.exit_code == 4
    assert "partners" in str([one.data for one in caught.value.problems])  # type: ignore[attr-defined]  # problems hold data
    assert _counts(url) == before

    done = _take(url, clerk, changed, update=True)
    again = _take(url, clerk, changed, update=True)

    assert (done.added, done.changed, done.unchanged) == ((), ("2021-001",), 1)
    assert (again.changed, again.unchanged) == ((), 2)
    with reading(url) as session:
        case = applications.case(session, "2021-001")
        assert (case.version_number, case.content.applied_nok, len(case.content.partners)) == (2, 450_000, 1)
        assert applications.versions(session, case.id)[0].content.applied_nok == 500_000


def test_what_differs_is_told_at_its_cell(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Each field by its heading in the reader's language, at its own cell, with old and new; of persons no value."""
    header = (*HEADER, "Kontaktperson", "E-post")
    _take(url, clerk, _file(tmp_path, (*ROWS[0], "Ida Oppdikta", "ida@example.no"), header=header))
    changed = (*ROWS[0][:2], 450_000, "heile fylket", ROWS[0][4], "Ida Oppdikta", "eva@example.no")

    with pytest.raises(RowsDiffer) as caught:
        _take(url, clerk, _file(tmp_path, changed, header=header))

    told = {one.place.cell: one.message("nn").replace("\u00a0", " ") for one in _errors(caught.value) if one.data["field"] != Heading("scope")}  # fmt: skip
    assert set(told) == {"C2", "D2", "G2"}
    assert all(word in told["C2"] for word in ("2021-001", "Søknadssum", "“500 000”", "“450 000”"))
    assert all(word in told["D2"] for word in ("Samarbeidspartnarar", "Sokndal, Eigersund"))
    assert "example.no" not in str([one.data for one in _errors(caught.value)]) + told["G2"]


def test_what_the_office_edited_stands(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The same file again leaves what was edited by hand since, also persons; columns it lacks speak of nothing."""
    header, row = (*HEADER, "Kontaktperson"), (*ROWS[0], "Ida")
    file = _file(tmp_path, row, header=header)
    _take(url, clerk, file)
    typed = {"title": "Ein betre tittel", "caseworker": "Kari", "contact_name": "Eva"}
    application_acts.edit(url, clerk, "2021-001", typed, "Retta på telefon")

    done = _take(url, clerk, file)

    assert (done.added, done.changed, done.unchanged) == ((), (), 1)
    content = _contents(url)["2021-001"]
    assert (content.title, content.caseworker) == ("Ein betre tittel", "Kari")


def test_a_reference_knows_its_case(url: str, clerk: Desk, tmp_path: Path) -> None:
    """With a reference a row keeps its case when title and amount change."""
    header = (*HEADER, "Ref")
    _take(url, clerk, _file(tmp_path, (*ROWS[0], "S-1"), header=header))
    renamed = _file(tmp_path, ("Nytt namn", *ROWS[0][1:], "S-1"), header=header)

    done = _take(url, clerk, renamed, update=True)

    assert done.changed == ("2021-001",)
    assert _contents(url)["2021-001"].title == "Nytt namn"


def test_two_rows_for_one_case(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A row with a case's reference and one with its title mean the same case: refused as such, whatever was asked for."""
    header = ("Søknadsnummer", *HEADER)
    _take(url, clerk, _file(tmp_path, ("S-1", *ROWS[0]), header=header))
    before = _counts(url)
    both = _file(tmp_path, (None, *ROWS[0][:2], 600_000, *ROWS[0][3:]), ("S-1", *ROWS[0][:2], 700_000, *ROWS[0][3:]), header=header)  # fmt: skip

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, both, update=True)
    assert [one.code for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"] == ["row-twice"]  # fmt: skip
    assert _counts(url) == before

    done = _take(url, clerk, both, update=True, partial=True)
    assert (done.changed, len(done.left_out)) == (("2021-001",), 1)
    assert _contents(url)["2021-001"].applied_nok == 600_000


def test_a_row_that_fits_two_cases(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A row without a reference that has applicant and title of two cases is refused with both named, never given to one."""
    header = ("Søknadsnummer", *HEADER)
    _take(url, clerk, _file(tmp_path, ("S-1", *ROWS[0]), ("S-2", *ROWS[0]), header=header))
    before = _counts(url)
    bare = _file(tmp_path, (*ROWS[0][:2], 1_000, *ROWS[0][3:]), ROWS[1], name="b.xlsx")

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, bare, update=True)
    fault = _errors(caught.value)[0]
    assert (fault.code, fault.place.cell) == ("row-fits-several", "A2")
    assert "2021-001 and 2021-002" in fault.message("en")
    assert _counts(url) == before

    done = _take(url, clerk, bare, update=True, partial=True)
    assert (done.added, done.changed, [place.cell for place in done.left_out]) == (("2021-003",), (), ["A2"])


def test_a_case_without_reference_is_still_itself(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Beside cases with references, the one without is known by applicant and title, and its file changes nothing."""
    header = ("Søknadsnummer", *HEADER)
    file = _file(tmp_path, ("S-1", *ROWS[0]), ("S-2", *ROWS[0]), (None, *ROWS[0]), header=header)
    _take(url, clerk, file)

    assert _take(url, clerk, file).unchanged == 3


def test_case_numbers_are_never_used_again(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Numbers go on where the last one ended, whatever was withdrawn or tried between."""
    _take(url, clerk, _file(tmp_path, *ROWS))
    application_acts.withdraw(url, clerk, "2021-002", "Trekt")
    _take(url, Desk("kari", MARCH, dry_run=True), _file(tmp_path, ("Prøve", *ROWS[0][1:])))

    done = _take(url, clerk, _file(tmp_path, ("Ny", *ROWS[0][1:])))

    assert done.added == ("2021-003",)


def test_when_it_was_received(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Rows that do not say when they came need a stated day; those that say keep theirs."""
    file = _file(tmp_path, ("Utan dag", *ROWS[0][1:4], None), ROWS[1])

    with pytest.raises(ReceivedMissing) as caught:
        _take(url, clerk, file)
    assert caught.value.exit_code == 2
    assert "--received" in caught.value.help()
    _take(url, clerk, file, received=date(2021, 2, 20))

    received = [content.received_at.astimezone(OSLO).day for content in _contents(url).values() if content.received_at]
    assert received == [20, 16]
    assert _take(url, clerk, file).unchanged == 2


LATE = ("For seint", *ROWS[0][1:4], date(2021, 3, 1))


@pytest.mark.parametrize("named", ["3", "a.xlsx:3", "2021-002"])
def test_late_applications(url: str, clerk: Desk, tmp_path: Path, named: str) -> None:
    """What came after the deadline is taken only with a reason of its own, which is stored."""
    file = _file(tmp_path, ROWS[0], LATE)

    with pytest.raises(LateCases) as caught:
        _take(url, clerk, file)
    assert caught.value.exit_code == 3
    assert "--late 3=" in caught.value.help()
    _take(url, clerk, file, late={named: "Posten var sein"})

    with reading(url) as session:
        case = applications.case(session, "2021-002")
        assert applications.versions(session, case.id)[0].reason == "Posten var sein"
        assert events.of_case(session, case.id, "2021-002")[0].data["late"] == {"2021-002": "Posten var sein"}
    assert _take(url, clerk, file).unchanged == 2


def test_a_reason_for_no_late_row(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A reason that meets no late row is a slip and is told."""
    with pytest.raises(LateUnknown):
        _take(url, clerk, _file(tmp_path, *ROWS), late={"2": "Sein"})


def test_a_closed_call(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Once the call is closed every new application needs a reason; the same file again still changes nothing."""
    file = _file(tmp_path, ROWS[0])
    _take(url, clerk, file)
    calls.close_call(url, clerk, "2021")

    with pytest.raises(LateCases):
        _take(url, clerk, _file(tmp_path, *ROWS, name="b.xlsx"))
    assert _take(url, clerk, file).unchanged == 1
    assert _take(url, clerk, _file(tmp_path, *ROWS, name="b.xlsx"), late={"3": "Kom bort"}).added == ("2021-002",)


def test_decided_cases_stand(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """A decided case is not changed by a file, whatever the file says."""
    rounds.open_round(office, desk, applied=())
    file = _file(tmp_path, ROWS[0])
    _take(office, clerk, file)
    _decide(office, desk)

    with pytest.raises(CaseDecided):
        _take(
            office,
            on(desk, rounds.SPRING),
            _file(tmp_path, (*ROWS[0][:2], 1, *ROWS[0][3:]), name="b.xlsx"),
            update=True,
        )
    assert _take(office, on(desk, rounds.SPRING), file).unchanged == 1


def _decide(url: str, desk: Desk) -> None:
    from skjonn.usecases import approving, drafting

    clerk = on(desk, rounds.SPRING)
    rounds.award(url, clerk, 1, 500_000)
    drafting.draft(url, clerk, "2021")
    approving.approve(url, clerk, "2021", 1, approving.Given("per", rounds.SPRING))


def test_only_a_caseworker(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A person without the role is refused before the file is read."""
    with pytest.raises(RoleMissing):
        _take(url, on(clerk, MARCH, "ola"), tmp_path / "missing.xlsx")


def test_files_that_are_no_tables(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A file without headings, of another format, or with a stated heading it lacks is refused as such."""
    (tmp_path / "b.xlsx").write_bytes(b"Tittel;Kommune\n")
    with pytest.raises(FileMislabelled):
        _take(url, clerk, tmp_path / "b.xlsx")
    with pytest.raises(NothingToImport):
        _take(url, clerk, _file(tmp_path, ("hei",), header=("Rettleiing",)))
    with pytest.raises(MappedHeadingMissing):
        _take(url, clerk, _file(tmp_path, *ROWS), mapping={"Farge": "summary"})


@pytest.mark.parametrize("name", ["søknader", "søknader.xlsx"])
def test_a_folder_instead_of_a_file(url: str, clerk: Desk, tmp_path: Path, name: str) -> None:
    """A folder with nothing to read is told to be one, by its name, whatever that looks like."""
    (tmp_path / name).mkdir()

    with pytest.raises(FolderWithoutFiles) as caught:
        _take(url, clerk, tmp_path / name)
    assert name in caught.value.message()


def test_two_files_at_once(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Several files are one act: numbered on through them, and a row in both is a fault; a file named twice is read once."""
    one, two, three = (_file(tmp_path, ROWS[at], name=f"{at}{more}.xlsx") for at, more in ((0, ""), (1, ""), (0, "b")))

    done = intake.import_applications(url, clerk, [one, two], "2021")
    with pytest.raises(ImportRefused):
        intake.import_applications(url, clerk, [one, three], "2021")
    again = intake.import_applications(url, clerk, [one, one.parent / "." / one.name], "2021")

    assert done.added == ("2021-001", "2021-002")
    assert again.unchanged == 1
    assert "file-passed-over" in [problem.code for problem in again.problems]


def test_a_call_changed_meanwhile(url: str, clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read against an older version of the call is not written."""
    changed = tmp_path / "call.toml"
    changed.write_text(rounds.CALL.read_text(encoding="utf-8").replace("least = 1", "least = 0"), encoding="utf-8")
    honest = intake_files.files_of

    def slow(named: Any) -> Any:
        calls.change_call(url, clerk, "2021", changed, "Ny skala")
        return honest(named)

    monkeypatch.setattr("skjonn.usecases.intake.files_of", slow)
    with pytest.raises(CallChanged) as caught:
        _take(url, clerk, _file(tmp_path, *ROWS))
    assert caught.value.exit_code == 4


def test_nothing_personal_in_versions(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Persons are stored apart from what the application says."""
    header = (*HEADER, "Kontaktperson", "E-post")
    _take(url, clerk, _file(tmp_path, (*ROWS[0], "Ida Oppdikta", "ida@example.no"), header=header))

    with reading(url) as session:
        row = session.exec(select(ApplicationVersionRow).where(col(ApplicationVersionRow.number) == 1)).one()
        assert "Oppdikta" not in str(row.model_dump())
        case = applications.case(session, "2021-001")
        assert [person.name for person in applications.contacts(session, case.id)] == ["Ida Oppdikta"]


def test_steps_are_told(url: str, clerk: Desk, tmp_path: Path) -> None:
    """An import tells how far it is: once a file, and once when the rows are understood."""
    steps: list[None] = []
    _take(url, clerk, _file(tmp_path, *ROWS), step=lambda: steps.append(None))

    assert len(steps) == 2
