"""`skjonn call`: open, list, show, copy, change and close calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from skjonn.cli import call_form, call_pages, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import listed, long_date

if TYPE_CHECKING:
    from skjonn.usecases.calls import Changed, Closed
    from skjonn.usecases.calls_shown import Listed

group = Group("call")
File = Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("The call's TOML file; docs/formats/call.md shows every key."))]  # fmt: skip


@group.command(
    "open",
    help=N_("Open a call from its file. The year's frame must hold the pots it draws on."),
    example="skjonn call open call.toml",
    acts=True,
)
def open_(ctx: typer.Context, file: File) -> None:
    """Open a call."""
    from skjonn.usecases import calls

    setting = Setting.of(ctx)
    stored = calls.open_call(setting.url, setting.desk, file)
    data = {**call_pages.summary(stored, 0), "call": stored.code}
    lines = [
        _("The call {call} is open: {name}.").format(call=stored.code, name=call_pages.named(stored.call.names)),
        _("{areas} priority areas, {criteria} criteria; deadline {deadline}.").format(
            areas=len(stored.call.areas),
            criteria=len(stored.call.criteria),
            deadline=call_pages.moment(stored.call.deadline),
        ),
    ]
    following = f"skjonn application import FILE.xlsx --call {stored.code}"
    setting.show(Answer(data=data, lines=lines, next_command=following))


@group.command("list", help=N_("List every call."), example="skjonn call list", lists=True)
def list_(ctx: typer.Context) -> None:
    """List the calls."""
    from skjonn.usecases import calls_shown

    setting = Setting.of(ctx)
    rows = [call_pages.summary(one.stored, one.applications) for one in calls_shown.list_calls(setting.url)]
    names = ("call", "year", "name", "opens_on", "deadline", "closed_on", "applications")
    setting.show(Answer(table=Rows(columns(*names), rows)))


@group.command(
    "show",
    help=N_("Show a call: dates, areas, criteria, grounds, rules and letter texts."),
    example="skjonn call show 2021\nskjonn call show 2021 --as-of 2021-02-01 --json",
)
def show(ctx: typer.Context, call: options.Call = None, as_of: options.AsOf = None) -> None:
    """Show a call."""
    from skjonn.usecases import calls_shown

    setting = Setting.of(ctx)
    shown = calls_shown.show_call(setting.url, setting.call(call), as_of)
    setting.show(Answer(data=_whole(shown), lines=call_pages.page(shown.stored, shown.applications)))


@group.command(
    "copy",
    help=N_("Write a call as the file of a new one, dates moved to its year, what to look at marked “check”. Nothing is opened."),
    example="skjonn call copy 2021 2022\nskjonn call copy 2021 2022-F --out second-round.toml",
    acts=True,
)  # fmt: skip
def copy(
    ctx: typer.Context,
    call: Annotated[str, typer.Argument(metavar=N_("CALL"), help=N_("The call to copy."))],
    new: Annotated[str, typer.Argument(metavar=N_("NEW"), help=N_("The new call's code: its budget year, with a suffix where needed."))],
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write (default: call-NEW.toml)."))] = None,
) -> None:  # fmt: skip
    """Copy a call."""
    from skjonn.domain.codes import parse_call
    from skjonn.usecases import calls

    setting = Setting.of(ctx)
    path = out or Path(f"call-{parse_call(new)}.toml")
    copied = calls.copy_call(setting.url, setting.desk, setting.call(call), new, path)
    lines = [_("The call {call} is written to {path}. Look at every line marked “check”.").format(call=copied.code, path=path)]  # fmt: skip
    setting.show(Answer(data=copied, lines=lines, next_command=f"skjonn call open {path.as_posix()}"))


@group.command(
    "change",
    help=N_("Change an open call: show what differs and make a new version.\nPoints already given keep the criteria they were given under."),
    example='skjonn call change 2021 call.toml --reason "Fristen er flytta"',
    acts=True,
)  # fmt: skip
def change(
    ctx: typer.Context,
    call: Annotated[str, typer.Argument(metavar=N_("CALL"), help=N_("The call to change."))],
    file: File,
    reason: options.Reason = None,
) -> None:
    """Change a call."""
    from skjonn.usecases import calls

    setting = Setting.of(ctx)
    why = reason if reason is not None else prompts.text(setting, "--reason", _("Why?"))
    changed = calls.change_call(setting.url, setting.desk, setting.call(call), file, why)
    if changed.scored:
        text = _("Criteria changed after {cases} had been scored; these points keep the older criteria.")
        setting.warn(text.format(cases=listed(changed.scored, chosen())))
    setting.show(Answer(data=changed, lines=_changes(changed)))


@group.command(
    "text",
    help=N_(
        "Write the announcement of a call, or the news item of its awards, from templates an office edits.\n"
        "The announcement names what it should hold and does not. The news item's figures are those of `skjonn table awards`."
    ),
    example="skjonn call text 2021\nskjonn call text 2021 --of awards --out tildelingar.html --in nn\nskjonn call text 2021 --of awards --draft",
    acts=True,
)
def text(
    ctx: typer.Context,
    call: options.Call = None,
    of: Annotated[str, typer.Option("--of", metavar="call|awards", help=N_("The announcement, or the news item of the awards."))] = "call",
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write, ending in .docx, .html or .md (default: a Word file in the current folder)."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Marked as a draft, with what is drafted and not approved."))] = False,
    language: options.In = None,
) -> None:  # fmt: skip
    """Write it."""
    from skjonn.usecases import publishing

    setting = Setting.of(ctx)
    code = setting.call(call)
    if of not in ("call", "awards"):
        raise publishing.TextUnknown(text=of)
    wanted = publishing.TextWanted(code, cast("Any", of), cast("Any", language), draft)
    target = out or Path(f"{'utlysing' if of == 'call' else 'tildelingar'}-{code}.docx")
    done = publishing.publish(setting.url, setting.desk, wanted, setting.folder, target)
    data = {
        "path": done.path,
        "language": done.language,
        "sha256": done.sha256,
        "lacking": [one.data["name"] for one in done.lacking],
    }
    setting.show(Answer(data=data, lines=[_("Wrote {path}.").format(path=done.path)], messages=done.lacking))


@group.command(
    "close",
    help=N_("Close a call, and say what is left undone."),
    example="skjonn call close 2021",
    acts=True,
)
def close(ctx: typer.Context, call: options.Call = None) -> None:
    """Close a call."""
    from skjonn.usecases import calls

    setting = Setting.of(ctx)
    closed = calls.close_call(setting.url, setting.desk, setting.call(call))
    day = long_date(closed.closed_on, chosen())
    lines = [_("The call {call} is closed from {day}.").format(call=closed.code, day=day), *_left(closed)]
    setting.show(Answer(data=closed, lines=lines, next_command=f"skjonn call copy {closed.code} NEW"))


def _whole(shown: Listed) -> dict[str, Any]:
    from skjonn.domain.calls_file import plain

    head = call_pages.summary(shown.stored, shown.applications)
    return {**head, "version": shown.stored.version_number, "content": plain(shown.stored.call)}


def _changes(changed: Changed) -> list[str]:
    if not changed.differences:
        return [_("The file says what the call says already; nothing is changed.")]
    head = _("The call {call} now stands in version {version}:").format(call=changed.code, version=changed.version)
    none = _("(nothing)")
    return [head, *(f"  {one.key}: {one.before or none} → {one.after or none}" for one in changed.differences)]


def _left(closed: Closed) -> list[str]:
    language = chosen()
    lines = []
    if closed.undecided:
        text = ngettext(
            "{count} case is not decided: {cases}", "{count} cases are not decided: {cases}", len(closed.undecided)
        )
        lines.append(text.format(count=len(closed.undecided), cases=listed(closed.undecided, language)))
    if closed.awaiting_approval:
        numbers = listed([str(number) for number in closed.awaiting_approval], language)
        lines.append(_("Drafted and not approved: decision {numbers}").format(numbers=numbers))
    if closed.without_letter:
        text = ngettext(
            "{count} case has no letter: {cases}", "{count} cases have no letter: {cases}", len(closed.without_letter)
        )
        lines.append(text.format(count=len(closed.without_letter), cases=listed(closed.without_letter, language)))
    return lines or [_("Nothing is left undone.")]


call_form.declare(group)
