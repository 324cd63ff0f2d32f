"""The letters that tell of decisions: one a case, or one a municipality with all its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from skjonn.domain.codes import case_order
from skjonn.domain.letter_kinds import LetterKind, kind_of
from skjonn.errors import RefusedError
from skjonn.storage.queries import applications, letters
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.letters import StoredLetter
from skjonn.texts import N_
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import Unit, UnitCase, anew, said_again
from skjonn.usecases.letter_wanted import Wanted


class NothingDecided(RefusedError):
    """No case of the call has an approved decision a letter could tell of."""

    code = "nothing-decided"
    sentence = N_("No decision of the call {call} is approved, so there are no letters to write.")
    advice = N_("Approve with `skjonn decision approve`, or see how letters will look with --draft.")


class NothingDrafted(RefusedError):
    """No case of the call has a decision, not even a drafted one, that a letter to be looked at could tell of."""

    code = "nothing-drafted"
    sentence = N_("No decision of the call {call} is drafted or approved, so there are no letters to look at.")
    advice = N_("Draft one with `skjonn decision draft {call}`.")


class RoundTakenOver(RefusedError):
    """Every decided case of the call was decided before this database kept it, and its letters were sent then."""

    code = "round-taken-over"
    sentence = N_("The round of the call {call} was taken over as already decided, so no letters are written.")
    advice = N_("The letters of that time lie in the archive. `skjonn decision list {call}` shows what was taken over.")


class CaseNotDecided(RefusedError):
    """A case that was named has no decision a letter could tell of."""

    code = "case-without-letter"
    sentence = N_(
        "There is no letter to write for {cases}: not decided, withdrawn, moved on, or taken over as decided."
    )
    advice = N_("`skjonn application list` shows what has become of each case.")


def of_decisions(session: Session, sources: Sources, wanted: Wanted, kind: LetterKind | None) -> list[Unit]:
    """Return the letters that tell of decisions, by case number.

    Raises:
        NothingDecided, NothingDrafted, CaseNotDecided, RoundTakenOver: there is nothing to tell.
    """
    lines = _lines(session, sources, wanted)
    stored = {} if wanted.draft else _told(session, sources)
    every = {line.line_id: line for line in sources.approved} | {line.line_id: line for line in lines}
    shown = [*lines, *(every[key] for line in lines if line.line_id in stored for key in stored[line.line_id].lines)]
    contents = applications.contents(session, [line.version_id for line in shown])
    cases = {
        line.line_id: UnitCase(line.application_id, line.case_number, contents[line.version_id], line) for line in shown
    }
    units = [
        *_registered(lines, stored, cases),
        *_fresh([line for line in lines if line.line_id not in stored], cases, wanted),
    ]
    fit = [unit for unit in units if kind in (None, unit.kind)]
    whole = [_in_place(unit, wanted, stored) for unit in fit]
    return sorted(whole, key=lambda unit: case_order(unit.cases[0].case))


def _lines(session: Session, sources: Sources, wanted: Wanted) -> list[DecidedLine]:
    """Return the lines that get a letter, of the cases wanted."""
    every = _decided(session, sources, wanted)
    if not every and any(line.taken_over for line in sources.standing().values()):
        raise RoundTakenOver(call=wanted.call)
    if not every:
        raise (NothingDrafted if wanted.draft else NothingDecided)(call=wanted.call)
    if wanted.cases is None:
        return every
    have = {line.case_number for line in every}
    if missing := [case for case in wanted.cases if case not in have]:
        raise CaseNotDecided(cases=missing)
    return [line for line in every if line.case_number in wanted.cases]


def _decided(session: Session, sources: Sources, wanted: Wanted) -> list[DecidedLine]:
    lines = {case: line for case, line in sources.standing().items() if not line.taken_over}
    if wanted.draft:
        lines |= {line.application_id: line for line in sources.drafted}
    cases = applications.cases(session, sources.call.id, sources.today)
    found = [lines[case.id] for case in cases if case.id in lines and not case.content.withdrawn]
    return [line for line in found if _kind(line)]


def _kind(line: DecidedLine) -> LetterKind | None:
    return kind_of(line.outcome, line.amount_nok, line.applied_nok, line.kind)


def _told(session: Session, sources: Sources) -> dict[int, StoredLetter]:
    """Return the registered letters that stand and tell of decisions, by line."""
    stands = [one for one in letters.registered(session, sources.call.id) if one.stands]
    return {line: one for one in stands for line in one.lines}


def _registered(
    lines: Sequence[DecidedLine], stored: Mapping[int, StoredLetter], cases: Mapping[int, UnitCase]
) -> list[Unit]:
    """Return each registered letter once, with all its cases."""
    found = {stored[line.line_id].number: stored[line.line_id] for line in lines if line.line_id in stored}
    units = []
    for one in found.values():
        own = tuple(cases[case.line_id] for case in one.cases if case.line_id is not None)
        said = said_again(one.said)
        units.append(Unit(LetterKind(one.kind), (own[0].content.lead,), own, tells=True, said=said, stored=one))
    return units


def _fresh(lines: Sequence[DecidedLine], cases: Mapping[int, UnitCase], wanted: Wanted) -> list[Unit]:
    """Return letters not yet registered: one a case, or one a municipality where it has several."""
    together: dict[object, list[UnitCase]] = defaultdict(list)
    for line in lines:
        one = cases[line.line_id]
        together[one.content.lead if wanted.group == "municipality" else line.line_id].append(one)
    return [_together(tuple(some), wanted) for some in together.values()]


def _together(some: tuple[UnitCase, ...], wanted: Wanted) -> Unit:
    line = some[0].line
    kind = _kind(line) if line and len(some) == 1 else LetterKind.DECISIONS
    assert kind is not None, "only lines with a letter are gathered"
    return Unit(kind, (some[0].content.lead,), some, tells=True, said=wanted.said)


def _in_place(unit: Unit, wanted: Wanted, stored: Mapping[int, StoredLetter]) -> Unit:
    """Return a unit with the letter it takes the place of: itself written anew, or the letter of the decision before."""
    if wanted.anew:
        return anew(unit)
    if unit.stored is None and len(unit.cases) == 1 and unit.cases[0].line and unit.cases[0].line.follows:
        case = unit.cases[0].application_id
        before = [one for one in stored.values() if [told.application_id for told in one.cases] == [case]]
        if before:
            return replace(unit, supersedes=max(before, key=lambda one: one.number))
    return unit
