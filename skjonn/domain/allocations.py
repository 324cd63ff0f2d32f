"""Recommendations: what a caseworker proposes for each case, and what it does to the pots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from skjonn.domain.applications import Content
from skjonn.domain.calls import Call, Ground
from skjonn.domain.frames import LAST_YEAR
from skjonn.domain.problems import Place, Problem
from skjonn.errors import RefusedError, SkjonnError, UsageError
from skjonn.texts import N_


class Outcome(StrEnum):
    """What is recommended or decided for a case."""

    AWARD = "award"
    REFUSAL = "refusal"
    DISMISSAL = "dismissal"
    NEXT_ROUND = "next_round"
    PASSED_ON = "passed_on"
    REVERSED = "reversed"
    DECLINED = "declined"


RECOMMENDED = (Outcome.AWARD, Outcome.REFUSAL, Outcome.DISMISSAL, Outcome.NEXT_ROUND, Outcome.PASSED_ON)
"""What may be recommended; an award is reversed or declined only after it was decided."""


@dataclass(frozen=True)
class Recommendation:
    """What is recommended for one case.

    Attributes:
        amount_nok: whole kroner, greater than 0 exactly for an award.
        pot: the name of the pot an award is to be paid from; empty otherwise.
        ground: code of the call's ground for a refusal or dismissal.
        reason: free text; above_applied: why more than applied for is recommended, empty otherwise.
        payee: municipality number when it is not the application's payee; pass_to: another office's id.
        later_years: what is held out for later budget years, with reservation, in the form of `later_years`.
    """

    outcome: Outcome
    amount_nok: int = 0
    pot: str = ""
    ground: str = ""
    reason: str = ""
    above_applied: str = ""
    payee: str = ""
    pass_to: str = ""
    later_years: str = ""


class AwardNothing(UsageError):
    """An award must be of one krone or more."""

    code = "award-nothing"
    sentence = N_("An award of {amount_nok} is no award.")
    advice = N_("To give nothing, refuse with one of the call's grounds: --refuse GROUND.")


class GroundUnknown(UsageError):
    """The ground is not one of the call's for this outcome."""

    code = "ground-unknown"
    sentence = N_("{ground} is not one of the grounds of the call {call} for this outcome.")
    advice = N_("Use one of: {grounds}.")


class PotNotOfCall(UsageError):
    """The call does not draw on this pot."""

    code = "pot-not-of-call"
    sentence = N_("The call {call} does not draw on the pot {pot}.")
    advice = N_("Its pots: {pots}.")


class PassToMissing(UsageError):
    """A case is to be passed on, and not to any office."""

    code = "pass-to-missing"
    sentence = N_("{case} is to be passed to another office, and none is named.")
    advice = N_("Name it with --pass-to OFFICE.")


class AboveApplied(RefusedError):
    """More is recommended than applied for, and nobody has said why."""

    code = "above-applied"
    sentence = N_("{case} applied for {applied_nok}; {amount_nok} is more.")
    advice = N_("Where more is meant, say why with --above-applied REASON; the reason is stored.")


def ground_of(call: Call, text: str, outcome: Outcome) -> Ground | None:
    """Return the call's ground for `outcome` with the code or the name (in any language) `text`, whatever its case."""
    asked = text.strip().casefold()
    for ground in call.grounds:
        known = {ground.code.casefold(), *(name.strip().casefold() for name in ground.names.values())}
        if ground.outcome == outcome.value and asked in known:
            return ground
    return None


def completed(said: Recommendation, call: Call, applied_nok: int) -> Recommendation:
    """Return the recommendation as it is stored: the call's first pot where an award names none, the ground by its code.

    What does not belong to the outcome is left out; so is a reason for more than applied for where it is not more.
    """
    if said.outcome is Outcome.AWARD:
        above = said.above_applied if said.amount_nok > applied_nok else ""
        pot = said.pot or next(iter(call.pots), "")
        return replace(said, pot=pot, above_applied=above, ground="", pass_to="")
    bare = Recommendation(said.outcome, reason=said.reason)
    if said.outcome in {Outcome.REFUSAL, Outcome.DISMISSAL}:
        ground = ground_of(call, said.ground, said.outcome)
        return replace(bare, ground=ground.code if ground else said.ground)
    return replace(bare, pass_to=said.pass_to) if said.outcome is Outcome.PASSED_ON else bare


