"""Workbooks put together part by part, so that a test can say of each part what it holds."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, BOOK, RELATIONS, TEXTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml")  # fmt: skip
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Kommune</t></is></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>7</v></c></row>'
)
_NAMES = ("office", "table", "text", "style")
_CALCULATED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def worksheet(rows: str = ROWS, before: str = "", after: str = "") -> str:
    """Return the part of a sheet."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx_parts(sheet: str | None = None) -> dict[str, bytes]:
    """Return the parts of an .xlsx of one sheet named Ark."""
    relation = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
    inner = "".join(relation.format(*told) for told in (("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml"), ("r3", "styles", "styles.xml")))  # fmt: skip
    wrapped = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": wrapped.format(relation.format("r1", "officeDocument", "xl/workbook.xml")),
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr/><sheets><sheet name="Ark" sheetId="1" r:id="r1"/></sheets></workbook>',
        RELATIONS: wrapped.format(inner),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        TEXTS: f'<sst xmlns="{MAIN}"><si><t>Tittel</t></si><si><t>Ungdomsløftet</t></si></sst>',
        SHEET: worksheet() if sheet is None else sheet,
    }
    return {name: content.encode() for name, content in parts.items()}


def ods_parts(tables: str, before: str = "") -> dict[str, bytes]:
    """Return the parts of an .ods of these tables."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
    content = f'<office:document-content {names} xmlns:calcext="{_CALCULATED}" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body></office:document-content>'
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": content.encode(),
    }


def table(rows: str, name: str = "Ark", before: str = "") -> str:
    """Return a table of an .ods."""
    return f'<table:table table:name="{name}">{before}{rows}</table:table>'


def table_row(*cells: str, attributes: str = "") -> str:
    """Return a row of an .ods."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table_text(text: str, attributes: str = "") -> str:
    """Return a cell of an .ods that holds a text."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these parts; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()
