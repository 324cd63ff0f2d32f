"""`skjonn application`: applications in from files or by hand, and one case at a time."""

from __future__ import annotations

from typing import Annotated

import typer

from skjonn.cli import application_import, application_more, application_screen, options, prompts
from skjonn.cli.app import Group
from skjonn.cli.grouping import grouped
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _

group = Group("application")

application_import.declare(group)


@group.command(
    "add",
    help=N_("Register one application by hand; what is missing is asked for at a terminal."),
    example='skjonn application add --call 2021 --title "Ei felles barnevernsteneste" --municipality Lund --applied "500 000" --received 2021-02-15\n'
    'skjonn application add --call 2021 --title "Ei felles teneste" --municipality 1112 --applied 500000 --received 2021-02-15 --partners "Sokndal og Eigersund" --set areas=barn',
    acts=True,
)
def add(
    ctx: typer.Context,
    call: options.CallOption = None,
    title: Annotated[str | None, typer.Option("--title", metavar=N_("TEXT"), help=N_("The project's title."))] = None,
    municipality: Annotated[str | None, typer.Option("--municipality", metavar=N_("MUNICIPALITY"), help=N_("The applicant: number or name."))] = None,
    applied: Annotated[str | None, typer.Option("--applied", metavar=N_("AMOUNT"), help=N_("The amount applied for, in whole kroner."))] = None,
    received: Annotated[str | None, typer.Option("--received", metavar=N_("DATE"), help=N_("The day, or the moment, it came."))] = None,
    partners: Annotated[str | None, typer.Option("--partners", metavar=N_("TEXT"), help=N_("The partners, as people list them."))] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar=N_("FIELD=VALUE"), help=N_("Any other field."))] = None,
    late: Annotated[str, typer.Option("--late", metavar=N_("REASON"), help=N_("Why it is taken after the deadline."))] = "",
) -> None:  # fmt: skip
    """Register an application."""
    from skjonn.usecases import application_acts as acts

    setting = Setting.of(ctx)
    code = setting.call(call)
    said = _pairs(values) | ({"partners": partners} if partners else {})
    said["title"] = title or said.get("title") or prompts.text(setting, "--title", _("What is the project's title?"))
    said["lead"] = municipality or said.get("lead") or prompts.text(setting, "--municipality", _("Which municipality applies?"))  # fmt: skip
    said["applied_nok"] = applied or said.get("applied_nok") or str(prompts.amount(setting, "--applied", _("How much is applied for?")))  # fmt: skip
    said["received_at"] = received or said.get("received_at") or prompts.text(setting, "--received", _("When was it received?"), default=setting.desk.today.isoformat())  # fmt: skip
    done = acts.add(setting.url, setting.desk, code, said, late=late)
    lines = [_("{case} is registered.").format(case=done.case)]
    setting.show(Answer({"case": done.case, "problems": done.problems}, lines, None, grouped(done.problems), f"skjonn application show {done.case}"))  # fmt: skip


def _pairs(texts: list[str] | None) -> dict[str, str]:
    """Read FIELD=VALUE pairs; an empty value clears the field."""
    pairs: dict[str, str] = {}
    for text in texts or ():
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise options.PairWrong(option="--set", text=text)
        pairs[name.strip()] = value
    return pairs


