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
from skjonn.domain.bundles import Area, Bundle, BundledCase, packed

HERE = Path(__file__).parent
VIKEN = "ostfold-buskerud-oslo-akershus"
YEARS: dict[str, tuple[str, int, tuple[tuple[str, int, str], ...]]] = {
    "rogaland-2020": ("rogaland", 2020, (("1103", 1_950_000, ""), ("1101", 600_000, ""), ("1149", 0, ""))),
    "rogaland-2021": ("rogaland", 2021, (("1103", 1_500_000, ""), ("1101", 1_100_000, ""), ("1160", 100_000, ""), ("1114", 120_000, "4207"), ("1111", 0, "agder"))),
    "agder-2021": ("agder", 2021, (("4204", 700_000, ""), ("4203", 350_000, ""), ("4202", 0, ""), ("1111", 80_000, ""))),
    "viken-2021": (VIKEN, 2021, (("3025", 800_000, ""), ("3005", 400_000, ""), ("0301", 0, ""))),
    "viken-2024": (VIKEN, 2024, (("3203", 900_000, ""), ("3301", 450_000, ""), ("0301", 250_000, ""))),
}  # fmt: skip
"""Whose, which year, and of each application its municipality, what it was awarded, and who was paid where that is another, or the
office it was passed to: invented."""
SHOWN = ("counties.md", "offices.md", "register.csv")


def bundle(office: str, year: int, cases: tuple[tuple[str, int, str], ...]) -> Bundle:
    """Return an office's year with these cases, each applied for with 100 000 more than it was awarded."""
    made = tuple(case(year, serial, one) for serial, one in enumerate(cases, start=1))
    total = sum(one.awarded_nok for one in made)
    return Bundle(office, year, f"{year}-12-31", (("project", total, total, total, 0, 0),), {"awards": sum(one.awarded_nok > 0 for one in made)}, made)  # fmt: skip


def case(year: int, serial: int, said: tuple[str, int, str]) -> BundledCase:
    """Return one case of a year, by its number within it."""
    number, nok, other = said
    return BundledCase(
        case=f"{year}-{serial:03}", call=str(year), title=f"[oppdikta] Prosjekt {serial}", municipality=number,
        payee=(other or number) if nok else "", partners=(), organisations=(), county_wide=False,
        areas=(Area("digital", "Digital forvaltning"),), applied_nok=nok + 100_000, awarded_nok=nok,
        outcome="awarded" if nok else "passed_on" if other else "not_awarded", passed_to="" if nok else other,
        on=f"{year}-05-25",
    )  # fmt: skip


def play(folder: Path) -> dict[str, str]:
    """Play the commands in the new `folder`; return what is said, and the tables, by file."""
    shutil.copytree(HERE / "bundles", folder / "bundles")
    agder = (folder / "bundles" / "agder-2021.json").read_bytes()
    (folder / "damaged.json").write_bytes(agder.replace(b"700000", b"900000"))
    (folder / "strange.json").write_bytes(agder.replace(b'"office":"agder"', b'"office":"atlantis"'))
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
