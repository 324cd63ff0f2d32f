"""Problems on the terminal: worded, in order, equal ones together, and none lost."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from skjonn.cli.grouping import grouped
from skjonn.domain.problems import Place, Problem, Severity, problem


def at(cell: str, text: str = "", severity: Severity = "error", file: str = "a.xlsx", code: str = "x") -> Problem:  # fmt: skip
    """Return a fault of a cell."""
    return replace(problem(severity, code, "Wrong {text}.", "Mend it.", text=text), place=Place(file, "Ark1", cell))


def test_the_same_fault_is_told_once() -> None:
    """With all its cells, three and more below one another as a range, and how many they are."""
    lines = grouped([at(f"C{row}", "x") for row in (12, 4, 5, 6, 9, 7)])

    assert lines == ["a.xlsx, Ark1!C4:C7, C9, C12 (6 places): Wrong x. Mend it. [x]"]


def test_one_fault_is_told_as_ever() -> None:
    """Place, what was found, how to mend it, code; a warning says that it is one."""
    assert grouped([at("C7", "x"), at("B2", "y", "warning")]) == [
        "a.xlsx, Ark1!C7: Wrong x. Mend it. [x]",
        "Warning: a.xlsx, Ark1!B2: Wrong y. Mend it. [x]",
    ]
    assert grouped([at("C7", "x")], mark_errors=True) == ["Error: a.xlsx, Ark1!C7: Wrong x. Mend it. [x]"]
    assert grouped([replace(at(""), place=Place())]) == ["Wrong . Mend it. [x]"]


def test_many_of_a_kind_are_told_by_their_cells() -> None:
    """Of a kind with many different words the first four are worded, the rest named with their number."""
    lines = grouped([at(f"C{row}", str(row)) for row in range(2, 62)])

    assert lines[:4] == [f"a.xlsx, Ark1!C{row}: Wrong {row}. Mend it. [x]" for row in range(2, 6)]
    assert lines[4:] == ["… and 56 more of this kind: C6:C61 [x]"]


def test_errors_stand_before_warnings_in_the_order_of_the_sheet() -> None:
    """Whatever order they were found in; kinds by their first cell."""
    lines = grouped([at("B9", code="late"), at("A1", severity="warning"), at("B10"), at("C2")])

    places = [line.split(": ")[0] for line in lines]
    assert places == ["a.xlsx, Ark1!B10, C2 (2 places)", "a.xlsx, Ark1!B9", "Warning"]


def test_one_fault_of_many_files_is_one_fault() -> None:
    """In few files each has its own lines; in many the same fault is told once with all of them."""
    few = grouped([at("B7", file=f"{n}.xlsx") for n in range(3)])
    many = grouped([at("B7", file=f"{n}.xlsx") for n in range(20)])

    assert len(few) == 3
    assert len(many) == 1
    assert "(20 places)" in many[0].replace("\n    ", " ")
    assert all(f"{n}.xlsx, Ark1!B7" in many[0].replace("\n    ", " ") for n in range(20))


def test_no_line_goes_on_for_ever() -> None:
    """Of thousands of cells as many are named as a person can use; the number is right all the same."""
    text = "\n".join(grouped([at(f"C{row}") for row in range(2, 9000, 2)]))

    assert "(4499 places)" in text
    assert len(text) < 1000


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from("ab"), st.sampled_from(["error", "warning"])), max_size=40))  # fmt: skip
def test_no_place_is_lost(cells: list[tuple[int, str, Severity]]) -> None:
    """Every faulty cell is within what is told, in lines that fit 80 signs."""
    text = "\n".join(grouped([at(f"C{row}", words, severity) for row, words, severity in cells]))

    told: set[int] = set()
    for first, last in re.findall(r"\bC([0-9]+)(?::C([0-9]+))?", text):
        told |= set(range(int(first), int(last or first) + 1))
    assert told == {row for row, _words, _severity in cells}
    assert all(len(line) <= 76 for line in text.splitlines())
