"""Cells that name municipalities."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.partners import Match, parse_municipality, parse_partners

NUMBERS = {
    "Eigersund": "1101", "Stavanger": "1103", "Sandnes": "1108", "Sokndal": "1111", "Lund": "1112", "Time": "1121",
    "Sola": "1124", "Randaberg": "1127", "Nore og Uvdal": "3052", "Rollag": "3051", "Sveio": "4612", "Etne": "4611",
    "Fauske – Fuosko": "1841",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A handful of municipalities, with two called Herøy and one that ended."""

    counties: tuple[str, ...] = ("Rogaland",)

    def find(self, text: str) -> Match:
        """Look the text up."""
        folded = text.casefold()
        if folded == "herøy":
            return Match("ambiguous", others=("Herøy (1515, Møre og Romsdal)", "Herøy (1818, Nordland)"))
        if folded == "finnøy":
            return Match("ended", others=("Stavanger (1103, Rogaland)",))
        for name, number in NUMBERS.items():
            if folded in {name.casefold(), number, f"{number} {name}".casefold()}:
                return Match("found", number, name)
        near = tuple(f"{name} ({number})" for name, number in NUMBERS.items() if name[0].casefold() == folded[:1])
        return Match("unknown", others=near)


REGISTER = Known()


def _named(text: str, lead: str = "") -> list[str]:
    return [partner.number or partner.name or "?" for partner in parse_partners(text, REGISTER, lead).partners]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Lund, Sokndal", ["1112", "1111"]),
        ("Lund; Sokndal;", ["1112", "1111"]),
        ("Lund og Sokndal", ["1112", "1111"]),
        ("Lund, Sokndal og Time", ["1112", "1111", "1121"]),
        ("Lund, Sokndal, og Time", ["1112", "1111", "1121"]),
        ("Lund\nSokndal\r\nTime", ["1112", "1111", "1121"]),
        ("Lund & Time", ["1112", "1121"]),
        ("Lund/Time", ["1112", "1121"]),
        ("1112, 1111", ["1112", "1111"]),
        ("1112 Lund, 1111 Sokndal", ["1112", "1111"]),
        ("Sveio og Etne", ["4612", "4611"]),
        ("Nore og Uvdal", ["3052"]),
        ("Nore og Uvdal og Rollag", ["3052", "3051"]),
        ("Rollag og Nore og Uvdal", ["3051", "3052"]),
        ("Fauske – Fuosko, Lund", ["1841", "1112"]),
        ("Sola kommune og Randaberg kommune", ["1124", "1127"]),
        ("Lund (ikkje endeleg avklart, men truleg), Time", ["1112", "1121"]),
        ("Randaberg kommune og Rogaland revisjon", ["1127", "Rogaland revisjon"]),
        ("KS, NORCE", ["KS", "NORCE"]),
        ("Forum for helse og velferd", ["Forum for helse og velferd"]),
        ("-", []),
        ("–", []),
        ("Ingen", []),
        ("", []),
    ],
)
def test_lists_as_people_write_them(text: str, numbers: list[str]) -> None:
    """Every usual way of listing partners gives them in order, names with `og` whole."""
    assert _named(text) == numbers


@pytest.mark.parametrize(
    "text", ["Lund mfl.", "Lund m.fl.", "Lund m. fl.", "Lund med fleire", "Lund og fleire", "Lund og andre"]
)
def test_partners_not_named(text: str) -> None:
    """`mfl.` is kept as partners not named, with a warning."""
    found = parse_partners(text, REGISTER)

    assert [partner.kind for partner in found.partners] == [PartnerKind.MUNICIPALITY, PartnerKind.UNNAMED]
    assert [(one.code, one.severity) for one in found.problems] == [("partners-unnamed", "warning")]


def test_the_applicant_with_others() -> None:
    """`Eigersund mfl.` in Eigersund's own application leaves partners not named."""
    found = parse_partners("Eigersund mfl.", REGISTER, lead="1101")

    assert found.partners == (Partner(PartnerKind.UNNAMED),)
    assert {one.code for one in found.problems} == {"partner-is-applicant", "partners-unnamed"}


