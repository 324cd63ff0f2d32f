"""`skjonn municipality`: ask the register, record a language decision, take a newer register into use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import OutsideFolder, Setting
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import listed, long_date

if TYPE_CHECKING:
    from skjonn.errors import FindingsError
    from skjonn.registries.municipalities import Municipality
    from skjonn.usecases.municipalities import Described, Lookup
    from skjonn.usecases.register_updates import CaseChange, Updated

group = Group("municipality")
On = Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("As the register stands for that day (default: today)."))]  # fmt: skip

_SHOWN = ("number", "name", "county", "language_form", "org_number")


@group.command(
    "list",
    help=N_("List municipalities with their county and language form: the office's, a county's or all."),
    example="skjonn municipality list\nskjonn municipality list --county 11 --on 2021-06-01 --json",
    lists=True,
)
def list_(
    ctx: typer.Context,
    on: On = None,
    county: Annotated[str, typer.Option("--county", metavar=N_("COUNTY"), help=N_("Only this county: its number or name."))] = "",
    everywhere: Annotated[bool, typer.Option("--all", help=N_("All of the country, not the office's counties alone."))] = False,
) -> None:  # fmt: skip
    """List, without a database where there is none."""
    from skjonn.usecases import municipalities

    setting = Setting.of(ctx)
    found = municipalities.listing(_database(setting), setting.desk, on=on, county=county, everywhere=everywhere)
    rows = [_described(one) for one in found]
    setting.show(Answer(data=_listing(rows), table=Rows(columns(*_shown(setting)), rows)))


@group.command(
    "find",
    help=N_("Tell which municipality a number or a name means on a day.\nA name may be Norwegian, Sámi or Kven; a county in parentheses narrows it."),
    example='skjonn municipality find 1103\nskjonn municipality find "Våler (Innlandet)" --on 2021-06-01',
)  # fmt: skip
def find(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("A number, or a name in any of its forms."))],
    on: On = None,
) -> None:
    """Find one; everything else is told with exit 1."""
    from skjonn.usecases import municipalities

    setting = Setting.of(ctx)
    lookup = municipalities.find(_database(setting), setting.desk, name, on=on)
    if lookup.found is not None:
        setting.show(Answer(data=_described(lookup.found), lines=_card(lookup.found)))
        return
    assert lookup.problem is not None, "what is not found has a reason"
    setting.show(Answer(data=_missed(lookup), messages=[_as_problem(lookup.problem)], exit_code=1))


@group.command(
    "language",
    help=N_("Record a municipality's decision on its language form; letters dated from that day on follow it."),
    example='skjonn municipality language 1146 nynorsk --from 2014-01-01 --source "vedtak i kommunestyret"',
    acts=True,
)
def language(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar=N_("NUMBER"), help=N_("The municipality's number."))],
    form: Annotated[str | None, typer.Argument(metavar=N_("FORM"), help=N_("bokmål, nynorsk or nøytral (or nb, nn, neutral)."))] = None,
    valid_from: Annotated[date | None, typer.Option("--from", parser=options.day, metavar=N_("DATE"), help=N_("The first day the decision holds."))] = None,
    source: Annotated[str | None, typer.Option("--source", metavar=N_("TEXT"), help=N_("Where it is known from; stored and shown."))] = None,
) -> None:  # fmt: skip
    """Record the decision; what is missing is asked for."""
    from skjonn.usecases import municipalities

    setting = Setting.of(ctx)
    form = form or prompts.choice(setting, "FORM", _("Which language form?"), _forms())
    valid_from = valid_from or options.day(prompts.text(setting, "--from", _("From which day (2021-02-15)?")))
    source = source or prompts.text(setting, "--source", _("Where is it known from?"))
    done = municipalities.record_language(setting.url, setting.desk, number, form, valid_from=valid_from, source=source)
    words = _("{municipality} has the language form {form} from {day}.")
    shown = words.format(
        municipality=done.municipality.labelled, form=_form(done.form), day=long_date(valid_from, chosen())
    )
    data = {"number": done.municipality.number, "name": done.municipality.name, "language_form": done.form, "valid_from": valid_from, "source": done.source}  # fmt: skip
    setting.show(Answer(data=data, lines=[shown]))


@group.command(
    "update",
    help=N_("Take a newer register of municipalities into use, and tell what it changes for open cases.\nThe file has the headings of the register that comes with skjonn. Nothing decided is altered."),
    example="skjonn municipality update municipalities-2026.csv --dry-run",
    acts=True,
)  # fmt: skip
def update(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar=N_("FILE"), help=N_("The register as .csv, UTF-8, with commas or semicolons."))
    ],
) -> None:
    """Check the file, take it into use, list what changes."""
    from skjonn.usecases import register_updates

    setting = Setting.of(ctx)
    done = register_updates.update(setting.url, setting.desk, file)
    setting.show(Answer(data=_updated(done), lines=_update_lines(done)))


@group.command(
    "import",
    help=N_(
        "Take in inhabitants, size groups and regions of municipalities by year, for `skjonn table municipalities --all`.\n"
        "The file has the columns number and year, and population, size_group or region, or their Norwegian names; the figures of a year hold until there are newer ones."
    ),
    example="skjonn municipality import folketal-2021.xlsx\nskjonn municipality import folketal-2021.csv --dry-run",
    acts=True,
)
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("A table: .xlsx, .ods, .csv or .tsv."))],
) -> None:  # fmt: skip
    """Check the file and take it in."""
    from skjonn.usecases import municipality_figures

    setting = Setting.of(ctx)
    done = municipality_figures.take_in(setting.url, setting.desk, file)
    line = _("{added} added or changed, {unchanged} unchanged.").format(added=done.added, unchanged=done.unchanged)
    data = {"file": done.file, "added": done.added, "unchanged": done.unchanged}
    setting.show(Answer(data=data, lines=[line], next_command="skjonn table municipalities --year YEAR --all"))


def _database(setting: Setting) -> str | None:
    """Return the database's address; None outside a working folder where none is named: the shipped register answers."""
    try:
        return setting.url
    except OutsideFolder:
        return None


