"""The whole county in one table: who got nothing, since when, across mergers; and what is loaded about municipalities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.domain.sheets import Row, Sheet
from skjonn.domain.tables import Home
from skjonn.errors import FindingsError
from skjonn.registries.municipalities import shipped
from skjonn.registries.municipality_figures import Figures, in_year, read_figures
from skjonn.usecases import municipality_figures as usecase
from skjonn.usecases.municipality_figures import FiguresFaulty
from skjonn.usecases.tables import Wanted, build
from tests.domain.test_tables import CASE
from tests.usecases.rounds import award, open_round, refuse

COUNTY = (Home("1101", "Eigersund", 2021), Home("1103", "Stavanger", 2018), Home("1119", "Hå"))


def rows(*cases: CaseView, county: tuple[Home, ...] = COUNTY, within: dict[str, str] | None = None) -> dict[str, tables.Row]:  # fmt: skip
    """Return the table's rows by municipality."""
    return {str(row["municipality"]): row for row in tables.whole_county(cases, county, 2021, within or {}).rows}


def test_everybody_has_a_row() -> None:
    """Also who got nothing; a refusal is counted, an award given up or a case moved on is none; a whole-county award covers all and is counted once."""
    county = replace(CASE, case="2021-002", municipality="Stavanger", municipality_number="1103", payee="Stavanger", payee_number="1103", scope=Scope.COUNTY)  # fmt: skip
    refused = replace(CASE, case="2021-003", awarded_nok=0, status="refused")
    declined, moved = (replace(refused, case=f"2021-00{number}", status=status, municipality="Hå", municipality_number="1119") for number, status in ((4, "declined"), (5, "next_round")))  # fmt: skip
    found = rows(CASE, county, refused, declined, moved)

    assert list(found) == ["Eigersund", "Hå", "Stavanger"]
    assert [(row["applications"], row["refused"], row["awards"], row["covered"]) for row in found.values()] == [(2, 1, 1, 1), (2, 0, 0, 1), (1, 0, 1, 1)]  # fmt: skip
    assert [row["years_since_award"] for row in found.values()] == [0, None, 3]


def test_one_that_was_merged_counts_where_it_is_now() -> None:
    """An award to an ended number is its successor's."""
    old = replace(CASE, municipality="Forsand", municipality_number="1129", payee="Forsand", payee_number="1129")
    found = rows(old, within={"1129": "1103"})

    assert "Forsand" not in found
    assert found["Stavanger"]["awards"] == 1


def test_what_is_not_loaded_is_left_out() -> None:
    """No column where nothing is known; an unknown figure is empty, never 0; kroner per inhabitant are rounded to the nearest."""
    bare = tables.whole_county([CASE], COUNTY, 2021, {})
    assert "population" not in [column.name for column in bare.columns]
    known = (replace(COUNTY[0], population=200_000, size_group="G3"), *COUNTY[1:])
    found = tables.whole_county([CASE], known, 2021, {})

    assert [column.name for column in found.columns][-3:] == ["population", "per_inhabitant_nok", "size_group"]
    assert [(row.get("population"), row.get("per_inhabitant_nok")) for row in found.rows] == [(200_000, 2), (None, None), (None, None)]  # fmt: skip


def sheet(text: str) -> Sheet:
    """Return a sheet of texts, as a file of text is read; a line without any is no row."""
    lines = [Row(number, tuple(line.split(";"))) for number, line in enumerate(text.split("\n"), 1) if line]
    return Sheet("f.csv", "", tuple(lines))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kommunenummer;år;innbyggarar\n1103;2021;144 699\n", ""),
        ("Number;Year;Region\n301;2021;Oslo\n", ""),
        ("Folketal i kommunane\n\nNummer;Notat;År;Folketal\n1103;;2021;144699\n;;;\n", ""),
        ("number;year\n1103;2021\n", "figures-columns A1"),
        ("number;year;population\n9999;2021;5\n", "figures-number A2"),
        ("number;year;population\n1103;21;5\n", "figures-year B2"),
        ("number;year;population\n1103;2021;mange\n1103;2021;-5\n", "figures-population C2 figures-population C3"),
        ("number;year;population\n1103;2021;0\n", "figures-population C2"),
        ("number;year;population\n1103;2021;14.5\n", "figures-population C2"),
        ("number;year;population\n1103;2021;99999999999\n", "figures-population C2"),
        ("number;year;population\n1103;2021;5\n1103;2021;6\n", "figures-twice A3"),
        ("number;year;population\n1129;2021;5\n", "figures-number A2"),
        ("number;year;population\n①①③③;２０２１;5\n", "figures-year B2 figures-number A2"),
        (";" * 30 + "number;year;population\n" + ";" * 30 + "1103;21;5\n", "figures-year AF2"),
    ],
)
def test_a_sheet_of_figures(text: str, found: str) -> None:
    """Every fault is named by its cell; a sheet without any is taken whole, whatever stands above and beside."""
    figures, problems = read_figures([sheet(text)], shipped())

    assert " ".join(f"{one.code} {one.place.cell}" for one in problems) == found
    assert bool(figures) is (found == "")
    assert all(one.message("nn") for one in problems)


