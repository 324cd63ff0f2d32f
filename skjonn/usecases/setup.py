"""A new office: its working folder, its database, and the first person; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, PersonNameless, Role
from skjonn.errors import ConflictError
from skjonn.files import being_written, share
from skjonn.registries.offices import Office, office_at
from skjonn.storage import creation, engines
from skjonn.storage.queries import persons
from skjonn.storage.tables.office import OfficeRow
from skjonn.storage.tables.person import PersonRoleRow, PersonRow
from skjonn.texts import N_
from skjonn.usecases.acting import now, record

SETTINGS_FILE = "skjonn.toml"
DATABASE_FILE = "skjonn.db"
Form = Literal["nb", "nn"]


class FolderTaken(ConflictError):
    """The folder is a working folder already."""

    code = "folder-taken"
    sentence = N_("{folder} is a working folder already.")
    advice = N_("Go there and work on, or name another folder.")


@dataclass(frozen=True)
class NewOffice:
    """What a new office's database begins with.

    Attributes:
        office: the office's id.
        neutral: what municipalities with a neutral form are written to in; None: the office's own form.
        name: of the first person, as printed in letters; empty: the login name.
        since: the first person's first day in service; None: the day of the act.
        shared: open the folder and the database's file to the group, for a folder several caseworkers use.
    """

    office: str
    neutral: Form | None = None
    name: str = ""
    since: date | None = None
    shared: bool = False


@dataclass(frozen=True)
class Initialised:
    """What was made. `database` is how it is named to people; `journal` is `wal`, `delete` or `postgresql`."""

    folder: Path | None
    database: str
    office: str
    office_name: str
    neutral: Form
    login: str
    person: str
    roles: tuple[Role, ...]
    journal: str


@dataclass(frozen=True)
class NewPerson:
    """A person to be registered; see `domain.persons.Person` for what each part means.

    Raises:
        PersonNameless: login or name is empty or blanks.
    """

    login: str
    name: str
    roles: frozenset[Role]
    valid_from: date
    authority_nok: int | None = None
    database_role: str | None = None

    def __post_init__(self) -> None:
        """Hold that there is a login and a name."""
        if not self.login.strip() or not self.name.strip():
            raise PersonNameless


def initialise(desk: Desk, folder: Path, new: NewOffice, url: str | None = None) -> Initialised:
    """Make a working folder with its settings and its database, the person at the desk being the first registered.

    Args:
        desk: who acts, and on which day.
        folder: may be there, but not be a working folder.
        new: what the database begins with.
        url: an empty Postgres database to use in place of a file in the folder; a password in it is not written down.

    Raises:
        OfficeUnknown, OfficeNotInForce: no such office that day.
        FolderTaken, DatabaseExists: something is there already.
    """
    office = office_at(new.office, desk.today)
    settings = folder / SETTINGS_FILE
    if settings.exists():
        raise FolderTaken(folder=str(folder))
    named = url or f"sqlite:///{(folder / DATABASE_FILE).resolve().as_posix()}"
    if desk.dry_run:
        return _create(desk, named, new, office, folder)
    fresh = not folder.exists()
    try:
        if new.shared:
            share(folder)
        with being_written(settings, as_folder=True) as beside:
            beside.write_text(settings_text(office, _neutral(new, office), url, shared=new.shared), encoding="utf-8")
            made = _create(desk, named, new, office, folder)
    except BaseException:
        if fresh:
            _remove_if_empty(folder)
        raise
    return made


def create_database(desk: Desk, url: str, new: NewOffice) -> Initialised:
    """Make the database alone, for a folder whose settings name it.

    Raises:
        The same as `initialise`, but for the folder.
    """
    return _create(desk, url, new, office_at(new.office, desk.today), None)


def add_person(session: Session, new: NewPerson) -> Person:
    """Register a person who is not registered yet, and return them."""
    row = PersonRow(
        login=new.login,
        name=new.name,
        authority_nok=new.authority_nok,
        database_role=new.database_role,
        valid_from=new.valid_from,
        recorded_at=now(),
    )
    session.add(row)
    session.flush()
    assert row.id is not None, "flushed"
    set_roles(session, row.id, new.roles)
    person = persons.by_login(session, new.login)
    assert person is not None, "just added"
    return person


def set_roles(session: Session, person_id: int, roles: frozenset[Role]) -> None:
    """Give a person who has no roles these."""
    session.add_all([PersonRoleRow(person_id=person_id, role=role.value) for role in sorted(roles)])
    session.flush()


def settings_text(office: Office, neutral: Form, url: str | None, *, shared: bool) -> str:
    """Return a complete, commented `skjonn.toml`."""
    where = f'database = "{engines.without_password(url)}"' if url else '# database = "postgresql://host/name"'
    return _SETTINGS.format(
        office=office.office_id,
        name=office.name(neutral),
        neutral=neutral,
        database=where,
        shared="shared = true" if shared else "# shared = true",
    )


_SETTINGS = """\
# The working folder of {name}.
#
# The office ({office}) and the language municipalities with a neutral form are written to in ({neutral}) stand in the
# database. What is below can be changed here; a line with # before it is not in force.

