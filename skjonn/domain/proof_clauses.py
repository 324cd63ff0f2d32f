"""Parts of a sentence, and which of them speak of another year than the round's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

_PARTS = re.compile(r",\s|;|:\s|\s[–-]\s|\b(?:mot|medan|mens|men|enn)\b|\bog (?=i (?:år|fjor|\d{4}))", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:i fjor|tidlegare|tidligere|førre|forrige|den gong\w*|den gang\w*|året før|året etter|neste|sidan|siden|(?P<year>(?:19|20)\d\d))\b", re.IGNORECASE)  # fmt: skip
_NOW = re.compile(r"\b(?:i år|denne gong\w*|denne gang\w*|(?P<year>(?:19|20)\d\d))\b", re.IGNORECASE)
_IN_FRONT = 10  # signs before a word of time that rules the whole sentence


def of_another_year(text: str, at: int, year: int) -> bool:
    """Tell whether what stands at a place of a sentence is said of another year than the round's.

    A word of time rules its part of the sentence; one in front of it also the parts behind, until another comes.
    """
    parts = _ruled(text, year)
    return parts[bisect_right([start for start, _other in parts], at) - 1][1]


@lru_cache(maxsize=64)
def _ruled(text: str, year: int) -> tuple[tuple[int, bool], ...]:
    """Return where each part of a text begins, and whether it is said of another year."""
    ruled, found = False, []
    for start, end in _parts(text):
        part = text[start:end]
        earlier = next((one for one in _EARLIER.finditer(part) if not one["year"] or (year and int(one["year"]) != year)), None)  # fmt: skip
        now = any(not one["year"] or int(one["year"]) == year for one in _NOW.finditer(part))
        found.append((start, (ruled or earlier is not None) and not now))
        ruled = not now and (ruled or (earlier is not None and earlier.start() <= _IN_FRONT))
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a text begin and end."""
    start = 0
    for found in _PARTS.finditer(text):
        yield start, found.start()
        start = found.start()
    yield start, len(text) + 1
