"""`skjonn person`: the persons who act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows
from skjonn.cli.setting import Setting
from skjonn.domain.fields import Field, Kind
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen
from skjonn.texts.wording import listed, long_date

if TYPE_CHECKING:
    from skjonn.domain.persons import Person
    from skjonn.usecases.persons import Registered

group = Group("person")

_ROLES = (("caseworker", N_("caseworker")), ("assessor", N_("assessor")), ("approver", N_("approver")))
_COLUMNS = (
    Field("login", N_("Login")),
    Field("name", N_("Name")),
    Field("roles", N_("Roles"), Kind.NAMES),
    Field("authority_nok", N_("Authority"), Kind.AMOUNT),
    Field("valid_from", N_("First day"), Kind.DATE),
    Field("valid_to", N_("Not from"), Kind.DATE),
    Field("database_role", N_("Database role")),
)


class RoleUnknown(UsageError):
    """What was given with --role is no role."""

    code = "role-unknown"
    sentence = N_("{text} is not a role.")
    advice = N_("The roles are caseworker, assessor and approver.")


def role(text: str) -> str:
    """Read a role by its English name or the one shown in the language of messages.

    Raises:
        RoleUnknown: anything else.
    """
    wanted = text.strip().casefold()
    for code, title in _ROLES:
        if wanted in (code, _(title).casefold()):
            return code
    raise RoleUnknown(text=text)


Login = Annotated[
    str, typer.Argument(metavar=N_("LOGIN"), help=N_("The name the person signs in to the machine with."))
]
Roles = Annotated[list[str] | None, typer.Option("--role", parser=role, metavar=N_("ROLE"), help=N_("caseworker, assessor or approver."))]  # fmt: skip
Authority = Annotated[int | None, typer.Option("--authority", parser=options.amount, metavar=N_("AMOUNT"), help=N_("The greatest sum of one decision the person may approve (default: no bound)."))]  # fmt: skip
DatabaseRole = Annotated[str | None, typer.Option("--database-role", metavar=N_("ROLE"), help=N_("The Postgres role the person must be connected as."))]  # fmt: skip
Since = Annotated[date | None, typer.Option("--from", parser=options.day, metavar=N_("DATE"), help=N_("The first day in service (default: today)."))]  # fmt: skip


@group.command(
    "add",
    help=N_("Register a person with roles.\nOne who is registered already is changed only with --change."),
    example='skjonn person add per --name "Per Fylke" --role approver --authority 10000000\n'
    'skjonn person add ola --name "Ola Vurdering" --role assessor --role caseworker --change',
    acts=True,
)
def add(
    ctx: typer.Context,
    login: Login,
    name: Annotated[str | None, typer.Option("--name", metavar=N_("NAME"), help=N_("As printed in letters."))] = None,
    roles: Roles = None,
    authority: Authority = None,
    database_role: DatabaseRole = None,
    since: Since = None,
    change: Annotated[bool, typer.Option("--change", help=N_("Replace what is registered about the person."))] = False,
) -> None:
    """Register or change a person."""
    from skjonn.domain.persons import Role
    from skjonn.usecases import persons
    from skjonn.usecases.setup import NewPerson

    setting = Setting.of(ctx)
    titles = {code: _(title) for code, title in _ROLES}
    new = NewPerson(
        login=login.strip(),
        name=(name or prompts.text(setting, "--name", _("Name, as printed in letters:"))).strip(),
        roles=frozenset(Role(one) for one in roles or [prompts.choice(setting, "--role", _("Which role?"), titles)]),
        valid_from=since or setting.desk.today,
        authority_nok=authority,
        database_role=database_role,
    )
    setting.show(_answer(persons.add(setting.url, setting.desk, new, change=change)))


@group.command("list", help=N_("List everybody ever registered."), example="skjonn person list", lists=True)
def list_(ctx: typer.Context) -> None:
    """List the persons."""
    from skjonn.usecases import persons

    setting = Setting.of(ctx)
    setting.show(Answer(table=Rows(_COLUMNS, [_row(person) for person in persons.listing(setting.url)])))


@group.command(
    "end",
    help=N_("End a person's service. What the person did stands."),
    example="skjonn person end ola --on 2021-06-30",
    acts=True,
)
def end(
    ctx: typer.Context,
    login: Login,
    on: Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("The last day in service (default: today)."))] = None,
) -> None:  # fmt: skip
    """End a person's service."""
    from skjonn.usecases import persons

    setting = Setting.of(ctx)
    setting.show(_answer(persons.end(setting.url, setting.desk, login, on or setting.desk.today)))


def _answer(done: Registered) -> Answer:
    person = done.person
    titles = dict(_ROLES)
    held = listed([_(titles[one.value]) for one in sorted(person.roles)], chosen())
    line = {
        "added": N_("{name} ({login}) is registered: {roles}."),
        "changed": N_("{name} ({login}) is now registered as: {roles}."),
        "unchanged": N_("{name} ({login}) was registered already: {roles}. Nothing was changed."),
        "ended": N_("{name} ({login}) does not serve from {day}."),
    }[done.change]
    day = long_date(person.valid_to, chosen()) if person.valid_to else ""
    words = _(line).format(name=person.name, login=person.login, roles=held, day=day)
    return Answer(data={**_row(person), "change": done.change}, lines=[words])


def _row(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "roles": [one.value for one in sorted(person.roles)],
        "authority_nok": person.authority_nok,
        "valid_from": person.valid_from,
        "valid_to": person.valid_to,
        "database_role": person.database_role or "",
    }
