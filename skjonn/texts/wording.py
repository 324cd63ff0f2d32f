"""Amounts, dates and lists as each language writes them; hard spaces where a line must not break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from skjonn.texts import N_, Language, translate

HARD_SPACE = "\u00a0"

_MONTHS: dict[Language, tuple[str, ...]] = {
    "nb": ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"),
    "nn": ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip


def grouped(amount: int) -> str:
    """Return a whole number in groups of three with hard spaces: 1100000 -> `1 100 000`, -5 -> `−5` (U+2212)."""
    digits = f"{abs(amount):,}".replace(",", HARD_SPACE)
    return f"\u2212{digits}" if amount < 0 else digits


def kroner(amount_nok: int, language: Language) -> str:
    """Return an amount for running text: `1 100 000 kroner`, in English `NOK 1 100 000`."""
    if language == "en":
        return f"NOK{HARD_SPACE}{grouped(amount_nok)}"
    return f"{grouped(amount_nok)}{HARD_SPACE}{'krone' if amount_nok == 1 else 'kroner'}"


def long_date(day: date, language: Language) -> str:
    """Return a date for running text: `1. juni 2021`, in English `1 June 2021`."""
    stop = "" if language == "en" else "."
    return f"{day.day}{stop}{HARD_SPACE}{_MONTHS[language][day.month - 1]}{HARD_SPACE}{day.year}"


def month(day: date, language: Language) -> str:
    """Return the month of a day: `juni 2021`."""
    return f"{_MONTHS[language][day.month - 1]}{HARD_SPACE}{day.year}"


def listed(items: Sequence[str], language: Language) -> str:
    """Return `Lund, Sokndal og Time`: commas, and the language's "and" before the last."""
    if len(items) <= 1:
        return "".join(items)
    last = translate(N_("and"), language)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


@runtime_checkable
class Wordable(Protocol):
    """What words itself when it is shown."""

    def worded(self, language: Language) -> str:
        """Return the words in `language`."""


def worded(name: str, value: object, language: Language) -> str:  # noqa: PLR0911  (one line per kind of value)
    """Word one value of a message by its field's name and its type.

    `…_nok` is an amount; dates are long dates; sequences of texts are lists; a `Wordable` words itself; everything else is
    `str`.
    """
    match value:
        case Wordable():
            return value.worded(language)
        case bool():
            return translate(N_("yes") if value else N_("no"), language)
        case int() if name.endswith("_nok"):
            return kroner(value, language)
        case datetime():
            return f"{long_date(value.date(), language)} {value:%H:%M}"
        case date():
            return long_date(value, language)
        case list() | tuple():
            return listed([worded(name, item, language) for item in value], language)
        case _:
            return str(value)
