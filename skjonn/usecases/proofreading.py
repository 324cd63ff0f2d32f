"""Proofread a finished text about a call's awards against the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from skjonn import files
from skjonn.documents import finished_texts
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.initiatives import Initiative
from skjonn.domain.proof_sheets import sheet_passages
from skjonn.domain.proofreading import (
    WHOLE_COUNTY,
    Award,
    Facts,
    Finding,
    Likeness,
    Passage,
    overviews_in,
    proofread,
)
from skjonn.domain.tables import Table
from skjonn.errors import RefusedError
from skjonn.registries.likeness import alike, misspelt, near
from skjonn.registries.offices import office_at
from skjonn.spreadsheets import reading as sheets
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, decisions, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language
from skjonn.usecases import initiative_views
from skjonn.usecases import tables as table_usecase
from skjonn.usecases.case_views import NOT_NAMED, case_views
from skjonn.usecases.municipalities import register_in_use

FORMS: tuple[Language, ...] = ("nb", "nn")
LIKENESS = Likeness(near, misspelt, alike)
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
"""The endings of names that are read as workbooks."""
ENDINGS = (*finished_texts.ENDINGS, *SHEETS)


class NothingToProofreadBy(RefusedError):
    """The call has no award a text could be held against."""

    code = "nothing-to-proofread-by"
    sentence = N_("No award of the call {call} is approved, so there is nothing to hold a text against.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


@dataclass(frozen=True)
class Proof:
    """What was found in a text, in its order; `spoken` of the `awards` there are it speaks of."""

    path: Path
    awards: int
    spoken: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(one.severity == "error" for one in self.findings)


def check(url: str, desk: Desk, call: str, path: Path) -> Proof:
    """Return what a text says that the register does not; what is read of a PDF is a note, as its text may be torn apart.

    Raises:
        CallUnknown: there is none; NothingToProofreadBy: nothing is awarded.
        FileMissing, FileUnreadable, FolderNamed, TextEnding, TextDamaged, SheetFileRefused: the file cannot be read.
    """
    found = passages(path)
    with reading(url) as session:
        facts = facts_of(session, calls.one(session, call, desk.today), desk)
    wanted = overviews_in(found)
    if wanted:
        year = facts.year if facts.elsewhere else None
        facts = replace(facts, overviews=_overviews(url, desk, call, wanted, year))
    told = proofread(found, facts, LIKENESS)
    findings = (
        [replace(one, severity="note") for one in told.findings] if path.suffix.casefold() == ".pdf" else told.findings
    )
    return Proof(path, len(facts.awards), len(told.spoken), tuple(findings))


def passages(path: Path) -> list[Passage]:
    """Return what a file says.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: it is not there, or closed to this user.
        TextEnding: its ending is none that is read; TextDamaged, SheetFileRefused: it is not what its ending says.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS and not path.is_dir():
        raise finished_texts.TextEnding(path=path.name, known=ENDINGS)
    if ending in SHEETS:
        return list(sheet_passages(sheets.read(path).sheets))
    return finished_texts.passages(path, files.read_bytes(path))


def facts_of(session: Session, stored: StoredCall, desk: Desk) -> Facts:
    """Return what the register has of a call's awards as of the desk's day.

    Raises:
        NothingToProofreadBy: nothing is awarded.
    """
    views = case_views(session, [stored], desk.today)
    if not any(one.awarded_nok for one in views):
        raise NothingToProofreadBy(call=stored.code)
    beside = [one for one in calls.every(session, desk.today) if one.year == stored.year and one.code != stored.code]
    tied = {part.case: one for one in initiative_views.every(session, desk.today) for part in one.parts if part.case}
    register = register_in_use(session)
    pots = [
        one.allotted_nok for one in frames.figures(session, stored.year, desk.today) if one.name in stored.call.pots
    ]
    day = stored.call.opens_on
    return replace(
        round_facts(views, {case: one.until(stored.year) for case, one in tied.items()}, stored.year),
        names=frozenset(one.name for one in register.in_force(day)),
        county=len(register.of_counties(office_at(the_office(session).office_id, day).county_numbers, day)),
        decided_on=_decided_on(session, stored, desk.today),
        others=(*pots, sum(pots)),
        elsewhere=tuple(_award(one, None, stored.year) for one in case_views(session, beside, desk.today)),
        year=stored.year,
        call_names=tuple(stored.call.names.values()),
    )


