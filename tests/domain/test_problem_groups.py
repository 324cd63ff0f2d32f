"""The order of problems, equal ones together, and cells as ranges."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.problem_groups import cell_ranges, groups, in_order, position_of
from skjonn.domain.problems import Place, Problem, Severity, problem
from skjonn.domain.sheets import column_letters

CELLS = st.tuples(st.integers(0, 800), st.integers(1, 60)).map(lambda cell: f"{column_letters(cell[0])}{cell[1]}")


def at(cell: str, severity: Severity = "error", sheet: str = "Ark1", file: str = "a.xlsx", text: str = "Lundd") -> Problem:  # fmt: skip
    """Return a fault of a cell."""
    return replace(problem(severity, "x", "No municipality is called “{text}”.", text=text), place=Place(file, sheet, cell))  # fmt: skip


def expanded(ranges: list[str]) -> list[str]:
    """Return every cell of some ranges."""
    cells: list[str] = []
    for each in ranges:
        first, _colon, last = each.partition(":")
        (top, column), (bottom, _same) = (position_of(cell) or (0, 0) for cell in (first, last or first))
        cells += [f"{column_letters(column)}{row}" for row in range(top, bottom + 1)]
    return cells


def test_three_cells_below_one_another_are_a_range() -> None:
    """Two are named, three are a range; columns follow one another, and what is no address stands last."""
    cells = ["C12", "C4", "C5", "C6", "D4", "C8", "C9", "rules.least", "AA7"]

    assert cell_ranges(cells) == ["C4:C6", "C8", "C9", "C12", "D4", "AA7", "rules.least"]


@given(st.lists(CELLS, max_size=60))
def test_ranges_hold_each_cell_once(cells: list[str]) -> None:
    """Nothing is lost and nothing added, whatever the order and however often a cell is named."""
    assert sorted(expanded(cell_ranges(cells))) == sorted(set(cells))


@given(st.text(max_size=8))
def test_a_position_is_an_address_or_nothing(text: str) -> None:
    """What is taken for an address is written as one."""
    found = position_of(text)

    assert found is None or f"{column_letters(found[1])}{found[0]}" == text


def test_errors_first_then_files_sheets_rows() -> None:
    """Errors before warnings; sheets in the order given, else as met; rows as numbers; a whole sheet before its cells."""
    mixed = [
        at("B10"), at("B9"), at("A10"), at("", sheet="Ark2"), at("A1", sheet="Ark2"),
        at("B2", "warning"), at("A1", sheet="Ark0"), at("A1", file="b.xlsx"),
    ]  # fmt: skip

    told = [(one.severity, str(one.place)) for one in in_order(mixed, [("a.xlsx", "Ark0"), ("a.xlsx", "Ark1")])]

    assert told == [
        ("error", "a.xlsx, Ark0!A1"),
        ("error", "a.xlsx, Ark1!B9"),
        ("error", "a.xlsx, Ark1!A10"),
        ("error", "a.xlsx, Ark1!B10"),
        ("error", "a.xlsx, Ark2"),
        ("error", "a.xlsx, Ark2!A1"),
        ("error", "b.xlsx, Ark1!A1"),
        ("warning", "a.xlsx, Ark1!B2"),
    ]


def test_equal_faults_are_one_group() -> None:
    """The same code, severity and words are one group with all its cells; other words, or what is kept apart, another."""
    several = [at("B2"), at("B3", text="Sola"), at("C9"), at("B2"), at("B7", sheet="Ark2")]

    found = groups(several, "en", lambda place: place.sheet)

    assert [(group.message, group.cells, group.place.sheet) for group in found] == [
        ("No municipality is called “Lundd”.", ("B2", "C9"), "Ark1"),
        ("No municipality is called “Sola”.", ("B3",), "Ark1"),
        ("No municipality is called “Lundd”.", ("B7",), "Ark2"),
    ]
    assert sum(len(group.problems) for group in found) == len(several)
