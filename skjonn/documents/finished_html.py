"""Reading a finished page: its paragraphs and tables, by the standard library's forgiving parser."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from skjonn.domain.proof_facts import Passage
from skjonn.texts import _

_BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "div", "section", "article", "header", "footer", "main", "nav", "blockquote", "figure", "figcaption", "caption", "body", "tr", "table", "thead", "tbody", "tfoot", "hr", "pre", "address"])  # fmt: skip
_SKIPPED = frozenset(("script", "style", "template", "noscript", "svg", "select", "del", "s", "strike"))
"""What nobody reads, or is taken out of the text."""
_WIDEST = 100


def html(source: str) -> Iterator[Passage]:
    """Yield the paragraphs and table rows of a page, in order."""
    page = _Page()
    page.feed(source)
    page.close()
    page.end()
    yield from page.found


class _Page(HTMLParser):
    """Collects paragraphs, and the rows of the outermost tables with their cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.text: list[str] = []
        self.row: list[str] | None = None
        self.below: dict[int, tuple[str, int]] = {}
        self.cell: tuple[int, int] | None = None
        self.skipped = self.inside = self.tables = self.rows = self.paragraphs = 0
        self.headed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED or tag == "title":
            self.skipped += 1
        if tag == "table":
            self._flush()
            self.inside += 1
            if self.inside == 1:
                self.tables, self.rows, self.below = self.tables + 1, 0, {}
        elif tag == "tr" and self.inside == 1:
            self._flush()
            self._end_row()
            self.row = []
        elif tag in {"td", "th"} and self.inside == 1:
            self._begin_cell(dict(attrs))
        elif tag == "br" or tag in _BLOCKS:
            self._flush() if tag != "br" else self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED or tag == "title":
            self.skipped = max(self.skipped - 1, 0)
        elif tag in {"td", "th"} and self.inside == 1:
            self._end_cell()
        elif tag == "tr" and self.inside == 1:
            self._end_row()
        elif tag == "table" and self.inside:
            if self.inside == 1:
                self._end_row()
            self.inside -= 1
        elif tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text.append(data)

    def end(self) -> None:
        """End whatever is open."""
        self._end_row()
        self._flush()

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        if self.row is None:
            self.row = []
        self.text = []
        self.cell = (_span(attrs.get("colspan")), _span(attrs.get("rowspan")))

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        self._carry()
        said, (wide, high) = self._said(), self.cell
        for place in range(len(self.row), len(self.row) + wide):
            if high > 1:
                self.below[place] = (said if place == len(self.row) else "", high - 1)
        self.row += [said, *[""] * (wide - 1)]
        self.cell, self.text = None, []

    def _carry(self) -> None:
        """Repeat the cells of rows above that reach down to this place."""
        while self.row is not None and len(self.row) in self.below:
            said, left = self.below.pop(len(self.row))
            if left > 1:
                self.below[len(self.row)] = (said, left - 1)
            self.row.append(said)

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is not None:
            self._carry()
            self.rows += 1
            table = _("table {number}").format(number=self.tables)
            where = _("{table}, row {number}").format(table=table, number=self.rows)
            self.found.append(Passage(where, "", tuple(self.row), self.tables))
        self.row = None

    def _flush(self) -> None:
        """End a paragraph; within a cell text goes on."""
        if self.cell is not None:
            self.text.append(" ")
            return
        if said := self._said():
            self.paragraphs += 1
            self.found.append(Passage(_("paragraph {number}").format(number=self.paragraphs), said))
        self.text = []

    def _said(self) -> str:
        return " ".join("".join(self.text).split())


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _WIDEST) if value and value.isdigit() else 1
