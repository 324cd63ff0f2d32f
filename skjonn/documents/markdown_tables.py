"""A summary table in Markdown, for whoever pastes it into a page of their own: every sign that means something is escaped."""

from __future__ import annotations

import re

from skjonn.domain.fields import Kind
from skjonn.domain.tables import Table, cell, printed
from skjonn.texts import N_, Language, translate
from skjonn.texts.cleaning import printable

_NUMBERS = (Kind.AMOUNT, Kind.COUNT)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_MEANING = re.compile(r"([\\`*_{}\[\]<>|~&]|^[#+=-])")


def text(table: Table, language: Language, *, banner: str, title: str, subtitle: str) -> bytes:
    """Return the table as Markdown; the same arguments give the same bytes.

    Args:
        table: the value; language: of headings and worded cells.
        banner: on top, may be empty; title: the heading; subtitle: the line below it, may be empty.
    """
    above = [f"**{escaped(banner)}**", ""] * bool(banner) + [f"# {escaped(title)}", ""]
    above += [escaped(subtitle), ""] * bool(subtitle)
    return ("\n".join([*above, *rows_of(table, language)]) + "\n").encode()


def rows_of(table: Table, language: Language) -> list[str]:
    """Return the table itself, line by line, the sum as its last row, and what is to be noted below it."""
    lines = [_row([escaped(column.heading(language)) for column in table.columns])]
    lines.append(_row(["---:" if column.kind in _NUMBERS else "---" for column in table.columns]))
    lines += [
        _row([escaped(printed(cell(table, row, column, language))) for column in table.columns]) for row in table.rows
    ]
    sums = [table.totals.get(column.name) for column in table.columns]
    if any(total is not None for total in sums):
        word = translate(N_("Sum"), language)
        cells = [printed(total) for total in sums]
        lines.append(_row([f"**{word}**", *(f"**{one}**" if one else "" for one in cells[1:])]))
    if table.note:
        lines += ["", escaped(translate(table.note, language))]
    return lines


def escaped(plain: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    kept = _MEANING.sub(r"\\\1", " ".join(printable(plain).split(" ")))
    return _NUMBERED.sub(r"\1\\\2", kept).replace("\n", "<br>")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
