"""Municipalities by number and name on a day: in every form people write, and never by guessing."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.registries.meant import (
    MunicipalityAmbiguous,
    MunicipalityEnded,
    MunicipalityLater,
    MunicipalityUnknown,
    meant,
    refusal,
)
from skjonn.registries.municipalities import Ambiguous, Ended, Found, Municipality, Register, Unknown, shipped

DAY = date(2021, 6, 1)
TODAY = date(2026, 1, 1)
REGISTER = shipped()


def found(text: str, day: date = DAY) -> str:
    """Return the number of the one municipality found."""
    answer = REGISTER.find(text, day)
    assert isinstance(answer, Found), (text, answer)
    return answer.municipality.number


def numbers(some: tuple[Municipality, ...]) -> list[str]:
    """Return the numbers in order."""
    return [one.number for one in some]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1103", "1103"),
        ("301", "0301"),
        (" 1119 ", "1119"),
        ("Hå", "1119"),
        ("HÅ KOMMUNE", "1119"),
        ("Hå kommune,", "1119"),
        ("Hå KOMMUNE", "1119"),
        ("Nore Og Uvdal", "3052"),
        ("1103.0", "1103"),
        ("301 Oslo", "0301"),
        ("Oslo (301)", "0301"),
        ("knr. 1103", "1103"),
        ("Kommunenr.: 1103", "1103"),
        ("Kommune Hå", "1119"),
        ("Hå kommune i Rogaland", "1119"),
        ("Voss herad", "4621"),
        ("1103 Stavanger", "1103"),
        ("Stavanger (1103)", "1103"),
        ("Stavanger kommune, Rogaland fylke", "1103"),
        ("Nore og Uvdal", "3052"),
        ("Nord\u2011Fron", "3436"),
        ("Nord \u2013 Fron", "3436"),
        ("Gáivuotna", "5426"),
        ("Kaivuono", "5426"),
        ("Gáivuotna \u2013 Kåfjord \u2013 Kaivuono", "5426"),
        ("Kåfjord/Gáivuotna", "5426"),
        ("Hábmer - Hamarøy", "1875"),
        ("HAMARØY \u2212 HÁBMER", "1875"),
        ("Trondheim \u2013 Tråante kommune", "5001"),
        ("Herøy (Nordland)", "1818"),
        ("Herøy i Møre og Romsdal", "1515"),
        ("Våler, Viken", "3018"),
        ("Våler (Innlandet)", "3419"),
        ("Våler i Hedmark", "3419"),
        ("Våler (Østfold)", "3018"),
    ],
)
def test_every_way_of_writing_finds_the_one(text: str, number: str) -> None:
    """A number or a name in any of its forms finds the municipality of the day."""
    assert found(text) == number
    assert found(unicodedata.normalize("NFD", text)) == number


def test_the_day_decides() -> None:
    """The same name is another number on another day."""
    assert found("Asker", date(2019, 12, 31)) == "0220"
    assert found("Asker", DAY) == "3025"
    assert found("Asker", TODAY) == "3203"
    assert found("Haram", TODAY) == "1580"


@pytest.mark.parametrize(("text", "candidates"), [("Herøy", ["1515", "1818"]), ("Våler kommune", ["3419", "3018"])])
def test_an_ambiguous_name_names_its_candidates(text: str, candidates: list[str]) -> None:
    """Two of one name are both named, and the counties asked from decide only who comes first."""
    plain, ranked = REGISTER.find(text, DAY), REGISTER.find(text, DAY, counties=("18", "30"))
    assert isinstance(plain, Ambiguous)
    assert isinstance(ranked, Ambiguous)
    assert sorted(numbers(plain.candidates)) == sorted(candidates)
    assert numbers(ranked.candidates)[0] in {"1818", "3018"}


def test_a_number_and_a_name_must_agree() -> None:
    """A number beside another municipality's name names both."""
    answer = REGISTER.find("1103 Sandnes", DAY)
    assert isinstance(answer, Ambiguous)
    assert numbers(answer.candidates) == ["1108", "1103"]


@pytest.mark.parametrize(
    ("text", "day", "ended", "successors"),
    [
        ("Finnøy", DAY, "1141", ["1103"]),
        ("1141", DAY, "1141", ["1103"]),
        ("Haram kommune", DAY, "1534", ["1507"]),
        ("1507", TODAY, "1507", ["1580", "1508"]),
        ("0220", TODAY, "0220", ["3203"]),
        ("Snillfjord", DAY, "5012", ["5055", "5056", "5059"]),
        ("Os (Hordaland)", DAY, "1243", ["4624"]),
        ("Tysfjord", TODAY, "1850", ["1875", "1806"]),
    ],
)
def test_an_ended_one_names_its_successors(text: str, day: date, ended: str, successors: list[str]) -> None:
    """What had ended by the day says so, with everything that came of it and is in force."""
    answer = REGISTER.find(text, day)
    assert isinstance(answer, Ended)
    assert answer.municipality.number == ended
    assert numbers(answer.successors) == successors


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tysvaer", "1146"),
        ("Haa", "1119"),
        ("Ha", "1119"),
        ("Hjelmland", "1133"),
        ("Sokndl", "1111"),
        ("Nord Fron", "3436"),
        ("Eigersun", "1101"),
        ("Sandnes (Agder)", "1108"),
        ("Guovdageaidnnu", "5430"),
    ],
)
def test_what_is_near_is_suggested_and_never_taken(text: str, first: str) -> None:
    """A near spelling is unknown, and the nearest comes first."""
    answer = REGISTER.find(text, DAY)
    assert isinstance(answer, Unknown)
    assert answer.suggestions[0].number == first
    assert len(answer.suggestions) <= 5


