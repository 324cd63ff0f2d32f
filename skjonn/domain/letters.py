"""Letters: which kind a decided case gets, and every field a letter's template may ask for.

`LETTER_FIELDS` is the list an office sees when it edits a template; `context` fills exactly these. A field that holds
nothing in a letter is an empty text or an empty list: a template prints such a field inside `{% if field %}`, or the
letters are not written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, PartnerKind, Scope
from skjonn.domain.calls import Call, Texts
from skjonn.errors import FindingsError
from skjonn.texts import N_
from skjonn.texts.wording import HARD_SPACE, grouped, kroner, long_date

Form = Literal["nb", "nn"]
FieldValue = str | bool | tuple[str, ...] | tuple[Mapping[str, str], ...]
_SHORT = 600  # signs of a goal quoted in a letter


class LetterKind(StrEnum):
    """The kinds of letter, named as their templates."""

    AWARD = "award"
    PARTIAL_AWARD = "partial_award"
    REFUSAL = "refusal"


class LetterTextMissing(FindingsError):
    """The call has a text in one language form only, and a letter in the other needs it."""

    code = "letter-text-missing"
    sentence = N_("The call {call} has no text in {language} for {field}, which the letter of {case} needs.")
    advice = N_("Add the text in both forms to the call's file and run `skjonn call change`.")


@dataclass(frozen=True)
class LetterField:
    """A field a template may ask for.

    Attributes:
        name: as written in the template between {{ and }}.
        meaning: English msgid.
        example: in nynorsk; a list's items stand between " · ".
        always: it holds something in every letter of the kinds in `kinds`.
        kinds: the kinds of letter it is meant for; empty is all.
    """

    name: str
    meaning: str
    example: str
    always: bool = True
    kinds: tuple[LetterKind, ...] = ()


_GIVEN = (LetterKind.AWARD, LetterKind.PARTIAL_AWARD)
_REFUSED = (LetterKind.REFUSAL,)

LETTER_FIELDS: tuple[LetterField, ...] = (
    LetterField("banner", N_("what stands at the top of each page, as that it is an example or a draft"), "UTKAST", always=False),
    LetterField("office_name", N_("the office as it was called on the letter's date"), "Statsforvaltaren i Rogaland"),
    LetterField("office_org_number", N_("the office's organisation number"), f"974{HARD_SPACE}763{HARD_SPACE}230", always=False),
    LetterField("ministry", N_("the ministry as it was called on the letter's date"), "Kommunal- og moderniseringsdepartementet"),
    LetterField("date", N_("the letter's date"), "1. juni 2021"),
    LetterField("our_reference", N_("the archive reference of the case, else of the round"), "2021/1234", always=False),
    LetterField("case", N_("the case number"), "2021-007"),
    LetterField("call_name", N_("the call's name"), "Prosjektskjønn 2021"),
    LetterField("year", N_("the budget year"), "2021"),
    LetterField("decided_on", N_("the day the decision was approved"), "28. mai 2021"),
    LetterField("recipient", N_("the municipality the letter goes to, by its full name"), "Vindafjord kommune"),
    LetterField("recipient_name", N_("the municipality's name alone"), "Vindafjord"),
    LetterField("recipient_number", N_("the municipality's number"), "1160"),
    LetterField("recipient_org_number", N_("the municipality's organisation number"), f"988{HARD_SPACE}893{HARD_SPACE}226", always=False),
    LetterField("title", N_("the project's title, as written in the application"), "Prosjekt Acos på Haugalandet"),
    LetterField("applied_amount", N_("the amount applied for, for running text"), f"200{HARD_SPACE}000{HARD_SPACE}kroner"),
    LetterField("applied_amount_short", N_("the amount applied for, for a table"), f"kr{HARD_SPACE}200{HARD_SPACE}000"),
    LetterField("awarded_amount", N_("the amount awarded, for running text"), f"100{HARD_SPACE}000{HARD_SPACE}kroner", kinds=_GIVEN),
    LetterField("awarded_amount_short", N_("the amount awarded, for a table"), f"kr{HARD_SPACE}100{HARD_SPACE}000", kinds=_GIVEN),
    LetterField("reason", N_("the reason given in the decision: why less than applied for, why refused"), "Midlane rekk ikkje til heile prosjektet.", always=False),
    LetterField("ground", N_("the call's ground for refusing or dismissing"), "Tiltaket er vurdert som drift.", always=False, kinds=_REFUSED),
    LetterField("dismissed", N_("yes where the application was dismissed, not refused on its merits; for {% if %}"), "", always=False, kinds=_REFUSED),
    LetterField("purpose", N_("the call's purpose"), "Midlane skal gjere det lettare å prøve ut nye løysingar.", always=False),
    LetterField("goals", N_("the project's goals in short, as written in the application"), "Meir tid til brukarane.", always=False),
    LetterField("summary", N_("the application's short description"), "Felles system for fire kommunar.", always=False),
    LetterField("partners", N_("the partners: a list"), "Bokn · Haugesund", always=False),
    LetterField("partners_text", N_("the partners in one line, or all municipalities of the county"), "Bokn og Haugesund", always=False),
    LetterField("payee", N_("who is paid, where it is not the recipient"), "Haugesund kommune", always=False, kinds=_GIVEN),
    LetterField("period", N_("the project's period"), "1. mars 2021 – 30. juni 2022", always=False),
    LetterField("payment", N_("the call's text on how and when the money is paid"), "Tilskotet blir utbetalt saman med rammetilskotet.", kinds=_GIVEN),
    LetterField("conditions", N_("the call's conditions and those set for this award: a list"), "Erfaringane skal delast.", always=False, kinds=_GIVEN),
    LetterField("reporting", N_("the call's text on what is to be reported"), "Kommunen rapporterer om bruken av midlane.", kinds=_GIVEN),
    LetterField("report_dates", N_("the reports with their due dates: a list"), "Sluttrapport innan 1. juni 2022", always=False, kinds=_GIVEN),
    LetterField("interim_report_on", N_("the day the interim report is due"), "1. desember 2021", always=False, kinds=_GIVEN),
    LetterField("final_report_on", N_("the day the final report is due"), "1. juni 2022", always=False, kinds=_GIVEN),
    LetterField("control", N_("the call's clause on control, where the office has set its text"), "", always=False),
    LetterField("repayment", N_("the call's clause on repayment, where the office has set its text"), "", always=False),
    LetterField("auditor", N_("the call's clause on audit, where the office has set its text"), "", always=False),
    LetterField("appeal", N_("the call's clause on appeal, where the office has set its text"), "", always=False),
    LetterField("contact", N_("whom the municipality can ask"), "postmottak@example.no", always=False),
    LetterField("caseworker", N_("the caseworker of the case"), "Kari Nordmann", always=False),
    LetterField("signatories", N_("who signs: a list with `name` and `title` of each"), "Kari Nordmann · seniorrådgivar", always=False),
    LetterField("copies", N_("who gets a copy: a list"), "Bokn kommune · Haugesund kommune", always=False),
    LetterField("copies_text", N_("who gets a copy, in one line"), "Bokn kommune og Haugesund kommune", always=False),
)  # fmt: skip
"""Every field, in the order of a letter."""

FIELD_NAMES = frozenset(field.name for field in LETTER_FIELDS)


@dataclass(frozen=True)
class Addressee:
    """A municipality as a letter names it: number, name, full name (`Voss herad`), organisation number (may be empty)."""

    number: str
    name: str
    full_name: str
    org_number: str


@dataclass(frozen=True)
class Letter:
    """Everything one letter is made of, gathered before a word of it is written.

    Attributes:
        language: `nb` or `nn`; dated: the letter's date, which decides what office and ministry are called.
        content: what the application said when it was decided on.
        outcome, amount_nok, applied_nok, ground, reason, decided_on: from the decision; `ground` is the call's code.
        recipient: the lead municipality; payee: where another is paid, else None.
        partners: names in the order of the application, the unnamed left out; copies: full names.
        conditions: those set for this award alone, worded by whoever set them.
        county: the name of the office's county or counties.
        draft: the decision is not approved, or the letter is only to be looked at.
    """

    language: Form
    dated: date
    call: Call
    case: str
    content: Content
    outcome: Outcome
    amount_nok: int
    applied_nok: int
    ground: str
    reason: str
    decided_on: date
    office_name: str
    office_org_number: str
    ministry: str
    recipient: Addressee
    payee: Addressee | None
    partners: tuple[str, ...]
    copies: tuple[str, ...]
    county: str
    draft: bool = False
    conditions: tuple[str, ...] = ()

    @property
    def kind(self) -> LetterKind:
        """The kind of letter; every outcome here has one."""
        kind = kind_of(self.outcome, self.amount_nok, self.applied_nok)
        assert kind is not None, "letters are gathered for outcomes that have one"
        return kind


_WORDS: dict[Form, dict[str, str]] = {
    "nb": {
        "award": "tilskuddsbrev",
        "partial_award": "tilskuddsbrev",
        "refusal": "avslag",
        "dismissal": "avvisning",
        "draft": "utkast",
        "county": "alle kommunene i",
        "unnamed": "andre som ikke er navngitt",
        "from": "fra",
        "to": "til",
        "interim": "Mellomrapport innen",
        "final": "Sluttrapport innen",
    },
    "nn": {
        "award": "tilskotsbrev",
        "partial_award": "tilskotsbrev",
        "refusal": "avslag",
        "dismissal": "avvising",
        "draft": "utkast",
        "county": "alle kommunane i",
        "unnamed": "andre som ikkje er namngjevne",
        "from": "frå",
        "to": "til",
        "interim": "Mellomrapport innan",
        "final": "Sluttrapport innan",
    },
}  # what stands in a letter is Norwegian whatever language messages are in
_AND: dict[Form, str] = {"nb": "og", "nn": "og"}


def kind_of(outcome: Outcome, amount_nok: int, applied_nok: int) -> LetterKind | None:
    """Return the kind of letter a decided case gets; None for what gets no letter (next round, passed on).

    An award of what was applied for, or more, is an award; of less, a partial award. A dismissal is told in the letter of
    refusal, which words it.
    """
    match outcome:
        case Outcome.AWARD:
            return LetterKind.PARTIAL_AWARD if amount_nok < applied_nok else LetterKind.AWARD
        case Outcome.REFUSAL | Outcome.DISMISSAL:
            return LetterKind.REFUSAL
        case _:
            return None


def has_letter(outcome: Outcome) -> bool:
    """Tell whether a case with this outcome gets a letter at all."""
    return kind_of(outcome, 0, 0) is not None


def stem(letter: Letter) -> str:
    """Return the name of the letter's file without its ending: case, municipality, kind in the letter's language."""
    words = _WORDS[letter.language]
    kind = words["dismissal"] if letter.outcome is Outcome.DISMISSAL else words[letter.kind]
    ending = f"-{words['draft']}" if letter.draft else ""
    return f"{letter.case}-{letter.recipient.name}-{kind}{ending}"


def document_title(letter: Letter) -> str:
    """Return the title a letter's file carries among its properties."""
    return f"{letter.case} {letter.content.title}"


