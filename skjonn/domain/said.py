"""A field's name and value as words of a message: worded when shown, in the language of whoever reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from skjonn.domain.applications import AmountLine, Partner
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import CATALOGUE, Field, Kind
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import grouped, long_date

_LONGEST = 60


@dataclass(frozen=True)
class Heading:
    """A field by its name in the catalogue, worded as its heading; with a small first letter where it stands in `running` text."""

    name: str
    running: bool = False

    def worded(self, language: Language) -> str:
        """Return the heading."""
        heading = CATALOGUE[self.name].heading(language)
        return heading[:1].lower() + heading[1:] if self.running else heading


@dataclass(frozen=True)
class Words:
    """A text of the catalogues that stands inside another."""

    text: str

    def worded(self, language: Language) -> str:
        """Return it in the language."""
        return translate(self.text, language)


@dataclass(frozen=True)
class Value:
    """A value of a field that is not personal, worded in quotes and cut short where it is long."""

    name: str
    value: Any

    def worded(self, language: Language) -> str:
        """Return the value as people write it, "nothing" where there is none."""
        text = _words(CATALOGUE[self.name], self.value, language).replace("\n", " ")
        if not text:
            return translate(N_("nothing"), language)
        return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + '…'}”"


def _words(field: Field, value: Any, language: Language) -> str:  # noqa: PLR0911  (one line per kind of value)
    match value:
        case None:
            return ""
        case bool():
            return translate(N_("yes") if value else N_("no"), language)
        case int():
            return grouped(value)
        case datetime():
            local = value.astimezone(OSLO)
            return f"{long_date(local.date(), language)} {local:%H:%M}"
        case date():
            return long_date(value, language)
        case AmountLine():
            return f"{value.label}: {grouped(value.amount_nok)}" if value.label else grouped(value.amount_nok)
        case Partner():
            return value.name or "mfl."
        case tuple():
            between = "; " if field.kind in {Kind.AMOUNT_LINES, Kind.NAMES} else ", "
            return between.join(_words(field, one, language) for one in value)
        case _:
            choices = dict(field.choices)
            return translate(choices[str(value)], language) if str(value) in choices else str(value)
