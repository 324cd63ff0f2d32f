"""The office a database belongs to."""

from __future__ import annotations

from sqlmodel import Session, select

from skjonn.errors import SurroundingsError
from skjonn.storage.tables.office import OfficeRow
from skjonn.texts import N_


class OfficeMissing(SurroundingsError):
    """The database has tables, but no office was ever set up in it."""

    code = "office-missing"
    sentence = N_("The database belongs to no office yet.")
    advice = N_("`skjonn init` sets up a working folder for an office.")


def the_office(session: Session) -> OfficeRow:
    """Return the office this database belongs to.

    Raises:
        OfficeMissing: none was set up.
    """
    row = session.exec(select(OfficeRow)).one_or_none()
    if row is None:
        raise OfficeMissing
    return row