def test_a_workbook_as_people_keep_it(office: str, desk: Desk, tmp_path: Path) -> None:
    """Numbers as numbers, a title above, other sheets before; a cell that shows an error is named, and nothing is taken in."""
    book = openpyxl.Workbook()
    book.active.append(["Om tala"])  # type: ignore[union-attr]
    page = book.create_sheet("Tal")
    for line in (["Folketal"], [], ["Kommunenummer", "År", "Folketal", "Storleiksgruppe"], [1103, 2021, 144699, "G6"], ["1119", 2021.0, None, "G4"]):  # fmt: skip
        page.append(line)
    path = tmp_path / "folketal.xlsx"
    book.save(path)
    assert usecase.take_in(office, replace(desk, dry_run=True), path).added == 2

    page["C5"] = "#REF!"
    page["C5"].data_type = "e"
    book.save(path)
    with pytest.raises(FiguresFaulty) as refused:
        usecase.take_in(office, desk, path)
    assert [str(one.place) for one in refused.value.problems if isinstance(one, Problem)] == ["folketal.xlsx, Tal!C5"]


def test_bytes_that_are_no_workbook(office: str, desk: Desk, tmp_path: Path) -> None:
    """A damaged file is refused in a sentence, as every file people send."""
    path = tmp_path / "f.xlsx"
    path.write_bytes(b"PK\x03\x04\xff")
    with pytest.raises(FindingsError):
        usecase.take_in(office, desk, path)


def test_the_latest_figures_not_later_than_the_year() -> None:
    """Figures of later years are not those of the year."""
    every = [Figures("1103", 2019, 1), Figures("1103", 2021, 2), Figures("1103", 2022, 3)]

    assert [in_year(every, "1103", year) for year in (2018, 2020, 2021)] == [None, every[0], every[1]]


def test_taken_in_once_and_shown(office: str, desk: Desk, tmp_path: Path) -> None:
    """The same file again changes nothing, a faulty one takes in nothing, and the table has what is known."""
    open_round(office, desk)
    award(office, desk, 1, 400_000)
    refuse(office, desk, 2)
    path = tmp_path / "folketal.csv"
    path.write_text("nummer;år;folketal;region\n1103;2021;144 699;Jæren\n1119;2020;19 000;Jæren\n", encoding="utf-8")

    dry = usecase.take_in(office, replace(desk, dry_run=True), path)
    first = usecase.take_in(office, desk, path)
    again = usecase.take_in(office, desk, path)
    assert [(one.added, one.unchanged) for one in (dry, first, again)] == [(2, 0), (2, 0), (0, 2)]
    path.write_text("nummer;år;folketal\n1103;2021;145 000\n1119;2021;x\n", encoding="utf-8")
    with pytest.raises(FiguresFaulty):
        usecase.take_in(office, desk, path)

    built = build(office, desk, Wanted("municipalities", "2021", every=True, as_of=date(2021, 12, 31)))
    shown = {str(row["municipality"]): row for row in built.table.rows}
    assert len(shown) == 23
    assert (shown["Stavanger"]["population"], shown["Hå"]["population"], shown["Time"]["population"]) == (
        144_699,
        19_000,
        None,
    )
    assert shown["Hå"]["region"] == "Jæren"

    later = replace(desk, today=date(2022, 3, 1))
    path.write_text("nummer;år;folketal\n1103;2021;145 000\n", encoding="utf-8")
    usecase.take_in(office, later, path)
    people = [
        {str(row["municipality"]): row["population"] for row in build(office, later, Wanted("municipalities", "2021", every=True, as_of=day)).table.rows}["Stavanger"]
        for day in (date(2021, 12, 31), None)
    ]  # fmt: skip
    assert people == [144_699, 145_000], "what was known that day"
