"""Recusal (habilitet): who is disqualified in a case gives no score, no recommendation and no approval in it.

Whether somebody is disqualified is for people to judge; the ground is stored as they word it. What the office asks of those who
work under a disqualified person is a text in its settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skjonn.domain.codes import case_order
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_


class Recused(RefusedError):
    """Somebody who is recused in a case would act in it."""

    code = "person-recused"
    sentence = N_("{name} is recused in {case}: {ground}")
    advice = N_(
        "Let another person do it; `skjonn score recuse {case} --person NAME --lift` ends a recusal that was a mistake."
    )


class ApproverRecused(RefusedError):
    """Somebody would approve a decision that holds cases they are recused in."""

    code = "approver-recused"
    sentence = N_("{name} is recused in {cases} and cannot approve {decision}.")
    advice = N_("Return it, draft it with --without {first}, and draft {first} in a decision of its own, which a substitute approves.")  # fmt: skip


class ApproverRecusedAlone(RefusedError):
    """Somebody would approve a decision of nothing but cases they are recused in."""

    code = "approver-recused-alone"
    sentence = N_("{name} is recused in {cases} and cannot approve {decision}.")
    advice = N_(
        "Let a substitute approve it: skjonn decision approve {decision} --approver SUBSTITUTE --substitute-for {login}"
    )


class DrafterRecused(RefusedError):
    """Who drafted a decision, and so recommended it, is recused in a case of it since."""

    code = "drafter-recused"
    sentence = N_("{name} drafted {decision}, and is recused in {cases} since.")
    advice = N_("Return it with `skjonn decision return {decision} --reason R`, and let another person draft it.")


class SubstituteUnneeded(RefusedError):
    """Somebody is said to be stood in for who is recused in no case of the decision."""

    code = "substitute-unneeded"
    sentence = N_("{name} is recused in no case of {decision}, so nobody stands in.")
    advice = N_("Leave out --substitute-for, or name whoever is recused.")


class RecusalGroundMissing(UsageError):
    """A person is recused, or a recusal lifted, only with a ground."""

    code = "recusal-ground-missing"
    sentence = N_("A recusal in {case} needs its ground.")
    advice = N_("Say why with --ground TEXT; to lift one, say why with --reason TEXT.")


class RecusedAlready(ConflictError):
    """The person is recused in the case already."""

    code = "recused-already"
    sentence = N_("{name} is recused in {case} already: {ground}")
    advice = N_("Lift it first with --lift if the ground is to be another.")


class NotRecused(ConflictError):
    """There is no recusal to lift."""

    code = "not-recused"
    sentence = N_("{name} is not recused in {case}.")
    advice = N_("`skjonn history {case}` tells who is.")


@dataclass(frozen=True)
class Recusal:
    """A recusal that holds: who (id and name), in which case, why, since which day."""

    person_id: int
    person: str
    application_id: int
    case: str
    ground: str
    on: date


def require_not_recused(recusals: Iterable[Recusal], person_id: int, application_id: int) -> None:
    """Accept a person who is not recused in a case.

    Raises:
        Recused: they are.
    """
    for one in recusals:
        if (one.person_id, one.application_id) == (person_id, application_id):
            raise Recused(name=one.person, case=one.case, ground=one.ground)


def drafter_recused(recusals: Iterable[Recusal], drafter_id: int, cases: Iterable[int]) -> list[str]:
    """Return the numbers of the cases, of those with these ids, in which who drafted them is recused, in order."""
    held = set(cases)
    return sorted((one.case for one in recusals if one.person_id == drafter_id and one.application_id in held), key=case_order)  # fmt: skip


def require_approver_not_recused(recusals: Iterable[Recusal], approver: tuple[int, str], cases: Iterable[int], decision: str) -> None:  # fmt: skip
    """Accept an approver, by id and login, who is recused in none of a decision's cases.

    Raises:
        ApproverRecused: they are, in some; ApproverRecusedAlone: they are, in all.
    """
    held, (approver_id, login) = set(cases), approver
    found = sorted((one for one in recusals if one.person_id == approver_id and one.application_id in held), key=lambda one: case_order(one.case))  # fmt: skip
    if found:
        names = [one.case for one in found]
        if len(names) == len(held):
            raise ApproverRecusedAlone(name=found[0].person, cases=names, decision=decision, login=login)
        raise ApproverRecused(name=found[0].person, cases=names, decision=decision, first=names[0])


def require_stood_in_for(
    recusals: Iterable[Recusal], name: tuple[int, str], cases: Iterable[int], decision: str
) -> None:
    """Accept somebody stood in for, by id and name, who is recused in a case of the decision.

    Raises:
        SubstituteUnneeded: they are in none.
    """
    held = set(cases)
    if not any(one.person_id == name[0] and one.application_id in held for one in recusals):
        raise SubstituteUnneeded(name=name[1], decision=decision)
