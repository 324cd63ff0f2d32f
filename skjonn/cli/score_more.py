"""More verbs of `skjonn score`: recuse a person in a case, and the sheets assessors score in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from skjonn.cli import completion, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, ngettext

if TYPE_CHECKING:
    from skjonn.usecases.recusing import Done


def declare(group: Group) -> None:
    """Register the commands on `skjonn score`."""
    group.command(
        "recuse",
        help=N_("Recuse a person in a case: no score, recommendation or approval by that person; what was scored is kept and set aside."),
        example='skjonn score recuse 2021-007 --person ola --ground "Tidlegare tilsett i kommunen"\nskjonn score recuse 7 --person ola --lift --reason "Feil person"',
        acts=True,
    )(recuse)  # fmt: skip
    group.command(
        "sheet",
        help=N_("Write a score sheet for each assessor: their cases, a column per criterion. They go back in with `skjonn score import`."),
        example="skjonn score sheet 2021 --out poeng\nskjonn score sheet 2021 --person ola --in nb",
        acts=True,
    )(sheet)  # fmt: skip


def recuse(
    ctx: typer.Context,
    case: options.Case,
    person: Annotated[str, typer.Option("--person", metavar=N_("PERSON"), help=N_("Who: login or name; by default oneself."))] = "",
    ground: Annotated[str | None, typer.Option("--ground", metavar=N_("TEXT"), help=N_("Why the person is recused."))] = None,
    lift: Annotated[bool, typer.Option("--lift", help=N_("End a recusal that was a mistake; what the person scored counts again."))] = False,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Recuse, or lift a recusal."""
    from skjonn.usecases import recusing

    setting = Setting.of(ctx)
    number = setting.case(case)
    if lift:
        why = reason if reason is not None else prompts.text(setting, "--reason", _("Why is the recusal lifted?"))
        done = recusing.lift(setting.url, setting.desk, number, person, why)
    else:
        why = ground if ground is not None else prompts.text(setting, "--ground", _("Why is the person recused?"))
        done = recusing.recuse(setting.url, setting.desk, number, person, why)
    call = number.rpartition("-")[0]
    following = f"skjonn score list {call}"
    setting.show(Answer(data=done, lines=_lines(setting, done), messages=done.warnings, next_command=following))


def sheet(
    ctx: typer.Context,
    call: options.Call = None,
    person: Annotated[list[str] | None, typer.Option("--person", metavar=N_("PERSON"), help=N_("Only this assessor: login or name."))] = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), autocompletion=completion.cases, help=N_("Only this case."))] = None,
    language: options.In = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FOLDER"), help=N_("The folder to write in; by default the current one."))] = None,
) -> None:  # fmt: skip
    """Write score sheets."""
    from skjonn.domain.codes import parse_case
    from skjonn.usecases import score_sheets

    setting = Setting.of(ctx)
    code = setting.call(call)
    cases = tuple(parse_case(text, code) for text in case or ())
    wanted = score_sheets.Wanted(code, tuple(person or ()), cases, cast("Any", language))
    done = score_sheets.write_sheets(setting.url, setting.desk, wanted, out)
    lines = [
        ngettext("{path}: {n} case for {person}.", "{path}: {n} cases for {person}.", one.cases).format(path=one.path, n=one.cases, person=one.assessor)
        for one in done
    ]  # fmt: skip
    files = shlex.quote(str(out)) if out else " ".join(shlex.quote(str(one.path)) for one in done)
    following = f"skjonn score import {files} --call {code}"
    setting.show(Answer(data={"call": code, "written": done}, lines=lines, next_command=following))


def _lines(setting: Setting, done: Done) -> list[str]:
    """Say what was done, and what the office's settings ask of those who work under the one who is recused."""
    if done.lifted:
        lines = [_("{person} is no longer recused in {case}.").format(person=done.person, case=done.case)]
        return (
            [*lines, _("What {person} scored counts again.").format(person=done.person)] if done.assessment else lines
        )
    lines = [
        _("{person} is recused in {case}: {ground}").format(person=done.person, case=done.case, ground=done.ground)
    ]
    if done.assessment:
        lines.append(_("What {person} scored is kept, and set aside.").format(person=done.person))
    asked = setting.settings.get("recusal_text")
    return [*lines, asked] if isinstance(asked, str) and asked.strip() else lines
