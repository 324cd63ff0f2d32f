"""Where what is recommended or decided departs from the plan it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skjonn.domain.plan_files import PlanFile
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner

_SHOWN = 12  # hexadecimal digits are enough to tell two plans apart by eye


@dataclass(frozen=True)
class Departure:
    """One case that gets another amount than planned, whole kroner, and the reason given; empty where none is."""

    case: str
    planned_nok: int
    decided_nok: int
    reason: str

    def worded(self, language: Language) -> str:
        """Return it as a sentence, the reason behind it."""
        text = translate(N_("{case} departs from the plan: {decided} where it gave {planned}. {reason}"), language)
        amounts = {"decided": kroner(self.decided_nok, language), "planned": kroner(self.planned_nok, language)}
        return text.format(case=self.case, reason=self.reason, **amounts).rstrip()

    def unexplained(self) -> Problem:
        """Return it as what a draft lacks."""
        text = N_("{case} is recommended {decided_nok}; the plan in use gives {planned_nok}, and no reason is given.")
        data: dict[str, object] = {"case": self.case, "decided_nok": self.decided_nok, "planned_nok": self.planned_nok}
        return Problem("plan-departure-unexplained", "error", Place(), text, data=data)


def origin(name: str, plan_sha256: str, language: Language) -> str:
    """Return the sentence that names the plan a decision came from: the file as it was called, and what it held."""
    text = translate(N_("From the plan {plan} (sha256 {sha256})."), language)
    return text.format(plan=name, sha256=plan_sha256[:_SHOWN])


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
