"""Text files of values: their encoding and their delimiter, found from the content; rows come as they are asked for."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice

from skjonn.domain.sheets import Row
from skjonn.spreadsheets import refusals

_DELIMITERS = (";", ",", "\t", "|")
_LOOKED_THROUGH = 60
_BLOCK = 1 << 20
_SAMPLE, _ZEROS = 2_000, 0.5
_SINGLE_BYTE = "cp1252"
_END = "\x1e"
"""Stands alone in a last row of our own; where it does not come out alone, a quotation mark before it is open."""
_MISREAD = re.compile("Ã[¥¦¸…†˜]|â€[“”™¦œ]")
"""What `å æ ø Å Æ Ø – ” ’ …` in UTF-8 look like in Windows-1252: a file that is UTF-8 but for some broken sign."""
_FOREIGN = re.compile("[A-Za-z](?:[›¿¾][a-zæøå]|[†Œ])")
"""What `ø` and `å` of DOS, `ø`, `æ` and `å` of older Macs look like in Windows-1252 within a word."""


def stream_delimited(content: bytes, path: str, is_heading: Callable[[str], bool]) -> Iterator[Row]:
    """Return the rows of a .csv or .tsv; values are texts, rows are counted as a spreadsheet program shows them.

    Args:
        content: in UTF-8 or UTF-16 (with or without a byte order mark) or Windows-1252.
        path: for the error.
        is_heading: the delimiter is the one that brings out most known headings in one row.

    Raises:
        FileDamaged: it is no text, or a cell is longer than any program lets it be.
        FileTooLarge: it has more cells than can be held.
        EncodingMixed, EncodingUnknown: letters would be read wrongly.
        QuoteOpen: (while rows are taken) a quotation mark is never closed, so that the rest would be one cell.
    """
    encoding = _encoding(content, path)
    stated = _stated(next(_lines(content, encoding), ""))
    delimiter = stated or _delimiter(content, encoding, is_heading)
    if max(map(content.count, (delimiter.encode(), b"\n", b"\r"))) > refusals.GREATEST_CELLS:
        raise refusals.FileTooLarge(path=path)
    return _rows(_lines(content, encoding), delimiter, path, 2 if stated else 1)


def _rows(lines: Iterator[str], delimiter: str, path: str, first: int) -> Iterator[Row]:
    reader = csv.reader(chain(islice(lines, first - 1, None), [_END]), delimiter=delimiter)
    number = first - 1
    before: list[str] = []
    line = 0
    try:
        for record in reader:
            if any(value and not value.isspace() for value in before):
                yield Row(number, tuple(value if value.strip() else None for value in before))
            before, number, line = record, number + 1, reader.line_num
    except csv.Error as error:
        if reader.line_num > line + 1:
            raise refusals.QuoteOpen(path=path, row=number + 1) from error
        raise refusals.FileDamaged(path=path) from error
    if before != [_END]:
        raise refusals.QuoteOpen(path=path, row=number)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines, each with its end, whichever of the three it is."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _encoding(content: bytes, path: str) -> str:
    """Return the encoding in which all of the content is text."""
    marked, encoding = _marked(content)
    if encoding == "utf-8-sig" and b"\0" in content:
        raise refusals.FileDamaged(path=path)
    found = encoding if _decodes(content, encoding, path) else ""
    if not found and marked:
        raise refusals.EncodingMixed(path=path) if marked == codecs.BOM_UTF8 else refusals.FileDamaged(path=path)
    if not found and encoding == "utf-8-sig":
        found = _SINGLE_BYTE if _decodes(content, _SINGLE_BYTE, path) else ""
        if not found:
            raise refusals.EncodingUnknown(path=path)
    if not found:
        raise refusals.FileDamaged(path=path)
    return found


def _marked(content: bytes) -> tuple[bytes, str]:
    """Return the byte order mark, if any, and the encoding it or the zero bytes speak for."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if content.startswith(mark):
            return mark, encoding
    even, odd = content[:_SAMPLE:2], content[1:_SAMPLE:2]
    zeros = even.count(0), odd.count(0)
    if max(zeros) < len(odd) * _ZEROS:  # a zero byte or two make no UTF-16
        return b"", "utf-8-sig"
    return b"", "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _decodes(content: bytes, encoding: str, path: str) -> bool:
    """Tell whether all of the content can be read in an encoding; letters that would come out wrong are refused."""
    decoder = codecs.getincrementaldecoder(encoding)()
    kept = ""
    try:
        for at in range(0, len(content) + 1, _BLOCK):
            text = decoder.decode(content[at : at + _BLOCK], at + _BLOCK > len(content))
            if "\0" in text:
                raise refusals.FileDamaged(path=path)
            if encoding == _SINGLE_BYTE:
                _require_letters(kept + text, path)
                kept = text[-4:]
    except UnicodeDecodeError:
        return False
    return True


def _require_letters(text: str, path: str) -> None:
    if _MISREAD.search(text):
        raise refusals.EncodingMixed(path=path)
    if _FOREIGN.search(text):
        raise refusals.EncodingUnknown(path=path)


def _stated(line: str) -> str:
    """Return the delimiter stated in a first line `sep=;`, by which Excel is told."""
    told = line.strip('\r\n "')
    return told[-1] if told.lower().startswith("sep=") and len(told) == len("sep=;") else ""


def _delimiter(content: bytes, encoding: str, is_heading: Callable[[str], bool]) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _fitness(_lines(content, encoding), delimiter, is_heading))


def _fitness(lines: Iterable[str], delimiter: str, is_heading: Callable[[str], bool]) -> tuple[int, int, int]:
    """Return the most known headings in one row, then how many rows are of one width, then that width."""
    known = 0
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # told when the rows are read
        for record in islice(csv.reader(lines, delimiter=delimiter), _LOOKED_THROUGH):
            known = max(known, sum(1 for value in record if value and is_heading(value)))
            widths[len(record)] += len(record) > 1
    rows, width = max(((rows, width) for width, rows in widths.items()), default=(0, 0))
    return known, rows, width
