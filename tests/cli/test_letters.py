"""Letters from the command line: what each command tells scripts and people, and what is refused."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.usecases import approving, drafting
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

JUNE = "2021-06-05"


@pytest.fixture
def run(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:  # fmt: skip
    """A decided round on kari's machine; run a command with --json in a folder of its own: exit code and object."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, approving.Given())
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", JUNE), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        with chdir(tmp_path):
            code = main([*words, "--json", "--no-input"])
        return code, json.loads(capsys.readouterr().out)

    return running


def test_letters_are_written_sent_and_listed(run: Any, tmp_path: Path) -> None:
    """Three letters, sent on a day; the list tells each, and what took the place of what."""
    code, said = run("letter", "write", "2021")
    assert (code, [one["kind"] for one in said["data"]["written"]]) == (0, ["award", "partial_award", "refusal"])
    assert len(list((tmp_path / "letters").iterdir())) == 3

    code, said = run("letter", "sent", "2021", "--on", JUNE, "--how", "eFormidling")
    assert (code, said["data"]["letters"]) == (0, [1, 2, 3])
    assert run("letter", "sent", "2021", "--how", "post")[1]["data"]["code"] == "nothing-to-send"

    assert run("letter", "write", "2021", "--case", "3", "--anew", "--reason", "Skrivefeil.")[0] == 0
    told = run("letter", "list", "2021")[1]["data"]["written"]
    assert [(one["number"], one["sent_on"], one["supersedes"], one["superseded_by"]) for one in told] == [
        (1, JUNE, None, None), (2, JUNE, None, None), (3, JUNE, None, 4), (4, None, 3, None),
    ]  # fmt: skip


def test_an_edited_letter_is_told_and_kept(run: Any, tmp_path: Path) -> None:
    """Writing again ends with 1, names it and keeps it; the list names it as well; handing over is refused."""
    first = run("letter", "write", "2021")[1]["data"]["written"]
    edited = tmp_path / first[1]["path"]
    edited.write_bytes(b"what we wrote by hand")

    code, said = run("letter", "write", "2021")
    assert (code, said["status"], [one["state"] for one in said["data"]["written"]]) == (1, "findings", ["unchanged", "edited", "unchanged"])  # fmt: skip
    assert [(one["code"], one["severity"]) for one in said["messages"]] == [("letter-changed", "error")]
    code, said = run("letter", "list", "2021")
    assert (code, [one["code"] for one in said["messages"]]) == (0, ["letter-changed"])
    assert [one["state"] for one in said["data"]["written"]] == ["unchanged", "edited", "unchanged"]
    assert run("letter", "package", "2021")[1]["data"]["code"] == "letter-not-whole"
    assert edited.read_bytes() == b"what we wrote by hand"


def test_a_trial_run_says_what_it_would_do(run: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It writes nothing and does not say that it has."""
    with chdir(tmp_path):
        assert main(["letter", "write", "2021", "--dry-run"]) == 0
        assert "Would write 3 letters." in capsys.readouterr().out
        assert main(["letter", "write", "2021", "--draft", "--case", "1", "--dry-run"]) == 0
    assert "Would write 1 draft, not registered." in capsys.readouterr().out
    assert not (tmp_path / "letters").exists()


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("write", "2021", "--kind", "takk"), 2, "letter-kind-unknown"),
        (("write", "2021", "--group", "fylke"), 2, "letter-grouping-unknown"),
        (("write", "2021", "--kind", "reminder", "--report", "halv"), 2, "report-kind-unknown"),
        (("write", "2021", "--kind", "reminder", "--case", "1"), 2, "letter-needs"),
        (("write", "2021", "--language", "sv"), 2, "form-unknown"),
        (("write", "2021", "--language", "nb"), 2, "letter-form-unexplained"),
        (("write", "2021", "--anew"), 2, "letter-unexplained"),
        (("write", "2021", "--kind", "completion"), 3, "no-case-for-letter"),
        (("write", "2021", "--kind", "payment_list", "--case", "1"), 2, "letter-about-call"),
        (("write", "2021", "--kind", "receipt", "--report", "final"), 2, "letter-takes-not"),
        (("write", "2021", "--case", "1", "--amount", "500", "--draft"), 2, "letter-decisions-take-not"),
        (("write", "2021", "--kind", "dismissal"), 3, "no-case-for-letter"),
        (("sent", "2021", "--how", "post"), 4, "nothing-to-send"),
        (("sent", "2021"), 2, "missing-argument"),
        (("check", "takk"), 2, "template-unknown"),
        (("template", "slett"), 2, "template-act-unknown"),
    ],
)
def test_what_is_wrong_is_said(run: Any, tmp_path: Path, words: tuple[str, ...], code: int, error: str) -> None:
    """Each with its exit code and its own code, and no file."""
    came, said = run("letter", *words)
    assert (came, said["data"]["code"]) == (code, error)
    assert not (tmp_path / "letters").exists()


def test_templates_are_exported_edited_and_checked(run: Any, tmp_path: Path) -> None:
    """Exported they are sound; one that is spoilt ends the check with 1 and stops the letters, and never the shipped one instead."""
    assert run("letter", "template", "export", "refusal")[0] == 0
    code, said = run("letter", "check")
    assert (code, sum(one["own"] for one in said["data"]["templates"])) == (0, 2)
    for path in (tmp_path / "templates").rglob("refusal.docx"):
        path.write_bytes(b"no Word document")

    code, said = run("letter", "check", "refusal")
    assert (code, {one["code"] for one in said["data"]["problems"]}) == (1, {"template-not-word"})
    assert run("letter", "write", "2021")[1]["data"]["code"] == "template-not-word"
    assert not (tmp_path / "letters").exists()


def test_fields_are_listed_for_people(run: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Every field a template of a kind may use, with an example; the call's clauses that have no text are named."""
    with chdir(tmp_path):
        assert main(["letter", "check", "award", "--fields", "--call", "2021"]) == 0
    told = capsys.readouterr()
    assert "awarded_amount" in told.out
    assert "appeal" in told.err
