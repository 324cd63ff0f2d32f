"""What a call's rules are held against beside the application itself: who applies, and what they were awarded before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Contact
from skjonn.domain.calls import Rules
from skjonn.domain.findings import Finding
from skjonn.domain.reports import ReportAct, ReportKind
from skjonn.domain.screening import Applicant, EarlierAward, Surroundings, findings
from skjonn.registries.counties import counties_at
from skjonn.registries.municipalities import Register
from skjonn.registries.offices import office_at
from skjonn.storage.queries import applications, calls, decisions, reports
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.usecases.municipalities import register_in_use


@dataclass(frozen=True)
class Facts:
    """Everything the rules of one call ask about, gathered once for all its cases; `earlier` is by the lead's number."""

    rules: Rules
    opens_on: date
    register: Register
    around: Surroundings
    persons: Mapping[int, frozenset[str]]
    earlier: Mapping[str, tuple[EarlierAward, ...]]

    @classmethod
    def of(cls, session: Session, stored: StoredCall, day: date) -> Facts:
        """Gather what is known on `day`; what no rule of the call asks about is not read."""
        rules, register = stored.call.rules, register_in_use(session)
        contacts = applications.contacts_of_call(session, stored.id) if rules.required_fields else {}
        return cls(
            rules=rules,
            opens_on=stored.call.opens_on,
            register=register,
            around=_surroundings(session, stored, register, day),
            persons={key: _filled(some) for key, some in contacts.items()},
            earlier=_earlier(session, stored, register, day) if rules.earlier else {},
        )

    def name(self, case: Case) -> str:
        """Return the applicant's name on the call's opening day; the number where the register lacks it."""
        found = self.register.at(case.content.lead, self.opens_on)
        return found.name if found else case.content.lead

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return what the call's rules find in a case."""
        return findings(case.content, self.rules, self._applicant(case), self.around)

    def _applicant(self, case: Case) -> Applicant:
        lead = case.content.lead
        municipality = self.register.at(lead, self.opens_on)
        county = municipality.county_number if municipality else ""
        return Applicant(
            name=municipality.name if municipality else lead,
            county=county,
            neighbours=len(self.register.of_counties((county,), self.opens_on)) - 1 if municipality else 0,
            persons=self.persons.get(case.id, frozenset()),
            earlier=self.earlier.get(lead, ()),
        )


def _surroundings(session: Session, stored: StoredCall, register: Register, day: date) -> Surroundings:
    asked, opens_on = stored.call.rules.applicants, stored.call.opens_on
    if not asked:
        return Surroundings(day)
    own = office_at(the_office(session).office_id, opens_on).county_numbers if "office" in asked else ()
    names = {county.number: county.name for county in counties_at(opens_on)}
    named = (register.at(number, opens_on) for number in asked)
    return Surroundings(day, own, {**names, **{one.number: one.name for one in named if one}})


def _filled(contacts: Iterable[Contact]) -> frozenset[str]:
    """Return the names of the fields about persons that hold something; their values go no further."""
    found: set[str] = set()
    for one in contacts:
        if one.part == "project_leader":
            found.add("project_leader")
        else:
            found |= {f"contact_{part}" for part in ("name", "email", "phone") if getattr(one, part)}
    return frozenset(found)


def _earlier(
    session: Session, stored: StoredCall, register: Register, day: date
) -> dict[str, tuple[EarlierAward, ...]]:
    """Return the awards of earlier calls decided by `day`, by the number of the municipality that answers for them now."""
    found: dict[str, list[EarlierAward]] = defaultdict(list)
    for call in calls.every(session):
        if (call.year, call.call.opens_on) < (stored.year, stored.call.opens_on):
            for lead, award in awards(session, call, day):
                for number in _answering(register, lead, call.call.opens_on, stored.call.opens_on):
                    found[number].append(award)
    return {number: tuple(awards) for number, awards in found.items()}


def awards(session: Session, call: StoredCall, day: date) -> Iterator[tuple[str, EarlierAward]]:
    """Yield the awards of a call that stand on a day, each with its lead's number, as a later call's rules look at them."""
    lines = [line for line in decisions.standing(session, call.id, day).values() if line.outcome is Outcome.AWARD]
    said = applications.contents(session, [line.version_id for line in lines])
    cases = [line.application_id for line in lines]
    dues, came = reports.dues(session, day, cases), reports.latest(session, day) if cases else {}
    for line in lines:
        content, key = said[line.version_id], (line.application_id, ReportKind.FINAL)
        report = came.get(key)
        has_come = report is not None and report.act is not ReportAct.RETURNED
        award = EarlierAward(
            case=line.case_number,
            title=content.title,
            awarded_nok=line.amount_nok,
            ends_on=content.ends_on,
            report_due_on=dues[key].due_on if key in dues else call.call.letters.final_report_on,
            reported=has_come if key in dues or report else None,
            unused_nok=(report.unused_nok or 0) if report and has_come else 0,
        )
        yield content.lead, award


def _answering(register: Register, number: str, then: date, now: date) -> tuple[str, ...]:
    """Return the municipality with `number` on the day `then` as it is `now`: itself, or what came of it."""
    municipality = register.at(number, then)
    if municipality is None or municipality.in_force(now):
        return (number,)
    return tuple(one.number for one in register.successors(municipality, now)) or (number,)
