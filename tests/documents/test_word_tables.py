"""Summary tables in Word: readable by people, by screen readers, and the same bytes each time."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from skjonn.documents.word_tables import render
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.tables import Table
from skjonn.texts import Language

NARROW = Table(
    "municipalities",
    tuple(CATALOGUE[name] for name in ("municipality", "awards", "awarded_nok")),
    (
        {"municipality": "Hå", "awards": 1, "awarded_nok": 1_400_000},
        {"municipality": "Å & <b> {{ x }}\x00", "awards": 0, "awarded_nok": None},
    ),
    {"awards": 1, "awarded_nok": 1_400_000},
)
WIDE = Table(
    "awards",
    tuple(CATALOGUE[name] for name in ("case", "title", "municipality", "partners", "applied_nok", "awarded_nok")),
    tuple(
        {
            "case": f"2021-{number:03d}",
            "title": "Eit langt namn på eit prosjekt " * 3,
            "municipality": "Stavanger",
            "partners": ("Sola", "Randaberg"),
            "applied_nok": 2_000_000,
            "awarded_nok": 1_000_000,
        }
        for number in range(1, 40)
    ),
    {"applied_nok": 78_000_000, "awarded_nok": 39_000_000},
)


def made(table: Table, banner: str = "DØME – ikkje eit vedtak") -> bytes:
    """Render a table."""
    return render(table, "nn", banner=banner, title="Tildelingar", subtitle="Rogaland · 2021")


def test_heading_rows_and_sum() -> None:
    """A heading in a real style, a row each, amounts in groups to the right, the sum in bold, the banner on top."""
    document = Document(BytesIO(made(NARROW)))
    grid = document.tables[0]
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    amount = grid.rows[1].cells[2].paragraphs[0]
    total = grid.rows[-1].cells[2].paragraphs[0]

    assert document.paragraphs[0].style is not None
    assert (document.paragraphs[0].text, document.paragraphs[0].style.name) == ("Tildelingar", "Title")
    assert rows[1:3] == [["Hå", "1", "1\u00a0400\u00a0000"], ["Å & <b> {{ x }}", "0", ""]]
    assert rows[3][1:] == ["1", "1\u00a0400\u00a0000"]
    assert amount.style is not None
    assert amount.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert total.runs[0].bold
    assert document.sections[0].header.paragraphs[0].text == "DØME – ikkje eit vedtak"


def test_a_screen_reader_finds_its_way() -> None:
    """The header row is marked as one and repeats, the table has a caption, the document a title and a language."""
    content = made(NARROW)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    properties = Document(BytesIO(content)).core_properties

    assert body.count("<w:tblHeader/>") == 1
    assert '<w:tblCaption w:val="Tildelingar"/>' in body
    assert (properties.title, properties.language, properties.author) == ("Tildelingar", "nn-NO", "")


@pytest.mark.parametrize(("table", "turned"), [(NARROW, False), (WIDE, True)])
def test_wide_tables_turn_the_page(table: Table, turned: bool) -> None:
    """A4, turned where the columns need it; the columns fill the page and no more."""
    document = Document(BytesIO(made(table)))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    room = section.page_width - 2 * section.left_margin
    widths = [column.width or 0 for column in document.tables[0].columns]

    assert (section.orientation == WD_ORIENT.LANDSCAPE) is turned
    assert abs(sum(widths) - room) < room // 100


def test_the_same_table_has_the_same_bytes() -> None:
    """Nothing of the clock or the machine is in the file."""
    assert made(WIDE) == made(WIDE)


def test_a_table_without_rows() -> None:
    """Nothing to show is a header row and no sum."""
    empty = Table("awards", NARROW.columns, (), {})

    assert len(Document(BytesIO(made(empty, ""))).tables[0].rows) == 1


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_long_heading_stands_on_one_line(language: Language) -> None:
    """`Kommunenummer`, with its four broad signs, has room in bold; what is to spare widens all columns, not one."""
    names = ("municipality", "municipality_number", "applications", "applied_nok", "awards", "awarded_nok")
    row: dict[str, str | int] = dict.fromkeys(names, 1) | {"municipality": "Hå", "municipality_number": "1119"}
    table = Table("municipalities", tuple(CATALOGUE[name] for name in names), (row,), {"awarded_nok": 10_000_000})

    grid = Document(BytesIO(render(table, language, banner="", title="Kommunar", subtitle=""))).tables[0]
    widths = [column.width.cm for column in grid.columns if column.width is not None]

    assert widths[1] > 3.4  # cm: what the bold word takes up, and the cell's margins
    assert max(widths) < 2 * sorted(widths)[3]


def test_long_titles_do_not_break_short_headings() -> None:
    """However long the titles are, `Tildelt beløp` stands on one line."""
    grid = Document(BytesIO(made(WIDE))).tables[0]
    width = grid.columns[5].width

    assert grid.rows[0].cells[5].text == "Tildelt beløp"
    assert width is not None
    assert width.cm > 2.4  # cm: what the bold words take up, and the cell's margins
