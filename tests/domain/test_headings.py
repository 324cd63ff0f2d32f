"""Headings as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.fields import APPLICATION
from skjonn.domain.headings import (
    FieldUnknown,
    Header,
    Meant,
    find_header,
    folded,
    folded_headings,
    read_header,
    unused_mappings,
)
from skjonn.domain.intake_wire import packed_problem, problem_of
from skjonn.domain.sheets import Head, Row
from skjonn.texts import LANGUAGES


def _read(*headings: str, mapping: dict[str, str] | None = None, remembered: dict[str, str] | None = None, decided: bool = False) -> Header:  # fmt: skip
    return read_header(Head("a.xlsx", "Ark1"), Row(3, headings), Meant(mapping or {}, remembered or {}, decided))


@pytest.mark.parametrize(
    ("heading", "field", "unit"),
    [
        ("Tittel", "title", 1),
        ("PROSJEKTTITTEL *", "title", 1),
        ("Prosjekt-\ntittel", "title", 1),
        ("1. Tittel", "title", 1),
        ("Tittel (maks 100 teikn)", "title", 1),
        ("Søkt beløp (kr)", "applied_nok", 1),
        ("Søkt beløp i kroner", "applied_nok", 1),
        ("Søkt  beløp, kr", "applied_nok", 1),
        ("Søkt beløp 1)", "applied_nok", 1),
        ("Søkt beløp¹", "applied_nok", 1),
        ("Søkt beløp (1000 kr)", "applied_nok", 1000),
        ("Søkt beløp i 1 000 kr", "applied_nok", 1000),
        ("Søkt beløp (i tusen kroner)", "applied_nok", 1000),
        ("Søkt beløp (mill. kr)", "applied_nok", 1_000_000),
        ("Kommune:", "lead", 1),
        ("E-post", "contact_email", 1),
        ("applied_nok", "applied_nok", 1),
        ("Tlf.", "contact_phone", 1),
    ],
)
def test_what_does_not_matter(heading: str, field: str, unit: int) -> None:
    """Case, spacing, line breaks, footnote marks, numbering, brackets and units do not hide a field."""
    columns = _read(heading).columns

    assert {name: column.unit for name, column in columns.items()} == {field: unit}


def test_every_field_by_every_heading() -> None:
    """Each name, heading in each language and synonym leads to its own field, and no two fields share one."""
    seen: dict[str, str] = {}
    for field in APPLICATION:
        for text in {field.name, *(field.heading(language) for language in LANGUAGES), *field.synonyms}:
            assert seen.setdefault(folded(text), field.name) == field.name, text
            assert list(_read(text).columns) == [field.name], text


@pytest.mark.parametrize(
    ("headings", "code", "severity", "cell"),
    [
        (("Tittel", "Kommune", "Søkt beløp", "Prosjekttitel"), "heading-unknown", "warning", "D3"),
        (("Titel på prosjekt", "Kommune", "Søkt beløp"), "heading-near", "warning", "A3"),
        (("Tittel", "Kommune", "Søkt beløp", "Farge"), "heading-unknown", "warning", "D3"),
        (("Tittel", "Kommune", "Søkt beløp", "Søker"), "heading-twice", "error", "D3"),
        (("", "Tittel", "Kommune"), "column-missing", "error", "B3"),
        (("Tittel", "Kommune", "Søkt beløp (1000 kr)"), "heading-unit", "warning", "C3"),
    ],
)
def test_doubts_are_told(headings: tuple[str, ...], code: str, severity: str, cell: str) -> None:
    """A near miss, an unknown, a doubled and a missing column are told with their cell."""
    problems = _read(*headings).problems

    assert [(one.code, one.severity, one.place.cell) for one in problems] == [(code, severity, cell)]
    assert problems[0].message()
    assert problems[0].help() is not None


def test_a_stated_column_wins() -> None:
    """`--map` gives an unknown heading its field, and may be written as carelessly as headings are."""
    header = _read("Kva gjeld det?", "Kommune", "Søkt beløp", mapping={"kva gjeld det": "title"})

    assert header.columns["title"].position == 0
    assert not header.problems


def test_a_stated_field_must_exist() -> None:
    """`--map` to a field that does not exist is refused with the fields there are."""
    with pytest.raises(FieldUnknown) as caught:
        _read("Tittel", mapping={"Tittel": "tittle-tattle"})

    assert "applied_nok" in caught.value.help()


def test_a_doubtful_heading_is_asked_about() -> None:
    """What may be a known heading, or one of two, is an error that names the fields; they are read from nowhere else."""
    header = _read("Prosjektnavnet", "Kommune", "Søknadsbelgen")

    doubtful = [one for one in header.problems if one.code == "heading-doubtful"]
    assert [one.place.cell for one in doubtful] == ["C3"]
    assert "may be applied amount, or something else" in doubtful[0].message("en")
    assert "søknadssum" in doubtful[0].message("nn")
    assert doubtful[0].data["fields"] == ["applied_nok"]
    assert problem_of(packed_problem(doubtful[0])) == doubtful[0]
    assert "applied_nok" in header.unread
    assert "column-missing" not in {one.code for one in header.problems}


def test_a_confirmed_heading_is_remembered() -> None:
    """What the office has confirmed before needs no stating; what is stated now wins over it; a dash leaves a column out."""
    remembered = {folded("Kva gjeld det?"): "title", folded("Farge"): ""}
    headings = ("Kva gjeld det?", "Kommune", "Søkt beløp", "Farge")

    assert _read(*headings, remembered=remembered).columns["title"].position == 0
    assert not _read(*headings, remembered=remembered).problems
    assert _read(*headings, mapping={"Farge": "title", "Kva gjeld det?": "-"}, remembered=remembered).columns["title"].position == 3  # fmt: skip


@pytest.mark.parametrize("headings", [("Titel på prosjekt", "Kommune", "Søkt beløp"), ("Tittel", "Kommune", "Søkt beløp", "Prosjektnavn"), ("Kommune", "Søkt beløp")])  # fmt: skip
def test_fields_are_named_in_the_language_of_whoever_reads(headings: tuple[str, ...]) -> None:
    """No sentence holds a name of the code, nor the other language's word."""
    (found,) = _read(*headings).problems

    assert "project title" in found.message("en")
    assert "prosjekttittel" in found.message("nn")
    assert "project title" not in found.message("nb")


