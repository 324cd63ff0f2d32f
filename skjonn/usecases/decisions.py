"""Read decisions back: one with its lines, or all of a call. Drafting and approving have modules of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.decisions import DraftLine, decision_id
from skjonn.domain.follow_ups import DecisionKind, GivenUp
from skjonn.domain.plan_departures import Departure
from skjonn.errors import UsageError
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, decisions
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.texts import N_
from skjonn.usecases.case_views import name_of
from skjonn.usecases.giving_up import given_up
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.plans_used import departed

_TERMS = ("ends_on", "lead")


class DecisionUnknown(UsageError):
    """There is no decision with the id given."""

    code = "decision-unknown"
    sentence = N_("There is no decision {decision}.")
    advice = N_("`skjonn decision list` shows the decisions there are.")


@dataclass(frozen=True)
class ShownLine:
    """One line of a decision as people see it; amounts in whole kroner, `version` the application's number.

    `payee`, `lead` (municipality numbers), `ends_on`, `purpose` and `later_years` are as in `domain.decisions.DraftLine`.
    `title` is the application's now, `ground` the code of the call's ground, `pot` empty but for an award.
    `kept` names the terms that are those of the line before it, where it follows one.
    """

    case: str
    title: str
    version: int
    outcome: Outcome
    amount_nok: int
    applied_nok: int
    pot: str
    ground: str
    reason: str
    payee: str = ""
    later_years: str = ""
    ends_on: str = ""
    lead: str = ""
    purpose: str = ""
    conditions: str = ""
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """A decision as people see it; persons by name, `approved_by` empty until it is approved.

    `status` is `drafted`, `approved`, `returned` or `taken_over`, then `drafted_by` took it over, nobody approved it here, and
    `approved_on` is the day it was decided; `kind` is one of `domain.follow_ups.DecisionKind`; `sum_nok` is what it awards in all.
    `plan` is the file that was in use for its round when it was drafted, empty where none was, with its SHA-256, and
    `departures` are the cases it gives another amount. `names` are those of the municipalities its lines name by number. `given_up` is
    what it gives up of what was awarded before.
    """

    id: str
    call: str
    kind: str
    ground: str
    round: int
    status: str
    digest: str
    drafted_by: str
    drafted_on: date
    approved_by: str
    approved_on: date | None
    reference: str
    returned_on: date | None
    returned_reason: str
    lines: tuple[ShownLine, ...]
    substitute_for: str = ""
    plan: str = ""
    plan_sha256: str = ""
    departures: tuple[Departure, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    given_up: tuple[GivenUp, ...] = ()

    @property
    def sum_nok(self) -> int:
        """What the decision awards in all, whole kroner."""
        return sum(line.amount_nok for line in self.lines)

    @property
    def cases(self) -> tuple[str, ...]:
        """The case numbers, in order."""
        return tuple(line.case for line in self.lines)


def show(url: str, call: str, number: int, today: date | None = None) -> Decision:
    """Return the `number`th decision (from 1) of a call; what a draft gives up is reckoned for an approval `today`.

    Raises:
        CallUnknown, DecisionUnknown: there is none.
    """
    with reading(url) as session:
        return shown(session, stored(session, call, number), today)


def every(url: str, call: str | None = None) -> tuple[Decision, ...]:
    """Return the decisions of a call, or of all calls, by call and number.

    Raises:
        CallUnknown: `call` is none.
    """
    with reading(url) as session:
        call_id = calls.one(session, call).id if call else None
        return tuple(shown(session, one) for one in decisions.every(session, call_id))


def stored(session: Session, call: str, number: int) -> StoredDecision:
    """Return a decision as stored.

    Raises:
        CallUnknown, DecisionUnknown: there is none.
    """
    found = decisions.decision(session, calls.one(session, call).id, number)
    if found is None:
        raise DecisionUnknown(decision=decision_id(call, number))
    return found


def shown(session: Session, head: StoredDecision, today: date | None = None) -> Decision:
    """Return a stored decision as people see it; a draft as if approved `today`, None being the day it was drafted."""
    lines = decisions.lines(session, head.id)
    plan, sha256, found = departed(session, head.id, lines)
    titles = {case.id: case.content.title for case in applications.cases(session, head.call_id)}
    return Decision(
        id=decision_id(head.call, head.number),
        call=head.call,
        kind=head.kind,
        ground=head.ground,
        round=head.round,
        status=head.status,
        digest=head.digest,
        drafted_by=head.drafter,
        drafted_on=head.drafted_on,
        approved_by=head.approver,
        approved_on=head.approved_on,
        reference=head.reference,
        returned_on=head.returned_on,
        returned_reason=head.returned_reason,
        substitute_for=head.substitute_for,
        lines=_with_kept(session, head, [_shown_line(line, titles) for line in lines]),
        plan=plan,
        plan_sha256=sha256,
        departures=found,
        names=_names(session, head, lines),
        given_up=given_up(session, head, lines, today or head.drafted_on),
    )


def _with_kept(session: Session, head: StoredDecision, lines: Iterable[ShownLine]) -> tuple[ShownLine, ...]:
    """Tell of each line of a decision that follows another which terms are those of the line before."""
    if head.kind in {DecisionKind.ROUND, DecisionKind.SINGLE}:
        return tuple(lines)
    earlier = {one.case_number: one for one in decisions.decided(session, head.call_id) if one.decision_number < head.number}  # fmt: skip
    return tuple(
        replace(line, kept=frozenset(name for name in _TERMS if getattr(line, name) == getattr(earlier[line.case], name)))
        if line.case in earlier else line
        for line in lines
    )  # fmt: skip


def _names(session: Session, head: StoredDecision, lines: Iterable[DecidedLine]) -> dict[str, str]:
    """Return the names of payees and leads on the day of the decision; the register is read only where there are any."""
    numbers = {number for line in lines for number in (line.payee, line.lead) if number}
    if not numbers:
        return {}
    day, register = head.approved_on or head.drafted_on, register_in_use(session)
    return {number: name_of(number, day, register) for number in sorted(numbers)}


def bound(line: DecidedLine) -> DraftLine:
    """Return a stored line as the digest binds it."""
    return DraftLine(
        case=line.case_number,
        version=line.version_number,
        outcome=line.outcome,
        amount_nok=line.amount_nok,
        applied_nok=line.applied_nok,
        pot=line.pot,
        ground=line.ground,
        reason=line.reason,
        above_applied=line.above_applied,
        payee=line.payee,
        pass_to=line.pass_to,
        later_years=line.later_years,
        ends_on=line.ends_on,
        lead=line.lead,
        purpose=line.purpose,
        conditions=line.conditions,
    )


def kind_bound(kind: str, ground: str) -> str:
    """Return what kind of decision it is as the digest binds it: an award outside the round with why it is given."""
    return f"{kind}: {ground}" if ground else kind


def _shown_line(line: DecidedLine, titles: dict[int, str]) -> ShownLine:
    return ShownLine(
        case=line.case_number,
        title=titles.get(line.application_id, ""),
        version=line.version_number,
        outcome=line.outcome,
        amount_nok=line.amount_nok,
        applied_nok=line.applied_nok,
        pot=line.pot,
        ground=line.ground,
        reason=line.reason,
        payee=line.payee,
        later_years=line.later_years,
        ends_on=line.ends_on,
        lead=line.lead,
        purpose=line.purpose,
        conditions=line.conditions,
    )
