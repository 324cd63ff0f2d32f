"""What the readers of tables of sums share: the rows of one as they are known, and the figures of a row with their findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.proof_columns import MONEY, Column
from skjonn.domain.proof_facts import Finding, Passage, nok
from skjonn.domain.tables import Row
from skjonn.texts import N_
from skjonn.texts.wording import grouped

ROW_IS = N_("{found} is not what the register has: {register}.")


@dataclass(frozen=True)
class KnownRow:
    """A row of a text that is one of the register's: its place in the text, the name that stands there, the register's row."""

    place: int
    row: Passage
    named: str
    values: Row


@dataclass(frozen=True)
class Rows:
    """The rows of a table of sums: those the register has, the rows of sums, and those it does not have, with what they are called."""

    known: list[KnownRow] = field(default_factory=list)
    sums: list[tuple[int, Passage]] = field(default_factory=list)
    strange: list[tuple[int, Passage, str]] = field(default_factory=list)

    def left_of(self, every: tuple[Row, ...]) -> list[Row]:
        """Return the register's rows that are not there."""
        return [one for one in every if not any(known.values is one for known in self.known)]


def figure_of(column: Column, values: Row | Mapping[str, int]) -> int | None:
    """Return the figure a column should have; None where it has none."""
    name = "awarded_nok" if column.name == MONEY else column.name
    right = values.get(name)
    kind = CATALOGUE[name].kind if name in CATALOGUE else None
    return right if isinstance(right, int) and kind in {Kind.AMOUNT, Kind.COUNT} else None


def finding(column: Column, row: Passage, found: str, register: str, sentence: str = ROW_IS) -> Finding:
    """Return the finding of a figure that is another."""
    return Finding("sum" if _is_amount(column) else "count", "error", "", row.where, found.strip(" *"), register, sentence)  # fmt: skip


def shown(column: Column, right: int) -> str:
    """Return a figure as findings tell it."""
    return nok(right) if _is_amount(column) else grouped(right)


def _is_amount(column: Column) -> bool:
    return column.name == MONEY or CATALOGUE[column.name].kind is Kind.AMOUNT