def round_facts(views: Sequence[CaseView], initiatives: Mapping[str, Initiative], year: int = 0) -> Facts:
    """Return what follows from the cases of a round alone; `initiatives` are theirs, as they were by the end of the `year`."""
    given, applied = [one for one in views if one.awarded_nok], [one for one in views if not one.single]
    sums: Counter[str] = Counter()
    for one in given:
        sums[one.municipality] += one.awarded_nok or 0
    return Facts(
        awards=tuple(_award(one, initiatives.get(one.case), year) for one in given),
        others_cases=tuple(_award(one, None, year) for one in views if not one.awarded_nok),
        applications=len(applied),
        applicants=len({one.as_applied.municipality_number for one in applied}),
        refused=sum(one.status == "refused" for one in applied),
        applied_nok=sum(one.applied_nok for one in applied),
        names=frozenset(),
        by_municipality=dict(sums),
    )


def _award(one: CaseView, initiative: Initiative | None, year: int) -> Award:
    history = tuple((part.year, part.awarded_nok or 0) for part in (initiative.awards if initiative else ()) if part.year < year)  # fmt: skip
    return Award(
        case=one.case,
        title=one.title,
        municipality=one.municipality,
        awarded_nok=one.awarded_nok or 0,
        applied_nok=one.applied_nok,
        partners=tuple(name for name in one.partners if name != NOT_NAMED),
        whole_county=one.scope is Scope.COUNTY,
        payee=one.payee if one.payee_number != one.municipality_number else "",
        earlier=_earlier(history, initiative.awarded_nok if initiative else 0),
        history=history,
        initiative=initiative.name if initiative else "",
        number=one.municipality_number,
        open_partners=one.more_partners,
        status=one.status,
    )


def _earlier(history: Sequence[tuple[int, int]], in_all_nok: int) -> tuple[int, ...]:
    """Return what an initiative has had: each earlier award, the sum of each year, and in all by each year's end and now."""
    by_year = {year: sum(nok for one, nok in history if one == year) for year, _nok in history}
    in_all = [sum(nok for one, nok in history if one <= year) for year in sorted(by_year)]
    now = [in_all_nok] if in_all else []
    return tuple(dict.fromkeys([*(nok for _year, nok in history), *by_year.values(), *in_all, *now]))


def _decided_on(session: Session, stored: StoredCall, today: date) -> tuple[date, ...]:
    """Return the days decisions of a call were made on; none where one was taken over without its day."""
    heads = [one for one in decisions.every(session, stored.id) if one.approved_on and one.approved_on <= today]
    if any(one.status == "taken_over" and one.approved_on and one.approved_on >= one.drafted_on for one in heads):
        return ()
    return tuple(sorted({one.approved_on for one in heads if one.approved_on}))


def _overviews(url: str, desk: Desk, call: str, names: Collection[str], year: int | None) -> dict[str, tuple[Table, ...]]:  # fmt: skip
    """Return the tables of sums a text may hold: as they are made for the call, for a year of several calls, of all initiatives."""
    scopes: list[dict[str, Any]] = [{"call": call}, *([{"year": year}] if year else [])]
    return {
        name: tuple(_overview(url, desk, name, scope) for scope in (*scopes, *([{}] if name == "initiatives" else [])))
        for name in names
    }


def _overview(url: str, desk: Desk, name: str, scope: Mapping[str, Any]) -> Table:
    """Return a table of sums; the rows of areas know what they are called in each form."""
    every = name == WHOLE_COUNTY
    wanted = table_usecase.Wanted("municipalities" if every else name, as_of=desk.today, every=every, **scope)
    table = table_usecase.build(url, desk, wanted).table
    if name != "areas":
        return table
    forms = [table_usecase.build(url, desk, replace(wanted, language=form)).table.rows for form in FORMS]
    rows = tuple({**row, "names": tuple(str(one["area"]) for one in same)} for row, *same in zip(table.rows, *forms, strict=True))  # fmt: skip
    return replace(table, rows=rows)
