"""Help: what each round needs first, Norwegian names, an example at the end."""

from __future__ import annotations

import pytest

from skjonn.cli import main
from skjonn.cli.app import Group
from skjonn.cli.nouns import NOUNS, noun_of
from skjonn.texts import N_


def test_each_round_stands_before_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """The order of the top help is the order of use."""
    assert main(["--help"]) == 0

    text = capsys.readouterr().out
    assert text.index("Each round") < text.index("  call   ") < text.index("Now and then") < text.index("  demo ")


@pytest.mark.parametrize(
    ("language", "name"), [("nb", "call (utlysning)"), ("nn", "call (utlysing)"), ("en", "  call ")]
)
def test_norwegian_names_are_shown_in_norwegian_help(
    language: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documentation keeps the English names; help shows what one may type as well."""
    main(["--help", "--lang", language])

    assert name in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("utlysning", "call"), ("utlysing", "call"), ("Søknad", "application"), ("soknad", "application"), ("ramme", "frame"),
        ("poeng", "score"), ("fordeling", "allocation"), ("vedtak", "decision"), ("brev", "letter"), ("tabell", "table"),
        ("kommune", "municipality"), ("historikk", "history"), ("status", "status"), ("person", "person"),
    ],
)  # fmt: skip
def test_norwegian_names_are_accepted_in_every_language(typed: str, meant: str) -> None:
    """Whatever the language of messages, both names work."""
    noun = noun_of(typed)

    assert noun is not None
    assert noun.name == meant


def test_help_ends_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """The last thing seen is something to type."""
    main(["history", "--help"])

    assert capsys.readouterr().out.rstrip().endswith("skjonn history 2021-007")


def test_help_stays_within_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No line is longer than the terminal is wide."""
    monkeypatch.setenv("COLUMNS", "70")

    main(["--help"])

    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 70


def test_a_command_without_an_example_cannot_be_declared() -> None:
    """Help and example are asked for when the command is written."""
    with pytest.raises(TypeError, match="example"):
        Group("history").command(help=N_("Probe."), example="")


def test_every_noun_has_a_line_of_help() -> None:
    """The table of nouns is complete."""
    assert all(noun.help for noun in NOUNS)
