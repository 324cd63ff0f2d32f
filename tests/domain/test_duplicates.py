"""Applications that may be one are found, those that are not are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.applications import Content, Partner, PartnerKind, Scope, normalised_title
from skjonn.domain.duplicates import NEAR, Candidate, Pair, Titles, alike, candidate, probable

LUND, SOKNDAL, TIME, KLEPP = "1112", "1111", "1121", "1120"


def case(number: int, title: str, lead: str = LUND, *partners: str, everyone: bool = False) -> Candidate:
    """Return one application."""
    return Candidate(f"2021-{number:03d}", title, lead, frozenset(partners), everyone)


def nearness(one: str, other: str) -> float:
    """Return how alike two titles are as written."""
    return alike(normalised_title(one), normalised_title(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("En heldigital helsestasjon", "Heldigital helsestasjon"),
        ("Samarbeid om å møte barnevernsreformen", "Samarbeid om å møte barnevernsreforma"),
        ("system for tjeneste –og kvalitetsutvikling", "system for tjeneste – og kvalitetsutvikling"),
        ("Ungdomsløftet – Bredt og raskt på tvers!", "UNGDOMSLØFTET Bredt og raskt på tvers"),
        ("Ungdomsløftet", "Ungdomsløftet 2021"),
        ("Små kommuner – store fordeler?", "Små kommuner – store fordeler? - Et prosjekt for systematisk evaluering av krisehåndteringen"),
        ("Barnehagemyndighetsrollen i jærkommunene", "Barnehagemyndighetsrolla i jærkommunane"),
        ("Velferdsteknologi i praksis", "Velferds teknologi i praksis"),
    ],
)  # fmt: skip
def test_titles_that_are_near(one: str, other: str) -> None:
    """A slip of the pen, another form of Norwegian, a year or a tail that one of them lacks."""
    assert NEAR <= nearness(one, other) <= 1
    assert nearness(one, other) == nearness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Digital heimeteneste fase 1", "Digital heimeteneste fase 2"),
        ("Digital heimeteneste fase1", "Digital heimeteneste fase2"),
        ("Digital heimeteneste", "Digital heimeteneste 2"),
        ("Digital heimeteneste del I", "Digital heimeteneste del II"),
        ("Digital heimeteneste del A", "Digital heimeteneste del B"),
        ("Ungdomsløftet 2021", "Ungdomsløftet 2022"),
        ("Velferdsteknologi i skulen", "Velferdsteknologi i heimen"),
        ("Digital hage", "Digital hage for eldre og barn"),
        ("Digi Rogaland", "DigiBarnevern"),
    ],
)
def test_titles_that_are_not_near(one: str, other: str) -> None:
    """A number, a numeral or a letter tells projects apart; so does a word that means something else."""
    assert nearness(one, other) == nearness(other, one) == 0


@given(st.text("ab 2021", max_size=30), st.text("ab 2021", max_size=30))
def test_nearness_goes_both_ways(one: str, other: str) -> None:
    """Which of two titles is asked first does not matter, and a title is equal to itself; titles may be empty."""
    assert nearness(one, other) == nearness(other, one)
    assert nearness(one, one) == 1


def test_pairs_and_why() -> None:
    """One municipality, an applicant among the other's partners, partners in common: each is told, with the first case first."""
    cases = [
        case(1, "Ei felles barnevernsteneste"),
        case(2, "Felles barnevernsteneste"),
        case(3, "Nettverkskontaktar i Dalane", LUND, SOKNDAL),
        case(4, "Nettverkskontakter i Dalane", SOKNDAL),
        case(5, "Digital medverknad for alle", LUND, TIME),
        case(6, "Digital medvirkning for alle", SOKNDAL, TIME),
    ]

    found = probable(cases)

    assert [(pair.first, pair.second, pair.why) for pair in found] == [
        ("2021-001", "2021-002", "same-applicant"),
        ("2021-003", "2021-004", "applicant-is-partner"),
        ("2021-005", "2021-006", "shared-partners"),
    ]
    assert all(85 <= pair.percent < 100 for pair in found)


def test_strangers_are_left_alone() -> None:
    """The same title from two municipalities that have nothing to do with each other is two projects."""
    assert probable([case(1, "Digital helsestasjon"), case(2, "Digital helsestasjon", TIME)]) == ()


