"""Offices, the ministry, counties and organisation numbers by date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.registries import organisations
from skjonn.registries.counties import counties_at
from skjonn.registries.offices import (
    OfficeNotInForce,
    OfficeUnknown,
    ministry_at,
    office_at,
    office_ids,
    office_last,
    office_of_county,
    offices_at,
)


def test_fylkesmannen_until_2020_then_statsforvaltaren() -> None:
    """The name follows the day, in both forms; the id stays."""
    before, after = office_at("rogaland", date(2020, 12, 31)), office_at("rogaland", date(2021, 1, 1))
    assert before.name("nb") == before.name("nn") == "Fylkesmannen i Rogaland"
    assert after.name("nb") == "Statsforvalteren i Rogaland"
    assert after.name("nn") == "Statsforvaltaren i Rogaland"
    assert after.county_numbers == ("11",)
    assert after.org_number == "974763230"
    assert after.own_name_form == "nynorsk"


@pytest.mark.parametrize(
    ("day", "short", "name"),
    [
        (date(2013, 12, 31), "KRD", "Kommunal- og regionaldepartementet"),
        (date(2014, 1, 1), "KMD", "Kommunal- og moderniseringsdepartementet"),
        (date(2021, 12, 31), "KMD", "Kommunal- og moderniseringsdepartementet"),
        (date(2022, 1, 1), "KDD", "Kommunal- og distriktsdepartementet"),
    ],
)
def test_the_ministry_by_date(day: date, short: str, name: str) -> None:
    """KRD to 2013, KMD to 2021, KDD from 2022."""
    found = ministry_at(day)
    assert (found.short, found.name("nb"), found.name("nn")) == (short, name, name)


def test_an_unknown_office_names_the_known_ones() -> None:
    """A wrong id is a usage error with the list; an ended one names those in force."""
    with pytest.raises(OfficeUnknown) as unknown:
        office_at("atlantis", date(2021, 1, 1))
    assert unknown.value.exit_code == 2
    assert "rogaland" in unknown.value.help()
    with pytest.raises(OfficeNotInForce) as ended:
        office_at("telemark", date(2021, 1, 1))
    assert "vestfold-og-telemark" in ended.value.help()
    assert len(office_ids()) == 25


def test_an_office_that_has_ended_is_told_of_as_it_was() -> None:
    """What is told after its last day has its last name; before its first day there is nothing to tell."""
    assert office_last("telemark", date(2018, 12, 31)) == office_last("telemark", date(2025, 1, 1)) == office_at("telemark", date(2018, 12, 31))  # fmt: skip
    assert office_last("rogaland", date(2020, 12, 31)).name("nb") == "Fylkesmannen i Rogaland"
    with pytest.raises(OfficeNotInForce):
        office_last("vestland", date(2018, 12, 31))
    with pytest.raises(OfficeUnknown):
        office_last("atlantis", date(2021, 1, 1))


@given(st.dates(date(2013, 1, 1), date(2030, 1, 1)))
def test_every_county_has_one_office(day: date) -> None:
    """On every day each county in force is one office's, and no office has another."""
    covered = [number for office in offices_at(day) for number in office.county_numbers]
    assert sorted(covered) == [county.number for county in counties_at(day)]
    assert all(office_of_county(number, day) for number in covered)
    assert office_of_county("99", day) is None


@pytest.mark.parametrize(
    ("day", "count"), [(date(2013, 6, 1), 18), (date(2016, 6, 1), 17), (date(2018, 6, 1), 16), (date(2019, 6, 1), 10)]
)
def test_the_number_of_offices(day: date, count: int) -> None:
    """Eighteen, then fewer by mergers."""
    assert len(offices_at(day)) == count


def test_periods_of_an_office_follow_on_each_other() -> None:
    """An office in force has exactly one row each day."""
    day = date(2013, 1, 1)
    while day < date(2027, 1, 1):
        ids = [office.office_id for office in offices_at(day)]
        assert len(ids) == len(set(ids))
        day += timedelta(days=91)


@pytest.mark.parametrize("text", ["964965226", "964 965 226", "NO 964 965 226 MVA", "964\u00a0965\u00a0226"])
def test_an_organisation_number_is_checked(text: str) -> None:
    """Nine digits with the right check digit, however grouped."""
    assert organisations.checked(text) == "964965226"


@given(st.text(max_size=12))
def test_what_is_no_organisation_number_is_refused(text: str) -> None:
    """Anything else is refused, never an accident."""
    if organisations.is_valid(text):
        assert len(organisations.checked(text)) == 9
    else:
        with pytest.raises(organisations.OrganisationNumberWrong):
            organisations.checked(text)


def test_an_organisation_number_is_grouped_for_people() -> None:
    """Threes with hard spaces."""
    assert organisations.formatted("964965226") == "964\u00a0965\u00a0226"
    assert organisations.formatted("") == ""
