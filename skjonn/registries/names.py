"""What people write when they mean a municipality, taken apart and made comparable; nothing here guesses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from skjonn.registries.counties import every_county

_DASHES = re.compile(r"\s*[-/\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]\s*")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_UNIT = re.compile(r"(?<=\S)[\s,]+(kommune|kommunes|herad|heradskommune|municipality|suohkan|gielda|tjïelte|komuuni)$")
_COUNTY = re.compile(r"^(?P<name>.+?)(?:\s*\((?P<inside>[^()]+)\)|\s+i\s+(?P<after>.+)|\s*,\s*(?P<comma>[^,]+))$")
_LED = re.compile(r"^(?:kommunen?|kommune-?nr\.?|kommune-?nummer|komm\. ?nr\.?|knr\.?)[\s:]+(?=\S)")
_NUMBER_FIRST = re.compile(r"^(?P<number>[0-9]{3,4})[\s,:-]+(?P<name>\D+)$")
_NUMBER_LAST = re.compile(r"^(?P<name>\D+?)[\s,-]*\(?(?P<number>[0-9]{3,4})\)?$")
_ONLY_NUMBER = re.compile(r"^(?P<number>[0-9]{3,4})(?:[.,]0)?$")
_FOLDS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("æ", "a"), ("å", "a"), ("ø", "o"), ("đ", "d"), ("ŋ", "n"), ("ŧ", "t"))


@dataclass(frozen=True)
class Asked:
    """What was asked for: a number of four digits, a comparable name, counties that narrow it; each may be empty."""

    number: str = ""
    name: str = ""
    counties: frozenset[str] = frozenset()


def asked(text: str) -> Asked:
    """Take apart `1103`, `301`, `knr. 1103`, `Hå kommune`, `1103 Stavanger`, `Våler (Innlandet)`, `Herøy i Nordland`.

    A county narrows only where it is one: `Evje i dag` stays a name. Three digits have lost their leading zero.
    """
    plain = _LED.sub("", comparable(text))
    if alone := _ONLY_NUMBER.fullmatch(plain):
        return Asked(number=alone["number"].zfill(4))
    for pattern in (_NUMBER_FIRST, _NUMBER_LAST):
        if both := pattern.fullmatch(plain):
            return Asked(both["number"].zfill(4), _without_unit(both["name"]))
    name, counties = _narrowed(plain)
    return Asked(name=_without_unit(name), counties=counties)


def comparable(text: str) -> str:
    """Return the form names are compared in: composed, without case, one kind of dash, single spaces, no trailing signs."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_INVISIBLE).casefold())
    spaced = " ".join(folded.split())
    return _DASHES.sub("-", spaced).strip(" ,.;:-")


def spellings(official: str, *names: str) -> frozenset[str]:
    """Return every comparable form of a name: the official one's parts alone and joined in any order, and `names`."""
    parts = [comparable(part) for part in official.split(" - ")]
    joined = ("-".join(some) for count in range(1, len(parts) + 1) for some in permutations(parts, count))
    return frozenset(form for form in (*joined, *map(comparable, names)) if form)


def folded(name: str) -> str:
    """Return a comparable name with æ, ø, å and their written-out forms made plain; only for finding what is near."""
    for sign, plain in _FOLDS:
        name = name.replace(sign, plain)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _without_unit(name: str) -> str:
    while (shorter := _UNIT.sub("", name).strip(" ,.;:-")) != name:
        name = shorter
    return name


def _narrowed(plain: str) -> tuple[str, frozenset[str]]:
    found = _COUNTY.fullmatch(plain)
    if found:
        county = found["inside"] or found["after"] or found["comma"]
        numbers = _counties().get(county.strip().removesuffix(" fylke"))
        if numbers:
            return found["name"].strip(" ,"), numbers
    return plain, frozenset()


@cache
def _counties() -> dict[str, frozenset[str]]:
    numbers: dict[str, set[str]] = {}
    for county in every_county():
        for name in {
            comparable(county.name),
            comparable(county.official_name),
            *map(comparable, county.official_name.split(" - ")),
        }:
            numbers.setdefault(name, set()).add(county.number)
    return {name: frozenset(found) for name, found in numbers.items()}
