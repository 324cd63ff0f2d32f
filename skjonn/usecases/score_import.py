"""Take in a table of assessments: all of it or nothing, with every problem by its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from skjonn.domain import calls_file
from skjonn.domain.codes import parse_case
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.grids import Grid, Spellings, find_grid
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.row_titles import require_own_title
from skjonn.domain.score_sheets import (
    POINTS,
    Mark,
    ScoresChangedMeanwhile,
    ScoreSheetOfOtherCall,
    ScoreSheetOfOtherVersion,
    mark_of,
)
from skjonn.domain.scores import whole_points
from skjonn.domain.sheets import Row
from skjonn.errors import FindingsError, SkjonnError
from skjonn.spreadsheets.reading import Workbook, read
from skjonn.storage.database import writing
from skjonn.storage.queries import calls
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import LANGUAGES, N_
from skjonn.usecases.acting import record
from skjonn.usecases.assessing import Entry, Round, require_reason, save
from skjonn.usecases.intake_files import files_of

T = TypeVar("T")
_POINTS = POINTS
_EMPTIED = N_("{case}: the row says nothing now; what was assessed stands.")
_GONE = N_("{case}: the row is gone from the sheet; what was assessed stands.")
CASE_HEADINGS = ("case", "sak", "saksnummer", "saksnr", "case number")


class FileHasProblems(FindingsError):
    """A table cannot be taken in as it is."""

    code = "table-has-problems"
    sentence = N_("Nothing was taken in from {path}. Problems: {count}.")
    advice = N_("Mend the cells named and run the command again.")


@dataclass(frozen=True)
class Imported:
    """How many assessments were added, changed, or were there already, and what is doubtful about the file."""

    call: str
    added: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]


def import_assessments(url: str, desk: Desk, paths: Sequence[Path], call: str, reason: str = "") -> Imported:
    """Take in one row per case and assessor, with a column per criterion (code or name) and the written assessment.

    An empty cell is "not assessed". A criterion or the text without a column of its own stays as it was. A row with
    neither points nor text is passed over. Of several files all are taken in, or none; score sheets of this program are held
    to what they were written for.

    Args:
        url: of the database; desk: an assessor's own, or a caseworker's; call: its code.
        paths: the files, in order; a folder stands for the spreadsheets in it, by name.
        reason: why earlier assessments are changed; needed exactly then.

    Raises:
        SheetFileRefused, GridMissing, FolderWithoutFiles: a file cannot be read, or holds no such table.
        FileHasProblems: with every problem by cell; nothing is taken in.
        ScoreSheetOfOtherCall, ScoreSheetOfOtherVersion, ScoresChangedMeanwhile: a score sheet is not of what stands now.
        AssessmentReasonMissing: something recorded earlier would change, and no reason is given.
    """
    files, told = files_of(paths)
    books = [(path, read(path)) for path in files]
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, call)
        read_in = _Reading(around, list(told), {})
        entries = [one for path, book in books for one in _of_file(session, path, book, read_in)]
        wrong = [one for one in read_in.problems if one.severity == "error"]
        if wrong:
            named = ", ".join(path.name for path in files)
            raise FileHasProblems(path=named, count=len(wrong), problems=read_in.problems)
        why = require_reason(entries, reason)
        save(session, around, entries, why)
        moved = [one for one in entries if not one.same]
        names = ", ".join(path.name for path in files)
        changed, added = ([one for one in moved if one.changes is past] for past in (True, False))
        if cases := sorted({one.case.id for one in added}):
            record(session, desk, around.person, "assessments-imported", call, cases=cases, file_name=names, count=len(cases))  # fmt: skip
        if cases := sorted({one.case.id for one in changed}):
            record(session, desk, around.person, "assessments-changed", call, cases=cases, file_name=names, count=len(cases), reason=why)  # fmt: skip
        return Imported(call, len(added), len(changed), len(entries) - len(moved), tuple(read_in.problems))


@dataclass(frozen=True)
class _Reading:
    """What is known while files are read: the round, every problem so far, and where each case and assessor stood first."""

    around: Round
    problems: list[Problem]
    seen: dict[tuple[int, int], Place]


def _of_file(session: Session, path: Path, book: Workbook, reading: _Reading) -> list[Entry]:
    """Return what one file says, and add what is wrong with it to the problems."""
    around, mark = reading.around, mark_of(book.sheets)
    if mark:
        _require_of_now(session, path, mark, around)
    grid = find_grid(path.name, book.sheets, _spellings(around.call), (("case",), ("assessor",)))
    reading.problems.extend((*book.problems, *grid.problems))
    entries = _entries(grid, reading, mark)
    if mark:
        _require_unchanged(path, mark, around, entries)
        reading.problems.extend(_cleared(mark, around, grid, entries))
    return entries


def _cleared(mark: Mark, around: Round, grid: Grid, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a warning for each case whose assessment stood in the sheet and was cleared there: it stands as it was."""
    told, rows = {one.case.case_number for one in entries}, {grid.text(row, "case").upper() for row in grid.rows}
    standing = {one.case_number for one in around.held.values() if one.login == mark.login}
    for number, version in mark.numbers.items():
        if version and number in standing and number not in told:
            said = _EMPTIED if number in rows else _GONE
            advice = N_(
                "To take points back: skjonn score record {case} --as {login} --points CRITERION=- --reason REASON."
            )
            yield Problem("assessment-cleared", "warning", Place(), said, advice, {"case": number, "login": mark.login})


