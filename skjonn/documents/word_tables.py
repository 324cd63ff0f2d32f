"""A summary table as a Word document: a real heading, a header row that repeats, amounts to the right, the sum in bold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.run import Run

from skjonn.documents.packages import Properties, packed, parts_of
from skjonn.documents.styles import blank, describe
from skjonn.domain.fields import Kind
from skjonn.domain.tables import Table, cell, printed
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable
from skjonn.texts.wording import HARD_SPACE

_PORTRAIT_CM, _LANDSCAPE_CM = 16.0, 25.7
_SIGN_CM, _HEAVY_SIGN_CM, _MARGINS_CM = 0.187, 0.208, 0.45  # a sign of the table's text, a bold one, a cell's margins
_SIZE, _SMALLEST = 9.5, 0.7  # points; the least share of it a broad table's text may have
_LONGEST_LINE = 44  # signs; a longer text is broken over lines
_BREADTHS = dict.fromkeys("mwMW", 1.45) | dict.fromkeys("fijlrtI.,:;()-' \u00a0", 0.6)  # of a common sign
_CAPITAL = 1.2
_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_BELOW = Pt(8)
_TEXT, _NUMBER = "Table Text", "Table Number"


def render(table: Table, language: Language, *, banner: str, title: str, subtitle: str) -> bytes:
    """Return the table as a .docx; the same arguments give the same bytes.

    Args:
        table: the value.
        language: of headings and of the document.
        banner: stands in the page header, as that it is an example; may be empty.
        title: the heading, also the document's title; subtitle: the line below it, may be empty.
    """
    texts = _texts(table, language)
    wide = sum(_wanted(*texts)) > _PORTRAIT_CM
    document = page(language, banner, wide=wide, share=max(_SMALLEST, min(1.0, _LANDSCAPE_CM / sum(_least(*texts)))))
    document.add_paragraph(printable(title), style="Title")
    if subtitle:
        document.add_paragraph(printable(subtitle))
    add(document, table, language, (printable(title), printable(subtitle)), wide=wide)
    return packed(parts_of(document), Properties(printable(title), "", language))


def share_of(some: Iterable[Table], language: Language) -> float:
    """Return the share of the usual size at which no word of any of these tables is broken on a page that stands, within bounds."""
    least = (sum(_least(*_texts(table, language))) for table in some)
    return min((max(_SMALLEST, min(1.0, _PORTRAIT_CM / needed)) for needed in least), default=1.0)


def page(language: Language, banner: str, *, wide: bool, deep: bool = False, share: float = 1.0) -> DocumentObject:
    """Return an empty document for tables, lying where it is `wide`, with the styles of cells and numbered pages.

    `deep` keeps headings of a second level; `share` is of the usual size, for the text of a table too broad for the page.
    """
    document = blank(language, landscape=wide, size=_SIZE, deep=deep)
    _add_styles(document, share)
    _page_ends(document, banner)
    return document


def add(document: DocumentObject, table: Table, language: Language, about: tuple[str, str], *, wide: bool) -> None:
    """Put a table below what the document holds already, with what is to be known of its figures below it.

    Args:
        document: as `page` made it.
        table: the value; language: of headings and worded cells.
        about: the table's caption and what it holds, for those who cannot see it.
        wide: whether the page lies.
    """
    header, rows, total = _texts(table, language)
    widths = _wanted(header, rows, total)
    grid = _grid(document, table, header, rows, total)
    describe(grid, *about)
    room = _LANDSCAPE_CM if wide else _PORTRAIT_CM
    least = _least([heading.replace(" ", HARD_SPACE) for heading in header], rows, total)
    if sum(least) > room:  # not every heading can stand on one line
        least = _least(header, rows, total)
    _set_widths(grid, _shared(least, widths, room))
    if table.note:
        for one in (
            each for row in grid.rows[-2:] for each in row.cells
        ):  # the sum is not parted from its rows, nor the note from it
            one.paragraphs[0].paragraph_format.keep_with_next = True
        document.add_paragraph(printable(translate(table.note, language))).paragraph_format.space_before = _BELOW


def _texts(table: Table, language: Language) -> tuple[list[str], list[list[str]], list[str]]:
    """Return header, rows and total row as printed; the total row is empty where nothing is summed."""
    header = [column.heading(language) for column in table.columns]
    rows = [[_printed(cell(table, row, column, language)) for column in table.columns] for row in table.rows]
    sums = [printed(table.totals.get(column.name)) for column in table.columns]
    if any(sums) and not sums[0]:
        sums[0] = translate(N_("Sum"), language)
    return header, rows, sums if any(sums) else []


def _printed(value: str | int | date | None) -> str:
    return printable(printed(value))


def _wanted(header: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str]) -> list[float]:
    """Return the width in cm at which each column's texts stand on one line, within bounds."""
    return _widths(header, rows, total, lambda text: min(_LONGEST_LINE, _signs(text)))


