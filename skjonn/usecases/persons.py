"""The persons who act: registered, changed and ended by a caseworker; never removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import persons
from skjonn.storage.tables.person import PersonRoleRow, PersonRow
from skjonn.texts import N_
from skjonn.texts.sorting import reading_order
from skjonn.usecases.acting import acting, record
from skjonn.usecases.setup import NewPerson, add_person, set_roles


class PersonThere(ConflictError):
    """The login name is registered already, with something else about it."""

    code = "person-there"
    sentence = N_("{login} is registered already, as {name}.")
    advice = N_("`skjonn person list` shows what is registered; with --change what you give takes its place.")


class PersonUnknown(UsageError):
    """No registered person has the login name."""

    code = "person-unknown"
    sentence = N_("{login} is not registered.")
    advice = N_("`skjonn person list` shows who is.")


class EndsBeforeBeginning(RefusedError):
    """The last day lies before the first."""

    code = "ends-before-beginning"
    sentence = N_("{name} began on {first}, and cannot leave on {last}.")
    advice = N_("Give a later day.")


class LastCaseworker(RefusedError):
    """Without this person nobody could run the round or register anybody else."""

    code = "last-caseworker"
    sentence = N_("{name} is the only caseworker, and somebody must be.")
    advice = N_("Register another caseworker first: skjonn person add LOGIN --name NAME --role caseworker.")


@dataclass(frozen=True)
class Registered:
    """A person as registered now; `change` is `added`, `changed`, `unchanged` or `ended`."""

    person: Person
    change: str


def add(url: str, desk: Desk, new: NewPerson, *, change: bool = False) -> Registered:
    """Register a person, or with `change` replace name, roles, authority and database role of one who is.

    One who has left by the first day given comes back on that day: their service begins anew.

    Raises:
        PersonThere: registered with other facts, or left, and `change` was not said.
        LastCaseworker: the only caseworker would lose the role.
        NotRegistered, RoleMissing, …: the one who acts is no caseworker.
    """
    with writing(url, keep=not desk.dry_run) as session:
        by = acting(session, desk, Role.CASEWORKER)
        there = persons.by_login(session, new.login)
        if there is None:
            person = add_person(session, new)
            record(session, desk, by, "person-added", person.login, roles=sorted(person.roles))
            return Registered(person, "added")
        if _same(there, new):
            return Registered(there, "unchanged")
        if not change:
            raise PersonThere(login=there.login, name=there.name)
        return _changed(session, desk, by, there, new)


def end(url: str, desk: Desk, login: str, last_day: date) -> Registered:
    """End a person's service; `last_day` is the last day they serve.

    Raises:
        PersonUnknown: nobody has the login name.
        EndsBeforeBeginning: they began later.
        LastCaseworker: nobody would be left to run the round.
    """
    with writing(url, keep=not desk.dry_run) as session:
        by = acting(session, desk, Role.CASEWORKER)
        person = persons.by_login(session, login)
        if person is None:
            raise PersonUnknown(login=login)
        if last_day < person.valid_from:
            raise EndsBeforeBeginning(name=person.name, first=person.valid_from, last=last_day)
        if person.valid_to == last_day + timedelta(days=1):
            return Registered(person, "ended")
        _require_another(session, person, last_day + timedelta(days=1))
        session.get_one(PersonRow, person.id).valid_to = last_day + timedelta(days=1)
        record(session, desk, by, "person-ended", login, last_day=last_day)
        return Registered(replace(person, valid_to=last_day + timedelta(days=1)), "ended")


def listing(url: str) -> list[Person]:
    """Return everybody ever registered, by name."""
    with reading(url) as session:
        return sorted(persons.every(session), key=lambda person: reading_order(person.name))


def _same(there: Person, new: NewPerson) -> bool:
    facts = (there.name, there.roles, there.authority_nok, there.database_role)
    return facts == (new.name, new.roles, new.authority_nok, new.database_role) and not _back(there, new)


def _back(there: Person, new: NewPerson) -> bool:
    """Tell whether a person who has left comes back."""
    return there.valid_to is not None and there.valid_to <= new.valid_from


def _changed(session: Session, desk: Desk, by: Person, there: Person, new: NewPerson) -> Registered:
    if Role.CASEWORKER not in new.roles:
        _require_another(session, there, desk.today)
    row = session.get_one(PersonRow, there.id)
    row.name, row.authority_nok, row.database_role = new.name, new.authority_nok, new.database_role
    if _back(there, new):
        row.valid_from, row.valid_to = new.valid_from, None
    session.connection().execute(delete(PersonRoleRow).where(col(PersonRoleRow.person_id) == there.id))
    session.flush()
    set_roles(session, there.id, new.roles)
    record(session, desk, by, "person-changed", there.login, roles=sorted(new.roles))
    changed = persons.by_login(session, new.login)
    assert changed is not None, "just changed"
    return Registered(changed, "changed")


def _require_another(session: Session, person: Person, day: date) -> None:
    """Hold that a caseworker other than `person` serves from `day` on."""
    if Role.CASEWORKER not in person.roles:
        return
    others = [one for one in persons.every(session) if one.id != person.id and Role.CASEWORKER in one.roles]
    if not any(one.serves_on(day) for one in others):
        raise LastCaseworker(name=person.name)
