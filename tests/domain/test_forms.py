"""The application form as a value: what it asks, and how a filled one is read back by its map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.amounts import GREATEST_NOK
from skjonn.domain.applications import AmountLine
from skjonn.domain.calls import Call, Rules
from skjonn.domain.calls_file import from_toml
from skjonn.domain.fields import APPLICATION, CATALOGUE, Kind, Visibility
from skjonn.domain.forms import (
    ABOUT,
    COLUMNS,
    MARK,
    FilledForm,
    FormDamaged,
    FormOfOtherCall,
    FormOfOtherVersion,
    FormOutdated,
    form_language,
    read_form,
    require_form,
)
from skjonn.domain.forms_layout import LAYOUT, Form, help_text, options, questions, sections
from skjonn.domain.intake_values import Terms, read_value
from skjonn.domain.partners import Match
from skjonn.domain.readings import Reading
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, column_number
from skjonn.errors import FindingsError
from skjonn.files import shipped

NOT_ASKED = {"reference", "received_at", "caseworker", "archive_reference", "note"}
MAP_TITLE = ("title", "Skjema", "B3")
MAP_COSTS = (("costs", "Skjema", "B5", "A5"), ("costs", "Skjema", "B6", "A6"), ("costs", "Skjema", "B7", "A7"))


class Nobody:
    """A register without a municipality."""

    counties: tuple[str, ...] = ()

    def find(self, text: str) -> Match:
        """Find nothing."""
        return Match("unknown")


@cache
def example() -> Call:
    """Return the example's call."""
    return from_toml((shipped("examples") / "rogaland-2021" / "call.toml").read_bytes(), "call.toml")


def with_rules(**rules: Any) -> Call:
    """Return the example's call with other rules."""
    return replace(example(), rules=Rules(**rules))


def form(call: Call) -> Form:
    """Return a form of a call."""
    return Form(call, 1, "nn", "Statsforvaltaren i Rogaland", ("1103 Stavanger", "1108 Sandnes"))


def sheet(name: str, cells: Mapping[str, CellValue], *, hidden: bool = False) -> Sheet:
    """Return a sheet with these cells and only the rows that hold something."""
    rows: dict[int, dict[int, CellValue]] = {}
    for address, value in cells.items():
        letters = address.rstrip("0123456789")
        rows.setdefault(int(address[len(letters) :]), {})[column_number(letters)] = value
    made = (
        Row(number, tuple(held.get(column) for column in range(max(held) + 1))) for number, held in sorted(rows.items())
    )
    return Sheet("søknad.xlsx", name, tuple(made), hidden)


def map_sheet(*answers: Sequence[CellValue], about: Mapping[str, CellValue] | None = None) -> Sheet:
    """Return the hidden map of a form, with these answers."""
    said = {"call": "2021", "version": 1.0, "layout": float(LAYOUT), "language": "nn", **(about or {})}
    lines: list[Sequence[CellValue]] = [MARK, *((name, said[name]) for name in ABOUT), COLUMNS, *answers]
    rows = tuple(Row(number, tuple(line)) for number, line in enumerate(lines, start=1))
    return Sheet("søknad.xlsx", "skjonn", rows, hidden=True)


def read(cells: Mapping[str, CellValue], *answers: Sequence[CellValue]) -> FilledForm:
    """Read a form back whose page holds `cells`."""
    filled = read_form([sheet("Skjema", cells), map_sheet(*answers)])
    assert filled is not None
    return filled


def said(filled: FilledForm) -> dict[str, list[CellValue]]:
    """Return what the cells of each field say, those that say nothing left out."""
    return {name: [part.value for part in parts if part.value is not None] for name, parts in filled.parts.items()}


def lines_of(filled: FilledForm) -> list[Reading]:
    """Return what each line of the cost plan is read as."""
    terms = Terms(example(), Nobody())
    return [read_value(CATALOGUE["costs"], value, terms) for value in said(filled)["costs"]]


def test_what_an_applicant_can_answer_is_asked_and_nothing_else() -> None:
    """Every field of an application but the office's own is on the form; nothing internal is."""
    asked = {question.field.name for question in questions(example())}

    assert asked == {field.name for field in APPLICATION} - NOT_ASKED
    assert all(CATALOGUE[name].visibility is not Visibility.INTERNAL for name in asked)


def test_what_the_call_requires_is_required_in_the_form() -> None:
    """The fields every application must have, and those the call's rules name."""
    needed = {question.field.name for question in questions(with_rules(required_fields=("gains", "partners"))) if question.required}  # fmt: skip

    assert needed == {"title", "lead", "applied_nok", "gains", "partners"}


