"""Play the round of the shipped example through the public commands, from an empty folder to letters and tables.

`examples/rogaland-2021/cmd.txt` is the one list of what is run: the demo, the documentation and the tests read it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from skjonn.cli import main, output
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.errors import ConflictError, SurroundingsError
from skjonn.files import TargetBusy, shipped
from skjonn.texts import N_, _, chosen, ngettext

EXAMPLE = "rogaland-2021"
INPUT = (
    "call.toml", "applications.xlsx", "assessments.xlsx", "recommendations.xlsx",
    *(f"earlier/{year}.{kind}" for year in (2017, 2018, 2019, 2020) for kind in ("toml", "xlsx")),
)  # fmt: skip
NIGHTLY = "year.sh"
"""What cron runs; left beside the round, to be tried on it."""
MARKER = ".skjonn-demo"
_OWN_SETTINGS = "SKJONN_"
_WIDTH = 100

group = Group("demo")


class FolderNotEmpty(ConflictError):
    """The demo is to be played where something lies already."""

    code = "demo-folder-not-empty"
    sentence = N_("The folder {folder} is not empty.")
    advice = N_("Name another folder. A folder that the demo made itself is replaced with --again.")


class DemoStopped(SurroundingsError):
    """One of the example's commands failed; what it said stands above."""

    code = "demo-stopped"
    sentence = N_("The demo stopped at: {command}")
    advice = N_("What went wrong is told above. Mend it and run the demo again.")


@dataclass(frozen=True)
class Command:
    """One line of cmd.txt, as typed, and what the lines of comment before it tell."""

    line: str
    told: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words after `skjonn`."""
        return tuple(shlex.split(self.line)[1:])


@group.command(
    help=N_("Play the whole Rogaland 2021 round in a new folder: call, applications, decision, letters and tables."),
    example="skjonn demo\nskjonn demo ~/skjonn-demo --again",
    acts=True,
)
def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar=N_("FOLDER"), help=N_("The folder to make."))] = Path("demo"),
    again: Annotated[bool, typer.Option("--again", help=N_("Replace a folder the demo made before."))] = False,
) -> None:
    """Clear the folder, copy the example's files there, run its commands, tell what they made."""
    setting = Setting.of(ctx)
    played = commands(shipped("examples") / EXAMPLE / "cmd.txt")
    made: list[str] = []
    _check(folder, again=again)
    if not setting.desk.dry_run:
        _prepare(folder)
        _play(setting, folder, played)
        made = _made(folder)
    lines = _told(folder, made) if made else [command.line for command in played]
    data = {"folder": folder, "commands": [command.line for command in played], "made": made}
    setting.show(Answer(data=data, lines=lines, next_command=f"cd {shlex.quote(str(folder))} && skjonn status"))


def commands(path: Path) -> list[Command]:
    """Return the commands of a cmd.txt, in order: one a line, comments begin with #."""
    found: list[Command] = []
    told: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            told.append(line.removeprefix("#").strip())
        elif line.strip():
            found.append(Command(line.strip(), " ".join(told)))
            told = []
    return found


def _check(folder: Path, *, again: bool) -> None:
    try:
        filled = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise TargetBusy(path=str(folder)) from error
    if filled and not (again and (folder / MARKER).is_file()):
        raise FolderNotEmpty(folder=str(folder))


def _prepare(folder: Path) -> None:
    """Leave the folder with the example's input and nothing else."""
    try:
        if folder.exists():
            _empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARKER).touch()
        for name in INPUT:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(shipped("examples") / EXAMPLE / name, folder / name)
        shutil.copyfile(shipped("examples") / "year" / NIGHTLY, folder / NIGHTLY)
    except OSError as error:
        raise TargetBusy(path=str(folder)) from error


def _empty(folder: Path) -> None:
    """Remove everything but the marker, which goes last so that a removal that was stopped can be taken up again."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARKER:
            entry.unlink()


def _play(setting: Setting, folder: Path, played: Sequence[Command]) -> None:
    silent = setting.json or setting.quiet
    database = ["--database", setting.url] if setting.given.get("database") else []
    added = ["--quiet", "--no-input", "--lang", chosen(), *database]
    with chdir(folder), _without_own_settings():
        for command in played:
            if not silent:
                output.put("\n".join([*_wrapped(command.told), f"$ {command.line}"]))
            if _run([*command.words, *added], silent=silent):
                raise DemoStopped(command=command.line)


def _wrapped(told: str) -> list[str]:
    return ["", *textwrap.wrap(told, _WIDTH, initial_indent="# ", subsequent_indent="# ")] if told else []


def _run(words: Sequence[str], *, silent: bool) -> int:
    if not silent:
        return main(words)
    with redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):
        return main(words)


@contextmanager
def _without_own_settings() -> Iterator[None]:
    """Hide what the user has set for daily work: the demo goes to its own database, on the example's own days."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith(_OWN_SETTINGS)}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


def _made(folder: Path) -> list[str]:
    """Return what the commands made, as paths from the folder: the input and the marker are not among them."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in files if name not in (*INPUT, NIGHTLY, MARKER)]


def _told(folder: Path, made: Sequence[str]) -> list[str]:
    letters = [name for name in made if name.startswith("letters/")]
    others = [name for name in made if name not in letters]
    counted = ngettext("{count} letter", "{count} letters", len(letters)).format(count=len(letters))
    return [
        "",
        _("Made in {folder}:").format(folder=folder),
        *(f"  {name}" for name in others),
        f"  letters/ ({counted})",
    ]
