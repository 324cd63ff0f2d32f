"""What an application says, who stands behind it, and where it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


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


@dataclass(frozen=True)
class Submitted:
    """One application as read from a row or typed by hand: its content, and what is kept apart from it."""

    content: Content
    contacts: tuple[Contact, ...] = ()
    note: str = ""
    source: Source = field(default_factory=Source)


def normalised_title(title: str) -> str:
    """Return the form titles are told apart by: NFKC, casefolded, letters and digits only, single spaces between."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def identity(content: Content) -> str:
    """Return what an application is known by within its call: its reference, else lead and normalised title."""
    if content.reference:
        return f"ref:{content.reference.strip().casefold()}"
    return f"{content.lead}:{normalised_title(content.title)}"
