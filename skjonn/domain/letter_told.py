"""What a letter tells of: whom it names, and a case with what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content
from skjonn.domain.conditions import Condition


@dataclass(frozen=True)
class Addressee:
    """Whom a letter names: number, name, full name (`Voss herad`), organisation number; a ministry has a name alone."""

    number: str
    name: str
    full_name: str
    org_number: str


@dataclass(frozen=True)
class Decided:
    """What stands for a case.

    Attributes:
        decision: its id (`2021-V1`); on: the day it was approved; what: the kind of decision (`domain.follow_ups`).
        ground: the call's code; reason: as given; amounts in whole kroner.
        ends_on, lead, payee, purpose: other terms than the application's, in people's words; empty where there are none.
        before: what stood until then, for a decision that follows another.
        conditions: those set for this award alone, worded by whoever set them, with the day they are to be met by.
    """

    decision: str
    on: date
    outcome: Outcome
    amount_nok: int
    applied_nok: int
    ground: str = ""
    reason: str = ""
    what: str = "round"
    ends_on: date | None = None
    lead: str = ""
    payee: str = ""
    purpose: str = ""
    conditions: tuple[Condition, ...] = ()
    before: Decided | None = None


@dataclass(frozen=True)
class Given:
    """Who was given an amount, by full name, when, and when a decision ended it, if one did; others changed other terms alone."""

    to: str
    on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class CaseTold:
    """A case a letter is about.

    Attributes:
        content: what the application said when it was decided on, else what it says now.
        payee: where another than the recipient is paid, else None.
        partners: names in the order of the application, the unnamed left out; lacking: headings of fields the call requires.
        lead: full name of who answers for the project; given: of an award, else None.
    """

    case: str
    content: Content
    decided: Decided | None = None
    payee: Addressee | None = None
    partners: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    lead: str = ""
    given: Given | None = None
