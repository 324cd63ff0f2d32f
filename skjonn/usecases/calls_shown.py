"""The calls there are, asked often and by completion too: this module imports as little as it can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skjonn.storage.database import reading
from skjonn.storage.queries import calls
from skjonn.storage.queries.calls import StoredCall


@dataclass(frozen=True)
class Listed:
    """One call in a list, with how many applications it has had registered."""

    stored: StoredCall
    applications: int


def list_calls(url: str) -> list[Listed]:
    """Return every call, by code."""
    with reading(url) as session:
        counted = calls.counts(session)
        return [Listed(stored, counted.get(stored.id, 0)) for stored in calls.every(session)]


def show_call(url: str, code: str, as_of: date | None = None) -> Listed:
    """Return one call as it stands, or in the version of a day.

    Raises:
        CallUnknown: there is none, or was none then.
    """
    with reading(url) as session:
        stored = calls.one(session, code, as_of)
        return Listed(stored, calls.counts(session).get(stored.id, 0))
