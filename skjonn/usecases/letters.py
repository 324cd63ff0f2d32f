"""Writing letters: gather, render all, register with digests, commit, put the files in place; a rerun completes."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from skjonn import files
from skjonn.documents.letters import LetterTemplate, compile_template
from skjonn.documents.packages import Properties
from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.letters import FIELD_NAMES, LetterKind, context, document_title, stem
from skjonn.domain.persons import Person, Role
from skjonn.errors import ConflictError, UsageError
from skjonn.registries.language import LetterLanguage
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls, letters
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.tables.decision import LetterRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.letter_gathering import Gathered, Gathering, Wanted, language_kept, stored_language
from skjonn.usecases.municipalities import register_in_use

FOLDER = "letters"
_NAMED = 3  # of cases that many of are told of
KINDS = tuple(kind.value for kind in LetterKind)
State = Literal["new", "again", "unchanged", "draft"]


class LetterKindUnknown(UsageError):
    """There is no such kind of letter."""

    code = "letter-kind-unknown"
    sentence = N_("{kind} is not a kind of letter.")
    advice = N_("The kinds are: {known}.")


class LettersMeanwhile(ConflictError):
    """Someone else registered some of the same letters while these were rendered."""

    code = "letters-meanwhile"
    sentence = N_("Someone else has just written {count} of these letters, beginning with {first}.")
    advice = N_("Run the command again; it completes what is missing.")


class LetterNotAsRegistered(ConflictError):
    """A registered letter's file is gone or changed, and what would be written now differs from what was registered."""

    code = "letter-not-as-registered"
    sentence = N_("The letters of {cases} cannot be written again as they were registered.")
    advice = N_("A template, the call's texts or the register has changed since. Put the file or the template back, or fetch the letter from the archive.")  # fmt: skip


@dataclass(frozen=True)
class WrittenLetter:
    """One letter as it stands.

    Attributes:
        number: consecutive in the database; None for a draft.
        kind: award, partial_award, refusal, or dismissal, which is worded by the template of refusals.
        language: `nb` or `nn`, by `rule`.
        path: relative to the working folder, with forward slashes.
        state: new, written again because the file was gone or changed, unchanged, or a draft.
    """

    number: int | None
    case: str
    kind: str
    municipality: str
    language: str
    rule: LetterLanguage
    dated: date
    path: str
    sha256: str
    state: State


@dataclass(frozen=True)
class Written:
    """The letters of one run, by case number."""

    letters: tuple[WrittenLetter, ...]

    def count(self, state: State) -> int:
        """Return how many letters are in a state."""
        return Counter(letter.state for letter in self.letters)[state]


@dataclass(frozen=True)
class _Rendered:
    gathered: Gathered
    template_sha256: str
    target: Path
    path: str
    content: bytes
    state: State


def write_letters(
    url: str, desk: Desk, wanted: Wanted, folder: Path, *, out: Path | None = None,
    step: Callable[[int, int], object] = lambda _done, _all: None,
) -> Written:  # fmt: skip
    """Write the letters of a call's decided cases that are not written yet, and those whose file is gone or changed.

    Nothing is written before every letter is rendered. The letter's date is today at first writing and stays.

    Args:
        url: of the database.
        desk: who writes, on which day; `dry_run` renders everything and keeps nothing.
        wanted: which letters.
        folder: the working folder: its templates come before the shipped ones, and paths are kept relative to it.
        out: where new letters go; by default `letters` in `folder`. Registered letters stay at their registered path.
        step: told after each rendered letter how many of how many are done.

    Raises:
        LetterKindUnknown: no such kind.
        NothingDecided, NothingDrafted, RoundTakenOver, CaseNotDecided, LanguagesUnknown, RecipientGone: there is no letter to write, or it is not known how.
        TemplateMissing, TemplateBroken, TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty, TemplateNotMarking: nothing is written.
        LetterNotAsRegistered: a registered letter would come out differently.
        TargetBusy: a file is open in another program; what was registered is completed by the next run.
    """
    if wanted.kind is not None and wanted.kind not in KINDS:
        raise LetterKindUnknown(kind=wanted.kind, known=KINDS)
    with reading(url) as session:
        acting(session, desk, Role.CASEWORKER)
        gathering = Gathering(session, desk, wanted)
        gathered = gathering.every()
        taken = {letter.path for letter in letters.registered(session)}
    rendered = _rendered(gathered, folder, out or folder / FOLDER, taken, step)
    changed = [one for one in rendered if one.state != "unchanged"]
    if not desk.dry_run:
        _require_free([one.target for one in changed])
    numbers = _register(url, desk, gathering.call.id, wanted.call, [one for one in changed if one.state == "new"])
    if not desk.dry_run:
        for one in changed:
            files.write_whole(one.target, one.content)
    return Written(tuple(_written(one, numbers) for one in rendered))


def list_letters(url: str, call: str | None = None) -> tuple[WrittenLetter, ...]:
    """Return the registered letters of a call, or of all calls: by case number, then letter number.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        register = register_in_use(session)
        found = letters.registered(session, calls.one(session, call).id if call else None)
    names = {one: register.at(one.recipient, one.dated) for one in found}
    return tuple(_listed(one, known.name if (known := names[one]) else one.recipient) for one in found)


def _listed(stored: StoredLetter, municipality: str) -> WrittenLetter:
    return WrittenLetter(
        number=stored.number,
        case=stored.case_number,
        kind=_kind(stored.kind, stored.outcome),
        municipality=municipality,
        language=stored.language,
        rule=stored_language(stored),
        dated=stored.dated,
        path=stored.path,
        sha256=stored.sha256,
        state="unchanged",
    )


def _kind(kind: str, outcome: str) -> str:
    """Return a letter's kind as people are told it: the template of refusals words dismissals too."""
    return Outcome.DISMISSAL.value if outcome == Outcome.DISMISSAL else str(kind)


