"""What a command may leave out: the one open call."""

from __future__ import annotations

from skjonn.storage.database import reading
from skjonn.storage.queries import calls


def open_calls(url: str) -> list[str]:
    """Return the codes of the calls that are open, oldest first."""
    with reading(url) as session:
        return [stored.code for stored in calls.every(session) if stored.closed_on is None]
