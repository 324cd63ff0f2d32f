"""Record what assessors hold of the cases, and rank the cases. All of it is for the office's own eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain import calls_file, scores
from skjonn.domain.calls import Call, Criterion
from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.frames import held_until
from skjonn.domain.scores import Assessment, Cut, Ranked, cut_line
from skjonn.errors import UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, assessments, calls, frames
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.assessments import StoredAssessment
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.acting import record
from skjonn.usecases.assessing import Given, Round, require_reason, save
from skjonn.usecases.settled import settled_cases


class AssessmentEmpty(UsageError):
    """Neither points nor a text was given."""

    code = "assessment-empty"
    sentence = N_("Nothing was given to record on {case}.")
    advice = N_("Give --points CRITERION=N, or --text TEXT, or both.")


@dataclass(frozen=True)
class Recorded:
    """What was recorded; `missing` are codes of criteria that are not assessed; `outcome` added, changed or unchanged."""

    case: str
    assessor: str
    outcome: str
    points: dict[str, int]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RankedCase:
    """A case in the ranking with its title."""

    ranked: Ranked
    title: str


def record_one(
    url: str, desk: Desk, case_number: str, points: Given, text: str | None, *, assessor: str = "", reason: str = ""
) -> Recorded:
    """Record one assessor's assessment of one case; what is not given stays as it was.

    Args:
        url: of the database.
        desk: the assessor's own, or a caseworker's on an assessor's behalf.
        case_number: in full.
        points: by criterion; None takes points back.
        text: the written assessment; None leaves it as it is.
        assessor: login or name; empty is who sits at the desk.
        reason: why an earlier assessment is changed; needed exactly then.

    Raises:
        CaseUnknown, CriterionUnknown, CriterionTwice, PointsOffScale, AssessmentEmpty, AssessmentReasonMissing: wrongly given.
        CaseSettled, NotAnAssessor, AssessorOther, Recused: not allowed.
    """
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = around.case(case_number)
        around.require_open(case)
        whose = around.assessor(assessor)
        around.require_not_recused(case, whose)
        one = around.entry(case, whose, points, None if text is None else text.strip())
        if not (one.points or one.text or one.before):
            raise AssessmentEmpty(case=case_number)
        why = require_reason([one], reason)
        save(session, around, [one], why)
        if not one.same:
            record(session, desk, around.person, "assessment-changed" if one.changes else "assessment-recorded", case_number, cases=[one.case.id], assessor=one.assessor.login, reason=why)  # fmt: skip
        missing = tuple(each.code for each in around.content.criteria if each.code not in one.points)
        outcome = "unchanged" if one.same else "changed" if one.changes else "added"
        return Recorded(case_number, one.assessor.name, outcome, one.points, missing)


@dataclass(frozen=True)
class Form:
    """What is to be asked for: a case's title, its call with criteria and scale, and what the assessor holds of it already."""

    title: str
    call: Call
    before: StoredAssessment | None

    @property
    def points(self) -> scores.Points:
        """What stands, by criterion; nothing where it is not assessed."""
        return self.before.points if self.before else {}

    @property
    def text(self) -> str:
        """The written assessment that stands; may be empty."""
        return self.before.text if self.before else ""

    def changes(self, points: Given, text: str | None) -> bool:
        """Tell whether something that stands would be otherwise; `text` None leaves it as it is."""
        return any(self.points.get(code) != given for code, given in points.items()) or text not in {None, self.text}


def form(url: str, desk: Desk, case_number: str, assessor: str = "") -> Form:
    """Return what is to be asked for, after making sure that it may be recorded; nothing is to be typed in vain.

    Args:
        url: of the database; desk, case_number, assessor: as for `record_one`.

    Raises:
        CaseUnknown: there is no such case.
        CaseSettled, NotAnAssessor, AssessorOther, Recused: not allowed.
    """
    with reading(url) as session:
        around = Round.of(session, desk, _call_of(case_number))
        case = around.case(case_number)
        around.require_open(case)
        whose = around.assessor(assessor)
        around.require_not_recused(case, whose)
        return Form(case.content.title, around.content, around.held.get((case.id, whose.id)))


@dataclass(frozen=True)
class Ranking:
    """The ranking of a call.

    Attributes:
        method: the name of how totals are reckoned (`domain.scores.METHOD`); rows: the cases, those without a total last.
        mixed: cases whose assessments were given under several versions with other criteria, in order; their totals are
            reckoned by `method_of_versions`.
        cut: where the free money of the call's pots runs out; None for an earlier day, and where the year has no frame.
        aside: assessments that count for nothing, because who gave them is recused: case, assessor, ground.
        under: versions of the call that assessments were given under, where criteria have changed since; each keeps its own.
    """

    method: str
    rows: tuple[RankedCase, ...]
    cut: Cut | None
    aside: tuple[tuple[str, str, str], ...]
    under: tuple[int, ...]
    mixed: tuple[str, ...] = ()
    method_of_versions: str = scores.METHOD_OF_VERSIONS


