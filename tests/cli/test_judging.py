"""Recusal, score sheets, the allocation sheet, conditions and the approver's document, from the command line."""

from __future__ import annotations

import json
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prompt_toolkit.input import PipeInput

from skjonn.cli import main
from skjonn.cli.decision import terms
from skjonn.cli.setting import Setting
from skjonn.domain.desk import Desk
from skjonn.usecases import decisions, scoring
from tests.usecases.rounds import award, open_round, refuse

MAY = "2021-05-03"


@pytest.fixture
def run(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:  # fmt: skip
    """An open round of three on kari's machine; run a command with --json in a folder of its own: exit code and object."""
    open_round(office, desk)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", MAY), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        with chdir(tmp_path):
            code = main([*words, "--json", "--no-input"])
        return code, json.loads(capsys.readouterr().out)

    return running


def _error(answer: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    return answer[0], answer[1]["data"]["code"]


def test_a_recused_person_neither_scores_nor_recommends(run: Any) -> None:
    """Named once, it holds for scores and recommendations until it is lifted; each refusal has its code."""
    assert run("score", "recuse", "2", "--ground", "Budde der.")[0] == 0
    assert run("score", "record", "2", "--text", "Bra.")[0] == 3
    assert run("allocation", "set", "2", "100000", "--reason", "x")[0] == 3
    assert run("score", "recuse", "2", "--ground", "Budde der.")[0] == 4
    assert run("score", "recuse", "2", "--lift", "--reason", "Feil sak.")[0] == 0
    assert run("score", "record", "2", "--text", "Bra.")[0] == 0


def test_the_questions_begin_at_what_stands(
    run: Any, office: str, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Enter keeps each; "not assessed" takes points back; the reason is asked for last, and a recused person is asked nothing."""
    assert run("score", "record", "2", "--points", "renewal=4", "--points", "benefit=3", "--text", "Bra.")[0] == 0
    monkeypatch.setattr(Setting, "may_prompt", property(lambda _setting: True))
    up, enter = "\x1b[A", "\r"
    keyboard.send_text(f"{enter * 6}")
    assert main(["score", "record", "2"]) == 0
    assert "nothing changed" in capsys.readouterr().out
    keyboard.send_text(f"{enter}{up * 3}{enter}{enter * 4}Feil rad{enter}")
    assert main(["score", "record", "2"]) == 0
    held = scoring.form(office, Desk("kari", date.fromisoformat(MAY), "en"), "2021-002")
    assert (held.points, held.text, held.before and held.before.reason) == ({"renewal": 4}, "Bra.", "Feil rad")
    assert main(["score", "recuse", "2", "--ground", "Budde der."]) == 0
    assert main(["score", "record", "2"]) == 3


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("score", "record", "1", "--points", "renewal=3", "--points", "renewal=2"), 2, "criterion-twice"),
        (("score", "recuse", "2"), 2, "missing-argument"),
        (("score", "recuse", "99", "--ground", "x"), 2, "case-unknown"),
        (("score", "recuse", "2", "--person", "ingen", "--ground", "x"), 3, "not-registered"),
        (("score", "recuse", "2", "--lift", "--reason", "x"), 4, "not-recused"),
        (("score", "sheet", "2021", "--person", "ingen"), 3, "not-registered"),
        (("score", "import", "finst-ikkje.xlsx"), 5, "file-missing"),
        (("allocation", "sheet", "2030"), 2, "call-unknown"),
        (("allocation", "import", "finst-ikkje.xlsx", "--call", "2021"), 5, "file-missing"),
        (("condition", "add", "1", " "), 2, "condition-empty"),
        (("condition", "remove", "1", "7"), 2, "condition-unknown"),
        (("condition", "meet", "1", "C1"), 3, "condition-without-award"),
        (("decision", "write", "V9"), 2, "decision-unknown"),
    ],
)
def test_what_is_wrong_is_said(run: Any, words: tuple[str, ...], code: int, error: str) -> None:
    """Each fault has its exit code and its own code."""
    assert _error(run(*words)) == (code, error)


def test_a_score_sheet_goes_out_and_comes_back(run: Any, tmp_path: Path) -> None:
    """One file an assessor; a dry run writes none; what is typed in is taken back, and the same again changes nothing."""
    assert run("score", "sheet", "2021", "--out", "poeng", "--dry-run")[0] == 0
    assert not (tmp_path / "poeng").exists()
    assert run("score", "sheet", "2021", "--person", "kari", "--out", "poeng")[0] == 0
    [path] = (tmp_path / "poeng").iterdir()
    book = openpyxl.load_workbook(path)
    row = next(row for row in book.worksheets[0].iter_rows() if row[0].value == "2021-002")
    row[-2].value = "Godt forankra."
    book.save(path)

    code, said = run("score", "import", "poeng", "--call", "2021")
    assert (code, said["data"]["added"]) == (0, 1)
    code, said = run("score", "import", "poeng", "--call", "2021")
    assert (code, said["data"]["added"], said["data"]["changed"]) == (0, 0, 0)


def test_an_allocation_sheet_goes_out_and_comes_back(run: Any, tmp_path: Path) -> None:
    """What is typed in becomes the recommendation; a sum above the pot is refused whole, with its cell."""
    assert run("allocation", "sheet", "2021")[0] == 0
    path = tmp_path / "fordeling-2021.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    top = next(row for row in sheet.iter_rows() if row[0].value == "Sak")
    amount = next(cell.column for cell in top if cell.value == "Tilrådd beløp")
    place = next(row[0].row for row in sheet.iter_rows() if row[0].value == "2021-001")
    sheet.cell(place, amount).value = "mykje"
    book.save(path)
    code, said = run("allocation", "import", path.name, "--call", "2021")
    assert code == 1
    assert any(one["cell"] for one in said["data"]["problems"])
    sheet.cell(place, amount).value = 500_000
    book.save(path)
    assert run("allocation", "import", path.name, "--call", "2021")[0] == 0
    assert next(row["recommended_nok"] for row in run("allocation", "list", "2021")[1]["data"]["rows"]) == 500_000


def test_conditions_are_signed_and_followed_up(run: Any, office: str, desk: Desk, tmp_path: Path) -> None:
    """Set before the draft, printed in the approver's document, met afterwards; what is met leaves the list of open ones."""
    award(office, desk, 1, 500_000)
    refuse(office, desk, 2)
    refuse(office, desk, 3)
    assert run("condition", "add", "1", "Del erfaringane.", "--due", "2022-12-31")[0] == 0
    assert run("decision", "draft", "2021")[0] == 0
    assert _error(run("condition", "add", "1", "Ein til."))[0] in {3, 4}
    assert run("decision", "write", "1")[0] == 0
    assert (tmp_path / "vedtak-2021-V1.docx").is_file()
    assert run("decision", "approve", "1", "--user", "per")[0] == 0
    line = run("decision", "show", "V1")[1]["data"]["lines"][0]
    assert line["conditions"] == [{"number": 1, "text": "Del erfaringane.", "due_on": "2022-12-31"}]
    shown = decisions.show(office, "2021", 1)
    assert "2021-001: on the condition: Del erfaringane. Due 31\u00a0December\u00a02022." in terms(shown)
    rows = run("condition", "list", "2021", "--open")[1]["data"]["rows"]
    assert [row["due_on"] for row in rows if row["condition"] == "1"] == ["2022-12-31"]
    assert run("condition", "meet", "1", "1", "--note", "Samling i mai.")[0] == 0
    assert "1" not in [row["condition"] for row in run("condition", "list", "2021", "--open")[1]["data"]["rows"]]


def test_another_payee_is_shown_by_name(run: Any, office: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """People read a name; scripts read the number."""
    assert run("allocation", "set", "1", "500000", "--payee", "Time")[0] == 0
    refuse(office, desk, 2)
    refuse(office, desk, 3)
    assert run("decision", "draft", "2021")[0] == 0
    assert run("decision", "show", "1")[1]["data"]["lines"][0]["payee"] == "1121"
    assert main(["decision", "show", "1"]) == 0
    assert "Time is paid" in capsys.readouterr().out
