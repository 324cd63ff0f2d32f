"""Hand-over of letters: valid by the schema, checksums that agree, whole or absent, the same bytes again. On both databases."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from lxml import etree

from skjonn.documents import pdf
from skjonn.domain.archive_messages import ArchiveSettings, ArchiveSettingWrong, settings_of
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import LetterKind
from skjonn.usecases import letter_package, letter_sent
from skjonn.usecases import letters as usecase
from skjonn.usecases.letter_package import Batch, LetterNotWhole, NothingToPackage, PackageThere
from skjonn.usecases.letter_wanted import Wanted
from tests.documents.test_pdf import PROPER, doing
from tests.usecases.test_letters import AWARDED, EIGERSUND, FULL, PARTIAL, REFUSED, SOKNDAL, VINDAFJORD, decided

SCHEMA = Path(__file__).parents[1] / "documents" / "schemas" / "arkivmelding.xsd"
SPACE = {"a": "http://www.arkivverket.no/standarder/noark5/arkivmelding"}
NONE = ArchiveSettings()

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the program that makes PDF is a script")


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari on the day after the letters."""
    return replace(desk, today=date(2021, 6, 2))


@pytest.fixture
def folder(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a decided round with its letters, on a machine that makes PDF."""
    program = tmp_path / "soffice"
    doing(program, f"for one in documents: (out / one.with_suffix('.pdf').name).write_bytes({PROPER!r} + one.name.encode() + b'%%EOF')")  # fmt: skip
    monkeypatch.setenv(pdf.PROGRAM, str(program))
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (SOKNDAL, REFUSED)))
    usecase.write_letters(office, replace(desk, today=AWARDED), Wanted("2021"), tmp_path / "work")
    return tmp_path / "work"


def held(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def valid(content: bytes) -> etree._Element:
    """Return a message, which must be valid."""
    tree = etree.fromstring(content)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    assert schema.validate(tree), schema.error_log
    return tree


def said(tree: etree._Element, name: str) -> list[str]:
    """Return what a message says under a name, wherever it stands."""
    return [one.text or "" for one in tree.iterfind(f".//a:{name}", SPACE)]


def test_each_letter_has_its_folder(office: str, clerk: Desk, folder: Path) -> None:
    """PDF, valid message, envelope, checksums that agree; the manifest names each, and a second run gives the same bytes."""
    batch = Batch("2021", folder / "package")
    done = letter_package.package(office, clerk, batch, folder, NONE)
    files = held(folder / "package")

    manifest = json.loads(files["manifest.json"])["letters"]
    assert [(row["letter"], row["receiver"], row["org_number"], row["format"]) for row in manifest] == [
        (1, "Eigersund kommune", "944496394", "pdf"), (2, "Vindafjord kommune", "988893226", "pdf"), (3, "Sokndal kommune", "964965692", "pdf"),
    ]  # fmt: skip
    for row in manifest:
        here = f"{row['folder']}/"
        for line in files[f"{here}SHA256SUMS"].decode().splitlines():
            own, name = line.split("  ")
            assert hashlib.sha256(files[here + name]).hexdigest() == own
        assert hashlib.sha256(files[here + row["file"]]).hexdigest() == row["sha256"]
        tree = valid(files[f"{here}arkivmelding.xml"])
        assert said(tree, "referanseDokumentfil") == [row["file"]]
        assert said(tree, "antallFiler") == ["1"]
        assert said(tree, "offentligTittel") == [row["public_title"]]
        envelope = json.loads(files[f"{here}sbd.json"])["standardBusinessDocumentHeader"]
        assert envelope["receiver"][0]["identifier"]["value"] == f"0192:{row['org_number']}"
    listed = list(csv.DictReader(StringIO(files["manifest.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row["receiver"] for row in listed] == [row["receiver"] for row in manifest]
    again = letter_package.package(office, clerk, batch, folder, NONE)
    assert (done.kept, again.kept, held(folder / "package") == files) == (False, True, True)
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in (folder / "package").rglob("*"))


def test_no_contact_and_no_assessment_leaves(office: str, clerk: Desk, folder: Path) -> None:
    """Neither address, telephone nor person; the copies are the partners by name, and who sent it is the office."""
    letter_package.package(office, clerk, Batch("2021", folder / "package"), folder, NONE)
    tree = valid(held(folder / "package")["00001-2021-001-Eigersund-tilskuddsbrev/arkivmelding.xml"])

    assert said(tree, "korrespondansepartNavn") == ["Statsforvaltaren i Rogaland", "Eigersund kommune", "Lund kommune", "Sokndal kommune"]  # fmt: skip
    for name in ("kontaktperson", "epostadresse", "telefonnummer", "saksbehandler", "forfatter"):
        assert said(tree, name) == []


def test_one_case_folder_whatever_the_letters_form(office: str, clerk: Desk, folder: Path) -> None:
    """Letters in both forms say the same of the one folder they lie in, so that no archive sees it renamed."""
    usecase.write_letters(office, clerk, Wanted("2021", kind="call"), folder)
    letter_package.package(office, clerk, Batch("2021", folder / "package"), folder, NONE)
    trees = [valid(content) for name, content in held(folder / "package").items() if name.endswith("arkivmelding.xml")]

    folders = [next(iter(tree.iterfind("a:mappe", SPACE))) for tree in trees]
    told = {tuple((str(part.tag), part.text) for part in one if not len(part)) for one in folders}
    assert len(told) == 1
    titles = {said(tree, "tittel")[-1].partition(":")[0] for tree in trees}
    assert {"Utlysning", "Utlysing", "Tilskuddsbrev", "Tilskotsbrev"} <= titles


def test_what_is_exempt_says_its_kind_alone(office: str, clerk: Desk, folder: Path) -> None:
    """By the office's own setting a kind of letter carries its basis, and its public title no project."""
    settings = ArchiveSettings(restriction="UO", basis="[oppdikta] § 0", screened=frozenset({LetterKind.REFUSAL}), unit="Kommuneavdelinga")  # fmt: skip
    letter_sent.mark_sent(office, clerk, "2021", date(2021, 6, 1), "eFormidling")
    letter_package.package(office, clerk, Batch("2021", folder / "package"), folder, settings)
    files = held(folder / "package")
    refusal = valid(
        next(content for name, content in files.items() if name.startswith("00003") and name.endswith(".xml"))
    )
    award = valid(
        next(content for name, content in files.items() if name.startswith("00001") and name.endswith(".xml"))
    )

    assert (said(refusal, "skjermingshjemmel"), said(refusal, "offentligTittel")) == (["[oppdikta] § 0"], ["Avslag"])
    assert (said(award, "skjermingshjemmel"), said(award, "administrativEnhet")) == ([], ["Kommuneavdelinga"])
    assert said(award, "journalstatus") == ["Ekspedert"]
    assert "Sykkelkart" not in files["manifest.csv"].decode()


def test_word_files_where_no_pdf_can_be_made(office: str, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Without LibreOffice the Word files go, and the manifest and the message say so."""
    monkeypatch.setenv(pdf.PROGRAM, str(folder / "none"))
    done = letter_package.package(office, clerk, Batch("2021", folder / "package"), folder, NONE)

    assert done.without_pdf
    assert {row["format"] for row in done.rows} == {"docx"}
    tree = valid(next(content for name, content in held(folder / "package").items() if name.endswith(".xml")))
    assert said(tree, "variantformat") == ["Produksjonsformat"]


def test_whole_or_absent(office: str, clerk: Desk, folder: Path) -> None:
    """A changed letter stops all; a folder of something else is left alone; another hand-over is replaced only when asked."""
    target = folder / "package"
    with pytest.raises(NothingToPackage):
        letter_package.package(office, clerk, Batch("2021", target, ("2021-009",)), folder, NONE)
    dry = letter_package.package(office, replace(clerk, dry_run=True), Batch("2021", target), folder, NONE)
    assert (len(dry.rows), target.exists()) == (3, False)

    target.mkdir()
    (target / "notes.txt").write_text("my own", encoding="utf-8")
    with pytest.raises(PackageThere):
        letter_package.package(office, clerk, Batch("2021", target, again=True), folder, NONE)
    (target / "notes.txt").unlink()
    letter_package.package(office, clerk, Batch("2021", target, ("2021-001",)), folder, NONE)
    with pytest.raises(PackageThere):
        letter_package.package(office, clerk, Batch("2021", target), folder, NONE)
    assert len(letter_package.package(office, clerk, Batch("2021", target, again=True), folder, NONE).rows) == 3

    before = held(target)
    letter = next((folder / "letters").glob("*Eigersund*.docx"))
    letter.write_bytes(letter.read_bytes() + b" ")
    with pytest.raises(LetterNotWhole):
        letter_package.package(office, clerk, Batch("2021", target, again=True), folder, NONE)
    assert held(target) == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "tekst", {"ukjend": 1}, {"unit": 7}, {"screened": ["tull"], "basis": "x", "restriction": "y"}, {"screened": ["refusal"]},
        {"security_level": 5},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used(wrong: object) -> None:
    """Each is named by its key."""
    with pytest.raises(ArchiveSettingWrong):
        settings_of(wrong)


def test_settings() -> None:
    """What stands in skjonn.toml; nothing where there is nothing."""
    assert settings_of(None) == NONE
    said_so = settings_of({"unit": " A ", "screened": "refusal", "basis": "b", "restriction": "r", "security_level": 4})
    assert (said_so.unit, said_so.screened, said_so.security_level) == ("A", frozenset({LetterKind.REFUSAL}), 4)
