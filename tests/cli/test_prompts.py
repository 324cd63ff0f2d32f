"""Questions, where a person sits at a terminal; the missing flag's name elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput

from skjonn.cli import main, prompts
from skjonn.cli.prompts import MissingArgument
from skjonn.cli.running import INTERRUPTED
from skjonn.cli.setting import Setting
from tests.cli.conftest import Probe

DOWN, ENTER = "\x1b[B", "\r"
ASK: dict[str, Callable[[Setting], object]] = {
    "text": lambda setting: prompts.text(setting, "--reason", "Why?"),
    "choice": lambda setting: prompts.choice(setting, "--ground", "Which?", {"kin": "Kinship", "part": "Party"}),
    "amount": lambda setting: prompts.amount(setting, "--sum", "How much?"),
    "confirm": lambda setting: prompts.confirm(setting, "--yes", "Sure?"),
}


class Sitting(Setting):
    """A setting with somebody at the terminal."""

    @property
    def may_prompt(self) -> bool:
        """Say that there is."""
        return True


@pytest.mark.parametrize("kind", ASK)
def test_nobody_is_asked_without_a_terminal(kind: str) -> None:
    """The missing flag is named, and nothing is guessed."""
    with pytest.raises(MissingArgument, match="--"):
        ASK[kind](Setting("x", {}))


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("text", f"  Fleire søkjarar {ENTER}", "Fleire søkjarar"),
        ("choice", ENTER, "kin"),
        ("choice", DOWN + ENTER, "part"),
        ("amount", f"500 000{ENTER}", 500_000),
        ("amount", f"1.100{ENTER}{chr(127) * 5}1 100{ENTER}", 1_100),
        ("confirm", ENTER, False),
        ("confirm", DOWN + ENTER, True),
    ],
)
def test_an_answer_is_read_as_it_is_meant(kind: str, typed: str, answer: object, keyboard: PipeInput) -> None:
    """Texts are stripped, a doubtful amount is asked for again, yes is chosen and never the default by accident."""
    keyboard.send_text(typed)

    assert ASK[kind](Sitting("x", {})) == answer


@pytest.mark.parametrize("kind", ASK)
def test_an_interrupt_goes_through(kind: str, keyboard: PipeInput) -> None:
    """Ctrl-C at a question ends the command."""
    keyboard.send_text("\x03")

    with pytest.raises(KeyboardInterrupt):
        ASK[kind](Sitting("x", {}))


def test_a_missing_argument_is_asked_for(
    probe: Probe, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a terminal an argument left out is asked for, and may begin with a hyphen; what was typed stands."""
    monkeypatch.setattr(Setting, "may_prompt", property(lambda _setting: True))
    keyboard.send_text(f"{ENTER}-søknader.xlsx{ENTER}")

    assert main(["history", "--count", "3"]) == 0

    assert probe.values["file"] == Path("-søknader.xlsx")
    assert probe.values["count"] == 3
    assert capsys.readouterr().err == ""


def test_an_argument_is_asked_for_until_it_can_be_read(keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year that is none, an amount that is doubtful: said at once, where it can be mended."""
    monkeypatch.setattr(Setting, "may_prompt", property(lambda _setting: True))
    keyboard.send_text(f"x{ENTER}\x152021{ENTER}project{ENTER}1.100{ENTER}\x15-1{ENTER}\x03")

    assert main(["frame", "add", "--database", "nowhere.db"]) == INTERRUPTED
