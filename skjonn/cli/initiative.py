"""`skjonn initiative`: awards of one undertaking over years, pots and offices, tied together by a person."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import completion, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import kroner, listed

if TYPE_CHECKING:
    from skjonn.domain.initiatives import Initiative, Part
    from skjonn.domain.initiatives_alike import Suggestion
    from skjonn.usecases.initiatives import Linked

group = Group("initiative")

Name = Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("The initiative's name."))]
Cases = Annotated[list[str], typer.Argument(metavar=N_("CASE"), help=N_("The case numbers, or their last numbers where one call is open."), autocompletion=completion.cases)]  # fmt: skip


@group.command(
    "suggest",
    help=N_("Suggest which cases over the years are of one initiative, by title and lead. Nothing is tied."),
    example="skjonn initiative suggest\nskjonn initiative suggest --json",
    lists=True,
)
def suggest(ctx: typer.Context) -> None:
    """Suggest initiatives."""
    from skjonn.usecases import initiative_suggesting

    setting = Setting.of(ctx)
    found = initiative_suggesting.suggest(setting.url, setting.desk)
    count = ngettext("{count} initiative is suggested.", "{count} initiatives are suggested.", len(found))
    lines = [count.format(count=len(found)) if found else _("No cases look as if they were one initiative."), ""]
    following = _link_command(found[0]) if found else ""
    setting.show(
        Answer(
            data={"suggestions": [_suggestion(one) for one in found]},
            lines=lines,
            table=_suggested(found) if found else None,
            next_command=following,
        )
    )


@group.command(
    "link",
    help=N_("Tie cases to one initiative: the one named, else the one some of them are in, else a new one."),
    example='skjonn initiative link 2020-004 2021-007\nskjonn initiative link 2019-002 2020-004 2021-007 --name "Digi Rogaland"',
    acts=True,
)
def link(
    ctx: typer.Context,
    cases: Cases,
    name: Annotated[str, typer.Option("--name", metavar=N_("NAME"), help=N_("The initiative's name; by default what the first case's title says."))] = "",
    join: Annotated[bool, typer.Option("--join", help=N_("Make one of the initiatives the cases are in."))] = False,
) -> None:  # fmt: skip
    """Tie cases."""
    from skjonn.usecases import initiatives

    setting = Setting.of(ctx)
    numbers = [setting.case(case) for case in cases]
    done = initiatives.link(setting.url, setting.desk, numbers, name=name, join=join)
    lines = []
    if done.joined:
        lines.append(_("Joined into it: {names}.").format(names=listed(done.joined, chosen())))
    if not done.added and not done.joined:
        lines.append(_("Nothing differs from what is tied already."))
    setting.show(_answer(done, lines, "skjonn table initiatives"))


@group.command(
    "unlink",
    help=N_("Take a case out of its initiative."),
    example='skjonn initiative unlink 2020-004 --reason "Eit anna prosjekt med same namn"',
    acts=True,
)
def unlink(ctx: typer.Context, case: options.Case, reason: options.Reason = None) -> None:
    """Untie a case."""
    from skjonn.usecases import initiatives

    setting = Setting.of(ctx)
    done = initiatives.unlink(setting.url, setting.desk, setting.case(case), _why(setting, reason))
    setting.show(_answer(done, [], "skjonn initiative list"))


@group.command(
    "award",
    help=N_("Register an award of an initiative that is no case here: another office's, or from a pot of its own."),
    example='skjonn initiative award "Digi Rogaland" 2019 500000 --source "Oslo og Viken"\nskjonn initiative award "Digi Rogaland" 2019 500000 --source "Oslo og Viken" --remove --reason "Ført to gonger"',
    acts=True,
)
def award(
    ctx: typer.Context,
    name: Name,
    year: options.Year,
    amount: Annotated[int, typer.Argument(parser=options.amount, metavar=N_("AMOUNT"), help=N_("Whole kroner: 10000000, “10 000 000” or “10 mill.”."))],
    source: Annotated[str | None, typer.Option("--source", metavar=N_("TEXT"), help=N_("Whose award it is."))] = None,
    new: Annotated[bool, typer.Option("--new", help=N_("Make the initiative where there is none of that name."))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take the award out again."))] = False,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Register or remove an award."""
    from skjonn.usecases import initiatives

    setting = Setting.of(ctx)
    whose = source if source is not None else prompts.text(setting, "--source", _("Whose award is it?"))
    extra = initiatives.Extra(year, amount, whose)
    if remove:
        done = initiatives.remove_award(setting.url, setting.desk, name, extra, _why(setting, reason))
    else:
        done = initiatives.add_award(setting.url, setting.desk, name, extra, new=new)
    setting.show(_answer(done, [], "skjonn table initiatives"))


