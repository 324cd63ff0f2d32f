"""How an import is to go, as whoever runs it has said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from skjonn.domain.headings import Meant


@dataclass(frozen=True)
class Manner:
    """How an import is to go.

    Attributes:
        update: take changed rows; partial: take the rows without faults and leave the others.
        received: the day for rows that do not say; mapping: heading -> field name.
        late: row as it may be called, or case number -> why it is taken after the deadline.
        decided: the files tell of a round decided before.
        same: row as it may be called -> the case it means; new: rows that are no case that is there.
        municipalities: a name as it stands in the files -> the number of the municipality it means, where that is not plain.
    """

    update: bool = False
    partial: bool = False
    received: date | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)
    decided: bool = False
    same: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    municipalities: Mapping[str, str] = field(default_factory=dict)

    def meant(self, remembered: Mapping[str, str]) -> Meant:
        """Return what headings mean, with what the office has confirmed before."""
        return Meant(self.mapping, remembered, self.decided)