def test_short_names_are_not_confused() -> None:
    """Two letters are near only what they are without æ, ø, å: `Or` is not `Os`."""
    assert REGISTER.find("Or", DAY) == Unknown(())
    answer = REGISTER.find("Bo", DAY)
    assert isinstance(answer, Unknown)
    assert numbers(answer.suggestions) == ["1867"]


def test_what_is_no_municipality_has_no_suggestions() -> None:
    """Other organisations and empty cells are simply unknown."""
    for text in ("", "   ", "-", "kommune", "Rogaland revisjon IKS", "9999", "12345", "Universitetet i Stavanger"):
        assert isinstance(REGISTER.find(text, DAY), Unknown), text


def test_one_that_begins_later_is_suggested() -> None:
    """A number that is not in force yet is not found, but shown."""
    assert REGISTER.find("1508", DAY) == Unknown(REGISTER.periods("1508"))


def test_what_a_later_one_is_made_of() -> None:
    """One that begins after the day names those of the day it came of, however many changes lie between."""
    new, nordre_follo = REGISTER.periods("1508")[0], REGISTER.periods("3020")[0]

    assert numbers(REGISTER.predecessors(new, DAY)) == ["1507"]
    assert numbers(REGISTER.predecessors(nordre_follo, date(2019, 6, 1))) == ["0217", "0213"]
    assert not REGISTER.predecessors(REGISTER.periods("1103")[-1], DAY)


def test_an_overlong_text_is_unknown_at_once() -> None:
    """No name is as long as that, and nothing is looked for near it."""
    assert REGISTER.find("Stavanger " * 1000, DAY) == Unknown(())


@given(st.text(max_size=60), st.dates(date(2013, 1, 1), date(2030, 1, 1)))
def test_find_never_raises(text: str, day: date) -> None:
    """Whatever is written, there is an answer; what is found is in force that day."""
    answer = REGISTER.find(text, day)
    if isinstance(answer, Found):
        assert answer.municipality.in_force(day)


@given(st.sampled_from(REGISTER.every), st.text("abcæøåÆØÅ -,.()i", max_size=6))
def test_find_never_raises_near_a_name(one: Municipality, more: str) -> None:
    """A name with something added is answered too."""
    assert isinstance(REGISTER.find(one.name + more, DAY), Found | Ambiguous | Ended | Unknown)


@pytest.mark.parametrize("day", [date(2013, 6, 1), date(2019, 6, 1), DAY, TODAY])
def test_every_name_that_is_not_shared_leads_to_its_number(day: date) -> None:
    """Name to number and back, for every name one municipality alone has on the day, in every form."""
    there = REGISTER.in_force(day)
    for one in there:
        for form in {one.name, one.official_name, one.sami_name, one.kven_name} - {""}:
            shared = [other for other in there if form in {other.name, other.sami_name, other.kven_name}]
            if len(shared) <= 1:
                assert found(form, day) == one.number
            assert found(f"{form} ({one.county_name})", day) == one.number
        assert found(one.number, day) == one.number


def test_the_municipalities_of_a_county_in_reading_order() -> None:
    """Rogaland has 23, æøå in their place."""
    names = [one.name for one in REGISTER.of_counties(("11",), DAY)]
    assert len(names) == 23
    assert names[:3] == ["Bjerkreim", "Bokn", "Eigersund"]
    assert names[names.index("Hjelmeland") + 1] == "Hå"


def test_the_register_is_read_once() -> None:
    """Asking twice gives the same register."""
    assert shipped() is shipped()


def test_what_was_meant_or_why_not() -> None:
    """One municipality, or an error that names the candidates, the successors, what is near."""
    assert meant(REGISTER, "Sola", DAY).number == "1124"
    with pytest.raises(MunicipalityAmbiguous) as two:
        meant(REGISTER, "Herøy", DAY)
    assert "Herøy (1818, Nordland)" in two.value.message()
    with pytest.raises(MunicipalityEnded) as over:
        meant(REGISTER, "Finnøy", DAY)
    assert "Stavanger (1103, Rogaland)" in over.value.message()
    with pytest.raises(MunicipalityLater) as later:
        meant(REGISTER, "1508", DAY)
    assert "1\u00a0January\u00a02024" in later.value.message()
    with pytest.raises(MunicipalityUnknown) as near:
        meant(REGISTER, "Tysvaer", DAY)
    assert "Tysvær (1146, Rogaland)" in near.value.help()
    with pytest.raises(MunicipalityUnknown) as nowhere:
        meant(REGISTER, "Atlantis", DAY)
    assert "municipality list" in nowhere.value.help()
    with pytest.raises(TypeError):
        refusal(REGISTER.find("Sola", DAY), "Sola", DAY)


def test_a_municipality_is_called_what_it_calls_itself() -> None:
    """Voss, Ulvik and Kvam are herad."""
    names = {one.full_name for one in REGISTER.of_counties(("46",), DAY)}
    assert {"Voss herad", "Ulvik herad", "Kvam herad", "Bergen kommune"} <= names


def test_an_empty_register_knows_nothing() -> None:
    """A register without rows answers all the same."""
    assert Register(()).find("Stavanger", DAY) == Unknown(())
