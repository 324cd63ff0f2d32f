"""Of what the program makes itself proofreading finds nothing: years of several calls, letters about several cases, PDF."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from skjonn.documents import pdf
from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content
from skjonn.domain.desk import Desk
from skjonn.usecases import decision_papers
from skjonn.usecases import letters as letter_usecase
from skjonn.usecases import proofreading as usecase
from skjonn.usecases import publishing as texts
from skjonn.usecases import tables as table_usecase
from skjonn.usecases.letter_wanted import Wanted as LetterWanted
from skjonn.usecases.publishing import TextWanted
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.tables import Wanted
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.test_letters import AWARDED, decided
from tests.usecases.test_publishing import CASES

HELSE, MESTRING = Content("Heldigital helsestasjon", "1111", 100_000), Content("Kart over bytrær", "1111", 45_000)
ROUND = (*CASES, (HELSE, Said(Outcome.AWARD, 100_000)), (MESTRING, Said(Outcome.AWARD, 40_000, reason="Noko mindre.")))
NAMES = ("awards", "applications", "municipalities", "areas", "pots", "initiatives")


def found(office: str, desk: Desk, path: Path) -> list[tuple[str, str, str]]:
    """Return what is found: kind, case, what stands there."""
    return [(one.kind, one.case, one.found) for one in usecase.check(office, desk, "2021", path).findings]


def test_tables_of_a_year_of_two_calls(office: str, desk: Desk, tmp_path: Path) -> None:
    """Each agrees, held against the one call or the other; the other call's awards are none that is made up."""
    decided(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    open_past(office, clerk, tmp_path, 2021, code="2021-F")
    past(office, clerk, "2021-F", Past("Digi Dalane", 200_000, lead="1101"), Past("Nettbrett på heimebesøk", 70_000))
    for name in NAMES:
        for every in (False, True) if name == "municipalities" else (False,):
            built = table_usecase.build(office, clerk, Wanted(name, year=2021, language="nn", every=every))
            path = tmp_path / f"{name}{every}.md"
            table_usecase.save(built, clerk, path, "md")
            assert found(office, clerk, path) == [], name
    changed = (tmp_path / "municipalitiesFalse.md").read_text(encoding="utf-8").replace("1\u00a0300\u00a0000", "1\u00a0003\u00a0000")  # fmt: skip
    path.write_text(changed, encoding="utf-8")
    assert [one[0] for one in found(office, clerk, path)] == ["sum"]


def test_a_letter_about_several_cases(office: str, desk: Desk, tmp_path: Path) -> None:
    """It is held against those it names: their sum, their amounts; it misses no other, also when one of its rows is gone."""
    decided(office, desk, ROUND)
    clerk = replace(desk, today=AWARDED)
    written = letter_usecase.write_letters(office, clerk, LetterWanted("2021", group="municipality"), tmp_path).letters
    path = next(tmp_path / one.path for one in written if "Sokndal" in one.path)
    assert found(office, clerk, path) == []

    document = Document(BytesIO(path.read_bytes()))
    for paragraph in document.paragraphs:
        paragraph.text = paragraph.text.replace("140\u00a0000", "410\u00a0000")
    document.save(str(tmp_path / "sum.docx"))
    assert found(office, clerk, tmp_path / "sum.docx") == [("sum", "", "410\u00a0000\u00a0kroner")]
    document = Document(BytesIO(path.read_bytes()))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    next(cell for cell in cells if cell.text == "40\u00a0000").text = "45 000"
    document.save(str(tmp_path / "amount.docx"))
    assert found(office, clerk, tmp_path / "amount.docx") == [("amount", "2021-006", "45 000")]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office suite")
def test_as_pdf(office: str, desk: Desk, tmp_path: Path) -> None:
    """Letters, tables, texts and the decision for approval, made PDF by an office suite; what is changed in one is a note."""
    decided(office, desk, ROUND)
    clerk = replace(desk, today=AWARDED)
    documents = _documents(office, clerk, tmp_path)
    changed = Document(BytesIO(documents["news"]))
    for paragraph in changed.paragraphs:
        if re.match(r"Eigersund får", paragraph.text):
            paragraph.text = paragraph.text.replace("1\u00a0100\u00a0000", "1\u00a0010\u00a0000")
    packed = BytesIO()
    changed.save(packed)
    for name, content in pdf.pdfs({**documents, "changed": packed.getvalue()}).items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        proof = usecase.check(office, clerk, "2021", path)
        told = [(one.kind, one.severity, one.case) for one in proof.findings]
        assert told == ([("amount", "note", "2021-001")] if name == "changed" else []), name


def _documents(office: str, clerk: Desk, folder: Path) -> dict[str, bytes]:
    """Return Word documents of every kind, by names of their own."""
    made = {}
    for name in NAMES:
        for every in (False, True) if name == "municipalities" else (False,):
            for short in (False, True) if name in {"awards", "applications"} else (False,):
                built = table_usecase.build(office, clerk, Wanted(name, "2021", language="nn", every=every))
                made[f"{name}-{every}-{short}"] = table_usecase.rendered(built, "docx", short=short)
    for group in ("case", "municipality"):
        wanted = LetterWanted("2021", group=group, draft=True)
        for one in letter_usecase.write_letters(office, clerk, wanted, folder, out=folder / group).letters:
            made[f"{group}-{Path(one.path).stem}"] = (folder / one.path).read_bytes()
    for of in ("awards", "call"):
        texts.publish(office, clerk, TextWanted("2021", of, "nn"), folder, folder / f"{of}.docx")
        made["news" if of == "awards" else of] = (folder / f"{of}.docx").read_bytes()
    decision_papers.write_paper(office, clerk, ("2021", 1), "nn", folder / "decision.docx")
    return {**made, "decision": (folder / "decision.docx").read_bytes()}
