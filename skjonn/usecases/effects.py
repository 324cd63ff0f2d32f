"""What an approval does to the case beside the money: its application gets a version that says what holds from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.applications import Content, Partner, PartnerKind
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, imports
from skjonn.storage.queries.application_writes import NewVersion, Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.usecases.acting import now, record
from skjonn.usecases.case_views import name_of
from skjonn.usecases.municipalities import register_in_use


def take_effect(session: Session, desk: Desk, person: Person, lines: Sequence[DecidedLine]) -> None:
    """Let the applications of changed awards say who leads and when they end; what was applied for stays as it was.

    A partner that comes to lead changes places with who led; where another takes over, the partners stay.
    """
    written, register = Written(person.id, desk.today, now()), register_in_use(session)
    changed = {line.application_id: line for line in lines if line.lead or line.ends_on}
    for case in applications.some_cases(session, list(changed)):
        line = changed[case.id]
        content = case.content
        content = replace(
            content,
            lead=line.lead or content.lead,
            partners=_partners(content, line.lead, name_of(content.lead, desk.today, register)),
            ends_on=date.fromisoformat(line.ends_on) if line.ends_on else content.ends_on,
        )
        if content != case.content:
            _new_version(session, case, content, line.reason, written)
            if content.lead != case.content.lead:
                writes.set_identity(session, case.id, content)


def _partners(content: Content, lead: str, led: str) -> tuple[Partner, ...]:
    """Return the partners of an application that `lead`, empty for nobody new, comes to answer for; `led` names who did."""
    before = Partner(PartnerKind.MUNICIPALITY, led, content.lead)
    return tuple(
        before if one.kind is PartnerKind.MUNICIPALITY and one.number == lead else one for one in content.partners
    )


def withdraw_single(session: Session, desk: Desk, person: Person, application_ids: Sequence[int], reason: str) -> None:
    """Close the cases of a returned award outside the round, as if withdrawn: nobody applied, and another may be drafted of the same."""
    written = Written(person.id, desk.today, now())
    for case in applications.some_cases(session, application_ids):
        content = replace(case.content, withdrawn=True, withdrawn_reason=reason)
        _new_version(session, case, content, reason, written)
        record(session, desk, person, "single-closed", case.case_number, cases=[case.id], reason=reason)
    imports.free(session, application_ids)


def _new_version(session: Session, case: Case, content: Content, reason: str, written: Written) -> None:
    writes.add_versions(session, [NewVersion(case.id, case.version_number + 1, content, reason=reason)], written)