def test_a_call_without_areas_asks_for_none() -> None:
    """There is nothing to choose from, so nothing is asked; a call with two has two cells."""
    few = replace(example(), areas=example().areas[:2])

    assert "areas" not in {question.field.name for question in questions(replace(example(), areas=()))}
    assert [question.cells for question in questions(few) if question.field.name == "areas"] == [2]


def test_the_years_are_those_from_the_calls_own_on() -> None:
    """The amount by year begins with the budget year."""
    labels = next(question.labels for question in questions(example()) if question.field.name == "applied_by_year")

    assert labels[0] == "2021"
    assert list(labels) == sorted(labels)


def test_labels_tell_the_cells_apart() -> None:
    """No two cells of the form have the same label, in either language form: cells are named by them."""
    for language in ("nb", "nn"):
        labels = [question.heading_of(number, language) for question in questions(example()) for number in range(1, (1 if question.has_lines else question.cells) + 1)]  # fmt: skip

        assert len(labels) == len(set(labels))


def test_the_help_tells_what_the_rules_demand() -> None:
    """Limits of the call stand where they are met."""
    call = with_rules(
        least_applied_nok=150_000, greatest_applied_nok=2_000_000, least_own_funding_percent=50,
        period_from=date(2021, 1, 1), period_to=date(2023, 12, 31),
    )  # fmt: skip
    told = {question.field.name: help_text(question, form(call)).replace("\u00a0", " ") for question in questions(call)}

    assert "150 000" in told["applied_nok"]
    assert "2 000 000" in told["applied_nok"]
    assert "50" in told["own_funding_nok"]
    assert "1. januar 2021" in told["starts_on"]
    assert "31. desember 2023" in told["ends_on"]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_choice_that_is_offered_is_understood(language: Any) -> None:
    """What a drop-down offers is read as a value without a doubt; areas stand in the form's language."""
    made = replace(form(example()), language=language)
    terms = Terms(example(), Nobody())
    for question in questions(example()):
        if question.field.kind not in (Kind.MUNICIPALITY, Kind.PARTNERS):
            for text in options(question, made):
                found = read_value(question.field, text, terms)
                assert found.value not in (None, ())
                assert not found.problems


def test_what_is_chosen_from_a_closed_list_has_one() -> None:
    """Municipalities, areas, choices and yes/no are picked; partners that are no municipality are written."""
    picked = {Kind.MUNICIPALITY, Kind.AREAS, Kind.CHOICE, Kind.YES_NO}
    without = [one for one in questions(example()) if one.field.kind in picked and not options(one, form(example()))]

    assert without == []
    assert [bool(options(one, form(example()))) for one in questions(example()) if one.field.name == "partners"] == [True, False]  # fmt: skip


def test_sections_have_headings() -> None:
    """Each part of the form has a name of its own."""
    titles = [section.title for section in sections(example())]

    assert len(set(titles)) == len(titles)
    assert all(section.questions for section in sections(example()))


def test_a_workbook_without_our_map_is_no_form() -> None:
    """Neither one without the sheet, nor one that happens to have a sheet of that name."""
    assert read_form([]) is None
    assert read_form([sheet("Ark1", {"A1": "Tittel"})]) is None
    assert read_form([sheet("skjonn", {"A1": "skjonn", "B1": "noko anna"})]) is None


def test_answers_are_found_by_the_map() -> None:
    """Values come with the address a fault is told at; what is not there is no answer."""
    filled = read(
        {"B3": "Digital byggesak", "B9": 500_000.0, "C4": date(2021, 6, 1)},
        MAP_TITLE, ("applied_nok", "Skjema", "B9"), ("starts_on", "Skjema", "C4"), ("summary", "Skjema", "Z99"),
    )  # fmt: skip

    assert said(filled) == {"title": ["Digital byggesak"], "applied_nok": [500_000.0], "starts_on": [date(2021, 6, 1)], "summary": []}  # fmt: skip
    assert filled.places["applied_nok"] == "B9"
    assert (filled.call, filled.version, filled.layout, form_language(filled)) == ("2021", 1, LAYOUT, "nn")
    assert filled.sheet.name == "Skjema"


