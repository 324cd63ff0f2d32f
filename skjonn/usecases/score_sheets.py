"""Write score sheets: one workbook per assessor, with the cases that assessor is to assess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.score_sheets import ScoreRow, ScoreSheet
from skjonn.errors import UsageError
from skjonn.files import file_name, sha256
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.score_sheet import score_workbook
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, persons
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language
from skjonn.usecases.acting import acting
from skjonn.usecases.assessing import NotAnAssessor
from skjonn.usecases.case_views import name_of
from skjonn.usecases.handed_out import hand_out
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.naming import person_named
from skjonn.usecases.settled import settled_cases


class NothingToAssess(UsageError):
    """There is nobody to write a sheet for, or no case to put on it."""

    code = "nothing-to-assess"
    sentence = N_("There is no case of the call {call} for anybody to assess.")
    advice = N_("Cases that are decided or withdrawn, and those a person is recused in, are left out; `skjonn person list` shows the assessors.")  # fmt: skip


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet in a file: whose, how many cases, and its digest."""

    assessor: str
    cases: int
    path: Path
    sha256: str


@dataclass(frozen=True)
class Wanted:
    """Which sheets: for whom (logins or names, none is every assessor in service), of which cases (none is all), in which language."""

    call: str
    persons: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    language: Language | None = None


def write_sheets(url: str, desk: Desk, wanted: Wanted, folder: Path | None = None) -> tuple[WrittenSheet, ...]:
    """Write one workbook per assessor into a folder: `poeng-2021-Ola Vurdering.xlsx`, with the login where names are equal.

    Raises:
        CallUnknown, CaseUnknown, NotRegistered, PersonAmbiguous, NotAnAssessor: as asked for.
        NothingToAssess: there would be no sheet; TargetBusy: another program has one open.
        FileThere: a sheet is there already, with something else in it; none is written.
    """
    with reading(url) as session:
        sheets = gathered(session, desk, wanted)
    names = Counter(sheet.assessor.casefold() for sheet in sheets)
    made, done = {}, []
    for sheet in sheets:
        content = score_workbook(sheet)
        name = sheet.assessor if names[sheet.assessor.casefold()] == 1 else f"{sheet.assessor} ({sheet.login})"
        path = (folder or Path()) / file_name(f"poeng-{sheet.call}-{name}", "xlsx")
        made[path] = content
        done.append(WrittenSheet(sheet.assessor, len(sheet.rows), path, sha256(content)))
    hand_out(made, desk)
    return tuple(done)


def gathered(session: Session, desk: Desk, wanted: Wanted) -> list[ScoreSheet]:
    """Return the sheets as values, in the order people were registered; who has no case to assess gets none.

    Raises:
        CallUnknown, CaseUnknown, NotRegistered, PersonAmbiguous, NotAnAssessor, NothingToAssess: as for `write_sheets`.
    """
    acting(session, desk)
    stored = calls.one(session, wanted.call)
    language = wanted.language or cast("Language", the_office(session).neutral_language)
    cases = _cases(session, stored, wanted.cases)
    recused = {(one.person_id, one.application_id) for one in assessments.recusals(session, stored.id)}
    sheets = []
    for person in _assessors(session, desk, wanted.persons):
        own = [case for case in cases if (person.id, case.id) not in recused]
        if own:
            sheets.append(_sheet(session, desk, stored, (person, own), language))
    if not sheets:
        raise NothingToAssess(call=wanted.call)
    return sheets


def _cases(session: Session, stored: StoredCall, named: Sequence[str]) -> list[Case]:
    """Return the cases that may be assessed, or those of them that are named."""
    every = {case.case_number: case for case in applications.cases(session, stored.id)}
    for name in named:
        if name not in every:
            raise CaseUnknown(case=name)
    settled = settled_cases(session, stored.id)
    return [
        case
        for number, case in every.items()
        if not (case.content.withdrawn or case.single or case.id in settled) and (not named or number in named)
    ]


def _assessors(session: Session, desk: Desk, named: Sequence[str]) -> list[Person]:
    known = persons.every(session)
    if not named:
        return [one for one in known if Role.ASSESSOR in one.roles and one.serves_on(desk.today)]
    found = [person_named(known, name) for name in named]
    for one in found:
        if Role.ASSESSOR not in one.roles:
            raise NotAnAssessor(name=one.name)
    return found


def _sheet(session: Session, desk: Desk, stored: StoredCall, whose: tuple[Person, list[Case]], language: Language) -> ScoreSheet:  # fmt: skip
    person, cases = whose
    register, call = register_in_use(session), stored.call
    held = {
        one.application_id: one for one in assessments.assessments(session, stored.id) if one.assessor_id == person.id
    }
    rows = []
    for case in cases:
        before = held.get(case.id)
        rows.append(
            ScoreRow(
                case=case.case_number,
                title=case.content.title,
                municipality=name_of(case.content.lead, call.opens_on, register),
                applied_nok=case.content.applied_nok,
                summary=case.content.summary,
                points=before.points if before else {},
                text=before.text if before else "",
                number=before.number if before else 0,
            )
        )
    return ScoreSheet(
        call=stored.code,
        version=stored.version_number,
        name=call.names[language],
        office=office_at(the_office(session).office_id, desk.today).name(language),
        language=language,
        login=person.login,
        assessor=person.name,
        criteria=call.criteria,
        scale=call.scale,
        rows=tuple(rows),
        banner=call.letters.banner.get(language, ""),
    )
