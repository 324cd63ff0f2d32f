"""The transaction of an import: rows told apart from what is there, checked, written batch by batch, refused as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlmodel import Session

from skjonn.domain.applications import Content
from skjonn.domain.changes import Change, Confirmed, Known, Sorted, Sorter, merged_contacts
from skjonn.domain.codes import case_number, parse_case
from skjonn.domain.dates import day_alone
from skjonn.domain.desk import Desk
from skjonn.domain.initiatives_alike import Suggestion
from skjonn.domain.intake import Doubles, Found, Taken
from skjonn.domain.persons import Person
from skjonn.domain.problems import Place, Problem
from skjonn.registries.municipalities import Register
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, imports
from skjonn.storage.queries.application_writes import NewCase, NewVersion, Written
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.calls import StoredCall
from skjonn.usecases import intake_checks as checks
from skjonn.usecases.acting import now, record
from skjonn.usecases.intake_alike import pairs_of
from skjonn.usecases.intake_awards import Awards
from skjonn.usecases.intake_checks import Lateness
from skjonn.usecases.intake_files import Stream
from skjonn.usecases.intake_headings import remember
from skjonn.usecases.intake_refusals import (
    ImportRefused,
    LateCases,
    LateUnknown,
    ReceivedMissing,
    RowsDiffer,
    RowUnknown,
)
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.settled import CaseDecided, settled_cases

_MOST_LEADS = 20_000  # rows whose applicant is remembered, to give each its own rows back


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        call: its code; added, changed: case numbers in order; unchanged: how many rows said what was there.
        left_out: places of rows not taken (`partial` only); problems: faults of those, and all warnings.
        number: of the import, by which it can be withdrawn; 0 where nothing was written.
        leads: row by file, sheet and number -> its applicant's municipality number, as far as rows were held.
        alike: in a trial run, which of what would be added looks like more of an initiative; afterwards nobody can look.
    """

    call: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    left_out: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()
    number: int = 0
    leads: Mapping[tuple[str, str, int], str] = field(default_factory=dict)
    alike: tuple[Suggestion, ...] = ()


