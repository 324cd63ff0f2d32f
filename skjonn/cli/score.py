"""`skjonn score`: what assessors hold of the cases, and the ranking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts, score_more
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import kroner, listed

if TYPE_CHECKING:
    from skjonn.domain.calls import Criterion
    from skjonn.usecases.scoring import Form, RankedCase, Ranking

group = Group("score")

_NOT_ASSESSED = "-"


class PointsWrong(UsageError):
    """`--points` has something else than whole points."""

    code = "points-wrong"
    sentence = N_("--points {criterion}={text}: {text} is not whole points.")
    advice = N_("Write --points CRITERION=4; CRITERION=- takes points back, so that it is not assessed.")


@group.command(
    "record",
    help=N_("Record an assessor's points and written assessment of one case."),
    example='skjonn score record 2021-007 --points renewal=4 --points benefit=3\nskjonn score record 7 --as ola --text "Godt forankra."',
    acts=True,
)
def record(
    ctx: typer.Context,
    case: options.Case,
    assessor: Annotated[str | None, typer.Option("--as", metavar=N_("PERSON"), help=N_("Whose assessment it is: login or name; by default one's own."))] = None,
    points: Annotated[list[str] | None, typer.Option("--points", metavar=N_("CRITERION=N"), help=N_("Points on one criterion (code or name)."))] = None,
    text: Annotated[str | None, typer.Option("--text", metavar=N_("TEXT"), help=N_("The written assessment."))] = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Record one assessment; ask where nothing is given and a person sits there."""
    from skjonn.usecases import scoring

    setting = Setting.of(ctx)
    number = setting.case(case)
    given = _given(points or [])
    if not given and text is None:
        given, text, reason = _asked(setting, scoring.form(setting.url, setting.desk, number, assessor or ""), reason)
    done = scoring.record_one(
        setting.url, setting.desk, number, given, text, assessor=assessor or "", reason=reason or ""
    )
    words = {"added": N_("{case}: recorded for {assessor}."), "changed": N_("{case}: changed for {assessor}; the earlier assessment is kept."), "unchanged": N_("{case}: nothing changed for {assessor}.")}  # fmt: skip
    lines = [_(words[done.outcome]).format(case=done.case, assessor=done.assessor)]
    if done.missing and done.points:
        lines.append(_("Not assessed: {criteria}.").format(criteria=", ".join(done.missing)))
    setting.show(Answer(data=done, lines=lines, next_command=f"skjonn score list {number.rpartition('-')[0]}"))


@group.command(
    "import",
    help=N_(
        "Take in a table of assessments: one row per case and assessor, a column per criterion. All of it or nothing."
    ),
    example='skjonn score import assessments.xlsx --call 2021\nskjonn score import poeng/ --call 2021 --reason "Etter møtet"',
    acts=True,
)
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar=N_("FILE"), help=N_("Score sheets or other tables (.xlsx, .xls, .ods, .csv), or folders of them.")
        ),
    ],
    call: options.CallOption = None,
    reason: options.Reason = None,
) -> None:
    """Take in a table of assessments."""
    from skjonn.usecases import score_import

    setting = Setting.of(ctx)
    code = setting.call(call)
    done = score_import.import_assessments(setting.url, setting.desk, files, code, reason or "")
    setting.show(
        Answer(
            data=done,
            lines=[imported(done.added, done.changed, done.unchanged)],
            messages=done.problems,
            next_command=f"skjonn score list {code}",
        )
    )


@group.command(
    "list",
    help=N_(
        "List the cases of a call by their weighted total; cases nobody has assessed on every criterion come last."
    ),
    example="skjonn score list 2021",
    lists=True,
)
def list_(ctx: typer.Context, call: options.Call = None, as_of: options.AsOf = None) -> None:
    """Show the ranking."""
    from skjonn.usecases import scoring

    setting = Setting.of(ctx)
    code = setting.call(call)
    found = scoring.ranking(setting.url, code, setting.desk.today, as_of)
    ranked = found.rows
    rows = [_row(one) for one in ranked]
    shown = columns("rank", "case", "title", "total_points", "mean_points", "spread_points", "assessed")
    data = {
        "columns": [*(column.name for column in shown), "assessors"], "rows": rows, "totals": {},
        "method": found.method, "method_of_versions": found.method_of_versions, "mixed": found.mixed, "cut": found.cut, "set_aside": found.aside, "call_versions": found.under,
    }  # fmt: skip
    table = Rows(shown, rows if setting.csv else [_worded(one) for one in ranked])
    setting.show(Answer(data=data, table=table, messages=list(_told(found))))


