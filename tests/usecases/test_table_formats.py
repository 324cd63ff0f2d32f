"""Every format of a table holds the same: each amount, count and sum read back equals the value it was made from."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.fields import Kind
from skjonn.domain.tables import AreaName, Home, Table
from skjonn.usecases.tables import Built, Format, rendered
from tests.domain.test_tables import CASE

NAMES = ("Eigersund", "Hå", "Time", "Stavanger")
AWKWARD = st.sampled_from(["Bru", "=1+1", "+47", "-x", "@SUM(A1)", "a|b", "**feit**", "<b>&amp;</b>", "«Ål» \"to\"", "# tittel", "[lenke](x)", "`kode`", "  to  rom", "1.100.000"])  # fmt: skip
cases = st.builds(
    CaseView,
    case=st.just(""), call=st.just("2021"), title=AWKWARD, municipality=st.sampled_from(NAMES), municipality_number=st.just(""),
    partners=st.lists(st.sampled_from(["Lund", "KS", "mfl."]), max_size=2).map(tuple), scope=st.sampled_from(Scope),
    payee=st.sampled_from(NAMES), payee_number=st.just(""), areas=st.sets(st.sampled_from(["digital", "young"])).map(lambda codes: tuple(sorted(codes))),
    applied_nok=st.integers(1, 10**9), awarded_nok=st.none() | st.integers(0, 10**9), status=st.just("received"),
).map(lambda one: replace(one, municipality_number=f"11{NAMES.index(one.municipality):02d}", payee_number=f"11{NAMES.index(one.payee):02d}"))  # fmt: skip
rounds = st.lists(cases, min_size=1, max_size=5).map(
    lambda some: [replace(one, case=f"2021-{number:03d}") for number, one in enumerate(some, 1)]
)
AREAS = [AreaName("digital", "Digital forvaltning"), AreaName("young", "Barn og unge")]
NUMBERS = (Kind.AMOUNT, Kind.COUNT)
Figures = tuple[list[list[int | None]], list[int | None]]
"""The numbers of each row, and of the sum below them."""


def built(table: Table) -> Built:
    """Return a table ready to be written."""
    return Built(table, "nn", "Tittel | <x>", "Under", "DØME")


def expected(table: Table) -> Figures:
    """Return the numbers of the columns a page shows."""
    shown = [column for column in tables.on_page(table).columns if column.kind in NUMBERS]
    rows = [
        [value if isinstance(value := row.get(column.name), int) else None for column in shown] for row in table.rows
    ]
    return rows, [table.totals.get(column.name) for column in shown]


def whole(text: str) -> int | None:
    """Return a printed number."""
    clean = re.sub(r"[\s\u00a0*]", "", text)
    return int(clean) if re.fullmatch(r"-?\d+", clean) else None


def of_grid(grid: list[list[str]], table: Table) -> Figures:
    """Return the numbers of a grid of texts whose last row is the sum."""
    places = [at for at, column in enumerate(tables.on_page(table).columns) if column.kind in NUMBERS]
    *rows, total = [[whole(line[at]) for at in places] for line in grid]
    return rows, total


def docx(content: bytes, table: Table) -> Figures:
    """Read a Word table."""
    [grid] = Document(BytesIO(content)).tables
    return of_grid([[cell.text for cell in row.cells] for row in grid.rows[1:]], table)


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def html(content: bytes, table: Table) -> Figures:
    """Read a page."""
    parser = _Cells()
    parser.feed(content.decode())
    return of_grid(parser.rows[1:], table)


def md(content: bytes, table: Table) -> Figures:
    """Read Markdown."""
    lines = [line for line in content.decode().splitlines() if line.startswith("| ")]
    return of_grid([re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[2:]], table)


def xlsx(content: bytes, table: Table) -> Figures:
    """Read a workbook: the values, and the sums' formulas by adding up the cells they name."""
    shown = [column.name for column in tables.without(table, *tables.FOR_SCRIPTS).columns]
    places = [shown.index(column.name) for column in tables.on_page(table).columns if column.kind in NUMBERS]
    values, formulas = (
        openpyxl.load_workbook(BytesIO(content), data_only=only).worksheets[0] for only in (True, False)
    )
    first, count = 5, len(table.rows)
    rows = [[values.cell(first + at, place + 1).value for place in places] for at in range(count)]
    total = [values.cell(first + count + 1, place + 1).value for place in places]
    for place, value in zip(places, total, strict=True):
        formula = formulas.cell(first + count + 1, place + 1).value
        if isinstance(formula, str) and formula.startswith("=SUM("):
            assert value == sum(int(str(values.cell(first + at, place + 1).value or 0)) for at in range(count))
    return [[one if isinstance(one, int) else None for one in row] for row in rows], [one if isinstance(one, int) else None for one in total]  # fmt: skip


