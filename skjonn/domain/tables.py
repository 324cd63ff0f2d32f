"""The summary tables: one value each, built once from cases and pots, worded and rendered elsewhere.

A row holds values by field name, also those no column shows (scripts read them as JSON). Totals are sums over the rows
shown, each case once. Withdrawn applications are in no table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.fields import CATALOGUE, Field, Kind, Visibility
from skjonn.domain.frames import PotFigures
from skjonn.domain.initiatives import Initiative
from skjonn.texts import N_, Language, translate
from skjonn.texts.sorting import reading_order
from skjonn.texts.wording import HARD_SPACE, grouped

SHORT = "municipality_short"
"""Where a row has the lead with its partners told shortly; for people, never among the data."""
Value = str | int | date | tuple[str, ...] | tuple[int, ...] | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Table:
    """A table as a value.

    Attributes:
        name: `awards`, `applications`, …: never translated.
        columns: fields of the catalogue, in order, as people see them.
        rows: values by field name.
        totals: sums by field name, whole kroner or counts.
        county: the county's name, for "all municipalities of …".
        note: what readers must know of the figures, an English msgid; may be empty.
    """

    name: str
    columns: tuple[Field, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, int]
    county: str = ""
    note: str = ""

    def adds_up(self, name: str) -> bool:
        """Tell whether a column's total is the sum of its cells: where a case may stand in several rows it is less."""
        cells = [row.get(name) for row in self.rows]
        return bool(cells) and sum(value for value in cells if isinstance(value, int)) == self.totals.get(name)

    @property
    def internal(self) -> bool:
        """Tell whether any column is for the office's own eyes."""
        return any(column.visibility is not Visibility.PUBLIC for column in self.columns)

    def data(self) -> dict[str, object]:
        """Return the table as scripts get it: names of columns, rows, totals; dates in ISO form."""
        return {
            "columns": [column.name for column in self.columns],
            "rows": [{name: _plain(value) for name, value in row.items() if name != SHORT} for row in self.rows],
            "totals": dict(self.totals),
        }


@dataclass(frozen=True)
class AreaName:
    """A priority area's code and its name as printed."""

    code: str
    name: str


def awards(cases: Iterable[CaseView], county: str) -> Table:
    """Return one row per award, in case number order."""
    rows = [_case_row(case) for case in cases if case.awarded_nok]
    totals = {"awards": len(rows), **_sums(rows, "applied_nok", "awarded_nok")}
    return Table("awards", _columns(*_OF_CASES), tuple(rows), totals, county)


def applications(cases: Iterable[CaseView], county: str) -> Table:
    """Return one row per application, in case number order."""
    rows = [_case_row(case.as_applied) | {"status": case.status} for case in cases if not case.single]
    totals = {"applications": len(rows), **_sums(rows, "applied_nok", "awarded_nok")}
    return Table("applications", _columns(*_OF_CASES, "status"), tuple(rows), totals, county)


def municipalities(cases: Sequence[CaseView]) -> Table:
    """Return one row per municipality that applied or was awarded, in reading order.

    An application counts at who applied; an award once, at its payee, which is the lead unless another is named.
    """
    rows: dict[str, dict[str, Value]] = {}
    for case in cases:
        if not case.single:
            lead = _tally(rows, case.as_applied.municipality_number, case.as_applied.municipality)
            _add(lead, "applications", 1)
            _add(lead, "applied_nok", case.applied_nok)
        if case.awarded_nok:
            payee = _tally(rows, case.payee_number, case.payee)
            _add(payee, "awards", 1)
            _add(payee, "awarded_nok", case.awarded_nok)
    ordered = sorted(
        rows.values(), key=lambda row: (reading_order(str(row["municipality"])), row["municipality_number"])
    )
    counted = ("applications", "applied_nok", "awards", "awarded_nok")
    names = ("municipality", "municipality_number", *counted)
    return Table("municipalities", _columns(*names), tuple(ordered), _sums(ordered, *counted))


@dataclass(frozen=True)
class Home:
    """A municipality of the county, and the budget year of the latest award it, or one that became it, has had; None for none.

    Inhabitants, size group and region are those the office has loaded for the year; None and empty where it has not.
    """

    number: str
    name: str
    last_award: int | None = None
    population: int | None = None
    size_group: str = ""
    region: str = ""


