"""`skjonn letter check` and `skjonn letter template export`: templates proved, and put where an office edits them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext, translate

if TYPE_CHECKING:
    from skjonn.domain.letter_fields import LetterField
    from skjonn.usecases.letter_templates import Exported, TemplateCheck

Name = Annotated[str | None, typer.Argument(metavar=N_("TEMPLATE"), help=N_("A kind of letter, or a form and a kind: nn/award; every template where it is left out."), autocompletion=completion.letter_kinds)]  # fmt: skip


class TemplateActUnknown(UsageError):
    """There is nothing of that name to do with templates."""

    code = "template-act-unknown"
    sentence = N_("Templates cannot be asked to {text}.")
    advice = N_("Write: skjonn letter template export.")


def declare(group: Group) -> None:
    """Add the two commands to `skjonn letter`."""
    group.command(
        "check",
        help=N_(
            "Prove the templates of letters: unknown fields, what a letter must tell, wrong lists, a missing language twin, and a trial on examples.\n"
            "--fields lists every field a template may use, with an example and where it comes from. Exit code 1 where a template has an error."
        ),
        example="skjonn letter check\nskjonn letter check nn/award\nskjonn letter check award --fields",
    )(check)
    group.command(
        "template",
        help=N_(
            "Put the shipped templates into the working folder, to be edited in Word; letters are written from them then."
        ),
        example="skjonn letter template export\nskjonn letter template export award\nskjonn letter template export nn/award --replace",
        acts=True,
    )(template)


def check(
    ctx: typer.Context,
    name: Name = None,
    fields: Annotated[bool, typer.Option("--fields", help=N_("List every field a template may use."))] = False,
    call: Annotated[str | None, typer.Option("--call", metavar=N_("CALL"), help=N_("Name the clauses this call has no text for."), autocompletion=completion.calls)] = None,
) -> None:  # fmt: skip
    """Check them, and list what was found."""
    from skjonn.domain.codes import parse_call
    from skjonn.usecases import letter_templates

    setting = Setting.of(ctx)
    asked = letter_templates.call_of(setting.url, str(parse_call(call)), setting.desk.today) if call else None
    found = letter_templates.check(setting.folder, name, asked)
    wrong = letter_templates.errors(found.problems)
    said = ngettext("{count} template is sound.", "{count} templates are sound.", len(found.templates))
    if wrong:
        said = ngettext("{count} error was found.", "{count} errors were found.", wrong)
    own = sum(one.own for one in found.templates)
    lines = [said.format(count=wrong or len(found.templates))]
    if own:
        lines.append(ngettext("{count} of them is the office's own.", "{count} of them are the office's own.", own).format(count=own))  # fmt: skip
    setting.show(
        Answer(
            data=_data(found),
            lines=lines,
            table=_table(found.fields) if fields else None,
            messages=found.problems,
            exit_code=1 if wrong else 0,
            next_command="" if fields or wrong else "skjonn letter check --fields",
        )
    )


def template(
    ctx: typer.Context,
    act: Annotated[str, typer.Argument(metavar="export", help=N_("What to do: export."))],
    name: Name = None,
    replace: Annotated[bool, typer.Option("--replace", help=N_("Put the shipped ones in the place of edited ones."))] = False,
) -> None:  # fmt: skip
    """Export them."""
    from skjonn.usecases import letter_templates

    if act.strip().casefold() != "export":
        raise TemplateActUnknown(text=act)
    setting = Setting.of(ctx)
    done = letter_templates.export(setting.desk, setting.folder, name, replace=replace)
    data = {"templates": [{"path": one.path, "state": one.state} for one in done]}
    setting.show(Answer(data=data, lines=_lines(setting, done), next_command="skjonn letter check"))


def _lines(setting: Setting, done: tuple[Exported, ...]) -> list[str]:
    fresh = [one for one in done if one.state != "kept"]
    lines = [one.path.relative_to(setting.folder).as_posix() for one in fresh]
    if fresh:
        lines.append(ngettext("Put {count} template there.", "Put {count} templates there.", len(fresh)).format(count=len(fresh)))  # fmt: skip
    if kept := len(done) - len(fresh):
        lines.append(ngettext("{count} template was there already, as shipped.", "{count} templates were there already, as shipped.", kept).format(count=kept))  # fmt: skip
    return lines


def _data(found: TemplateCheck) -> dict[str, Any]:
    return {
        "templates": [{"name": one.name, "own": one.own, "errors": one.errors} for one in found.templates],
        "problems": [
            {"code": one.code, "severity": one.severity, "template": one.place.file or one.place.cell, "message": one.message()}
            for one in found.problems
        ],
        "fields": [
            {
                "name": one.name, "meaning": one.meaning, "example": one.example, "source": one.source, "list": one.is_list,
                "parts": one.parts, "kinds": one.kinds,
            }
            for one in found.fields
        ],
    }  # fmt: skip


def _table(fields: tuple[LetterField, ...]) -> Rows:
    shown = columns("letter_field", "meaning", "field_source", "example")
    rows = [
        {"letter_field": one.name, "meaning": _(one.meaning), "field_source": translate(one.source, chosen()), "example": one.example}
        for one in fields
    ]  # fmt: skip
    return Rows(shown, rows)
