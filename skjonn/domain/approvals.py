"""Four eyes: who may approve a decision, when, and what must still be as it was drafted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skjonn.domain.frames import PotOverspent, held_until
from skjonn.domain.persons import Person, Role
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_


class ApproverIsDrafter(RefusedError):
    """Who drafted a decision cannot approve it."""

    code = "approver-is-drafter"
    sentence = N_("{name} drafted {decision} and cannot approve it.")
    advice = N_("Let another person with the role approver approve it.")


class ApproverRoleMissing(RefusedError):
    """Only an approver approves."""

    code = "approver-role-missing"
    sentence = N_("{name} does not have the role approver.")
    advice = N_("`skjonn person list` shows who has it.")


class ApproverNotInService(RefusedError):
    """The approver was not in service on the day the approval is said to be given."""

    code = "approver-not-in-service"
    sentence = N_("{name} is not in service on {on}.")
    advice = N_("`skjonn person list` shows when each person serves.")


class AuthorityTooSmall(RefusedError):
    """The decision is greater than the approver's authority."""

    code = "authority-too-small"
    sentence = N_("{name} may approve decisions of up to {authority_nok}; {decision} is of {sum_nok}.")
    advice = N_("Let a person with greater authority approve it; `skjonn person list` shows each one's.")


class ApprovalBeforeDraft(RefusedError):
    """An approval cannot have been given before the decision was drafted."""

    code = "approval-before-draft"
    sentence = N_("{decision} was drafted on {drafted_on} and cannot be approved on {on}.")
    advice = N_("Give the day of the approval with --on.")


class ApprovalAhead(RefusedError):
    """An approval cannot be recorded before it is given."""

    code = "approval-ahead"
    sentence = N_("{on} is after {today}: an approval is recorded when it has been given.")
    advice = N_("Give the day of the approval with --on.")


class PotNotOpen(RefusedError):
    """A held-back pot may not be decided from yet."""

    code = "pot-not-open"
    sentence = N_("The pot {pot} of {year} may be decided from {opens_on}, not on {on}.")
    advice = N_("Approve it on that day or later, or recommend from another pot.")


class DecisionApproved(ConflictError):
    """A decision is approved once, and not returned after that."""

    code = "decision-approved-already"
    sentence = N_("{decision} is already approved.")
    advice = N_("`skjonn decision show {decision}` shows by whom and when.")


class DecisionReturned(ConflictError):
    """A decision that was returned is done with."""

    code = "decision-returned-already"
    sentence = N_("{decision} was returned.")
    advice = N_("Draft a new one: skjonn decision draft {call}.")


class DecisionTakenOver(RefusedError):
    """A decision from before this database kept it is neither approved nor returned here."""

    code = "decision-taken-over"
    sentence = N_("{decision} was taken over as already decided, so it is neither approved nor returned.")
    advice = N_("`skjonn decision show {decision}` shows by whom and when.")


class ReturnReasonMissing(UsageError):
    """A decision is returned only with a reason."""

    code = "return-reason-missing"
    sentence = N_("{decision} is returned only with a reason.")
    advice = N_("Say why with --reason TEXT.")


class MoneyLater(RefusedError):
    """The pot holds enough now, but did not on the day of the approval, or on one since."""

    code = "money-later"
    sentence = N_("The pot {pot} of {year} has had as little as {free_nok} left since {on}; {needed_nok} is needed.")
    advice = N_("An approval is dated on a day when the money was there and stayed.")


class DraftChanged(ConflictError):
    """What is stored is not what was drafted."""

    code = "draft-changed"
    sentence = N_("{decision} is not as it was drafted: the call or a line has changed since.")
    advice = N_("Return it with `skjonn decision return {decision} --reason R` and draft it again.")


class CasesChanged(ConflictError):
    """Applications were changed or withdrawn after the decision was drafted."""

    code = "cases-changed"
    sentence = N_("Changed since {decision} was drafted: {cases}.")
    advice = N_("Return it with `skjonn decision return {decision} --reason R`, look at the cases, and draft it again.")


@dataclass(frozen=True)
class Approval:
    """An approval as given: by whom, on which day, of which decision, drafted by whom and when, of how much in all."""

    approver: Person
    on: date
    decision: str
    drafter_id: int
    drafted_on: date
    sum_nok: int


@dataclass(frozen=True)
class Draw:
    """What a decision takes from a pot, and how the pot stands; whole kroner.

    `free_nok` is what it has left now, `least_nok` the least it has had left from the day of the approval on.
    """

    pot: str
    year: int
    needed_nok: int
    free_nok: int
    least_nok: int
    opens_on: date | None = None


def require_day(approval: Approval, today: date) -> None:
    """Accept a day from the draft's to today, both included.

    Raises:
        ApprovalBeforeDraft, ApprovalAhead: it lies outside.
    """
    if approval.on < approval.drafted_on:
        raise ApprovalBeforeDraft(decision=approval.decision, drafted_on=approval.drafted_on, on=approval.on)
    if approval.on > today:
        raise ApprovalAhead(on=approval.on, today=today)


def require_approver(approval: Approval) -> None:
    """Accept an approver in service on the day, other than the drafter.

    Raises:
        ApproverRoleMissing, ApproverNotInService, ApproverIsDrafter: something of this is not so.
    """
    approver = approval.approver
    if Role.APPROVER not in approver.roles:
        raise ApproverRoleMissing(name=approver.name)
    if not approver.serves_on(approval.on):
        raise ApproverNotInService(name=approver.name, on=approval.on)
    if approver.id == approval.drafter_id:
        raise ApproverIsDrafter(name=approver.name, decision=approval.decision)


def require_authority(approval: Approval) -> None:
    """Accept a decision of no more than the authority held; none set is no bound.

    Asked after `require_money`: what no pot holds, nobody has the authority for, and the pot's figures say more.

    Raises:
        AuthorityTooSmall: it is of more.
    """
    approver, bound = approval.approver, approval.approver.authority_nok
    if bound is not None and approval.sum_nok > bound:
        raise AuthorityTooSmall(
            name=approver.name, decision=approval.decision, authority_nok=bound, sum_nok=approval.sum_nok
        )


def require_money(draws: Iterable[Draw], on: date) -> None:
    """Accept only draws on pots that are open on the day and hold enough.

    Raises:
        PotNotOpen: a held-back pot opens later.
        PotOverspent: more is needed than is free; with the pot's figures.
        MoneyLater: there is enough now, but there was not all the time since the day.
    """
    for draw in draws:
        if held_until(draw.opens_on, on):
            raise PotNotOpen(pot=draw.pot, year=str(draw.year), opens_on=draw.opens_on, on=on)
        if draw.needed_nok > draw.free_nok:
            raise overspent(draw)
        if draw.needed_nok > draw.least_nok:
            year = str(draw.year)
            raise MoneyLater(pot=draw.pot, year=year, free_nok=draw.least_nok, on=on, needed_nok=draw.needed_nok)


def overspent(draw: Draw) -> PotOverspent:
    """Return the refusal of a draw, with the pot's figures."""
    return PotOverspent(pot=draw.pot, year=str(draw.year), free_nok=draw.free_nok, needed_nok=draw.needed_nok)
