"""What files are read for, gathered for the process they are read in."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain.headings import Meant
from skjonn.domain.intake_manner import Manner
from skjonn.registries.counties import counties_at
from skjonn.registries.meant import meant as one_meant
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.job import Job
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import RegisterUpdateRow
from skjonn.usecases.municipalities import register_in_use


def job_of(session: Session, stored: StoredCall, manner: Manner, meant: Meant) -> Job:
    """Return what the files for a call are read against: its current version, and the register on its opening day.

    Raises:
        MunicipalityUnknown and the others of its kind: a name is said to mean what is no municipality of that day.
    """
    day = stored.call.opens_on
    office = office_at(the_office(session).office_id, day)
    names = tuple(county.name for county in counties_at(day) if county.number in office.county_numbers)
    newest = select(RegisterUpdateRow.content).order_by(col(RegisterUpdateRow.id).desc()).limit(1)
    register = session.exec(newest).first() or ""
    told = _numbers(session, manner, day) if manner.municipalities else {}
    return Job(stored.call, stored.version_number, register, day, names, tuple(office.county_numbers), meant, told)


def _numbers(session: Session, manner: Manner, day: date) -> dict[str, str]:
    """Return the number each explained name stands for; what explains it is itself a municipality of the day."""
    register = register_in_use(session)
    return {name: one_meant(register, number, day).number for name, number in manner.municipalities.items()}
