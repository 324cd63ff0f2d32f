"""Rows that are no application are told from those that are."""

from __future__ import annotations

from datetime import date

import pytest

from skjonn.domain.rows_beside import is_figure, is_sum_label, numbers_columns, repeats_headings
from skjonn.domain.sheets import CellValue, Fault


@pytest.mark.parametrize(
    ("text", "is_label"),
    [
        ("Sum", True), ("SUM:", True), (" totalt : ", True), ("I alt", True), ("Til saman kr", True), ("Sum totalt", True), ("Totalt søkt beløp", True),
        ("Sum alle kommunar", True), ("Total 2021", True), ("Sum Lund", True), ("Delsum Lund:", True), ("Samla", True),
        ("Samla skuleplan", False), ("Total beredskap", False), ("Samla plan", False), ("Summer", False), ("Totalforsvar", False), ("Samla Lund skule", False),
        ("Sum Lund og Time", False), ("", False), ("Digital hage", False), ("Sum " + "kr " * 40, False),
    ],
)  # fmt: skip
def test_labels_of_sums(text: str, is_label: bool) -> None:
    """A label is the whole text of its cell: a word for sums, few words more, or a municipality's name."""
    assert is_sum_label(text, lambda name: name == "Lund") is is_label


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        (5, True), (5.5, True), (Fault("#REF!"), True), (Fault(), True), ("150 000", True), ("kr 150\u00a0000,-", True), ("1,1 mill. kroner", True),
        ("12 %", True), ("23 stk.", True), ("5 søknader", True), ("–", True), ("#REF!", True), ("Err:502", True),
        (True, False), (date(2021, 2, 1), False), ("1.2.2021", False), ("2021-02-01", False), ("til samråd", False), ("3 kommunar frå Ryfylke", False), (None, False),
    ],
)  # fmt: skip
def test_figures(cell: CellValue, is_one: bool) -> None:
    """Amounts, counts and formulas of them are figures; days and words are none."""
    assert is_figure(cell) is is_one


def test_headings_once_more() -> None:
    """Every cell says what its heading says, whatever its case and spacing; one cell alone is not enough."""
    headings = {0: "tittel", 2: "søkt beløp", 3: "2021"}

    assert repeats_headings(("Tittel", None, "SØKT\nbeløp", 2021.0), (0, 2, 3), headings)
    assert repeats_headings(("Tittel", None, "Søkt beløp"), (0, 2), headings)
    assert not repeats_headings(("Tittel", None, None), (0,), headings)
    assert not repeats_headings(("Tittel", "x", "Søkt beløp"), (0, 1, 2), headings)


@pytest.mark.parametrize(
    ("values", "counts"),
    [((1, 2, 3), True), (("1", "(2)", "3."), True), ((None, 1.0, 2.0, 3.0), True), ((1, 2), False), ((1, 3, 2), False), ((0, 1, 2), False), (("Tittel", 2, 3), False)],
)  # fmt: skip
def test_numbers_of_columns(values: tuple[CellValue, ...], counts: bool) -> None:
    """One, two, three and on, from the first filled cell."""
    assert numbers_columns(values, [at for at, value in enumerate(values) if value is not None]) is counts
