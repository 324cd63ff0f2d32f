"""Tie cases to an initiative, untie them, and register awards that are no cases here. A person confirms every tie."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.frames import budget_year
from skjonn.domain.initiatives import (
    AwardAhead,
    AwardNotThere,
    AwardThere,
    AwardWrong,
    CaseNotTied,
    CasesTooFew,
    CasesWithdrawn,
    Initiative,
    InitiativesApart,
    InitiativeUnknown,
    UntieReasonMissing,
    initiative_name,
)
from skjonn.domain.initiatives_alike import named
from skjonn.domain.persons import Person, Role
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, initiatives
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.queries.initiatives import OtherAward
from skjonn.texts.sorting import reading_order
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.initiative_views import every


@dataclass(frozen=True)
class Linked:
    """An initiative after an act on it; `initiative` is None where nothing is tied to it any more.

    `added` are the cases that were not in it before, `joined` the names of initiatives that went into it.
    """

    name: str
    initiative: Initiative | None
    added: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extra:
    """An award that is no case here: in which budget year, of how much (whole kroner), whose."""

    year: int
    amount_nok: int
    source: str


def link(url: str, desk: Desk, cases: Sequence[str], *, name: str = "", join: bool = False) -> Linked:
    """Tie cases to one initiative: the one named, else the one some of them are in, else a new one named after the first case.

    What is tied already stays; nothing new changes nothing and leaves no event.

    Args:
        url: of the database.
        desk: a caseworker's.
        cases: full case numbers, each once or more.
        name: of an initiative that is there, or of a new one; empty leaves it open.
        join: the initiatives the cases are in may be made one.

    Raises:
        CaseUnknown, CasesWithdrawn: a case cannot be tied.
        CasesTooFew: one case that is in no initiative, and none is named.
        InitiativeNameWrong: the name is none.
        InitiativesApart: the cases lie in other initiatives, and `join` is not given.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        wanted = _cases(session, cases)
        stamp = Stamp(person.id, desk.today, now())
        target, others = _target(session, wanted, name)
        if others and not join:
            raise InitiativesApart(names=sorted(others.values(), key=reading_order), target=target)
        key = _key(session, target)
        fresh = key is None
        if key is None:
            key = initiatives.insert(session, target, stamp)
        moved = [
            case for other in others for case in _join(session, desk, person, (other, others[other]), (key, target))
        ]
        tied = {tie.application_id for tie in initiatives.ties(session) if tie.initiative_id == key}
        added = [case for case in wanted if case.id not in tied and case.id not in moved]
        for case in (*moved, *(case.id for case in added)):
            initiatives.tie(session, key, case, stamp)
        if added or moved or fresh:
            numbers = [case.case_number for case in added] or [case.case_number for case in wanted]
            record(
                session, desk, person, "initiative-linked", target, cases=[*moved, *(case.id for case in added)], numbers=numbers
            )  # fmt: skip
        names = tuple(sorted(others.values(), key=reading_order))
        return Linked(target, _shown(session, target), tuple(case.case_number for case in added), names)


def unlink(url: str, desk: Desk, case: str, reason: str) -> Linked:
    """Take a case out of its initiative; an initiative nothing is tied to any more is no longer listed.

    Raises:
        UntieReasonMissing: nothing is said; blanks are nothing.
        CaseUnknown, CaseNotTied: there is nothing to untie.
    """
    why = _reason(reason)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        tie = next((tie for tie in initiatives.ties(session) if tie.application_id == found.id), None)
        if tie is None:
            raise CaseNotTied(case=case)
        name = initiatives.names(session)[tie.initiative_id]
        initiatives.untie(session, tie, desk.today)
        record(session, desk, person, "initiative-unlinked", name, cases=[found.id], number=case, reason=why)
        return Linked(name, _shown(session, name))


def add_award(url: str, desk: Desk, name: str, extra: Extra, *, new: bool = False) -> Linked:
    """Register an award of an initiative that is no case here: another office's, or from a scheme of its own.

    Args:
        url: of the database.
        desk: a caseworker's.
        name: the initiative's.
        extra: the award.
        new: make the initiative where there is none of that name.

    Raises:
        FrameYearWrong, AwardWrong, AwardAhead: the award cannot be.
        InitiativeUnknown, InitiativeNameWrong: there is none, or it cannot be made.
        AwardThere: it is registered already.
    """
    award = _sound(extra)
    if award.year > desk.today.year:
        raise AwardAhead(year=str(award.year))
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        stamp = Stamp(person.id, desk.today, now())
        target = _named(session, name) if not new else _known(session, initiative_name(name))
        key = _key(session, target)
        if key is None:
            key = initiatives.insert(session, target, stamp)
        if _standing(session, key, award):
            raise AwardThere(name=target, **_words(award))
        initiatives.add_award(session, OtherAward(0, key, award.year, award.amount_nok, award.source), stamp)
        record(session, desk, person, "initiative-award-added", target, **_words(award))
        return Linked(target, _shown(session, target))


