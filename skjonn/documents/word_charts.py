"""Native charts in Word: a chart part of its own, with the figures in it, so that Word and LibreOffice draw it and a person can restyle it.

Behind each chart lies a small workbook with the same figures: it is what Word opens under “Edit data”. What reads documents aloud gets
the chart's alternative text; the figures stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from docx.document import Document as DocumentObject
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from skjonn.documents.packages import LANGUAGE_TAGS
from skjonn.domain.charts import Chart
from skjonn.texts.cleaning import printable

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOOK_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_SHEET = "Sheet1"
_GROUPS = "[&gt;=1000000]#\\\u00a0###\\\u00a0##0;[&gt;=1000]#\\\u00a0##0;0"
"""Groups of three with hard spaces, whatever the custom of the machine a chart is drawn on: the text around it is Norwegian."""
_ROOM = 1.18  # of the longest bar, for its figure
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WIDTH, _BASE, _PER_BAR, _MOST = 16.0, 2.4, 0.62, 22.0  # centimetres
_COLOUR = "1F4E79"
_FIRST_ID = 9001


def add(document: DocumentObject, chart: Chart) -> None:
    """Put a chart below what the document holds already, and below it what is to be known of how it counts."""
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in document.part.package.iter_parts())
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = _Drawn(name, _TYPE, b"", document.part.package)
    book = PackURI(f"/word/embeddings/chart{number}.xlsx")
    data = part.relate_to(Part(book, _BOOK_TYPE, workbook(chart), document.part.package), _BOOK_RELATION)
    part.draw(_xml(chart, data))
    relation = document.part.relate_to(part, _RELATION)
    height = Cm(9) if chart.upright else Cm(min(_MOST, _BASE + _PER_BAR * len(chart.labels)))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.append(parse_xml(_inline(chart, relation, number, int(height))))
    if chart.note:
        document.add_paragraph(printable(chart.note)).paragraph_format.keep_with_next = True


class _Drawn(Part):
    """A chart's part: what it says names the workbook behind it, so it is written when that is tied."""

    def draw(self, text: str) -> None:
        """Put in what the chart says."""
        self._blob = text.encode()


def workbook(chart: Chart) -> bytes:
    """Return the workbook behind a chart: labels in the first column, figures in the second; the same chart gives the same bytes."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"title": printable(chart.title), "author": "", "created": _CREATED})
    sheet, amount = book.add_worksheet(_SHEET), book.add_format({"num_format": "#,##0"})
    sheet.set_column(0, 1, 24)
    sheet.write_string(0, 1, printable(chart.unit))
    for row, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True), start=1):
        sheet.write_string(row, 0, printable(label))
        sheet.write_number(row, 1, value, amount)
    book.close()
    return packed.getvalue()


def _inline(chart: Chart, relation: str, number: int, height: int) -> str:
    about = quoteattr(printable(chart.alternative))
    return (
        f'<w:drawing xmlns:w="{_W}"><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(Cm(_WIDTH))}" cy="{height}"/><wp:docPr id="{_FIRST_ID + number}" name={quoteattr(f"Chart {number}")} descr={about}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _xml(chart: Chart, data: str) -> str:
    turned = "col" if chart.upright else "bar"
    order = "minMax" if chart.upright else "maxMin"  # lying bars are drawn from below, and people read from above
    last, longest = len(chart.labels) + 1, max(1, ceil(_ROOM * max(chart.values, default=0)))
    at, across = ("b", "l") if chart.upright else ("l", "t")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:lang val="{LANGUAGE_TAGS[chart.language]}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:title>{_rich(f"{chart.title} ({chart.unit})", 1200)}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{turned}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx>{_kept("str", "$B$1", (chart.unit,))}</c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="{_GROUPS}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat>{_kept('str', f'$A$2:$A${last}', chart.labels)}</c:cat>"
        f"<c:val>{_kept('num', f'$B$2:$B${last}', chart.values)}</c:val></c:ser>"
        '<c:gapWidth val="50"/><c:axId val="111"/><c:axId val="222"/></c:barChart>'
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/><c:axPos val="{at}"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="222"/><c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/><c:max val="{longest}"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="{across}"/>'
        '<c:numFmt formatCode="#,##0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
        f'<c:externalData r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _rich(text: str, size: int) -> str:
    return (
        f'<c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}" b="1"/></a:pPr><a:r><a:rPr sz="{size}" b="1"/>'
        f"<a:t>{_text(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def _kept(kind: str, cells: str, values: Sequence[str | int]) -> str:
    """Return cells of the workbook behind the chart, with what stands in them."""
    shape = "<c:formatCode>#,##0</c:formatCode>" if kind == "num" else ""
    return (
        f"<c:{kind}Ref><c:f>{_SHEET}!{cells}</c:f><c:{kind}Cache>{shape}{_points(values)}</c:{kind}Cache></c:{kind}Ref>"
    )


def _points(values: Sequence[str | int]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{_text(str(value))}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _text(text: str) -> str:
    return escape(printable(text))
