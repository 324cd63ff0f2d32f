"""What the table of texts of an .xlsx would cost: how long it says it is, and how long its texts become, each in its cells.

One long text can be shown by a million cells, and the reader of values makes room for as many texts as are announced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.archive import Archive
from skjonn.spreadsheets.following import Unfit, require_sound

_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_TABLE = re.compile(rb"<(?:[^<>\s/:]{1,40}:)?sst[\s/>]")
_LONGEST_END, _LONGEST_CELL = 64, 1 << 22
_SHOWN = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,8})\s*<""")


def require_honest(archive: Archive, texts: str, path: str) -> None:
    """Refuse a table of texts that announces more than it can hold, or whose XML does not hold together.

    Args:
        archive: the workbook's.
        texts: the part in which shared texts lie.
        path: of the file, for the error.

    Raises:
        FileDamaged: it is so.
    """
    require_sound(archive.blocks(texts), path, _require_count)
    tables, held = 0, b""
    for block in archive.blocks(texts):
        data = held + block
        held = data[-_LONGEST_END:]
        if b"sst" in data:
            tables += len(_TABLE.findall(data)) - len(_TABLE.findall(held))
    if tables + len(_TABLE.findall(held)) > 1:
        raise refusals.FileDamaged(path=path)


def _require_count(attributes: dict[str, str]) -> None:
    if int(attributes.get("uniqueCount", "0")) > refusals.GREATEST_CELLS:
        raise Unfit


def require_light(archive: Archive, texts: str, parts: Iterable[str], shared: int, path: str) -> None:
    """Refuse a workbook whose shared texts, counted as often as they are shown, are more than can be held.

    Args:
        archive: the workbook's.
        texts: the part in which shared texts lie.
        parts: its worksheets.
        shared: how many cells show a shared text.
        path: of the file, for the error.

    Raises:
        FileTooLarge: they are.
    """
    if archive.size(texts) * shared <= refusals.GREATEST_LETTERS:
        return
    lengths = list(_lengths(archive.blocks(texts)))
    longest = max(lengths, default=0)
    if longest * shared <= refusals.GREATEST_LETTERS:
        return
    shown: Counter[int] = Counter()
    for part in parts:
        _count(archive.blocks(part), shown)
    unknown = max(0, shared - shown.total())
    letters = sum(lengths[text] * times for text, times in shown.items() if text < len(lengths)) + unknown * longest
    if letters > refusals.GREATEST_LETTERS:
        raise refusals.FileTooLarge(path=path)


def _lengths(blocks: Iterable[bytes]) -> Iterator[int]:
    """Yield how long each shared text is, in bytes, its markup included."""
    held, before, last = b"", 0, 0
    for block in blocks:
        data = held + block
        for end in _TEXT_END.finditer(data):
            yield before + end.end() - last
            last = before + end.end()
        kept = max(0, len(data) - _LONGEST_END, last - before)
        before, held = before + kept, data[kept:]


def _count(blocks: Iterable[bytes], shown: Counter[int]) -> None:
    """Count how often each shared text is shown in a worksheet part; what is missed is taken for the longest text."""
    held = b""
    for block in blocks:
        data = held + block
        cut = data.rfind(b"c>") + 2  # after a cell, whatever its prefix
        shown.update(map(int, _SHOWN.findall(data, 0, cut)))
        held = data[cut:] if len(data) - cut < _LONGEST_CELL else b""
    shown.update(map(int, _SHOWN.findall(held)))
