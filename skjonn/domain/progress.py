"""Where a round stands, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CallProgress:
    """One call's figures; every count is of live (not withdrawn) cases.

    Attributes:
        code, name: the call's, the name in the language asked for; deadline: included; closed: no more is taken in.
        applications; assessed: by anybody; recommended: of those not decided; undecided: without an approved decision
            (a case moved to the next round is undecided); awaiting: ids of drafted decisions; void: those
            of them that nobody can approve as they stand. Awards outside the round are no applications, nor undecided.
        decided: applications; outside: awards outside the round that stand; awarded_nok: to both, whole kroner.
        letters_due: decided cases that should have a letter, none of them taken over as decided; letters: of those, how many are registered.
    """

    code: str
    name: str
    year: int
    deadline: datetime
    closed: bool
    applications: int
    withdrawn: int
    assessed: int
    recommended: int
    undecided: int
    awaiting: tuple[str, ...]
    decided: int
    awarded_nok: int
    letters_due: int
    letters: int
    void: tuple[str, ...] = ()
    outside: int = 0


def next_for_call(call: CallProgress) -> str:
    """Return the command that takes a call's round further; empty when it is through."""
    if call.awaiting:
        first = call.awaiting[0]
        act = "return {0} --reason REASON" if first in call.void else "approve {0} --approver NAME --on DATE"
        return f"skjonn decision {act.format(first)}"
    if call.letters < call.letters_due:
        return f"skjonn letter write {call.code}"
    if not call.applications and not call.closed:
        return f"skjonn application import FILE --call {call.code}"
    if call.undecided and call.recommended < call.undecided:
        return f"skjonn allocation list {call.code}"
    if call.undecided:
        return f"skjonn decision draft {call.code}"
    return "" if call.closed else f"skjonn call close {call.code}"


def next_command(framed: bool, calls: Sequence[CallProgress]) -> str:
    """Return what to do next in an office: set a frame, open a call, or take the latest call further."""
    if not framed:
        return "skjonn frame set YEAR AMOUNT --pot project=AMOUNT"
    if not calls:
        return "skjonn call open FILE.toml"
    for call in reversed(calls):
        if following := next_for_call(call):
            return following
    return f"skjonn table awards --call {calls[-1].code}"
