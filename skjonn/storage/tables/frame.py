"""A year's frame, its pots, and the ledger that alone moves a pot's totals (triggers; see `storage.triggers`)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.domain.frames import LineKind, PotKind
from skjonn.storage.tables import decision, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, amount, key, moment, primary, whole, words


class FrameRow(SQLModel, table=True):
    """A budget year; its amount is the sum of its pots.

    `last_cutoff_on` is the last day what an award gives up is free again, where it is not the year's last; what comes later is
    returned, into the pot `returns_to` of `returns_to_year` where the scheme says so, else nowhere.
    """

    __tablename__ = "frame"

    id: int | None = primary()
    year: int
    last_cutoff_on: date | None = None
    returns_to: str = words(default="")
    returns_to_year: int | None = None
    on: date
    recorded_at: datetime = moment()

    __table_args__ = (UniqueConstraint("year"), CheckConstraint("year BETWEEN 2000 AND 2099", name="year_sane"))


class PotRow(SQLModel, table=True):
    """A pot of a frame. Totals are the ledger's sums, kept by triggers; nobody else writes them."""

    __tablename__ = "pot"
    __table_args__ = (
        UniqueConstraint("frame_id", "name"),
        among("kind", [kind.value for kind in PotKind]),
        whole("allotted_nok"),
        whole("committed_nok"),
        CheckConstraint("committed_nok <= allotted_nok", name="not_overspent"),
        CheckConstraint("committed_nok >= 0", name="committed_nok_positive"),
    )

    id: int | None = primary()
    frame_id: int = key("frame.id", index=False)
    name: str = words()
    kind: str = words()
    opens_on: date | None = None
    allotted_nok: int = amount(default=0)
    committed_nok: int = amount(default=0)


class LedgerLineRow(SQLModel, table=True):
    """One movement of money of one pot. Inserted only."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        among("kind", [kind.value for kind in LineKind]),
        whole("amount_nok"),
        CheckConstraint("amount_nok <> 0", name="amount_nok_moves"),
        CheckConstraint("kind = 'allotted' OR decision_line_id IS NOT NULL", name="committed_by_decision"),
        CheckConstraint("kind <> 'returned' OR amount_nok > 0", name="returned_positive"),
        Index("ix_ledger_line_pot_id_kind", "pot_id", "kind"),
    )

    id: int | None = primary()
    pot_id: int = key("pot.id", index=False)
    kind: str = words()
    amount_nok: int = amount()
    reason: str = words(default="")
    decision_line_id: int | None = key("decision_line.id", null=True)
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
