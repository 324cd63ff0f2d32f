"""Take in figures about municipalities, and tell what is known in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.errors import FindingsError
from skjonn.registries.municipality_figures import Figures, read_figures
from skjonn.spreadsheets import reading
from skjonn.storage.database import writing
from skjonn.storage.tables.office import MunicipalityFiguresRow
from skjonn.texts import N_, ngettext
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.municipalities import register_in_use


class FiguresFaulty(FindingsError):
    """A file of figures has faults; nothing is taken in."""

    code = "figures-faulty"
    sentence = N_("Nothing was taken in from {file}.")
    advice = N_("Mend the cells named and run the command again.")

    def says(self) -> str:
        """Return the sentence with how many there are."""
        return ngettext(
            "Nothing was taken in from {file}: {count} problem.",
            "Nothing was taken in from {file}: {count} problems.",
            int(str(self.data["count"])),
        )


@dataclass(frozen=True)
class TakenIn:
    """What was taken in: the file's name, how many rows were new or other than before, and how many were known."""

    file: str
    added: int
    unchanged: int


def take_in(url: str, desk: Desk, path: Path) -> TakenIn:
    """Take in a file of figures, all of it or nothing; of two for one municipality and year the later one holds.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: it is not there, or closed to this user.
        SheetFileRefused: (a branch) it cannot be read or should not be opened.
        FiguresFaulty: something in it is wrong.
    """
    book = reading.read(path)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found, problems = read_figures(book.sheets, register_in_use(session))
        if problems:
            raise FiguresFaulty(file=path.name, count=len(problems), problems=tuple(problems))
        known = {(one.number, one.year): one for one in known_figures(session)}
        fresh = [one for one in found if known.get((one.number, one.year)) != one]
        session.add_all(
            MunicipalityFiguresRow(
                number=one.number, year=one.year, population=one.population, size_group=one.size_group, region=one.region,
                source=path.name, sha256=book.sha256, on=desk.today, recorded_at=now(), person_id=person.id,
            )
            for one in fresh
        )  # fmt: skip
        session.flush()
        if fresh:
            record(session, desk, person, "municipality-figures-imported", "municipalities", count=len(fresh), file=path.name)  # fmt: skip
    return TakenIn(path.name, len(fresh), len(found) - len(fresh))


def known_figures(session: Session, as_of: date | None = None) -> list[Figures]:
    """Return the figures in use now, or at the end of `as_of`: for each municipality and year those taken in last."""
    query = select(MunicipalityFiguresRow).order_by(col(MunicipalityFiguresRow.id))
    rows = session.exec(query.where(col(MunicipalityFiguresRow.on) <= as_of) if as_of else query)
    found = {
        (row.number, row.year): Figures(row.number, row.year, row.population, row.size_group, row.region)
        for row in rows
    }
    return list(found.values())
