"""`skjonn application`: merge two cases, list and withdraw imports, give originals back, link, and list probable duplicates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.grouping import grouped
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import kroner, listed

if TYPE_CHECKING:
    from skjonn.storage.queries.imports import ImportedFile
    from skjonn.usecases.imports import Given
    from skjonn.usecases.merging import Alike

_DIGITS_SHOWN = 12
_DIGITS_READ = 18  # far beyond any number given

Into = Annotated[str, typer.Argument(metavar=N_("INTO"), help=N_("The case it becomes part of."), autocompletion=completion.cases)]  # fmt: skip
Applied = Annotated[int | None, typer.Option("--applied", parser=options.amount, metavar=N_("AMOUNT"), help=N_("What is applied for together; never added up by itself."))]  # fmt: skip
Title = Annotated[str, typer.Option("--title", metavar=N_("TEXT"), help=N_("The joint title; else that of the case that stays."))]  # fmt: skip
Number = Annotated[int, typer.Argument(metavar=N_("NUMBER"), help=N_("The import's number, as `skjonn application imports` lists it."))]  # fmt: skip
Original = Annotated[str, typer.Argument(metavar=N_("NUMBER|CASE"), help=N_("An import's number, or a full case number."), autocompletion=completion.cases)]  # fmt: skip
Out = Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("Where to write it; else its own name in this folder."))]  # fmt: skip
Address = Annotated[str | None, typer.Argument(metavar="URL", help=N_("The address, with https:// before it."))]
Label = Annotated[str, typer.Option("--label", metavar=N_("TEXT"), help=N_("What it leads to, in a few words."))]
Remove = Annotated[str | None, typer.Option("--remove", metavar="URL", help=N_("Take this link back."))]
AnyCall = Annotated[str | None, typer.Option("--call", metavar=N_("CALL"), help=N_("The call's code; every call where it is left out."), autocompletion=completion.calls)]  # fmt: skip


class LinkBothWays(UsageError):
    """A link to add and a link to remove were given at once, or a label with the latter."""

    code = "link-both-ways"
    sentence = N_("One link is added or removed at a time; a label goes with a link that is added.")
    advice = N_("Run the command twice: with URL, and with --remove URL.")


def declare(group: Group) -> None:
    """Declare the commands on `skjonn application`."""
    _of_cases(group)
    _of_files(group)


def _of_cases(group: Group) -> None:
    group.command(
        "duplicates",
        help=N_(
            "List applications that may be one: nearly the same title from one municipality, or from two that are partners.\n"
            "Nothing is done with them; `skjonn application merge` joins two."
        ),
        example="skjonn application duplicates --call 2021\nskjonn application duplicates --call 2021 --csv",
        lists=True,
    )(duplicates)
    group.command(
        "merge",
        help=N_(
            "Let one application become part of another of the same call, with the partners, notes and links of both.\n"
            "The first is withdrawn and points to the second; both keep their history. Contact and project leader are those of the second, or of the first where the second names none. "
            "The joint amount is asked for, never added up."
        ),
        example='skjonn application merge 2021-007 2021-004 --applied "900 000" --reason "Same prosjekt frå to kommunar"\n'
        'skjonn application merge 7 4 --applied 900000 --title "Felles barnevern" --reason "Avtalt i møte 3. mars"',
        acts=True,
    )(merge)
    group.command(
        "link",
        help=N_("Add a public link to a case: a recording, a report, the project's own page; or take one back."),
        example='skjonn application link 2021-007 https://www.example.org/film --label "Opptak frå samlinga"\n'
        "skjonn application link 2021-007 --remove https://www.example.org/film",
        acts=True,
    )(link)


def _of_files(group: Group) -> None:
    group.command(
        "imports",
        help=N_("List the files that were taken in: number, digest, day, by whom, and whether they were withdrawn."),
        example="skjonn application imports\nskjonn application imports --call 2021 --json",
        lists=True,
    )(imports_)
    group.command(
        "undo-import",
        help=N_(
            "Withdraw a whole import, as long as nobody has built on any of its cases.\n"
            "Its cases are withdrawn and their numbers not used again; cases it changed say again what they said before."
        ),
        example='skjonn application undo-import 3 --reason "Feil utgåve av arket"\nskjonn application undo-import 3 --reason "Feil ark" --dry-run',
        acts=True,
    )(undo_import)
    group.command(
        "export",
        help=N_(
            "Give back the file an import or a case came with, exactly as it came.\n"
            "A number alone is an import's; a case is named in full."
        ),
        example="skjonn application export 3\nskjonn application export 2021-007 --out original.xlsx",
        acts=True,
    )(export)


def duplicates(ctx: typer.Context, call: options.CallOption = None) -> None:
    """List pairs of cases."""
    from skjonn.usecases import merging

    setting = Setting.of(ctx)
    code = setting.call(call)
    found = merging.duplicates(setting.url, code)
    shown = columns("case", "title", "municipality", "other_case", "other_title", "other_municipality", "why")
    table = Rows(shown, [_pair(one) for one in found])
    following = f"skjonn application merge {found[0].pair.second} {found[0].pair.first}" if found else ""
    lines = [] if found else [_("No application of {call} looks like another.").format(call=code)]
    setting.show(Answer(lines=lines, table=table, next_command=following))


def _pair(one: Alike) -> dict[str, Any]:
    from skjonn.domain.duplicates import WHY

    return {
        "case": one.pair.first,
        "title": one.title,
        "municipality": one.municipality,
        "applied_nok": one.applied_nok,
        "other_case": one.pair.second,
        "other_title": one.other_title,
        "other_municipality": one.other_municipality,
        "other_applied_nok": one.other_applied_nok,
        "why": _(WHY[one.pair.why]),
        "why_code": one.pair.why,
        "percent": one.pair.percent,
    }


def merge(
    ctx: typer.Context,
    case: options.Case,
    into: Into,
    applied: Applied = None,
    title: Title = "",
    reason: options.Reason = None,
) -> None:
    """Merge two cases; the joint amount is asked for with both amounts in sight."""
    from skjonn.usecases import merging

    setting = Setting.of(ctx)
    gone, stays = _both(setting, case, into)
    looked = merging.look(setting.url, gone, stays)
    both = _("{case} applies for {applied}, {into} for {into_applied}.").format(
        case=gone, applied=kroner(looked.applied_nok, chosen()), into=stays, into_applied=kroner(looked.into_applied_nok, chosen())
    )  # fmt: skip
    joint = applied if applied is not None else prompts.amount(setting, "--applied", f"{both} {_('How much together?')}")  # fmt: skip
    why = reason or prompts.text(setting, "--reason", _("Why are they one application?"))
    done = merging.merge(setting.url, setting.desk, gone, stays, merging.Joint(joint, why, title))
    lines = [_("{case} is part of {into}, which applies for {applied}.").format(case=gone, into=stays, applied=kroner(done.applied_nok, chosen()))]  # fmt: skip
    messages = grouped(done.problems)
    if done.recommended:
        messages.append(_("{case} has a recommendation from before; look at it again.").format(case=stays))
    setting.show(Answer(done, lines, None, messages, f"skjonn application show {stays}"))


def _both(setting: Setting, case: str, into: str) -> tuple[str, str]:
    """Return two full case numbers; the call that bare ones belong to is looked up, and told of, once."""
    from skjonn.domain.codes import parse_case

    call = setting.call() if any(text.strip().isdigit() for text in (case, into)) else None
    return parse_case(case, call), parse_case(into, call)


def imports_(ctx: typer.Context, call: AnyCall = None) -> None:
    """List files."""
    from skjonn.domain.codes import parse_call
    from skjonn.usecases import imports

    setting = Setting.of(ctx)
    found = imports.listing(setting.url, str(parse_call(call)) if call else None)
    shown = columns("import_number", "call", "file_name", "digest", "on", "person", "cases", "undone_on")
    lines = [] if found else [_("No file was taken in.")]
    setting.show(Answer(lines=lines, table=Rows(shown, [_file(one) for one in found])))


def _file(one: ImportedFile) -> dict[str, Any]:
    return {
        "import_number": one.number,
        "part": one.part,
        "call": one.call,
        "file_name": one.name,
        "digest": one.sha256[:_DIGITS_SHOWN],
        "sha256": one.sha256,
        "size": one.size,
        "on": one.on,
        "person": one.person,
        "cases": one.cases,
        "undone_on": one.undone_on,
        "undone_by": one.undone_by or None,
        "undone_reason": one.undone_reason or None,
    }


def undo_import(ctx: typer.Context, number: Number, reason: options.Reason = None) -> None:
    """Withdraw an import."""
    from skjonn.usecases import undoing

    setting = Setting.of(ctx)
    why = reason or prompts.text(setting, "--reason", _("Why is the import withdrawn?"))
    done = undoing.undo_import(setting.url, setting.desk, number, why)
    lines = [_("Import {number} ({files}) is withdrawn.").format(number=number, files=listed(done.files, chosen()))]
    for count, text in (
        (len(done.withdrawn), ngettext("{count} case that came with it is withdrawn.", "{count} cases that came with it are withdrawn.", len(done.withdrawn))),
        (len(done.restored), ngettext("{count} case says again what it said before.", "{count} cases say again what they said before.", len(done.restored))),
    ):  # fmt: skip
        lines += [text.format(count=count)] if count else []
    setting.show(Answer(done, lines, None, (), f"skjonn application list --call {done.call}"))


def export(ctx: typer.Context, original: Original, out: Out = None) -> None:
    """Write an original."""
    from skjonn.usecases import imports

    setting = Setting.of(ctx)
    typed = original.strip()
    wanted = int(typed[:_DIGITS_READ]) if typed.isascii() and typed.isdigit() else setting.case(typed)
    given = imports.export(setting.url, setting.desk, wanted, Path.cwd(), out)
    setting.show(Answer({"files": given}, [_given(one) for one in given]))


def _given(one: Given) -> str:
    said = _("{path} is there already, just as it came.") if one.there else _("{path} is written, just as it came.")
    return said.format(path=one.path)


def link(ctx: typer.Context, case: options.Case, address: Address = None, label: Label = "", remove: Remove = None) -> None:  # fmt: skip
    """Add or remove a link."""
    from skjonn.usecases import links

    setting = Setting.of(ctx)
    if remove and (address or label):
        raise LinkBothWays
    number = setting.case(case)
    following = f"skjonn application show {number}"
    if remove:
        gone = links.unlink(setting.url, setting.desk, number, remove)
        setting.show(Answer(gone, [_("The link is taken from {case}.").format(case=number)], None, (), following))
        return
    wanted = address or prompts.text(setting, "URL", _("Which address?"))
    done = links.link(setting.url, setting.desk, number, wanted, label)
    setting.show(Answer(done, [_("The link on {case} is added.").format(case=number)], None, (), following))
