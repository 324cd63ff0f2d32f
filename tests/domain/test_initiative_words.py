"""What an initiative has had, in words."""

from __future__ import annotations

from typing import Literal

import pytest

from skjonn.domain.initiative_words import told
from skjonn.domain.initiatives import Initiative, Part

DIGI = Initiative(
    "Digi Rogaland",
    (
        Part(2017, 600_000, case="2017-001"),
        Part(2018, 3_000_000, source="Fylket"),
        Part(2019, 3_000_000, case="2019-001"),
        Part(2020, 1_950_000, case="2020-001", pot="project"),
        Part(2020, 1_000_000, case="2020-002", pot="flaum"),
        Part(2021, 1_500_000, case="2021-018"),
        Part(2021, None, case="2021-019"),
        Part(2022, 900_000, case="2022-001"),
    ),
)


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_all_years_pots_and_offices_are_in_one_sum(form: Literal["nb", "nn"]) -> None:
    """A year's awards are one sum, last year is `i fjor`, later years do not count, and the sum spans the years to this one."""
    said = told(DIGI, 2021, 2021, form)

    assert said is not None
    assert said.earlier == (
        "600 000 kroner i 2017, 3 000 000 kroner i 2018, 3 000 000 kroner i 2019 og 2 950 000 kroner i fjor"
    ).replace(" 000", "\u00a0000").replace(" 950", "\u00a0950").replace(" kroner", "\u00a0kroner")
    assert said.in_all == "11\u00a0050\u00a0000\u00a0kroner over fem år"


def test_last_year_is_told_by_the_day_of_the_text() -> None:
    """A text dated the year after the budget year does not call the budget year's predecessor last year."""
    said = told(DIGI.until(2020), 2020, 2021, "nn")

    assert said is not None
    assert said.earlier.endswith("kroner i 2019")


def test_nothing_is_told_of_a_first_year() -> None:
    """An initiative that had nothing before the award's year has no history; refused and undecided cases are none."""
    assert (
        told(Initiative("Ny", (Part(2019, 0, case="2019-003"), Part(2021, 5, case="2021-001"))), 2021, 2021, "nb")
        is None
    )


def test_many_years_are_in_figures() -> None:
    """From thirteen years on the count is written in figures."""
    long = Initiative("Lenge", (Part(2009, 100), Part(2021, 100, case="2021-001")))

    said = told(long, 2021, 2021, "nb")

    assert said is not None
    assert said.in_all.endswith("over 13 år")
