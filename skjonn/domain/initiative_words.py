"""What an initiative has had, as letters and news tell it: `200 000 kroner i fjor`, `11 050 000 kroner over fem år`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from skjonn.domain.initiatives import Initiative
from skjonn.domain.letter_kinds import Form
from skjonn.texts.wording import kroner, listed

_NUMBERS = ("", "", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


@dataclass(frozen=True)
class InitiativeTold:
    """What a text about an award says of its initiative, in one language form.

    Attributes:
        name: the initiative's.
        earlier: what it had in earlier budget years, a sum for each; in_all: with this award, and over how many years.
    """

    name: str
    earlier: str
    in_all: str


def told(initiative: Initiative, year: int, said_in: int, form: Form) -> InitiativeTold | None:
    """Return what is said of the initiative of an award of a budget year; None where it had nothing in earlier years.

    Args:
        initiative: with all its parts; year: the award's budget year, whose awards count in what it has had in all.
        said_in: the year the text is dated in; money of the year before that is told as `i fjor`.
        form: of Norwegian.
    """
    until = initiative.until(year)
    by_year: Counter[int] = Counter()
    for part in until.awards:
        by_year[part.year] += part.awarded_nok or 0
    earlier = [f"{kroner(nok, form)} {_when(one, said_in)}" for one, nok in sorted(by_year.items()) if one < year]
    if not earlier:
        return None
    years = year - min(by_year) + 1
    in_all = f"{kroner(until.awarded_nok, form)} over {_spelled(years)} år"
    return InitiativeTold(initiative.name, listed(earlier, form), in_all)


def _when(year: int, said_in: int) -> str:
    return "i fjor" if year == said_in - 1 else f"i {year}"


def _spelled(number: int) -> str:
    """Return a count of years as it is written in running text: words to twelve, figures above."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
