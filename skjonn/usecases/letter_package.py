"""Handing letters over: a folder per letter with its document, its message and checksums, and a manifest for the batch."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn import files
from skjonn.documents import archive_message, pdf
from skjonn.domain.archive_messages import ArchiveSettings, Handed, Receiver
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form, LetterKind
from skjonn.domain.persons import Role
from skjonn.errors import ConflictError, RefusedError
from skjonn.registries.offices import ministry_at
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, letters
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_
from skjonn.usecases import letter_pdf
from skjonn.usecases import letters as letter_list
from skjonn.usecases.acting import acting
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import TO_ALL

MANIFEST = "manifest.json"
_LISTED = ("letter", "folder", "kind", "cases", "receiver", "receiver_number", "org_number", "file", "format", "sha256", "title", "public_title", "exempt")  # fmt: skip


Pair = tuple[Handed, StoredLetter]
"""A letter as it is handed over, and as it is registered."""


class NothingToPackage(RefusedError):
    """No registered letter is to be handed over."""

    code = "nothing-to-package"
    sentence = N_("No registered letter of {call} is to be handed over.")
    advice = N_("Write letters with `skjonn letter write`; drafts are not handed over.")


class LetterNotWhole(ConflictError):
    """A letter's file is not what was registered, so nothing is handed over."""

    code = "letter-not-whole"
    sentence = N_("{paths}: not there, or not what was registered. Nothing is handed over.")
    advice = N_(
        "`skjonn letter write` writes what is missing; a changed file is put back from the archive or a backup."
    )


class PackageThere(ConflictError):
    """The folder is there and holds something else than this hand-over."""

    code = "package-there"
    sentence = N_("{folder} is there already and holds another hand-over, or something else.")
    advice = N_("Name another folder with --out; one that an earlier hand-over made is replaced with --again.")


@dataclass(frozen=True)
class Packaged:
    """A hand-over: its folder, what it holds (a row of the manifest a letter), and whether it was there already."""

    folder: Path
    rows: tuple[Mapping[str, object], ...]
    kept: bool
    without_pdf: bool


@dataclass(frozen=True)
class Batch:
    """Which letters are handed over, and where: those of `cases` and of `kind`, None is all; `again` replaces what is in `out`."""

    call: str
    out: Path
    cases: tuple[str, ...] | None = None
    kind: str | None = None
    again: bool = False


def package(url: str, desk: Desk, batch: Batch, folder: Path, settings: ArchiveSettings) -> Packaged:
    """Write the hand-over of a call's registered letters that stand, whole or not at all.

    Each letter's Word file is proved against what was registered. Its PDF is made where there is none and LibreOffice is
    installed; else the Word file is handed over and the manifest says so.

    Args:
        url: of the database; desk: who acts; batch: which letters, and where they go.
        folder: the working folder; settings: what the office says to the archive.

    Raises:
        CallUnknown: there is none; NothingToPackage, LetterNotWhole, PackageThere: as they say.
        PdfFailed: LibreOffice is there and cannot make them; TargetBusy: it cannot be written there.
    """
    with reading(url) as session:
        acting(session, desk, Role.CASEWORKER)
        sources, own_form = Sources(session, batch.call, desk.today), cast("Form", the_office(session).neutral_language)
        stored = _meant(letters.registered(session, sources.call.id), batch)
        content = _contents(session, sources, stored)
        moments = letters.moments(session)
    if not stored:
        raise NothingToPackage(call=batch.call)
    if broken := [one.path for one in stored if not _whole(folder / one.path, one)]:
        raise LetterNotWhole(paths=broken)
    without_pdf = not _with_pdf(url, desk, batch.call, stored, folder)
    handed = [_handed(one, sources, content, moments[one.number], own_form, without_pdf=without_pdf) for one in stored]
    if desk.dry_run:
        return Packaged(
            batch.out,
            tuple(_rows(list(zip(handed, stored, strict=True)), settings, {})),
            kept=False,
            without_pdf=without_pdf,
        )
    return _placed(batch, folder, list(zip(handed, stored, strict=True)), settings, without_pdf=without_pdf)


def _meant(every: Sequence[StoredLetter], batch: Batch) -> list[StoredLetter]:
    found = [one for one in every if one.stands and batch.kind in (None, one.kind)]
    if batch.cases is None:
        return found
    return [one for one in found if any(case.case_number in batch.cases for case in one.cases)]


def _contents(session: Session, sources: Sources, stored: Sequence[StoredLetter]) -> dict[str, Case]:
    wanted = {case.case_number for one in stored for case in one.cases}
    return {
        case.case_number: case for case in applications.cases(session, sources.call.id) if case.case_number in wanted
    }


def _whole(path: Path, one: StoredLetter) -> bool:
    if not path.is_file():
        return False
    return one.sha256 == files.sha256(files.read_bytes(path))


def _with_pdf(url: str, desk: Desk, call: str, stored: Sequence[StoredLetter], folder: Path) -> bool:
    """Make the PDFs that are missing; tell whether every letter has one."""
    numbers = {one.number for one in stored}
    written = [one for one in letter_list.list_letters(url, call, folder) if one.number in numbers]
    try:
        if desk.dry_run:
            pdf.program()
        letter_pdf.make(url, desk, call, written, folder)
    except pdf.PdfProgramMissing:
        return False
    return True


