"""Shapes of the shipped letter templates that are drawn in Word's own XML, read by `docs/build_letters.py`."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def repeated(row: _Row) -> None:
    """Let a header row stand on top of each page the table runs over; screen readers take it for the headings."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def widths(table: Table, *centimetres: float) -> None:
    """Give a table's columns their widths, in centimetres."""
    for place, width in enumerate(centimetres):
        table.columns[place].width = Cm(width)
        for cell in table.columns[place].cells:
            cell.width = Cm(width)


def flush(table: Table) -> None:
    """Take away the space left of the text, so that it stands under the letter's margin."""
    margins, left = OxmlElement("w:tblCellMar"), OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    properties = table._tbl.tblPr
    look = next(properties.iter(qn("w:tblLook")))
    properties.insert(list(properties).index(look), margins)


def field(paragraph: Paragraph, before: str, code: str) -> None:
    """Put a field that Word fills in, such as a page number, behind a text."""
    paragraph.add_run(before)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def boxed(paragraph: Paragraph) -> None:
    """Draw a frame around a paragraph."""
    _borders(paragraph, ("top", "left", "bottom", "right"), space="4")


def ruled(paragraph: Paragraph) -> None:
    """Draw a line below a paragraph."""
    paragraph.paragraph_format.space_after = Pt(10)
    _borders(paragraph, ("bottom",), space="4")


def _borders(paragraph: Paragraph, sides: tuple[str, ...], *, space: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", space), ("color", "1A1A1A")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # type: ignore[arg-type]  # the stubs name a narrower class


def light(table: Table, *, header: bool = False) -> None:
    """Give a table thin lines across alone, and tell readers where its headings are: `header` on top, else to the left."""
    properties = table._tbl.tblPr  # python-docx has no accessor for borders
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "8C8C8C")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    look = next(properties.iter(qn("w:tblLook")))
    look.set(qn("w:firstRow"), "1" if header else "0")
    look.set(qn("w:firstColumn"), "0" if header else "1")
    properties.insert(list(properties).index(look), borders)


def unbroken(row: _Row) -> None:
    """Keep a row on one page."""
    properties = row._tr.get_or_add_trPr()  # python-docx has no accessor for it
    properties.append(OxmlElement("w:cantSplit"))
