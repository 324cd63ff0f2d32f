"""A noun made for the tests: a command that shows whatever a test hands it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from skjonn.cli import app, prompts
from skjonn.cli.options import amount, day
from skjonn.cli.setting import Setting
from skjonn.texts import N_

Act = Callable[[Setting], None]


class Probe:
    """Stands in for the noun `history`; `act` is what its command does."""

    def __init__(self) -> None:
        """Begin with a command that does nothing."""
        self.act: Act = lambda _setting: None
        self.values: dict[str, Any] = {}

    def command(self, kind: str) -> Any:
        """Return the command: `acts`, `lists` or neither."""
        group = app.Group("history")

        @group.command(help=N_("Probe."), example="skjonn history x", acts=kind == "acts", lists=kind == "lists")
        def probe(
            ctx: typer.Context,
            file: Annotated[Path, typer.Argument(help="A file.")],
            on: Annotated[Any, typer.Option("--on", parser=day, metavar="DATE", help="A day.")] = None,
            sum_nok: Annotated[Any, typer.Option("--sum", parser=amount, metavar="AMOUNT", help="An amount.")] = None,
            count: Annotated[int, typer.Option("--count", help="A number.")] = 1,
        ) -> None:
            self.values = {"file": file, "on": on, "sum_nok": sum_nok, "count": count}
            self.act(Setting.of(ctx))

        return group.build()


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Probe:
    """Put the probe in the place of `history`; parametrize indirectly with `acts` or `lists`."""
    made = Probe()
    command = made.command(getattr(request, "param", ""))
    real = app.load
    monkeypatch.setattr(app, "load", lambda name: command if name == "history" else real(name))
    return made


@pytest.fixture(autouse=True)
def nobody_said_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own settings out of the tests."""
    for name in ("DATABASE", "USER", "TODAY", "LANG"):
        monkeypatch.delenv(f"SKJONN_{name}", raising=False)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    """A keyboard a test types on."""
    with create_pipe_input() as typed:
        monkeypatch.setattr(prompts, "_streams", lambda: {"input": typed, "output": DummyOutput()})
        yield typed


@pytest.fixture
def at_keyboard(keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch) -> PipeInput:
    """A keyboard a test types on, with somebody at it whom every command may ask."""
    monkeypatch.setattr(Setting, "may_prompt", property(lambda _setting: True))
    return keyboard
