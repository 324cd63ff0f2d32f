"""Questions about registered persons."""

from __future__ import annotations

from sqlmodel import Session, col, select

from skjonn.domain.persons import Person, Role
from skjonn.storage.tables.person import PersonRoleRow, PersonRow


def by_login(session: Session, login: str) -> Person | None:
    """Return the person with the login name `login`, None where nobody has it."""
    row = session.exec(select(PersonRow).where(col(PersonRow.login) == login)).one_or_none()
    return None if row is None else _person(row, _roles(session, [row.id or 0]))


def every(session: Session) -> list[Person]:
    """Return all persons ever registered, in the order they were."""
    rows = session.exec(select(PersonRow).order_by(col(PersonRow.id))).all()
    roles = _roles(session, [row.id or 0 for row in rows])
    return [_person(row, roles) for row in rows]


def names(session: Session) -> dict[int, str]:
    """Return the name of every person by id."""
    return {person.id: person.name for person in every(session)}


def _roles(session: Session, ids: list[int]) -> dict[int, set[Role]]:
    found: dict[int, set[Role]] = {}
    for row in session.exec(select(PersonRoleRow).where(col(PersonRoleRow.person_id).in_(ids))):
        found.setdefault(row.person_id, set()).add(Role(row.role))
    return found


def _person(row: PersonRow, roles: dict[int, set[Role]]) -> Person:
    assert row.id is not None, "read from the database"
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=frozenset(roles.get(row.id, ())),
        authority_nok=row.authority_nok,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        database_role=row.database_role,
    )
