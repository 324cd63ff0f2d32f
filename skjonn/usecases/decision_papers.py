"""Write a decision as the approver's document, from the same lines as everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.documents.decision_paper import render
from skjonn.domain.applications import Content
from skjonn.domain.conditions import read_back, worded
from skjonn.domain.decision_papers import Paper, PaperLine, PotEffect
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import movements
from skjonn.domain.line_terms import held_out_told
from skjonn.domain.plan_departures import origin
from skjonn.errors import UsageError
from skjonn.files import sha256, write_whole
from skjonn.registries.offices import office_at
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, decisions, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import long_date
from skjonn.usecases.acting import acting
from skjonn.usecases.case_views import name_of
from skjonn.usecases.decisions import bound, stored
from skjonn.usecases.giving_up import frees, given_up
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.plans_used import departed
from skjonn.usecases.voided import obstacle

ENDING = ".docx"


class PaperEnding(UsageError):
    """The document was to be written into a file that does not end as a Word document does."""

    code = "decision-paper-ending"
    sentence = N_("{path} does not end in .docx, as a decision's document does.")
    advice = N_("Name the file with --out vedtak.docx, or leave out --out.")


@dataclass(frozen=True)
class WrittenPaper:
    """A decision in a file: its id, the digest it is bound by, and the file's own; its status then."""

    id: str
    digest: str
    language: Language
    path: Path
    sha256: str
    status: str


def write_paper(url: str, desk: Desk, which: tuple[str, int], language: Language | None = None, path: Path | None = None) -> WrittenPaper:  # fmt: skip
    """Write a decision for whoever approves it, or looks at it later; a second run writes the same bytes.

    Args:
        url: of the database; desk: anybody's who is registered; which: the call's code and the decision's number.
        language: `nb` or `nn`, None is the office's neutral default; path: the file, None is `vedtak-2021-V1.docx`.

    Raises:
        CallUnknown, DecisionUnknown: there is none; PaperEnding: the file does not end in .docx.
        DraftChanged, CasesChanged, DrafterRecused: it is a draft that nobody can approve as it stands.
        TargetBusy: another program has it open.
    """
    if path is not None and path.suffix.casefold() != ENDING:
        raise PaperEnding(path=str(path))
    with reading(url) as session:
        head = stored(session, *which)
        if head.status == "drafted" and (void := obstacle(session, head, decisions.lines(session, head.id))):
            raise void
        paper = gathered(session, desk, *which, language)
    content = render(paper)
    target = path or Path(f"vedtak-{paper.id}{ENDING}")
    if not desk.dry_run:
        write_whole(target, content)
    return WrittenPaper(paper.id, paper.digest, paper.language, target, sha256(content), paper.status)


def gathered(session: Session, desk: Desk, call: str, number: int, language: Language | None = None) -> Paper:
    """Return the document as a value.

    Raises:
        CallUnknown, DecisionUnknown: there is none.
    """
    acting(session, desk)
    head, office = stored(session, call, number), the_office(session)
    wanted = language or cast("Language", office.neutral_language)
    lines, stored_call = decisions.lines(session, head.id), calls.one(session, call)
    contents = applications.contents(
        session, [line.version_id for line in lines]
    )  # as it was decided on, whatever came later
    return Paper(
        id=decision_id(head.call, head.number),
        call=stored_call.call.names[wanted],
        office=office_at(office.office_id, head.approved_on or desk.today).name(wanted),
        language=wanted,
        round=head.round,
        kind=head.kind,
        status=head.status,
        drafter=head.drafter,
        drafted_on=head.drafted_on,
        digest=head.digest,
        lines=tuple(_line(session, line, contents[line.version_id], stored_call, wanted) for line in lines),
        pots=_pots(session, head, lines, desk.today),
        approver=head.approver,
        approved_on=head.approved_on,
        reference=head.reference,
        ground=head.ground,
        banner=stored_call.call.letters.banner.get(wanted, ""),
        departures=(
            *(one.worded(wanted) for one in given_up(session, head, lines, desk.today)),
            *_departures(session, head.id, lines, wanted),
        ),
    )


def _departures(session: Session, decision: int, lines: Sequence[DecidedLine], language: Language) -> tuple[str, ...]:
    """Return which plan the decision came from and what it gives otherwise, a sentence each; nothing where no plan was used."""
    name, plan_sha256, found = departed(session, decision, lines)
    return (origin(name, plan_sha256, language), *(one.worded(language) for one in found)) if name else ()


def _line(session: Session, line: DecidedLine, content: Content, call: StoredCall, language: Language) -> PaperLine:
    register, day = register_in_use(session), call.call.opens_on
    grounds = {one.code: one.names[language] for one in call.call.grounds}
    payee = line.payee or content.payee or content.lead
    return PaperLine(
        case=line.case_number,
        title=content.title,
        municipality=name_of(content.lead, day, register),
        applied_nok=line.applied_nok,
        outcome=line.outcome,
        amount_nok=line.amount_nok,
        pot=line.pot,
        ground=grounds.get(line.ground, line.ground),
        reason=line.reason,
        payee=name_of(payee, day, register),
        told=tuple(_told(line, name_of(line.lead, day, register) if line.lead else "", language)),
    )


def _told(line: DecidedLine, lead: str, language: Language) -> list[str]:
    """Return what a line says beside outcome and amount: other terms, and what is held out for later years."""
    said = (
        (N_("{case}: the last day becomes {said}."), long_date(date.fromisoformat(line.ends_on), language) if line.ends_on else ""),
        (N_("{case}: the lead becomes {said}."), lead),
        (N_("{case}: the money is for {said}."), line.purpose),
        (N_("{case}: held out for later years, with reservation: {said}."), held_out_told(line.later_years, language)),
    )  # fmt: skip
    told = [translate(text, language).format(case=line.case_number, said=value) for text, value in said if value]
    own = translate(N_("{case}: on the condition: {said}"), language)
    return [
        *told,
        *(own.format(case=line.case_number, said=worded(one, language)) for one in read_back(line.conditions)),
    ]


def _pots(session: Session, head: StoredDecision, lines: Sequence[DecidedLine], today: date) -> tuple[PotEffect, ...]:
    """Return what the decision does to each pot; once approved, as the pots stood at the end of that day."""
    year = calls.one(session, head.call).year
    if head.status in {"approved", "taken_over"}:
        taken = _committed(session, lines)
        shown = {pot.name: pot for pot in frames.figures(session, year, head.approved_on)}
        return tuple(PotEffect(name, shown[name].allotted_nok, shown[name].decided_nok - taken[name], taken[name]) for name in sorted(taken) if name in shown)  # fmt: skip
    held = frames.held(session, (line.application_id for line in lines))
    year_open = frees(session, year, today) if held else True
    taken = Counter()
    for line in lines:
        for one in movements(held.get(line.application_id, {}), bound(line), is_open=year_open):
            taken[one.pot] += one.committed_nok
    found = [(frames.pot(session, year, name), taken[name]) for name in sorted(taken)]
    return tuple(PotEffect(pot.name, pot.allotted_nok, pot.committed_nok, nok) for pot, nok in found)


def _committed(session: Session, lines: Sequence[DecidedLine]) -> Counter[str]:
    return frames.committed_by(session, [line.line_id for line in lines])
