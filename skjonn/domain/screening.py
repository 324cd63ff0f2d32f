"""Screening: the call's rules held against an application, before anybody assesses it.

A finding is for a person to judge, never a decision: the person finds the case eligible, to be completed, or dismissed on
one of the call's grounds. What cannot be seen, because something is not stated, is a warning whatever the rule's effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from skjonn.domain.applications import Content, PartnerKind, Scope
from skjonn.domain.calls import Effect, Rules
from skjonn.domain.changes import differing
from skjonn.domain.fields import APPLICATION, Visibility
from skjonn.domain.findings import Figure, Finding
from skjonn.domain.phrases import first_found
from skjonn.domain.working_days import working_day

SEARCHED = ("title", "summary", "goals")
"""The fields excluded purposes are looked for in."""
OFFICE_OWN = frozenset(one.name for one in APPLICATION if one.visibility is Visibility.INTERNAL)
"""Fields the office fills in for itself; changing them leaves a screening as it is."""
_PERSONAL = frozenset(one.name for one in APPLICATION if one.visibility is Visibility.PERSONAL)
_WARN = Effect("warn")


class Status(StrEnum):
    """What a person found a case to be."""

    ELIGIBLE = "eligible"
    TO_COMPLETE = "to_complete"
    DISMISSED = "dismissed"


class Outdated(StrEnum):
    """Why a screening must be confirmed anew."""

    NO = ""
    NEW_VERSION = "new_version"
    NEW_RULES = "new_rules"


@dataclass(frozen=True)
class EarlierAward:
    """An award the applicant, or a municipality that became it, has had in an earlier call.

    Attributes:
        awarded_nok: whole kroner; ends_on: the project's end as the application states it, None where it does not.
        report_due_on: when the final report is due, None where the call asks for none.
        reported: whether the final report has come; None where nobody keeps count.
        unused_nok: what the final report left unused, 0 where it did not or has not come.
    """

    case: str
    title: str
    awarded_nok: int
    ends_on: date | None = None
    report_due_on: date | None = None
    reported: bool | None = None
    unused_nok: int = 0


@dataclass(frozen=True)
class Applicant:
    """What is known of who applies, beside what the application says.

    Attributes:
        name, county: as on the call's opening day; the county by number, empty where the register lacks the municipality.
        neighbours: how many other municipalities its county has.
        persons: names of the fields about persons that are filled in.
        earlier: awards of earlier calls.
    """

    name: str
    county: str = ""
    neighbours: int = 0
    persons: frozenset[str] = frozenset()
    earlier: tuple[EarlierAward, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What holds for all cases: the day of the screening, the office's counties by number, names of who may apply."""

    day: date
    office_counties: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Held:
    """One application held against the rules."""

    content: Content
    rules: Rules
    applicant: Applicant
    around: Surroundings

    def finding(self, rule: str, code: str, name: str, **data: Figure) -> Finding:
        return self.broken(rule, code, name, self.rules.effect_of(rule), **data)

    def unseen(self, rule: str, code: str, name: str, **data: Figure) -> Iterator[Finding]:
        """Yield that a rule cannot be checked, unless the field is told of as missing anyway."""
        if name not in self.rules.required_fields:
            yield self.broken(rule, code, name, _WARN, **data)

    def broken(self, rule: str, code: str, name: str, effect: Effect, **data: Figure) -> Finding:
        if effect.deduct_percent:
            effect = replace(effect, deduct_nok=self.content.applied_nok * effect.deduct_percent // 100)
        return Finding(rule, code, name, effect, data)


_Found = Iterator[Finding]


def findings(content: Content, rules: Rules, applicant: Applicant, around: Surroundings) -> tuple[Finding, ...]:
    """Return what the rules find in an application, in the order of the rules in a call's file.

    Args:
        content: what the application says.
        rules: the call's; one that is not set finds nothing.
        applicant: what is known of who applies.
        around: the day, and whom the rules mean.
    """
    held = _Held(content, rules, applicant, around)
    return tuple(chain.from_iterable(check(held) for check in _CHECKS))


def counts_partners(content: Content, neighbours: int) -> int:
    """Return how many partners an application has: "mfl." is one more, the whole county all its other municipalities."""
    named = sum(partner.kind is not PartnerKind.UNNAMED for partner in content.partners)
    unnamed = any(partner.kind is PartnerKind.UNNAMED for partner in content.partners)
    return max(named + unnamed, neighbours if content.scope is Scope.COUNTY else 0)


def says_otherwise(screened: Content, now: Content) -> bool:
    """Tell whether an application says something else than when it was screened; the office's own fields do not count."""
    return bool(set(differing(screened, now)) - OFFICE_OWN)


def confirmable(status: Status | None, outdated: Outdated, found: tuple[Finding, ...]) -> bool:
    """Tell whether a case may be confirmed as eligible together with others, without being looked at by itself.

    That is one without findings that is not screened, or was eligible before it changed. What a person found to be
    dismissed or to be completed is for a person again: the rules do not know what was missing.
    """
    waits = status is None or (status is Status.ELIGIBLE and outdated is not Outdated.NO)
    return waits and not found


def _amounts(held: _Held) -> _Found:
    applied_nok, rules = held.content.applied_nok, held.rules
    if rules.least_applied_nok is not None and applied_nok < rules.least_applied_nok:
        yield held.finding("least_applied_nok", "below-least", "applied_nok", applied_nok=applied_nok, least_nok=rules.least_applied_nok)  # fmt: skip
    if rules.greatest_applied_nok is not None and applied_nok > rules.greatest_applied_nok:
        yield held.finding("greatest_applied_nok", "above-greatest", "applied_nok", applied_nok=applied_nok, greatest_nok=rules.greatest_applied_nok)  # fmt: skip


def _own_funding(held: _Held) -> _Found:
    rule, percent, total_nok = "least_own_funding_percent", held.rules.least_own_funding_percent, held.content.total_cost_nok  # fmt: skip
    if not percent:
        return
    own_nok = (held.content.own_funding_nok or 0) + (held.content.own_effort_nok or 0)
    if not total_nok:
        yield from held.unseen(rule, "own-funding-unknown", "total_cost_nok", percent=percent)
    elif own_nok * 100 < percent * total_nok:
        asked_nok = -(-percent * total_nok // 100)
        yield held.finding(rule, "own-funding-low", "own_funding_nok", own_nok=own_nok, total_nok=total_nok, percent=percent, asked_nok=asked_nok)  # fmt: skip


def _period(held: _Held) -> _Found:
    first, last = held.rules.period_from, held.rules.period_to
    starts_on, ends_on = held.content.starts_on, held.content.ends_on
    if first and starts_on is None:
        if ends_on and ends_on < first:
            yield held.finding("period_from", "over-before-period", "ends_on", ends_on=ends_on.isoformat(), period_on=first.isoformat())  # fmt: skip
        else:
            yield from held.unseen("period_from", "start-unknown", "starts_on", period_on=first.isoformat())
    elif first and starts_on and starts_on < first:
        yield held.finding("period_from", "outside-period", "starts_on", starts_on=starts_on.isoformat(), period_on=first.isoformat())  # fmt: skip
    if last and ends_on is None:
        if starts_on and starts_on > last:
            yield held.finding("period_to", "begun-after-period", "starts_on", starts_on=starts_on.isoformat(), period_on=last.isoformat())  # fmt: skip
        else:
            yield from held.unseen("period_to", "end-unknown", "ends_on", period_on=last.isoformat())
    elif last and ends_on and ends_on > last:
        yield held.finding("period_to", "beyond-period", "ends_on", ends_on=ends_on.isoformat(), period_on=last.isoformat())  # fmt: skip


def _required(held: _Held) -> _Found:
    for name in held.rules.required_fields:
        if not _is_filled(held, name):
            yield held.finding("required_fields", "asked-for-missing", name, field=name)


def _is_filled(held: _Held, name: str) -> bool:
    if name in _PERSONAL:
        return name in held.applicant.persons
    if name == "partners" and held.content.scope is Scope.COUNTY:
        return True
    return getattr(held.content, name, True) not in (None, "", ())


def _total_cost(held: _Held) -> _Found:
    rule, least_nok, total_nok = "least_total_cost_nok", held.rules.least_total_cost_nok, held.content.total_cost_nok
    if least_nok is None:
        return
    if total_nok is None:
        yield from held.unseen(rule, "cost-unknown", "total_cost_nok", least_nok=least_nok)
    elif total_nok < least_nok:
        yield held.finding(rule, "cost-below-least", "total_cost_nok", total_nok=total_nok, least_nok=least_nok)


def _applicants(held: _Held) -> _Found:
    asked = held.rules.applicants
    allowed = list(dict.fromkeys(number for one in asked for number in (held.around.office_counties if one == "office" else (one,))))  # fmt: skip
    if asked and held.content.lead not in allowed and held.applicant.county not in allowed:
        circle = [held.around.names.get(number, number) for number in allowed]
        yield held.finding("applicants", "applicant-outside", "lead", applicant=held.applicant.name, circle=circle)


def _partners(held: _Held) -> _Found:
    least, greatest = held.rules.least_partners, held.rules.greatest_partners
    count = counts_partners(held.content, held.applicant.neighbours)
    if least is not None and count < least:
        yield held.finding("least_partners", "partners-few", "partners", count=count, least=least)
    if greatest is not None and count > greatest:
        yield held.finding("greatest_partners", "partners-many", "partners", count=count, greatest=greatest)


def _excluded(held: _Held) -> _Found:
    for one in held.rules.excluded:
        found = {name: passage for name in SEARCHED if (passage := first_found(one.words, getattr(held.content, name)))}
        if found:
            name, passage = next(iter(found.items()))
            finding = held.broken(f"excluded[{one.code}]", "excluded-purpose", name, one.effect, found=passage, fields=[*found])  # fmt: skip
            yield replace(finding, text=one.text)


def _earlier(held: _Held) -> _Found:
    for award in held.applicant.earlier:
        yield from _unfinished(held, award)
        yield from _unreported(held, award)
        yield from _unused(held, award)


def _unfinished(held: _Held, award: EarlierAward) -> _Found:
    """Yield an earlier project that is not over by the day: one whose end is not stated is over with its final report."""
    rule, effect = "earlier.unfinished", held.rules.earlier.get("unfinished")
    if effect is None or award.reported:
        return
    if award.ends_on is None:
        yield held.broken(rule, "earlier-without-end", "lead", effect, **_told(award))
    elif award.ends_on > held.around.day:
        yield held.broken(rule, "earlier-unfinished", "lead", effect, **_told(award), ends_on=award.ends_on.isoformat())


def _unreported(held: _Held, award: EarlierAward) -> _Found:
    """Yield an earlier award whose final report is due and not there; where nobody keeps count it is a warning."""
    rule, effect, due_on = "earlier.report_missing", held.rules.earlier.get("report_missing"), award.report_due_on
    if effect is None or award.reported or due_on is None or working_day(due_on) >= held.around.day:
        return
    if award.reported is None:
        yield held.broken(rule, "earlier-report-unknown", "lead", _WARN, **_told(award), due_on=due_on.isoformat())
    else:
        yield held.broken(rule, "earlier-report-missing", "lead", effect, **_told(award), due_on=due_on.isoformat())


def _unused(held: _Held, award: EarlierAward) -> _Found:
    """Yield an earlier award of which money was left."""
    effect = held.rules.earlier.get("unused_money")
    if effect is not None and award.unused_nok:
        yield held.broken("earlier.unused_money", "earlier-unused-money", "lead", effect, **_told(award), unused_nok=award.unused_nok)  # fmt: skip


def _told(award: EarlierAward) -> dict[str, Figure]:
    return {"case": award.case, "title": award.title, "awarded_nok": award.awarded_nok}


_CHECKS: tuple[Callable[[_Held], _Found], ...] = (
    _amounts, _own_funding, _period, _required, _total_cost, _applicants, _partners, _excluded, _earlier,
)  # fmt: skip
