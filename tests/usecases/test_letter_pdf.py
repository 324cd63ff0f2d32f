"""PDFs beside letters: made once, made anew when the Word file is another, and known by it. On both databases."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from skjonn import files
from skjonn.documents import pdf
from skjonn.domain.desk import Desk
from skjonn.storage.database import reading
from skjonn.storage.tables.letter import PdfRow
from skjonn.usecases import letter_pdf
from skjonn.usecases import letters as usecase
from skjonn.usecases.letter_wanted import Wanted
from tests.documents.test_pdf import PROPER, doing
from tests.usecases.test_letters import AWARDED, EIGERSUND, FULL, REFUSED, SOKNDAL, decided

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the program is a script")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, and a program that makes each PDF another, as LibreOffice does."""
    program = tmp_path / "soffice"
    doing(program, f"for one in documents: (out / one.with_suffix('.pdf').name).write_bytes({PROPER!r} + str(time.time_ns()).encode() + b'%%EOF')")  # fmt: skip
    monkeypatch.setenv(pdf.PROGRAM, str(program))
    return tmp_path / "work"


def test_made_once_and_again_when_it_must_be(office: str, desk: Desk, folder: Path) -> None:
    """A second run keeps what stands; one that is gone, changed or of another Word file is made anew and registered so."""
    decided(office, desk, ((EIGERSUND, FULL), (SOKNDAL, REFUSED)))
    clerk = replace(desk, today=AWARDED)
    written = usecase.write_letters(office, clerk, Wanted("2021"), folder).letters

    dry = letter_pdf.make(office, replace(clerk, dry_run=True), "2021", written, folder)
    assert [one.made for one in dry] == [True, True]
    assert not list(folder.rglob("*.pdf"))
    first = letter_pdf.make(office, clerk, "2021", written, folder)
    again = letter_pdf.make(office, clerk, "2021", written, folder)
    assert [one.made for one in (*first, *again)] == [True, True, False, False]
    assert [one.sha256 for one in first] == [one.sha256 for one in again] == [files.sha256((folder / one.path).read_bytes()) for one in first]  # fmt: skip
    assert first[0].path == "letters/2021-001-Eigersund-tilskuddsbrev.pdf"
    if os.name == "posix":
        assert (folder / first[0].path).stat().st_mode & 0o077 == 0

    (folder / first[0].path).write_bytes(b"changed")
    (folder / first[1].path).unlink()
    third = letter_pdf.make(office, clerk, "2021", written, folder)
    assert [one.made for one in third] == [True, True]
    with reading(office) as session:
        rows = session.exec(select(PdfRow)).all()
        assert sorted({row.docx_sha256 for row in rows}) == sorted({one.sha256 for one in written})
        assert len(rows) == 4


def test_a_draft_gets_one_and_is_not_registered(office: str, desk: Desk, folder: Path) -> None:
    """It is made anew each time."""
    decided(office, desk, ((EIGERSUND, FULL),))
    clerk = replace(desk, today=AWARDED)
    drafts = usecase.write_letters(office, clerk, Wanted("2021", draft=True), folder).letters

    for _ in range(2):
        assert [one.made for one in letter_pdf.make(office, clerk, "2021", drafts, folder)] == [True]
    with reading(office) as session:
        assert session.exec(select(PdfRow)).all() == []


def test_the_word_files_stand_where_no_pdf_can_be_made(office: str, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Without LibreOffice the letters are there and registered, and it is said what is missing."""
    decided(office, desk, ((EIGERSUND, FULL),))
    clerk = replace(desk, today=date(2021, 6, 2))
    written = usecase.write_letters(office, clerk, Wanted("2021"), folder).letters
    monkeypatch.setenv(pdf.PROGRAM, str(folder / "none"))

    with pytest.raises(pdf.PdfProgramMissing):
        letter_pdf.make(office, clerk, "2021", written, folder)
    assert (folder / written[0].path).is_file()
    assert len(usecase.list_letters(office)) == 1
