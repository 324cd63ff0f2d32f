"""`skjonn letter`: write the letters of decided cases, list those registered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from skjonn.cli import completion, letter_package, letter_templates, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns, progress
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skjonn.usecases.letter_pdf import MadePdf
    from skjonn.usecases.letters import Written, WrittenLetter

group = Group("letter")


class GroupingUnknown(UsageError):
    """Letters cannot be gathered that way."""

    code = "letter-grouping-unknown"
    sentence = N_("Letters cannot be gathered by {text}.")
    advice = N_("Write --group case, --group municipality, or for the call itself --group all.")


class ReportUnknown(UsageError):
    """There is no such report."""

    code = "report-kind-unknown"
    sentence = N_("There is no report called {text}.")
    advice = N_("Write --report interim or --report final.")


def grouping(text: str) -> str:
    """Read how letters are gathered.

    Raises:
        GroupingUnknown: no such way.
    """
    clean = text.strip().casefold()
    if clean not in ("case", "municipality", "all"):
        raise GroupingUnknown(text=text)
    return clean


def report_kind(text: str) -> str:
    """Read which report is meant.

    Raises:
        ReportUnknown: neither interim nor final.
    """
    clean = text.strip().casefold()
    if clean not in ("", "interim", "final"):
        raise ReportUnknown(text=text)
    return clean


class LetterFormatUnknown(UsageError):
    """Letters are not written in that format."""

    code = "letter-format-unknown"
    sentence = N_("Letters are not written as {text}.")
    advice = N_("Write --format docx, or --format pdf for a PDF beside each Word file.")


def file_format_of(text: str) -> str:
    """Read the format of letters.

    Raises:
        LetterFormatUnknown: neither docx nor pdf.
    """
    clean = text.strip().casefold()
    if clean not in ("docx", "pdf"):
        raise LetterFormatUnknown(text=text)
    return clean


_SHOWN = (
    "letter_number",
    "case",
    "municipality",
    "letter_kind",
    "language",
    "language_rule",
    "sent_on",
    "superseded_by",
    "path",
)


@group.command(
    "write",
    help=N_(
        "Write letters, each in its recipient's language form: those that tell of a call's approved decisions, or with --kind any other.\n"
        "Run again, it writes what is missing; a letter's date is the day it was first written.\n"
        "Kinds: call, receipt, completion, award, partial_award, refusal, dismissal, next_round, decisions, correction, "
        "change_answer, report_request, reminder, report_accepted, repayment, payment_list."
    ),
    example=(
        "skjonn letter write 2021\nskjonn letter write 2021 --group municipality\nskjonn letter write 2021 --case 2021-007 --draft\n"
        'skjonn letter write 2021 --kind completion --case 7 --due 2021-03-15 --point "Legg ved vedtaket."\n'
        "skjonn letter write 2021 --kind reminder --report final --due 2022-07-01\nskjonn letter write 2021 --kind payment_list"
    ),
    acts=True,
)
def write(
    ctx: typer.Context,
    call: options.Call = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar=N_("KIND"), help=N_("Letters of this kind alone."), autocompletion=completion.letter_kinds)] = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("This case alone."), autocompletion=completion.cases)] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("To be looked at, also before approval: marked as drafts, not registered."))] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FOLDER"), help=N_("Where new letters go; by default letters/ in the working folder."))] = None,
    group_by: Annotated[str, typer.Option("--group", metavar="case|municipality|all", parser=grouping, help=N_("A letter a case, or one a municipality with all its cases; of a call, one to all."))] = "case",
    language: Annotated[str | None, typer.Option("--language", metavar="nb|nn", parser=options.form, help=N_("Another form than the recipient's, with --reason."))] = None,
    anew: Annotated[bool, typer.Option("--anew", help=N_("Write registered letters as new ones in their place, with --reason; those that stood are kept."))] = False,
    reason: options.Reason = None,
    due: Annotated[date | None, typer.Option("--due", parser=options.day, metavar=N_("DATE"), help=N_("By when an answer, or money, is to be there."))] = None,
    report: Annotated[str, typer.Option("--report", metavar="interim|final", parser=report_kind, help=N_("Which report the letter is about."))] = "",
    amount: Annotated[int | None, typer.Option("--amount", parser=options.amount, metavar=N_("AMOUNT"), help=N_("What is claimed back, whole kroner."))] = None,
    file_format: Annotated[str, typer.Option("--format", metavar="docx|pdf", parser=file_format_of, help=N_("pdf makes a PDF beside each Word file, by LibreOffice."))] = "docx",
    point: Annotated[list[str] | None, typer.Option("--point", metavar=N_("TEXT"), help=N_("A sentence of your own, printed as a point."))] = None,
    payment_list: Annotated[int | None, typer.Option("--list", min=1, metavar=N_("NUMBER"), help=N_("The payment list the letter goes with; by default the latest."))] = None,
) -> None:  # fmt: skip
    """Write them, with a bar while they are rendered."""
    from skjonn.domain.codes import parse_case
    from skjonn.domain.letters import Said
    from skjonn.usecases import letters
    from skjonn.usecases.letter_wanted import Wanted

    setting = Setting.of(ctx)
    code = setting.call(call)
    wanted = Wanted(
        call=code,
        cases=tuple(parse_case(text, code) for text in case) if case else None,
        kind=kind,
        draft=draft,
        language=cast("Any", language),
        reason=reason or "",
        group=cast("Any", group_by),
        anew=anew,
        said=Said(
            due,
            amount,
            report,
            tuple(text.strip() for text in point or () if text.strip()),
            payment_list=payment_list or 0,
        ),
    )
    with progress(setting, _("Writing letters"), total=100) as step:
        done = letters.write_letters(setting.url, setting.desk, wanted, setting.folder, out=out, step=_share(step))
    made = _pdfs(setting, code, done) if file_format == "pdf" else ()
    beside = {one.letter.path: one for one in made}
    setting.show(
        Answer(
            data={"written": [{**_data(one), **_pdf_data(beside.get(one.path))} for one in done.letters]},
            lines=[*_lines(done, dry=setting.desk.dry_run), *_pdf_lines(made, dry=setting.desk.dry_run)],
            messages=done.problems,
            exit_code=1 if done.count("edited") else 0,
            next_command="" if draft else f"skjonn letter sent {code} --on DATE --how TEXT",
        )
    )


@group.command(
    "sent",
    help=N_(
        "Record when and how letters were sent: all of a call that were not, or those of some cases or of one kind."
    ),
    example='skjonn letter sent 2021 --on 2021-06-02 --how "eFormidling"\nskjonn letter sent 2021 --case 2021-007 --on 2021-06-03 --how "Brev i posten"',
    acts=True,
)
def sent(
    ctx: typer.Context,
    call: options.Call = None,
    on: Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("The day they were sent; by default today."))] = None,
    how: Annotated[str | None, typer.Option("--how", metavar=N_("TEXT"), help=N_("How, in your own words: eFormidling, SvarUt, by post."))] = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("This case alone."), autocompletion=completion.cases)] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar=N_("KIND"), help=N_("Letters of this kind alone."), autocompletion=completion.letter_kinds)] = None,
) -> None:  # fmt: skip
    """Record it."""
    from skjonn.domain.codes import parse_case
    from skjonn.usecases import letter_sent

    setting = Setting.of(ctx)
    code = setting.call(call)
    said = how or prompts.text(setting, "--how", _("How were they sent?"))
    cases = tuple(parse_case(text, code) for text in case) if case else None
    done = letter_sent.mark_sent(
        setting.url, setting.desk, code, on or setting.desk.today, said, cases=cases, kind=kind
    )
    words = ngettext("{count} letter is recorded as sent on {day}: {how}.", "{count} letters are recorded as sent on {day}: {how}.", len(done.numbers))  # fmt: skip
    line = words.format(count=len(done.numbers), day=long_date(done.on, chosen()), how=done.how)
    data = {"call": done.call, "sent_on": done.on, "sent_how": done.how, "letters": done.numbers}
    setting.show(Answer(data=data, lines=[line], next_command=f"skjonn letter list {code}"))


@group.command(
    "list",
    help=N_(
        "List registered letters: to whom, of what kind, in which language form and by which rule.\n"
        "Those whose file is gone, or has been changed since it was registered, are named."
    ),
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
    found = letters.list_letters(setting.url, str(parse_call(call)) if call else None, setting.folder)
    rows = [_row(one) for one in found]
    data = {"written": [_data(one) for one in found]}
    setting.show(Answer(data=data, table=Rows(columns(*_SHOWN), rows), messages=tuple(letters.otherwise(found))))


def _pdfs(setting: Setting, call: str, done: Written) -> tuple[MadePdf, ...]:
    from skjonn.usecases import letter_pdf

    with progress(setting, _("Making PDF"), total=100) as step:
        return letter_pdf.make(setting.url, setting.desk, call, done.letters, setting.folder, step=_share(step))


def _pdf_data(made: MadePdf | None) -> dict[str, Any]:
    return {"pdf": made.path, "pdf_sha256": made.sha256 or None} if made else {}


def _pdf_lines(made: Sequence[MadePdf], *, dry: bool) -> list[str]:
    if not made:
        return []
    fresh = sum(one.made for one in made)
    lines = []
    if fresh and dry:
        lines.append(ngettext("Would make {count} PDF.", "Would make {count} PDFs.", fresh).format(count=fresh))
    elif fresh:
        lines.append(ngettext("Made {count} PDF.", "Made {count} PDFs.", fresh).format(count=fresh))
    if kept := len(made) - fresh:
        lines.append(ngettext("{count} PDF was there already.", "{count} PDFs were there already.", kept).format(count=kept))  # fmt: skip
    return lines


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
        "cases": one.cases,
        "supersedes": one.supersedes,
        "superseded_by": one.superseded_by,
        "sent_on": one.sent_on,
        "sent_how": one.sent_how,
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
        "sent_on": one.sent_on,
        "superseded_by": one.superseded_by,
        "path": one.path,
    }


def _rule(one: WrittenLetter) -> str:
    from skjonn.registries.language import rule_sentence

    return rule_sentence(one.rule.rule, one.rule.data)


def _lines(done: Written, *, dry: bool) -> list[str]:
    """Tell each file written, then how many were written and how many were there already."""
    fresh = [one for one in done.letters if one.state not in {"unchanged", "edited"}]
    lines = [one.path for one in fresh]
    if drafts := done.count("draft"):
        return [*lines, _drafts(drafts, dry=dry)]
    written, kept = len(fresh), done.count("unchanged")
    if written or not kept:
        lines.append(_wrote(written, dry=dry))
    if kept:
        words = ngettext("{count} letter was there already.", "{count} letters were there already.", kept)
        lines.append(words.format(count=kept))
    return lines


def _drafts(count: int, *, dry: bool) -> str:
    if dry:
        return ngettext("Would write {count} draft, not registered.", "Would write {count} drafts, not registered.", count).format(count=count)  # fmt: skip
    return ngettext("Wrote {count} draft, not registered.", "Wrote {count} drafts, not registered.", count).format(count=count)  # fmt: skip


def _wrote(count: int, *, dry: bool) -> str:
    if dry:
        return ngettext("Would write {count} letter.", "Would write {count} letters.", count).format(count=count)
    return ngettext("Wrote {count} letter.", "Wrote {count} letters.", count).format(count=count)


letter_templates.declare(group)
letter_package.declare(group)
