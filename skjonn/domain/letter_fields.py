"""Every field a letter's template may ask for, and what a template of each kind has to print.

`LETTER_FIELDS` is the list an office sees when it edits a template; `domain.letters.context` fills exactly these. A field that
holds nothing in a letter is an empty text or an empty list: a template prints such a field inside `{% if field %}`, or the
letters are not written.
"""

from __future__ import annotations

from dataclasses import dataclass

from skjonn.domain.letter_kinds import OF_AWARD, About, LetterKind, about
from skjonn.texts import N_
from skjonn.texts.wording import HARD_SPACE


@dataclass(frozen=True)
class LetterField:
    """A field a template may ask for.

    Attributes:
        name: as written in the template between {{ and }}.
        meaning, source: English msgids: what it holds, and where that comes from.
        example: in nynorsk; a list's items stand between " · ".
        always: it holds something in every letter of the kinds in `kinds`; always_in: of these kinds, where it does not of all.
        kinds: the kinds of letter it may hold something in; empty is all.
        parts: of a list whose items have parts, their names (`signatory.name`).
    """

    name: str
    meaning: str
    example: str
    source: str
    always: bool = True
    kinds: tuple[LetterKind, ...] = ()
    parts: tuple[str, ...] = ()
    always_in: tuple[LetterKind, ...] = ()

    def may_hold(self, kind: LetterKind) -> bool:
        """Whether it holds something in some letters of a kind."""
        return not self.kinds or kind in self.kinds

    def surely_holds(self, kind: LetterKind) -> bool:
        """Whether it holds something in every letter of a kind, so that a template may print it without asking."""
        return self.may_hold(kind) and (self.always or kind in self.always_in)

    @property
    def is_list(self) -> bool:
        """Whether a template goes through it with {% for %}."""
        return self.name in _LISTS


OFFICE, CALL = N_("the office"), N_("the call's file")
DECISION, APPLICATION = N_("the decision"), N_("the application")
REGISTER, WRITER, LETTERS = N_("the register of municipalities"), N_("the command"), N_("the letter itself")
INITIATIVES = N_("the awards tied to one initiative")

_LISTS = frozenset(
    {
        "partners", "conditions", "report_dates", "copies", "signatories", "points", "missing", "changes", "areas", "criteria",
        "cases", "payments", "partners_by_case",
    }
)  # fmt: skip
_GIVEN = (LetterKind.AWARD, LetterKind.PARTIAL_AWARD)
_AWARDED = (*_GIVEN, LetterKind.CORRECTION, LetterKind.CHANGE_ANSWER, LetterKind.REPORT_REQUEST, LetterKind.REMINDER, LetterKind.REPORT_ACCEPTED, LetterKind.REPAYMENT)  # fmt: skip
_REFUSED = (LetterKind.REFUSAL, LetterKind.DISMISSAL)
_TOLD = tuple(kind for kind in LetterKind if about(kind) is About.DECISION and kind is not LetterKind.CHANGE_ANSWER)
_DECIDED = tuple(kind for kind in LetterKind if about(kind) is About.DECISION)
_ONE_CASE = tuple(kind for kind in LetterKind if about(kind) is not About.CALL and kind is not LetterKind.DECISIONS)
_CALL = (LetterKind.CALL,)
_REPORTS = (LetterKind.AWARD, LetterKind.PARTIAL_AWARD, LetterKind.REPORT_REQUEST, LetterKind.CORRECTION, LetterKind.CHANGE_ANSWER)  # fmt: skip
_ANSWERED = (LetterKind.COMPLETION, LetterKind.REMINDER, LetterKind.REPAYMENT)
_SAID = tuple(kind for kind in LetterKind if kind not in _CALL)
_REPORTED = (LetterKind.REPORT_REQUEST, LetterKind.REMINDER, LetterKind.REPORT_ACCEPTED)

