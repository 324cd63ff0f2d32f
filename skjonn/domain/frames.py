"""A year's frame, its pots and their ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PotKind(StrEnum):
    """What a pot is for; a pot's name is one of these unless the office names its own."""

    ORDINARY = "ordinary"
    PROJECT = "project"
    JOINT = "joint"
    CRISIS = "crisis"
    HELD_BACK = "held_back"


class LineKind(StrEnum):
    """What a ledger line changes: the money a pot holds, or the money decided from it."""

    ALLOTTED = "allotted"
    COMMITTED = "committed"


@dataclass(frozen=True)
class PotFigures:
    """One pot's figures in whole kroner. `free_nok = allotted_nok - decided_nok`; recommendations are in none of it.

    `opens_on` is the first day a held-back pot may be decided from, None for other pots.
    """

    name: str
    allotted_nok: int
    applied_nok: int
    recommended_nok: int
    decided_nok: int
    paid_nok: int
    returned_nok: int
    opens_on: date | None = None

    @property
    def free_nok(self) -> int:
        """What may still be decided."""
        return self.allotted_nok - self.decided_nok
