"""`skjonn letter`: write the letters of decided cases, list those registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion, options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns, progress
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, ngettext

if TYPE_CHECKING:
    from skjonn.usecases.letters import Written, WrittenLetter

group = Group("letter")

_SHOWN = ("letter_number", "case", "municipality", "letter_kind", "language", "language_rule", "path")


@group.command(
    "write",
    help=N_(
        "Write the letters of a call's approved decisions, each in its recipient's language form.\n"
        "Run again, it writes what is missing; a letter's date is the day it was first written."
    ),
    example="skjonn letter write 2021\nskjonn letter write 2021 --kind refusal\nskjonn letter write 2021 --case 2021-007 --draft",
    acts=True,
)
def write(
    ctx: typer.Context,
    call: options.Call = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="award|partial_award|refusal", help=N_("Letters of this kind alone."))] = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("This case alone."), autocompletion=completion.cases)] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("To be looked at, also before approval: marked as drafts, not registered."))] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FOLDER"), help=N_("Where new letters go; by default letters/ in the working folder."))] = None,
) -> None:  # fmt: skip
    """Write them, with a bar while they are rendered."""
    from skjonn.domain.codes import parse_case
    from skjonn.usecases import letters
    from skjonn.usecases.letter_gathering import Wanted

    setting = Setting.of(ctx)
    code = setting.call(call)
    cases = tuple(parse_case(text, code) for text in case) if case else None
    wanted = Wanted(code, cases, kind, draft)
    with progress(setting, _("Writing letters"), total=100) as step:
        done = letters.write_letters(setting.url, setting.desk, wanted, setting.folder, out=out, step=_share(step))
    setting.show(
        Answer(
            data={"written": [_data(one) for one in done.letters]},
            lines=_lines(done),
            next_command="" if draft else f"skjonn table awards --call {code}",
        )
    )


@group.command(
    "list",
    help=N_("List registered letters: to whom, of what kind, in which language form and by which rule."),
    example="skjonn letter list 2021\nskjonn letter list --csv",
    lists=True,
)
def list_(
    ctx: typer.Context,
    call: Annotated[str | None, typer.Argument(metavar=N_("CALL"), help=N_("The call's code; every call where it is left out."), autocompletion=completion.calls)] = None,
) -> None:  # fmt: skip
    """List them by case number."""
    from skjonn.domain.codes import parse_call
    from skjonn.usecases import letters

    setting = Setting.of(ctx)
    found = letters.list_letters(setting.url, str(parse_call(call)) if call else None)
    rows = [_row(one) for one in found]
    data = {"written": [_data(one) for one in found]}
    setting.show(Answer(data=data, table=Rows(columns(*_SHOWN), rows)))


def _share(step: Any) -> Any:
    """Move a bar of a hundred by how many of how many are done."""
    moved = [0]

    def tell(done: int, every: int) -> None:
        reached = done * 100 // every
        step(reached - moved[0])
        moved[0] = reached

    return tell


def _data(one: WrittenLetter) -> dict[str, Any]:
    return {
        "number": one.number,
        "case": one.case,
        "kind": one.kind,
        "municipality": one.municipality,
        "language": one.language,
        "language_rule": one.rule.rule,
        "language_rule_text": _rule(one),
        "dated": one.dated,
        "path": one.path,
        "sha256": one.sha256,
        "state": one.state,
    }


def _row(one: WrittenLetter) -> dict[str, Any]:
    return {
        "letter_number": one.number,
        "case": one.case,
        "municipality": one.municipality,
        "letter_kind": one.kind,
        "language": one.language,
        "language_rule": _rule(one),
        "path": one.path,
    }


def _rule(one: WrittenLetter) -> str:
    from skjonn.registries.language import rule_sentence

    return rule_sentence(one.rule.rule, one.rule.data)


def _lines(done: Written) -> list[str]:
    """Tell each file written, then how many were written and how many were there already."""
    fresh = [one for one in done.letters if one.state != "unchanged"]
    lines = [one.path for one in fresh]
    if drafts := done.count("draft"):
        words = ngettext("Wrote {count} draft, not registered.", "Wrote {count} drafts, not registered.", drafts)
        return [*lines, words.format(count=drafts)]
    written, kept = len(fresh), done.count("unchanged")
    if written or not kept:
        lines.append(ngettext("Wrote {count} letter.", "Wrote {count} letters.", written).format(count=written))
    if kept:
        words = ngettext("{count} letter was there already.", "{count} letters were there already.", kept)
        lines.append(words.format(count=kept))
    return lines
