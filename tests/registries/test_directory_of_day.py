"""The register as intake asks it: what every way of naming a municipality means on a call's day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.partners import Remembering, is_whole_county, parse_municipality, parse_partners
from skjonn.registries.directory_of_day import DirectoryOfDay
from skjonn.registries.municipalities import shipped

DAY = date(2021, 1, 19)
ROGALAND = DirectoryOfDay(shipped(), DAY, ("Rogaland",), ("11",))
BEFORE_2020 = DirectoryOfDay(shipped(), date(2019, 6, 1), ("Rogaland",), ("11",))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("1103", "found", "1103"),
        ("301", "found", "0301"),
        ("Hå KOMMUNE", "found", "1119"),
        ("Nore Og Uvdal", "found", "3052"),
        ("Voss herad", "found", "4621"),
        ("Gáivuotna – Kåfjord – Kaivuono", "found", "5426"),
        ("Finnøy", "ended", "1103"),
        ("1141", "ended", "1103"),
        ("Snillfjord", "ended", ""),
        ("1508", "later", "1508"),
        ("Herøy", "ambiguous", ""),
        ("Sokndl", "unknown", ""),
        ("NORCE", "unknown", ""),
    ],
)
def test_what_a_name_means(text: str, kind: str, number: str) -> None:
    """A number is given where exactly one municipality can be meant, also for the one successor of an ended one."""
    match = ROGALAND.find(text)

    assert (match.kind, match.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "number", "code", "said"),
    [
        ("Finnøy", "1103", "municipality-succeeded", "Stavanger (1103, Rogaland)"),
        ("Snillfjord", "", "municipality-ended", "Hitra"),
        ("1508", "", "municipality-later", "1\u00a0January\u00a02024"),
        ("Stavangr", "", "municipality-unknown", "Stavanger (1103, Rogaland)"),
        ("Herøy", "", "municipality-ambiguous", "Herøy (1515, Møre og Romsdal)"),
        ("Ha", "", "municipality-unknown", "Hå (1119, Rogaland)"),
    ],
)
def test_an_applicant_and_a_partner_are_resolved_alike(text: str, number: str, code: str, said: str) -> None:
    """What is not plain is told in the same way of an applicant and among partners, naming what it can mean."""
    applicant, told = parse_municipality(text, ROGALAND)
    partners = parse_partners(f"{text}, Lund", ROGALAND)

    assert applicant == number
    assert [one.code for one in told] == [one.code for one in partners.problems] == [code]
    assert [one.number for one in partners.partners] == [*([number] if number else []), "1112"]
    assert said in told[0].message() + told[0].help()


def test_one_that_begins_later_names_what_it_is_made_of() -> None:
    """Before the reform of 2020, Nordre Follo is not there; Oppegård and Ski are."""
    _number, (problem,) = parse_municipality("Nordre Follo", BEFORE_2020)

    assert problem.code == "municipality-later"
    assert "Oppegård (0217, Akershus)" in problem.help()
    assert "Ski (0213, Akershus)" in problem.help()


def test_the_whole_county_is_the_offices_own() -> None:
    """The office's own county is whole; another's is an error where partners are named."""
    assert is_whole_county("alle kommunane i Rogaland", ROGALAND)
    assert not is_whole_county("alle kommunane i Agder", ROGALAND)


@given(st.sampled_from(shipped().every), st.sampled_from(["{}", "{} kommune", "{} KOMMUNE", "  {} ", "{}."]))
def test_every_name_of_the_register_is_answered(one: object, written: str) -> None:
    """Whatever municipality there has ever been, in any way of writing it, it is found or told of, never an organisation."""
    name = written.format(one.name)  # type: ignore[attr-defined]  # a municipality
    for text in (name, name.title(), name.upper()):
        found = parse_partners(text, ROGALAND)
        assert all(partner.number for partner in found.partners), (text, found)
        assert found.partners or any(problem.severity == "error" for problem in found.problems)


@given(st.lists(st.sampled_from(["Lund", "Finnøy", "Herøy", "Sokndl", "NORCE", "1508", ""]), max_size=30))
def test_memory_changes_no_answer(texts: list[str]) -> None:
    """A directory that remembers says what the directory says."""
    remembering = Remembering(ROGALAND)

    assert [remembering.find(text) for text in texts] == [ROGALAND.find(text) for text in texts]
    assert remembering.counties == ROGALAND.counties