@group.command(
    "list",
    help=N_("List applications with what has come of them."),
    example='skjonn application list --call 2021\nskjonn application list --search "barnevern" --years 2020-2022\nskjonn application list --call 2021 --status received --csv',
    lists=True,
)
def list_(
    ctx: typer.Context,
    call: options.CallOption = None,
    years: Annotated[str | None, typer.Option("--years", metavar=N_("A-B"), help=N_("All calls of these budget years, both included."))] = None,
    search: Annotated[str, typer.Option("--search", metavar=N_("TEXT"), help=N_("Words that all stand in title, texts or names."))] = "",
    municipality: Annotated[str, typer.Option("--municipality", metavar=N_("MUNICIPALITY"), help=N_("Applicant or partner: number or name."))] = "",
    area: Annotated[str, typer.Option("--area", metavar=N_("CODE"), help=N_("A priority area's code."))] = "",
    status: Annotated[str, typer.Option("--status", metavar=N_("STATUS"), help=N_("A status, as the JSON names it."))] = "",
    caseworker: Annotated[str, typer.Option("--caseworker", metavar=N_("NAME"), help=N_("Who handles the case."))] = "",
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """List cases."""
    from skjonn.usecases import applications

    setting = Setting.of(ctx)
    between = options.years(years) if years is not None else None
    codes = () if between or (search and call is None) else (setting.call(call),)
    asked = applications.Asked(
        codes, between, search, municipality, area, options.status(status) if status else "", caseworker, as_of
    )
    found = applications.listing(setting.url, asked)
    setting.show(Answer(table=found, lines=[] if found.rows else [_("No application fits.")]))


@group.command(
    "show",
    help=N_("Show one application with its versions, notes and persons."),
    example="skjonn application show 2021-007\nskjonn application show 7 --as-of 2021-03-01",
)
def show(ctx: typer.Context, case: options.Case, as_of: options.AsOf = None) -> None:
    """Show a case."""
    from skjonn.cli.case_sheet import lines_of
    from skjonn.usecases import applications

    setting = Setting.of(ctx)
    found = applications.show(setting.url, setting.case(case), as_of)
    setting.show(Answer(found, lines_of(found), None, (), f"skjonn history {found.case}"))


@group.command(
    "edit",
    help=N_("Change what an application says; the earlier version is kept."),
    example='skjonn application edit 2021-007 --set "applied_nok=450 000" --reason "Retta av søkjaren 3. mars"\n'
    'skjonn application edit 7 --set "partners=Lund og Time" --set caseworker=Kari --reason "Etter telefon"',
    acts=True,
)
def edit(
    ctx: typer.Context,
    case: options.Case,
    values: Annotated[list[str] | None, typer.Option("--set", metavar=N_("FIELD=VALUE"), help=N_("A field's new value; empty clears it."))] = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Edit a case."""
    from skjonn.cli.case_sheet import worded_value
    from skjonn.usecases import application_acts as acts

    setting = Setting.of(ctx)
    number = setting.case(case)
    pairs = _pairs(values) or _pairs([prompts.text(setting, "--set", _("Which field, and what is it to be (FIELD=VALUE)?"))])  # fmt: skip
    why = reason or prompts.text(setting, "--reason", _("Why is it changed?"))
    done = acts.edit(setting.url, setting.desk, number, pairs, why)
    lines = [f"{one.field}: {worded_value(one.field, one.old)} → {worded_value(one.field, one.new)}" if one.old is not None or one.new is not None else one.field for one in done.differences]  # fmt: skip
    messages = [*grouped(done.problems), *(_("{decision} was drafted on what the case said before; draft it anew.").format(decision=draft) for draft in done.drafts)]  # fmt: skip
    setting.show(Answer(done, lines or [_("Nothing is different.")], None, messages, f"skjonn application show {number}"))  # fmt: skip


@group.command(
    "withdraw",
    help=N_("Mark an application as withdrawn by its applicant."),
    example='skjonn application withdraw 2021-007 --reason "Trekt i brev 12. mars"',
    acts=True,
)
def withdraw(ctx: typer.Context, case: options.Case, reason: options.Reason = None) -> None:
    """Withdraw a case."""
    from skjonn.usecases import application_acts as acts

    setting = Setting.of(ctx)
    number = setting.case(case)
    why = reason or prompts.text(setting, "--reason", _("Why is it withdrawn?"))
    done = acts.withdraw(setting.url, setting.desk, number, why)
    setting.show(Answer({"case": done}, [_("{case} is withdrawn.").format(case=done)]))


@group.command(
    "note",
    help=N_("Write an internal note on a case; it is never published."),
    example='skjonn application note 2021-007 "Ringde søkjaren om budsjettet"',
    acts=True,
)
def note(
    ctx: typer.Context,
    case: options.Case,
    text: Annotated[str, typer.Argument(metavar=N_("TEXT"), help=N_("The note."))],
) -> None:
    """Write a note."""
    from skjonn.usecases import application_acts as acts

    setting = Setting.of(ctx)
    done = acts.note(setting.url, setting.desk, setting.case(case), text)
    setting.show(Answer({"case": done}, [_("The note on {case} is written.").format(case=done)]))


application_screen.declare(group)
application_more.declare(group)
