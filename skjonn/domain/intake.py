"""Sheets of applications read into applications: every row, every problem, nothing guessed.

The header stands below whatever titles there are; empty rows are passed over; a row of sums at the end is checked
against the rows and left out. A row with an error gives no application, but what can be read of it is kept, so that
what else is wrong with it is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.domain.applications import Contact, Content, Scope, Source, Submitted, identity
from skjonn.domain.fields import CATALOGUE, Visibility
from skjonn.domain.headings import Column, Header, MappedHeadingMissing, find_header, read_header, unused_mappings
from skjonn.domain.intake_values import Terms, read_value
from skjonn.domain.partners import PartnerList
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Row, Sheet, as_text, is_empty
from skjonn.texts import N_

_SUM = re.compile(
    r"(?:sum|sum totalt|totalt|total|i alt|til saman|til sammen|samla|samlet)(?:\s+\w+)?\s*:?", re.IGNORECASE
)
_CONTENT = {part.name for part in fields(Content)}


@dataclass(frozen=True)
class Taken:
    """One application of a file, the fields its columns speak of, and where it stands.

    Attributes:
        given: names of the fields that were read, also those whose cell is empty.
        place: of the row; cells: address of each field's cell in it.
        unread: fields of which nothing is known, because their cell or column is at fault; only a faulty row has any.
    """

    submitted: Submitted
    given: frozenset[str]
    place: Place
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)
    unread: frozenset[str] = frozenset()

    @property
    def row(self) -> int:
        """The row as the user counts."""
        return self.submitted.source.row

    @property
    def is_identified(self) -> bool:
        """Whether it is certain what the row is known by: its reference, else applicant and title."""
        by_title = not self.unread & {"lead", "title"}
        return "reference" not in self.unread and (by_title or bool(self.submitted.content.reference))

    def place_of(self, name: str) -> Place:
        """Return the place of a field's own cell, or of the row where it has none."""
        return replace(self.place, cell=self.cells.get(name, self.place.cell))


