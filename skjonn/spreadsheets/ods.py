"""A summary table as an OpenDocument sheet: texts, numbers and dates as what they are, headings that repeat, live sums.

Written with the standard library: the libraries for it are either no longer kept or bring a whole document model for one table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from skjonn import files
from skjonn.domain.fields import Kind
from skjonn.domain.tables import Table, cell, printed
from skjonn.spreadsheets.writing import room_for, sheet_name, width_of
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable
from skjonn.texts.wording import grouped

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}"'
    for name, path in (
        ("office", "office:1.0"), ("table", "table:1.0"), ("text", "text:1.0"), ("style", "style:1.0"), ("fo", "xsl-fo-compatible:1.0"),
        ("number", "datastyle:1.0"), ("of", "of:1.2"), ("meta", "meta:1.0"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_PAGE = (
    '<office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" '
    'fo:page-height="21cm" style:print-orientation="landscape" fo:margin="2cm" style:scale-to-X="1" style:scale-to-Y="0"/>'
    "</style:page-layout></office:automatic-styles>"
    '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="page"><style:header style:display="false"/>'
    "</style:master-page></office:master-styles>"
)
"""Lying pages, as broad as the table, with no heading of the program's own."""
_SIGN_CM = 0.21
_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_COUNTRY = {"nb": "NO", "nn": "NO", "en": "GB"}
_HEADINGS_AT = 4  # the row of headings, from 1; title and subtitle stand above


def ods(table: Table, language: Language, *, banner: str, title: str, subtitle: str) -> bytes:
    """Return the table as a sheet; the same arguments give the same bytes.

    Args:
        table: the value; language: of headings and worded cells.
        banner: on top, may be empty; title: above the table, and the sheet's name; subtitle: below it, may be empty.
    """
    parts = {
        "mimetype": _TYPE.encode(),
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "content.xml": _content(table, language, (banner, title, subtitle)).encode(),
        "styles.xml": _styles(language).encode(),
        "meta.xml": _meta(title, language).encode(),
    }
    return files.pack(parts, first=("mimetype",), stored=("mimetype",))


def _content(table: Table, language: Language, about: tuple[str, str, str]) -> str:
    banner, title, subtitle = about
    grid = [[cell(table, row, column, language) for column in table.columns] for row in table.rows]
    headings = [column.heading(language) for column in table.columns]
    styles = ["heading_number" if column.kind in _NUMBERS else "heading" for column in table.columns]
    widths = [
        max(width_of([heading, *(printed(line[place]) for line in grid)]), room_for(heading))
        for place, heading in enumerate(headings)
    ]
    rows = [
        _row(_string(title, "title")),
        _row(_string(" · ".join(part for part in (subtitle, banner) if part), "line")),
        _row(""),
        f"<table:table-header-rows>{_row(''.join(_string(heading, style) for heading, style in zip(headings, styles, strict=True)))}</table:table-header-rows>",
        *(_row("".join(_value(value) for value in line)) for line in grid),
        *_below(table, language),
    ]
    columns = "".join(f'<table:table-column table:style-name="c{place}"/>' for place in range(len(headings)))
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">{_automatic(widths)}<office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(sheet_name(title))}>{columns}{''.join(rows)}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _below(table: Table, language: Language) -> Iterator[str]:
    """Yield the sums, as formulas where they are the sums of the column, and what is to be noted."""
    sums = [table.totals.get(column.name) for column in table.columns]
    if any(total is not None for total in sums):
        word = _string(translate(N_("Sum"), language), "sum")
        first, last = _HEADINGS_AT + 1, _HEADINGS_AT + len(table.rows)
        cells = [word]
        for place, (column, total) in enumerate(zip(table.columns, sums, strict=True)):
            if place:
                summed = table.adds_up(column.name)
                letter = chr(ord("A") + place)
                formula = f' table:formula="of:=SUM([.{letter}{first}:.{letter}{last}])"' if summed else ""
                cells.append(_number(total, "sum_number", formula) if total is not None else _string("", "sum"))
        yield _row("")
        yield _row("".join(cells))
    if table.note:
        yield _row("")
        yield _row(_string(translate(table.note, language), "line"))


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _value(value: str | int | date | None) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case int():
            return _number(value, "number")
        case date():
            day = value.isoformat()
            return f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}"><text:p>{value:%d.%m.%Y}</text:p></table:table-cell>'
        case _:
            return _string(value)


def _number(value: int, style: str, formula: str = "") -> str:
    return f'<table:table-cell table:style-name="{style}"{formula} office:value-type="float" office:value="{value}"><text:p>{grouped(value)}</text:p></table:table-cell>'


def _string(text: str, style: str = "text") -> str:
    """Return a cell of text; nothing in it is ever read as a formula."""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in printable(text).split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'


def _automatic(widths: list[int]) -> str:
    columns = "".join(
        f'<style:style style:name="c{place}" style:family="table-column"><style:table-column-properties style:column-width="{width * _SIGN_CM:.2f}cm"/></style:style>'
        for place, width in enumerate(widths)
    )
    return f"<office:automatic-styles>{columns}</office:automatic-styles>"


def _styles(language: Language) -> str:
    bold = f'<style:text-properties fo:font-weight="bold" fo:language="{language}" fo:country="{_COUNTRY[language]}"/>'
    large = bold.replace("fo:font-weight", 'fo:font-size="14pt" fo:font-weight')
    plain = bold.replace('fo:font-weight="bold" ', "")
    wrap, line = 'fo:wrap-option="wrap" style:vertical-align="top"', 'fo:border-top="0.75pt solid #000000"'
    right = '<style:paragraph-properties fo:text-align="end"/>'

    def style(name: str, cells: str, text: str, paragraph: str = "", data: str = "") -> str:
        shown = f' style:data-style-name="{data}"' if data else ""
        return (
            f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"{shown}>'
            f"<style:table-cell-properties {cells}/>{paragraph}{text}</style:style>"
        )

    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>'
        '<number:number-style style:name="whole"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        '<number:date-style style:name="dated"><number:day number:style="long"/><number:text>.</number:text><number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>'
        f'<style:style style:name="Default" style:family="table-cell">{plain}</style:style>'
        + style("text", wrap, plain)
        + style("line", 'style:vertical-align="top"', plain)
        + style("title", "", large)
        + style("heading", f'{wrap} fo:border-bottom="0.75pt solid #000000"', bold)
        + style("heading_number", f'{wrap} fo:border-bottom="0.75pt solid #000000"', bold, right)
        + style("number", 'style:vertical-align="top"', plain, right, "whole")
        + style("day", 'style:vertical-align="top"', plain, "", "dated")
        + style("sum", line, bold)
        + style("sum_number", line, bold, right, "whole")
        + "</office:styles>"
        + _PAGE
        + "</office:document-styles>"
    )


def _meta(title: str, language: Language) -> str:
    return (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta><dc:title>{escape(printable(title))}</dc:title>'
        f"<dc:language>{language}-{_COUNTRY[language]}</dc:language><meta:generator>skjonn</meta:generator></office:meta></office:document-meta>"
    )
