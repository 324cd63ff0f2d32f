"""Decisions with their lines, and the letters that tell of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.allocations import Outcome
from skjonn.domain.appeals import AppealOutcome
from skjonn.domain.follow_ups import DecisionKind
from skjonn.storage.tables import application, call, frame, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words


class DecisionRow(SQLModel, table=True):
    """A batch decision: drafted by one, approved (or returned) by another. Its lines never change after drafting.

    `substitute_for_id` is the recused approver in whose place the approval was given, where it was. `digest` binds the approval to what was drafted, under the call version named. `approved_on` is the day the approval was
    given. `kind` tells a round's batch from an award outside the round and from what follows a decision that stands; `ground` is
    why an award was given outside the round, empty for the others. A round decided before this database kept it is `taken_over`: without an approver here, `approved_on` its day.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        among("status", ("drafted", "approved", "returned", "taken_over")),
        among("kind", [kind.value for kind in DecisionKind]),
        CheckConstraint("(status = 'approved') = (approver_id IS NOT NULL)", name="approved_by_someone"),
        CheckConstraint("(status IN ('approved', 'taken_over')) = (approved_on IS NOT NULL)", name="approved_some_day"),
        CheckConstraint("approver_id IS NULL OR approver_id <> drafter_id", name="four_eyes"),
    )  # fmt: skip

    id: int | None = primary()
    call_id: int = key("call.id", index=False)
    number: int
    kind: str = words(default=DecisionKind.ROUND.value)
    ground: str = words(default="")
    round: int
    call_version_id: int = key("call_version.id")
    status: str = words()
    digest: str = words()
    drafter_id: int = key("person.id")
    drafted_on: date
    approver_id: int | None = key("person.id", null=True)
    approved_on: date | None = None
    substitute_for_id: int | None = key("person.id", null=True)
    reference: str = words(default="")
    returned_on: date | None = None
    returned_reason: str = words(default="")
    recorded_at: datetime = moment()


class DecisionLineRow(SQLModel, table=True):
    """What a decision says of one case, with the applied amount it was decided on.

    `ends_on`, `lead` and `purpose` are what a later decision has changed, empty where it is as the application says;
    `later_years` is what is held out for later budget years, with reservation; `conditions` those set for this award alone, as
    `domain.conditions.stored` writes them. Neither is ever in the ledger.
    """

    __tablename__ = "decision_line"
    __table_args__ = (
        UniqueConstraint("decision_id", "application_id"),
        among("outcome", [outcome.value for outcome in Outcome]),
        whole("amount_nok"),
        whole("applied_nok"),
        CheckConstraint("amount_nok <= applied_nok OR above_applied <> ''", name="within_applied"),
        CheckConstraint("(outcome = 'award') = (amount_nok > 0)", name="award_has_amount"),
        CheckConstraint("amount_nok >= 0", name="amount_nok_positive"),
        CheckConstraint("(outcome = 'award') = (pot_id IS NOT NULL)", name="award_has_pot"),
    )

    id: int | None = primary()
    decision_id: int = key("decision.id", index=False)
    application_id: int = key("application.id")
    application_version_id: int = key("application_version.id")
    outcome: str = words()
    amount_nok: int = amount()
    applied_nok: int = amount()
    pot_id: int | None = key("pot.id", null=True)
    ground: str = words(default="")
    reason: str = words(default="")
    above_applied: str = words(default="")
    payee: str = words(default="")
    pass_to: str = words(default="")
    later_years: str = words(default="")
    ends_on: str = words(default="")
    lead: str = words(default="")
    purpose: str = words(default="")
    conditions: str = words(default="")


class AppealRow(SQLModel, table=True):
    """An appeal against what was decided on a case; `outcome` is empty until it is settled. One is open at a time."""

    __tablename__ = "appeal"
    __table_args__ = (
        among("outcome", ("", *(outcome.value for outcome in AppealOutcome))),
        CheckConstraint("(outcome = '') = (settled_on IS NULL)", name="settled_some_day"),
    )

    id: int | None = primary()
    decision_line_id: int = key("decision_line.id")
    received_on: date
    text: str = words(default="")
    outcome: str = words(default="")
    settled_on: date | None = None
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
