"""When a report that has not come is spoken of: its day is coming, is here, is past, or long past; each stage once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from skjonn.domain.reports import Stage
from skjonn.domain.working_days import working_day
from skjonn.errors import ConflictError, FindingsError
from skjonn.texts import N_

_MOST_DAYS = 365
_ORDER = (Stage.COMING, Stage.DUE, Stage.OVERDUE, Stage.SECOND)


class StagesWrong(FindingsError):
    """The days of reminders in the settings cannot be."""

    code = "reminder-days-wrong"
    sentence = N_("[reminders] in {file}: {key} must be a whole number of days, from {least} to 365.")
    advice = N_("Write as in: coming = 30, overdue = 7, second = 30.")


class ReminderThere(ConflictError):
    """Another run was faster with a reminder."""

    code = "reminder-there"
    sentence = N_("{case}: another run has written this reminder.")
    advice = N_("Nothing is to be done; let one run at a time write reminders.")


@dataclass(frozen=True)
class Stages:
    """How many calendar days before its day a report is spoken of as coming, and after it as overdue and once more."""

    coming: int = 30
    overdue: int = 7
    second: int = 30


def stage_on(due_on: date, day: date, stages: Stages) -> Stage | None:
    """Return the stage a report is at on a day; None while its day is far off.

    A due date on a weekend or a public holiday holds until the next working day; the other stages are counted from that day.
    """
    last = working_day(due_on)
    if day >= last + timedelta(days=stages.second):
        return Stage.SECOND
    if day >= last + timedelta(days=stages.overdue):
        return Stage.OVERDUE
    if day >= last:
        return Stage.DUE
    return Stage.COMING if day >= last - timedelta(days=stages.coming) else None


def to_send(due_on: date, day: date, stages: Stages, sent: Mapping[Stage, date]) -> Stage | None:
    """Return the reminder to be sent on a day; None for none.

    Until the report is overdue it is that of the stage reached; one that was passed over while nobody looked is not sent
    afterwards. Then the first reminder always comes before the second, and as many days lie between them as the settings have
    between their stages, also where the first came late.

    Args:
        due_on: the day the report is due; day: the day that is asked about; stages: the days of the settings.
        sent: what was sent before of this due date, and on which day.
    """
    stage = stage_on(due_on, day, stages)
    if stage is None:
        return None
    if stage is Stage.SECOND:
        stage = _reminder_again(day, stages, sent)
    if stage is None or any(_ORDER.index(one) >= _ORDER.index(stage) for one in sent):
        return None
    return stage


def _reminder_again(day: date, stages: Stages, sent: Mapping[Stage, date]) -> Stage | None:
    """Return the second reminder where the first has had its time, the first where it was never sent, else nothing."""
    first = sent.get(Stage.OVERDUE)
    if first is None:
        return Stage.OVERDUE
    return Stage.SECOND if day >= first + timedelta(days=stages.second - stages.overdue) else None


def settings_of(said: object, file: str) -> Stages:
    """Return the days of the `[reminders]` part of skjonn.toml; what is not there is as `Stages` has it.

    Raises:
        StagesWrong: a key is unknown or a number cannot be.
    """
    if said is None:
        return Stages()
    given: dict[str, Any] = dict(said) if isinstance(said, dict) else {"": said}
    for key, value in given.items():
        least = 1 if key in {"overdue", "second"} else 0
        sound = key in {"coming", "overdue", "second"} and type(value) is int and least <= value <= _MOST_DAYS
        if not sound:
            raise StagesWrong(file=file, key=str(key), least=least)
    stages = Stages(**given)
    if stages.second <= stages.overdue:
        raise StagesWrong(file=file, key="second", least=stages.overdue + 1)
    return stages