def whole_county(cases: Sequence[CaseView], county: Sequence[Home], year: int, within: Mapping[str, str]) -> Table:
    """Return one row per municipality of the county, also those that neither applied nor got anything, in reading order.

    Args:
        cases: of the calls the table is of.
        county: the municipalities in force on the table's day.
        year: the budget year the years since an award are counted to.
        within: for the number of one that has ended, the number of the one of `county` it is part of now.
    """
    covered = sum(1 for case in cases if case.awarded_nok and case.scope is Scope.COUNTY)
    rows: dict[str, dict[str, Value]] = {}
    for home in county:
        row = _tally(rows, home.number, home.name)
        row |= {"refused": 0, "covered": covered}
        row["years_since_award"] = None if home.last_award is None else year - home.last_award
    for case in cases:
        lead, payee = (_tally(rows, within.get(number, number), name) for number, name in ((case.as_applied.municipality_number, case.as_applied.municipality), (case.payee_number, case.payee)))  # fmt: skip
        if not case.single:
            _add(lead, "applications", 1)
            _add(lead, "applied_nok", case.applied_nok)
            if case.status == "refused":
                lead["refused"] = int(str(lead.get("refused") or 0)) + 1
        if case.awarded_nok:
            _add(payee, "awards", 1)
            _add(payee, "awarded_nok", case.awarded_nok)
    ordered = sorted(
        rows.values(), key=lambda row: (reading_order(str(row["municipality"])), row["municipality_number"])
    )
    loaded = _loaded(rows, county)
    counted = ("applications", "applied_nok", "refused", "awards", "awarded_nok")
    names = ("municipality", "municipality_number", *counted, "covered", "years_since_award", *loaded)
    return Table("municipalities", _columns(*names), tuple(ordered), _sums(ordered, *counted), note=_WHOLE_COUNTY)


def _loaded(rows: dict[str, dict[str, Value]], county: Sequence[Home]) -> list[str]:
    """Put in what is known of the municipalities themselves, and return the columns that hold anything: never 0 for unknown."""
    for home in county:
        row = rows[home.number]
        row |= {"population": home.population, "size_group": home.size_group, "region": home.region}
        if home.population:
            row["per_inhabitant_nok"] = (2 * int(str(row["awarded_nok"])) + home.population) // (2 * home.population)
    names = ("population", "per_inhabitant_nok", "size_group", "region")
    return [name for name in names if any(row.get(name) not in (None, "") for row in rows.values())]


def areas(cases: Sequence[CaseView], named: Sequence[AreaName]) -> Table:
    """Return one row per priority area in the call's order; a case counts in each of its areas, once in the totals.

    Cases without an area get a row of their own at the end, with an empty code, where there are any.
    """
    by_area: dict[str, list[CaseView]] = defaultdict(list)
    for case in cases:
        for code in case.areas or ("",):
            by_area[code].append(case)
    rows = [_area_row(area, by_area[area.code]) for area in named]
    if by_area.get(""):
        rows.append(_area_row(AreaName("", ""), by_area[""]))
    totals = {name: int(str(value)) for name, value in _counts(cases).items()}
    names = ("area", "applications", "applied_nok", "awards", "awarded_nok")
    return Table("areas", _columns(*names), tuple(rows), totals, note=IN_EACH_AREA)


def pots(figures: Sequence[PotFigures]) -> Table:
    """Return one row per pot of a year, in the frame's order."""
    counted = ("allotted_nok", "applied_nok", "recommended_nok", "decided_nok", "paid_nok", "returned_nok", "free_nok")
    rows: list[Row] = [{"name": pot.name, **{name: getattr(pot, name) for name in counted}} for pot in figures]
    return Table("pots", _columns("name", *counted), tuple(rows), _sums(rows, *counted))


def initiatives(every: Iterable[Initiative]) -> Table:
    """Return one row per initiative, in reading order of names; an award belongs to one initiative, so it counts once."""
    counted = ("awards", "awarded_nok")
    rows: list[Row] = [
        {"initiative": one.name, "years": one.years, "awards": len(one.awards), "awarded_nok": one.awarded_nok}
        for one in sorted(every, key=lambda one: reading_order(one.name))
    ]
    return Table("initiatives", _columns("initiative", "years", *counted), tuple(rows), _sums(rows, *counted))


def drafted(case: CaseView, amount_nok: int) -> CaseView:
    """Return a case as it will be once what is drafted is approved."""
    return replace(case, awarded_nok=amount_nok)


def without(table: Table, *names: str) -> Table:
    """Return the table with some columns left out; its rows keep every value."""
    return replace(table, columns=tuple(column for column in table.columns if column.name not in names))


def shortened(table: Table) -> Table:
    """Return the table with partners told shortly, as such lists are often published: `Karmøy` where no other municipality takes
    part, `Haugesund og Karmøy` where one does, `Eigersund mfl.` where more do. Organisations never count.

    A table without partners stays as it is.
    """
    if "partners" not in {column.name for column in table.columns}:
        return table
    rows = tuple({**row, "municipality": row.get(SHORT, row["municipality"])} for row in table.rows)
    return without(replace(table, rows=rows), "partners")


