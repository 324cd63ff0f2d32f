"""What a cell gave."""

from __future__ import annotations

from typing import Any, NamedTuple

from skjonn.domain.problems import Problem, problem
from skjonn.errors import FindingsError
from skjonn.texts import N_


class Reading(NamedTuple):
    """What a cell gave; a tuple, for one is made for nearly every cell of an import.

    Attributes:
        value: None where nothing, or nothing usable, was said.
        problems: doubts without a place.
    """

    value: Any = None
    problems: tuple[Problem, ...] = ()


NOTHING = Reading()
"""What every empty cell gives."""


def problem_of(error: FindingsError) -> Problem:
    """Return a fault of one value as a problem without a place."""
    return problem("error", error.code, error.sentence, error.advice, **error.data)


def refused(code: str, sentence: str, advice: str = "", **data: object) -> Reading:
    """Return the reading of a cell that gave nothing but an error."""
    return Reading(None, (problem("error", code, sentence, advice, **data),))


def list_too_long(count: int) -> Reading:
    """Return the reading of a cell with more text or more entries than any list of its kind."""
    return refused("list-too-long", N_("A text of {count} characters is too long for a list here."), N_("Write the list alone, with a semicolon between its entries."), count=count)  # fmt: skip
