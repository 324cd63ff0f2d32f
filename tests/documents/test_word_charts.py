"""Charts in Word: drawn from figures of their own, which a person can edit, and telling what they leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from lxml import etree

from skjonn.documents import prose
from skjonn.documents.prose import Block, Prose
from skjonn.documents.word_charts import workbook
from skjonn.domain import tables, year_facts
from skjonn.domain.charts import NOTES, Chart
from skjonn.domain.letter_kinds import Form
from skjonn.domain.tables import Row
from skjonn.domain.year_facts import YearFacts
from skjonn.spreadsheets import writing
from skjonn.texts import translate
from skjonn.usecases import year_reports
from skjonn.usecases.year_charts import MOST_BARS, charts

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = Chart("Tildelt", "kr", ("Å & Ø", "=1+1"), (1_100_000, 250_000), "Tildelt.", "nn")


def facts(count: int, without: int = 0) -> YearFacts:
    """Return a year in which so many municipalities were awarded something, and some more nothing."""
    rows: list[Row] = [
        {
            "municipality_number": f"{1100 + at}", "municipality": f"Kommune {at:02d}", "applications": 1, "applied_nok": 1_000,
            "awards": 1, "awarded_nok": 0 if at > count else 1_000 * at, "takes_part": 0,
        }
        for at in range(1, count + without + 1)
    ]  # fmt: skip
    columns = ("municipality_number", "municipality", "applications", "applied_nok", "awards", "awarded_nok", "takes_part")  # fmt: skip
    return YearFacts(2021, date(2021, 12, 1), "rogaland", {}, {"municipalities": year_facts.table("municipalities", columns, rows, total=("awarded_nok",))})  # fmt: skip


def with_areas(told: YearFacts) -> YearFacts:
    """Return a year with two priority areas too."""
    rows: list[Row] = [{"area": name, "awards": 1, "awarded_nok": 1_000} for name in ("Barn og unge", "Digitalt")]
    areas = year_facts.table("areas", ("area", "awards", "awarded_nok"), rows, total=("awarded_nok",))
    return replace(told, tables={**told.tables, "areas": areas})


@pytest.mark.parametrize(("form", "said"), [("nn", "dei 25 største av 40; alle står i tabellen"), ("nb", "de 25 største av 40; alle står i tabellen")])  # fmt: skip
def test_a_chart_that_leaves_some_out_says_so(form: Form, said: str) -> None:
    """Title and alternative text tell how many are shown of how many; those without an award are no bars."""
    chart = charts(facts(40, without=3), form)["municipalities"]

    assert (len(chart.labels), chart.labels[0], chart.values[-1]) == (MOST_BARS, "Kommune 40", 16_000)
    assert said in chart.title
    assert said in chart.alternative
    assert "største" not in charts(facts(MOST_BARS, without=3), form)["municipalities"].title


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_a_chart_lies_on_a_workbook_word_can_open(form: Form) -> None:
    """The chart's figures are those of the workbook it names, in the language form of the text; the same text gives the same bytes."""
    told = facts(3)
    prosaic = Prose(form, (Block("heading", ("Året",), 1), Block("table", ("municipalities",))), told.tables, "", charts(told, form))  # fmt: skip
    made = prose.docx(prosaic)
    assert made == prose.docx(prosaic)

    with ZipFile(BytesIO(made)) as file:
        chart = etree.fromstring(file.read("word/charts/chart1.xml"))
        relations = etree.fromstring(file.read("word/charts/_rels/chart1.xml.rels"))
        book = openpyxl.load_workbook(BytesIO(file.read("word/embeddings/chart1.xlsx")))
        types = file.read("[Content_Types].xml").decode()
    (relation,) = relations
    assert chart.find(f"{C}externalData").get(f"{R}id") == relation.get("Id")  # type: ignore[union-attr]  # it is there
    assert relation.get("Target") == "../embeddings/chart1.xlsx"
    assert "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" in types
    assert chart.find(f"{C}lang").get("val") == f"{form}-NO"  # type: ignore[union-attr]  # it is there
    sheet = book["Sheet1"]
    for reference in chart.iter(f"{C}strRef", f"{C}numRef"):
        cells = str(reference.findtext(f"{C}f")).rpartition("!")[2].replace("$", "")
        stands = [str(cell.value) for row in sheet[f"{cells}:{cells}" if ":" not in cells else cells] for cell in row]
        assert [point.findtext(f"{C}v") for point in reference.iter(f"{C}pt")] == stands


def test_what_looks_like_a_formula_is_a_text_behind_a_chart() -> None:
    """A name that begins as a formula does is no formula; the workbook's bytes hang on its figures alone."""
    book = openpyxl.load_workbook(BytesIO(workbook(CHART)))
    assert [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()] == [[None, "kr"], ["Å & Ø", 1_100_000], ["=1+1", 250_000]]  # fmt: skip
    assert book["Sheet1"]["A3"].data_type == "s"
    assert workbook(CHART) == workbook(CHART)


