"""Days and moments as people write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.dates import OSLO, DateUnreadable, day_alone, is_late, parse_day, parse_moment
from skjonn.domain.sheets import CellValue, Fault

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("31.3.2021", date(2021, 3, 31), date(2021, 3, 31)),
        ("31.03.21", date(2021, 3, 31), date(2021, 3, 31)),
        ("2021-03-31", date(2021, 3, 31), date(2021, 3, 31)),
        ("2021/3/31", date(2021, 3, 31), date(2021, 3, 31)),
        ("2021-03-31 00:00:00", date(2021, 3, 31), date(2021, 3, 31)),
        ("31.3.2021 kl. 14.05", date(2021, 3, 31), date(2021, 3, 31)),
        ("\u200b31.3.2021\u200e", date(2021, 3, 31), date(2021, 3, 31)),
        (44286, date(2021, 3, 31), date(2021, 3, 31)),
        (44286.0, date(2021, 3, 31), date(2021, 3, 31)),
        (44286.75, date(2021, 3, 31), date(2021, 3, 31)),
        (36526, date(2000, 1, 1), date(2000, 1, 1)),
        (73050, date(2099, 12, 31), date(2099, 12, 31)),
        ("31-03-2021", date(2021, 3, 31), date(2021, 3, 31)),
        ("31/3/2021", date(2021, 3, 31), date(2021, 3, 31)),
        ("31. mars 2021", date(2021, 3, 31), date(2021, 3, 31)),
        ("1\u00a0June 2021", date(2021, 6, 1), date(2021, 6, 1)),
        ("mars 2021", date(2021, 3, 1), date(2021, 3, 31)),
        ("02.2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        (2021, date(2021, 1, 1), date(2021, 12, 31)),
        (2021.0, date(2021, 1, 1), date(2021, 12, 31)),
        ("1. halvår 2021", date(2021, 1, 1), date(2021, 6, 30)),
        ("3. kvartal 2021", date(2021, 7, 1), date(2021, 9, 30)),
        (date(2021, 3, 31), date(2021, 3, 31), date(2021, 3, 31)),
        (datetime(2021, 3, 31, 14, 5), date(2021, 3, 31), date(2021, 3, 31)),  # noqa: DTZ001  (a cell's value)
    ],
)
def test_days_and_periods(value: CellValue, first: date, last: date) -> None:
    """A start is the first day of what was written, an end the last."""
    assert parse_day(value) == first
    assert parse_day(value, end=True) == last


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3/4/2021", "date-ambiguous"),
        ("30.2.2021", "date-unreadable"),
        ("31.3.1921", "date-out-of-bounds"),
        ("våren 2021", "date-unreadable"),
        ("3. halvår 2021", "date-unreadable"),
        ("44286", "date-serial-text"),
        ("44286,5", "date-serial-text"),
        (36525, "date-is-number"),
        (73051, "date-is-number"),
        (500_000, "date-is-number"),
        (0.5, "date-is-number"),
        (float("nan"), "date-is-number"),
        (float("inf"), "date-is-number"),
        (10**500, "date-is-number"),
        ("kr 500 000", "date-is-number"),
        ("1,1 mill.", "date-is-number"),
        ("31", "date-is-number"),
        (True, "date-is-yes-no"),
        (Fault("#REF!"), "date-unreadable"),
        ("31.3.2021 25:00", "date-unreadable"),
        ("31.3.2021 10:00 10:00", "date-unreadable"),
        ("٣١.٣.٢٠٢١", "date-unreadable"),
        ("\ud800", "date-unreadable"),
        ("x" * 101, "date-too-long"),
        (None, "date-unreadable"),
        ("", "date-unreadable"),
        ("31.3", "date-unreadable"),
    ],
)
def test_refuses_what_is_doubtful(value: CellValue, code: str) -> None:
    """What is no day, or two, is refused with a code that says why."""
    with pytest.raises(DateUnreadable) as caught:
        parse_day(value)

    assert caught.value.code == code
    assert caught.value.message().encode()


def test_a_text_that_is_a_days_number_says_which_day() -> None:
    """A number that reached us as a text is not taken for a date, but told what it would be."""
    with pytest.raises(DateUnreadable) as caught:
        parse_day("44286")
    with pytest.raises(DateUnreadable) as later:
        parse_day("44286", epoch_1904=True)

    assert "31\u00a0March\u00a02021" in caught.value.message()
    assert "1\u00a0April\u00a02025" in later.value.message()


def test_the_workbook_says_which_epoch() -> None:
    """The same number is four years and a day later where the workbook counts from 1904."""
    assert parse_day(42824, epoch_1904=True) == date(2021, 3, 31)
    assert parse_moment(42824.75, epoch_1904=True) == datetime(2021, 3, 31, 18, tzinfo=OSLO)
    assert parse_day(2021, epoch_1904=True) == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("28.02.2021 kl. 14:05", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28.02.2021 14.05", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28. februar 2021 kl 9.05", datetime(2021, 2, 28, 9, 5, tzinfo=OSLO)),
        ("2021-02-28T14:05:06", datetime(2021, 2, 28, 14, 5, 6, tzinfo=OSLO)),
        ("2021-02-28T13:05:00+00:00", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28.02.2021", datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (44255, datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (44255.0, datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (44255.75, datetime(2021, 2, 28, 18, tzinfo=OSLO)),
        (44255.586805555555, datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        (44255.9999999, datetime(2021, 3, 1, 0, tzinfo=OSLO)),
        ("2021-02-28", datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (date(2021, 2, 28), datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (datetime(2021, 2, 28, 14, 5), datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),  # noqa: DTZ001  (a cell's value)
    ],
)
def test_moments(value: CellValue, moment: datetime) -> None:
    """A moment without an offset is Oslo time; a day alone is noon."""
    assert parse_moment(value) == moment


@pytest.mark.parametrize(
    "value", ["28.02.2021 kl. 25:00", "i går", "", None, "44255.75", True, 73050.99999999, "28.02.2021 14:05 14:05"]
)
def test_refuses_what_is_no_moment(value: CellValue) -> None:
    """An hour that does not exist, or no day at all, is refused."""
    with pytest.raises(DateUnreadable):
        parse_moment(value)


@pytest.mark.parametrize(
    "value", ["februar 2021", "2021", 2021, 2021.0, "2/2021", "2021-02", "1. halvår 2021", "mars 2021 kl. 10:00"]
)
def test_a_period_is_no_moment(value: CellValue) -> None:
    """Nothing is received in a month or a year: one day is needed; as the edge of a project the same is a day."""
    with pytest.raises(DateUnreadable) as caught:
        parse_moment(value)

    assert caught.value.code == "date-is-period"
    assert parse_day(value).year == 2021


def test_the_deadline_itself_is_in_time() -> None:
    """A second after the deadline is late; the deadline, and its day where no hour is known, is not."""
    deadline = datetime(2021, 2, 28, 23, 59, 59, tzinfo=OSLO)

    assert not is_late(deadline, deadline)
    assert not is_late(day_alone(date(2021, 2, 28)), deadline)
    assert is_late(datetime(2021, 2, 28, 23, 0, tzinfo=UTC), deadline)
    assert is_late(day_alone(date(2021, 3, 1)), deadline)


MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")  # fmt: skip


@given(DAYS)
def test_what_we_print_we_read(day: date) -> None:
    """Every day comes back from each way of writing it that is accepted, and from the number a sheet keeps for it."""
    for text in (
        f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", f"{day.day}. {day.month}. {day.year}",
        day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%d-%m-%Y}", f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}.{MONTHS[day.month - 1][:3]}. {day.year}", f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T23:59:59",
    ):  # fmt: skip
        assert parse_day(text) == day, text
    assert parse_day((day - date(1899, 12, 30)).days) == day
    assert parse_day(float((day - date(1904, 1, 1)).days), epoch_1904=True) == day


@given(DAYS, st.booleans())
def test_months_and_years_have_two_ends(day: date, by_name: bool) -> None:
    """A month's and a year's first and last day are read from each way of writing them."""
    month = f"{MONTHS[day.month - 1]} {day.year}" if by_name else f"{day.month}.{day.year}"

    assert parse_day(month) == day.replace(day=1)
    assert (parse_day(month, end=True) - day).days in range(31)
    assert parse_day(str(day.year), end=True) == date(day.year, 12, 31)


@given(
    st.text()
    | st.text(st.characters(categories=["Cs", "Nd", "Zs", "Cf", "Cc"]), max_size=30)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.text(alphabet="0123456789.-/: klmars"),
    st.booleans(),
)
def test_nothing_but_its_own_error(value: str | float, epoch_1904: bool) -> None:
    """Whatever the value, the answer is a day of this century, an aware moment, or this module's error, which can be shown."""
    for parse in (parse_day, parse_moment):
        try:
            found = parse(value, epoch_1904=epoch_1904)
        except DateUnreadable as error:
            assert error.message().encode()  # noqa: PT017  (an error is right for most values)
            continue
        assert 2000 <= found.year <= 2099


@given(st.text(alphabet="0123456789.-/ ", min_size=1, max_size=12))
def test_never_a_silent_wrong_day(text: str) -> None:
    """Every group of digits that is accepted is the day's, the month's or the year's."""
    try:
        found = parse_day(text)
    except DateUnreadable:
        return
    meant = {found.day, found.month, found.year, found.year % 100}
    assert all(int(digits) in meant for digits in re.findall("[0-9]+", text))