@group.command(
    "list",
    help=N_("List the initiatives with what they have had; with a name, one initiative's cases and awards."),
    example='skjonn initiative list\nskjonn initiative list "Digi Rogaland"\nskjonn initiative list --as-of 2021-06-01 --json',
    lists=True,
)
def list_(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar=N_("NAME"), help=N_("The initiative's name."))] = None,
    as_of: options.AsOf = None,
) -> None:
    """List initiatives."""
    from skjonn.domain import tables
    from skjonn.usecases import initiative_views

    setting = Setting.of(ctx)
    if name is not None:
        found = initiative_views.one(setting.url, name, as_of)
        setting.show(Answer(data=_data(found), lines=[_headline(found), ""], table=_parts(found.parts)))
        return
    every = initiative_views.listing(setting.url, as_of)
    table = tables.initiatives(every)
    data = {"initiatives": [_data(one) for one in every], "totals": dict(table.totals)}
    lines = [] if every else [_("No initiatives are tied together.")]
    setting.show(Answer(data=data, lines=lines, table=table if every else None))


def _why(setting: Setting, reason: str | None) -> str:
    return reason if reason is not None else prompts.text(setting, "--reason", _("Why?"))


def _answer(done: Linked, lines: Sequence[str], following: str) -> Answer:
    shown = done.initiative
    head = _headline(shown) if shown else _("Nothing is tied to the initiative {name} any more.").format(name=done.name)
    return Answer(
        data={
            "initiative": done.name,
            "added": done.added,
            "joined": done.joined,
            **(_data(shown) if shown else {"years": [], "awards": 0, "awarded_nok": 0, "parts": []}),
        },
        lines=[*lines, head, ""],
        table=_parts(shown.parts) if shown else None,
        next_command=following,
    )


def _headline(one: Initiative) -> str:
    if not one.awards:
        return _("{name}: no awards yet.").format(name=one.name)
    count = len(one.awards)
    years = listed([str(year) for year in one.years], chosen())
    words = ngettext("{name}: {count} award, {years}, {sum}.", "{name}: {count} awards, {years}, {sum} in all.", count)
    return words.format(name=one.name, count=count, years=years, sum=kroner(one.awarded_nok, chosen()))


def _parts(parts: Sequence[Part]) -> Rows:
    shown = columns("year", "case", "title", "municipality", "pot", "source", "awarded_nok")
    kept = [column for column in shown if column.name in {"year", "awarded_nok"} or any(_part(one)[column.name] for one in parts)]  # fmt: skip
    return Rows(kept, [_part(one) for one in parts], {"awarded_nok": sum(one.awarded_nok or 0 for one in parts)})


def _part(one: Part) -> dict[str, Any]:
    return {
        "year": one.year,
        "case": one.case or None,
        "title": one.title,
        "municipality": one.municipality,
        "pot": one.pot,
        "source": one.source,
        "awarded_nok": one.awarded_nok,
    }


def _data(one: Initiative) -> dict[str, Any]:
    return {
        "initiative": one.name,
        "years": one.years,
        "awards": len(one.awards),
        "awarded_nok": one.awarded_nok,
        "parts": [_part(part) for part in one.parts],
    }


def _suggestion(one: Suggestion) -> dict[str, Any]:
    return {
        "initiative": one.name,
        "initiatives": one.initiatives,
        "cases": [
            {
                "case": case.case,
                "year": case.year,
                "title": case.title,
                "municipality": case.municipality,
                "awarded_nok": case.awarded_nok,
                "tied_to": case.initiative or None,
            }
            for case in one.cases
        ],
        "command": _link_command(one),
    }


def _suggested(found: Sequence[Suggestion]) -> Rows:
    rows = [{"initiative": one.name, **case} for one in found for case in _suggestion(one)["cases"]]
    return Rows(columns("initiative", "case", "title", "municipality", "awarded_nok"), rows)


def _link_command(one: Suggestion) -> str:
    """Return what ties a suggestion, to be looked at and run by a person."""
    cases = one.cases if len(one.initiatives) > 1 else one.untied
    words = ["skjonn", "initiative", "link", *(case.case for case in cases), "--name", one.name]
    return shlex.join([*words, *(["--join"] if len(one.initiatives) > 1 else [])])
