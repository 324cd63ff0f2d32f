"""The reports municipalities owe on their awards: which, when they are due, and what becomes of them."""

from __future__ import annotations

from enum import StrEnum


class ReportKind(StrEnum):
    """The reports of an award."""

    INTERIM = "interim"
    FINAL = "final"


class DueSource(StrEnum):
    """Where a due date comes from: the call when the award was decided, the award itself, changed terms, or an extension."""

    CALL = "call"
    AWARD = "award"
    CHANGE = "change"
    EXTENSION = "extension"


class ProjectStatus(StrEnum):
    """Where the project stands, as the municipality reports it."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DELAYED = "delayed"
    ENDED = "ended"
    STOPPED = "stopped"


class ReportAct(StrEnum):
    """What the office has done with a report it received."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Unused(StrEnum):
    """What becomes of money that was not used: kept, carried over to the next year, redirected, or claimed back."""

    KEPT = "kept"
    CARRIED_OVER = "carried_over"
    REDIRECTED = "redirected"
    CLAIMED = "claimed"


class Stage(StrEnum):
    """How far a report that has not come is on: its day is coming, is here, is past, or long past."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"
    SECOND = "second"
