"""Numbers written in words, in both forms of Norwegian, apart and together: "fire hundre tusen", "firehundretusen"."""

from __future__ import annotations

import re

SPACE = "[ \u00a0\u202f\u2009\u2007]"
_SMALL = ("ein éin eitt en én ett", "to", "tre", "fire", "fem", "seks", "sju syv", "åtte", "ni", "ti", "elleve", "tolv", "tretten trettan", "fjorten fjortan", "femten femtan", "seksten sekstan", "sytten syttan", "atten attan", "nitten nittan")  # fmt: skip
_TENS = {"tjue": 20, "tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90}
_ONES = {word: number for number, words in enumerate(_SMALL, start=1) for word in words.split()}
WORDS = _ONES | _TENS | {tens + word: ten + one for tens, ten in _TENS.items() for word, one in _ONES.items() if one < 10}  # fmt: skip  # noqa: PLR2004  (tjueein to nittini)
"""The numbers to a hundred."""
AS_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_GREAT = {"hundre": 100, "tusen": 1_000, "million": 10**6, "milliard": 10**9}
_HALVES = {"ein halv": 5, "en halv": 5, "halvannan": 15, "halvannen": 15}
_HALF = "(?:ein|en) halv|halvannan|halvannen"
_PIECE = rf"(?:{AS_WORD}|hundre|tusen|million(?:ar|er)?|milliard(?:ar|er)?)"
WORDY = rf"(?:{_PIECE}(?:{SPACE}{{0,2}}(?:og{SPACE}{{0,2}})?(?={_PIECE}))?){{2,12}}(?!\w)"
"""What a great number in words looks like; `in_words` reads it."""
SCALED = rf"(?P<half>{_HALF}){SPACE}{{1,2}}(?=million|milliard|tusen|mill)"
_PIECES = re.compile(_PIECE, re.IGNORECASE)


def halves(text: str) -> int:
    """Return how many tenths "a half", or "one and a half", is."""
    return _HALVES[text.casefold()]


def is_half(text: str) -> bool:
    """Tell whether a text is "a half", or "one and a half"."""
    return text.casefold() in _HALVES


def in_words(text: str) -> tuple[int, int] | None:
    """Return a number in words, and the step it is stated in: the last of thousand, million; None where it is none.

    "Fire hundre tusen" is 400 000 to the nearest thousand; "to millionar" is 2 000 000 to the nearest million.
    """
    whole, group, step, below = 0, 0, 1, 10**12
    for found in _PIECES.finditer(text):
        word = found[0].casefold()
        great = next((size for name, size in _GREAT.items() if word.startswith(name)), 0)
        if not great:
            if group % 100:
                return None
            group += WORDS[word]
        elif great == _GREAT["hundre"]:
            if group >= 10:  # noqa: PLR2004  (ti hundre: no number)
                return None
            group = max(group, 1) * great
        else:
            if great >= below:
                return None
            whole, group, step, below = whole + max(group, 1) * great, 0, great, great
    return whole + group, 1 if group else step
