"""Questions about initiatives: which there are, what is tied to them on a day, and how things are tied and untied."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.storage.queries.calls import Stamp
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.initiative import InitiativeAwardRow, InitiativeCaseRow, InitiativeRow


@dataclass(frozen=True)
class Tie:
    """A case tied to an initiative; all but `case_number` are keys in this database. A merged case stands as what it became."""

    id: int
    initiative_id: int
    application_id: int
    case_number: str


@dataclass(frozen=True)
class OtherAward:
    """An award of an initiative that is no case here; `id` and `initiative_id` are keys in this database."""

    id: int
    initiative_id: int
    year: int
    amount_nok: int
    source: str


@dataclass(frozen=True)
class Head:
    """What a live case is compared by: its title, and its leads: the one applied with, and any a decision named instead."""

    case_number: str
    call_id: int
    title: str
    leads: tuple[str, ...]


def heads(session: Session) -> list[Head]:
    """Return what every live case of every call is compared by, in any order; one question for them all, for they may be many."""
    newest = aliased(ApplicationVersionRow)
    number = select(func.max(col(newest.number))).where(col(newest.application_id) == col(ApplicationRow.id))
    version = ApplicationVersionRow
    asked = (
        select(ApplicationRow.case_number, ApplicationRow.call_id, version.title, version.lead)
        .join(version, col(version.application_id) == ApplicationRow.id)
        .where(version.number == number.correlate(ApplicationRow).scalar_subquery(), col(version.withdrawn).is_(False))
    )
    decided = _decided_leads(session)
    return [
        Head(case, call, title, tuple(dict.fromkeys((lead, *decided.get(case, ())))))
        for case, call, title, lead in session.exec(asked)
    ]


def _decided_leads(session: Session) -> dict[str, list[str]]:
    line = DecisionLineRow
    asked = select(ApplicationRow.case_number, line.lead).join(line, col(line.application_id) == ApplicationRow.id)
    found: dict[str, list[str]] = defaultdict(list)
    for case, lead in session.exec(asked.where(line.lead != "")):
        found[case].append(lead)
    return found


def names(session: Session) -> dict[int, str]:
    """Return the name of every initiative there ever was, by its key."""
    return {row.id or 0: row.name for row in session.exec(select(InitiativeRow))}


def ties(session: Session, as_of: date | None = None) -> list[Tie]:
    """Return the cases tied to an initiative at the end of `as_of` or now, in the order they were tied, each case once."""
    asked = (
        select(InitiativeCaseRow, ApplicationRow)
        .join(ApplicationRow, col(ApplicationRow.id) == InitiativeCaseRow.application_id)
        .where(_standing(InitiativeCaseRow, as_of))
        .order_by(col(InitiativeCaseRow.id))
    )
    found: dict[tuple[int, int], Tie] = {}
    for row, application in session.exec(asked):
        meant = _became(session, application)
        tie = Tie(row.id or 0, row.initiative_id, meant.id or 0, meant.case_number)
        found.setdefault((tie.initiative_id, tie.application_id), tie)
    return list(found.values())


def other_awards(session: Session, as_of: date | None = None) -> list[OtherAward]:
    """Return the awards that are no case here, as they stood at the end of `as_of` or stand now, in the order of entry."""
    standing = _standing(InitiativeAwardRow, as_of)
    rows = session.exec(select(InitiativeAwardRow).where(standing).order_by(col(InitiativeAwardRow.id)))
    return [OtherAward(row.id or 0, row.initiative_id, row.year, row.amount_nok, row.source) for row in rows]


def insert(session: Session, name: str, stamp: Stamp) -> int:
    """Put in an initiative and return its key."""
    row = InitiativeRow(name=name, on=stamp.on, recorded_at=stamp.recorded_at, person_id=stamp.person_id)
    session.add(row)
    session.flush()
    assert row.id is not None, "flushed"
    return row.id


def tie(session: Session, initiative_id: int, application_id: int, stamp: Stamp) -> None:
    """Tie a case to an initiative from the stamp's day on."""
    session.add(
        InitiativeCaseRow(
            initiative_id=initiative_id, application_id=application_id,
            on=stamp.on, recorded_at=stamp.recorded_at, person_id=stamp.person_id,
        )
    )  # fmt: skip
    session.flush()


def untie(session: Session, one: Tie, day: date) -> None:
    """End a tie on a day, with every row that says the same of a case merged since."""
    asked = select(InitiativeCaseRow, ApplicationRow).join(
        ApplicationRow, col(ApplicationRow.id) == InitiativeCaseRow.application_id
    )
    alike = asked.where(InitiativeCaseRow.initiative_id == one.initiative_id, col(InitiativeCaseRow.ended_on).is_(None))
    for row, application in session.exec(alike).all():
        if _became(session, application).id == one.application_id:
            row.ended_on = day
    session.flush()


def add_award(session: Session, award: OtherAward, stamp: Stamp) -> None:
    """Put in an award that is no case here; its `id` is of no account."""
    session.add(
        InitiativeAwardRow(
            initiative_id=award.initiative_id, year=award.year, amount_nok=award.amount_nok, source=award.source,
            on=stamp.on, recorded_at=stamp.recorded_at, person_id=stamp.person_id,
        )
    )  # fmt: skip
    session.flush()


def end_award(session: Session, award: OtherAward, day: date) -> None:
    """Take an award that is no case here out of its initiative on a day."""
    session.get_one(InitiativeAwardRow, award.id).ended_on = day
    session.flush()


def _standing(table: type[InitiativeCaseRow] | type[InitiativeAwardRow], as_of: date | None) -> ColumnElement[bool]:
    ended = col(table.ended_on)
    if as_of is None:
        return ended.is_(None)
    return and_(col(table.on) <= as_of, or_(ended.is_(None), ended > as_of))


def _became(session: Session, application: ApplicationRow) -> ApplicationRow:
    """Return the case a case was merged into, directly or by steps; itself where it was not."""
    while application.merged_into_id is not None:
        application = session.get_one(ApplicationRow, application.merged_into_id)
    return application