def _told(found: Ranking) -> Iterator[str]:
    """Yield what must be known to read the ranking: method, cut line, what is set aside, versions."""
    yield _("Totals: weighted mean of the criteria's means ({method}).").format(method=found.method)
    if found.mixed:
        text = _("For {cases} it is the mean of the assessors' own totals ({method}): their criteria differ, and who has not assessed every one of them is not in it.")  # fmt: skip
        yield text.format(cases=listed(found.mixed, chosen()), method=found.method_of_versions)
    cut = found.cut
    if cut and cut.first_out:
        reach = _("The free money reaches to {last}; {out} is the first it does not reach in full, with {left} left.") if cut.last else _("The free money, {left}, does not reach the first case, {out}.")  # fmt: skip
        yield reach.format(last=cut.last, out=cut.first_out, left=kroner(cut.left_nok, chosen()))
    if cut and cut.tied:
        yield _("Equal totals on both sides of that line: {cases}. Points alone do not decide between them.").format(cases=listed(cut.tied, chosen()))  # fmt: skip
    for case, assessor, ground in found.aside:
        yield _("Set aside: {assessor}'s assessment of {case}, being recused: {ground}").format(assessor=assessor, case=case, ground=ground)  # fmt: skip
    if found.under:
        told = ngettext("Assessments were given under version {versions} of the call, and keep its criteria and weights.", "Assessments were given under versions {versions} of the call; each keeps its own criteria and weights.", len(found.under))  # fmt: skip
        yield told.format(versions=listed([str(one) for one in found.under], chosen()))


def imported(added: int, changed: int, unchanged: int) -> str:
    """Return the line that tells what an import came to."""
    return _("{added} added, {changed} changed, {unchanged} unchanged.").format(
        added=added, changed=changed, unchanged=unchanged
    )


def _given(pairs: list[str]) -> dict[str, int | None]:
    from skjonn.domain.scores import CriterionTwice, whole_points

    found: dict[str, int | None] = {}
    for text in pairs:
        name, value = options.pair(text, "--points")
        if name in found:
            raise CriterionTwice(criterion=name)
        found[name] = whole_points(value)
        if found[name] is None and value != _NOT_ASSESSED:
            raise PointsWrong(criterion=name, text=value)
    return found


def _asked(setting: Setting, form: Form, reason: str | None) -> tuple[dict[str, int | None], str | None, str | None]:
    """Ask for points on each criterion, then for a written assessment, beginning at what stands; for a reason where it changes."""
    setting.say(form.title)
    if form.before:
        setting.say(_("Assessed before; what stands is marked."))
    answers = {one.code: _points_asked(setting, form, one) for one in form.call.criteria}
    given = {code: points for code, points in answers.items() if points is not None or code in form.points}
    text = None
    if form.text:
        setting.say(form.text)
    if prompts.confirm(setting, "--text", _("Write an assessment?"), default=not (form.text or any(given.values()))):
        text = prompts.text(setting, "--text", _("Assessment:"), default=form.text)
    if form.before and not reason and form.changes(given, text):
        reason = prompts.text(setting, "--reason", _("Why is the assessment changed?"))
    return given, text, reason


def _points_asked(setting: Setting, form: Form, criterion: Criterion) -> int | None:
    call = form.call
    scale = {str(point): str(point) for point in range(call.scale.least, call.scale.greatest + 1)}
    name = criterion.names.get(chosen()) or next(iter(criterion.names.values()), criterion.code)
    stands = str(form.points.get(criterion.code, _NOT_ASSESSED))
    default = stands if stands in scale else _NOT_ASSESSED
    words = {_NOT_ASSESSED: _("not assessed"), **scale}
    given = prompts.choice(setting, "--points", f"{name} ({criterion.weight} %)", words, default=default)
    return None if given == _NOT_ASSESSED else int(given)


def _row(one: RankedCase) -> dict[str, Any]:
    total = one.ranked.total
    return {
        "rank": one.ranked.rank,
        "case": one.ranked.case,
        "title": one.title,
        "total_points": _number(total.total),
        "mean_points": _number(total.mean),
        "spread_points": _number(total.spread),
        "assessed": total.assessed,
        "assessors": total.assessors,
    }


def _worded(one: RankedCase) -> dict[str, Any]:
    from skjonn.domain.scores import shown

    total = one.ranked.total
    assessed = _("{count} of {all}")
    points = {
        "total_points": shown(total.total),
        "mean_points": shown(total.mean),
        "spread_points": shown(total.spread),
    }
    return {**_row(one), **points, "assessed": assessed.format(count=total.assessed, all=total.assessors)}


def _number(hundredths: int | None) -> float | None:
    """Return hundredths as a number for scripts; None is "not assessed", never 0."""
    return None if hundredths is None else hundredths / 100


score_more.declare(group)
