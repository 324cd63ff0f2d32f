"""What a case came to, or is recommended to come to, in words: its outcome, and what holds beside amount and pot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from skjonn.domain.allocations import Outcome, held_out
from skjonn.domain.fields import CATALOGUE
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner, long_date


def outcome_told(outcome: Outcome, amount_nok: int, about: tuple[str, str], language: Language) -> str:
    """Return an outcome with its amount, whole kroner, and what it is `about`: the pot and the ground in words, empty for none."""
    label = translate(dict(CATALOGUE["outcome"].choices)[outcome.value], language)
    amount = kroner(amount_nok, language) if outcome is Outcome.AWARD else ""
    named = ", ".join(text for text in about if text)
    told = ", ".join(text for text in (label, amount) if text)
    return f"{told} ({named})" if named else told


def held_out_told(text: str, language: Language) -> str:
    """Return what is held out for later years: `2022: 200 000 kroner, 2023: 100 000 kroner`."""
    return ", ".join(f"{year}: {kroner(nok, language)}" for year, nok in held_out(text).items())


def terms_told(
    language: Language, name_of: Callable[[str], str], *, lead: str = "", payee: str = "", ends_on: str = "", purpose: str = "", later_years: str = "",
) -> list[str]:  # fmt: skip
    """Return the terms there are, each as a part of a sentence.

    Args:
        language: to word them in; name_of: gives a municipality's name by how it is said here.
        lead, payee: who answers, and who is paid; ends_on: the project's last day, an ISO date; purpose: what the money is for.
        later_years: what is held out, as `allocations.later_years` words it. What is empty is not said.
    """
    said = (
        (N_("led by {said}"), name_of(lead) if lead else ""),
        (N_("paid to {said}"), name_of(payee) if payee else ""),
        (N_("last day {said}"), long_date(date.fromisoformat(ends_on), language) if ends_on else ""),
        (N_("for {said}"), purpose),
        (N_("held out for later years, with reservation: {said}"), held_out_told(later_years, language)),
    )
    return [translate(words, language).format(said=text) for words, text in said if text]
