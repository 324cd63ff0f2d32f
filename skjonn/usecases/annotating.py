"""Give a file back with its faults marked: one copy for the office, or one for each municipality with its own rows.

A filled application form is given back as the form it is, whole, so that it can be mended and imported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from skjonn import files
from skjonn.domain.annotations import GREATEST_MARKS, Annotated, annotate
from skjonn.domain.forms import FilledForm
from skjonn.domain.problem_groups import position_of
from skjonn.domain.problems import Place, Problem
from skjonn.domain.sheets import Sheet
from skjonn.domain.splitting import OFFICE, Part, RowKey, parted
from skjonn.spreadsheets.annotated import xlsx
from skjonn.spreadsheets.copy_mark import is_annotated, is_as_written
from skjonn.spreadsheets.fault_list import ListWords
from skjonn.spreadsheets.reading import ENDINGS, read
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import listed
from skjonn.usecases.form_copies import FormFound, FormOf, copied, for_the_applicant, form_in

_LABEL = re.compile(r"\.problems(?:-[^.]*)?$", re.IGNORECASE)


FORM_ROW = 0
"""Stands for the row of a form, which is one application in the whole workbook."""
_WHOLE_FORM = N_("The form itself is in this workbook: mend the marked cells in it, and import this file.")
_SEND_BACK = N_("Mend the marked cells in this workbook and send it back to the county governor.")


@dataclass(frozen=True)
class Recipients:
    """Who gets which rows.

    Attributes:
        whose: sheet name and row number in the file, `FORM_ROW` in a form -> municipality number; empty or missing where
            nobody knows.
        name: number -> the municipality's name.
        language: number -> the form it is written to in; asked with the empty text, the office's own.
    """

    whose: Mapping[RowKey, str]
    name: Callable[[str], str]
    language: Callable[[str], Language]


def _no_form(_filled: FilledForm) -> None:
    return None


def annotated(
    file: Path,
    problems: Sequence[Problem],
    language: Language,
    *,
    target: Path | None = None,
    rows: Collection[Place] | None = None,
    form_of: FormOf = _no_form,
) -> Path:
    """Write the copy `NAME.problems.xlsx` of a file with its faults marked, and return where it stands.

    Args:
        file: .xlsx, .xlsm, .xls, .ods, .csv or .tsv, as it was read.
        problems: those of other files are passed over.
        language: of the list and the notes.
        target: another place for the copy; else it stands beside the file, or here where that folder is closed.
        rows: places of the rows that were left out, where the others were imported; those are shown in grey.
        form_of: gives the form a filled one was written as; without it a form is given back as a table is.

    A copy nobody has saved since is written over; any other file is left alone, and the copy gets a number.

    Raises:
        FileMissing, FileUnreadable, SheetFileRefused: the file cannot be read.
        TargetBusy: the copy cannot be written.
    """
    sheets = list(read(file).sheets)
    wanted = target or _folder(file) / _name(file)
    title = translate(N_("Faults in {file}"), language).format(file=file.name)
    if form := form_in(sheets, form_of):
        words = ListWords(language, title, [translate(_WHOLE_FORM, language)], of_form=True)
        return _put(copied(form, _of(file, problems), words), file, wanted)
    sheets = _without_list(sheets, file)
    taken = _taken(sheets, problems, rows) if rows is not None else set()
    copy = annotate(sheets, _of(file, problems), language, taken=taken)
    notes = [*_hidden(sheets, language), *_unmarked(copy, language)]
    if taken:
        notes.append(translate(N_("Rows in grey are imported already."), language))
    return _write(copy, ListWords(language, title, notes), file, wanted)


def split(
    file: Path,
    problems: Sequence[Problem],
    recipients: Recipients,
    *,
    folder: Path | None = None,
    form_of: FormOf = _no_form,
) -> list[Path]:
    """Write one copy for each municipality that has a fault in its rows, and return where they stand, by number.

    A municipality gets the rows above the table and its own, nothing of another's, in its own language form. What
    belongs to nobody known, and what only the office can mend, goes into one more copy, the last, for the office. A form
    goes to its applicant, with what can be mended in it, and to the office where the applicant is not known.

    Args:
        file: as for `annotated`.
        problems: likewise.
        recipients: whose the rows are, and how each is written to.
        folder: where the copies are to stand; else as for `annotated`.
        form_of: as for `annotated`.

    Raises:
        FileMissing, FileUnreadable, SheetFileRefused: the file cannot be read.
        TargetBusy: a copy cannot be written.
    """
    sheets, there = list(read(file).sheets), folder or _folder(file)
    if form := form_in(sheets, form_of):
        return _write_form(form, _of(file, problems), file, there, recipients)
    parts = parted(_without_list(sheets, file), _of(file, problems), recipients.whose)
    return [_write_part(part, file, there, recipients) for part in parts]


def _write_form(form: FormFound, problems: list[Problem], file: Path, folder: Path, recipients: Recipients) -> list[Path]:  # fmt: skip
    """Write a form's one copy, if there is anything in it that its recipient can mend; return where it stands."""
    number = recipients.whose.get((form.filled.sheet.name, FORM_ROW)) or OFFICE
    language = recipients.language(number)
    told = problems if number == OFFICE else for_the_applicant(form, problems)
    if not any(one.severity == "error" for one in told):
        return []
    notes = [translate(_WHOLE_FORM if number == OFFICE else _SEND_BACK, language)]
    words = ListWords(language, _title(file, number, recipients), notes, of_form=True)
    return [_put(copied(form, told, words), file, folder / _name(file, _label(number, recipients)))]


