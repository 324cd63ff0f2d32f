"""PDF by LibreOffice: what is asked for comes out, or it is said what did not; a program that misbehaves is found out."""

from __future__ import annotations

import os
import stat
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from skjonn import files
from skjonn.documents import pdf
from skjonn.documents.letters import compile_template
from skjonn.documents.packages import Properties
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letter_samples import sample

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs that misbehave are scripts")
PROPER = b"%PDF-1.6 /MarkInfo<</Marked true>> /Lang(nn-NO) <pdfaid:part>2</pdfaid:part> %%EOF"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in LibreOffice's place; each test writes what it does."""
    path = tmp_path / "soffice"
    monkeypatch.setenv(pdf.PROGRAM, str(path))
    return path


def doing(path: Path, body: str) -> None:
    """Make a program that does this with `out`, the folder it is to write to, and `documents`, the files it is given."""
    text = f"#!{sys.executable}\nimport sys, time\nfrom pathlib import Path\nout = Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
    text += f"documents = [Path(one) for one in sys.argv if one.endswith('.docx')]\n{body}\n"
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_each_document_comes_back_under_its_name(office: Path) -> None:
    """Whatever a document is called, one process is given all of them under plain names."""
    doing(
        office,
        f"for one in documents: (out / one.with_suffix('.pdf').name).write_bytes({PROPER!r} + one.read_bytes() + b'%%EOF')",
    )

    found = pdf.pdfs({"a/2021-001-Eigersund-brev.docx": b"A", "-o; rm *.docx": b"B"})

    assert {name: content.removeprefix(PROPER).removesuffix(b"%%EOF") for name, content in found.items()} == {
        "a/2021-001-Eigersund-brev.docx": b"A", "-o; rm *.docx": b"B",
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(0)",
        "(out / documents[0].with_suffix('.pdf').name).write_bytes(b'hei')",
        "(out / documents[0].with_suffix('.pdf').name).write_bytes(b'%PDF-1.4 %%EOF')",
        f"(out / documents[0].with_suffix('.pdf').name).write_bytes({PROPER[:-5]!r})",
    ],
)
def test_an_exit_code_of_0_is_not_believed(office: Path, body: str) -> None:
    """No file, another file, one that is no PDF/A, one cut off: each is named."""
    doing(office, body)

    with pytest.raises(pdf.PdfFailed) as told:
        pdf.pdfs({"brev.docx": b"A"})
    assert "brev.docx" in told.value.message()


def test_one_that_never_answers_is_stopped(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time it is ended, and told so."""
    monkeypatch.setattr(pdf, "SECONDS_TO_START", 0.2)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0)
    doing(office, "time.sleep(60)")

    with pytest.raises(pdf.PdfFailed):
        pdf.pdfs({"brev.docx": b"A"})


def test_what_it_started_is_ended_with_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is a script that starts another program: none of them is left running, hanging or not."""
    monkeypatch.setattr(pdf, "SECONDS_TO_START", 3)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0)
    started = office.with_name("started")
    child = f"import subprocess\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\nPath({str(started)!r}).write_text(str(child.pid))\n"  # fmt: skip

    for rest in ("child.wait()", "sys.exit(0)"):
        doing(office, child + rest)
        with pytest.raises(pdf.PdfFailed):
            pdf.pdfs({"brev.docx": b"A"})
        assert ended(int(started.read_text(encoding="utf-8")))


def ended(process: int) -> bool:
    """Tell whether a process ends within a moment; one nobody has yet asked after has ended too."""
    for _ in range(50):
        state = Path(f"/proc/{process}/stat")
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_where_it_is_missing_it_is_said_how_to_install_it(office: Path) -> None:
    """With the program of each system that has one."""
    with pytest.raises(pdf.PdfProgramMissing) as told:
        pdf.pdfs({"brev.docx": b"A"})
    assert not office.exists()
    assert all(word in told.value.help() for word in ("apt install", "winget", "brew"))


@pytest.mark.long
def test_libreoffice_makes_what_is_asked_for() -> None:
    """A letter of each kind in both forms, in one process: PDF/A-2b, tagged, in its language."""
    try:
        pdf.program()
    except pdf.PdfProgramMissing:
        if os.environ.get("SKJONN_REQUIRE_RENDERING") == "1":
            raise
        pytest.skip("LibreOffice is not installed")
    documents = {}
    for form in ("nb", "nn"):
        for kind in LetterKind:
            name = f"letters/{form}/{kind}.docx"
            template = compile_template(name, files.find_template(name).read_bytes(), FIELD_NAMES)
            documents[name] = template.render("2021-001", sample(kind), Properties("Brev", "Embetet", "nn", date(2021, 6, 1)))  # fmt: skip

    found = pdf.pdfs(documents)

    assert found.keys() == documents.keys()
    assert all(pdf.proper(content) for content in found.values())
    assert b"/Lang(nn-NO)" in found["letters/nn/award.docx"]
    assert b"/Lang(nb-NO)" in found["letters/nb/award.docx"]
