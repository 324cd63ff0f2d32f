"""The ministry's terms, what is planned for each, the lists sent to it, and what was paid and repaid. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.payments import LAST_TERM, LineKind
from skjonn.storage.tables import application, decision, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words


class TermRow(SQLModel, table=True):
    """The last day an award may be told to the ministry to be paid with a term; set again it is a new row, and the newest holds."""

    __tablename__ = "payment_term"
    __table_args__ = (CheckConstraint(f"number BETWEEN 1 AND {LAST_TERM}", name="number_of_a_term"),)

    id: int | None = primary()
    year: int
    number: int
    cutoff_on: date
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class PaymentListRow(SQLModel, table=True):
    """A list sent to the ministry for one term; `number` is within the year, from 1.

    `content` is what it says with the words it was sent with, as `domain.payment_lists` writes it, and `digest` binds that.
    """

    __tablename__ = "payment_list"
    __table_args__ = (UniqueConstraint("year", "number"), whole("control_sum_nok"))

    id: int | None = primary()
    year: int
    number: int
    term: int
    control_sum_nok: int = amount()
    content: str = words()
    digest: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class PaymentLineRow(SQLModel, table=True):
    """One movement of an award's money: planned for a term, paid with it, or repaid.

    `source` tells where a payment was recorded from: `list 2021-1`, `file ` and the file's sha256, empty by hand; it is empty too for
    what is planned. `amount_nok` is above 0 but for what a plan takes off a term again; `payee` is a municipality's number; `term` is 0 where money
    is repaid, or held until a later round is decided.
    """

    __tablename__ = "payment_line"
    __table_args__ = (
        among("kind", [kind.value for kind in LineKind]),
        whole("amount_nok"),
        CheckConstraint("amount_nok <> 0", name="amount_nok_moves"),
        CheckConstraint("kind = 'planned' OR amount_nok > 0", name="amount_nok_positive"),
        CheckConstraint(f"term BETWEEN 0 AND {LAST_TERM}", name="term_known"),
    )

    id: int | None = primary()
    kind: str = words()
    application_id: int = key("application.id")
    decision_line_id: int = key("decision_line.id")
    payee: str = words()
    year: int
    term: int = 0
    amount_nok: int = amount()
    reference: str = words(default="")
    source: str = words(default="")
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class ListedRow(SQLModel, table=True):
    """A planned line is in a list that was sent; it is in one list at most."""

    __tablename__ = "payment_listed"
    __table_args__ = (UniqueConstraint("line_id"),)

    id: int | None = primary()
    list_id: int = key("payment_list.id")
    line_id: int = key("payment_line.id", index=False)
