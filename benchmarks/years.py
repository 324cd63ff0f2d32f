"""What a year's report, what is due, and the status take in a register of twenty years beside one of that year alone. Run by
`benchmarks/run.py`.

Both registers hold the same last year; the large one holds nineteen more, every report of theirs accepted, as those of an office
that has kept its register for long. The least of several runs counts, in turns.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.applications import Content, Submitted
from skjonn.domain.codes import case_number
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.domain.reminders import Stages
from skjonn.storage import database
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes, applications, calls
from skjonn.storage.queries.application_writes import NewCase, Written
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.report import DueRow, ReportActRow, ReportRow
from skjonn.usecases import reminding, status, year_reports
from skjonn.usecases.acting import acting, now
from skjonn.usecases.calls import close_call, open_call
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.setup import NewOffice, create_database
from skjonn.usecases.taking_over import TakenOver, take_over

YEARS, CASES, LAST, ROUNDS = 20, 1_750, 2034, 3
REPORT, DUE = 5.0, 2.0
_TOWNS = [f"11{number:02d}" for number in (1, 3, 6, 8, 11, 12, 14, 19, 20, 21)]
_CALL = """
code = "{year}"
year = {year}
pots = ["project"]
opens_on = {year}-01-15
deadline = {year}-03-01T23:59:59
names = {{ nb = "P {year}", nn = "P {year}" }}
letters.payment = {{ nb = "x", nn = "x" }}
letters.reporting = {{ nb = "x", nn = "x" }}
"""


def report() -> list[tuple[str, float, float, float]]:
    """Measure and return name, the large register's milliseconds, the small one's, and the bound (included)."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = (_register(Path(folder) / str(years), years) for years in (YEARS, 1))
        out = Path(folder) / "out"
        desk = Desk("kari", date(LAST + 2, 1, 10))
        acts: tuple[tuple[str, Callable[[str], object], float], ...] = (
            (
                "the report of a year",
                lambda url: year_reports.report(url, desk, year_reports.Wanted(LAST), out),
                REPORT,
            ),
            ("what is due", lambda url: reminding.due(url, desk.today, Stages()), DUE),
            ("the status", lambda url: status.status(url, desk), DUE),
        )
        found = []
        for name, act, bound in acts:
            times = [(_milliseconds(act, large), _milliseconds(act, small)) for _ in range(ROUNDS)]
            many, few = min(one for one, _other in times), min(other for _one, other in times)
            found.append((f"{name}, {YEARS * CASES} applications : {CASES}", many, few, bound))
        for url in (large, small):
            database.close(url)
        return found


def _milliseconds(act: Callable[[str], object], url: str) -> float:
    begun = time.perf_counter()
    act(url)
    return (time.perf_counter() - begun) * 1000


def _register(folder: Path, years: int) -> str:
    """Make a register of so many years up to the last, half of each year's applications awarded and reported on."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'skjonn.db'}"
    desk = Desk("kari", date(LAST - YEARS, 1, 2))
    create_database(desk, url, NewOffice("rogaland", "nn", "Kari", desk.today))
    for year in range(LAST - years + 1, LAST + 1):
        _year(url, Desk("kari", date(year, 6, 1)), year, folder)
    return url


def _year(url: str, desk: Desk, year: int, folder: Path) -> None:
    awards = CASES // 2
    set_frame(url, desk, year, Frame(awards * 100_000, (("project", awards * 100_000),)))
    path = folder / "call.toml"
    path.write_text(_CALL.format(year=year), encoding="utf-8")
    open_call(url, desk, path)
    with writing(url) as session:
        person, stored = acting(session, desk, Role.CASEWORKER), calls.one(session, str(year))
        written = Written(person.id, desk.today, now())
        new = [NewCase(case_number(str(year), serial), Submitted(Content(f"Prosjekt {serial}", _TOWNS[serial % len(_TOWNS)], 200_000))) for serial in range(1, CASES + 1)]  # fmt: skip
        application_writes.add_cases(session, stored.id, new, written)
        lines = _lines(session, stored, awards)
        take_over(session, desk, person, stored, lines)
        _reports(session, [one.application_id for one in lines if one.awarded_nok], year, person.id)
    close_call(url, desk, str(year))


def _lines(session: Session, stored: StoredCall, awards: int) -> list[TakenOver]:
    return [
        TakenOver(case.id, case.case_number, case.version_id, 1, 200_000, 100_000 if place < awards else 0, "project" if place < awards else "", None)
        for place, case in enumerate(applications.cases(session, stored.id))
    ]  # fmt: skip


def _reports(session: Session, cases: list[int], year: int, person: int) -> None:
    """Let each award owe a report a year later; those of earlier years, and all but fifty of the last, came and were accepted."""
    on = date(year + 1, 6, 1)
    session.add_all(DueRow(application_id=case, kind="final", due_on=on, source="call", on=date(year, 6, 1), recorded_at=now(), person_id=person) for case in cases)  # fmt: skip
    come = cases if year != LAST else cases[50:]
    rows = [ReportRow(application_id=case, kind="final", number=1, reporter="1103", status="ended", summary="Ferdig. " * 40, received_on=on, on=on, recorded_at=now(), person_id=person) for case in come]  # fmt: skip
    session.add_all(rows)
    session.flush()
    session.add_all(ReportActRow(report_id=row.id or 0, act="accepted", on=on, recorded_at=now(), person_id=person) for row in rows)  # fmt: skip
    session.flush()


def main() -> bool:
    """Measure, print, and tell whether a bound is broken."""
    broken = False
    for name, ours, peer, bound in report():
        over = bool(bound) and ours / peer > bound
        broken = broken or over
        print(f"{name:52}{ours:>10.2f} {peer:>10.2f} {ours / peer:>7.2f}{bound:>8.1f}{'  OVER' if over else ''}")
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
