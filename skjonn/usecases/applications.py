"""Applications looked at: a list by what is asked for, and one case with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Contact, Content, PartnerKind, Scope, Source
from skjonn.domain.calls import Texts
from skjonn.domain.changes import differing
from skjonn.domain.conditions import Condition, read_back
from skjonn.domain.dates import OSLO, is_late
from skjonn.domain.decisions import decision_id
from skjonn.domain.fields import APPLICATION, CATALOGUE, Visibility
from skjonn.domain.reports import ReportAct, ReportKind
from skjonn.domain.searching import Term
from skjonn.domain.tables import Table, Value
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, case_ties, conditions, decisions, imports, persons, reports
from skjonn.storage.queries.applications import Case, Note, Version
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.case_ties import Link
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.usecases.case_statuses import case_statuses
from skjonn.usecases.case_views import NOT_NAMED, name_of
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.report_views import needless
from skjonn.usecases.searching import found, terms_of

_COLUMNS = ("case", "title", "municipality", "partners", "applied_nok", "status")


@dataclass(frozen=True)
class Asked:
    """Which cases to list; what is empty asks for nothing.

    Attributes:
        calls: codes; none given: all calls of `years` (both ends included), else every call.
        search: words that all stand in titles, texts or names, in whatever form; words in quotes stand together.
        municipality: number or name of applicant or partner; area, status, caseworker: as stored.
        as_of: as it stood at the end of that day.
    """

    calls: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    search: str = ""
    municipality: str = ""
    area: str = ""
    status: str = ""
    caseworker: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class VersionShown:
    """One version in a case's series: its day, who made it, why, and which fields it changed."""

    number: int
    on: date
    author: str
    reason: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class CameWith:
    """The import a case came with: its number, the day, who took it in (a name), and when it was withdrawn, if it was."""

    number: int
    on: date
    person: str
    undone_on: date | None


@dataclass(frozen=True)
class ReportOfCase:
    """A report of the case: which, the day it is due, the day the latest came, what became of it, and money not used.

    `due_on` is None where no day is set, `received_on` where none has come, `act` while it waits, `unused_nok` where nothing is said;
    `needless` where it is an interim report that has not come, and the final one has.
    """

    report: ReportKind
    due_on: date | None
    received_on: date | None = None
    act: ReportAct | None = None
    unused_nok: int | None = None
    needless: bool = False


@dataclass(frozen=True)
class DecidedShown:
    """What a case came to: municipalities by name, `ground` a code, amounts in whole kroner, the rest as in `DecidedLine`."""

    decision: str
    on: date | None
    outcome: Outcome
    awarded_nok: int
    pot: str
    ground: str
    ends_on: str
    lead: str
    payee: str
    purpose: str
    later_years: str


@dataclass(frozen=True)
class Shown:
    """One case, for the office's own eyes.

    Attributes:
        fields: by the catalogue's names, those that are filled in; municipalities by name, moments in Europe/Oslo.
        late: it came after the deadline; late_reason: why it was taken.
        source: the file, sheet and row it last came with; came_with: that file's import, None by hand.
        taken_over: it was decided before this database kept it.
        merged_into: the case it is part of; merged_from: the cases that are part of it.
        links: public.
        contacts: personal; notes: internal.
        reports: those the award owes, and those that came, the interim report first.
        conditions: set for its award, as it was decided, or for one that is not decided yet.
        decided: what holds of it, None while it is undecided; area_names, ground_names: code -> what the call calls it, by form.
    """

    case: str
    call: str
    status: str
    late: bool
    late_reason: str
    fields: dict[str, Any]
    municipality_number: str
    source: Source
    versions: tuple[VersionShown, ...]
    contacts: tuple[Contact, ...]
    notes: tuple[Note, ...]
    taken_over: bool = False
    came_with: CameWith | None = None
    merged_into: str = ""
    merged_from: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    reports: tuple[ReportOfCase, ...] = ()
    conditions: tuple[Condition, ...] = ()
    decided: DecidedShown | None = None
    area_names: Mapping[str, Texts] = field(default_factory=dict)
    ground_names: Mapping[str, Texts] = field(default_factory=dict)


