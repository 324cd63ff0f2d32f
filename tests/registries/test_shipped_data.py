"""The tables that come with the package hold together, whoever edits them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from skjonn.registries.counties import counties_at, every_county
from skjonn.registries.language import FORMS
from skjonn.registries.municipalities import shipped
from skjonn.registries.organisations import is_valid
from skjonn.registries.register_file import read_register
from skjonn.registries.tables import DATA, rows

REGISTER = shipped()


def test_the_shipped_register_passes_the_check_of_newer_ones() -> None:
    """Periods, successors, names, check digits: the same check as `municipality update`."""
    read = read_register((DATA / "municipalities.csv").read_bytes())
    assert read.faults == ()
    assert read.register.every == REGISTER.every


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("2013-06-01", 428), ("2016-06-01", 428), ("2017-06-01", 426), ("2018-06-01", 422), ("2019-06-01", 422),
        ("2020-06-01", 356), ("2023-06-01", 356), ("2024-06-01", 357), ("2025-06-01", 357),
    ],
)  # fmt: skip
def test_the_number_of_municipalities(day: str, count: int) -> None:
    """As many as there were."""
    assert len(REGISTER.in_force(date.fromisoformat(day))) == count


def test_the_current_ones_are_complete() -> None:
    """357 today, each with an organisation number of its own."""
    current = [one for one in REGISTER.every if one.valid_to is None]
    assert len(current) == 357
    assert all(is_valid(one.org_number) for one in current)
    assert len({one.org_number for one in current}) == 357
    assert {one.name for one in current if not one.language_form} == {"Tysvær", "Haram"}
    assert [name for name, count in Counter(one.name for one in current).items() if count > 1] == ["Herøy", "Våler"]


def test_every_organisation_number_has_its_check_digit() -> None:
    """Municipalities and offices, ended ones too."""
    numbers = [one.org_number for one in REGISTER.every] + [row["org_number"] for row in rows("offices.csv")]
    assert all(is_valid(number) for number in numbers if number)


def test_every_end_leads_somewhere() -> None:
    """Whoever follows the successors of an ended municipality comes to one that is in force."""
    for one in REGISTER.every:
        if one.valid_to:
            assert REGISTER.successors(one, one.valid_to)
            assert REGISTER.successors(one, date(2026, 1, 1))


def test_counties_agree() -> None:
    """A municipality's county is in force with it, under that name."""
    for one in REGISTER.every:
        day = max(one.valid_from, date(2013, 1, 1))
        assert any(
            c.number == one.county_number and c.name == one.county_name for c in every_county() if c.in_force(day)
        )
    assert [len(counties_at(date(year, 6, 1))) for year in (2013, 2018, 2020, 2024)] == [19, 18, 11, 15]


@pytest.mark.parametrize("table", ["language_observations.csv", "language_decisions.csv"])
def test_language_forms_speak_of_known_numbers(table: str) -> None:
    """Every form is a word we know, of a number we know, on a real day."""
    for row in rows(table):
        assert REGISTER.periods(row["number"])
        assert row["language_form"] in FORMS
        date.fromisoformat(row.get("observed_on") or row["valid_from"])
