"""Days and moments as people write them; and the one rule of what is late.

A day may be given as a period (`mars 2021`, `2021`, `1. halvår 2021`): a start is then its first day, an end its last.
A year of two digits is taken only in the Norwegian form with full stops (`31.03.21` is 2021). Days from 2000 to 2099 only.
The number a sheet keeps for a day (44286) is that day where it comes as a number, in the workbook's own epoch; as a text it is
refused with what it can mean. The hour of a moment is left out where only the day is asked for; a period is no moment.
A moment without an offset is local time in Europe/Oslo. A day alone stands for noon of that day: an application that is
known only to have come on the deadline's day is then in time for every deadline from noon on, and its day is the same in
UTC and in Oslo.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.domain.sheets import CellValue, as_text
from skjonn.errors import FindingsError
from skjonn.texts import N_
from skjonn.texts.cleaning import shown, without_width

OSLO = ZoneInfo("Europe/Oslo")
_NOON = time(12)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of the two ways sheets count days; the first as it is from March 1900 on, after the day Excel counts too much."""

_SECONDS = 86_400
LONGEST = 100
"""Characters of a text that is read as a date."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar january jan", "februar february feb", "mars march mar", "april apr", "mai may", "juni june jun",
         "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov", "desember december des dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_DAY = re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4}|\d{2})", re.ASCII)
_DASHED = re.compile(r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})[/ ](?P<year>\d{4})", re.ASCII)
_NAMED = re.compile(r"(?P<day>\d{1,2})\.?\s*(?P<name>[a-zæøå]+)\.?,?\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(?P<name>[a-z]+)\.?\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_MONTH_NUMBER = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})|(?P<isoyear>\d{4})-(?P<isomonth>\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(?P<year>20\d{2})", re.ASCII)
_PART = re.compile(r"(?P<part>[1-4])\.?\s*(?P<unit>halvår|kvartal|tertial)\s+(?P<year>[0-9]{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<day>.+?)(?:,?\s+|T)(?:kl\.?\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?", re.ASCII
)
_SERIAL = re.compile(r"(?P<whole>\d{5})(?:[.,]\d{1,12})?", re.ASCII)
_PARTS = {"halvår": 6, "tertial": 4, "kvartal": 3}


class DateUnreadable(FindingsError):
    """A value is no day."""

    code = "date-unreadable"
    sentence = N_("“{text}” is not a date.")
    advice = N_("Write it as 31.3.2021.")


class DateAmbiguous(DateUnreadable):
    """Day and month can change places."""

    code = "date-ambiguous"
    sentence = N_("“{text}” can mean {one} or {other}.")
    advice = N_("Write it as 31.3.2021.")


class DateOutOfBounds(DateUnreadable):
    """A day of another century, which is a slip of the pen."""

    code = "date-out-of-bounds"
    sentence = N_("“{text}” is not between 2000 and 2099.")
    advice = N_("Check the year.")


class DateTooLong(DateUnreadable):
    """More text than any date needs."""

    code = "date-too-long"
    sentence = N_("A text of {count} characters, “{text}”, is not a date.")
    advice = N_("Write the date alone, as 31.3.2021.")


class DateSerialText(DateUnreadable):
    """A text holds what a sheet keeps for a day as a number."""

    code = "date-serial-text"
    sentence = N_("“{text}” is a text, not a date; as the number of a day it means {day}.")
    advice = N_("Write it as 31.3.2021.")


class DateIsNumber(DateUnreadable):
    """An amount, or another number, stands where a day is expected."""

    code = "date-is-number"
    sentence = N_("“{text}” is a number or an amount, not a date.")
    advice = N_("Write a date as 31.3.2021; check that the columns are not mixed up.")


class DateIsYesNo(DateUnreadable):
    """A cell of the kind that is either true or false."""

    code = "date-is-yes-no"
    sentence = N_("The cell holds a yes or a no, “{text}”, where a date is expected.")
    advice = N_("Write it as 31.3.2021.")


class DateIsPeriod(DateUnreadable):
    """A month, a year or a part of one stands where one day is needed."""

    code = "date-is-period"
    sentence = N_("“{text}” is a period, and one day is needed.")
    advice = N_("Write the day, as 31.3.2021.")


def parse_day(value: CellValue, *, end: bool = False, epoch_1904: bool = False) -> date:
    """Return the day `value` means; of a period its first day, or its last where `end` is set.

    Args:
        value: a cell or a typed text; a number is a year, or a day as sheets count them.
        end: the last day of a period is asked for.
        epoch_1904: the workbook counts its days from 1904.

    Raises:
        DateUnreadable: (or a branch) it is no day, or a doubtful one.
    """
    if isinstance(value, datetime):
        return _bounded(value.date(), value)
    if isinstance(value, date):
        return _bounded(value, value)
    if isinstance(value, bool):
        raise DateIsYesNo(text=as_text(value))
    if isinstance(value, int | float):
        return _of_number(value, end=end, epoch_1904=epoch_1904)
    if not isinstance(value, str):
        raise DateUnreadable(text=shown(getattr(value, "text", "")))
    return _of_text(_bare(value), end=end, epoch_1904=epoch_1904)


def parse_moment(value: CellValue, *, epoch_1904: bool = False) -> datetime:
    """Return the moment `value` means, aware, in Europe/Oslo; a day alone is noon of that day, a period is refused.

    Args:
        value: a cell or a typed text; the fraction of a number is the time of day.
        epoch_1904: the workbook counts its days from 1904.

    Raises:
        DateUnreadable: (or a branch) it is no moment.
    """
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, float) and not value.is_integer():
        return _moment_of_serial(value, epoch_1904)
    if isinstance(value, str):
        return _moment_of_text(_bare(value), epoch_1904)
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_year(value):
        raise DateIsPeriod(text=str(int(value)))
    return day_alone(parse_day(value, epoch_1904=epoch_1904))


def day_alone(day: date) -> datetime:
    """Return the moment that stands for a day whose hour is not known: noon in Europe/Oslo."""
    return datetime.combine(day, _NOON, OSLO)


def is_late(received: datetime, deadline: datetime) -> bool:
    """Tell whether what came at `received` came after `deadline`, which is itself in time. Both are aware."""
    return received > deadline


def _moment(value: datetime) -> datetime:
    _bounded(value.date(), value)
    if value.tzinfo is not None:
        local = value.astimezone(OSLO)
        _bounded(local.date(), value)
        return local
    if value.time() == time(0):
        return day_alone(value.date())
    return value.replace(tzinfo=OSLO)


def _bare(text: str) -> str:
    """Return a text with single spaces and nothing invisible."""
    bare = " ".join(without_width(text).split())
    if len(bare) > LONGEST:
        raise DateTooLong(count=len(bare), text=shown(bare))
    return bare


def _moment_of_text(text: str, epoch_1904: bool) -> datetime:
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        exact = None
    if exact is not None and len(text) > len("2021-02-28"):
        return _moment(exact)
    clock = None if _plain_day(text, end=False) else _CLOCK.fullmatch(text)
    if _period(clock["day"] if clock else text, end=False):
        raise DateIsPeriod(text=shown(text))
    if clock:
        day = _plain_day(clock["day"], end=False) or _refused(text, epoch_1904)
        return datetime.combine(day, _time(clock, text), OSLO)
    return day_alone(_of_text(text, end=False, epoch_1904=epoch_1904))


def _time(clock: re.Match[str], text: str) -> time:
    try:
        return time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        raise DateUnreadable(text=shown(text)) from None


def _moment_of_serial(value: float, epoch_1904: bool) -> datetime:
    day = _of_number(value, end=False, epoch_1904=epoch_1904)
    seconds = round(value % 1 * _SECONDS)
    if seconds == 0:
        return day_alone(day)
    local = datetime.combine(day, time(0)) + timedelta(seconds=seconds)
    return datetime.combine(_bounded(local.date(), local), local.time(), OSLO)


def _of_number(value: float, *, end: bool, epoch_1904: bool) -> date:
    if _is_year(value):
        return _last(int(value), 12) if end else date(int(value), 1, 1)
    day = _of_serial(value, epoch_1904)
    if day is None:
        raise DateIsNumber(text=shown(f"{value:.15g}" if isinstance(value, float) else str(max(min(value, 10**40), -(10**40)))))  # fmt: skip
    return day


def _is_year(value: float) -> bool:
    return _FIRST_YEAR <= value <= _LAST_YEAR and value == int(value)


def _of_serial(value: float, epoch_1904: bool) -> date | None:
    """Return the day a sheet keeps as a number; None where it is none of this century."""
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
    first, after = (date(_FIRST_YEAR, 1, 1) - epoch).days, (date(_LAST_YEAR + 1, 1, 1) - epoch).days
    return epoch + timedelta(days=int(value)) if first <= value < after else None


def _of_text(text: str, *, end: bool, epoch_1904: bool) -> date:
    """Return the day of a text; an hour behind it is passed over."""
    day = _plain_day(text, end=end)
    if day is None and (clock := _CLOCK.fullmatch(text)):
        _time(clock, text)
        day = _plain_day(clock["day"], end=end)
    return day or _refused(text, epoch_1904)


def _plain_day(text: str, *, end: bool) -> date | None:
    for form in (_DAY, _ISO, _DASHED):
        if found := form.fullmatch(text):
            return _date(found["year"], int(found["month"]), int(found["day"]), text)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found, text)
    if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found["name"].lower())):
        return _date(found["year"], month, int(found["day"]), text)
    return _period(text, end=end)


def _refused(text: str, epoch_1904: bool) -> NoReturn:
    serial = _SERIAL.fullmatch(text)
    if serial and (day := _of_serial(int(serial["whole"]), epoch_1904)):
        raise DateSerialText(text=text, day=day)
    try:
        parse_amount(text)
    except AmountUnreadable:
        raise DateUnreadable(text=shown(text)) from None
    raise DateIsNumber(text=shown(text))


def _slashed(found: re.Match[str], text: str) -> date:
    first, second = int(found["day"]), int(found["month"])
    if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  (months of a year)
        one, other = (_date(found["year"], month, day, text) for month, day in ((second, first), (first, second)))
        raise DateAmbiguous(text=shown(text), one=one, other=other)
    return _date(found["year"], second, first, text)


def _period(text: str, *, end: bool) -> date | None:
    """Return the edge of a period: a year, a part of one, a month; None where it is none."""
    if found := _YEAR.fullmatch(text):
        return _of_number(int(found["year"]), end=end, epoch_1904=False)
    if found := _PART.fullmatch(text):
        months = _PARTS[found["unit"].lower()]
        last = int(found["part"]) * months
        if last <= 12:  # noqa: PLR2004  (months of a year)
            return _edge(found["year"], last if end else last - months + 1, text, end=end)
    if (found := _MONTH.fullmatch(text)) and (month := _MONTHS.get(found["name"].lower())):
        return _edge(found["year"], month, text, end=end)
    if found := _MONTH_NUMBER.fullmatch(text):
        return _edge(found["year"] or found["isoyear"], int(found["month"] or found["isomonth"]), text, end=end)
    return None


def _edge(year: str, month: int, text: str, *, end: bool) -> date:
    first = _date(year, month, 1, text)
    return _last(first.year, month) if end else first


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: str, month: int, day: int, text: str) -> date:
    full = int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004  (digits of a short year)
    try:
        return _bounded(date(full, month, day), text)
    except ValueError:
        raise DateUnreadable(text=shown(text)) from None


def _bounded(day: date, text: object) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DateOutOfBounds(text=str(text))
    return day
