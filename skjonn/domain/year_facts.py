"""A year as the office reports it: figures and tables, one value from which the Word report, the workbook and the JSON are made."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.tables import IN_EACH_AREA, SHORT, Row, Table, Value
from skjonn.domain.year_corrections import Correction, Difference, correction_from
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_
from skjonn.texts.sorting import reading_order

TABLES = (
    "pots", "frame_lines", "rounds", "areas", "municipalities", "size_groups", "regions", "joint", "payments", "reports",
    "results", "examples", "initiatives", "years", "awards", "applications",
)  # fmt: skip
"""The tables of a year's report, in the order of the report; the last two are the rows behind."""
CHARTED = {
    "areas": "awarded_nok",
    "municipalities": "awarded_nok",
    "years": "awarded_nok",
    "initiatives": "awarded_nok",
}
"""The tables that have a chart, with the amount it shows."""


_AT_PAYEE = N_("An award counts once, at whoever is paid; the last column counts awards of others the municipality takes part in.")  # fmt: skip
_GROUP_OF_PAYEE = N_("An award counts once, where whoever is paid belongs.")
NOTES = {
    "areas": IN_EACH_AREA, "municipalities": _AT_PAYEE, "size_groups": _GROUP_OF_PAYEE, "regions": _GROUP_OF_PAYEE,
}  # fmt: skip
"""What readers must know of how a table counts, whether it is made now or was frozen."""


class YearUnknown(UsageError):
    """There is nothing to report of a year."""

    code = "year-unknown"
    sentence = N_("There is no frame and no call of {year}.")
    advice = N_("`skjonn frame set {year} AMOUNT` sets a frame.")


class YearNotBegun(YearUnknown):
    """There was nothing to report of a year yet."""

    code = "year-not-begun"
    sentence = N_("There was no frame and no call of {year} yet on {as_of}.")
    advice = N_("Name a later day with --as-of, or leave it out.")


class DayAhead(UsageError):
    """A year is to be told as of a day that has not come."""

    code = "year-day-ahead"
    sentence = N_("{as_of} has not come; nobody knows how the year {year} will stand then.")
    advice = N_("Leave out --as-of, and it is dated by the last day anything was recorded; or name a day that has been.")  # fmt: skip


class YearClosed(ConflictError):
    """A year is closed already."""

    code = "year-closed"
    sentence = N_("The year {year} was closed on {on}.")
    advice = N_("What has changed since is taken up with: skjonn year close {year} --correct --reason TEXT")


class ClosingAhead(UsageError):
    """A year is to be frozen as of a day that has not come."""

    code = "year-closing-ahead"
    sentence = N_("{as_of} has not come; the year {year} cannot be frozen as it will stand then.")
    advice = N_("Leave out --as-of, or name a day that has been.")


class YearOpen(RefusedError):
    """A year that is to be corrected was never closed."""

    code = "year-open"
    sentence = N_("The year {year} is not closed.")
    advice = N_("Close it first: skjonn year close {year}")


class NothingToCorrect(ConflictError):
    """A closed year's figures are what they were."""

    code = "year-nothing-to-correct"
    sentence = N_("Nothing of {year} differs from what was frozen.")
    advice = N_("`skjonn year compare {year}` shows the difference there would be.")


class CorrectionReasonMissing(UsageError):
    """A closed year is corrected without saying why."""

    code = "year-correction-reason"
    sentence = N_("Say why the closed year {year} is corrected.")
    advice = N_("Say it with --reason TEXT.")


@dataclass(frozen=True)
class YearFacts:
    """Everything a year's report says.

    Attributes:
        year, as_of: the budget year, and the day the report is dated.
        office: the office's id.
        figures: sums and counts by name, whole kroner and counts; never translated.
        tables: by name; those there is nothing to say in are left out.
        corrections: what was changed after the year was closed, in order.
    """

    year: int
    as_of: date
    office: str
    figures: Mapping[str, int]
    tables: Mapping[str, Table]
    corrections: tuple[Correction, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return it as scripts get it; the same facts give the same data."""
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "office": self.office,
            "figures": dict(sorted(self.figures.items())),
            "corrections": [one.data() for one in self.corrections],
            "tables": {name: self.tables[name].data() for name in TABLES if name in self.tables},
        }


def text_of(facts: YearFacts) -> str:
    """Return the facts as the JSON that is frozen and written, with one line end at the end."""
    return json.dumps(facts.data(), ensure_ascii=False, indent=2) + "\n"


def digest_of(text: str) -> str:
    """Return the sha256 of a report's JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str) -> YearFacts:
    """Return the facts a frozen JSON holds."""
    plain = json.loads(text)
    return YearFacts(
        year=plain["year"],
        as_of=date.fromisoformat(plain["as_of"]),
        office=plain["office"],
        figures=plain["figures"],
        tables={name: _table(name, said) for name, said in plain["tables"].items()},
        corrections=tuple(correction_from(one) for one in plain["corrections"]),
    )


def _table(name: str, said: Mapping[str, Any]) -> Table:
    columns = tuple(CATALOGUE[column] for column in said["columns"])
    rows = tuple({key: _value(key, value) for key, value in row.items()} for row in said["rows"])
    return Table(name, columns, rows, said["totals"], note=NOTES.get(name, ""))


def _value(name: str, value: Any) -> Value:
    if isinstance(value, list):
        return tuple(value)
    known = CATALOGUE.get(name)
    if known is not None and known.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]  # JSON's own types


