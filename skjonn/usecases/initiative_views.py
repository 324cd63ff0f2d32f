"""Initiatives as people see them: what each has had, and which cases look as if they belonged together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.initiatives import Initiative, InitiativeUnknown, Part
from skjonn.domain.initiatives_alike import Candidate, Suggestion, suggestions
from skjonn.domain.tables import CaseView
from skjonn.registries.alike import share
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, decisions, initiatives
from skjonn.storage.queries.calls import StoredCall
from skjonn.usecases.case_views import case_views
from skjonn.usecases.municipalities import register_in_use

_MOST_COMPARED = 2_000  # newly registered cases
_NOTHING = frozenset(("refused", "dismissed", "passed_on", "reversed", "declined"))
"""What a case has come to that got nothing and will get nothing: it is not suggested."""


@dataclass(frozen=True)
class _Seen:
    """A live case with its call and the pot it was awarded from, empty where it was not."""

    call: StoredCall
    view: CaseView
    pot: str


def listing(url: str, as_of: date | None = None) -> list[Initiative]:
    """Return the initiatives something is tied to, now or at the end of `as_of`, by name."""
    with reading(url) as session:
        return every(session, as_of)


def one(url: str, name: str, as_of: date | None = None) -> Initiative:
    """Return one initiative, by its name in any letters.

    Raises:
        InitiativeUnknown: nothing is tied to one of that name.
    """
    wanted = " ".join(name.casefold().split())
    found = next((known for known in listing(url, as_of) if known.name.casefold() == wanted), None)
    if found is None:
        raise InitiativeUnknown(name=name)
    return found


def every(session: Session, as_of: date | None = None) -> list[Initiative]:
    """Return the initiatives something is tied to, now or at the end of `as_of`, by name."""
    ties = initiatives.ties(session, as_of)
    seen = _seen(session, {tie.case_number for tie in ties}, as_of)
    parts: dict[int, list[Part]] = defaultdict(list)
    for tie in ties:
        parts[tie.initiative_id] += [_of_case(seen[tie.case_number])] if tie.case_number in seen else []
    for award in initiatives.other_awards(session, as_of):
        parts[award.initiative_id].append(Part(award.year, award.amount_nok, source=award.source))
    names = initiatives.names(session)
    found = [Initiative(names[key], tuple(sorted(some, key=_order))) for key, some in parts.items() if some]
    return sorted(found, key=lambda initiative: initiative.name.casefold())


def suggest(url: str, desk: Desk) -> list[Suggestion]:
    """Return groups of cases over the years that look like one initiative; nothing is tied.

    Compared are the cases that are not refused, by title and lead; a lead that ended is what it has become by the desk's day.
    """
    with reading(url) as session:
        register = register_in_use(session)
        names = initiatives.names(session)
        tied = {tie.case_number: names[tie.initiative_id] for tie in initiatives.ties(session)}
        seen = _seen(session)
        candidates = [
            _candidate(one, tied.get(case, ""), register, desk.today)
            for case, one in seen.items()
            if case in tied or one.view.status not in _NOTHING
        ]
    return suggestions(candidates, share)


def suggested_among(url: str, desk: Desk, cases: Collection[str]) -> list[Suggestion]:
    """Return the suggestions that hold one of `cases`, just registered and untied; none where they are too many to compare.

    An office gets some hundreds of applications in a year; a file of thousands is a register taken over whole, which is
    better looked through with `suggest` when all of it is there.
    """
    if not cases or len(cases) > _MOST_COMPARED:
        return []
    fresh = set(cases)
    return [one for one in suggest(url, desk) if any(case.case in fresh for case in one.untied)]


def _seen(session: Session, wanted: Collection[str] | None = None, as_of: date | None = None) -> dict[str, _Seen]:
    """Return live cases by number: all of the calls that those `wanted` are of, or all there are."""
    found = {}
    codes = None if wanted is None else {case.rpartition("-")[0] for case in wanted}
    for call in calls.every(session, as_of):
        if codes is None or call.code in codes:
            pots = {line.case_number: line.pot for line in decisions.standing(session, call.id, as_of).values()}
            for view in case_views(session, [call], as_of):
                found[view.case] = _Seen(call, view, pots.get(view.case, ""))
    return found


def _of_case(seen: _Seen) -> Part:
    view = seen.view
    return Part(
        year=seen.call.year,
        awarded_nok=view.awarded_nok,
        case=view.case,
        call=view.call,
        title=view.title,
        municipality=view.municipality,
        pot=seen.pot,
    )


def _order(part: Part) -> tuple[int, bool, tuple[str, int], str, int]:
    return (part.year, not part.case, case_order(part.case or "-0"), part.source, part.awarded_nok or 0)


def _candidate(seen: _Seen, initiative: str, register: Register, today: date) -> Candidate:
    view = seen.view
    return Candidate(
        case=view.case,
        year=seen.call.year,
        title=view.title,
        municipality=view.municipality,
        awarded_nok=view.awarded_nok,
        heirs=_heirs(view.municipality_number, seen.call.call.opens_on, register, today),
        initiative=initiative,
    )


def _heirs(number: str, then: date, register: Register, today: date) -> frozenset[str]:
    """Return the numbers of what a municipality has become by `today`; its own where it stands, or nobody knows it."""
    lead = register.at(number, then)
    if lead is None or register.at(number, today):
        return frozenset((number,))
    return frozenset(heir.number for heir in register.successors(lead, today)) or frozenset((number,))
