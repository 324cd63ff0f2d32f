"""The register of municipalities as intake asks it: on a call's opening day, from the office's own counties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.intake_values import Terms
from skjonn.domain.partners import Match
from skjonn.registries.counties import counties_at
from skjonn.registries.municipalities import Ambiguous, Ended, Found, Municipality, Register
from skjonn.registries.offices import office_at
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.usecases.municipalities import register_in_use


@dataclass(frozen=True)
class DirectoryOfDay:
    """The municipalities in force on `day`; `counties` are the office's own, by name, `county_numbers` by number."""

    register: Register
    day: date
    counties: tuple[str, ...]
    county_numbers: tuple[str, ...]

    def find(self, text: str) -> Match:
        """Return what `text`, a number or a name in any of its forms, means on the day."""
        match self.register.find(text, self.day, self.county_numbers):
            case Found(municipality):
                return Match("found", municipality.number, municipality.name)
            case Ambiguous(candidates):
                return Match("ambiguous", others=_labels(candidates))
            case Ended(_municipality, successors):
                return Match("ended", others=_labels(successors))
            case unknown:
                return Match("unknown", others=_labels(unknown.suggestions))


def terms_of(session: Session, stored: StoredCall) -> Terms:
    """Return what the applications of a call are read against: its current version, and the register on its opening day."""
    day = stored.call.opens_on
    office = office_at(the_office(session).office_id, day)
    names = tuple(county.name for county in counties_at(day) if county.number in office.county_numbers)
    return Terms(stored.call, DirectoryOfDay(register_in_use(session), day, names, office.county_numbers))


def _labels(some: Sequence[Municipality]) -> tuple[str, ...]:
    return tuple(one.labelled for one in some)
