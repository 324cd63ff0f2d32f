"""Text files of values: their encoding and their delimiter, found from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from skjonn.domain.sheets import Row
from skjonn.spreadsheets import refusals

_DELIMITERS = (";", ",", "\t", "|")
_LOOKED_THROUGH = 60
_LONGEST_FIELD = 1_000_000
_END = "\x1e"
"""Stands alone in a last row of our own; where it does not come out alone, a quotation mark before it is open."""
_MISREAD = re.compile("Ã[¥¦¸…†˜]|â€[“”™¦œ]")
"""What `å æ ø Å Æ Ø – ” ’ …` in UTF-8 look like in Windows-1252: a file that is UTF-8 but for some broken sign."""


def read_delimited(content: bytes, path: str, is_heading: Callable[[str], bool]) -> tuple[Row, ...]:
    """Return the rows of a .csv or .tsv; values are texts, rows are counted as a spreadsheet program shows them.

    Args:
        content: in UTF-8 or UTF-16 (with or without a byte order mark) or Windows-1252.
        path: for the error.
        is_heading: the delimiter is the one that brings out most known headings in one row.

    Raises:
        FileDamaged: it is no text.
        QuoteOpen: a quotation mark is never closed, so that the rest of the file would be one cell.
        EncodingMixed: letters are stored in two ways, and would be read wrongly.
    """
    text = _decoded(content, path)
    stated, text = _stated(text)
    delimiter = stated or _delimiter(text, is_heading)
    try:
        records = list(_records(f"{text}\n{_END}", delimiter))
    except csv.Error as error:
        raise refusals.FileDamaged(path=path) from error
    if records.pop() != [_END]:
        raise refusals.QuoteOpen(path=path, row=len(records) + (2 if stated else 1))
    return tuple(
        Row(number, tuple(value if value.strip() else None for value in record))
        for number, record in enumerate(records, start=2 if stated else 1)
        if any(value.strip() for value in record)
    )


def _decoded(content: bytes, path: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and _MISREAD.search(text):
            raise refusals.EncodingMixed(path=path)
        if "\0" not in text:
            return text
    raise refusals.FileDamaged(path=path)


def _stated(text: str) -> tuple[str, str]:
    """Take away a first line `sep=;`, by which Excel is told the delimiter."""
    first, _, rest = text.partition("\n")
    line = first.strip().strip('"')
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return line[-1], rest
    return "", text


def _delimiter(text: str, is_heading: Callable[[str], bool]) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _fitness(text, delimiter, is_heading))


def _fitness(text: str, delimiter: str, is_heading: Callable[[str], bool]) -> tuple[int, int]:
    known = widest = 0
    try:
        for number, record in enumerate(_records(text, delimiter)):
            if number == _LOOKED_THROUGH:
                break
            known = max(known, sum(1 for value in record if value and is_heading(value)))
            widest = max(widest, len(record))
    except csv.Error:
        return 0, 0
    return known, widest


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(_LONGEST_FIELD)  # the process's own; others read by it too
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    finally:
        csv.field_size_limit(before)
