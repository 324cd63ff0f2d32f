"""What a correction of a closed year changed: the figures that differ, what stood and what stands, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skjonn.domain.tables import Value


@dataclass(frozen=True)
class Difference:
    """One figure that differs: where, and what it is in each; None where it is in one of them alone.

    `place` is `figures`, or a table's name with the row's key: `areas digital`; `called` is the row's name where its key is a number.
    """

    place: str
    name: str
    before: Value
    after: Value
    called: str = ""

    def data(self) -> dict[str, Any]:
        """Return it as scripts get it: names of tables and fields, and figures as they are."""
        said = {"place": self.place, "what_differs": self.name, "before": _plain(self.before), "after": _plain(self.after)}  # fmt: skip
        return {**said, "name": self.called} if self.called else said


@dataclass(frozen=True)
class Correction:
    """What was taken up after a year was closed: the day, why, and every figure that differs from what was frozen before."""

    on: date
    reason: str
    differences: tuple[Difference, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return it as scripts get it."""
        said: dict[str, Any] = {"on": self.on.isoformat(), "reason": self.reason}
        return {**said, "differences": [one.data() for one in self.differences]} if self.differences else said


def correction_from(plain: Mapping[str, Any]) -> Correction:
    """Return the correction such data tell of."""
    differences = tuple(
        Difference(one["place"], one["what_differs"], _value(one["before"]), _value(one["after"]), one.get("name", ""))
        for one in plain.get("differences", ())
    )
    return Correction(date.fromisoformat(plain["on"]), plain["reason"], differences)


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(plain: Any) -> Value:
    return tuple(plain) if isinstance(plain, list) else plain
