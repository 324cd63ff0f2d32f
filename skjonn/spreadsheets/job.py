"""What a file is read for, as both processes know it: the call, the register on its day, and what headings mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from skjonn.domain import calls_file
from skjonn.domain.calls import Call
from skjonn.domain.headings import Meant, is_heading
from skjonn.domain.intake_book import Aim
from skjonn.domain.intake_values import Reader, Terms
from skjonn.registries import municipalities, register_file
from skjonn.registries.directory_of_day import DirectoryOfDay


@dataclass(frozen=True)
class Job:
    """What applications are read against.

    Attributes:
        call: the call as it stands, None where only values are asked for; version: its number.
        register: the text of a register taken into use by the office; empty for the one that comes with the package.
        day: the day names and numbers are those of; counties, county_numbers: the office's own.
        meant: what headings mean beside the catalogue's words.
        municipalities: name -> number of the municipality a person says it means, where the register gives no plain answer.
    """

    call: Call | None = None
    version: int = 1
    register: str = ""
    day: date = date.min
    counties: tuple[str, ...] = ()
    county_numbers: tuple[str, ...] = ()
    meant: Meant = field(default_factory=Meant)
    municipalities: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Job:
        """Return the job another process told of."""
        return cls(
            calls_file.from_json(told["call"]),
            told["version"],
            told["register"],
            date.fromisoformat(told["day"]),
            tuple(told["counties"]),
            tuple(told["county_numbers"]),
            Meant(told["stated"], told["remembered"], told["decided"]),
            told["municipalities"],
        )

    def told(self) -> dict[str, Any]:
        """Return the job as plain values, for another process."""
        assert self.call is not None, "applications are read against a call"
        return {
            "call": calls_file.to_json(self.call),
            "version": self.version,
            "register": self.register,
            "day": self.day.isoformat(),
            "counties": self.counties,
            "county_numbers": self.county_numbers,
            "stated": dict(self.meant.stated),
            "remembered": dict(self.meant.remembered),
            "decided": self.meant.decided,
            "municipalities": dict(self.municipalities),
        }

    def is_heading(self, text: str) -> bool:
        """Tell whether a text is a known heading, by which the delimiter of a text file is found."""
        return is_heading(text) or text in self.meant.stated

    @property
    def aim(self) -> Aim:
        """What a file is to be an application to."""
        return Aim(self.call.code if self.call else "", self.version, self.meant)

    @property
    def reader(self) -> Reader:
        """The reader of values."""
        assert self._terms is not None, "applications are read against a call"
        return self._terms.reader

    @property
    def named(self) -> frozenset[str]:
        """The names of `municipalities` that were met so far."""
        return frozenset(self._directory.used)

    @cached_property
    def _directory(self) -> DirectoryOfDay:
        register = register_file.parse_register(self.register) if self.register else municipalities.shipped()
        return DirectoryOfDay(register, self.day, self.counties, self.county_numbers, self.municipalities)

    @cached_property
    def _terms(self) -> Terms | None:
        if self.call is None:
            return None
        return Terms(self.call, self._directory)
