"""What waits for whom: every step of a round that somebody else than the applicant has to take next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skjonn.domain.persons import Person, Role
from skjonn.texts.sorting import reading_order


class Step(StrEnum):
    """What is waited for."""

    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"
    DRAFT = "draft"
    APPROVAL = "approval"
    VOID = "void"
    LETTER = "letter"
    APPEAL = "appeal"
    NEW_DECISION = "new_decision"
    CONDITION = "condition"
    PAYMENT_PLAN = "payment_plan"
    PAYMENT_HELD = "payment_held"
    PAYMENT_LIST = "payment_list"
    REPAYMENT = "repayment"
    TOLD_BEYOND = "told_beyond"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits.

    Attributes:
        step: what is waited for; call: its code.
        subject: the decision or the case it is about, empty where several cases wait; count: how many.
        who: names of those who can take the step, in reading order; empty where nobody registered can.
    """

    step: Step
    call: str
    subject: str
    count: int
    who: tuple[str, ...]


_PAYMENTS = {
    Step.PAYMENT_PLAN: "skjonn payment plan {call}",
    Step.PAYMENT_HELD: "skjonn payment plan {call} --held",
    Step.PAYMENT_LIST: "skjonn payment list {call}",
}


def next_payment(waits: Iterable[Waiting]) -> str:
    """Return the command that takes the first thing further that waits to be planned or told to the ministry; empty for none."""
    return next((_PAYMENTS[one.step].format(call=one.call) for one in waits if one.step in _PAYMENTS), "")


def in_service(persons: Iterable[Person], role: Role, day: date) -> tuple[str, ...]:
    """Return the names of those who hold a role on a day, in reading order."""
    return _ordered(one.name for one in persons if role in one.roles and one.serves_on(day))


def approvers(
    persons: Iterable[Person], drafter_id: int, sum_nok: int, day: date, recused: AbstractSet[int] = frozenset()
) -> tuple[str, ...]:
    """Return the names of those who may approve a decision of `sum_nok` in all that this person drafted.

    `recused` are the ids of those who are recused in one of its cases.
    """
    return _ordered(
        one.name
        for one in persons
        if Role.APPROVER in one.roles
        and one.id not in {drafter_id, *recused}
        and one.serves_on(day)
        and (one.authority_nok is None or sum_nok <= one.authority_nok)
    )


def unassessed(call: str, open_cases: AbstractSet[int], by_assessor: Mapping[str, AbstractSet[int]]) -> list[Waiting]:
    """Return what each assessor of a call still has to assess.

    Args:
        call: its code; open_cases: cases without a decision.
        by_assessor: name -> cases assessed in whole; who has assessed nothing at all is no assessor of the call.
    """
    left = {name: len(open_cases - done) for name, done in by_assessor.items()}
    return [Waiting(Step.ASSESSMENT, call, "", left[name], (name,)) for name in _ordered(left) if left[name]]


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=reading_order))
