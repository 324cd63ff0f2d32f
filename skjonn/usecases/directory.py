"""What a call's applications are read against: the call, and the register of municipalities on its opening day."""

from __future__ import annotations

from sqlmodel import Session

from skjonn.domain.intake_values import Terms
from skjonn.registries.counties import counties_at
from skjonn.registries.directory_of_day import DirectoryOfDay
from skjonn.registries.offices import office_at
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.usecases.municipalities import register_in_use

__all__ = ["DirectoryOfDay", "terms_of"]


def terms_of(session: Session, stored: StoredCall) -> Terms:
    """Return what the applications of a call are read against: its current version, and the register on its opening day."""
    day = stored.call.opens_on
    office = office_at(the_office(session).office_id, day)
    names = tuple(county.name for county in counties_at(day) if county.number in office.county_numbers)
    return Terms(stored.call, DirectoryOfDay(register_in_use(session), day, names, office.county_numbers))
