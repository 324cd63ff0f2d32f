"""The register of municipalities as intake asks it: on one day, from the office's own counties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skjonn.domain.partners import Match
from skjonn.registries.municipalities import Ambiguous, Ended, Found, Municipality, Register


@dataclass(frozen=True)
class DirectoryOfDay:
    """The municipalities in force on `day`; `counties` are the office's own, by name, `county_numbers` by number."""

    register: Register
    day: date
    counties: tuple[str, ...]
    county_numbers: tuple[str, ...]

    def find(self, text: str) -> Match:
        """Return what `text`, a number or a name in any of its forms, means on the day."""
        match self.register.find(text, self.day, self.county_numbers):
            case Found(one):
                return Match("found", one.number, one.name)
            case Ambiguous(candidates):
                return Match("ambiguous", others=_labels(candidates))
            case Ended(_municipality, (one,)):
                return Match("ended", one.number, one.name, _labels((one,)))
            case Ended(_municipality, successors):
                return Match("ended", others=_labels(successors))
            case unknown:
                return self._near(unknown.suggestions)

    def _near(self, suggestions: Sequence[Municipality]) -> Match:
        """Return what is near, or the one that begins later with what it is made of."""
        later = [one for one in suggestions if one.valid_from > self.day]
        if not later:
            return Match("unknown", others=_labels(suggestions))
        first = min(later, key=lambda one: one.valid_from)
        before = self.register.predecessors(first, self.day)
        return Match("later", first.number, first.name, _labels(before), first.valid_from)


def _labels(some: Sequence[Municipality]) -> tuple[str, ...]:
    return tuple(one.labelled for one in some)
