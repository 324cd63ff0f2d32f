"""Texts, hand-over and proofreading from the command line: exit codes, and what scripts read."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.documents import pdf
from skjonn.domain.desk import Desk
from skjonn.usecases import approving, drafting
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

JUNE = "2021-06-05"


@pytest.fixture
def run(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:  # fmt: skip
    """A decided round on kari's machine, which has no LibreOffice; run a command with --json in a folder of its own."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, approving.Given())
    monkeypatch.setenv(pdf.PROGRAM, str(tmp_path / "none"))
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", JUNE), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        with chdir(tmp_path):
            code = main([*words, "--json", "--no-input"])
        return code, json.loads(capsys.readouterr().out)

    return running


def test_what_is_written_is_sound_and_what_is_changed_is_found(run: Any, tmp_path: Path) -> None:
    """The news item agrees with the register and ends 0; with a digit changed it ends 1 and names the case."""
    assert run("call", "text", "2021", "--of", "awards", "--out", "news.md")[0] == 0
    code, said = run("proofread", "news.md", "--call", "2021")
    assert (code, said["data"]["findings"]) == (0, [])
    text = (tmp_path / "news.md").read_text(encoding="utf-8")
    (tmp_path / "news.md").write_text(text.replace("300\u00a0000", "305\u00a0000"), encoding="utf-8")

    code, said = run("proofread", "news.md", "--call", "2021")
    assert code == 1
    assert {one["case"] for one in said["data"]["findings"] if one["kind"] == "amount"} == {"2021-002"}
    assert set(said["data"]["findings"][0]) == {"kind", "severity", "case", "where", "found", "register", "message"}


def test_the_announcement_names_what_it_lacks(run: Any, tmp_path: Path) -> None:
    """It is written, and what the call does not have is listed for scripts."""
    code, said = run("call", "text", "2021", "--out", "a.html", "--dry-run")
    assert (code, (tmp_path / "a.html").exists()) == (0, False)
    code, said = run("call", "text", "2021", "--out", "a.html")
    assert code == 0
    assert "basis" in said["data"]["lacking"]
    assert (tmp_path / "a.html").is_file()


def test_letters_without_libreoffice(run: Any, tmp_path: Path) -> None:
    """PDF is refused with how to install what makes it, the Word files stand; a hand-over takes those."""
    code, said = run("letter", "write", "2021", "--format", "pdf")
    assert (code, said["data"]["code"]) == (5, "pdf-program-missing")
    assert len(list((tmp_path / "letters").glob("*.docx"))) == 3

    code, said = run("letter", "package", "2021", "--out", "over")
    assert (code, len(said["data"]["letters"])) == (0, 3)
    assert any("LibreOffice" in str(one) for one in said["messages"])
    assert (tmp_path / "over" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("call", "text", "2021", "--of", "alt"), 2, "text-unknown"),
        (("call", "text", "2021", "--out", "a.pdf"), 2, "text-format-unknown"),
        (("proofread", "finst-ikkje.docx", "--call", "2021"), 5, "file-missing"),
        (("letter", "write", "2021", "--format", "odt"), 2, "letter-format-unknown"),
        (("letter", "package", "2021"), 3, "nothing-to-package"),
        (("municipality", "import", "finst-ikkje.csv"), 5, "file-missing"),
        (("table", "awards", "--call", "2021", "--format", "rtf"), 2, "table-format-unknown"),
    ],
)
def test_what_is_wrong_is_said(run: Any, words: tuple[str, ...], code: int, error: str) -> None:
    """Each with its exit code and its own code."""
    came, said = run(*words)
    assert (came, said["data"]["code"]) == (code, error)
