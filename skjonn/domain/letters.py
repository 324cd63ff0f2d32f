"""Letters: what one is made of, and the value of every field its template may ask for, worded in the letter's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import PartnerKind, Scope
from skjonn.domain.calls import Call, LetterSettings, Texts
from skjonn.domain.dates import OSLO
from skjonn.domain.initiative_words import InitiativeTold
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import Form, LetterKind, file_word
from skjonn.domain.letter_told import Addressee, CaseTold, Decided, Given
from skjonn.domain.letter_words import (
    WORDS,
    changes_told,
    condition_told,
    listed,
    org_number,
    outcome_told,
    period,
    short_amount,
    shortened,
)
from skjonn.errors import FindingsError
from skjonn.texts import N_
from skjonn.texts.wording import HARD_SPACE, grouped, kroner, long_date

FieldValue = str | bool | tuple[str, ...] | tuple[Mapping[str, str], ...]
_SHORT = 600  # signs of a goal quoted in a letter


class LetterTextMissing(FindingsError):
    """The call has a text in one language form only, and a letter in the other needs it."""

    code = "letter-text-missing"
    sentence = N_("The call {call} has no text in {language} for {field}, which the letter of {case} needs.")
    advice = N_("Add the text in both forms to the call's file and run `skjonn call change`.")


@dataclass(frozen=True)
class Payment:
    """What one municipality is to be paid, whole kroner."""

    number: str
    name: str
    amount_nok: int


@dataclass(frozen=True)
class Said:
    """What whoever writes the letter says in it, beside what is known; stored with the letter.

    Attributes:
        due: the day an answer or money is to be there; amount_nok: claimed back, whole kroner.
        report: `interim` or `final`; points: sentences of the writer's own.
        report_due: the day that report is due, where the letter is of one of its days.
        history: what the letter tells of the award's initiative, as it was when the letter was first written.
        payment_list: number of the list a letter to the ministry goes with, 0 where there is none.
        payments: what a letter to the ministry asks for that goes with no list, as it was when the letter was first written.
    """

    due: date | None = None
    amount_nok: int | None = None
    report: str = ""
    points: tuple[str, ...] = ()
    report_due: date | None = None
    history: InitiativeTold | None = None
    payment_list: int = 0
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True)
class Letter:
    """Everything one letter is made of, gathered before a word of it is written.

    Attributes:
        language: `nb` or `nn`; dated: the letter's date, which decides what office and ministry are called.
        cases: one; several in a letter that gathers a municipality's decisions; none in a letter about the call.
        copies: full names of who gets a copy; county: the name of the office's county or counties.
        draft: what it tells is not approved, or it is only to be looked at.
        dues: when the reports of its one award are due, `interim` and `final`; None is as the call says.
        list_digest: sha256 of the list of payments it goes with, 64 hexadecimal digits; empty where there is none.
    """

    kind: LetterKind
    language: Form
    dated: date
    call: Call
    office_name: str
    office_org_number: str
    ministry: str
    county: str
    recipient: Addressee
    cases: tuple[CaseTold, ...] = ()
    copies: tuple[str, ...] = ()
    said: Said = field(default_factory=Said)
    payments: tuple[Payment, ...] = ()
    draft: bool = False
    dues: Mapping[str, date] | None = None
    list_digest: str = ""

    @property
    def case(self) -> str:
        """The case number, or the first of several; the call's code where it is about no case."""
        return self.cases[0].case if self.cases else self.call.code


def stem(letter: Letter) -> str:
    """Return the name of the letter's file without its ending: case or call, recipient, kind in the letter's language."""
    word = file_word(letter.kind, letter.language)
    if letter.said.report and letter.kind is not LetterKind.REPORT_ACCEPTED:
        word = f"{word} {WORDS[letter.language][letter.said.report]}"
    word += f" {letter.said.payment_list}" if letter.said.payment_list else ""
    ending = f"-{WORDS[letter.language]['draft']}" if letter.draft else ""
    return f"{letter.call.code if letter.kind is LetterKind.DECISIONS else letter.case}-{letter.recipient.name}-{word}{ending}"


def document_title(letter: Letter) -> str:
    """Return the title a letter's file carries among its properties."""
    name = letter.cases[0].content.title if len(letter.cases) == 1 else letter.call.names[letter.language]
    return f"{letter.case if len(letter.cases) == 1 else letter.call.code} {name}"


def context(letter: Letter) -> Mapping[str, FieldValue]:
    """Return the value of every field of `LETTER_FIELDS` for one letter, worded in its language.

    Raises:
        LetterTextMissing: the call has a text in the other language form only.
    """
    one = letter.cases[0] if len(letter.cases) == 1 else None
    decided = one.decided if one else None
    fields: dict[str, FieldValue] = dict.fromkeys(FIELD_NAMES, "")
    fields |= {**_head(letter), **_settings(letter), **_of_call(letter), **_said(letter, one), **_together(letter)}
    if one:
        fields |= _project(letter, one)
    if decided:
        fields |= _decision(letter, decided)
    assert fields.keys() == FIELD_NAMES, "the list and the values are one"
    return MappingProxyType(fields)


