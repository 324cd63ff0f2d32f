"""Proofread a finished text about a call's awards against the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

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
from skjonn.spreadsheets import reading as sheets
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases import initiative_views
from skjonn.usecases import tables as table_usecase
from skjonn.usecases.case_views import NOT_NAMED, case_views
from skjonn.usecases.municipalities import register_in_use

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
    facts = replace(facts, overviews=_overviews(url, desk, call, wanted)) if wanted else facts
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
    tied = {part.case: one for one in initiative_views.every(session, desk.today) for part in one.parts if part.case}
    register = register_in_use(session)
    pots = [
        one.allotted_nok for one in frames.figures(session, stored.year, desk.today) if one.name in stored.call.pots
    ]
    return replace(
        round_facts(views, {case: _earlier(one, stored.year) for case, one in tied.items()}),
        names=frozenset(one.name for one in register.in_force(stored.call.opens_on)),
        others=(*pots, sum(pots)),
        year=stored.year,
        call_names=tuple(stored.call.names.values()),
    )


def round_facts(views: Sequence[CaseView], earlier: Mapping[str, tuple[int, ...]]) -> Facts:
    """Return what follows from the cases of a round alone; `earlier` is what the initiative of a case has had."""
    given, applied = [one for one in views if one.awarded_nok], [one for one in views if not one.single]
    sums: Counter[str] = Counter()
    for one in given:
        sums[one.municipality] += one.awarded_nok or 0
    return Facts(
        awards=tuple(_award(one, earlier.get(one.case, ())) for one in given),
        others_cases=tuple(_award(one, ()) for one in views if not one.awarded_nok),
        applications=len(applied),
        applicants=len({one.as_applied.municipality_number for one in applied}),
        refused=sum(one.status == "refused" for one in applied),
        applied_nok=sum(one.applied_nok for one in applied),
        names=frozenset(),
        by_municipality=dict(sums),
    )


def _award(one: CaseView, earlier: tuple[int, ...]) -> Award:
    return Award(
        case=one.case,
        title=one.title,
        municipality=one.municipality,
        awarded_nok=one.awarded_nok or 0,
        applied_nok=one.applied_nok,
        partners=tuple(name for name in one.partners if name != NOT_NAMED),
        whole_county=one.scope is Scope.COUNTY,
        payee=one.payee if one.payee_number != one.municipality_number else "",
        earlier=earlier,
        number=one.municipality_number,
        open_partners=one.more_partners,
    )


def _earlier(initiative: Initiative | None, year: int) -> tuple[int, ...]:
    """Return what an initiative has had: each award before the year, the sum of each year, and in all by each year's end."""
    if initiative is None:
        return ()
    until = initiative.until(year)
    before = [part for part in until.awards if part.year < year]
    if not before:
        return ()
    sums = [sum(part.awarded_nok or 0 for part in before if part.year == one) for one in until.years if one < year]
    in_all = [initiative.until(one).awarded_nok for one in until.years]
    return tuple(dict.fromkeys([*(part.awarded_nok or 0 for part in before), *sums, *in_all]))


def _overviews(url: str, desk: Desk, call: str, names: Collection[str]) -> dict[str, Table]:
    """Return the tables of sums a text holds, as they are made for the call."""
    return {
        name: table_usecase.build(
            url,
            desk,
            table_usecase.Wanted(
                "municipalities" if name == WHOLE_COUNTY else name, call, as_of=desk.today, every=name == WHOLE_COUNTY
            ),
        ).table
        for name in names
    }
