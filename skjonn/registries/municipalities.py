"""Municipalities with their periods: by number, by name in any of its forms, by county, on a day.

A name is not unique, a number is not forever: the day decides. Nothing is guessed: an ambiguous name names its
candidates, an ended one its successors, an unknown one what is near.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from skjonn.registries.names import Asked, asked, spellings
from skjonn.registries.suggesting import Nearby
from skjonn.registries.tables import day_or_none, parts, rows
from skjonn.texts.sorting import reading_order

LONGEST = 200
"""Characters of a text that is looked up; no name is near so long."""

_HERAD = frozenset({"Kvam", "Ulvik", "Voss"})
_DAYS_KEPT = 16  # whole lists kept by day: an import asks for the same day thousands of times


@dataclass(frozen=True)
class Municipality:
    """A municipality number in one period (`valid_to` is the first day after it, None while in force).

    Attributes:
        number: four digits; name: the Norwegian name; official_name: all parallel names, `A - B`.
        sami_name, kven_name: empty where there is none.
        successors: the numbers that followed it; empty while in force.
        org_number: nine digits, empty where not found.
        language_form: the last known form within the period; empty where sources disagree.
    """

    number: str
    name: str
    official_name: str
    sami_name: str
    kven_name: str
    county_number: str
    county_name: str
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]
    org_number: str
    language_form: str

    def in_force(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def full_name(self) -> str:
        """The name with what it calls itself: `Stavanger kommune`, `Voss herad`."""
        return f"{self.name} {'herad' if self.name in _HERAD else 'kommune'}"

    @property
    def labelled(self) -> str:
        """Name, number and county, to tell it from others of the same name: `Våler (3419, Innlandet)`."""
        return f"{self.name} ({self.number}, {self.county_name})"


@dataclass(frozen=True)
class Found:
    """Exactly one municipality is meant."""

    municipality: Municipality


@dataclass(frozen=True)
class Ambiguous:
    """Several are meant: those of the counties asked from first, then in reading order."""

    candidates: tuple[Municipality, ...]


@dataclass(frozen=True)
class Ended:
    """The one meant had ended by the day; `successors` are those in force then that came of it (one or several)."""

    municipality: Municipality
    successors: tuple[Municipality, ...]


@dataclass(frozen=True)
class Unknown:
    """None is meant; `suggestions` are near in spelling, or begin later; at most five, the nearest first."""

    suggestions: tuple[Municipality, ...]


Answer = Found | Ambiguous | Ended | Unknown


class Register:
    """A municipality register: every number and period it knows. What it says never changes."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        """Keep the municipalities by number and first day."""
        self.every = tuple(sorted(municipalities, key=lambda one: (one.number, one.valid_from)))
        self._days: dict[date, tuple[Municipality, ...]] = {}
        self._near: dict[date, Nearby[Municipality]] = {}

    def at(self, number: str, day: date) -> Municipality | None:
        """Return the municipality with the number on `day`, None where the number is not in force."""
        return next((one for one in self.periods(number) if one.in_force(day)), None)

    def meant(self, number: str, day: date) -> Municipality | None:
        """Return the municipality a number means on `day`, also where the number is of another time.

        The one that has it; else the one that came of it, or that it is made of; where those are several, the number's own
        nearest period. None where no municipality ever had the number.
        """
        if there := self.at(number, day):
            return there
        periods = self.periods(number)
        if not periods:
            return None
        begun = [one for one in periods if one.valid_from <= day]
        own = begun[-1] if begun else periods[0]
        others = self.successors(own, day) if begun else self.predecessors(own, day)
        return others[0] if len(others) == 1 else own

    def answering(self, number: str, day: date) -> str:
        """Return the number of the municipality that answers for another on a day: itself, or the one that came of it.

        A municipality that was split has no single heir; its own number stands.
        """
        if self.at(number, day):
            return number
        before = [one for one in self.periods(number) if one.valid_from <= day]
        heirs = self.successors(before[-1], day) if before else ()
        return heirs[0].number if len(heirs) == 1 else number

    def periods(self, number: str) -> tuple[Municipality, ...]:
        """Return every period of a number, the first one first."""
        return self._by_number.get(number, ())

    def in_force(self, day: date) -> tuple[Municipality, ...]:
        """Return every municipality in force on `day`, in reading order of names."""
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = _ordered(one for one in self.every if one.in_force(day))
        return self._days[day]

    def of_counties(self, numbers: Collection[str], day: date) -> tuple[Municipality, ...]:
        """Return the municipalities of these counties on `day`, in reading order of names."""
        return tuple(one for one in self.in_force(day) if one.county_number in numbers)

    def successors(self, municipality: Municipality, day: date) -> tuple[Municipality, ...]:
        """Return what came of an ended municipality and is in force on `day`, however many changes lie between."""
        followed: dict[str, Municipality] = {}
        waiting, seen = [municipality], {municipality}
        while waiting:
            ended = waiting.pop()
            for after in self._next(ended):
                if after.in_force(day):
                    followed[after.number] = after
                elif after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return _ordered(followed.values())

    def predecessors(self, municipality: Municipality, day: date) -> tuple[Municipality, ...]:
        """Return what a municipality that begins later is made of and is in force on `day`, however many changes lie between."""
        made_of: dict[str, Municipality] = {}
        waiting, seen = [municipality], {municipality}
        while waiting:
            for before in self._before.get(waiting.pop(), ()):
                if before.in_force(day):
                    made_of[before.number] = before
                elif before not in seen:
                    seen.add(before)
                    waiting.append(before)
        return _ordered(made_of.values())

    def merged_into(self, number: str) -> tuple[Municipality, ...]:
        """Return the municipalities of other numbers that ended and went into this one, by number."""
        found = {
            before for one in self.periods(number) for before in self._before.get(one, ()) if before.number != number
        }
        return tuple(sorted(found, key=lambda one: (one.number, one.valid_from)))

    def find(self, text: str, day: date, counties: Collection[str] = ()) -> Answer:
        """Find the municipality meant by a number or a name on `day`.

        Case, dashes, composed or decomposed letters and a trailing "kommune" or "herad" do not matter; a county in
        parentheses, after "i" or after a comma narrows. A number beside a name must agree with it. A longer text than any
        name needs is unknown.

        Args:
            text: what was written.
            day: the day it is to be in force.
            counties: numbers of the counties asked from; they order candidates, they never decide.
        """
        if len(text) > LONGEST:
            return Unknown(())
        question = asked(text)
        meant = self._meant(question)
        now = {one.number: one for one in meant if one.in_force(day)}
        if len(now) == 1:
            return Found(next(iter(now.values())))
        if now:
            return Ambiguous(_ordered(now.values(), counties))
        return self._ended(meant, question, day, counties)

    def _ended(self, meant: Collection[Municipality], question: Asked, day: date, counties: Collection[str]) -> Answer:
        over = [one for one in meant if one.valid_to is not None and one.valid_to <= day]
        last = [one for one in over if not any(other in self._heirs(one) for other in over if other is not one)]
        if len(last) == 1:
            return Ended(last[0], self.successors(last[0], day))
        if last:
            return Ambiguous(_ordered(last, counties))
        later = [one for one in meant if one.valid_from > day]
        return Unknown(_ordered(later) or self._nearby(day).to(question.name, counties))

    def _nearby(self, day: date) -> Nearby[Municipality]:
        if day not in self._near:
            if len(self._near) >= _DAYS_KEPT:
                self._near.clear()
            self._near[day] = Nearby(self.in_force(day))
        return self._near[day]

    def _meant(self, question: Asked) -> tuple[Municipality, ...]:
        numbered = self.periods(question.number)
        named = self._by_name.get(question.name, ())
        if question.number and question.name:
            agreeing = tuple(one for one in numbered if one in named)
            return agreeing or ((*numbered, *named) if numbered and named else ())
        if question.counties:
            return tuple(one for one in named if self._counties(one) & question.counties)
        return numbered or named

    def _heirs(self, municipality: Municipality) -> set[Municipality]:
        found: set[Municipality] = set()
        waiting = [municipality]
        while waiting:
            fresh = [after for after in self._next(waiting.pop()) if after not in found]
            found.update(fresh)
            waiting.extend(fresh)
        return found

    def _counties(self, municipality: Municipality) -> frozenset[str]:
        """Return its county and those of what it came of: people go on saying "Våler i Hedmark"."""
        found, waiting, seen = {municipality.county_number}, [municipality], {municipality}
        while waiting:
            for before in self._before.get(waiting.pop(), ()):
                found.add(before.county_number)
                if before not in seen:
                    seen.add(before)
                    waiting.append(before)
        return frozenset(found)

    def _next(self, municipality: Municipality) -> list[Municipality]:
        if municipality.valid_to is None:
            return []
        found = (self.at(number, municipality.valid_to) for number in municipality.successors)
        return [one for one in found if one is not None]

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[Municipality, ...]]:
        numbers: dict[str, list[Municipality]] = {}
        for one in self.every:
            numbers.setdefault(one.number, []).append(one)
        return {number: tuple(periods) for number, periods in numbers.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Municipality, ...]]:
        names: dict[str, list[Municipality]] = {}
        for one in self.every:
            for name in spellings(one.official_name, one.name, one.sami_name, one.kven_name):
                names.setdefault(name, []).append(one)
        return {name: tuple(found) for name, found in names.items()}

    @cached_property
    def _before(self) -> Mapping[Municipality, list[Municipality]]:
        before: dict[Municipality, list[Municipality]] = {}
        for one in self.every:
            for after in self._next(one):
                before.setdefault(after, []).append(one)
        return before


@cache
def shipped() -> Register:
    """Return the register that comes with the package; read once."""
    return Register(municipality_of(row) for row in rows("municipalities.csv"))


def municipality_of(row: Mapping[str, str]) -> Municipality:
    """Return the municipality of a row whose cells are known to be right; headings as in the shipped table.

    Raises:
        ValueError: a day is not a date.
    """
    return Municipality(
        number=row["number"],
        name=row["name_nb"],
        official_name=row["name_official"],
        sami_name=row["name_sami"],
        kven_name=row["name_kven"],
        county_number=row["county_number"],
        county_name=row["county_name"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
        successors=parts(row["successors"]),
        org_number=row["org_number"],
        language_form=row["language_form"],
    )


def _ordered(some: Iterable[Municipality], counties: Collection[str] = ()) -> tuple[Municipality, ...]:
    return tuple(sorted(some, key=lambda one: (one.county_number not in counties, reading_order(one.name), one.number)))