def _head(letter: Letter) -> dict[str, FieldValue]:
    words = WORDS[letter.language]
    banner = _text(letter, letter.call.letters.banner, "banner")
    parts = [words["draft"].upper()] * letter.draft + [banner] * bool(banner)
    own = letter.cases[0].content.archive_reference if len(letter.cases) == 1 else ""
    return {
        "banner": " · ".join(parts),
        "office_name": letter.office_name,
        "office_org_number": org_number(letter.office_org_number),
        "ministry": letter.ministry,
        "date": long_date(letter.dated, letter.language),
        "our_reference": own or letter.call.letters.our_reference,
        "call_name": _text(letter, letter.call.names, "names"),
        "year": str(letter.call.year),
        "recipient": letter.recipient.full_name,
        "recipient_name": letter.recipient.name,
        "recipient_number": letter.recipient.number,
        "recipient_org_number": org_number(letter.recipient.org_number),
        "copies": letter.copies,
        "copies_text": listed(letter.copies, letter.language),
    }


def _decision(letter: Letter, decided: Decided) -> dict[str, FieldValue]:
    grounds = {ground.code: ground.names for ground in letter.call.grounds}
    given = decided.outcome is Outcome.AWARD
    return {
        "decision": decided.decision,
        "decided_on": long_date(decided.on, letter.language),
        "awarded_amount": kroner(decided.amount_nok, letter.language) if given else "",
        "awarded_amount_short": short_amount(decided.amount_nok) if given else "",
        "reason": decided.reason,
        "ground": _text(letter, grounds.get(decided.ground, {}), "grounds"),
        "changes": changes_told(decided.before, decided, letter.language) if decided.before else (),
    }


def _project(letter: Letter, one: CaseTold) -> dict[str, FieldValue]:
    content, language = one.content, letter.language
    ends_on = (one.decided and one.decided.ends_on) or content.ends_on
    return {
        "case": one.case,
        "title": content.title,
        "received_on": long_date(content.received_at.astimezone(OSLO).date(), language) if content.received_at else "",
        "applied_amount": kroner(one.decided.applied_nok if one.decided else content.applied_nok, language),
        "applied_amount_short": short_amount(one.decided.applied_nok if one.decided else content.applied_nok),
        "goals": shortened(content.goals, _SHORT),
        "summary": shortened(content.summary, _SHORT),
        "partners": one.partners,
        "partners_text": _partners_text(letter, one),
        "payee": one.payee.full_name if one.payee else "",
        "period": period(content.starts_on, ends_on, language),
        "caseworker": content.caseworker,
        "lead": (one.decided and one.decided.lead) or one.lead or letter.recipient.full_name,
        **_given(letter, one),
    }


def _given(letter: Letter, one: CaseTold) -> dict[str, FieldValue]:
    """Return who was given what, and when, the day other terms were changed since, and the day it ended."""
    decided = one.decided
    if decided is None or decided.outcome is not Outcome.AWARD:
        return {}
    given = one.given or Given(letter.recipient.full_name, decided.on)
    changed_on = decided.on if decided.on != given.on else None
    days = {"given_on": given.on, "changed_on": changed_on, "ended_on": given.ended_on}
    return {
        "given_to": given.to,
        **{name: long_date(day, letter.language) if day else "" for name, day in days.items()},
    }


def _settings(letter: Letter) -> dict[str, FieldValue]:
    settings, words = letter.call.letters, WORDS[letter.language]
    due = _due(letter, settings)
    dates = {name: long_date(day, letter.language) for name, day in due.items() if day}
    clauses = {
        name: _text(letter, getattr(settings, name), name) for name in ("control", "repayment", "auditor", "appeal")
    }
    own = [
        condition_told(one, letter.language, told.case if len(letter.cases) > 1 else "")
        for told in letter.cases if told.decided for one in told.decided.conditions
    ]  # fmt: skip
    return {
        **clauses,
        "payment": _text(letter, settings.payment, "payment"),
        "reporting": _text(letter, settings.reporting, "reporting"),
        "conditions": (*(_text(letter, one, "conditions") for one in settings.conditions), *own),
        "report_dates": tuple(f"{words[f'{name}_due']} {day}" for name, day in dates.items()),
        "interim_report_on": dates.get("interim", ""),
        "final_report_on": dates.get("final", ""),
        "contact": settings.contact,
        "signatories": tuple(
            {"name": one.name, "title": _text(letter, one.titles, "signatories")} for one in settings.signatories
        ),
    }  # fmt: skip


