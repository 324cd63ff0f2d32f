"""Working days, the stages of a report that has not come, and that each is sent once however the days are run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.reminders import Stages, StagesWrong, settings_of, stage_on, to_send
from skjonn.domain.reports import Stage
from skjonn.domain.working_days import easter, is_working_day, working_day

DUE = date(2022, 6, 1)
ORDER = list(Stage)
DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))
STAGES = st.builds(lambda coming, overdue, more: Stages(coming, overdue, overdue + more), st.integers(0, 90), st.integers(1, 40), st.integers(1, 90))  # fmt: skip


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "04-02"), (1981, "04-19"), (2000, "04-23"), (2008, "03-23"), (2011, "04-24"), (2019, "04-21"), (2021, "04-04"), (2022, "04-17"), (2024, "03-31"), (2025, "04-20"), (2038, "04-25")],
)  # fmt: skip
def test_easter_falls_where_the_calendar_says(year: int, day: str) -> None:
    """Known Sundays, the earliest and the latest among them."""
    assert easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2022-06-01", "2022-06-01"),
        ("2022-06-04", "2022-06-07"),  # a Saturday before Whit Monday
        ("2022-04-14", "2022-04-19"),  # Maundy Thursday
        ("2022-05-26", "2022-05-27"),  # Ascension
        ("2021-05-17", "2021-05-18"),
        ("2021-12-24", "2021-12-24"),  # no public holiday
        ("2021-12-25", "2021-12-27"),
        ("2022-12-31", "2023-01-02"),
        ("2022-05-01", "2022-05-02"),
    ],
)
def test_a_day_that_is_no_working_day_holds_until_the_next(day: str, moved: str) -> None:
    """Weekends and public holidays."""
    assert working_day(date.fromisoformat(day)).isoformat() == moved


def test_stages_are_counted_from_the_working_day() -> None:
    """Each stage begins on its day; nothing is said before the first."""
    saturday = date(2022, 6, 4)
    found = {day: stage_on(saturday, date.fromisoformat(day), Stages()) for day in ("2022-05-07", "2022-05-08", "2022-06-06", "2022-06-07", "2022-06-13", "2022-06-14", "2022-07-06", "2022-07-07")}  # fmt: skip
    assert list(found.values()) == [None, Stage.COMING, Stage.COMING, Stage.DUE, Stage.DUE, Stage.OVERDUE, Stage.OVERDUE, Stage.SECOND]  # fmt: skip


def sent_over(days: list[date], stages: Stages, due: date = DUE) -> dict[Stage, date]:
    """Return what is sent, and when, by runs on these days; nothing is sent by a second run on one of them."""
    sent: dict[Stage, date] = {}
    for day in sorted(days):
        stage = to_send(due, day, stages, sent)
        if stage is not None:
            assert stage not in sent
            sent[stage] = day
        assert to_send(due, day, stages, sent) is None
    return sent


@given(st.lists(DAYS, max_size=60), STAGES)
def test_over_any_run_days_no_stage_is_sent_twice_and_stages_rise(days: list[date], stages: Stages) -> None:
    """Each at most once, in their order; the request is of its own days alone, and a report that is overdue is always said to be."""
    sent = sent_over(days, stages)
    assert list(sent) == [one for one in ORDER if one in sent]
    assert all(stage_on(DUE, sent[one], stages) is one for one in (Stage.COMING, Stage.DUE) if one in sent)
    late = [day for day in days if day >= DUE + timedelta(days=stages.overdue)]
    assert sent.get(Stage.OVERDUE) == min(late, default=None)


@given(st.lists(DAYS, max_size=60), STAGES)
def test_the_second_reminder_waits_for_the_first(days: list[date], stages: Stages) -> None:
    """It is sent by the first run when its stage has come and the first has had as long as the settings say, however late that was."""
    sent = sent_over(days, stages)
    first, apart = sent.get(Stage.OVERDUE), timedelta(days=stages.second - stages.overdue)
    ripe = [day for day in days if first and day >= first + apart]
    assert sent.get(Stage.SECOND) == min(ripe, default=None)


@given(st.lists(DAYS, max_size=20), st.integers(0, 400), STAGES)
def test_however_runs_were_missed_each_reminder_is_sent_exactly_once(days: list[date], late: int, stages: Stages) -> None:  # fmt: skip
    """When at last there is a run a day, from whatever day on, both reminders have been sent, and neither twice."""
    again = DUE + timedelta(days=late)
    daily = [again + timedelta(days=n) for n in range(stages.second + 130)]
    sent = sent_over([*(day for day in days if day < again), *daily], stages)
    assert {Stage.OVERDUE, Stage.SECOND} <= set(sent)


@given(STAGES)
def test_run_every_day_each_stage_is_sent_exactly_once(stages: Stages) -> None:
    """With no day missed all four are sent, each on its day; where two begin on one day the later one is."""
    first = DUE - timedelta(days=stages.coming + 3)
    sent = sent_over([first + timedelta(days=n) for n in range(stages.coming + stages.second + 6)], stages)
    assert list(sent) == ORDER[(1 if stages.coming == 0 else 0) :]
    assert (sent[Stage.OVERDUE] - DUE).days == stages.overdue
    assert (sent[Stage.SECOND] - DUE).days == stages.second


@pytest.mark.parametrize(
    "said", [{"coming": -1}, {"overdue": 0}, {"second": 7}, {"second": "x"}, {"later": 3}, 5, {"coming": True}]
)
def test_settings_that_cannot_be_are_refused(said: object) -> None:
    """A wrong number or an unknown key is named."""
    with pytest.raises(StagesWrong):
        settings_of(said, "skjonn.toml")


def test_settings_left_out_are_as_usual() -> None:
    """What is not set stays."""
    assert settings_of({"coming": 14}, "skjonn.toml") == Stages(14, 7, 30)
    assert settings_of(None, "skjonn.toml") == Stages()
    assert not is_working_day(date(2022, 1, 1))