def ranking(url: str, call: str, today: date, as_of: date | None = None) -> Ranking:
    """Return the ranking with what must be known to read it; money held back until after `today` is not free.

    Raises:
        CallUnknown: there is none.
    """
    rows = ranked(url, call, as_of)
    with reading(url) as session:
        stored = calls.one(session, call, as_of)
        live = [one for one in applications.cases(session, stored.id, as_of) if not one.content.withdrawn]
        versions = {row.id: row.number for row in calls.versions(session, stored.id)}
        held = assessments.assessments(session, stored.id, as_of)
        criteria = _criteria(session, stored, {one.call_version_id for one in held})
        differ = any(each != stored.call.criteria for each in criteria.values())
        under = tuple(sorted({versions[one.call_version_id] for one in held})) if differ else ()
        aside = [
            (one.case_number, one.assessor, why.ground) for one, why in assessments.set_aside(session, stored.id, as_of)
        ]
        cut = None if as_of else _cut(session, stored, rows, {one.case_number: one for one in live}, today)
        mixed = sorted({one.case_number for one in live} & _mixed(held, criteria), key=case_order)
        return Ranking(scores.METHOD, rows, cut, tuple(aside), under, tuple(mixed))


def _mixed(held: Sequence[StoredAssessment], criteria: Mapping[int, Sequence[Criterion]]) -> set[str]:
    """Return the cases whose assessments were given under several criteria."""
    first: dict[str, Sequence[Criterion]] = {}
    return {
        one.case_number
        for one in held
        if first.setdefault(one.case_number, criteria[one.call_version_id]) != criteria[one.call_version_id]
    }


def _cut(
    session: Session, stored: StoredCall, rows: Sequence[RankedCase], live: Mapping[str, Case], today: date
) -> Cut | None:
    """Return where the free money of the call's pots runs out among the cases that are not decided."""
    try:
        every = [frames.pot(session, stored.year, name) for name in stored.call.pots]
    except (frames.FrameUnknown, frames.PotUnknown):
        return None
    pots = [pot for pot in every if not held_until(pot.opens_on, today)]
    settled = settled_cases(session, stored.id)
    open_ones = [one.ranked for one in rows if live[one.ranked.case].id not in settled]
    applied = {number: one.content.applied_nok for number, one in live.items()}
    return cut_line(open_ones, applied, sum(pot.allotted_nok - pot.committed_nok for pot in pots))


def ranked(url: str, call: str, as_of: date | None = None) -> tuple[RankedCase, ...]:
    """Return the live cases of a call by their total, as of a day (included) or now; those without a total last.

    Raises:
        CallUnknown: there is none.
    """
    with reading(url) as session:
        return ranked_in(session, calls.one(session, call, as_of), as_of)


def ranked_in(session: Session, stored: StoredCall, as_of: date | None = None) -> tuple[RankedCase, ...]:
    """Return the same inside a transaction, for what is decided on it there."""
    live = {
        one.case_number: one.content.title
        for one in applications.cases(session, stored.id, as_of)
        if not one.content.withdrawn
    }
    held = assessments.assessments(session, stored.id, as_of)
    places = scores.ranking(totals_of(session, stored, list(live), held))
    return tuple(RankedCase(place, live[place.case]) for place in places)


def totals_of(session: Session, stored: StoredCall, cases: Sequence[str], held: Sequence[StoredAssessment]) -> dict[str, scores.Total]:  # fmt: skip
    """Return the figures of some cases of a call, by case number, from what is held of them: each by the version it is under."""
    by_case: dict[str, list[StoredAssessment]] = {case: [] for case in cases}
    for one in held:
        if one.case_number in by_case:
            by_case[one.case_number].append(one)
    criteria = _criteria(session, stored, {one.call_version_id for one in held})
    assessors = len({one.login for one in held})
    return {case: _total(given, criteria, stored.call.criteria, assessors) for case, given in by_case.items()}


def _total(
    given: Sequence[StoredAssessment], criteria: Mapping[int, Sequence[Criterion]], now: Sequence[Criterion], assessors: int
) -> scores.Total:  # fmt: skip
    under = [criteria[one.call_version_id] for one in given]
    plain = [Assessment(one.login, one.points, one.text) for one in given]
    if any(each != under[0] for each in under):
        return scores.total_of_versions(list(zip(under, plain, strict=True)), assessors)
    return scores.total(under[0] if under else now, plain, assessors)


def _criteria(session: Session, stored: StoredCall, wanted: AbstractSet[int]) -> dict[int, Sequence[Criterion]]:
    """Return the criteria of the call's versions that assessments were given under, by the version's key."""
    if wanted <= {stored.version_id}:
        return {stored.version_id: stored.call.criteria}
    rows = [row for row in calls.versions(session, stored.id) if row.id in wanted]
    return {row.id or 0: calls_file.from_json(row.content).criteria for row in rows}


def _call_of(case_number: str) -> str:
    return case_number.rpartition("-")[0]
