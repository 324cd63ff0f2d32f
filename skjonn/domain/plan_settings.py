"""The rules a call sets for dividing its money, as the table `[allocation]` of its file states them."""

from __future__ import annotations

from dataclasses import dataclass, field

THOUSAND = 1_000
OBJECTIVES = ("kroner", "cases")


@dataclass(frozen=True)
class Bounds:
    """What a group of cases is to get in all: whole kroner, or a number of awards, both ends included; None is no bound."""

    least_nok: int | None = None
    greatest_nok: int | None = None
    least_awards: int | None = None
    greatest_awards: int | None = None


@dataclass(frozen=True)
class PlanSettings:
    """How a call's money is to be divided; what is None, or empty, is no rule.

    Attributes:
        objective: what `optimum` makes as great as it can: the sum of weighted total times awarded `kroner` (also where
            empty), or of weighted total over awarded `cases`.
        whole_thousands: a partial award is a whole number of thousands; an award in full is what was applied for.
        least_award_nok, greatest_award_nok: of any one award; a case that applied for less than the least may get all of it.
        least_municipalities: how many different municipalities (applicants) get something.
        joint_pots: names of pots only joint projects, those with another municipality in them, are paid from; these first.
        each_municipality: for every applicant; `municipalities` for some by number, beside it.
        joint: for joint projects together; `areas` by code of the priority area.
    """

    objective: str = ""
    whole_thousands: bool | None = None
    least_award_nok: int | None = None
    greatest_award_nok: int | None = None
    least_municipalities: int | None = None
    joint_pots: tuple[str, ...] = ()
    each_municipality: Bounds = field(default_factory=Bounds)
    joint: Bounds = field(default_factory=Bounds)
    municipalities: dict[str, Bounds] = field(default_factory=dict)
    areas: dict[str, Bounds] = field(default_factory=dict)

    @property
    def unit_nok(self) -> int:
        """The step of a partial award, whole kroner."""
        return THOUSAND if self.whole_thousands else 1
