"""Cells that name municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.partners import Match, is_whole_county, parse_municipality, parse_partners
from tests.domain.hanging import assert_no_hang

NUMBERS = {
    "Eigersund": "1101", "Stavanger": "1103", "Sandnes": "1108", "Sokndal": "1111", "Lund": "1112", "Time": "1121",
    "Sola": "1124", "Randaberg": "1127", "Nore og Uvdal": "3052", "Rollag": "3051", "Sveio": "4612", "Etne": "4611",
    "Fauske – Fuosko": "1841",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A handful of municipalities, with two called Herøy, one that ended, one that split and one to come."""

    counties: tuple[str, ...] = ("Rogaland",)

    def find(self, text: str) -> Match:
        """Look the text up."""
        folded = text.casefold()
        if folded == "herøy":
            return Match("ambiguous", others=("Herøy (1515, Møre og Romsdal)", "Herøy (1818, Nordland)"))
        if folded == "finnøy":
            return Match("ended", "1103", "Stavanger", ("Stavanger (1103, Rogaland)",))
        if folded == "tysfjord":
            return Match("ended", others=("Narvik (1806, Nordland)", "Hamarøy (1875, Nordland)"))
        if folded == "haram":
            return Match("later", "1580", "Haram", ("Ålesund (1507, Møre og Romsdal)",), begins_on=date(2024, 1, 1))
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
        ("Lund. Sokndal. Time", ["1112", "1111", "1121"]),
        ("Lund. Sokndal. Time.", ["1112", "1111", "1121"]),
        ("Lund.Sokndal", ["1112", "1111"]),
        ("1112. 1111", ["1112", "1111"]),
        ("Lund. St. Olav", ["1112", "St. Olav"]),
        ("KS. Lund", ["KS", "1112"]),
        ("St. Olavs hospital", ["St. Olavs hospital"]),
        ("Sola\n.\nTime", ["1124", "1121"]),
        ("1. Lund\n2. Sokndal", ["1112", "1111"]),
        ("- Lund\n- Time", ["1112", "1121"]),
        ("• Lund • Time", ["1112", "1121"]),
        ("Lund; Sokndal og Time / Sola", ["1112", "1111", "1121", "1124"]),
        ("i samarbeid med Lund og Sokndal", ["1112", "1111"]),
        ("Sola kommune v/Kari Oppdikta, Time", ["1124", "1121"]),
        ("Nore Og Uvdal", ["3052"]),
        ("SOLA KOMMUNE", ["1124"]),
        ("Sola og Time kommuner", ["1124", "1121"]),
        ("Lund og Forum for helse og velferd", ["1112", "Forum for helse og velferd"]),
        ("Lund, NORCE og UiS", ["1112", "NORCE", "UiS"]),
        ("Rogaland fylkeskommune", ["Rogaland fylkeskommune"]),
        ("Høgskulen på Vestlandet", ["Høgskulen på Vestlandet"]),
        ("Lund/Time", ["1112", "1121"]),
        ("Sokndal ogTime", ["1111", "1121"]),
        ("Sokndal, ogTime", ["1111", "1121"]),
        ("OGNA skule og Lund", ["OGNA skule", "1112"]),
        ("Jæren Avløp IKS", ["Jæren Avløp IKS"]),
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
        (".", []),
        ("*", []),
        ("/", []),
        (",", []),
        ("Ingen", []),
        ("", []),
    ],
)
def test_lists_as_people_write_them(text: str, numbers: list[str]) -> None:
    """Every usual way of listing partners gives them in order, names with `og` whole."""
    assert _named(text) == numbers


@pytest.mark.parametrize("mark", ["-", "–", ".", "*", "/", ",", ";", "...", "•"])
def test_a_lone_mark_is_nothing(mark: str) -> None:
    """A lone punctuation mark is no partner, and not worth a word; open dots would be, behind a name."""
    found = parse_partners(mark, REGISTER)

    assert not [one for one in found.partners if one.kind is not PartnerKind.UNNAMED]
    assert not found.problems or mark == "..."


@pytest.mark.parametrize(
    "text",
    [
        "internt i kommunen", "Internt i egen kommune", "internt", "Intern", "Kun internt", "kun egen kommune", "berre eigen kommune",
        "bare vår kommune", "Kun kommunen", "eigen kommune", "Ingen", "ingen.", "ingen andre", "ingen samarbeidspartnere", "Ikke aktuelt",
        "ikkje aktuelt", "Nei", "none", "n/a", "0", "(ingen)", "kommunen aleine", "internt prosjekt",
    ],
)  # fmt: skip
def test_phrases_that_mean_nobody_else(text: str) -> None:
    """A phrase for the applicant alone gives no partner, and a warning that says how it was read."""
    found = parse_partners(text, REGISTER)

    assert not found.partners
    assert [(one.severity, one.code) for one in found.problems] == [("warning", "partners-none")]


