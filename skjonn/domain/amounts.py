"""Amounts as people write them, read as whole kroner or refused; never a guess.

Accepted: `1 100 000` (spaces of every kind), `1.100.000` and `1,100,000` (full groups, at least two separators),
`kr 500 000,-`, `NOK 500000`, `500 000,00`, `1,1 mill. kroner`, `500 tusen`. Refused: what could mean two things (`1.100`),
groups that cannot be right (`1.10.000`, `12.00`), parts of a krone, signs, exponents, digits of other scripts.

In a column of thousands or millions a fraction is exact (`1100,5` is 1 100 500 kroner); `1,1 mill.` says its own unit and is
taken at its word; what says `kr`, or would be more than any applicant asks for, is refused with both its meanings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from skjonn.domain.amount_errors import (
    AmountAmbiguous,
    AmountFraction,
    AmountGroups,
    AmountIsDate,
    AmountIsYesNo,
    AmountMissing,
    AmountNegative,
    AmountSeveral,
    AmountTooLarge,
    AmountTooLong,
    AmountUnitDoubtful,
    AmountUnreadable,
)
from skjonn.domain.meanings import OneOf
from skjonn.texts.cleaning import shown, without_width
from skjonn.texts.wording import grouped

__all__ = ["DOUBTFUL_IN_UNITS_NOK", "GREATEST_NOK", "LONGEST", "AmountUnreadable", "parse_amount"]

GREATEST_NOK = 10**12
"""No amount in this house comes near it; what does is a slip."""

DOUBTFUL_IN_UNITS_NOK = 50_000_000
"""From here on a number in a column of thousands or millions is more likely kroner already: the smallest grants are some
tens of thousands, and an office shares out less than this among all its projects. It can be said in words: `60 mill.`"""

_FAR = 10**40

LONGEST = 100
"""Characters of a text that is read as an amount."""

SPACES = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Every space there is, for a class of signs in a pattern."""

_EXACT_DIGITS = 15
"""What Excel keeps and shows of a number; beyond it stands the noise of its arithmetic."""

_SPACES = re.compile(f"[{SPACES}\n]+")
_CURRENCY = r"(?:nok|kr\.?|(?:norske\s)?krone[rn]?)"
_UNIT_BEFORE = re.compile(rf"^{_CURRENCY}(?=[\s\d])\s*", re.IGNORECASE)
_UNIT_AFTER = re.compile(rf"(?<![a-zæøå])\s?{_CURRENCY}$", re.IGNORECASE)
_DASH_AFTER = re.compile("\\s?[,.][-\u2010-\u2015\u2212]{1,2}$")
_APART = r"[^0-9A-Za-zÆØÅæøå]*"
_TWO_AMOUNTS = re.compile(rf"[0-9]{_APART}[\n\t]{_APART}[1-9]|[0-9][{SPACES}]{{2,}}[1-9]")
"""Digits, a new line or a wide gap, and digits that could begin an amount of their own, as 000 could not."""
_MULTIPLIED = re.compile(
    r"(?P<number>(?:[0-9]{1,3}(?: [0-9]{3}){1,2}|[0-9]{1,7})(?:[.,][0-9]{1,6})?)\s?(?P<unit>mill\.?|million|millioner|millionar|millions?|mnok|mkr\.?|tusen|thousand|tkr\.?|tnok)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_STOPPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_COMMA_FRACTION = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+),(?P<part>[0-9]{1,2})"
)
_STOP_FRACTION = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<part>[0-9]{1,2})"
)
_BELOW_ONE = re.compile(r"(?P<whole>0)[.,](?P<part>[0-9]{3,20})")
_DATE = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\. ?20[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}[/ ]20[0-9]{2}")  # fmt: skip
_GROUP_MARKS = re.compile("[ .,]")
_DIGITS_AND_MARKS = re.compile(r"[0-9](?:[0-9 .,]*[0-9])?")
_NEGATIVE = re.compile(r"^[-\u2212\u2013]\s?[0-9].*|^\(.*[0-9].*\)$")


