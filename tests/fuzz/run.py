"""Reads broken files by the thousand: `python -m tests.fuzz.run 20000`.

Each is read in a process that has a gibibyte and, per file, ten seconds. What is not read, or refused by one of our own
errors, is named with its number; `python -m tests.fuzz.run --one NUMBER` reads that one alone, with the traceback.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from skjonn.spreadsheets.inside import open_inside
from skjonn.spreadsheets.refusals import SheetFileRefused
from tests.fuzz.mutate import mutated

MOST_BYTES, MOST_SECONDS = 1 << 30, 10
_BATCH = 250
_ENDED = "process-ended"
_MISTAKES = (AttributeError, TypeError, IndexError, NameError, AssertionError, RecursionError, StopIteration)
"""What our own code raises when it is wrong; behind a refusal it is a finding, though the user is told a sentence."""
_HEADINGS = {"Tittel", "Søkerkommune", "Søknadsbeløp"}


@dataclass
class Outcome:
    """What came of some files: how many were read or refused, by code; which ended the process; what went wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    ended: list[int] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


def attempt(number: int) -> str:
    """Read the broken file of a number and return `read` or the code of the refusal; anything else is raised."""
    return attempt_file(*mutated(number))


def attempt_file(ending: str, content: bytes) -> str:
    """Read a file and return `read` or the code of the refusal; anything else is raised."""
    try:
        for _head, rows in open_inside(content, ending, f"a{ending}", _HEADINGS.__contains__).sheets:
            for _row in rows:
                pass
    except SheetFileRefused as error:
        if isinstance(error.__cause__, _MISTAKES):
            raise error.__cause__ from error
        return error.code
    return "read"


def batch(first: int, count: int, limited: Callable[[int, int], subprocess.CompletedProcess[str]] | None = None) -> Outcome:  # fmt: skip
    """Read some broken files, in a process that is started anew whenever it ends over one of them.

    Args:
        first: the number of the first.
        count: how many.
        limited: runs the process; by default as this file says.
    """
    outcome = Outcome()
    number = first
    while number < first + count:
        done = (limited or _limited)(number, first + count - number)
        told = [line.split() for line in done.stdout.splitlines()]
        reached = number
        for at, *what in told:
            reached = int(at)
            if what:
                _note(outcome, reached, what[0])
        if told and len(told[-1]) == 1:  # it ended while reading this one
            _note(outcome, reached, _ended(reached, done.returncode))
        elif done.returncode or not told:  # it ended otherwise
            outcome.findings.append(f"{reached}: {done.stderr[-2000:]}")
            break
        number = reached + 1
    return outcome


def _note(outcome: Outcome, number: int, what: str) -> None:
    outcome.counts[what] += 1
    if what == _ENDED:
        outcome.ended.append(number)
    if what.startswith("!"):
        outcome.findings.append(f"{number}: {what}")


def _ended(number: int, code: int) -> str:
    """Return what the end of a process means; an .xls cannot be looked through first, and may ask for too much memory."""
    if code == -signal.SIGALRM:
        return "!took-too-long"
    return _ENDED if mutated(number)[0] == ".xls" and code == -signal.SIGABRT else f"!ended-{code}"


def _limited(first: int, count: int) -> subprocess.CompletedProcess[str]:
    home = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.fuzz.run", "--within", str(first), str(count)]
    path = os.pathsep.join([str(home), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.run(command, cwd=home, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)  # fmt: skip


def _within(first: int, count: int) -> None:
    """Be the process: tell each file's number before it is read, and what came of it after."""
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number in range(first, first + count):
        sys.stdout.write(str(number))
        sys.stdout.flush()
        broken = mutated(number)
        signal.alarm(MOST_SECONDS)
        try:
            what = attempt_file(*broken)
        except BaseException as error:  # noqa: BLE001  (whatever it is, it is the finding)
            what = f"!{type(error).__name__}"
        signal.alarm(0)
        sys.stdout.write(f" {what}\n")
        sys.stdout.flush()


def main() -> int:
    """Read as many broken files as asked for, and tell what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--one", type=int)
    parser.add_argument("--within", type=int, nargs=2)
    asked = parser.parse_args()
    if asked.within:
        _within(*asked.within)
        return 0
    if asked.one is not None:
        print(mutated(asked.one)[0], attempt(asked.one))  # noqa: T201  (a tool's answer)
        return 0
    starts = range(asked.first, asked.first + asked.count, _BATCH)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda start: batch(start, min(_BATCH, asked.first + asked.count - start)), starts))
    for what, times in sum((one.counts for one in outcomes), Counter[str]()).most_common():
        print(f"{times:7} {what}")  # noqa: T201  (a tool's answer)
    findings = [finding for one in outcomes for finding in one.findings]
    print(*findings, sep="\n")  # noqa: T201  (a tool's answer)
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
