"""Writing letters: gather, render all, register with digests, commit, put the files in place; a rerun completes."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import cast

from skjonn import files
from skjonn.documents.letters import LetterTemplate, compile_template
from skjonn.domain import letter_files
from skjonn.domain.desk import Desk
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import Form
from skjonn.domain.letters import stem
from skjonn.domain.persons import Role
from skjonn.domain.problems import Problem
from skjonn.errors import ConflictError, UsageError
from skjonn.registries.counties import counties_at
from skjonn.registries.language import LetterLanguage
from skjonn.registries.municipalities import Register
from skjonn.registries.offices import ministry_at, office_at
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, letters
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_
from skjonn.texts.wording import listed
from skjonn.usecases import letter_templates
from skjonn.usecases.acting import acting
from skjonn.usecases.letter_gathering import Gathered, Gathering
from skjonn.usecases.letter_registering import Rendered, State, register_new, rendered
from skjonn.usecases.letter_sources import stored_language
from skjonn.usecases.letter_units import TO_ALL
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.municipalities import register_in_use

FOLDER = "letters"


class LetterUnexplained(UsageError):
    """A registered letter is to be written anew without saying why."""

    code = "letter-unexplained"
    sentence = N_("Letters of {call} that are registered are not written anew without a reason.")
    advice = N_("Say why with --reason; the letter that stood is kept.")


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
        case: the case number, the first of several, empty where the letter is about the call; cases: all of them.
        municipality: whom it goes to, by name.
        language: `nb` or `nn`, by `rule`.
        path: relative to the working folder, with forward slashes.
        state: new, a draft, written again because the file was gone, unchanged, or edited since it was registered; in a list
            also missing, or registered where no file was looked at.
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
    cases: tuple[str, ...] = ()
    supersedes: int | None = None
    superseded_by: int | None = None
    sent_on: date | None = None
    sent_how: str = ""


@dataclass(frozen=True)
class Written:
    """The letters of one run, by case number, and what is to be said of them and of the templates."""

    letters: tuple[WrittenLetter, ...]
    problems: tuple[Problem, ...] = ()

    def count(self, state: State) -> int:
        """Return how many letters are in a state."""
        return Counter(letter.state for letter in self.letters)[state]


def write_letters(
    url: str, desk: Desk, wanted: Wanted, folder: Path, *, out: Path | None = None,
    step: Callable[[int, int], object] = lambda _done, _all: None,
) -> Written:  # fmt: skip
    """Write the letters of a call's decided cases that are not written yet, and those whose file is gone.

    A registered letter somebody has changed since is left as it is and named. Nothing is written before every letter is rendered. The letter's date is today at first writing and stays. Each letter is
    rendered once to be proved and registered, and once more to be written, so that a great batch takes no more memory.

    Args:
        url: of the database.
        desk: who writes, on which day; `dry_run` renders everything and keeps nothing.
        wanted: which letters.
        folder: the working folder: its templates come before the shipped ones, and paths are kept relative to it.
        out: where new letters go; by default `letters` in `folder`. Registered letters stay at their registered path.
        step: told after each rendered letter how many of how many are done.

    Raises:
        LetterKindUnknown, LetterNeeds, LetterAboutCall, OtherFormUnexplained, LetterUnexplained: no such kind, or something is not said.
        NothingDecided, NothingDrafted, RoundTakenOver, CaseNotDecided, CaseNotFit, NoCaseFits, NothingToPay: there is no letter to write.
        LanguagesUnknown, RecipientGone: it is not known how.
        TemplateMissing, TemplateNoFile, TemplateBroken, TemplateReachesOut, TemplateSyntaxWrong, TemplateLacks: a template is at fault.
        TemplateFieldUnknown, TemplateFieldEmpty, TemplateFieldBare, TemplateNotMarking, ClauseUnfinished: likewise; nothing is written.
        LetterNotAsRegistered: a registered letter would come out differently.
        TargetBusy: a file is open in another program; what was registered is completed by the next run.
    """
    if wanted.anew and not wanted.reason.strip():
        raise LetterUnexplained(call=wanted.call)
    with reading(url) as session:
        acting(session, desk, Role.CASEWORKER)
        gathering = Gathering(session, desk, wanted)
        gathered = gathering.every()
        taken = {letter.path for letter in letters.registered(session)}
    ready = _rendered(gathered, folder, out or folder / FOLDER, taken, step)
    changed = [one for one in ready if one.state not in {"unchanged", "edited"}]
    if not desk.dry_run:
        _require_free([one.target for one in changed])
    numbers = register_new(url, desk, gathering.sources.call.id, wanted, [one for one in changed if one.state == "new"])
    if not desk.dry_run:
        for one in changed:
            files.write_whole(one.target, rendered(one.gathered, one.template).content)
    done = tuple(_written(one, numbers) for one in ready)
    return Written(done, (*otherwise(done), *letter_templates.unused(folder)))


def otherwise(every: Sequence[WrittenLetter]) -> Iterator[Problem]:
    """Yield what is to be said of letters whose file is not what was registered: changed is an error, gone a warning."""
    for one in every:
        if one.state == "edited":
            yield letter_files.changed(one.path, one.number)
        elif one.state == "missing":
            yield letter_files.missing(one.path, one.number, replaced=one.superseded_by is not None)


def list_letters(url: str, call: str | None = None, folder: Path | None = None) -> tuple[WrittenLetter, ...]:
    """Return the registered letters of a call, or of all calls: by case number, then letter number.

    Args:
        url: of the database; call: its code, None is every call.
        folder: the working folder, where each file is compared with what was registered; None compares none.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        register, office_id = register_in_use(session), the_office(session).office_id
        found = letters.registered(session, calls.one(session, call).id if call else None)
    return tuple(_listed(one, _recipient(one, register, office_id), folder) for one in found)


