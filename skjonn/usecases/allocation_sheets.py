"""Write the allocation sheet of a call: its open cases, what is held of them, what is recommended, what the pots have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain import scores
from skjonn.domain.allocation_sheets import AllocationSheet, PotLeft, SheetCase
from skjonn.domain.allocations import Outcome
from skjonn.domain.conditions import worded
from skjonn.domain.desk import Desk
from skjonn.domain.frames import held_until
from skjonn.domain.persons import Role
from skjonn.errors import UsageError
from skjonn.files import sha256
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.allocation_sheet import allocation_workbook
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, conditions, decisions, frames
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language
from skjonn.usecases.acting import acting
from skjonn.usecases.case_views import name_of
from skjonn.usecases.handed_out import hand_out
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import pending
from skjonn.usecases.scoring import totals_of

ENDING = ".xlsx"


class SheetEnding(UsageError):
    """The sheet was to be written into a file that does not end as a workbook does."""

    code = "allocation-sheet-ending"
    sentence = N_("{path} does not end in .xlsx, as an allocation sheet does.")
    advice = N_("Name the file with --out sheet.xlsx, or leave out --out.")


class NoOpenCases(UsageError):
    """Every case of the call is decided, in a draft or withdrawn."""

    code = "no-open-cases"
    sentence = N_("The call {call} has no case that anything can be recommended for.")
    advice = N_("`skjonn allocation list {call}` shows them all.")


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet in a file: of which call, how many cases, in which language, and its digest."""

    call: str
    cases: int
    language: Language
    path: Path
    sha256: str


def write_sheet(url: str, desk: Desk, code: str, language: Language | None = None, path: Path | None = None) -> WrittenSheet:  # fmt: skip
    """Write the allocation sheet of a call as things stand now.

    Args:
        url: of the database; desk: a caseworker's, an assessor's or an approver's.
        code: the call's; language: `nb` or `nn`, None is the office's neutral default.
        path: the file; None is `fordeling-2021.xlsx` in the current folder.

    Raises:
        CallUnknown, FrameUnknown: there is no such call, or its year has no frame.
        SheetEnding: the file does not end in .xlsx; NoOpenCases: there is nothing to write.
        FileThere: the file is there already, with something else in it; TargetBusy: another program has it open.
    """
    if path is not None and path.suffix.casefold() != ENDING:
        raise SheetEnding(path=str(path))
    with reading(url) as session:
        sheet = gathered(session, desk, code, language)
    content = allocation_workbook(sheet)
    target = path or Path(f"fordeling-{sheet.call}{ENDING}")
    hand_out({target: content}, desk)
    return WrittenSheet(sheet.call, len(sheet.cases), sheet.language, target, sha256(content))


def gathered(session: Session, desk: Desk, code: str, language: Language | None = None) -> AllocationSheet:
    """Return the sheet as a value.

    Raises:
        CallUnknown, FrameUnknown, NoOpenCases: as for `write_sheet`.
    """
    acting(session, desk, Role.CASEWORKER, Role.ASSESSOR, Role.APPROVER)
    stored, office = calls.one(session, code), the_office(session)
    wanted = language or cast("Language", office.neutral_language)
    cases = _open_cases(session, stored)
    if not cases:
        raise NoOpenCases(call=code)
    return AllocationSheet(
        call=stored.code,
        name=stored.call.names[wanted],
        office=office_at(office.office_id, desk.today).name(wanted),
        language=wanted,
        cases=_cases(session, stored, cases, wanted),
        pots=_pots(session, stored, cases, desk.today),
        grounds={one.code: one.names[wanted] for one in stored.call.grounds},
        banner=stored.call.letters.banner.get(wanted, ""),
    )


def _open_cases(session: Session, stored: StoredCall) -> list[Case]:
    standing = decisions.standing(session, stored.id)
    closed = {key for key, line in standing.items() if line.outcome is not Outcome.NEXT_ROUND}
    closed |= {line.application_id for line in decisions.in_draft(session, stored.id)}
    cases = applications.cases(session, stored.id)
    return [case for case in cases if not (case.content.withdrawn or case.id in closed)]


def _cases(session: Session, stored: StoredCall, cases: list[Case], language: Language) -> tuple[SheetCase, ...]:
    said, register = assessments.recommendations(session, stored.id), register_in_use(session)
    held = assessments.assessments(session, stored.id)
    totals = totals_of(session, stored, [case.case_number for case in cases], held)
    asked = conditions.standing(session, stored.id)
    found = []
    for case in cases:
        texts = [f"{one.assessor}: {one.text}" for one in held if one.application_id == case.id and one.text]
        stands, figures = said.get(case.id), totals[case.case_number]
        found.append(
            SheetCase(
                case=case.case_number,
                title=case.content.title,
                municipality=name_of(case.content.lead, stored.call.opens_on, register),
                applied_nok=case.content.applied_nok,
                total=scores.shown(figures.total, language),
                mean=scores.shown(figures.mean, language),
                assessment="\n".join(texts),
                conditions="\n".join(worded(one, language) for one in asked.get(case.id, ())),
                said=stands.recommendation if stands else None,
                number=stands.number if stands else 0,
            )
        )
    return tuple(found)


def _pots(session: Session, stored: StoredCall, cases: list[Case], today: date) -> tuple[PotLeft, ...]:
    """Return the call's pots; what other calls of the year are recommended from them is not free here."""
    said = assessments.recommendations(session, stored.id)
    own = [said[case.id].recommendation for case in cases if case.id in said]
    everywhere = pending(session, stored.year)
    found = []
    for name in stored.call.pots:
        pot = frames.pot(session, stored.year, name)
        here = sum(one.amount_nok for one in own if one.pot == name)
        held = held_until(pot.opens_on, today)
        found.append(PotLeft(name, pot.allotted_nok - pot.committed_nok, everywhere[name] - here, held))
    return tuple(found)
