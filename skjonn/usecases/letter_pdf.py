"""Letters as PDF beside their Word files, made anew only where the Word file is another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from skjonn import files
from skjonn.documents import pdf
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import letters
from skjonn.storage.tables.letter import PdfRow
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.letters import WrittenLetter

_AT_ONCE = pdf.AT_ONCE


@dataclass(frozen=True)
class MadePdf:
    """A letter's PDF: beside its Word file, relative to the working folder, and whether it was made now."""

    letter: WrittenLetter
    path: str
    sha256: str
    made: bool


def make(
    url: str, desk: Desk, call: str, written: Sequence[WrittenLetter], folder: Path, *,
    step: Callable[[int, int], object] = lambda _done, _all: None,
) -> tuple[MadePdf, ...]:  # fmt: skip
    """Make the PDF of letters that have none, or one of another Word file; a dry run makes none.

    Registered are the digest of the Word file and that of the PDF, which differs each time one is made.

    Args:
        url: of the database; desk: who acts; call: whose letters they are.
        written: letters whose files lie in `folder`; drafts get a PDF and are not registered, one that was edited gets none.
        folder: the working folder.
        step: told how many of how many are made.

    Raises:
        PdfProgramMissing, PdfFailed: LibreOffice cannot make them; the Word files stand.
        TargetBusy: a PDF is open in another program.
    """
    with reading(url) as session:
        ids: dict[int | None, int] = {one.number: one.id for one in letters.registered(session)}
        known = letters.pdfs(session)
    found = [_standing(one, known.get(ids.get(one.number, 0)), folder) for one in written if one.state != "edited"]
    wanted = [one.letter for one in found if one.made]
    if wanted:
        pdf.program()
    if desk.dry_run:
        return tuple(found)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        made = pdf.pdfs({one.path: files.read_bytes(folder / one.path) for one in some})
        for one in some:
            files.write_whole(_beside(folder / one.path), made[one.path])
        _register(url, desk, call, [(ids[one.number], one.sha256, files.sha256(made[one.path])) for one in some if one.number in ids])  # fmt: skip
        step(start + len(some), len(wanted))
    return tuple(MadePdf(one.letter, one.path, one.sha256 or _digest(folder / one.path), one.made) for one in found)


def _standing(one: WrittenLetter, known: tuple[str, str] | None, folder: Path) -> MadePdf:
    """Return a letter's PDF where the one that lies there is of this very Word file, else as one to be made."""
    path = _beside(Path(one.path)).as_posix()
    there = _digest(folder / path)
    holds = known is not None and known == (one.sha256, there)
    return MadePdf(one, path, there if holds else "", made=not holds)


def _beside(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".docx") + ".pdf")


def _digest(path: Path) -> str:
    return files.sha256(files.read_bytes(path)) if path.is_file() else ""


def _register(url: str, desk: Desk, call: str, made: Sequence[tuple[int, str, str]]) -> None:
    if not made:
        return
    with writing(url) as session:
        person = acting(session, desk, Role.CASEWORKER)
        session.add_all(
            PdfRow(
                letter_id=letter,
                docx_sha256=docx,
                pdf_sha256=own,
                on=desk.today,
                recorded_at=now(),
                person_id=person.id,
            )
            for letter, docx, own in made
        )
        session.flush()
        record(session, desk, person, "letters-as-pdf", call, count=len(made))