def context(letter: Letter) -> Mapping[str, FieldValue]:
    """Return the value of every field of `LETTER_FIELDS` for one letter, worded in its language.

    Raises:
        LetterTextMissing: the call has a text in the other language form only.
    """
    fields = {**_head(letter), **_facts(letter), **_project(letter), **_settings(letter)}
    assert fields.keys() == FIELD_NAMES, "the list and the values are one"
    return MappingProxyType(fields)


def _head(letter: Letter) -> dict[str, FieldValue]:
    words = _WORDS[letter.language]
    banner = _text(letter, letter.call.letters.banner, "banner")
    parts = [words["draft"].upper()] * letter.draft + [banner] * bool(banner)
    return {
        "banner": " · ".join(parts),
        "office_name": letter.office_name,
        "office_org_number": org_number(letter.office_org_number),
        "ministry": letter.ministry,
        "date": long_date(letter.dated, letter.language),
        "our_reference": letter.content.archive_reference or letter.call.letters.our_reference,
        "recipient": letter.recipient.full_name,
        "recipient_name": letter.recipient.name,
        "recipient_number": letter.recipient.number,
        "recipient_org_number": org_number(letter.recipient.org_number),
        "copies": letter.copies,
        "copies_text": _listed(letter.copies, letter.language),
    }


