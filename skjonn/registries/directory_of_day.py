"""The register of municipalities as intake asks it: on one day, from the office's own counties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skjonn.domain.partners import Match
from skjonn.registries.municipalities import Ambiguous, Ended, Found, Municipality, Register
from skjonn.registries.names import comparable


@dataclass(frozen=True)
class DirectoryOfDay:
    """The municipalities in force on `day`.

    Attributes:
        register: of all years; day: the one that counts.
        counties: the office's own, by name; county_numbers: by number.
        stated: text -> number of the municipality a person says it means, where the register gives no plain answer.
        used: the texts of `stated` that were asked for so far.
    """

    register: Register
    day: date
    counties: tuple[str, ...]
    county_numbers: tuple[str, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set, compare=False)

    def find(self, text: str) -> Match:
        """Return what `text`, a number or a name in any of its forms, means on the day."""
        answer = self.register.find(text, self.day, self.county_numbers)
        if self.stated and not isinstance(answer, Found):
            answer = self._stated(text) or answer
        match answer:
            case Found(one):
                return Match("found", one.number, one.name)
            case Ambiguous(candidates):
                return Match("ambiguous", others=_labels(candidates), numbers=_numbers(candidates))
            case Ended(_municipality, (one,)):
                return Match("ended", one.number, one.name, _labels((one,)))
            case Ended(_municipality, successors):
                return Match("ended", others=_labels(successors), numbers=_numbers(successors))
            case unknown:
                return self._near(unknown.suggestions)

    def _stated(self, text: str) -> Found | None:
        """Return the municipality a person says the text means; None where nobody says."""
        for said, number in self.stated.items():
            if comparable(said) == comparable(text) and (one := self.register.at(number, self.day)):
                self.used.add(said)
                return Found(one)
        return None

    def _near(self, suggestions: Sequence[Municipality]) -> Match:
        """Return what is near, or the one that begins later with what it is made of."""
        later = [one for one in suggestions if one.valid_from > self.day]
        if not later:
            return Match("unknown", others=_labels(suggestions))
        first = min(later, key=lambda one: one.valid_from)
        before = self.register.predecessors(first, self.day)
        return Match("later", first.number, first.name, _labels(before), begins_on=first.valid_from)


def _labels(some: Sequence[Municipality]) -> tuple[str, ...]:
    return tuple(one.labelled for one in some)


def _numbers(some: Sequence[Municipality]) -> tuple[str, ...]:
    return tuple(one.number for one in some)
