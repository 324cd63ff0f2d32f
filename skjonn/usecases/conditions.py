"""Set a condition for one award, take it back, list the conditions of awards, record that one is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from skjonn.domain import conditions as rules
from skjonn.domain.allocations import Outcome
from skjonn.domain.codes import case_order
from skjonn.domain.conditions import Condition, ConditionDuePast, ConditionEmpty, ConditionUnknown, Followed
from skjonn.domain.desk import Desk
from skjonn.domain.intake_values import clean_text
from skjonn.domain.persons import Role
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, conditions, decisions
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.tables.condition import ConditionMetRow, ConditionRow
from skjonn.texts import Language
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.case_views import name_of
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import Round
from skjonn.usecases.settled import settled_cases


@dataclass(frozen=True)
class Set:
    """A condition that was set or taken back."""

    case: str
    condition: Condition
    removed: bool = False


def add(url: str, desk: Desk, case_number: str, text: str, due_on: date | None = None) -> Set:
    """Set a condition for a case's award; possible until the case is in a draft, and again where what it came to is no award.

    Raises:
        ConditionEmpty: there is no text; ConditionDuePast: the day has passed.
        CaseUnknown: there is no such case; CaseWithdrawn, CaseDecided, CaseInDraft, Recused: it is not open for who asks.
    """
    clean = clean_text(text)[0]
    if not clean:
        raise ConditionEmpty
    if due_on is not None and due_on < desk.today:
        raise ConditionDuePast(due_on=due_on, today=desk.today)
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = _free(session, around, case_number)
        number = conditions.next_number(session, case.id)
        session.add(ConditionRow(application_id=case.id, number=number, text=clean, due_on=due_on, on=desk.today, recorded_at=now(), person_id=around.person.id))  # fmt: skip
        session.flush()
        record(session, desk, around.person, "condition-set", case_number, cases=[case.id], number=number, text=clean)
        return Set(case_number, Condition(number, clean, due_on))


def remove(url: str, desk: Desk, case_number: str, number: int) -> Set:
    """Take back a condition that was set for a case's award; possible as long as one can be set.

    Raises:
        ConditionUnknown: the case has none of this number; and what `add` raises of the case.
    """
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = _free(session, around, case_number)
        row = conditions.row(session, case.id, number)
        if row is None:
            raise ConditionUnknown(case=case_number, condition=str(number))
        row.removed_on = desk.today
        session.flush()
        record(session, desk, around.person, "condition-removed", case_number, cases=[case.id], number=number)
        return Set(case_number, Condition(number, row.text, row.due_on), removed=True)


def _free(session: Session, around: Round, case_number: str) -> Case:
    """Return a case whose conditions may be set; one decided to have no award may have some when a correction awards it."""
    case = around.case(case_number)
    line = decisions.standing(session, around.call.id).get(case.id)
    if line is not None and line.outcome is not Outcome.AWARD:
        around = replace(around, decided={key: held for key, held in around.decided.items() if key != case.id})
    around.require_open(case)
    return case


def meet(url: str, desk: Desk, case_number: str, code: str, on: date, *, note: str = "") -> Followed:
    """Record that a condition of an award is met.

    Raises:
        CaseUnknown: there is no such case; AwardMissing: it has no award; ConditionUnknown, ConditionDayWrong: as asked for.
        ConditionMet: it is met already.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        case, stored = applications.case(session, case_number), calls.one(session, _call_of(case_number))
        line = decisions.standing(session, stored.id).get(case.id)
        if line is None or line.outcome is not Outcome.AWARD or line.approved_on is None:
            raise rules.AwardMissing(case=case_number)
        asked = code.strip().upper()
        found = {one.code: one for one in _of_line(session, stored, line, desk.language)}
        if asked not in found:
            raise ConditionUnknown(case=case_number, condition=code)
        if found[asked].met_on:
            raise rules.ConditionMet(case=case_number, condition=asked, on=found[asked].met_on)
        rules.require_day(case_number, on, line.approved_on, desk.today)
        session.add(ConditionMetRow(application_id=case.id, code=asked, met_on=on, note=note.strip(), on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
        session.flush()
        record(session, desk, person, "condition-met", case_number, cases=[case.id], condition=asked, on=on)
        return next(one for one in _of_line(session, stored, line, desk.language) if one.code == asked)


def listed(url: str, desk: Desk, call: str, *, case_number: str = "", only_open: bool = False) -> tuple[Followed, ...]:
    """Return the conditions of a call's awards that stand, by case, the call's own first, and those set for cases not yet decided.

    `only_open` leaves those of awards that are not met.

    Raises:
        CallUnknown, CaseUnknown: there is no such call, or case.
    """
    with reading(url) as session:
        stored = calls.one(session, call)
        if case_number:
            applications.case(session, case_number)
        found = [*_of_awards(session, stored, desk.language), *_undecided(session, stored)]
        return tuple(
            one
            for one in sorted(found, key=lambda one: case_order(one.case))  # keeps the order within a case
            if (not case_number or one.case == case_number) and (not only_open or (one.decided and one.met_on is None))
        )


def _of_awards(session: Session, stored: StoredCall, language: Language) -> Iterator[Followed]:
    for line in decisions.standing(session, stored.id).values():
        if line.outcome is Outcome.AWARD:
            yield from _of_line(session, stored, line, language)


def _undecided(session: Session, stored: StoredCall) -> Iterator[Followed]:
    """Yield what is set for cases that are not decided; a case moved to the next round is not."""
    settled, register = settled_cases(session, stored.id), register_in_use(session)
    known = {case.id: case for case in applications.cases(session, stored.id)}
    for key, own in conditions.standing(session, stored.id).items():
        case = known.get(key)
        if case and key not in settled and not case.content.withdrawn:
            lead = name_of(case.content.lead, stored.call.opens_on, register)
            for one in own:
                yield Followed(case.case_number, case.content.title, lead, str(one.number), one.text, one.due_on, None, decided=False)  # fmt: skip


def due(session: Session, stored: StoredCall, today: date) -> int:
    """Return how many conditions of a call's awards have a day that has come, and are not met."""
    lines = [line for line in decisions.standing(session, stored.id).values() if line.conditions]
    met = conditions.met(session, [line.application_id for line in lines]) if lines else {}
    return sum(
        one.due_on is not None and one.due_on <= today and (line.application_id, str(one.number)) not in met
        for line in lines
        for one in rules.read_back(line.conditions)
    )


def _of_line(session: Session, stored: StoredCall, line: DecidedLine, language: Language) -> Iterator[Followed]:
    case = applications.case(session, line.case_number)
    lead = name_of(case.content.lead, stored.call.opens_on, register_in_use(session))
    met = conditions.met(session, [case.id])
    own = rules.read_back(line.conditions)
    for code, text, due_on in rules.of_award(stored.call, own, language):
        met_on, note = met.get((case.id, code), (None, ""))
        yield Followed(line.case_number, case.content.title, lead, code, text, due_on, met_on, note)


def _call_of(case_number: str) -> str:
    return case_number.rpartition("-")[0]
