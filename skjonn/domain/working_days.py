"""Working days in Norway: Saturdays, Sundays and public holidays are none."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
_AROUND_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday and Monday."""
_SATURDAY = 5


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year, by the anonymous algorithm of 1876 (Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Whether offices are open: no Saturday, no Sunday, no public holiday."""
    if day.weekday() >= _SATURDAY or (day.month, day.day) in _FIXED:
        return False
    return (day - easter(day.year)).days not in _AROUND_EASTER


def working_day(day: date) -> date:
    """Return a day itself where it is a working day, else the next one that is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
