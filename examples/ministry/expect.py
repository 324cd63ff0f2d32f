"""What must come out when offices' years are joined: `python examples/ministry/expect.py` writes bundles/ and expected/ again.

The tests play it in the same way and compare. Read the difference before you commit it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import textwrap
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from skjonn.cli import main
from skjonn.cli.demo import commands
from skjonn.domain.bundles import Bundle, BundledCase, packed

HERE = Path(__file__).parent
VIKEN = "ostfold-buskerud-oslo-akershus"
YEARS = {
    "rogaland-2020": ("rogaland", 2020, (("1103", 1_950_000), ("1101", 600_000), ("1149", 0))),
    "rogaland-2021": ("rogaland", 2021, (("1103", 1_500_000), ("1101", 1_100_000), ("1160", 100_000), ("1111", 0))),
    "agder-2021": ("agder", 2021, (("4204", 700_000), ("4203", 350_000), ("4202", 0))),
    "viken-2021": (VIKEN, 2021, (("3025", 800_000), ("3005", 400_000), ("0301", 0))),
    "viken-2024": (VIKEN, 2024, (("3203", 900_000), ("3301", 450_000), ("0301", 250_000))),
}
"""Whose, which year, and of each application its municipality and what it was awarded: invented."""
SHOWN = ("counties.md", "offices.md", "register.csv")


def bundle(office: str, year: int, cases: tuple[tuple[str, int], ...]) -> Bundle:
    """Return an office's year with these cases, each applied for with 100 000 more than it was awarded."""
    made = tuple(
        BundledCase(
            case=f"{year}-{serial:03}", call=str(year), title=f"[oppdikta] Prosjekt {serial}", municipality=number,
            payee=number if nok else "", partners=(), organisations=(), county_wide=False, areas=("Digital forvaltning",),
            applied_nok=nok + 100_000, awarded_nok=nok, outcome="awarded" if nok else "not_awarded",
            on=f"{year}-05-25" if nok else f"{year}-01-19",
        )
        for serial, (number, nok) in enumerate(cases, start=1)
    )  # fmt: skip
    total = sum(nok for _number, nok in cases)
    return Bundle(office, year, f"{year}-12-31", (("project", total, total, total, 0, 0),), {"awards": sum(nok > 0 for _number, nok in cases)}, made)  # fmt: skip


def play(folder: Path) -> dict[str, str]:
    """Play the commands in the new `folder`; return what is said, and the tables, by file."""
    shutil.copytree(HERE / "bundles", folder / "bundles")
    agder = (folder / "bundles" / "agder-2021.json").read_bytes()
    (folder / "damaged.json").write_bytes(agder.replace(b"700000", b"900000"))
    (folder / "twice.json").write_bytes(agder)
    told: list[str] = []
    with chdir(folder), patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
        for command in commands(HERE / "cmd.txt"):
            with StringIO() as heard:
                with redirect_stdout(heard), redirect_stderr(heard):
                    code = main([*command.words, "--lang", "en", "--no-input"])
                told += textwrap.wrap(command.told, 100, initial_indent="# ", subsequent_indent="# ")
                told += [f"$ {command.line}", heard.getvalue().strip("\n"), *([f"[exit {code}]"] if code else []), ""]
    tables = {
        name: (folder / "national" / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n") for name in SHOWN
    }
    return {"said.txt": "\n".join(told), **tables}


def write() -> None:
    """Write the bundles, play, and write what came out."""
    for name, (office, year, cases) in YEARS.items():
        (HERE / "bundles" / f"{name}.json").write_bytes(packed(bundle(office, year, cases)))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in play(Path(folder) / "ministry").items():
            (HERE / "expected" / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