def test_headings_of_a_round_that_is_decided() -> None:
    """What was awarded is a field only where the file tells of a decided round; what was applied for may then be absent."""
    headings = ("Prosjekt", "Kommune", "Tildelt beløp", "Pott")

    assert set(_read(*headings, decided=True).columns) == {"title", "lead", "awarded_nok", "pot"}
    assert [one.code for one in _read(*headings, decided=True).problems] == ["applied-from-award"]
    assert not _read(*headings, "Søkt", decided=True).problems
    assert "awarded_nok" not in _read(*headings).columns


def test_mappings_that_meet_nothing() -> None:
    """A heading stated but not there is found out."""
    headings = folded_headings(Row(1, ("Tittel", None)))

    assert unused_mappings({"Farge": "title", "TITTEL": "title"}, headings) == ["Farge"]


def test_the_header_stands_below_titles() -> None:
    """Titles above the table do not count; a sheet without known headings has no header."""
    rows = (Row(1, ("Søknader 2021",)), Row(3, ("Tittel", "Kommune", "Søkt")), Row(4, ("Eit prosjekt", "Lund", 5)))

    assert find_header(rows, Meant()) == rows[1]
    assert find_header(rows[:1], Meant()) is None


@given(st.lists(st.text(), max_size=8))
def test_any_heading_is_answered(headings: list[str]) -> None:
    """Whatever stands in a header, each field is given one column at most."""
    header = _read(*headings)

    positions = [column.position for column in header.columns.values()]
    assert len(positions) == len(set(positions))
