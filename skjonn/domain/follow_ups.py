"""What may follow a decision that stands: it is never edited; a decision of its own says what holds from then on.

Each act gives a new line for the case, made from the line that holds. The new line is drafted, approved by another person and
bound by its own digest, exactly as the first one was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from skjonn.domain.allocations import Outcome, Recommendation
from skjonn.domain.decisions import DraftLine
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner


class DecisionKind(StrEnum):
    """What a decision is: a round's batch, an award outside the round, or what follows a decision that stands."""

    ROUND = "round"
    SINGLE = "single"
    REVERSAL = "reversal"
    DECLINE = "decline"
    CHANGE = "change"
    CORRECTION = "correction"


class NotDecided(RefusedError):
    """Nothing stands for the case that could be followed."""

    code = "case-not-decided"
    sentence = N_("{case} has no decision that stands.")
    advice = N_(
        "An undecided case is recommended with `skjonn allocation set` and drafted with `skjonn decision draft`."
    )


class NotAwarded(RefusedError):
    """Only an award can be reversed, declined or changed."""

    code = "case-not-awarded"
    sentence = N_("{case} has no award that stands.")
    advice = N_("`skjonn history {case}` tells what it has come to.")


class NothingChanges(ConflictError):
    """What is asked for is what stands."""

    code = "nothing-changes"
    sentence = N_("{case} stands as it would become.")
    advice = N_("Name what is to be different.")


class FollowUpReasonMissing(UsageError):
    """A decision that stands is followed only with a reason."""

    code = "follow-up-reason-missing"
    sentence = N_("Nothing is changed in {case} without a reason.")
    advice = N_("Say why with --reason TEXT.")


class PeriodWrong(UsageError):
    """A project would end before it begins."""

    code = "period-wrong"
    sentence = N_("{case} begins on {starts_on} and cannot end on {ends_on}.")
    advice = N_("Give a later day with --ends-on.")


@dataclass(frozen=True)
class Terms:
    """What of an award's terms is to be different; None keeps what stands.

    Attributes:
        ends_on: the project's last day; lead, payee: municipality numbers; purpose: what the money is for from now on.
    """

    ends_on: date | None = None
    lead: str | None = None
    payee: str | None = None
    purpose: str | None = None


def reversed_line(before: DraftLine, reason: str) -> DraftLine:
    """Return the line that takes an award back.

    Raises:
        NotAwarded, FollowUpReasonMissing: it cannot be done.
    """
    return _ended(before, Outcome.REVERSED, reason)


def declined_line(before: DraftLine, reason: str) -> DraftLine:
    """Return the line that tells that the recipient has said no to an award.

    Raises:
        NotAwarded, FollowUpReasonMissing: it cannot be done.
    """
    return _ended(before, Outcome.DECLINED, reason)


def changed_line(before: DraftLine, terms: Terms, reason: str) -> DraftLine:
    """Return the line of an award with other terms and the same amount from the same pot.

    Raises:
        NotAwarded, FollowUpReasonMissing: it cannot be done.
        NothingChanges: the terms are those that stand.
    """
    _require_award(before)
    changed = replace(
        before,
        ends_on=before.ends_on if terms.ends_on is None else terms.ends_on.isoformat(),
        lead=before.lead if terms.lead is None else terms.lead,
        payee=before.payee if terms.payee is None else terms.payee,
        purpose=before.purpose if terms.purpose is None else terms.purpose.strip(),
    )
    if changed == before:
        raise NothingChanges(case=before.case)
    return replace(changed, reason=_reason(before, reason))