def _least(header: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str]) -> list[float]:
    """Return the width in cm at which no word, number or code of a column is broken."""
    return _widths(header, rows, total, lambda text: max((_signs(word) for word in text.split(" ")), default=0))


def _widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str], signs: Callable[[str], float]
) -> list[float]:
    heavy = [list(line) for line in (header, total) if line]
    return [
        _MARGINS_CM
        + max(
            *(signs(line[place]) * _HEAVY_SIGN_CM for line in heavy),
            *(signs(row[place]) * _SIGN_CM for row in rows),
            0.0,
        )
        for place in range(len(header))
    ]


def _signs(text: str) -> float:
    """Return how many signs of common breadth `text` takes up."""
    return sum(_BREADTHS.get(sign, _CAPITAL if sign.isupper() else 1.0) for sign in text)


def _shared(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Share `room` cm: to each column its least, then what it wants as far as it goes; the rest widens all alike."""
    full = [max(need, want) for need, want in zip(least, wanted, strict=True)]
    if sum(full) <= room:
        return [room * want / sum(full) for want in full]
    left = room - sum(least)
    if left <= 0:
        return [room * need / sum(least) for need in least]
    lacking = sum(full) - sum(least)
    return [need + left * (want - need) / lacking for need, want in zip(least, full, strict=True)]


def _grid(
    document: DocumentObject, table: Table, header: list[str], rows: list[list[str]], total: list[str]
) -> WordTable:
    lines = [header, *rows, *([total] if total else [])]
    grid: WordTable = document.add_table(rows=len(lines), cols=len(header))
    grid.autofit = False
    right = [column.kind in _NUMBERS for column in table.columns]
    for number, (line, row) in enumerate(zip(lines, grid._tbl.tr_lst, strict=True)):  # rows.cells would count them anew
        heavy = number == 0 or (bool(total) and number == len(lines) - 1)
        for place, (text, one) in enumerate(zip(line, row.tc_lst, strict=True)):
            _fill(one, text, heavy=heavy, right=right[place])
        _whole(_Row(row, grid), repeats=number == 0)
    _rules(grid)
    return grid


def _fill(cell_xml: CT_Tc, text: str, *, heavy: bool, right: bool) -> None:
    """Fill a cell below python-docx's own objects, which look up each style by name anew: a long table takes seconds."""
    paragraph = cell_xml.p_lst[0]
    paragraph.style = (_NUMBER if right else _TEXT).replace(" ", "")
    run = Run(paragraph.add_r(), None)  # type: ignore[arg-type]  # a run needs its part for pictures only
    run.text = text
    if heavy:
        run.bold = True


def _add_styles(document: DocumentObject, share: float) -> None:
    """Add the styles of cells; an office that edits the document changes a style, not every cell."""
    for name in (_TEXT, _NUMBER):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle), "it was made as one"
        style.base_style = document.styles["Normal"]
        if share < 1:
            style.font.size = Pt(int(2 * _SIZE * share) / 2)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(2)
        shape.line_spacing = 1.0
        if name == _NUMBER:
            shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _whole(row: _Row, *, repeats: bool) -> None:
    """Keep a row on one page; let the header row stand on every page and be read as one."""
    properties = row._tr.get_or_add_trPr()  # python-docx has no accessor for these
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def _rules(grid: WordTable) -> None:
    properties = grid._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "8C8C8C")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = next(properties.iter(qn("w:tblLook")))
    look.set(qn("w:firstColumn"), "0")
    properties.insert(list(properties).index(look), borders)


def _set_widths(grid: WordTable, widths: Sequence[float]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid._tbl.tr_lst:
        for one, width in zip(row.tc_lst, widths, strict=True):
            one.width = Cm(width)


def _page_ends(document: DocumentObject, banner: str) -> None:
    section = document.sections[0]
    if banner:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(printable(banner)).bold = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for before, code in (("", "PAGE"), (" / ", "NUMPAGES")):
        footer.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        footer._p.append(field)
