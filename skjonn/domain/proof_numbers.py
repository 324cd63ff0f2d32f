"""Amounts and counts as they stand in running text, each with its place and how exactly it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_SPACE = "[ \u00a0\u202f\u2009]"
_GROUPED = rf"\d{{1,3}}(?:(?:{_SPACE}|\.)\d{{3}})+"
_AMOUNT = re.compile(
    rf"(?<![\w,.\-])(?P<unit>kr\.?{_SPACE}?|NOK{_SPACE}?)?"
    rf"(?:(?P<many>\d+(?:[.,]\d+)?){_SPACE}?(?P<scale>mill\b\.?|million\w*|mrd\b\.?|tusen\b)|(?P<whole>{_GROUPED}|\d+))"
    rf"(?P<end>{_SPACE}?(?:kroner|kronar|kr\b\.?|,-|NOK))?",
    re.IGNORECASE,
)
_SCALES = {"mill": 10**6, "mrd": 10**9, "tus": 10**3}
_LEAST_BARE = 1_000_000  # a number without kr must be grouped to be taken for an amount, or this great
_NOUNS: dict[str, str] = {
    "prosjekt": "awards",
    "tildeling": "awards",
    "søknad": "applications",
    "kommun": "municipalities",
}
_WORDS = {
    "ein": 1, "éin": 1, "eitt": 1, "en": 1, "én": 1, "ett": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7,
    "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_COUNT = re.compile(
    rf"(?<![\w.,\-/])(?P<number>\d{{1,4}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))}){_SPACE}+(?:\w+{_SPACE}+)?(?P<noun>prosjekt|tildeling|søknad|kommun)(?:\w*)",
    re.IGNORECASE,
)
What = Literal["awards", "applications", "municipalities"]


@dataclass(frozen=True)
class Stated:
    """An amount as stated: whole kroner, how far it may lie from the exact one, where it stands, and its words."""

    nok: int
    tolerance: int
    start: int
    end: int
    text: str

    def fits(self, nok: int) -> bool:
        """Tell whether an exact amount, stated this precisely, would be stated so."""
        return abs(self.nok - nok) <= self.tolerance


@dataclass(frozen=True)
class Counted:
    """A count as stated: how many of what, where, and its words."""

    number: int
    what: What
    start: int
    text: str


def amounts(text: str) -> Iterator[Stated]:
    """Yield the amounts of a text: with kr or kroner, in groups of three, or in millions; years and case numbers are none."""
    for found in _AMOUNT.finditer(text):
        stated = _stated(found)
        after = text[found.end() : found.end() + 1]
        if stated and after != "%" and not re.match(rf"{_SPACE}?%|-\d", text[found.end() : found.end() + 2]):
            yield stated


def counts(text: str) -> Iterator[Counted]:
    """Yield the counts of projects, applications and municipalities a text states, in figures or words."""
    for found in _COUNT.finditer(text):
        number = found["number"].casefold()
        whole = int(number) if number.isdigit() else _WORDS[number]
        what = _NOUNS[found["noun"].casefold()]
        yield Counted(whole, what, found.start(), found[0])  # type: ignore[arg-type]  # the table's own values


def _stated(found: re.Match[str]) -> Stated | None:
    text = found[0].strip()
    if found["scale"]:
        digits = found["many"].replace(".", ",")
        whole, _sep, part = digits.partition(",")
        scale = next(value for name, value in _SCALES.items() if found["scale"].casefold().startswith(name))
        step = scale // 10 ** len(part) if len(part) <= len(str(scale)) - 1 else 1
        return Stated(int(whole + part) * step, step // 2, found.start(), found.end(), text)
    raw = found["whole"]
    nok = int(re.sub(r"\D", "", raw))
    named = bool(found["unit"] or found["end"])
    grouped = bool(re.fullmatch(_GROUPED, raw))
    if not named and not (grouped or nok >= _LEAST_BARE):
        return None
    return Stated(nok, 0, found.start(), found.end(), text)
