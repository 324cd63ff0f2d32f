"""Whom a login or a full name means."""

from __future__ import annotations

from collections.abc import Iterable

from skjonn.domain.persons import Person
from skjonn.errors import UsageError
from skjonn.texts import N_
from skjonn.usecases.acting import NotRegistered


class PersonAmbiguous(UsageError):
    """Several registered persons have the name."""

    code = "person-ambiguous"
    sentence = N_("Several persons are called {name}: {logins}.")
    advice = N_("Give the login name instead.")


def person_named(persons: Iterable[Person], name: str) -> Person:
    """Return the person with the login `name`, else the one with that full name, whatever its case.

    Raises:
        NotRegistered: nobody has it.
        PersonAmbiguous: several have the full name.
    """
    known = list(persons)
    for person in known:
        if person.login == name.strip():
            return person
    asked = name.strip().casefold()
    called = [person for person in known if asked in {person.name.casefold(), person.login.casefold()}]
    if not called:
        raise NotRegistered(login=name)
    if len(called) > 1:
        raise PersonAmbiguous(name=name, logins=[person.login for person in called])
    return called[0]
