"""Take in a table of assessments: all of it or nothing, with every problem by its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from skjonn.domain.codes import parse_case
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.grids import Grid, Spellings, find_grid
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.scores import whole_points
from skjonn.domain.sheets import Row
from skjonn.errors import FindingsError, SkjonnError
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import writing
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import LANGUAGES, N_
from skjonn.usecases.acting import record
from skjonn.usecases.assessing import Entry, Round, require_reason, save

T = TypeVar("T")
_POINTS = "points:"  # before a criterion's code in a grid's names, so that no criterion hides another column
CASE_HEADINGS = ("case", "sak", "saksnummer", "saksnr", "case number")


class FileHasProblems(FindingsError):
    """A table cannot be taken in as it is."""

    code = "table-has-problems"
    sentence = N_("Nothing was taken in from {path}: {count} problems.")
    advice = N_("Mend the cells named and run the command again.")


@dataclass(frozen=True)
class Imported:
    """How many assessments were added, changed, or were there already, and what is doubtful about the file."""

    call: str
    added: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]


def import_assessments(url: str, desk: Desk, path: Path, call: str, reason: str = "") -> Imported:
    """Take in one row per case and assessor, with a column per criterion (code or name) and the written assessment.

    An empty cell is "not assessed". A criterion or the text without a column of its own stays as it was. A row with
    neither points nor text is passed over.

    Raises:
        SheetFileRefused, GridMissing: the file cannot be read, or holds no such table.
        FileHasProblems: with every problem by cell; nothing is taken in.
        AssessmentReasonMissing: something recorded earlier would change, and no reason is given.
    """
    book = read(path)
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, call)
        grid = find_grid(path.name, book.sheets, _spellings(around.call), (("case",), ("assessor",)))
        entries, problems = _entries(grid, around)
        wrong = [one for one in problems if one.severity == "error"]
        if wrong:
            raise FileHasProblems(path=path.name, count=len(wrong), problems=problems)
        why = require_reason(entries, reason)
        save(session, around, entries, why)
        moved = [one for one in entries if not one.same]
        if moved:
            cases = sorted({one.case.id for one in moved})
            record(session, desk, around.person, "assessments-imported", call, cases=cases, file_name=path.name, count=len(cases))  # fmt: skip
        changed = sum(1 for one in moved if one.changes)
        notes = (*book.problems, *problems)
        return Imported(call, len(moved) - changed, changed, len(entries) - len(moved), notes)


def headings_of(name: str) -> tuple[str, ...]:
    """Return the headings of a field of the catalogue: its name, its label in every language, its synonyms."""
    field = CATALOGUE[name]
    labels = (field.heading(language) for language in LANGUAGES)
    return (name, name.replace("_", " "), *labels, *field.synonyms)


def problem_at(place: Place, error: SkjonnError) -> Problem:
    """Return an error as a problem of one cell."""
    return Problem(error.code, "error", place, error.sentence, error.advice, dict(error.data))


def _spellings(call: StoredCall) -> Spellings:
    criteria = {_POINTS + one.code: (one.code, *one.names.values()) for one in call.call.criteria}
    return {
        **criteria,
        "case": (*CASE_HEADINGS, *headings_of("case")),
        "assessor": (*headings_of("assessor"), "vurderer", "vurdert av", "vurderar", "vurdert av"),
        "assessment": (
            *headings_of("assessment"),
            "assessment",
            "vurdering",
            "skriftlig vurdering",
            "skriftleg vurdering",
        ),
        "municipality": headings_of("lead"),
        "title": headings_of("title"),
    }


def _entries(grid: Grid, around: Round) -> tuple[list[Entry], list[Problem]]:
    problems = list(grid.problems)
    entries: list[Entry] = []
    seen: dict[tuple[int, int], int] = {}
    for row in grid.rows:
        found, wrong = _entry(grid, row, around)
        problems += wrong
        if found is None:
            continue
        key = (found.case.id, found.assessor.id)
        if key in seen:
            text = N_("The same case and assessor stand in row {row}.")
            problems.append(grid.at(row, "case", problem("error", "assessment-twice", text, row=seen[key])))
        seen.setdefault(key, row.number)
        entries.append(found)
    return entries, problems


def _entry(grid: Grid, row: Row, around: Round) -> tuple[Entry | None, list[Problem]]:
    faults = grid.faults(row)
    if faults or not _says_something(grid, row, around):
        return None, faults
    problems: list[Problem] = []

    def tried(name: str, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except SkjonnError as error:
            problems.append(problem_at(grid.place(row, name), error))
            return None

    case = tried("case", lambda: around.case(parse_case(grid.text(row, "case"), around.call.code)))
    assessor = tried("assessor", lambda: around.assessor(grid.text(row, "assessor")))
    points = dict(_points(grid, row, around, problems))
    if case is None or assessor is None or problems:
        return None, problems
    tried("case", lambda: around.require_not_recused(case, assessor))
    text = grid.text(row, "assessment") if "assessment" in grid.columns else None
    entry = around.entry(case, assessor, points, text)
    if not entry.same:  # what stands already may be taken in again, also after the decision
        tried("case", lambda: around.require_open(case))
    return entry, problems


def _says_something(grid: Grid, row: Row, around: Round) -> bool:
    """Tell whether a row has points or a text; one that names a case and nothing more is passed over."""
    columns = [_POINTS + one.code for one in around.content.criteria]
    return any(grid.value(row, name) is not None for name in (*columns, "assessment"))


def _points(grid: Grid, row: Row, around: Round, problems: list[Problem]) -> Iterator[tuple[str, int | None]]:
    scale = around.content.scale
    for one in around.content.criteria:
        name = _POINTS + one.code
        text = grid.text(row, name)
        if name not in grid.columns:
            continue
        if not text:
            yield one.code, None
        elif (given := whole_points(text)) is not None and scale.least <= given <= scale.greatest:
            yield one.code, given
        else:
            problems.append(replace(_off_scale(text, scale.least, scale.greatest), place=grid.place(row, name)))


def _off_scale(text: str, least: int, greatest: int) -> Problem:
    said = N_("{text} is not points on the call's scale, {least} to {greatest}.")
    advice = N_("Give whole points; leave the cell empty where it is not assessed.")
    return problem("error", "points-off-scale", said, advice, text=text, least=least, greatest=greatest)