class Taking:
    """One import in its open transaction. Batches are taken in order; `finish` refuses everything or says what was done."""

    def __init__(self, session: Session, desk: Desk, person: Person, stored: StoredCall, stream: Stream) -> None:
        """Look at what is there before the first row."""
        self._session, self._desk, self._person, self._stored, self._stream = session, desk, person, stored, stream
        self._manner = stream.manner
        self._there = {case.id: case for case in applications.cases(session, stored.id) if not case.undone}
        same = self._confirmed_cases()
        self._sorter = Sorter(self._all_known(), self._taken_before(), Confirmed(same, self._manner.new))
        self._named: set[str] = set()  # what rows that came may be called, where somebody names rows
        self._doubles, self._late = Doubles(), Lateness(stored, self._manner.late)
        self._serial = writes.next_serial(session, stored.id, 0)
        self._written = Written(person.id, desk.today, now())
        self._number = writes.next_import(session)
        self._awards = Awards(session, stored)
        if self._manner.decided:
            self._awards.require_past({key: one.case_number for key, one in self._there.items() if not one.content.withdrawn})  # fmt: skip
        self._imports: dict[str, int] = {}
        self._ids: list[int] = []
        self._added: list[str] = []
        self._reasons: dict[str, str] = {}
        self._changed: list[Change] = []
        self._settled: list[str] = []
        self._unchanged = 0
        self._missing = 0
        self._doubtful = 0
        self._differing = 0
        self._left_out: list[Place] = []
        self._leads: dict[tuple[str, str, int], str] = {}

    def take(self, batch: Sequence[Found]) -> None:
        """Check a batch and write it, as long as nothing speaks against the whole import."""
        rows = self._told_apart(batch)
        if self._manner.same or self._manner.new:
            self._named.update(name for row in rows for name in row.names)
        told = self._received(self._sorter.sort(rows))
        kept = told if self._manner.update else replace(told, changed=())
        out = self._note(told, kept)
        if self._manner.partial and out:
            kept = replace(kept, new=tuple(row for row in kept.new if id(row) not in out))
        if not self._refusing and not self._stops():
            self._write(kept, self._numbers(len(kept.new)))

    def finish(self) -> Imported:
        """Return what was done.

        Raises:
            ImportRefused, RowsDiffer, ReceivedMissing, LateCases, CaseDecided, LateUnknown: something speaks against it.
        """
        problems = tuple(self._stream.problems)
        self._require_acceptable(problems)
        remember(self._session, self._desk, self._person, self._manner)
        done = Imported(
            self._stored.code,
            unchanged=self._unchanged,
            left_out=(*self._left_out, *self._stream.refused),
            problems=problems,
            leads=self._leads,
        )
        if self._added or self._changed:
            writes.next_serial(self._session, self._stored.id, len(self._added))
            changed = tuple(one.known.case for one in self._changed)
            done = replace(done, added=tuple(self._added), changed=changed, number=self._number)
            self._record(done)
        if not self._manner.decided:
            alike = tuple(pairs_of(self._session, self._stored.id, self._added))
            done = replace(done, problems=(*done.problems, *alike))
        self._awards.take_over(self._desk, self._person)
        return done

    @property
    def _refusing(self) -> bool:
        """Whether the files' own faults keep everything out: what follows is checked, and not written."""
        return self._stream.has_errors and not self._manner.partial

    def _stops(self) -> bool:
        """Tell whether what was found beside the rows' own faults refuses the import in the end."""
        whole = not self._manner.partial and bool(self._doubtful or self._differing or self._missing or self._late.without)  # fmt: skip
        return bool(whole or self._settled)

    def _told_apart(self, batch: Sequence[Found]) -> list[Taken]:
        """Return the rows to look at: the sound ones, and, where all is refused anyway, those that can be identified."""
        refused: set[Place] = set()
        for found in batch:
            if double := self._doubles.look(found):
                refused.add(double[0])
                self._stream.tell(replace(double[1], place=double[0]))
        if len(self._leads) < _MOST_LEADS:
            self._leads |= {_row_of(taken): taken.plain.get("lead", "") for found in batch if (taken := found.taken)}
        rows = []
        for found in batch:
            taken = found.taken
            if taken is None:
                continue
            twice = bool(refused) and taken.place in refused
            if found.sound and not twice:
                rows.append(taken)
                continue
            self._left_out.append(taken.place)
            if self._refusing and not twice and (taken.is_identified or not self._there):
                rows.append(taken)
        return rows

    def _received(self, told: Sorted) -> Sorted:
        """Fill in the stated day where a new row does not say when it came."""
        if self._manner.received is None:
            return told
        stated = day_alone(self._manner.received)
        without = {id(row) for row in checks.without_receipt(told.new)}
        return replace(told, new=tuple(row.received(stated) if id(row) in without else row for row in told.new))

    def _numbers(self, count: int) -> list[str]:
        first = self._serial + len(self._added)
        return [case_number(self._stored.code, serial) for serial in range(first, first + count)]

    def _note(self, told: Sorted, kept: Sorted) -> set[int]:
        """Keep what speaks against the rows beside their own faults; return the new rows that cannot be taken."""
        differing = () if self._manner.update else told.changed
        missing, late = self._untimely(kept)
        self._tell(*checks.doubtful(told), *checks.differences(differing, self._called), *checks.not_received(missing), *checks.late_rows(late))  # fmt: skip
        unchanged = ((row, known.key, known.case) for row, known in told.unchanged)
        changed = ((one.taken, one.known.key, one.known.case) for one in kept.changed)
        faults = [*self._awards.of_known((*unchanged, *changed)), *self._awards.faults(kept.new, self._desk.today)]
        ahead = checks.ahead(kept.new, self._desk.today)
        self._tell(*faults, *(found for _row, found in ahead))
        wrong = [row for row in kept.new if any(one.place in _places(row) for one in faults)] if faults else []
        out = {id(row): row for row in (*missing, *late, *wrong, *(row for row, _found in ahead))}
        self._doubtful += len(told.doubtful) + len(faults) + len(ahead)
        self._differing += len(differing)
        self._missing += len(missing)
        self._unchanged += len(told.unchanged)
        self._left_out += [row.place for row in (*told.doubtful, *out.values())]
        self._left_out += [change.taken.place for change in differing]
        if kept.changed:
            settled = settled_cases(self._session, self._stored.id)
            self._settled += [change.known.case for change in kept.changed if change.known.key in settled]
        return set(out)

    def _tell(self, *found: Problem) -> None:
        """Keep problems that are no fault of a file, so that they do not count as such."""
        self._stream.problems.extend(found)

    def _untimely(self, kept: Sorted) -> tuple[tuple[Taken, ...], tuple[Taken, ...]]:
        """Return the new rows that do not say when they came, and the late ones without a reason; of a past round none."""
        if self._manner.decided:
            return (), ()
        numbers = [] if self._refusing else self._numbers(len(kept.new))
        return checks.without_receipt(kept.new), self._late.look(kept, numbers)

    @cached_property
    def _register(self) -> Register:
        return register_in_use(self._session)

    def _called(self, number: str) -> str:
        """Return what a municipality is called, for people."""
        found = self._register.at(number, self._stored.call.opens_on)
        return f"{number} {found.name}" if found else number

    def _confirmed_cases(self) -> dict[str, str]:
        """Return the case each row is said to mean, in full.

        Raises:
            CaseNumberWrong, CaseUnknown: it is none of the call's.
        """
        there = {case.case_number for case in self._there.values()}
        same = {row: parse_case(text, self._stored.code) for row, text in self._manner.same.items()}
        if unknown := [case for case in same.values() if case not in there]:
            raise CaseUnknown(case=unknown[0])
        return same

    def _require_acceptable(self, problems: tuple[Problem, ...]) -> None:
        """Refuse by the gravest of what was found; the refusal carries all of it."""
        unused, whole = self._late.unused(), not self._manner.partial
        if self._refusing:
            if unused:  # they may be case numbers, which nobody knows before all rows can be numbered
                problems = tuple(one for one in problems if one.code != LateCases.code)
            raise ImportRefused(errors=_errors(problems), problems=problems, leads=self._leads)
        if whole and self._doubtful:
            raise ImportRefused(errors=_errors(problems), problems=problems, leads=self._leads)
        if whole and self._differing:
            raise RowsDiffer(count=self._differing, problems=problems, leads=self._leads)
        for option, names in (("--same", self._manner.same), ("--new", self._manner.new)):
            if strange := [name for name in names if name not in self._named]:
                raise RowUnknown(option=option, named=strange[0])
        if whole and self._missing:
            raise ReceivedMissing(count=self._missing, problems=problems, leads=self._leads)
        if whole and self._late.without:
            first = self._late.without[0].names[0]
            raise LateCases(count=len(self._late.without), deadline=self._stored.call.deadline, example=first, problems=problems, leads=self._leads)  # fmt: skip
        if self._settled:
            raise CaseDecided(cases=self._settled)
        if unused:
            raise LateUnknown(named=unused[0])

    def _all_known(self) -> list[Known]:
        if not self._there:
            return []
        persons = applications.contacts_of_call(self._session, self._stored.id)
        return [
            Known(case.id, case.case_number, case.content, _last_imported(self._session, case), persons.get(case.id, ()))
            for case in self._there.values()
        ]  # fmt: skip

    def _taken_before(self) -> set[str]:
        digests = imports.digests(self._session, self._stored.id)
        return {name for name, source in self._stream.sources.items() if source.sha256 in digests}

    def _write(self, kept: Sorted, numbers: Sequence[str]) -> None:
        reasons = self._late.reasons
        cases = [
            NewCase(number, row, reasons.get(row.place, "") if reasons else "", self._import_of(row))
            for number, row in zip(numbers, kept.new, strict=True)
        ]
        ids = writes.add_cases(self._session, self._stored.id, cases, self._written)
        self._ids += ids
        self._awards.of_new(ids, kept.new)
        self._added += numbers
        self._reasons |= {case.case_number: case.reason for case in cases if case.reason}
        self._write_changes(kept.changed)

    def _import_of(self, row: Taken) -> int:
        """Return the key of the import row of a row's file, which is kept with its bytes when its first row is written."""
        name = row.layout.file
        if name not in self._imports:
            source = self._stream.sources[name]
            self._imports[name] = writes.add_import(self._session, self._stored.id, (self._number, len(self._imports) + 1), source, self._written)  # fmt: skip
        return self._imports[name]

    def _write_changes(self, changed: Sequence[Change]) -> None:
        writes.add_versions(self._session, [self._version(change) for change in changed], self._written)
        for change in changed:
            case, submitted = change.known.key, change.taken
            writes.set_identity(self._session, case, change.content)
            writes.set_contacts(self._session, case, merged_contacts(change.known.contacts, submitted.contacts))
            said = {note.text for note in applications.notes(self._session, case)}
            if submitted.note and submitted.note not in said:
                writes.add_notes(self._session, {case: submitted.note}, self._written)
        self._changed += changed

    def _version(self, change: Change) -> NewVersion:
        number = self._there[change.known.key].version_number + 1
        reason = self._late.reasons.get(change.taken.place, "")
        return NewVersion(change.known.key, number, change.content, change.taken.source, reason, self._import_of(change.taken))  # fmt: skip

    def _record(self, done: Imported) -> None:
        sources = [self._stream.sources[name] for name in self._imports]
        record(
            self._session, self._desk, self._person, "applications-imported", self._stored.code,
            cases=[*self._ids, *(one.known.key for one in self._changed)],
            file_name=", ".join(source.name for source in sources), sha256=[source.sha256 for source in sources],
            number=done.number, added=list(done.added), changed=list(done.changed), unchanged=done.unchanged,
            late=self._reasons,
        )  # fmt: skip


def _places(row: Taken) -> set[Place]:
    """Return the places of what was awarded in a row."""
    return {row.place_of(name) for name in ("awarded_nok", "pot", "decided_on")}


def _row_of(taken: Taken) -> tuple[str, str, int]:
    return taken.layout.file, taken.layout.sheet, taken.row


def _errors(problems: Iterable[Problem]) -> int:
    return sum(one.severity == "error" for one in problems)


def _last_imported(session: Session, case: Case) -> Content | None:
    """Return what the file a case last came with said; the series is read only where the office has edited it by hand."""
    if case.source.file:
        return case.content
    if not case.imported:
        return None
    series, undone = applications.versions(session, case.id), imports.undone(session, case.call_id)
    return next((one.content for one in reversed(series) if one.source.file and one.import_id not in undone), None)
