"""Finding the project a text speaks of by its title: quoted, shortened at a word, or with its words changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

_SAME = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})  # fmt: skip
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_SHORTEST = 12  # signs of a shortened title; less could be any words
_LEAST_WORDS = 2
_MOST_OF_IT = 0.6
How = Literal["whole", "shortened", "changed"]
Near = Callable[[str, str], tuple[int, int] | None]
"""Finds where something very like a text stands in another one: a title with a word changed, and no other title."""


@dataclass(frozen=True)
class Found:
    """A title found in a text: of which case, where, how, and the words that stand there."""

    case: str
    start: int
    end: int
    how: How
    text: str


def plain(text: str) -> str:
    """Return a text as titles are compared: one kind of dash, quote and space, small letters; as long as it was."""
    return unicodedata.normalize("NFC", text).translate(_SAME).casefold().replace("\n", " ").replace("\t", " ")


def titles_in(text: str, titles: Mapping[str, str], near: Near = lambda _title, _text: None) -> list[Found]:
    """Return the titles found in a text, by place, none inside another: whole ones first, then shortened, then changed ones.

    Args:
        text: of a paragraph, a sentence or a row.
        titles: by case number.
        near: finds changed ones; without it none are.
    """
    shown = plain(text)
    taken: list[Found] = []
    for case, title in sorted(titles.items(), key=lambda one: -len(one[1])):
        for at in _whole(shown, _SPACES.sub(" ", plain(title))):
            _take(taken, Found(case, at[0], at[1], "whole", text[at[0] : at[1]]))
    if len(shown) != len(text):  # a letter that is longer in small letters: places would be wrong
        return sorted(taken, key=lambda one: one.start)
    known = {one.case for one in taken}
    for case, title in titles.items():
        if case not in known and (
            found := _nearly((shown, title), [other for name, other in titles.items() if name != case], taken, near)
        ):
            how, (start, end) = found
            _take(taken, Found(case, start, end, how, text[start:end]))
    return sorted(taken, key=lambda one: one.start)


def _nearly(
    pair: tuple[str, str], others: list[str], taken: list[Found], near: Near
) -> tuple[How, tuple[int, int]] | None:
    """Return where a title stands shortened, or with its words changed where little of its beginning stands unchanged."""
    shown, title = pair
    short = _shortened(shown, title, others)
    if short and short[1] - short[0] >= _MOST_OF_IT * len(title):
        return "shortened", short
    changed = _changed(shown, title, taken, near)
    if changed:
        return "changed", changed
    return ("shortened", short) if short else None


def _whole(shown: str, title: str) -> list[tuple[int, int]]:
    """Return where a whole title stands; a space in it may be any run of spaces."""
    pattern = r"\s+".join(re.escape(part) for part in title.split(" ") if part)
    edges = rf"(?<!\w){pattern}(?!\w)" if title[:1].isalnum() else pattern
    return [found.span() for found in re.finditer(edges, shown)] if pattern else []


def _shortened(shown: str, title: str, others: list[str]) -> tuple[int, int] | None:
    """Return where a title stands cut at a word or a sign, long enough and the beginning of no other title."""
    whole = plain(title)
    ends = [found.end() for found in _WORD.finditer(whole)]
    for count in range(len(ends) - 1, _LEAST_WORDS - 1, -1):
        part = whole[: ends[count - 1]]
        if len(part) < _SHORTEST:
            break
        if any(plain(other).startswith(part) for other in others):
            break
        if found := _whole(shown, part):
            return found[0]
    return None


def _changed(shown: str, title: str, taken: list[Found], near: Near) -> tuple[int, int] | None:
    """Return where something very like a title stands, outside those that are found already."""
    whole = plain(title)
    if len(whole) < _SHORTEST:
        return None
    free = list(shown)
    for one in taken:
        free[one.start : one.end] = " " * (one.end - one.start)
    found = near(whole, "".join(free))
    if found is None or found[1] - found[0] < len(whole) // 2:
        return None
    start, end = found
    while start > 0 and shown[start - 1].isalnum():
        start -= 1
    while end < len(shown) and shown[end].isalnum():
        end += 1
    return start, end


def _take(taken: list[Found], one: Found) -> None:
    if not any(one.start < other.end and other.start < one.end for other in taken):
        taken.append(one)
