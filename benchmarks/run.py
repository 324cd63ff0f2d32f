"""Speed as ratios to programs of the same kind, measured in one go: `make bench`.

Milliseconds differ from machine to machine, ratios hardly. Each pair is run in turns and the minimum of each is taken, so
that a busy machine disturbs both alike. Ends with 1 where a ratio is over its bound.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import letters
import openpyxl
import plan
import years
from intake import Office, report

from skjonn.files import shipped

ROUNDS = 10
EXAMPLE = shipped("examples") / "rogaland-2021"
SKJONN = (sys.executable, "-m", "skjonn")
Act = Callable[[], float]

ONE_COMMAND = """
import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    print(f"Hello {name}")


app()
"""
IMPORTS = "import typer, sqlmodel, rich.table"
LOAD = (
    f"import openpyxl; openpyxl.load_workbook({str(EXAMPLE / 'applications.xlsx')!r}, read_only=True, data_only=True)"
)


@dataclass(frozen=True)
class Measure:
    """One ratio: ours to the sum of the peers', and the bound it must keep (included)."""

    name: str
    ours: Act
    peers: tuple[Act, ...]
    bound: float


@dataclass(frozen=True)
class Result:
    """What was measured, in seconds."""

    measure: Measure
    ours: float
    peers: float

    @property
    def ratio(self) -> float:
        """How many times the peers' time ours is."""
        return self.ours / self.peers


def main() -> int:
    """Measure everything, print a table, return 1 where a bound is broken."""
    with tempfile.TemporaryDirectory() as folder:
        results = [_measured(measure) for measure in _measures(Path(folder))]
        broken = _intake(Path(folder))
    print(f"{'':52}{'ours':>9}{'peer':>9}{'ratio':>8}{'bound':>8}")
    for result in results:
        over = "  OVER" if result.ratio > result.measure.bound else ""
        times = f"{result.ours * 1000:>6.0f} ms{result.peers * 1000:>6.0f} ms"
        print(f"{result.measure.name:52}{times}{result.ratio:>8.2f}{result.measure.bound:>8.1f}{over}")
    broken = plan.main() or broken
    broken = letters.main() or broken
    broken = years.main() or broken
    return int(broken or any(result.ratio > result.measure.bound for result in results))


def _intake(folder: Path) -> bool:
    """Measure imports of thousands of rows and of hundreds of forms; tell whether a bound is broken."""
    broken = False
    for name, ours, peers, bound in report(Office(folder / "office", SKJONN), folder, _forms(folder / "office")):
        ratio = ours / peers
        over = bool(bound) and ratio > bound
        broken = broken or over
        print(f"{name:52}{ours:>10.2f} {peers:>10.2f} {ratio:>7.2f}{bound:>8.1f}{'  OVER' if over else ''}")
    return broken


def _forms(office: Path) -> Callable[[Path, int], None]:
    """Return what writes filled forms: one is filled as a person would, the others differ from it by their title."""

    def write(folder: Path, count: int) -> None:
        form, mark = folder.parent / "form.xlsx", "Tiltak 000000"
        _run(office, (*SKJONN, "call", "form", "2021", "--in", "nn", "--out", str(form), "--user", "kari"))
        book = openpyxl.load_workbook(form)
        answers: dict[str, str | int] = {"title": mark, "lead": "1112 Lund", "applied_nok": 500_000}
        for name, sheet, cell, *_rest in reversed(list(book["skjonn"].iter_rows(values_only=True))):
            if name in answers:
                book[str(sheet)][str(cell)] = answers[str(name)]
        book.save(form)
        for number in range(count):
            _copy_with(form, folder / f"{number:04d}.xlsx", mark, f"Tiltak {number:06d}")

    return write


def _copy_with(source: Path, target: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(source) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in packed.infolist():
            copy.writestr(part.filename, packed.read(part).replace(old.encode(), new.encode()))


def _measures(folder: Path) -> tuple[Measure, ...]:
    script = folder / "one_command.py"
    script.write_text(ONE_COMMAND, encoding="utf-8")
    office = folder / "office"
    _prepare(office)
    listing = _running(office, *SKJONN, "call", "list")
    return (
        Measure("skjonn --help : one-command typer --help", _running(folder, *SKJONN, "--help"), (_running(folder, sys.executable, str(script), "--help"),), 1.3),
        Measure("skjonn call list : importing typer, sqlmodel, rich", listing, (_running(folder, sys.executable, "-c", IMPORTS),), 1.3),
        Measure("import of 29 rows : call list + openpyxl load", _importing(office), (listing, _running(folder, sys.executable, "-c", LOAD)), 1.5),
    )  # fmt: skip


def _measured(measure: Measure) -> Result:
    acts = (measure.ours, *measure.peers)
    for act in acts:
        act()  # the first run reads from disk what the others find in memory
    times = [[act() for act in acts] for _ in range(ROUNDS)]
    ours, *peers = (min(column) for column in zip(*times, strict=True))
    return Result(measure, ours, sum(peers))


def _prepare(office: Path) -> None:
    """Make a working folder with an open call, and keep its database to start each import from."""
    today = ("--today", "2021-01-19", "--user", "kari")
    for words in _commands_up_to("call open"):
        office.mkdir(exist_ok=True)
        shutil.copytree(EXAMPLE, office, dirs_exist_ok=True)
        _run(office, (*SKJONN, *words, *(() if "--today" in words else today)))
    shutil.copy(office / "skjonn.db", office / "before.db")


def _commands_up_to(last: str) -> list[tuple[str, ...]]:
    from skjonn.cli.demo import commands

    words = [command.words for command in commands(EXAMPLE / "cmd.txt")]
    end = next(place for place, each in enumerate(words) if " ".join(each).startswith(last))
    return words[: end + 1]


def _importing(office: Path) -> Act:
    words = next(words for words in _commands_up_to("application import") if words[:2] == ("application", "import"))

    def act() -> float:
        for left in office.glob("skjonn.db*"):
            left.unlink()
        shutil.copy(office / "before.db", office / "skjonn.db")
        return _run(office, (*SKJONN, *words))

    return act


def _running(folder: Path, *words: str) -> Act:
    return lambda: _run(folder, words)


def _run(folder: Path, words: Sequence[str]) -> float:
    """Return the seconds a command takes in `folder`, free of the settings of whoever measures."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SKJONN_")}
    begun = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=clean, check=False, capture_output=True)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
