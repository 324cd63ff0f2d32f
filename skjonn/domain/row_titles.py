"""A row that names one case by its number and another by its title: one of the two is a slip, and nobody knows which."""

from __future__ import annotations

from collections.abc import Mapping

from skjonn.errors import UsageError
from skjonn.texts import N_


class TitleOfOtherCase(UsageError):
    """The title beside a case number is another case's."""

    code = "title-of-other-case"
    sentence = N_("The row is of {case} by its number, and of {other} by its title.")
    advice = N_(
        "Check that the rows are not mixed up, as where one column alone was sorted, and mend the number or the title."
    )


def require_own_title(case: str, said: str, titles: Mapping[str, str]) -> None:
    """Accept a title beside a case number that is the case's own, or nobody's (it may have been mended since).

    Args:
        case: the number the row names; said: the title beside it, empty for none; titles: of every case, by number.

    Raises:
        TitleOfOtherCase: it is another's.
    """
    asked = " ".join(said.split()).casefold()
    named = [number for number, title in titles.items() if asked and " ".join(title.split()).casefold() == asked]
    if named and case not in named:
        raise TitleOfOtherCase(case=case, other=named[0])
