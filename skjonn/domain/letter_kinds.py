"""The kinds of letter an office writes in a year, and which of them a decided case gets."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from skjonn.domain.allocations import Outcome
from skjonn.domain.follow_ups import DecisionKind

Form = Literal["nb", "nn"]


class LetterKind(StrEnum):
    """The kinds of letter, named as their templates."""

    CALL = "call"
    RECEIPT = "receipt"
    COMPLETION = "completion"
    AWARD = "award"
    PARTIAL_AWARD = "partial_award"
    REFUSAL = "refusal"
    DISMISSAL = "dismissal"
    NEXT_ROUND = "next_round"
    DECISIONS = "decisions"
    CORRECTION = "correction"
    CHANGE_ANSWER = "change_answer"
    REPORT_REQUEST = "report_request"
    REMINDER = "reminder"
    REPORT_ACCEPTED = "report_accepted"
    REPAYMENT = "repayment"
    PAYMENT_LIST = "payment_list"


class About(StrEnum):
    """What a letter is about: an approved decision, a case whatever has become of it, or the whole call."""

    DECISION = "decision"
    CASE = "case"
    CALL = "call"


OF_CALL = frozenset({LetterKind.CALL, LetterKind.PAYMENT_LIST})
OF_CASE = frozenset(
    {
        LetterKind.RECEIPT, LetterKind.COMPLETION, LetterKind.REPORT_REQUEST, LetterKind.REMINDER,
        LetterKind.REPORT_ACCEPTED, LetterKind.REPAYMENT,
    }
)  # fmt: skip
OF_AWARD = frozenset({LetterKind.REPORT_REQUEST, LetterKind.REMINDER, LetterKind.REPORT_ACCEPTED, LetterKind.REPAYMENT})
"""Kinds only a case with an award that stands gets."""

NEEDS: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.COMPLETION: ("due",),
    LetterKind.REMINDER: ("report", "due"),
    LetterKind.REPORT_ACCEPTED: ("report",),
    LetterKind.REPAYMENT: ("amount", "due", "point"),
}
"""What whoever writes has to say for a kind of letter, by the option it is said with; any other kind needs nothing."""

_TAKES: dict[LetterKind, frozenset[str]] = {
    LetterKind.CALL: frozenset({"group all", "group municipality"}),
    LetterKind.RECEIPT: frozenset({"point"}),
    LetterKind.COMPLETION: frozenset({"point", "due"}),
    LetterKind.CHANGE_ANSWER: frozenset({"point"}),
    LetterKind.REPORT_REQUEST: frozenset({"point", "report"}),
    LetterKind.REMINDER: frozenset({"point", "report", "due"}),
    LetterKind.REPORT_ACCEPTED: frozenset({"point", "report"}),
    LetterKind.REPAYMENT: frozenset({"point", "amount", "due"}),
    LetterKind.PAYMENT_LIST: frozenset({"point"}),
}
_GATHERED = frozenset({"point", "group municipality"})

_FIRST = frozenset({DecisionKind.ROUND.value, DecisionKind.SINGLE.value})
_OF_OUTCOME = {
    Outcome.AWARD: LetterKind.AWARD,
    Outcome.REFUSAL: LetterKind.REFUSAL,
    Outcome.DISMISSAL: LetterKind.DISMISSAL,
    Outcome.NEXT_ROUND: LetterKind.NEXT_ROUND,
}
_FILES: dict[LetterKind, tuple[str, str]] = {
    LetterKind.CALL: ("utlysning", "utlysing"),
    LetterKind.RECEIPT: ("mottaksbekreftelse", "mottaksstadfesting"),
    LetterKind.COMPLETION: ("mangler", "manglar"),
    LetterKind.AWARD: ("tilskuddsbrev", "tilskotsbrev"),
    LetterKind.PARTIAL_AWARD: ("tilskuddsbrev", "tilskotsbrev"),
    LetterKind.REFUSAL: ("avslag", "avslag"),
    LetterKind.DISMISSAL: ("avvisning", "avvising"),
    LetterKind.NEXT_ROUND: ("neste runde", "neste runde"),
    LetterKind.DECISIONS: ("vedtak", "vedtak"),
    LetterKind.CORRECTION: ("endret vedtak", "endra vedtak"),
    LetterKind.CHANGE_ANSWER: ("svar om endring", "svar om endring"),
    LetterKind.REPORT_REQUEST: ("rapportering", "rapportering"),
    LetterKind.REMINDER: ("purring", "purring"),
    LetterKind.REPORT_ACCEPTED: ("rapport godkjent", "rapport godkjend"),
    LetterKind.REPAYMENT: ("tilbakebetaling", "tilbakebetaling"),
    LetterKind.PAYMENT_LIST: ("utbetalingsliste", "utbetalingsliste"),
}


def about(kind: LetterKind) -> About:
    """Return what letters of a kind are about; an answer to a request for a change may tell of a decision, or of none."""
    if kind in OF_CALL:
        return About.CALL
    return About.CASE if kind in OF_CASE else About.DECISION


def takes(kind: LetterKind | None) -> frozenset[str]:
    """Return the options that say something in letters of a kind; None is all that tell of decisions.

    Those can be gathered by municipality, and say the writer's points where the office's own template prints them.
    """
    return _TAKES.get(kind, _GATHERED) if kind else _GATHERED


def kind_of(
    outcome: Outcome, amount_nok: int, applied_nok: int, decision: str = DecisionKind.ROUND.value
) -> LetterKind | None:
    """Return the kind of letter a decided case gets; None for what gets no letter (passed to another office).

    An award of what was applied for, or more, is an award; of less, a partial award. What follows a decision that stood is told
    as a change the municipality asked for, or as a correction: taken back, declined, mended.
    """
    if decision == DecisionKind.CHANGE.value:
        return LetterKind.CHANGE_ANSWER
    if decision not in _FIRST:
        return LetterKind.CORRECTION
    if outcome is Outcome.AWARD and amount_nok < applied_nok:
        return LetterKind.PARTIAL_AWARD
    return _OF_OUTCOME.get(outcome)


def has_letter(outcome: Outcome, decision: str = DecisionKind.ROUND.value) -> bool:
    """Tell whether a case with this outcome, of this kind of decision, gets a letter at all."""
    return kind_of(outcome, 0, 0, decision) is not None


def file_word(kind: LetterKind, form: Form) -> str:
    """Return what a kind is called in the name of a letter's file."""
    return _FILES[kind][0 if form == "nb" else 1]