def cell(table: Table, row: Row, column: Field, language: Language) -> str | int | date | None:
    """Return a row's value as printed in `language`: amounts and counts stay numbers, dates dates, the rest is worded.

    None is "nothing to print" (an amount not decided yet), never 0.
    """
    value = row.get(column.name)
    if column.name == "partners" and row.get("scope") == Scope.COUNTY:
        county = translate(N_("all municipalities of {county}"), language).format(county=table.county)
        return ", ".join((county, *value) if isinstance(value, tuple) else (county,))
    if column.name == "area" and not value:
        return translate(N_("(no priority area)"), language)
    if column.name in _UNKNOWN and column.name in row and value is None:
        return translate(_UNKNOWN[column.name], language)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if column.kind is Kind.CHOICE and isinstance(value, str):
        return translate(dict(column.choices).get(value, value), language)
    return value


def printed(value: str | int | date | None) -> str:
    """Return a cell as text for people: numbers in groups of three, dates as 01.06.2021, None as nothing."""
    match value:
        case None:
            return ""
        case int():
            return grouped(value)
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return value


_OF_CASES = (
    "case", "title", "municipality", "municipality_number", "partners", "scope", "payee", "applied_nok", "awarded_nok",
)  # fmt: skip
IN_EACH_AREA = N_("A case counts in each of its priority areas, and once in the total.")
_WHOLE_COUNTY = N_(
    "An award to all municipalities of the county is counted once, at whoever is paid; the column of such awards tells that everybody is covered. Years are counted from the budget year of the latest award, across mergers."
)
_UNKNOWN = {"term": N_("(without term)"), "size_group": N_("(not known)"), "region": N_("(not known)")}
"""What stands where a row gathers what has none of this; only where the row says so by None."""
FOR_SCRIPTS = ("scope",)
"""Columns people do not need in a workbook: the partners' cell says it in words."""
FOR_WORKBOOKS = (*FOR_SCRIPTS, "municipality_number", "payee")
"""Columns of a table of cases that have no room on a page or in a terminal: see `on_page`."""


def on_page(table: Table) -> Table:
    """Return the table as it fits a page or a terminal; a payee is kept where it is not the lead of some row."""
    names = {column.name for column in table.columns}
    crowded = set(FOR_WORKBOOKS) if "title" in names else set()
    if "covered" in names:  # the whole county has the most columns of all
        crowded.add("municipality_number")
    if any(row.get("payee") != row.get("municipality") for row in table.rows):
        crowded.discard("payee")
    return without(table, *crowded)


TITLES: dict[str, str] = {
    "awards": N_("Awards"),
    "applications": N_("Applications"),
    "municipalities": N_("Municipalities"),
    "areas": N_("Priority areas"),
    "pots": N_("Pots"),
    "initiatives": N_("Initiatives"),
    "reports": N_("Reports"),
}
"""The heading of each table: English msgids."""


def _case_row(case: CaseView) -> dict[str, Value]:
    return {
        "case": case.case,
        "title": case.title,
        "municipality": case.municipality,
        "municipality_number": case.municipality_number,
        SHORT: _short(case),
        "partners": case.partners,
        "scope": case.scope.value,
        "payee": case.payee,
        "applied_nok": None if case.single else case.applied_nok,
        "awarded_nok": case.awarded_nok,
    }


def _short(case: CaseView) -> str:
    """Return the lead with its municipal partners, in the order of names where there is one."""
    others = case.partner_municipalities
    if case.scope is Scope.COUNTY or case.more_partners or len(others) > 1:
        return f"{case.municipality}{HARD_SPACE}mfl."
    return " og ".join((case.municipality, *others))


def _tally(rows: dict[str, dict[str, Value]], number: str, name: str) -> dict[str, Value]:
    empty: dict[str, Value] = {"municipality": name, "municipality_number": number}
    counters: dict[str, Value] = {"applications": 0, "applied_nok": 0, "awards": 0, "awarded_nok": 0}
    return rows.setdefault(number, empty | counters)


def _add(row: dict[str, Value], name: str, more: int) -> None:
    row[name] = int(str(row[name])) + more


def _area_row(area: AreaName, cases: Sequence[CaseView]) -> Row:
    return {"area": area.name, "area_code": area.code, **_counts(cases)}


def _counts(cases: Sequence[CaseView]) -> dict[str, Value]:
    awarded = [case.awarded_nok for case in cases if case.awarded_nok]
    return {
        "applications": sum(not case.single for case in cases),
        "applied_nok": sum(case.applied_nok for case in cases if not case.single),
        "awards": len(awarded),
        "awarded_nok": sum(awarded),
    }


def _sums(rows: Iterable[Row], *names: str) -> dict[str, int]:
    kept = list(rows)
    return {name: sum(value for row in kept if isinstance(value := row.get(name), int)) for name in names}


def _columns(*names: str) -> tuple[Field, ...]:
    return tuple(CATALOGUE[name] for name in names)


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