# Where the database is: a file (relative to this folder) or a Postgres address. Without it: skjonn.db in this folder.
# Write no password here: Postgres finds it in its own password file (~/.pgpass) or in PGPASSWORD.
{database}

# Which call is meant where a command names none, as in `skjonn letter write`. Without it: the one that is open.
# call = "2021"

# Shown when somebody is recused in a case: what the office asks of those who work under that person.
# recusal_text = "Er den inhabile leiar? Vurder om dei underordna òg er inhabile i saka."

# true: the database's file is open to the group (0660), for a folder several caseworkers use. Holds for a database made
# later. Letters and tables are as open as the folder they are written in.
{shared}

# When reports that have not come are spoken of (`skjonn report due`, `remind`): calendar days before their day, and after it.
# [reminders]
# coming = 30
# overdue = 7
# second = 30

# What the office says of itself when letters are handed over to the archive (`skjonn letter package`).
# [archive]
# unit = "Kommune- og beredskapsavdelinga"
# responsible = "Kommune- og beredskapsavdelinga"
# process = "administrasjon"
# security_level = 3
# screened = ["repayment"]
# restriction = "…"
# basis = "…"
"""


def _create(desk: Desk, url: str, new: NewOffice, office: Office, folder: Path | None) -> Initialised:
    neutral = _neutral(new, office)
    first = NewPerson(
        login=desk.person,
        name=new.name.strip() or desk.person,
        roles=frozenset((Role.CASEWORKER, Role.ASSESSOR)),
        valid_from=new.since or desk.today,
    )
    journal = creation.create(
        url, shared=new.shared, fill=_beginning(desk, office.office_id, neutral, first), keep=not desk.dry_run
    )
    return Initialised(
        folder=folder,
        database=engines.shown(url),
        office=office.office_id,
        office_name=office.name(desk.language),
        neutral=neutral,
        login=first.login,
        person=first.name,
        roles=tuple(sorted(first.roles)),
        journal=journal,
    )


def _beginning(desk: Desk, office: str, neutral: Form, first: NewPerson) -> Callable[[Session], None]:
    def fill(session: Session) -> None:
        row = OfficeRow(id=1, office_id=office, neutral_language=neutral, created_on=desk.today, recorded_at=now())
        session.add(row)
        person = add_person(session, first)
        record(session, desk, person, "office-created", office)
        record(session, desk, person, "person-added", person.login, roles=_codes(first.roles))

    return fill


def _codes(roles: frozenset[Role]) -> Sequence[str]:
    return sorted(role.value for role in roles)


def _neutral(new: NewOffice, office: Office) -> Form:
    if new.neutral:
        return new.neutral
    return "nn" if "nynorsk" in (office.language_form, office.own_name_form) else "nb"


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