def _rendered(
    gathered: Sequence[Gathered], folder: Path, out: Path, taken: set[str], step: Callable[[int, int], object]
) -> list[_Rendered]:
    templates: dict[str, LetterTemplate] = {}
    for name in sorted({_template_name(one) for one in gathered}):  # every template is proved before a letter is made
        path = files.find_template(name, folder)
        templates[name] = compile_template(name, files.read_bytes(path), FIELD_NAMES)
    found = []
    for done, one in enumerate(gathered, 1):
        found.append(_letter(one, templates[_template_name(one)], folder, out, taken))
        step(done, len(gathered))
    if differing := [one.gathered.letter.case for one in found if _differs(one)]:
        raise LetterNotAsRegistered(cases=differing)
    return found


def _letter(one: Gathered, template: LetterTemplate, folder: Path, out: Path, taken: set[str]) -> _Rendered:
    letter, stored = one.letter, one.stored
    target = folder / stored.path if stored else _free_name(one, folder, out, taken)
    path = stored.path if stored else _relative(target, folder)
    if stored and (intact := _intact(target, stored)) is not None:
        return _Rendered(one, stored.template_sha256, target, path, intact, "unchanged")
    properties = Properties(document_title(letter), letter.office_name, letter.language, letter.dated)
    content = template.render(letter.case, context(letter), properties)
    state: State = "draft" if letter.draft else "again" if stored else "new"
    return _Rendered(one, template.sha256, target, path, content, state)


def _free_name(one: Gathered, folder: Path, out: Path, taken: set[str]) -> Path:
    """Return where a new letter goes; a case decided again keeps its earlier letter's file."""
    target = out / files.file_name(stem(one.letter), "docx")
    if not one.letter.draft and _relative(target, folder) in taken:
        target = out / files.file_name(f"{stem(one.letter)}-{one.line.decision_number}", "docx")
    return target


def _relative(target: Path, folder: Path) -> str:
    """Return a path as it is kept: relative to the working folder where the system can say so, forward slashes."""
    try:
        return Path(os.path.relpath(target.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive on Windows
        return target.absolute().as_posix()


def _intact(path: Path, stored: StoredLetter) -> bytes | None:
    """Return the file's content where it is what was registered, else None."""
    if not path.is_file():
        return None
    content = files.read_bytes(path)
    same = files.sha256(content) == stored.sha256 or _content_digest(content) == stored.content_digest
    return content if same else None


def _content_digest(content: bytes) -> str:
    try:
        return files.content_digest(content)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return ""


def _differs(one: _Rendered) -> bool:
    stored = one.gathered.stored
    return stored is not None and files.content_digest(one.content) != stored.content_digest


def _require_free(targets: Sequence[Path]) -> None:
    """Make sure every file can be written before anything is registered: nobody has one open, and the folders let us in.

    Raises:
        TargetBusy: one cannot.
    """
    for target in targets:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                with target.open("r+b"):
                    pass
            elif not os.access(target.parent, os.W_OK):
                raise PermissionError(target.parent)
        except OSError as error:
            raise files.TargetBusy(path=str(target)) from error


def _register(url: str, desk: Desk, call_id: int, call: str, fresh: Sequence[_Rendered]) -> Mapping[int, int]:
    """Register new letters, all or none, with one event; return their numbers by the line they tell of."""
    if not fresh:
        return {}
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        known = letters.lines_with_letter(session, call_id)
        if meanwhile := [one.gathered.letter.case for one in fresh if one.gathered.line.line_id in known]:
            raise LettersMeanwhile(count=len(meanwhile), first=meanwhile[:_NAMED])
        first = letters.last_number(session) + 1
        numbers = {one.gathered.line.line_id: number for number, one in enumerate(fresh, first)}
        session.add_all([_row(one, numbers, call_id, desk, person) for one in fresh])
        session.flush()
        cases = [one.gathered.line.application_id for one in fresh]
        record(session, desk, person, "letters-written", call, cases=cases, count=len(fresh), first=first)
    return numbers


def _row(one: _Rendered, numbers: Mapping[int, int], call_id: int, desk: Desk, person: Person) -> LetterRow:
    letter, line = one.gathered.letter, one.gathered.line
    return LetterRow(
        number=numbers[line.line_id],
        call_id=call_id,
        application_id=line.application_id,
        decision_line_id=line.line_id,
        kind=letter.kind.value,
        language=letter.language,
        language_rule=language_kept(one.gathered.language),
        recipient=letter.recipient.number,
        dated=letter.dated,
        path=one.path,
        sha256=files.sha256(one.content),
        content_digest=files.content_digest(one.content),
        template_sha256=one.template_sha256,
        on=desk.today,
        recorded_at=now(),
        person_id=person.id,
    )


def _written(one: _Rendered, numbers: Mapping[int, int]) -> WrittenLetter:
    letter, stored = one.gathered.letter, one.gathered.stored
    found = WrittenLetter(
        number=numbers.get(one.gathered.line.line_id),
        case=letter.case,
        kind=_kind(letter.kind, letter.outcome),
        municipality=letter.recipient.name,
        language=letter.language,
        rule=one.gathered.language,
        dated=letter.dated,
        path=one.path,
        sha256=files.sha256(one.content),
        state=one.state,
    )
    return replace(found, number=stored.number) if stored else found


def _template_name(one: Gathered) -> str:
    return f"letters/{one.letter.language}/{one.letter.kind.value}.docx"
