"""Breaks a file in a way that its number decides: the same number gives the same bytes everywhere."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable

from tests.fuzz.seeds import seeds
from tests.spreadsheets.parts import zipped

_Way = Callable[[bytes, random.Random], bytes]
_TAG = re.compile(rb"<[^<>]*>")
_ELEMENT = re.compile(rb"<(row|c|si|v|is|t|sheet|col|mergeCell|Relationship|xf|table:table-row|table:table-cell|text:p)\b[^<>]*(?:/>|>.{0,1500}?</\1>)", re.DOTALL)  # fmt: skip
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"<>]*)"')
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"1048576", b"1048577", b"16384", b"65536", b"4294967295", b"4294967296", b"18446744073709551616", b"1e400", b"NaN", b"9" * 400, b"")  # fmt: skip
_ADDRESSES = (b"XFD1048576", b"A0", b"A1048576", b"ZZZZ1", b"A1:XFD1048576", b"A99999999999", b"1", b"A", b"a1", b"$A$1")  # fmt: skip
_VALUES = (b"", b"e", b"s", b"str", b"b", b"d", b"inlineStr", b"true", b"string", b"float", b"error", b"collapse", b"\xc3\xa5", b"&#65;", b"&amp;")  # fmt: skip
_FRAGMENTS = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!-- -- -->", b"<!-- <row> -->", b"<![CDATA[<c>]]>", b"<?x y?>", b"&a;", b"&#0;", b"]]>", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<", b">", b"</row>", b"<row>",
    b"<c/>", b'<c r="XFD1048576" t="inlineStr"><is><t></t></is></c>', b'<c r="XFD1"><v>1</v></c>', b"<x>" * 2000, b"<x>" * 2000 + b"</x>" * 2000, b'<text:s text:c="4000000000"/>', b"<v>5</v>", b"<sheetData>", b"</sheetData>",
    b'<mergeCell ref="A1:XFD1048576"/>', b"a" * 40000, b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>', b'<table:table-row table:number-rows-repeated="1048576"/>',
)  # fmt: skip
_SIGNS = (b'"', b"'", b";", b",", b"\t", b"\r", b"\n", b"\x00", b"\x1e", b"\xff", b"\x81", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=,\n", b'"' * 1001, b";" * 20000, b"\n" * 20000, b"\xc3\x83\xc2\xb8", b"a" * 200_000)  # fmt: skip


def mutated(number: int) -> tuple[str, bytes]:
    """Return the ending and the bytes of the broken file of a number."""
    chance = random.Random(number)
    ending, content = chance.choice(seeds())
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        content = chance.choice(_WAYS[ending])(content, chance)
    if chance.randrange(40) == 0:
        ending = chance.choice([".xlsx", ".xls", ".ods", ".csv"])
    return ending, content


def _flipped(content: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.choice([1, 2, 8, 64])):
        if flipped:
            flipped[chance.randrange(len(flipped))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
    return bytes(flipped)


def _cut_short(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _with_a_hole(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice([1, 2, 16, 512]) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    stretch = content[start : start + chance.choice([1, 16, 512])]
    return content[:start] + stretch * 2 + content[start + len(stretch) :]


def _integers(content: bytes, chance: random.Random) -> bytes:
    """Put extreme numbers where a binary format may hold a length, a count or an offset."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 2, 5])):
        form = chance.choice(["<H", "<I"])
        value = chance.choice([0, 1, 0x7FFF, 0xFFFF] if form == "<H" else [0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF])
        if len(changed) > struct.calcsize(form):
            struct.pack_into(form, changed, chance.randrange(len(changed) - struct.calcsize(form)), value)
    return bytes(changed)


def _with_a_sign(content: bytes, chance: random.Random) -> bytes:
    place = chance.choice([0, len(content), chance.randrange(len(content) + 1)])
    return content[:place] + chance.choice(_SIGNS) + content[place:]


def _directory(content: bytes, chance: random.Random) -> bytes:
    """Let the list of parts lie: a number in it, or in a part's own header, is another."""
    marks = [found.start() for found in re.finditer(b"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
    changed = bytearray(content)
    if marks:
        place = chance.choice(marks) + chance.randrange(4, 46)
        changed[place : place + 4] = struct.pack("<I", chance.choice([0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32)]))  # fmt: skip
    return bytes(changed)


def _in_parts(change: _Way) -> _Way:
    def within(content: bytes, chance: random.Random) -> bytes:
        parts = _parts(content)
        if not parts:
            return _flipped(content, chance)
        names = [name for name in parts if not name.endswith("theme1.xml")]
        name = chance.choice(names or list(parts))
        parts[name] = change(parts[name], chance)
        return zipped(parts)

    return within


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  (it was broken before, in whatever way)
        return {}


def _without_a_part(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[chance.choice(list(parts))]
    return zipped(parts)


def _parts_swapped(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    if parts:
        first, second = chance.choice(list(parts)), chance.choice(list(parts))
        parts[first], parts[second] = parts[second], parts[first]
    return zipped(parts)


def _somewhere(pattern: re.Pattern[bytes], content: bytes, chance: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(content))
    return chance.choice(found) if found else None


def _replaced(pattern: re.Pattern[bytes], by: Callable[[re.Match[bytes], random.Random], bytes]) -> _Way:  # fmt: skip
    def replace(content: bytes, chance: random.Random) -> bytes:
        for _ in range(chance.choice([1, 1, 3])):
            if found := _somewhere(pattern, content, chance):
                content = content[: found.start()] + by(found, chance) + content[found.end() :]
        return content

    return replace


def _fragment(content: bytes, chance: random.Random) -> bytes:
    found = _somewhere(_TAG, content, chance)
    place = found.end() if found else chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(_FRAGMENTS) + content[place:]


def _other_value(found: re.Match[bytes], chance: random.Random) -> bytes:
    return found[1] + b'="' + chance.choice([*_NUMBERS, *_ADDRESSES, *_VALUES]) + b'"'


_RAW: list[_Way] = [_flipped, _cut_short, _with_a_hole, _doubled, _integers]
_WITHIN: list[_Way] = [
    _in_parts(change)
    for change in (
        _flipped,
        _cut_short,
        _fragment,
        _fragment,
        _replaced(_ELEMENT, lambda found, chance: found[0] * chance.choice([0, 2, 2, 50])),
        _replaced(_TAG, lambda found, chance: found[0] * chance.choice([0, 2])),
        _replaced(_ATTRIBUTE, _other_value),
        _replaced(_ATTRIBUTE, lambda found, _chance: found[2] + b'="' + found[1] + b'"'),
        _replaced(_ATTRIBUTE, lambda _found, _chance: b""),
        _replaced(_NUMBER, lambda _found, chance: chance.choice(_NUMBERS)),
        lambda content, _chance: content.decode("utf-8", "replace").encode("utf-16"),
    )
]
_ZIPPED: list[_Way] = [*_RAW, _directory, _directory, _without_a_part, _parts_swapped, *_WITHIN, *_WITHIN]
_LINES: list[_Way] = [*_RAW, _with_a_sign, _with_a_sign, _with_a_sign]
_WAYS: dict[str, list[_Way]] = {".xlsx": _ZIPPED, ".xlsm": _ZIPPED, ".ods": _ZIPPED, ".xls": [*_RAW, _integers, _flipped], ".csv": _LINES, ".tsv": _LINES}  # fmt: skip
