"""Files that were taken in: a list of them, and each given back as it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.errors import ConflictError, SurroundingsError, UsageError
from skjonn.files import file_name, read_bytes, sha256, write_whole
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, imports
from skjonn.storage.queries.imports import ImportedFile
from skjonn.texts import N_

_LARGEST = 2**31 - 1  # what a key's column holds


class ImportUnknown(UsageError):
    """There is no import of the number given."""

    code = "import-unknown"
    sentence = N_("There is no import {number}.")
    advice = N_("`skjonn application imports` shows them with their numbers.")


class CameByHand(UsageError):
    """A case has no file to give back."""

    code = "came-by-hand"
    sentence = N_("{case} was registered by hand; there is no file.")
    advice = N_("`skjonn application show {case}` shows what it says.")


class OriginalDamaged(SurroundingsError):
    """The bytes kept of a file are not those that were taken in."""

    code = "original-damaged"
    sentence = N_("What is kept of {name} is not what was taken in: its SHA-256 was {expected} and is {found}.")
    advice = N_("Someone has changed the database beside the program; take the file from a backup.")


class OtherFileThere(ConflictError):
    """A file of another content is where the original would go."""

    code = "other-file-there"
    sentence = N_("{path} is there and says something else.")
    advice = N_("Choose another name: --out FILE.")


@dataclass(frozen=True)
class Given:
    """A file given back: the import and the call it came with, its name and digest, and where it lies; `there`: it lay there already."""

    number: int
    call: str
    name: str
    sha256: str
    path: Path
    there: bool


def listing(url: str, call: str | None = None) -> tuple[ImportedFile, ...]:
    """Return the files taken in for a call, or for all calls: by import number, then their order in it.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        return tuple(imports.every(session, calls.one(session, call).id if call else None))


def export(url: str, desk: Desk, wanted: int | str, folder: Path, out: Path | None = None) -> tuple[Given, ...]:
    """Write the files of an import, or the file a case last came with, exactly as they came.

    Nothing is written unless all can be. A file that is there with the same content is left as it is.

    Args:
        url: of the database.
        desk: with `dry_run`, everything is done but writing.
        wanted: an import's number, or a full case number.
        folder: where files go that `out` says nothing of, each by its own name; several go into a folder of their own there.
        out: the file; a folder where there are several files, or where a folder of that name is there.

    Raises:
        ImportUnknown, CaseUnknown, CameByHand: there is no such file.
        OriginalDamaged: what is kept is not what came.
        OtherFileThere: a file of another content is in the way.
        TargetBusy: it cannot be written.
    """
    with reading(url) as session:
        found = files_of(session, wanted) if isinstance(wanted, int) else [_of_case(session, wanted)]
        contents = [_checked(one, imports.content(session, one.id)) for one in found]
    paths = _paths(found, folder, out)
    given = [_given(one, path, content) for one, path, content in zip(found, paths, contents, strict=True)]
    for told, content in zip(given, contents, strict=True):
        if not told.there and not desk.dry_run:
            write_whole(told.path, content)
    return tuple(given)


def files_of(session: Session, number: int) -> list[ImportedFile]:
    """Return the files of one import, in their order.

    Raises:
        ImportUnknown: no import has the number.
    """
    found = imports.files(session, number) if 0 < number <= _LARGEST else []
    if not found:
        raise ImportUnknown(number=number)
    return found


def _of_case(session: Session, case: str) -> ImportedFile:
    series = applications.versions(session, applications.case(session, case).id)
    key = next((one.import_id for one in reversed(series) if one.import_id is not None), None)
    if key is None:
        raise CameByHand(case=case)
    return imports.by_key(session, key)


def _checked(file: ImportedFile, content: bytes) -> bytes:
    if sha256(content) != file.sha256:
        raise OriginalDamaged(name=file.name, expected=file.sha256, found=sha256(content))
    return content


def _paths(files: Sequence[ImportedFile], folder: Path, out: Path | None) -> list[Path]:
    """Return where each file goes; of several with one name, each gets its place among them before it."""
    if len(files) == 1 and out is not None and not out.is_dir():
        return [out]
    own = folder if len(files) == 1 else folder / f"import-{files[0].number}"
    names = Counter(_safe(file.name).casefold() for file in files)
    single = [names[_safe(file.name).casefold()] == 1 for file in files]
    return [(out or own) / (_safe(file.name) if alone else f"{file.part}-{_safe(file.name)}") for file, alone in zip(files, single, strict=True)]  # fmt: skip


def _safe(name: str) -> str:
    """Return a file's own name without folders, valid on every system."""
    own = PurePath(name.replace("\\", "/")).name
    stem, dot, ending = own.rpartition(".")
    return file_name(stem, ending) if dot and stem else file_name(own, "bin")


def _given(file: ImportedFile, path: Path, content: bytes) -> Given:
    there = path.exists()
    if there and read_bytes(path) != content:
        raise OtherFileThere(path=str(path))
    return Given(file.number, file.call, file.name, file.sha256, path, there)
