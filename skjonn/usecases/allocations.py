"""Recommend an outcome for a case, and list what is recommended beside what the pots have. For the office's own eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Recommendation
from skjonn.domain.calls import Call
from skjonn.domain.decisions import again
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, assessments, calls, decisions, frames
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.assessments import StoredRecommendation
from skjonn.texts import Language
from skjonn.usecases.acting import record
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import Round, Wanted, held_pots, over_pots, pending, save


@dataclass(frozen=True)
class Recommended:
    """What stands for a case now; `outcome` is `added`, `changed` or `unchanged`; `warnings` is what should be seen."""

    case: str
    applied_nok: int
    said: Recommendation
    outcome: str
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class ListedCase:
    """A live case and what is recommended for it; None is "nothing yet". `ground` is worded."""

    case: str
    title: str
    municipality: str
    applied_nok: int
    said: Recommendation | None
    ground: str


@dataclass(frozen=True)
class PotState:
    """What a pot has free, and what is recommended from it and not yet decided, over all calls of the year."""

    name: str
    free_nok: int
    recommended_nok: int


@dataclass(frozen=True)
class Listed:
    """The recommendations of a call by case number, the pots it draws on, and what should be seen.

    `awaiting` tells whether any case awaits a decision and is in no draft.
    """

    awaiting: bool
    rows: tuple[ListedCase, ...]
    pots: tuple[PotState, ...]
    warnings: tuple[Problem, ...]


def recommend(url: str, desk: Desk, case_number: str, wanted: Wanted) -> Recommended:
    """Recommend an outcome for one case; setting what stands already changes nothing.

    More than a pot holds is a warning with the figures; only the approval of a decision refuses it.

    Raises:
        CaseUnknown, GroundUnknown, PotNotOfCall, AwardNothing: wrongly given.
        CaseWithdrawn, CaseDecided, CaseInDraft, AboveApplied: not allowed.
        FrameUnknown, PotUnknown: the year has no such pot.
    """
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = around.case(case_number)
        around.require_open(case)
        entry = around.entry(case, wanted)
        for fault in around.faults(entry):
            raise fault
        save(session, around, [entry])
        if not entry.same:
            record(session, desk, around.person, "recommendation-set", case_number, cases=[entry.case.id])
        year = around.call.year
        warnings = (*around.doubts(entry), *over_pots(session, year), *held_pots(session, year, desk.today))
        return Recommended(case_number, entry.case.content.applied_nok, entry.said, entry.outcome, warnings)


def listed(url: str, call: str, language: Language, today: date, as_of: date | None = None) -> Listed:
    """Return every live case of a call with what is recommended for it, as of a day (included) or now.

    The pots' figures and warnings are of now, and left out for an earlier day.

    Raises:
        CallUnknown: there is none.
    """
    with reading(url) as session:
        stored = calls.one(session, call, as_of)
        register = register_in_use(session, as_of)
        standing = assessments.recommendations(session, stored.id, as_of)
        rows = tuple(
            _listed(case, standing.get(case.id), stored.call, register, language)
            for case in applications.cases(session, stored.id, as_of)
            if not case.content.withdrawn
        )
        if as_of is not None:
            return Listed(False, rows, (), ())
        awaiting = _awaiting(session, stored.id, standing)
        warnings = (*over_pots(session, stored.year), *held_pots(session, stored.year, today))
        return Listed(awaiting, rows, _states(session, stored.call), warnings)


def form(url: str, case_number: str) -> tuple[str, int, Call]:
    """Return a case's title, what it applied for (whole kroner), and its call, for questions to a person.

    Raises:
        CaseUnknown: there is no such case.
    """
    with reading(url) as session:
        found = applications.case(session, case_number)
        call = calls.one(session, _call_of(case_number)).call
        return found.content.title, found.content.applied_nok, call


def _awaiting(session: Session, call_id: int, recommended: dict[int, StoredRecommendation]) -> bool:
    """Tell whether something recommended is neither decided nor in a draft; what is moved waits for something new."""
    before = decisions.standing(session, call_id)
    drafted = {line.application_id for line in decisions.in_draft(session, call_id)}
    return any(
        key not in drafted and (key not in before or again(before[key].outcome, stored.recommendation))
        for key, stored in recommended.items()
    )


def _listed(
    case: Case, stored: StoredRecommendation | None, call: Call, register: Register, language: Language
) -> ListedCase:
    lead = register.at(case.content.lead, call.opens_on)
    said = stored.recommendation if stored else None
    return ListedCase(
        case=case.case_number,
        title=case.content.title,
        municipality=lead.name if lead else case.content.lead,
        applied_nok=case.content.applied_nok,
        said=said,
        ground=_ground(said, call, language),
    )


def _ground(said: Recommendation | None, call: Call, language: Language) -> str:
    if said is None or not said.ground:
        return ""
    named = next((one for one in call.grounds if one.code == said.ground), None)
    if named is None:
        return said.ground
    return named.names.get(language) or next(iter(named.names.values()), said.ground)


def _states(session: Session, call: Call) -> tuple[PotState, ...]:
    try:
        rows = frames.pots(session, call.year)
    except frames.FrameUnknown:
        return ()
    recommended = pending(session, call.year)
    return tuple(
        PotState(row.name, row.allotted_nok - row.committed_nok, recommended[row.name])
        for row in rows
        if row.name in call.pots
    )


def _call_of(case_number: str) -> str:
    return case_number.rpartition("-")[0]
