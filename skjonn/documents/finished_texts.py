"""Reading a finished text for proofreading: its paragraphs and the rows of its tables, each with the place a person finds it at."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from skjonn.domain.proofreading import Passage
from skjonn.errors import FindingsError, UsageError
from skjonn.texts import N_, _
from skjonn.texts.wording import grouped

ENDINGS = (".docx", ".xlsx", ".ods", ".html", ".htm", ".md", ".csv", ".txt", ".pdf")
_MOST_UNPACKED = 200 * 2**20
_ODF = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
_MOST_REPEATED = 50
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "dt", "dd", "div", "blockquote"})
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#+=!|~&.)-])")
_SKIPPED = frozenset({"script", "style", "head"})


class TextEnding(UsageError):
    """A file of that ending is none that is read."""

    code = "proofread-ending"
    sentence = N_("{path} is no text that can be proofread.")
    advice = N_("Give a file that ends in one of: {known}.")


class TextDamaged(FindingsError):
    """A file is not what its ending says, or damaged."""

    code = "proofread-damaged"
    sentence = N_("{path} cannot be read: {reason}.")
    advice = N_("Open it in the program it was made with and save it again.")


def passages(path: Path, content: bytes) -> list[Passage]:
    """Return what a file says, in order.

    Raises:
        TextEnding: its ending is none that is read; TextDamaged: it is not what its ending says.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise TextEnding(path=str(path), known=ENDINGS)
    try:
        return [one for one in _READERS[ending](content) if one.text.strip() or any(cell.strip() for cell in one.cells)]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError, csv.Error, RuntimeError, AttributeError, TypeError) as error:  # fmt: skip
        raise TextDamaged(path=str(path), reason=f"{type(error).__name__}: {error}") from error


def _docx(content: bytes) -> Iterator[Passage]:
    _require_small(content)
    document = Document(BytesIO(content))
    paragraph, table = 0, 0
    for one in document.iter_inner_content():
        if isinstance(one, Paragraph):
            paragraph += 1
            yield Passage(_("paragraph {number}").format(number=paragraph), one.text)
        elif isinstance(one, WordTable):
            table += 1
            yield from _table(
                _("table {number}").format(number=table), [[cell.text for cell in row.cells] for row in one.rows]
            )


def _xlsx(content: bytes) -> Iterator[Passage]:
    _require_small(content)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield from _sheet(
            str(sheet.title), [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        )


def _ods(content: bytes) -> Iterator[Passage]:
    _require_small(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("content.xml"), etree.XMLParser(resolve_entities=False, no_network=True))
    for sheet in tree.iter(f"{{{_ODF['table']}}}table"):
        rows = [_odf_row(row) for row in sheet.iter(f"{{{_ODF['table']}}}table-row")]
        yield from _sheet(sheet.get(f"{{{_ODF['table']}}}name", ""), rows)


def _odf_row(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind(f"{{{_ODF['table']}}}table-cell"):
        text = "\n".join(
            "".join(str(part) for part in paragraph.itertext()) for paragraph in cell.iterfind(f"{{{_ODF['text']}}}p")
        )
        times = int(cell.get(f"{{{_ODF['table']}}}number-columns-repeated", "1"))
        cells += [text] * min(times, _MOST_REPEATED)
    return cells


def _csv(content: bytes) -> Iterator[Passage]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    yield from _sheet(
        "",
        [
            [cell.removeprefix("'") for cell in row]
            for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        ],
    )


def _sheet(name: str, rows: Sequence[Sequence[str]]) -> Iterator[Passage]:
    """Yield the rows of a sheet; the row of headings is the first with most of its cells filled and no number among them."""
    headings: Sequence[str] = ()
    for number, row in enumerate(rows, start=1):
        filled = [cell for cell in row if cell.strip()]
        where = f"{name}!{number}" if name else _("line {number}").format(number=number)
        if len(filled) == 1:
            yield Passage(where, filled[0])
        elif filled:
            if not headings and not any(re.search(r"\d{3}", cell) for cell in filled):
                headings = row
            else:
                yield Passage(where, "", tuple(row), tuple(headings))


def _table(name: str, rows: Sequence[Sequence[str]]) -> Iterator[Passage]:
    headings = rows[0] if rows else ()
    for number, row in enumerate(rows[1:], start=2):
        yield Passage(_("{table}, row {number}").format(table=name, number=number), "", tuple(row), tuple(headings))


class _Page(HTMLParser):
    """Collects paragraphs and tables of a page, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.rows: list[list[str]] | None = None
        self.text: list[str] = []
        self.skipped = 0
        self.tables = self.paragraphs = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (the library's signature)
        self.skipped += tag in _SKIPPED
        if tag == "br":
            self.text.append(" ")
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in {"td", "th"} or tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in _SKIPPED
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append(" ".join("".join(self.text).split()))
            self.text = []
        elif tag == "table" and self.rows is not None:
            self.tables += 1
            self.found += _table(_("table {number}").format(number=self.tables), self.rows)
            self.rows, self.text = None, []
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text.append(data)

    def flush(self) -> None:
        """End a paragraph."""
        text = " ".join("".join(self.text).split())
        if text and self.rows is None:
            self.paragraphs += 1
            self.found.append(Passage(_("paragraph {number}").format(number=self.paragraphs), text))
        if self.rows is None:
            self.text = []


def _html(content: bytes) -> Iterator[Passage]:
    page = _Page()
    page.feed(_decoded(content))
    page.flush()
    yield from page.found


def _markdown(content: bytes) -> Iterator[Passage]:
    rows: list[list[str]] = []
    started = 0
    tables = 0
    for number, line in enumerate([*_decoded(content).splitlines(), ""], start=1):
        if line.lstrip().startswith("|"):
            started = started or number
            rows.append([_unescaped(cell).strip().strip("*") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]])
            continue
        if rows:
            tables += 1
            plain = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row if cell)]
            yield from _table(_("table {number}").format(number=tables), plain)
            rows, started = [], 0
        yield Passage(_("line {number}").format(number=number), _unescaped(line.lstrip("# ").removeprefix("- ")))


def _text(content: bytes) -> Iterator[Passage]:
    number = 1
    for paragraph in re.split(r"\n\s*\n", _decoded(content)):
        yield Passage(_("line {number}").format(number=number), " ".join(paragraph.split()))
        number += paragraph.count("\n") + 2


def _pdf(content: bytes) -> Iterator[Passage]:

    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    for number, page in enumerate(pages, start=1):
        yield Passage(_("page {number}").format(number=number), " ".join(page.split()))


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float() if float(value).is_integer():
            return grouped(int(value))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text.replace("<br>", " "))


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError("> 200 MB")


_READERS = {
    ".docx": _docx, ".xlsx": _xlsx, ".ods": _ods, ".csv": _csv, ".html": _html, ".htm": _html, ".md": _markdown, ".txt": _text, ".pdf": _pdf,
}  # fmt: skip
