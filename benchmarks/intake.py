"""What an import costs beside programs that only read, or only write: files of thousands of applications, and many forms.

Each figure is taken in the same run as its peers, in turns, and the minimum of each counts. What a program takes for a file
of one row is its start-up, ours and the peers' alike, and does not count where a large file is measured: it is bounded on its
own. Run by `benchmarks/run.py`.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import xlsxwriter

ROWS, MANY, FORMS = 35_000, 105_000, 400
ROUNDS = 5
GREATEST_PARENT_MB, GREATEST_CHILD_MB = 200, 400
Act = Callable[[], float]

_HEADINGS = (
    "Referanse", "Prosjekttittel", "Søkjarkommune", "Samarbeidspartnarar", "Søknadssum", "Kort omtale", "Mål", "Prioriterte område",
    "Prosjektstart", "Prosjektslutt", "Totalkostnad", "Eigenfinansiering", "Godtek delvis tildeling", "Motteken", "Kontaktperson",
)  # fmt: skip
_MUNICIPALITIES = ("Stavanger", "Sandnes", "Hå", "Klepp", "Time", "Gjesdal", "Sola", "Randaberg", "Strand", "Karmøy", "Haugesund", "Lund")  # fmt: skip
_AREAS = ("Klima og miljø", "Barn og unge", "Digital forvaltning")

OPENPYXL = """
import openpyxl, sys
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):
    pass
"""
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
PANDAS = """
import sqlite3, sys
import pandas
with sqlite3.connect(sys.argv[2]) as connection:
    pandas.read_excel(sys.argv[1]).to_sql("applications", connection, if_exists="replace")
