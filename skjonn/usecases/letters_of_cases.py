"""The letters about cases, whatever has become of them, and those about the whole call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.codes import case_order
from skjonn.domain.letter_kinds import NEEDS, OF_AWARD, LetterKind
from skjonn.domain.letters import Said
from skjonn.domain.screening import Status
from skjonn.errors import RefusedError, UsageError
from skjonn.storage.queries import applications, letters, screenings
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.letters import StoredLetter
from skjonn.texts import N_
from skjonn.usecases.letter_fitness import fitting, require_claimable, require_days, require_same
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_to_ministry import require_asked, require_unpaid, to_ministry
from skjonn.usecases.letter_units import Unit, UnitCase, anew, occasion_of, recipient_kept, said_again
from skjonn.usecases.letter_wanted import LetterNeeds, Wanted


class CaseNotFit(RefusedError):
    """A case that was named gets no letter of the kind: it is not there, withdrawn, or has no award."""

    code = "case-unfit-for-letter"
    sentence = N_(
        "There is no letter of the kind {kind} to write for {cases}: unknown, withdrawn, or without an award."
    )
    advice = N_("`skjonn application list` shows what has become of each case.")


class NoCaseFits(RefusedError):
    """No case of the call gets a letter of the kind."""

    code = "no-case-for-letter"
    sentence = N_("No case of the call {call} gets a letter of the kind {kind}.")
    advice = N_("Name the cases with --case, or see them with `skjonn application list`.")


class LetterAboutCall(UsageError):
    """Cases are named for a letter that is about the whole call."""

    code = "letter-about-call"
    sentence = N_("A letter of the kind {kind} is about the whole call, not about cases.")
    advice = N_("Leave out --case.")


def of_cases(session: Session, sources: Sources, wanted: Wanted, kind: LetterKind) -> list[Unit]:
    """Return letters about cases, whatever has become of them, by case number.

    Raises:
        LetterNeeds, AnswerDayPast, ClaimEmpty: something is not said, or cannot be; CaseNotFit, NoCaseFits: there is no such letter.
        ReportNotAccepted, ReportIsIn, CompletionTooLate, ClaimTooGreat: it would not be true of a case.
        LetterSaysElse: the letter of the same occasion is registered, and says otherwise.
    """
    if kind is LetterKind.REPAYMENT and (wanted.cases is None or len(wanted.cases) != 1):
        raise LetterNeeds(kind=kind.value, options=["--case"])
    fit = _fitting(session, sources, wanted, kind)
    earlier = _earlier(session, sources, kind)
    units = _units(sources, wanted, kind, fit, {} if wanted.draft else earlier)
    if not wanted.anew:
        require_same(wanted.call, wanted.said, units)
    true = fitting(session, sources, [unit for unit in units if unit.stored is None], named=wanted.cases is not None)
    _require_said(sources, true)
    require_days(sources, true)
    require_claimable(session, sources, true, earlier)
    chosen = {id(unit) for unit in true}
    kept = [unit for unit in units if unit.stored or id(unit) in chosen]
    if not kept:
        raise NoCaseFits(call=wanted.call, kind=kind.value)
    return kept


def _units(
    sources: Sources, wanted: Wanted, kind: LetterKind, fit: Sequence[Case], earlier: Mapping[int, Sequence[StoredLetter]]
) -> list[Unit]:  # fmt: skip
    """Return a letter for each case: the one registered on the same occasion, or a new one."""
    units = []
    for case in fit:
        line = sources.award(case.id) if kind is LetterKind.REPAYMENT else sources.standing().get(case.id)
        tells = kind is LetterKind.CHANGE_ANSWER and line is not None and line.kind == "change"
        about = UnitCase(case.id, case.case_number, case.content, line)
        before = _of_occasion(earlier.get(case.id, []), wanted)
        said = said_again(before.said) if before and not wanted.anew else wanted.said
        unit = Unit(kind, (case.content.lead,), (about,), tells=tells, said=said, stored=before)
        units.append(anew(unit) if wanted.anew else unit)
    return units


def of_call(session: Session, sources: Sources, wanted: Wanted, kind: LetterKind) -> list[Unit]:
    """Return letters about the call: to the municipalities, or to the ministry.

    Raises:
        UsageError: cases are named; ListUnknown, NothingToPay: there is no such list, or no award still to be paid.
        ListPaid: a new letter would ask for what is paid; MinistryAskedElse: the one that stands asks for something else.
    """
    if wanted.cases is not None:
        raise LetterAboutCall(kind=kind.value)
    every = letters.registered(session, sources.call.id)
    stands = [] if wanted.draft else [one for one in every if one.stands and one.kind == kind.value]
    if kind is LetterKind.PAYMENT_LIST:
        return [_to_ministry(session, sources, wanted, stands)]
    numbers = sources.municipalities(sources.today)
    fresh = [Unit(kind, numbers)] if wanted.group == "all" else [Unit(kind, (number,)) for number in numbers]
    known = {one.recipient: one for one in stands}
    found = [replace(unit, stored=known.get(recipient_kept(unit))) for unit in fresh]
    return [anew(unit) if wanted.anew else unit for unit in found]


def _to_ministry(session: Session, sources: Sources, wanted: Wanted, stands: Sequence[StoredLetter]) -> Unit:
    """Return the letter to the ministry: as it is registered, else new, in the place of one that went with no list.

    Raises:
        ListUnknown, NothingToPay: there is no such list, or nothing to be paid.
        ListPaid: a new letter would ask for what is paid; MinistryAskedElse: the one that stands asks for something else.
    """
    unit = to_ministry(session, sources, wanted)
    known = {said_again(one.said).payment_list: one for one in stands}
    same = known.get(unit.said.payment_list)
    if same is None or wanted.anew:
        require_unpaid(session, sources, unit)
        return replace(unit, supersedes=same or known.get(0))
    require_same(wanted.call, wanted.said, [replace(unit, stored=same)])
    require_asked(unit, same)
    return replace(unit, stored=same, said=said_again(same.said))


def _fitting(session: Session, sources: Sources, wanted: Wanted, kind: LetterKind) -> list[Case]:
    """Return the cases a kind of letter is about, by case number: those named, else all it fits."""
    live = [case for case in applications.cases(session, sources.call.id, sources.today) if not case.content.withdrawn]
    standing = sources.standing()
    fit = [case for case in live if kind not in OF_AWARD or _awarded(standing.get(case.id))]
    if kind is LetterKind.REPAYMENT:  # also of an award that is taken back, when its money is paid
        fit = [case for case in live if sources.award(case.id)]
    if wanted.cases is not None:
        have = {case.case_number: case for case in fit}
        if missing := [case for case in wanted.cases if case not in have]:
            raise CaseNotFit(kind=kind.value, cases=missing)
        return [have[case] for case in sorted(wanted.cases, key=case_order)]
    if kind is LetterKind.COMPLETION:
        screened = screenings.standing(session, sources.call.id, sources.today)
        fit = [case for case in fit if case.id in screened and screened[case.id].status is Status.TO_COMPLETE]
    elif kind is LetterKind.CHANGE_ANSWER:
        fit = [case for case in fit if case.id in standing and standing[case.id].kind == "change"]
    elif kind is LetterKind.RECEIPT:
        fit = [case for case in fit if not case.single and case.content.received_at]
    if not fit:
        raise NoCaseFits(call=wanted.call, kind=kind.value)
    return fit


def _awarded(line: DecidedLine | None) -> bool:
    return line is not None and line.outcome is Outcome.AWARD and not line.taken_over


def _earlier(session: Session, sources: Sources, kind: LetterKind) -> dict[int, list[StoredLetter]]:
    """Return the registered letters of a kind that stand, by the case they are about, the first one first."""
    found: dict[int, list[StoredLetter]] = defaultdict(list)
    for one in letters.registered(session, sources.call.id):
        if one.stands and one.kind == kind.value:
            for case in one.cases:
                found[case.application_id].append(one)
    return found


def _of_occasion(earlier: Sequence[StoredLetter], wanted: Wanted) -> StoredLetter | None:
    """Return the letter of the same occasion; where nothing is said, or a claim is written anew with another day, the latest."""
    latest = earlier[-1] if earlier else None
    if wanted.said == Said():
        return latest
    same = next((one for one in earlier if one.occasion == occasion_of(wanted.said)), None)
    return same or (latest if wanted.anew and wanted.kind == LetterKind.REPAYMENT else None)


def _require_said(sources: Sources, fresh: Iterable[Unit]) -> None:
    """Make sure everything a kind of letter takes from the writer is said.

    Raises:
        LetterNeeds: something is not; what is missing is named by its options.
    """
    for unit in fresh:
        said = unit.said
        have = {"due": said.due, "report": said.report, "amount": said.amount_nok is not None, "point": said.points}
        if missing := [f"--{name}" for name in _needed(sources, unit) if not have[name]]:
            raise LetterNeeds(kind=unit.kind.value, options=missing)


def _needed(sources: Sources, unit: Unit) -> tuple[str, ...]:
    """Return the options a letter needs: an answer without a decision says what it is, and a request what is missing."""
    needed = NEEDS.get(unit.kind, ())
    content = unit.cases[0].content
    lacking = [name for name in sources.call.call.rules.required_fields if not getattr(content, name)]
    unsaid = (unit.kind is LetterKind.CHANGE_ANSWER and not unit.tells) or (
        unit.kind is LetterKind.COMPLETION and not lacking
    )
    return (*needed, "point") if unsaid and "point" not in needed else needed