def _write_part(part: Part, file: Path, folder: Path, recipients: Recipients) -> Path:
    number, language = part.number, recipients.language(part.number)
    copy = annotate(part.sheets, part.problems, language, origin=part.origin)
    unknown = N_("Here is what belongs to no municipality we know, and what only the office can mend.")
    what = unknown if number == OFFICE else _SEND_BACK
    moved = N_("The rows are moved together; the first column tells where each stands in {file}.")
    notes = [translate(what, language), translate(moved, language).format(file=file.name), *_unmarked(copy, language)]
    words = ListWords(language, _title(file, number, recipients), notes)
    return _write(copy, words, file, folder / _name(file, _label(number, recipients)))


def _title(file: Path, number: str, recipients: Recipients) -> str:
    title = N_("For the office: faults in {file}") if number == OFFICE else N_("{municipality}: faults in {file}")
    name = "" if number == OFFICE else recipients.name(number)
    return translate(title, recipients.language(number)).format(municipality=name, file=file.name)


def _label(number: str, recipients: Recipients) -> str:
    return "-unknown" if number == OFFICE else f"-{number}-{recipients.name(number)}"


def _without_list(sheets: list[Sheet], file: Path) -> list[Sheet]:
    """Return the sheets of a file; of a copy that came back without its list of faults."""
    return sheets[1:] if is_annotated(file) else sheets


def _of(file: Path, problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in problems if one.place.file in {"", file.name}]


def _taken(sheets: Sequence[Sheet], problems: Sequence[Problem], rows: Collection[Place]) -> set[RowKey]:
    left = {(place.sheet, cell[0]) for place in rows if (cell := position_of(place.cell))}
    at_fault = {(one.place.sheet, cell[0]) for one in problems if one.severity == "error" and (cell := position_of(one.place.cell))}  # fmt: skip
    return {(sheet.name, row.number) for sheet in sheets for row in sheet.rows} - left - at_fault


def _hidden(sheets: Sequence[Sheet], language: Language) -> list[str]:
    names = [sheet.name for sheet in sheets if sheet.hidden]
    said = translate(N_("Hidden sheets are not in this copy: {sheets}."), language)
    return [said.format(sheets=listed(names, language))] if names else []


def _unmarked(copy: Annotated, language: Language) -> list[str]:
    said = translate(N_("Only {most} cells are marked; the other {count} stand in this list alone."), language)
    return [said.format(most=GREATEST_MARKS, count=copy.unmarked)] if copy.unmarked else []


def _folder(file: Path) -> Path:
    return file.parent if os.access(file.parent, os.W_OK) else Path()


def _name(file: Path, label: str = "") -> str:
    """Return a copy's name: that of a copy which came back is the first one's; files of one stem keep their endings."""
    suffix = f".problems{label}"
    siblings = {file.with_suffix(ending) for ending in ENDINGS} - {file}
    own = file.name if any(one.exists() for one in siblings) else file.stem
    stem = _LABEL.sub("", own) or own
    return files.file_name(stem[: files.LONGEST_NAME - len(suffix) - len(".xlsx")] + suffix, "xlsx")


def _write(copy: Annotated, words: ListWords, file: Path, wanted: Path) -> Path:
    return _put(xlsx(copy, words, _LABEL.sub("", file.stem)), file, wanted)


def _put(content: bytes, file: Path, wanted: Path) -> Path:
    target = _free(wanted, file)
    files.write_whole(target, content)
    return target


def _free(wanted: Path, file: Path) -> Path:
    """Return `wanted`, or the same with the first number that writes over nothing but a copy nobody has saved since."""
    numbered = (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2))
    return next(path for path in chain((wanted,), numbered) if _may_be_written(path, file))


def _may_be_written(path: Path, file: Path) -> bool:
    return not path.exists() or (is_as_written(path) and not path.samefile(file))
