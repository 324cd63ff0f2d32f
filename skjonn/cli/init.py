"""`skjonn init`: a working folder for an office."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting, address
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen
from skjonn.texts.wording import listed

if TYPE_CHECKING:
    from skjonn.usecases.setup import Initialised, NewOffice

group = Group("init")


class NeutralUnknown(UsageError):
    """What neutral municipalities are to be written to in is neither bokmål nor nynorsk."""

    code = "neutral-unknown"
    sentence = N_("Neutral municipalities are written to in nb or nn, not in {text}.")
    advice = N_("Write --neutral nb or --neutral nn, or leave it out for the office's own form.")


def neutral_form(text: str) -> str:
    """Read the language neutral municipalities are written to in: `nb` or `nn`.

    Raises:
        NeutralUnknown: anything else.
    """
    clean = text.strip().casefold()
    if clean not in ("nb", "nn"):
        raise NeutralUnknown(text=text)
    return clean


Office = Annotated[
    str | None, typer.Option("--office", metavar=N_("ID"), help=N_("The office, as rogaland or vestland."))
]
Neutral = Annotated[str | None, typer.Option("--neutral", parser=neutral_form, metavar="nb|nn", help=N_("What municipalities with a neutral form are written to in (default: the office's own form)."))]  # fmt: skip
Name = Annotated[str, typer.Option("--name", metavar=N_("NAME"), help=N_("Your name as printed in letters (default: the login name)."))]  # fmt: skip
Since = Annotated[date | None, typer.Option("--from", parser=options.day, metavar=N_("DATE"), help=N_("Your first day in service (default: today)."))]  # fmt: skip
Shared = Annotated[bool, typer.Option("--shared", help=N_("Open it to the group, for a folder several caseworkers use."))]  # fmt: skip


@group.command(
    help=N_(
        "Make a working folder with settings and a database.\n"
        "You are registered as caseworker and assessor; register the approver with `skjonn person add`."
    ),
    example='skjonn init round-2021 --office rogaland --neutral nn --name "Kari Nordmann"',
    acts=True,
)
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar=N_("FOLDER"), show_default=False, help=N_("The folder (default: this one)."))
    ] = Path(),
    office: Office = None,
    neutral: Neutral = None,
    name: Name = "",
    since: Since = None,
    shared: Shared = False,
) -> None:
    """Set up an office in a folder."""
    from skjonn.usecases import setup

    setting = Setting.of(ctx)
    new = new_office(setting, office, neutral, name, since, shared=shared)
    named = setting.given.get("database") or os.environ.get("SKJONN_DATABASE")
    made = setup.initialise(setting.desk, folder, new, address(named, Path.cwd()) if named else None)
    setting.show(
        Answer(data=made, lines=made_lines(made), messages=doubts(made), next_command=_next(made))
    )  # fmt: skip


def new_office(
    setting: Setting, office: str | None, neutral: str | None, name: str, since: date | None, *, shared: bool
) -> NewOffice:
    """Return what the new database begins with, asking for the office where none is named."""
    from skjonn.usecases.setup import NewOffice

    form: Literal["nb", "nn"] | None = "nn" if neutral == "nn" else "nb" if neutral else None
    return NewOffice(office or _ask_office(setting), form, name, since, shared)


def _ask_office(setting: Setting) -> str:
    from skjonn.registries.offices import offices_at

    known = {one.office_id: one.name(setting.desk.language) for one in offices_at(setting.desk.today)}
    return prompts.choice(setting, "--office", _("Which office?"), known)


def made_lines(made: Initialised) -> list[str]:
    """Word what was made."""
    forms = {"nb": _("bokmål"), "nn": _("nynorsk")}
    roles = {"caseworker": _("caseworker"), "assessor": _("assessor"), "approver": _("approver")}
    held = listed([roles[role.value] for role in made.roles], chosen())
    lines = [_("Working folder: {folder}").format(folder=made.folder)] if made.folder else []
    return [
        *lines,
        _("Office: {name} ({office}); neutral municipalities are written to in {form}").format(
            name=made.office_name, office=made.office, form=forms[made.neutral]
        ),
        _("Database: {database}").format(database=made.database),
        _("Registered: {name} ({login}), {roles}").format(name=made.person, login=made.login, roles=held),
    ]


def doubts(made: Initialised) -> list[str]:
    """Say where the disk does not let readers and a writer work side by side."""
    if made.journal == "delete":
        return [_("The database keeps to a journal that works on shared disks: readers wait while somebody writes.")]
    return []


def _next(made: Initialised) -> str:
    there = f"cd {made.folder} && " if made.folder and made.folder.resolve() != Path.cwd() else ""
    return f"{there}skjonn person add LOGIN --name NAME --role approver"
