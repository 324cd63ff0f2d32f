"""`skjonn database`: create, upgrade, check, back up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from skjonn.cli import init
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, ngettext
from skjonn.texts.wording import grouped

group = Group("database")


@group.command(
    "create",
    help=N_(
        "Make an office's database: a new file, or the tables in an empty Postgres database.\n"
        "Which one, --database says, or skjonn.toml. A working folder with its own database comes from `skjonn init`."
    ),
    example="skjonn database create --office rogaland\n"
    "skjonn database create --office rogaland --database postgresql://kari@host/skjonn",
    acts=True,
)
def create(
    ctx: typer.Context,
    office: init.Office = None,
    neutral: init.Neutral = None,
    name: init.Name = "",
    since: init.Since = None,
    shared: init.Shared = False,
) -> None:
    """Make the database alone."""
    from skjonn.usecases import setup

    setting = Setting.of(ctx)
    new = init.new_office(
        setting, office, neutral, name, since, shared=shared or setting.settings.get("shared") is True
    )
    made = setup.create_database(setting.desk, setting.url, new)
    setting.show(
        Answer(data=made, lines=init.made_lines(made), messages=init.doubts(made), next_command="skjonn status")
    )


@group.command(
    "upgrade",
    help=N_("Bring the database to this version of skjonn.\nA file is copied beside itself first."),
    example="skjonn database upgrade",
    acts=True,
)
def upgrade(ctx: typer.Context) -> None:
    """Upgrade, and say where the copy lies."""
    from skjonn.usecases import databases

    setting = Setting.of(ctx)
    done = databases.upgrade(setting.url, setting.desk)
    if done.before == done.after:
        lines = [_("The database has schema {schema} already.").format(schema=done.after)]
    else:
        lines = [_("Schema {before} became {after}.").format(before=done.before, after=done.after)]
    if done.copy:
        lines.append(_("A copy from before lies in {path}.").format(path=done.copy))
    setting.show(Answer(data=done, lines=lines, next_command="skjonn database check"))


@group.command(
    "check",
    help=N_("Prove that what the database holds is sound: totals, triggers, decisions, letters.\nExit code 1 where something is not."),
    example="skjonn database check --json",
)  # fmt: skip
def check(ctx: typer.Context) -> None:
    """Make every check and name what fails."""
    from skjonn.usecases import databases

    setting = Setting.of(ctx)
    found = databases.check(setting.url, setting.working_folder)
    failures = [{"code": one.code, "message": _sentence(str(one.place), one.message())} for one in found.failures]
    said = ngettext("{count} check was made: all is well.", "{count} checks were made: all is well.", found.checked)
    if failures:
        said = ngettext("{count} fault was found:", "{count} faults were found:", len(failures))
    counted = said.format(count=len(failures) or found.checked)
    setting.show(
        Answer(
            data={"checked": found.checked, "failures": failures},
            lines=[counted, *(f"  {one['code']}: {one['message']}" for one in failures)],
            messages=found.doubts,
            exit_code=1 if failures else 0,
        )
    )


@group.command(
    "backup",
    help=N_(
        "Copy the database to a new file that only you can read.\n"
        "Nobody has to stop working. A Postgres database becomes a file that every command can open with --database."
    ),
    example="skjonn database backup copies/2021-06-01.db",
    acts=True,
)
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("The copy; a file that is there is never written over."))],
) -> None:  # fmt: skip
    """Copy the database."""
    from skjonn.usecases import databases

    setting = Setting.of(ctx)
    copied = databases.back_up(setting.url, setting.desk, file)
    line = _("The database is copied to {path}: {size} bytes.").format(path=copied.path, size=grouped(copied.bytes))
    setting.show(Answer(data={"path": copied.path, "bytes": copied.bytes}, lines=[line]))


def _sentence(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message