def listing(url: str, asked: Asked) -> Table:
    """Return the cases asked for, withdrawn ones too, by call and case number.

    Raises:
        CallUnknown: a call of that code does not exist.
        NothingToSearch: what is searched for holds no word.
    """
    terms = terms_of(asked.search)
    with reading(url) as session:
        register = register_in_use(session)
        rows = [row for call in _calls(session, asked) for row in _of_call(session, call, asked, terms, register)]
    live = [row for row in rows if row["status"] != "withdrawn"]
    applied = sum(value for row in live if isinstance(value := row["applied_nok"], int))
    totals = {"applications": len(live), "applied_nok": applied}
    return Table("applications", tuple(CATALOGUE[name] for name in _COLUMNS), tuple(rows), totals)


def _of_call(
    session: Session, call: StoredCall, asked: Asked, terms: tuple[Term, ...], register: Register
) -> list[dict[str, Value]]:
    """Return the rows of the cases of a call that fit; of a search, each names the fields where something was found."""
    held = found(session, call, terms, register, asked.as_of) if terms else {}
    if terms and not held:
        return []
    cases = applications.some_cases(session, list(held), asked.as_of) if terms else applications.cases(session, call.id, asked.as_of)  # fmt: skip
    statuses = case_statuses(session, call.id, cases, asked.as_of)
    rows = ((case, _row(case, call, statuses[case.id], register)) for case in cases)
    return [row | ({"found_in": held[case.id]} if terms else {}) for case, row in rows if _fits(row, case, asked)]


def show(url: str, case: str, as_of: date | None = None) -> Shown:
    """Return one case with its series, notes and persons.

    Raises:
        CaseUnknown: no case has the number, or it came after `as_of`.
    """
    with reading(url) as session:
        found = applications.case(session, case, as_of)
        stored = calls.one(session, case.rpartition("-")[0])
        register = register_in_use(session)
        series = [one for one in applications.versions(session, found.id) if as_of is None or one.on <= as_of]
        received = found.content.received_at
        decided = decisions.standing(session, stored.id, as_of).get(found.id)
        came = next((one for one in reversed(series) if one.source != Source()), series[0])
        return Shown(
            case=case,
            call=stored.code,
            status=case_statuses(session, stored.id, [found], as_of)[found.id],
            late=received is not None and is_late(received, stored.call.deadline),
            late_reason=series[0].reason,
            fields=_filled(found.content, stored, register),
            municipality_number=found.content.lead,
            source=came.source,
            versions=tuple(_series(series)),
            contacts=tuple(applications.contacts(session, found.id)),
            notes=tuple(note for note in applications.notes(session, found.id) if as_of is None or note.on <= as_of),
            taken_over=decided is not None and decided.taken_over,
            came_with=_came_with(session, came, as_of),
            merged_into=_merged_into(session, found),
            merged_from=_merged_from(session, found, as_of),
            links=tuple(case_ties.links(session, found.id, persons.names(session), as_of)),
            reports=_reports(session, found, as_of) if decided and decided.outcome is Outcome.AWARD else (),
            conditions=_conditions(session, found, decided, as_of),
            decided=_decided(decided, stored, register) if decided else None,
            area_names={area.code: area.names for area in stored.call.areas},
            ground_names={ground.code: ground.names for ground in stored.call.grounds},
        )


def _decided(line: DecidedLine, stored: StoredCall, register: Register) -> DecidedShown:
    lead, payee = (name_of(one, stored.call.opens_on, register) if one else "" for one in (line.lead, line.payee))
    return DecidedShown(
        decision_id(stored.code, line.decision_number), line.approved_on, line.outcome, line.amount_nok, line.pot, line.ground,
        line.ends_on, lead, payee, line.purpose, line.later_years,
    )  # fmt: skip


def _conditions(
    session: Session, found: Case, decided: DecidedLine | None, as_of: date | None
) -> tuple[Condition, ...]:
    if decided is not None and decided.outcome is not Outcome.NEXT_ROUND:
        return read_back(decided.conditions)
    return tuple(conditions.standing(session, found.call_id, as_of).get(found.id, ()))