LETTER_FIELDS: tuple[LetterField, ...] = (
    LetterField("banner", N_("what stands at the top of each page, as that it is an example or a draft"), "UTKAST", LETTERS, always=False),
    LetterField("office_name", N_("the office as it was called on the letter's date"), "Statsforvaltaren i Rogaland", OFFICE),
    LetterField("office_org_number", N_("the office's organisation number"), f"974{HARD_SPACE}763{HARD_SPACE}230", OFFICE, always=False),
    LetterField("ministry", N_("the ministry as it was called on the letter's date"), "Kommunal- og moderniseringsdepartementet", OFFICE),
    LetterField("date", N_("the letter's date"), "1. juni 2021", LETTERS),
    LetterField("our_reference", N_("the archive reference of the case, else of the round"), "2021/1234", CALL, always=False),
    LetterField("case", N_("the case number"), "2021-007", APPLICATION, kinds=_ONE_CASE),
    LetterField("call_name", N_("the call's name"), "Prosjektskjønn 2021", CALL),
    LetterField("year", N_("the budget year"), "2021", CALL),
    LetterField("decision", N_("the decision's id; a batch of letters refers to the one decision that was approved"), "2021-V1", DECISION, kinds=_DECIDED, always=False, always_in=_TOLD),
    LetterField("decided_on", N_("the day the decision was approved"), "28. mai 2021", DECISION, kinds=(*_DECIDED, *_AWARDED), always=False, always_in=(*_TOLD, *OF_AWARD)),
    LetterField("decisions_made", N_("the days of the decisions of a letter about several cases, each with its id"), "28. mai 2021 (2021-V1) og 20. august 2021 (2021-V3)", DECISION, kinds=(LetterKind.DECISIONS,)),
    LetterField("given_on", N_("the day the amount that stands was given, whatever other terms were changed since"), "28. mai 2021", DECISION, always=False, kinds=_AWARDED, always_in=(*_GIVEN, *OF_AWARD)),
    LetterField("given_to", N_("who was given the amount that stands, by full name"), "Vindafjord kommune", DECISION, always=False, kinds=_AWARDED, always_in=(*_GIVEN, *OF_AWARD)),
    LetterField("changed_on", N_("the day other terms were changed since the amount was given"), "3. juli 2022", DECISION, always=False, kinds=_AWARDED),
    LetterField("ended_on", N_("the day it was decided that the award does not stand any more, where it does not"), "3. juli 2022", DECISION, always=False, kinds=(LetterKind.REPAYMENT,)),
    LetterField("lead", N_("the municipality that answers for the project, by full name; the recipient may be another"), "Vindafjord kommune", APPLICATION, kinds=_ONE_CASE),
    LetterField("recipient", N_("whom the letter goes to, by full name"), "Vindafjord kommune", REGISTER),
    LetterField("recipient_name", N_("the municipality's name alone"), "Vindafjord", REGISTER),
    LetterField("recipient_number", N_("the municipality's number"), "1160", REGISTER, always=False),
    LetterField("recipient_org_number", N_("the municipality's organisation number"), f"988{HARD_SPACE}893{HARD_SPACE}226", REGISTER, always=False),
    LetterField("title", N_("the project's title, as written in the application"), "Prosjekt Acos på Haugalandet", APPLICATION, kinds=_ONE_CASE),
    LetterField("received_on", N_("the day the application came"), "12. februar 2021", APPLICATION, always=False, kinds=_ONE_CASE, always_in=(LetterKind.RECEIPT,)),
    LetterField("applied_amount", N_("the amount applied for, for running text"), f"200{HARD_SPACE}000{HARD_SPACE}kroner", APPLICATION, kinds=_ONE_CASE),
    LetterField("applied_amount_short", N_("the amount applied for, for a table"), f"kr{HARD_SPACE}200{HARD_SPACE}000", APPLICATION, kinds=_ONE_CASE),
    LetterField("awarded_amount", N_("the amount awarded, for running text"), f"100{HARD_SPACE}000{HARD_SPACE}kroner", DECISION, always=False, kinds=_AWARDED, always_in=(*_GIVEN, *OF_AWARD)),
    LetterField("awarded_amount_short", N_("the amount awarded, for a table"), f"kr{HARD_SPACE}100{HARD_SPACE}000", DECISION, always=False, kinds=_AWARDED, always_in=(*_GIVEN, *OF_AWARD)),
    LetterField("changes", N_("what is otherwise from now on, a sentence each: a list"), "Prosjektet kan vare til og med 31. desember 2022.", DECISION, always=False, kinds=(LetterKind.CORRECTION, LetterKind.CHANGE_ANSWER), always_in=(LetterKind.CORRECTION,)),
    LetterField("reason", N_("the reason given in the decision: why less than applied for, why refused"), "Midlane rekk ikkje til heile prosjektet.", DECISION, always=False, kinds=_DECIDED, always_in=(LetterKind.PARTIAL_AWARD, LetterKind.CORRECTION)),
    LetterField("ground", N_("the call's ground for refusing or dismissing"), "Tiltaket er vurdert som drift.", DECISION, always=False, kinds=(*_REFUSED, LetterKind.CORRECTION), always_in=_REFUSED),
    LetterField("cases", N_("the cases of a letter about several: a list with `case`, `title`, `outcome`, `applied`, `awarded` and `why` of each"), "2021-007 · Prosjekt Acos på Haugalandet", DECISION, kinds=(LetterKind.DECISIONS,), parts=("case", "title", "outcome", "applied", "awarded", "why")),
    LetterField("partners_by_case", N_("the partners of each case of a letter about several: a list"), "2021-007: Bokn og Haugesund", DECISION, always=False, kinds=(LetterKind.DECISIONS,)),
    LetterField("awarded_in_all", N_("the sum awarded in a letter about several cases"), f"100{HARD_SPACE}000{HARD_SPACE}kroner", DECISION, always=False, kinds=(LetterKind.DECISIONS,)),
    LetterField("purpose", N_("the call's purpose"), "Midlane skal gjere det lettare å prøve ut nye løysingar.", CALL, always=False),
    LetterField("who_may_apply", N_("the call's text on who may apply"), "Kommunane i fylket kan søkje.", CALL, always=False, kinds=_CALL),
    LetterField("not_supported", N_("the call's text on what is not supported"), "Midlane går ikkje til drift.", CALL, always=False, kinds=_CALL),
    LetterField("how_to_apply", N_("the call's text on how to apply"), "Bruk søknadsskjemaet.", CALL, always=False, kinds=_CALL),
    LetterField("deadline", N_("the last day to apply, with the hour"), "26. februar 2021 kl. 23.59", CALL, kinds=(*_CALL, LetterKind.RECEIPT)),
    LetterField("areas", N_("the priority areas: a list"), "Digital forvaltning · Barn og unge", CALL, always=False, kinds=_CALL),
    LetterField("criteria", N_("the criteria with their weights: a list"), f"Fornying (30{HARD_SPACE}%)", CALL, always=False, kinds=_CALL),
    LetterField("goals", N_("the project's goals in short, as written in the application"), "Meir tid til brukarane.", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("summary", N_("the application's short description"), "Felles system for fire kommunar.", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("partners", N_("the partners: a list"), "Bokn · Haugesund", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("partners_text", N_("the partners in one line, or all municipalities of the county"), "Bokn og Haugesund", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("payee", N_("who is paid, where it is not the recipient"), "Haugesund kommune", DECISION, always=False, kinds=_AWARDED),
    LetterField("period", N_("the project's period"), "1. mars 2021 – 30. juni 2022", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("payment", N_("the call's text on how and when the money is paid"), "Tilskotet blir utbetalt saman med rammetilskotet.", CALL),
    LetterField("initiative", N_("the initiative the award belongs to, where it has had money in earlier budget years"), "Digi Rogaland", INITIATIVES, always=False, kinds=_GIVEN),
    LetterField("earlier_awards", N_("what the initiative had in earlier budget years"), f"200{HARD_SPACE}000{HARD_SPACE}kroner i fjor", INITIATIVES, always=False, kinds=_GIVEN),
    LetterField("initiative_in_all", N_("what the initiative has had in all, and over how many years"), f"300{HARD_SPACE}000{HARD_SPACE}kroner over to år", INITIATIVES, always=False, kinds=_GIVEN),
    LetterField("conditions", N_("the call's conditions and those set for this award: a list"), "Erfaringane skal delast.", CALL, always=False),
    LetterField("reporting", N_("the call's text on what is to be reported"), "Kommunen rapporterer om bruken av midlane.", CALL),
    LetterField("report_dates", N_("the reports with their due dates: a list"), "Sluttrapport innan 1. juni 2022", CALL, always=False),
    LetterField("interim_report_on", N_("the day the interim report is due"), "1. desember 2021", CALL, always=False),
    LetterField("final_report_on", N_("the day the final report is due"), "1. juni 2022", CALL, always=False),
    LetterField("report", N_("which report the letter is about"), "sluttrapport", WRITER, always=False, kinds=_REPORTED, always_in=(LetterKind.REMINDER, LetterKind.REPORT_ACCEPTED)),
    LetterField("report_definite", N_("which report the letter is about, in the definite form"), "sluttrapporten", WRITER, always=False, kinds=_REPORTED, always_in=(LetterKind.REMINDER, LetterKind.REPORT_ACCEPTED)),
    LetterField("report_due_on", N_("the day that report was due"), "1. juni 2022", CALL, always=False, kinds=_REPORTED),
    LetterField("answer_by", N_("the day an answer, or the money, is to be there"), "15. mars 2021", WRITER, always=False, kinds=_ANSWERED, always_in=_ANSWERED),
    LetterField("missing", N_("what the application lacks, by the call's rules: a list"), "Mål", APPLICATION, always=False, kinds=(LetterKind.COMPLETION,)),
    LetterField("points", N_("what the writer adds, a point each: a list"), "Legg ved vedtaket i kommunestyret.", WRITER, always=False, kinds=_SAID, always_in=(LetterKind.REPAYMENT,)),
    LetterField("claimed_amount", N_("the amount claimed back, for running text"), f"40{HARD_SPACE}000{HARD_SPACE}kroner", WRITER, kinds=(LetterKind.REPAYMENT,)),
    LetterField("payments", N_("what each municipality is paid: a list with `number`, `name` and `amount` of each"), f"1160 · Vindafjord · 100{HARD_SPACE}000", DECISION, kinds=(LetterKind.PAYMENT_LIST,), parts=("number", "name", "amount")),
    LetterField("payments_in_all", N_("the sum of the payments"), f"100{HARD_SPACE}000", DECISION, kinds=(LetterKind.PAYMENT_LIST,)),
    LetterField("payment_list", N_("the number of the list of payments it goes with, where one is made"), "1", DECISION, always=False, kinds=(LetterKind.PAYMENT_LIST,)),
    LetterField("payment_list_digest", N_("the digest (SHA-256) of that list"), "3f0c…", DECISION, always=False, kinds=(LetterKind.PAYMENT_LIST,)),
    LetterField("control", N_("the call's clause on control, where the office has set its text"), "", CALL, always=False),
    LetterField("repayment", N_("the call's clause on repayment, where the office has set its text"), "", CALL, always=False),
    LetterField("auditor", N_("the call's clause on audit, where the office has set its text"), "", CALL, always=False),
    LetterField("appeal", N_("the call's clause on appeal, where the office has set its text"), "", CALL, always=False),
    LetterField("contact", N_("whom the municipality can ask"), "postmottak@example.no", CALL, always=False),
    LetterField("caseworker", N_("the caseworker of the case"), "Kari Nordmann", APPLICATION, always=False, kinds=_ONE_CASE),
    LetterField("signatories", N_("who signs: a list with `name` and `title` of each"), "Kari Nordmann · seniorrådgivar", CALL, always=False, parts=("name", "title")),
    LetterField("copies", N_("who gets a copy: a list"), "Bokn kommune · Haugesund kommune", APPLICATION, always=False),
    LetterField("copies_text", N_("who gets a copy, in one line"), "Bokn kommune og Haugesund kommune", APPLICATION, always=False),
)  # fmt: skip
"""Every field, in the order of a letter."""

FIELD_NAMES = frozenset(field.name for field in LETTER_FIELDS)

_ALL = (("banner",), ("recipient",), ("date",), ("office_name",), ("signatories",))
_CASE = (("case",), ("title",))
_AWARD = (("awarded_amount", "awarded_amount_short"), ("payment",), ("reporting",), ("conditions",), ("decided_on",))
REQUIRED: dict[LetterKind, tuple[tuple[str, ...], ...]] = {
    LetterKind.CALL: (("call_name",), ("deadline",)),
    LetterKind.RECEIPT: (*_CASE, ("received_on",)),
    LetterKind.COMPLETION: (*_CASE, ("missing", "points"), ("answer_by",)),
    LetterKind.AWARD: (*_CASE, *_AWARD),
    LetterKind.PARTIAL_AWARD: (*_CASE, *_AWARD, ("applied_amount", "applied_amount_short"), ("reason",)),
    LetterKind.REFUSAL: (*_CASE, ("ground",), ("decided_on",)),
    LetterKind.DISMISSAL: (*_CASE, ("ground",), ("decided_on",)),
    LetterKind.NEXT_ROUND: (*_CASE, ("decided_on",)),
    LetterKind.DECISIONS: (("cases",), ("decided_on", "decisions_made")),
    LetterKind.CORRECTION: (*_CASE, ("changes",), ("reason",), ("decided_on",)),
    LetterKind.CHANGE_ANSWER: (*_CASE, ("changes",), ("points",)),
    LetterKind.REPORT_REQUEST: (*_CASE, ("reporting",), ("report_dates", "report_due_on")),
    LetterKind.REMINDER: (*_CASE, ("report",), ("answer_by",)),
    LetterKind.REPORT_ACCEPTED: (*_CASE, ("report", "report_definite")),
    LetterKind.REPAYMENT: (*_CASE, ("claimed_amount",), ("answer_by",), ("points",)),
    LetterKind.PAYMENT_LIST: (("payments",), ("payments_in_all",)),
}
"""What a template of each kind must print, beside what every letter must: of each group of fields one."""


def required(kind: LetterKind) -> tuple[tuple[str, ...], ...]:
    """Return what a template of a kind must print: of each group of fields at least one."""
    return (*_ALL, *REQUIRED[kind])
