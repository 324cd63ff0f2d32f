"""The score sheet: one assessor's cases with a column per criterion, to be filled in and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from skjonn.domain.calls import Criterion, Scale
from skjonn.domain.sheets import Sheet, as_text
from skjonn.errors import ConflictError, FindingsError
from skjonn.texts import N_, Language

MARK_SHEET = "skjonn_scores"
MARK = ("skjonn", "score sheet", 1)
"""The first row of the hidden sheet that tells a score sheet from any other table."""
POINTS = "points:"
"""Before a criterion's code in the names of columns, so that no criterion hides another column."""


class ScoreSheetOfOtherCall(FindingsError):
    """A score sheet is of another call."""

    code = "score-sheet-other-call"
    sentence = N_("{path} is a score sheet of the call {found}, not of {call}.")
    advice = N_("Name the call it belongs to: --call {found}.")


class ScoreSheetOfOtherVersion(FindingsError):
    """The criteria have changed since the sheet was written."""

    code = "score-sheet-other-version"
    sentence = N_("{path} has the criteria of version {found} of the call {call}, which have changed.")
    advice = N_("Write new sheets: skjonn score sheet {call}.")


class ScoresChangedMeanwhile(ConflictError):
    """Assessments were recorded after the sheet was written, and the sheet says something else."""

    code = "scores-changed-meanwhile"
    sentence = N_("{path}: since the sheet was written other assessments were recorded of {cases}.")
    advice = N_("Write a new sheet: skjonn score sheet {call}.")


@dataclass(frozen=True)
class ScoreRow:
    """One case to assess, with what the assessor holds of it; `number` is that version's, 0 for none."""

    case: str
    title: str
    municipality: str
    applied_nok: int
    summary: str
    points: Mapping[str, int] = field(default_factory=dict)
    text: str = ""
    number: int = 0


@dataclass(frozen=True)
class ScoreSheet:
    """Everything one assessor's sheet shows."""

    call: str
    version: int
    name: str
    office: str
    language: Language
    login: str
    assessor: str
    criteria: tuple[Criterion, ...]
    scale: Scale
    rows: tuple[ScoreRow, ...]
    banner: str = ""


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet says: call, its version, whose it is, and which version of each assessment stood, 0 for none."""

    call: str
    version: int
    login: str
    numbers: Mapping[str, int]


def mark_of(sheets: Sequence[Sheet]) -> Mark | None:
    """Return the mark of a score sheet; None for a table from somewhere else."""
    for sheet in sheets:
        if sheet.name != MARK_SHEET or not sheet.rows:
            continue
        head, *rows = [[as_text(value) for value in row.values] for row in sheet.rows]
        if len(head) >= len(MARK) + 3 and tuple(head[: len(MARK)]) == tuple(map(str, MARK)) and head[4].isdigit():
            numbers = {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isascii() and row[1].isdigit()}
            return Mark(head[3], int(head[4]), head[5], numbers)
    return None
