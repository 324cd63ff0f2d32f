"""`main` is re-entrant, and the one place where what goes wrong becomes words and an exit code."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from skjonn.cli import main
from skjonn.cli.options import DateFar, day
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.domain.problems import Place, Problem
from skjonn.errors import ConflictError, FindingsError, RefusedError, SkjonnError, SurroundingsError, UsageError
from skjonn.texts import chosen
from tests.cli.conftest import Probe

CATEGORIES: tuple[type[SkjonnError], ...] = (FindingsError, UsageError, RefusedError, ConflictError, SurroundingsError)


def failing(error: BaseException) -> Any:
    """Return an act that ends in `error`."""

    def act(_setting: Setting) -> None:
        raise error

    return act


@pytest.mark.parametrize("category", CATEGORIES)
def test_an_error_is_a_sentence_and_an_exit_code(
    category: type[SkjonnError], probe: Probe, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each category ends with its own code; stdout stays empty."""

    class Leaf(category):  # type: ignore[misc,valid-type]  # a class given as a value
        code = "leaf"
        sentence = "The pot {pot} holds {amount_nok}."
        advice = "Ask for less."

    probe.act = failing(Leaf(pot="project", amount_nok=1000))

    code = main(["history", "x"])

    said = capsys.readouterr()
    assert code == category.exit_code
    assert said.out == ""
    assert said.err == "Error: The pot project holds NOK\u00a01\u00a0000.\nAsk for less.\n"


@pytest.mark.parametrize("word", ["bad \udcff", "a\x00b"])
def test_what_is_no_text_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes that are no UTF-8 end with exit 2 before anything is looked at, and are shown without harm."""
    code = main(["frame", "add", "2021", "project", "5", "--reason", word, "--json"])

    said = capsys.readouterr()
    assert code == 2
    assert json.loads(said.out)["data"]["code"] == "word-unreadable"
    said.err.encode("utf-8")


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1799-12-31"])
def test_days_nobody_means_are_refused(text: str) -> None:
    """A slip in the year is told, not computed with."""
    with pytest.raises(DateFar):
        day(text)


def test_problems_are_told_with_their_places(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem of a file stands on a line of its own, with file, sheet, cell and code."""
    problems = [
        Problem("amount-ambiguous", "error", Place("a.xlsx", "Ark1", "C7"), "1.100 is doubtful.", "Write 1 100."),
        Problem("title-long", "warning", Place("a.xlsx", "Ark1", "B7"), "The title is long."),
    ]
    error = FindingsError(problems=problems)
    type(error).sentence, type(error).code = "The file has faults.", "faults"
    probe.act = failing(error)

    try:
        main(["history", "x", "--json"])
    finally:
        FindingsError.sentence, FindingsError.code = "", ""

    said = capsys.readouterr()
    found = json.loads(said.out)
    assert said.err.splitlines() == [
        "Error: The file has faults.",
        "  a.xlsx, Ark1!C7: 1.100 is doubtful. Write 1 100. [amount-ambiguous]",
        "  Warning: a.xlsx, Ark1!B7: The title is long. [title-long]",
    ]
    assert found["data"]["problems"][0]["cell"] == "C7"
    assert found["data"]["problems"][1]["severity"] == "warning"


