"""What letters say in words of their own, in bokmål and nynorsk, whatever language messages are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from skjonn.domain.allocations import Outcome
from skjonn.domain.conditions import Condition
from skjonn.domain.letter_kinds import Form
from skjonn.texts.wording import HARD_SPACE, grouped, kroner, long_date

if TYPE_CHECKING:
    from skjonn.domain.letter_told import Decided

WORDS: dict[Form, dict[str, str]] = {
    "nb": {
        "and": "og",
        "draft": "utkast",
        "county": "alle kommunene i",
        "unnamed": "andre som ikke er navngitt",
        "from": "fra",
        "to": "til",
        "interim": "mellomrapport",
        "final": "sluttrapport",
        "interim_definite": "mellomrapporten",
        "final_definite": "sluttrapporten",
        "condition_due": "Frist:",
        "of_case": "Gjelder sak",
        "interim_due": "Mellomrapport innen",
        "final_due": "Sluttrapport innen",
        "outcome_award": "innvilget",
        "outcome_partial": "delvis innvilget",
        "outcome_refusal": "avslag",
        "outcome_dismissal": "avvist",
        "outcome_next_round": "flyttet til neste runde",
        "outcome_passed_on": "oversendt",
        "outcome_reversed": "trukket tilbake",
        "outcome_declined": "takket nei",
    },
    "nn": {
        "and": "og",
        "draft": "utkast",
        "county": "alle kommunane i",
        "unnamed": "andre som ikkje er namngjevne",
        "from": "frå",
        "to": "til",
        "interim": "mellomrapport",
        "final": "sluttrapport",
        "interim_definite": "mellomrapporten",
        "final_definite": "sluttrapporten",
        "condition_due": "Frist:",
        "of_case": "Gjeld sak",
        "interim_due": "Mellomrapport innan",
        "final_due": "Sluttrapport innan",
        "outcome_award": "innvilga",
        "outcome_partial": "delvis innvilga",
        "outcome_refusal": "avslag",
        "outcome_dismissal": "avvist",
        "outcome_next_round": "flytta til neste runde",
        "outcome_passed_on": "oversend",
        "outcome_reversed": "trekt tilbake",
        "outcome_declined": "takka nei",
    },
}

_CHANGES: dict[Form, dict[str, str]] = {
    "nb": {
        "reversed": "Tildelingen på {earlier} er trukket tilbake.",
        "declined": "Kommunen har takket nei til tildelingen på {earlier}.",
        "amount": "Tilskuddet er satt til {amount}. Tidligere var det {earlier}.",
        "given": "Prosjektet får et tilskudd på {amount}. Tidligere var det ikke gitt tilskudd.",
        "taken": "Det blir ikke gitt tilskudd til prosjektet. Tidligere var det gitt {earlier}.",
        "ground": "Begrunnelsen for vedtaket er endret.",
        "ends_on": "Prosjektet kan vare til og med {day}.",
        "lead": "Ansvarlig kommune er {name}.",
        "payee": "Tilskuddet utbetales til {name}.",
        "purpose": "Midlene skal brukes til dette: {purpose}",
        "else": "Tilskuddet dekkes av en annen del av rammen. Beløp og vilkår er som før.",
    },
    "nn": {
        "reversed": "Tildelinga på {earlier} er trekt tilbake.",
        "declined": "Kommunen har takka nei til tildelinga på {earlier}.",
        "amount": "Tilskotet er sett til {amount}. Tidlegare var det {earlier}.",
        "given": "Prosjektet får eit tilskot på {amount}. Tidlegare var det ikkje gitt tilskot.",
        "taken": "Det blir ikkje gitt tilskot til prosjektet. Tidlegare var det gitt {earlier}.",
        "ground": "Grunngivinga for vedtaket er endra.",
        "ends_on": "Prosjektet kan vare til og med {day}.",
        "lead": "Ansvarleg kommune er {name}.",
        "payee": "Tilskotet blir betalt ut til {name}.",
        "purpose": "Midlane skal brukast til dette: {purpose}",
        "else": "Tilskotet blir dekt av ein annan del av ramma. Beløp og vilkår er som før.",
    },
}


def condition_told(condition: Condition, form: Form, case: str = "") -> str:
    """Return a condition of one award, and by when it is to be met; of which `case`, in a letter about several."""
    words, text = WORDS[form], condition.text.strip()
    if condition.due_on:
        closed = text if text.endswith((".", "!", "?")) else f"{text}."
        text = f"{closed} {words['condition_due']} {long_date(condition.due_on, form)}."
    return f"{words['of_case']}{HARD_SPACE}{case}: {text}" if case else text


def outcome_told(decided: Decided, form: Form) -> str:
    """Return what a case came to, in a word or two."""
    partly = decided.outcome is Outcome.AWARD and decided.amount_nok < decided.applied_nok
    return WORDS[form]["outcome_partial" if partly else f"outcome_{decided.outcome.value}"]


def changes_told(before: Decided, after: Decided, form: Form) -> tuple[str, ...]:
    """Return what is otherwise after a decision that followed another, a sentence each: money first, then terms."""
    return tuple(_changes(before, after, form)) or (_CHANGES[form]["else"],)


def _changes(before: Decided, after: Decided, form: Form) -> Iterator[str]:
    words = _CHANGES[form]
    amounts = {"earlier": kroner(before.amount_nok, form), "amount": kroner(after.amount_nok, form)}
    if named := _about_money(before, after):
        yield words[named].format(**amounts)
    if after.ends_on and after.ends_on != before.ends_on:
        yield words["ends_on"].format(day=long_date(after.ends_on, form))
    if after.lead and after.lead != before.lead:
        yield words["lead"].format(name=after.lead)
    if after.payee and after.payee != before.payee:
        yield words["payee"].format(name=after.payee)
    if after.purpose and after.purpose != before.purpose:
        yield words["purpose"].format(purpose=after.purpose)


def _about_money(before: Decided, after: Decided) -> str:
    """Return which sentence tells what has become of the money; empty where it is as it was."""
    if after.outcome in {Outcome.REVERSED, Outcome.DECLINED}:
        return after.outcome.value
    if after.outcome is Outcome.AWARD and before.outcome is Outcome.AWARD:
        return "amount" if after.amount_nok != before.amount_nok else ""
    if after.outcome is Outcome.AWARD:
        return "given"
    return "taken" if before.outcome is Outcome.AWARD else "ground"


def short_amount(amount_nok: int) -> str:
    """Return an amount for a table in a letter: `kr 1 100 000`, with hard spaces."""
    return f"kr{HARD_SPACE}{grouped(amount_nok)}"


def org_number(number: str) -> str:
    """Return an organisation number in groups of three with hard spaces; the empty one stays empty."""
    return HARD_SPACE.join(number[start : start + 3] for start in range(0, len(number), 3))


def shortened(text: str, most: int) -> str:
    """Return `text` within `most` signs: whole sentences where one ends in the latter half, else whole words and `…`."""
    if len(text) <= most:
        return text
    cut = text[:most]
    sentence = max(cut.rfind(f"{mark} ") for mark in ".!?")
    if sentence >= most // 2:
        return cut[: sentence + 1]
    return f"{cut.rpartition(' ')[0] or cut[:-1]}…"


def period(start: date | None, end: date | None, language: Form) -> str:
    """Return the days of a project, as far as they are known."""
    words = WORDS[language]
    if start and end:
        return f"{long_date(start, language)} – {long_date(end, language)}"
    if start:
        return f"{words['from']} {long_date(start, language)}"
    return f"{words['to']} {long_date(end, language)}" if end else ""


def listed(items: Sequence[str], language: Form) -> str:
    """Return `Lund, Sokndal og Time`; letters do not wait for the catalogue of messages."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {WORDS[language]['and']} {items[-1]}"
