"""Proofreading what an office has: a round on each database, files of every kind, and what cannot be read."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document

from skjonn.documents.finished_texts import TextDamaged, TextEnding
from skjonn.domain import tables
from skjonn.domain.desk import Desk
from skjonn.spreadsheets.refusals import SheetFileRefused
from skjonn.usecases import initiatives
from skjonn.usecases import letters as letter_usecase
from skjonn.usecases import proofreading as usecase
from skjonn.usecases import publishing as texts
from skjonn.usecases import tables as table_usecase
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.drafting import draft
from skjonn.usecases.letter_wanted import Wanted as LetterWanted
from skjonn.usecases.proofreading import NothingToProofreadBy
from skjonn.usecases.publishing import TextWanted
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.test_letters import AWARDED, decided, recommended
from tests.usecases.test_publishing import CASES


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Another ending, and a file that is not what its ending says: a sentence each."""
    (tmp_path / "a.rtf").write_bytes(b"hei")
    with pytest.raises(TextEnding):
        usecase.passages(tmp_path / "a.rtf")
    for ending, refusal in (("docx", TextDamaged), ("pdf", TextDamaged), ("xlsx", SheetFileRefused), ("ods", SheetFileRefused)):  # fmt: skip
        path = tmp_path / f"a.{ending}"
        path.write_bytes(b"hei")
        with pytest.raises(refusal):
            usecase.passages(path)


def test_a_round_on_each_database(office: str, desk: Desk, tmp_path: Path) -> None:
    """News, tables and what a person changed in them afterwards, in Word and in a workbook."""
    recommended(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    path = tmp_path / "news.docx"
    (tmp_path / "x.txt").write_text("hei", encoding="utf-8")
    with pytest.raises(NothingToProofreadBy):
        usecase.check(office, clerk, "2021", tmp_path / "x.txt")
    draft(office, desk, "2021")
    approve(office, desk, "2021", 1, Given("per"))
    texts.publish(office, clerk, TextWanted("2021", "awards", "nn"), tmp_path, path)
    assert usecase.check(office, clerk, "2021", path).findings == ()

    document = Document(BytesIO(path.read_bytes()))
    for paragraph in document.paragraphs:
        if re.match(r"Eigersund får", paragraph.text):
            paragraph.text = paragraph.text.replace("1\u00a0100\u00a0000", "1\u00a0010\u00a0000")
    document.save(str(path))
    assert [(one.kind, one.case) for one in usecase.check(office, clerk, "2021", path).findings] == [
        ("amount", "2021-001")
    ]

    book_path = tmp_path / "awards.xlsx"
    built = table_usecase.build(office, clerk, table_usecase.Wanted("awards", "2021", language="nn"))
    table_usecase.save(built, clerk, book_path, "xlsx")
    assert usecase.check(office, clerk, "2021", book_path).findings == ()
    book = openpyxl.load_workbook(book_path)
    book.worksheets[0].cell(5, len(tables.without(built.table, *tables.FOR_SCRIPTS).columns)).value = 1_100_001
    book.save(book_path)
    assert [(one.kind, one.case) for one in usecase.check(office, clerk, "2021", book_path).findings] == [
        ("amount", "2021-001")
    ]


def test_pdf_gives_notes_alone(office: str, desk: Desk, tmp_path: Path) -> None:
    """Its text may be torn apart, so nothing in it is an error."""
    decided(office, desk, CASES)
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    packed = BytesIO()
    writer.write(packed)
    (tmp_path / "a.pdf").write_bytes(packed.getvalue())
    found = usecase.check(office, replace(desk, today=AWARDED), "2021", tmp_path / "a.pdf")

    assert found.errors == 0
    assert {one.kind for one in found.findings} == {"missing"}


@pytest.mark.parametrize("name", ["municipalities", "areas", "pots", "initiatives", "applications"])
def test_each_table_of_the_round_agrees(name: str, office: str, desk: Desk, tmp_path: Path) -> None:
    """Also those that tell of sums alone, and that of the whole county; a figure changed in one is found."""
    decided(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    for every in (False, True) if name == "municipalities" else (False,):
        built = table_usecase.build(office, clerk, table_usecase.Wanted(name, "2021", language="nb", every=every))
        path = tmp_path / f"{name}{every}.md"
        table_usecase.save(built, clerk, path, "md")
        assert usecase.check(office, clerk, "2021", path).findings == ()
        text = path.read_text(encoding="utf-8")
        amount = re.search(r"[1-9]\d{0,2}(?:\u00a0\d{3})+", text)
        if amount is None:
            assert name == "initiatives"
            continue
        path.write_text(text.replace(amount[0], f"9{amount[0]}", 1), encoding="utf-8")
        found = usecase.check(office, clerk, "2021", path).findings
        assert [one.kind for one in found] == ["amount" if name == "applications" else "sum"]


def test_an_announcement_speaks_of_no_award(office: str, desk: Desk, tmp_path: Path) -> None:
    """It misses none, and counts nothing."""
    decided(office, desk, CASES)
    clerk, path = replace(desk, today=AWARDED), tmp_path / "call.docx"
    texts.publish(office, clerk, TextWanted("2021", "call", "nn"), tmp_path, path)
    proof = usecase.check(office, clerk, "2021", path)

    assert (proof.findings, proof.spoken, proof.awards) == ((), 0, 3)


def test_every_letter_agrees(office: str, desk: Desk, tmp_path: Path) -> None:
    """One a case, or one a municipality: each is about its own cases and misses no other."""
    decided(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    for group in ("case", "municipality"):
        wanted = LetterWanted("2021", group=group, anew=group == "municipality", reason="Samla.")
        written = letter_usecase.write_letters(office, clerk, wanted, tmp_path).letters
        assert written
        for one in written:
            assert usecase.check(office, clerk, "2021", tmp_path / one.path).findings == (), one.path


def test_earlier_years_and_the_day_come_from_the_register(office: str, desk: Desk, tmp_path: Path) -> None:
    """What the initiative had and when, when the decision was made, and how many municipalities the county has."""
    decided(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    open_past(office, clerk, tmp_path, 2020, ("project", 3_000_000))
    past(office, clerk, "2020", Past("Digi", 1_950_000))
    initiatives.link(office, clerk, ["2020-001", "2021-001"], name="Digi Rogaland")
    path = tmp_path / "news.md"
    texts.publish(office, clerk, TextWanted("2021", "awards", "nn"), tmp_path, path)
    assert usecase.check(office, clerk, "2021", path).findings == ()

    said = path.read_text(encoding="utf-8")
    for old, new, told in (
        ("kroner i fjor", "kroner i 2019", ("amount", "2021-001")),
        ("over to år", "over tre år", ("count", "2021-001")),
        (r"gjort \d+\.", "gjort 30.", ("date", "")),
        ("\n\n## Prosjekta", "\n\nVi har 22 kommunar, og 3 av 22 kommunar får tilskot.\n\n## Prosjekta", ("count", "")),
    ):
        changed, count = re.subn(old, new, said, count=1)
        assert count, said
        path.write_text(changed, encoding="utf-8")
        found = usecase.check(office, clerk, "2021", path).findings
        assert {(one.kind, one.case) for one in found} == {told}, new
