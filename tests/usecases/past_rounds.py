"""Rounds of earlier years to act on: a frame, a call whose file is as short as it may be, and cases that were decided then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.codes import case_number
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes, calls
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.usecases.acting import acting, now
from skjonn.usecases.calls import open_call
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.taking_over import RoundTakenIn, TakenOver, take_over

DIGI = "Digi Rogaland"
STAVANGER = "1103"
_FILE = """
code = "{code}"
year = {year}
pots = ["project"]
opens_on = {year}-01-15
deadline = {year}-03-01T23:59:59
names = {{ nb = "Prosjektskjønn {code}", nn = "Prosjektskjøn {code}" }}
letters.payment = {{ nb = "Høsten {year}.", nn = "Hausten {year}." }}
letters.reporting = {{ nb = "Innen et år.", nn = "Innan eit år." }}
letters.contact = "fornying@example.org"
letters.our_reference = "1"
letters.signatories = [{{ name = "Astrid", titles = {{ nb = "direktør", nn = "direktør" }} }}]
"""


@dataclass(frozen=True)
class Past:
    """One line of a list of awards; `applied_nok` is the awarded amount where it is 0."""

    title: str
    awarded_nok: int
    pot: str = ""
    decided_on: date | None = None
    applied_nok: int = 0
    lead: str = STAVANGER


def open_past(url: str, desk: Desk, folder: Path, year: int, *pots: tuple[str, int], code: str = "") -> None:
    """Set the frame of an earlier year and open its call, dated on the desk's day; the first call of the year sets it."""
    if pots:
        set_frame(url, desk, year, Frame(sum(amount for _name, amount in pots), pots))
    path = folder / f"{code or year}.toml"
    path.write_text(_FILE.format(year=year, code=code or year), encoding="utf-8")
    open_call(url, desk, path)


def past(url: str, desk: Desk, code: str, *lines: Past) -> RoundTakenIn:
    """Register the cases and take them over, in one transaction as an import does."""
    with writing(url, keep=not desk.dry_run) as session:
        stored = calls.one(session, code)
        return take_over(
            session, desk, acting(session, desk, Role.CASEWORKER), stored, registered(session, desk, stored, lines)
        )


def registered(session: Session, desk: Desk, stored: StoredCall, lines: Sequence[Past]) -> list[TakenOver]:
    """Register the cases of a past round and return what is told of each."""
    first = application_writes.next_serial(session, stored.id, len(lines))
    return [_registered(session, desk, stored, serial, line) for serial, line in enumerate(lines, first)]


def _registered(session: Session, desk: Desk, stored: StoredCall, serial: int, line: Past) -> TakenOver:
    number, applied_nok = case_number(stored.code, serial), line.applied_nok or line.awarded_nok
    case = ApplicationRow(call_id=stored.id, case_number=number, identity=f"case {serial}")
    session.add(case)
    session.flush()
    assert case.id is not None
    version = ApplicationVersionRow(
        application_id=case.id, number=1, title=line.title, lead=line.lead, applied_nok=applied_nok, scope="named",
        on=desk.today, recorded_at=now(), person_id=1,
    )  # fmt: skip
    session.add(version)
    session.flush()
    assert version.id is not None
    return TakenOver(case.id, number, version.id, 1, applied_nok, line.awarded_nok, line.pot, line.decided_on)