@pytest.mark.parametrize("name", ["municipalities", "areas", "size_groups", "regions"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_what_is_to_be_known_stands_below_the_table(name: str, form: Form) -> None:
    """The note stands in Word and in the workbook, whether the document has charts or not, and also where the figures were frozen."""
    columns = {"municipalities": "municipality", "areas": "area", "size_groups": "size_group", "regions": "region"}
    made = year_facts.table(name, (columns[name], "awards"), [{columns[name]: "Ein", "awards": 1}])
    frozen = year_facts.from_text(year_facts.text_of(YearFacts(2021, date(2021, 12, 1), "rogaland", {}, {name: made})))
    note = translate(year_facts.NOTES[name], form)

    for table in (made, frozen.tables[name]):
        said = Document(BytesIO(prose.docx(Prose(form, (Block("heading", ("Året",), 1), Block("table", (name,))), {name: table}))))  # fmt: skip
        assert note in [one.text for one in said.paragraphs]
        book = openpyxl.load_workbook(BytesIO(writing.workbook([(table, "Ark", "")], form, banner="", title="Bok")))
        assert note in {cell.value for row in book["Ark"].iter_rows() for cell in row}
    assert year_facts.NOTES["areas"] == tables.IN_EACH_AREA


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_how_bars_count_stands_below_a_chart(form: Form) -> None:
    """In Word between the chart and its table, in the workbook in the chart; and in what is told to those who cannot see it."""
    told = with_areas(facts(3))
    blocks = (Block("heading", ("Året",), 1), Block("table", ("areas",)), Block("table", ("municipalities",)))
    word = Document(BytesIO(prose.docx(Prose(form, blocks, told.tables, "", charts(told, form)))))
    with ZipFile(BytesIO(year_reports._workbook(told, form, ""))) as file:
        drawn = [etree.fromstring(file.read(f"xl/charts/chart{at}.xml")) for at in (1, 2)]
        pictures = [file.read(f"xl/drawings/drawing{at}.xml").decode() for at in (1, 2)]
    body = list(word.element.body)
    shapes = [body.index(one) for one in body if one.findall(f".//{DRAWN}docPr")]

    for at, name in enumerate(("areas", "municipalities")):
        note = translate(NOTES[name], form)
        assert body[shapes[at] + 1].text == note
        assert note in body[shapes[at]].find(f".//{DRAWN}docPr").get("descr")
        assert note in "".join(map(str, drawn[at].itertext()))
        assert f"{note}&quot;" in pictures[at] or f'{note}"' in pictures[at]


def test_municipalities_have_their_chart_on_a_page_of_its_own() -> None:
    """Names, the largest first, no more than fit; one page across; the figures stand beside, and the table's own sheet has no chart."""
    content = year_reports._workbook(facts(40, without=3), "nn", "DØME")
    book = openpyxl.load_workbook(BytesIO(content))
    table: Any = book.worksheets[0]
    page: Any = book.worksheets[1]
    cells = [(row[0].value, row[1].value) for row in page.iter_rows(min_row=5)]

    assert (page.title, len(cells), cells[0], cells[-1]) == ("Kommunar – diagram", MOST_BARS, ("Kommune 40", 40_000), ("Kommune 16", 16_000))  # fmt: skip
    assert "dei 25 største av 40" in str(page["A1"].value)
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight in {None, 1}) == ("landscape", 9, True)  # fmt: skip
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (len(table._charts), len(page._charts)) == (0, 1)
    (series,) = page._charts[0].series
    assert (series.cat.strRef.f, series.val.numRef.f) == ("'Kommunar – diagram'!$A$5:$A$29", "'Kommunar – diagram'!$B$5:$B$29")  # fmt: skip


def test_figures_are_grouped_as_in_norwegian_and_have_room() -> None:
    """Whatever the custom of the machine: hard spaces between threes, and the axis is longer than the longest bar."""
    told = facts(3)
    with ZipFile(BytesIO(prose.docx(Prose("nn", (Block("table", ("municipalities",)),), told.tables, "", charts(told, "nn"))))) as file:  # fmt: skip
        chart = etree.fromstring(file.read("word/charts/chart1.xml"))
    (shape,) = chart.findall(f".//{C}dLbls/{C}numFmt")
    assert shape.get("formatCode") == "[>=1000000]#\\\u00a0###\\\u00a0##0;[>=1000]#\\\u00a0##0;0"
    (longest,) = chart.findall(f".//{C}valAx/{C}scaling/{C}max")
    assert int(longest.get("val", "0")) > 3_000
