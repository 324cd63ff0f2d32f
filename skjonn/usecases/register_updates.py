"""Take a newer municipality register into use: checked in full, what it changes for open cases listed, nothing decided altered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlmodel import Session, col, select

from skjonn import files
from skjonn.domain.applications import Content, PartnerKind
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.domain.problems import Place, Problem
from skjonn.errors import FindingsError
from skjonn.registries.municipalities import Municipality, Register
from skjonn.registries.register_file import Fault, read_register
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, calls, decisions
from skjonn.storage.queries.applications import Case
from skjonn.storage.tables.office import RegisterUpdateRow
from skjonn.texts import N_, ngettext
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.municipalities import register_in_use

Part = Literal["lead", "payee", "partner"]
What = Literal["ended", "split", "renamed"]


class RegisterFaulty(FindingsError):
    """A register file has faults; the register in use stays."""

    code = "register-faulty"
    sentence = N_("{file} cannot be taken into use as the register.")
    advice = N_("Mend the file and try again; the register in use is unchanged.")

    def says(self) -> str:
        """Return the sentence with how many there are."""
        return ngettext(
            "{file} cannot be taken into use as the register: {count} fault.",
            "{file} cannot be taken into use as the register: {count} faults.",
            int(str(self.data["count"])),
        )


@dataclass(frozen=True)
class CaseChange:
    """What a newer register changes for an open case.

    Attributes:
        case: the case number; part: as what the municipality stands in it.
        number, name: of the municipality, the name as the register in use has it.
        what: it ended (one successor), was split (several: one is to be chosen), or has another name.
        on: the first day of the change.
        successors: those in force that day; for `renamed` the municipality under its new name.
    """

    case: str
    part: Part
    number: str
    name: str
    what: What
    on: date
    successors: tuple[Municipality, ...]


@dataclass(frozen=True)
class Updated:
    """A register taken into use.

    Attributes:
        file: its name; sha256: of its bytes; in_force: how many municipalities it has in force on the day.
        begun, ended: numbers in force on the day in one of the registers and not in the other.
        changes: for open cases, by case.
        already: it was the one in use, and nothing was recorded.
    """

    file: str
    sha256: str
    in_force: int
    begun: tuple[Municipality, ...]
    ended: tuple[Municipality, ...]
    changes: tuple[CaseChange, ...]
    already: bool = False


@dataclass(frozen=True)
class _Pair:
    before: Register
    after: Register

    def on(self, number: str, day: date) -> tuple[Municipality | None, Municipality | None]:
        """Return what each register has under the number on `day`."""
        return self.before.at(number, day), self.after.at(number, day)


@dataclass(frozen=True)
class _Rest:
    """A case rests on a municipality number being in force on a day."""

    case: str
    number: str
    day: date
    decided: bool


def update(url: str, desk: Desk, path: Path) -> Updated:
    """Take a newer register into use; every case keeps the numbers it has.

    Args:
        url: of the database.
        desk: a caseworker's.
        path: a register file with the headings of the one that comes with the package.

    Raises:
        FileMissing, FileUnreadable: the file cannot be read.
        RegisterFaulty: it has faults, or lacks what a case rests on; each is named by its cell.
    """
    content = files.read_bytes(path)
    read = read_register(content)
    _require_sound(path.name, [_problem(path.name, fault) for fault in read.faults])
    digest = files.sha256(content)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        pair = _Pair(register_in_use(session), read.register)
        _require_sound(path.name, _lost(session, path.name, pair))
        updated = _compared(session, desk, pair, file=path.name, sha256=digest)
        if not updated.already:
            session.add(
                RegisterUpdateRow(
                    file_name=path.name, sha256=digest, content=content.decode("utf-8-sig"),
                    on=desk.today, recorded_at=now(), person_id=person.id,
                )
            )  # fmt: skip
            record(
                session, desk, person, "register-updated", "register",
                file_name=path.name, sha256=digest, municipalities=updated.in_force, changes=len(updated.changes),
            )  # fmt: skip
    return updated


def _require_sound(file: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise RegisterFaulty(file=file, count=len(problems), problems=problems)


def _problem(file: str, fault: Fault) -> Problem:
    return Problem(fault.code, "error", Place(file, cell=fault.cell), fault.sentence, fault.advice, fault.data)


def _in_use(session: Session) -> str:
    asked = select(RegisterUpdateRow.sha256).order_by(col(RegisterUpdateRow.id).desc()).limit(1)
    return session.exec(asked).one_or_none() or ""


def _lost(session: Session, file: str, pair: _Pair) -> list[Problem]:
    """Find what cases rest on and the newer register does not have as it was: number and day, for decided ones the name."""
    found: dict[tuple[str, str], Problem] = {}
    for rest in _rests(session):
        problem = _changed_past(rest, file, pair)
        if problem:
            found.setdefault((rest.case, rest.number), problem)
    return list(found.values())


def _rests(session: Session) -> Iterator[_Rest]:
    for call in calls.every(session):
        approved = decisions.standing(session, call.id)
        for case in applications.cases(session, call.id):
            line = approved.get(case.id)
            numbers = [number for _part, number in _numbers(case.content)]
            numbers += [line.payee] if line and line.payee else []
            days = [call.call.opens_on] + ([line.approved_on] if line and line.approved_on else [])
            for number in dict.fromkeys(numbers):
                yield from (_Rest(case.case_number, number, day, line is not None) for day in days)


def _changed_past(rest: _Rest, file: str, pair: _Pair) -> Problem | None:
    was, is_ = pair.on(rest.number, rest.day)
    if was is None or (is_ is not None and (is_.name == was.name or not rest.decided)):
        return None
    data: dict[str, object] = {"case": rest.case, "number": rest.number, "day": rest.day, "name": was.name}
    if is_ is None:
        lost = N_("Case {case} rests on {name} ({number}) being in force on {day}, and in the file it is not.")
        return Problem("register-case-lost", "error", Place(file), lost, data=data)
    other = N_("Case {case} was decided with {number} called {name} on {day}, and the file calls it {other}.")
    return Problem("register-decided-renamed", "error", Place(file), other, data={**data, "other": is_.name})


def _compared(session: Session, desk: Desk, pair: _Pair, *, file: str, sha256: str) -> Updated:
    was, is_ = pair.before.in_force(desk.today), pair.after.in_force(desk.today)
    old, new = {one.number for one in was}, {one.number for one in is_}
    return Updated(
        file=file,
        sha256=sha256,
        in_force=len(is_),
        begun=tuple(one for one in is_ if one.number not in old),
        ended=tuple(one for one in was if one.number not in new),
        changes=tuple(_changes(session, pair)),
        already=_in_use(session) == sha256,
    )


def _changes(session: Session, pair: _Pair) -> Iterator[CaseChange]:
    """Find what the newer register changes for cases of open calls that are neither decided nor withdrawn."""
    for call in calls.every(session):
        if call.closed_on is not None:
            continue
        decided = decisions.standing(session, call.id)
        for case in applications.cases(session, call.id):
            if case.id not in decided and not case.content.withdrawn:
                yield from _changes_of(case, call.call.opens_on, pair)


def _changes_of(case: Case, day: date, pair: _Pair) -> Iterator[CaseChange]:
    for part, number in _numbers(case.content):
        was, is_ = pair.on(number, day)
        found = _changed(was, is_, pair.after) if was and is_ else None
        if was and found:
            yield CaseChange(case.case_number, part, number, was.name, *found)


def _numbers(content: Content) -> list[tuple[Part, str]]:
    """Return the municipalities of a case, the lead first; one that stands there twice only as what comes first."""
    found: list[tuple[Part, str]] = [("lead", content.lead), ("payee", content.payee)]
    found += [("partner", one.number) for one in content.partners if one.kind is PartnerKind.MUNICIPALITY]
    first: dict[str, Part] = {}
    for part, number in found:
        if number:
            first.setdefault(number, part)
    return [(part, number) for number, part in first.items()]


def _changed(
    was: Municipality, is_: Municipality, after: Register
) -> tuple[What, date, tuple[Municipality, ...]] | None:
    """Return what became of a municipality that both registers have, from when, and its successors; None: nothing new."""
    if is_.name != was.name:
        return "renamed", is_.valid_from, (is_,)
    if is_.valid_to is None or is_.valid_to == was.valid_to:
        return None
    successors = after.successors(is_, is_.valid_to)
    if [one.number for one in successors] == [is_.number]:
        return "renamed", is_.valid_to, successors
    return ("split" if len(successors) > 1 else "ended"), is_.valid_to, successors