def remove_award(url: str, desk: Desk, name: str, extra: Extra, reason: str) -> Linked:
    """Take an award that is no case here out of its initiative; year, amount and source must be those registered.

    Raises:
        UntieReasonMissing: nothing is said; blanks are nothing.
        InitiativeUnknown, AwardNotThere: there is nothing to remove.
    """
    why, award = _reason(reason), _sound(extra)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        target = _named(session, name)
        found = _standing(session, _key(session, target), award)
        if found is None:
            raise AwardNotThere(name=target, **_words(award))
        initiatives.end_award(session, found, desk.today)
        record(session, desk, person, "initiative-award-removed", target, reason=why, **_words(award))
        return Linked(target, _shown(session, target))


def require_one_initiative(session: Session, applications_of: Collection[int], target: str) -> None:
    """Refuse that cases become one which are tied to different initiatives.

    Args:
        session: the caller's transaction.
        applications_of: keys of the cases; target: what they are to become, for the message.

    Raises:
        InitiativesApart: they are in several.
    """
    tied = {tie.initiative_id for tie in initiatives.ties(session) if tie.application_id in applications_of}
    if len(tied) > 1:
        names = initiatives.names(session)
        raise InitiativesApart(names=sorted((names[key] for key in tied), key=reading_order), target=target)


def _cases(session: Session, numbers: Sequence[str]) -> list[Case]:
    found = [applications.case(session, number) for number in dict.fromkeys(numbers)]
    if withdrawn := [case.case_number for case in found if case.content.withdrawn]:
        raise CasesWithdrawn(cases=withdrawn)
    return found


def _target(session: Session, cases: Sequence[Case], name: str) -> tuple[str, dict[int, str]]:
    """Return the name of the initiative to tie to, and the others the cases are in, by key."""
    names = initiatives.names(session)
    ids = {case.id for case in cases}
    within = list(dict.fromkeys(tie.initiative_id for tie in initiatives.ties(session) if tie.application_id in ids))
    if name.strip():
        target = _known(session, initiative_name(name))
    elif within:
        first = next(tie for case in cases for tie in initiatives.ties(session) if tie.application_id == case.id)
        target = names[first.initiative_id]
    elif len(cases) > 1:
        target = _known(session, initiative_name(named(cases[0].content.title)))
    else:
        raise CasesTooFew(case=cases[0].case_number)
    return target, {key: names[key] for key in within if names[key] != target}


def _join(
    session: Session, desk: Desk, person: Person, other: tuple[int, str], into: tuple[int, str]
) -> list[int]:  # fmt: skip
    """Empty an initiative into another, both by key and name; its cases are returned to be tied.

    An award both of them have is one award: equal ones are told apart by their sources.
    """
    stamp = Stamp(person.id, desk.today, now())
    ties = [tie for tie in initiatives.ties(session) if tie.initiative_id == other[0]]
    for tie in ties:
        initiatives.untie(session, tie, desk.today)
    for award in [award for award in initiatives.other_awards(session) if award.initiative_id == other[0]]:
        initiatives.end_award(session, award, desk.today)
        if not _standing(session, into[0], Extra(award.year, award.amount_nok, award.source)):
            initiatives.add_award(session, OtherAward(0, into[0], award.year, award.amount_nok, award.source), stamp)
    cases = [tie.application_id for tie in ties]
    record(session, desk, person, "initiative-joined", other[1], cases=cases, into=into[1])
    return cases


def _key(session: Session, name: str) -> int | None:
    return next((key for key, known in initiatives.names(session).items() if known == name), None)


def _known(session: Session, name: str) -> str:
    """Return the name as it is kept where there is an initiative of that name, whatever its letters' case."""
    known = {kept.casefold(): kept for kept in initiatives.names(session).values()}
    return known.get(name.casefold(), name)


def _named(session: Session, name: str) -> str:
    found = _known(session, " ".join(name.split()))
    if _key(session, found) is None:
        raise InitiativeUnknown(name=name)
    return found


def _sound(extra: Extra) -> Extra:
    source = " ".join(extra.source.split())
    if extra.amount_nok <= 0 or not source:
        raise AwardWrong
    return Extra(budget_year(extra.year), extra.amount_nok, source)


def _standing(session: Session, key: int | None, award: Extra) -> OtherAward | None:
    return next(
        (
            known
            for known in initiatives.other_awards(session)
            if known.initiative_id == key
            and (known.year, known.amount_nok) == (award.year, award.amount_nok)
            and known.source.casefold() == award.source.casefold()
        ),
        None,
    )


def _words(award: Extra) -> dict[str, Any]:
    return {"year": str(award.year), "amount_nok": award.amount_nok, "source": award.source}


def _reason(reason: str) -> str:
    if not reason.strip():
        raise UntieReasonMissing
    return reason.strip()


def _shown(session: Session, name: str) -> Initiative | None:
    return next((one for one in every(session) if one.name == name), None)