def _facts(letter: Letter) -> dict[str, FieldValue]:
    given = letter.outcome is Outcome.AWARD
    grounds = {ground.code: ground.names for ground in letter.call.grounds}
    return {
        "case": letter.case,
        "call_name": _text(letter, letter.call.names, "names"),
        "year": str(letter.call.year),
        "decided_on": long_date(letter.decided_on, letter.language),
        "applied_amount": kroner(letter.applied_nok, letter.language),
        "applied_amount_short": short_amount(letter.applied_nok),
        "awarded_amount": kroner(letter.amount_nok, letter.language) if given else "",
        "awarded_amount_short": short_amount(letter.amount_nok) if given else "",
        "reason": letter.reason,
        "ground": _text(letter, grounds.get(letter.ground, {}), "grounds"),
        "dismissed": letter.outcome is Outcome.DISMISSAL,
        "payee": letter.payee.full_name if letter.payee else "",
    }


def _project(letter: Letter) -> dict[str, FieldValue]:
    content = letter.content
    return {
        "title": content.title,
        "goals": shortened(content.goals, _SHORT),
        "summary": shortened(content.summary, _SHORT),
        "partners": letter.partners,
        "partners_text": _partners_text(letter),
        "period": _period(content.starts_on, content.ends_on, letter.language),
        "caseworker": content.caseworker,
    }