def _shown(setting: Setting) -> tuple[str, ...]:
    return ("number", "name", "name_sami", "name_kven", "county_number", *_SHOWN[2:3], "valid_from", "valid_to", "org_number", "language_form", "language_rule") if setting.csv else _SHOWN  # fmt: skip


def _listing(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"columns": list(rows[0]) if rows else [], "rows": rows, "totals": {}}


def _described(one: Described) -> dict[str, Any]:
    form = one.form
    return {
        **_plain(one.municipality),
        "language_form": form.form if form else None,
        "language_rule": form.rule if form else None,
    }


def _plain(one: Municipality) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "name_sami": one.sami_name,
        "name_kven": one.kven_name,
        "county_number": one.county_number,
        "county": one.county_name,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "org_number": one.org_number,
    }


def _card(found: Described) -> list[str]:
    from skjonn.registries.language import rule_sentence
    from skjonn.registries.organisations import formatted

    one, form = found.municipality, found.form
    known = (
        _("{form}. {rule}").format(form=_form(form.form), rule=rule_sentence(form.rule, form.data))
        if form
        else _open(one)
    )
    facts = {
        _("Sámi name"): one.sami_name,
        _("Kven name"): one.kven_name,
        _("County"): f"{one.county_number} {one.county_name}",
        _("Valid from"): long_date(one.valid_from, chosen()),
        _("Ended on"): long_date(one.valid_to, chosen()) if one.valid_to else "",
        _("Organisation number"): formatted(one.org_number),
        _("Language form"): known,
    }
    return [f"{one.number} {one.full_name}", *(f"  {label}: {fact}" for label, fact in facts.items() if fact)]


def _open(one: Municipality) -> str:
    words = _("not known, sources disagree; record it: {command}")
    return words.format(command=f"skjonn municipality language {one.number} FORM --from DATE --source S")


def _missed(lookup: Lookup) -> dict[str, Any]:
    return {
        "candidates": [_plain(one) for one in lookup.candidates],
        "ended": _plain(lookup.ended) if lookup.ended else None,
        "successors": [_plain(one) for one in lookup.successors],
        "suggestions": [_plain(one) for one in lookup.suggestions],
    }


def _as_problem(error: FindingsError) -> Problem:
    """Return an error as a problem, so that the answer can carry the candidates as data beside it."""
    return Problem(error.code, "error", Place(), error.sentence, _advice(error), dict(error.data))


def _advice(error: FindingsError) -> str:
    return error.advice if error.data.get("suggestions", True) else N_("`skjonn municipality list` shows them all.")


def _form(form: str) -> str:
    return _forms()[form]


def _forms() -> dict[str, str]:
    return {form: _(word) for form, word in CATALOGUE["language_form"].choices}


def _updated(done: Updated) -> dict[str, Any]:
    return {
        "file": done.file,
        "sha256": done.sha256,
        "already": done.already,
        "municipalities": done.in_force,
        "begun": [_plain(one) for one in done.begun],
        "ended": [_plain(one) for one in done.ended],
        "changes": [_change(change) for change in done.changes],
    }


def _change(change: CaseChange) -> dict[str, Any]:
    return {
        "case": change.case,
        "part": change.part,
        "number": change.number,
        "name": change.name,
        "what": change.what,
        "on": change.on,
        "successors": [_plain(one) for one in change.successors],
    }


def _update_lines(done: Updated) -> list[str]:
    if done.already:
        return [_("{file} is the register in use already.").format(file=done.file)]
    words = ngettext("{file}: {n} municipality in force.", "{file}: {n} municipalities in force.", done.in_force)
    lines = [words.format(file=done.file, n=done.in_force)]
    if not done.changes:
        return [*lines, _("Nothing changes for open cases.")]
    return [*lines, _("For open cases:"), *("  " + _change_line(change) for change in done.changes)]


def _change_line(change: CaseChange) -> str:
    sentences = {
        "ended": _("{case}: {name} ({number}, {part}) ends on {day}; its successor is {after}."),
        "split": _("{case}: {name} ({number}, {part}) is split on {day}; choose between {after}."),
        "renamed": _("{case}: {name} ({number}, {part}) is called {after} from {day}."),
    }
    parts = {"lead": _("applicant"), "payee": _("payee"), "partner": _("partner")}
    after = listed([one.labelled for one in change.successors], chosen())
    return sentences[change.what].format(
        case=change.case, name=change.name, number=change.number, part=parts[change.part],
        day=long_date(change.on, chosen()), after=after,
    )  # fmt: skip
