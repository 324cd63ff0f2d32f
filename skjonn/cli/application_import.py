"""`skjonn application import`: read, ask what is doubtful, take in, and give back what is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options, prompts
from skjonn.cli.app import Group
from skjonn.cli.grouping import grouped
from skjonn.cli.output import Answer, progress
from skjonn.cli.setting import Setting
from skjonn.domain.problems import Problem
from skjonn.errors import SkjonnError
from skjonn.texts import N_, _, ngettext

if TYPE_CHECKING:
    from skjonn.spreadsheets.worker import Worker
    from skjonn.usecases.intake import Imported

_NONE = "-"
_ALIKE = N_("These look like one initiative, {name}: {cases}.")
_ACHIEVED = N_("{call}: {added} added, {changed} changed, {unchanged} unchanged.")

Files = Annotated[list[Path], typer.Argument(metavar=N_("FILE"), help=N_("Spreadsheets (.xlsx, .xlsm, .xls, .ods, .csv, .tsv), or folders of them."))]  # fmt: skip
Maps = Annotated[list[str] | None, typer.Option("--map", metavar=N_('"HEADER=FIELD"'), help=N_("Read a column with an unknown heading as a field, or with - not at all; it is remembered."))]  # fmt: skip
Received = Annotated[date | None, typer.Option("--received", parser=options.day, metavar=N_("DATE"), help=N_("The day applications came that do not say so themselves."))]  # fmt: skip
Late = Annotated[list[str] | None, typer.Option("--late", metavar=N_("CASE-OR-ROW=REASON"), help=N_("Why an application that came too late is taken: row in the file or case number."))]  # fmt: skip
Partial = Annotated[bool, typer.Option("--partial", help=N_("Take the rows without faults and leave out the others."))]
Update = Annotated[bool, typer.Option("--update", help=N_("Take rows that have changed as new versions."))]
Decided = Annotated[bool, typer.Option("--decided", help=N_("Take over a round decided before: what was awarded counts as decided, without approval and letters."))]  # fmt: skip
Same = Annotated[list[str] | None, typer.Option("--same", metavar=N_("ROW=CASE"), help=N_("The case a row means, though title or applicant differ."))]  # fmt: skip
New = Annotated[list[str] | None, typer.Option("--new", metavar=N_("ROW"), help=N_("A row that is a new application, though it is nearly one that is there."))]  # fmt: skip
Meaning = Annotated[list[str] | None, typer.Option("--municipality", metavar=N_('"NAME=NUMBER"'), help=N_("The municipality a name in the files means, where it can be several, had been split up, or is none."))]  # fmt: skip
Split = Annotated[bool, typer.Option("--split", help=N_("Give the faults back as one workbook for each municipality."))]
Bare = Annotated[bool, typer.Option("--no-copy", help=N_("Write no copy with the faults marked."))]


@dataclass(frozen=True)
class _Asked:
    """What was typed, and answered since."""

    files: list[Path]
    code: str
    mapping: Mapping[str, str]
    received: date | None
    late: Mapping[str, str]
    same: Mapping[str, str]
    new: tuple[str, ...]
    municipalities: Mapping[str, str]
    switches: Mapping[str, bool] = field(default_factory=dict)

    def words(self) -> dict[str, Any]:
        """Return it as the use case takes it."""
        return {"mapping": self.mapping, "received": self.received, "late": self.late, "same": self.same, "new": self.new, "municipalities": self.municipalities, **self.switches}  # fmt: skip


def declare(group: Group) -> None:
    """Register the command on `skjonn application`."""
    group.command(
        "import",
        help=N_(
            "Import applications from spreadsheets: all rows or none.\nA row is known by its reference, else by applicant and title; the same file again changes nothing."
        ),
        example="skjonn application import applications.xlsx --call 2021\n"
        'skjonn application import søknader.ods --call 2021 --received 2021-02-15 --map "Kva det gjeld=title"\n'
        'skjonn application import søknader.xlsx --call 2021 --municipality "Tysfjord=1806"\n'
        'skjonn application import søknader.csv --call 2021 --update --late "12=Sendt i tide, kom bort"\n'
        "skjonn application import skjema/ --call 2021 --partial\n"
        "skjonn application import tildelinger-2018.xlsx --call 2018 --decided",
        acts=True,
    )(import_)


def import_(
    ctx: typer.Context,
    files: Files,
    call: options.CallOption = None,
    maps: Maps = None,
    received: Received = None,
    late: Late = None,
    partial: Partial = False,
    update: Update = False,
    decided: Decided = False,
    same: Same = None,
    new: New = None,
    meaning: Meaning = None,
    split: Split = False,
    bare: Bare = False,
) -> None:
    """Import files."""
    from skjonn.usecases import reading_ahead

    ahead = reading_ahead.begin(files)
    try:
        setting = Setting.of(ctx)
        asked = _Asked(
            files, setting.call(call), _pairs(maps, "--map"), received, _pairs(late, "--late"), _pairs(same, "--same"),
            tuple(new or ()), _pairs(meaning, "--municipality"), {"partial": partial, "update": update, "decided": decided},
        )  # fmt: skip
        done = _until_answered(setting, asked, ahead, None if bare else split)
    finally:
        ahead.close()
    copies = [] if bare or not done.left_out else _give_back(setting, asked, done, split)
    setting.show(_answer(done, copies, _suggestions(setting, done)))


def _pairs(texts: Sequence[str] | None, option: str) -> dict[str, str]:
    return dict(options.pair(text, option) for text in texts or ())


def _until_answered(setting: Setting, asked: _Asked, ahead: Worker | None, split: bool | None) -> Imported:
    """Import; where something is doubtful and a person sits there, ask, and import again."""
    while True:
        try:
            return _run(setting, asked, ahead)
        except SkjonnError as refused:
            more = _answered(setting, asked, refused) if setting.may_prompt else None
            if more is None:
                if split is not None:
                    refused.notes = tuple(_copied(_give_back(setting, asked, refused, split)))
                raise
            asked = more
        ahead = None


def _run(setting: Setting, asked: _Asked, ahead: Worker | None) -> Imported:
    from skjonn.usecases import intake

    count = intake.count(asked.files)
    with progress(setting, _("Importing applications"), total=count + 1) as step:
        return intake.import_applications(setting.url, setting.desk, asked.files, asked.code, step=step, worker=ahead, **asked.words())  # fmt: skip


def _answered(setting: Setting, asked: _Asked, refused: SkjonnError) -> _Asked | None:
    """Return what was asked with the doubts of a refusal answered; None where there is none to answer."""
    problems = [one for one in refused.problems if isinstance(one, Problem)]
    mapping, same, new, named = dict(asked.mapping), dict(asked.same), list(asked.new), dict(asked.municipalities)
    for one in _doubts(problems, "heading-doubtful"):
        mapping[str(one.data["heading"])] = _ask_field(setting, one)
    for one in _doubts(problems, "row-near"):
        row, case = str(one.data["row"]), str(one.data["case"])
        answer = prompts.choice(setting, "--same", f"{one.place}: {one.message()}", {"same": _("It is the same as {case}.").format(case=case), "new": _("It is a new application.")})  # fmt: skip
        if answer == "same":
            same[row] = case
        else:
            new.append(row)
    for name, one in _names_to_explain(problems).items():
        number = _ask_municipality(setting, one)
        if not number:
            return None
        named[name] = number
    answered = replace(asked, mapping=mapping, same=same, new=tuple(new), municipalities=named)
    return _answered_in_all(setting, asked, refused) if answered == asked else answered


def _answered_in_all(setting: Setting, asked: _Asked, refused: SkjonnError) -> _Asked | None:
    """Ask what holds for the whole import: when its applications came, and whether what has changed is to be taken."""
    from skjonn.usecases.intake_refusals import ReceivedMissing, RowsDiffer

    if isinstance(refused, ReceivedMissing) and asked.received is None:
        return replace(asked, received=_ask_day(setting))
    if isinstance(refused, RowsDiffer) and not asked.switches["update"]:
        for line in grouped([one for one in refused.problems if isinstance(one, Problem)], mark_errors=True):
            setting.say(line)
        if prompts.confirm(setting, "--update", f"{refused.message()} {_('Take what the file says now?')}"):
            return replace(asked, switches={**asked.switches, "update": True})
    return None


def _ask_day(setting: Setting) -> date:
    """Ask for a day until it can be read, as 2021-02-15 or as people write it."""
    from skjonn.domain.dates import parse_day

    while True:
        typed = prompts.text(setting, "--received", _("When were the applications received (YYYY-MM-DD)?"))
        try:
            return parse_day(typed)
        except SkjonnError as error:
            setting.say(error.message())


def _doubts(problems: Sequence[Problem], code: str) -> Iterator[Problem]:
    return (one for one in problems if one.code == code)


def _names_to_explain(problems: Sequence[Problem]) -> dict[str, Problem]:
    """Return, by name, one problem of each name that can be several municipalities, or had been split up."""
    return {str(one.data["text"]): one for one in reversed(problems) if one.data.get("numbers")}


def _ask_municipality(setting: Setting, doubt: Problem) -> str:
    """Return the number of the municipality that is meant; empty where the file is to be mended."""
    numbers, others = (_texts(doubt.data[name]) for name in ("numbers", "others"))
    offered = dict(zip(numbers, others, strict=True))
    offered[_NONE] = _("None of these; I will mend the file.")
    answer = prompts.choice(setting, "--municipality", f"{doubt.place}: {doubt.message()}", offered)
    return "" if answer == _NONE else answer


def _ask_field(setting: Setting, doubt: Problem) -> str:
    from skjonn.domain.fields import CATALOGUE
    from skjonn.domain.headings import LEFT_OUT
    from skjonn.texts import chosen

    offered = {name: CATALOGUE[name].heading(chosen()) for name in _texts(doubt.data["fields"])}
    return prompts.choice(setting, "--map", doubt.message(), {**offered, LEFT_OUT: _("None of these; leave it out.")})


def _texts(data: object) -> list[str]:
    """Return a list that a problem carries."""
    return [str(one) for one in data] if isinstance(data, list | tuple) else []


def _give_back(setting: Setting, asked: _Asked, outcome: Imported | SkjonnError, split: bool) -> list[Path]:
    """Write copies with the faults marked, where cells are at fault; on a trial run nothing is written."""
    if setting.desk.dry_run:
        return []
    from skjonn.usecases import giving_back, intake

    if isinstance(outcome, SkjonnError):
        problems = [one for one in outcome.problems if isinstance(one, Problem)]
        leads, left_out = outcome.data.get("leads", {}), None
    else:
        problems, leads, left_out = list(outcome.problems), outcome.leads, outcome.left_out
    if not any(one.severity == "error" and one.place.file for one in problems):
        return []
    refused = giving_back.Refused(intake.paths(asked.files), problems, leads, left_out)  # type: ignore[arg-type]  # errors carry any data
    return list(giving_back.give_back(setting.url, setting.desk, refused, apart=split))


def _copied(copies: Sequence[Path]) -> list[str]:
    return [_("The faults are marked in {path}.").format(path=_near(path)) for path in copies]


def _near(path: Path) -> Path:
    """Return a path as it is seen from here, where it lies below."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


