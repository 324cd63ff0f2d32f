"""The counties by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from skjonn.registries.tables import day_or_none, rows


@dataclass(frozen=True)
class County:
    """A county number in one period (`valid_to` is the first day after it); `official_name` holds Sámi and Kven names too."""

    number: str
    name: str
    official_name: str
    valid_from: date
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def counties_at(day: date) -> tuple[County, ...]:
    """Return the counties in force on `day`, by number."""
    return tuple(county for county in every_county() if county.in_force(day))


@cache
def every_county() -> tuple[County, ...]:
    """Return every county known, ended ones too, by number and first day."""
    found = (
        County(row["number"], row["name"], row["name_official"], date.fromisoformat(row["valid_from"]), day_or_none(row["valid_to"]))
        for row in rows("counties.csv")
    )  # fmt: skip
    return tuple(sorted(found, key=lambda county: (county.number, county.valid_from)))
