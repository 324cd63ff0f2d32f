"""What an application says, who stands behind it, and where it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol


class Scope(StrEnum):
    """Whom a project is for: the named municipalities, or all municipalities of the county (no partner list needed)."""

    NAMED = "named"
    COUNTY = "county"


class Phase(StrEnum):
    """Where in its life a project stands with this application."""

    START = "start"
    CONTINUATION = "continuation"
    END = "end"


class PartnerKind(StrEnum):
    """A municipality (with a number), another organisation (a name), or partners not named ("mfl.")."""

    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"


@dataclass(frozen=True)
class Partner:
    """One partner; `number` is a municipality's, else empty; `name` as printed, empty only for UNNAMED."""

    kind: PartnerKind
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class AmountLine:
    """One line of a cost plan, of other funding, or of the applied amount by year (label = the year)."""

    label: str
    amount_nok: int


@dataclass(frozen=True)
class Contact:
    """A person named in an application. Personal: never in a public output, never in an event.

    `part` is `contact` or `project_leader`.
    """

    part: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Source:
    """Where a version came from: the file's name, the sheet, the row as the user counts (from 1); empty and 0 by hand."""

    file: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Content:
    """What one version of an application says; field names are those of the catalogue (`domain.fields`).

    Amounts are whole kroner, never negative; None is "not stated". Texts are cleaned and may be empty. `areas` are codes
    of the call's priority areas. `lead` and `payee` are municipality numbers; an empty payee is the lead.
    """

    title: str
    lead: str
    applied_nok: int
    reference: str = ""
    summary: str = ""
    background: str = ""
    goals: str = ""
    purpose_role: str = ""
    areas: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    scope: Scope = Scope.NAMED
    payee: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    phase: Phase | None = None
    total_cost_nok: int | None = None
    costs: tuple[AmountLine, ...] = ()
    applied_by_year: tuple[AmountLine, ...] = ()
    own_funding_nok: int | None = None
    own_effort_nok: int | None = None
    other_funding: tuple[AmountLine, ...] = ()
    gains: str = ""
    spread_plan: str = ""
    anchored_by: str = ""
    anchored_on: date | None = None
    accepts_partial: bool | None = None
    least_useful_nok: int | None = None
    previous_awards: str = ""
    attachments: tuple[str, ...] = ()
    received_at: datetime | None = None
    caseworker: str = ""
    archive_reference: str = ""
    withdrawn: bool = False
    withdrawn_reason: str = ""


Plain = dict[str, Any]
"""What a content says as JSON's own kinds of value: days and moments in ISO form, a field with its default left out."""

_DEFAULTS: dict[str, Any] = {part.name: part.default for part in fields(Content)}
_DAYS = ("starts_on", "ends_on", "anchored_on")
_LINES = ("costs", "applied_by_year", "other_funding")


class Entry(Protocol):
    """One application on its way into the register, whether typed by hand or read from a file."""

    @property
    def plain(self) -> Plain:
        """What it says."""

    @property
    def identity(self) -> str:
        """What it is known by within its call."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Who stands behind it; personal."""

    @property
    def note(self) -> str:
        """An internal note that came with it; may be empty."""

    @property
    def source(self) -> Source:
        """Where it was read."""


@dataclass(frozen=True)
class Submitted:
    """One application as read from a row or typed by hand: its content, and what is kept apart from it."""

    content: Content
    contacts: tuple[Contact, ...] = ()
    note: str = ""
    source: Source = field(default_factory=Source)

    @property
    def plain(self) -> Plain:
        """What it says, as plain values."""
        return plain_of(self.content)

    @property
    def identity(self) -> str:
        """What it is known by within its call."""
        return identity(self.content)


def plain_of(content: Content) -> Plain:
    """Return what a content says as plain values."""
    said = {name: value for name, value in vars(content).items() if value != _DEFAULTS[name]}
    for name in _DAYS:
        if name in said:
            said[name] = said[name].isoformat()
    if content.received_at is not None:
        said["received_at"] = content.received_at.isoformat()
    if content.partners:
        said["partners"] = [[one.kind.value, one.name, one.number] for one in content.partners]
    for name in _LINES:
        if name in said:
            said[name] = [[line.label, line.amount_nok] for line in said[name]]
    return said


def content_of(plain: Plain) -> Content:
    """Return the content that `plain_of` made plain, equal to it; lists may have been tuples."""
    said = dict(plain)
    for name in _DAYS:
        if name in said:
            said[name] = date.fromisoformat(said[name])
    if "received_at" in said:
        said["received_at"] = datetime.fromisoformat(said["received_at"])
    if "partners" in said:
        said["partners"] = tuple([Partner(PartnerKind(kind), name, number) for kind, name, number in said["partners"]])
    for name in ("areas", "attachments"):
        if name in said:
            said[name] = tuple(said[name])
    for name in _LINES:
        if name in said:
            said[name] = tuple([AmountLine(label, amount_nok) for label, amount_nok in said[name]])
    if "scope" in said:
        said["scope"] = Scope(said["scope"])
    if "phase" in said:
        said["phase"] = Phase(said["phase"])
    return Content(**said)


def normalised_title(title: str) -> str:
    """Return the form titles are told apart by: NFKC, casefolded, letters and digits only, single spaces between."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def identity(content: Content) -> str:
    """Return what an application is known by within its call: its reference, else lead and normalised title."""
    if content.reference:
        return f"ref:{content.reference.strip().casefold()}"
    return f"{content.lead}:{normalised_title(content.title)}"