"""


def applications(path: Path, rows: int) -> None:
    """Write a sheet of `rows` applications of fifteen columns, every one without a fault; the same each time."""
    draw = random.Random(2021)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, day = book.add_worksheet("Søknader"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, _HEADINGS)
    for number in range(1, rows + 1):
        for place, value in enumerate(_application(number, draw)):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write(number, place, value)
    book.close()


def _application(number: int, draw: random.Random) -> tuple[Any, ...]:
    lead, applied_nok = draw.choice(_MUNICIPALITIES), draw.randrange(50, 900) * 1000
    partners = [one for one in draw.sample(_MUNICIPALITIES, 3) if one != lead][: draw.randrange(4)]
    told = "Vi vil prøve ut ein ny måte å arbeide på, saman med innbyggjarane og andre kommunar. " * 2
    return (
        f"S-{number:06d}", f"Prosjekt nr. {number} om nye løysingar i tenestene våre", lead, ", ".join(partners), applied_nok, told,
        "Betre tenester", draw.choice(_AREAS), date(2021, 8, 1), date(2022, 6, 30), applied_nok * 2, applied_nok,
        draw.choice(("Ja", "Nei")), date(2021, 2, 15), f"Person {number % 200}",
    )  # fmt: skip


class Office:
    """A working folder with an open call, from which every import starts anew."""

    def __init__(self, folder: Path, skjonn: tuple[str, ...]) -> None:
        """Take a folder that holds `before.db`."""
        self.folder, self._skjonn = folder, skjonn

    def importing(self, what: Path, *more: str) -> Act:
        """Return the act of importing a file or folder into an empty call."""

        def act() -> float:
            self._begin_anew()
            return self._run(what, *more)[0]

        return act

    def memory(self, what: Path) -> tuple[float, float]:
        """Return the peak megabytes of the command and of the process it reads in."""
        self._begin_anew()
        command = subprocess.Popen(self._words(what), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        parent = child = 0
        watched = psutil.Process(command.pid)
        while command.poll() is None:
            try:
                parent = max(parent, watched.memory_info().rss)
                child = max([child, *(one.memory_info().rss for one in watched.children())])
            except psutil.Error:
                pass
            time.sleep(0.01)
        _told(command.returncode, command.stderr.read() if command.stderr else b"")
        return parent / 1e6, child / 1e6

    def _begin_anew(self) -> None:
        for left in self.folder.glob("skjonn.db*"):
            left.unlink()
        shutil.copy(self.folder / "before.db", self.folder / "skjonn.db")

    def _words(self, what: Path, *more: str) -> list[str]:
        return [*self._skjonn, "application", "import", str(what), "--call", "2021", "--user", "kari", "--today", "2021-03-01", *more]  # fmt: skip

    def _run(self, what: Path, *more: str) -> tuple[float, bytes]:
        begun = time.perf_counter()
        done = subprocess.run(self._words(what, *more), cwd=self.folder, check=False, capture_output=True)
        taken = time.perf_counter() - begun
        _told(done.returncode, done.stderr)
        return taken, done.stdout


def _told(code: int, said: bytes) -> None:
    if code:
        raise SystemExit(f"the import ended with {code}:\n{said.decode()}")


def script(text: str, *words: object) -> Act:
    """Return the act of running a script of a few lines as a process of its own."""

    def act() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", text, *map(str, words)], check=True, capture_output=True)
        return time.perf_counter() - begun

    return act


def writing_bare(stored: Path, folder: Path) -> Act:
    """Return the act of putting the rows another database holds into the same tables of a new one, by `executemany` alone."""
    with sqlite3.connect(stored) as there:
        made = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"  # fmt: skip
        tables = [(name, sql) for name, sql in there.execute(made)]
        names = [name for name, sql in tables if sql.startswith("CREATE TABLE")]
        rows = {name: there.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}

    def act() -> float:
        bare = folder / "bare.db"
        bare.unlink(missing_ok=True)
        with sqlite3.connect(bare) as here:
            for _name, sql in tables:
                here.execute(sql)
            begun = time.perf_counter()
            for name, held in rows.items():
                if held:
                    here.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(held[0]))})', held)
            here.commit()
            return time.perf_counter() - begun

    return act


def minimums(*acts: Act, rounds: int = ROUNDS) -> list[float]:
    """Return the least time of each act, run in turns."""
    times = [[act() for act in acts] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def report(office: Office, folder: Path, forms: Callable[[Path, int], None]) -> list[tuple[str, float, float, float]]:
    """Measure everything and return name, ours, peers' and bound: seconds, of memory megabytes; a bound of 0 is none.

    Args:
        office: with an open call.
        folder: for files.
        forms: writes a number of filled forms into a folder.
    """
    file, large, many, single = folder / "a.xlsx", folder / "b.xlsx", folder / "forms", folder / "c.xlsx"
    applications(file, ROWS)
    applications(single, 1)
    applications(large, MANY)
    many.mkdir()
    forms(many, FORMS)
    starting = minimums(office.importing(single), script(OPENPYXL, single), script(CALAMINE, single))
    starting.append(starting[0])
    whole = minimums(office.importing(file), script(OPENPYXL, file), script(CALAMINE, file), office.importing(large))
    ours, reading, bare, triple = (taken - start for taken, start in zip(whole, starting, strict=True))
    office.importing(file)()
    writing = min(minimums(writing_bare(office.folder / "skjonn.db", folder)))
    parent, child = office.memory(large)
    one = sorted(many.iterdir())[0]
    (all_forms, loading) = minimums(office.importing(many, "--received", "2021-02-20"), script(OPENPYXL, one), rounds=2)
    results = [
        (f"import of {ROWS} x 15 : openpyxl read-only", ours, reading, 1.0),
        (f"import of {ROWS} x 15 : calamine + executemany", ours, bare + writing, 3.0),
        (f"import of {MANY} : import of {ROWS}", triple, ours, 3.5),
        (f"memory at {MANY}, command (MB)", parent, GREATEST_PARENT_MB, 1.0),
        (f"memory at {MANY}, reading process (MB)", child, GREATEST_CHILD_MB, 1.0),
        (f"one of {FORMS} forms : openpyxl on one", all_forms / FORMS, loading, 1.0),
    ]
    if pandas := _pandas(file, folder):
        results.append((f"import of {ROWS} x 15, all : pandas to_sql", whole[0], pandas, 0.0))
    return results


def _pandas(file: Path, folder: Path) -> float:
    """Return what pandas takes, 0 where it is not installed."""
    try:
        return script(PANDAS, file, folder / "pandas.db")()
    except subprocess.CalledProcessError:
        return 0.0