def ods(content: bytes, table: Table) -> Figures:
    """Read an OpenDocument sheet."""
    shown = [column.name for column in tables.without(table, *tables.FOR_SCRIPTS).columns]
    places = [shown.index(column.name) for column in tables.on_page(table).columns if column.kind in NUMBERS]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        tree = etree.fromstring(archive.read("content.xml"))
    spaces = {
        "t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "o": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    }
    lines = [
        [cell.get(f"{{{spaces['o']}}}value") for cell in row.iterfind("t:table-cell", spaces)]
        for row in tree.iterfind(".//t:table-row", spaces)
    ]
    body = lines[4 : 4 + len(table.rows)]
    total = lines[4 + len(table.rows) + 1]
    assert not any(
        (cell.get(f"{{{spaces['t']}}}formula") or "of:=SUM(").removeprefix("of:=SUM(")[:1] == "="
        for cell in tree.iter()
    )
    return [[whole(line[at] or "") for at in places] for line in body], [whole(total[at] or "") for at in places]


def made(some: list[CaseView]) -> list[Table]:
    """Return every table cases are told in."""
    known = [None, 1, 14_811, 144_699]
    homes = [
        Home(f"11{at:02d}", name, 2019, people) for at, (name, people) in enumerate(zip(NAMES, known, strict=True))
    ]
    return [
        tables.awards(some, "Rogaland"),
        tables.applications(some, "Rogaland"),
        tables.municipalities(some),
        tables.whole_county(some, homes, 2021, {}),
        tables.areas(some, AREAS),
    ]


READERS = {"docx": docx, "html": html, "md": md, "xlsx": xlsx, "ods": ods}


@pytest.mark.parametrize("form", ["docx", "html", "md", "xlsx", "ods"])
@settings(max_examples=25, deadline=None)
@given(some=rounds)
def test_every_number_comes_back(form: Format, some: list[CaseView]) -> None:
    """Of every table of random rounds, whatever the texts beside the numbers are."""
    for table in made(some):
        if table.rows:
            assert READERS[form](rendered(built(table), form), table) == expected(table)
            assert rendered(built(table), form) == rendered(built(table), form)


@settings(max_examples=25, deadline=None)
@given(some=rounds)
def test_csv_and_json_hold_the_data(some: list[CaseView]) -> None:
    """What scripts read is the value itself, of every table; only a text that would be a formula has its apostrophe."""
    for table in made(some):
        content = rendered(built(table), "csv")
        lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        plain = json.loads(rendered(built(table), "json"))
        names = [column.name for column in table.columns if column.kind in NUMBERS]
        numbers = [[row.get(name) for name in names] for row in table.rows]

        assert [[int(line[name]) if line[name] else None for name in names] for line in lines] == numbers
        assert [[row.get(name) for name in names] for row in plain["rows"]] == numbers
        assert plain["totals"] == dict(table.totals)
        texts = [line[column.name] for line in lines for column in table.columns if column.kind not in NUMBERS]
        assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)
        assert all("municipality_short" not in row for row in plain["rows"])


def test_a_page_is_whole_for_everybody() -> None:
    """Its language, a caption, headings with a scope, the row's name as a heading, one h1, no script, nothing fetched."""
    table = tables.awards([replace(CASE, title="<script>alert(1)</script>")], "Rogaland")
    text = rendered(built(table), "html").decode()

    assert '<html lang="nn-NO">' in text
    assert text.count("<h1>") == text.count("<caption>") == 1
    assert text.count('scope="col"') == len(tables.on_page(table).columns)
    assert text.count('scope="row"') == len(table.rows) + 1
    assert "<script>" not in text
    assert not re.search(r"(?:src|href|url\()", text)
    assert 'role="region" tabindex="0"' in text


def test_partners_told_shortly() -> None:
    """None, one, more, the whole county, some not named, an organisation: as such lists are published."""
    alone = replace(CASE, municipality="Karmøy", partners=("KS",))
    one = replace(alone, municipality="Haugesund", partners=("Karmøy", "KS"), partner_municipalities=("Karmøy",))
    two = replace(alone, municipality="Eigersund", partner_municipalities=("Lund", "Sokndal"))
    unnamed = replace(alone, municipality="Bokn", partners=("mfl.",), more_partners=True)
    county = replace(alone, municipality="Stavanger", scope=Scope.COUNTY)
    shown = tables.shortened(tables.awards([alone, one, two, unnamed, county], "Rogaland"))

    assert [row["municipality"] for row in shown.rows] == ["Karmøy", "Haugesund og Karmøy", "Eigersund\u00a0mfl.", "Bokn\u00a0mfl.", "Stavanger\u00a0mfl."]  # fmt: skip


def test_areas_say_how_a_case_counts() -> None:
    """In every format people read, as the table's sums do not add up to the total."""
    table = tables.areas([CASE], AREAS)
    for form in ("html", "md"):
        assert "prioriterte område" in rendered(built(table), form).decode()
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(rendered(built(table), "docx"))).paragraphs)
    assert "prioriterte område" in text
