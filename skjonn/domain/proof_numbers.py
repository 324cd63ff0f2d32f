"""Amounts and counts as they stand in running text, each with its place and how exactly it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from skjonn.domain.amounts import AmountUnreadable, parse_amount

_SPACE = "[ \u00a0\u202f\u2009]"
_GROUPED = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?![.,]?\d)"
_SMALL = ("ein éin eitt en én ett", "to", "tre", "fire", "fem", "seks", "sju syv", "åtte", "ni", "ti", "elleve", "tolv", "tretten trettan", "fjorten fjortan", "femten femtan", "seksten sekstan", "sytten syttan", "atten attan", "nitten nittan")  # fmt: skip
_TENS = {"tjue": 20, "tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90}
_ONES = {word: number for number, words in enumerate(_SMALL, start=1) for word in words.split()}
_WORDS = _ONES | _TENS | {tens + word: ten + one for tens, ten in _TENS.items() for word, one in _ONES.items() if one < 10}  # fmt: skip  # noqa: PLR2004  (tjueein to nittini)
_AS_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = r"(?P<scale>mill\b\.?|million(?:ar|er)?(?:ane|ene)?\b|mrd\b\.?|tusen\b)"
_AMOUNT = re.compile(
    rf"(?<![\w,.\-/])(?P<unit>(?:kr\b\.?|kroner|NOK){_SPACE}?)?"
    rf"(?:(?P<many>\d{{1,9}}(?:[.,]\d{{1,9}})?|(?:ein|en) halv|halvannan|halvannen|{_AS_WORD}){_SPACE}{{0,2}}{_SCALE}"
    rf"|(?P<whole>{_GROUPED}|\d+(?:\.\d+){{2,}}|\d+)(?P<part>,\d\d(?!\d))?)"
    rf"(?P<end>{_SPACE}?(?:kroner?\b|kronar\b|kronene\b|kr\b\.?|,-+|,–|NOK\b))?",
    re.IGNORECASE,
)
_HALVES = {"ein halv": 5, "en halv": 5, "halvannan": 15, "halvannen": 15}
_SCALES = {"mill": 10**6, "mrd": 10**9, "tus": 10**3}
_ABOUT = re.compile(rf"\b(?:om lag|omtrent|rundt|ca\.?|cirka|nær|nærare|nærmere|nesten|vel|drygt|godt over|i overkant av|i underkant av|over|knapt){_SPACE}+(?:kr\.?{_SPACE}*)?$", re.IGNORECASE)  # fmt: skip
_ABOUT_OF_IT = 20  # "nearly" and "about" may be off by a twentieth
_LEAST_BARE = 1_000_000  # a number without kr must be grouped to be taken for an amount, or this great
_MOST_DIGITS = 10
_OF_SOMETHING = re.compile(rf"{_SPACE}*(?:%|prosent)|{_SPACE}+(?!og\b|eller\b|til\b|i\b|for\b|frå\b|fra\b|på\b|som\b|er\b|får\b|skal\b|vart\b|blei\b|ble\b|av\b|kvar\b|hver\b|det\b|dette\b|mindre\b|meir\b|mer\b|no\b|nå\b|saman\b|sammen\b|med\b|mot\b|totalt\b|der\b|ved\b|over\b|samla\b|samlet\b)[a-zæøå]")  # fmt: skip
_NOUNS: dict[str, What] = {"prosjekt": "awards", "tildeling": "awards", "søknad": "applications", "kommun": "municipalities"}  # fmt: skip
_YEARS = range(1900, 2101)
_ARTICLES = frozenset(("ein", "en", "eitt", "ett"))
_COUNT = re.compile(
    rf"(?<![\w.,\-/])(?P<number>\d{{1,4}}|{_AS_WORD})"
    rf"(?:{_SPACE}+av{_SPACE}+(?:dei{_SPACE}+|de{_SPACE}+)?(?P<all>\d{{1,4}}|{_AS_WORD}))?"
    rf"{_SPACE}+(?:(?!av\b|i\b|til\b|frå\b|fra\b|og\b|for\b|på\b)[a-zæøå]+{_SPACE}+){{0,2}}(?P<noun>prosjekt|tildeling|søknad|kommun)(?P<rest>\w*)",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"e?(?:leiar|leder|plan|midl|direkt|styr|samarbeid|periode|medarb|samansl|sammensl|økonomi|reform)"
)
What = Literal["awards", "applications", "municipalities"]


@dataclass(frozen=True)
class Stated:
    """An amount as stated: whole kroner (-1: no amount can be written so), how far it may lie from the exact one, where, its words."""

    nok: int
    tolerance: int
    start: int
    end: int
    text: str

    def fits(self, nok: int) -> bool:
        """Tell whether an exact amount, stated this precisely, would be stated so."""
        return self.nok >= 0 and abs(self.nok - nok) <= self.tolerance


@dataclass(frozen=True)
class Counted:
    """A count as stated: how many of what, where, and its words; `weak` is a "one" that may be an article."""

    number: int
    what: What
    start: int
    text: str
    weak: bool = False


def amounts(text: str) -> Iterator[Stated]:
    """Yield the amounts of a text: with kr or kroner, in groups of three, or in millions; years and case numbers are none."""
    for found in _AMOUNT.finditer(text):
        stated = _stated(found)
        if stated and not re.match(r"-\d", text[found.end() : found.end() + 2]):
            yield stated


def in_column(cell: str, unit: int = 1) -> Iterator[Stated]:
    """Yield the amounts of a cell in a column of amounts, where a number needs no kr.

    Args:
        cell: its text.
        unit: what the column is counted in: 1, 1000 or 1000000 kroner.
    """
    clean = cell.strip(" *\u00a0")
    if not re.search(r"\d", clean):
        return
    if re.search(r"mill|tusen|mrd", clean, re.IGNORECASE):
        yield from amounts(clean)
        return
    try:
        if re.fullmatch(r"\d{1,3}[.,]\d{3}", clean) and unit == 1:  # in a column of kroner no thousandth is meant
            clean = re.sub(r"\D", "", clean)
        yield Stated(parse_amount(clean, unit=unit, is_sum=True), unit // 2, 0, len(cell), cell.strip())
    except AmountUnreadable:
        yield from (list(amounts(clean)) if re.search(r"[a-zæøå]", clean, re.IGNORECASE) else [Stated(-1, 0, 0, len(cell), cell.strip())])  # fmt: skip


def counts(text: str) -> Iterator[Counted]:
    """Yield the counts of projects, applications and municipalities a text states, in figures or words.

    Of "18 av 29 søknader" the first is a count of awards, the second of applications.
    """
    for found in _COUNT.finditer(text):
        number = _number(found["number"])
        what = _NOUNS[found["noun"].casefold()]
        if (found["number"].isdigit() and number in _YEARS) or _NO_NOUN.match(found["rest"]):
            continue
        weak = found["number"].casefold() in _ARTICLES
        if found["all"]:
            yield Counted(number, "awards", found.start(), found[0], weak)
            number, weak = _number(found["all"]), False
        yield Counted(number, what, found.start(), found[0], weak)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text.casefold()]


def _stated(found: re.Match[str]) -> Stated | None:
    text = found[0].strip()
    if found["scale"]:
        whole, step = _scaled(found["many"].casefold(), found["scale"].casefold())
        tolerance = max(step // 2, whole // _ABOUT_OF_IT if _ABOUT.search(found.string[: found.start()]) else 0)
        return Stated(whole, tolerance, found.start(), found.end(), text)
    raw = found["whole"]
    named, grouped = bool(found["unit"] or found["end"]), bool(re.fullmatch(_GROUPED, raw))
    digits = re.sub(r"\D", "", raw)
    if len(digits) > _MOST_DIGITS:
        return None
    nok = int(digits)
    if not named and not grouped and ("." in raw or nok < _LEAST_BARE):
        return None
    if not named and (raw.startswith("0") or _OF_SOMETHING.match(found.string[found.end() :])):
        return None
    if "." in raw and not grouped:
        nok = -1
    about = nok // _ABOUT_OF_IT if _ABOUT.search(found.string[: found.start()]) else 0
    return Stated(nok, about, found.start(), found.end(), text)


def _scaled(many: str, scale: str) -> tuple[int, int]:
    """Return an amount in millions and the like, and the step it is stated in."""
    size = next(value for name, value in _SCALES.items() if scale.startswith(name))
    if many in _HALVES:
        return _HALVES[many] * size // 10, size // 10
    if not many[0].isdigit():
        return _WORDS[many] * size, size
    whole, _sep, part = many.replace(".", ",").partition(",")
    step = max(size // 10 ** len(part), 1)
    return int(whole + part) * step, step
