"""What must be said of the messy list: `python examples/messy/expect.py` plays cmd.txt and writes expected/ again.

The tests play it in the same way and compare. Read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from skjonn.cli import main
from skjonn.cli.demo import commands

HERE = Path(__file__).parent
CALL = HERE.parent / "rogaland-2021" / "call.toml"
NAME = "applications.xlsx"
REFUSED = 3
"""Which command of cmd.txt is refused, from 0; what it tells as JSON is kept as well."""


def play(folder: Path) -> dict[str, str]:
    """Play the commands in the new `folder`; return what each says, and the refused import as JSON, by file name."""
    folder.mkdir()
    for path in (CALL, HERE / NAME):
        shutil.copyfile(path, folder / path.name)
    told: list[str] = []
    refused = ""
    with chdir(folder):
        for number, command in enumerate(commands(HERE / "cmd.txt")):
            if number == REFUSED:
                refused = said([*command.words, "--json", "--dry-run"], StringIO())[1]
            code, heard = said(command.words)
            told += [f"$ {command.line}", heard.strip("\n"), f"[exit {code}]", ""]
    here = str(folder.resolve())
    return {"said.txt": "\n".join(told).replace(here, "."), "refused.json": _plain(refused)}


def said(words: Sequence[str], talk: StringIO | None = None) -> tuple[int, str]:
    """Return how a command ends, and what it says 80 columns wide in English; stderr too, unless that has its own place."""
    with patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}), StringIO() as heard:
        with redirect_stdout(heard), redirect_stderr(heard if talk is None else talk):
            code = main([*words, "--lang", "en", "--no-input"])
        return code, heard.getvalue()


def _plain(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write() -> None:
    """Play and write what came out."""
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in play(Path(folder) / "messy").items():
            (HERE / "expected" / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
