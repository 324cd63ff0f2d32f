"""Letters as a municipality sees them: turned into PDF by LibreOffice, one of each kind and form."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from skjonn import files
from skjonn.documents import word_tables
from skjonn.documents.letters import compile_template
from skjonn.documents.packages import Properties
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import Form, LetterKind
from skjonn.domain.letter_samples import sample
from skjonn.domain.tables import Table, Value
from skjonn.spreadsheets.writing import xlsx

pytestmark = pytest.mark.long

FORMS: tuple[Form, ...] = ("nb", "nn")
SECONDS = 180


@pytest.fixture(scope="module")
def tools() -> tuple[str, str]:
    """Return LibreOffice and poppler's text reader; without them the test is passed over, unless they are demanded."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office and reader:
        return office, reader
    if os.environ.get("SKJONN_REQUIRE_RENDERING") == "1":
        pytest.fail("SKJONN_REQUIRE_RENDERING is set, and LibreOffice or poppler-utils is not installed")
    pytest.skip("LibreOffice or poppler-utils is not installed")


def pages(tools: tuple[str, str], folder: Path) -> dict[str, list[str]]:
    """Turn every document of a folder into PDF in one run and return the text of each page, hard spaces as spaces."""
    office, reader = tools
    profile = (folder / "profile").absolute().as_uri()
    sources = sorted(path for path in folder.iterdir() if path.suffix in {".docx", ".xlsx"})
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=SECONDS)
    found = {}
    for source in sources:
        told = subprocess.run(
            [reader, "-layout", "-enc", "UTF-8", str(source.with_suffix(".pdf")), "-"], check=True, capture_output=True, timeout=SECONDS,
        )  # fmt: skip
        text = told.stdout.decode().replace("\u00a0", " ")
        found[source.stem] = [re.sub(r"\s+", " ", page) for page in text.rstrip("\f").split("\f")]
    return found


def values(kind: LetterKind) -> dict[str, object]:
    """Return an example in every field a letter of the kind may hold."""
    return {**sample(kind), "banner": "DØME – ikkje eit vedtak"}


def test_letters_as_pages(tools: tuple[str, str], tmp_path: Path) -> None:
    """Each letter is one or two pages, marked on each, numbered, signed, with the amount as one unbroken line."""
    for form in FORMS:
        for kind in LetterKind:
            name = f"letters/{form}/{kind}.docx"
            template = compile_template(name, files.find_template(name).read_bytes(), FIELD_NAMES)
            properties = Properties("2021-007", "Statsforvaltaren i Rogaland", form, date(2021, 6, 1))
            (tmp_path / f"{form}-{kind}.docx").write_bytes(template.render("2021-007", values(kind), properties))

    for name, told in pages(tools, tmp_path).items():
        assert 1 <= len(told) <= 2, name
        for number, page in enumerate(told, 1):
            assert "DØME – ikkje eit vedtak" in page, name
            assert f"Side {number} av {len(told)}" in page, name
        whole = " ".join(told)
        assert "Statsforvaltaren i Rogaland" in told[0], name
        assert "Kari Nordmann seniorrådgivar" in whole, name
        if name.endswith(("award", "refusal", "dismissal")):
            assert "kr 200 000" in whole, name
            assert ("kr 100 000" in whole) is name.endswith("award"), name
        assert ("Med hilsen" if name.startswith("nb") else "Med helsing") in whole, name


def test_a_table_as_pages(tools: tuple[str, str], tmp_path: Path) -> None:
    """A long table repeats its headings on each page and ends in its sum, in Word and in Excel."""
    columns = tuple(CATALOGUE[name] for name in ("case", "title", "municipality", "applied_nok", "awarded_nok"))
    row: dict[str, Value] = {"title": "Eit prosjekt med eit namn av vanleg lengd", "municipality": "Stavanger", "applied_nok": 2_000_000, "awarded_nok": 1_000_000}  # fmt: skip
    rows = tuple({"case": f"2021-{number:03d}", **row} for number in range(1, 61))
    table = Table("awards", columns, rows, {"applied_nok": 120_000_000, "awarded_nok": 60_000_000})
    words = {"banner": "DØME", "title": "Tildelingar", "subtitle": "Rogaland"}
    (tmp_path / "word.docx").write_bytes(word_tables.render(table, "nn", **words))
    (tmp_path / "excel.xlsx").write_bytes(xlsx(table, "nn", **words))

    for name, told in pages(tools, tmp_path).items():
        heading = columns[-1].heading("nn")
        assert len(told) >= 2, name
        assert all(heading in page and "DØME" in page for page in told), name
        assert re.search(r"60[ ,]000[ ,]000", told[-1]), name
