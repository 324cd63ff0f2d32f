"""What does not hold together within one application; what breaks a rule of the call is for the screening."""

from __future__ import annotations

from collections.abc import Iterator

from skjonn.domain.applications import Content
from skjonn.domain.problems import Problem, problem
from skjonn.texts import N_

Doubt = tuple[str, Problem]
"""A problem without a place, with the field it is best mended in."""


def doubts(content: Content) -> Iterator[Doubt]:
    """Yield everything in an application that speaks against itself."""
    yield from contradictions(content)
    yield from _sums(content)


def contradictions(content: Content) -> Iterator[Doubt]:
    """Yield the errors, which hold also where other fields could not be read."""
    if content.applied_nok == 0:
        yield "applied_nok", problem("error", "applied-nothing", N_("The applied amount is 0."), N_("Write the amount applied for."))  # fmt: skip
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        yield "ends_on", problem("error", "ends-before-start", N_("The project ends before it starts."), N_("Check the two dates."))  # fmt: skip


def _sums(content: Content) -> Iterator[Doubt]:
    """Yield where amounts of one application speak against each other."""
    applied_nok = content.applied_nok
    if content.least_useful_nok is not None and content.least_useful_nok > applied_nok:
        yield "least_useful_nok", problem("warning", "least-useful-above-applied", N_("The least useful amount, {least_nok}, is above the applied amount, {applied_nok}."), least_nok=content.least_useful_nok, applied_nok=applied_nok)  # fmt: skip
    if content.applied_by_year:
        by_year_nok = sum(line.amount_nok for line in content.applied_by_year)
        if by_year_nok != applied_nok:
            yield "applied_by_year", problem("warning", "years-differ", N_("The years make {years_nok} together, the applied amount is {applied_nok}."), years_nok=by_year_nok, applied_nok=applied_nok)  # fmt: skip
    if content.total_cost_nok is not None and content.total_cost_nok < applied_nok:
        yield "total_cost_nok", problem("warning", "cost-below-applied", N_("The total cost, {cost_nok}, is below the applied amount, {applied_nok}."), cost_nok=content.total_cost_nok, applied_nok=applied_nok)  # fmt: skip
