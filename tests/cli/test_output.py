"""One answer, many renderings."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.cli import drawing, main, output
from skjonn.cli.output import Answer, Rows, columns, progress
from skjonn.cli.plain import plain
from skjonn.cli.setting import Setting
from tests.cli.conftest import Probe

LONG = "Eit langt prosjekt om samarbeid og digitalisering i kommunane på Jæren og i Dalane"
ROWS = [
    {
        "case": "2021-001",
        "title": LONG,
        "municipality": "Eigersund",
        "partners": ("Lund", "Hå"),
        "awarded_nok": 1_100_000,
    },
    {"case": "2021-002", "title": "Kort", "municipality": "Time", "partners": (), "awarded_nok": 50_000},
]
AWARDS = Rows(columns("case", "title", "municipality", "partners", "awarded_nok"), ROWS, {"awarded_nok": 1_150_000})
ANSWER = Answer(
    data={"on": date(2021, 1, 19), "path": Path("letters/a.docx"), "amount_nok": 5},
    lines=["Done."],
    table=AWARDS,
    messages=["A note."],
    next_command="skjonn letter write 2021",
)


def shown(probe: Probe, *words: str) -> int:
    """Show the answer through the command line."""
    probe.act = lambda setting: setting.show(ANSWER)
    return main(["history", "x", *words])


@pytest.mark.parametrize("probe", ["acts", "lists"], indirect=True)
def test_a_person_gets_data_on_stdout_and_talk_on_stderr(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines and tables can be piped; notes and the next command stand beside; the next command is last."""
    assert shown(probe) == 0

    said = capsys.readouterr()
    assert said.out.startswith("Done.\n")
    assert "1\u00a0100\u00a0000" in said.out
    assert said.err == "A note.\nNext: skjonn letter write 2021\n"


def test_quiet_hides_talk(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """`-q` leaves the data alone."""
    shown(probe, "-q")

    said = capsys.readouterr()
    assert said.out
    assert said.err == ""


@pytest.mark.parametrize("probe", ["acts"], indirect=True)
def test_json_is_one_object(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Dates in ISO form, amounts as whole numbers, paths with forward slashes, keys never translated."""
    shown(probe, "--json", "--lang", "nn")
    done = json.loads(capsys.readouterr().out)
    shown(probe, "--json", "--dry-run")
    tried = json.loads(capsys.readouterr().out)

    assert done == {
        "command": "history",
        "status": "ok",
        "data": {"on": "2021-01-19", "path": "letters/a.docx", "amount_nok": 5},
        "messages": [{"severity": "note", "code": "", "message": "A note."}],
        "next": "skjonn letter write 2021",
    }
    assert tried["status"] == "dry-run"
    assert tried["data"] == done["data"]


@pytest.mark.parametrize("probe", ["lists"], indirect=True)
def test_csv_has_field_names_and_plain_amounts(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """What a script reads is the same in every language."""
    shown(probe, "--csv", "--lang", "nb")

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["awarded_nok"] == "1100000"
    assert rows[0]["partners"] == "Lund; Hå"
    assert len(rows) == 2


def test_a_table_alone_is_its_own_data(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a command gives no other data, JSON is the table: columns, rows, totals."""
    probe.act = lambda setting: setting.show(Answer(table=AWARDS))
    main(["history", "x", "--json"])

    data = json.loads(capsys.readouterr().out)["data"]
    assert data["columns"] == ["case", "title", "municipality", "partners", "awarded_nok"]
    assert data["rows"][0]["partners"] == ["Lund", "Hå"]
    assert data["totals"] == {"awarded_nok": 1150000}


def test_a_table_fits_eighty_columns() -> None:
    """Long titles are wrapped, amounts stand to the right and in one piece, the total below."""
    lines = drawing.as_text(AWARDS).splitlines()

    assert max(len(line) for line in lines) <= 80
    assert sum("1\u00a0100\u00a0000" in line for line in lines) == 1
    assert lines[-1].startswith("Total")
    assert lines[-1].endswith("1\u00a0150\u00a0000")
    words = " ".join(" ".join(line.split()) for line in lines)
    assert all(word in words for word in LONG.split())


def test_many_amounts_are_turned_on_their_side() -> None:
    """A frame's pots have seven amounts each: pots become columns rather than lose figures."""
    names = (
        "name",
        "allotted_nok",
        "applied_nok",
        "recommended_nok",
        "decided_nok",
        "paid_nok",
        "returned_nok",
        "free_nok",
    )
    rows = [{name: pot if name == "name" else 10_000_000 for name in names} for pot in ("project", "joint")]

    text = drawing.as_text(Rows(columns(*names), rows))

    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.count("10\u00a0000\u00a0000") == 14


def test_no_colour_reaches_a_pipe(
    probe: Probe, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where output is not a terminal there are no control codes."""
    monkeypatch.delenv("NO_COLOR")

    shown(probe)
    main(["--help"])

    assert "\x1b" not in capsys.readouterr().out


def test_no_color_is_respected_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes bold away also where it could be shown."""
    assert "\x1b" not in drawing.as_text(AWARDS)
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b" in drawing.as_text(AWARDS)


def test_long_texts_stand_below_their_row() -> None:
    """What would be high and narrow, or does not fit beside the rest, is told on lines of its own."""
    rows = [
        {
            "case": "2021-001",
            "title": LONG,
            "municipality": "Time",
            "applied_nok": 1,
            "reason": "Fordi det trengst. " * 9,
        }
    ]

    lines = drawing.as_text(Rows(columns("case", "title", "municipality", "applied_nok", "reason"), rows)).splitlines()

    assert max(len(line) for line in lines) <= 80
    assert sum(line.strip().startswith("Reason: Fordi") for line in lines) == 1
    assert "Reason" not in lines[0]


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60), st.integers(0, 10**10)),
        max_size=8,
    )
)
def test_no_amount_is_ever_cut(content: list[tuple[str, int]]) -> None:
    """Whatever the texts beside them, every amount stands on one line."""
    rows = [{"title": title, "awarded_nok": amount, "applied_nok": amount} for title, amount in content]
    table = Rows(columns("title", "applied_nok", "awarded_nok"), rows)

    text = drawing.as_text(table)

    for row in rows:
        assert text.count(drawing.cell(columns("awarded_nok")[0], row["awarded_nok"])) >= 2


def test_every_kind_of_value_becomes_json() -> None:
    """Sets are sorted, so that the same data gives the same text."""
    assert plain({"a": {3, 1, 2}, "b": None, "c": True}) == {"a": [1, 2, 3], "b": None, "c": True}


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log gets no bars; the work goes on the same."""
    with progress(Setting("x", {}), "Reading", 2) as step:
        step()
        step(1)

    assert capsys.readouterr().err == ""


class _Terminal(io.StringIO):
    """Takes what is printed, as a terminal does."""

    def isatty(self) -> bool:
        return True


def test_lines_are_broken_between_words_at_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never within a word or a path, further lines further in; what goes to a file or a pipe stays one line."""
    monkeypatch.setenv("COLUMNS", "60")
    line = "  2021-021 departs from the plan: 250 000 where it gave 300 000. /a/path/that/is/longer/than/any/terminal/there/was/in/nineteen/seventy"
    told = output.flowed(line, _Terminal()).split("\n")
    assert output.flowed(line, io.StringIO()) == line
    assert " ".join(part.strip() for part in told) == line.strip()
    assert told[0].startswith("  2021-021")
    assert all(part.startswith("    ") for part in told[1:])
    assert all(len(part) <= 60 for part in told if "/" not in part)
    assert output.flowed("short", _Terminal()) == "short"
