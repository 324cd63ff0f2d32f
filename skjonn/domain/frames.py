"""A year's frame, its pots and their ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skjonn.errors import RefusedError, UsageError
from skjonn.texts import N_
from skjonn.texts.sorting import reading_order

_OWN_NAME = re.compile(r"[A-Za-zÆØÅæøå0-9][A-Za-zÆØÅæøå0-9-]{0,39}")


class PotKind(StrEnum):
    """What a pot is for; a pot's name is one of these unless the office names its own."""

    ORDINARY = "ordinary"
    PROJECT = "project"
    JOINT = "joint"
    CRISIS = "crisis"
    HELD_BACK = "held_back"


class PotNameWrong(UsageError):
    """A pot's name has signs a name may not have."""

    code = "pot-name-wrong"
    sentence = N_("{name} cannot be the name of a pot.")
    advice = N_(
        "Use ordinary, project, joint, crisis or held_back, or a name of your own of letters, digits and hyphens."
    )


class PotOverspent(RefusedError):
    """More would be decided from a pot than it holds."""

    code = "pot-overspent"
    sentence = N_("The pot {pot} of {year} has {free_nok} left; {needed_nok} is needed.")
    advice = N_("Move or add money with `skjonn frame move` or `skjonn frame add`, or decide less.")


def is_pot_name(name: str) -> bool:
    """Tell whether `name` may name a pot: one of the kinds, or letters, digits and hyphens, at most 40."""
    return name in set(PotKind) or _OWN_NAME.fullmatch(name) is not None


def kind_of(name: str) -> PotKind:
    """Return the kind of the pot called `name`; an office's own name is a pot for projects.

    Raises:
        PotNameWrong: it cannot be a pot's name.
    """
    if not is_pot_name(name):
        raise PotNameWrong(name=name)
    return PotKind(name) if name in set(PotKind) else PotKind.PROJECT


def pot_order(name: str) -> tuple[int, tuple[str, str]]:
    """Return the key pots are listed by: the kinds in their own order, then an office's own names in reading order."""
    kinds = list(PotKind)
    return (kinds.index(PotKind(name)) if name in kinds else len(kinds), reading_order(name))


class LineKind(StrEnum):
    """What a ledger line changes: the money a pot holds, or the money decided from it."""

    ALLOTTED = "allotted"
    COMMITTED = "committed"


@dataclass(frozen=True)
class PotFigures:
    """One pot's figures in whole kroner. `free_nok = allotted_nok - decided_nok`; recommendations are in none of it.

    `opens_on` is the first day a held-back pot may be decided from, None for other pots.
    """

    name: str
    allotted_nok: int
    applied_nok: int
    recommended_nok: int
    decided_nok: int
    paid_nok: int
    returned_nok: int
    opens_on: date | None = None

    @property
    def free_nok(self) -> int:
        """What may still be decided."""
        return self.allotted_nok - self.decided_nok