def _due(letter: Letter, settings: LetterSettings) -> dict[str, date | None]:
    """Return when the reports are due: of the award as it is stored, else as the call says."""
    own = letter.dues or {}
    return {
        "interim": own.get("interim", settings.interim_report_on),
        "final": own.get("final", settings.final_report_on),
    }


def _of_call(letter: Letter) -> dict[str, FieldValue]:
    """Return what the announcement tells; other letters have the purpose and the deadline of it."""
    call, language = letter.call, letter.language
    named = {
        name: _text(letter, call.texts.get(name, {}), name)
        for name in ("purpose", "who_may_apply", "not_supported", "how_to_apply")
    }
    local = call.deadline.astimezone(OSLO)
    hour = f"{local:%H.%M}"
    return {
        **named,
        "deadline": f"{long_date(local.date(), language)} kl.{HARD_SPACE}{hour}",
        "areas": tuple(_text(letter, one.names, "areas") for one in call.areas),
        "criteria": tuple(f"{_text(letter, one.names, 'criteria')} ({one.weight}{HARD_SPACE}%)" for one in call.criteria),
    }  # fmt: skip


def _said(letter: Letter, one: CaseTold | None) -> dict[str, FieldValue]:
    said, words, settings = letter.said, WORDS[letter.language], letter.call.letters
    due = said.report_due or _due(letter, settings).get(said.report)
    return {
        "answer_by": long_date(said.due, letter.language) if said.due else "",
        "points": said.points,
        "initiative": said.history.name if said.history else "",
        "earlier_awards": said.history.earlier if said.history else "",
        "initiative_in_all": said.history.in_all if said.history else "",
        "missing": one.lacking if one else (),
        "report": words[said.report] if said.report else "",
        "report_definite": words[f"{said.report}_definite"] if said.report else "",
        "report_due_on": long_date(due, letter.language) if due else "",
        "claimed_amount": kroner(said.amount_nok, letter.language) if said.amount_nok else "",
    }


def _together(letter: Letter) -> dict[str, FieldValue]:
    """Return what a letter about several cases, or the list of payments, holds; the same for one about one case: nothing."""
    cases = letter.cases if letter.kind is LetterKind.DECISIONS else ()
    decided = [one.decided for one in cases if one.decided]
    given = sum(one.amount_nok for one in decided)
    made = [(long_date(day, letter.language), of) for day, of in sorted({(one.on, one.decision) for one in decided})]
    about = {
        "decision": listed([decision for _day, decision in made], letter.language),
        "decided_on": listed(tuple(dict.fromkeys(day for day, _decision in made)), letter.language),
        "decisions_made": listed([f"{day} ({decision})" for day, decision in made], letter.language),
    }
    return {
        **(about if cases else {}),
        "cases": tuple(_row(letter, one, one.decided) for one in cases if one.decided),
        "partners_by_case": tuple(f"{one.case}: {who}" for one in cases if (who := _partners_text(letter, one))),
        "awarded_in_all": kroner(given, letter.language) if given else "",
        "payments": tuple(
            {"number": one.number, "name": one.name, "amount": grouped(one.amount_nok)} for one in letter.payments
        ),
        "payments_in_all": grouped(sum(one.amount_nok for one in letter.payments)) if letter.payments else "",
        "payment_list": str(letter.said.payment_list) if letter.list_digest else "",
        "payment_list_digest": letter.list_digest,
    }


def _row(letter: Letter, one: CaseTold, decided: Decided) -> Mapping[str, str]:
    grounds = {ground.code: ground.names for ground in letter.call.grounds}
    ground = _text(letter, grounds.get(decided.ground, {}), "grounds")
    return {
        "case": one.case,
        "title": one.content.title,
        "outcome": outcome_told(decided, letter.language),
        "applied": grouped(decided.applied_nok),
        "awarded": grouped(decided.amount_nok) if decided.amount_nok else "–",
        "why": " ".join(part for part in (ground, decided.reason) if part) or "–",
    }


def _partners_text(letter: Letter, one: CaseTold) -> str:
    words = WORDS[letter.language]
    if one.content.scope is Scope.COUNTY:
        return listed((f"{words['county']} {letter.county}", *one.partners), letter.language)
    if any(partner.kind is PartnerKind.UNNAMED for partner in one.content.partners):
        return f"{', '.join(one.partners)} mfl." if one.partners else words["unnamed"]
    return listed(one.partners, letter.language)


def _text(letter: Letter, texts: Texts, name: str) -> str:
    if not texts:
        return ""
    if not texts.get(letter.language):
        raise LetterTextMissing(call=letter.call.code, language=letter.language, field=name, case=letter.case)
    return texts[letter.language].strip()
