"""What a plan says of itself in words; worded when shown, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field

from skjonn.domain.plan_rules import Kind
from skjonn.domain.plan_tally import Breach
from skjonn.domain.problems import Place, Problem
from skjonn.errors import ConflictError, FindingsError, RefusedError, UsageError
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import worded

_WHYS: dict[str, str] = {
    "full": N_("Rank {rank}: all that was applied for."),
    "partly": N_("Rank {rank}: a part; {rule} leaves room for {room_nok}."),
    "partly-whole": N_("Rank {rank}: a part; {rule} leaves room for {room_nok}, and whole thousands are given."),
    "partly-so": N_("Rank {rank}: a part; this is decided by {rule}."),
    "nothing": N_("Rank {rank}: nothing; {rule} leaves room for {room_nok}."),
    "nothing-so": N_("Rank {rank}: nothing; this is decided by {rule}."),
    "too-little": N_("Rank {rank}: nothing; {rule} leaves room for {room_nok}, and it takes {least_nok} ({own})."),
    "passed-over": N_("Rank {rank}: nothing; passed over by {by}: {rule}."),
    "unscored": N_("Has no weighted total, so it enters only by hand."),
    "by-hand": N_("Set by hand: {reason}"),
    "out-by-hand": N_("Kept out by hand: {reason}"),
    "screening": N_("Found to be dismissed in the screening."),
    "recommendation": N_("Something else than an award is recommended for it."),
}


@dataclass(frozen=True)
class Why:
    """Why a case gets what it gets: a code, and what fills its sentence."""

    code: str
    data: dict[str, object] = field(default_factory=dict, hash=False)

    def worded(self, language: Language) -> str:
        """Return the sentence."""
        words = {name: worded(name, value, language) for name, value in self.data.items()}
        return translate(_WHYS[self.code], language).format_map(words)


class RulesContradict(RefusedError):
    """No plan can keep every rule."""

    code = "plan-rules-contradict"
    sentence = N_("No plan keeps all of these together: {rules}.")
    advice = N_("Change one of them in the call's file (skjonn call change), or what is set by hand.")


class RuleOutOfReach(RefusedError):
    """One rule asks for more than any plan can keep."""

    code = "plan-rule-out-of-reach"
    sentence = N_("No plan can keep this with the cases that take part and the money there is: {rule}.")
    advice = N_("Change it in the call's file (skjonn call change), or what is set by hand.")


class RoundNotOpen(ConflictError):
    """The call is not at the round asked for."""

    code = "plan-round-not-open"
    sentence = N_("The call {call} is not at round {round}; it is at round {latest}.")
    advice = N_("Leave --round out for the round that is open; a next round comes when cases are moved to it.")


class RulesNotKept(RefusedError):
    """A strategy came to a plan that does not reach a floor."""

    code = "plan-rules-not-kept"
    sentence = N_("Going by {strategy}, these are not kept: {rules}.")
    advice = N_("--strategy optimum finds a plan that keeps every rule, or names those that contradict each other.")


class PlanBroken(RefusedError):
    """A plan no longer fits, each thing that does not being named."""

    code = "plan-broken"
    sentence = N_("The plan {file} does not fit; what breaks a rule is listed. Nothing is set.")
    advice = N_("Change the amounts or the rules in the file, or make a new plan: skjonn allocation propose {call}.")


class PlansApart(UsageError):
    """Two plans are not of one round of one call."""

    code = "plans-apart"
    sentence = N_("The plans are not of one round: one is of {first}, the other of {second} (call/round).")
    advice = N_("Put plans of the same call and round side by side.")


class PlanOutdated(ConflictError):
    """A plan speaks of cases that are no longer open."""

    code = "plan-outdated"
    sentence = N_("The plan {file} speaks of cases that are not open any more. Nothing is set.")
    advice = N_("Make a new plan: skjonn allocation propose {call}.")


class PlanFileWrong(FindingsError):
    """A plan's file has faults; each is named by its key."""

    code = "plan-file-wrong"
    sentence = N_("{file} cannot be read as a plan.")
    advice = N_("Mend what is listed and run again. docs/formats/plan.md shows every key.")


class LockWrong(UsageError):
    """What is to be set by hand cannot be read."""

    code = "lock-wrong"
    sentence = N_("{text} does not say what is set by hand and why.")
    advice = N_('Write --lock "CASE=AMOUNT:REASON", or "CASE=out:REASON" to keep it out.')


class LockTwice(UsageError):
    """A case is set by hand more than once."""

    code = "lock-twice"
    sentence = N_("{case} is set by hand twice.")
    advice = N_("Name each case in one --lock alone.")


class StrategyUnknown(UsageError):
    """There is no such way of making a plan."""

    code = "strategy-unknown"
    sentence = N_("{found} is not a way of making a plan.")
    advice = N_("Write ranked, proportional or optimum.")


class NothingToPlan(ConflictError):
    """No case of the call is open for a plan."""

    code = "nothing-to-plan"
    sentence = N_("No case of the call {call} awaits a decision in round {round}.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


def broken(breach: Breach, file: str) -> Problem:
    """Return a rule that a plan breaks, as a problem of its file."""
    data: dict[str, object] = {"rule": breach.rule, "found_nok": breach.found, "found": breach.found}
    if breach.rule.kind is Kind.POT and not breach.case:
        text = N_("The plan takes {found_nok} of the pot {pot}, which has {free_nok} free: {over_nok} too much.")
        over = {"pot": breach.rule.of, "free_nok": breach.free_nok, "over_nok": breach.found - breach.free_nok}
        return Problem("plan-pot-overspent", "error", Place(file), text, data={**data, **over})
    if breach.rule.kind is Kind.POT:
        text = N_("{case}: it cannot be paid from {pot}, which is no pot of the call, or one for joint projects alone.")
        return Problem("plan-pot-wrong", "error", Place(file), text, data={**data, "case": breach.case, "pot": breach.rule.of})  # fmt: skip
    if breach.case:
        text = N_("{case}: {found_nok} breaks a rule: {rule}.")
        return Problem("plan-case-broken", "error", Place(file), text, data={**data, "case": breach.case})
    if breach.of:
        text = N_("{of}: the plan comes to {found} awards; the rule is {rule}.") if breach.counts else N_("{of}: the plan comes to {found_nok}; the rule is {rule}.")  # fmt: skip
        return Problem("plan-group-broken", "error", Place(file), text, data={**data, "of": breach.of})
    text = N_("The plan comes to {found}; the rule is {rule}.") if breach.counts else N_("The plan comes to {found_nok}; the rule is {rule}.")  # fmt: skip
    return Problem("plan-group-broken", "error", Place(file), text, data=data)


def problem_of(code: str, sentence: str, **data: object) -> Problem:
    """Return something a plan should make seen."""
    return Problem(code, "warning", Place(), sentence, data=data)