def _settings(letter: Letter) -> dict[str, FieldValue]:
    settings, words = letter.call.letters, _WORDS[letter.language]
    due = {"interim": settings.interim_report_on, "final": settings.final_report_on}
    dates = {name: long_date(day, letter.language) for name, day in due.items() if day}
    clauses = {
        name: _text(letter, getattr(settings, name), name) for name in ("control", "repayment", "auditor", "appeal")
    }
    return {
        **clauses,
        "purpose": _text(letter, letter.call.texts.get("purpose", {}), "purpose"),
        "payment": _text(letter, settings.payment, "payment"),
        "reporting": _text(letter, settings.reporting, "reporting"),
        "conditions": (*(_text(letter, one, "conditions") for one in settings.conditions), *letter.conditions),
        "report_dates": tuple(f"{words[name]} {day}" for name, day in dates.items()),
        "interim_report_on": dates.get("interim", ""),
        "final_report_on": dates.get("final", ""),
        "contact": settings.contact,
        "signatories": tuple(
            {"name": one.name, "title": _text(letter, one.titles, "signatories")} for one in settings.signatories
        ),
    }  # fmt: skip


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


def _partners_text(letter: Letter) -> str:
    words = _WORDS[letter.language]
    named = letter.partners
    if letter.content.scope is Scope.COUNTY:
        return _listed((f"{words['county']} {letter.county}", *named), letter.language)
    if any(partner.kind is PartnerKind.UNNAMED for partner in letter.content.partners):
        return f"{', '.join(named)} mfl." if named else words["unnamed"]
    return _listed(named, letter.language)


def _period(start: date | None, end: date | None, language: Form) -> str:
    words = _WORDS[language]
    if start and end:
        return f"{long_date(start, language)} – {long_date(end, language)}"
    if start:
        return f"{words['from']} {long_date(start, language)}"
    return f"{words['to']} {long_date(end, language)}" if end else ""


def _listed(items: Sequence[str], language: Form) -> str:
    """Return `Lund, Sokndal og Time`; letters do not wait for the catalogue of messages."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"


def _text(letter: Letter, texts: Texts, field: str) -> str:
    if not texts:
        return ""
    if not texts.get(letter.language):
        raise LetterTextMissing(call=letter.call.code, language=letter.language, field=field, case=letter.case)
    return texts[letter.language].strip()
