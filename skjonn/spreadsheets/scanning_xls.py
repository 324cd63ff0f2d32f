"""Looks through the bytes of an .xls as far as that can be done from outside."""

from __future__ import annotations

import struct

from skjonn.spreadsheets.facts import About

_OLE = b"\xd0\xcf\x11\xe0"
_SECTOR = 512
_STARTS = {0x0809, 0x0409, 0x0209, 0x0009}
_EPOCH, _END, _LONGEST = 0x0022, 0x000A, 5_000
_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le"))


def about_xls(content: bytes) -> About:
    """Return what is true of the whole workbook; whether it takes values from other files cannot be told."""
    return About(_epoch_1904(content), any(name in content for name in _MACROS))


def _epoch_1904(content: bytes) -> bool:
    """Tell whether days are counted from 1904: a record near the start of the workbook's stream says so."""
    if not content.startswith(_OLE):
        return _says_1904(content, 0)
    return any(_says_1904(content, at) for at in range(_SECTOR, len(content) - 4, _SECTOR) if content[at + 1 : at + 2] == b"\x08" and content[at : at + 1] == b"\x09")  # fmt: skip


def _says_1904(content: bytes, at: int) -> bool:
    """Walk the records from a stream's first to the first end, as long as they lie one after the other."""
    for number in range(_LONGEST):
        if at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _END or (number == 0 and kind not in _STARTS):
            return False
        if kind == _EPOCH and length == 2:  # noqa: PLR2004  (one number)
            return content[at + 4 : at + 6] == b"\1\0"
        at += 4 + length
    return False
