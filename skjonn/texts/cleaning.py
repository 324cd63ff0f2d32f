"""Text fit to be kept and carried: what nobody can see or print is taken out, and can be named."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_HALVES_AND_NONE = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Soft hyphen, spaces without width, marks that turn the reading direction. Joiners (U+200C, U+200D) shape letters and stay."""

_UNPRINTABLE = re.compile(f"[{_CONTROLS}\x0b\x0c{_HALVES_AND_NONE}]")
_DROPPED = re.compile(f"[{_CONTROLS}{_HALVES_AND_NONE}{_INVISIBLE}]")
_WITHOUT_WIDTH = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_NAMED = 5


def printable(text: str) -> str:
    """Return `text` in composed form, its line ends as one newline, without control characters and half characters."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text)))


def tidied(text: str) -> tuple[str, str]:
    """Return a text fit to be stored, and the signs that had to be dropped from it, by code point; empty where none.

    Composed letters (NFC), every kind of line break as one newline, no control characters but newlines and tabs, no
    halves of signs, nothing invisible, no space around. All else stays as it was written.
    """
    if text.isprintable():
        dropped = ""  # what Python holds to be printable has none of all this
    else:
        unbroken = _LINE_BREAKS.sub("\n", text)
        found = _DROPPED.findall(unbroken)
        dropped = code_points(found)
        text = _DROPPED.sub("", unbroken) if found else unbroken
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = unicodedata.normalize("NFC", text)
    return text.strip(), dropped


def code_points(signs: list[str]) -> str:
    """Name signs by their code points, each once, the first five kinds: `U+0007 ×2, U+200B`."""
    counted = [f"U+{ord(sign):04X}" + (f" ×{count}" if count > 1 else "") for sign, count in Counter(signs).items()]
    return ", ".join(counted[:_NAMED]) + (" …" if len(counted) > _NAMED else "")


def without_width(text: str) -> str:
    """Return `text` without the signs that take no room and change nothing: a number stays the number it looks like."""
    return text if text.isascii() else _WITHOUT_WIDTH.sub("", text)


def shown(text: str, most: int = 40) -> str:
    """Return at most the first `most` characters on one line, fit for a sentence on any terminal."""
    line = " ".join(_DROPPED.sub("\ufffd", text[: most * 4]).split())
    return line if len(line) <= most and len(text) <= most * 4 else f"{line[: most - 1]}…"
