"""Cases as the summary tables see them: gathered once, for every table and every rendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.applications import Content, Partner, PartnerKind
from skjonn.domain.case_view import CaseView
from skjonn.domain.decisions import case_status
from skjonn.registries.municipalities import Register
from skjonn.storage.queries import applications, assessments, decisions
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.usecases.municipalities import register_in_use

NOT_NAMED = "mfl."
"""How partners that are not named are printed, in both forms of Norwegian."""


def case_views(session: Session, stored: Sequence[StoredCall], as_of: date | None = None) -> list[CaseView]:
    """Return the live cases of some calls as they stood on `as_of` (included) or stand now, by case number.

    Withdrawn cases are left out; names are those in force on the call's opening day.
    """
    register = register_in_use(session)
    return [view for call in stored for view in _of_call(session, call, register, as_of)]


def _of_call(session: Session, call: StoredCall, register: Register, as_of: date | None) -> list[CaseView]:
    decided = decisions.decided(session, call.id, as_of)
    lines = {line.application_id: line for line in decided}  # the latest of each
    drafted = {line.application_id for line in decisions.in_draft(session, call.id, as_of)}
    recommended = assessments.recommendations(session, call.id, as_of)
    assessed = {one.application_id for one in assessments.assessments(session, call.id, as_of)}
    live = [case for case in applications.cases(session, call.id, as_of) if not case.content.withdrawn]
    before = _as_applied(session, decided)
    views = []
    for case in live:
        line = lines.get(case.id)
        status = case_status(
            withdrawn=False,
            assessed=case.id in assessed,
            recommended=case.id in recommended,
            drafted=case.id in drafted,
            decided=line,
        )
        view = _view(case, call, line, status, register)
        content = before.get(case.id)
        if line is not None and content is not None and content.lead != case.content.lead:
            applied = _view(replace(case, content=content), call, replace(line, lead=""), status, register)
            view = replace(view, applied=applied)
        views.append(view)
    return views


def _as_applied(session: Session, decided: Sequence[DecidedLine]) -> dict[int, Content]:
    """Return what the applications said that were decided on anew: at the first decision, before who answers could change."""
    anew = {line.application_id for line in decided if line.follows}
    first = {line.application_id: line.version_id for line in reversed(decided) if line.application_id in anew}
    contents = applications.contents(session, list(first.values())) if first else {}
    return {case: contents[version] for case, version in first.items()}


def _view(case: Case, call: StoredCall, line: DecidedLine | None, status: str, register: Register) -> CaseView:
    content, day = case.content, call.call.opens_on
    lead = (line.lead if line else "") or content.lead
    payee = (line.payee if line else "") or content.payee or lead
    others = [one.number for one in content.partners if one.kind is PartnerKind.MUNICIPALITY and one.number != lead]
    return CaseView(
        case=case.case_number,
        call=call.code,
        title=content.title,
        municipality=name_of(lead, day, register),
        municipality_number=lead,
        partners=tuple(_partner(partner, day, register) for partner in content.partners),
        scope=content.scope,
        payee=name_of(payee, day, register),
        payee_number=payee,
        areas=content.areas,
        applied_nok=line.applied_nok if line else content.applied_nok,
        awarded_nok=line.amount_nok if line else None,
        status=status,
        single=case.single,
        partner_municipalities=tuple(name_of(number, day, register) for number in dict.fromkeys(others)),
        partner_numbers=tuple(dict.fromkeys(others)),
        more_partners=any(one.kind is PartnerKind.UNNAMED for one in content.partners),
    )


def name_of(number: str, day: date, register: Register) -> str:
    """Return a municipality's name on `day`; the number itself where the register of that day lacks it."""
    municipality = register.at(number, day)
    return municipality.name if municipality else number


def _partner(partner: Partner, day: date, register: Register) -> str:
    match partner.kind:
        case PartnerKind.UNNAMED:
            return NOT_NAMED
        case PartnerKind.MUNICIPALITY:
            return name_of(partner.number, day, register)
        case PartnerKind.ORGANISATION:
            return partner.name
