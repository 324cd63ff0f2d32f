"""`skjonn frame`: a year's frame and its pots."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.domain import tables
from skjonn.texts import N_, _, chosen
from skjonn.texts.wording import grouped, kroner, long_date

if TYPE_CHECKING:
    from skjonn.usecases.frames import FrameShown

group = Group("frame")
Amount = Annotated[int, typer.Argument(parser=options.amount, metavar=N_("AMOUNT"), help=N_("Whole kroner: 10000000, “10 000 000” or “10 mill.”."))]  # fmt: skip
Pot = Annotated[str, typer.Argument(metavar=N_("POT"), help=N_("The pot: ordinary, project, joint, crisis, held_back or one of your own."))]  # fmt: skip
Pots = Annotated[list[str] | None, typer.Option("--pot", metavar=N_("NAME=AMOUNT"), help=N_("A pot and its share. What no pot is named for lies in ordinary."))]  # fmt: skip


@group.command(
    "set",
    help=N_("Set the frame of a year and its pots, exactly as named: a pot not named holds nothing afterwards.\nSetting again writes each difference as a line of the ledger."),
    example='skjonn frame set 2021 10000000 --pot project=10000000\nskjonn frame set 2021 "70 mill." --pot project="10 mill." --pot held_back=3500000 --from 2021-09-01',
    acts=True,
)  # fmt: skip
def set_(
    ctx: typer.Context,
    year: options.Year,
    amount: Amount,
    pots: Pots = None,
    since: Annotated[date | None, typer.Option("--from", parser=options.day, metavar=N_("DATE"), help=N_("The first day the pot held_back may be decided from."))] = None,
) -> None:  # fmt: skip
    """Set a frame."""
    from skjonn.usecases import frames

    setting = Setting.of(ctx)
    named = [options.pair(text, "--pot") for text in pots or ()]
    wanted = frames.Wanted(amount, tuple((name, options.amount(share)) for name, share in named), since)
    shown = frames.set_frame(setting.url, setting.desk, year, wanted)
    for change in shown.changes:
        if change.before_nok and change.name not in dict(wanted.pots) and not change.after_nok:
            setting.warn(_("The pot {pot} was not named, and now holds nothing.").format(pot=change.name))
    setting.show(_changed(shown, "skjonn status" if shown.has_calls else "skjonn call open FILE.toml"))


@group.command(
    "add",
    help=N_("Put more money into a pot; the frame grows with it."),
    example='skjonn frame add 2021 project 500000 --reason "Ekstra midlar frå departementet"',
    acts=True,
)
def add(ctx: typer.Context, year: options.Year, pot: Pot, amount: Amount, reason: options.Reason = None) -> None:
    """Add money."""
    from skjonn.usecases import frames

    setting = Setting.of(ctx)
    money = frames.Money(amount, pot, _why(setting, reason))
    setting.show(_changed(frames.add_money(setting.url, setting.desk, year, money)))


@group.command(
    "move",
    help=N_("Move money from one pot of a year to another; never more than is free."),
    example='skjonn frame move 2021 held_back project 250000 --reason "Ikkje brukt til krise"',
    acts=True,
)
def move(
    ctx: typer.Context,
    year: options.Year,
    giver: Annotated[str, typer.Argument(metavar=N_("FROM"), help=N_("The pot the money is taken from."))],
    taker: Annotated[str, typer.Argument(metavar=N_("TO"), help=N_("The pot the money is put into."))],
    amount: Amount,
    reason: options.Reason = None,
) -> None:
    """Move money."""
    from skjonn.usecases import frames

    setting = Setting.of(ctx)
    money = frames.Money(amount, taker, _why(setting, reason), giver)
    setting.show(_changed(frames.move_money(setting.url, setting.desk, year, money)))


@group.command(
    "cutoff",
    help=N_("Set the last day on which money an award gives up is free again in its pot; later it is returned, and not free."),
    example="skjonn frame cutoff 2021 2021-11-26\nskjonn frame cutoff 2021 2021-11-26 --returns-to 2022/project",
    acts=True,
)  # fmt: skip
def cutoff(
    ctx: typer.Context,
    year: options.Year,
    on: Annotated[date, typer.Argument(parser=options.day, metavar=N_("DATE"), help=N_("The last day, included: the cut-off of the year's last term."))],
    returns_to: Annotated[str, typer.Option("--returns-to", metavar=N_("YEAR/POT"), help=N_("The pot later money flows into, where the scheme says so; nowhere takes that back."))] = "",
) -> None:  # fmt: skip
    """Set a year's last cut-off."""
    from skjonn.usecases import cutoffs

    setting = Setting.of(ctx)
    done = cutoffs.set_cutoff(setting.url, setting.desk, year, on, returns_to)
    free = _("What is given up in {year} is free again up to {day}.")
    closed = _("The year {year} was closed on {day}: what is given up from now on is not free in it.")
    day = long_date(done.closed_on or done.last_cutoff_on, chosen())
    lines = [(closed if done.closed_on else free).format(year=year, day=day)]
    if done.returns_to:
        lines.append(_("What comes back later flows into {pot}.").format(pot=done.returns_to))
    else:
        lines.append(_("What comes back later leaves the frame."))
    apart = []
    if done.last_term_on and done.last_term_on != done.last_cutoff_on:
        apart.append(
            _("The ministry's cut-off of term 11 is {day}. Set that too, if it has moved: skjonn payment term {year} 11=DATE").format(
                day=long_date(done.last_term_on, chosen()), year=year
            )
        )  # fmt: skip
    setting.show(Answer(data=done, lines=lines, messages=apart, next_command=f"skjonn frame show {year}"))


