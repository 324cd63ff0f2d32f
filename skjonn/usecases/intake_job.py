"""What files are read for, gathered for the process they are read in."""

from __future__ import annotations

from sqlmodel import Session, col, select

from skjonn.domain.headings import Meant
from skjonn.registries.counties import counties_at
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.job import Job
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import RegisterUpdateRow


def job_of(session: Session, stored: StoredCall, meant: Meant) -> Job:
    """Return what the files for a call are read against: its current version, and the register on its opening day."""
    day = stored.call.opens_on
    office = office_at(the_office(session).office_id, day)
    names = tuple(county.name for county in counties_at(day) if county.number in office.county_numbers)
    newest = select(RegisterUpdateRow.content).order_by(col(RegisterUpdateRow.id).desc()).limit(1)
    register = session.exec(newest).first() or ""
    return Job(stored.call, stored.version_number, register, day, names, tuple(office.county_numbers), meant)
