"""Calls: open one from its file, list and show them, copy one to another year, change one, close one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.calls import Call
from skjonn.domain.calls_changes import areas_kept, grounds_kept, reason_given, same_identity
from skjonn.domain.calls_file import from_toml
from skjonn.domain.calls_moves import Difference, differences, for_year
from skjonn.domain.calls_text import to_toml
from skjonn.domain.codes import case_order, parse_call
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import has_letter
from skjonn.domain.persons import Person, Role
from skjonn.errors import ConflictError, RefusedError
from skjonn.files import read_bytes, write_whole
from skjonn.registries.meant import meant
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, assessments, calls, decisions, frames, letters, screenings
from skjonn.storage.queries.calls import CallUnknown, Stamp, StoredCall
from skjonn.storage.queries.frames import FrameUnknown
from skjonn.texts import N_, _
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.handed_out import FileThere as FileThere  # noqa: PLC0414  (payment lists ask for it here)
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.settled import settled_cases


class CallExists(ConflictError):
    """A call has this code already."""

    code = "call-exists"
    sentence = N_("The call {call} is there already.")
    advice = N_(
        "Change it with `skjonn call change {call} FILE.toml --reason TEXT`, or give the new one a code with a suffix."
    )


class CallWithoutFrame(RefusedError):
    """The year the call draws on has no frame."""

    code = "call-without-frame"
    sentence = N_("The call {call} draws on the budget year {year}, which has no frame yet.")
    advice = N_("First: skjonn frame set {year} AMOUNT --pot {pot}=AMOUNT")


class CallWithoutPot(RefusedError):
    """The year's frame lacks a pot the call names."""

    code = "call-without-pot"
    sentence = N_("The call {call} draws on {missing}, which the frame of {year} does not hold; it holds {pots}.")
    advice = N_("Make the pot with `skjonn frame set {year} AMOUNT --pot {pot}=AMOUNT`, or mend the call's file.")


class CallClosed(ConflictError):
    """The call was closed before."""

    code = "call-closed"
    sentence = N_("The call {call} was closed on {closed_on}.")
    advice = N_("`skjonn call show {call}` shows it.")


@dataclass(frozen=True)
class Changed:
    """A changed call; `version` is the one it had before where nothing differs. `scored` cases keep their older scores."""

    code: str
    version: int
    differences: tuple[Difference, ...]
    scored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copied:
    """A call written to a file under a new code."""

    code: str
    source: str
    path: Path


@dataclass(frozen=True)
class Closed:
    """A closed call, and what is left undone: case numbers, and numbers of decisions."""

    code: str
    closed_on: date
    undecided: tuple[str, ...]
    awaiting_approval: tuple[int, ...]
    without_letter: tuple[str, ...]


def open_call(url: str, desk: Desk, path: Path) -> StoredCall:
    """Open the call in the file `path` as its first version.

    Raises:
        CallFileWrong: the file has faults.
        CallExists: the code is taken.
        CallWithoutFrame, CallWithoutPot: there is no money set aside to draw on.
    """
    call = from_toml(read_bytes(path), path.name)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        if _there(session, call.code):
            raise CallExists(call=call.code)
        _require_pots(session, call)
        _require_municipalities(session, call)
        call_id = calls.insert(session, call)
        calls.insert_version(session, call_id, 1, call, _stamp(desk, person))
        record(session, desk, person, "call-opened", call.code, cases=(), year=call.year, version=1, pots=call.pots)
        return calls.one(session, call.code)


def copy_call(url: str, desk: Desk, code: str, new: str, path: Path) -> Copied:
    """Write the call `code` to `path` as the file of a call `new`, dates moved, what to look at marked; open nothing.

    Raises:
        CallUnknown: there is no call to copy.
        CallCodeWrong: `new` is not a call's code.
        CallExists: the new code is taken.
        FileThere: the file is there already.
    """
    wanted = parse_call(new)
    with reading(url) as session:
        stored = calls.one(session, code)
        if _there(session, str(wanted)):
            raise CallExists(call=str(wanted))
    if path.exists():
        raise FileThere(path=str(path))
    moved = for_year(stored.call, wanted)
    if not desk.dry_run:
        write_whole(path, to_toml(moved, intro=_intro(stored, moved), check=True).encode())
    return Copied(moved.code, stored.code, path)