def _require_of_now(session: Session, path: Path, mark: Mark, around: Round) -> None:
    """Refuse a sheet of another call, or whose criteria or scale have changed since."""
    call = around.call
    if mark.call != call.code:
        raise ScoreSheetOfOtherCall(path=path.name, found=mark.call, call=call.code)
    if mark.version == call.version_number:
        return
    row = next((one for one in calls.versions(session, call.id) if one.number == mark.version), None)
    before = calls_file.from_json(row.content) if row else None
    if before is None or (before.criteria, before.scale) != (call.call.criteria, call.call.scale):
        raise ScoreSheetOfOtherVersion(path=path.name, found=mark.version, call=call.code)


def _require_unchanged(path: Path, mark: Mark, around: Round, entries: Sequence[Entry]) -> None:
    other = [
        one.case.case_number
        for one in entries
        if one.assessor.login == mark.login
        and not one.same
        and mark.numbers.get(one.case.case_number, 0) != (one.before.number if one.before else 0)
    ]
    if other:
        raise ScoresChangedMeanwhile(path=path.name, cases=other, call=around.call.code)


def headings_of(name: str) -> tuple[str, ...]:
    """Return the headings of a field of the catalogue: its name, its label in every language, its synonyms."""
    field = CATALOGUE[name]
    labels = (field.heading(language) for language in LANGUAGES)
    return (name, name.replace("_", " "), *labels, *field.synonyms)


def problem_at(place: Place, error: SkjonnError) -> Problem:
    """Return an error as a problem of one cell."""
    return Problem(error.code, "error", place, error.sentence, error.advises(), dict(error.data))


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
        "municipality": (*headings_of("lead"), *headings_of("municipality")),
        "title": headings_of("title"),
        "applied": headings_of("applied_nok"),
        "summary": headings_of("summary"),
    }


def _entries(grid: Grid, reading: _Reading, mark: Mark | None) -> list[Entry]:
    entries: list[Entry] = []
    for row in grid.rows:
        found, wrong = _entry(grid, row, reading.around)
        reading.problems.extend(wrong)
        if found is None:
            continue
        if mark and found.assessor.login != mark.login:
            text = N_("The sheet was written for another assessor.")
            reading.problems.append(grid.at(row, "assessor", problem("error", "assessor-not-of-sheet", text)))
        key, place = (found.case.id, found.assessor.id), grid.place(row, "case")
        first = reading.seen.setdefault(key, place)
        if first is not place:
            text = N_("The same case and assessor stand at {first}.")
            reading.problems.append(grid.at(row, "case", problem("error", "assessment-twice", text, first=str(first))))
        entries.append(found)
    return entries


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
    if "title" in grid.columns:
        tried("case", lambda: require_own_title(case.case_number, grid.text(row, "title"), around.titles))
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
