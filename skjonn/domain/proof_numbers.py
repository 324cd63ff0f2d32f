"""Amounts and counts as they stand in running text, each with its place and how exactly it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.domain.proof_words import AS_WORD, SPACE, WORDS, WORDY, halves, in_words, is_half

_GROUPED = rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:[.'’]\d{{3}})+(?![.]?\d|,\d(?!\d(?!\d)))|\d{{1,3}}(?:,\d{{3}})+(?![,]?\d|\.\d(?!\d(?!\d)))"
_COMMA = re.compile(r"\d{1,3},\d{3}")
_SCALE = r"(?P<scale>mill\b\.?|million(?:ar|er)?(?:ane|ene)?\b|mnok\b|mkr\b\.?|mrd\b\.?|milliard(?:ar|er)?\b|tusen\b|tnok\b|tkr\b\.?|(?<=\d\d)k\b(?!-))"
_MANY = rf"\d{{1,9}}(?:[.,]\d{{1,9}})?|(?:\d{{1,3}}{SPACE}?)?½|\d{{1,3}}{SPACE}1/2|(?:ein|en) halv|halvannan|halvannen|{AS_WORD}"
_AMOUNT = re.compile(
    rf"(?<![\w,.\-/])(?P<unit>(?:kr\b\.?|kroner|NOK|(?P<ahead>MNOK|mkr|TNOK|tkr)){SPACE}?)?"
    rf"(?:(?P<words>{WORDY})|(?P<many>{_MANY})(?:{SPACE}{{0,2}}|-){_SCALE}"
    rf"|(?P<whole>{_GROUPED}|\d+(?:\.\d+){{2,}}|\d+)(?P<part>[,.]\d\d?(?!\d))?)"
    rf"(?P<end>{SPACE}?(?:(?:norske )?kroner?\b|kronar\b|kronene\b|kr\b\.?|,-+|,–|NOK\b))?",
    re.IGNORECASE,
)
_SCALES = {"mill": 10**6, "mnok": 10**6, "mkr": 10**6, "mrd": 10**9, "tus": 10**3, "tnok": 10**3, "tkr": 10**3, "k": 10**3}  # fmt: skip
_MILLIARD = "milliard"
_ABOUT = re.compile(rf"\b(?:om lag|omtrent|rundt|ca\.?|cirka|nær|nærare|nærmere|nesten|vel|drygt|godt over|i overkant av|i underkant av|over|knapt){SPACE}+(?:kr\.?{SPACE}*)?$", re.IGNORECASE)  # fmt: skip
_ABOUT_OF_IT = 20  # "nearly" and "about" may be off by a twentieth
_LEAST_BARE = (
    1_000_000  # a number without kr must be grouped to be taken for an amount, or this great, or in whole thousands
)
_LEAST_OTHER = 10_000_000  # from here a number without kr may be of a telephone or an organisation
_LEAST_ROUND = 10_000
_MOST_DIGITS = 10
_BEFORE = 40  # signs before a number that may say what it is
_NO_AMOUNT = re.compile(r"(?:\b(?:tlf|telefon\w*|mobil\w*|org|nr|nummer|organisasjonsn\w*|saksn\w*|sak|konto\w*|postnr|postboks|kommunenr|faktura\w*|side)\b[.:]?\s*(?:nr\.?|nummer)?\s*(?:\+47\s*)?|\+)$", re.IGNORECASE)  # fmt: skip
_THINGS = re.compile(rf"{SPACE}+(?:\w+{SPACE}+)?(?:innbygg|menneske|person|elev|brukar|bruker|tim[ea]|les[ae]r|barn|born|ung|ansatt|tilsett|besøk|deltak|kvadrat|kilo|liter|tonn|km\b|m2\b|år\b|husstand|hushald)", re.IGNORECASE)  # fmt: skip
_OF_SOMETHING = re.compile(rf"{SPACE}*(?:%|prosent)|{SPACE}+(?!og\b|eller\b|til\b|i\b|for\b|frå\b|fra\b|på\b|som\b|er\b|får\b|skal\b|vart\b|blei\b|ble\b|av\b|kvar\b|hver\b|det\b|dette\b|mindre\b|meir\b|mer\b|no\b|nå\b|saman\b|sammen\b|med\b|mot\b|totalt\b|der\b|ved\b|over\b|samla\b|samlet\b|går\b|gjekk\b|gikk\b)[a-zæøå]")  # fmt: skip
_NOUNS: dict[str, What] = {"prosjekt": "awards", "tildeling": "awards", "tiltak": "measures", "søknad": "applications", "kommun": "municipalities"}  # fmt: skip
_PARTS: dict[What, What] = {"awards": "some", "measures": "some", "applications": "awards", "municipalities": "municipalities"}  # fmt: skip
_YEARS = range(1900, 2101)
_SHARES = frozenset((2, 3, 4, 5, 10))
_ARTICLES = frozenset(("ein", "en", "eitt", "ett"))
_COUNT = re.compile(
    rf"(?<![\w.,\-/])(?P<number>\d{{1,4}}|{AS_WORD})"
    rf"(?:{SPACE}+av{SPACE}+(?:dei{SPACE}+|de{SPACE}+)?(?P<all>\d{{1,4}}|{AS_WORD}))?"
    rf"{SPACE}+(?P<between>(?:(?!av\b|i\b|til\b|frå\b|fra\b|og\b|for\b|på\b)[a-zæøå]+{SPACE}+){{0,2}})(?P<noun>prosjekt|tildeling|tiltak|søknad|kommun)(?P<rest>\w*)",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"e?(?:leiar|leder|plan|midl|direkt|styr|samarbeid|periode|medarb|samansl|sammensl|økonomi|reform)"
)
What = Literal["awards", "measures", "applications", "municipalities", "county", "some"]
"""What is counted; measures may be projects, county is all its municipalities, and some are part of the projects."""


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
    """A count as stated: how many of what, where, its words; `weak` is a "one" that may be an article; `between` number and noun."""

    number: int
    what: What
    start: int
    text: str
    weak: bool = False
    between: str = ""


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

    Of "18 av 29 søknader" the first is a count of awards, the second of applications; of "13 av 23 kommunar" the second is the county.
    """
    for found in _COUNT.finditer(text):
        number = _number(found["number"])
        what = _NOUNS[found["noun"].casefold()]
        if (found["number"].isdigit() and number in _YEARS) or _NO_NOUN.match(found["rest"]):
            continue
        weak = found["number"].casefold() in _ARTICLES
        if found["all"]:
            yield Counted(number, _PARTS[what], found.start(), found[0], weak)
            if (weak and what == "awards") or (not found["all"].isdigit() and _number(found["all"]) in _SHARES):
                continue  # one of some projects is told of by its title; "three of four" is a share
            number, weak, what = _number(found["all"]), False, "county" if what == "municipalities" else what
        yield Counted(number, what, found.start(), found[0], weak, found["between"])


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text.casefold()]


