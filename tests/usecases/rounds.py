"""A small round to act on: the example's call, a frame, and a handful of applications."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.files import shipped
from skjonn.storage.database import reading, writing
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.every import METADATA
from skjonn.storage.tables.person import PersonRoleRow, PersonRow
from skjonn.usecases import allocations, calls
from skjonn.usecases.acting import now
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.recommending import Wanted

CALL = shipped("examples") / "rogaland-2021" / "call.toml"
APPLIED = (500_000, 400_000, 300_000)
SPRING = date(2021, 5, 28)


def on(desk: Desk, day: date, login: str = "") -> Desk:
    """Return the desk on another day, or another person's."""
    return replace(desk, today=day, person=login or desk.person)


def open_round(url: str, desk: Desk, frame_nok: int = 1_000_000, applied: tuple[int, ...] = APPLIED) -> None:
    """Set the frame's project pot, open the call, and register one application per amount: 2021-001 and on."""
    set_frame(url, desk, 2021, Frame(frame_nok, (("project", frame_nok),)))
    calls.open_call(url, desk, CALL)
    with writing(url) as session:
        for serial, applied_nok in enumerate(applied, start=1):
            apply(session, serial, applied_nok, desk.today)


def apply(session: Session, serial: int, applied_nok: int, day: date, **said: Any) -> None:
    """Register one application of the call, by Stavanger."""
    row = ApplicationRow(call_id=1, case_number=f"2021-{serial:03d}", identity=f"case {serial}")
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(_version(row.id, 1, day, title=f"Tiltak {serial}", applied_nok=applied_nok, **said))


def edit(url: str, serial: int, number: int, day: date, **said: Any) -> None:
    """Put in a new version of an application."""
    with writing(url) as session:
        session.add(_version(serial, number, day, **{"title": f"Tiltak {serial}", **said}))


def _version(application: int, number: int, day: date, **said: Any) -> ApplicationVersionRow:
    fixed: dict[str, Any] = {"lead": "1103", "scope": "named", "on": day, "recorded_at": now(), "person_id": 1}
    return ApplicationVersionRow(application_id=application, number=number, **{**fixed, **said})


def award(url: str, desk: Desk, serial: int, amount_nok: int, reason: str = "Delar av prosjektet.") -> None:
    """Recommend an award."""
    allocations.recommend(url, desk, f"2021-{serial:03d}", Wanted(Outcome.AWARD, amount_nok, reason=reason))


def refuse(url: str, desk: Desk, serial: int, ground: str = "priority") -> None:
    """Recommend a refusal."""
    allocations.recommend(url, desk, f"2021-{serial:03d}", Wanted(Outcome.REFUSAL, ground=ground))


def add_person(url: str, login: str, name: str, *roles: str, authority_nok: int | None = None) -> None:
    """Register one more person."""
    with writing(url) as session:
        row = PersonRow(
            login=login, name=name, authority_nok=authority_nok, valid_from=date(2020, 1, 1), recorded_at=now()
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add_all([PersonRoleRow(person_id=row.id, role=role) for role in roles])


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, to compare before and after."""
    with reading(url) as session:
        return {
            table.name: sorted(
                (tuple(row) for row in session.connection().execute(text(f'SELECT * FROM "{table.name}"'))), key=repr
            )
            for table in METADATA.sorted_tables
        }