@pytest.mark.parametrize(
    "text",
    [
        "Lund mfl.", "Lund m.fl.", "Lund m. fl.", "Lund med fleire", "Lund og fleire", "Lund og andre", "Lund med flere", "Lund m/fl",
        "Lund mfl", "Lund (m.fl.)", "Lund og fleire nabokommunar", "Lund, flere kommuner", "Lund, andre kommunar i regionen", "Lund mfl. frå Ryfylke", "Lund og andre kommunar på Jæren", "Lund, Jæren", "Lund og jærkommunane", "Lund + 3 andre kommuner",
    ],
)  # fmt: skip
def test_partners_not_named(text: str) -> None:
    """`mfl.` is kept as partners not named, with a warning."""
    found = parse_partners(text, REGISTER)

    assert [partner.kind for partner in found.partners] == [PartnerKind.MUNICIPALITY, PartnerKind.UNNAMED]
    assert [(one.code, one.severity) for one in found.problems] == [("partners-unnamed", "warning")]


def test_others_not_named_in_the_middle() -> None:
    """`mfl.` behind a name in the middle of a list says the same."""
    found = parse_partners("Lund m.fl., NORCE", REGISTER)

    assert [partner.name for partner in found.partners] == ["Lund", "NORCE", ""]
    assert [one.code for one in found.problems] == ["partners-unnamed"]


@pytest.mark.parametrize("text", ["fleire nabokommunar", "ja", "ikkje avklart", "Diverse kommuner", "mfl. frå Ryfylke", "Jærkommunene", "Jæren", "Ryfylkekommunane", "kommunane på Jæren", "Jæren og Ryfylke", "Stavangerregionen"])  # fmt: skip
def test_nobody_is_named_at_all(text: str) -> None:
    """Partners that are spoken of without a name are partners not named."""
    found = parse_partners(text, REGISTER)

    assert found.partners == (Partner(PartnerKind.UNNAMED),)
    assert [one.code for one in found.problems] == ["partners-unnamed"]


def test_the_applicant_with_others() -> None:
    """`Eigersund mfl.` in Eigersund's own application leaves partners not named."""
    found = parse_partners("Eigersund mfl.", REGISTER, lead="1101")

    assert found.partners == (Partner(PartnerKind.UNNAMED),)
    assert {one.code for one in found.problems} == {"partner-is-applicant", "partners-unnamed"}


@pytest.mark.parametrize(
    "text",
    ["alle kommunane i Rogaland", "Alle kommunene i Rogaland.", "alle kommunene i fylket", "heile fylket", "alle kommunane", "hele Rogaland", "all municipalities in Rogaland", "alle kommunane i Rogaland fylke", "samtlige kommuner", "Samtlege kommunar i fylket", "alle 23 kommuner i Rogaland", "Alle kommuner i Rogaland (23)", "kommunane i Rogaland", "alle rogalandskommunar", "alle", "resten av fylket"],
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
        ("alle kommunar i Rogaland unntatt Lund", "", "scope-other-county", "error"),
        ("alle kommunane i Dalane", "", "scope-other-county", "error"),
        ("Rogaland", "", "partner-is-county", "error"),
        ("fylket", "", "partner-is-county", "error"),
        ("Finnøy", "", "municipality-succeeded", "warning"),
        ("Tysfjord", "", "municipality-ended", "error"),
        ("Haram", "", "municipality-later", "error"),
        ("x", "", "partner-nobody", "warning"),
        ("Lund " * 500, "", "partners-too-long", "error"),
        ("a," * 200, "", "partners-too-long", "error"),
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
        ("LUND KOMMUNE", "1112", ""),
        ("Nore Og Uvdal", "3052", ""),
        ("Finnøy", "1103", "municipality-succeeded"),
        ("Finnøy kommune", "1103", "municipality-succeeded"),
        ("Tysfjord", "", "municipality-ended"),
        ("Haram", "", "municipality-later"),
        ("alle kommunane", "", "municipality-several"),
        ("Lund " * 50, "", "municipality-too-long"),
    ],
)
def test_one_municipality(text: str, number: str, code: str) -> None:
    """An applicant is exactly one municipality of the register."""
    found, problems = parse_municipality(text, REGISTER)

    assert found == number
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert all((one.severity == "warning") is bool(number) and one.message() and one.help() for one in problems)


def test_what_begins_later_says_when_and_what_it_was() -> None:
    """The error names the day a municipality begins, and what stood in its place."""
    _number, (problem,) = parse_municipality("Haram", REGISTER)

    assert "1\u00a0January\u00a02024" in problem.message()
    assert "Ålesund (1507, Møre og Romsdal)" in problem.help()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("alle kommunane i Rogaland", True), ("Heile fylket", True), ("Samtlige kommuner", True), ("alle kommunane i Agder", False),
        ("Rogaland", False), ("Lund", False), ("Lund og Time", False), ("", False), ("alle " * 200, False),
    ],
)  # fmt: skip
def test_a_cell_that_says_the_whole_county(text: str, whole: bool) -> None:
    """The row reader can ask whether an applicant's cell means all the office's own municipalities."""
    assert is_whole_county(text, REGISTER) is whole


