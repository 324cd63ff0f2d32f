"""Where what is recommended or decided departs from the plan it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skjonn.domain.plan_files import PlanFile
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_


@dataclass(frozen=True)
class Departure:
    """One case that gets another amount than planned, whole kroner, and the reason given; empty where none is."""

    case: str
    planned_nok: int
    decided_nok: int
    reason: str

    def unexplained(self) -> Problem:
        """Return it as what a draft lacks."""
        text = N_("{case} is recommended {decided_nok}; the plan in use gives {planned_nok}, and no reason is given.")
        data: dict[str, object] = {"case": self.case, "decided_nok": self.decided_nok, "planned_nok": self.planned_nok}
        return Problem("plan-departure-unexplained", "error", Place(), text, data=data)


def departures(plan: PlanFile, said: Iterable[tuple[str, int, str]]) -> list[Departure]:
    """Return the cases the plan knows that get another amount, in the order given.

    Args:
        plan: in use.
        said: case number, whole kroner (0 for nothing), and the reason given.
    """
    planned = {one.case: one.amount_nok for one in plan.cases}
    return [
        Departure(case, planned[case], amount_nok, reason)
        for case, amount_nok, reason in said
        if case in planned and planned[case] != amount_nok
    ]
