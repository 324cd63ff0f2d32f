"""Recommendations: what a caseworker proposes for each case, and what it does to the pots."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What is recommended or decided for a case."""

    AWARD = "award"
    REFUSAL = "refusal"
    DISMISSAL = "dismissal"
    NEXT_ROUND = "next_round"
    PASSED_ON = "passed_on"


@dataclass(frozen=True)
class Recommendation:
    """What is recommended for one case.

    Attributes:
        amount_nok: whole kroner, greater than 0 exactly for an award.
        pot: the name of the pot an award is to be paid from; empty otherwise.
        ground: code of the call's ground for a refusal or dismissal.
        reason: free text; above_applied: why more than applied for is recommended, empty otherwise.
        payee: municipality number when it is not the application's payee; pass_to: another office's id.
    """

    outcome: Outcome
    amount_nok: int = 0
    pot: str = ""
    ground: str = ""
    reason: str = ""
    above_applied: str = ""
    payee: str = ""
    pass_to: str = ""
