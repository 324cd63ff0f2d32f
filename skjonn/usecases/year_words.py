"""How what a year's report says is worded: the titles of its tables, and what differs between two of them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from skjonn.domain import tables
from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.tables import Row, Table, Value
from skjonn.domain.year_corrections import Correction, Difference
from skjonn.domain.year_facts import KEYS
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import listed

TITLES: dict[str, str] = {
    **tables.TITLES,
    "frame_lines": N_("Money in and out of the frame"), "rounds": N_("Rounds"), "size_groups": N_("Size groups"), "regions": N_("Regions"),
    "joint": N_("Joint projects"), "payments": N_("Payments"), "results": N_("Results"), "examples": N_("Good examples"), "years": N_("The years before"),
    "corrections": N_("Corrections"),
}  # fmt: skip
_DIFFERENCE = ("place", "what_differs", "before", "after")


@dataclass(frozen=True)
class Told:
    """A difference in words: where it is, which figure, what it is in each; a figure that is in one of them alone is empty in the other."""

    place: str
    what_differs: str
    before: str
    after: str

    def row(self) -> dict[str, str]:
        """Return it as a row of a table."""
        return {name: getattr(self, name) for name in _DIFFERENCE}


def told(one: Difference, language: Language) -> Told:
    """Return a difference in words."""
    return Told(_place(one, language), _heading(one.name, language), _value(one, one.before, language), _value(one, one.after, language))  # fmt: skip


def corrections_table(corrections: Sequence[Correction], language: Language) -> Table | None:
    """Return what the corrections of a closed year changed, a row for each figure; None where none is listed."""
    rows: list[Row] = [{"on": one.on, "reason": one.reason, **told(each, language).row()} for one in corrections for each in one.differences]  # fmt: skip
    columns = tuple(CATALOGUE[name] for name in ("on", "reason", *_DIFFERENCE))
    return Table("corrections", columns, tuple(rows), {}) if rows else None


def differences_rows(found: Iterable[Difference], language: Language) -> list[dict[str, str]]:
    """Return differences as rows of a table, in words."""
    return [told(one, language).row() for one in found]


def _place(one: Difference, language: Language) -> str:
    """Return where a figure stands: the table's title, and the row by its name."""
    name, _space, row = one.place.partition(" ")
    if name == "figures":
        return translate(N_("The year as a whole"), language)
    key = _key(name, one.called or row, language)
    return ": ".join(part for part in (translate(TITLES.get(name, name), language), key) if part)


def _key(name: str, text: str, language: Language) -> str:
    """Return what tells a row apart, worded where it is a code, or where it is that the row has none."""
    columns = KEYS.get(name, ())
    if len(columns) != 1:
        return text
    field = CATALOGUE[columns[0]]
    table, row = Table(name, (field,), (), {}), {field.name: text or None}
    said = tables.printed(tables.cell(table, row, field, language))
    return said[:1].upper() + said[1:] if field.kind is Kind.CHOICE else said


def _heading(name: str, language: Language) -> str:
    return CATALOGUE[name].heading(language) if name in CATALOGUE else name


def _value(one: Difference, value: Value, language: Language) -> str:
    """Return a figure, a day, a code or a text as people read it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return listed([str(part) for part in value], language)
    field = CATALOGUE.get(one.name)
    if field is None:
        return tables.printed(value)
    if field.kind is Kind.DATE and isinstance(value, str):
        value = date.fromisoformat(value)
    return tables.printed(tables.cell(Table("", (field,), (), {}), {one.name: value}, field, language))
