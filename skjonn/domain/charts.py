"""A chart as a value: bars with what they are called, and what is told to those who cannot see it; documents and workbooks draw it."""

from __future__ import annotations

from dataclasses import dataclass

from skjonn.domain.tables import IN_EACH_AREA
from skjonn.texts import N_, Language

NOTES = {"areas": IN_EACH_AREA, "municipalities": N_("An award counts once, at whoever is paid.")}
"""What readers must know of how the bars of a table's chart count, English msgids."""


@dataclass(frozen=True)
class Chart:
    """Bars: one for each label, as long as its value.

    Attributes:
        title: above the chart, with the unit, which is what the values are.
        language: of the title and the labels.
        labels, values: as many of each, values 0 or more.
        alternative: what is told instead to those who cannot see it.
        upright: bars stand, as for years in order; else they lie, as for names.
        note: how the bars count, below the chart; may be empty.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    alternative: str
    language: Language
    upright: bool = False
    note: str = ""