def test_an_error_in_json_keeps_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    """A script gets the same object whether the command was done or refused."""
    code = main(["history", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert code == 2
    assert set(found) == {"command", "status", "data", "messages", "next"}
    assert found["status"] == "error"
    assert found["command"] == "history"
    assert found["data"]["code"] == "parameter-missing"
    assert found["data"]["exit_code"] == 2


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["histroy"], "command-unknown", "There is no command histroy."),
        (["history"], "parameter-missing", "FILE is missing."),
        (["history", "x", "y"], "words-left-over", "y cannot be placed: the command takes no more arguments."),
        (["history", "x", "--cout", "3"], "option-unknown", "There is no option --cout."),
        (["history", "x", "--count"], "option-value-missing", "--count needs a value after it."),
        (
            ["history", "x", "--count", "three"],
            "value-invalid",
            "Invalid value for --count: a whole number is expected.",
        ),
        (["history", "x", "--on", "19.1.2021"], "date-wrong", "19.1.2021 is not a date."),
        (["history", "x", "--on", "20210119"], "date-wrong", "20210119 is not a date."),
        (["history", "x", "--today", "2021-02-30"], "date-wrong", "2021-02-30 is not a date."),
        (["history", "x", "--sum", "1.100"], "amount-wrong", "The amount cannot be read:"),
        (["--lang", "fr", "history", "x"], "language-unknown", "There are no messages in fr."),
        (["history", "x", "--lang=de"], "language-unknown", "There are no messages in de."),
    ],
)
def test_what_is_typed_wrongly_is_exit_2(
    words: list[str], code: str, sentence: str, probe: Probe, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the parser dislikes is told in a sentence of ours, never in the library's words."""
    place = words.index("x") if "x" in words else len(words)
    assert main([*words[:place], "--json", *words[place:]]) == 2

    said = capsys.readouterr()
    assert json.loads(said.out)["data"]["code"] == code
    assert said.err.startswith(f"Error: {sentence}")


def test_a_near_command_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the finger is answered with what was probably meant, Norwegian names included."""
    main(["utlysnig"])

    assert "utlysning" in capsys.readouterr().err


def test_a_noun_alone_shows_its_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    """`skjonn municipality` is not complete: exit 2, with the verbs to choose from on stderr."""
    assert main(["municipality"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert "find" in said.err


def test_an_interrupt_is_130_and_a_sentence(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends without a traceback."""
    probe.act = failing(KeyboardInterrupt())

    assert main(["history", "x"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_is_70_and_tells_frames(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody foresaw is told with where it happened, and asks to be reported."""
    probe.act = failing(ZeroDivisionError("by nought"))

    assert main(["history", "x"]) == 70

    said = capsys.readouterr().err
    assert "test_main.py" in said
    assert "ZeroDivisionError: by nought" in said
    assert "report" in said


def test_a_bug_in_the_database_tells_no_data(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """The text of a database error can hold rows; it is not shown."""
    probe.act = failing(IntegrityError("INSERT INTO contact", {"name": "Ola Hemmeleg"}, Exception("Ola Hemmeleg")))

    assert main(["history", "x"]) == 70
    assert "Hemmeleg" not in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_fault(probe: Probe) -> None:
    """`skjonn … | head` ends quietly."""
    probe.act = failing(BrokenPipeError())

    assert main(["history", "x"]) == 0


def test_a_full_disk_is_the_surroundings(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """What the system refuses is exit 5 and a sentence, wherever it happens; never a traceback."""
    probe.act = failing(OSError(errno.ENOSPC, "No space left on device", "letters/a.docx"))

    assert main(["history", "x"]) == 5
    assert capsys.readouterr().err.startswith("Error: The system refuses: No space left on device (letters/a.docx).")


def test_main_can_be_called_within_a_command(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo runs commands within a command; each has its own options and language, and the outer's come back."""
    inner: list[str] = []

    def act(setting: Setting) -> None:
        if setting.desk.person == "outer":
            main(["history", "y", "--user", "inner", "--lang", "nn"])
            inner.append(chosen())
            assert setting.desk.person == "outer"
        else:
            inner.append(chosen())

    probe.act = act

    assert main(["--user", "outer", "--lang", "nb", "history", "x"]) == 0
    assert inner == ["nn", "nb"]
    assert chosen() == "en"
    capsys.readouterr()


def test_findings_end_with_their_code_after_the_data(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    """Data with findings is shown in full, and the command ends with 1."""
    probe.act = lambda setting: setting.show(Answer(data={"n": 1}, exit_code=1))

    assert main(["history", "x", "--json"]) == 1

    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "findings"
    assert found["data"] == {"n": 1}


def test_the_program_runs_as_a_module() -> None:
    """`python -m skjonn` is `skjonn`; what it prints is UTF-8 whatever the machine's code page."""
    done = subprocess.run(
        [sys.executable, "-m", "skjonn", "--help", "--lang", "nb"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "latin-1", "PATH": ""},
    )

    assert done.returncode == 0
    assert "søknad" in done.stdout.decode("utf-8")
