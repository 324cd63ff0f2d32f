"""Reading a finished Word document: what a reader sees when all changes are accepted, with tables, text boxes and footnotes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import count

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from skjonn.domain.proof_facts import Passage
from skjonn.texts import _

_MOST_UNPACKED = 200 * 2**20
_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_GONE = frozenset(
    (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)
_BOX = qn("w:txbxContent")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _SPAN, _MERGED = qn("w:t"), qn("w:gridSpan"), qn("w:vMerge")
_WIDEST = 100


def docx(content: bytes) -> Iterator[Passage]:
    """Yield the paragraphs and table rows of a document, in order.

    Raises:
        ValueError: it unpacks to more than any text; what the library raises of damaged files goes through.
    """
    _require_small(content)
    body = Document(BytesIO(content)).element.body
    paragraphs, tables = count(1), count(1)
    for block in _blocks(body):
        if block.tag == _P:
            number = next(paragraphs)
            yield Passage(_("paragraph {number}").format(number=number), _said(block))
            for box in block.iter(_BOX):
                if not any(one.tag in _GONE for one in box.iterancestors()):
                    yield from (Passage(_("text box by paragraph {number}").format(number=number), _said(one)) for one in box.iter(_P))  # fmt: skip
        else:
            yield from _table(block, next(tables))


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those within content controls and changes, not those taken out."""
    for child in parent:
        if child.tag in {_P, _TABLE}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _blocks(child)


def _table(table: etree._Element, number: int) -> Iterator[Passage]:
    above: list[str] = []
    for place, row in enumerate(_within(table, _ROW), start=1):
        cells: list[str] = []
        for cell in _within(row, _CELL):
            merged = cell.find(f"{qn('w:tcPr')}/{_MERGED}")
            goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            said = above[len(cells)] if goes_on and len(cells) < len(above) else _cell(cell)
            span = cell.find(f"{qn('w:tcPr')}/{_SPAN}")
            width = int(span.get(qn("w:val"), "1")) if span is not None else 1
            cells += [said, *[""] * (min(width, _WIDEST) - 1)]
        above = cells
        where = _("{table}, row {number}").format(table=_("table {number}").format(number=number), number=place)
        yield Passage(where, "", tuple(cells), number)


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield a table's own rows, or a row's own cells, not those of tables inside."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in {_TABLE, _P, *_GONE} and isinstance(child.tag, str):
            yield from _within(child, tag)


def _cell(cell: etree._Element) -> str:
    return " ".join(said for block in cell.iter(_P) if (said := _said(block).strip()))


def _said(paragraph: etree._Element) -> str:
    """Return a paragraph's text: what was added in changes is read, what was taken out is not, nor a text box in it."""
    return "".join(_runs(paragraph))


def _runs(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in {*_GONE, _BOX, qn("w:pPr"), qn("w:rPr")}:
            yield from _runs(child)


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError("more than a text")