@group.command(
    "show",
    help=N_("Show a year's pots: what they hold, what is applied for, recommended and decided, and what is free."),
    example="skjonn frame show 2021\nskjonn frame show 2021 --as-of 2021-06-01 --json",
    lists=True,
)
def show(ctx: typer.Context, year: options.Year, as_of: options.AsOf = None) -> None:
    """Show a frame."""
    from skjonn.usecases import frames

    setting = Setting.of(ctx)
    shown = frames.show_frame(setting.url, year, as_of)
    openings = _openings(shown)
    setting.show(Answer(data=_data(shown), lines=[*openings, ""] if openings else [], table=tables.pots(shown.pots)))


def _why(setting: Setting, reason: str | None) -> str:
    return reason if reason is not None else prompts.text(setting, "--reason", _("Why?"))


def _changed(shown: FrameShown, following: str = "") -> Answer:
    changes = [
        {"name": change.name, "before_nok": change.before_nok, "after_nok": change.after_nok}
        for change in shown.changes
    ]
    lines = [f"{change.name}: {grouped(change.before_nok)} → {grouped(change.after_nok)}" for change in shown.changes]
    if not lines and not shown.opens_anew:
        lines = [_("Nothing differs from what was set.")]
    return Answer(
        data={**_data(shown), "changes": changes},
        lines=[*lines, *_openings(shown), ""],
        table=tables.pots(shown.pots),
        messages=shown.warnings,
        next_command=following,
    )


def _openings(shown: FrameShown) -> list[str]:
    """Say from when the held-back pot may be decided from where it holds anything, and what flowed in from earlier years."""
    text = _("The pot {pot} may be decided from {day}.")
    told = [
        text.format(pot=one.name, day=long_date(one.opens_on, chosen()))
        for one in shown.pots
        if one.opens_on and one.allotted_nok
    ]
    came = _("{amount} of the pot {pot} of {year} came back too late to be free there, and flowed into {into}.")
    return [
        *told,
        *(came.format(amount=kroner(one.amount_nok, chosen()), pot=one.pot, year=one.year, into=one.into) for one in shown.came),
    ]  # fmt: skip


def _data(shown: FrameShown) -> dict[str, Any]:
    made = tables.pots(shown.pots)
    rows = [{**row, "opens_on": pot.opens_on} for row, pot in zip(made.rows, shown.pots, strict=True)]
    return {"year": shown.year, "pots": rows, "totals": dict(made.totals), "came_from": shown.came}