@dataclass(frozen=True)
class _Written:
    """What a text says: a number; whether it says its own unit in words (mill.), and whether it says kroner."""

    number: Decimal
    in_words: bool = False
    in_kroner: bool = False


def parse_amount(value: object, *, unit: int = 1, is_sum: bool = False) -> int:
    """Return the whole kroner `value` means: a text as people write it, or the number of a cell.

    Args:
        value: a text, or an int or float, which must be whole kroner once multiplied by `unit`. Anything else is refused.
        unit: what the numbers of the column are counted in: 1, 1000 or 1000000 kroner.
        is_sum: it is the sum of a column, which may well be as large as no single amount should be.

    Raises:
        AmountUnreadable: (one of its branches) it is no amount, or a doubtful one; never another exception.
    """
    if isinstance(value, bool):
        raise AmountIsYesNo(text="ja" if value else "nei")
    if isinstance(value, int | float):
        return _of_number(value, unit, is_sum)
    if isinstance(value, str):
        return _of_text(value, unit, is_sum)
    if isinstance(value, date):
        raise AmountIsDate(text=f"{value.day}.{value.month}.{value.year}")
    raise AmountUnreadable(text=shown(str(value)))


def _of_number(value: float, unit: int, is_sum: bool) -> int:
    if unit == 1 and 0 <= value <= GREATEST_NOK and value == int(value):
        return int(value)  # nearly every cell
    text = f"{value:.{_EXACT_DIGITS}g}" if isinstance(value, float) else str(max(min(value, _FAR), -_FAR))
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  (not a number differs from itself)
        raise AmountUnreadable(text=text)
    if value < 0:
        raise AmountNegative(text=text)
    if value > GREATEST_NOK:
        raise AmountTooLarge(text=text)
    return _bounded(_Written(Decimal(text)), text, unit, is_sum)


def _of_text(text: str, unit: int, is_sum: bool) -> int:
    typed = without_width(text).strip()
    if not typed:
        raise AmountMissing
    if len(typed) > LONGEST:
        raise AmountTooLong(count=len(typed), text=shown(typed))
    clean = _SPACES.sub(" ", typed)
    said = shown(clean)
    if _TWO_AMOUNTS.search(typed):
        raise AmountSeveral(text=said)
    if _NEGATIVE.match(clean):
        raise AmountNegative(text=said)
    if _DATE.fullmatch(clean):
        raise AmountIsDate(text=said)
    return _bounded(_written(clean, said, unit), said, unit, is_sum)


def _bounded(written: _Written, said: str, unit: int, is_sum: bool) -> int:
    """Return the amount in kroner, if it is whole, within bounds and without doubt about its unit."""
    times = written.number if written.in_words else written.number * unit
    if times > GREATEST_NOK:
        raise AmountTooLarge(text=said)
    if times != int(times):
        raise AmountFraction(text=said)
    own = unit != 1 and not written.in_words and times > 0
    if own and (written.in_kroner or (times >= DOUBTFUL_IN_UNITS_NOK and not is_sum)):
        raise AmountUnitDoubtful(text=said, unit_nok=unit, plain_nok=int(written.number), times_nok=int(times))
    return int(times)


def _written(clean: str, said: str, unit: int) -> _Written:
    bare, in_kroner, told_whole = _without_currency(clean)
    multiplied = _MULTIPLIED.fullmatch(bare)
    if multiplied and not told_whole:
        return _Written(_multiplied(multiplied["number"], multiplied["unit"].lower(), said), in_words=True)
    if not _DIGITS_AND_MARKS.fullmatch(bare):
        raise AmountNegative(text=said) if _NEGATIVE.match(bare) else AmountUnreadable(text=said)
    if not told_whole and (fraction := _fraction(bare, unit)) is not None:
        return _Written(fraction, in_kroner=in_kroner)
    return _Written(Decimal(_whole(bare, said, told_whole=told_whole)), in_kroner=in_kroner)


