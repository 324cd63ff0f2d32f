"""A table taken apart by municipality: own rows and own faults, and not a word of anybody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.annotations import annotate
from skjonn.domain.problem_reach import OF_THE_OFFICE
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.said import Heading
from skjonn.domain.sheets import Row, Sheet
from skjonn.domain.splitting import OFFICE, Part, parted

HEAD = (Row(1, ("Søknader 2021",)), Row(3, ("Prosjekttittel", "Kommune", "Søkt beløp")))
BODY = (
    Row(4, ("Alfa", "Lund", 100)),
    Row(5, ("Beta", "Sola", 200)),
    Row(7, ("Gamma", "Lund", 300)),
    Row(8, ("Delta", "Sollla", 400)),
    Row(10, ("Sum", None, 1000)),
)
SHEET = Sheet("a.xlsx", "Ark1", (*HEAD, *BODY))
WHOSE = {("Ark1", 4): "1112", ("Ark1", 5): "1124", ("Ark1", 7): "1112", ("Ark1", 8): ""}


def at(
    cell: str, code: str = "value-missing", sentence: str = "Wrong.", sheet: str = "Ark1", **data: object
) -> Problem:
    """Return a fault of a cell."""
    return replace(problem("error", code, sentence, "Mend {text}." if "text" in data else "", **data), place=Place("a.xlsx", sheet, cell))  # fmt: skip


def shares(*problems: Problem) -> dict[str, Part]:
    """Take the table apart."""
    return {part.number: part for part in parted([SHEET], problems, WHOSE)}


def test_own_rows_below_the_head() -> None:
    """A municipality gets what stands above the table and its own rows, moved together, and where each stood."""
    part = shares(at("A7"), at("C4"))["1112"]

    assert part.sheets[0].rows == (*HEAD, Row(4, ("Alfa", "Lund", 100)), Row(5, ("Gamma", "Lund", 300)))
    assert [one.place.cell for one in part.problems] == ["A5", "C4"]
    assert part.origin["Ark1", 5] == 7


def test_only_those_with_a_fault_get_one() -> None:
    """No fault in its rows, no share; the shares come by number, the office's last."""
    found = parted([SHEET], [at("A5"), at("B8"), at("A4")], WHOSE)

    assert [part.number for part in found] == ["1112", "1124", OFFICE]
    assert [part.number for part in parted([SHEET], [at("A5")], WHOSE)] == ["1124"]
    assert parted([SHEET], [], WHOSE) == []


def test_the_office_gets_the_rest() -> None:
    """Rows of nobody known, sums, faults of headings, sheets and the file, and what only the office can mend."""
    hidden = Sheet("a.xlsx", "Gøymt", (Row(1, ("x",)),), hidden=True)
    whole = [at(""), at("B3"), at("", sheet="Gøymt"), at("B4", next(iter(OF_THE_OFFICE))), at("C10")]

    (part,) = parted([SHEET, hidden], whole, WHOSE)

    assert part.number == OFFICE
    assert [row.values[0] for row in part.sheets[0].rows] == ["Søknader 2021", "Prosjekttittel", "Alfa", "Delta", "Sum"]
    assert [one.place.cell for one in part.problems] == ["", "B3", "", "B4", "C6"]


def test_a_row_of_the_table_is_never_head() -> None:
    """Where the first rows' owner is unknown they are the office's; where no heading is sure there is no head at all."""
    headless = Sheet("a.xlsx", "Ark1", BODY)
    unknown_first = {key: number for key, number in WHOSE.items() if key[1] > 4}

    (part,) = parted([headless], [at("A5")], WHOSE)
    (other,) = parted([SHEET], [at("A5")], unknown_first)

    assert part.sheets[0].rows == (Row(1, ("Beta", "Sola", 200)),)
    assert [row.values[0] for row in other.sheets[0].rows] == ["Søknader 2021", "Prosjekttittel", "Beta"]


