"""Who acts, on which day, in which language: the second argument of every use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skjonn.texts import Language


@dataclass(frozen=True)
class Desk:
    """One caseworker's desk for the length of one command.

    Attributes:
        person: the login name the acts are done under; the person it belongs to is looked up in the database.
        today: the day acts are dated on (`--today`), by default the machine's day in Europe/Oslo.
        language: of messages, never of documents.
        dry_run: do everything, then undo it: nothing is kept and no file is written.
    """

    person: str
    today: date
    language: Language = "en"
    dry_run: bool = False
