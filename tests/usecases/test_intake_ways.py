"""Further ways files come: folders, forms, mended titles, confirmed headings, decided rounds, streams; on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from skjonn.domain.desk import Desk
from skjonn.domain.problems import Place, Problem
from skjonn.errors import SkjonnError
from skjonn.files import sha256
from skjonn.spreadsheets.refusals import FileDamaged, FileSlow
from skjonn.spreadsheets.worker import Worker
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, decisions, frames
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.tables.application import ApplicationVersionRow
from skjonn.storage.tables.office import HeadingRow, ImportRow
from skjonn.usecases import application_acts, forms, intake, intake_files
from skjonn.usecases.annotating import annotated
from skjonn.usecases.intake_files import FolderWithoutFiles
from skjonn.usecases.intake_refusals import ImportRefused, RoundLive, RowsDiffer, RowsMissing, RowUnknown
from tests.conftest import Copies
from tests.usecases import rounds
from tests.usecases.rounds import everything, on
from tests.usecases.test_intake import HEADER, MARCH, ROWS, _file, _take

RECEIVED = date(2021, 2, 20)


@pytest.fixture
def url(copy_of: Copies, desk: Desk) -> str:
    """An office with the example's call open and nothing applied for."""
    return copy_of("open call", lambda url: rounds.open_round(url, desk, applied=()))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk after the deadline."""
    return on(desk, MARCH)


def _codes(refusal: SkjonnError) -> list[str]:
    return [one.code for one in refusal.problems if isinstance(one, Problem) and one.severity == "error"]


def test_the_very_bytes_are_kept(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The file stays with its digest, the day and who; every version names the import it came with."""
    file = _file(tmp_path, *ROWS)
    done = _take(url, clerk, file)

    with reading(url) as session:
        kept = session.exec(select(ImportRow)).one()
        versions = session.exec(select(ApplicationVersionRow.import_id)).all()
    assert (kept.content, kept.sha256) == (file.read_bytes(), sha256(file.read_bytes()))
    assert (kept.number, kept.part, kept.on, kept.person_id, done.number) == (1, 1, MARCH, 1, 1)
    assert versions == [kept.id, kept.id]