def test_each_cell_of_an_answer_is_a_part_of_its_own() -> None:
    """It has its own place; what is wrong with the whole field is told at the first cell that says something."""
    answers = [("partners", "Skjema", f"B{row}") for row in (3, 4, 5)] + [("areas", "Skjema", f"C{row}") for row in (3, 4)]  # fmt: skip
    filled = read({"B4": "1108 Sandnes", "B5": "NORCE, Kartverket", "C3": "Klima og miljø", "C4": "Barn og unge"}, *answers)  # fmt: skip

    assert said(filled) == {"partners": ["1108 Sandnes", "NORCE, Kartverket"], "areas": ["Klima og miljø", "Barn og unge"]}  # fmt: skip
    assert [part.place for part in filled.parts["partners"]] == ["B3", "B4", "B5"]
    assert filled.places == {"partners": "B4", "areas": "C3"}


def test_amount_lines_are_label_and_amount() -> None:
    """Signs that would divide a line are taken out of its label; a line without its amount, or its label, is kept to be told."""
    filled = read({"A5": "Reise; møte\nog mat", "B5": 50_000.0, "A6": "Løn", "B7": "200 000 kr"}, *MAP_COSTS)

    assert said(filled)["costs"] == ["Reise, møte og mat: 50000", "Løn: ", ": 200 000 kr"]


def test_a_label_that_is_a_number_is_no_amount() -> None:
    """A line without its amount is told, whatever its label looks like."""
    found = lines_of(read({"A5": 2021.0, "A6": "Løn: 5"}, *MAP_COSTS))

    assert [(one.value, len(one.problems)) for one in found] == [((), 1), ((), 1)]


def test_a_year_without_an_amount_says_nothing() -> None:
    """The years are printed by us."""
    answers = [("applied_by_year", "Skjema", f"B{row}", f"A{row}") for row in (5, 6)]

    assert said(read({"A5": "2021", "A6": "2022"}, *answers)) == {"applied_by_year": []}
    assert said(read({"A5": 2021.0, "B5": 3.0, "A6": "2022"}, *answers)) == {"applied_by_year": ["2021: 3"]}


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.one_of(st.integers(0, GREATEST_NOK), st.text(max_size=12), st.floats())),
        min_size=1,
        max_size=3,
    )
)
def test_no_amount_is_read_as_another(lines: list[tuple[str, CellValue]]) -> None:
    """Whatever stands in a cost plan's cells: each whole amount comes through, everything else is an error."""
    cells: dict[str, CellValue] = {}
    for row, (label, amount) in enumerate(lines, start=5):
        cells |= {f"A{row}": label, f"B{row}": amount}
    filled = read(cells, *MAP_COSTS)
    parts = dict(zip((part.cell for part in filled.parts["costs"]), filled.parts["costs"], strict=True))
    for row, (_label, amount) in enumerate(lines, start=5):
        value = parts[f"B{row}"].value
        found = read_value(CATALOGUE["costs"], value, Terms(example(), Nobody())) if value is not None else None
        if isinstance(amount, int):
            assert found is not None
            assert [problem for problem in found.problems if problem.severity == "error"] == []
            assert [line.amount_nok for line in found.value] == [amount]
        elif found is not None:
            errors = [problem for problem in found.problems if problem.severity == "error"]
            assert len(found.value or ()) <= 1
            assert bool(found.value) != bool(errors)


def test_a_plain_cost_plan_comes_through() -> None:
    """Label and amount are read as they were written."""
    found = lines_of(read({"A5": "Løn: leiar", "B5": 200_000.0, "A6": "Reise", "B6": 50_000.0}, *MAP_COSTS))

    assert [one.value for one in found] == [(AmountLine("Løn: leiar", 200_000),), (AmountLine("Reise", 50_000),)]


def test_a_cell_that_shows_an_error_is_kept_as_such() -> None:
    """The fault is the part's value and is told at its own cell, also that of the text of a line."""
    filled = read({"B3": Fault("#REF!"), "A5": "Løn", "B5": 3.0, "A6": Fault("#N/A"), "B6": 4.0}, MAP_TITLE, *MAP_COSTS)

    assert said(filled) == {"title": [Fault("#REF!")], "costs": ["Løn: 3", Fault("#N/A")]}
    assert [part.place for part in filled.parts["costs"]] == ["B5", "A6", "B7"]


def test_a_text_where_a_number_belongs_is_kept_to_be_told() -> None:
    """What was typed reaches the reader of values, which says what is wrong with it."""
    filled = read({"B9": "om lag ein halv million"}, ("applied_nok", "Skjema", "B9"))

    (value,) = said(filled)["applied_nok"]
    assert value == "om lag ein halv million"
    assert read_value(CATALOGUE["applied_nok"], value, Terms(example(), Nobody())).problems


