"""A year's frame, its pots and their ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skjonn.errors import RefusedError, UsageError
from skjonn.texts import N_
from skjonn.texts.sorting import reading_order

FIRST_YEAR, LAST_YEAR = 2000, 2099
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


class FrameYearWrong(UsageError):
    """A budget year is outside what can be meant."""

    code = "frame-year-wrong"
    sentence = N_("{year} is not a budget year between 2000 and 2099.")
    advice = N_("Write the budget year with four digits.")


class PotsAboveFrame(UsageError):
    """The pots named add up to more than the frame."""

    code = "pots-above-frame"
    sentence = N_("The pots named add up to {pots_nok}, which is {above_nok} more than the frame of {frame_nok}.")
    advice = N_("Lower a pot or raise the frame; what is not named lies in the pot ordinary.")


class PotsBelowFrame(UsageError):
    """Every pot is named, ordinary too, and together they are less than the frame."""

    code = "pots-below-frame"
    sentence = N_("The pots named add up to {pots_nok}, which is {below_nok} less than the frame of {frame_nok}.")
    advice = N_("Leave out --pot ordinary=…: what is not named lies there.")


class PotNamedTwice(UsageError):
    """One pot is given two amounts."""

    code = "pot-named-twice"
    sentence = N_("The pot {pot} is named twice.")
    advice = N_("Name each pot once.")


class HeldBackMissing(UsageError):
    """A first day is given for a held-back pot that the frame does not have."""

    code = "held-back-missing"
    sentence = N_("--from is the first day of the pot held_back, and the frame of {year} has no such pot.")
    advice = N_("Add --pot held_back=AMOUNT.")


class MoveToItself(UsageError):
    """Money is to be moved from a pot to the same pot."""

    code = "move-to-itself"
    sentence = N_("Money cannot be moved from the pot {pot} to itself.")
    advice = N_("Name another pot to move to.")


class NothingToMove(UsageError):
    """The amount is 0."""

    code = "nothing-to-move"
    sentence = N_("The amount must be above 0.")
    advice = N_("Write whole kroner, for example 500 000.")


class ReasonMissing(UsageError):
    """Money is added or moved without saying why."""

    code = "money-reason-missing"
    sentence = N_("Money is added or moved only with a reason.")
    advice = N_("Say why with --reason TEXT.")


class PotBelowDecided(RefusedError):
    """A pot would hold less than what is decided from it."""

    code = "pot-below-decided"
    sentence = N_("The pot {pot} of {year} cannot be {wanted_nok}: {decided_nok} is decided from it.")
    advice = N_("Give it {decided_nok} or more.")


class CutoffWrong(UsageError):
    """The last cut-off is not a day of the budget year."""

    code = "cutoff-wrong"
    sentence = N_("{on} cannot be the last cut-off of {year}.")
    advice = N_("Name a day of the budget year.")


class ReceiverWrong(UsageError):
    """Returned money is to flow to what is no pot of a year."""

    code = "receiver-wrong"
    sentence = N_("{text} does not name a year and a pot.")
    advice = N_("Write --returns-to 2022/project, or --returns-to nowhere.")


class ReceiverNotLater(UsageError):
    """Returned money is to flow into a pot of its own year, or of one before."""

    code = "receiver-not-later"
    sentence = N_(
        "What comes back after the last cut-off of {year} cannot flow into {pot}: it would be free in {year} again."
    )
    advice = N_("Name a pot of a later year with --returns-to, or write --returns-to nowhere.")


class HeldBackStill(RefusedError):
    """What the ministry holds back until a day is taken out of its pot before it."""

    code = "held-back-still"
    sentence = N_("The pot {pot} of {year} is held back until {opens_on}, so nothing is taken out of it on {on}.")
    advice = N_("Wait until that day. Where the ministry has released it, set the frame with the new day as --from.")


def receiver(text: str) -> tuple[int, str] | None:
    """Return the year and the pot returned money flows into, from `2022/project`; None for `nowhere`.

    Raises:
        ReceiverWrong, FrameYearWrong: it is neither.
    """
    if text.strip().casefold() == "nowhere":
        return None
    year, sign, pot = text.partition("/")
    if not sign or not year.strip().isascii() or not year.strip().isdigit() or not pot.strip():
        raise ReceiverWrong(text=text)
    return budget_year(int(year)), meant(pot)


def require_later(year: int, there: tuple[int, str]) -> None:
    """Accept a pot of a later year than `year` for what comes back too late.

    Raises:
        ReceiverNotLater: it is a pot of that year, or of one before.
    """
    if there[0] <= year:
        raise ReceiverNotLater(year=str(year), pot=f"{there[0]}/{there[1]}")


def held_until(opens_on: date | None, on: date) -> date | None:
    """Return the first day a pot may be decided from, where it is still to come on `on`; None where nothing holds it back."""
    return opens_on if opens_on is not None and on < opens_on else None


def require_released(year: int, pot: str, opens_on: date | None, on: date) -> None:
    """Accept a day from the first one on which a held-back pot may be decided from; other pots have none.

    Raises:
        HeldBackStill: it is before.
    """
    if held_until(opens_on, on):
        raise HeldBackStill(pot=pot, year=str(year), opens_on=opens_on, on=on)


def lets_out(changes: Sequence[PotChange], pot: str) -> bool:
    """Tell whether changes of a frame take money out of a pot and put some into another; a frame that only falls lets nothing out."""
    less = any(change.name == pot and change.difference_nok < 0 for change in changes)
    return less and any(change.difference_nok > 0 for change in changes)


def require_cutoff(year: int, on: date) -> None:
    """Accept a day of the budget year as its last cut-off.

    Raises:
        CutoffWrong: it is another year's.
    """
    if on.year != year:
        raise CutoffWrong(year=str(year), on=on)


def is_pot_name(name: str) -> bool:
    """Tell whether `name` may name a pot: one of the kinds, or letters, digits and hyphens, at most 40."""
    return name in set(PotKind) or _OWN_NAME.fullmatch(name) is not None


def meant(name: str) -> str:
    """Return the pot's name `name` means: one of the kinds however it is written (`Project`, `held-back`), else as it is."""
    usual = re.sub(r"[ -]", "_", name.strip().casefold())
    return usual if usual in set(PotKind) else name.strip()


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