@dataclass(frozen=True)
class Intake:
    """What files gave, in the order of files and rows.

    Attributes:
        taken: applications; faulty: what could be read of the rows with errors.
        problems: all of them; left_out: places of the rows with errors.
    """

    taken: tuple[Taken, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Place, ...] = ()
    faulty: tuple[Taken, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a row, or the whole file, out."""
        return tuple(one for one in self.problems if one.severity == "error")


@dataclass
class _Gathering:
    taken: list[Taken] = field(default_factory=list)
    faulty: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Place] = field(default_factory=list)
    headings: list[CellValue] = field(default_factory=list)


def read_applications(sheets: Sequence[Sheet], terms: Terms, mapping: Mapping[str, str] | None = None) -> Intake:
    """Read all applications of some files.

    Args:
        sheets: in order; hidden ones and those that are no table of applications are passed over and told of.
        terms: the call, and the register on its opening day.
        mapping: heading -> field name, stated by the user.

    Raises:
        FieldUnknown, MappedHeadingMissing: `mapping` meets nothing.
    """
    gathered = _Gathering()
    for sheet in sheets:
        _read_sheet(sheet, terms, mapping or {}, gathered)
    if unused := unused_mappings(mapping or {}, gathered.headings):
        raise MappedHeadingMissing(heading=unused[0])
    _refuse_doubles(gathered)
    return Intake(tuple(gathered.taken), tuple(gathered.problems), tuple(gathered.left_out), tuple(gathered.faulty))


def _read_sheet(sheet: Sheet, terms: Terms, mapping: Mapping[str, str], gathered: _Gathering) -> None:
    place = Place(sheet.file, sheet.name)
    if not sheet.rows:
        return
    if sheet.hidden:
        gathered.problems.append(replace(problem("warning", "sheet-hidden", N_("The sheet is hidden and is left out.")), place=place))  # fmt: skip
        return
    row = find_header(sheet, mapping)
    if row is None:
        gathered.problems.append(replace(problem("warning", "sheet-without-header", N_("The sheet has no row of known headings and is left out.")), place=place))  # fmt: skip
        return
    gathered.headings.extend(row.values)
    header = read_header(sheet, row, mapping)
    gathered.problems.extend(header.problems)
    _read_rows(sheet, header, terms, gathered)


def _read_rows(sheet: Sheet, header: Header, terms: Terms, gathered: _Gathering) -> None:
    before = len(gathered.taken)
    summed = False
    for row in (row for row in sheet.rows if row.number > header.row):
        if not _speaks(row, header):
            gathered.problems.extend(_below_no_heading(sheet, row, header))
        elif _is_sum(row, header):
            summed = True
            gathered.problems.extend(_check_sum(row, sheet, header, gathered.taken[before:]))
        elif summed and len(row.filled()) == 1:
            gathered.problems.append(_at(problem("warning", "row-below-sum", N_("A text below the sum is left out.")), sheet, row, row.filled()[0]))  # fmt: skip
        else:
            _read_row(sheet, row, header, terms, gathered)
            gathered.problems.extend(_below_no_heading(sheet, row, header))


def _below_no_heading(sheet: Sheet, row: Row, header: Header) -> Iterator[Problem]:
    for position in row.filled():
        if position not in header.headed:
            yield _at(problem("warning", "column-without-heading", N_("The column has no heading; what stands here is left out."), N_("Give the column a heading.")), sheet, row, position)  # fmt: skip


def _speaks(row: Row, header: Header) -> bool:
    return any(not is_empty(row.at(column.position)) for column in header.columns.values())


def _is_sum(row: Row, header: Header) -> bool:
    """Tell whether a row is the table's sum: it has no applicant, and says so or holds the amount alone."""
    nobody, untitled, amountless = (_is_blank(row, header, name) for name in ("lead", "title", "applied_nok"))
    texts = [value.strip() for value in row.values if isinstance(value, str) and value.strip()]
    if any(_SUM.fullmatch(text) for text in texts):
        lead = row.at(header.columns["lead"].position) if "lead" in header.columns else None
        return nobody or untitled or bool(_SUM.fullmatch(as_text(lead).strip()))
    return nobody and untitled and not amountless and not texts


def _is_blank(row: Row, header: Header, name: str) -> bool:
    return name not in header.columns or is_empty(row.at(header.columns[name].position))


def _check_sum(row: Row, sheet: Sheet, header: Header, taken: Sequence[Taken]) -> Iterator[Problem]:
    yield _at(problem("warning", "row-of-sums", N_("The row holds sums and is left out.")), sheet, row, row.filled()[0])
    if header.unread:
        return
    column = header.columns["applied_nok"]
    stated = _amount_or_none(row.at(column.position), column.unit)
    rows_nok = sum(one.submitted.content.applied_nok for one in taken)
    if stated is not None and stated != rows_nok:
        yield _at(problem("warning", "sum-differs", N_("The sum is {stated_nok}, but the rows taken make {rows_nok}."), N_("Check whether a row is missing."), stated_nok=stated, rows_nok=rows_nok), sheet, row, column.position)  # fmt: skip


def _amount_or_none(cell: CellValue, unit: int) -> int | None:
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        return None
    try:
        return parse_amount(cell) * unit
    except AmountUnreadable:
        return None


def _read_row(sheet: Sheet, row: Row, header: Header, terms: Terms, gathered: _Gathering) -> None:
    values, problems = _values(sheet, row, header, terms)
    problems.extend(_missing(values, problems, sheet, row, header))
    wrong = {one.place for one in problems if one.severity == "error"}
    faulted = {name for name, column in header.columns.items() if sheet.place(row.number, column.position) in wrong}
    one = _row_of(sheet, row, header, values, header.unread | faulted)
    found = doubts(one.submitted.content, terms) if not one.unread else _contradictions(one.submitted.content)
    problems.extend(replace(doubt, place=one.place_of(name)) for name, doubt in found)
    if row.hidden and not one.unread:
        problems.append(replace(problem("warning", "row-hidden", N_("The row is hidden; it is taken all the same.")), place=one.place))  # fmt: skip
    gathered.problems.extend(problems)
    if not one.unread and not any(each.severity == "error" for each in problems):
        gathered.taken.append(one)
        return
    gathered.left_out.append(one.place)
    gathered.faulty.append(one)


def _row_of(sheet: Sheet, row: Row, header: Header, values: Mapping[str, Any], unread: frozenset[str]) -> Taken:
    """Return a row as an application; what is unread is filled with what gives no doubt of its own, and not given."""
    known = {name: value for name, value in values.items() if name not in unread}
    submitted = submitted_of({"title": "", "lead": "", "applied_nok": 1} | known, Source(sheet.file, sheet.name, row.number))  # fmt: skip
    cells = {name: sheet.place(row.number, column.position).cell for name, column in header.columns.items()}
    return Taken(submitted, frozenset(known), sheet.place(row.number, min(row.filled())), cells, unread)


def _values(sheet: Sheet, row: Row, header: Header, terms: Terms) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, column in sorted(header.columns.items(), key=_lead_first):
        reading = read_value(column.field, row.at(column.position), terms, unit=column.unit, lead=values.get("lead") or "")  # fmt: skip
        problems.extend(_at(one, sheet, row, column.position) for one in reading.problems)
        values[name] = reading.value
    return values, problems


def _lead_first(item: tuple[str, Column]) -> tuple[bool, int]:
    return item[0] != "lead", item[1].position


def _missing(
    values: Mapping[str, Any], problems: Iterable[Problem], sheet: Sheet, row: Row, header: Header
) -> Iterator[Problem]:
    told = {one.place for one in problems if one.severity == "error"}
    for name, column in header.columns.items():
        if column.field.required and values[name] is None and sheet.place(row.number, column.position) not in told:
            yield _at(problem("error", "value-missing", N_("There is no {field} here."), N_("Fill in the cell, or delete the row."), field=column.field.heading("nb").lower()), sheet, row, column.position)  # fmt: skip


def submitted_of(values: Mapping[str, Any], source: Source | None = None) -> Submitted:
    """Return the application that values by field name make; what is None is not stated.

    Args:
        values: as `read_value` gives them; the required fields are there.
        source: where they were read; nothing for what is typed by hand.
    """
    said = {name: value for name, value in values.items() if value is not None}
    partners = said.pop("partners", None)
    content = {name: value for name, value in said.items() if name in _CONTENT}
    if isinstance(partners, PartnerList):
        content["partners"] = partners.partners
        if partners.whole_county:
            content["scope"] = Scope.COUNTY
    contacts = tuple(contact for contact in (_contact(said), _leader(said)) if contact)
    return Submitted(Content(**content), contacts, said.get("note", ""), source or Source())


def _contact(said: Mapping[str, Any]) -> Contact | None:
    parts = [said.get(f"contact_{part}", "") for part in ("name", "email", "phone")]
    return Contact("contact", *parts) if any(parts) else None


def _leader(said: Mapping[str, Any]) -> Contact | None:
    return Contact("project_leader", said["project_leader"]) if said.get("project_leader") else None


def doubts(content: Content, terms: Terms) -> Iterator[tuple[str, Problem]]:
    """Yield what does not hold together within one application, with the field it is best mended in."""
    yield from _contradictions(content)
    yield from _sums(content)
    yield from _against_rules(content, terms)


def _contradictions(content: Content) -> Iterator[tuple[str, Problem]]:
    """Yield the errors, which hold also where other fields could not be read."""
    if content.applied_nok == 0:
        yield "applied_nok", problem("error", "applied-nothing", N_("The applied amount is 0."), N_("Write the amount applied for."))  # fmt: skip
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        yield "ends_on", problem("error", "ends-before-start", N_("The project ends before it starts."), N_("Check the two dates."))  # fmt: skip


def _sums(content: Content) -> Iterator[tuple[str, Problem]]:
    """Yield where amounts of one application speak against each other."""
    if content.least_useful_nok is not None and content.least_useful_nok > content.applied_nok:
        yield "least_useful_nok", problem("warning", "least-useful-above-applied", N_("The least useful amount, {least_nok}, is above the applied amount, {applied_nok}."), least_nok=content.least_useful_nok, applied_nok=content.applied_nok)  # fmt: skip
    by_year_nok = sum(line.amount_nok for line in content.applied_by_year)
    if content.applied_by_year and by_year_nok != content.applied_nok:
        yield "applied_by_year", problem("warning", "years-differ", N_("The years make {years_nok} together, the applied amount is {applied_nok}."), years_nok=by_year_nok, applied_nok=content.applied_nok)  # fmt: skip
    if content.total_cost_nok is not None and content.total_cost_nok < content.applied_nok:
        yield "total_cost_nok", problem("warning", "cost-below-applied", N_("The total cost, {cost_nok}, is below the applied amount, {applied_nok}."), cost_nok=content.total_cost_nok, applied_nok=content.applied_nok)  # fmt: skip


def _against_rules(content: Content, terms: Terms) -> Iterator[tuple[str, Problem]]:
    """Yield where an application does not meet the call's rules: a matter for the assessment, not for the import."""
    rules = terms.call.rules
    if rules.least_applied_nok is not None and 0 < content.applied_nok < rules.least_applied_nok:
        yield "applied_nok", problem("warning", "below-least", N_("The call's least amount is {least_nok}."), least_nok=rules.least_applied_nok)  # fmt: skip
    if rules.greatest_applied_nok is not None and content.applied_nok > rules.greatest_applied_nok:
        yield "applied_nok", problem("warning", "above-greatest", N_("The call's greatest amount is {greatest_nok}."), greatest_nok=rules.greatest_applied_nok)  # fmt: skip
    own_nok = (content.own_funding_nok or 0) + (content.own_effort_nok or 0)
    share, total = rules.least_own_funding_percent, content.total_cost_nok
    if share is not None and total and own_nok * 100 < share * total:
        yield "own_funding_nok", problem("warning", "own-funding-low", N_("Own funding is less than the {percent} per cent the call asks for."), percent=share)  # fmt: skip
    outside = (content.starts_on and rules.period_from and content.starts_on < rules.period_from) or (
        content.ends_on and rules.period_to and content.ends_on > rules.period_to
    )
    if outside:
        yield (
            "starts_on",
            problem("warning", "outside-period", N_("The project's time is not within the call's period.")),
        )
    for name in rules.required_fields:
        if name in _CONTENT and getattr(content, name) in (None, "", ()):
            yield name, problem("warning", "asked-for-missing", N_("The call asks for “{field}”, which is not filled in."), field=CATALOGUE[name].heading("nb"))  # fmt: skip


def _refuse_doubles(gathered: _Gathering) -> None:
    """Refuse each application that stands before it in the same files; of a sound row and a faulty one, the faulty."""
    first: dict[str, Taken] = {}
    rows = (*gathered.taken, *(one for one in gathered.faulty if one.is_identified))
    later = [one for one in rows if first.setdefault(identity(one.submitted.content), one) is not one]
    for one in later:
        there = first[identity(one.submitted.content)]
        gathered.problems.append(replace(row_twice(there.place), place=one.place))
    refused = {id(one) for one in later}  # the same file given twice makes rows that are equal
    gathered.left_out.extend(one.place for one in gathered.taken if id(one) in refused)
    gathered.taken[:] = [one for one in gathered.taken if id(one) not in refused]


def row_twice(first: Place) -> Problem:
    """Return the fault of a row that means the same application as the row at `first`."""
    return problem("error", "row-twice", N_("The same application stands at {first}."), N_("Delete one of the rows, or give each its reference."), first=str(first))  # fmt: skip


def _at(found: Problem, sheet: Sheet, row: Row, column: int) -> Problem:
    return replace(found, place=sheet.place(row.number, column))


def personal_fields() -> frozenset[str]:
    """Return the names of the fields that are kept apart because they speak of persons."""
    return frozenset(name for name, each in CATALOGUE.items() if each.visibility is Visibility.PERSONAL)
