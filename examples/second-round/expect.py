"""What must come out of the story: `python examples/second-round/expect.py` plays cmd.txt and writes expected/ again.

The tests play it in the same way and compare. Read the difference before you commit it. `expect.py FOLDER` leaves the played
folder there, with the workbooks as they were filled in.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import openpyxl

from skjonn.cli import main
from skjonn.cli.demo import commands

HERE = Path(__file__).parent
ROUND = HERE.parent / "rogaland-2021"
TYPED = {
    ("score", "sheet"): ("eva.csv", "poeng/poeng-2021-Eva Vurdering.xlsx"),
    ("allocation", "sheet"): ("leader.csv", "fordeling-2021.xlsx"),
}
"""What a person types into the workbook that a command has written: a table here, the file there."""

CLOCK = re.compile(r"\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\d\b")
"""The day something was entered, which is the day it was played: every day of the story itself is in 2021."""
SOLVER = re.compile(r"HiGHS [0-9.]+[0-9]")
"""Another version may find the same plan."""


def play(folder: Path, database: str = "") -> dict[str, str]:
    """Play the commands in the new `folder`, on another database than its own where one is named; return what is said, by file."""
    folder.mkdir()
    for name in ("applications.xlsx", "assessments.xlsx"):
        shutil.copyfile(ROUND / name, folder / name)
    rules = (HERE / "allocation.toml").read_text(encoding="utf-8")
    (folder / "call.toml").write_text((ROUND / "call.toml").read_text(encoding="utf-8") + rules, encoding="utf-8")
    told: list[str] = []
    with chdir(folder):
        for command in commands(HERE / "cmd.txt"):
            code, heard = said([*command.words, *(["--database", database] if database else [])])
            told += textwrap.wrap(command.told, 100, initial_indent="# ", subsequent_indent="# ")
            told += [f"$ {command.line}", heard.strip("\n"), *([f"[exit {code}]"] if code else []), ""]
            if command.words[:2] in TYPED:
                table, book = TYPED[command.words[:2]]
                type_in(Path(book), HERE / table)
    here = str(folder.resolve())
    text = CLOCK.sub("YYYY-MM-DD", "\n".join(told).replace(here, "."))
    return {"said.txt": SOLVER.sub("HiGHS", text)}


def said(words: Sequence[str]) -> tuple[int, str]:
    """Return how a command ends, and what it says 80 columns wide in English."""
    with patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}), StringIO() as heard:
        with redirect_stdout(heard), redirect_stderr(heard):
            code = main([*words, "--lang", "en", "--no-input"])
        return code, heard.getvalue()


def type_in(book: Path, table: Path) -> None:
    """Fill in a workbook as a person does: the row by its case, the column by its heading, nothing else touched."""
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    top = next(row for row in sheet.iter_rows() if row[0].value == "Sak")
    columns = {cell.value: cell.column for cell in top}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=top[0].row + 1)}
    with table.open(encoding="utf-8", newline="") as lines:
        for typed in csv.DictReader(lines, delimiter=";"):
            case = typed.pop("Sak")
            for heading, text in typed.items():
                sheet.cell(rows[case], columns[heading]).value = int(text) if text.isdigit() else text or None
    opened.save(book)


def write() -> None:
    """Play and write what came out."""
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in play(Path(folder) / "second-round").items():
            (HERE / "expected" / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        play(Path(sys.argv[1]))
    else:
        write()