def _stated(found: re.Match[str]) -> Stated | None:
    text = found[0].strip()
    before, after = found.string[max(found.start() - _BEFORE, 0) : found.start()], found.string[found.end() :][:_BEFORE]
    named = bool(found["unit"] or found["end"])
    if not named and (_THINGS.match(after) or _NO_AMOUNT.search(before)):
        return None
    known = _in_words(found["words"], named=named) if found["words"] else _in_scale(found)
    if known is None and found["whole"]:
        known = _in_kroner(found, named=named, before=before, after=after)
    if known is None:
        return None
    nok, tolerance = known
    about = max(nok, 0) // _ABOUT_OF_IT if _ABOUT.search(before) else 0
    return Stated(nok, max(tolerance, about), found.start(), found.end(), text)


def _in_words(text: str, *, named: bool) -> tuple[int, int] | None:
    """Return an amount in words, and how far it may lie from the exact one; without kroner it must be of thousands."""
    number = in_words(text)
    if number is None or not (named or number[1] > 1):
        return None
    return number[0], number[1] // 2


def _in_scale(found: re.Match[str]) -> tuple[int, int] | None:
    """Return an amount in millions or thousands, and how far it may lie from the exact one."""
    if found["scale"]:
        whole, step = _scaled(found["many"].casefold(), found["scale"].casefold())
    elif found["ahead"]:
        number = found["whole"] + (found["part"] or "")
        if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", number):
            return None
        whole, step = _scaled(number, found["ahead"].casefold())
    else:
        return None
    return whole, step // 2


def _in_kroner(found: re.Match[str], *, named: bool, before: str, after: str) -> tuple[int, int] | None:
    """Return an amount in whole kroner; -1 for what nobody can write so, None for a number that is no amount."""
    raw = found["whole"]
    grouped = bool(re.fullmatch(_GROUPED, raw)) and (named or not _COMMA.fullmatch(raw))
    digits = re.sub(r"\D", "", raw)
    if len(digits) > _MOST_DIGITS:
        return None
    nok = int(digits)
    if raw == "0" or (not named and nok >= _LEAST_OTHER and (nok % 1000 or nok >= _LEAST_OTHER * 10)):
        return None
    if not named and not grouped and (not raw.isdigit() or nok < _LEAST_BARE) and not _is_round(raw, nok):
        return None
    if not named and (raw.startswith("0") or _OF_SOMETHING.match(after)):
        return None
    torn = raw.startswith("0") and re.search(rf"\d{SPACE}$", before)
    return (-1 if torn or not (raw.isdigit() or grouped) else nok), 0


def _is_round(raw: str, nok: int) -> bool:
    """Tell whether a number without kr is in whole thousands, and great enough to be no year."""
    return raw.isdigit() and nok >= _LEAST_ROUND and nok % 1000 == 0


def _scaled(many: str, scale: str) -> tuple[int, int]:
    """Return an amount in millions and the like, and the step it is stated in."""
    size = 10**9 if scale.startswith(_MILLIARD) else next(value for name, value in _SCALES.items() if scale.startswith(name))  # fmt: skip
    if is_half(many):
        return halves(many) * size // 10, size // 10
    if many.endswith(("½", "1/2")):
        whole = re.sub(r"\D", "", many.removesuffix("1/2"))
        return int(f"{whole or 0}5") * size // 10, size // 10
    if not many[0].isdigit():
        return WORDS[many] * size, size
    whole, _sep, part = many.replace(".", ",").partition(",")
    step = max(size // 10 ** len(part), 1)
    return int(whole + part) * step, step
