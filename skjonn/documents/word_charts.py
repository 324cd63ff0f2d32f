"""Native charts in Word: a chart part of its own, with the figures in it, so that Word and LibreOffice draw it and a person can restyle it.

What reads documents aloud gets the chart's alternative text; the figures stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as DocumentObject
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from skjonn.texts.cleaning import printable

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WIDTH, _BASE, _PER_BAR, _MOST = 16.0, 2.4, 0.62, 22.0  # centimetres
_COLOUR = "1F4E79"
_FIRST_ID = 9001


@dataclass(frozen=True)
class Chart:
    """Bars: one for each label, as long as its value.

    Attributes:
        title: above the chart, with the unit, which is what the values are.
        labels, values: as many of each, values 0 or more.
        alternative: what is told instead to those who cannot see it.
        upright: bars stand, as for years in order; else they lie, as for names.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    alternative: str
    upright: bool = False


def add(document: DocumentObject, chart: Chart) -> None:
    """Put a chart below what the document holds already."""
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in document.part.package.iter_parts())
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, _TYPE, _xml(chart).encode(), document.part.package)
    relation = document.part.relate_to(part, _RELATION)
    height = Cm(9) if chart.upright else Cm(min(_MOST, _BASE + _PER_BAR * len(chart.labels)))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.append(parse_xml(_inline(chart, relation, number, int(height))))


def _inline(chart: Chart, relation: str, number: int, height: int) -> str:
    about = quoteattr(printable(chart.alternative))
    return (
        f'<w:drawing xmlns:w="{_W}"><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(Cm(_WIDTH))}" cy="{height}"/><wp:docPr id="{_FIRST_ID + number}" name={quoteattr(f"Chart {number}")} descr={about}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _xml(chart: Chart) -> str:
    turned = "col" if chart.upright else "bar"
    order = "minMax" if chart.upright else "maxMin"  # lying bars are drawn from below, and people read from above
    at, across = ("b", "l") if chart.upright else ("l", "t")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:title>{_rich(f"{chart.title} ({chart.unit})", 1200)}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{turned}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>{_text(chart.unit)}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strLit>{_points(chart.labels)}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>#,##0</c:formatCode>{_points(chart.values)}</c:numLit></c:val></c:ser>"
        '<c:gapWidth val="50"/><c:axId val="111"/><c:axId val="222"/></c:barChart>'
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/><c:axPos val="{at}"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="222"/><c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="{across}"/>'
        '<c:numFmt formatCode="#,##0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr></c:chartSpace>'
    )


def _rich(text: str, size: int) -> str:
    return (
        f'<c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}" b="1"/></a:pPr><a:r><a:rPr sz="{size}" b="1"/>'
        f"<a:t>{_text(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def _points(values: Sequence[str | int]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{_text(str(value))}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _text(text: str) -> str:
    return escape(printable(text))
