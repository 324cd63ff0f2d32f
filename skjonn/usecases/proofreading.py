"""Proofread a finished text about a call's awards against the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from skjonn import files
from skjonn.documents.finished_texts import passages
from skjonn.domain.applications import Scope
from skjonn.domain.desk import Desk
from skjonn.domain.proofreading import Award, Facts, Finding, Likeness, proofread
from skjonn.domain.tables import CaseView
from skjonn.errors import RefusedError
from skjonn.registries.likeness import misspelt, near
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases import initiative_views
from skjonn.usecases.case_views import case_views
from skjonn.usecases.municipalities import register_in_use

LIKENESS = Likeness(near, misspelt)


class NothingToProofreadBy(RefusedError):
    """The call has no award a text could be held against."""

    code = "nothing-to-proofread-by"
    sentence = N_("No award of the call {call} is approved, so there is nothing to hold a text against.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


@dataclass(frozen=True)
class Proof:
    """What was found in a text, in its order; `awards` it was held against."""

    path: Path
    awards: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(one.severity == "error" for one in self.findings)


def check(url: str, desk: Desk, call: str, path: Path) -> Proof:
    """Return what a text says that the register does not; what is read of a PDF is a note, as its text may be torn apart.

    Raises:
        CallUnknown: there is none; NothingToProofreadBy: nothing is awarded.
        FileMissing, FileUnreadable, FolderNamed, TextEnding, TextDamaged: the file cannot be read.
    """
    found = passages(path, files.read_bytes(path))
    with reading(url) as session:
        facts = facts_of(session, calls.one(session, call, desk.today), desk)
    findings = proofread(found, facts, LIKENESS)
    if path.suffix.casefold() == ".pdf":
        findings = [replace(one, severity="note") for one in findings]
    return Proof(path, len(facts.awards), tuple(findings))


def facts_of(session: Session, stored: StoredCall, desk: Desk) -> Facts:
    """Return what the register has of a call's awards as of the desk's day.

    Raises:
        NothingToProofreadBy: nothing is awarded.
    """
    views = case_views(session, [stored], desk.today)
    given = [one for one in views if one.awarded_nok]
    if not given:
        raise NothingToProofreadBy(call=stored.code)
    applied = [one for one in views if not one.single]
    tied = {part.case: one for one in initiative_views.every(session) for part in one.parts if part.case}
    earlier = {
        one.case: tuple(
            [part.awarded_nok or 0 for part in tied[one.case].until(stored.year).awards] + [tied[one.case].until(stored.year).awarded_nok]
        )
        for one in given
        if one.case in tied
    }  # fmt: skip
    sums: Counter[str] = Counter()
    for one in given:
        sums[one.municipality] += one.awarded_nok or 0
    register = register_in_use(session)
    pots = [one.allotted_nok for one in frames.figures(session, stored.year, None) if one.name in stored.call.pots]
    return Facts(
        awards=tuple(_award(one, earlier.get(one.case, ())) for one in given),
        applications=len(applied),
        applicants=len({one.municipality_number for one in applied}),
        refused=sum(one.status == "refused" for one in applied),
        applied_nok=sum(one.applied_nok for one in applied),
        names=frozenset(one.name for one in register.in_force(stored.call.opens_on)),
        others=(*pots, sum(pots)),
        by_municipality=dict(sums),
    )


def _award(one: CaseView, earlier: tuple[int, ...]) -> Award:
    return Award(
        case=one.case,
        title=one.title,
        municipality=one.municipality,
        awarded_nok=one.awarded_nok or 0,
        applied_nok=one.applied_nok,
        partners=tuple(name for name in one.partners if name != "mfl."),
        whole_county=one.scope is Scope.COUNTY,
        payee=one.payee if one.payee_number != one.municipality_number else "",
        earlier=earlier,
    )
