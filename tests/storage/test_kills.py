"""A command killed at any moment leaves a sound database and no half file, and the same command run again completes."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from skjonn.cli import main
from skjonn.storage import database
from tests.conftest import new_database
from tests.storage import raw

EXAMPLE = Path(__file__).parents[2] / "examples" / "rogaland-2021"
INPUT = ("call.toml", "applications.xlsx", "assessments.xlsx", "recommendations.xlsx")
KILLED = ("application import", "decision approve", "letter write")
TIMES = 9  # of each command on each database: 54 in all
DONE = {0, 4}  # 4: it had come through before it was killed, and now finds its work done

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a warmed process can only be forked where there is fork"),
]


@dataclass(frozen=True)
class Stage:
    """A working folder as it stands just before a command; `url` is a Postgres database to copy, else empty."""

    words: tuple[str, ...]
    folder: Path
    url: str

    def copied(self, folder: Path, postgres: Callable[[str], str]) -> Stage:
        """Return the same stage in a folder and a database of its own."""
        shutil.copytree(self.folder, folder)
        url = postgres(self.url) if self.url else ""
        return Stage(self.words, folder, url)

    @property
    def database(self) -> str:
        """The database's address."""
        return self.url or f"sqlite:///{self.folder / 'skjonn.db'}"


@pytest.fixture
def copies(postgres: str) -> Callable[[str], str]:
    """Copy a Postgres database on the suite's server."""

    def copy(url: str) -> str:
        name = new_database(postgres, url.split("?", maxsplit=1)[0].rsplit("/", 1)[1] if url else "template1")
        return postgres.replace("/postgres?", f"/{name}?")

    return copy


@pytest.fixture
def stages(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, Stage]:
    """Play the example's round, keeping a copy of everything before each command that will be killed."""
    folder = tmp_path / "round"
    folder.mkdir()
    for name in INPUT:
        shutil.copy(EXAMPLE / name, folder)
    copy: Callable[[str], str] = request.getfixturevalue("copies") if kind == "postgresql" else str
    live = Stage((), folder, copy("") if kind == "postgresql" else "")
    return dict(_played(live, tmp_path, copy))


def _played(live: Stage, tmp_path: Path, copy: Callable[[str], str]) -> Iterator[tuple[str, Stage]]:
    for line in (EXAMPLE / "cmd.txt").read_text(encoding="utf-8").splitlines():
        words = tuple(shlex.split(line, comments=True))[1:]
        if not words:
            continue
        name = " ".join(words[:2])
        if name in KILLED:
            yield name, Stage(words, live.folder, live.url).copied(tmp_path / name.replace(" ", "-"), copy)
        assert run(live, words) == 0, line
        if name == KILLED[-1]:
            return


def run(stage: Stage, words: tuple[str, ...]) -> int:
    """Run a command in the stage's folder, in this process, unheard."""
    named = ("--database", stage.url) if stage.url else ()
    with chdir(stage.folder), redirect_stdout(StringIO()) as heard, redirect_stderr(heard):
        code = main([*words, *named, "--no-input", "--lang", "en"])
    if code not in DONE:
        print(heard.getvalue())  # noqa: T201  (shown where the test fails)
    return code


def fork(stage: Stage) -> int:
    """Run the stage's command in a process of its own, warm from the start, and return its number."""
    number = os.fork()
    if number:
        return number
    os.setpgid(0, 0)
    code = 70
    with suppress(BaseException):
        code = run(stage, stage.words)
    os._exit(code)


def killed(stage: Stage, after: float) -> None:
    """Start the stage's command and kill it `after` seconds, with every process it has started."""
    number = fork(stage)
    time.sleep(after)
    with suppress(ProcessLookupError, PermissionError):
        os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)


def lasting(stage: Stage) -> float:
    """Return how many seconds the stage's command lasts when nobody kills it."""
    began = time.monotonic()
    _number, status = os.waitpid(fork(stage), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return time.monotonic() - began


def state(stage: Stage) -> dict[str, object]:
    """Return what the killed commands are about: how much there is of everything, and which letters lie there."""
    questions = {
        "applications": "SELECT count(*) FROM application_version",
        "partners": "SELECT count(*) FROM application_partner",
        "imports": "SELECT count(*) FROM import",
        "pots": "SELECT allotted_nok, committed_nok FROM pot ORDER BY id",
        "approved": "SELECT count(*) FROM decision WHERE status = 'approved'",
        "letters": "SELECT path, content_digest FROM letter ORDER BY number",
    }
    found: dict[str, object] = {name: raw.rows(stage.database, question) for name, question in questions.items()}
    return found | {"files": sorted(path.name for path in stage.folder.glob("letters/**/*.docx"))}


def half_files(folder: Path) -> list[str]:
    """Return the documents that cannot be opened whole; files being written have names of their own."""
    documents = [path for path in folder.rglob("*.docx") if not path.name.startswith(".skjonn-")]
    return [path.name for path in documents if not zipfile.is_zipfile(path) or zipfile.ZipFile(path).testzip()]


@pytest.mark.parametrize("name", KILLED)
def test_killed_at_any_moment(
    stages: dict[str, Stage], name: str, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    """Nine times each: sound right after, whole when run again, and then the same as if nothing had happened."""
    copy: Callable[[str], str] = request.getfixturevalue("copies") if kind == "postgresql" else str
    undisturbed = stages[name].copied(tmp_path / "undisturbed", copy)
    seconds, chance = lasting(undisturbed), random.Random(f"{name} {kind}")
    expected = state(undisturbed)
    for turn in range(TIMES):
        stage = stages[name].copied(tmp_path / f"turn-{turn}", copy)
        after = chance.uniform(0, seconds * 1.1)

        killed(stage, after)

        assert run(stage, ("database", "check", "--user", "kari")) == 0
        assert half_files(stage.folder) == []
        assert run(stage, stage.words) in DONE, f"killed after {after:.3f} s of {seconds:.3f} s"
        assert state(stage) == expected
        assert run(stage, ("database", "check", "--user", "kari")) == 0
        database.close(stage.database)
