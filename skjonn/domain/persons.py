"""Persons who act, their roles and their authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skjonn.errors import UsageError
from skjonn.texts import N_


class PersonNameless(UsageError):
    """A person is known by a login name, and letters print a name."""

    code = "person-nameless"
    sentence = N_("A person has a login name and a name, and neither may be empty.")
    advice = N_("Give the login name the person signs in with, and --name NAME as printed in letters.")


class Role(StrEnum):
    """What a person may do. A caseworker runs the round, an assessor scores, an approver approves decisions."""

    CASEWORKER = "caseworker"
    ASSESSOR = "assessor"
    APPROVER = "approver"


@dataclass(frozen=True)
class Person:
    """A registered person.

    Attributes:
        id: the number acts are stored under.
        login: the name the person signs in to the machine with; unique.
        name: as printed in letters.
        roles: held now.
        authority_nok: the greatest sum of one decision the person may approve; None is no bound.
        valid_from: first day; `valid_to`: first day after the last, None while still here.
        database_role: the Postgres role this person must be connected as; None where nothing is tied.
    """

    id: int
    login: str
    name: str
    roles: frozenset[Role]
    authority_nok: int | None
    valid_from: date
    valid_to: date | None = None
    database_role: str | None = None

    def serves_on(self, day: date) -> bool:
        """Tell whether the person is in service on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