def _recipient(stored: StoredLetter, register: Register, office_id: str) -> str:
    """Return whom a registered letter went to, by name as it was on the letter's date."""
    form = cast("Form", stored.language)
    if stored.recipient == TO_ALL:
        numbers = office_at(office_id, stored.dated).county_numbers
        return listed([one.name for one in counties_at(stored.dated) if one.number in numbers], form)
    if not stored.recipient:
        return ministry_at(stored.dated).name(form)
    known = register.at(stored.recipient, stored.dated)
    return known.name if known else stored.recipient


def _found(stored: StoredLetter, folder: Path | None) -> State:
    """Return how a registered letter's file stands to what was registered."""
    if folder is None:
        return "registered"
    path = folder / stored.path
    return "unchanged" if _intact(path, stored) else "edited" if path.is_file() else "missing"


def _listed(stored: StoredLetter, municipality: str, folder: Path | None) -> WrittenLetter:
    return WrittenLetter(
        number=stored.number,
        case=stored.case_number,
        kind=stored.kind,
        municipality=municipality,
        language=stored.language,
        rule=stored_language(stored),
        dated=stored.dated,
        path=stored.path,
        sha256=stored.sha256,
        state=_found(stored, folder),
        cases=tuple(one.case_number for one in stored.cases),
        supersedes=stored.supersedes,
        superseded_by=stored.superseded_by,
        sent_on=stored.sent_on,
        sent_how=stored.sent_how,
    )


def _rendered(
    gathered: Sequence[Gathered], folder: Path, out: Path, taken: set[str], step: Callable[[int, int], object]
) -> list[Rendered]:
    templates = _proved(gathered, folder)
    found, used = [], set(taken)
    for done, one in enumerate(gathered, 1):
        found.append(_letter(one, templates[_template_name(one)], folder, out, used))
        used.add(found[-1].path)
        step(done, len(gathered))
    if differing := [one.gathered.letter.case for one in found if _differs(one)]:
        raise LetterNotAsRegistered(cases=differing)
    return found