def differences(before: YearFacts, after: YearFacts) -> list[Difference]:
    """Return every figure that differs between two years' facts, or two versions of one: figures first, then tables in order.

    Of two years, tables whose rows are of one year alone (its cases, its calls) are not compared.
    """
    found = [
        Difference("figures", name, before.figures.get(name), after.figures.get(name))
        for name in sorted({*before.figures, *after.figures})
        if before.figures.get(name) != after.figures.get(name)
    ]
    for name in TABLES if before.year == after.year else _OF_ANY_YEAR:
        if name in before.tables or name in after.tables:
            found += _of_table(name, before.tables.get(name), after.tables.get(name))
    return found


_OF_ANY_YEAR = ("pots", "areas", "municipalities", "size_groups", "regions", "joint", "payments", "reports")
KEYS = {
    "pots": ("name",), "frame_lines": ("moved_on", "name", "amount_nok", "why"), "rounds": ("call",), "areas": ("area",),
    "municipalities": ("municipality_number",), "size_groups": ("size_group",), "regions": ("region",), "joint": ("joint",),
    "payments": ("term",), "reports": ("report",), "results": ("case",), "examples": ("case",), "initiatives": ("initiative",), "years": ("budget_year",),
    "awards": ("case",), "applications": ("case",),
}  # fmt: skip
"""What tells the rows of each table apart."""


_NAMES = {"municipality", "area_code"}
"""Columns that say no more than the row's key."""
_DIGITS = 6


def _of_table(name: str, before: Table | None, after: Table | None) -> Iterator[Difference]:
    old, new = _keyed(name, before), _keyed(name, after)
    for key in sorted({*old, *new}, key=lambda one: _order(name, one, new.get(one) or old.get(one, {}))):
        first, second = old.get(key, {}), new.get(key, {})
        place = " ".join((name, *(part for part in key if part)))
        for column in sorted({*first, *second} - _NAMES):
            if first.get(column) != second.get(column):
                yield Difference(place, column, first.get(column), second.get(column), _called(name, new.get(key) or first))  # fmt: skip


def _order(name: str, key: tuple[str, ...], row: Row) -> tuple[Any, ...]:
    """Return what rows are sorted by as people read them: their name where the key is a number, terms by their number."""
    return reading_order(_called(name, row)), *(reading_order(part.zfill(_DIGITS) if part.isdigit() else part) for part in key)  # fmt: skip


def _called(name: str, row: Row) -> str:
    """Return what a row is called that is told apart by a number."""
    return _said(row.get("municipality")) if "municipality_number" in KEYS[name] else ""


def _said(value: Value) -> str:
    return "" if value is None else str(value)


def _keyed(name: str, table: Table | None) -> dict[tuple[str, ...], Row]:
    """Return rows by what tells them apart; equal ones are told apart by their order."""
    found: dict[tuple[str, ...], Row] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in table.rows if table else ():
        key = tuple(_said(row.get(column)) for column in KEYS[name])
        seen[key] += 1
        found[(*key, str(seen[key]) if seen[key] > 1 else "")] = {
            column: row[column] for column in row if column != SHORT and column not in KEYS[name]
        }
    return found


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, halves upwards; None of nothing."""
    return None if whole == 0 else (200 * part + whole) // (2 * whole)


@dataclass(frozen=True)
class Tally:
    """Counts and sums that are added up: applications and awards; `granted` are the awards that were applied for."""

    applications: int = 0
    applied_nok: int = 0
    awards: int = 0
    awarded_nok: int = 0
    granted: int = 0

    def row(self) -> dict[str, Value]:
        """Return it as part of a row, with the share of applications that were awarded."""
        return {
            "applications": self.applications,
            "applied_nok": self.applied_nok,
            "awards": self.awards,
            "awarded_nok": self.awarded_nok,
            "success_percent": percent(self.granted, self.applications),
        }


def table(
    name: str, columns: Sequence[str], rows: Sequence[Row], *, total: Sequence[str] = (), note: str = ""
) -> Table:
    """Return a table with sums over the columns named, and what is to be known of how it counts, as the report says where nothing is given."""
    sums = {column: sum(int(str(row[column])) for row in rows if row.get(column) is not None) for column in total}
    return Table(
        name, tuple(CATALOGUE[column] for column in columns), tuple(rows), sums, note=note or NOTES.get(name, "")
    )


@dataclass(frozen=True)
class Frozen:
    """A closed year: its number among the freezings of the year, when, the JSON that was frozen with its digest, and the bundle."""

    number: int
    on: date
    text: str
    digest: str
    reason: str = ""
    bundle: str = ""
    facts: YearFacts = field(init=False)

    def __post_init__(self) -> None:
        """Read the facts back."""
        object.__setattr__(self, "facts", from_text(self.text))


def standing(frozen: Sequence[Frozen], as_of: date | None) -> Frozen | None:
    """Return the freezing that stood at the end of a day, or stands now; None before the year was closed."""
    known = [one for one in frozen if as_of is None or one.on <= as_of]
    return known[-1] if known else None
