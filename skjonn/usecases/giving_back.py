"""Give the files of a refused import back with their faults marked, in the office's language form or each municipality's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from skjonn.domain.desk import Desk
from skjonn.domain.forms import FilledForm, form_language
from skjonn.domain.forms_layout import Form
from skjonn.domain.problem_reach import OF_THE_OFFICE
from skjonn.domain.problems import Place, Problem
from skjonn.registries.language import LanguageUnknown, LetterCode, MunicipalityNotInForce, letter_language
from skjonn.storage.database import reading
from skjonn.storage.queries.office import the_office
from skjonn.texts import Language
from skjonn.usecases.annotating import FORM_ROW, Recipients, annotated, split
from skjonn.usecases.forms import gathered
from skjonn.usecases.intake_files import shown_names
from skjonn.usecases.municipalities import recorded_decisions, register_in_use

RowPlace = tuple[str, str, int]
"""A row by file, sheet and number."""


@dataclass(frozen=True)
class Refused:
    """What was refused.

    Attributes:
        files: as they were read, in order; problems: of all of them.
        leads: row -> its applicant's municipality number, where that could be read.
        left_out: places of the rows left out, where the others were taken in; None where nothing was.
    """

    files: Sequence[Path]
    problems: Sequence[Problem]
    leads: Mapping[RowPlace, str]
    left_out: Sequence[Place] | None = None


def give_back(url: str, desk: Desk, refused: Refused, *, apart: bool = False) -> tuple[Path, ...]:
    """Write a copy of each file that has faults, with its faults marked; return where they stand.

    Args:
        url: of the database.
        desk: whose day decides the language forms.
        refused: the files and what was found.
        apart: one copy for each municipality with its own rows, in its form, instead of one for the office.

    Raises:
        TargetBusy: a copy cannot be written.
    """
    with reading(url) as session:
        office = cast("Language", the_office(session).neutral_language)
        register, recorded = register_in_use(session), recorded_decisions(session)

    def language(number: str) -> Language:
        try:
            return letter_language(number, desk.today, register, recorded, cast("LetterCode", office)).language if number else office  # fmt: skip
        except (LanguageUnknown, MunicipalityNotInForce):
            return office

    def name(number: str) -> str:
        found = register.at(number, desk.today) or next(iter(register.periods(number)), None)
        return found.name if found else number

    @cache
    def form(call: str, language: Language) -> Form:
        return gathered(url, call, language)

    def form_of(filled: FilledForm) -> Form | None:
        made = form(filled.call, form_language(filled))
        return made if made.version == filled.version else None

    forms = {file for file, _sheet, row in refused.leads if row == FORM_ROW}
    written: list[Path] = []
    for path, shown in zip(refused.files, shown_names(refused.files), strict=True):
        own = [_in_file(one, path) for one in refused.problems if one.place.file == shown]
        if not any(_can_be_mended(one, in_form=shown in forms) for one in own):
            continue
        if apart:
            whose = {(sheet, row): number for (file, sheet, row), number in refused.leads.items() if file == shown}
            written += split(path, own, Recipients(whose, name, language), form_of=form_of)
        else:
            left = [replace(place, file=path.name) for place in refused.left_out or () if place.file == shown]
            written.append(
                annotated(path, own, office, rows=None if refused.left_out is None else left, form_of=form_of)
            )
    return tuple(written)


def _can_be_mended(one: Problem, *, in_form: bool) -> bool:
    """Tell whether a problem is an error of a cell; a form has no cell for what only the office can mend."""
    in_cell = bool(one.place.sheet + one.place.cell)
    return one.severity == "error" and in_cell and not (in_form and one.code in OF_THE_OFFICE)


def _in_file(found: Problem, path: Path) -> Problem:
    return replace(found, place=replace(found.place, file=path.name))
