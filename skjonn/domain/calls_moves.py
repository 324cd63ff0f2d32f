"""A call moved to another year, and what differs between two versions of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from skjonn.domain.calls import Call
from skjonn.domain.calls_file import plain
from skjonn.domain.codes import CallCode
from skjonn.domain.dates import OSLO

_Day = TypeVar("_Day", date, datetime)


@dataclass(frozen=True)
class Difference:
    """One value that differs: its key (`criteria[renewal].weight`), and what it was and is; empty where it was not there."""

    key: str
    before: str
    after: str


def for_year(call: Call, code: CallCode) -> Call:
    """Return the call under another code: dates moved by as many years, the year in its names exchanged.

    29 February becomes 28 February in a year without it. All other texts are as they were.
    """
    years = code.year - call.year
    rules, letters = call.rules, call.letters
    return replace(
        call,
        code=str(code),
        year=code.year,
        names={language: name.replace(str(call.year), str(code.year)) for language, name in call.names.items()},
        opens_on=_moved(call.opens_on, years),
        deadline=_moved(call.deadline.astimezone(OSLO), years),
        rules=replace(
            rules,
            period_from=rules.period_from and _moved(rules.period_from, years),
            period_to=rules.period_to and _moved(rules.period_to, years),
        ),
        letters=replace(
            letters,
            interim_report_on=letters.interim_report_on and _moved(letters.interim_report_on, years),
            final_report_on=letters.final_report_on and _moved(letters.final_report_on, years),
        ),
    )


def differences(before: Call, after: Call) -> list[Difference]:
    """Return what differs, by key; items that have a code are told apart by it, others by their place from 1."""
    old, new = dict(_values(plain(before), "")), dict(_values(plain(after), ""))
    keys = list(dict.fromkeys([*old, *new]))
    return [Difference(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]


def _moved(day: _Day, years: int) -> _Day:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _values(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _values(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
        for place, item in enumerate(value, 1):
            yield from _values(item, f"{key}[{item.get('code', place)}]")
    else:
        yield key, ", ".join(value) if isinstance(value, list) else str(value)