def _reports(session: Session, found: Case, as_of: date | None) -> tuple[ReportOfCase, ...]:
    dues, came = reports.dues(session, as_of, [found.id]), reports.latest(session, as_of, [found.id])
    shown = []
    for kind in ReportKind:
        key = (found.id, kind)
        if key in dues or key in came:
            one, due_on = came.get(key), dues[key].due_on if key in dues else None
            received, act, unused = (one.received_on, one.act, one.unused_nok) if one else (None, None, None)
            shown.append(ReportOfCase(kind, due_on, received, act, unused, key in needless(came)))
    return tuple(shown)


def _came_with(session: Session, came: Version, as_of: date | None) -> CameWith | None:
    if came.import_id is None:
        return None
    file = imports.by_key(session, came.import_id)
    undone_on = file.undone_on if file.undone_on and (as_of is None or file.undone_on <= as_of) else None
    return CameWith(file.number, file.on, file.person, undone_on)


def _merged_into(session: Session, found: Case) -> str:
    """Return the number of the case a case is part of; on an earlier day, before it was withdrawn, none."""
    into = found.merged_into_id if found.content.withdrawn else None
    return applications.numbers(session, [into])[into] if into is not None else ""


def _merged_from(session: Session, found: Case, as_of: date | None) -> tuple[str, ...]:
    parts = applications.some_cases(session, list(applications.merged_into(session, [found.id])), as_of)
    return tuple(part.case_number for part in parts if part.content.withdrawn)


def _calls(session: Session, asked: Asked) -> list[StoredCall]:
    if asked.calls:
        return [calls.one(session, code, asked.as_of) for code in asked.calls]
    every = calls.every(session, asked.as_of)
    if asked.years is None:
        return every
    first, last = asked.years
    return [call for call in every if first <= call.year <= last]


def _row(case: Case, stored: StoredCall, status: str, register: Register) -> dict[str, Value]:
    content, day = case.content, stored.call.opens_on
    received = content.received_at
    return {
        "case": case.case_number,
        "title": content.title,
        "municipality": name_of(content.lead, day, register),
        "municipality_number": content.lead,
        "partners": _partners(content, day, register),
        "scope": content.scope.value,
        "areas": content.areas,
        "applied_nok": content.applied_nok,
        "status": status,
        "caseworker": content.caseworker,
        "received_at": received.astimezone(OSLO).isoformat() if received else None,
        "late": "yes" if received and is_late(received, stored.call.deadline) else "no",
    }


def _partners(content: Content, day: date, register: Register) -> tuple[str, ...]:
    return tuple(
        NOT_NAMED if one.kind is PartnerKind.UNNAMED else name_of(one.number, day, register) if one.number else one.name
        for one in content.partners
    )


def _fits(row: dict[str, Value], case: Case, asked: Asked) -> bool:
    content = case.content
    numbers = {content.lead, *(one.number for one in content.partners)}
    names = {str(row["municipality"]).casefold(), *(one.name.casefold() for one in content.partners)}
    return (
        (not asked.municipality or asked.municipality in numbers or asked.municipality.casefold() in names)
        and (not asked.area or asked.area in content.areas)
        and (not asked.status or asked.status == row["status"])
        and (not asked.caseworker or asked.caseworker.casefold() == content.caseworker.casefold())
    )


def _filled(content: Content, stored: StoredCall, register: Register) -> dict[str, Any]:
    day = stored.call.opens_on
    worded = {
        "lead": name_of(content.lead, day, register),
        "payee": name_of(content.payee, day, register) if content.payee else "",
        "partners": _partners(content, day, register),
        "received_at": content.received_at.astimezone(OSLO) if content.received_at else None,
        "scope": content.scope.value if content.scope is Scope.COUNTY else "",
    }
    known = [
        field.name for field in APPLICATION if field.visibility is not Visibility.PERSONAL and field.name != "note"
    ]
    values = {name: worded.get(name, getattr(content, name)) for name in known}
    values["withdrawn_reason"] = content.withdrawn_reason
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _series(series: Sequence[Version]) -> Iterable[VersionShown]:
    for before, version in zip([None, *series], series, strict=False):
        changed = differing(before.content, version.content) if before else ()
        yield VersionShown(version.number, version.on, version.author, version.reason, changed)
