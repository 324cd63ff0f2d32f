"""Withdraw a whole import: for a file that should not have been taken in, while nobody has built on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from skjonn.domain.applications import Content, identity
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.domain.problems import Place, Problem
from skjonn.domain.work import done
from skjonn.errors import ConflictError, RefusedError
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, case_ties, imports
from skjonn.storage.queries.application_writes import NewVersion, Written
from skjonn.storage.queries.applications import Case, Version
from skjonn.storage.queries.imports import ImportedFile
from skjonn.texts import N_, translate
from skjonn.usecases.acting import acting, record
from skjonn.usecases.application_acts import ReasonNeeded, require_alone, written_by
from skjonn.usecases.imports import files_of


class ImportUndone(ConflictError):
    """The import was withdrawn before."""

    code = "import-undone"
    sentence = N_("Import {number} was withdrawn on {day}.")
    advice = N_("Nothing needs to be done.")


class ImportBuiltOn(RefusedError):
    """Something has been done with cases of an import since, so that it cannot be withdrawn whole."""

    code = "import-built-on"
    sentence = N_("Import {number} cannot be withdrawn: something has been done with {count} of its cases since.")
    advice = N_("Withdraw or edit the cases that are wrong, one by one.")


@dataclass(frozen=True)
class Undone:
    """A withdrawn import: its files, the cases that are withdrawn with it, and those that say again what they said before."""

    number: int
    call: str
    files: tuple[str, ...]
    withdrawn: tuple[str, ...]
    restored: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    """The keys of an import's files, the cases that came with it, those it changed, and what the latter said before, by id."""

    keys: frozenset[int]
    created: tuple[Case, ...]
    changed: tuple[Case, ...]
    before: Mapping[int, Version]

    @property
    def cases(self) -> tuple[Case, ...]:
        return (*self.created, *self.changed)


def undo_import(url: str, desk: Desk, number: int, reason: str) -> Undone:
    """Withdraw an import with all its files, or nothing of it.

    A case that came with it is withdrawn and known no more by its reference or title, so that the mended file gives a new
    case; a case it changed gets a new version that says what the case said before. Numbers are not used again; notes and persons
    stay where they are, for nothing that was written is lost.

    Args:
        url: of the database.
        desk: a caseworker's.
        number: the import's, as `application imports` lists it.
        reason: why; stored with the import and with each case.

    Raises:
        ReasonNeeded, ImportUnknown: what was typed cannot be used.
        ImportUndone: it was withdrawn before.
        ImportBuiltOn: a case has been assessed, recommended, dismissed, decided, merged or changed since; each is named.
        SameApplication: what a case said before is by now another case.
    """
    if not reason.strip():
        raise ReasonNeeded
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        files = files_of(session, number)
        if files[0].undone_on is not None:
            raise ImportUndone(number=number, day=files[0].undone_on)
        plan = _plan(session, number, files)
        problems = [*_work(session, plan), *_merged(session, plan), *_changed_since(session, plan)]
        if problems:
            raise ImportBuiltOn(number=number, count=len({one.place for one in problems}), problems=problems)
        why = translate(N_("Import {number} was withdrawn: {reason}"), desk.language)
        _write(session, plan, why.format(number=number, reason=reason.strip()), written_by(person, desk))
        imports.mark_undone(session, plan.keys, desk.today, person.id, reason.strip())
        undone = Undone(
            number,
            files[0].call,
            tuple(file.name for file in files),
            tuple(case.case_number for case in plan.created),
            tuple(case.case_number for case in plan.changed),
        )
        record(
            session, desk, person, "import-undone", undone.call, cases=[case.id for case in plan.cases], number=number,
            file_name=", ".join(undone.files), reason=reason.strip(), withdrawn=undone.withdrawn, restored=undone.restored,
        )  # fmt: skip
        return undone


def _plan(session: Session, number: int, files: Sequence[ImportedFile]) -> _Plan:
    touched = imports.touched(session, number)
    created = tuple(dict.fromkeys(one.application_id for one in touched if one.created))
    first = {one.application_id: one.number for one in reversed(touched) if not one.created}
    there = {case.id: case for case in applications.some_cases(session, [*created, *first])}
    before = applications.versions_at(session, {case: earliest - 1 for case, earliest in first.items()})
    return _Plan(
        frozenset(file.id for file in files),
        tuple(there[case] for case in created),
        tuple(there[case] for case in sorted(first)),
        before,
    )


def _work(session: Session, plan: _Plan) -> Iterator[Problem]:
    """Yield the cases that have been assessed, recommended, dismissed, decided or written to."""
    works = case_ties.work_on(session, [case.id for case in plan.cases])
    for case in plan.cases:
        if case.id in works:
            yield _problem("case-worked-on", case, N_("It has {work}."), work=done(works[case.id]))


def _merged(session: Session, plan: _Plan) -> Iterator[Problem]:
    """Yield the cases that are one with a case of another origin: it would lose, or keep, what is not its own."""
    created = {case.id: case for case in plan.created}
    for case in plan.created:
        if case.merged_into_id is not None and case.merged_into_id not in created:
            yield _problem("case-merged", case, N_("It is part of another case."))
    into = applications.merged_into(session, list(created))
    for key in sorted({into[other] for other in into if other not in created}):
        yield _problem("case-merged", created[key], N_("Another case is part of it."))


def _changed_since(session: Session, plan: _Plan) -> Iterator[Problem]:
    """Yield the cases that say something else since: changed ones by anything, those that came with it by another import."""
    for case in plan.changed:
        if case.version_import_id not in plan.keys:
            yield _problem("case-changed", case, N_("It was changed since."))
    later = imports.touched_by_others(session, [case.id for case in plan.created], plan.keys)
    for case in plan.created:
        if case.id in later:
            yield _problem("case-changed", case, N_("A later import changed it; withdraw that one first."))


def _problem(code: str, case: Case, sentence: str, **data: object) -> Problem:
    return Problem(code, "error", Place(cell=case.case_number), sentence, "", data)


def _write(session: Session, plan: _Plan, reason: str, written: Written) -> None:
    live = [case for case in plan.created if not case.content.withdrawn]
    withdrawn = [
        NewVersion(case.id, case.version_number + 1, replace(case.content, withdrawn=True, withdrawn_reason=reason), reason=reason)
        for case in live
    ]  # fmt: skip
    restored = [
        NewVersion(case.id, case.version_number + 1, before.content, before.source, reason, before.import_id)
        for case in plan.changed
        if (before := plan.before[case.id])
    ]
    imports.free(session, [case.id for case in plan.created])
    writes.add_versions(session, [*withdrawn, *restored], written)
    _rename(session, [(case, plan.before[case.id].content) for case in plan.changed])


def _rename(session: Session, restored: Sequence[tuple[Case, Content]]) -> None:
    """Let cases be known again by what they say; first all give up their names, for they may have changed places."""
    renamed = [(case, content) for case, content in restored if identity(content) != identity(case.content)]
    imports.free(session, [case.id for case, _content in renamed])
    for case, content in renamed:
        require_alone(session, case.call_id, case.id, content)
        writes.set_identity(session, case.id, content)