def test_a_project_for_the_whole_county() -> None:
    """Where one is for all municipalities, every applicant is a partner; equal titles are 100 per cent alike."""
    cases = [
        case(1, "Digi Rogaland", LUND, everyone=True),
        case(2, "Digi Rogaland", TIME),
        case(3, "Digi Rogaland", KLEPP),
    ]

    assert probable(cases) == (
        Pair("2021-001", "2021-002", "applicant-is-partner", 100),
        Pair("2021-001", "2021-003", "applicant-is-partner", 100),
    )


def test_same_title_twice_from_one_municipality() -> None:
    """Two references may hide one application: an equal title is a pair too."""
    assert [pair.percent for pair in probable([case(1, "Hage"), case(2, "hage!")])] == [100]


def test_a_case_as_it_is_compared() -> None:
    """Partners count by number; organisations do not; the scope is kept."""
    partners = (Partner(PartnerKind.MUNICIPALITY, "Time", TIME), Partner(PartnerKind.ORGANISATION, "KS"))

    made = candidate("2021-001", Content("A", LUND, 1, partners=partners, scope=Scope.COUNTY))

    assert made == Candidate("2021-001", "A", LUND, frozenset((TIME,)), everyone=True)


WORDS = st.lists(st.text("abdefgjklmnoprstuvyæøå", min_size=4, max_size=12), min_size=1, max_size=7, unique=True)


@given(WORDS, st.integers(0, 200), st.sampled_from("abdø"), st.booleans())
def test_one_slip_is_always_found(words: list[str], place: int, sign: str, extra: bool) -> None:
    """One letter wrong, or one too many, in a title of eleven letters or more: the pair is found, by list and by row."""
    title = " ".join(words)
    if len(title) < 14:
        title += " i kommunen"
    place %= len(title)
    slipped = title[:place] + sign + title[place + (not extra) :]
    one, other = case(1, title), case(2, slipped)

    listed = [(pair.first, pair.second) for pair in probable([one, other])]

    if alike(one.plain, other.plain):
        assert listed == [("2021-001", "2021-002")]
        assert [near.case for near in Titles([one]).near(other)] == ["2021-001"]
    else:
        assert title[place] == " " or sign in "abd"


@given(st.lists(st.builds(case, st.integers(1, 99), st.text("abc 12", max_size=8), st.sampled_from((LUND, TIME)), st.sampled_from((TIME, KLEPP))), max_size=8, unique_by=lambda one: one.case))  # fmt: skip
def test_pairs_are_told_once(cases: list[Candidate]) -> None:
    """No pair twice, none of a case with itself, always in the order of the cases."""
    order = [one.case for one in cases]

    found = [(order.index(pair.first), order.index(pair.second)) for pair in probable(cases)]

    assert len(found) == len(set(found))
    assert all(first < second for first, second in found)


def test_a_row_that_nearly_is_a_case() -> None:
    """A mended title of the same applicant, and the same title from a partner, are told; the likeliest first."""
    known = Titles([case(1, "Ei felles barnevernsteneste"), case(2, "Nettverk i Dalane", SOKNDAL, LUND), case(3, "Nettverket i Dalane")])  # fmt: skip

    mended = known.near(case(9, "Felles barnevernsteneste"))
    moved = known.near(case(9, "Nettverk i Dalane"))

    assert [(near.case, near.why) for near in mended] == [("2021-001", "mended-title")]
    assert [(near.case, near.why, near.percent) for near in moved] == [("2021-002", "changed-lead", 100), ("2021-003", "mended-title", 94)]  # fmt: skip
    assert known.near(case(9, "Noko heilt anna")) == ()
    assert known.near(case(9, "Nettverk i Dalane", KLEPP)) == ()


def test_a_municipality_that_was_merged_is_kin() -> None:
    """The number of before or after is the same municipality."""
    known = Titles([case(1, "Digital hage for eldre", "1141"), case(2, "Digital plan for unge", "1141")])

    assert [near.why for near in known.near(case(9, "Digital hage for eldre", "1103"), kin=("1141",))] == [
        "changed-lead"
    ]
    assert [near.why for near in known.near(case(9, "Digital planar for unge", "1103"), kin=("1141",))] == [
        "mended-title"
    ]
    assert known.near(case(9, "Digital hage for eldre", "1103")) == ()


def test_a_crowd_of_like_titles_is_no_flood() -> None:
    """Thousands of numbered titles of one municipality are seen through at once; a pair among them is still found."""
    crowd = [case(number, f"Tiltak {number} i kommunen") for number in range(1, 6000)]
    pair = [case(7001, "Tiltak for villreinstamma i Dalane"), case(7002, "Tiltak for villreinstammen i Dalane")]
    found = probable([*crowd, *pair])

    assert [(one.first, one.second) for one in found] == [("2021-7001", "2021-7002")]