def _suggestions(setting: Setting, done: Imported) -> list[str]:
    """Say which of the new applications look like more of an initiative; tying them is for a person."""
    from skjonn.usecases.initiative_suggesting import suggested_among

    found = done.alike if setting.desk.dry_run else suggested_among(setting.url, setting.desk, done.added)
    lines = [_(_ALIKE).format(name=one.name, cases=", ".join(case.case for case in one.cases)) for one in found]
    return [*lines, _("Tie what belongs together with `skjonn initiative link`.")] if lines else []


def _answer(done: Imported, copies: Sequence[Path], suggested: Sequence[str]) -> Answer:
    lines = [_(_ACHIEVED).format(call=done.call, added=len(done.added), changed=len(done.changed), unchanged=done.unchanged)]  # fmt: skip
    if done.left_out:
        count = len(done.left_out)
        lines.append(ngettext("{count} row was left out.", "{count} rows were left out.", count).format(count=count))
    data = {
        "call": done.call,
        "import": done.number or None,
        "added": len(done.added),
        "changed": len(done.changed),
        "unchanged": done.unchanged,
        "left_out": len(done.left_out),
        "cases": done.added,
        "problems": done.problems,
        "copies": list(copies),
    }
    messages = [*grouped(done.problems, mark_errors=True), *_copied(copies), *suggested]
    following = f"skjonn application list --call {done.call}"
    return Answer(data, lines, None, messages, following, exit_code=1 if done.left_out else 0)