def test_the_whole_county_and_others() -> None:
    """What is named beside the whole county are partners beyond it; a county's name with `og` is no list."""
    found = parse_partners("alle kommunane i Rogaland, og Sveio og NORCE", REGISTER)
    other = parse_partners("NORCE og alle kommunane i Møre og Romsdal og Sveio", Known(("Møre og Romsdal",)))

    assert (found.whole_county, other.whole_county) == (True, True)
    assert [partner.name for partner in found.partners] == ["Sveio", "NORCE"]
    assert [partner.name for partner in other.partners] == ["NORCE", "Sveio"]
    assert not found.problems
    assert not other.problems


def test_a_successor_is_told_from_other_partners() -> None:
    """An ended partner that went into the applicant, or into another partner, is no second partner."""
    found = parse_partners("Finnøy, Lund", REGISTER, lead="1103")
    twice = parse_partners("Stavanger, Finnøy", REGISTER)

    assert [partner.name for partner in found.partners] == ["Lund"]
    assert [one.code for one in found.problems] == ["municipality-succeeded", "partner-is-applicant"]
    assert [partner.number for partner in twice.partners] == ["1103"]
    assert [one.code for one in twice.problems] == ["municipality-succeeded", "partner-twice"]


WORDS = st.sampled_from([*NUMBERS, "Finnøy", "Herøy", "NORCE", "mfl.", "og", "alle kommunane", "i", "Rogaland", "ingen", ".", ",", "/", "\n", "(", ")", "-", "v/", "kommune", "1112", "…", "\ud800", "\u200f"])  # fmt: skip


@given(
    st.text() | st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=8).map("".join),
    st.sampled_from(["", "1112"]),
)
def test_any_text_is_answered(text: str, lead: str) -> None:
    """Whatever the text, the answer is a list without doubles or the applicant, with doubts that can be shown."""
    found = parse_partners(text, REGISTER, lead)

    named = [partner.number or partner.name.casefold() for partner in found.partners]
    assert len(named) == len(set(named))
    assert "1112" not in named or not lead
    assert all(one.message().encode() for one in found.problems)


BETWEEN = st.sampled_from([", ", "; ", "\n", "\r\n", " og ", " & ", " / ", "/", ",", ". ", " + ", ", og ", "\n- "])


@given(st.lists(st.sampled_from(sorted(NUMBERS)), unique=True, min_size=1), st.data())
def test_every_list_comes_back(names: list[str], data: st.DataObject) -> None:
    """Municipalities, by name or number, joined by any mix of separators, come back whole and in order."""
    written = [data.draw(st.sampled_from([name, NUMBERS[name], f"{name} kommune", name.upper()])) for name in names]
    text = written[0] + "".join(data.draw(BETWEEN) + one for one in written[1:])

    found = parse_partners(text, REGISTER)

    assert [partner.number for partner in found.partners] == [NUMBERS[name] for name in names]
    assert not found.problems


@given(st.lists(st.sampled_from(sorted(NUMBERS)), unique=True, min_size=1), st.sampled_from([" mfl.", " m.fl.", " med flere", ", m. fl.", " og andre"]))  # fmt: skip
def test_every_open_list_comes_back(names: list[str], more: str) -> None:
    """A list that is left open has its names, and partners not named behind them."""
    found = parse_partners(", ".join(names) + more, REGISTER)

    assert [partner.number for partner in found.partners] == [*(NUMBERS[name] for name in names), ""]
    assert found.partners[-1].kind is PartnerKind.UNNAMED


@pytest.mark.parametrize("part", ["a og ", "a/", "a - ", "(", "((a", "mfl ", "og andre ", " ", "Lund. ", "Ab ", "alle kommunane i ", "1.", "…", "v/", "Lund ", "\t", "e\u0301"])  # fmt: skip
@pytest.mark.parametrize("length", [150, 1_999, 10_000])
def test_no_text_takes_long(part: str, length: int) -> None:
    """However a cell repeats itself, nothing hangs on it."""
    text = (part * length)[:length]

    assert_no_hang(lambda: parse_partners(text, REGISTER))
    assert_no_hang(lambda: parse_municipality(text, REGISTER))
    assert_no_hang(lambda: is_whole_county(text, REGISTER))


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
        ("Helse Stavanger HF", False),
        ("Rogaland revisjon", False),
        ("Rogaland fylkeskommune", False),
        ("Sandnes næringsforening", False),
        ("Time IKS", True),
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