def test_a_mended_title_is_asked_about(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A row that is nearly a case no other row means stops, until it is said to be the same or new."""
    _take(url, clerk, _file(tmp_path, ROWS[0]))
    before = everything(url)
    mended = _file(tmp_path, ("Ei felles tenneste", *ROWS[0][1:]), name="b.xlsx")

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, mended)
    assert _codes(caught.value) == ["row-near"]
    assert everything(url) == before

    with pytest.raises(RowsDiffer):
        _take(url, clerk, mended, same={"2": "2021-001"})
    assert _take(url, clerk, mended, same={"2": "2021-001"}, update=True).changed == ("2021-001",)
    assert _take(url, clerk, mended).unchanged == 1


def test_a_mended_title_may_be_a_new_application(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Said to be new, the row gets a case of its own; a near row beside the case's own row is no doubt."""
    _take(url, clerk, _file(tmp_path, ROWS[0]))
    near = ("Ei felles tenneste", *ROWS[0][1:])

    assert _take(url, clerk, _file(tmp_path, ROWS[0], near, name="b.xlsx")).added == ("2021-002",)
    other = ("Ei felles tenesta", *ROWS[0][1:])
    assert _take(url, clerk, _file(tmp_path, other, name="c.xlsx"), new=["2"]).added == ("2021-003",)


def test_a_reference_of_another_applicant(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Two lists that both begin at S-1 do not overwrite each other: where only the reference agrees, the row stops."""
    header = (*HEADER, "Referanse")
    _take(url, clerk, _file(tmp_path, (*ROWS[0], "S-1"), header=header))
    before = everything(url)

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, _file(tmp_path, (*ROWS[1], "S-1"), header=header, name="b.xlsx"), update=True)
    assert _codes(caught.value) == ["reference-elsewhere"]
    assert everything(url) == before

    moved = _file(tmp_path, (*ROWS[1], "S-1"), header=header, name="c.xlsx")
    assert _take(url, clerk, moved, update=True, same={"2": "2021-001"}).changed == ("2021-001",)


def test_a_running_number_is_no_reference(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Columns that only count the rows of a list say nothing of the applications."""
    header = ("Nr.", *HEADER)
    _take(url, clerk, _file(tmp_path, (1, *ROWS[0]), header=header))

    done = _take(url, clerk, _file(tmp_path, (1, *ROWS[1]), header=header, name="b.xlsx"))

    assert (done.added, [one.code for one in done.problems if one.code.startswith("heading")]) == (("2021-002",), [])
    with reading(url) as session:
        assert [case.content.reference for case in applications.cases(session, 1)] == ["", ""]


def test_a_withdrawn_case_is_not_changed_by_a_file(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The same file again says nothing new; a row that does is refused with the case named."""
    file = _file(tmp_path, ROWS[0])
    _take(url, clerk, file)
    application_acts.withdraw(url, clerk, "2021-001", "Trekt")

    assert _take(url, clerk, file).unchanged == 1
    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, _file(tmp_path, (*ROWS[0][:2], 1_000, *ROWS[0][3:]), name="b.xlsx"), update=True)
    assert _codes(caught.value) == ["case-gone"]


def test_applications_that_may_be_one_are_listed(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Near titles of one municipality, and one project from two partners, are told of after an import; nothing is done."""
    rows = (ROWS[0], ("Ei felles tenneste", *ROWS[0][1:]), (ROWS[1][0], "Sokndal", 5, "Time", ROWS[1][4]), ROWS[1])

    done = _take(url, clerk, _file(tmp_path, *rows))

    told = [(one.data["case"], one.data["other"]) for one in done.problems if one.code == "applications-alike"]
    assert told == [("2021-001", "2021-002"), ("2021-003", "2021-004")]
    assert len(done.added) == 4


def test_a_changed_applicant_is_asked_about(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The same title from a partner is nearly the same application."""
    _take(url, clerk, _file(tmp_path, ROWS[0]))
    moved = (ROWS[0][0], "Sokndal", ROWS[0][2], "Lund", ROWS[0][4])

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, _file(tmp_path, moved, name="b.xlsx"))
    assert _codes(caught.value) == ["row-near"]


def test_a_confirmed_heading_is_remembered(url: str, clerk: Desk, tmp_path: Path) -> None:
    """What --map said once holds for the office's next files; a trial run remembers nothing."""
    header = ("Kva det gjeld", *HEADER[1:])
    first, second = _file(tmp_path, ROWS[0], header=header), _file(tmp_path, ROWS[1], header=header, name="b.xlsx")
    with pytest.raises(ImportRefused):
        _take(url, clerk, first)
    _take(url, Desk("kari", MARCH, dry_run=True), first, mapping={"Kva det gjeld": "title"})
    with pytest.raises(ImportRefused):
        _take(url, clerk, first)

    _take(url, clerk, first, mapping={"Kva det gjeld": "title"})

    assert _take(url, clerk, second).added == ("2021-002",)
    assert _take(url, clerk, first, mapping={"Kva det gjeld": "title"}).unchanged == 1
    with reading(url) as session:
        assert session.exec(select(HeadingRow.field)).all() == ["title"]


def test_a_doubtful_heading_stops(url: str, clerk: Desk, tmp_path: Path) -> None:
    """It is neither guessed nor passed over; what is answered is remembered, a dash leaves the column out."""
    header = (*HEADER[:2], "Søknadsbelgen", *HEADER[3:], "Prosjekttype")
    file = _file(tmp_path, (*ROWS[0], "Pilot"), header=header)

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, file)
    assert _codes(caught.value) == ["heading-doubtful"]

    done = _take(url, clerk, file, mapping={"Søknadsbelgen": "applied_nok", "Prosjekttype": "-"})
    assert (done.added, _take(url, clerk, file).unchanged) == (("2021-001",), 1)


def test_a_folder_of_files(url: str, clerk: Desk, tmp_path: Path) -> None:
    """All its spreadsheets are one import with one number; what is none, or ours, is passed over and told of."""
    folder = tmp_path / "inn"
    folder.mkdir()
    for number, row in enumerate(ROWS):
        _file(folder, row, name=f"{number}.xlsx")
    annotated(folder / "0.xlsx", [_wrong("0.xlsx")], "nn")
    (folder / "arkiv").mkdir()
    (folder / "~$0.xlsx").write_bytes(b"x")
    (folder / "brev.docx").write_bytes(b"x")

    done = _take(url, clerk, folder)

    assert done.added == ("2021-001", "2021-002")
    assert [one.place.file for one in done.problems if one.code == "file-passed-over"] == [
        "0.problems.xlsx",
        "arkiv",
        "brev.docx",
        "~$0.xlsx",
    ]
    with reading(url) as session:
        parts = session.exec(select(ImportRow.number, ImportRow.part, ImportRow.file_name).order_by(col(ImportRow.id)))
        assert parts.all() == [(1, 1, "0.xlsx"), (1, 2, "1.xlsx")]


def test_a_mended_copy_in_a_folder_is_read(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A copy of faults that somebody has saved since is no longer ours alone: what was mended is not passed over."""
    copy = annotated(_file(tmp_path, ROWS[0]), [_wrong("a.xlsx")], "nn")
    book = openpyxl.load_workbook(copy)
    book.save(copy)
    (tmp_path / "a.xlsx").unlink()

    assert _take(url, clerk, tmp_path / ".").added == ("2021-001",)


def _wrong(file: str) -> Problem:
    return Problem("value-missing", "error", Place(file, "Sheet", "A2"), "X")


def test_one_bad_file_among_many(url: str, clerk: Desk, tmp_path: Path) -> None:
    """It is told with its name beside the others' faults; with `partial` the others are taken."""
    (tmp_path / "inn").mkdir()
    good, bad = _file(tmp_path / "inn", *ROWS), tmp_path / "inn" / "b.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")

    with pytest.raises(ImportRefused) as caught:
        intake.import_applications(url, clerk, [good, bad], "2021")
    assert [(one.code, one.place.file) for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error"] == [("file-damaged", "b.xlsx")]  # fmt: skip
    assert len(intake.import_applications(url, clerk, [good, bad], "2021", partial=True).added) == 2


def test_a_folder_without_spreadsheets(url: str, clerk: Desk, tmp_path: Path) -> None:
    """It is told to be a folder in which nothing can be read."""
    with pytest.raises(FolderWithoutFiles):
        _take(url, clerk, tmp_path / ".")


def test_files_of_one_name_are_told_apart(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Two municipalities send `a.xlsx`: each row keeps its own file."""
    for folder, row in zip(("lund", "time"), ROWS, strict=True):
        (tmp_path / folder).mkdir()
        _file(tmp_path / folder, row)

    intake.import_applications(url, clerk, [tmp_path / "lund" / "a.xlsx", tmp_path / "time" / "a.xlsx"], "2021")

    with reading(url) as session:
        assert [case.source.file for case in applications.cases(session, 1)] == ["lund/a.xlsx", "time/a.xlsx"]


def _filled(url: str, desk: Desk, path: Path, **answers: Any) -> Path:
    forms.write_form(url, desk, "2021", "nn", path)
    book = openpyxl.load_workbook(path)
    cells = {row[0].value: (row[1].value, row[2].value) for row in reversed(list(book["skjonn"].iter_rows())) if row[2].value}  # fmt: skip
    for name, value in answers.items():
        sheet, cell = cells[name]
        book[str(sheet)][str(cell)] = value
    book.save(path)
    return path


def test_a_folder_of_filled_forms(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Each form is one application; only when it came is to be said. The same forms again change nothing."""
    folder = tmp_path / "skjema"
    folder.mkdir()
    for title, lead in (("Fyrste", "1112 Lund"), ("Andre", "1121 Time")):
        _filled(url, clerk, folder / f"{title}.xlsx", title=title, lead=lead, applied_nok=500_000)

    done = _take(url, clerk, folder, received=RECEIVED)
    again = _take(url, clerk, folder, received=RECEIVED)

    assert (len(done.added), again.unchanged) == (2, 2)
    assert [one for one in done.problems if one.severity == "error"] == []
    with reading(url) as session:
        assert {case.content.lead for case in applications.cases(session, 1)} == {"1112", "1121"}


def test_a_form_with_faults_names_its_cells(url: str, clerk: Desk, tmp_path: Path) -> None:
    """What is missing or cannot be read is told at the form's own cell."""
    form = _filled(url, clerk, tmp_path / "f.xlsx", title="Utan kommune", applied_nok="mykje")

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, form, received=RECEIVED)

    assert set(_codes(caught.value)) == {"amount-unreadable", "value-missing"}
    assert all(one.place.cell for one in caught.value.problems if isinstance(one, Problem) and one.severity == "error")


def test_a_form_of_another_version_is_refused_by_name(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The form must be of the call as it stands."""
    from skjonn.usecases import calls

    form = _filled(url, clerk, tmp_path / "f.xlsx", title="A", lead="1112 Lund", applied_nok=5000)
    changed = tmp_path / "call.toml"
    changed.write_text(rounds.CALL.read_text(encoding="utf-8").replace("least = 1", "least = 0"), encoding="utf-8")
    calls.change_call(url, clerk, "2021", changed, "Ny skala")

    with pytest.raises(SkjonnError) as caught:
        _take(url, clerk, form, received=RECEIVED)
    assert (caught.value.code, caught.value.exit_code) == ("form-of-other-version", 1)


def test_a_long_file_streams_through_the_transaction(
    url: str, clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows beyond what is held at once are numbered on; a fault in the last batch, or a double, undoes all of it."""
    monkeypatch.setattr(intake_files, "AT_ONCE", 3)
    monkeypatch.setattr(intake, "AT_ONCE", 3)
    rows = [(f"Tiltak nummer {number}", "Lund", 1_000 + number, "", date(2021, 2, 1)) for number in range(8)]
    before = everything(url)

    for last in (("Feil", "Oz", 1, "", date(2021, 2, 1)), rows[0], ("Sein", "Lund", 5, "", date(2021, 3, 1))):
        with pytest.raises(SkjonnError):
            _take(url, clerk, _file(tmp_path, *rows, last))
        assert everything(url) == before
    done = _take(url, clerk, _file(tmp_path, *rows))

    assert done.added == tuple(f"2021-{number:03d}" for number in range(1, 9))
    assert _take(url, clerk, _file(tmp_path, *rows)).unchanged == 8


def test_a_file_that_takes_too_long(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The process is ended, the file refused in a sentence, and the database is as before."""
    before = everything(url)
    file = _file(tmp_path, *ROWS)

    with pytest.raises(FileSlow):
        _take(url, clerk, file, worker=Worker(longest_seconds=0.0))

    assert everything(url) == before


def test_a_process_that_ends_over_a_file(tmp_path: Path, url: str, clerk: Desk) -> None:
    """What ends the reading process is the file's fault; the next file is read by a new one."""
    worker = Worker()
    list(worker.ask("values", b"a;b", "a.csv"))
    worker._process.kill()

    with pytest.raises(FileDamaged):
        list(worker.ask("values", b"a;b", "a.csv"))
    assert next(iter(worker.ask("values", b"a;b", "a.csv")))[0] == "sheet"
    worker.close()


AWARDED = ("Prosjekttittel", "Kommune", "Tildelt beløp", "Pott", "Søknadsnummer", "Søkt beløp")


def test_a_round_decided_before_is_taken_over(office: str, desk: Desk, tmp_path: Path) -> None:
    """Rows with an award are decided cases against that year's pots, without approval; the same file again changes nothing."""
    rounds.open_round(office, desk, applied=())
    clerk = on(desk, MARCH)
    rows = (("Ei satsing", "Stavanger", 600_000, "", "A", None), ("Ei anna", "Lund", 0, "", "B", 200_000))
    file = _file(tmp_path, *rows, header=AWARDED)

    done = _take(office, clerk, file, decided=True)
    before = everything(office)

    assert len(done.added) == 2
    assert [one.code for one in done.problems] == ["applied-from-award"]
    with reading(office) as session:
        assert [case.content.applied_nok for case in applications.cases(session, 1)] == [600_000, 200_000]
        lines = decisions.standing(session, 1)
        assert [(line.outcome, line.amount_nok, line.taken_over) for line in lines.values()] == [("award", 600_000, True), ("refusal", 0, True)]  # fmt: skip
        pots = frames.figures(session, 2021)
        assert [(pot.name, pot.decided_nok) for pot in pots] == [("project", 600_000)]
    assert _take(office, clerk, file, decided=True).unchanged == 2
    assert everything(office) == before

    with pytest.raises(ImportRefused) as caught:
        _take(
            office,
            clerk,
            _file(tmp_path, ("Ei satsing", "Stavanger", 700_000, "", "A", 600_000), header=AWARDED),
            decided=True,
        )
    assert "award-differs" in _codes(caught.value)


def test_a_round_decided_before_cannot_overspend(office: str, desk: Desk, tmp_path: Path) -> None:
    """More than the year's pot holds, or an unknown pot, refuses the whole import."""
    rounds.open_round(office, desk, frame_nok=500_000, applied=())
    before = everything(office)

    for amount_nok, pot, code in ((600_000, "", 3), (100_000, "finst ikkje", 1)):
        with pytest.raises(SkjonnError) as caught:
            _take(office, on(desk, MARCH), _file(tmp_path, ("A", "Lund", amount_nok, pot, "A"), header=AWARDED), decided=True)  # fmt: skip
        assert caught.value.exit_code == code
        assert everything(office) == before
    told = [one for one in caught.value.problems if isinstance(one, Problem)]
    assert ("pot-unknown", "D2") in [(one.code, one.place.cell) for one in told]


def test_a_round_handled_here_is_not_taken_over(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Decisions of a running round are made with approval, never by a file."""
    _take(url, clerk, _file(tmp_path, *ROWS))
    before = everything(url)

    with pytest.raises(RoundLive) as caught:
        _take(url, clerk, _file(tmp_path, ("Ny", "Lund", 5, "", "Q", 5), header=AWARDED), decided=True)
    assert "2021-001" in caught.value.message()
    assert everything(url) == before


def test_a_row_that_is_said_to_be_a_case(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The case may be told by its number alone; a row or a case that is not there stops the import, so a slip does nothing."""
    _take(url, clerk, _file(tmp_path, ROWS[0]))
    renamed = _file(tmp_path, ("Noko heilt anna enn før", *ROWS[0][1:]))

    for said, refusal in (({"9": "1"}, RowUnknown), ({"2": "2021-077"}, CaseUnknown)):
        with pytest.raises(refusal):
            _take(url, clerk, renamed, same=said)
    with pytest.raises(RowUnknown):
        _take(url, clerk, renamed, new=frozenset({"9"}))
    done = _take(url, clerk, renamed, same={"2": "1"}, update=True)

    assert (done.added, done.changed) == ((), ("2021-001",))


def test_the_sound_rows_without_those_that_came_late(url: str, clerk: Desk, tmp_path: Path) -> None:
    """`--partial` takes the rows in time, and leaves out those that are late or do not say when they came."""
    header = ("Prosjekttittel", "Kommune", "Søkt beløp", "Mottatt")
    rows = (
        ("I tide", "Lund", 5, date(2021, 2, 1)),
        ("For sein", "Time", 5, date(2021, 3, 2)),
        ("Utan dag", "Hå", 5, None),
    )

    done = _take(url, on(clerk, MARCH), _file(tmp_path, *rows, header=header), partial=True)

    assert done.added == ("2021-001",)
    assert sorted(place.cell for place in done.left_out) == ["A3", "A4"]


def test_headings_without_rows(url: str, clerk: Desk, tmp_path: Path) -> None:
    """An empty table is told of as such, not as one without headings."""
    with pytest.raises(RowsMissing):
        _take(url, clerk, _file(tmp_path))


def test_the_same_project_led_by_another(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A case that is gone from the file and a row of the very same title are asked about, though the applicant is another."""
    header = ("Prosjekttittel", "Kommune", "Søkt beløp", "Mottatt")
    day = date(2021, 2, 1)
    _take(url, clerk, _file(tmp_path, ("Felles digital plattform", "Lund", 5, day), header=header))

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, _file(tmp_path, ("Felles digital plattform", "Time", 5, day), header=header))

    assert _codes(caught.value) == ["row-near"]
