"""A file's problems as values with a place, so that all are collected and the file is refused once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from skjonn.texts import Language, chosen, translate
from skjonn.texts.wording import worded

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Place:
    """Where in what was given: file, sheet and cell (`B7`) as the user sees them; the key in a TOML file as `cell`."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return ", ".join(part for part in (self.file, inside) if part)


@dataclass(frozen=True)
class Problem:
    """One fault or doubt about one place.

    Attributes:
        code: stable, kebab-case, the same in every language (`amount-ambiguous`).
        severity: an `error` keeps the row out; a `warning` lets it in and is shown.
        place: where.
        sentence: English msgid saying what was found and what is expected, with named placeholders.
        advice: English msgid saying how to mend it; may be empty.
        data: what fills the placeholders.
    """

    code: str
    severity: Severity
    place: Place
    sentence: str
    advice: str = ""
    data: dict[str, object] = field(default_factory=dict, hash=False)

    def message(self, language: Language | None = None) -> str:
        """Return what was found, worded in `language` or else in the language of messages."""
        return self._filled(self.sentence, language or chosen())

    def help(self, language: Language | None = None) -> str:
        """Return how to mend it, worded likewise; may be empty."""
        return self._filled(self.advice, language or chosen())

    def _filled(self, text: str, language: Language) -> str:
        words = {name: worded(name, value, language) for name, value in self.data.items()}
        return translate(text, language).format_map(words)


def problem(severity: Severity, code: str, sentence: str, advice: str = "", **data: object) -> Problem:
    """Return a problem whose place is yet to be filled in."""
    return Problem(code, severity, Place(), sentence, advice, data)
