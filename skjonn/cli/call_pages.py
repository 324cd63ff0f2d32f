"""A call as a person reads it in a terminal, and as a row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from skjonn.domain.fields import CATALOGUE
from skjonn.texts import N_, Language, _, chosen
from skjonn.texts.wording import grouped, listed, long_date

if TYPE_CHECKING:
    from skjonn.domain.calls import Call, Effect, LetterSettings, Rules, Texts
    from skjonn.storage.queries.calls import StoredCall

_TEXTS = (
    ("purpose", N_("Purpose")),
    ("basis", N_("Basis")),
    ("who_may_apply", N_("Who may apply")),
    ("not_supported", N_("Not supported")),
    ("how_to_apply", N_("How to apply")),
    ("documentation", N_("What to enclose")),
    ("processing", N_("Processing")),
    ("reservation", N_("Reservation")),
    ("department", N_("Department")),
    ("further", N_("Further")),
)
_OUTCOMES = {"refusal": N_("refusal"), "dismissal": N_("dismissal")}
_CLAUSES = (
    ("control", N_("control")),
    ("repayment", N_("repayment")),
    ("auditor", N_("auditor")),
    ("appeal", N_("appeal")),
)
_BOUNDS = (
    ("least_applied_nok", N_("Least applied amount")),
    ("greatest_applied_nok", N_("Greatest applied amount")),
    ("least_own_funding_percent", N_("Least own funding in per cent")),
    ("least_total_cost_nok", N_("Least total cost")),
    ("period_from", N_("Projects from")),
    ("period_to", N_("Projects to")),
    ("least_partners", N_("Fewest partners")),
    ("greatest_partners", N_("Most partners")),
)
_EARLIER = (
    ("unfinished", N_("Earlier projects that are not finished")),
    ("report_missing", N_("Earlier awards without a final report")),
    ("unused_money", N_("Earlier awards with unused money")),
)


def named(texts: Texts) -> str:
    """Return a text in the language of messages; in nynorsk where that is English and the call has none."""
    languages: tuple[Language, ...] = (chosen(), "nn", "nb")
    return next((texts[code] for code in languages if code in texts), "")


def moment(at: datetime) -> str:
    """Return a moment for running text: the day and the time of day."""
    return f"{long_date(at.date(), chosen())} {at:%H:%M}"


def summary(stored: StoredCall, applications: int) -> dict[str, Any]:
    """Return a call as a row of a list."""
    return {
        "call": stored.code,
        "year": stored.year,
        "name": named(stored.call.names),
        "opens_on": stored.call.opens_on,
        "deadline": stored.call.deadline,
        "closed_on": stored.closed_on,
        "applications": applications,
    }


def page(stored: StoredCall, applications: int) -> list[str]:
    """Return a call as lines to read."""
    call = stored.call
    return [
        f"{stored.code}  {named(call.names)}",
        *_facts(stored, applications),
        *_announcement(call),
        *_assessment(call),
        *_rules(call.rules),
        *_letters(call.letters),
    ]


def _facts(stored: StoredCall, applications: int) -> Iterator[str]:
    language, call = chosen(), stored.call
    state = _("open")
    if stored.closed_on:
        state = _("closed {day}").format(day=long_date(stored.closed_on, language))
    facts: Mapping[str, str] = {
        _("Budget year"): str(stored.year),
        _("Pots"): listed(call.pots, language),
        _("Announced"): long_date(call.opens_on, language),
        _("Deadline"): moment(call.deadline),
        _("State"): state,
        _("Applications"): str(applications),
        _("Version"): f"{stored.version_number} ({long_date(stored.on, language)})",
    }
    for name, value in facts.items():
        yield f"  {name}: {value}"


def _announcement(call: Call) -> Iterator[str]:
    for name, title in _TEXTS:
        if name in call.texts:
            yield from ("", _(title), f"  {named(call.texts[name])}")
    if call.areas:
        yield from ("", _("Priority areas"), *(f"  {area.code}: {named(area.names)}" for area in call.areas))


def _assessment(call: Call) -> Iterator[str]:
    if call.criteria:
        least, greatest = call.scale.least, call.scale.greatest
        yield from ("", _("Criteria, points from {least} to {greatest}").format(least=least, greatest=greatest))
    for criterion in call.criteria:
        yield f"  {criterion.code}: {named(criterion.names)}, {criterion.weight} %"
    if call.grounds:
        yield from ("", _("Grounds"))
    for ground in call.grounds:
        yield f"  {ground.code} ({_(_OUTCOMES[ground.outcome])}): {named(ground.names)}"


def _rules(rules: Rules) -> Iterator[str]:
    shown = [*_bounds(rules), *_lists(rules), *_excluded(rules), *_earlier(rules)]
    if shown:
        yield from ("", _("Rules"), *shown)


def _bounds(rules: Rules) -> Iterator[str]:
    for name, title in _BOUNDS:
        value = getattr(rules, name)
        if value is not None:
            yield f"  {_(title)}: {_bound(value)}{_effect(rules, name)}"


def _lists(rules: Rules) -> Iterator[str]:
    language = chosen()
    if rules.required_fields:
        fields = listed([CATALOGUE[name].heading(language) for name in rules.required_fields], language)
        yield f"  {_('Must be filled in')}: {fields}{_effect(rules, 'required_fields')}"
    if rules.applicants:
        who = [_("the municipalities of the office") if one == "office" else one for one in rules.applicants]
        yield f"  {_('May apply')}: {listed(who, language)}{_effect(rules, 'applicants')}"


def _excluded(rules: Rules) -> Iterator[str]:
    for one in rules.excluded:
        words = listed([f"“{word}”" for word in one.words], chosen())
        yield f"  {_('Not supported')}: {words} ({_consequence(one.effect)}): {named(one.text)}"


def _earlier(rules: Rules) -> Iterator[str]:
    for name, title in _EARLIER:
        if name in rules.earlier:
            yield f"  {_(title)}: {_consequence(rules.earlier[name])}"


def _effect(rules: Rules, name: str) -> str:
    """Return in parentheses what a broken rule leads to, where the call's file says so or it is not a mere warning."""
    effect = rules.effect_of(name)
    return f" ({_consequence(effect)})" if name in rules.effects or effect.kind != "warn" else ""


def _consequence(effect: Effect) -> str:
    from skjonn.domain.findings import consequence

    return consequence(effect, chosen())


def _bound(value: object) -> str:
    return long_date(value, chosen()) if isinstance(value, date) else grouped(int(str(value)))


def _letters(letters: LetterSettings) -> Iterator[str]:
    language = chosen()
    yield from ("", _("Letters"))
    if letters.banner:
        yield f"  {_('Banner')}: {named(letters.banner)}"
    yield f"  {_('Payment')}: {named(letters.payment)}"
    yield from (f"  {_('Condition')} {number}: {named(text)}" for number, text in enumerate(letters.conditions, 1))
    yield f"  {_('Reporting')}: {named(letters.reporting)}"
    for title, day in ((_("Interim report"), letters.interim_report_on), (_("Final report"), letters.final_report_on)):
        if day:
            yield f"  {title}: {long_date(day, language)}"
    on = [_(title) for name, title in _CLAUSES if getattr(letters, name)]
    yield f"  {_('Clauses')}: {listed(on, language) or _('none switched on')}"
    for signatory in letters.signatories:
        yield f"  {_('Signed by')}: {signatory.name}, {named(signatory.titles)}"
