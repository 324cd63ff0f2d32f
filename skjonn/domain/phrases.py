"""Words and phrases looked for in running text in either form of Norwegian, whatever ending they have there.

What is looked for stands as whole words: `drift` is found in "drifta" and "driftene", not in "bedrift" nor in
"driftsutgifter". A form that bends within the word ("midler" of "middel") is to be named itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_ENDING = "(?:ane|ene|ar|er|en|et|de|te|ne|a|e|n|r|t)"
_ENDINGS = f"(?:{_ENDING}?s?)"
_LAST = re.compile("(?:ane|ene|ar|er|en|et|a|e|(?<=[lrgn])t)$")
_BENT = 4
"""A word within a phrase has endings from this length on; shorter ones are "av", "til", "for"."""
_STEM = 5
"""What is left without an ending is looked for only from this length on: `senter` is not "sent"."""
_BETWEEN = r"[\s\-\u2010-\u2013]+"


def first_found(words: Sequence[str], text: str) -> str:
    """Return the first passage of `text` that is one of `words`, as it is written there; empty where there is none."""
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    found = _pattern(tuple(words)).search(plain) if words else None
    return " ".join(found[0].split()) if found else ""


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    phrases = "|".join(_phrase(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    words = [word for word in re.split(_BETWEEN, unicodedata.normalize("NFC", phrase)) if word]
    alone = len(words) == 1
    return _BETWEEN.join(_bent(word) if alone or len(word) >= _BENT else re.escape(word) for word in words)


def _bent(word: str) -> str:
    """Return the pattern of a word with any ending, also one in place of the ending it has."""
    stem = _LAST.sub("", word)
    forms = [_base(word) + _ENDINGS]
    if stem != word and len(stem) >= _STEM:
        forms.append(_base(stem) + _ENDINGS)
    elif stem + "e" == word and len(stem) >= _BENT:
        forms.append(re.escape(stem) + _ENDING + "s?")
    return f"(?:{'|'.join(forms)})"


def _base(word: str) -> str:
    """Return a word as the beginning of a pattern; an m at its end may be doubled, as in "programmet"."""
    return re.escape(re.sub("m?m$", "m", word)) + ("m?" if word.endswith("m") else "")
