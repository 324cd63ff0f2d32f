"""Batch decisions: what is drafted by one and approved by another, and what a case has come to."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from skjonn.domain.allocations import Outcome, Recommendation, ground_of
from skjonn.domain.calls import Call
from skjonn.domain.codes import case_order
from skjonn.domain.problems import Place, Problem
from skjonn.errors import ConflictError, FindingsError, UsageError
from skjonn.texts import N_

_ID = re.compile(r"(?P<call>.+)-V(?P<number>[1-9]\d{0,5})")
_BARE = re.compile(r"V?(?P<number>[1-9]\d{0,5})")


class DecisionIdWrong(UsageError):
    """What was typed is not the id of a decision."""

    code = "decision-id-wrong"
    sentence = N_("{text} is not the id of a decision.")
    advice = N_("Write it as 2021-V1, or only the number, 1, where the folder has one call.")


class DraftIncomplete(FindingsError):
    """Cases lack what a decision needs."""

    code = "draft-incomplete"
    sentence = N_("The decision cannot be drafted: something is lacking for {count} of {cases} cases.")
    advice = N_("Set it with `skjonn allocation set CASE`, or leave the case out with --without CASE.")


class NothingToDecide(ConflictError):
    """No case of the call awaits a decision."""

    code = "nothing-to-decide"
    sentence = N_("No case of the call {call} awaits a decision in round {round}.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


class Decided(Protocol):
    """What an approved line says of a case: enough to tell what the case has come to."""

    @property
    def outcome(self) -> Outcome:
        """What was decided."""

    @property
    def amount_nok(self) -> int:
        """Whole kroner awarded, 0 for every other outcome."""

    @property
    def applied_nok(self) -> int:
        """Whole kroner it was decided on."""


@dataclass(frozen=True)
class DraftLine:
    """One line of a decision as its digest binds it; amounts in whole kroner, `version` the application's number.

    `later_years` is held out with reservation (`allocations.later_years`); `ends_on` (an ISO date), `lead` and `purpose` are
    what a later decision has changed; `conditions` (`conditions.stored`) those set for this award, empty where it is as the application says.
    """

    case: str
    version: int
    outcome: Outcome
    amount_nok: int
    applied_nok: int
    pot: str = ""
    ground: str = ""
    reason: str = ""
    above_applied: str = ""
    payee: str = ""
    pass_to: str = ""
    later_years: str = ""
    ends_on: str = ""
    lead: str = ""
    purpose: str = ""
    conditions: str = ""


def decision_id(call: str, number: int) -> str:
    """Return what people call the `number`th decision (from 1) of a call: `2021-V1`."""
    return f"{call}-V{number}"


def parse_decision(text: str, call: str | None) -> tuple[str, int]:
    """Return the call's code and the number meant by `text`; a bare number belongs to `call`.

    Raises:
        DecisionIdWrong: not an id, or a bare number where no call is known.
    """
    clean = text.strip().upper()
    if found := _ID.fullmatch(clean):
        return found["call"], int(found["number"])
    if call and (found := _BARE.fullmatch(clean)):
        return call, int(found["number"])
    raise DecisionIdWrong(text=text)


def digest(call: str, call_version: int, round_number: int, lines: Iterable[DraftLine], kind: str = "round") -> str:
    """Return what binds an approval to what was drafted: SHA-256, 64 hexadecimal digits, of a canonical text.

    The text is JSON of call, its version, the round, what kind of decision it is, and the lines by case number; the order lines
    are given in is of no account.
    """
    ordered = sorted(lines, key=lambda line: case_order(line.case))
    bound = [call, call_version, round_number, kind, [astuple(line) for line in ordered]]
    text = json.dumps(bound, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def lacks(said: Recommendation | None, call: Call, case: str, applied_nok: int) -> Problem | None:
    """Return the first thing that keeps a case out of a draft, None where nothing does.

    Args:
        said: the recommendation that holds.
        call: in the version that holds; a ground may have left its list since.
        case: the case number.
        applied_nok: what is applied for now; it may have been lowered since.
    """
    if said is None:
        return _lacking("case-not-recommended", N_("{case} has no recommendation."), case)
    match said.outcome:
        case Outcome.AWARD if said.amount_nok > applied_nok and not said.above_applied:
            text = N_("{case} is recommended {amount_nok}, more than the {applied_nok} applied for.")
            return _lacking("award-above-applied", text, case, amount_nok=said.amount_nok, applied_nok=applied_nok)
        case Outcome.AWARD if said.pot not in call.pots:
            text = N_("{case} is recommended from the pot {pot}, which the call no longer draws on.")
            return _lacking("pot-left-call", text, case, pot=said.pot)
        case Outcome.AWARD if said.amount_nok < applied_nok and not said.reason:
            return _lacking("partial-reason-missing", N_("{case} is awarded in part, and no reason is given."), case)
        case Outcome.REFUSAL | Outcome.DISMISSAL if ground_of(call, said.ground, said.outcome) is None:
            text = N_("{case} has no ground that is in the call's list.")
            return _lacking("ground-missing", text, case)
    return None


def again(decided: Outcome, said: Recommendation) -> bool:
    """Tell whether a case decided so may be decided again on what is recommended now: moved before, and something new."""
    return decided is Outcome.NEXT_ROUND and said.outcome is not Outcome.NEXT_ROUND


def moved_already(case: str, round_number: int) -> Problem:
    """Return the finding on a case that was moved to a later round and has no new recommendation since."""
    text = N_("{case} was moved from round {round} and has no new recommendation.")
    return _lacking("case-not-recommended-anew", text, case, round=round_number)


def needed(lines: Sequence[DraftLine]) -> dict[str, int]:
    """Return the whole kroner the lines take from each pot, by the pot's name."""
    taken: dict[str, int] = {}
    for line in lines:
        if line.outcome is Outcome.AWARD:
            taken[line.pot] = taken.get(line.pot, 0) + line.amount_nok
    return taken


def case_status(*, withdrawn: bool, assessed: bool, recommended: bool, drafted: bool, decided: Decided | None) -> str:
    """Return what a case has come to: a code of the catalogue's `status`.

    Args:
        withdrawn: the version of the application that holds is withdrawn.
        assessed: somebody has assessed it, by points or in writing.
        recommended: it has a recommendation.
        drafted: it is in a decision that awaits approval.
        decided: the approved line that holds, None where there is none. It comes before everything else, but a case
            moved to the next round may be withdrawn or drafted anew.
    """
    if decided and decided.outcome is not Outcome.NEXT_ROUND:
        return _decided_status(decided)
    if withdrawn:
        return "withdrawn"
    if drafted:
        return "drafted"
    if decided:
        return "next_round"
    if recommended:
        return "recommended"
    return "assessed" if assessed else "received"


def _decided_status(decided: Decided) -> str:
    match decided.outcome:
        case Outcome.AWARD:
            return "awarded" if decided.amount_nok >= decided.applied_nok else "partly_awarded"
        case Outcome.REFUSAL:
            return "refused"
        case Outcome.DISMISSAL:
            return "dismissed"
        case Outcome.PASSED_ON:
            return "passed_on"
        case Outcome.NEXT_ROUND | Outcome.REVERSED | Outcome.DECLINED:
            return decided.outcome.value


def _lacking(code: str, text: str, case: str, **data: object) -> Problem:
    return Problem(code, "error", Place(), text, data={"case": case, **data})
