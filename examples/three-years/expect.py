"""What must come out of three years: `python examples/three-years/expect.py` plays cmd.txt and writes expected/ again.

The tests play it in the same way and compare. Read the difference before you commit it. `expect.py FOLDER` leaves the played folder
there, with letters, forms, lists and yearly reports.
"""

from __future__ import annotations

import csv
import hashlib
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
FORMS = {"2020-05-29": "reports-2019.csv", "2020-09-28": "late-2019.csv"}
"""What municipalities have typed into the forms that came on a day."""
MAP = "skjonn_report"


def play(folder: Path, database: str = "") -> dict[str, str]:
    """Play the commands in the new `folder`, on another database than its own where one is named; return what is said, and the digests of the reports.

    The digests are the same on either database; another version of what packs files may give others.
    """
    folder.mkdir()
    for name in ("applications.xlsx", "recommendations.xlsx", "call.toml"):
        shutil.copyfile(ROUND / name, folder / name)
    for path in HERE.glob("*-20??.csv"):
        shutil.copyfile(path, folder / path.name)
    call = (ROUND / "call.toml").read_text(encoding="utf-8")
    for year in (2019, 2020):
        (folder / f"call-{year}.toml").write_text(earlier(call, year), encoding="utf-8")
    told: list[str] = []
    with chdir(folder):
        for command in commands(HERE / "cmd.txt"):
            if command.words[:2] == ("report", "import"):
                fill_in(Path(command.words[2]), HERE / FORMS[command.words[command.words.index("--received") + 1]])
            code, heard = said([*command.words, *(["--database", database] if database else [])])
            told += textwrap.wrap(command.told, 100, initial_indent="# ", subsequent_indent="# ")
            told += [f"$ {command.line}", heard.strip("\n"), *([f"[exit {code}]"] if code else []), ""]
        digests = [
            f"{digest(path)}  {path.as_posix()}"
            for year in (2019, 2020, 2021)
            for path in sorted(Path(f"report-{year}").iterdir())
        ]
    text = "\n".join(told).replace(str(folder.resolve()), ".")
    return {"said.txt": text, "digests.txt": "\n".join(digests) + "\n"}


def earlier(call: str, year: int) -> str:
    """Return the call of 2021 as one of an earlier year: every year in it as many years before."""
    return re.sub(r"\b20(2[0-9])\b", lambda found: str(int(found[0]) - (2021 - year)), call)


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def said(words: Sequence[str]) -> tuple[int, str]:
    """Return how a command ends, and what it says 80 columns wide in English."""
    with patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}), StringIO() as heard:
        with redirect_stdout(heard), redirect_stderr(heard):
            code = main([*words, "--lang", "en", "--no-input"])
        return code, heard.getvalue()


def fill_in(forms: Path, table: Path) -> None:
    """Fill in report forms as municipalities do: the answers of each case into the cells the form's map names."""
    with table.open(encoding="utf-8", newline="") as lines:
        answers = {line.pop("Sak"): line for line in csv.DictReader(lines, delimiter=";")}
    for path in sorted(forms.iterdir()):
        book = openpyxl.load_workbook(path)
        for row in book[MAP].iter_rows(min_row=2, max_col=5, values_only=True):
            sheet, case, _report, name, cell = (str(value) for value in row)
            text = answers.get(case, {}).get(name)
            if text is not None:
                book[sheet][cell].value = int(text) if text.isdigit() else text
        if any(sheet in answers for sheet in book.sheetnames):
            book.save(path)


def write() -> None:
    """Play and write what came out."""
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        told = play(Path(folder) / "three-years")["said.txt"]
        (HERE / "expected" / "said.txt").write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        play(Path(sys.argv[1]))
    else:
        write()
