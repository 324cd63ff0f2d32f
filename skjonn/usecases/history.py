"""Tell everything that happened to one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Recommendation
from skjonn.domain.dates import OSLO
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.events import PERSONS, sentence
from skjonn.domain.line_terms import outcome_told, terms_told
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, decisions, events, persons
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner
from skjonn.usecases.case_views import name_of
from skjonn.usecases.municipalities import register_in_use

_RECOMMENDED = frozenset(("recommendation-set", "recommendations-imported", "plan-used"))


@dataclass(frozen=True)
class Told:
    """One event in plain words; `recorded_on` is the day it was entered by the machine's clock in Norway, where that is another."""

    number: int
    on: date
    recorded_on: date | None
    person: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class History:
    """A case and what happened to it, oldest first."""

    case: str
    title: str
    events: tuple[Told, ...]


def of_case(url: str, desk: Desk, case_number: str) -> History:
    """Return the history of the case, worded in the desk's language.

    Raises:
        CaseUnknown: there is no such case.
    """
    with reading(url) as session:
        case = applications.case(session, case_number)
        found = events.of_case(session, case.id, case.case_number)
        names = {person.login: person.name for person in persons.every(session)}
        said = _said(session, case, found, desk.language)
    told = tuple(_told(event, desk, names, said.get(event.number, "")) for event in found)
    return History(case.case_number, case.content.title, told)


def _said(session: Session, case: Case, found: Sequence[events.StoredEvent], language: Language) -> dict[int, str]:
    """Return what was recommended or decided for the case with each event that says so, a sentence by the event's number."""
    call = next(one for one in calls.every(session) if one.id == case.call_id)
    grounds = {one.code: one.names.get(language, one.names["nn"]) for one in call.call.grounds}
    register = register_in_use(session)

    def name(number: str) -> str:
        return name_of(number, call.call.opens_on, register)

    rows = assessments.recommendation_series(session, case.id)
    lines = {
        decision_id(call.code, line.decision_number): line
        for line in decisions.decided(session, call.id)
        if line.application_id == case.id
    }
    taken_over = next((line for line in lines.values() if line.taken_over), None)
    said: dict[int, str] = {}
    one: Recommendation | DecidedLine | None
    for event in found:
        if event.kind in _RECOMMENDED:
            before = [one for recorded_at, one in rows if recorded_at <= event.recorded_at]
            words, one = N_("Recommended: {said}."), before[-1] if before else None
        else:
            of_kind = {"decision-approved": lines.get(event.subject), "round-taken-over": taken_over}
            words, one = N_("Decided: {said}."), of_kind.get(event.kind)
        if one is not None:
            parts = [
                outcome_told(one.outcome, one.amount_nok, (one.pot, grounds.get(one.ground, one.ground)), language)
            ]
            parts += _terms(one, name, language)
            said[event.number] = translate(words, language).format(said="; ".join(parts))
    return said


def _terms(one: Recommendation | DecidedLine, name: Callable[[str], str], language: Language) -> list[str]:
    """Return what holds beside outcome and amount; of a recommendation also why."""
    if isinstance(one, DecidedLine):
        return terms_told(
            language, name, lead=one.lead, payee=one.payee, ends_on=one.ends_on, purpose=one.purpose, later_years=one.later_years
        )  # fmt: skip
    why = [f"“{one.reason.rstrip('.')}”"] if one.reason else []
    return [*terms_told(language, name, payee=one.payee, later_years=one.later_years), *why]


def _told(event: events.StoredEvent, desk: Desk, names: Mapping[str, str], said: str) -> Told:
    """Word an event, with what was `said` for the case; persons are stored by their login and told by their name."""
    known = {key: names.get(value, value) if key in PERSONS else value for key, value in event.data.items()}
    words = sentence(event.kind, {**known, "subject": event.subject}, desk.language)
    if away := known.get("substitute_for"):
        words += " " + translate(N_("In the place of {name}, who is recused."), desk.language).format(name=away)
    if "before_nok" in known:
        text = N_("Applied for: {before_nok} before, {after_nok} now.")
        words += " " + translate(text, desk.language).format(
            **{key: kroner(int(known[key]), desk.language) for key in ("before_nok", "after_nok")}
        )
    words = f"{words} {said}" if said else words
    entered = event.recorded_at.astimezone(OSLO).date()
    return Told(event.number, event.on, entered if entered != event.on else None, event.person, event.kind, words)
