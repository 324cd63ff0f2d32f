"""The application form of a call: gather the call and the register, write the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.forms_layout import Form
from skjonn.errors import UsageError
from skjonn.files import sha256
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.form import form_workbook
from skjonn.storage.database import reading
from skjonn.storage.queries import calls
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language
from skjonn.usecases.handed_out import hand_out
from skjonn.usecases.municipalities import register_in_use

ENDING = ".xlsx"


class FormEnding(UsageError):
    """A form was to be written into a file that does not end as a workbook does."""

    code = "form-ending"
    sentence = N_("{path} does not end in .xlsx, as an application form does.")
    advice = N_("Name the file with --out form.xlsx, or leave out --out.")


@dataclass(frozen=True)
class WrittenForm:
    """A form in a file: of which version of which call, in which language, and its digest."""

    call: str
    version: int
    language: Language
    path: Path
    sha256: str


def write_form(url: str, desk: Desk, code: str, language: Language | None = None, path: Path | None = None) -> WrittenForm:  # fmt: skip
    """Write the application form of the call `code`; a file that holds the very same form is left as it is.

    Args:
        url: of the database; desk: who asks, and whether it is a trial.
        code: the call's.
        language: `nb` or `nn`; None is the office's neutral default.
        path: the file; None is `søknadsskjema-2021-nn.xlsx` in the current folder.

    Raises:
        CallUnknown: there is no such call.
        FormEnding: the file does not end in .xlsx.
        FileThere: the file is there and holds something else, which may be somebody's answers.
        TargetBusy: another program has it open.
    """
    if path is not None and path.suffix.casefold() != ENDING:
        raise FormEnding(path=str(path))
    form = gathered(url, code, language)
    content = form_workbook(form)
    target = path or Path(f"søknadsskjema-{form.call.code}-{form.language}{ENDING}")
    hand_out({target: content}, desk)
    return WrittenForm(form.call.code, form.version, form.language, target, sha256(content))


def gathered(url: str, code: str, language: Language | None = None) -> Form:
    """Return the form of a call as a value: its current version, and the municipalities of its opening day.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        stored, office = calls.one(session, code), the_office(session)
        wanted = language or cast("Language", office.neutral_language)
        day = stored.call.opens_on
        name = office_at(office.office_id, day).name(wanted)
        return Form(stored.call, stored.version_number, wanted, name, _municipalities(session, office.office_id, day))


def _municipalities(session: Session, office_id: str, day: date) -> tuple[str, ...]:
    """Return every municipality of the day by number and name: those of the office's counties first, each in reading order."""
    own = office_at(office_id, day).county_numbers
    there = register_in_use(session).in_force(day)
    ordered = sorted(there, key=lambda one: one.county_number not in own)  # keeps the reading order within each part
    return tuple(f"{one.number} {one.name}" for one in ordered)
