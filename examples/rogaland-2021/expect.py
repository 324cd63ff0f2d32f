"""What must come out of the example: `python examples/rogaland-2021/expect.py` plays it and writes expected/ again.

The tests play it in the same way and compare. Read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import shlex
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from skjonn.cli import main

HERE = Path(__file__).parent
ASKED = {
    "awards.csv": "table awards --call 2021 --format csv",
    "awards.json": "table awards --call 2021 --format json",
    "applications.json": "table applications --call 2021 --format json",
    "municipalities.json": "table municipalities --call 2021 --format json",
    "municipalities.txt": "table municipalities --call 2021",
    "areas.json": "table areas --call 2021 --format json",
    "initiatives.json": "table initiatives --year 2021 --format json",
    "frame.json": "frame show 2021 --json",
    "scores.json": "score list 2021 --json",
    "decision.json": "decision show 1 --json",
    "letters.json": "letter list 2021 --json",
}
"""What is asked of the finished round, by the name of the file that holds the answer."""
LEFT_OUT = ("sha256", "digest", "messages", "next")
"""Keys that may change without the round being another."""


def play(folder: Path, database: str = "") -> str:
    """Play the round into the new `folder`, on another database than its own where one is named; return what it says."""
    with chdir(folder.parent):
        heard = said(["demo", folder.name, "--lang", "en", *_on(database)])
    return heard.replace(str(folder.resolve()), folder.name)


def outcome(folder: Path, database: str = "") -> dict[str, str]:
    """Return the answers to everything asked of the round played in `folder`, by file name."""
    with chdir(folder):
        return {
            name: _plain(name, said([*shlex.split(words), "--lang", "en", *_on(database)]))
            for name, words in ASKED.items()
        }


def said(words: Sequence[str]) -> str:
    """Return what a command says on stdout; it must end well."""
    heard = BytesIO()
    with redirect_stdout(TextIOWrapper(heard, encoding="utf-8", newline="", write_through=True)) as text:
        with patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
            code = main(words)
        text.detach()
    if code:
        raise RuntimeError(f"skjonn {shlex.join(words)} ended with {code}")
    return heard.getvalue().decode()


def _on(database: str) -> list[str]:
    return ["--database", database] if database else []


def _plain(name: str, text: str) -> str:
    if not name.endswith(".json"):
        return text.replace("\r\n", "\n")
    return json.dumps(_without(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(item) for name, item in value.items() if name not in LEFT_OUT}
    return [_without(item) for item in value] if isinstance(value, list) else value


def write() -> None:
    """Play the round and write what came out."""
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        told = {"demo.txt": play(Path(folder) / "demo")}
        for name, text in (told | outcome(Path(folder) / "demo")).items():
            (HERE / "expected" / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