def corrected_line(before: DraftLine, said: Recommendation, reason: str) -> DraftLine:
    """Return the line of a case with another outcome, amount, pot, payee or money held out for later years.

    The other terms of an award are kept. `said` is whole: a payee or later years it does not have do not stand any more.

    Args:
        before: the line that holds.
        said: what is to hold, complete (`allocations.completed`) and without faults.
        reason: why.

    Raises:
        FollowUpReasonMissing: nothing is said.
        NothingChanges: all that is said stands already.
    """
    after = replace(
        before,
        outcome=said.outcome,
        amount_nok=said.amount_nok,
        pot=said.pot,
        ground=said.ground,
        above_applied=said.above_applied,
        payee=said.payee,
        pass_to=said.pass_to,
        later_years=said.later_years if said.outcome is Outcome.AWARD else "",
        conditions=before.conditions if said.outcome is Outcome.AWARD else "",
    )
    if after == before or _essence(after) == _essence(before):
        raise NothingChanges(case=before.case)
    return replace(after, reason=_reason(before, reason))


def require_period(case: str, starts_on: date | None, ends_on: date | None) -> None:
    """Accept a project that ends on the day it begins, or later.

    Raises:
        PeriodWrong: it would end before.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise PeriodWrong(case=case, starts_on=starts_on, ends_on=ends_on)


def _ended(before: DraftLine, outcome: Outcome, reason: str) -> DraftLine:
    _require_award(before)
    return DraftLine(
        before.case, before.version, outcome, 0, before.applied_nok, reason=_reason(before, reason), payee=before.payee
    )


def _require_award(before: DraftLine) -> None:
    if before.outcome is not Outcome.AWARD:
        raise NotAwarded(case=before.case)


def _reason(before: DraftLine, reason: str) -> str:
    if not reason.strip():
        raise FollowUpReasonMissing(case=before.case)
    return reason.strip()


def _essence(line: DraftLine) -> tuple[object, ...]:
    return (line.outcome, line.amount_nok, line.pot, line.ground, line.payee, line.pass_to, line.later_years)


@dataclass(frozen=True)
class Movement:
    """Money of one pot that moves with a case's new line, in whole kroner, never 0.

    Attributes:
        pot: its name; committed_nok: taken from the pot, or given back to it where negative.
        returned_nok: what comes back too late to be free again; above 0 only where nothing is committed.
    """

    pot: str
    committed_nok: int = 0
    returned_nok: int = 0


class Fate(StrEnum):
    """What becomes of money an award gives up: free again in its pot, free nowhere, or in a later year's pot."""

    FREE = "free"
    RETURNED = "returned"
    PASSED_ON = "passed_on"


@dataclass(frozen=True)
class GivenUp:
    """Money of a pot that a case's decision gives up, whole kroner above 0; `into` is `2022/project` where it flows there."""

    case: str
    pot: str
    amount_nok: int
    fate: Fate
    into: str = ""

    def worded(self, language: Language) -> str:
        """Return the sentence that tells it."""
        words = {
            Fate.FREE: N_("{case}: {amount} is given up, and is free again in the pot {pot}."),
            Fate.RETURNED: N_("{case}: {amount} of the pot {pot} is given up too late to be free again."),
            Fate.PASSED_ON: N_("{case}: {amount} of the pot {pot} is given up, and flows into {into}."),
        }
        text = translate(words[self.fate], language)
        return text.format(case=self.case, amount=kroner(self.amount_nok, language), pot=self.pot, into=self.into)


def movements(held: Mapping[str, int], after: DraftLine, *, is_open: bool) -> list[Movement]:
    """Return what moves when a case's new line comes to hold: what is given back first, then by pot.

    What an award gives up frees money in its pot while the budget year is open; afterwards it is recorded as returned, and the
    pot is as it was: that money is never free again there.

    Args:
        held: pot's name -> whole kroner that stand committed to the case and are not returned.
        after: the case's new line.
        is_open: whether the budget year is open on the day of the approval.
    """
    wanted = {after.pot: after.amount_nok} if after.outcome is Outcome.AWARD else {}
    found = []
    for pot in sorted({*held, *wanted}):
        difference = wanted.get(pot, 0) - held.get(pot, 0)
        if difference < 0 and not is_open:
            found.append(Movement(pot, returned_nok=-difference))
        elif difference:
            found.append(Movement(pot, difference))
    return sorted(found, key=lambda one: (one.committed_nok > 0, one.pot))
