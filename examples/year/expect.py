"""What must come out of the night's script: `python examples/year/expect.py` runs the lines of cmd.txt in an empty folder and writes expected/ again.

The lines are a shell's, as a person types them; the tests run them in the same way and compare. Read the difference before you commit it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from skjonn.cli.demo import commands

HERE = Path(__file__).parent


def play(folder: Path, programs: Path) -> str:
    """Run the lines in the new `folder`, with the command `skjonn` put into `programs`, and return what is said."""
    folder.mkdir()
    around = surroundings(programs)
    told: list[str] = []
    for line in commands(HERE / "cmd.txt"):
        run = subprocess.run(["/bin/sh", "-c", line.line], cwd=folder, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False, timeout=300)  # fmt: skip
        told += textwrap.wrap(line.told, 100, initial_indent="# ", subsequent_indent="# ")
        told += [f"$ {line.line}", *([run.stdout.strip("\n")] if run.stdout.strip() else []), *([f"[exit {run.returncode}]"] if run.returncode else []), ""]  # fmt: skip
    return "\n".join(told).replace(str(folder.resolve()), ".")


def surroundings(programs: Path) -> dict[str, str]:
    """Return the variables a shell is started with: this interpreter's `skjonn` on the path, messages in English, no setting of the user's."""
    programs.mkdir(exist_ok=True)
    (programs / "skjonn").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m skjonn "$@"\n', encoding="utf-8")
    (programs / "skjonn").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SKJONN_")}
    paths = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), *filter(None, sys.path)])}  # fmt: skip
    return {**kept, **paths, "SKJONN_LANG": "en", "LC_ALL": "C.UTF-8", "COLUMNS": "80", "NO_COLOR": "1"}


def write() -> None:
    """Play and write what came out."""
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        told = play(Path(folder) / "night", Path(folder) / "bin")
    (HERE / "expected" / "said.txt").write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
