"""What holds of an award beside its amount and pot, in words: who answers, who is paid, until when, what for, what is held out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from skjonn.domain.allocations import held_out
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner, long_date


class Terms(Protocol):
    """A line of a decision as far as its terms go; an ISO date, municipality numbers and texts, empty where nothing is said."""

    @property
    def ends_on(self) -> str:
        """The project's last day."""

    @property
    def lead(self) -> str:
        """Who answers."""

    @property
    def payee(self) -> str:
        """Who is paid."""

    @property
    def purpose(self) -> str:
        """What the money is for."""

    @property
    def later_years(self) -> str:
        """What is held out, as `allocations.later_years` words it."""


def held_out_told(text: str, language: Language) -> str:
    """Return what is held out for later years: `2022: 200 000 kroner, 2023: 100 000 kroner`."""
    return ", ".join(f"{year}: {kroner(nok, language)}" for year, nok in held_out(text).items())


def terms_told(line: Terms, name_of: Callable[[str], str], language: Language) -> list[str]:
    """Return the terms a line has, each as a part of a sentence.

    Args:
        line: of a decision; name_of: gives a municipality's name by its number; language: to word it in.
    """
    said = (
        (N_("led by {said}"), name_of(line.lead) if line.lead else ""),
        (N_("paid to {said}"), name_of(line.payee) if line.payee else ""),
        (N_("last day {said}"), long_date(date.fromisoformat(line.ends_on), language) if line.ends_on else ""),
        (N_("for {said}"), line.purpose),
        (N_("held out for later years, with reservation: {said}"), held_out_told(line.later_years, language)),
    )
    return [translate(words, language).format(said=text) for words, text in said if text]