@dataclass(frozen=True)
class PotState:
    """What a pot holds and what is decided from it, in whole kroner."""

    name: str
    allotted_nok: int = 0
    decided_nok: int = 0


@dataclass(frozen=True)
class PotChange:
    """What a pot held before and holds after an act, in whole kroner."""

    name: str
    before_nok: int
    after_nok: int

    @property
    def difference_nok(self) -> int:
        """What is put in, or taken out where negative."""
        return self.after_nok - self.before_nok


def is_open(year: int, last_cutoff_on: date | None, on: date, *, closed: bool = False) -> bool:
    """Tell whether what an award of `year` gives up on a day is free again: to the last cut-off, included, or the year's end.

    Once the year is `closed` never, whatever day is stated: its figures are frozen as they were known.
    """
    return not closed and on <= (last_cutoff_on or date(year, 12, 31))


def budget_year(year: int) -> int:
    """Return `year` where it may be a budget year.

    Raises:
        FrameYearWrong: it is not between 2000 and 2099.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FrameYearWrong(year=str(year))
    return year


def shares(amount_nok: int, named: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return what each pot of a frame of `amount_nok` is to hold: those named, and the rest in `ordinary`.

    Names that differ only in capital letters are one pot.

    Raises:
        PotNameWrong, PotNamedTwice: a name cannot be used.
        PotsAboveFrame, PotsBelowFrame: the amounts do not add up to the frame.
    """
    pots: dict[str, int] = {}
    for said, share in named:
        name = meant(said)
        kind_of(name)
        if name.casefold() in {one.casefold() for one in pots}:
            raise PotNamedTwice(pot=name)
        pots[name] = share
    rest = amount_nok - sum(pots.values())
    if rest < 0:
        raise PotsAboveFrame(pots_nok=amount_nok - rest, above_nok=-rest, frame_nok=amount_nok)
    if rest > 0 and PotKind.ORDINARY in pots:
        raise PotsBelowFrame(pots_nok=amount_nok - rest, below_nok=rest, frame_nok=amount_nok)
    return {PotKind.ORDINARY.value: rest, **pots} if rest or not pots else pots


def setting(year: int, held: Sequence[PotState], wanted: Mapping[str, int]) -> list[PotChange]:
    """Return what changes where the pots `held` are to be exactly those `wanted`; a pot not wanted goes to 0.

    Unchanged pots are left out; a pot that is new is there even at 0, so that it exists.

    Raises:
        PotBelowDecided: a pot would hold less than is decided from it.
    """
    known = {pot.name: pot for pot in held}
    changes = []
    for name in sorted({*known, *wanted}, key=pot_order):
        before = known.get(name, PotState(name))
        after = wanted.get(name, 0)
        if after < before.decided_nok:
            raise PotBelowDecided(pot=name, year=str(year), wanted_nok=after, decided_nok=before.decided_nok)
        if after != before.allotted_nok or name not in known:
            changes.append(PotChange(name, before.allotted_nok, after))
    return changes


def adding(pot: PotState, amount_nok: int) -> PotChange:
    """Return the change of a pot that is given `amount_nok` more.

    Raises:
        NothingToMove: the amount is not above 0.
    """
    if amount_nok <= 0:
        raise NothingToMove
    return PotChange(pot.name, pot.allotted_nok, pot.allotted_nok + amount_nok)


def moving(year: int, giver: PotState, taker: PotState, amount_nok: int) -> tuple[PotChange, PotChange]:
    """Return the changes of moving `amount_nok` between two pots; they add up to 0.

    Raises:
        MoveToItself, NothingToMove: there is nothing to do.
        PotOverspent: the giver has less than that free.
    """
    if giver.name == taker.name:
        raise MoveToItself(pot=giver.name)
    put = adding(taker, amount_nok)
    free = giver.allotted_nok - giver.decided_nok
    if amount_nok > free:
        raise PotOverspent(pot=giver.name, year=str(year), free_nok=free, needed_nok=amount_nok)
    return PotChange(giver.name, giver.allotted_nok, giver.allotted_nok - amount_nok), put


class LineKind(StrEnum):
    """What a ledger line tells of: the money a pot holds, the money decided from it, or what came back too late to be free."""

    ALLOTTED = "allotted"
    COMMITTED = "committed"
    RETURNED = "returned"


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
