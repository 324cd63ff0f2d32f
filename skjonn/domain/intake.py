"""One application of a file: what was read, where each of its fields stands, and what of it is not known.

A row with an error gives no application, but what can be read of it is kept, so that what else is wrong with it is told
at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from skjonn.domain.applications import Contact, Content, Plain, Scope, Source, Submitted, content_of
from skjonn.domain.fields import CATALOGUE, Visibility
from skjonn.domain.partners import PartnerList
from skjonn.domain.problems import Place, Problem, problem
from skjonn.texts import N_

_CONTENT = frozenset(part.name for part in fields(Content))


@dataclass(frozen=True)
class Layout:
    """Where the fields of a table, or of a form, stand.

    Attributes:
        file, sheet: as in a place.
        cells: field name -> the letters of its column; in a form the whole address of its cell.
        is_form: one application in the whole workbook.
        alone: it is of the only file of an import, so that a row's number tells which row is meant.
    """

    file: str
    sheet: str
    cells: Mapping[str, str]
    is_form: bool = False
    alone: bool = True

    def cell(self, name: str, row: int) -> str:
        """Return the address of a field's cell in `row`; empty where the field has none."""
        where = self.cells.get(name, "")
        return where if self.is_form or not where else f"{where}{row}"


@dataclass(frozen=True)
class Award:
    """What a file says was awarded in a round decided before: whole kroner, 0 for none; pot and day where they are said."""

    awarded_nok: int
    pot: str = ""
    decided_on: date | None = None


@dataclass(slots=True, kw_only=True)
class Taken:
    """One application of a file, and where it stands. It is kept as it goes from process to process; nobody changes it.

    Attributes:
        row: as the user counts, 0 in a form; first: address of the row's first filled cell.
        plain: what it says; identity: what it is known by within its call.
        contacts: personal; note: internal, may be empty.
        unread: fields of which nothing is known, because their cell or column is at fault; only a faulty row has any.
        award: what was awarded, where the file tells of a round decided before.
    """

    layout: Layout
    row: int
    first: str
    plain: Plain
    identity: str
    contacts: tuple[Contact, ...] = ()
    note: str = ""
    unread: frozenset[str] = frozenset()
    award: Award | None = None
    _content: Content | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def content(self) -> Content:
        """What it says."""
        if self._content is None:
            self._content = content_of(self.plain)
        return self._content

    @property
    def source(self) -> Source:
        """Where it was read."""
        return Source(self.layout.file, self.layout.sheet, self.row)

    @property
    def received_at(self) -> datetime | None:
        """When it came, aware; None where nothing says so."""
        said = self.plain.get("received_at")
        return _moment(said) if said else None

    @property
    def given(self) -> frozenset[str]:
        """The names of the fields that were read, also those whose cell is empty."""
        return frozenset(self.layout.cells) - self.unread

    @property
    def place(self) -> Place:
        """The place of the row."""
        return Place(self.layout.file, self.layout.sheet, self.first)

    @property
    def is_identified(self) -> bool:
        """Whether it is certain what the row is known by: its reference, else applicant and title."""
        by_title = not self.unread & {"lead", "title"}
        return "reference" not in self.unread and (by_title or "reference" in self.plain)

    @property
    def names(self) -> tuple[str, ...]:
        """What the row may be called on the command line: its number, with or without the file; a form by its file."""
        file = self.layout.file
        if self.layout.is_form:
            return (file,)
        return (str(self.row), f"{file}:{self.row}") if self.layout.alone else (f"{file}:{self.row}",)

    def place_of(self, name: str) -> Place:
        """Return the place of a field's own cell, or of the row where it has none."""
        cell = self.layout.cell(name, self.row) or self.first
        return Place(self.layout.file, self.layout.sheet, cell)

    def received(self, moment: datetime) -> Taken:
        """Return the same application, received at `moment`."""
        return replace(self, plain={**self.plain, "received_at": moment.isoformat()})


@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True)
class Found:
    """What one row gave: the application (None where it was none), whether it is without faults, and what there is to tell."""

    taken: Taken | None
    sound: bool = False
    problems: tuple[Problem, ...] = ()


def taken_of(
    values: Mapping[str, Any],
    layout: Layout,
    row: int,
    first: str,
    unread: frozenset[str],
    *,
    award: Award | None = None,
) -> Taken:
    """Return what was read as an application; what is unread is filled with what gives no doubt of its own, and not given."""
    known = dict(values) if not unread else {name: value for name, value in values.items() if name not in unread}
    for name, filler in (("title", ""), ("lead", ""), ("applied_nok", 1)):
        if known.get(name) is None:
            known[name] = filler
    said = submitted_of(known)
    taken = Taken(
        layout=layout, row=row, first=first, plain=said.plain, identity=said.identity, contacts=said.contacts,
        note=said.note, unread=unread, award=award,
    )  # fmt: skip
    taken._content = said.content
    return taken


def submitted_of(values: Mapping[str, Any], source: Source | None = None) -> Submitted:
    """Return the application that values by field name make; what is None is not stated.

    Args:
        values: as `read_value` gives them; the required fields are there.
        source: where they were read; nothing for what is typed by hand.
    """
    content = {name: value for name, value in values.items() if value is not None and name in _CONTENT}
    partners = content.get("partners")
    if isinstance(partners, PartnerList):
        content["partners"] = partners.partners
        if partners.whole_county:
            content["scope"] = Scope.COUNTY
    contacts = tuple(contact for contact in (_contact(values), _leader(values)) if contact)
    return Submitted(Content(**content), contacts, values.get("note") or "", source or Source())


def _contact(said: Mapping[str, Any]) -> Contact | None:
    parts = [said.get(f"contact_{part}") or "" for part in ("name", "email", "phone")]
    return Contact("contact", *parts) if any(parts) else None


def _leader(said: Mapping[str, Any]) -> Contact | None:
    return Contact("project_leader", said["project_leader"]) if said.get("project_leader") else None


class Doubles:
    """Tells rows that mean the same application, through all files of an import; of a sound and a faulty one, the faulty."""

    def __init__(self) -> None:
        """Begin with none seen."""
        self._first: dict[str, tuple[Layout, str, bool]] = {}

    def look(self, found: Found) -> tuple[Place, Problem] | None:
        """Return the place of a row to be refused, and its fault, where `found` and an earlier one mean the same."""
        taken = found.taken
        if taken is None or not (found.sound or taken.is_identified):
            return None
        this = (taken.layout, taken.first, found.sound)
        first = self._first.setdefault(taken.identity, this)
        if first is this:
            return None
        there = Place(first[0].file, first[0].sheet, first[1])
        if found.sound and not first[2]:
            self._first[taken.identity] = this
            return there, row_twice(taken.place)
        return taken.place, row_twice(there)


def row_twice(first: Place) -> Problem:
    """Return the fault of a row that means the same application as the row at `first`."""
    return problem("error", "row-twice", N_("The same application stands at {first}."), N_("Delete one of the rows, or give each its reference."), first=str(first))  # fmt: skip


def personal_fields() -> frozenset[str]:
    """Return the names of the fields that are kept apart because they speak of persons."""
    return frozenset(name for name, each in CATALOGUE.items() if each.visibility is Visibility.PERSONAL)
