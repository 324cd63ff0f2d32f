"""Initiatives as people see them: what each has had, and which cases look as if they belonged together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.case_view import CaseView
from skjonn.domain.codes import case_order
from skjonn.domain.initiatives import Initiative, InitiativeUnknown, Part
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, decisions, initiatives
from skjonn.storage.queries.calls import StoredCall
from skjonn.usecases.case_views import case_views


@dataclass(frozen=True)
class Seen:
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
    cases = seen(session, {tie.case_number for tie in ties}, as_of)
    parts: dict[int, list[Part]] = defaultdict(list)
    for tie in ties:
        parts[tie.initiative_id] += [_of_case(cases[tie.case_number])] if tie.case_number in cases else []
    for award in initiatives.other_awards(session, as_of):
        parts[award.initiative_id].append(Part(award.year, award.amount_nok, source=award.source))
    names = initiatives.names(session)
    found = [Initiative(names[key], tuple(sorted(some, key=_order))) for key, some in parts.items() if some]
    return sorted(found, key=lambda initiative: initiative.name.casefold())


def seen(session: Session, wanted: Collection[str] | None = None, as_of: date | None = None) -> dict[str, Seen]:
    """Return live cases by number: all of the calls that those `wanted` are of, or all there are."""
    found = {}
    codes = None if wanted is None else {case.rpartition("-")[0] for case in wanted}
    for call in calls.every(session, as_of):
        if codes is None or call.code in codes:
            pots = {line.case_number: line.pot for line in decisions.standing(session, call.id, as_of).values()}
            for view in case_views(session, [call], as_of):
                found[view.case] = Seen(call, view, pots.get(view.case, ""))
    return found


def _of_case(case: Seen) -> Part:
    view = case.view
    return Part(
        year=case.call.year,
        awarded_nok=view.awarded_nok,
        case=view.case,
        call=view.call,
        title=view.title,
        municipality=view.municipality,
        pot=case.pot,
    )


def _order(part: Part) -> tuple[int, bool, tuple[str, int], str, int]:
    return (part.year, not part.case, case_order(part.case or "-0"), part.source, part.awarded_nok or 0)
