"""Which cases look like one initiative, and what an initiative has had."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.initiatives import Initiative, InitiativeNameWrong, Part, initiative_name
from skjonn.domain.initiatives_alike import Candidate, Suggestion, alike, core, named, suggestions
from skjonn.registries.alike import share

titles = st.sampled_from(
    [
        "Digi Rogaland",
        "Digi Rogaland 2018",
        "Vidareføring av Digi Rogaland",
        "Living lab",
        "Living lab, fase 2",
        "Barnevern",
    ]
)
cases = st.builds(
    Candidate,
    case=st.tuples(st.integers(2017, 2021), st.integers(1, 40)).map(lambda pair: f"{pair[0]}-{pair[1]:03d}"),
    year=st.just(0),
    title=titles,
    municipality=st.just(""),
    awarded_nok=st.none(),
    heirs=st.sampled_from([frozenset({"1103"}), frozenset({"1108"}), frozenset({"1103", "1108"})]),
    initiative=st.sampled_from(["", "", "Digi", "Lab"]),
).map(lambda case: Candidate(case.case, int(case.case[:4]), case.title, "", None, case.heirs, case.initiative))


def case(number: str, title: str, *heirs: str, initiative: str = "") -> Candidate:
    """Return an undecided case, of Stavanger where nothing else is said."""
    return Candidate(number, int(number[:4]), title, "", None, frozenset(heirs or ("1103",)), initiative)


def grouped(*some: Candidate) -> list[tuple[str, ...]]:
    """Return the case numbers of each group that is suggested."""
    return [tuple(one.case for one in found.cases) for found in suggestions(some, share)]


@pytest.mark.parametrize(
    "title",
    [
        "Digi Rogaland",
        "Digi Rogaland 2018",
        "digi rogaland (videreføring)",
        "Vidareføring av Digi Rogaland",
        "Digi Rogaland – fase 2",
        "Digi Rogaland, del II",
        "Digi Rogaland, 3. trinn",
        "Digi Rogaland, andre året",
        "Prosjekt Digi Rogaland 2019-2020",
        "Digi Rogaland 2",
        "Hovudprosjekt: Digi\u00a0Rogaland",
    ],
)
def test_the_core_of_a_title_stays_from_year_to_year(title: str) -> None:
    """Years, stages and words for going on are no part of what an initiative is called."""
    assert core(title) == "digi rogaland"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2018", "2018"),
        ("Videreføring, fase 2", "videreføring fase 2"),
        ("Prosjektet", "prosjektet"),
        ("Fase for fase", "fase for fase"),
        ("Plan for 2 skular", "plan for 2 skular"),
    ],
)
def test_a_title_of_nothing_else_keeps_its_words(title: str, expected: str) -> None:
    """A core is never empty, and a number that tells of no stage stays."""
    assert core(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Digi Rogaland 2018 (videreføring)", "Digi Rogaland"),
        ("Vidareføring av «Digi Rogaland»", "Digi Rogaland"),
        ("«Digi Rogaland» 2018", "Digi Rogaland"),
        ('Forprosjekt "Digi" Rogaland', '"Digi" Rogaland'),
        ("[oppdikta] Digi Rogaland", "[oppdikta] Digi Rogaland"),
        ("Klimaplan (heile fylket)", "Klimaplan (heile fylket)"),
        ("2018", "2018"),
    ],
)
def test_an_initiative_is_named_after_the_title(title: str, expected: str) -> None:
    """What changes from year to year is cut off at the ends; the rest keeps its signs and letters."""
    assert named(title) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("digi rogaland", "digirogaland", True),
        ("digi rogaland", "digi rogalnad", True),
        ("velferdsteknologi i heimen", "velferdsteknologi i hjemmet", True),
        ("digi rogaland", "digi rogaland flaumførebygging", True),
        ("digital skule", "digital skole", True),
        ("bti", "bto", False),
        ("digi rogaland", "digi agder", False),
        ("velferdsteknologi", "velferdsteknologi i praksis", False),
        ("nettverk for barnevern", "nettverk for barnehage", False),
        ("", "", False),
    ],
)
def test_cores_that_are_alike(first: str, second: str, expected: bool) -> None:
    """Spelling may differ a little in a long title; one common word makes no initiative."""
    assert alike(first, second, share) is expected


def test_a_suggestion_spans_years_at_one_lead() -> None:
    """The same title by the same municipality over years is one; by another, or twice in one year, it is not."""
    assert grouped(case("2018-001", "Digi Rogaland"), case("2019-004", "Digi Rogaland 2019")) == [
        ("2018-001", "2019-004")
    ]
    assert grouped(case("2018-001", "Digi Rogaland"), case("2019-004", "Digi Rogaland", "1108")) == []
    assert grouped(case("2018-001", "Digi Rogaland"), case("2018-002", "Digi Rogaland")) == []
    assert grouped(
        case("2020-001", "Digi Rogaland"), case("2020-002", "Digi Rogaland, flaum"), case("2021-001", "Digi Rogaland")
    ) == [("2020-001", "2020-002", "2021-001")]


def test_a_merged_municipality_goes_on_in_what_it_became() -> None:
    """The lead of before a merger and its heir are one; so are the two heirs of one that split, each with what it was."""
    assert grouped(case("2019-001", "Living lab", "1103"), case("2021-001", "Living lab", "1103")) == [
        ("2019-001", "2021-001")
    ]
    assert grouped(case("2019-001", "Living lab", "1508", "1580"), case("2024-001", "Living lab", "1580")) == [
        ("2019-001", "2024-001")
    ]


def test_what_is_tied_is_not_suggested_again() -> None:
    """A group that is one initiative already is left out; a new case is suggested into the one there is."""
    tied = [case("2018-001", "Digi Rogaland", initiative="Digi"), case("2019-001", "Digi Rogaland", initiative="Digi")]

    assert suggestions(tied, share) == []
    (one,) = suggestions([*tied, case("2021-007", "Digi Rogaland")], share)
    assert (one.name, one.initiatives, [new.case for new in one.untied]) == ("Digi", ("Digi",), ["2021-007"])


def test_two_initiatives_that_look_like_one_are_named() -> None:
    """A person may want to join them."""
    (one,) = suggestions(
        [case("2018-001", "Digi Rogaland", initiative="B"), case("2019-001", "Digi Rogaland", initiative="A")], share
    )

    assert (one.name, one.initiatives, one.untied) == ("A", ("A", "B"), ())


@given(st.lists(cases, max_size=12, unique_by=lambda case: case.case))
def test_suggestions_hold_each_case_once_and_in_any_order(some: list[Candidate]) -> None:
    """No case is suggested into two initiatives, and the order the cases come in is of no account."""
    found = suggestions(some, share)

    every = [one.case for suggestion in found for one in suggestion.cases]
    assert len(every) == len(set(every))
    assert _as_sets(suggestions(some[::-1], share)) == _as_sets(found)
    assert all(len(suggestion.cases) > 1 for suggestion in found)


def _as_sets(found: list[Suggestion]) -> set[frozenset[str]]:
    return {frozenset(one.case for one in suggestion.cases) for suggestion in found}


@given(st.text(max_size=60))
def test_any_title_has_a_core_and_a_name(title: str) -> None:
    """Whatever is written, the core is found; a name is a part of the title; a core is its own core's beginning."""
    assert bool(core(title)) == bool(core(core(title)))
    assert set(core(title).split()) >= set(core(core(title)).split())
    named(title)


@pytest.mark.parametrize("text", ["", "  ", "–", "2021", "2021-F", "2021-007", "a" * 201, "Digi\u0007"])
def test_a_name_that_is_none_is_refused(text: str) -> None:
    """A name has words, and reads as no year, call or case: history is told by it."""
    with pytest.raises(InitiativeNameWrong):
        initiative_name(text)


def test_a_name_is_kept_tidy() -> None:
    """Spaces are single, letters composed; a year within a name is no harm."""
    assert initiative_name("  Digi  Rogaland ") == "Digi Rogaland"
    assert initiative_name("La\u030are 2021") == "Låre 2021"


def test_what_an_initiative_has_had() -> None:
    """Awards are the parts with money; a refusal and an undecided case are none; years are told once each."""
    digi = Initiative("Digi", (Part(2020, 1_950_000, "2020-001"), Part(2020, 1_000_000, source="Flaum"), Part(2021, None, "2021-001"), Part(2019, 0, "2019-001")))  # fmt: skip

    assert (digi.years, len(digi.awards), digi.awarded_nok) == ((2020,), 2, 2_950_000)
    assert digi.until(2019).awarded_nok == 0