def test_sheets_without_own_rows_are_left_out() -> None:
    """The name of a sheet that holds another's rows alone is not told."""
    other = Sheet("a.xlsx", "Sola", (*HEAD, Row(4, ("Epsilon", "Sola", 1))))

    (part,) = parted([SHEET, other], [at("A4")], {**WHOSE, ("Sola", 4): "1124"})

    assert [sheet.name for sheet in part.sheets] == ["Ark1"]


@pytest.mark.parametrize(
    "found",
    [
        at("A4", "row-twice", "The same application stands at {first}.", first="a.xlsx, Ark1!A5"),
        at("A4", "row-fits-several", "The row fits {cases}.", cases=["2021-007"]),
        at("A4", "amount-merged", "Merged with {first}.", first="C5"),
        at("A4", "some-new-code", "As “{title}” of {others}.", title="Beta", others=["Sola"]),
        at("A4", "some-new-code", "As row {row}.", row=5),
        at("A4", "some-new-code", "As {place}.", place=Place("a.xlsx", "Ark1", "A5")),
        at("A4", "some-new-code", "As {one}.", one={"title": "Beta"}),
    ],
    ids=lambda found: str(found.data),
)
def test_nothing_of_another_row_is_told(found: Problem) -> None:
    """What a fault tells of other rows is not in its words or data, in any language; nor what is typed in the office."""
    (told,) = shares(found)["1112"].problems

    assert told.data == {}
    assert (told.code, told.severity) == (found.code, found.severity)
    for language in ("nb", "nn", "en"):
        words = told.message(language) + told.help(language)
        assert words
        assert not any(text in words for text in ("Beta", "Sola", "A5", "C5", "2021-007", "row 5", "--"))


def test_words_of_the_own_row_are_kept() -> None:
    """A value misread is told as it stands, with the register's advice; so is a new code that quotes its own row alone."""
    known = at("B4", "municipality-unknown", "“{text}” is none. Near: {others}.", text="Lund", others=["Lund (1112)"])
    new = at("A4", "some-new-code", "“{text}” in {field}.", text="Alfa", field=Heading("title"))
    typed = replace(at("A4"), advice="Point to it with --map.")

    told = shares(known, new, typed)["1112"].problems

    assert [one.message("en") for one in told] == ["“Lund” is none. Near: Lund (1112).", "“Alfa” in Project title.", "Wrong."]  # fmt: skip
    assert told[2].help("en") == ""


ROWS = st.lists(st.tuples(st.sampled_from(["1103", "1112", "1124", ""]), st.booleans()), min_size=1, max_size=12)


@given(ROWS, st.data())
def test_each_row_and_fault_goes_to_its_own(rows: list[tuple[str, bool]], data: st.DataObject) -> None:
    """Each fault is in one share; no share has a text of a row that is not its own, in rows, list or notes."""
    numbered = list(enumerate(rows, start=4))
    sheet = Sheet("a.xlsx", "Ark1", (*HEAD, *(Row(row, (f"Tittel-{row}-", f"Eigar-{number}-", row)) for row, (number, _bad) in numbered)))  # fmt: skip
    codes = st.sampled_from(["row-twice", "value-missing", "brand-new", "date-ambiguous"])
    faults = [at(f"A{row}", data.draw(codes), "See {text}.", text=f"Tittel-{row}-") for row, (_number, bad) in numbered if bad]  # fmt: skip
    others = [at(f"A{row}", "brand-new", "See {text}.", text=f"Tittel-{other}-") for row, _one in numbered[:2] for other, _two in numbered[-2:]]  # fmt: skip

    parts = parted([sheet], [*faults, *others], {("Ark1", row): number for row, (number, _bad) in numbered})

    assert sum(len(part.problems) for part in parts) == len(faults) + len(others)
    for part in parts:
        copy = annotate(part.sheets, part.problems, "nn", origin=part.origin)
        foreign = [f"Tittel-{row}-" for row, (number, _bad) in numbered if number != part.number]
        if part.number != OFFICE:
            assert not any(text in str(copy) for text in foreign)
            assert all(f"Tittel-{row}-" in str(copy) for row, (number, _bad) in numbered if number == part.number)
