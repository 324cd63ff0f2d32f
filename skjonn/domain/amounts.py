"""Amounts as people write them, read as whole kroner or refused; never a guess.

Accepted: `1 100 000` (plain, hard, thin spaces), `1.100.000` and `1,100,000` (full groups, at least two separators),
`kr 500 000,-`, `NOK 500000`, `500 000,00`, `1,1 mill. kroner`, `500 tusen`. Refused: what could mean two things (`1.100`),
parts of a krone, signs, exponents, digits of other scripts, groups that are not of three.
"""

from __future__ import annotations

import re
from decimal import Decimal

from skjonn.errors import FindingsError
from skjonn.texts import N_

GREATEST_NOK = 10**12
"""No amount in this house comes near it; what does is a slip."""

_SPACES = re.compile("[\t \u00a0\u202f\u2009\u2007]+")
_UNIT_BEFORE = re.compile(r"^(?:nok|kr\.?|kroner)(?=[\s\d])\s*", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"(?<![a-zæøå])\s*(?:nok|kr\.?|kroner)$", re.IGNORECASE)
_DASH_AFTER = re.compile(r"\s*[,.][-\u2013\u2014]$")
_APART = r"[^0-9A-Za-zÆØÅæøå]*"
_TWO_AMOUNTS = re.compile(rf"[0-9]{_APART}[\n\t]{_APART}[1-9]|[0-9][ \u00a0]{{2,}}[1-9]")
"""Digits, a new line or a wide gap, and digits that could begin an amount of their own, as 000 could not."""
_MULTIPLIED = re.compile(
    r"(?P<number>[0-9]{1,7}(?:[.,][0-9]{1,6})?)\s*(?P<unit>mill\.?|million|millioner|millionar|millions?|mnok|mkr\.?|tusen|thousand|tkr\.?|tnok)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_STOPPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_ZERO_ORE = re.compile(r"(?P<whole>[0-9 .]*[0-9]),00|(?P<english>[0-9 ,]*[0-9])\.00")
_FRACTION = re.compile(r"[0-9][0-9 .]*,[0-9]{1,2}|[0-9][0-9 ,]*\.[0-9]{1,2}")
_ONLY_DIGITS_AND_MARKS = re.compile(r"[0-9 .,]+")
_NEGATIVE = re.compile(r"^[-\u2212\u2013]\s*[0-9].*|^\(.*[0-9].*\)$")


class AmountUnreadable(FindingsError):
    """A text is no amount; the branches below say why."""

    code = "amount-unreadable"
    sentence = N_("“{text}” is not an amount in whole kroner.")
    advice = N_("Write digits only, for example 1 100 000.")


class AmountMissing(AmountUnreadable):
    """There is nothing to read."""

    code = "amount-missing"
    sentence = N_("There is no amount.")
    advice = N_("Write an amount in whole kroner, for example 1 100 000.")


class AmountAmbiguous(AmountUnreadable):
    """One full stop or comma before three digits can group thousands or begin a fraction."""

    code = "amount-ambiguous"
    sentence = N_("“{text}” can mean {grouped} or {fraction}.")
    advice = N_("Write it without the sign, or with spaces: {grouped}.")


class AmountFraction(AmountUnreadable):
    """Parts of a krone are not dealt with."""

    code = "amount-fraction"
    sentence = N_("“{text}” is not a whole number of kroner.")
    advice = N_("Write whole kroner; write millions as 1,1 mill.")


class AmountNegative(AmountUnreadable):
    """An amount below zero."""

    code = "amount-negative"
    sentence = N_("“{text}” is below zero.")
    advice = N_("Write the amount without a sign.")


class AmountGroups(AmountUnreadable):
    """The digits are grouped, but not in threes."""

    code = "amount-groups"
    sentence = N_("The digits of “{text}” are not in groups of three.")
    advice = N_("A digit may be missing; write it as 1 100 000.")


class AmountSeveral(AmountUnreadable):
    """Digits on several lines, or far apart, are more likely several amounts than one."""

    code = "amount-several"
    sentence = N_("“{text}” can be more than one amount.")
    advice = N_("Write one amount, with single spaces: 1 100 000.")


class AmountTooLarge(AmountUnreadable):
    """More than any amount dealt with here."""

    code = "amount-too-large"
    sentence = N_("“{text}” is larger than any amount dealt with here.")
    advice = N_("Check the number of digits.")


def parse_amount(value: str | float) -> int:
    """Return the whole kroner `value` means: a text as people write it, or the number of a cell.

    Args:
        value: a text, an int, or a float, which must be whole.

    Raises:
        AmountUnreadable: (one of its branches) it is no amount, or a doubtful one; never another exception.
    """
    if isinstance(value, str):
        return _bounded(_of_text(value), value)
    if isinstance(value, bool):
        raise AmountUnreadable(text=str(value))
    return _of_number(value)


def _of_number(value: float) -> int:
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  (not a number differs from itself)
        raise AmountUnreadable(text=shown)
    if value < 0:
        raise AmountNegative(text=shown)
    if isinstance(value, float) and not value.is_integer():
        raise AmountFraction(text=repr(value))
    return _bounded(int(value), shown)


def _bounded(amount: int, text: object) -> int:
    if amount > GREATEST_NOK:
        raise AmountTooLarge(text=_shown(str(text)))
    return amount


def _of_text(text: str) -> int:
    clean = _SPACES.sub(" ", text.replace("\n", " ")).strip()
    if not clean:
        raise AmountMissing
    shown = _shown(clean)
    if _TWO_AMOUNTS.search(text.strip()):
        raise AmountSeveral(text=shown)
    if _NEGATIVE.match(clean):
        raise AmountNegative(text=shown)
    bare, told_whole = _without_units(clean)
    multiplied = _MULTIPLIED.fullmatch(bare)
    if multiplied and not told_whole:
        return _multiplied(multiplied["number"], multiplied["unit"], shown)
    if not _ONLY_DIGITS_AND_MARKS.fullmatch(bare):
        raise AmountNegative(text=shown) if _NEGATIVE.match(bare) else AmountUnreadable(text=shown)
    zero_ore = _ZERO_ORE.fullmatch(bare)
    if zero_ore and not told_whole:
        bare, told_whole = zero_ore["whole"] or zero_ore["english"], True
    return _whole(bare, told_whole=told_whole, shown=shown)


def _without_units(text: str) -> tuple[str, bool]:
    """Take the currency away, and `,-` with it, which tells that the number before it is whole."""
    before = _UNIT_BEFORE.sub("", text)
    outer = _DASH_AFTER.sub("", before)
    bare = _UNIT_AFTER.sub("", outer).rstrip()
    dashless = _DASH_AFTER.sub("", bare)
    return dashless, outer != before or dashless != bare


def _multiplied(number: str, unit: str, shown: str) -> int:
    if re.search(r"\.[0-9]{3}$", number):
        raise AmountAmbiguous(text=shown, grouped=number.replace(".", " "), fraction=number.replace(".", ","))
    times = 1000 if unit.lower().startswith("t") else 1_000_000
    amount = Decimal(number.replace(",", ".")) * times
    if amount != int(amount):
        raise AmountFraction(text=shown)
    return int(amount)


def _whole(bare: str, *, told_whole: bool, shown: str) -> int:
    if _PLAIN.fullmatch(bare):
        if bare.startswith("0") and bare != "0":
            raise AmountUnreadable(text=shown)
        return _digits(bare, shown)
    if _SPACED.fullmatch(bare) or (_STOPPED.fullmatch(bare) and (told_whole or len(re.findall("[.,]", bare)) > 1)):
        if bare.startswith("0"):
            raise AmountGroups(text=shown)
        return _digits(re.sub("[ .,]", "", bare), shown)
    if _STOPPED.fullmatch(bare):
        raise AmountAmbiguous(text=shown, grouped=re.sub("[.,]", " ", bare), fraction=bare.replace(".", ","))
    if _FRACTION.fullmatch(bare) and not told_whole:
        raise AmountFraction(text=shown)
    raise AmountGroups(text=shown)


def _digits(digits: str, shown: str) -> int:
    if len(digits) > len(str(GREATEST_NOK)):
        raise AmountTooLarge(text=shown)
    return int(digits)


def _shown(text: str) -> str:
    """Return at most the first forty characters, for a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004  (half a line of a terminal)
