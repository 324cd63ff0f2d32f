"""A summary table as a page that stands alone: readable without styles, by screen readers and on paper, fetching nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from skjonn.documents.packages import LANGUAGE_TAGS
from skjonn.domain.fields import Field, Kind
from skjonn.domain.tables import Row, Table, cell, printed
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable

_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0; }
p.banner { border: 2px solid #1a1a1a; font-weight: bold; padding: 0.5rem; text-align: center; }
div.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { font-weight: bold; padding: 0.5rem 0; text-align: left; }
th, td { border-bottom: 1px solid #767676; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #1a1a1a; vertical-align: bottom; }
tbody th { font-weight: normal; }
tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid #1a1a1a; font-weight: bold; }
.number { text-align: right; }
td.number, .whole { white-space: nowrap; }
@media print { body { max-width: none; padding: 0; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def page(table: Table, language: Language, *, banner: str, title: str, subtitle: str) -> bytes:
    """Return the table as a page; the same arguments give the same bytes.

    Args:
        table: the value.
        language: of headings, worded cells and the page.
        banner: on top, as that it is an example; may be empty.
        title: the heading and the page's title; subtitle: the line below it, may be empty.
    """
    lines = [*head(language, title), *_above(banner, title, subtitle), *rows_of(table, language, title), "</main>", "</body>", "</html>"]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def rows_of(table: Table, language: Language, caption: str) -> Iterator[str]:
    """Yield the table itself, line by line: a caption, headings with their scope, the sum as its foot, what is to be noted."""
    yield '<div class="wide" role="region" tabindex="0" aria-label="' + _text(caption) + '">'
    yield "<table>"
    yield f"<caption>{_text(caption)}</caption>"
    yield "<thead><tr>"
    for column in table.columns:
        yield f'<th scope="col"{_class(column)}>{_text(column.heading(language))}</th>'
    yield "</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(_cells(table, row, language))}</tr>"
    yield "</tbody>"
    yield from _foot(table, language)
    yield "</table>"
    yield "</div>"
    if table.note:
        yield f"<p>{_text(translate(table.note, language))}</p>"


def head(language: Language, title: str) -> Iterator[str]:
    """Yield the page's lines down to its body."""
    yield "<!doctype html>"
    yield f'<html lang="{LANGUAGE_TAGS[language]}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(title)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"


def _above(banner: str, title: str, subtitle: str) -> Iterator[str]:
    yield "<main>"
    if banner:
        yield f'<p class="banner">{_text(banner)}</p>'
    yield f"<h1>{_text(title)}</h1>"
    if subtitle:
        yield f"<p>{_text(subtitle)}</p>"


def _cells(table: Table, row: Row, language: Language) -> Iterator[str]:
    for place, column in enumerate(table.columns):
        text = _text(printed(cell(table, row, column, language)))
        whole = ' class="whole"' if column.name == "case" else ""
        yield f'<th scope="row"{whole}>{text}</th>' if place == 0 else f"<td{_class(column)}>{text}</td>"


def _foot(table: Table, language: Language) -> Iterator[str]:
    sums = [table.totals.get(column.name) for column in table.columns]
    if all(total is None for total in sums):
        return
    yield "<tfoot><tr>"
    for place, (column, total) in enumerate(zip(table.columns, sums, strict=True)):
        if place == 0:
            yield f'<th scope="row">{_text(translate(N_("Sum"), language))}</th>'
        else:
            yield f"<td{_class(column)}>{_text(printed(total))}</td>"
    yield "</tr></tfoot>"


def _class(column: Field) -> str:
    return ' class="number"' if column.kind in _NUMBERS else ""


def _text(text: str) -> str:
    return escape(printable(text), quote=True).replace("\n", "<br>")
