"""Days and moments as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.dates import OSLO, DateUnreadable, day_alone, is_late, parse_day, parse_moment
from skjonn.domain.sheets import CellValue

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("31.3.2021", date(2021, 3, 31), date(2021, 3, 31)),
        ("31.03.21", date(2021, 3, 31), date(2021, 3, 31)),
        ("2021-03-31", date(2021, 3, 31), date(2021, 3, 31)),
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
        (44286, "date-unreadable"),
        (True, "date-unreadable"),
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
    assert caught.value.message()


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("28.02.2021 kl. 14:05", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28.02.2021 14.05", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28. februar 2021 kl 9.05", datetime(2021, 2, 28, 9, 5, tzinfo=OSLO)),
        ("2021-02-28T14:05:06", datetime(2021, 2, 28, 14, 5, 6, tzinfo=OSLO)),
        ("2021-02-28T13:05:00+00:00", datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("28.02.2021", datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        ("2021-02-28", datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (date(2021, 2, 28), datetime(2021, 2, 28, 12, tzinfo=OSLO)),
        (datetime(2021, 2, 28, 14, 5), datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),  # noqa: DTZ001  (a cell's value)
    ],
)
def test_moments(value: CellValue, moment: datetime) -> None:
    """A moment without an offset is Oslo time; a day alone is noon."""
    assert parse_moment(value) == moment


@pytest.mark.parametrize("value", ["28.02.2021 kl. 25:00", "i går", "", None])
def test_refuses_what_is_no_moment(value: CellValue) -> None:
    """An hour that does not exist, or no day at all, is refused."""
    with pytest.raises(DateUnreadable):
        parse_moment(value)


def test_the_deadline_itself_is_in_time() -> None:
    """A second after the deadline is late; the deadline, and its day where no hour is known, is not."""
    deadline = datetime(2021, 2, 28, 23, 59, 59, tzinfo=OSLO)

    assert not is_late(deadline, deadline)
    assert not is_late(day_alone(date(2021, 2, 28)), deadline)
    assert is_late(datetime(2021, 2, 28, 23, 0, tzinfo=UTC), deadline)
    assert is_late(day_alone(date(2021, 3, 1)), deadline)


@given(DAYS)
def test_what_we_print_we_read(day: date) -> None:
    """Every day comes back from the Norwegian and the ISO form."""
    assert parse_day(f"{day.day}.{day.month}.{day.year}") == day
    assert parse_day(f"{day:%d.%m.%y}") == day
    assert parse_day(day.isoformat()) == day


@given(st.text() | st.floats() | st.integers() | st.text(alphabet="0123456789.-/: klmars"))
def test_nothing_but_its_own_error(value: str | float) -> None:
    """Whatever the value, the answer is a day of this century, an aware moment, or this module's error."""
    for parse in (parse_day, parse_moment):
        try:
            found = parse(value)
        except DateUnreadable:
            continue
        assert 2000 <= found.year <= 2099
