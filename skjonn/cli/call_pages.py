"""A call as a person reads it in a terminal, and as a row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from skjonn.domain.fields import CATALOGUE
from skjonn.texts import N_, Language, _, chosen
from skjonn.texts.wording import grouped, listed, long_date

if TYPE_CHECKING:
    from skjonn.domain.calls import Call, LetterSettings, Rules, Texts
    from skjonn.storage.queries.calls import StoredCall

_TEXTS = (
    ("purpose", N_("Purpose")),
    ("who_may_apply", N_("Who may apply")),
    ("not_supported", N_("Not supported")),
    ("how_to_apply", N_("How to apply")),
    ("further", N_("Further")),
)
_OUTCOMES = {"refusal": N_("refusal"), "dismissal": N_("dismissal")}
_CLAUSES = (
    ("control", N_("control")),
    ("repayment", N_("repayment")),
    ("auditor", N_("auditor")),
    ("appeal", N_("appeal")),
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
    language = chosen()
    bounds: Mapping[str, object] = {
        _("Least applied amount"): rules.least_applied_nok,
        _("Greatest applied amount"): rules.greatest_applied_nok,
        _("Least own funding in per cent"): rules.least_own_funding_percent,
        _("Projects from"): rules.period_from,
        _("Projects to"): rules.period_to,
    }
    shown = [f"  {name}: {_bound(value)}" for name, value in bounds.items() if value is not None]
    if rules.required_fields:
        fields = listed([CATALOGUE[name].heading(language) for name in rules.required_fields], language)
        shown.append(f"  {_('Must be filled in')}: {fields}")
    if shown:
        yield from ("", _("Rules"), *shown)


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
