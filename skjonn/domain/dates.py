"""Days and moments as people write them; and the one rule of what is late.

A day may be given as a period (`mars 2021`, `2021`, `1. halvår 2021`): a start is then its first day, an end its last.
A year of two digits is taken only in the Norwegian form with full stops (`31.03.21` is 2021). Days from 2000 to 2099 only.
A moment without an offset is local time in Europe/Oslo. A day alone stands for noon of that day: an application that is
known only to have come on the deadline's day is then in time for every deadline from noon on, and its day is the same in
UTC and in Oslo.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from skjonn.domain.sheets import CellValue, Fault
from skjonn.errors import FindingsError
from skjonn.texts import N_

OSLO = ZoneInfo("Europe/Oslo")
_NOON = time(12)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099

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
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})[/ ](?P<year>\d{4})", re.ASCII)
_NAMED = re.compile(r"(?P<day>\d{1,2})\.?\s*(?P<name>[a-zæøå]+)\.?,?\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(?P<name>[a-z]+)\.?\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_MONTH_NUMBER = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})|(?P<isoyear>\d{4})-(?P<isomonth>\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(?P<year>20\d{2})", re.ASCII)
_PART = re.compile(r"(?P<part>[1-4])\.?\s*(?P<unit>halvår|kvartal|tertial)\s+(?P<year>[0-9]{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<day>.+?)(?:,?\s+|T)(?:kl\.?\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?", re.ASCII
)
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


def parse_day(value: CellValue, *, end: bool = False) -> date:
    """Return the day `value` means; of a period its first day, or its last where `end` is set.

    Raises:
        DateUnreadable: (or a branch) it is no day, or a doubtful one.
    """
    if isinstance(value, datetime):
        return _bounded(value.date(), value)
    if isinstance(value, date):
        return _bounded(value, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, end=end)
    if not isinstance(value, str):
        raise DateUnreadable(text=value.text if isinstance(value, Fault) else str(value))
    return _of_text(" ".join(value.split()), end=end)


def parse_moment(value: CellValue) -> datetime:
    """Return the moment `value` means, aware, in Europe/Oslo; a day alone is noon of that day.

    Raises:
        DateUnreadable: (or a branch) it is no moment.
    """
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, str):
        return _moment_of_text(" ".join(value.split()))
    return day_alone(parse_day(value))


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


def _moment_of_text(text: str) -> datetime:
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        exact = None
    if exact is not None and len(text) > len("2021-02-28"):
        return _moment(exact)
    clock = _CLOCK.fullmatch(text)
    if not clock:
        return day_alone(parse_day(text))
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    try:
        at = time(hour, minute, second)
    except ValueError:
        raise DateUnreadable(text=text) from None
    return datetime.combine(parse_day(clock["day"]), at, OSLO)


def _of_number(value: float, *, end: bool) -> date:
    if _FIRST_YEAR <= value <= _LAST_YEAR and float(value).is_integer():
        return _last(int(value), 12) if end else date(int(value), 1, 1)
    raise DateUnreadable(text=str(value)[:40])


def _of_text(text: str, *, end: bool) -> date:
    for form in (_DAY, _ISO, _DASHED):
        if found := form.fullmatch(text):
            return _date(found["year"], int(found["month"]), int(found["day"]), text)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found, text)
    if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found["name"].lower())):
        return _date(found["year"], month, int(found["day"]), text)
    return _period(text, end=end)


def _slashed(found: re.Match[str], text: str) -> date:
    first, second = int(found["day"]), int(found["month"])
    if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  (months of a year)
        one, other = (_date(found["year"], month, day, text) for month, day in ((second, first), (first, second)))
        raise DateAmbiguous(text=text, one=one, other=other)
    return _date(found["year"], second, first, text)


def _period(text: str, *, end: bool) -> date:
    if found := _YEAR.fullmatch(text):
        return _of_number(int(found["year"]), end=end)
    if found := _PART.fullmatch(text):
        months = _PARTS[found["unit"].lower()]
        last = int(found["part"]) * months
        if last <= 12:  # noqa: PLR2004  (months of a year)
            return _edge(found["year"], last if end else last - months + 1, text, end=end)
    if (found := _MONTH.fullmatch(text)) and (month := _MONTHS.get(found["name"].lower())):
        return _edge(found["year"], month, text, end=end)
    if found := _MONTH_NUMBER.fullmatch(text):
        return _edge(found["year"] or found["isoyear"], int(found["month"] or found["isomonth"]), text, end=end)
    raise DateUnreadable(text=text[:40])


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
        raise DateUnreadable(text=text[:40]) from None


def _bounded(day: date, text: object) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DateOutOfBounds(text=str(text))
    return day