def _proved(gathered: Sequence[Gathered], folder: Path) -> dict[str, LetterTemplate]:
    """Return the templates of letters by name, each proved once before a letter is made."""
    kinds = {_template_name(one): one.letter.kind for one in gathered}
    templates: dict[str, LetterTemplate] = {}
    for name in sorted(kinds):
        templates[name] = compile_template(name, files.read_bytes(files.find_template(name, folder)), FIELD_NAMES)
        letter_templates.require_telling(templates[name], kinds[name])
    fresh = [one for one in gathered if one.stored is None and not one.letter.draft]
    for (name, _version), letter in {(_template_name(one), id(one.letter.call)): one.letter for one in fresh}.items():
        letter_templates.require_worded(letter.call, templates[name], letter.language)
    return templates


def _letter(one: Gathered, template: LetterTemplate, folder: Path, out: Path, taken: set[str]) -> Rendered:
    letter, stored = one.letter, one.stored
    target = folder / stored.path if stored else _free_name(one, folder, out, taken)
    path = stored.path if stored else _relative(target, folder)
    if stored and (intact := _intact(target, stored)):
        return Rendered(one, template, stored.template_sha256, target, path, intact, stored.content_digest, "unchanged")
    if stored and target.is_file():
        return Rendered(
            one, template, stored.template_sha256, target, path, stored.sha256, stored.content_digest, "edited"
        )
    made = rendered(one, template)
    state: State = "draft" if letter.draft else "again" if stored else "new"
    return Rendered(one, template, template.sha256, target, path, files.sha256(made.content), made.digest, state)


def _free_name(one: Gathered, folder: Path, out: Path, taken: set[str]) -> Path:
    """Return where a new letter goes: an earlier letter about the same keeps its file, and drafts are written over."""
    name = stem(one.letter)
    target = out / files.file_name(name, "docx")
    if one.letter.draft:
        return target
    for number in count(2):
        if _relative(target, folder) not in taken:
            break
        target = out / files.file_name(f"{name}-{number}", "docx")
    return target


def _relative(target: Path, folder: Path) -> str:
    """Return a path as it is kept: relative to the working folder where the system can say so, forward slashes."""
    try:
        return Path(os.path.relpath(target.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive on Windows
        return target.absolute().as_posix()


def _intact(path: Path, stored: StoredLetter) -> str:
    """Return the file's SHA-256 where it is what was registered, else nothing."""
    if not path.is_file():
        return ""
    content = files.read_bytes(path)
    found = files.sha256(content)
    return found if found == stored.sha256 or _content_digest(content) == stored.content_digest else ""


def _content_digest(content: bytes) -> str:
    try:
        return files.content_digest(content)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return ""


def _differs(one: Rendered) -> bool:
    stored = one.gathered.stored
    return stored is not None and one.content_digest != stored.content_digest


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
            raise files.not_written(target, error) from error


def _written(one: Rendered, numbers: Mapping[tuple[object, ...], int]) -> WrittenLetter:
    letter, unit, stored = one.gathered.letter, one.gathered.unit, one.gathered.stored
    earlier = unit.supersedes
    return WrittenLetter(
        number=stored.number if stored else numbers.get(unit.key),
        case=letter.case if letter.cases else "",
        kind=letter.kind.value,
        municipality=letter.recipient.name,
        language=letter.language,
        rule=one.gathered.language,
        dated=letter.dated,
        path=one.path,
        sha256=one.sha256,
        state=one.state,
        cases=tuple(case.case for case in letter.cases),
        supersedes=stored.supersedes if stored else earlier.number if earlier else None,
        sent_on=stored.sent_on if stored else None,
        sent_how=stored.sent_how if stored else "",
    )


def _template_name(one: Gathered) -> str:
    return f"letters/{one.letter.language}/{one.letter.kind.value}.docx"
