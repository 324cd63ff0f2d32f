"""The allocation sheet: every open case with what is recommended, to be worked in with the leader in the room and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skjonn.domain.allocations import Outcome, Recommendation
from skjonn.domain.sheets import Sheet, as_text
from skjonn.errors import ConflictError, FindingsError
from skjonn.texts import N_, Language

MARK_SHEET = "skjonn_allocation"
MARK = ("skjonn", "allocation sheet", 1)
"""The first row of the hidden sheet that tells an allocation sheet from any other table."""
OTHER_OUTCOMES = (Outcome.NEXT_ROUND,)
"""What a row may come to beside an amount, or a ground, that needs nothing more to be said."""

COLUMNS: tuple[tuple[str, bool], ...] = (
    ("case", False), ("title", False), ("municipality", False), ("applied_nok", False), ("total_points", False), ("mean_points", False),
    ("assessment", False), ("condition_text", False), ("recommended_nok", True), ("pot", True), ("ground", True), ("recommended_outcome", True), ("reason", True),
    ("above_applied", True), ("payee", True),
)  # fmt: skip
"""The columns in order: fields of the catalogue, and whether people write in them."""


class SheetOfOtherCall(FindingsError):
    """An allocation sheet is of another call."""

    code = "allocation-sheet-other-call"
    sentence = N_("{path} is the allocation sheet of the call {found}, not of {call}.")
    advice = N_("Name the call it belongs to: --call {found}.")


class ChangedMeanwhile(ConflictError):
    """Recommendations were changed after the sheet was written, and the sheet says something else."""

    code = "recommendations-changed-meanwhile"
    sentence = N_("Since the sheet was written other recommendations were set for {cases}.")
    advice = N_("Write a new sheet, or take what this one says with --update.")


@dataclass(frozen=True)
class PotLeft:
    """A pot of the call: what it has free, and what is recommended from it in other calls; whole kroner.

    `held_until` is the first day it may be decided from, where that has not come.
    """

    name: str
    free_nok: int
    elsewhere_nok: int = 0
    held_until: date | None = None


@dataclass(frozen=True)
class SheetCase:
    """One open case on the sheet.

    Attributes:
        total, mean: as printed, empty where it is not assessed; assessment: what was written, by assessor.
        conditions: set for the award, should it get one, each with its day.
        said: what is recommended, None for nothing yet; number: of that version, 0 for none.
    """

    case: str
    title: str
    municipality: str
    applied_nok: int
    total: str
    mean: str
    assessment: str
    conditions: str = ""
    said: Recommendation | None = None
    number: int = 0


@dataclass(frozen=True)
class AllocationSheet:
    """Everything the sheet shows; `grounds` are code -> name in the sheet's language, in the call's order."""

    call: str
    name: str
    office: str
    language: Language
    cases: tuple[SheetCase, ...]
    pots: tuple[PotLeft, ...]
    grounds: Mapping[str, str] = field(default_factory=dict)
    banner: str = ""

    def recommended_nok(self, pot: PotLeft) -> int:
        """Return what the sheet's awards take from a pot; an award without a pot is the first one's."""
        first = self.pots[0].name
        return sum(one.said.amount_nok for one in self.cases if one.said and (one.said.pot or first) == pot.name and one.said.outcome is Outcome.AWARD)  # fmt: skip

    def left_nok(self, pot: PotLeft) -> int:
        """Return what remains of a pot; below 0 it is overdrawn."""
        return pot.free_nok - pot.elsewhere_nok - self.recommended_nok(pot)


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet says: of which call, and which version of each case's recommendation stood, 0 for none."""

    call: str
    numbers: Mapping[str, int]


def mark_of(sheets: Sequence[Sheet]) -> Mark | None:
    """Return the mark of an allocation sheet; None for a table from somewhere else."""
    for sheet in sheets:
        if sheet.name != MARK_SHEET or not sheet.rows:
            continue
        head, *rows = [[as_text(value) for value in row.values] for row in sheet.rows]
        if len(head) >= len(MARK) + 1 and tuple(head[: len(MARK)]) == tuple(map(str, MARK)):
            numbers = {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isascii() and row[1].isdigit()}
            return Mark(head[len(MARK)], numbers)
    return None