def _handed(
    one: StoredLetter,
    sources: Sources,
    content: Mapping[str, Case],
    registered_at: datetime,
    own_form: Form,
    *,
    without_pdf: bool,
) -> Handed:
    """Return a letter as it is handed over; what is said of its case folder is the same for every letter of the call."""
    form = cast("Form", one.language)
    office, opened_on = sources.office_on(one.dated), sources.call.call.opens_on
    single = content[one.cases[0].case_number].content if len(one.cases) == 1 else None
    name = Path(one.path).name
    told = (sources.told(case.case_number, content[case.case_number].content, None, one.dated, form) for case in one.cases)  # fmt: skip
    copies = sources.copies(told, one.dated)
    return Handed(
        number=one.number,
        call=sources.call.code,
        kind=LetterKind(one.kind),
        language=form,
        sha256=one.sha256,
        office=Receiver(office.name(own_form), office.org_number),
        receiver=_receiver(one, sources, form),
        case_title=sources.call.call.names[own_form],
        case_office=sources.office_on(opened_on).name(own_form),
        case_opened_on=opened_on,
        reference=(single.archive_reference if single else "") or sources.call.call.letters.our_reference,
        subject=single.title if single else sources.call_on(one.dated).names[form],
        dated=one.dated,
        registered_at=registered_at,
        sent_on=one.sent_on,
        file=name if without_pdf else f"{name.removesuffix('.docx')}.pdf",
        copies=copies,
    )


def _receiver(one: StoredLetter, sources: Sources, form: Form) -> Receiver:
    if one.recipient == TO_ALL:
        return Receiver(sources.county(one.dated, form))
    if not one.recipient:
        return Receiver(ministry_at(one.dated).name(form))
    found = sources.addressee(one.recipient, one.dated)
    return Receiver(found.full_name, found.org_number)


def _placed(
    batch: Batch, folder: Path, pairs: Sequence[Pair], settings: ArchiveSettings, *, without_pdf: bool
) -> Packaged:
    """Build the hand-over beside its place and move it there at the end."""
    out = batch.out
    ours = not out.exists() or (out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir())))
    if not ours:
        raise PackageThere(folder=str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as place:
            made = Path(place) / "package"
            rows = tuple(_build(made, folder, pairs, settings))
            if out.is_dir() and _same(made, out):
                return Packaged(out, rows, kept=True, without_pdf=without_pdf)
            if out.is_dir() and any(out.iterdir()) and not batch.again:
                raise PackageThere(folder=str(out))
            if out.exists():
                shutil.rmtree(out)
            made.replace(out)
    except OSError as error:
        raise files.TargetBusy(path=str(out)) from error
    return Packaged(out, rows, kept=False, without_pdf=without_pdf)


def _build(
    made: Path, folder: Path, pairs: Sequence[Pair], settings: ArchiveSettings
) -> Iterator[Mapping[str, object]]:
    made.mkdir(mode=0o700)
    sums = {}
    for one, letter in pairs:
        place = made / _folder(one)
        place.mkdir(mode=0o700)
        parts = {
            one.file: files.read_bytes((folder / letter.path).with_name(one.file)),
            "arkivmelding.xml": archive_message.arkivmelding(one, settings),
        }
        if one.receiver.org_number:
            parts["sbd.json"] = archive_message.sbd(one, settings)
        listed = {name: files.sha256(content) for name, content in parts.items()}
        parts["SHA256SUMS"] = "".join(f"{own}  {name}\n" for name, own in sorted(listed.items())).encode()
        for name, content in parts.items():
            files.write_whole(place / name, content)
        sums[one.number] = listed[one.file]
    rows = tuple(_rows(pairs, settings, sums))
    files.write_whole(made / MANIFEST, (json.dumps({"letters": rows}, ensure_ascii=False, indent=2) + "\n").encode())
    files.write_whole(made / "manifest.csv", _csv(rows))
    yield from rows


def _folder(one: Handed) -> str:
    return files.file_name(f"{one.number:05d}-{Path(one.file).stem}", "").rstrip(".")


def _rows(pairs: Sequence[Pair], settings: ArchiveSettings, sums: Mapping[int, str]) -> Iterator[Mapping[str, object]]:
    for one, letter in pairs:
        values = (
            one.number, _folder(one), one.kind.value, [case.case_number for case in letter.cases], one.receiver.name, letter.recipient,
            one.receiver.org_number or None, one.file, "docx" if one.file.endswith(".docx") else "pdf", sums.get(one.number),
            one.public_title(settings) if one.kind in settings.screened else one.title, one.public_title(settings), one.kind in settings.screened,
        )  # fmt: skip
        yield dict(zip(_LISTED, values, strict=True))


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_LISTED)
    for row in rows:
        cells = [
            ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            for value in row.values()
        ]
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells])
    return "\ufeff".encode() + text.getvalue().encode()


def _same(made: Path, there: Path) -> bool:
    """Tell whether two folders hold the same files."""

    def held(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): files.sha256(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return held(made) == held(there)
