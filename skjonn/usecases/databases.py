"""What is done to a database as a whole: upgrade, check, back up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from skjonn.domain import letter_files
from skjonn.domain.decisions import decision_id, digest
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Place, Problem
from skjonn.files import FileMissing, FileUnreadable, FolderNamed, read_bytes, sha256
from skjonn.storage import backup, database, engines, integrity, upgrading
from skjonn.storage.queries import decisions
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.call import CallVersionRow
from skjonn.storage.tables.decision import DecisionRow
from skjonn.storage.tables.letter import LetterRow
from skjonn.texts import N_
from skjonn.usecases.acting import record
from skjonn.usecases.decisions import bound, kind_bound


@dataclass(frozen=True)
class Checked:
    """How many checks were made, what failed, and what is to be done without being a fault."""

    checked: int
    failures: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BackedUp:
    """Where the copy lies, and how large it is."""

    path: Path
    bytes: int


def upgrade(url: str, desk: Desk) -> upgrading.Upgraded:
    """Bring the database to the schema of this program; a file is copied first. Anybody who can write to it may.

    Raises:
        SchemaNewer, NotOurs: it is of a later version, or none of ours.
    """

    def write_down(session: Session) -> None:
        subject = the_office(session).office_id
        record(session, desk, None, "database-upgraded", subject, schema=database.SCHEMA)

    return upgrading.upgrade(url, then=write_down, keep=not desk.dry_run)


def check(url: str, folder: Path | None = None) -> Checked:
    """Prove every invariant of the database; with the working folder, that the letters lie there as registered."""
    with database.reading(url) as session:
        made, failures = integrity.check(session)
        if not any(problem.code == "table-incomplete" for problem in failures):
            failures += [*_digests(session), *(_letters(session, folder) if folder else ())]
        faults, doubts = (
            tuple(one for one in failures if one.severity == severity) for severity in ("error", "warning")
        )
        return Checked(made + (2 if folder else 1), faults, doubts)


def back_up(url: str, desk: Desk, target: Path) -> BackedUp:
    """Copy the database to the new file `target`.

    Raises:
        BackupExists: it is there already.
    """
    if desk.dry_run:
        backup.require_free(target)
        return BackedUp(target, 0)
    backup.backup(url, target)
    return BackedUp(target, target.stat().st_size)


def shown(url: str) -> str:
    """Return how the database is named to people, without a password."""
    return engines.shown(url)


def _digests(session: Session) -> Iterator[Problem]:
    """What a decision says is what was drafted, and so what was approved."""
    versions = {row.id: row.number for row in session.exec(select(CallVersionRow))}
    under = {row.id: versions.get(row.call_version_id, 0) for row in session.exec(select(DecisionRow))}
    for head in decisions.every(session):
        lines = [bound(line) for line in decisions.lines(session, head.id)]
        if digest(head.call, under[head.id], head.round, lines, kind_bound(head.kind, head.ground)) != head.digest:
            sentence = N_("Decision {decision} is not what was drafted: its digest differs.")
            yield Problem(
                "decision-changed", "error", Place(), sentence, data={"decision": decision_id(head.call, head.number)}
            )


def _letters(session: Session, folder: Path) -> Iterator[Problem]:
    """A registered letter that lies in the folder is what was registered.

    One that does not is no fault of the database: it was moved to the archive, or its writing was cut off.
    """
    rows = session.exec(select(LetterRow).order_by(col(LetterRow.number))).all()
    replaced = {row.supersedes_id for row in rows}
    for row in rows:
        try:
            content = read_bytes(folder / row.path)
        except (FileMissing, FileUnreadable, FolderNamed):
            yield letter_files.missing(row.path, row.number, replaced=row.id in replaced)
            continue
        if sha256(content) != row.sha256:
            yield letter_files.changed(row.path, row.number)
