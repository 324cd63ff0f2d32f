"""Which cases look like one initiative: over the whole register when asked, and for what has just come in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.initiatives_alike import Candidate, Suggestion, suggestions
from skjonn.registries.alike import share
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, initiatives
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.initiatives import Head
from skjonn.usecases.initiative_views import Seen, seen
from skjonn.usecases.municipalities import register_in_use

_MOST_COMPARED = 2_000  # newly registered cases
_NOTHING = frozenset(("refused", "dismissed", "passed_on", "reversed", "declined"))
"""What a case has come to that got nothing and will get nothing: it is not suggested."""


def suggest(url: str, desk: Desk, among: Collection[str] | None = None) -> list[Suggestion]:
    """Return groups of cases over the years that look like one initiative, all there are or of `among`; nothing is tied.

    Compared are the cases that are not refused, by title and lead; a lead that ended is what it has become by the desk's day.
    """
    with reading(url) as session:
        return _suggest(session, desk, among)


def _suggest(session: Session, desk: Desk, among: Collection[str] | None) -> list[Suggestion]:
    register = register_in_use(session)
    names = initiatives.names(session)
    tied = {tie.case_number: names[tie.initiative_id] for tie in initiatives.ties(session)}
    candidates = [
        _candidate(one, tied.get(case, ""), register, desk.today)
        for case, one in seen(session, among).items()
        if (among is None or case in among) and (case in tied or one.view.status not in _NOTHING)
    ]
    return suggestions(candidates, share)


def suggested_among(url: str, desk: Desk, cases: Collection[str]) -> list[Suggestion]:
    """Return the suggestions that hold one of `cases`, just registered and untied; none where they are too many to compare.

    An office gets some hundreds of applications in a year; a file of thousands is a register taken over whole, which is
    better looked through with `suggest` when all of it is there.
    """
    if not cases:
        return []
    with reading(url) as session:
        return suggested_in(session, desk, cases)


def suggested_in(session: Session, desk: Desk, cases: Collection[str]) -> list[Suggestion]:
    """Return the suggestions that hold one of `cases`, as `suggested_among`, also of cases that are registered in this transaction alone."""
    if not cases or len(cases) > _MOST_COMPARED:
        return []
    fresh = frozenset(cases)
    near = {case for one in _roughly(session, desk, fresh) for case in one}
    return [one for one in _suggest(session, desk, near) if _holds(one, fresh)] if near else []


def _holds(suggestion: Suggestion, fresh: frozenset[str]) -> bool:
    return any(case.case in fresh for case in suggestion.untied)


def _roughly(session: Session, desk: Desk, fresh: frozenset[str]) -> list[list[str]]:
    """Return groups that hold every suggestion with one of `fresh`, by titles and leads alone: what became of a case is not asked.

    Nearly always there is none, and an import need not wait for the views of every year's cases.
    """
    heads = initiatives.heads(session)
    of_key = {call.id: call for call in calls.every(session)}
    names = initiatives.names(session)
    tied = {tie.case_number: names[tie.initiative_id] for tie in initiatives.ties(session)}
    if not tied and len({of_key[head.call_id].year for head in heads}) <= 1:
        return []  # a group spans two years, or reaches into an initiative
    register = register_in_use(session)
    rough = _reached(list(_by_head(heads, of_key, tied, register, desk.today)), fresh)
    return [[case.case for case in one.cases] for one in suggestions(rough, share) if _holds(one, fresh)]


def _by_head(
    heads: Sequence[Head], of_key: Mapping[int, StoredCall], tied: Mapping[str, str], register: Register, today: date
) -> Iterator[Candidate]:
    known: dict[tuple[str, int], frozenset[str]] = {}
    for head in heads:
        call, among = of_key[head.call_id], frozenset[str]()
        for lead in head.leads:
            if (lead, call.id) not in known:
                known[lead, call.id] = _heirs(lead, call.call.opens_on, register, today)
            among |= known[lead, call.id]
        yield Candidate(head.case_number, call.year, head.title, "", None, among, tied.get(head.case_number, ""))


def _reached(candidates: Sequence[Candidate], fresh: frozenset[str]) -> list[Candidate]:
    """Return the candidates of the leads of `fresh`, and of every lead that is reached from them through an initiative."""
    leads: set[str] = set()
    wanted = {number for one in candidates if one.case in fresh for number in one.heirs}
    found: list[Candidate] = []
    while wanted - leads:
        leads |= wanted
        names = {one.initiative for one in candidates if one.initiative and one.heirs & leads}
        found = [one for one in candidates if one.heirs & leads or one.initiative in names]
        wanted = {number for one in found if one.initiative for number in one.heirs}
    return found


def _candidate(one: Seen, initiative: str, register: Register, today: date) -> Candidate:
    view = one.view
    return Candidate(
        case=view.case,
        year=one.call.year,
        title=view.title,
        municipality=view.municipality,
        awarded_nok=view.awarded_nok,
        heirs=_heirs(view.municipality_number, one.call.call.opens_on, register, today),
        initiative=initiative,
    )


def _heirs(number: str, then: date, register: Register, today: date) -> frozenset[str]:
    """Return the numbers of what a municipality has become by `today`; its own where it stands, or nobody knows it."""
    lead = register.at(number, then)
    if lead is None or register.at(number, today):
        return frozenset((number,))
    return frozenset(heir.number for heir in register.successors(lead, today)) or frozenset((number,))