def _without_currency(text: str) -> tuple[str, bool, bool]:
    """Take the currency away, and `,-` with it; tell whether either was there, and whether `,-` was.

    The dash tells that the number before it is whole.
    """
    before = _UNIT_BEFORE.sub("", text)
    outer = _DASH_AFTER.sub("", before)
    bare = _UNIT_AFTER.sub("", outer).rstrip()
    dashless = _DASH_AFTER.sub("", bare)
    return dashless, dashless != text, outer != before or dashless != bare


def _multiplied(number: str, unit: str, said: str) -> Decimal:
    thousands = unit.startswith("t")
    if re.search(r"[.,][0-9]{3}$" if thousands else r"\.[0-9]{3}$", number):
        mark = number[-4]
        raise AmountAmbiguous(text=said, grouped=number.replace(mark, " "), fraction=number.replace(mark, ","))
    if number.startswith("0") and number[1:2].isdigit():
        raise AmountUnreadable(text=said)
    return Decimal(number.replace(",", ".").replace(" ", "")) * (1000 if thousands else 1_000_000)


def _fraction(bare: str, unit: int) -> Decimal | None:
    """Return the number a text gives with a decimal sign, None where it is no decimal sign or not surely one.

    A comma is one before one or two digits. So is a full stop, but not with three digits or fewer before it and two
    behind it: `12.00` is as likely twelve thousand with a digit lost. Behind a nought alone either is one. In a column
    of millions a comma before three digits or more can only be one: thousands of millions are not asked for.
    """
    found = _COMMA_FRACTION.fullmatch(bare) or _STOP_FRACTION.fullmatch(bare) or _BELOW_ONE.fullmatch(bare)
    if not found and unit > 1000:  # noqa: PLR2004  (a column of millions)
        found = re.fullmatch(r"(?P<whole>[0-9]{1,3}),(?P<part>[0-9]{3,20})", bare)
    if not found:
        return None
    whole = _GROUP_MARKS.sub("", found["whole"])
    if "." in bare[-3:] and len(found["part"]) == 2 and len(whole) <= 3:  # noqa: PLR2004  (as the docstring says)
        return None
    if whole.startswith("0") and whole != "0":
        return None
    return Decimal(f"{whole}.{found['part']}")


def _whole(bare: str, said: str, *, told_whole: bool) -> int:
    if _PLAIN.fullmatch(bare):
        if bare.startswith("0") and bare != "0":
            raise AmountUnreadable(text=said)
        return _digits(bare, said)
    is_full = _SPACED.fullmatch(bare) or (_STOPPED.fullmatch(bare) and (told_whole or len(re.findall("[.,]", bare)) > 1))  # fmt: skip
    if is_full and not bare.startswith("0"):
        return _digits(_GROUP_MARKS.sub("", bare), said)
    if _STOPPED.fullmatch(bare) and not is_full and not bare.startswith("0"):
        raise AmountAmbiguous(text=said, grouped=re.sub("[.,]", " ", bare), fraction=bare.replace(".", ","))
    raise AmountGroups(text=said, meanings=OneOf(_meanings(bare)))


def _meanings(bare: str) -> tuple[str, ...]:
    """Return what wrong groups can have been meant as: without the signs, each group filled up or cut to three, a fraction."""
    first, *groups = [group for group in _GROUP_MARKS.split(bare) if group]
    readings = [first + "".join(groups), first + "".join(group[:3].ljust(3, "0") for group in groups)]
    *before, last = re.findall("[ .,]", bare)
    if last != " " and set(groups[-1]) == {"0"} and (len(groups[-1]) == 2 or (before and last not in before)):  # noqa: PLR2004  (øre)
        readings.append(first + "".join(groups[:-1]))
    amounts = {int(reading) for reading in readings if len(reading) <= len(str(GREATEST_NOK))}
    return tuple(grouped(amount) for amount in sorted(amounts)) or (readings[0][:LONGEST],)


def _digits(digits: str, said: str) -> int:
    if len(digits) > len(str(GREATEST_NOK)):
        raise AmountTooLarge(text=said)
    return int(digits)
