"""The charts of a yearly report: which tables have one, which bars stand in it, and what is told instead to those who cannot see it."""

from __future__ import annotations

from skjonn.domain.charts import NOTES, Chart
from skjonn.domain.letter_kinds import Form
from skjonn.domain.tables import Table
from skjonn.domain.year_facts import CHARTED, YearFacts
from skjonn.texts import N_, translate
from skjonn.texts.sorting import reading_order
from skjonn.texts.wording import grouped
from skjonn.usecases.year_words import TITLES

MOST_BARS = 25
_LARGEST = N_("the {shown} largest of {count}; the table has them all")


def charts(facts: YearFacts, form: Form) -> dict[str, Chart]:
    """Return a chart for each table that has one, the greatest first where there are many rows; years in their order.

    Where there are more rows than fit a chart, its title and its alternative text say how many are shown, of how many.
    """
    found = ((name, facts.tables.get(name)) for name in CHARTED)
    return {name: _chart(table, form) for name, table in found if table is not None and len(table.rows) > 1}


def _chart(table: Table, form: Form) -> Chart:
    upright = table.name == "years"
    bars = _bars(table, form)
    shown = bars if upright else bars[:MOST_BARS]
    some = translate(_LARGEST, form).format(shown=len(shown), count=len(bars)) if len(shown) < len(bars) else ""
    title = f"{translate(TITLES[table.name], form)}: {translate(N_('Awarded amount'), form).lower()}"
    title = f"{title} – {some}" if some else title
    note = translate(NOTES[table.name], form) if table.name in NOTES else ""
    told = "; ".join(f"{bar} {grouped(nok)}" for bar, nok in shown)
    return Chart(title, "kr", tuple(bar for bar, _nok in shown), tuple(nok for _bar, nok in shown), f"{title}. {told}. {note}".strip(), form, upright, note)  # fmt: skip


def _bars(table: Table, form: Form) -> list[tuple[str, int]]:
    """Return every row that has an amount, the greatest first; all years in their order."""
    label = table.columns[1 if table.name == "municipalities" else 0].name
    bars = [(_label(row[label], form), int(str(row[CHARTED[table.name]] or 0))) for row in table.rows]
    if table.name == "years":
        return bars
    return sorted((one for one in bars if one[1]), key=lambda one: (-one[1], reading_order(one[0])))


def _label(value: object, form: Form) -> str:
    return str(value) if value else translate(N_("(no priority area)"), form)