def faults(said: Recommendation, call: Call, case: str, applied_nok: int) -> Iterator[SkjonnError]:
    """Give each rule a completed recommendation breaks, as the error that tells of it."""
    if said.outcome is Outcome.AWARD:
        if said.amount_nok <= 0:
            yield AwardNothing(amount_nok=said.amount_nok)
        if said.pot not in call.pots:
            yield PotNotOfCall(call=call.code, pot=said.pot, pots=list(call.pots))
        if said.amount_nok > applied_nok and not said.above_applied:
            yield AboveApplied(case=case, applied_nok=applied_nok, amount_nok=said.amount_nok)
    if said.outcome in {Outcome.REFUSAL, Outcome.DISMISSAL} and not ground_of(call, said.ground, said.outcome):
        known = [ground.code for ground in call.grounds if ground.outcome == said.outcome.value]
        yield GroundUnknown(ground=said.ground, call=call.code, grounds=known)
    if said.outcome is Outcome.PASSED_ON and not said.pass_to:
        yield PassToMissing(case=case)


def doubts(said: Recommendation, case: str, content: Content) -> list[Problem]:
    """Return what is allowed but should be seen: an amount too small to be of use, a partial award nobody wants or explains."""
    if said.outcome is not Outcome.AWARD or said.amount_nok >= content.applied_nok:
        return []
    found = []
    least = content.least_useful_nok
    if least is not None and said.amount_nok < least:
        text = N_("{case}: {amount_nok} is less than the least useful amount stated, {least_useful_nok}.")
        found.append(_warning("below-least-useful", text, case, amount_nok=said.amount_nok, least_useful_nok=least))
    if content.accepts_partial is False:
        text = N_("{case}: the applicant does not accept a partial award; {applied_nok} was applied for.")
        found.append(_warning("partial-not-accepted", text, case, applied_nok=content.applied_nok))
    if not said.reason:
        text = N_("{case}: a partial award needs a reason before it is drafted; the letter prints it.")
        found.append(_warning("partial-without-reason", text, case))
    return found


def over_pot(pot: str, year: int, free_nok: int, recommended_nok: int) -> Problem | None:
    """Return a warning where more is recommended from a pot, and not yet decided, than it has free; None otherwise."""
    over = recommended_nok - free_nok
    if over <= 0:
        return None
    text = N_("The pot {pot} of {year} has {free_nok} left; {recommended_nok} is recommended, {over_nok} too much.")
    data: dict[str, object] = {"pot": pot, "year": str(year), "free_nok": free_nok}
    data |= {"recommended_nok": recommended_nok, "over_nok": over}
    return Problem("pot-over-recommended", "warning", Place(), text, N_("Only the approval refuses it."), data)


def held_back(pot: str, opens_on: date, recommended_nok: int) -> Problem:
    """Return a warning that what is recommended from a pot, whole kroner, cannot be decided before a day."""
    text = N_("The pot {pot} is held back until {opens_on}; the {recommended_nok} recommended from it cannot be approved before.")  # fmt: skip
    data: dict[str, object] = {"pot": pot, "opens_on": opens_on, "recommended_nok": recommended_nok}
    return Problem("pot-recommended-held-back", "warning", Place(), text, data=data)


def reason_kept(said: Recommendation, case: str) -> Problem:
    """Return a warning that the reason was written for another amount."""
    text = N_("{case}: the reason stands from the amount before: “{reason}”")
    advice = N_("Where it does not fit {amount_nok}, give another reason.")
    return replace(_warning("reason-kept", text, case, reason=said.reason, amount_nok=said.amount_nok), advice=advice)


def _warning(code: str, text: str, case: str, **data: object) -> Problem:
    return Problem(code, "warning", Place(), text, data={"case": case, **data})


class LaterYearsWrong(UsageError):
    """What is held out for a later year is not a later year's, or nothing."""

    code = "later-years-wrong"
    sentence = N_("{amount_nok} in {year} cannot be held out in a call of {call_year}.")
    advice = N_("Name a budget year after the call's, and an amount above 0: --later 2022=200000.")


def later_years(call_year: int, held_out: Mapping[int, int]) -> str:
    """Return what is held out for later budget years, with reservation, as one text: `2022=200000 2023=100000`.

    Args:
        call_year: the call's budget year; held_out: year -> whole kroner; 0 takes back what was held out.

    Raises:
        LaterYearsWrong: a year is not after the call's, or an amount below 0.
    """
    for year, amount_nok in held_out.items():
        if not call_year < year <= LAST_YEAR or amount_nok < 0:
            raise LaterYearsWrong(year=str(year), amount_nok=amount_nok, call_year=str(call_year))
    return " ".join(f"{year}={amount_nok}" for year, amount_nok in sorted(held_out.items()) if amount_nok)


def held_out(text: str) -> dict[int, int]:
    """Return year -> whole kroner, as `later_years` worded it."""
    return {int(year): int(amount) for year, amount in (part.split("=") for part in text.split())}