@pytest.mark.parametrize(
    "text",
    ["alle kommunane i Rogaland", "Alle kommunene i Rogaland.", "alle kommunene i fylket", "heile fylket", "alle kommunane", "hele Rogaland", "all municipalities in Rogaland", "alle kommunane i Rogaland fylke"],
)  # fmt: skip
def test_the_whole_county(text: str) -> None:
    """All the municipalities of the office's county is a scope, not a list."""
    found = parse_partners(text, REGISTER)

    assert found.whole_county
    assert not found.partners
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "lead", "code", "severity"),
    [
        ("alle kommunane i Agder", "", "scope-other-county", "error"),
        ("Herøy", "", "municipality-ambiguous", "error"),
        ("Finnøy", "", "municipality-ended", "error"),
        ("Stavangr", "", "municipality-unknown", "error"),
        ("Ukjend kommune", "", "municipality-unknown", "error"),
        ("9999", "", "municipality-unknown", "error"),
        ("Lund, Time", "1112", "partner-is-applicant", "warning"),
        ("Lund, lund", "", "partner-twice", "warning"),
        ("KS, KS", "", "partner-twice", "warning"),
        ("Tima", "", "partner-organisation", "warning"),
    ],
)
def test_doubts_are_told(text: str, lead: str, code: str, severity: str) -> None:
    """What is not certain is told, never settled silently."""
    found = parse_partners(text, REGISTER, lead)

    assert [(one.code, one.severity) for one in found.problems] == [(code, severity)]
    assert found.problems[0].message()


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("Lund", "1112", ""),
        ("1112", "1112", ""),
        ("Lund kommune", "1112", ""),
        ("Lund (1112)", "1112", ""),
        ("Herøy", "", "municipality-ambiguous"),
        ("Lund og Time", "", "municipality-several"),
        ("Oz", "", "municipality-unknown"),
    ],
)
def test_one_municipality(text: str, number: str, code: str) -> None:
    """An applicant is exactly one municipality of the register."""
    found, problems = parse_municipality(text, REGISTER)

    assert found == number
    assert [problem.code for problem in problems] == ([code] if code else [])


@given(st.text(), st.sampled_from(["", "1112"]))
def test_any_text_is_answered(text: str, lead: str) -> None:
    """Whatever the text, the answer is a list without doubles or the applicant."""
    found = parse_partners(text, REGISTER, lead)

    named = [partner.number or partner.name.casefold() for partner in found.partners]
    assert len(named) == len(set(named))
    assert "1112" not in named or not lead


@given(
    st.lists(st.sampled_from(sorted(NUMBERS)), unique=True, min_size=1),
    st.sampled_from([", ", "; ", "\n", " og ", " & "]),
)
def test_every_list_comes_back(names: list[str], between: str) -> None:
    """Municipalities joined by any one separator come back whole and in order."""
    assert _named(between.join(names)) == [NUMBERS[name] for name in names]


@pytest.mark.parametrize(
    "text",
    ["Lund  Sokndal", "Lund-Sokndal", "1111 1112", "1. Lund 2. Sokndal", "Time samt Lund", "både Lund", "ikke Lund"],
)
def test_names_run_together(text: str) -> None:
    """Municipalities named without a clear sign between them never become an organisation: the cell is refused, and they are named."""
    found = parse_partners(text, REGISTER)

    assert not found.partners
    assert [(one.severity, one.code) for one in found.problems] == [("error", "partner-unclear")]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Dalane (Lund, Sokndal)", True),
        ("Stavanger lufthamn", True),
        ("Universitetet i Stavanger", False),
        ("KS", False),
    ],
)
def test_organisations_that_carry_a_name(text: str, warned: bool) -> None:
    """What else carries a municipality's name is an organisation, with a warning unless the name only tells where it is."""
    found = parse_partners(text, REGISTER)

    assert [partner.kind for partner in found.partners] == [PartnerKind.ORGANISATION]
    assert bool(found.problems) is warned


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("?", "partner-nobody"),
        ("Lund, osv.", "partners-unnamed"),
        ("Lund …", "partners-unnamed"),
        ("Lund og andre kommuner", "partners-unnamed"),
    ],
)
def test_what_names_nobody(text: str, code: str) -> None:
    """A lone mark is left out and told of; an open end of a list is partners not named."""
    assert [one.code for one in parse_partners(text, REGISTER).problems] == [code]


def test_no_partner_with_a_full_stop() -> None:
    """`Ingen.` is nobody, `alle i Rogaland` the whole county."""
    assert not parse_partners("Ingen.", REGISTER).partners
    assert parse_partners("alle i Rogaland", REGISTER).whole_county