def change_call(url: str, desk: Desk, code: str, path: Path, reason: str) -> Changed:
    """Make a new version of the call from the file `path`; a file that says the same changes nothing.

    Points already given keep the criteria and weights they were given under.

    Raises:
        CallFileWrong: the file has faults.
        CallChangeNeedsReason, CallIdentityFixed, AreaInUse, GroundInUse: the change may not be made.
        CallWithoutFrame, CallWithoutPot: it names a pot that is not there.
    """
    why = reason_given(reason)
    after = from_toml(read_bytes(path), path.name)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        before = calls.one(session, code)
        same_identity(before.call, after)
        found = differences(before.call, after)
        if not found:
            return Changed(code, before.version_number, ())
        _require_unused(session, before, after)
        _require_pots(session, after)
        _require_municipalities(session, after)
        number = before.version_number + 1
        calls.insert_version(session, before.id, number, after, _stamp(desk, person, why))
        keys = [difference.key for difference in found]
        record(session, desk, person, "call-changed", code, cases=(), version=number, keys=keys, reason=why)
        return Changed(code, number, tuple(found), _scored(session, before, found))


def close_call(url: str, desk: Desk, code: str) -> Closed:
    """Close the call and say what is left undone.

    Raises:
        CallClosed: it is closed already.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        stored = calls.one(session, code)
        if stored.closed_on:
            raise CallClosed(call=code, closed_on=stored.closed_on)
        calls.close(session, stored.id, desk.today)
        closed = _left_undone(session, stored, desk.today)
        record(session, desk, person, "call-closed", code, cases=(), undecided=len(closed.undecided))
        return closed


def _there(session: Session, code: str) -> bool:
    try:
        calls.one(session, code)
    except CallUnknown:
        return False
    return True


def _require_pots(session: Session, call: Call) -> None:
    try:
        held = [pot.name for pot in frames.pots(session, call.year)]
    except FrameUnknown:
        raise CallWithoutFrame(call=call.code, year=str(call.year), pot=call.pots[0]) from None
    missing = [pot for pot in call.pots if pot not in held]
    if missing:
        raise CallWithoutPot(call=call.code, year=str(call.year), missing=missing, pot=missing[0], pots=held)


def _require_municipalities(session: Session, call: Call) -> None:
    """Accept bounds only for municipalities that are there on the day the call opens."""
    if not call.allocation.municipalities:
        return
    register = register_in_use(session)
    for number in call.allocation.municipalities:
        meant(register, number, call.opens_on)


def _require_unused(session: Session, before: StoredCall, after: Call) -> None:
    """Refuse that an area or a ground vanishes which a live case, a recommendation or a decision uses."""
    cases = applications.cases(session, before.id)
    areas_kept(after, {case.case_number: case.content.areas for case in cases if not case.content.withdrawn})
    proposed = assessments.recommendations(session, before.id)
    used = {case.case_number: proposed[case.id].recommendation.ground for case in cases if case.id in proposed}
    lines = [*decisions.decided(session, before.id), *decisions.in_draft(session, before.id)]
    decided = [(line.case_number, line.ground) for line in lines]
    screened = [(one.case_number, one.ground) for one in screenings.standing(session, before.id).values()]
    grounds_kept(after, [*used.items(), *decided, *screened])


def _scored(session: Session, call: StoredCall, found: Sequence[Difference]) -> tuple[str, ...]:
    if not any(difference.key.startswith(("criteria", "scale")) for difference in found):
        return ()
    numbers = {given.case_number for given in assessments.assessments(session, call.id) if given.points}
    return tuple(sorted(numbers, key=case_order))


def _left_undone(session: Session, call: StoredCall, day: date) -> Closed:
    standing = decisions.standing(session, call.id)
    live = [case for case in applications.cases(session, call.id) if not case.content.withdrawn]
    written = letters.lines_with_letter(session, call.id)
    told = [line for line in standing.values() if has_letter(line.outcome, line.kind) and not line.taken_over]
    silent = [line for line in told if line.line_id not in written]
    settled = settled_cases(session, call.id)
    drafts = {line.decision_number for line in decisions.in_draft(session, call.id)}
    return Closed(
        code=call.code,
        closed_on=day,
        undecided=tuple(case.case_number for case in live if case.id not in settled),
        awaiting_approval=tuple(sorted(drafts)),
        without_letter=tuple(sorted((line.case_number for line in silent), key=case_order)),
    )


def _intro(source: StoredCall, moved: Call) -> list[str]:
    return [
        _("The call {code}, copied from {source} (version {version}).").format(
            code=moved.code, source=source.code, version=source.version_number
        ),
        _("Look at every line marked “check”, then: skjonn call open FILE").replace("FILE", f"call-{moved.code}.toml"),
    ]


def _stamp(desk: Desk, person: Person, reason: str = "") -> Stamp:
    return Stamp(person.id, desk.today, now(), reason)