def test_a_renamed_page_is_found() -> None:
    """The only sheet that can be seen is the page; with two, nobody knows."""
    page, other = sheet("Vår søknad", {"B3": "Tittel"}), sheet("Notat", {"B3": "Anna"})
    mapped = map_sheet(MAP_TITLE)
    filled = read_form([page, mapped])

    assert filled is not None
    assert said(filled)["title"] == ["Tittel"]
    with pytest.raises(FormDamaged):
        read_form([page, other, mapped])


def test_rows_put_in_above_an_answer_do_not_lead_astray() -> None:
    """The formula beside the address followed the cell, and counts."""
    filled = read({"B3": "noko anna", "B4": "Tittel"}, (*MAP_TITLE, None, "B4"))

    assert said(filled)["title"] == ["Tittel"]
    assert filled.places["title"] == "B4"


@pytest.mark.parametrize("never_calculated", [None, Fault(""), 0.0])
def test_a_map_no_program_has_calculated_holds_as_written(never_calculated: CellValue) -> None:
    """Some programs save formulas without their results."""
    assert said(read({"B3": "Tittel"}, (*MAP_TITLE, None, never_calculated))) == {"title": ["Tittel"]}


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [("title", "Skjema", "B3", None, Fault("#REF!"))],
        [("title", "Skjema", "B3", None, "B4"), ("summary", "Skjema", "B5", None, None)],
        [("title", "Skjema", "tre")],
        [("title", "Skjema", "B0")],
        [("title", "Skjema", None)],
        [("title", None, "B3")],
        [("titel", "Skjema", "B3")],
        [("title", "Skjema", "B3"), ("title", "Skjema", "B4")],
        [("title", "Skjema", "B3"), ("summary", "Anna", "B4")],
        [("title", Fault("#REF!"), "B3")],
    ],
)
def test_a_map_that_cannot_be_is_refused(answers: list[Sequence[CellValue]]) -> None:
    """Nothing is read by a damaged map, not even in part."""
    with pytest.raises(FormDamaged) as refused:
        read_form([sheet("Skjema", {"B3": "Tittel", "B4": "x"}), sheet("Anna", {"B4": "x"}), map_sheet(*answers)])

    assert "søknad.xlsx" in refused.value.message()
    assert refused.value.help()


@pytest.mark.parametrize(
    "about",
    [{"call": None}, {"version": None}, {"version": "ein"}, {"version": 1.5}, {"layout": Fault("#N/A")}, {"layout": "9" * 40},
     {"language": "en"}],
)  # fmt: skip
def test_a_form_that_does_not_say_what_it_is_is_refused(about: dict[str, CellValue]) -> None:
    """Call, version, layout and language must all be there."""
    with pytest.raises(FormDamaged):
        read_form([sheet("Skjema", {"B3": "Tittel"}), map_sheet(MAP_TITLE, about=about)])


def test_a_form_of_another_layout_is_refused_by_both_numbers() -> None:
    """Its cells may mean other things."""
    with pytest.raises(FormOutdated) as refused:
        read_form([sheet("Skjema", {"B3": "Tittel"}), map_sheet(MAP_TITLE, about={"layout": 77.0})])

    assert refused.value.data == {"file": "søknad.xlsx", "layout": 77, "known": LAYOUT}


def test_a_form_of_another_call_or_version_is_refused_by_name() -> None:
    """Both the form's own and the one wanted are named."""
    filled = read({"B3": "Tittel"}, MAP_TITLE)
    require_form(filled, "2021", 1)

    with pytest.raises(FormOfOtherCall) as other_call:
        require_form(filled, "2022-F", 1)
    with pytest.raises(FormOfOtherVersion) as other_version:
        require_form(filled, "2021", 2)
    assert all(word in other_call.value.message() for word in ("søknad.xlsx", "2021", "2022-F"))
    assert all(word in other_version.value.message() for word in ("søknad.xlsx", "2021", "1", "2"))


CELLS = st.one_of(
    st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.builds(Fault, st.sampled_from(["", "#REF!"])),
    st.sampled_from(["title", "costs", "Skjema", "B3", "A1", *ABOUT, *COLUMNS]),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.dictionaries(st.sampled_from(ABOUT), CELLS))
def test_a_map_raises_nothing_but_its_own_errors(lines: list[list[CellValue]], about: dict[str, CellValue]) -> None:
    """Whatever stands in the hidden sheet, reading it ends in a form or in a sentence."""
    sheets = [sheet("Skjema", {"B3": "Tittel"}), map_sheet(*lines, about=about)]
    filled = None
    with suppress(FindingsError):
        filled = read_form(sheets)

    assert filled is None or all(
        filled.places[name] in {part.place for part in parts} for name, parts in filled.parts.items()
    )
